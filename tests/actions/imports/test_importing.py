from datetime import date
from pathlib import Path

import pytest

from tests.builders import make_conference, make_exchange
from transcripts.actions import ImportRefusedError, NotReadyError, find_conference, group_pages, import_transcripts
from transcripts.document import TranscriptDocument
from transcripts.intake import ParsedTranscript, parse_text
from transcripts.models import Conference, Speaker, Status
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db

PAGE = """Press Room > Transcripts > Harbour Office briefings

Briefing on the new lock at Saltmarsh

Tidewater Post | June 3, 2022

{turns}

<  1  2  3  >
"""
FIRST = PAGE.format(
    turns="Dara Whitlock:\n\nGood morning. The lock has been finished.\n\nI will take questions now.",
)
SECOND = PAGE.format(
    turns="Tidewater Post:\n\nHow long is the lock? Will it take barges?\n\n"
    "Dara Whitlock:\n\nIt is two hundred metres long.\n\nBarges pass from July.",
)


def page(text: str, name: str) -> tuple[Path, ParsedTranscript]:
    return Path(name), parse_text(text, name=name)


def imported(*pages: tuple[Path, ParsedTranscript], **options: object) -> list[Conference]:
    return [done.conference for done in import_transcripts(group_pages(pages), **options)]  # type: ignore[arg-type]


def test_a_page_becomes_a_draft_with_its_series_and_people():
    [conference] = imported(page(SECOND, "lock_2.txt"))
    assert (conference.status, conference.series.name) == (Status.DRAFT, "Harbour Office briefings")
    assert (conference.posted_on, conference.source, conference.pages) == (date(2022, 6, 3), "Tidewater Post", 3)
    [exchange] = conference.exchanges.all()
    question, answer = exchange.turns.all()
    assert (question.outlet.name, answer.speaker.name) == ("Tidewater Post", "Dara Whitlock")
    assert len(answer.paragraphs) == 2


def test_pages_given_together_become_one_conference_in_page_order():
    [conference] = imported(page(SECOND, "lock_10.txt"), page(FIRST, "lock_2.txt"))
    assert [exchange.page for exchange in conference.exchanges.all()] == [2, 10]
    assert conference.exchanges.first().turns.get().paragraphs[0].startswith("Good morning")


def test_pages_given_one_after_the_other_become_one_conference_in_page_order():
    [second] = imported(page(SECOND, "lock_2.txt"))
    ids = list(second.exchanges.values_list("public_id", flat=True))
    [first] = imported(page(FIRST, "lock_1.txt"))
    assert first == second
    assert [exchange.page for exchange in first.exchanges.all()] == [1, 2]
    assert ids[0] == first.exchanges.last().public_id


def test_importing_again_changes_nothing():
    [conference] = imported(page(SECOND, "lock_2.txt"))
    before = read(conference), conference.revision_number, conference.updated_at
    [again] = import_transcripts(group_pages([page(SECOND, "lock_2.txt")]))
    assert not again.differences
    fresh = Conference.objects.get()
    assert (read(fresh), fresh.revision_number, fresh.updated_at) == before


def test_a_corrected_page_keeps_ids():
    [conference] = imported(page(SECOND, "lock_2.txt"))
    ids = set(conference.exchanges.values_list("turns__public_id", flat=True))
    imported(page(SECOND.replace("two hundred", "three hundred"), "lock_2.txt"))
    assert "three hundred" in conference.exchanges.get().turns.last().text
    assert set(conference.exchanges.values_list("turns__public_id", flat=True)) == ids


def test_an_import_never_erases_what_its_file_does_not_state():
    [conference] = imported(page(SECOND, "lock_2.txt"))
    conference.exchanges.update(heading="How long the lock is")
    conference.participations.update(role_as_printed="harbour engineer")
    imported(page(SECOND, "lock_2.txt"))
    held = read(conference)
    assert held.exchanges[0].heading == "How long the lock is"
    assert [person.role for person in held.people] == ["harbour engineer"]


