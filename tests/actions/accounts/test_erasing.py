"""Erasing an editor: the name and the addresses stand in no table, and every chain holds without them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse

from tests.actions.transcript.test_removal import CANARY as WORDS
from tests.actions.transcript.test_removal import correct, cut, published
from tests.builders import make_author, make_conference, make_editor
from transcripts import actions
from transcripts.actions import Change
from transcripts.actions.accounts.written_names import TYPED
from transcripts.actions.transcript.erasure import seal_erasure
from transcripts.actions.transcript.revision_notes import find_first_note, seal_edit
from transcripts.actions.transcript.revisions import seal
from transcripts.models import (
    AccountEvent,
    Conference,
    ImportDraft,
    NoteEdit,
    Removal,
    Replacement,
    Revision,
)
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db
NAME, EMAIL, FIRST, LAST = "zenobia.quux", "zenobia@quux.example", "Zenobia", "Quuxdottir"
CANARIES = (NAME, EMAIL, LAST)


def make_canary(name: str = NAME) -> User:
    user = make_editor(name)
    user.email, user.first_name, user.last_name = EMAIL, FIRST, LAST
    user.save()
    return user


def tables() -> dict[str, str]:
    """Every table as one text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(("sqlite_", "transcripts_search_data", "transcripts_search_idx")):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
                found[table] = repr(cursor.fetchall())
    return found


def where(words: tuple[str, ...] = CANARIES) -> list[str]:
    return [table for table, text in tables().items() if any(word.lower() in text.lower() for word in words)]


def world(user: User) -> Conference:
    """Whatever an editor does that leaves a name: revisions, notes, a removal, an erasure, comments, logins."""
    change = Change(user, "Misheard.", is_major=True)
    conference = published()
    chief = User.objects.create_superuser("chief")
    actions.reconcile(conference, replace(read(conference), venue="City hall"), change)
    actions.edit_revision_note(conference.revisions.get(number=2), "Misheard, again.", change=Change(user))
    correct("It was the goldfinch of 5 High Street, they said.\n\nNothing else.")
    conference.refresh_from_db()
    removal = actions.remove_words(
        conference,
        [cut(WORDS)],
        is_repeated=False,
        reason="A home address.",
        base=conference.revision_number,
        change=Change(user),
    )
    user.is_superuser = True
    user.save()
    actions.erase_words(removal, because="A judge said so.", change=Change(user))
    user.is_superuser = False
    user.save()
    conference.refresh_from_db()
    actions.propose(conference, replace(read(conference), venue="The quay"), base=1, change=change)
    proposal = actions.propose(conference, read(conference), base=conference.revision_number, change=Change(chief))
    actions.decline_proposal(proposal, change=Change(user))
    actions.add_comment(conference, "Shall we?", change=Change(user))
    actions.withdraw(conference, reason="Another meeting.", change=Change(user))
    actions.prepare_replacement(Replacement(find="else", replace_by="more"), change=Change(user))
    ImportDraft.objects.create(owner=user, files=[])
    EmailAddress.objects.create(user=user, email=EMAIL)
    Authenticator.objects.create(user=user, type="totp", data={"secret": NAME})
    LogEntry.objects.log_actions(chief.pk, [user], CHANGE, f"Changed {NAME}.", single_object=True)
    LogEntry.objects.log_actions(user.pk, [conference], CHANGE, "Changed.", single_object=True)
    actions.record_account_event(AccountEvent.What.ACCOUNT, chief, f"{NAME}: +Editors, {EMAIL}")
    client = Client()
    client.force_login(user)
    client.get(reverse("admin:index"))
    return conference


def make_old() -> None:
    """Seal everything as it was before there were leaves: with the names."""
    for conference in Conference.objects.all():
        before = ""
        for revision in conference.revisions.applied().order_by("number"):
            revision.made_by_salt = revision.made_by_leaf = ""
            revision.digest = seal(revision, after=before, note=find_first_note(revision))
            revision.save()
            after = before = revision.digest
            for edit in revision.note_edits.all():
                edit.made_by_salt = edit.made_by_leaf = ""
                after = edit.digest = seal_edit(edit, after=after)
                edit.save()
            for erasure in revision.erasures.all():
                Removal.objects.filter(pk=erasure.removal_id).update(erased_by_salt="", erased_by_leaf="")
                erasure.removal.refresh_from_db()
                erasure.digest = seal_erasure(revision, erasure, after=revision.digest)
                erasure.save()


