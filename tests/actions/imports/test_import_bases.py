"""What each import keeps of its files: a base for the whole or for each page, and for a proposal only once applied."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from tests.actions.imports.test_importing import FIRST, SECOND, imported, page
from tests.builders import make_author, make_editor
from transcripts import actions
from transcripts.actions import Change, ImportConflictError, Resolution, group_pages, import_transcripts
from transcripts.document import from_json
from transcripts.intake import ParsedTranscript, parse_text
from transcripts.models import Conference, ImportBase, Status
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db

SHEET = """Title: Lock
Held: 2022-06-01

=== One

Post:

How long?

=== Two

Post:

How wide is it?
"""
LONGER = SECOND.replace("two hundred", "three hundred")


def sheet(text: str = SHEET) -> tuple[Path, ParsedTranscript]:
    return page(text, "lock.txt")


def again(*pages: tuple[Path, ParsedTranscript], **said: object) -> Conference:
    [done] = import_transcripts(group_pages(pages), resolution=Resolution(**said))  # type: ignore[arg-type]
    return done.conference


def edit(conference: Conference, old: str, new: str) -> None:
    """Let an editor replace words in all turns, headings and the title."""
    document = read(conference)
    exchanges = tuple(
        replace(
            one,
            heading=one.heading.replace(old, new),
            turns=tuple(
                replace(turn, paragraphs=tuple(text.replace(old, new) for text in turn.paragraphs))
                for turn in one.turns
            ),
        )
        for one in document.exchanges
    )
    version = Conference.objects.get(pk=conference.pk).revision_number
    change = Change(make_editor(f"iris-{conference.pk}-{version}"), "Misheard.", is_major=False)
    actions.change_from(conference, replace(document, exchanges=exchanges), base=version, change=change)


def words(conference: Conference) -> str:
    return "\n".join(turn.text for turn in read(conference).turns)


def bases() -> dict[str, ImportBase]:
    return {base.part: base for base in ImportBase.objects.current()}


def test_an_import_keeps_what_its_file_gave_not_what_was_made_of_it():
    parsed = sheet()
    [conference] = imported(parsed, series="Harbour Office")
    base = bases()[""]
    assert base.transcript == parsed[1].document
    assert base.transcript.series == ""
    assert (base.digests, base.release) == ([parsed[1].digest], settings.RELEASE)
    assert (base.conference, base.number) == (conference, 1)
    assert len(parsed[1].digest) == 64


def test_each_page_has_a_base_of_its_own_and_leaves_the_others_alone():
    [conference] = imported(page(FIRST, "lock_1.txt"), page(SECOND, "lock_2.txt"))
    assert sorted(bases()) == ["1", "2"]
    edit(conference, "has been finished", "is finished")
    edit(conference, "Will it take barges?", "Does it take barges?")
    again(page(LONGER, "lock_2.txt"))
    assert "three hundred" in words(conference)
    assert "is finished" in words(conference)
    assert "Does it take" in words(conference)
    assert sorted(bases()) == ["1", "2"]
    assert "three hundred" in str(bases()["2"].document)
    assert conference.exchanges.count() == 2


def test_a_page_takes_away_only_what_stood_on_it():
    [conference] = imported(page(FIRST, "lock_1.txt"), page(SECOND, "lock_2.txt"))
    shorter = SECOND.replace("Dara Whitlock:\n\nIt is two hundred metres long.\n\nBarges pass from July.", "")
    again(page(shorter, "lock_2.txt"))
    assert "two hundred" not in words(conference)
    assert "Good morning" in words(conference)
    assert "How long is the lock?" in words(conference)


def test_of_two_pages_the_one_that_is_the_same_changes_nothing():
    [conference] = imported(page(FIRST, "lock_1.txt"), page(SECOND, "lock_2.txt"))
    edit(conference, "Good morning", "Good evening")
    again(page(FIRST, "lock_1.txt"), page(LONGER, "lock_2.txt"))
    assert "Good evening" in words(conference)
    assert "three hundred" in words(conference)


def test_a_page_that_is_new_goes_where_its_number_says():
    third = SECOND.replace("How long is the lock?", "Who built the lock?").replace("two hundred", "four hundred")
    [conference] = imported(page(FIRST, "lock_1.txt"))
    again(page(third, "lock_3.txt"))
    again(page(SECOND, "lock_2.txt"))
    assert [one.page for one in conference.exchanges.all()] == [1, 2, 3]
    assert sorted(bases()) == ["1", "2", "3"]


def test_a_page_without_a_base_is_compared_with_its_part_of_the_whole():
    [conference] = imported(page(FIRST, "lock_1.txt"), page(SECOND, "lock_2.txt"))
    first, second = bases()["1"], bases()["2"]
    whole = from_json(first.document)
    whole = replace(whole, exchanges=whole.exchanges + from_json(second.document).exchanges)
    actions.save_import_bases(conference, [actions.ImportPart("", ("0" * 64,), whole)])
    assert list(bases()) == [""]
    again(page(LONGER, "lock_2.txt"))
    assert "three hundred" in words(conference)
    assert "Good morning" in words(conference)
    assert sorted(bases()) == ["", "2"]


def test_an_extract_takes_nothing_away_and_two_of_them_do_not_meet():
    [conference] = imported(sheet())
    one = SHEET.partition("=== Two")[0].replace("Held:", "Extract: yes\nHeld:")
    two = SHEET.replace("=== One\n\nPost:\n\nHow long?\n\n", "").replace("Held:", "Extract: yes\nHeld:")
    again(sheet(one.replace("How long?", "How long is it?")))
    again(sheet(two.replace("How wide is it?", "And how wide is it?")))
    assert words(conference) == "How long is it?\nAnd how wide is it?"


def test_what_was_edited_and_changed_conflicts_and_nothing_is_kept():
    [conference] = imported(sheet())
    edit(conference, "How long?", "How long is it?")
    with pytest.raises(ImportConflictError) as refusal:
        again(sheet(SHEET.replace("How long?", "How long is the lock?")))
    [(found_in, conflict)] = refusal.value.conflicts
    assert (found_in, conflict.exchange, conflict.turn) == (conference, 1, 1)
    assert "How long is it?" in words(conference)
    assert bases()[""].transcript == sheet()[1].document
    place = conflict.conflict.place
    again(sheet(SHEET.replace("How long?", "How long is the lock?")), choices={place: "mine"})
    assert "How long is the lock?" in words(conference)


def test_all_conferences_of_an_import_are_looked_through_before_it_is_refused():
    other = SHEET.replace("Lock", "Weir")
    first, second = imported(sheet(), page(other, "weir.txt"))
    for conference in (first, second):
        edit(conference, "How long?", "How long is it?")
    late = [text.replace("How long?", "How long is the thing?") for text in (SHEET, other)]
    with pytest.raises(ImportConflictError) as refusal:
        import_transcripts(group_pages([page(late[0], "lock.txt"), page(late[1], "weir.txt")]))
    assert [conference for conference, _ in refusal.value.conflicts] == [first, second]


# Proposals


@pytest.fixture
def public() -> Conference:
    [conference] = imported(sheet())
    Conference.objects.update(status=Status.PUBLISHED, published_at=timezone.now() - timedelta(days=1))
    return conference


def propose(conference: Conference) -> "actions.propose":  # type: ignore[valid-type]
    """Keep version 2 as an Author's proposal, as the admin does."""
    parsed = parse_text(SHEET.replace("How long?", "How long is it?"), name="lock.txt")
    before = read(conference)
    merged = actions.merge_incoming(
        before,
        parsed.document,
        actions.find_base(conference, actions.parts_of(parsed)),
        actions.parts_of(parsed),
        is_partial=False,
        resolution=Resolution(),
    )
    change = Change(make_author("noor"), "Misheard.", is_major=False)
    proposal = actions.propose(conference, merged.document, base=conference.revision_number, change=change)
    actions.save_import_bases(conference, actions.parts_of(parsed), proposal=proposal)
    return proposal


def test_the_base_of_a_proposal_counts_only_once_it_is_applied(public):
    public.refresh_from_db()
    proposal = propose(public)
    assert bases()[""].transcript == sheet()[1].document
    actions.apply_proposal(proposal, change=Change(make_editor(), is_major=False))
    assert "How long is it?" in str(bases()[""].document)
    assert bases()[""].number == 2
    assert ImportBase.objects.count() == 1


def test_the_base_of_a_proposal_is_forgotten_when_there_was_an_import_since(public):
    public.refresh_from_db()
    proposal = propose(public)
    late = SHEET.replace("How wide is it?", "And how wide is it?")
    change = Change(None, "Misheard.", is_major=False)
    import_transcripts(group_pages([sheet(late)]), change=change)
    actions.apply_proposal(proposal, change=Change(make_editor(), is_major=False))
    assert words(public) == "How long is it?\nAnd how wide is it?"
    assert "And how wide" in str(ImportBase.objects.get().document)


def test_the_base_of_a_declined_proposal_goes(public):
    public.refresh_from_db()
    proposal = propose(public)
    actions.decline_proposal(proposal, change=Change(make_editor(), is_major=False))
    assert bases()[""].transcript == sheet()[1].document
    assert ImportBase.objects.count() == 1
