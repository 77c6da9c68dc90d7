"""Importing a transcript in the admin: files, preview, the editor's word, and a draft in the end."""

from datetime import timedelta
from html import unescape
from typing import Any

import lxml.html
import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.admin.forms import messages, url
from tests.builders import make_conference, make_draft, make_editor, make_outlet, make_participation, make_speaker
from tests.documents import document
from tests.views.pages import markup
from transcripts.actions import (
    Change,
    DraftChangedError,
    apply_proposal,
    find_damage,
    sync_after_edit,
    sync_after_name_edit,
    update_import_draft,
)
from transcripts.actions.imports import import_drafts
from transcripts.intake import parse, render_sheet
from transcripts.models import Conference, Exchange, ImportBase, ImportDraft, Outlet, Revision, Speaker, Status, Turn
from transcripts.reading import import_preview

pytestmark = pytest.mark.django_db

PAGE = """Press conference on the winter ferries
12 March 2024

Participants:
Ms. Ines Calder, Deputy Mayor of Northbank
Mr. Tomas Reyl, Director of the Office of River Crossings

INES CALDER: Thank you for coming. From November the last boat leaves at one o'clock in the morning.

EVENING COURIER: When will the timetable be printed?

INES CALDER: It will be printed on the fifteenth of the month.

TOMAS REYL: It will hold for a full year.

RADIO ESTUARY: How many passengers did the night boats carry last winter?

TOMAS REYL: About 1,080 a month, more than we had expected.

INES CALDER: And more every month since.
"""
TITLE = "Press conference on the winter ferries"


