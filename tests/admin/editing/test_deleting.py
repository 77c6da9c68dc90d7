"""What may be deleted at the desk, and what only withdrawn."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from tests.admin.forms import url
from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_scheduled,
    make_series,
    make_speaker,
    make_topic,
    make_withdrawn,
)
from transcripts import actions, search
from transcripts.models import Conference, Exchange, Outlet, Redirect, Series, Speaker, Topic

LIST = "/admin/transcripts/conference/"


def test_what_was_once_published_is_never_deleted(editor: Client, administrator: Client) -> None:
    for conference in (make_conference(exchanges=1), make_scheduled(), make_withdrawn()):
        for client in (editor, administrator):
            assert client.post(url("conference", "delete", conference.pk), {"post": "yes"}).status_code == 403
            assert "deletelink" not in client.get(url("conference", "change", conference.pk)).content.decode()
        with pytest.raises(actions.WrongStateError, match="withdraw one"):
            actions.move_to_trash(conference, change=actions.Change())
    assert Conference.objects.not_in_trash().count() == 3


def test_choosing_many_deletes_none_when_one_was_published(editor: Client) -> None:
    keys = [make_conference().pk, make_draft().pk]
    editor.post(LIST, {"action": "delete_selected", "post": "yes", "_selected_action": keys})
    assert Conference.objects.not_in_trash().count() == 2
    assert not LogEntry.objects.exists()
    editor.post(LIST, {"action": "delete_selected", "post": "yes", "_selected_action": keys[1:]})
    assert Conference.objects.not_in_trash().count() == 1


def test_an_author_deletes_no_conference(author: Client) -> None:
    conference = make_draft()
    assert author.post(url("conference", "delete", conference.pk), {"post": "yes"}).status_code == 403


def test_names_in_use_are_not_deleted(editor: Client) -> None:
    make_exchange(make_draft(series=make_series()), topics=(make_topic(),))
    for record in (Speaker.objects.get(), Outlet.objects.get(), Series.objects.get(), Topic.objects.get()):
        name = record._meta.model_name or ""
        response = editor.post(url(name, "delete", record.pk), {"post": "yes"}, follow=True)
        assert response.status_code == 200
        assert type(record).objects.filter(pk=record.pk).exists(), name


def test_names_not_in_use_are_deleted_with_their_old_addresses(editor: Client) -> None:
    for record in (make_speaker(), make_outlet(), make_series(), make_topic()):
        actions.keep_old_address(actions.kind_of(record), "older", record.slug)
        editor.post(url(record._meta.model_name or "", "delete", record.pk), {"post": "yes"})
        assert not type(record)._default_manager.exists()
    assert not Redirect.objects.exists()


def test_exchanges_of_many_conferences_are_removed_in_one_action(db: None) -> None:
    conferences = [make_draft(f"Draft {number}", exchanges=3) for number in range(3)]
    actions.remove_exchanges(Exchange.objects.filter(position=1))
    for conference in conferences:
        assert list(conference.exchanges.values_list("position", "heading")) == [(1, "Heading 2"), (2, "Heading 3")]
    assert search.check().is_good


def test_deleting_what_is_public_asks_again_for_a_note_that_is_missing(editor: Client) -> None:
    conference = make_conference(exchanges=3)
    actions.sync_after_edit(conference)
    first, second, _third = conference.exchanges.order_by("position")
    note = {"note": "Not said at this conference", "is_major": "1"}
    one = {"post": "yes", "revision_number": conference.revision_number}
    many = {"action": "delete_selected", "post": "yes", "_selected_action": [second.pk]}
    for address, sent in ((url("exchange", "delete", first.pk), one), ("/admin/transcripts/exchange/", many)):
        count = conference.exchanges.count()
        asked = editor.post(address, sent)
        assert asked.status_code == 200
        assert "enter a note" in asked.content.decode()
        assert conference.exchanges.count() == count
        assert asked.wsgi_request.POST["post"] == "yes"  # the request is as it was sent
        assert editor.post(address, sent | note).status_code == 302
        assert conference.exchanges.count() == count - 1
        conference.refresh_from_db()
