"""Find and replace over many conferences: each all or nothing, by the ordinary way, and one undo for all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from tests.actions.transcript.test_removal import CANARY, published, remove
from tests.actions.workflow.test_running import long_after, released
from tests.builders import make_author, make_editor, make_series
from tests.documents import answer, document, question
from tests.search.building import index_rows
from transcripts import actions, search
from transcripts.actions import Change
from transcripts.actions.replacing import finding as replacing
from transcripts.document import ExchangeText, Person, TranscriptDocument, to_json
from transcripts.models import (
    Conference,
    Correction,
    RecordStatus,
    Replacement,
    Revision,
    RunningCorrection,
    Speaker,
    Turn,
    Version,
)
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db
NOTE = "The spelling that the city itself uses."


def said(number: int, *paragraphs: str, **head: Any) -> TranscriptDocument:
    turns = (question(f"What of Kiev {number}?"), answer(*(paragraphs or ("Kiev is far.", "It is Kiev."))))
    people = (Person("Ines Calder", "envoy to Kiev"),)
    first = ExchangeText(turns, heading=f"Kiev {number}")
    return document(first, **({"title": f"On Kiev {number}", "people": people} | head))


def enter(number: int = 1, *paragraphs: str, publish: bool = True, **head: Any) -> Conference:
    conference = Conference()
    actions.reconcile(conference, said(number, *paragraphs, **head))
    if publish:
        actions.publish(conference)
    return Conference.objects.get(pk=conference.pk)


def editor() -> User:
    return User.objects.filter(username="editor").first() or make_editor("editor")


def change(note: str = NOTE, *, is_major: bool | None = False) -> Change:
    return Change(editor(), note, is_major)


def prepare(find: str = "Kiev", by: str = "Kyiv", **fields: Any) -> Replacement:
    return actions.prepare_replacement(Replacement(find=find, replace_by=by, **fields), change=Change(editor()))


def outcomes(replacement: Replacement, step: str = "outcome") -> list[tuple[str, str]]:
    return [(getattr(row, step), row.sentence) for row in replacement.conferences.all()]


def whole(conference: Conference) -> tuple[object, ...]:
    row = Conference.objects.get(pk=conference.pk)
    return (to_json(read(row)), row.revision_number, Revision.objects.filter(conference=row).count())


def test_every_conference_gets_one_revision_by_the_ordinary_way() -> None:
    one, other = enter(1), enter(2, publish=False)
    before = {row.pk: read(row) for row in (one, other)}
    ids = [turn.paragraph_ids for turn in before[one.pk].turns]
    replacement = prepare()
    assert [row.places for row in replacement.conferences.all()] == [6, 6]  # title, role, heading, three paragraphs
    actions.apply_replacement(replacement, change=change(is_major=True))
    assert outcomes(replacement) == [("done", ""), ("done", "")]
    for row in Conference.objects.all():
        after = read(row)
        assert "Kiev" not in str(after)
        assert to_json(after) == to_json(_kyiv(before[row.pk]))
        assert (row.revision_number, row.revisions.get(number=2).note) == (2, NOTE)
        assert not list(actions.find_damage(row))
    assert [turn.paragraph_ids for turn in read(Conference.objects.get(pk=one.pk)).turns] == ids
    assert Version.objects.filter(conference=one).count() == 2
    assert set(Correction.objects.values_list("revision__conference", flat=True)) == {one.pk}
    assert search.find("Kyiv").total == 2
    assert search.find("Kiev").total == 0
    held = index_rows()
    search.rebuild()
    assert index_rows() == held


def _kyiv(document: TranscriptDocument) -> TranscriptDocument:
    def put(text: str) -> str:
        return text.replace("Kiev", "Kyiv")

    exchanges = (
        replace(
            each,
            heading=put(each.heading),
            turns=tuple(replace(turn, paragraphs=tuple(map(put, turn.paragraphs))) for turn in each.turns),
        )
        for each in document.exchanges
    )
    people = (replace(each, role=put(each.role)) for each in document.people)
    return replace(document, title=put(document.title), people=tuple(people), exchanges=tuple(exchanges))


def test_only_what_is_ticked_is_replaced() -> None:
    conference = enter()
    replacement = prepare()
    row = replacement.conferences.get()
    actions.choose_places(replacement, {row.pk: {0, 1, 2, 3, 5, 99}})
    actions.apply_replacement(replacement, change=change())
    assert [turn.paragraphs for turn in read(Conference.objects.get()).turns][1] == ("Kyiv is far.", "It is Kiev.")
    assert Conference.objects.get().title == conference.title


def test_a_name_as_printed_stays_the_same_speakers() -> None:
    conference = enter()
    speaker = Speaker.objects.get()
    replacement = prepare("Ines Calder", "Inês Calder")
    actions.apply_replacement(replacement, change=change())
    after = read(Conference.objects.get())
    assert [person.name for person in after.people] == ["Inês Calder"]
    assert [turn.speaker for turn in after.turns][1] == "Inês Calder"
    assert Speaker.objects.get() == speaker
    assert conference.participations.get().speaker == speaker
    actions.undo_replacement(replacement, change=change())
    assert [person.name for person in read(Conference.objects.get()).people] == ["Ines Calder"]
    assert Speaker.objects.get() == speaker


def test_a_public_change_asks_for_note_and_weight_and_a_draft_for_neither() -> None:
    enter(publish=False)
    drafts = prepare()
    actions.apply_replacement(drafts, change=Change(editor()))
    enter(2)
    replacement = prepare()
    with pytest.raises(actions.NoteRequiredError):
        actions.apply_replacement(replacement, change=Change(editor(), "Why."))
    replacement.refresh_from_db()
    assert replacement.state == "prepared"


def test_what_somebody_changed_meanwhile_is_named_and_left() -> None:
    one, other = enter(1), enter(2)
    replacement = prepare()
    changed = read(one)
    actions.reconcile(one, replace(changed, venue="City hall"), change())
    before = whole(one)
    actions.apply_replacement(replacement, change=change())
    found = {row.conference_id: (row.outcome, row.sentence) for row in replacement.conferences.all()}
    assert found == {one.pk: ("left", "Somebody changed it meanwhile."), other.pk: ("done", "")}
    assert whole(one) == before


def test_checked_and_final_records_are_left_unless_asked_for() -> None:
    one, other = enter(1), enter(2)
    actions.set_record_status(one, RecordStatus.FINAL, change=change())
    assert [row.conference_id for row in prepare().conferences.all()] == [other.pk]
    asked = prepare(with_checked=True)
    assert asked.conferences.count() == 2
    late = prepare()
    actions.set_record_status(other, RecordStatus.CHECKED, change=change())
    actions.apply_replacement(late, change=change())
    assert outcomes(late) == [("left", "Its record status is now checked or final.")]
    actions.apply_replacement(asked, change=change())
    assert [row.outcome for row in asked.conferences.all()] == ["done", "done"]


@contextmanager
def failing_in(conference: Conference, error: type[BaseException]) -> Iterator[None]:
    """Let the statement fail that writes a revision of the conference."""

    def fail(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "transcripts_revision"') and params[0] == conference.pk:
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


def test_a_failure_in_the_middle_leaves_that_conference_whole_and_does_the_others() -> None:
    rows = [enter(number) for number in range(1, 4)]
    replacement = prepare()
    before = whole(rows[1])
    with failing_in(rows[1], DatabaseError):
        actions.apply_replacement(replacement, change=change())
    assert whole(rows[1]) == before
    assert [row.outcome for row in replacement.conferences.all()] == ["done", "left", "done"]
    assert outcomes(replacement)[1][1] == "The database could not save it."


def test_an_action_that_was_stopped_is_gone_on_with() -> None:
    rows = [enter(number) for number in range(1, 4)]
    replacement = prepare()
    with failing_in(rows[1], KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        actions.apply_replacement(replacement, change=change())
    assert [row.outcome for row in replacement.conferences.all()] == ["done", "open", "open"]
    with pytest.raises(actions.WrongStateError):
        actions.undo_replacement(replacement, change=change())
    actions.apply_replacement(replacement, change=Change(editor()))
    assert [row.outcome for row in replacement.conferences.all()] == ["done", "done", "done"]
    assert {row.revisions.get(number=2).note for row in Conference.objects.all()} == {NOTE}
    with pytest.raises(actions.WrongStateError):
        actions.apply_replacement(replacement, change=change())


def rewrite(conference: Conference, **head: Any) -> None:
    row = Conference.objects.get(pk=conference.pk)
    actions.reconcile(row, replace(read(row), **head), change())


def test_one_undo_takes_all_back_but_what_somebody_changed_since() -> None:
    """An edit beside the places stays and stops nothing; one of the same words leaves that conference as it is."""
    one, other, third = enter(1), enter(2), enter(3)
    before, before_third = to_json(read(other)), read(third)
    replacement = prepare()
    actions.apply_replacement(replacement, change=change(is_major=True))
    rewrite(one, title="On Kyiv and its river")
    rewrite(third, venue="City hall")
    kept = whole(one)
    with pytest.raises(actions.NoteRequiredError):
        actions.undo_replacement(replacement, change=Change(editor()))
    actions.undo_replacement(replacement, change=change("The city asks for the old one.", is_major=True))
    found = {row.conference_id: row.undo for row in replacement.conferences.all()}
    assert found == {one.pk: "left", other.pk: "done", third.pk: "done"}
    assert replacement.conferences.get(conference=one).sentence == "Somebody changed the same words meanwhile."
    now = read(Conference.objects.get(pk=third.pk))
    assert now == replace(before_third, venue="City hall")
    assert whole(one) == kept
    assert to_json(read(Conference.objects.get(pk=other.pk))) == before
    assert Correction.objects.filter(revision__conference=other, is_taken_back=True).exists()
    with pytest.raises(actions.WrongStateError):
        actions.undo_replacement(replacement, change=change())
    for row in Conference.objects.all():
        assert not list(actions.find_damage(row))


def test_participants_that_changed_since_are_not_renamed_back() -> None:
    conference = enter(1, people=(Person("Ines Kiev", "envoy"),))
    replacement = prepare()
    actions.apply_replacement(replacement, change=change(is_major=True))
    row = Conference.objects.get(pk=conference.pk)
    rewrite(conference, people=(*read(row).people, Person("Ana Moss", "aide")))
    actions.undo_replacement(replacement, change=change(is_major=True))
    assert outcomes(replacement, "undo") == [("left", "Somebody changed the same words meanwhile.")]


def test_what_is_not_kept_any_more_is_said_to_be() -> None:
    conference, other = enter(1, publish=False), enter(2)
    replacement = prepare()
    actions.apply_replacement(replacement, change=change(is_major=True))
    Revision.objects.filter(conference=conference, number=1).delete()
    actions.undo_replacement(replacement, change=change(is_major=True))
    found = dict(replacement.conferences.values_list("conference", "undo"))
    assert found == {conference.pk: "left", other.pk: "done"}


def test_a_running_transcript_is_changed_with_a_sign_and_a_note_of_its_closing() -> None:
    conference = released()
    long_after(conference)
    words = Turn.objects.filter(exchange__conference=conference).order_by("pk").last().text.split()
    replacement = prepare(find=words[-2], by="Quux")
    actions.apply_replacement(replacement, change=change(is_major=True))
    assert [outcome for outcome, _ in outcomes(replacement)] == ["done"]
    assert RunningCorrection.objects.exists()
    assert Version.objects.filter(conference=conference).count() == 0
    actions.undo_replacement(replacement, change=change(is_major=True))
    assert [outcome for outcome, _ in outcomes(replacement, "undo")] == ["done"]


def test_removed_words_are_not_brought_back_here_or_elsewhere() -> None:
    published(f"It was {CANARY}, they said. They live far off.")
    remove()
    other = enter(1, "They live far off.", publish=False)
    replacement = prepare("far off", f"at {CANARY}")
    before = [whole(row) for row in Conference.objects.all()]
    actions.apply_replacement(replacement, change=change())
    assert [row.outcome for row in replacement.conferences.all()] == ["left", "left"]
    assert all("would bring back words that were removed" in said for _outcome, said in outcomes(replacement))
    assert [whole(row) for row in Conference.objects.all()] == before
    assert other.pk


@pytest.mark.parametrize(
    ("find", "by", "said_why"),
    [
        ("It is Kiev.", "", "A title, a name or a paragraph would be empty."),
        ("On Kiev 1", "K" * 200 + " ", ""),
        ("Ines Calder", "Tomas Reyl", "Two participants would have the same name."),
    ],
)
def test_what_cannot_be_is_refused_for_that_conference_alone(find: str, by: str, said_why: str) -> None:
    people = (Person("Ines Calder"), Person("Tomas Reyl"))
    enter(people=people, publish=False)
    replacement = prepare(find, by)
    actions.apply_replacement(replacement, change=change())
    assert outcomes(replacement)[0][1] == said_why


def test_a_series_days_and_a_state_narrow_it_and_the_trash_is_left_out() -> None:
    early, late = enter(1, held_on=date(2024, 1, 1), series="Daily"), enter(2, held_on=date(2024, 2, 1), publish=False)
    binned = enter(3, publish=False)
    actions.move_to_trash(binned, change=change())

    def found(**fields: Any) -> set[int]:
        return {row.conference_id for row in prepare(**fields).conferences.all()}

    assert found() == {early.pk, late.pk}
    assert found(series=early.series) == {early.pk}
    assert found(first=date(2024, 1, 2)) == {late.pk}
    assert found(last=date(2024, 1, 2)) == {early.pk}
    assert found(status="draft") == {late.pk}


def test_authors_may_not() -> None:
    enter()
    replacement = prepare()
    author = Change(make_author("author"), NOTE, is_major=False)
    for refused in (
        lambda: actions.prepare_replacement(Replacement(find="a", replace_by="b"), change=author),
        lambda: actions.apply_replacement(replacement, change=author),
        lambda: actions.undo_replacement(replacement, change=author),
    ):
        with pytest.raises(PermissionDenied):
            refused()


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("Kiev", {}),
        ("kiev", {"matches_case": False}),
        ("基辅市", {}),
        ("基", {}),
        ("It is Kiev.", {}),
        ("envoy to", {}),
        ("Ines", {}),
        ("City hall", {}),
    ],
)
def test_the_index_finds_what_is_beyond_the_newest(
    words: str, how: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 6):
        enter(number, "Kiev is far.", "It is Kiev. 在基辅市说。", venue="City hall", held_on=date(2024, 1, number))
    everywhere = [row.conference_id for row in prepare(words, **how).conferences.all()]
    assert len(everywhere) == 5
    monkeypatch.setattr(replacing, "LOOKED_AT", 2)
    beyond = prepare(words, **how)
    assert [row.conference_id for row in beyond.conferences.all()] == everywhere
    assert beyond.older is None
    series = make_series("Daily")
    Conference.objects.filter(pk__in=everywhere[1:]).update(series=series)
    search.rebuild()
    assert [row.conference_id for row in prepare(words, series=series, **how).conferences.all()] == everywhere[1:]


def test_parts_of_words_say_how_far_they_were_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 6):
        enter(number, held_on=date(2024, 1, number))
    monkeypatch.setattr(replacing, "LOOKED_AT", 2)
    replacement = prepare("ie", is_whole=False)
    assert (replacement.conferences.count(), replacement.older) == (2, date(2024, 1, 3))
    older = prepare("ie", is_whole=False, last=replacement.older)
    assert older.conferences.count() == 2


def test_many_conferences_and_many_places_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 6):
        enter(number, held_on=date(2024, 1, number), publish=False)
    monkeypatch.setattr(replacing, "MOST_CONFERENCES", 3)
    replacement = prepare()
    assert (replacement.conferences.count(), replacement.older) == (3, date(2024, 1, 2))
    monkeypatch.setattr(replacing, "MOST_PLACES", 5)
    assert {row.outcome for row in prepare().conferences.all()} == {"left"}
    monkeypatch.setattr(replacing, "MOST_READ", 2)
    assert prepare().older == date(2024, 1, 3)


def test_looking_costs_the_same_in_an_archive_of_any_size(
    django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 9):
        enter(number, publish=False)
    editor()
    with django_assert_max_num_queries(24):
        prepare()
    monkeypatch.setattr(replacing, "LOOKED_AT", 3)
    with django_assert_max_num_queries(30):
        prepare()
