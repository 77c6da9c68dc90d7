"""Times of paragraphs follow their words, in documents and merges."""

from dataclasses import replace

import pytest

from tests.documents import answer, document, question
from transcripts.document import ExchangeText, TranscriptDocument, from_json, to_json
from transcripts.document.merging.import_merge import merge_import
from transcripts.document.merging.three_way import merge_three
from transcripts.document.sealing import texts_of
from transcripts.document.times import follow_times, times_text

FERRY = "The last ferry leaves pier nine at one o’clock."
TRAMS = "Trams wait for it in every weather but snow."
FARES = "Fares stay what they were, says the council."


Words = tuple[str, ...]


def timed(*times: int | None, paragraphs: Words = (FERRY, TRAMS), public_id: str = "t2") -> TranscriptDocument:
    said = replace(answer(*paragraphs), times=times, public_id=public_id)
    return document(ExchangeText((replace(question(), public_id="t1"), said), public_id="e1"))


def times(held: TranscriptDocument) -> tuple[int | None, ...]:
    return list(held.turns)[-1].times


def test_a_time_is_part_of_what_a_document_is_and_of_its_json() -> None:
    assert timed(3, None) != timed()
    assert from_json(to_json(timed(3, None))) == timed(3, None)


def test_a_document_stored_before_there_were_times_reads_as_without_them() -> None:
    form = to_json(timed())
    assert "times" not in form["exchanges"][0]["turns"][1]
    assert times(from_json(form)) == (None, None)


@pytest.mark.parametrize("wrong", [-1, 4_000_000])
def test_a_time_that_no_recording_has_is_none(wrong: int) -> None:
    assert times(timed(wrong, 5)) == (None, 5)


def test_the_digest_of_a_version_does_not_hold_times() -> None:
    assert texts_of(timed(3, 9)) == texts_of(timed())


def test_an_edited_paragraph_keeps_its_time_and_of_a_split_one_the_first_part() -> None:
    said = answer(f"{FERRY} {TRAMS}", FARES)
    old = replace(said, times=(10, 20))
    assert follow_times(old, (FERRY, TRAMS, FARES)) == (10, None, 20)
    assert follow_times(old, (FARES, f"{FERRY} {TRAMS}")) == (20, 10)
    assert follow_times(replace(answer(FERRY), times=(7,)), (FERRY.replace("one", "two"),)) == (7,)


def test_one_side_sets_times_and_the_other_changes_words_and_both_stay() -> None:
    words = (FERRY.replace("one", "two"), FARES, TRAMS)
    for mine, theirs in ((timed(3, 9), timed(paragraphs=words)), (timed(paragraphs=words), timed(3, 9))):
        merged = merge_three(timed(), mine, theirs)
        assert not merged.conflicts
        assert list(merged.document.turns)[-1].paragraphs == words
        assert times(merged.document) == (3, None, 9)


def test_two_times_for_one_paragraph_are_a_conflict() -> None:
    merged = merge_three(timed(1, None), timed(2, 8), timed(3, None))
    (conflict,) = merged.conflicts
    assert (conflict.mine, conflict.theirs, conflict.base) == ("00:00:02; 00:00:08", "00:00:03; –", "00:00:01; –")
    assert times(merged.document) == (3, 8)
    assert times(merge_three(timed(1, None), timed(2, 8), timed(3, None), {"t2": "mine"}).document) == (2, 8)


def test_a_file_without_times_takes_none_away() -> None:
    new = timed(paragraphs=(FERRY, TRAMS, FARES), public_id="")
    assert times(merge_import(timed(3, 9), new, timed(3, 9)).document) == (3, 9, None)
    assert times(merge_import(None, timed(public_id=""), timed(3, 9)).document) == (3, 9)


def test_times_are_said_as_hours_minutes_and_seconds() -> None:
    assert times_text((3723, None)) == "01:02:03; –"
