"""The conference's list and form."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.admin.forms import errors, messages, read_form, save, url
from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_scheduled,
    make_series,
    make_speaker,
    make_turn,
    make_withdrawn,
)
from transcripts import actions
from transcripts.document import Kind
from transcripts.models import Conference, Exchange, Redirect, Revision, Speaker, Status

LIST = "/admin/transcripts/conference/"
ADD = "/admin/transcripts/conference/add/"


def listed(client: Client, query: str = "") -> list[str]:
    return [row.title for row in client.get(f"{LIST}?{query}").context["cl"].result_list]


def test_the_list_is_filtered_by_state_with_scheduled_apart_from_public(editor: Client) -> None:
    make_conference(), make_draft(), make_scheduled(), make_withdrawn()
    assert listed(editor, "state=public") == ["Night ferries"]
    assert listed(editor, "state=scheduled") == ["Under embargo"]
    assert listed(editor, "state=draft") == ["Unsaid as yet"]
    assert listed(editor, "state=withdrawn") == ["Taken back"]


def test_the_list_is_filtered_by_series_language_and_year(editor: Client) -> None:
    series = make_series()
    make_conference("One", series=series, held_on=date(2023, 1, 2))
    make_conference("Two", language="zh-hans")
    assert listed(editor, f"series__id__exact={series.pk}") == ["One"]
    assert listed(editor, "language__exact=zh-hans") == ["Two"]
    assert listed(editor, "date__year=2023") == ["One"]


def test_the_list_is_searched_by_title_venue_and_participant(editor: Client) -> None:
    one = make_conference("One", venue="Old Mint Quay")
    make_participation(one, make_speaker("Ines Calder"))
    make_conference("Two")
    assert listed(editor, "q=one") == listed(editor, "q=mint") == listed(editor, "q=calder") == ["One"]


def test_the_list_says_when_a_scheduled_conference_becomes_public(editor: Client) -> None:
    make_scheduled()
    assert "scheduled, in 1 day" in editor.get(LIST).content.decode()


def test_a_new_conference_gets_its_slug_and_participants_in_order(editor: Client) -> None:
    response = save(
        editor,
        ADD,
        title="Night ferries",
        held_on="2024-03-12",
        participations__0__speaker=make_speaker().pk,
        participations__1__speaker_name="Joram Kest",
        participations__1__role_as_printed="commissioner",
    )
    assert response.status_code == 302, errors(response)
    conference = Conference.objects.get()
    assert response.url == url("conference", "change", conference.pk)
    assert conference.slug == "2024-03-12-night-ferries"
    assert conference.status == Status.DRAFT
    participants = conference.participations.values_list("position", "name_as_printed", "role_as_printed")
    assert list(participants) == [(1, "Ines Calder", ""), (2, "Joram Kest", "commissioner")]
    assert Speaker.objects.filter(name="Joram Kest", slug="joram-kest").exists()


def test_a_name_that_is_typed_finds_the_speaker_by_another_name(editor: Client) -> None:
    speaker = make_speaker()
    speaker.aliases.create(name="Minister Calder")
    save(editor, ADD, title="T", held_on="2024-03-12", participations__0__speaker_name="minister  calder")
    assert Conference.objects.get().participations.get().speaker == speaker
    assert Speaker.objects.count() == 1


def test_a_conference_needs_a_day(editor: Client) -> None:
    response = save(editor, ADD, title="Night ferries")
    assert "Enter the date on which it was held" in errors(response)
    assert not Conference.objects.exists()


def test_nobody_takes_part_twice(editor: Client) -> None:
    conference = make_draft()
    make_participation(conference, make_speaker())
    address = url("conference", "change", conference.pk)
    assert "already in the list" in errors(save(editor, address, participations__1__speaker_name="Ines Calder"))
    twice = save(
        editor, ADD, title="T", held_on="2024-03-12",
        participations__0__speaker_name="Joram Kest", participations__1__speaker_name="joram kest",
    )  # fmt: skip
    assert "already in the list" in errors(twice)
    assert not Speaker.objects.filter(name__iexact="joram kest").exists()


def test_a_participant_without_a_name_is_refused_in_a_sentence(editor: Client) -> None:
    response = save(editor, ADD, title="T", held_on="2024-03-12", participations__0__role_as_printed="mayor")
    assert "Choose the participant from the list" in errors(response)


def test_two_conferences_of_one_group_in_one_language_are_refused_in_a_sentence(editor: Client) -> None:
    make_draft("First", translation_group="ferries")
    response = save(editor, ADD, title="Second", held_on="2024-03-12", translation_group="ferries")
    assert "“First” is already the conference in this language" in errors(response)
    save(editor, ADD, title="第二", held_on="2024-03-12", translation_group="ferries", language="zh-hans")
    assert Conference.objects.count() == 2


def test_a_slug_that_is_taken_is_refused(editor: Client) -> None:
    make_draft(slug="taken")
    assert "already exists" in errors(save(editor, ADD, title="T", held_on="2024-03-12", slug="taken"))


def test_a_changed_slug_leaves_the_old_address_behind(editor: Client) -> None:
    conference = make_conference(slug="old")
    save(editor, url("conference", "change", conference.pk), slug="new", note="Shorter")
    assert Redirect.objects.get(kind=Redirect.Kind.CONFERENCE, old="old").new == "new"


def test_saving_makes_a_version_and_leaves_the_rest_alone(editor: Client) -> None:
    conference = make_conference(exchanges=2)
    before = list(conference.exchanges.values())
    save(editor, url("conference", "change", conference.pk), venue="Old Mint Quay")
    conference.refresh_from_db()
    assert (conference.venue, conference.revision_number, conference.status) == ("Old Mint Quay", 1, Status.PUBLISHED)
    assert list(conference.exchanges.values()) == before


def test_the_form_lists_the_exchanges_in_order_with_who_asks_and_answers(editor: Client) -> None:
    conference = make_draft(pages=11)
    first = make_exchange(conference, heading="Fares", outlet=make_outlet("Market Ledger"))
    second = make_exchange(conference, question=None, answer="It is in the plan.")
    make_turn(second, Kind.NOTE, "(Laughter.)")
    conference.exchanges.update(page=3)
    page = editor.get(url("conference", "change", conference.pk))
    lines = page.context["lines"]
    assert [(line.position, line.name, line.askers, line.answerers, line.turns) for line in lines] == [
        (1, "Fares", ["Market Ledger"], ["Ines Calder"], 2),
        (2, "It is in the plan.", [], ["Ines Calder"], 2),
    ]
    html = page.content.decode()
    assert url("exchange", "change", first.pk) in html
    assert f"{url('exchange', 'add')}?conference={conference.pk}" in html
    assert "1 of 11 pages entered" in html


def test_an_exchange_moves_up_and_down(editor: Client) -> None:
    conference = make_draft(exchanges=3)
    one, two, three = conference.exchanges.all()
    move = url("conference", "move_exchange", conference.pk, three.pk)
    response = editor.post(move, {"step": "-1"})
    assert response.url.endswith(f"#exchange-{three.pk}")
    assert list(conference.exchanges.all()) == [one, three, two]
    editor.post(url("conference", "move_exchange", conference.pk, one.pk), {"step": "+1"})
    assert list(conference.exchanges.all()) == [three, one, two]
    for senseless in ("", "-2", "x"):
        editor.post(move, {"step": senseless})
    editor.post(move, {"step": "-1"})  # it is the first already
    assert list(conference.exchanges.all()) == [three, one, two]
    assert editor.get(move).status_code == 405
    conference.refresh_from_db()
    assert conference.revision_number == 2


def test_an_exchange_is_moved_only_in_its_own_conference(editor: Client) -> None:
    conference, other = make_conference(exchanges=2), make_conference("Other", exchanges=2)
    move = url("conference", "move_exchange", other.pk, conference.exchanges.all()[1].pk)
    assert editor.post(move, {"step": "-1"}).status_code == 404


def test_a_participant_moves_up_when_the_form_is_saved_with_that_button(editor: Client) -> None:
    conference = make_draft()
    make_participation(conference, make_speaker())
    second = make_participation(conference, make_speaker("Joram Kest"))
    address = url("conference", "change", conference.pk)
    save(editor, address, button="_move", value=f"{second.pk}:-1", venue="Kept")
    names = conference.participations.order_by("position").values_list("name_as_printed", flat=True)
    assert list(names) == ["Joram Kest", "Ines Calder"]
    conference.refresh_from_db()
    assert conference.venue == "Kept"


def test_a_participant_who_leaves_closes_the_gap(editor: Client) -> None:
    conference = make_draft()
    make_participation(conference, make_speaker())
    make_participation(conference, make_speaker("Joram Kest"))
    save(editor, url("conference", "change", conference.pk), participations__0__DELETE="on")
    assert list(conference.participations.values_list("position", "name_as_printed")) == [(1, "Joram Kest")]


def test_a_participant_whom_somebody_else_has_removed_meanwhile_is_an_error_in_the_form(editor: Client) -> None:
    conference = make_draft()
    make_participation(conference, make_speaker())
    address = url("conference", "change", conference.pk)
    opened = read_form(editor, address)
    save(editor, address, participations__0__DELETE="on")
    response = editor.post(address, opened | {"venue": "Old Mint Quay", "_save": "1"})
    assert "Somebody else has deleted a row" in errors(response)
    assert "Old Mint Quay" in response.content.decode()


def test_only_what_the_public_sees_has_a_link_to_the_site(editor: Client) -> None:
    shown = make_conference()
    page = editor.get(url("conference", "change", shown.pk)).content.decode()
    assert f'href="{shown.get_absolute_url()}" class="viewsitelink"' in page
    for hidden in (make_draft(), make_scheduled(), make_withdrawn()):
        assert "viewsitelink" not in editor.get(url("conference", "change", hidden.pk)).content.decode()


def test_the_form_of_an_empty_draft_can_be_saved_as_it_stands(author: Client) -> None:
    conference = make_draft()
    address = url("conference", "change", conference.pk)
    assert read_form(author, address)["title"] == conference.title
    assert save(author, address).status_code == 302


def test_the_desk_speaks_chinese_under_its_own_path(editor: Client) -> None:
    conference = make_draft()
    response = editor.get(f"/zh-hans/admin/transcripts/conference/{conference.pk}/change/")
    assert response.status_code == 200
    assert 'lang="zh-hans"' in response.content.decode()
    assert f'href="/admin/transcripts/conference/{conference.pk}/change/"' in response.content.decode()


def join(client: Client, first: Exchange, following: Exchange, **words: str) -> Any:
    address = url("conference", "join_exchange", first.conference_id, first.pk)
    return client.post(address, {"next": str(following.pk)} | words)


def test_an_exchange_is_joined_with_the_next_and_the_other_address_leads_on(editor: Client) -> None:
    conference = make_conference(exchanges=3)
    actions.sync_after_edit(conference)
    one, two, three = conference.exchanges.order_by("position")
    page = editor.get(url("conference", "change", conference.pk)).content.decode()
    assert page.count("Join with next: number") == 2
    asked = join(editor, one, two)
    assert asked.status_code == 200
    assert f'name="next" value="{two.pk}"' in asked.content.decode()
    join(editor, one, two, note="One subject", is_major="0")
    assert [exchange.pk for exchange in conference.exchanges.order_by("position")] == [one.pk, three.pk]
    assert one.turns.count() == 4
    assert Client().get(two.get_permanent_url(), follow=True).status_code == 200


@pytest.mark.parametrize("following", ["", "x", "0", "9" * 30])
def test_only_the_exchange_that_was_next_is_joined(editor: Client, following: str) -> None:
    conference = make_draft(exchanges=3)
    one, _two, three = conference.exchanges.order_by("position")
    address = url("conference", "join_exchange", conference.pk, one.pk)
    for value in (following, str(three.pk)):
        assert "nothing was joined" in messages(editor, editor.post(address, {"next": value}))
    assert conference.exchanges.count() == 3
    assert editor.get(address).status_code == 405


def test_an_author_proposes_to_join_what_is_public(author: Client) -> None:
    conference = make_conference(exchanges=2)
    actions.sync_after_edit(conference)
    join(author, *conference.exchanges.order_by("position"), note="One subject", is_major="0")
    assert conference.exchanges.count() == 2
    assert len(Revision.objects.proposed().get().transcript.exchanges) == 1
