"""Files that are handed out, read again: the same head, people, exchanges and turns."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.exports.test_golden import CHINESE, ENGLISH, IMPRINT
from transcripts.document import ExchangeText, Kind, TranscriptDocument, TurnText
from transcripts.exports import FORMATS
from transcripts.intake import ParsedTranscript, account, open_source, parse, parse_text

DEMO = sorted((Path(__file__).resolve().parents[2] / "transcripts" / "demo").glob("*-*.txt"))
HEAD = ("title", "series", "held_on", "starts_at", "posted_on", "venue", "source", "source_url", "summary", "language")


def with_ids(document: TranscriptDocument) -> TranscriptDocument:
    """The document with a permanent id for each exchange, as published ones have."""
    exchanges = (
        replace(one, public_id=f"exchange{at:05}".replace("0", "a").replace("1", "b"))
        for at, one in enumerate(document.exchanges)
    )
    return replace(document, exchanges=tuple(exchanges))


def read_back(document: TranscriptDocument, suffix: str) -> ParsedTranscript:
    data = FORMATS[suffix].render(with_ids(document), IMPRINT)
    return parse(open_source(data, f"page.{suffix}"), name=f"page.{suffix}")


def facts(document: TranscriptDocument) -> dict[str, object]:
    return {name: getattr(document, name) for name in HEAD} | {"people": set(document.people)}


def said(exchange: ExchangeText) -> list[tuple[object, ...]]:
    # Files print a person's name; what the source printed before the words is not in them.
    return [(turn.kind, turn.speaker, turn.outlet, turn.journalist, turn.paragraphs) for turn in exchange.turns]


OWN = ("night-ferries", "night-ferries-zh")
# All in Markdown, some for Word, whose files take longer to make; a Word file holds the same lines.
CASES = [(name, "md") for name in (*OWN, *(path.stem for path in DEMO))]
CASES += [(name, "docx") for name in (*OWN, *(path.stem for path in DEMO[2::4]))]


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_a_file_that_was_handed_out_is_read_as_it_was(name: str, suffix: str) -> None:
    own = {"night-ferries": ENGLISH, "night-ferries-zh": CHINESE}
    path = next((path for path in DEMO if path.stem == name), None)
    document = parse_text(path.read_text(encoding="utf-8")).document if path else own[name]
    parsed = read_back(document, suffix)
    assert facts(parsed.document) == facts(document)
    for one, two in zip(parsed.document.exchanges, document.exchanges, strict=True):
        assert (one.heading, set(one.topics)) == (two.heading, set(two.topics))
        assert said(one) == said(two)


def test_one_in_which_nobody_speaks_is_read_as_it_was() -> None:
    note = ExchangeText((TurnText(Kind.NOTE, "", ("No sound was recorded.",)),))
    document = read_back(replace(ENGLISH, exchanges=(note,)), "md").document
    assert said(document.exchanges[0]) == said(note)


@pytest.mark.parametrize("suffix", ["docx", "md"])
def test_all_of_its_words_are_accounted_for(suffix: str) -> None:
    data = FORMATS[suffix].render(with_ids(ENGLISH), IMPRINT)
    source = open_source(data, f"page.{suffix}")
    parsed = parse(source, name=f"page.{suffix}")
    document = parsed.document
    assert not [one for one in parsed.left_out if account.may_be_speech(one)]
    words = [line.text for line in source.lines] + [one.text for one in source.left_out]
    found = [f"{turn.label} {turn.text}" for turn in document.turns]
    found += [exchange.heading for exchange in document.exchanges]
    found += [line.text for line in parsed.head] + [one.text for one in parsed.left_out]
    assert Counter(account.words_of(" ".join(words))) == Counter(account.words_of(" ".join(found)))


def test_addresses_in_angle_brackets_are_words() -> None:
    source = open_source(b"Ask <mailto:press@example.org>, <press@example.org> or <https://example.org/a_b>.", "a.md")
    assert source.text == "Ask mailto:press@example.org, press@example.org or https://example.org/a_b."


def test_words_of_it_that_were_pasted_keep_their_head_and_the_last_exchange() -> None:
    text = open_source(FORMATS["docx"].render(with_ids(ENGLISH), IMPRINT), "page.docx").text
    document = parse_text(text).document
    assert (document.title, document.series, document.source_url) == (
        ENGLISH.title, ENGLISH.series, ENGLISH.source_url,
    )  # fmt: skip
    assert [turn.kind for turn in document.turns] == ["moderator", "statement", "question", "answer"]
