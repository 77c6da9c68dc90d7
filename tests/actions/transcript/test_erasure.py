"""Erasing: removed words are in no table any more, the chain holds, and what was erased is told from damage."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from tests.actions.transcript.test_removal import CANARY, TEXT, correct, published, remove, world
from tests.builders import make_editor
from tests.documents import answer, document, question
from transcripts import actions
from transcripts.actions import Change
from transcripts.document import ExchangeText, verify_version
from transcripts.intake import parse_text, plain_source, render_sheet
from transcripts.models import Conference, Erasure, Event, ImportBase, ImportDraft, Redirect, Removal, Revision, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db
WORDS = ("goldfinch", "5 high street")


def administrator() -> User:
    return User.objects.filter(username="root").first() or User.objects.create_superuser("root")


def erase(removal: Removal | None = None, **also: Any) -> actions.Erased:
    chosen = {"because": "A court ordered it.", "change": Change(administrator())} | also
    return actions.erase_words(removal or Removal.objects.get(), **chosen)


def imported() -> Conference:
    """The world of removals, with an import base, and an import under way, that hold the words."""
    conference = world()
    sheet = render_sheet(read(conference))
    ImportBase.objects.create(
        conference=conference,
        document=conference.revisions.get(number=1).document,
        digests=[],
        release="1",
        made_at=conference.created_at,
    )
    actions.create_import_drafts(make_editor("importer"), [("boats.txt", plain_source(sheet))])
    return conference


def places() -> Iterator[str]:
    """Yield each table that holds the words in any row, as the database gives it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor, include_views=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                text = " ".join(
                    value.decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
                    for value in (bytes(each) if isinstance(each, memoryview) else each for each in row)
                )
                if any(word in text.replace("\\n", " ").lower() for word in WORDS):
                    yield table


def test_no_table_holds_the_words_any_more() -> None:
    conference = imported()
    remove()
    held = set(places())
    assert {"transcripts_removal", "transcripts_revision", "transcripts_importbase", "transcripts_importdraft"} <= held
    assert {"transcripts_noteedit", "transcripts_redirect"} <= held
    erased = erase()
    assert erased.revisions == [1, 2]
    assert (erased.bases, erased.drafts, erased.addresses) == (1, 1, 1)
    conference.refresh_from_db()
    # Deleted entries of SQLite's index of words stay in its own tables until it is merged again, when the file is.
    assert set(places()) <= {"transcripts_search_data"}
    assert not ImportDraft.objects.exists()
    assert not Redirect.objects.filter(kind="conference").exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the bytes of the file are SQLite's")
def test_no_byte_of_the_database_holds_them_once_it_was_written_anew() -> None:
    imported()
    remove()
    erase()
    call_command("tidy", verbosity=0)
    connection.ensure_connection()
    raw = connection.connection.serialize().lower()
    assert [word for word in WORDS if word.encode() in raw] == []
    assert list(places()) == []
    assert Removal.objects.get().is_overwritten
    assert not actions.overwrite_freed_pages()


def test_check_integrity_reports_it_as_erased_and_finds_later_damage(capsys: pytest.CaptureFixture[str]) -> None:
    imported()
    remove()
    conference = Conference.objects.get()
    chain = list(conference.revisions.order_by("pk").values_list("number", "digest", "made_by_name", "made_at"))
    digests = list(conference.versions.order_by("number").values_list("digest", "line"))
    erase()
    assert list(conference.revisions.order_by("pk").values_list("number", "digest", "made_by_name", "made_at")) == chain
    assert list(conference.versions.order_by("number").values_list("digest", "line")) == digests
    assert not list(actions.find_damage(conference))
    assert not list(actions.find_damaged_log())
    call_command("check_integrity")
    told = capsys.readouterr().out
    assert "Words were erased from revision 1 on " in told
    assert "by root, because: A court ordered it." in told
    assert "no problems found. Words were erased from 2 revisions." in told
    revision = conference.revisions.get(number=1)
    revision.document["venue"] = "Elsewhere"
    revision.save()
    with pytest.raises(CommandError):
        call_command("check_integrity")
    assert "Revision 1, or the one before it, was altered" in capsys.readouterr().out


def test_its_reason_is_sealed_and_so_are_its_notes() -> None:
    imported()
    remove()
    erase()
    conference = Conference.objects.get()
    revision = conference.revisions.get(number=2)
    actions.edit_revision_note(revision, "It was put better.", change=Change(make_editor("mender")))
    assert not list(actions.find_damage(conference))
    edit = revision.note_edits.first()
    assert edit is not None
    assert "[removed]" in edit.was
    edit.was = "Something else."
    edit.save()
    assert list(actions.find_damage(conference))
    edit.was = "It was [removed]."
    edit.save()
    assert not list(actions.find_damage(conference))
    Removal.objects.update(erased_because="No reason.")
    assert list(actions.find_damage(conference))


