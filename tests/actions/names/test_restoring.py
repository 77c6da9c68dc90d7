"""A name made again what it was."""

from typing import Any

import pytest

from tests.builders import (
    make_conference,
    make_editor,
    make_exchange,
    make_outlet,
    make_series,
    make_speaker,
    make_topic,
)
from transcripts import actions
from transcripts.actions import Change, WrongStateError, restore_name
from transcripts.models import Edition, Named, Outlet, Redirect
from transcripts.reading.name_resolution import find_candidates

pytestmark = pytest.mark.django_db


def rename(record: Named, **fields: Any) -> None:
    old = record.slug
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()
    actions.sync_after_name_edit(record, old_slug=old)


def first_row(record: Named) -> int:
    return int(record.history.order_by("history_id")[0].pk)  # type: ignore[attr-defined]


@pytest.mark.parametrize("make", [make_series, make_speaker, make_outlet, make_topic])
def test_name_and_address_are_again_what_they_were_and_no_address_stops_working(make):
    record = make("Harbour Post", names={"zh-hans": "港口邮报"})
    old = record.slug
    rename(record, name="Harbour Times", names={}, slug="harbour-times")
    user = make_editor()
    assert restore_name(record, first_row(record), change=Change(user, "It kept its name", is_major=False))
    record.refresh_from_db()
    assert (record.name, record.names["zh-hans"], record.slug) == ("Harbour Post", "港口邮报", old)
    last = record.history.latest()
    assert (last.history_user, last.history_change_reason) == (user, "It kept its name")
    assert Redirect.objects.get(kind=record._meta.model_name).old == "harbour-times"
    assert record.history.count() == 3
    assert not restore_name(record, first_row(record), change=Change(user))
    assert record.history.count() == 3


def test_what_readers_see_is_a_new_edition_and_conferences_stay_whole():
    outlet = make_outlet("Harbour Post")
    conference = make_exchange(make_conference(), outlet=outlet).conference
    actions.sync_after_edit(conference, Change(note="Entered", is_major=False))
    rename(outlet, name="Harbour Times")
    before = Edition.objects.get().number
    restore_name(outlet, first_row(outlet), change=Change())
    assert Edition.objects.get().number == before + 1
    assert not list(actions.find_damage(conference))


def test_other_names_stay_and_are_still_found():
    outlet = make_outlet("Harbour Post")
    outlet.aliases.create(name="The Post")
    rename(outlet, name="Harbour Times")
    restore_name(outlet, first_row(outlet), change=Change())
    found = find_candidates(Outlet, ["The Post", "Harbour Times", "Harbour Post"])
    assert {name: rows[0] for name, rows in found.items()} == dict.fromkeys(found, outlet)
    assert len(found) == 3


@pytest.mark.parametrize("is_former", [False, True])
def test_an_address_that_is_another_s_now_is_refused(is_former):
    outlet = make_outlet("Harbour Post")
    old = outlet.slug
    rename(outlet, name="Harbour Times", slug="harbour-times")
    Redirect.objects.all().delete()
    other = make_outlet("Another", slug=old)
    if is_former:
        rename(other, slug="another")
    with pytest.raises(WrongStateError, match="now belongs to “Another”"):
        restore_name(outlet, first_row(outlet), change=Change())
    outlet.refresh_from_db()
    assert outlet.name == "Harbour Times"


def test_a_line_of_another_s_history_or_of_a_deletion_is_none():
    outlet, other = make_outlet("Harbour Post"), make_outlet("Another")
    rename(outlet, name="Harbour Times")
    for row in (first_row(other), 4711):
        with pytest.raises(WrongStateError, match="Entry not found"):
            restore_name(outlet, row, change=Change())
