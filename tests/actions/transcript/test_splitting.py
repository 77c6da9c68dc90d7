"""Splitting an exchange and joining two: every turn keeps its id, and no link is lost."""

import pytest

from tests.builders import make_conference, make_draft, make_exchange, make_topic, make_turn
from transcripts import actions, search
from transcripts.actions import Change
from transcripts.models import Conference, Exchange, Redirect, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db
NOTE = Change(note="Parted again.", is_major=False)


def entered(make=make_draft) -> Conference:
    conference = make(exchanges=3)
    exchange = conference.exchanges.get(position=2)
    exchange.topics.add(make_topic())
    make_turn(exchange, text="And at night?")
    make_turn(exchange, text="Not at all.")
    actions.sync_after_edit(conference, Change(note="Entered.", is_major=False))
    return conference


def layout(conference: Conference) -> list[tuple[str, int]]:
    return [(exchange.heading, len(exchange.turns)) for exchange in read(conference).exchanges]


def test_the_turn_and_what_follows_become_the_next_exchange():
    conference = entered()
    ids = set(Turn.objects.values_list("public_id", flat=True))
    new = actions.split_exchange(Turn.objects.get(text="And at night?"), change=NOTE)
    assert layout(conference) == [("Heading 1", 2), ("Heading 2", 2), ("", 2), ("Heading 3", 2)]
    assert new.position == 3
    assert [turn.position for turn in new.turns.order_by("position")] == [1, 2]
    assert [topic.name for topic in new.topics.all()] == ["River crossings"]
    assert set(Turn.objects.values_list("public_id", flat=True)) == ids
    assert conference.revisions.first().note == "Parted again."
    assert not list(actions.find_damage(conference))
    assert search.check().is_good


def test_nothing_is_split_before_the_first_turn():
    conference = entered()
    with pytest.raises(actions.WrongStateError):
        actions.split_exchange(conference.exchanges.get(position=2).turns.get(position=1), change=NOTE)
    assert conference.exchanges.count() == 3


def test_joining_keeps_every_turn_and_the_other_id_leads_here():
    conference = entered()
    one, two, _ = conference.exchanges.order_by("position")
    ids = set(Turn.objects.values_list("public_id", flat=True))
    actions.join_exchanges(one, two, change=NOTE)
    assert layout(conference) == [("Heading 1", 6), ("Heading 3", 2)]
    assert [topic.name for topic in one.topics.all()] == ["River crossings"]
    assert set(Turn.objects.values_list("public_id", flat=True)) == ids
    assert Redirect.objects.get(kind="exchange", old=two.public_id).new == one.public_id
    assert not list(actions.find_damage(conference))
    assert search.check().is_good


def test_what_was_joined_twice_leads_to_where_its_words_are():
    conference = entered()
    one, two, three = conference.exchanges.order_by("position")
    actions.join_exchanges(two, three)
    actions.join_exchanges(one, two)
    assert layout(conference) == [("Heading 1", 8)]
    assert set(Redirect.objects.values_list("new", flat=True)) == {one.public_id}


def test_a_heading_is_taken_over_where_there_is_none():
    conference = make_draft()
    one, two = make_exchange(conference), make_exchange(conference, heading="Fares")
    actions.join_exchanges(one, two)
    assert layout(conference) == [("Fares", 4)]


def test_only_neighbours_are_joined():
    conference = entered()
    one, two, three = conference.exchanges.order_by("position")
    for pair in ((one, three), (two, one), (three, three), (one, one)):
        with pytest.raises(actions.WrongStateError):
            actions.join_exchanges(*pair)
    assert conference.exchanges.count() == 3


def test_what_is_public_needs_a_note_and_a_split_is_no_correction_of_words():
    conference = entered(make_conference)
    turn = Turn.objects.get(text="And at night?")
    with pytest.raises(actions.NoteRequiredError):
        actions.split_exchange(turn)
    assert Exchange.objects.count() == 3
    actions.split_exchange(turn, change=Change(note="Parted.", is_major=True))
    assert not any(row.turn_public_id for row in conference.revisions.first().corrections.all())


def test_joining_what_was_split_is_as_it_was():
    conference = entered()
    before = read(conference)
    turn = Turn.objects.get(text="And at night?")
    old = turn.exchange
    actions.join_exchanges(old, actions.split_exchange(turn))
    assert read(conference) == before