def test_versions_stay_readable_and_are_verified_without_the_words(client: Client) -> None:
    imported()
    remove()
    conference = Conference.objects.get()
    before = client.get(f"/conferences/{conference.slug}.json?version=1").json()
    erase()
    after = client.get(f"/conferences/{conference.slug}.json?version=1").json()
    assert verify_version(after) == verify_version(before) > 5
    assert (after["digest"], after["leaves"]) == (before["digest"], before["leaves"])
    page = client.get(f"/conferences/{conference.slug}/?version=1")
    assert page.status_code == 200
    assert "It was [removed], they said." in page.content.decode()
    assert client.get(f"/conferences/{conference.slug}/versions/").status_code == 200


def test_readers_and_the_history_still_learn_that_words_were_removed(client: Client) -> None:
    published()
    remove()
    erase()
    conference = Conference.objects.get()
    assert "Words removed on" in client.get(conference.get_absolute_url()).content.decode()
    event = conference.events.get(what=Event.What.ERASED)
    assert (event.made_by_name, event.note) == ("root", "A court ordered it.")
    removal = Removal.objects.get()
    assert (removal.words, removal.forms, removal.copies) == ([], {}, [])
    assert (removal.erased_by_name, removal.turns) == ("root", [Turn.objects.get(position=2).public_id])


def test_two_removals_are_erased_one_after_the_other() -> None:
    published(f"It was {CANARY}, they said.\n\nA grey heron stood there.")
    correct(f"It was {CANARY}, they said.\n\nA very grey heron stood there.")
    first = remove()
    second = remove("very grey heron", paragraph=1)
    assert any("goldfinch" in form for form in [json.dumps(second.forms), json.dumps(first.forms)])
    for removal, word in ((first, "goldfinch"), (second, "heron")):
        erase(removal)
        assert not list(actions.find_damage(Conference.objects.get()))
        assert word not in json.dumps([row.document for row in Revision.objects.all()])
        assert word not in json.dumps([[row.words, row.forms, row.copies] for row in Removal.objects.all()])
    assert Erasure.objects.filter(revision__number=1).count() == 2


def test_it_needs_a_permission_of_its_own_a_reason_and_words_that_are_removed() -> None:
    published()
    repeated = remove("Nothing else", paragraph=1, is_repeated=True)
    removal = remove()
    editor = User.objects.get(username="chief")
    with pytest.raises(PermissionDenied):
        erase(removal, change=Change(editor))
    for wrong in (" ", f"Because {CANARY}."):
        with pytest.raises(actions.WrongStateError):
            erase(removal, because=wrong)
    with pytest.raises(actions.WrongStateError, match="as was chosen"):
        erase(repeated)
    editor.user_permissions.add(Permission.objects.get(codename="erase_words"))
    erase(removal, change=Change(User.objects.get(pk=editor.pk)))
    with pytest.raises(actions.WrongStateError, match="already"):
        erase(removal)


def test_restoring_a_revision_that_was_erased_brings_no_words_back() -> None:
    published()
    remove()
    erase()
    conference = Conference.objects.get()
    correct("It was [removed], they said.\n\nNothing more was said.")
    actions.restore_revision(conference.revisions.get(number=1), change=Change(note="As before.", is_major=True))
    assert "goldfinch" not in str(read(Conference.objects.get()))


@pytest.mark.parametrize("words", [CANARY, ""])
def test_a_later_file_of_the_source_brings_them_back_only_if_somebody_chooses_so(words: str) -> None:
    """After erasing nothing knows the words, so the import is made to ask."""
    first = document(ExchangeText((question(), answer(*TEXT.split("\n\n")))), ExchangeText((question(), answer("No."))))
    sheet = render_sheet(replace(first, title="Night ferries", held_on=date(2024, 3, 12)))
    [done] = actions.import_transcripts([parse_text(sheet, name="boats.txt")])
    actions.publish(done.conference)
    remove(words)
    erase()
    before = [turn.text for turn in read(Conference.objects.get()).turns]
    later = [parse_text(sheet.replace("No.", "No, never."), name="boats.txt")]
    change = Change(note="A later file.", is_major=True)
    with pytest.raises(actions.ImportConflictError) as asked:
        actions.import_transcripts(later, change=change)
    assert [(each.exchange, each.turn) for _, each in asked.value.conflicts] == [(1, 2)]
    actions.import_transcripts(later, change=change, resolution=actions.Resolution(prefer="site"))
    after = [turn.text for turn in read(Conference.objects.get()).turns]
    assert after == [*before[:3], "No, never."]
    assert "goldfinch" not in str(after)
