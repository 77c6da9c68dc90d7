"""The announcement's page at the desk: prefilled from the draft, moved with a reason, cancelled and withdrawn."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.admin.forms import url
from tests.builders import make_announced, make_draft
from transcripts.models import Announcement, Conference

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "What the harbour will cost",
    "language": "en",
    "starts": "2030-06-01T10:00",
    "ends": "2030-06-01T11:00",
    "zone": "Europe/Lisbon",
    "place": "Quay 4",
    "people": "Ines Calder\r\nTomas Reyl",
}


def post(client: Client, conference: Conference, view: str = "announcement", **typed: str) -> str:
    return client.post(url("conference", view, conference.pk), typed, follow=True).content.decode()


def test_an_editor_announces_moves_cancels_and_withdraws(editor: Client) -> None:
    conference = make_draft("Costs", venue="Hall")
    address = url("conference", "announcement", conference.pk)
    assert address in editor.get(url("conference", "change", conference.pk)).content.decode()
    assert editor.get(address).context["form"].initial["place"] == "Hall"
    assert "Readers see its announcement" in post(editor, conference, **TYPED)
    row = Announcement.objects.get()
    assert row.starts_at == datetime(2030, 6, 1, 9, tzinfo=UTC)
    assert row.names == ("Ines Calder", "Tomas Reyl")
    assert editor.get(address).context["form"]["starts"].value() == datetime(2030, 6, 1, 10)
    moved = TYPED | {"starts": "2030-06-02T10:00", "ends": "2030-06-02T11:00"}
    assert "Enter the reason" in post(editor, conference, **moved)
    post(editor, conference, **moved, reason="A strike.")
    assert Announcement.objects.get().state == "moved"
    post(editor, conference, "update_announcement")
    assert Announcement.objects.get().title == "Costs"
    post(editor, conference, "cancel_announced", reason="A storm.")
    assert Announcement.objects.get().state == "cancelled"
    post(editor, conference, "withdraw_announcement", reason="In error.")
    assert Announcement.objects.get().state == "withdrawn"
    assert "Readers see its announcement" not in editor.get(url("conference", "change", conference.pk)).content.decode()


def test_an_hour_that_is_not_there_or_twice_is_refused(editor: Client) -> None:
    conference = make_draft()
    gone = TYPED | {"starts": "2030-03-31T01:30", "ends": "2030-03-31T05:00"}
    twice = TYPED | {"starts": "2030-10-27T01:30", "ends": "2030-10-27T05:00"}
    assert "does not exist on that day" in post(editor, conference, **gone)
    assert "occurs twice on that day" in post(editor, conference, **twice)
    assert "later than the start" in post(editor, conference, **(TYPED | {"ends": "2030-06-01T09:00"}))
    assert not Announcement.objects.exists()


def test_an_author_does_not_announce(author: Client) -> None:
    conference = make_announced()
    for view in ("announcement", "update_announcement", "cancel_announced", "withdraw_announcement"):
        assert author.post(url("conference", view, conference.pk), TYPED).status_code == 403
    page = author.get(url("conference", "change", conference.pk)).content.decode()
    assert url("conference", "announcement", conference.pk) not in page