@pytest.mark.parametrize("is_old", [False, True])
def test_the_name_stands_in_no_table_and_every_chain_holds(is_old: bool, tmp_path: Path) -> None:
    user = make_canary()
    conference = world(user)
    if is_old:
        make_old()
    assert not list(actions.find_damage(conference))
    assert {"auth_user", "transcripts_revision", "transcripts_event", "transcripts_comment"} <= set(where())
    digests = list(Revision.objects.applied().values_list("number", "digest"))
    erased = actions.erase_editor(user, change=Change())
    assert where() == []
    assert erased.left == {}
    assert bool(erased.resealed) == is_old
    assert not list(actions.find_damage(conference))
    assert not list(actions.find_damaged_log())
    assert list(Revision.objects.applied().values_list("number", "digest")) == digests
    call_command("check_integrity", "--skip-files")
    assert Revision.objects.get(number=2).made_by_name == actions.ERASED_EDITOR
    made = tmp_path / "after.tar"
    call_command("archive", str(made), "--with", "passwords", "--with", "second-factors")
    assert not any(word.encode() in made.read_bytes() for word in CANARIES)
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password(), user.groups.count()) == (False, False, 0)
    assert ImportDraft.objects.count() == 0
    with pytest.raises(actions.WrongStateError):
        actions.erase_editor(user, change=Change())


@pytest.mark.parametrize("is_old", [False, True])
def test_what_is_changed_after_an_erasure_shows(is_old: bool) -> None:
    user = make_canary()
    conference = world(user)
    if is_old:
        make_old()
    actions.erase_editor(user, change=Change())
    others: list[tuple[Any, dict[str, Any]]] = [
        (Revision.objects.filter(number=2), {"made_by_name": "somebody"}),
        (Revision.objects.filter(number=4), {"is_major": False}),  # of an erased one the seal holds no weight
        (NoteEdit.objects.all(), {"made_by_name": "somebody"}),
        (Removal.objects.all(), {"erased_because": "For no reason."}),
    ]
    for rows, changed in others:
        before = list(rows.values("pk", *changed))
        rows.update(**changed)
        assert list(actions.find_damage(conference)), changed
        for was in before:
            rows.model.objects.filter(pk=was.pop("pk")).update(**was)
        assert not list(actions.find_damage(conference))


def test_another_name_under_a_leaf_shows() -> None:
    published()
    Revision.objects.update(made_by_name="somebody")
    assert list(actions.find_damage(Conference.objects.get()))


def test_what_is_damaged_is_not_sealed_anew() -> None:
    user = make_canary()
    world(user)
    make_old()
    Revision.objects.filter(number=4).update(is_major=False)
    with pytest.raises(actions.WrongStateError, match="damaged"):
        actions.erase_editor(user, change=Change())
    assert "transcripts_revision" in where()


def test_an_earlier_name_of_the_account_goes_too_but_nobody_elses() -> None:
    user = make_canary("quux-before")
    conference = published()
    actions.reconcile(conference, replace(read(conference), venue="A"), Change(user, "Why.", is_major=False))
    User.objects.filter(pk=user.pk).update(username=NAME)
    user.refresh_from_db()
    other = make_editor("other")
    actions.add_comment(conference, "Shall we?", change=Change(other))
    actions.erase_editor(user, change=Change())
    assert where(("quux-before", NAME)) == []
    assert conference.comments.get().made_by_name == "other"


def test_what_somebody_wrote_of_the_editor_is_counted_and_left() -> None:
    user = make_canary()
    conference = published()
    actions.add_comment(conference, f"Ask {NAME}; not {NAME}x.", change=Change())
    erased = actions.erase_editor(user, change=Change())
    assert erased.left == {"transcripts.Comment.text": 1}


