"""Deleting puts a conference in the trash, from where it comes back whole."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from tests.admin.forms import messages, save, url
from tests.builders import make_conference, make_draft, make_exchange
from transcripts import actions, search
from transcripts.models import Conference, Event, Exchange, Status

LIST = "/admin/transcripts/conference/"


def listed(client: Client, query: str = "", model: str = "conference") -> list[str]:
    return [str(row) for row in client.get(f"/admin/transcripts/{model}/?{query}").context["cl"].result_list]


@pytest.fixture
def trashed(editor: Client) -> Conference:
    conference = make_draft("Thrown away", exchanges=2)
    actions.sync_after_edit(conference)
    editor.post(url("conference", "delete", conference.pk), {"post": "yes"})
    conference.refresh_from_db()
    return conference


def test_a_deleted_draft_is_in_the_trash_with_all_that_is_in_it(editor: Client) -> None:
    conference = make_draft("Thrown away", exchanges=2)
    search.index(conference.pk)
    page = editor.get(url("conference", "delete", conference.pk)).content.decode()
    assert "to the trash? It can be restored" in page
    response = editor.post(url("conference", "delete", conference.pk), {"post": "yes"})
    assert messages(editor, response) == "“Thrown away” was moved to the trash."
    conference.refresh_from_db()
    assert conference.binned_at
    assert conference.exchanges.count() == 2
    assert search.check().is_good
    event = conference.events.get()
    assert (event.what, event.made_by_name) == (Event.What.BINNED, "editor")
    assert LogEntry.objects.get().change_message == "Moved to the trash."


def test_the_lists_hide_what_is_in_the_trash(editor: Client, trashed: Conference) -> None:
    make_draft("Kept", exchanges=1)
    assert listed(editor) == listed(editor, "state=draft") == ["Kept"]
    assert listed(editor, "state=bin") == ["Thrown away"]
    assert listed(editor, model="exchange") == ["Heading 1"]
    assert len(listed(editor, model="turn")) == 2
    query = {"app_label": "transcripts", "model_name": "exchange", "field_name": "conference", "term": ""}
    assert [row["text"] for row in editor.get("/admin/autocomplete/", query).json()["results"]] == ["Kept"]


def test_what_is_in_the_trash_can_be_read_but_not_changed(editor: Client, trashed: Conference) -> None:
    page = editor.get(url("conference", "change", trashed.pk))
    assert page.context["panel"].steps == ("restore",)
    html = page.content.decode()
    assert "In the trash since" in html
    assert "_save" not in html.replace('class="desk-first" name="_save"', "")
    assert "Add an exchange" not in html
    first = trashed.exchanges.all()[0]
    for step in ("publish", "submit", "draft"):
        editor.post(url("conference", step, trashed.pk))
    editor.post(url("conference", "schedule", trashed.pk), {"at": "2100-01-01T10:00"})
    editor.post(url("conference", "move_exchange", trashed.pk, first.pk), {"step": "+1"})
    editor.post(url("exchange", "delete", first.pk), {"post": "yes"})
    editor.post(url("conference", "delete", trashed.pk), {"post": "yes"})
    editor.post(f"{url('exchange', 'add')}?conference={trashed.pk}", {"conference": trashed.pk, "heading": "New"})
    assert editor.get(url("exchange", "change", first.pk)).status_code == 302
    trashed.refresh_from_db()
    assert (trashed.status, trashed.exchanges.count(), trashed.binned_at is None) == (Status.DRAFT, 2, False)
    assert trashed.exchanges.all()[0] == first


def test_it_comes_out_as_it_was(editor: Client, trashed: Conference) -> None:
    address = url("conference", "restore", trashed.pk)
    assert editor.get(address).status_code == 405
    assert "Restored from the trash." in messages(editor, editor.post(address))
    assert listed(editor) == ["Thrown away"]
    assert search.check().is_good
    assert messages(editor, editor.post(address)) == "It is not in the trash."


def test_a_place_that_was_taken_meanwhile_is_told(editor: Client) -> None:
    first = make_draft("First", translation_group="ferries")
    editor.post(url("conference", "delete", first.pk), {"post": "yes"})
    save(editor, f"{LIST}add/", title="Second", held_on="2024-03-12", translation_group="ferries")
    response = editor.post(url("conference", "restore", first.pk))
    assert "now has another conference" in messages(editor, response)


def test_authors_neither_fill_nor_clear_the_trash(author: Client, editor: Client, trashed: Conference) -> None:
    assert author.post(url("conference", "restore", trashed.pk)).status_code == 403
    assert author.get(url("conference", "change", trashed.pk)).context["panel"].steps == ()
    for client in (author, editor):
        assert client.get(f"{LIST}bin/empty/").status_code == 403
        assert client.post(f"{LIST}bin/empty/").status_code == 403
    assert "bin/empty" not in editor.get(f"{LIST}?state=bin").content.decode()


def test_an_administrator_empties_the_trash_after_being_asked(administrator: Client, trashed: Conference) -> None:
    make_conference("Public", exchanges=1)
    assert "bin/empty" in administrator.get(f"{LIST}?state=bin").content.decode()
    assert "bin/empty" not in administrator.get(LIST).content.decode()
    page = administrator.get(f"{LIST}bin/empty/").content.decode()
    assert "1 conference will be permanently deleted" in page
    assert "Thrown away" in page
    assert Conference.objects.count() == 2
    response = administrator.post(f"{LIST}bin/empty/")
    assert messages(administrator, response) == "1 conference was permanently deleted."
    assert [str(row) for row in Conference.objects.all()] == ["Public"]
    assert Exchange.objects.count() == 1
    assert "The trash is empty." in administrator.get(f"{LIST}bin/empty/").content.decode()


def test_many_go_to_the_trash_at_once(editor: Client) -> None:
    for title in ("One", "Two"):
        make_exchange(make_draft(title))
    keys = list(Conference.objects.values_list("pk", flat=True))
    data = {"action": "delete_selected", "_selected_action": keys}
    assert "Move to trash" in editor.post(LIST, data).content.decode()
    editor.post(LIST, data | {"post": "yes"})
    assert listed(editor) == []
    editor.post(f"{LIST}?state=bin", data | {"post": "yes"})
    assert Conference.objects.in_trash().count() == 2
