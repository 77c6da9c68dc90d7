from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from tests.documents import answer, document, documents, exchange
from tests.examples import examples
from transcripts.document import RemovedWords, blank, blank_text, find_removed, to_json
from transcripts.document.removing import cut, earlier_spans


def removed(*words: str, **forms: str) -> RemovedWords:
    return RemovedWords(words, forms)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("He lives at 5 High Street, alone.", "He lives at [removed], alone."),
        ("5  HIGH\nstreet", "[removed]"),
        ("the-5-high-street-affair", "the-[removed]-affair"),
        ("5 High Streets", "5 High Streets"),
        ("15 High Street", "15 High Street"),
        ("Ｈｅ　ｌｉｖｅｓ　ａｔ　５　Ｈｉｇｈ　Ｓｔｒｅｅｔ", "[removed]"),
    ],
)
def test_words_are_found_whatever_stands_between_them(text, left):
    assert blank_text(text, [removed("5 High Street")], language="en") == left


def test_chinese_words_need_no_space_around_them():
    assert blank_text("他住在高街五号，独居。", [removed("高街五号")], language="zh-hans") == "他住在［已删除］，独居。"


def test_a_paragraph_goes_in_its_earlier_wording_too_and_only_as_a_whole():
    removal = RemovedWords(("5 High Street",), {"He lives at the old mill.": "He lives at [removed]."})
    text = "One.\n\nHe lives at the  old mill.\n\nThe old mill burned."
    assert blank_text(text, [removal], language="en") == "One.\n\nHe lives at [removed].\n\nThe old mill burned."


def test_every_place_of_a_document_is_freed_and_keeps_its_ids():
    words = "the canary sang"
    first = replace(
        exchange(1),
        heading=f"Why {words}",
        topics=(words,),
        public_id="e1",
        turns=(replace(answer(f"Yes, {words}.", "No."), label=words, journalist=words, public_id="t1"),),
    )
    whole = replace(
        document(first),
        title=f"Then {words}",
        summary=f"How {words}.",
        venue=words,
        source=words,
        series=words,
        source_url="https://example.com/the-canary-sang",
        held_on=date(2024, 3, 12),
    )
    clean = blank(whole, [removed(words)])
    assert "canary" not in str(to_json(clean))
    assert clean.title == "Transcript of 2024-03-12"
    turn = clean.exchanges[0].turns[0]
    assert turn.paragraphs == ("Yes, [removed].", "No.")
    assert (clean.exchanges[0].public_id, turn.public_id) == ("e1", "t1")


@settings(max_examples=examples(50))
@given(documents())
def test_a_document_is_clean_once_blanked_and_whole_where_nothing_was_removed(whole):
    assert blank(whole, []) is whole
    removals = [removed(*(turn.text for turn in whole.turns if turn.text))]
    clean = blank(whole, removals)
    assert find_removed(clean, removals) is None
    assert [len(turn.paragraphs) for turn in clean.turns] == [len(turn.paragraphs) for turn in whole.turns]


@pytest.mark.parametrize(
    ("old", "new", "words", "found"),
    [
        ("He lives at 5 High St, alone.", "He lives at 5 High Street, alone.", "5 High Street", "5 High St"),
        ("He lives at the mill, alone.", "He lives at 5 High Street, alone.", "5 High Street", "the mill"),
        ("He lives alone.", "He lives at 5 High Street alone.", "5 High Street", ""),
        ("Before. He lives at 5 High Street.", "He lives at 5 High Street.", "5 High Street", "5 High Street"),
    ],
)
def test_it_finds_where_words_stood_before(old, new, words, found):
    at = new.index(words)
    spans = earlier_spans(old, new, [(at, at + len(words))])
    assert "".join(old[start:end] for start, end in spans).strip() == found


def test_it_cuts_places_out_of_a_text():
    assert cut("one two three", [(4, 7)], "[removed]") == "one [removed] three"
