"""The editor’s word in the preview: labels, exchanges, the head, and the records that names mean."""

import pytest
from django.test import Client

from tests.admin.imports.pages import (
    PAGE,
    TITLE,
    begin,
    confirm,
    of_label,
    page,
    read_form,
    relabel,
    say,
    shown,
)
from tests.builders import make_outlet, make_speaker
from tests.documents import document
from transcripts.actions import (
    DraftChangedError,
    sync_after_name_edit,
    update_import_draft,
)
from transcripts.intake import render_sheet
from transcripts.models import Conference, ImportDraft, Outlet, Turn

pytestmark = pytest.mark.django_db


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
    action = next(warning.action for warning in warnings if warning.label == "Lars Lind")
    say(editor, address, "_action", action)
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
    say(editor, address, "_action", f"join {preview.exchanges[1].turns[0].place}")
    assert [len(exchange) for exchange in shown(editor, address)] == [4, 2]


def test_two_labels_that_are_one_person_are_one(editor: Client) -> None:
    address = begin(editor, PAGE.replace("TOMAS REYL: About", "REYLE: About"))
    relabel(editor, address, "REYLE", same="TOMAS REYL")
    confirm(editor, address)
    turn = Turn.objects.get(text__startswith="About")
    assert turn.speaker
    assert (turn.speaker.name, turn.label_as_printed) == ("Tomas Reyl", "REYLE")


@pytest.mark.parametrize("at_once", [True, False])
def test_a_label_that_is_the_same_as_another_has_the_name_typed_for_it(editor: Client, *, at_once: bool) -> None:
    address = begin(editor, PAGE.replace("TOMAS REYL: About", "REYLE: About"))
    same = {of_label(editor, address, "same", "REYLE"): "TOMAS REYL"}
    name = {of_label(editor, address, "name", "TOMAS REYL"): "Tomas Reyl Junior"}
    if at_once:
        say(editor, address, **same, **name)
    else:
        say(editor, address, **{of_label(editor, address, "name", "REYLE"): "Leo Reyle"})
        say(editor, address, **name)
        say(editor, address, **same)
    names = {name for exchange in shown(editor, address) for _, name in exchange}
    assert "Tomas Reyl Junior" in names
    assert not {"Tomas Reyl", "REYLE", "Leo Reyle"} & names


def test_an_exchange_begins_where_the_editor_says_and_no_longer_where_not(editor: Client) -> None:
    address = begin(editor)
    before = shown(editor, address)
    place = editor.get(address).context["preview"].exchanges[-1].turns[0].place
    say(editor, address, "_action", f"join {place}")
    assert shown(editor, address) == [*before[:-2], before[-2] + before[-1]]
    say(editor, address, "_action", f"break {place}")
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
    assert (links["INES CALDER"].certainty, links["INES CALDER"].record) == ("known", calder)
    assert links["EVENING COURIER"].certainty == "near"
    assert links["RADIO ESTUARY"].certainty == "new"
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
