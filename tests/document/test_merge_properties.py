"""What a merge of two changes must hold, whatever they are."""

from collections import Counter
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.document.test_three_way import BASE, with_ids
from tests.documents import answer, document, documents, exchange, question
from tests.examples import examples
from transcripts.document import ExchangeText, Kind, Part, Person, TranscriptDocument, TurnText
from transcripts.document.field_text import field_text
from transcripts.document.merging.layout_merge import merge_sequences
from transcripts.document.merging.three_way import Conflict, ConflictKind, merge_three


@st.composite
def edited(draw: st.DrawFn, base: TranscriptDocument) -> TranscriptDocument:
    """`base` after a few edits of one editor: words, labels, splits, joins, moves, removals, additions, headings."""
    exchanges = [(one, list(one.turns)) for one in base.exchanges]
    head = {"venue": draw(st.sampled_from([base.venue, "", "Hall A", "Hall B"]))}
    for _ in range(draw(st.integers(0, 4))):
        if not exchanges:
            break
        number = draw(st.integers(0, len(exchanges) - 1))
        one, turns = exchanges[number]
        edit = draw(st.sampled_from(["words", "label", "split", "join", "move", "remove", "add", "head", "gone"]))
        at = draw(st.integers(0, max(len(turns) - 1, 0)))
        if edit == "words" and turns:
            turns[at] = replace(turns[at], paragraphs=(draw(st.sampled_from(["Aye.", "Nay.", "Perhaps."])),))
        elif edit == "label" and turns:
            turns[at] = replace(turns[at], label=draw(st.sampled_from(["A", "B"])))
        elif edit == "split" and at:
            exchanges[number] = (one, turns[:at])
            exchanges.insert(number + 1, (ExchangeText(heading=draw(st.sampled_from(["", "Part"]))), turns[at:]))
        elif edit == "join" and number:
            exchanges[number - 1][1].extend(turns)
            del exchanges[number]
        elif edit == "move" and turns:
            turn = turns.pop(at)
            exchanges[draw(st.integers(0, len(exchanges) - 1))][1].append(turn)
        elif edit == "remove" and turns:
            del turns[at]
        elif edit == "add":
            turns.insert(at, TurnText(Kind.NOTE, "", (draw(st.sampled_from(["(Added.)", "(Late.)"])),)))
        elif edit == "head":
            topics = draw(st.sampled_from([(), ("Fares",), ("Boats", "Fares")]))
            exchanges[number] = (replace(one, heading=draw(st.sampled_from(["X", "Y"])), topics=topics), turns)
        elif edit == "gone":
            del exchanges[number]
    people = list(base.people)
    if people and draw(st.booleans()):
        people[0] = replace(people[0], role=draw(st.sampled_from(["R1", "R2"])))
    written = tuple(replace(one, turns=tuple(turns)) for one, turns in exchanges)
    return replace(base, **head, people=tuple(people), exchanges=written)


BASES = documents().map(with_ids) | st.just(BASE)
TWO_CHANGES = BASES.flatmap(lambda base: st.tuples(st.just(base), edited(base), edited(base)))


def said(written: TranscriptDocument) -> Counter[object]:
    """Everything that a document says, each thing as often as it says it; the order and exchanges aside."""
    things: Counter[object] = Counter(written.turns)
    things.update(("person", person) for person in written.people)
    things.update(("heading", one.heading) for one in written.exchanges if one.heading)
    things.update(("topic", topic) for one in written.exchanges for topic in one.topics)
    return things


def by_id(written: TranscriptDocument) -> dict[str, TurnText]:
    return {turn.public_id: turn for turn in written.turns if turn.public_id}


@settings(max_examples=examples(60))
@given(TWO_CHANGES)
def test_with_one_side_unchanged_it_is_the_other(sides):
    base, mine, theirs = sides
    assert merge_three(base, mine, base) == merge_three(base, base, mine)
    assert merge_three(base, mine, base).document == mine
    assert merge_three(base, theirs, theirs).document == theirs
    assert not merge_three(base, theirs, theirs).conflicts


@settings(max_examples=examples(120))
@given(TWO_CHANGES)
def test_it_keeps_the_same_whoever_comes_first(sides):
    base, mine, theirs = sides
    one, other = merge_three(base, mine, theirs), merge_three(base, theirs, mine)
    assert bool(one.conflicts) == bool(other.conflicts)
    if not one.conflicts:
        assert said(one.document) == said(other.document)


