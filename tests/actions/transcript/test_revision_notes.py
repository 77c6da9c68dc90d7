"""Notes put better afterwards, with the old ones kept and sealed."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.builders import make_author, make_conference, make_draft, make_editor, make_exchange
from transcripts import actions
from transcripts.actions import Change, NoteRequiredError, WrongStateError, edit_revision_note
from transcripts.models import Conference, Edition, NoteEdit, Revision
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db


def entered(conference: Conference | None = None) -> Revision:
    conference = conference or make_conference()
    make_exchange(conference)
    actions.sync_after_edit(conference, Change(note="Mishaerd", is_major=False))
    return conference.revisions.get()


def test_the_new_note_is_shown_the_old_ones_are_kept_and_the_chain_holds():
    revision = entered()
    user = make_editor()
    edit_revision_note(revision, "Misheard", change=Change(user))
    edit_revision_note(revision, " Misheard:\r\ntwo, not one ", change=Change(user), edits=1)
    make_exchange(revision.conference)
    actions.sync_after_edit(revision.conference, Change(note="More", is_major=False))
    revision.refresh_from_db()
    assert revision.note == "Misheard:\ntwo, not one"
    assert [(edit.was, edit.made_by_name) for edit in revision.note_edits.all()] == [
        ("Mishaerd", "editor"),
        ("Misheard", "editor"),
    ]
    assert not list(actions.find_damage(revision.conference))
    assert revision.conference.revisions.count() == 2


def test_readers_see_it_at_once():
    revision = entered()
    before = Edition.objects.get().number
    assert edit_revision_note(revision, "Mishaerd", change=Change()) is None
    assert Edition.objects.get().number == before
    edit_revision_note(revision, "Misheard", change=Change())
    assert Edition.objects.get().number == before + 1
    draft = entered(make_draft())
    edit_revision_note(draft, "Misheard", change=Change())
    assert Edition.objects.get().number == before + 1


def test_a_note_is_not_taken_away_and_not_changed_behind_somebody_s_back():
    revision = entered()
    with pytest.raises(NoteRequiredError):
        edit_revision_note(revision, " ", change=Change())
    edit_revision_note(revision, "Misheard", change=Change())
    with pytest.raises(WrongStateError, match="changed this note"):
        edit_revision_note(revision, "Heard", change=Change(), edits=0)
    with pytest.raises(WrongStateError, match="at most"):
        edit_revision_note(revision, "x" * 2001, change=Change())
    with pytest.raises(PermissionDenied):
        edit_revision_note(revision, "Heard", change=Change(make_author()))
    proposal = actions.propose(
        revision.conference, read(revision.conference), base=1, change=Change(note="Perhaps", is_major=False)
    )
    with pytest.raises(WrongStateError, match="applied change"):
        edit_revision_note(proposal, "Surely", change=Change())
    assert NoteEdit.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (NoteEdit, {"was": "Never said"}),
        (NoteEdit, {"now": "Never said"}),
        (NoteEdit, {"made_by_name": "nobody"}),
        (Revision, {"note": "Never said"}),
    ],
)
def test_notes_changed_behind_the_back_are_damage(model, values):
    revision = entered()
    edit_revision_note(revision, "Misheard", change=Change())
    model.objects.update(**values)
    assert list(actions.find_damage(revision.conference))


def test_a_removed_change_of_a_note_is_damage():
    revision = entered()
    edit_revision_note(revision, "Misheard", change=Change())
    NoteEdit.objects.all().delete()
    assert list(actions.find_damage(revision.conference))
