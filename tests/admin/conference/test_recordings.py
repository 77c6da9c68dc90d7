"""The recording in the conference's form, and the page of its times."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.admin.conference.test_attachments import ready, send
from tests.admin.forms import errors, url
from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_recording,
    make_scheduled,
    make_speaker,
    make_turn,
    webm,
)
from tests.views.test_recording_file import leave
from transcripts import actions
from transcripts.document import Kind
from transcripts.models import Conference, Paragraph

pytestmark = pytest.mark.django_db
WORDS = [
    "How many boats cross the sound on a winter night, and who pays for them?",
    "Twelve boats cross it, and the harbour pays for all of them until the spring.",
    "The bridge will be closed for a week in March, and the ferries run all night then.",
    "The next briefing is on Monday at ten.",
]


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(100)
FRAME = b"\xff\xfb\x90\x64" + bytes(100)
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00" + bytes(100)
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x00\x00" + bytes(100)
OPUS = b"OggS\x00\x02" + bytes(22) + b"OpusHead" + bytes(100)


@pytest.mark.parametrize(
    ("data", "name", "content_type"),
    [
        (MP3, "recording.mp3", "audio/mpeg"),
        (FRAME, "recording.mp3", "audio/mpeg"),
        (M4A, "recording.m4a", "audio/mp4"),
        (MP4, "recording.mp4", "video/mp4"),
        (OPUS, "recording.ogg", "audio/ogg"),
        (webm(400).getvalue(), "recording.webm", "audio/webm"),
        (webm(400, moving=True).getvalue(), "recording.webm", "video/webm"),
    ],
)
def test_a_recording_is_kept_as_it_is_by_what_it_holds(
    editor: Client, data: bytes, name: str, content_type: str
) -> None:
    conference = ready(make_draft())
    response = send(editor, conference, kind="recording", file=upload(data, "whatever.txt"))
    assert response.status_code == 302
    row = conference.attachments.get()
    assert (row.kind, row.name, row.content_type, row.size) == ("recording", name, content_type, len(data))
    sent = editor.get(
        f"/admin/transcripts/conference/attachments/{row.public_id}/{name}", headers={"range": "bytes=4-"}
    )
    assert (sent.status_code, b"".join(sent.streaming_content)) == (206, data[4:])  # type: ignore[attr-defined]
    leave(sent)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "All of it"}, "Choose a file"),
        ({"file": upload(b"", "a.mp3")}, "empty"),
        ({"file": upload(b"<html>", "a.mp3")}, "Browsers cannot play this recording"),
        ({"file": upload(b"RIFF....WAVE", "a.wav")}, "Browsers cannot play this recording"),
        ({"file": upload(b"\x00\x00\x00\x20ftypqt  ", "a.mov")}, "Browsers cannot play this recording"),
        ({"file": upload(b"\xff\xf1\x90\x64", "a.aac")}, "Browsers cannot play this recording"),
        ({"url": "http://media.example.org/a.mp3"}, "Enter the address of the sound"),
        ({"url": "https://video.example.org/watch?v=1"}, "Enter the address of the sound"),
        ({"url": "https://video.example.org/a.mp3", "file": upload(MP3, "a.mp3")}, "not both"),
        ({"url": "https://user:word@video.example.org/a.mp3"}, "Enter the address of the sound"),
    ],
)
def test_what_is_no_recording_is_refused_at_its_field(editor: Client, fields: dict[str, Any], words: str) -> None:
    conference = ready(make_draft())
    for value in fields.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    assert words in errors(send(editor, conference, kind="recording", **fields))
    assert not conference.attachments.exists()


def test_a_recording_elsewhere_is_an_address(editor: Client) -> None:
    conference = ready(make_draft())
    assert send(editor, conference, kind="recording", url="https://media.example.org:8443/a.MP4?x=1").status_code == 302
    row = conference.attachments.get()
    assert (row.content_type, row.origin, row.is_moving) == ("video/mp4", "https://media.example.org:8443", True)


def test_a_second_recording_is_refused(editor: Client) -> None:
    conference = ready(make_draft())
    make_recording(conference)
    response = send(editor, conference, row=1, kind="recording", url="https://media.example.org/a.mp3")
    assert "A conference has one recording" in html.unescape(response.content.decode())
    assert conference.attachments.count() == 1


def make_spoken(maker: Any = make_conference) -> Conference:
    conference: Conference = maker()
    speaker = make_speaker()
    exchange = make_exchange(conference, question=WORDS[0], answer="", speaker=speaker)
    exchange.turns.filter(text="").delete()
    make_turn(exchange, Kind.ANSWER, "\n\n".join(WORDS[1:]), speaker=speaker)
    actions.record_revision(conference, actions.Change(note="Entered", is_major=False))
    conference.refresh_from_db()
    return conference


def captions(*, gap: bool = False) -> str:
    """Captions of the words, some misheard; with a `gap`, the third paragraph was not recorded."""
    heard = [
        "how many boats cross the sand on a winter knight and who pays for them",
        "twelve boats cross it and the harbour plays for all of them until the spring",
        "the bridge will be closed for a week in march and the fairies run all night then",
        "the next briefing is on monday at ten",
    ]
    lines = ["WEBVTT", ""]
    for number, text in enumerate(heard):
        if not (gap and number == 2):
            lines += [f"00:0{number}:05.200 --> 00:0{number}:12.000", text, ""]
    return "\n".join(lines)


def times(conference: Conference) -> list[int | None]:
    rows = Paragraph.objects.filter(turn__exchange__conference=conference)
    return list(rows.order_by("turn__position", "position").values_list("time", flat=True))


def fields_of(response: Any) -> dict[str, str]:
    """The fields of the form that saves, as they are filled in."""
    form = response.content.decode().partition('id="times-form"')[2]
    found = {}
    for field in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', field), re.search(r'value="([^"]*)"', field)
        if name and 'type="checkbox"' not in field:
            found[name[1]] = html.unescape(value[1]) if value else ""
    return found


def align(client: Client, conference: Conference, text: str, name: str = "heard.vtt") -> Any:
    file = SimpleUploadedFile(name, text.encode())
    return client.post(url("conference", "times", conference.pk), {"_align": "1", "captions": file})


def test_captions_give_the_times_and_nothing_is_saved_before_save(editor: Client) -> None:
    conference = make_spoken()
    make_recording(conference)
    number, versions = conference.revision_number, conference.versions.count()
    response = align(editor, conference, captions())
    fields = fields_of(response)
    assert [value for name, value in fields.items() if name.startswith("time-")] == ["0:05", "1:05", "2:05", "3:05"]
    assert times(conference) == [None] * 4
    assert "#t=65" in response.content.decode()
    saved = editor.post(url("conference", "times", conference.pk), fields | {"_save": "1"})
    assert saved.status_code == 302
    assert times(conference) == [5, 65, 125, 185]
    conference.refresh_from_db()
    assert conference.revision_number == number + 1
    assert conference.revisions.get(number=number + 1).note == ""
    assert conference.versions.count() == versions


def test_what_is_doubtful_is_saved_only_once_it_was_looked_at(editor: Client) -> None:
    conference = make_spoken()
    address = url("conference", "times", conference.pk)
    response = align(editor, conference, captions(gap=True))
    page = response.content.decode()
    assert "To check" in page
    fields = fields_of(response) | {"_save": "1"}
    doubtful = [name.removeprefix("offered-") for name in fields if name.startswith("offered-")]
    assert len(doubtful) == 1
    assert WORDS[2][:30] in page.partition("To check")[2].partition("<details")[0]
    refused = editor.post(address, fields)
    assert "Accept this time, correct it, or clear it." in refused.content.decode()
    assert times(conference) == [None] * 4
    # Accepted as it is, corrected, or cleared.
    assert editor.post(address, fields_of(refused) | {f"accept-{doubtful[0]}": "1", "_save": "1"}).status_code == 302
    accepted = times(conference)
    assert accepted[2] is not None
    conference.refresh_from_db()
    fields["revision_number"] = str(conference.revision_number)
    assert editor.post(address, fields | {f"time-{doubtful[0]}": "1:59"}).status_code == 302
    assert times(conference) == [5, 65, 119, 185]
    conference.refresh_from_db()
    fields["revision_number"] = str(conference.revision_number)
    assert editor.post(address, fields | {f"time-{doubtful[0]}": ""}).status_code == 302
    assert times(conference) == [5, 65, None, 185]


@pytest.mark.parametrize("typed", ["soon", "1:75", "1:2:3:4", "99999999", "1:75:10", "-5", "<script>"])
def test_what_is_no_time_is_said_at_its_paragraph(editor: Client, typed: str) -> None:
    conference = make_spoken()
    address = url("conference", "times", conference.pk)
    fields = fields_of(editor.get(address)) | {"_save": "1"}
    first = next(name for name in fields if name.startswith("time-"))
    response = editor.post(address, fields | {first: typed})
    assert "Enter a time such as" in html.unescape(response.content.decode())
    assert fields_of(response)[first] == typed
    assert "<script>" not in response.content.decode().partition("times-form")[2]
    assert times(conference) == [None] * 4


def test_times_that_go_back_are_refused(editor: Client) -> None:
    conference = make_spoken()
    address = url("conference", "times", conference.pk)
    fields = fields_of(editor.get(address)) | {"_save": "1"}
    typed = dict(zip([name for name in fields if name.startswith("time-")], ["1:00", "", "0:59", "65"], strict=True))
    response = editor.post(address, fields | typed)
    assert "0:59 is earlier than the paragraph before it." in response.content.decode()
    assert times(conference) == [None] * 4


def test_words_that_somebody_else_changed_are_looked_at_again(editor: Client) -> None:
    conference = make_spoken()
    address = url("conference", "times", conference.pk)
    fields = fields_of(editor.get(address)) | {"_save": "1"}
    typed = dict.fromkeys([name for name in fields if name.startswith("time-")], "1:00")
    turn = conference.exchanges.get().turns.get(position=1)
    turn.text = "How many ships cross the sound?"
    turn.save()
    actions.sync_after_edit(conference, actions.Change(note="A word", is_major=False))
    response = editor.post(address, fields | typed)
    assert "Somebody else has changed the transcript" in response.content.decode()
    assert times(conference) == [None] * 4
    again = fields_of(response)
    assert set(again.values()) >= {"1:00"}
    assert editor.post(address, again | {"_save": "1"}).status_code == 302
    assert times(conference) == [60] * 4


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.txt", "Good morning.", "a.txt is not a caption file"),
        ("a.exe", "MZ", "not a supported type of file"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nSomething else was said here\n", "not those of this transcript"),
        ("a.vtt", "", "empty"),
    ],
)
def test_captions_that_do_not_fit_are_refused(editor: Client, name: str, text: str, words: str) -> None:
    conference = make_spoken()
    page = html.unescape(align(editor, conference, text, name).content.decode())
    assert words in page
    assert times(conference) == [None] * 4


def test_an_author_sets_the_times_of_a_draft_and_not_of_what_is_public(author: Client) -> None:
    draft = make_spoken(make_draft)
    assert (
        author.post(url("conference", "times", draft.pk), fields_of(align(author, draft, captions()))).status_code
        == 302
    )
    assert times(draft) == [5, 65, 125, 185]
    public, scheduled = make_spoken(), make_spoken(make_scheduled)
    page = author.get(url("conference", "times", public.pk)).content.decode()
    assert "only an Editor can change its times" in page
    assert "_save" not in page
    assert author.get(url("conference", "times", scheduled.pk)).status_code == 403
    for conference in (public, scheduled):
        assert align(author, conference, captions()).status_code == 403
        assert author.post(url("conference", "times", conference.pk), {"_save": "1"}).status_code == 403


def test_the_page_speaks_chinese(editor: Client) -> None:
    conference = make_spoken()
    page = editor.get(f"/zh-hans{url('conference', 'times', conference.pk)}").content.decode()
    assert WORDS[0][:20] in page


def test_a_recording_that_begins_later_moves_the_times(editor: Client) -> None:
    """Those that are found, and those that are there; what was said before it begins has none, and nobody is asked."""
    conference = make_spoken()
    address = url("conference", "times", conference.pk)
    file = upload(captions().encode(), "heard.vtt")
    found = editor.post(address, {"_align": "1", "captions": file, "offset": "1:00"})
    fields = fields_of(found)
    assert not [name for name in fields if name.startswith("offered-")]
    assert editor.post(address, fields | {"_save": "1"}).status_code == 302
    assert times(conference) == [None, 5, 65, 125]
    moved = fields_of(editor.post(address, {"_move": "1", "offset": "-0:10"}))
    assert times(conference) == [None, 5, 65, 125]
    assert editor.post(address, moved | {"_save": "1"}).status_code == 302
    assert times(conference) == [None, 15, 75, 135]
    refused = editor.post(address, {"_move": "1", "offset": "soon"}).content.decode()
    assert "Enter a time such as 2:10" in refused
