"""Saving an import as a draft or into a conference that is there, and what its pages cost."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.admin.forms import messages, url
from tests.admin.imports.pages import (
    PAGE,
    TITLE,
    a_file,
    begin,
    confirm,
    imported,
    of_label,
    page,
    read_form,
    say,
    upload,
)
from tests.builders import make_conference, make_draft, make_outlet, make_participation, make_speaker
from transcripts.actions import (
    find_damage,
    sync_after_name_edit,
)
from transcripts.actions.imports import import_drafts
from transcripts.intake.parsing import parse
from transcripts.models import Conference, Exchange, ImportDraft, Outlet, Revision, Status, Turn
from transcripts.reading import import_preview

pytestmark = pytest.mark.django_db


def test_what_is_left_in_warning_stays_with_the_conference(editor: Client) -> None:
    address = begin(editor, PAGE.replace("12 March 2024\n", "").replace("TOMAS REYL: It will", "Mr. Reyl: It will"))
    preview = editor.get(address).context["preview"]
    said = [(warning.message, warning.where) for warning in [*preview.general, *preview.placed]]
    assert said
    confirm(editor, address)
    conference = Conference.objects.with_import_warnings().get()
    panel = editor.get(url("conference", "change", conference.pk)).context["panel"]
    left = [
        (warning.sentence, warning.where.removeprefix("ferries.txt").removeprefix(" · "))
        for warning in panel.import_warnings
    ]
    assert sorted(left) == sorted(said)


def test_confirming_saves_a_draft_and_ends_the_import(editor: Client) -> None:
    address = begin(editor)
    answer = confirm(editor, address)
    conference = Conference.objects.get()
    assert answer.url == url("conference", "change", conference.pk)
    assert "It is a draft." in messages(editor, answer)
    assert (conference.status, conference.title, str(conference.held_on)) == (Status.DRAFT, TITLE, "2024-03-12")
    assert conference.revisions.get().made_by_name == "editor"
    assert not ImportDraft.objects.exists()
    assert "This import no longer exists" in messages(editor, editor.post(address, {"_confirm": "1"}))
    assert not list(find_damage(conference))


def test_what_was_changed_together_with_saving_is_shown_first(editor: Client) -> None:
    address = begin(editor)
    name = of_label(editor, address, "voice", "TOMAS REYL")
    answer = confirm(editor, address, **{name: "outlet"})
    assert "Nothing is saved yet" in unescape(answer.content.decode())
    assert not Conference.objects.exists()
    assert confirm(editor, address).status_code == 302
    assert Conference.objects.exists()


def test_a_head_typed_together_with_saving_is_saved(editor: Client) -> None:
    confirm(editor, begin(editor), title="Winter ferries")
    assert Conference.objects.get().title == "Winter ferries"


def test_without_a_title_nothing_is_saved(editor: Client) -> None:
    answer = confirm(editor, begin(editor), title="")
    assert "title" in answer.context["head"].errors
    assert not Conference.objects.exists()


# What is here already


def test_a_conference_that_is_here_shows_what_would_change_and_keeps_its_ids(editor: Client) -> None:
    conference = imported(editor)
    ids = list(Turn.objects.order_by("pk").values_list("public_id", flat=True))
    address = begin(editor, PAGE.replace("1,080", "1,800"))
    words = page(editor, address)
    assert "Existing conference" in words
    assert "1,800</ins>" in words.replace('<span class="visually-hidden">]</span>', "")
    confirm(editor, address)
    assert Conference.objects.get() == conference
    assert list(Turn.objects.order_by("pk").values_list("public_id", flat=True)) == ids
    assert Turn.objects.filter(text__contains="1,800").count() == 1


def test_what_is_public_asks_for_the_note_and_a_major_change_is_a_correction(editor: Client) -> None:
    conference = imported(editor)
    Conference.objects.update(status=Status.PUBLISHED, published_at=timezone.now() - timedelta(days=1))
    address = begin(editor, PAGE.replace("1,080", "1,800"))
    answer = confirm(editor, address)
    assert "enter a note explaining" in answer.content.decode()
    assert conference.revisions.count() == 1
    say(editor, address, note="Misheard.", is_major="1")
    assert "Misheard." in page(editor, address)
    confirm(editor, address)
    revision = conference.revisions.first()
    assert revision
    assert (revision.note, revision.is_major, revision.corrections.count()) == ("Misheard.", True, 1)
    assert Conference.objects.get().status == Status.PUBLISHED


def test_what_an_author_imports_into_what_is_public_is_a_proposal(editor: Client, author: Client) -> None:
    imported(editor)
    Conference.objects.update(status=Status.PUBLISHED, published_at=timezone.now() - timedelta(days=1))
    address = begin(author, PAGE.replace("1,080", "1,800"))
    assert "Propose changes" in page(author, address)
    confirm(author, address, note="Misheard.", is_major="0")
    assert Revision.objects.proposed().count() == 1
    assert not Turn.objects.filter(text__contains="1,800").exists()
    assert not ImportDraft.objects.exists()


def test_a_conference_that_was_changed_meanwhile_is_shown_again(editor: Client) -> None:
    conference = imported(editor)
    address = begin(editor, PAGE.replace("1,080", "1,800"))
    sent = read_form(editor, address)
    Conference.objects.filter(pk=conference.pk).update(revision_number=7)
    answer = editor.post(address, sent | {"_confirm": "1"})
    assert answer.status_code == 200
    assert "Nothing is saved yet" in unescape(answer.content.decode())
    assert not Turn.objects.filter(text__contains="1,800").exists()


def test_a_conference_is_chosen_by_its_address_or_said_to_be_new(editor: Client) -> None:
    old = make_draft("Ferries in winter")
    address = begin(editor)
    say(editor, address, conference=f"https://press.example.org/conferences/{old.slug}/")
    assert editor.get(address).context["target"] == old
    say(editor, address, conference=f"http://127.0.0.1:8000/zh-hans/admin/transcripts/conference/{old.pk}/change/")
    assert editor.get(address).context["target"] == old
    answer = say(editor, address, conference="https://press.example.org/conferences/nowhere/")
    assert "No conference has this address." in answer.content.decode()
    say(editor, address, conference="")
    assert editor.get(address).context["target"] is None
    imported(editor)
    address = begin(editor)
    say(editor, address, is_new="on")
    confirm(editor, address)
    assert Conference.objects.filter(title=TITLE).count() == 2


def test_only_an_editor_imports_into_what_was_decided(editor: Client, author: Client) -> None:
    imported(editor)
    Conference.objects.update(status=Status.PUBLISHED, published_at=timezone.now() + timedelta(days=1))
    answer = confirm(author, begin(author, PAGE.replace("1,080", "1,800")), note="Misheard.", is_major="0")
    assert "Only an Editor can" in answer.content.decode()
    assert not Turn.objects.filter(text__contains="1,800").exists()


# Size


def test_more_text_than_any_transcript_holds_is_refused(editor: Client) -> None:
    answer = upload(editor, a_file(PAGE + "and more " * 500_000))
    assert "too long for a transcript" in str(answer.context["form"].errors["uploads"])
    assert not ImportDraft.objects.exists()


def test_each_file_is_parsed_once_when_it_is_handed_over_and_once_when_it_is_saved(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    parses: list[int] = []
    for module in (import_drafts, import_preview):
        monkeypatch.setattr(module, "parse", lambda *args, **kwargs: parses.append(1) or parse(*args, **kwargs))
    address = begin(editor)
    sent = read_form(editor, address)
    parses.clear()
    assert editor.post(address, sent | {"_confirm": "1"}).status_code == 302
    assert len(parses) == 1
    parses.clear()
    begin(editor, PAGE.replace("winter", "summer"))
    assert len(parses) == 1


def long_page(turns: int) -> str:
    said = [
        f"EVENING COURIER: How many boats leave pier {number} after midnight?\n\n"
        f"INES CALDER: Pier {number} has {number} boats after midnight, and the last leaves at one."
        for number in range(turns // 2)
    ]
    return f"{TITLE}\n12 March 2024\n\nINES CALDER: Welcome to everybody.\n\n" + "\n\n".join(said)


def test_a_preview_costs_the_same_with_ten_turns_and_five_hundred(editor: Client) -> None:
    prices = []
    for turns in (10, 500):
        address = begin(editor, long_page(turns))
        editor.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = editor.get(address)
        prices.append(len(queries))
        assert answer.context["preview"].turns == turns + 1
    assert prices[0] == prices[1]
    assert prices[1] <= 18


def test_a_preview_of_what_is_here_costs_the_same_with_ten_turns_and_two_hundred(editor: Client) -> None:
    prices = []
    for turns in (10, 200):
        confirm(editor, begin(editor, long_page(turns)))
        address = begin(editor, long_page(turns).replace("everybody", "all"))
        editor.get(address)
        with CaptureQueriesContext(connection) as queries:
            editor.get(address)
        prices.append(len(queries))
        Exchange.objects.all().delete()
        Conference.objects.all().delete()
    assert prices[0] == prices[1]
    assert prices[1] <= 19


def test_a_preview_has_a_fixed_price_however_its_names_are_known(editor: Client) -> None:
    for outlet in (make_outlet("Evening Couriers"), make_outlet("radio estuary"), make_outlet("Old Gazette")):
        sync_after_name_edit(outlet)
    Outlet.objects.get(name="Old Gazette").delete()
    minister = make_speaker("Joram Kest")
    sync_after_name_edit(minister)
    make_participation(make_conference("Another"), minister, "Minister of Ports")
    make_participation(make_conference("A third"), make_speaker("Ines Calder"), "Mayor")
    said = "\n\n".join(
        f"{name}: What do the boats cost now?\n\nMinister Kest: Four crowns.\n\nHarbour Master Lind: Five."
        for name in ("Old Gazette", "EVENING COURIER", "Radio Estuary", "NBTV")
    )
    address = begin(editor, f"{PAGE}\n{said}\n")
    editor.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = editor.get(address)
    assert {label.link.certainty for label in answer.context["preview"].labels if label.link} >= {
        "known",
        "near",
        "new",
    }
    assert len(queries) <= 26


def test_the_plain_way_of_entering_stays_where_it_was(editor: Client) -> None:
    make_conference()
    assert url("conference", "add") in page(editor, url("conference", "changelist"))


# Imported again
