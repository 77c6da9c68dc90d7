"""TEI: valid by the schema of all of TEI for every document, with every word once."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from lxml import etree

from tests import documents as anything
from tests.examples import examples
from tests.exports.test_captions import TIMED
from tests.exports.test_golden import ENGLISH, IMPRINT
from tests.intake.sheet.test_round_trip import documents
from transcripts.document import ExchangeText, Kind, TranscriptDocument, TurnText
from transcripts.exports import FORMATS
from transcripts.presentation import NO_IMPRINT, Imprint

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
NAMES = {"t": "http://www.tei-c.org/ns/1.0"}
ANY = settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMAS / "tei_part.rng"))


def render(document: TranscriptDocument, imprint: Imprint = IMPRINT) -> etree._Element:
    return etree.fromstring(FORMATS["tei.xml"].render(document, imprint))


def targets(root: etree._Element) -> set[str]:
    return {
        one
        for name in ("who", "ana", "synch", "ref", "since", "origin")
        for each in root.xpath(f"//@{name}")
        for one in each.split()
    }


@ANY
@given(documents)
@example(TIMED)
@example(
    replace(ENGLISH, exchanges=(ExchangeText((TurnText(Kind.NOTE), TurnText(Kind.ANSWER, "Reyl"))), ExchangeText()))
)
def test_it_is_valid_and_has_every_word_and_nothing_refers_to_nothing(
    schema: etree.RelaxNG, document: TranscriptDocument
) -> None:
    root = render(document)
    schema.assertValid(root)
    ids = {f"#{each}" for each in root.xpath("//@xml:id")}
    assert targets(root) <= ids
    said = [
        re.sub(r"\s+", "", "".join(each.itertext()))
        for each in root.xpath("//t:seg|//t:note[@type='narrative']", namespaces=NAMES)
    ]
    assert said == [re.sub(r"\s+", "", text) for turn in document.turns for text in turn.paragraphs]


@ANY
@given(anything.documents())
@example(TranscriptDocument())
def test_any_document_at_all_is_valid(schema: etree.RelaxNG, document: TranscriptDocument) -> None:
    schema.assertValid(render(document, NO_IMPRINT))


def test_who_speaks_and_when_stand_as_parlamint_has_them() -> None:
    root = render(ENGLISH)
    asked = root.xpath("//t:u[contains(@ana,'#question')]", namespaces=NAMES)[0]
    assert asked.get("ana") == "#guest #question"
    [reporter] = root.xpath("//t:person[@xml:id='journalist-1']", namespaces=NAMES)
    assert (asked.get("who"), reporter[0].text, reporter[1].get("ref")) == ("#journalist-1", "Jo Marsh", "#org-1")
    assert asked.get("corresp") == "https://press.example.org/turns/turn5abcdefgh/"
    assert root.xpath("string(//t:person[1]/t:occupation)", namespaces=NAMES) == "deputy mayor of Northbank"
    timed = render(TIMED)
    assert timed.xpath("//t:seg/@synch", namespaces=NAMES) == ["#time-61", "#time-75"]
    assert timed.xpath("//t:when/@interval", namespaces=NAMES) == ["61", "75"]


def test_the_schema_refuses_what_is_no_tei(schema: etree.RelaxNG) -> None:
    root = render(ENGLISH)
    [titles] = root.xpath("//t:titleStmt", namespaces=NAMES)
    titles.getparent().remove(titles)
    assert not schema.validate(root)