@settings(max_examples=examples(120))
@given(TWO_CHANGES)
def test_no_word_of_either_side_is_lost_without_a_conflict(sides):
    base, mine, theirs = sides
    merged = merge_three(base, mine, theirs)
    disputed = {conflict.place for conflict in merged.conflicts}
    held = by_id(merged.document)
    was = by_id(base)
    for side, other in ((mine, theirs), (theirs, mine)):
        there = by_id(other)
        for key, turn in by_id(side).items():
            changed = turn != was[key]
            if key in disputed or (not changed and there.get(key) != was[key]):
                continue
            assert key in held
            for name in ("paragraphs", "label"):
                if getattr(turn, name) != getattr(was[key], name):
                    assert getattr(held[key], name) == getattr(turn, name)
        added = Counter(turn for turn in side.turns if not turn.public_id)
        assert not added - Counter(turn for turn in merged.document.turns if not turn.public_id)
    assert len([turn for turn in merged.document.turns if turn.public_id]) == len(held)


@settings(max_examples=examples(80))
@given(TWO_CHANGES)
def test_headings_and_topics_of_either_side_are_there_unless_they_conflict(sides):
    base, mine, theirs = sides
    merged = merge_three(base, mine, theirs)
    if merged.conflicts:
        return
    was = {one.public_id: one for one in base.exchanges}
    held = {one.public_id: one for one in merged.document.exchanges if one.public_id}
    for side in (mine, theirs):
        for one in side.exchanges:
            before = was.get(one.public_id)
            if before and one.heading != before.heading:
                assert held[one.public_id].heading == one.heading
            if before and (added := set(one.topics) - set(before.topics)):
                assert added <= set(held[one.public_id].topics)
            if not before and one.heading:
                assert one.heading in {other.heading for other in merged.document.exchanges}


@settings(max_examples=examples(80))
@given(TWO_CHANGES, st.sampled_from(["mine", "theirs"]))
def test_choices_leave_no_conflict(sides, choice):
    base, mine, theirs = sides
    choices: dict[str, str] = {}
    for _ in range(3):  # a choice may bring back what another conflict is about
        merged = merge_three(base, mine, theirs, choices)
        choices |= {conflict.place: choice for conflict in merged.conflicts}
    assert not merge_three(base, mine, theirs, choices).conflicts


@settings(max_examples=examples(60))
@given(st.lists(st.integers(0, 9), unique=True), st.permutations(range(10)), st.permutations(range(10)))
def test_a_list_with_one_change_is_that_change(base, mine, theirs):
    assert merge_sequences(base, mine, base) == mine
    assert merge_sequences(base, base, theirs) == theirs
    assert merge_sequences(base, mine, mine) == mine


# The rules, one by one


def first(written: TranscriptDocument = BASE, **fields: object) -> TranscriptDocument:
    """The document with fields of its first exchange changed."""
    return replace(written, exchanges=(replace(written.exchanges[0], **fields), *written.exchanges[1:]))


def turn(number: int, written: TranscriptDocument = BASE, **fields: object) -> TranscriptDocument:
    """The document with fields of a turn of its first exchange changed."""
    turns = list(written.exchanges[0].turns)
    turns[number] = replace(turns[number], **fields)
    return first(written, turns=tuple(turns))


def test_topics_of_both_are_kept_and_what_either_took_away_is_gone():
    base = first(topics=("Boats", "Fares"))
    merged = merge_three(base, first(topics=("Boats", "Fares", "Dogs")), first(topics=("Boats", "Cats")))
    assert merged.document.exchanges[0].topics == ("Boats", "Cats", "Dogs")
    assert not merged.conflicts


def test_two_fields_of_one_turn_are_both_kept():
    merged = merge_three(BASE, turn(1, label="The deputy mayor"), turn(1, paragraphs=("At two.",)))
    kept = merged.document.exchanges[0].turns[1]
    assert (kept.label, kept.text, merged.conflicts) == ("The deputy mayor", "At two.", ())


def test_who_speaks_is_one_field():
    merged = merge_three(BASE, turn(0, journalist="Ada Finch"), turn(0, outlet="Radio Estuary"))
    [conflict] = merged.conflicts
    assert (conflict.place, conflict.kind) == ("b0t0", ConflictKind.TURN)
    assert [(one.name, one.mine, one.theirs) for one in conflict.fields] == [
        ("outlet", "Evening Courier", "Radio Estuary"),
        ("journalist", "Ada Finch", ""),
    ]
    assert (conflict.mine, conflict.theirs) == ("Evening Courier; Ada Finch", "Radio Estuary")


def test_a_conflict_in_the_label_alone_shows_the_labels():
    [conflict] = merge_three(BASE, turn(1, label="A"), turn(1, label="B")).conflicts
    assert (conflict.mine, conflict.theirs, conflict.base) == ("A", "B", "Ines Calder")


def test_a_choice_between_words_keeps_what_only_one_changed():
    mine, theirs = turn(1, paragraphs=("Mine.",), label="A"), turn(1, paragraphs=("Theirs.",))
    for choice, text in (("mine", "Mine."), ("theirs", "Theirs.")):
        kept = merge_three(BASE, mine, theirs, {"b0t1": choice}).document.exchanges[0].turns[1]
        assert (kept.text, kept.label) == (text, "A")


