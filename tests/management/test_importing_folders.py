"""A folder or zip file: each conference is imported by itself, and a second run goes on where the first ended."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.management.test_import_transcript import SHEET, run
from tests.zips import make_zip
from transcripts.management.commands.import_transcript import Command
from transcripts.models import Conference

pytestmark = pytest.mark.django_db
BAD = "A title\n\nA paragraph in which nobody speaks at all.\n"


def other(number: int) -> str:
    return SHEET.replace("Gull Point", f"Pier {number}").replace("2022-06-01", f"2022-06-{number:02}")


def fill(folder: Path) -> None:
    (folder / "june").mkdir()
    (folder / "june" / "one.txt").write_text(other(1))
    (folder / "bad.txt").write_text(BAD)
    (folder / "two.txt").write_text(other(2))
    (folder / ".DS_Store").write_text("x")
    for page in (1, 2):
        text = other(3).replace("Held:", "Pages: 2\nHeld:").replace("Topics:", f"Page: {page}\nTopics:")
        (folder / f"three_p{page}.txt").write_text(text.replace("At dusk", f"Of page {page}: at dusk"))


def refuse(*args: object) -> tuple[str, str, str]:
    out, told = StringIO(), StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("import_transcript", *map(str, args), stdout=out, stderr=told)
    return out.getvalue(), told.getvalue(), str(refusal.value)


def test_one_bad_file_stops_no_other_and_a_second_run_goes_on(tmp_path: Path) -> None:
    fill(tmp_path)
    out, told, refused = refuse(tmp_path)
    assert out.count("new: ") == 3
    assert "bad.txt contains no speech" in told
    assert refused == "3 conferences imported; refused: 1, listed above."
    assert Conference.objects.get(title__contains="Pier 3").exchanges.count() == 2
    (tmp_path / "bad.txt").unlink()
    (tmp_path / "june" / "one.txt").write_text(other(1).replace("At dusk", "At noon"))
    (tmp_path / "four.txt").write_text(other(4))
    said = run(tmp_path)
    assert said.count("new: ") == 1
    assert said.count("changed: ") == 1
    assert "3 files unchanged, imported before." in said
    assert Conference.objects.count() == 4
    assert run(tmp_path) == "5 files unchanged, imported before.\n"


def test_a_zip_file_is_as_good_as_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "june.zip"
    path.write_bytes(make_zip({"in/one.txt": other(1).encode(), "two.txt": other(2).encode(), "../up.txt": b"x"}))
    out, told, _ = refuse(path, "--dry-run")
    assert out.count("new: ") == 2
    assert not Conference.objects.exists()
    out, told, _ = refuse(path)
    assert "leads out of the zip file" in told
    assert Conference.objects.count() == 2


def test_what_was_ended_in_the_middle_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2, 3):
        (tmp_path / f"{number}.txt").write_text(other(number))
    tell = Command._tell

    def killed(self: Command, *args: object, **options: object) -> None:
        tell(self, *args, **options)  # type: ignore[arg-type]
        if Conference.objects.count() == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Command, "_tell", killed)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path)
    monkeypatch.undo()
    said = run(tmp_path)
    assert "2 files unchanged" in said
    assert said.count("new: ") == 1


def test_a_conference_in_the_trash_is_imported_again(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(other(1))
    run(tmp_path)
    Conference.objects.update(binned_at="2024-01-01T00:00Z")
    assert "new: " in run(tmp_path)


@pytest.mark.parametrize("name", ["absent.zip", "no.zip"])
def test_what_is_no_folder_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "no.zip").write_bytes(b"PK")
    with pytest.raises(CommandError, match="Nothing was imported"):
        run(tmp_path / name)
    with pytest.raises(CommandError, match="nothing beside it"):
        run(tmp_path, tmp_path / "no.zip")
