"""Handing over files: what is read, what is refused, and how long an import is kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.admin.forms import messages, url
from tests.admin.imports.pages import (
    PAGE,
    TITLE,
    a_file,
    begin,
    confirm,
    page,
    say,
    shown,
    upload,
)
from tests.builders import make_editor
from transcripts.models import Conference, ImportDraft, Speaker, Turn

pytestmark = pytest.mark.django_db


def test_a_file_leads_to_its_preview_and_nothing_is_saved(editor: Client) -> None:
    address = begin(editor)
    words = page(editor, address)
    assert TITLE in words
    assert "About 1,080 a month" in words
    assert shown(editor, address)[1] == [
        ("question", "EVENING COURIER"), ("answer", "Ines Calder"), ("answer", "Tomas Reyl"),
    ]  # fmt: skip
    assert not Conference.objects.exists()
    assert not Speaker.objects.exists()


def test_pasted_text_is_as_good_as_a_file(editor: Client) -> None:
    answer = editor.post(url("conference", "import"), {"text": PAGE.replace("\n", "\r\n")})
    assert TITLE in page(editor, answer.url)


def test_the_list_and_the_desk_lead_to_it_for_who_may_add_conferences(editor: Client) -> None:
    for address in (url("conference", "changelist"), "/admin/"):
        assert url("conference", "import") in page(editor, address)


def test_who_may_not_add_conferences_may_not_import(client: Client) -> None:
    user = make_editor("guest")
    user.groups.clear()
    client.force_login(user)
    assert client.get(url("conference", "import")).status_code == 403
    assert url("conference", "import") not in page(client, "/admin/")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose a file, or paste the text below."),
        ({"text": PAGE, "uploads": [a_file()]}, "Choose files or paste text, not both."),
        ({"uploads": [a_file("\n\n", "empty.txt")]}, "empty.txt"),
        ({"uploads": [a_file(PAGE, "picture.png")]}, "picture.png"),
        ({"uploads": [a_file("Nobody says anything here.\n\nNothing at all.", "silent.txt")]}, "silent.txt"),
        ({"text": "Nobody says anything here."}, "contains no speech"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(editor: Client, fields: dict[str, Any], sentence: str) -> None:
    for file in fields.get("uploads", []):
        file.seek(0)
    answer = editor.post(url("conference", "import"), fields)
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors)
    assert not ImportDraft.objects.exists()


def test_a_series_given_with_the_file_stands_over_the_files_own(editor: Client) -> None:
    address = upload(editor, a_file(), series="Ministry of Ports briefings").url
    confirm(editor, address)
    assert str(Conference.objects.get().series) == "Ministry of Ports briefings"


def test_pages_of_one_conference_are_one_preview(editor: Client) -> None:
    first, _, second = PAGE.partition("RADIO ESTUARY")
    second = f"{TITLE}\n12 March 2024\n\nRADIO ESTUARY{second}"
    answer = upload(editor, a_file(second, "ferries_p02.txt"), a_file(first, "ferries_p01.txt"))
    confirm(editor, answer.url)
    turns = Turn.objects.order_by("exchange__position", "position").values_list("text", flat=True)
    assert [text.split()[0] for text in turns] == ["Thank", "When", "It", "It", "How", "About", "And"]


def test_a_break_on_the_second_of_two_pages_goes_where_it_was_put(editor: Client) -> None:
    first, _, second = PAGE.partition("RADIO ESTUARY")
    second = f"{TITLE}\n12 March 2024\n\nRADIO ESTUARY{second}"
    address = upload(editor, a_file(first, "ferries_p01.txt"), a_file(second, "ferries_p02.txt")).url
    place = editor.get(address).context["preview"].exchanges[-1].turns[-1].place
    say(editor, address, "_action", f"break {place}")
    assert shown(editor, address)[-1] == [("answer", "Ines Calder")]


def test_files_of_two_conferences_are_two_imports(editor: Client) -> None:
    other = PAGE.replace("winter ferries", "spring bridges").replace("12 March", "13 April")
    answer = upload(editor, a_file(), a_file(other, "bridges.txt"))
    words = messages(editor, answer)
    assert "2 conferences" in words
    assert ImportDraft.objects.count() == 2
    assert "spring bridges" in page(editor, url("conference", "import"))


# Who sees it, and for how long


def test_it_is_there_when_its_owner_comes_back_and_for_nobody_else(editor: Client, administrator: Client) -> None:
    address = begin(editor)
    assert address in page(editor, url("conference", "import"))
    assert editor.get(address).status_code == 200
    assert "This import no longer exists" in messages(administrator, administrator.get(address))
    assert address not in page(administrator, url("conference", "import"))
    key = address.rstrip("/").rpartition("/")[2]
    administrator.post(address, {"_drop": "1"})
    administrator.post(url("conference", "import"), {"_drop": key})
    administrator.post(address, {"_confirm": "1"})
    assert ImportDraft.objects.get().public_id == key


def test_an_expired_one_is_refused_with_a_sentence_and_swept(editor: Client) -> None:
    address = begin(editor)
    ImportDraft.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "has expired" in messages(editor, editor.get(address))
    assert not ImportDraft.objects.exists()


def test_the_next_import_sweeps_what_has_expired(editor: Client) -> None:
    begin(editor)
    ImportDraft.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    begin(editor)
    assert ImportDraft.objects.count() == 1


def test_it_can_be_dropped(editor: Client) -> None:
    address = begin(editor)
    say(editor, address, "_drop")
    assert "This import no longer exists" in messages(editor, editor.get(address))
    key = begin(editor).rstrip("/").rpartition("/")[2]
    editor.post(url("conference", "import"), {"_drop": key})
    assert not ImportDraft.objects.exists()


# The editor's word