def test_role_and_part_of_a_person_are_two_fields():
    mine = replace(BASE, people=(Person("Ines Calder", "mayor of Northbank"),))
    theirs = replace(BASE, people=(replace(BASE.people[0], part=Part.CHAIR),))
    merged = merge_three(BASE, mine, theirs)
    assert merged.document.people == (Person("Ines Calder", "mayor of Northbank", Part.CHAIR),)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (time(9, 5), "09:05"),
        (date(2024, 3, 1), "2024-03-01"),
        (("Boats", "Fares"), "Boats; Fares"),
        (Person("Ines Calder", "mayor", Part.CHAIR), "Ines Calder, mayor (chair)"),
        (Person("Ines Calder"), "Ines Calder"),
        (11, "11"),
        ((), ""),
    ],
)
def test_every_value_has_a_text(value, text):
    assert field_text(value) == text


def test_conflicts_of_times_and_people_can_be_read():
    mine = replace(BASE, starts_at=time(9), people=(Person("Ines Calder", "mayor"),))
    theirs = replace(BASE, starts_at=time(10, 30), people=())
    by_place = {conflict.place: conflict for conflict in merge_three(BASE, mine, theirs).conflicts}
    assert by_place["starts_at"] == Conflict("starts_at", "09:00", "10:30", "")
    assert (by_place["Ines Calder"].mine, by_place["Ines Calder"].theirs) == ("Ines Calder, mayor", "")


def test_a_split_and_a_new_turn_meet_in_the_right_half():
    base = with_ids(document(exchange(1, turns=(question("One?"), answer("Two."), question("Three?")))))
    whole = base.exchanges[0]
    mine = replace(
        base, exchanges=(replace(whole, turns=whole.turns[:2]), ExchangeText(whole.turns[2:], "Second half"))
    )
    theirs = replace(base, exchanges=(replace(whole, turns=(*whole.turns, answer("Four."))),))
    for one, other in ((mine, theirs), (theirs, mine)):
        merged = merge_three(base, one, other)
        halves = [[turn.text for turn in each.turns] for each in merged.document.exchanges]
        assert (halves, merged.conflicts) == ([["One?", "Two."], ["Three?", "Four."]], ())


def test_splits_of_two_exchanges_do_not_conflict():
    one, *others, last = BASE.exchanges
    mine = (replace(one, turns=one.turns[:1]), ExchangeText(one.turns[1:]), *others, last)
    theirs = (one, *others, replace(last, turns=last.turns[:1]), ExchangeText(last.turns[1:]))
    merged = merge_three(BASE, replace(BASE, exchanges=mine), replace(BASE, exchanges=theirs))
    assert [len(each.turns) for each in merged.document.exchanges] == [1, 1, 2, 1, 1]
    assert not merged.conflicts


def test_the_same_split_by_both_is_one_and_keeps_the_heading_of_either():
    one, *others = BASE.exchanges
    halves = (replace(one, turns=one.turns[:1]), ExchangeText(one.turns[1:], "The answer"), *others)
    same = (halves[0], ExchangeText(one.turns[1:], "", ("Boats",), public_id="n1"), *others)
    merged = merge_three(BASE, replace(BASE, exchanges=halves), replace(BASE, exchanges=same))
    assert [(each.heading, each.topics) for each in merged.document.exchanges[:2]] == [
        ("Pier 1", ()),
        ("The answer", ("Boats",)),
    ]
    assert not merged.conflicts


def test_the_same_new_turn_is_added_once():
    added = answer("One more boat.")
    theirs = first(turns=(*BASE.exchanges[0].turns, replace(added, public_id="n1")))
    merged = merge_three(BASE, first(turns=(*BASE.exchanges[0].turns, added)), theirs)
    assert merged.document == theirs
    assert merged.document.exchanges[0].turns[-1].public_id == "n1"


def test_a_heading_of_what_the_other_removed_is_asked_about():
    mine, theirs = replace(BASE, exchanges=BASE.exchanges[1:]), first(heading="Pier one")
    [conflict] = merge_three(BASE, mine, theirs).conflicts
    assert (conflict.place, conflict.mine, conflict.theirs) == ("b0 heading", "", "Pier one")
    assert merge_three(BASE, mine, theirs, {"b0 heading": "mine"}).document == mine
    assert merge_three(BASE, mine, theirs, {"b0 heading": "theirs"}).document == theirs


def test_two_orders_can_be_read():
    one, two, three = BASE.exchanges
    mine, theirs = (two, one, three), (one, three, two)
    [conflict] = merge_three(BASE, replace(BASE, exchanges=mine), replace(BASE, exchanges=theirs)).conflicts
    assert conflict.mine.splitlines()[0] == "Pier 2: Evening Courier; Ines Calder"
    assert conflict.theirs.splitlines()[0] == "Pier 1: Evening Courier; Ines Calder"
