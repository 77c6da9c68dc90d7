"""Headings and topics of many exchanges in one step."""

import pytest

from tests.builders import make_conference, make_draft, make_topic
from transcripts import actions
from transcripts.actions import Change, Description
from transcripts.models import Conference, Topic
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db
NOTE = Change(note="Named.", is_major=False)


def entered(make=make_draft) -> Conference:
    conference = make(exchanges=3)
    conference.exchanges.get(position=2).topics.add(make_topic())
    actions.sync_after_edit(conference, Change(note="Entered.", is_major=False))
    return conference


def described(conference: Conference) -> list[tuple[str, tuple[str, ...]]]:
    return [(exchange.heading, exchange.topics) for exchange in read(conference).exchanges]


def wanted(conference: Conference, **by_place: Description) -> dict[str, Description]:
    ids = [exchange.public_id for exchange in read(conference).exchanges]
    return {ids[int(place[1:]) - 1]: description for place, description in by_place.items()}


def test_headings_and_topics_are_set_in_one_revision_and_nothing_else_is_touched():
    conference = entered()
    words = wanted(conference, e1=Description("Fares", ("Fares", "River crossings")), e2=Description("Boats"))
    actions.set_headings_and_topics(conference, words, base=1, change=NOTE)
    assert described(conference) == [
        ("Fares", ("Fares", "River crossings")),
        ("Boats", ()),
        ("Heading 3", ()),
    ]
    assert Topic.objects.count() == 2
    assert conference.revisions.count() == 2
    assert not list(actions.find_damage(conference))


def test_the_same_again_changes_nothing():
    conference = entered()
    words = wanted(conference, e2=Description("Heading 2", ("River crossings",)))
    actions.set_headings_and_topics(conference, words, base=1, change=NOTE)
    assert conference.revisions.count() == 1


def test_what_others_changed_meanwhile_stays_and_the_same_heading_is_refused():
    conference = entered()
    actions.set_headings_and_topics(conference, wanted(conference, e1=Description("Fares")), base=1, change=NOTE)
    actions.set_headings_and_topics(conference, wanted(conference, e3=Description("Dogs")), base=1, change=NOTE)
    assert [heading for heading, _ in described(conference)] == ["Fares", "Heading 2", "Dogs"]
    late = wanted(conference, e1=Description("Prices"))
    with pytest.raises(actions.ConflictError):
        actions.set_headings_and_topics(conference, late, base=1, change=NOTE)
    [public_id] = late
    actions.set_headings_and_topics(conference, late, base=1, change=NOTE, choices={f"{public_id} heading": "mine"})
    assert described(conference)[0][0] == "Prices"


def test_topics_that_two_editors_give_one_exchange_are_both_kept():
    conference = entered()
    actions.set_headings_and_topics(conference, wanted(conference, e1=Description("", ("Boats",))), base=1, change=NOTE)
    actions.set_headings_and_topics(conference, wanted(conference, e1=Description("", ("Ice",))), base=1, change=NOTE)
    assert set(described(conference)[0][1]) == {"Boats", "Ice"}


def test_what_cannot_be_kept_is_refused_and_an_unknown_version_as_well():
    conference = entered()
    with pytest.raises(actions.DocumentRefusedError):
        actions.set_headings_and_topics(conference, wanted(conference, e1=Description("x" * 301)), base=1, change=NOTE)
    with pytest.raises(actions.WrongStateError):
        actions.set_headings_and_topics(conference, wanted(conference, e1=Description("x")), base=9, change=NOTE)
    assert described(conference)[0][0] == "Heading 1"


def test_what_is_public_needs_a_note():
    conference = entered(make_conference)
    with pytest.raises(actions.NoteRequiredError):
        actions.set_headings_and_topics(conference, wanted(conference, e1=Description("x")), base=1, change=Change())
    assert described(conference)[0][0] == "Heading 1"
