from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.documents import answer, document, documents
from tests.examples import examples
from transcripts.document import ExchangeText, Person, TranscriptDocument
from transcripts.document.merging.three_way import merge_three


def with_ids(written: TranscriptDocument, prefix: str = "b") -> TranscriptDocument:
    """Give every exchange and turn an id, as the records do."""
    exchanges = tuple(
        replace(
            exchange,
            public_id=f"{prefix}{number}",
            turns=tuple(
                replace(turn, public_id=f"{prefix}{number}t{index}") for index, turn in enumerate(exchange.turns)
            ),
        )
        for number, exchange in enumerate(written.exchanges)
    )
    return replace(written, exchanges=exchanges)


BASE = with_ids(document())


def edit(written: TranscriptDocument, number: int, index: int, text: str) -> TranscriptDocument:
    turns = list(written.exchanges[number].turns)
    turns[index] = replace(turns[index], paragraphs=(text,))
    exchanges = list(written.exchanges)
    exchanges[number] = replace(exchanges[number], turns=tuple(turns))
    return replace(written, exchanges=tuple(exchanges))


@settings(max_examples=examples(60))
@given(documents(), documents())
def test_one_sides_change_alone_is_that_side(base, changed):
    base, changed = with_ids(base), with_ids(changed)
    assert merge_three(base, base, changed).document == changed
    mine = merge_three(base, changed, base)
    assert (mine.document, mine.conflicts) == (changed, ())
    assert merge_three(base, changed, changed).document == changed


def test_changes_of_different_turns_are_both_kept():
    merged = merge_three(BASE, edit(BASE, 0, 1, "Mine."), edit(BASE, 2, 0, "Theirs?"))
    assert merged.document == edit(edit(BASE, 0, 1, "Mine."), 2, 0, "Theirs?")
    assert not merged.conflicts


def test_changes_of_one_turn_conflict_and_both_texts_are_shown():
    merged = merge_three(BASE, edit(BASE, 0, 1, "Mine."), edit(BASE, 0, 1, "Theirs."))
    [conflict] = merged.conflicts
    assert (conflict.place, conflict.mine, conflict.theirs) == ("b0t1", "Mine.", "Theirs.")
    assert merged.document == edit(BASE, 0, 1, "Theirs.")


def test_an_edit_of_what_the_other_removed_conflicts():
    removed = replace(BASE, exchanges=BASE.exchanges[1:])
    assert merge_three(BASE, edit(BASE, 0, 1, "Mine."), removed).conflicts


def test_new_turns_of_both_are_kept_behind_what_they_followed():
    mine = replace(BASE.exchanges[0], turns=(*BASE.exchanges[0].turns, answer("Mine, last.")))
    theirs = replace(BASE.exchanges[0], turns=(answer("Theirs, first."), *BASE.exchanges[0].turns))
    merged = merge_three(
        BASE,
        replace(BASE, exchanges=(mine, *BASE.exchanges[1:])),
        replace(BASE, exchanges=(theirs, *BASE.exchanges[1:])),
    )
    texts = [turn.paragraphs[0] for turn in merged.document.exchanges[0].turns]
    assert texts[0] == "Theirs, first."
    assert texts[-1] == "Mine, last."
    assert len(texts) == 4
    assert not merged.conflicts


def test_a_new_exchange_stands_behind_the_one_it_followed():
    new = ExchangeText((answer("A word on the tides."),), heading="Tides")
    mine = replace(BASE, exchanges=(BASE.exchanges[0], new, *BASE.exchanges[1:]))
    merged = merge_three(BASE, mine, edit(BASE, 2, 0, "Theirs?"))
    assert [item.heading for item in merged.document.exchanges] == ["Pier 1", "Tides", "Pier 2", "Pier 3"]


def test_an_exchange_without_a_turn_stays_behind_the_parts_of_one_that_was_split():
    first, second = BASE.exchanges[0], BASE.exchanges[1]
    base = replace(BASE, exchanges=(first, ExchangeText((), heading="A pause", public_id="pause"), second))
    parts = (replace(first, turns=first.turns[:1]), ExchangeText(first.turns[1:], heading="More", public_id="more"))
    split = replace(base, exchanges=(*parts, *base.exchanges[1:]))
    for mine, theirs in ((split, base), (base, split)):
        merged = merge_three(base, mine, theirs)
        assert [item.heading for item in merged.document.exchanges] == ["Pier 1", "More", "A pause", "Pier 2"]
        assert not merged.conflicts


def test_an_exchange_that_one_removed_and_the_other_left_alone_is_gone():
    merged = merge_three(BASE, replace(BASE, exchanges=BASE.exchanges[:2]), edit(BASE, 0, 0, "Theirs?"))
    assert [item.heading for item in merged.document.exchanges] == ["Pier 1", "Pier 2"]
    assert not merged.conflicts


def test_one_side_reorders_and_the_other_edits():
    turned = replace(BASE, exchanges=tuple(reversed(BASE.exchanges)))
    for mine, theirs in ((turned, edit(BASE, 0, 1, "Edited.")), (edit(BASE, 0, 1, "Edited."), turned)):
        merged = merge_three(BASE, mine, theirs)
        assert merged.document == edit(turned, 2, 1, "Edited.")
        assert not merged.conflicts


def test_two_reorderings_conflict():
    first, second, third = BASE.exchanges
    mine = replace(BASE, exchanges=(second, first, third))
    theirs = replace(BASE, exchanges=(first, third, second))
    assert [conflict.place for conflict in merge_three(BASE, mine, theirs).conflicts] == ["order"]


def test_head_people_and_headings_merge_one_by_one():
    mine = replace(BASE, venue="Press hall", people=(*BASE.people, Person("Tomas Reyl", "director")))
    theirs = replace(
        BASE,
        summary="A sentence.",
        exchanges=(replace(BASE.exchanges[0], heading="Pier one", topics=("Ferries",)), *BASE.exchanges[1:]),
    )
    merged = merge_three(BASE, mine, theirs)
    assert (merged.document.venue, merged.document.summary) == ("Press hall", "A sentence.")
    assert [person.name for person in merged.document.people] == ["Ines Calder", "Tomas Reyl"]
    assert merged.document.exchanges[0].topics == ("Ferries",)
    assert not merged.conflicts


def test_the_same_field_changed_twice_conflicts():
    merged = merge_three(BASE, replace(BASE, title="Mine"), replace(BASE, title="Theirs"))
    assert [(conflict.place, conflict.mine) for conflict in merged.conflicts] == [("title", "Mine")]
    assert merged.document.title == "Theirs"


@pytest.mark.parametrize(("choice", "title"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_what_was_chosen_is_no_conflict(choice, title):
    sides = replace(BASE, title="Mine"), replace(BASE, title="Theirs")
    assert merge_three(BASE, *sides).conflicts[0].base == BASE.title
    merged = merge_three(BASE, *sides, {"title": choice})
    assert (merged.document.title, merged.conflicts) == (title, ())
