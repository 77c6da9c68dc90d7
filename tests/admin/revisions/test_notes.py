"""What is public is changed with a note, wherever it is changed."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.admin.forms import errors, messages, read_form, save, url
from tests.builders import make_conference, make_draft, make_exchange, make_participation, make_speaker, make_topic
from transcripts import actions
from transcripts.models import Conference, Correction, Edition, Exchange, Revision, Turn

ASKED = "enter a note explaining the change"


def recorded(conference: Conference) -> Conference:
    make_exchange(conference, heading="Boats")
    make_exchange(conference, heading="Fares")
    actions.sync_after_edit(conference)
    return conference


@pytest.fixture
def public(db: None) -> Conference:
    return recorded(make_conference())


def last(conference: Conference) -> Revision:
    return conference.revisions.applied().latest("number")


def test_a_public_conference_is_not_changed_without_a_note_and_nothing_typed_is_lost(
    editor: Client, public: Conference
) -> None:
    response = save(editor, url("conference", "change", public.pk), venue="Old Mint Quay")
    assert ASKED in errors(response)
    assert ASKED in str(response.context["adminform"].form.errors["note"])
    assert 'value="Old Mint Quay"' in response.content.decode()
    public.refresh_from_db()
    assert (public.venue, public.revision_number) == ("", 1)


def test_the_note_its_weight_and_its_writer_are_kept_with_the_revision(editor: Client, public: Conference) -> None:
    address = url("conference", "change", public.pk)
    save(editor, address, venue="Old Mint Quay", note="The venue was missing.", is_major="1")
    revision = last(public)
    assert (revision.number, revision.note, revision.is_major) == (2, "The venue was missing.", True)
    assert (revision.made_by_name, Correction.objects.get().now) == ("editor", "Old Mint Quay")
    save(editor, address, venue="New Mint Quay", note="Spelling", is_major="0")
    assert not last(public).is_major


def test_a_form_saved_as_it_stands_needs_no_note(editor: Client, public: Conference) -> None:
    assert save(editor, url("conference", "change", public.pk)).status_code == 302
    assert save(editor, url("exchange", "change", public.exchanges.all()[0].pk)).status_code == 302
    public.refresh_from_db()
    assert public.revision_number == 1


@pytest.mark.parametrize("field", ["slug", "record_status"])
def test_what_no_revision_holds_asks_for_a_note_as_well_and_makes_a_new_edition(
    editor: Client, public: Conference, field: str
) -> None:
    Edition.objects.update_or_create(pk=1, defaults={"number": 7})
    address, value = url("conference", "change", public.pk), "final"
    assert ASKED in errors(save(editor, address, **{field: value}))
    assert (
        save(editor, address, **{field: value}, note="Checked against the recording", is_major="0").status_code == 302
    )
    public.refresh_from_db()
    assert (getattr(public, field), public.revision_number) == (value, 1)
    assert Edition.objects.get().number == 8


def test_an_exchange_asks_for_the_note_beside_the_field(editor: Client, public: Conference) -> None:
    exchange = public.exchanges.all()[0]
    address = url("exchange", "change", exchange.pk)
    topic = make_topic().pk
    for change in (
        {"heading": "Ships"},
        {"topics": [topic]},
        {"turns__1__text": "At two."},
        {"turns__0__DELETE": "on"},
    ):
        response = save(editor, address, **change)
        assert ASKED in str(response.context["adminform"].form.errors["note"])
    assert "desk-note" in editor.get(address).content.decode()
    assert save(editor, address, turns__1__text="At two.", note="Misheard", is_major="1").status_code == 302
    assert Correction.objects.get().was == "At one o’clock."


def test_moving_a_turn_asks_too_and_remembers_the_move(editor: Client, public: Conference) -> None:
    exchange = public.exchanges.all()[0]
    address = url("exchange", "change", exchange.pk)
    move = f"{exchange.turns.all()[1].pk}:-1"
    response = save(editor, address, button="_move", value=move)
    assert ASKED in errors(response)
    assert f'<input type="hidden" name="_move" value="{move}">' in response.content.decode()


def test_a_new_exchange_of_a_public_conference_asks_for_the_note(editor: Client, public: Conference) -> None:
    address = f"/admin/transcripts/exchange/add/?conference={public.pk}"
    typed: dict[str, Any] = {"turns__0__outlet_name": "Courier", "turns__0__text": "And on Sundays?"}
    response = save(editor, address, **typed)
    assert ASKED in errors(response)
    assert "And on Sundays?" in response.content.decode()
    assert public.exchanges.count() == 2
    assert save(editor, address, **typed, note="Left out by mistake", is_major="0").status_code == 302
    assert (public.exchanges.count(), last(public).note) == (3, "Left out by mistake")


def test_a_public_conference_that_is_chosen_in_the_form_asks_as_well(editor: Client, public: Conference) -> None:
    typed = {"conference": public.pk, "turns__0__outlet_name": "Courier", "turns__0__text": "And on Sundays?"}
    response = save(editor, "/admin/transcripts/exchange/add/", **typed)
    assert ASKED in errors(response)
    assert 'name="note"' in response.content.decode()


def test_drafts_are_not_asked_but_may_carry_a_note(editor: Client) -> None:
    draft = recorded(make_draft())
    page = editor.get(url("conference", "change", draft.pk)).content.decode()
    assert "desk-note-offered" in page
    assert "is_major" not in page
    save(editor, url("conference", "change", draft.pk), venue="Old Mint Quay", note="As on the invitation")
    assert last(draft).note == "As on the invitation"
    save(editor, url("conference", "change", draft.pk), venue="")
    assert last(draft).number == 3


def test_a_public_exchange_moves_after_a_page_that_asks_for_the_note(editor: Client, public: Conference) -> None:
    first, second = public.exchanges.all()
    move = url("conference", "move_exchange", public.pk, second.pk)
    page = editor.post(move, {"step": "-1"})
    assert (page.status_code, page.context["form"].errors) == (200, {})
    assert 'name="step" value="-1"' in page.content.decode()
    refused = editor.post(move, {"step": "-1", "note": " ", "is_major": "0"})
    assert ASKED in str(refused.context["form"].errors)
    assert list(public.exchanges.all()) == [first, second]
    assert editor.post(move, {"step": "-1", "note": "It was the first question.", "is_major": "0"}).status_code == 302
    assert list(public.exchanges.all()) == [second, first]
    assert last(public).note == "It was the first question."


@pytest.mark.parametrize("model", ["exchange", "turn"])
def test_deleting_from_what_is_public_asks_for_the_note(editor: Client, public: Conference, model: str) -> None:
    record = public.exchanges.all()[1] if model == "exchange" else Turn.objects.filter(exchange__position=2)[0]
    address = url(model, "delete", record.pk)
    assert "desk-note" in editor.get(address).content.decode()
    refused = editor.post(address, {"post": "yes", "is_major": "1"})
    assert ASKED in refused.context["note_form"].errors["note"][0]
    assert "desk-note" in refused.content.decode()
    assert type(record)._default_manager.filter(pk=record.pk).exists()
    assert editor.post(address, {"post": "yes", "note": "Said twice", "is_major": "1"}).status_code == 302
    assert not type(record)._default_manager.filter(pk=record.pk).exists()
    assert (last(public).note, last(public).is_major) == ("Said twice", True)


def test_deleting_many_asks_for_one_note(editor: Client, public: Conference) -> None:
    draft = recorded(make_draft())
    keys = [public.exchanges.all()[1].pk, draft.exchanges.all()[1].pk]
    address, data = "/admin/transcripts/exchange/", {"action": "delete_selected", "_selected_action": keys}
    assert "desk-note" in editor.post(address, data).content.decode()
    refused = editor.post(address, data | {"post": "yes"})
    assert ASKED in refused.content.decode()
    assert Exchange.objects.count() == 4
    assert "desk-note" not in editor.post(address, data | {"_selected_action": keys[1:]}).content.decode()
    editor.post(address, data | {"post": "yes", "note": "Said twice", "is_major": "0"})
    assert Exchange.objects.count() == 2
    assert last(public).note == last(draft).note == "Said twice"


def test_the_note_is_no_longer_than_it_may_be(editor: Client, public: Conference) -> None:
    response = save(editor, url("conference", "change", public.pk), venue="Quay", note="a" * 2001, is_major="0")
    assert "at most 2000" in errors(response)


def test_who_joins_or_leaves_a_public_conference_needs_a_note(editor: Client, public: Conference) -> None:
    make_participation(public, make_speaker("Joram Kest"))
    actions.sync_after_edit(public, actions.Change(note="Seated", is_major=False))
    address = url("conference", "change", public.pk)
    opened = read_form(editor, address)
    number = next(n for n in range(2) if opened[f"participations-{n}-name_as_printed"] == "Joram Kest")
    assert ASKED in errors(save(editor, address, **{f"participations__{number}__DELETE": "on"}))
    assert ASKED in errors(save(editor, address, participations__2__speaker_name="Ada Holt"))


def test_an_editor_puts_a_note_better_and_the_old_one_stays_in_the_history(
    editor: Client, author: Client, client: Client
) -> None:
    conference = make_conference(exchanges=1)
    actions.sync_after_edit(conference, actions.Change(note="Entered", is_major=False))
    conference.exchanges.get().turns.filter(kind="answer").update(text="At two o’clock.")
    actions.sync_after_edit(conference, actions.Change(note="Mishaerd", is_major=True))
    address = url("conference", "edit_note", conference.pk, 2)
    history = url("conference", "history", conference.pk)
    assert address in editor.get(history).content.decode()
    assert "Mishaerd" in editor.get(address).content.decode()
    assert "Mishaerd" in client.get("/corrections/").content.decode()
    assert "note of revision 2" in messages(
        editor, editor.post(address, {"note": "Misheard", "edits": "0", "is_major": "0"})
    )
    html = editor.get(history).content.decode()
    assert "Mishaerd" in html
    assert "until editor changed it" in html
    assert "Mishaerd" not in client.get("/corrections/").content.decode()
    assert "Misheard" in client.get("/corrections/").content.decode()
    for sent in (
        {"note": "Else", "edits": "0", "is_major": "0"},
        {"note": "Else", "edits": "x", "is_major": "0"},
        {"note": "Else", "is_major": "0"},
    ):
        assert "has changed this note" in editor.post(address, sent).content.decode()
    assert (
        "enter a note explaining" in editor.post(address, {"note": " ", "edits": "1", "is_major": "0"}).content.decode()
    )
    assert author.get(address).status_code == author.post(address, {"note": "Else", "is_major": "0"}).status_code == 403
    assert address not in author.get(history).content.decode()
    assert editor.get(url("conference", "edit_note", conference.pk, 9)).status_code == 404


def test_nothing_presets_whether_a_change_is_minor_or_major(editor: Client, public: Conference) -> None:
    address = url("conference", "change", public.pk)
    page = editor.get(address).content.decode()
    assert page.count('name="is_major"') == 2
    assert not re.search(r'<input[^>]*name="is_major"[^>]*checked', page)
    refused = save(editor, address, venue="Old Mint Quay", note="As on the invitation")
    assert "choose whether the change is minor or major" in str(refused.context["adminform"].form.errors["is_major"])
    public.refresh_from_db()
    assert (public.venue, public.revision_number) == ("", 1)
    assert save(editor, address, venue="Old Mint Quay", note="As on the invitation", is_major="0").status_code == 302
    assert not last(public).is_major


def test_who_restores_is_asked_for_note_and_weight(editor: Client, public: Conference) -> None:
    save(editor, url("conference", "change", public.pk), venue="Old Mint Quay", note="It was missing", is_major="1")
    address = url("conference", "restore_revision", public.pk, 1)
    assert not re.search(r'name="is_major"[^>]*checked', editor.get(address).content.decode())
    for said in ({}, {"note": "It was right"}, {"is_major": "1"}):
        assert editor.post(address, said).status_code == 200
    assert last(public).number == 2
    assert editor.post(address, {"note": "It was right", "is_major": "1"}).status_code == 302
    assert last(public).is_major
