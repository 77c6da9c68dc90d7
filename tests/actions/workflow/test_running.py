"""A running transcript: set running, typed, released, corrected, closed."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.builders import make_author, make_conference, make_draft, make_editor, make_participation, make_speaker
from transcripts import actions
from transcripts.actions import Change, Cut, Typed
from transcripts.document import Part
from transcripts.intake import cues_sent, plain_source
from transcripts.models import (
    CaptionFeed,
    Conference,
    Correction,
    Edition,
    Event,
    Outlet,
    QueuedTurn,
    ReceivedCue,
    ReleasedTurn,
    Revision,
    RunningCorrection,
    Status,
    Turn,
)

pytestmark = pytest.mark.django_db

NOBODY = Change()
QUESTION = Typed("When does the last boat leave?", outlet="Evening Courier", journalist="Bo Lindqvist")
ANSWER = Typed("At one o’clock.", speaker="Ines Calder")


def started(**fields: Any) -> Conference:
    conference = make_draft("Night ferries", **fields)
    make_participation(conference, make_speaker())
    make_participation(conference, make_speaker("Tomas Reyl"), role="chair", part=Part.CHAIR)
    actions.sync_after_edit(conference, NOBODY)
    actions.start_running(conference, change=NOBODY)
    return conference


def released(*typed: Typed, conference: Conference | None = None) -> Conference:
    conference = conference or started()
    for one in typed or (QUESTION, ANSWER):
        actions.enqueue(conference, one, change=NOBODY)
    actions.release(conference, change=NOBODY)
    return conference


def long_after(conference: Conference, seconds: int = 121) -> None:
    """Let time pass: all that is public has stood for so long."""
    for row in conference.released.all():
        ReleasedTurn.objects.filter(pk=row.pk).update(released_at=row.released_at - timedelta(seconds=seconds))
    began = Conference.objects.get(pk=conference.pk).running_since
    assert began
    Conference.objects.filter(pk=conference.pk).update(running_since=began - timedelta(seconds=seconds))


def correct(text: str, *, number: int = 1, **who: str) -> None:
    turn = Turn.objects.order_by("exchange__position", "position")[number]
    actions.correct_released(turn.exchange.conference, turn.public_id, Typed(text, **who), was=turn.text, change=NOBODY)


def close(conference: Conference, *, major: bool = True, **also: Any) -> None:
    weights = dict.fromkeys(conference.running_corrections.values_list("pk", flat=True), major)
    actions.close_running(conference, weights=weights, change=NOBODY, **also)


def edition() -> int:
    return Edition.objects.get().number


def test_the_head_alone_is_public_at_first() -> None:
    conference = Conference.objects.get(pk=started().pk)
    assert conference.is_running
    assert conference.status == Status.PUBLISHED
    assert not conference.exchanges.exists()
    assert not conference.versions.exists()
    assert conference.events.get().what == Event.What.RUNNING


def test_only_a_draft_without_exchanges_runs() -> None:
    for conference in (make_conference(), make_draft("Has words", exchanges=1), started()):
        with pytest.raises(actions.WrongStateError):
            actions.start_running(conference, change=NOBODY)


def test_whoever_may_not_publish_may_type_and_nothing_else() -> None:
    conference, author = started(), Change(make_author())
    actions.enqueue(conference, ANSWER, change=author)
    for action in (
        lambda: actions.start_running(make_draft("Another"), change=author),
        lambda: actions.release(conference, change=author),
        lambda: actions.open_caption_feed(conference, change=author),
        lambda: actions.close_running(conference, weights={}, change=author),
        lambda: actions.correct_released(conference, "x", ANSWER, was="", change=author),
    ):
        with pytest.raises(PermissionDenied):
            action()
    assert not Turn.objects.exists()


def test_what_is_typed_waits_and_is_released_as_one_revision_and_one_edition() -> None:
    conference = started()
    before, revisions = edition(), Revision.objects.count()
    for typed in (QUESTION, ANSWER):
        actions.enqueue(conference, typed, change=NOBODY)
    assert (Turn.objects.count(), edition(), Revision.objects.count()) == (0, before, revisions)
    assert actions.release(conference, change=Change(make_editor())) == 1
    assert (edition(), Revision.objects.count()) == (before + 1, revisions + 1)
    assert not QueuedTurn.objects.exists()
    question, answer = Turn.objects.order_by("position")
    assert (question.kind, question.outlet and question.outlet.name, question.journalist) == (
        "question",
        "Evening Courier",
        "Bo Lindqvist",
    )
    assert (answer.kind, answer.speaker and answer.speaker.name, answer.text) == (
        "answer",
        "Ines Calder",
        "At one o’clock.",
    )
    assert ReleasedTurn.objects.count() == 2
    assert not conference.versions.exists()


def test_who_speaks_says_what_kind_of_turn_it_is() -> None:
    conference = started()
    for typed in (
        Typed("Good evening.", speaker="Tomas Reyl"),
        Typed("A word before.", speaker="Ines Calder"),
        QUESTION,
        ANSWER,
        Typed("Laughter."),
        Typed("Two things.", speaker="Ines Calder", kind="statement"),
    ):
        actions.enqueue(conference, typed, change=NOBODY)
    kinds = list(QueuedTurn.objects.order_by("position").values_list("kind", flat=True))
    assert kinds == ["moderator", "statement", "question", "answer", "note", "statement"]


def test_a_release_may_go_on_with_the_last_exchange() -> None:
    conference = released()
    actions.enqueue(conference, Typed("And back at five.", speaker="Ines Calder"), change=NOBODY)
    assert actions.release(conference, goes_on=True, change=NOBODY) == 1
    assert conference.exchanges.get().turns.count() == 3


def test_nothing_is_released_of_what_is_not_checked_or_has_no_speaker() -> None:
    conference = started()
    with pytest.raises(actions.WrongStateError):
        actions.release(conference, change=NOBODY)
    actions.enqueue(conference, Typed("At one.", kind="answer"), change=NOBODY)
    with pytest.raises(actions.WrongStateError):
        actions.release(conference, change=NOBODY)
    with pytest.raises(actions.WrongStateError):
        actions.enqueue(conference, Typed("  \n "), change=NOBODY)
    with pytest.raises(actions.DocumentRefusedError):
        actions.enqueue(conference, Typed("Yes.", label="x" * 301), change=NOBODY)
    assert QueuedTurn.objects.count() == 1


def test_released_words_change_without_a_note_or_a_sign_for_two_minutes() -> None:
    conference = released()
    long_after(conference, 110)
    correct("At two o’clock.")
    assert Turn.objects.get(position=2).text == "At two o’clock."
    assert not RunningCorrection.objects.exists()
    assert not ReleasedTurn.objects.exclude(changed_at=None).exists()


def test_words_that_stood_and_change_are_listed_and_marked() -> None:
    conference = released()
    long_after(conference)
    correct("At two o’clock.")
    row = RunningCorrection.objects.get()
    assert (row.turn_public_id, row.is_major) == (Turn.objects.get(position=2).public_id, None)
    assert ReleasedTurn.objects.get(turn_public_id=row.turn_public_id).changed_at == row.revision.made_at
    assert not Correction.objects.exists()


def test_another_speaker_and_words_that_go_are_listed_too() -> None:
    conference = released()
    long_after(conference)
    correct("At one o’clock.", speaker="Tomas Reyl")
    correct("", number=0)
    assert RunningCorrection.objects.count() == 2
    assert Turn.objects.get().label_as_printed == "Tomas Reyl"


def test_everything_that_was_released_can_be_taken_back() -> None:
    conference = released(ANSWER)
    correct("", number=0)
    assert not conference.exchanges.exists()
    released(ANSWER, conference=conference)
    actions.remove_exchanges(conference.exchanges.all(), change=NOBODY)
    assert not conference.exchanges.exists()


def test_who_is_added_corrects_nothing_and_another_name_does() -> None:
    conference = released()
    long_after(conference)
    released(Typed("Good evening.", speaker="Vera Lind"), conference=conference)
    assert not RunningCorrection.objects.exists()
    conference.refresh_from_db()
    conference.title = "Day ferries"
    conference.save()
    actions.sync_after_edit(conference, NOBODY)
    assert RunningCorrection.objects.get().field == "title"


def test_a_turn_that_somebody_else_changed_is_not_written_over() -> None:
    conference = released()
    turn = Turn.objects.get(position=2)
    with pytest.raises(actions.WrongStateError):
        actions.correct_released(conference, turn.public_id, Typed("At three."), was="At nine.", change=NOBODY)
    queued = actions.enqueue(conference, ANSWER, change=NOBODY)
    with pytest.raises(actions.WrongStateError):
        actions.change_queued(queued, Typed("At three."), was="At nine.", change=NOBODY)
    actions.change_queued(queued, Typed("At three.", speaker="Ines Calder"), was=queued.text, change=NOBODY)
    actions.drop_queued(queued, change=NOBODY)
    with pytest.raises(actions.WrongStateError):
        actions.drop_queued(queued, change=NOBODY)


def test_closing_makes_the_first_version_with_the_corrections_that_are_major() -> None:
    conference = released()
    long_after(conference)
    correct("At two o’clock.")
    close(conference)
    conference = Conference.objects.get(pk=conference.pk)
    assert not conference.is_running
    assert [version.number for version in conference.versions.all()] == [1]
    correction = Correction.objects.get()
    assert (correction.was, correction.now) == ("At one o’clock.", "At two o’clock.")
    assert correction.revision.note == "Changed while the transcript was running."
    assert not list(actions.find_damage(conference))
    assert not list(actions.find_damaged_versions(conference))
    assert not ReleasedTurn.objects.exists()
    with pytest.raises(actions.WrongStateError):
        actions.start_running(conference, change=NOBODY)
    with pytest.raises(actions.NoteRequiredError):
        correct_closed(conference)


def correct_closed(conference: Conference) -> None:
    turn = Turn.objects.filter(exchange__conference=conference).latest("position")
    Turn.objects.filter(pk=turn.pk).update(text="At four.")
    actions.sync_after_edit(conference, NOBODY)


def test_minor_changes_are_no_corrections() -> None:
    conference = released()
    long_after(conference)
    correct("At one o’clock, sharp.")
    close(conference, major=False)
    assert not Correction.objects.exists()
    assert RunningCorrection.objects.get().is_major is False


def test_words_that_changed_twice_are_corrected_twice_and_the_first_is_closed() -> None:
    conference = released()
    long_after(conference)
    correct("At two o’clock.")
    correct("At three o’clock.")
    close(conference)
    first, second = Correction.objects.order_by("pk")
    assert first.closed_by == second.revision
    assert second.closed_by is None


def test_closing_asks_about_the_queue_the_changes_and_that_there_are_words() -> None:
    conference = started()
    with pytest.raises(actions.NotReadyError):
        close(conference)
    released(conference=conference)
    actions.enqueue(conference, ANSWER, change=NOBODY)
    with pytest.raises(actions.WrongStateError):
        close(conference)
    long_after(conference)
    correct("At two o’clock.")
    with pytest.raises(actions.WrongStateError):
        actions.close_running(conference, weights={}, gives_up_queue=True, change=NOBODY)
    close(conference, gives_up_queue=True)
    assert not QueuedTurn.objects.exists()


def test_publishing_is_no_way_to_close_it() -> None:
    conference = released()
    with pytest.raises(actions.WrongStateError):
        actions.publish(conference, change=NOBODY)


def test_a_withdrawal_ends_it_with_queue_and_tokens() -> None:
    conference = released()
    long_after(conference)
    correct("At two o’clock.")
    actions.enqueue(conference, ANSWER, change=NOBODY)
    token = actions.open_caption_feed(conference, change=NOBODY)
    actions.withdraw(conference, reason="Another meeting.")
    assert not QueuedTurn.objects.exists()
    assert actions.find_caption_feed(token) is None
    row = Conference.objects.get(pk=conference.pk)
    assert (row.running_since, row.status) == (None, Status.WITHDRAWN)
    actions.publish(row)
    assert Correction.objects.count() == 1
    assert [version.number for version in row.versions.all()] == [1]


def test_a_removal_is_a_correction_at_once_and_reaches_the_queue() -> None:
    conference = released()
    long_after(conference)
    actions.enqueue(conference, Typed("At one o’clock, I said.", speaker="Ines Calder"), change=NOBODY)
    conference.refresh_from_db()
    chief = User.objects.create_superuser("chief")
    cut = Cut(Turn.objects.get(position=2).public_id, 0, "one o’clock")
    actions.remove_words(
        conference, [cut], reason="A slip.", is_repeated=False, base=conference.revision_number, change=Change(chief)
    )
    assert Correction.objects.count() == 1
    assert not RunningCorrection.objects.exists()
    assert QueuedTurn.objects.get().text == "At [removed], I said."
    actions.enqueue(conference, Typed("It was one o’clock.", speaker="Ines Calder"), change=NOBODY)
    with pytest.raises(actions.WordsRemovedError):
        actions.release(conference, change=NOBODY)
    feed = actions.find_caption_feed(actions.open_caption_feed(conference, change=NOBODY))
    assert feed
    actions.receive_captions(feed, cues_sent(plain_source("WEBVTT\n\n00:01.000 --> 00:03.000\nOne o’clock again.\n")))
    assert QueuedTurn.objects.latest("position").text == "[removed] again."


def vtt(*cues: str) -> str:
    parts = (f"00:{n:02}.000 --> 00:{n + 1:02}.000\n{cue}\n" for n, cue in enumerate(cues, start=1))
    return "WEBVTT\n\n" + "\n".join(parts)


CUES = [
    "<v Ines Calder>The last boat leaves at one.",
    "<v Ines Calder>It comes back at five.",
    "<v Bo Lindqvist>And on Sundays?",
    "<v Ines Calder>On Sundays there is none.",
]


def test_captions_come_in_once_each_to_be_checked() -> None:
    conference = started()
    token = actions.open_caption_feed(conference, change=NOBODY)
    assert token not in str(CaptionFeed.objects.values())
    feed = actions.find_caption_feed(token)
    assert feed
    numbers = [actions.receive_captions(feed, cues_sent(plain_source(vtt(*CUES[:n])))) for n in (1, 2, 2, 4, 4)]
    assert numbers == [1, 1, 0, 2, 0]
    rows = list(QueuedTurn.objects.order_by("position").values_list("speaker", "label", "text", "is_checked"))
    assert rows == [
        ("Ines Calder", "Ines Calder", "The last boat leaves at one.", False),
        ("Ines Calder", "Ines Calder", "It comes back at five.", False),
        ("", "Bo Lindqvist", "And on Sundays?", False),
        ("Ines Calder", "Ines Calder", "On Sundays there is none.", False),
    ]
    with pytest.raises(actions.WrongStateError):
        actions.release(conference, change=NOBODY)
    for turn in QueuedTurn.objects.order_by("position")[:2]:
        actions.check_queued(turn, change=NOBODY)
    actions.release(conference, change=NOBODY)
    assert (Turn.objects.count(), QueuedTurn.objects.count()) == (2, 2)


def test_labels_that_are_known_as_voices_only_later_bring_no_cue_twice() -> None:
    conference = started()
    feed = actions.find_caption_feed(actions.open_caption_feed(conference, change=NOBODY))
    assert feed
    cues = ["CALDER: At one.", "REYL: Next.", "CALDER: At five.", "REYL: Thank you.", "CALDER: Good night."]
    for n in range(1, 6):
        actions.receive_captions(feed, cues_sent(plain_source(vtt(*cues[:n]))))
    assert ReceivedCue.objects.count() == 5


def test_a_token_ends_by_time_by_hand_and_with_the_running() -> None:
    conference = released()
    tokens = [actions.open_caption_feed(conference, change=NOBODY) for _ in range(3)]
    first, second, third = (actions.find_caption_feed(token) for token in tokens)
    assert first
    assert second
    assert third
    CaptionFeed.objects.filter(pk=first.pk).update(expires_at=timezone.now())
    actions.revoke_caption_feed(second, change=NOBODY)
    assert [bool(actions.find_caption_feed(token)) for token in tokens] == [False, False, True]
    with pytest.raises(actions.WrongStateError):
        actions.receive_captions(second, cues_sent(plain_source(vtt(*CUES))))
    close(conference)
    assert actions.find_caption_feed(tokens[2]) is None
    with pytest.raises(actions.WrongStateError):
        actions.receive_captions(third, cues_sent(plain_source(vtt(*CUES))))


def test_a_name_that_a_running_transcript_alone_has_is_renamed_before_readers() -> None:
    released(Typed("When does it leave?", outlet="Evening Courier"))
    outlet, before = Outlet.objects.get(), edition()
    outlet.name = "Harbour Mirror"
    outlet.save()
    actions.sync_after_name_edit(outlet)
    assert edition() > before
