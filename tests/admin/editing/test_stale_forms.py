"""Two editors with the same form open: what becomes of both changes."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.admin.conftest import log_in
from tests.admin.forms import errors, messages, read_form, save, url
from tests.builders import (
    make_draft,
    make_editor,
    make_exchange,
    make_participation,
    make_series,
    make_speaker,
    make_topic,
)
from transcripts import actions
from transcripts.models import Conference, Exchange

MEANWHILE = "changed this while you were editing"


@pytest.fixture
def other(editor: Client) -> Client:
    return log_in(make_editor("other"))


@pytest.fixture
def exchange(db: None) -> Exchange:
    exchange = make_exchange(make_draft(), heading="Boats")
    actions.sync_after_edit(exchange.conference)
    return exchange


def texts(exchange: Exchange) -> list[str]:
    return list(exchange.turns.order_by("position").values_list("text", flat=True))


def send(client: Client, address: str, opened: dict[str, Any], **changes: Any) -> Any:
    data = opened | {name.replace("__", "-"): value for name, value in changes.items()} | {"_save": "1"}
    return client.post(address, {name: value for name, value in data.items() if value is not None})


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_different_turns_are_both_kept(editor: Client, other: Client, exchange: Exchange) -> None:
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__0__text="When does the first boat leave?")
    response = send(editor, address, opened, turns__1__text="At six.")
    assert "both sets of changes were kept" in messages(editor, response)
    assert texts(exchange) == ["When does the first boat leave?", "At six."]
    assert exchange.conference.revisions.count() == 3


def test_the_same_turn_is_refused_with_both_texts_shown(editor: Client, other: Client, exchange: Exchange) -> None:
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__1__text="At two o’clock.")
    response = send(editor, address, opened, turns__1__text="At one o’clock, or later.", heading="Ships")
    told = errors(response)
    assert f"other {MEANWHILE}" in plain(told)
    assert "<ins>" in told
    assert "<del>" in told
    assert response.context["inline_admin_formsets"][0].formset.errors[1]["text"]
    page = response.content.decode()
    assert ">\nAt one o’clock, or later.</textarea>" in page
    assert 'value="Ships"' in page
    exchange.refresh_from_db()
    assert (exchange.heading, texts(exchange)[1]) == ("Boats", "At two o’clock.")


def test_saving_again_overwrites_knowingly(editor: Client, other: Client, exchange: Exchange) -> None:
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__0__text="When is the first boat?", turns__1__text="At two o’clock.")
    refused = send(editor, address, opened, turns__1__text="At three o’clock.")
    assert ">\nWhen is the first boat?</textarea>" in refused.content.decode()
    shown = read_form_of(refused)
    assert (shown["revision_number"], shown["turns-1-text"]) == ("2", "At three o’clock.")
    assert send(editor, address, shown).status_code == 302
    assert texts(exchange) == ["When is the first boat?", "At three o’clock."]


def test_going_on_from_theirs_takes_their_text_and_keeps_the_rest(
    editor: Client, other: Client, exchange: Exchange
) -> None:
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__1__text="At two o’clock.", turns__1__speaker_name="Joram Kest", heading="Ships")
    refused = send(editor, address, opened, turns__0__text="When?", turns__1__text="At three.", heading="Vessels")
    page = refused.content.decode()
    assert "Nothing is lost" in page
    assert 'name="choice-turns-1" value="mine" checked' in page
    assert 'name="choice-heading" value="theirs"' in page
    chosen = read_form_of(refused) | {"choice-turns-1": "theirs", "choice-heading": "mine"}
    assert send(editor, address, chosen).status_code == 302
    exchange.refresh_from_db()
    assert (exchange.heading, texts(exchange)) == ("Vessels", ["When?", "At two o’clock."])
    assert exchange.turns.get(position=2).label_as_printed == "Joram Kest"


def test_theirs_is_what_stands_when_the_choice_is_sent(editor: Client, other: Client, exchange: Exchange) -> None:
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__1__text="At two o’clock.")
    chosen = read_form_of(send(editor, address, opened, turns__1__text="At three.", turns__0__text="When?"))
    save(other, address, turns__1__text="At four o’clock.")
    assert send(editor, address, chosen | {"choice-turns-1": "theirs"}).status_code == 302
    assert texts(exchange) == ["When?", "At four o’clock."]


def test_keeping_what_somebody_else_changed_takes_the_deleting_back(
    editor: Client, other: Client, exchange: Exchange
) -> None:
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__1__text="At two o’clock.")
    refused = read_form_of(send(editor, address, opened, turns__1__DELETE="on"))
    assert send(editor, address, refused, turns__1__DELETE="on", **{"choice-turns-1": "theirs"}).status_code == 302
    assert texts(exchange)[1] == "At two o’clock."


def test_fields_and_participants_are_chosen_as_well(editor: Client, other: Client, exchange: Exchange) -> None:
    conference = exchange.conference
    address = url("conference", "change", conference.pk)
    opened = read_form(editor, address)
    save(other, address, venue="Quay", slug="theirs", participations__0__role_as_printed="mayor")
    refused = send(
        editor, address, opened, venue="Hall", slug="mine", title="Ferries", participations__0__role_as_printed="warden"
    )
    assert "Deletions are struck through" in plain(errors(refused))
    chosen = dict.fromkeys(["choice-venue", "choice-slug", "choice-participations-0"], "theirs")
    assert send(editor, address, read_form_of(refused) | chosen).status_code == 302
    conference.refresh_from_db()
    assert (conference.venue, conference.slug, conference.title) == ("Quay", "theirs", "Ferries")
    assert conference.participations.get().role_as_printed == "mayor"


@pytest.mark.parametrize("choice", [{"choice-turns-1": "x"}, {"choice-nothing": "theirs"}, {"choice-": "theirs"}])
def test_a_choice_of_nothing_changes_nothing(editor: Client, exchange: Exchange, choice: dict[str, str]) -> None:
    address = url("exchange", "change", exchange.pk)
    assert send(editor, address, read_form(editor, address) | choice, turns__1__text="At six.").status_code == 302
    assert texts(exchange)[1] == "At six."


def read_form_of(response: Any) -> dict[str, Any]:
    class Shown:
        @staticmethod
        def get(_address: str) -> Any:
            return response

    return read_form(Shown(), "")  # type: ignore[arg-type]


def test_a_third_who_saves_between_the_two_attempts_is_not_overwritten(
    editor: Client, other: Client, exchange: Exchange
) -> None:
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__1__text="At two o’clock.")
    shown = read_form_of(send(editor, address, opened, turns__1__text="At three o’clock."))
    save(other, address, turns__1__text="At four o’clock.")
    assert "At" in plain(errors(send(editor, address, shown)))
    assert texts(exchange)[1] == "At four o’clock."


def test_the_same_change_by_both_is_no_conflict(editor: Client, other: Client, exchange: Exchange) -> None:
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__1__text="At two.", turns__1__speaker_name="Joram Kest")
    kest = make_speaker("Joram Kest").pk
    response = send(editor, address, opened, turns__1__text="At two.", turns__1__speaker=kest)
    assert response.status_code == 302
    assert exchange.conference.revisions.count() == 2


def test_heading_page_and_topics_are_settled_one_by_one(editor: Client, other: Client, exchange: Exchange) -> None:
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    first, second = make_topic("Night"), make_topic("Fares")
    save(other, address, heading="Ships", topics=[first.pk])
    send(editor, address, opened, page="3", topics=[second.pk])
    exchange.refresh_from_db()
    assert (exchange.heading, exchange.page) == ("Ships", 3)
    assert set(exchange.topics.all()) == {first, second}
    opened = read_form(editor, address)
    save(other, address, topics=[first.pk], heading="Liners")
    response = send(editor, address, opened, heading="Vessels")
    assert "heading" in response.context["adminform"].form.errors
    exchange.refresh_from_db()
    assert (exchange.heading, set(exchange.topics.all())) == ("Liners", {first})


def test_who_speaks_is_part_of_the_turn(editor: Client, other: Client, exchange: Exchange) -> None:
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__1__speaker_name="Joram Kest")
    told = errors(send(editor, address, opened, turns__1__speaker_name="Ada Holt"))
    assert "Speaker: Joram Kest" in plain(told)
    opened = read_form(editor, address)
    save(other, address, turns__0__text="When?")
    assert send(editor, address, opened, turns__1__speaker_name="Ada Holt").status_code == 302
    assert exchange.turns.get(position=2).label_as_printed == "Ada Holt"


def test_a_participant_printed_otherwise_is_no_change_of_the_turns(
    editor: Client, other: Client, exchange: Exchange
) -> None:
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, url("conference", "change", exchange.conference_id), participations__0__name_as_printed="I. Calder")
    assert send(editor, address, opened, turns__1__text="At six.").status_code == 302
    assert texts(exchange)[1] == "At six."


def test_deleting_a_turn_that_somebody_else_changed_is_refused(
    editor: Client, other: Client, exchange: Exchange
) -> None:
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__1__text="At two o’clock.")
    response = send(editor, address, opened, turns__1__DELETE="on")
    assert "Delete anyway" in plain(errors(response))
    assert texts(exchange)[1] == "At two o’clock."
    assert send(editor, address, read_form_of(response), turns__1__DELETE="on").status_code == 302
    assert len(texts(exchange)) == 1


@pytest.mark.parametrize("model", ["exchange", "turn"])
def test_the_page_that_asks_before_deleting_knows_when_it_is_out_of_date(
    editor: Client, other: Client, exchange: Exchange, model: str
) -> None:
    record = exchange if model == "exchange" else exchange.turns.all()[1]
    address = url(model, "delete", record.pk)
    assert 'name="revision_number" value="1"' in editor.get(address).content.decode()
    save(other, url("exchange", "change", exchange.pk), turns__1__text="At two o’clock.")
    response = editor.post(address, {"post": "yes", "revision_number": "1"})
    assert "has changed this." in messages(editor, response)
    assert len(texts(exchange)) == 2
    editor.post(address, {"post": "yes", "revision_number": "2"})
    assert not type(record)._default_manager.filter(pk=record.pk).exists()


def test_what_was_typed_comes_back_when_the_exchange_is_gone(editor: Client, other: Client, exchange: Exchange) -> None:
    make_exchange(exchange.conference)
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    other.post(url("exchange", "delete", exchange.pk), {"post": "yes"})
    response = send(editor, address, opened, turns__1__text="A long answer, typed for nothing.")
    assert "somebody else deleted this" in response.content.decode()
    assert "A long answer, typed for nothing." in response.content.decode()
    assert Exchange.objects.count() == 1


def test_what_was_typed_comes_back_when_the_conference_is_in_the_trash(
    editor: Client, other: Client, exchange: Exchange
) -> None:
    pages = {
        url("exchange", "change", exchange.pk): "turns-1-text",
        url("conference", "change", exchange.conference_id): "venue",
    }
    opened = {address: read_form(editor, address) for address in pages}
    other.post(url("conference", "delete", exchange.conference_id), {"post": "yes"})
    for address, field in pages.items():
        response = send(editor, address, opened[address], **{field: "Typed for nothing"})
        assert "Typed for nothing" in response.content.decode()
    assert texts(exchange)[1] == "At one o’clock."
    assert Conference.objects.get().venue == ""


@pytest.mark.parametrize("number", [None, "", "x", "99", "-1", "1" * 30])
def test_a_form_without_an_honest_revision_number_overwrites_nothing(
    editor: Client, exchange: Exchange, number: str | None
) -> None:
    for address, change in (
        (url("exchange", "change", exchange.pk), {"turns-1-text": "At six."}),
        (url("conference", "change", exchange.conference_id), {"venue": "Quay"}),
    ):
        response = send(editor, address, read_form(editor, address) | change, revision_number=number)
        assert "does not state which revision" in errors(response)
    assert texts(exchange)[1] == "At one o’clock."
    assert exchange.conference.revisions.count() == 1


def test_different_fields_of_the_head_are_both_kept(editor: Client, other: Client, exchange: Exchange) -> None:
    series = make_series()
    address = url("conference", "change", exchange.conference_id)
    opened = read_form(editor, address)
    save(other, address, venue="Quay", held_on="2024-03-13", series=series.pk, slug="else", summary="Two\r\n\r\nparts")
    assert send(editor, address, opened, source="Gazette", pages="4", record_status="final").status_code == 302
    conference = Conference.objects.get()
    assert (conference.venue, conference.source, conference.pages) == ("Quay", "Gazette", 4)
    assert (conference.series, conference.slug, conference.record_status) == (series, "else", "final")
    assert (str(conference.held_on), conference.summary) == ("2024-03-13", "Two\r\n\r\nparts")


@pytest.mark.parametrize(
    "change",
    [
        ("title", "Day ferries", "Evening ferries"),
        ("held_on", "2024-03-13", "2024-03-14"),
        ("slug", "theirs", "mine"),
        ("record_status", "final", "checked"),
        ("pages", "3", "4"),
        ("starts_at", "10:00", "11:00"),
        ("language", "de", "fr"),
    ],
)
def test_the_same_field_of_the_head_is_refused(
    editor: Client, other: Client, exchange: Exchange, change: tuple[str, str, str]
) -> None:
    field, theirs, mine = change
    address = url("conference", "change", exchange.conference_id)
    opened = read_form(editor, address)
    save(other, address, **{field: theirs})
    response = send(editor, address, opened, **{field: mine})
    assert MEANWHILE in str(response.context["adminform"].form.errors[field])
    assert str(getattr(Conference.objects.get(), field)).startswith(theirs)
    assert send(editor, address, read_form_of(response)).status_code == 302
    assert str(getattr(Conference.objects.get(), field)).startswith(mine)


def test_different_participants_are_both_kept_and_the_same_one_is_refused(
    editor: Client, other: Client, exchange: Exchange
) -> None:
    conference = exchange.conference
    make_participation(conference, make_speaker("Joram Kest"), "commissioner")
    actions.sync_after_edit(conference)
    address = url("conference", "change", conference.pk)
    opened = read_form(editor, address)
    save(other, address, participations__0__role_as_printed="minister")
    send(editor, address, opened, participations__1__role_as_printed="chair")
    assert list(conference.participations.values_list("role_as_printed", flat=True)) == ["minister", "chair"]
    opened = read_form(editor, address)
    save(other, address, participations__0__role_as_printed="mayor")
    told = errors(send(editor, address, opened, participations__0__role_as_printed="warden"))
    assert MEANWHILE in told
    assert "mayor" in plain(told)
    told = errors(send(editor, address, opened, participations__0__DELETE="on"))
    assert "Delete anyway" in plain(told)
    assert conference.participations.count() == 2


def test_a_person_whom_both_add_is_an_error_in_the_form(editor: Client, other: Client, exchange: Exchange) -> None:
    address = url("conference", "change", exchange.conference_id)
    opened = read_form(editor, address)
    save(other, address, participations__1__speaker_name="Joram Kest")
    response = send(editor, address, opened, participations__1__speaker_name="Joram Kest")
    assert "already in the list" in errors(response)


@pytest.mark.slow
def test_a_stale_form_costs_a_bounded_number_of_queries(
    editor: Client, other: Client, exchange: Exchange, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        save(editor, f"/admin/transcripts/exchange/add/?conference={exchange.conference_id}", heading=f"H {number}")
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__0__text="When?")
    with django_assert_max_num_queries(103):
        assert send(editor, address, opened, turns__1__text="At six.").status_code == 302