def test_the_same_source_is_the_same_conference_whatever_the_title():
    make_conference("Another title", source_url="https://gazette.example/lock")
    document = TranscriptDocument(title="A title", source_url="https://gazette.example/lock")
    assert find_conference(document).title == "Another title"


@pytest.mark.parametrize(
    ("title", "language", "day", "found"),
    [
        ("NIGHT  FERRIES!", "en", date(2024, 3, 12), True),
        ("Night ferries", "fr", date(2024, 3, 12), False),
        ("Night ferries", "en", date(2024, 3, 13), False),
        ("Day ferries", "en", date(2024, 3, 12), False),
    ],
)
def test_else_it_is_the_same_title_language_and_date(title, language, day, found):
    conference = make_conference("Night ferries", held_on=date(2024, 3, 12))
    assert find_conference(TranscriptDocument(title=title, language=language, held_on=day)) == (
        conference if found else None
    )


def test_a_page_can_be_given_to_a_conference_by_its_slug():
    conference = make_conference("Lock", status=Status.DRAFT, published_at=None)
    assert imported(page(SECOND, "lock_2.txt"), slug=conference.slug) == [conference]


def test_an_unknown_slug_is_refused():
    with pytest.raises(ImportRefusedError, match="no-such"):
        imported(page(SECOND, "lock_2.txt"), slug="no-such")
    assert not Conference.objects.exists()


def test_a_slug_that_is_plainly_another_conference_is_refused():
    imported(page(SECOND, "lock_2.txt"))
    other = make_conference("Other")
    with pytest.raises(ImportRefusedError, match="not of"):
        imported(page(SECOND, "lock_2.txt"), slug=other.slug)


def test_all_or_nothing():
    good = page(SECOND, "lock_2.txt")
    untitled = parse_text("Title: Dunes\n\n=== Dunes\n\nAnna Vane:\n\nSand.", name="x.txt")
    unready = ParsedTranscript(
        document=TranscriptDocument(title="Empty"), page=None, is_partial=False, breadcrumb=(), warnings=()
    )
    with pytest.raises(NotReadyError):
        import_transcripts([*group_pages([good]), untitled, unready], and_publish=True)
    assert not Conference.objects.exists()
    assert not Speaker.objects.exists()


def test_publishing_what_is_withdrawn_is_refused():
    [conference] = imported(page(SECOND, "lock_2.txt"))
    Conference.objects.update(status=Status.WITHDRAWN, withdrawal_reason="A reason.")
    with pytest.raises(ImportRefusedError, match="withdrawn"):
        imported(page(SECOND, "lock_2.txt"), and_publish=True)
    conference.refresh_from_db()
    assert conference.status == Status.WITHDRAWN


def test_a_full_transcript_takes_away_what_it_no_longer_holds():
    sheet = "Title: Lock\nHeld: 2022-06-01\n\n=== One\n\nPost:\n\nHow long?\n\n=== Two\n\nPost:\n\nHow wide is it?"
    imported(page(sheet, "lock.txt"))
    [conference] = imported(page(sheet.partition("=== Two")[0], "lock.txt"))
    assert [exchange.heading for exchange in conference.exchanges.all()] == ["One"]


def test_a_partial_page_never_takes_anything_away():
    [conference] = imported(page(FIRST, "lock_1.txt"), page(SECOND, "lock_2.txt"))
    make_exchange(conference, heading="Entered by hand")
    imported(page(SECOND, "lock_2.txt"))
    assert conference.exchanges.count() == 3


def test_an_extract_takes_nothing_away():
    sheet = "Title: Lock\nHeld: 2022-06-01\n\n=== One\n\nPost:\n\nHow long?\n\n=== Two\n\nPost:\n\nHow wide is it?"
    [conference] = imported(page(sheet, "lock.txt"))
    extract = (
        sheet.partition("=== Two")[0].replace("Held:", "Extract: yes\nHeld:").replace("How long?", "How long is it?")
    )
    imported(page(extract, "lock.txt"))
    assert [exchange.heading for exchange in conference.exchanges.all()] == ["One", "Two"]
    assert conference.exchanges.first().turns.get().text == "How long is it?"