def a_file(text: str = PAGE, name: str = "ferries.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def upload(client: Client, *files: SimpleUploadedFile, **fields: Any) -> Any:
    return client.post(url("conference", "import"), {"uploads": list(files), **fields})


def begin(client: Client, text: str = PAGE) -> str:
    """The address of the preview of `text`."""
    answer = upload(client, a_file(text))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def page(client: Client, address: str) -> str:
    return unescape(markup(client.get(address)))


def read_form(client: Client, address: str) -> dict[str, list[str]]:
    """What a browser would send if the preview were sent as it stands."""
    form = lxml.html.fromstring(client.get(address).content.decode()).get_element_by_id("import-form")
    data: dict[str, list[str]] = {}
    for name, value in form.form_values():
        # An empty value that is chosen is “on” to lxml, but to no browser.
        data.setdefault(name, []).append("" if name == "is_major" and value == "on" else value)
    return data


def say(client: Client, address: str, button: str = "_look", value: str = "1", **changes: str) -> Any:
    """Send the preview with `changes`."""
    return client.post(address, read_form(client, address) | changes | {button: value})


def of_label(client: Client, address: str, what: str, label: str) -> str:
    """The name of the field `what` of a label."""
    return f"{what}-{read_form(client, address)['label'].index(label)}"


def relabel(client: Client, address: str, label: str, **meaning: str) -> Any:
    """Say what a label means: voice=…, same=…"""
    return say(client, address, **{of_label(client, address, what, label): to for what, to in meaning.items()})


def confirm(client: Client, address: str, **changes: str) -> Any:
    return say(client, address, "_confirm", **changes)


def shown(client: Client, address: str) -> list[list[tuple[str, str]]]:
    """The kind and the name of each turn in each exchange of the preview."""
    preview = client.get(address).context["preview"]
    return [[(row.turn.kind, row.turn.by.name) for row in exchange.turns] for exchange in preview.exchanges]


def imported(client: Client, text: str = PAGE) -> Conference:
    confirm(client, begin(client, text))
    return Conference.objects.get(title=TITLE)


# Handing over


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
    for upload in fields.get("uploads", []):
        upload.seek(0)
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
    say(editor, address, "_deed", f"break {place}")
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


def test_a_label_said_to_be_an_outlet_asks_in_all_its_turns(editor: Client) -> None:
    address = begin(editor)
    relabel(editor, address, "TOMAS REYL", voice="outlet")
    kinds = {kind for exchange in shown(editor, address) for kind, name in exchange if name == "TOMAS REYL"}
    assert kinds == {"question"}


def test_what_is_no_label_becomes_words_and_a_label_again(editor: Client) -> None:
    address = begin(editor)
    relabel(editor, address, "TOMAS REYL", voice="words")
    names = {name for exchange in shown(editor, address) for _, name in exchange}
    assert "Tomas Reyl" not in names
    assert "TOMAS REYL: It will hold for a full year." in page(editor, address)
    relabel(editor, address, "TOMAS REYL", voice="speaker")
    assert "Tomas Reyl" in {name for exchange in shown(editor, address) for _, name in exchange}


def test_a_line_that_was_taken_for_words_becomes_a_label_at_a_button_and_words_again(editor: Client) -> None:
    address = begin(editor, f"{PAGE}\nLars Lind: It costs four crowns.\n")
    assert "Lars Lind" not in str(shown(editor, address))
    warnings = editor.get(address).context["preview"].placed
    deed = next(warning.deed for warning in warnings if warning.label == "Lars Lind")
    say(editor, address, "_deed", deed)
    assert shown(editor, address)[-1][-1][1] == "Lars Lind"
    relabel(editor, address, "Lars Lind", voice="words")
    assert "Lars Lind" not in str(shown(editor, address))


def test_a_label_that_was_taken_for_words_can_be_said_to_be_a_speaker(editor: Client) -> None:
    address = begin(editor, f"{PAGE}\nLars Lind: It costs four crowns.\n")
    relabel(editor, address, "Lars Lind", voice="speaker")
    assert shown(editor, address)[-1][-1] == ("answer", "Lars Lind")


def test_a_transcript_sheet_asks_nothing_of_its_labels_but_its_exchanges_can_be_joined(editor: Client) -> None:
    address = begin(editor, render_sheet(document()))
    preview = editor.get(address).context["preview"]
    assert not any(label.voices for label in preview.labels)
    say(editor, address, "_deed", f"join {preview.exchanges[1].turns[0].place}")
    assert [len(exchange) for exchange in shown(editor, address)] == [4, 2]


def test_two_labels_that_are_one_person_are_one(editor: Client) -> None:
    address = begin(editor, PAGE.replace("TOMAS REYL: About", "REYLE: About"))
    relabel(editor, address, "REYLE", same="TOMAS REYL")
    confirm(editor, address)
    turn = Turn.objects.get(text__startswith="About")
    assert turn.speaker
    assert (turn.speaker.name, turn.label_as_printed) == ("Tomas Reyl", "REYLE")


def test_an_exchange_begins_where_the_editor_says_and_no_longer_where_not(editor: Client) -> None:
    address = begin(editor)
    before = shown(editor, address)
    place = editor.get(address).context["preview"].exchanges[-1].turns[0].place
    say(editor, address, "_deed", f"join {place}")
    assert shown(editor, address) == [*before[:-2], before[-2] + before[-1]]
    say(editor, address, "_deed", f"break {place}")
    assert shown(editor, address) == before


def test_the_head_can_be_corrected_and_stays_so_when_a_label_changes(editor: Client) -> None:
    address = begin(editor)
    say(editor, address, title="Winter ferries", held_on="2024-03-13", venue="Harbour house")
    relabel(editor, address, "EVENING COURIER", voice="speaker")
    form = read_form(editor, address)
    assert [form[name] for name in ("title", "held_on", "venue")] == [
        ["Winter ferries"],
        ["2024-03-13"],
        ["Harbour house"],
    ]
    confirm(editor, address)
    assert Conference.objects.get().slug == "2024-03-13-winter-ferries"


def test_a_day_that_is_none_is_said_beside_the_field_and_the_rest_is_kept(editor: Client) -> None:
    address = begin(editor)
    name = of_label(editor, address, "voice", "TOMAS REYL")
    answer = confirm(editor, address, held_on="yesterday", **{name: "outlet"})
    assert "held_on" in answer.context["head"].errors
    assert not Conference.objects.exists()
    assert read_form(editor, address)[name] == ["outlet"]


def test_hints_that_leave_nobody_speaking_are_refused(editor: Client) -> None:
    address = begin(editor, "Winter ferries\n12 March 2024\n\nINES CALDER: Good morning to everybody here today.\n")
    answer = relabel(editor, address, "INES CALDER", voice="words")
    if answer.status_code == 200:  # without her label, the words may still be taken for a statement
        assert answer.context["head"].non_field_errors()
    assert editor.get(address).status_code == 200


def test_all_corrections_can_be_taken_back_at_once(editor: Client) -> None:
    address = begin(editor)
    before = shown(editor, address)
    relabel(editor, address, "TOMAS REYL", voice="outlet")
    say(editor, address, "_reset")
    assert shown(editor, address) == before


def test_a_second_window_takes_nothing_back_that_was_said_in_the_first(editor: Client) -> None:
    address = begin(editor)
    second = read_form(editor, address)
    relabel(editor, address, "TOMAS REYL", voice="outlet")
    answer = editor.post(address, second | {"title": "Winter ferries", "_look": "1"})
    assert "changed in another window" in answer.content.decode()
    assert answer.context["head"]["title"].value() == "Winter ferries"
    form = read_form(editor, address)
    assert form[of_label(editor, address, "voice", "TOMAS REYL")] == ["outlet"]
    assert form["title"] == [TITLE]
    answer = editor.post(address, second | {"_confirm": "1"})
    assert "changed in another window" in answer.content.decode()
    assert not Conference.objects.exists()


def test_a_button_that_is_pressed_twice_is_pressed_once(editor: Client) -> None:
    address = begin(editor)
    sent = read_form(editor, address) | {of_label(editor, address, "voice", "TOMAS REYL"): "outlet", "_look": "1"}
    assert [editor.post(address, sent).status_code for _ in range(2)] == [302, 302]


def test_two_who_correct_one_import_at_the_same_moment_do_not_overwrite_each_other(editor: Client) -> None:
    begin(editor)
    first, second = ImportDraft.objects.get(), ImportDraft.objects.get()
    update_import_draft(first, fields={"venue": "Harbour house"})
    with pytest.raises(DraftChangedError):
        update_import_draft(second, fields={"venue": "Town hall"})
    assert ImportDraft.objects.get().fields == {"venue": "Harbour house"}


# Whom the names mean


def test_who_is_on_record_is_linked_and_who_is_nearly_so_is_only_offered(editor: Client) -> None:
    calder = make_speaker("Ines Calder")
    sync_after_name_edit(make_outlet("Evening Couriers"))
    address = begin(editor)
    links = {label.label: label.link for label in editor.get(address).context["preview"].labels}
    assert (links["INES CALDER"].standing, links["INES CALDER"].record) == ("known", calder)
    assert links["EVENING COURIER"].standing == "near"
    assert links["RADIO ESTUARY"].standing == "new"
    confirm(editor, address)
    assert Outlet.objects.count() == 3


def test_a_near_name_that_is_accepted_is_that_record(editor: Client) -> None:
    outlet = make_outlet("Evening Couriers")
    sync_after_name_edit(outlet)
    address = begin(editor)
    link = next(one.link for one in editor.get(address).context["preview"].labels if one.label == "EVENING COURIER")
    say(editor, address, **{f"link-{link.key}": str(outlet.pk)})
    confirm(editor, address)
    turn = Turn.objects.get(text__startswith="When will")
    assert (turn.outlet, turn.label_as_printed) == (outlet, "EVENING COURIER")


def test_nothing_is_kept_of_choices_about_whom_the_transcript_does_not_name(editor: Client) -> None:
    address = begin(editor)
    junk = {f"link-speaker:Nobody {number}": "new" for number in range(50)}
    say(editor, address, **junk, **{"link-": "1", "link-\0": "new", "link-speaker:Ines Calder": "9" * 30})
    assert ImportDraft.objects.get().choices == {}


@pytest.mark.parametrize(
    "address", ["http://[::1", "/conferences/%00/", "/admin/transcripts/conference/99/", "//" * 99]
)
def test_an_address_that_leads_nowhere_is_said_beside_the_field(editor: Client, address: str) -> None:
    answer = say(editor, begin(editor), conference=address)
    assert answer.context["aim"].errors["conference"]


# Confirming


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
    assert prices[1] <= 16


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
    assert prices[1] <= 16


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
    assert {label.link.standing for label in answer.context["preview"].labels if label.link} >= {"known", "near", "new"}
    assert len(queries) <= 26


def test_the_plain_way_of_entering_stays_where_it_was(editor: Client) -> None:
    make_conference()
    assert url("conference", "add") in page(editor, url("conference", "changelist"))


# Imported again


def correct(conference: Conference, old: str, new: str) -> None:
    """Let another editor correct words of one turn."""
    turn = Turn.objects.get(exchange__conference=conference, text__contains=old)
    turn.text = turn.text.replace(old, new)
    turn.save()
    name = f"reader-{Conference.objects.get(pk=conference.pk).revision_number}"
    sync_after_edit(Conference.objects.get(pk=conference.pk), Change(make_editor(name), "Misheard.", is_major=False))


def test_what_was_edited_meanwhile_stays_and_the_changes_of_the_file_come(editor: Client) -> None:
    conference = imported(editor)
    correct(conference, "full year", "whole year")
    address = begin(editor, PAGE.replace("1,080", "1,800"))
    assert not editor.get(address).context["conflicts"]
    confirm(editor, address)
    assert Turn.objects.filter(text__contains="whole year").exists()
    assert Turn.objects.filter(text__contains="1,800").exists()


def test_what_the_editor_said_of_labels_outlives_the_next_file(editor: Client) -> None:
    address = begin(editor)
    relabel(editor, address, "TOMAS REYL", voice="outlet")
    confirm(editor, address)
    address = begin(editor, PAGE.replace("1,080", "1,800"))
    confirm(editor, address)
    for words in ("1,800", "full year"):
        turn = Turn.objects.get(text__contains=words)
        assert (turn.kind, turn.speaker) == ("question", None)


def test_the_very_same_file_changes_nothing_unless_it_is_read_again(editor: Client) -> None:
    conference = imported(editor)
    correct(conference, "full year", "whole year")
    version = Conference.objects.get().revision_number
    address = begin(editor)
    words = page(editor, address)
    assert "These same files were imported" in words
    confirm(editor, address)
    assert Conference.objects.get().revision_number == version
    address = begin(editor)
    name = of_label(editor, address, "voice", "TOMAS REYL")
    say(editor, address, reads_again="on", **{name: "outlet"})
    assert "These same files were imported" not in page(editor, address)
    confirm(editor, address)
    assert Turn.objects.get(text__contains="whole year").kind == "question"
    assert Conference.objects.get().revision_number == version + 1


def test_what_both_changed_is_chosen_turn_by_turn_before_anything_is_saved(editor: Client) -> None:
    conference = imported(editor)
    correct(conference, "1,080", "1,088")
    correct(conference, "full year", "whole year")
    address = begin(editor, PAGE.replace("1,080", "1,800").replace("full year", "long year"))
    conflicts = editor.get(address).context["conflicts"]
    assert [conflict.where for conflict in conflicts] == ["Exchange 2, turn 3", "Exchange 3, turn 2"]
    answer = confirm(editor, address)
    assert "choose which text to keep" in unescape(answer.content.decode())
    assert not [name for name in read_form(editor, address) if name.startswith("choice-")]
    assert Turn.objects.filter(text__contains="whole year").exists()
    first, second = (conflict.name for conflict in conflicts)
    say(editor, address, **{first: "theirs"})
    page_now = editor.get(address)
    assert [conflict.choice for conflict in page_now.context["conflicts"]] == ["theirs", ""]
    assert page_now.context["open"] == 1
    assert confirm(editor, address, **{second: "mine"}).status_code == 302
    assert Turn.objects.filter(text__contains="whole year").exists()
    assert Turn.objects.filter(text__contains="1,800").exists()
    assert not list(find_damage(Conference.objects.get()))


def test_the_import_before_is_asked_again_after_what_the_author_proposed_was_applied(
    editor: Client, author: Client
) -> None:
    imported(editor)
    Conference.objects.update(status=Status.PUBLISHED, published_at=timezone.now() - timedelta(days=1))
    confirm(author, begin(author, PAGE.replace("1,080", "1,800")), note="Misheard.", is_major="0")
    assert ImportBase.objects.current().count() == 1
    assert "1,080" in str(ImportBase.objects.current().get().document)
    apply_proposal(Revision.objects.proposed().get(), change=Change(make_editor("chief"), "Right.", is_major=False))
    assert "1,800" in str(ImportBase.objects.get().document)


def test_without_a_known_import_each_difference_is_a_choice_and_nothing_goes(editor: Client) -> None:
    conference = imported(editor)
    ImportBase.objects.all().delete()
    LogEntry.objects.all().delete()
    address = begin(editor, PAGE.replace("1,080", "1,800").rpartition("INES CALDER:")[0])
    assert "No earlier import is on record" in page(editor, address)
    [conflict] = editor.get(address).context["conflicts"]
    confirm(editor, address, **{conflict.name: "mine"})
    assert Turn.objects.filter(text__contains="1,800").exists()
    assert Turn.objects.filter(text="And more every month since.").exists()
    assert ImportBase.objects.get().conference == conference


def test_the_log_of_the_admin_says_which_revision_an_import_made(editor: Client) -> None:
    conference = imported(editor)
    ImportBase.objects.all().delete()
    correct(conference, "full year", "whole year")
    address = begin(editor, PAGE.replace("1,080", "1,800"))
    assert not editor.get(address).context["conflicts"]
    confirm(editor, address)
    assert Turn.objects.filter(text__contains="1,800").exists()
    assert Turn.objects.filter(text__contains="whole year").exists()
