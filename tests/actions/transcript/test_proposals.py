from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from tests.builders import make_author, make_conference, make_draft, make_editor
from tests.documents import answer, document, exchange
from transcripts.actions import (
    Change,
    ConflictError,
    NoteRequiredError,
    WrongStateError,
    apply_proposal,
    change_from,
    decline_proposal,
    find_damage,
    propose,
    reconcile,
    restore_revision,
)
from transcripts.document import TranscriptDocument
from transcripts.models import Conference, Revision
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db
NOTE = Change(note="Checked against the recording.", is_major=False)


def entered(make=make_conference) -> Conference:
    conference = make()
    reconcile(conference, document(), NOTE)
    return conference


def edit(written: TranscriptDocument, number: int, text: str) -> TranscriptDocument:
    exchanges = list(written.exchanges)
    turns = (exchanges[number].turns[0], replace(exchanges[number].turns[1], paragraphs=(text,)))
    exchanges[number] = replace(exchanges[number], turns=turns)
    return replace(written, exchanges=tuple(exchanges))


def test_two_changes_of_different_turns_are_both_kept():
    conference = entered()
    opened = read(conference)
    change_from(conference, edit(opened, 0, "The first editor’s words."), base=1, change=NOTE)
    change_from(conference, edit(opened, 2, "The second editor’s words."), base=1, change=NOTE)
    texts = [turn.text for turn in read(conference).turns]
    assert "The first editor’s words." in texts
    assert "The second editor’s words." in texts


def test_the_second_change_of_one_turn_is_refused_with_both_texts():
    conference = entered()
    opened = read(conference)
    change_from(conference, edit(opened, 0, "The first editor’s words."), base=1, change=NOTE)
    with pytest.raises(ConflictError) as refused:
        change_from(conference, edit(opened, 0, "The second editor’s words."), base=1, change=NOTE)
    [conflict] = refused.value.conflicts
    assert (conflict.mine, conflict.theirs) == ("The second editor’s words.", "The first editor’s words.")
    assert "The second editor’s words." not in [turn.text for turn in read(conference).turns]


def test_a_proposal_is_unseen_until_an_editor_applies_it():
    author, editor = make_author(), make_editor()
    conference = entered()
    before = read(conference)
    changed = edit(before, 1, "A better sentence.")
    proposal = propose(conference, changed, base=1, change=Change(author, "Misheard.", is_major=False))
    assert read(conference) == before
    apply_proposal(proposal, change=Change(editor, is_major=False))
    assert read(conference) == changed
    applied = conference.revisions.get(number=2)
    assert applied.pk == proposal.pk
    assert applied.made_by == author
    assert (applied.note, applied.decided_by_name) == ("Misheard.", "editor")
    conference.refresh_from_db()
    assert not list(find_damage(conference))


def test_a_proposal_keeps_what_was_changed_since():
    conference = entered()
    opened = read(conference)
    proposal = propose(conference, edit(opened, 1, "A better sentence."), base=1, change=NOTE)
    reconcile(conference, edit(opened, 2, "Another better sentence."), NOTE)
    apply_proposal(proposal, change=NOTE)
    texts = [turn.text for turn in read(conference).turns]
    assert {"A better sentence.", "Another better sentence."} <= set(texts)


def test_only_editors_decide():
    author = Change(make_author(), "I am sure.", is_major=False)
    conference = entered()
    proposal = propose(conference, edit(read(conference), 1, "A better sentence."), base=1, change=author)
    for decide in (apply_proposal, decline_proposal):
        with pytest.raises(PermissionDenied):
            decide(proposal, change=author)
    assert Revision.objects.proposed().count() == 1


def test_a_proposal_is_decided_once():
    conference = entered()
    proposal = propose(conference, edit(read(conference), 1, "A better sentence."), base=1, change=NOTE)
    decline_proposal(proposal, change=NOTE)
    with pytest.raises(WrongStateError):
        apply_proposal(proposal, change=NOTE)
    assert Revision.objects.get(pk=proposal.pk).state == Revision.State.DECLINED
    assert conference.revisions.applied().count() == 1


def test_any_revision_can_be_restored_and_that_is_a_new_one():
    conference = entered(make_draft)
    first = read(conference)
    reconcile(conference, document(exchange(9)))
    restore_revision(conference.revisions.get(number=1), change=Change(note="The first was right.", is_major=False))
    assert read(conference) == first
    assert conference.revisions.applied().count() == 3
    assert conference.revisions.get(number=3).note == "The first was right."


def test_what_others_changed_since_the_page_was_opened_outlives_restoring():
    conference = entered(make_draft)
    first = read(conference)
    reconcile(conference, edit(first, 0, "A misheard sentence."))
    reconcile(Conference.objects.get(), edit(read(conference), 2, "What another editor wrote meanwhile."))
    restore_revision(conference.revisions.get(number=1), change=NOTE, base=2)
    assert read(conference) == edit(first, 2, "What another editor wrote meanwhile.")


def test_what_was_restored_and_changed_meanwhile_is_asked_about():
    conference = entered(make_draft)
    first = read(conference)
    reconcile(conference, edit(first, 0, "A misheard sentence."))
    reconcile(Conference.objects.get(), edit(first, 0, "What another editor wrote meanwhile."))
    old = conference.revisions.get(number=1)
    with pytest.raises(ConflictError) as refusal:
        restore_revision(old, change=NOTE, base=2)
    [conflict] = refusal.value.conflicts
    restore_revision(old, change=NOTE, base=2, choices={conflict.place: "mine"})
    assert read(conference) == first


def test_restoring_what_is_public_asks_for_a_note():
    conference = entered()
    reconcile(conference, document(exchange(9)), NOTE)
    with pytest.raises(NoteRequiredError):
        restore_revision(conference.revisions.get(number=1), change=Change())


def test_restoring_brings_back_every_id():
    conference = entered(make_draft)
    ids = set(conference.exchanges.values_list("turns__public_id", flat=True))
    reconcile(conference, document(exchange(1), exchange(2)))
    restore_revision(conference.revisions.get(number=1), change=NOTE)
    back = set(conference.exchanges.values_list("turns__public_id", flat=True))
    assert back == ids


def test_an_unknown_base_is_refused():
    conference = entered()
    with pytest.raises(WrongStateError):
        change_from(conference, document(exchange(4, turns=(answer(),))), base=7, change=NOTE)
