"""Public versions: when they are made, what they hold, and the chain of the log."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.builders import make_correction, make_photo
from transcripts import actions
from transcripts.actions import Change
from transcripts.document import ExchangeText, Kind, Person, TranscriptDocument, TurnText, line_digest
from transcripts.models import Conference, Outlet, Revision, Series, Version
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db

DOCUMENT = TranscriptDocument(
    title="Night ferries",
    series="Ports",
    venue="Quay House",
    people=(Person("Ines Calder", "deputy mayor"),),
    exchanges=(
        ExchangeText(
            (
                TurnText(Kind.QUESTION, "Evening Courier", ("When does it leave?",), outlet="Evening Courier"),
                TurnText(Kind.ANSWER, "Ines Calder", ("At two.", "From the north pier."), speaker="Ines Calder"),
            ),
            "Boats",
        ),
    ),
)
MINOR = Change(note="Misheard.", is_major=False)


def enter(document: TranscriptDocument = DOCUMENT) -> Conference:
    conference = Conference()
    actions.reconcile(conference, document)
    return conference


def with_words(conference: Conference, words: str, **head: Any) -> TranscriptDocument:
    document = read(conference)
    [exchange] = document.exchanges
    answer = replace(exchange.turns[1], paragraphs=(words, *exchange.turns[1].paragraphs[1:]))
    return replace(document, exchanges=(replace(exchange, turns=(exchange.turns[0], answer)),), **head)


def versions(conference: Conference) -> list[tuple[int, int]]:
    """The number of each version, and of its revision."""
    return list(conference.versions.order_by("number").values_list("number", "revision__number"))


def log() -> list[dict[str, Any]]:
    return [row.log_line() for row in Version.objects.logged()]


def pass_time(conference: Conference) -> None:
    """Let the embargo of the conference be over, without anything running."""
    past = timezone.now() - timedelta(minutes=5)
    Conference.objects.filter(pk=conference.pk).update(published_at=past)
    conference.refresh_from_db()


def test_a_draft_has_none_and_publication_makes_the_first() -> None:
    conference = enter()
    actions.reconcile(conference, with_words(conference, "At three."))
    assert versions(conference) == []
    actions.publish(conference)
    assert versions(conference) == [(1, 2)]
    conference.refresh_from_db()
    version = conference.versions.get()
    assert version.made_at == conference.published_at
    assert [line["number"] for line in log()] == [1]


def test_a_public_change_makes_one_and_what_readers_do_not_see_makes_none() -> None:
    conference = enter()
    actions.publish(conference)
    actions.reconcile(conference, with_words(conference, "At one."), MINOR)
    assert versions(conference) == [(1, 1), (2, 2)]
    actions.reconcile(conference, replace(read(conference), pages=4), MINOR)
    make_photo(conference)
    actions.set_record_status(conference, "checked", change=Change())
    outlet = Outlet.objects.get()
    outlet.name = "Courier"
    outlet.save()
    actions.sync_after_name_edit(outlet)
    Series.objects.update(name="Harbours")
    actions.reconcile(conference, replace(read(conference), pages=5), MINOR)
    assert conference.revisions.count() == 4
    assert versions(conference) == [(1, 1), (2, 2)]
    actions.reconcile(conference, replace(read(conference), venue="Town Hall"), MINOR)
    assert versions(conference) == [(1, 1), (2, 2), (3, 5)]


def test_publishing_again_makes_one_only_if_readers_see_something_else() -> None:
    conference = enter()
    actions.publish(conference)
    actions.withdraw(conference, reason="Too early.")
    actions.publish(conference)
    assert versions(conference) == [(1, 1)]
    actions.withdraw(conference, reason="Too early.")
    actions.reconcile(conference, with_words(conference, "At one."))
    assert versions(conference) == [(1, 1)]
    actions.publish(conference)
    assert versions(conference) == [(1, 1), (2, 2)]


def test_a_scheduled_one_gets_its_line_by_the_first_action_after_its_time() -> None:
    conference, other = enter(), enter(replace(DOCUMENT, title="Day ferries"))
    actions.publish(conference, at=timezone.now() + timedelta(days=1))
    actions.reconcile(conference, with_words(conference, "At three."))
    assert log() == []
    pass_time(conference)
    assert log() == []
    assert conference.versions.published().get().revision.number == 2
    actions.publish(other)
    first, second = log()
    assert (first["conference"], second["conference"]) == (conference.public_id, other.public_id)
    assert conference.versions.get().made_at == conference.published_at
    assert second["previous"] == line_digest(first)
    assert not list(actions.find_damaged_log())


@pytest.mark.parametrize("action", ["withdraw", "correct", "tidy", "comment"])
def test_any_action_after_its_time_writes_the_line_first(action: str) -> None:
    conference = enter()
    actions.publish(conference, at=timezone.now() + timedelta(days=1))
    pass_time(conference)
    if action == "withdraw":
        actions.withdraw(conference, reason="Too early.")
    elif action == "correct":
        actions.reconcile(conference, with_words(conference, "At one."), MINOR)
    elif action == "tidy":
        call_command("tidy", verbosity=0)
    else:
        actions.revoke_previews(enter(replace(DOCUMENT, title="Another")), change=Change())
    assert [line["version"] for line in log()] == ([1, 2] if action == "correct" else [1])
    assert versions(conference)[0] == (1, 1)
    assert not list(actions.find_damage(conference))


def test_what_is_taken_back_before_its_time_never_was() -> None:
    conference = enter()
    actions.publish(conference, at=timezone.now() + timedelta(days=1))
    actions.return_to_draft(conference)
    assert not Version.objects.exists()
    actions.publish(conference, at=timezone.now() + timedelta(days=1))
    actions.publish(conference)
    assert versions(conference) == [(1, 1)]
    conference.refresh_from_db()
    assert conference.versions.get().made_at == conference.published_at


def test_a_refused_change_leaves_no_version() -> None:
    conference = enter()
    actions.publish(conference)
    with pytest.raises(actions.NoteRequiredError):
        actions.reconcile(conference, with_words(conference, "At one."), Change())


def test_altering_the_past_shows() -> None:
    conference = enter()
    actions.publish(conference)
    actions.reconcile(conference, with_words(conference, "At one."), MINOR)
    assert not list(actions.find_damage(conference))
    assert not list(actions.find_damaged_log())
    first = conference.versions.get(number=1)
    document = json.loads(json.dumps(first.revision.document).replace("At two.", "At six."))
    Revision.objects.filter(pk=first.revision_id).update(document=document)
    assert "Version 1 is not what revision 1 holds." in list(actions.find_damage(conference))
    Version.objects.filter(pk=first.pk).update(digest="0" * 64)
    assert "Version 1 was altered after it was made." in list(actions.find_damage(conference))
    assert list(actions.find_damaged_log()) == [
        "Line 2 of the log, or the one before it, was altered after it was written."
    ]


def test_the_head_is_written_once_a_day_and_compared(settings: Any, tmp_path: Any, capsys: Any) -> None:
    settings.LOG_HEADS_FILE = tmp_path / "heads.jsonl"
    call_command("tidy")
    assert not settings.LOG_HEADS_FILE.exists()
    conference = enter()
    actions.publish(conference)
    call_command("tidy")
    call_command("tidy")
    [head] = map(json.loads, settings.LOG_HEADS_FILE.read_text().splitlines())
    assert head == {"day": timezone.localdate().isoformat(), "number": 1, "digest": line_digest(log()[0])}
    call_command("check_integrity")
    Version.objects.update(digest="0" * 64)
    with pytest.raises(CommandError):
        call_command("check_integrity")
    assert f"The log up to line 1 is not what it was on {head['day']}." in capsys.readouterr().out


def test_a_head_file_that_cannot_be_written_is_a_sentence(settings: Any, tmp_path: Any) -> None:
    settings.LOG_HEADS_FILE = tmp_path / "heads.jsonl"
    settings.LOG_HEADS_FILE.write_text("no json")
    actions.publish(enter())
    with pytest.raises(CommandError, match="the log’s head was not written"):
        call_command("tidy")


def test_a_conference_without_revisions_has_no_versions() -> None:
    conference = enter()
    make_correction(conference)
    assert not conference.versions.exists()
