"""What an import warns of stays with the conference until somebody has settled it."""

from dataclasses import replace

import pytest

from tests.builders import make_conference, make_draft, make_exchange
from tests.documents import document
from transcripts import actions
from transcripts.actions import Change, resolve_import_warnings, save_import_warnings
from transcripts.document import TranscriptDocument
from transcripts.intake import NO_DATE, IntakeWarning, Message, from_message_form, join_pages, parse_text
from transcripts.models import Conference, SavedWarning
from transcripts.reading.import_preview import PlacedWarning

pytestmark = pytest.mark.django_db

WARNING = Message.of("Line %(line)d looks like a label.", line=7)


def imported() -> tuple[Conference, TranscriptDocument]:
    """A conference as it was imported."""
    conference, text = Conference(), document()
    actions.reconcile(conference, text)
    return conference, text


def sentences(conference: Conference) -> list[str]:
    return [from_message_form(warning.sentence) for warning in conference.import_warnings.open()]


def test_a_warning_is_kept_with_its_turn_and_the_parts_of_its_sentence():
    conference, text = imported()
    save_import_warnings(conference, [PlacedWarning(WARNING, 0, 7, turn=1)], text, files=["boats.txt"])
    warning = conference.import_warnings.get()
    assert warning.turn == conference.exchanges.get(position=1).turns.get(position=2)
    assert (warning.file, warning.line) == ("boats.txt", 7)
    kept = from_message_form(warning.sentence)
    assert kept == WARNING
    assert isinstance(kept, Message)
    assert kept.parts == {"line": 7}


def test_what_has_been_stated_since_is_in_warning_no_more():
    conference, text = imported()
    assert text.held_on or text.posted_on
    save_import_warnings(conference, [PlacedWarning(NO_DATE, 0, None)], text)
    assert not sentences(conference)


def test_it_goes_with_its_turn():
    conference, text = imported()
    save_import_warnings(
        conference, [PlacedWarning(WARNING, 0, 7, turn=0), PlacedWarning(Message.of("No pager."), 0, None)], text
    )
    make_exchange(conference)
    actions.remove_exchanges([conference.exchanges.get(position=1)])
    assert sentences(conference) == ["No pager."]


def test_the_same_import_again_brings_nothing_back():
    conference, text = imported()
    warnings = [PlacedWarning(WARNING, 0, 7, turn=0), PlacedWarning(Message.of("No pager."), 0, None)]
    save_import_warnings(conference, warnings, text)
    first = conference.import_warnings.first()
    assert first
    assert resolve_import_warnings(conference, [first.pk], change=Change()) == 1
    save_import_warnings(conference, warnings, text)
    assert sentences(conference) == ["No pager."]
    assert SavedWarning.objects.count() == 2
    first.refresh_from_db()
    assert first.settled_by_name == "command line"


def test_an_import_of_the_whole_replaces_what_was_left_and_a_page_adds_to_it():
    conference, text = imported()
    save_import_warnings(conference, [PlacedWarning(Message.of("One."), 0, None)], text)
    save_import_warnings(conference, [PlacedWarning(Message.of("Two."), 0, None)], text, is_partial=True)
    assert sentences(conference) == ["One.", "Two."]
    save_import_warnings(conference, [PlacedWarning(Message.of("Three."), 0, None)], text)
    assert sentences(conference) == ["Three."]


def test_only_warnings_of_the_conference_are_settled():
    one, text = imported()
    other = make_draft()
    save_import_warnings(one, [PlacedWarning(WARNING, 0, None)], text)
    assert resolve_import_warnings(other, [one.import_warnings.get().pk], change=Change()) == 0
    assert resolve_import_warnings(one, change=Change()) == 1
    assert not one.import_warnings.open()


def test_conferences_with_warnings_are_found_once_and_not_in_the_trash():
    conference, text = imported()
    make_conference(exchanges=1)
    save_import_warnings(
        conference, [PlacedWarning(Message.of("One."), 0, None), PlacedWarning(Message.of("Two."), 0, None)], text
    )
    assert list(Conference.objects.with_import_warnings()) == [conference]
    actions.move_to_trash(conference, change=Change())
    assert not Conference.objects.with_import_warnings()
    actions.restore_from_trash(conference, change=Change())
    resolve_import_warnings(conference, change=Change())
    assert not Conference.objects.with_import_warnings()


PAGE = """Press conference on the winter ferries

INES CALDER, Deputy Mayor: Thank you for coming. The last boat leaves at one.

EVENING COURIER: When will the timetable be printed?

INES CALDER: On the fifteenth of the month.
"""


def test_an_import_keeps_what_its_files_leave_in_warning():
    parsed = parse_text(PAGE, name="ferries.txt")
    assert NO_DATE in [warning.message for warning in parsed.warnings]
    [done] = actions.import_transcripts([parsed])
    assert sentences(done.conference) == [str(warning.message) for warning in parsed.warnings]
    actions.import_transcripts([parsed])
    assert len(sentences(done.conference)) == len(parsed.warnings)


def test_an_import_without_warnings_asks_nothing_more_than_what_was_kept(django_assert_num_queries):
    conference, text = imported()
    with django_assert_num_queries(3):  # a savepoint, and what is kept
        save_import_warnings(conference, [], text)


def test_of_several_pages_each_warning_is_kept_with_the_turn_of_its_own_page():
    pages = [
        replace(parse_text(PAGE.replace("timetable", name), name=f"{name}.txt"), page=number, is_partial=True)
        for number, name in enumerate(("timetable", "calendar"), start=1)
    ]
    lines = [next(line for line in page.lines if line) for page in pages]
    warned = [replace(page, warnings=(IntakeWarning(line, WARNING),)) for page, line in zip(pages, lines, strict=True)]
    [done] = actions.import_transcripts([join_pages(warned)])
    warnings = list(done.conference.import_warnings.select_related("turn__exchange"))
    assert [str(from_message_form(warning.sentence)) for warning in warnings] == [
        f"Page {n}: {WARNING}" for n in (1, 2)
    ]
    texts = [warning.turn.exchange.turns.order_by("position")[0].text for warning in warnings if warning.turn]
    assert len({warning.turn_id for warning in warnings}) == 2
    assert all(texts)
