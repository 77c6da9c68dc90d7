"""Akoma Ntoso: valid by the standard's schema for every document, and importing it gives the same document."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from lxml import etree

from tests import documents as anything
from tests.examples import examples
from tests.exports.test_golden import CASES, ENGLISH, IMPRINT
from tests.intake.readers.test_akoma_ntoso import told
from tests.intake.sheet.test_round_trip import documents, of
from transcripts.document import ExchangeText, Kind, Person, TranscriptDocument, TurnText
from transcripts.exports import FORMATS
from transcripts.intake import ParsedTranscript, open_source, parse
from transcripts.intake.account import words_of
from transcripts.presentation import NO_IMPRINT, Imprint

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).resolve().parents[1] / "schemas" / "akomantoso30.xsd"))
ANY = settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def render(document: TranscriptDocument, imprint: Imprint = NO_IMPRINT) -> bytes:
    return FORMATS["xml"].render(document, imprint)


def read(data: bytes) -> ParsedTranscript:
    return parse(open_source(data, "transcript.xml"), name="transcript.xml")


def ids(document: TranscriptDocument) -> list[str]:
    found = [exchange.public_id for exchange in document.exchanges]
    return found + [one for turn in document.turns for one in (turn.public_id, *turn.paragraph_ids)]


@ANY
@given(documents)
@example(of(TurnText(Kind.NOTE, "Tide", ("x",), speaker="Tide", outlet="Gazette", journalist="Jo Marsh")))
@example(of(TurnText(Kind.NOTE, "", ("x", "y\nz"), times=(5, 3_599_999)), TurnText(Kind.NOTE), TurnText(Kind.ANSWER)))
def test_what_is_written_is_valid_and_read_back_equal(document: TranscriptDocument) -> None:
    data = render(document)
    SCHEMA.assertValid(etree.fromstring(data))
    assert read(data).document == document


@ANY
@given(anything.documents())
@example(TranscriptDocument())
@example(TranscriptDocument(title="\ufffe", people=(Person("\uffff"),)))
def test_any_document_at_all_is_valid(document: TranscriptDocument) -> None:
    SCHEMA.assertValid(etree.fromstring(render(document, IMPRINT)))


@pytest.mark.parametrize(("name", "document", "imprint"), CASES)
def test_ids_and_every_word_come_back(name: str, document: TranscriptDocument, imprint: Imprint) -> None:
    data = render(document, imprint)
    SCHEMA.assertValid(etree.fromstring(data))
    parsed = read(data)
    assert ids(parsed.document) == ids(document)
    assert parsed.is_partial == imprint.is_extract
    assert parsed.warnings == ()
    words = Counter(words_of(" ".join(etree.fromstring(data).itertext())))
    assert (words - told(parsed), told(parsed) - words) == (Counter(), Counter())


def test_an_id_stands_once() -> None:
    twice = replace(ENGLISH, exchanges=ENGLISH.exchanges * 2)
    SCHEMA.assertValid(etree.fromstring(render(twice)))


def test_another_reader_takes_the_same_from_it() -> None:
    """Without our own attributes it is still a debate by the standard."""
    root = etree.fromstring(render(ENGLISH, IMPRINT))
    for element in root.iter():
        for name in [name for name in element.attrib if "press-room" in name]:
            del element.attrib[name]
    document = read(etree.tostring(root)).document
    assert (document.title, document.held_on, document.venue) == (ENGLISH.title, ENGLISH.held_on, ENGLISH.venue)
    assert (document.starts_at, document.series) == (ENGLISH.starts_at, ENGLISH.series)
    assert [exchange.heading for exchange in document.exchanges] == [one.heading for one in ENGLISH.exchanges]
    assert [(turn.kind, turn.speaker, turn.text) for turn in document.turns] == [
        (turn.kind, turn.speaker, turn.text) for turn in ENGLISH.turns
    ]


def test_an_edited_file_is_read_as_far_as_it_says_who_speaks() -> None:
    data = render(replace(ENGLISH, exchanges=(ExchangeText((TurnText(Kind.ANSWER, "Reyl", ("At one.",)),)),)))
    edited = data.replace(b'by="#unknown"', b'by="#nobody" press:begin="soon"').replace(
        b'"exchange"', b'"x" press:page="x"'
    )
    parsed = read(edited.replace(b"At one.", b"At <b>two</b>.<authorialNote><p>o'clock</p></authorialNote>"))
    [turn] = parsed.document.turns
    assert (turn.speaker, turn.text, turn.times) == ("Reyl", "At two.", (None,))
    assert [warning.message for warning in parsed.warnings] == [
        "“nobody” is not among the references; the speaker was taken from the label."
    ]
