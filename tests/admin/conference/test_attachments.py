"""Photos, handouts and video in the conference's form."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.admin.forms import errors, read_form, url
from tests.builders import (
    draw,
    make_conference,
    make_draft,
    make_exchange,
    make_handout,
    make_photo,
    make_scheduled,
    make_video,
)
from transcripts import actions
from transcripts.models import Attachment, Conference
from transcripts.models.attachment import PLACE

pytestmark = pytest.mark.django_db


def picture(name: str = "boat.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, draw().getvalue(), "image/png")


def send(client: Client, conference: Conference, row: int = 0, note: str = "", **fields: Any) -> Any:
    address = url("conference", "change", conference.pk)
    typed = {f"attachments-{row}-{name}": value for name, value in fields.items()}
    return client.post(address, read_form(client, address) | typed | {"note": note, "_save": "1", "is_major": "0"})


def ready(conference: Conference) -> Conference:
    """A conference whose records are in order, as they are after any change."""
    make_exchange(conference)
    actions.sync_after_edit(conference, actions.Change(note="Entered", is_major=False))
    return conference


def test_a_photo_is_uploaded_with_the_words_for_those_who_do_not_see_it(editor: Client) -> None:
    conference = ready(make_draft())
    response = send(editor, conference, file=picture(), alt="A boat", caption="Pier four", credit="Gazette")
    assert response.status_code == 302
    photo = conference.attachments.get()
    assert (photo.alt, photo.caption, photo.credit, photo.width, photo.kind) == (
        "A boat", "Pier four", "Gazette", 640, "photo",
    )  # fmt: skip
    shown = editor.get(f"/admin/transcripts/conference/attachments/{photo.public_id}/480.webp")
    assert (shown.status_code, b"".join(shown.streaming_content)[8:12]) == (200, b"WEBP")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"file": picture()}, "Describe what the photo shows"),
        ({"alt": "A boat"}, "Choose a file"),
        ({"alt": "A boat", "file": SimpleUploadedFile("a.svg", b"<svg/>")}, "not a readable JPEG"),
        ({"kind": "handout", "file": SimpleUploadedFile("a.csv", b"a,b")}, "Enter a title for the handout"),
        ({"kind": "handout", "title": "T", "file": SimpleUploadedFile("a.exe", b"MZ")}, "A handout is a PDF"),
        ({"kind": "video", "title": "T"}, "beginning with https"),
        ({"kind": "video", "url": "http://video.example.org/a"}, "beginning with https"),
        ({"alt": "A boat", "file": picture(), "url": "https://example.org/"}, "Only a video"),
    ],
)
def test_what_is_missing_is_said_at_its_field(editor: Client, fields: dict[str, Any], words: str) -> None:
    conference = ready(make_draft())
    for value in fields.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    assert words in errors(send(editor, conference, **fields))
    assert not Attachment.objects.exists()


def test_a_public_conference_asks_for_the_note(editor: Client) -> None:
    conference = ready(make_conference())
    assert "note" in errors(send(editor, conference, file=picture(), alt="A boat"))
    assert not conference.attachments.exists()
    response = send(editor, conference, file=picture(), alt="A boat", note="A photo was sent in")
    assert response.status_code == 302
    assert conference.attachments.count() == 1
    event = conference.events.get()
    assert (event.what, event.note, event.made_by_name) == ("attached", "A photo was sent in", "editor")


@pytest.mark.parametrize("maker", [make_conference, make_scheduled])
def test_an_author_cannot_change_what_is_public(author: Client, maker: Any) -> None:
    conference = ready(maker())
    address = url("conference", "change", conference.pk)
    page = author.get(address).content.decode()
    assert 'name="attachments-0-file"' not in page
    assert ("only an Editor can change its photos" in page) is conference.is_published
    forged = {"attachments-TOTAL_FORMS": "1", "attachments-INITIAL_FORMS": "0", "attachments-0-kind": "video"}
    forged |= {
        "attachments-0-url": "https://video.example.org/a",
        "venue": "Quay",
        "note": "x",
        "_save": "1",
        "is_major": "0",
    }
    author.post(address, forged | {"title": conference.title, "language": "en", "held_on": "2024-03-12"})
    assert not Attachment.objects.exists()


def test_a_photo_is_read_once_and_before_anybody_waits_for_the_lock(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths: list[int] = []

    def read(file: Any) -> actions.Upload:
        depths.append(len(connection.savepoint_ids))
        return actions.workflow.uploads.read_photo(file)

    monkeypatch.setattr(actions, "read_photo", read)
    outside = len(connection.savepoint_ids)
    assert send(editor, ready(make_draft()), file=picture(), alt="A boat").status_code == 302
    assert depths == [outside]


def test_no_file_is_left_behind_when_saving_is_refused(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    conference = ready(make_draft())

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise actions.WrongStateError("It cannot be changed now.")

    monkeypatch.setattr(actions, "sync_after_edit", refuse)
    assert "cannot be changed now" in errors(send(editor, conference, file=picture(), alt="A boat"))
    assert not Attachment.objects.exists()
    assert not any(default_storage.listdir(PLACE)[0] if default_storage.exists(PLACE) else [])


def test_an_author_attaches_to_a_draft(author: Client) -> None:
    conference = ready(make_draft())
    assert send(author, conference, kind="video", url="https://video.example.org/a").status_code == 302
    assert conference.attachments.get().host == "video.example.org"


def test_changed_replaced_moved_and_removed(editor: Client) -> None:
    conference = ready(make_draft())
    photo, handout = make_photo(conference), make_handout(conference)
    send(editor, conference, row=0, caption="Pier five")
    photo.refresh_from_db()
    assert photo.caption == "Pier five"
    send(editor, conference, row=0, file=SimpleUploadedFile("b.png", draw((300, 200)).getvalue()))
    was, digest = photo.folder, photo.digest
    photo.refresh_from_db()
    assert (photo.width, photo.folder != was, photo.digest != digest) == (300, True, True)
    address = url("conference", "change", conference.pk)
    editor.post(address, read_form(editor, address) | {"_move": f"a{handout.pk}:-1"})
    assert list(conference.attachments.values_list("pk", flat=True)) == [handout.pk, photo.pk]
    send(editor, conference, row=0, DELETE="on")
    assert conference.attachments.get() == photo
    assert conference.attachments.get().position == 1


def test_two_editors_words_are_both_kept(editor: Client) -> None:
    conference = ready(make_draft())
    photo = make_photo(conference, caption="Pier four")
    address = url("conference", "change", conference.pk)
    mine, theirs = read_form(editor, address), read_form(editor, address)
    editor.post(address, theirs | {"attachments-0-caption": "Pier five", "_save": "1"})
    assert editor.post(address, mine | {"attachments-0-credit": "Gazette", "_save": "1"}).status_code == 302
    photo.refresh_from_db()
    assert (photo.caption, photo.credit) == ("Pier five", "Gazette")


def test_of_two_editors_who_change_the_same_words_the_second_is_told(editor: Client) -> None:
    conference = ready(make_draft())
    photo = make_photo(conference, caption="Pier four")
    address = url("conference", "change", conference.pk)
    mine = read_form(editor, address)
    send(editor, conference, caption="Pier five")
    response = editor.post(address, mine | {"attachments-0-caption": "Pier six", "_save": "1"})
    assert "has changed this to “Pier five”" in errors(response)
    again = {name: value for name, value in mine.items() if "initial-attachments" not in name}
    page = response.content.decode()
    assert 'name="initial-attachments-0-caption" value="Pier five"' in page
    again |= {"initial-attachments-0-caption": "Pier five", "attachments-0-caption": "Pier six", "_save": "1"}
    assert editor.post(address, again).status_code == 302
    photo.refresh_from_db()
    assert photo.caption == "Pier six"


def test_a_row_that_somebody_removed_is_not_lost_in_silence(editor: Client) -> None:
    conference = ready(make_draft())
    video = make_video(conference)
    address = url("conference", "change", conference.pk)
    mine = read_form(editor, address)
    actions.save_attachments(conference, [], removed=[video], change=actions.Change())
    response = editor.post(address, mine | {"attachments-0-title": "Recording", "_save": "1"})
    assert "deleted a row" in errors(response)


def test_the_desks_address_of_a_file_is_for_those_who_may_see_the_conference(editor: Client, client: Client) -> None:
    photo = make_photo(make_draft())
    address = f"/admin/transcripts/conference/attachments/{photo.public_id}"
    assert editor.get(f"{address}/999.webp").status_code == 404
    assert editor.get("/admin/transcripts/conference/attachments/unknown/480.webp").status_code == 404
    assert client.get(f"{address}/480.webp")["Location"].startswith("/admin/login/")
