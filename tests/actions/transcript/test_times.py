"""Times of paragraphs in the records: they stay with their paragraphs, and setting them asks for nothing."""

from dataclasses import replace

import pytest
from django.test import Client

from tests.actions.transcript.test_paragraph_ids import BOATS, FARES, FERRY, NOTE, TRAMS, make, with_answer
from transcripts import actions
from transcripts.actions import Change, NoteRequiredError
from transcripts.document import TranscriptDocument
from transcripts.intake import parse_sheet, render_sheet
from transcripts.models import Conference, Correction, Edition, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db


def times(conference: Conference) -> dict[str, int]:
    """The time of each paragraph that has one, by its words."""
    held = read(Conference.objects.get(pk=conference.pk))
    pairs = [pair for turn in held.turns for pair in zip(turn.paragraphs, turn.times, strict=True)]
    return {text: time for text, time in pairs if time is not None}


def with_times(conference: Conference, *given: int | None) -> TranscriptDocument:
    first, *others = read(conference).exchanges
    turn = replace(first.turns[1], times=given)
    return replace(
        read(conference), exchanges=(replace(first, turns=(first.turns[0], turn, *first.turns[2:])), *others)
    )


def make_timed() -> Conference:
    conference = make()
    actions.reconcile(conference, with_times(conference, 10, 20, None))
    return conference


def test_setting_times_asks_for_no_note_and_makes_a_revision_and_an_edition_but_no_version() -> None:
    conference = make()
    versions, revision, edition = conference.versions.count(), conference.revision_number, Edition.objects.get().number
    actions.reconcile(conference, with_times(conference, 10, 20, None))
    assert times(conference) == {FERRY: 10, TRAMS: 20}
    assert conference.revision_number == revision + 1
    assert conference.revisions.get(number=revision + 1).transcript == read(conference)
    assert Edition.objects.get().number > edition
    assert conference.versions.count() == versions
    assert not Correction.objects.exists()


def test_words_changed_beside_times_still_ask_for_a_note() -> None:
    conference = make_timed()
    with pytest.raises(NoteRequiredError):
        actions.reconcile(conference, with_answer(conference, FERRY, FARES))


def test_times_stay_with_their_paragraphs_when_a_row_is_edited() -> None:
    conference = make_timed()
    turn = Turn.objects.get(exchange__conference=conference, position=2)
    turn.text = f"{BOATS}\n\n{FERRY}\n\n{TRAMS.replace('snow', 'fog')}\n\n{FARES}"
    turn.save()
    actions.sync_after_edit(conference, NOTE)
    assert times(conference) == {FERRY: 10, TRAMS.replace("snow", "fog"): 20}


def test_a_restored_revision_has_its_times_again() -> None:
    conference = make_timed()
    before = conference.revisions.get(number=conference.revision_number)
    actions.reconcile(conference, with_times(conference, None, None, 99))
    assert times(conference) == {FARES: 99}
    actions.restore_revision(before, change=Change())
    assert times(conference) == {FERRY: 10, TRAMS: 20}


def test_the_sheet_of_the_desk_keeps_times_and_can_set_them() -> None:
    conference = make_timed()
    sheet = render_sheet(read(conference), with_ids=True)
    assert f"[00:00:10] {FERRY}" in sheet
    actions.reconcile(conference, parse_sheet(sheet.replace(FARES, f"[00:01:30] {FARES}")).document)
    assert times(conference) == {FERRY: 10, TRAMS: 20, FARES: 90}


def test_the_public_json_and_sheet_state_times(client: Client) -> None:
    conference = make_timed()
    said = client.get(f"{conference.get_absolute_url().rstrip('/')}.json").json()["exchanges"][0]["turns"][1]
    assert said["times"] == [10, 20, None]
    assert f"[00:00:20] {TRAMS}" in client.get(f"{conference.get_absolute_url().rstrip('/')}.txt").content.decode()
