"""An archive and back: all that the site holds is the same, and what does not belong in a file is not in it."""

import re
from pathlib import Path
from typing import Any

import pyrage
import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

from tests.actions.archiving.members import forge, members_of, rows_of
from tests.actions.archiving.walk import find_paths, walk
from tests.builders import make_conference, make_editor, make_report
from tests.every_field import fill, holds_words
from transcripts import actions, search
from transcripts.actions.archiving.contents import COLUMNS, MADE_BY_MIGRATING, MODELS, OPTIONS, models_of
from transcripts.actions.archiving.stored_files import named_files, stored_files
from transcripts.models import Attachment, Conference, Edition, Speaker, Turn

pytestmark = pytest.mark.django_db
OTHERWISE = {"archive.json", "rows/transcripts_edition/000001.jsonl"}  # the time, and the new epoch


def test_every_model_says_whether_it_goes_in() -> None:
    labels = {model._meta.label for model in models_of()}
    assert labels <= set(MODELS), "Say in actions/archiving/contents.py whether the model goes into an archive."
    assert labels >= MADE_BY_MIGRATING
    assert set(MODELS.values()) | set(COLUMNS.values()) <= {"always", "never", *OPTIONS}


def test_all_is_the_same_after_it_was_restored(kept: Path, tmp_path: Path) -> None:
    paths = sorted(find_paths())[::23]
    before, found = walk(paths), search.find("harbour", limit=100).turn_ids
    assert {status for status, *_ in before.values()} >= {200, 302, 404}
    epoch = Edition.objects.get().epoch
    Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())
    Turn.objects.update(text="Lost.")
    Speaker.objects.create(name="Not in it", slug="not-in-it")
    actions.restore_archive(kept, replaces=True)
    assert walk(paths) == before
    assert search.find("harbour", limit=100).turn_ids == found
    assert search.check().is_good
    assert Edition.objects.get().epoch != epoch
    assert not Session.objects.exists()
    actions.write_archive(tmp_path / "again", options=["passwords"])
    one, other = members_of(kept), members_of(tmp_path / "again")
    assert set(one) == set(other)
    assert {name for name in one if one[name] != other[name]} == OTHERWISE


def test_what_a_new_row_gets_is_no_key_that_was_given_out_before(kept: Path, tmp_path: Path) -> None:
    last = Speaker.objects.create(name="Gone again", slug="gone-again").pk
    Speaker.objects.filter(pk=last).delete()
    actions.write_archive(tmp_path / "one")
    with connection.cursor() as cursor:  # as in a new database
        for sql in connection.ops.sequence_reset_by_name_sql(
            no_style(), [{"table": "transcripts_speaker", "column": "id"}]
        ):
            cursor.execute(sql)
    actions.restore_archive(tmp_path / "one", replaces=True)
    assert Speaker.objects.create(name="Later", slug="later").pk == last + 1


def test_no_session_and_no_password_goes_in_unasked(kept: Path, tmp_path: Path) -> None:
    Session.objects.create(session_key="secret-session", session_data="", expire_date=timezone.now())
    actions.write_archive(tmp_path / "plain")
    assert not any(b"secret-session" in data for data in members_of(tmp_path / "plain").values())
    assert "password" not in rows_of(tmp_path / "plain", "auth_user")[0]
    assert rows_of(kept, "auth_user")[0]["password"] == User.objects.get().password
    actions.restore_archive(tmp_path / "plain", replaces=True)
    assert not User.objects.get().has_usable_password()
    assert set(User.objects.get().groups.values_list("name", flat=True)) == {"Editors"}


def test_what_is_not_asked_for_stands_in_no_byte_of_it(tmp_path: Path) -> None:
    """Every column of every model that goes in only when it is asked for, or never, has words that say so."""
    conference, editor = make_conference(exchanges=1), make_editor("another")
    near: dict[Any, Any] = {Conference: conference, User: editor}
    fill(EmailAddress, "always", near)
    report = make_report(Turn.objects.latest("pk"))
    for model in models_of():
        when = MODELS[model._meta.label]
        if when != "always" and any(map(holds_words, model._meta.concrete_fields)):
            fill(model, f"only:{when}:", near)
    for row in (editor, report):
        columns = {name: f"only:{when}:" for (label, name), when in COLUMNS.items() if label == row._meta.label}
        type(row)._base_manager.filter(pk=row.pk).update(**columns)
    for asked in ((), *((each,) for each in OPTIONS), OPTIONS):
        file = tmp_path / f"asked-for-{len(asked)}-{asked[:1]}"
        actions.write_archive(file, options=asked)
        found = {when for data in members_of(file).values() for when in re.findall(rb"only:([a-z-]+):", data)}
        assert found == {each.encode() for each in asked}


