"""parse(render(document)) == document, for every well-formed document."""

import string
from collections import Counter
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.intake.test_any_text import unaccounted
from transcripts.document import ExchangeText, Kind, Part, Person, TranscriptDocument, TurnText
from transcripts.intake import parse_text, render_sheet

# What the grammar itself is made of must come up far oftener than chance would have it.
TRICKY = ":：\\=[];；,，()（）- \"“”'’.?"
WORDS = [
    "[00:01:05]",
    "[00:01:05] ",
    "Ines Calder",
    "Evening Courier",
    "记者",
    "港口部",
    "Topics",
    "Page",
    "Id",
    "Title",
    "===",
    "speaker",
    "note",
]
SHEET_CHARACTERS = st.sampled_from(TRICKY + string.ascii_letters + "éü中文标题：，。一二")
# Noncharacters are no text: the reader takes them out of every file, and says so.
NONCHARACTERS = [chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)]
NONCHARACTERS += map(chr, range(0xFDD0, 0xFDF0))
ANY_CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=NONCHARACTERS)


def is_stripped(text: str) -> bool:
    return bool(text) and text == text.strip() and len(text.splitlines()) == 1


single_lines = (
    st.one_of(
        st.lists(st.one_of(SHEET_CHARACTERS, st.sampled_from(WORDS)), max_size=8).map("".join),
        st.text(ANY_CHARACTERS, max_size=12),
    )
    .map(str.strip)
    .filter(is_stripped)
)
perhaps_lines = st.one_of(st.just(""), single_lines)
names = st.one_of(st.sampled_from(["Ines Calder", "Tomas Reyl", "陈某", "Calder, Ines"]), single_lines)
paragraphs = st.lists(single_lines, min_size=1, max_size=3).map("\n".join)
ids = st.text(string.ascii_lowercase + string.digits, max_size=6)
people = st.lists(st.builds(Person, name=names, role=perhaps_lines, part=st.sampled_from(Part)), max_size=4).map(tuple)
turns = st.builds(
    TurnText,
    kind=st.sampled_from(Kind),
    label=st.one_of(st.just(""), names, names.map(lambda name: f"{name} (Jo Marsh)")),
    paragraphs=st.lists(paragraphs, max_size=3).map(tuple),
    times=st.lists(st.one_of(st.none(), st.integers(0, 3_599_999)), max_size=3).map(tuple),
    speaker=st.one_of(st.just(""), names),
    outlet=perhaps_lines,
    journalist=perhaps_lines,
    public_id=ids,
)
exchanges = st.builds(
    ExchangeText,
    turns=st.lists(turns, max_size=4).map(tuple),
    heading=perhaps_lines,
    topics=st.lists(single_lines, max_size=3).map(tuple),
    page=st.one_of(st.none(), st.integers(1, 99)),
    public_id=ids,
)
documents = st.builds(
    TranscriptDocument,
    title=single_lines,
    language=st.sampled_from(["en", "zh-hans", "zh-hant", "fr"]),
    series=perhaps_lines,
    held_on=st.one_of(st.none(), st.dates(date(1900, 1, 1))),
    starts_at=st.one_of(st.none(), st.times()),
    posted_on=st.one_of(st.none(), st.dates(date(1900, 1, 1))),
    venue=perhaps_lines,
    source=perhaps_lines,
    source_url=perhaps_lines,
    translation_group=perhaps_lines,
    summary=st.one_of(st.just(""), st.lists(paragraphs, min_size=1, max_size=2).map("\n\n".join)),
    pages=st.one_of(st.none(), st.integers(1, 99)),
    people=people,
    exchanges=st.tuples(st.lists(exchanges, max_size=3), exchanges, turns).map(
        lambda parts: (*parts[0], replace(parts[1], turns=(*parts[1].turns, parts[2])))
    ),
)


def of(*turns: TurnText, **facts: object) -> TranscriptDocument:
    return replace(TranscriptDocument(title="Ferries", exchanges=(ExchangeText(turns),)), **facts)


@pytest.mark.slow
@given(documents)
@example(of(TurnText(Kind.QUESTION, "Tide", ("Three things:\n=== one\n\\ two\n Tide: three",), outlet="Tide")))
@example(of(TurnText(Kind.NOTE, "Tide [late]", ("x",), speaker="Tide [late]; or so\\")))
@example(of(TurnText(Kind.ANSWER, "", ("x",)), people=(Person("Reyl, Tomas", "a, b"), Person("甲，乙", ""))))
@example(of(TurnText(Kind.STATEMENT, "Ines: Calder:", ("x",)), starts_at=time(9, 30, 5)))
@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_rendered_document_is_read_back_equal(document: TranscriptDocument) -> None:
    assert parse_text(render_sheet(document)).document == document


@given(documents)
@example(of(TurnText(Kind.NOTE, "Tide [late]", ("x",), speaker="Tide [late]; or so\\")))
@example(of(TurnText(Kind.ANSWER, "Tide", ("[00:01:05] x", "y"), times=(5, None))))
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_word_of_a_sheet_is_told(document: TranscriptDocument) -> None:
    sheet = render_sheet(document, with_ids=True)
    assert unaccounted(sheet, parse_text(sheet)) == (Counter(), Counter())


ODD_TIMES = (
    "Title: Ferries\n\nTide:\n[00:01:05]\n[00:02:05]\nWhy?\n\n[00:03:05]\n\nInes Calder [answer; label=Calder]:\nSo.\n"
)


def test_times_that_no_paragraph_has_are_named() -> None:
    parsed = parse_text(ODD_TIMES)
    assert [(one.line, one.text) for one in parsed.left_out] == [(4, "[00:01:05]"), (8, "[00:03:05]")]
    assert unaccounted(ODD_TIMES, parsed) == (Counter(), Counter())


@given(documents)
@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_ids_survive_when_they_are_asked_for(document: TranscriptDocument) -> None:
    read = parse_text(render_sheet(document, with_ids=True)).document
    assert read == document
    assert [exchange.public_id for exchange in read.exchanges] == [one.public_id for one in document.exchanges]
    assert [turn.public_id for turn in read.turns] == [turn.public_id for turn in document.turns]


@given(documents)
@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_windows_line_ends_change_nothing(document: TranscriptDocument) -> None:
    assert parse_text(render_sheet(document).replace("\n", "\r\n")).document == document


def test_a_public_sheet_shows_no_ids() -> None:
    document = of(TurnText(Kind.QUESTION, "Tide", ("Why?",), outlet="Tide", public_id="abc123"))
    assert "abc123" not in render_sheet(document)
