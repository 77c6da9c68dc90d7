"""What a file that is imported again changes, whatever the file and whatever was edited."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.document.test_merge_properties import edited
from tests.document.test_three_way import BASE, with_ids
from tests.documents import answer, document, documents, exchange, question
from tests.examples import examples
from transcripts.document import ExchangeText, Person, TranscriptDocument
from transcripts.document.merging.import_merge import FILE, SITE, merge_import, with_heard_people


def bare(written: TranscriptDocument) -> TranscriptDocument:
    """The document as a file gives it: without ids."""
    exchanges = tuple(
        replace(one, public_id="", turns=tuple(replace(turn, public_id="") for turn in one.turns))
        for one in written.exchanges
    )
    return replace(written, exchanges=exchanges)


def texts(written: TranscriptDocument) -> Counter[str]:
    return Counter(turn.text for turn in written.turns if turn.text)


HELD = documents().map(with_heard_people).map(with_ids) | st.just(BASE)
EDITED = HELD.flatmap(lambda held: st.tuples(st.just(held), edited(held), edited(held)))


@settings(max_examples=examples(80))
@given(EDITED)
def test_a_file_that_says_what_it_said_changes_nothing(sides):
    held, records, _ = sides
    merged = merge_import(bare(held), bare(held), records)
    assert (merged.document, merged.conflicts) == (records, ())


@settings(max_examples=examples(80))
@given(EDITED)
def test_without_a_base_nothing_of_the_site_is_taken_away(sides):
    _, records, new = sides
    kept = merge_import(None, bare(new), records, prefer=SITE)
    assert not kept.conflicts
    assert not texts(records) - texts(kept.document)
    ids = [turn.public_id for turn in kept.document.turns if turn.public_id]
    assert sorted(ids) == sorted({turn.public_id for turn in records.turns if turn.public_id})
    assert {one.heading for one in records.exchanges} - {""} <= {one.heading for one in kept.document.exchanges}
    assert {topic for one in records.exchanges for topic in one.topics} <= {
        topic for one in kept.document.exchanges for topic in one.topics
    }


@settings(max_examples=examples(80))
@given(EDITED, st.sampled_from([FILE, SITE]))
def test_a_preference_decides_everything(sides, prefer):
    held, records, new = sides
    merged = merge_import(bare(held), bare(new), records, prefer=prefer)
    assert not merged.conflicts
    assert not any(turn.public_id.startswith("~") for turn in merged.document.turns)
    assert not any(one.public_id.startswith("~") for one in merged.document.exchanges)


@settings(max_examples=examples(80))
@given(EDITED)
def test_no_words_that_an_editor_wrote_are_lost_without_a_conflict(sides):
    held, records, new = sides
    merged = merge_import(bare(held), bare(new), records)
    if not merged.conflicts:
        assert not (texts(records) - texts(held)) - texts(merged.document)


def test_a_partial_file_takes_nothing_of_other_pages():
    base = document(exchange(1, page=1), exchange(2, page=2), exchange(3, page=3))
    records = with_ids(base)
    new = replace(base, exchanges=(replace(base.exchanges[1], turns=base.exchanges[1].turns[:1]),))
    own = replace(base, exchanges=base.exchanges[1:2])
    merged = merge_import(own, new, records, is_partial=True)
    assert [len(one.turns) for one in merged.document.exchanges] == [2, 1, 2]


def test_whoever_the_file_begins_to_list_gets_the_role():
    base = replace(document(), people=())
    records = with_ids(with_heard_people(base))
    new = replace(base, people=(Person("Ines Calder", "deputy mayor of Northbank"),))
    merged = merge_import(base, new, records)
    assert (merged.document.people, merged.conflicts) == (new.people, ())


def test_what_a_file_does_not_state_any_more_stays():
    base = document(exchange(1, topics=("Boats",)), venue="Quay")
    records = with_ids(base)
    new = replace(base, venue="", people=(Person("Ines Calder"),), exchanges=(exchange(1, heading=""),))
    assert merge_import(base, new, records).document == records


def test_a_turn_that_the_editor_had_typed_already_is_not_added_twice():
    base = document(exchange(1))
    typed = replace(base.exchanges[0], turns=(*base.exchanges[0].turns, answer("And two more at noon.")))
    records = with_ids(replace(base, exchanges=(typed,)))
    new = replace(base, exchanges=(replace(typed, turns=(*typed.turns, question("Why?"))),))
    merged = merge_import(base, new, records)
    assert [turn.text for turn in merged.document.turns] == [turn.text for turn in new.turns]
    assert merged.document.exchanges[0].turns[2].public_id == "b0t2"


def test_a_split_of_both_at_one_place_is_one():
    turns = (question("One?"), answer("Two."), question("Three?"), answer("Four."))
    base = document(exchange(1, turns=turns))
    halves = (exchange(1, turns=turns[:2]), ExchangeText(turns[2:], "Later"))
    records = with_ids(replace(base, exchanges=halves))
    new = replace(base, exchanges=(exchange(1, turns=turns[:2]), ExchangeText((*turns[2:], answer("Five.")))))
    merged = merge_import(base, new, records)
    assert [(one.heading, len(one.turns)) for one in merged.document.exchanges] == [("Pier 1", 2), ("Later", 3)]
    assert not merged.conflicts