def test_uploaded_files_come_back(kept: Path, media: Path, tmp_path: Path, settings: Any) -> None:
    names = sorted(named_files())
    assert len(names) == 20
    assert sorted(stored_files()) == names
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    assert actions.restore_archive(kept, replaces=True).files.keys() == set(names)
    assert sorted(stored_files()) == names
    photo = Attachment.objects.filter(kind="photo").first()
    assert photo is not None
    place = Path("attachments") / photo.folder / photo.name
    assert (tmp_path / "elsewhere" / place).read_bytes() == (media / place).read_bytes()


def test_a_file_that_is_lost_is_told_and_stops_nothing(kept: Path, tmp_path: Path, settings: Any, capsys: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "empty"
    call_command("archive", str(tmp_path / "one"))
    said = capsys.readouterr()
    assert said.err.count("is lost") == 20
    assert "0 files archived" in said.out
    call_command("restore", str(tmp_path / "one"), "--replace")
    assert capsys.readouterr().err.count("was lost before") == 20


def test_a_new_file_never_takes_the_place_of_another(kept: Path) -> None:
    with pytest.raises(CommandError, match=r"No archive was written: .* exists already"):
        call_command("archive", str(kept))
    with pytest.raises(CommandError, match=r"No archive was written: .*No such file"):
        call_command("archive", str(kept.parent / "nowhere" / "file"))


def test_an_encrypted_archive_is_read_with_its_key_alone(kept: Path, tmp_path: Path, capsys: Any) -> None:
    identity, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    (tmp_path / "key").write_text(f"# made today\n{identity}\n")
    (tmp_path / "other").write_text(str(other))
    file = tmp_path / "one"
    call_command("archive", str(file), "--recipient", str(identity.to_public()))
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    assert file.stat().st_mode & 0o777 == 0o600
    call_command("restore", str(file), "--verify", "--identity", str(tmp_path / "key"))
    assert "is whole" in capsys.readouterr().out
    with pytest.raises(CommandError, match="is encrypted: name the file"):
        call_command("restore", str(file), "--verify")
    with pytest.raises(CommandError, match="cannot be decrypted with this key"):
        call_command("restore", str(file), "--verify", "--identity", str(tmp_path / "other"))
    with pytest.raises(CommandError, match="no private key"):
        call_command("restore", str(file), "--verify", "--identity", str(kept))
    with pytest.raises(CommandError, match="is no public key of age"):
        call_command("archive", str(tmp_path / "two"), "--recipient", "age1nonsense")
    data = file.read_bytes()
    for number, changed in enumerate((data[: len(data) // 2], data[:-9], data + b"x", data[:-70_000] + data[-65_000:])):
        (tmp_path / f"changed-{number}").write_bytes(changed)
        with pytest.raises(actions.ArchiveError, match="truncated or altered"):
            actions.verify_archive(tmp_path / f"changed-{number}", identity=tmp_path / "key")


def test_an_archive_of_an_earlier_release_replaces_nothing(kept: Path, tmp_path: Path) -> None:
    def age(said: Any) -> None:
        said["migrations"]["transcripts"].pop()

    with pytest.raises(actions.ArchiveError, match="earlier release: restore it into a new, empty database"):
        actions.restore_archive(forge(tmp_path / "old", kept, "archive.json", age), replaces=True)


def test_permissions_and_kinds_of_content_are_those_of_the_archive(kept: Path) -> None:
    before = dict(Permission.objects.values_list("codename", "pk"))
    ContentType.objects.filter(model="outlet").delete()
    actions.restore_archive(kept, replaces=True)
    assert dict(Permission.objects.values_list("codename", "pk")) == before