def test_what_somebody_wrote_of_the_editor_is_replaced_where_it_was_chosen(client: Client) -> None:
    user = make_canary()
    conference = published()
    actions.add_comment(conference, f"Ask {NAME.upper()}; not {NAME}x.", change=Change())
    actions.add_comment(conference, f"{FIRST} {LAST} knows.", change=Change())
    actions.reconcile(conference, replace(read(conference), venue="A"), Change(note=f"So {NAME} says.", is_major=False))
    actions.withdraw(conference, reason=f"{EMAIL} asked.", change=Change())
    client.force_login(User.objects.create_superuser("chief"))
    page = reverse("admin:auth_user_personal_data", args=[user.pk])
    shown = client.post(page, {"_erase": "1"}).content.decode()
    places = actions.find_written(user)
    assert {place.key.rpartition(".")[0] for place in places} == {
        *("comment.text", "revision.note", "conference.withdrawal_reason", "event.note"),
    }
    assert all(f'value="{place.key}"' in shown for place in places)
    kept = next(place for place in places if LAST in place.text)
    chosen = [place.key for place in places if place is not kept]
    client.post(page, {"_confirm": "1", "name": NAME, "written": chosen})
    assert list(conference.comments.order_by("pk").values_list("text", flat=True)) == [
        f"Ask an editor (erased); not {NAME}x.",
        f"{FIRST} {LAST} knows.",
    ]
    conference.refresh_from_db()
    assert conference.withdrawal_reason == "an editor (erased) asked."
    assert conference.revisions.get(number=2).note == "So an editor (erased) says."
    assert conference.revisions.get(number=2).note_edits.get().was == f"So {NAME} says."  # sealed
    assert not list(actions.find_damage(conference))
    call_command("check_integrity", "--skip-files")


def test_every_text_that_editors_type_can_be_replaced_or_is_known_not_to_be() -> None:
    """A new text whose name says that somebody types it there has to be decided about."""
    telling = ("note", "reason", "why", "comment", "message", "answer")
    texts = {
        (model, field.name)
        for model in apps.get_app_config("transcripts").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField) and field.name.endswith(telling)
    }
    sealed = {(Removal, "reason")}  # public, and on the log
    history = {(model, name) for model, name in texts if model.__name__.startswith("Historical")}
    assert texts - sealed - history <= {(model, name) for model, names in TYPED.items() for name in names}


def test_who_may() -> None:
    user, chief = make_canary(), User.objects.create_superuser("chief")
    office = User.objects.create_user("office", password="x", is_staff=True)
    office.groups.add(Group.objects.get(name="Office administrators"))
    for by, whom, error in (
        (make_author(), user, PermissionDenied),
        (make_editor("other"), user, PermissionDenied),
        (office, chief, PermissionDenied),
        (office, office, actions.WrongStateError),
    ):
        with pytest.raises(error):
            actions.erase_editor(whom, change=Change(by))
    actions.erase_editor(user, change=Change(office))
    assert where() == []


def test_all_that_is_held_is_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    user = make_canary()
    world(user)
    file = tmp_path / "zenobia.json"
    call_command("export_editor", NAME, str(file))
    assert file.stat().st_mode & 0o077 == 0
    data = json.loads(file.read_text())
    assert (data["account"]["email"], data["account"]["groups"]) == (EMAIL, ["Editors"])
    held = set(where()) - {"auth_user", "account_emailaddress", "mfa_authenticator", "django_admin_log"}
    labels = {label.lower().replace(".", "_") for label in data["rows"]}
    assert held <= labels
    assert "admin_logentry" in labels
    assert "secret" not in file.read_text()
    with pytest.raises(CommandError, match="nothing was written"):
        call_command("export_editor", NAME, str(file))
    with pytest.raises(CommandError, match="no account"):
        call_command("export_editor", "nobody", str(tmp_path / "x"))


def test_the_command_asks_for_the_name_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    make_canary()
    monkeypatch.setattr("builtins.input", lambda: "zenobia")
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_editor", NAME)
    monkeypatch.setattr("builtins.input", lambda: NAME)
    call_command("erase_editor", NAME)
    assert where() == []


def test_readers_see_a_note_of_a_correction_without_the_name_at_once(client: Client, settings: Any) -> None:
    settings.CACHE_URL = ""  # pages are kept, as on any site
    editor = User.objects.create_superuser("zenobia", email="zenobia@example.org")
    conference = make_conference(exchanges=1)
    document = read(conference)
    actions.reconcile(conference, document)
    asked, *others = document.exchanges[0].turns
    said = replace(document.exchanges[0], turns=(replace(asked, paragraphs=("Other words.",)), *others))
    change = Change(editor, note="So zenobia heard it.", is_major=True)
    actions.reconcile(conference, replace(document, exchanges=(said,)), change)
    assert "zenobia" in client.get("/corrections/").content.decode()
    places = [each.key for each in actions.find_written(editor)]
    actions.erase_editor(editor, change=Change(), written=places)
    assert places
    assert "zenobia" not in client.get("/corrections/").content.decode()
