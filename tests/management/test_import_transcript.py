from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.builders import make_author, make_editor
from transcripts.models import Conference, Speaker, Turn

pytestmark = pytest.mark.django_db

SHEET = """Title: The lighthouse at Gull Point
Language: en
Held: 2022-06-01

Speakers:
- Dara Whitlock, harbour engineer

=== Opening
Topics: Lighthouses

Tidewater Post:

When is the lamp lit?

Dara Whitlock:

At dusk, every day of the year.
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "lighthouse.txt"
    path.write_text(SHEET)
    return path


def run(*args: object, **options: object) -> str:
    out = StringIO()
    call_command("import_transcript", *map(str, args), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_it_answers_with_the_path_and_what_was_done(sheet):
    answer = run(sheet, "--publish")
    assert answer.startswith("/conferences/2022-06-01-the-lighthouse-at-gull-point/  new: 1 exchange, 2 turns")
    assert Conference.objects.published().count() == 1


def test_without_publish_it_stays_a_draft(sheet):
    run(sheet)
    assert not Conference.objects.published().exists()
    assert "unchanged" in run(sheet)


def test_a_dry_run_says_what_would_be_done_and_does_nothing(sheet):
    assert "dry run" in run(sheet, "--dry-run")
    assert not Conference.objects.exists()
    run(sheet)
    sheet.write_text(SHEET.replace("At dusk", "At noon"))
    assert "At [-dusk-][+noon+], every day" in run(sheet, "--dry-run")
    assert "At dusk" in Turn.objects.get(kind="answer").text


def test_changing_what_is_public_asks_for_the_note(sheet):
    run(sheet, "--publish")
    sheet.write_text(SHEET.replace("At dusk", "At noon"))
    with pytest.raises(CommandError, match="--note"):
        run(sheet)
    assert "At dusk" in Turn.objects.get(kind="answer").text
    make_editor("iris")
    run(sheet, "--note", "Misheard.", "--major", "--as", "iris")
    revision = Conference.objects.get().revisions.first()
    assert (revision.note, revision.is_major, revision.made_by_name) == ("Misheard.", True, "iris")
    assert revision.corrections.count() == 1


def test_an_author_neither_publishes_nor_changes_what_is_public(sheet):
    make_author("noor")
    with pytest.raises(CommandError, match="noor"):
        run(sheet, "--publish", "--as", "noor")
    assert not Conference.objects.exists()
    run(sheet, "--publish")
    sheet.write_text(SHEET.replace("At dusk", "At noon"))
    with pytest.raises(CommandError, match="noor"):
        run(sheet, "--note", "Misheard.", "--as", "noor")
    assert "At dusk" in Turn.objects.get(kind="answer").text


def test_an_unknown_user_is_refused(sheet):
    with pytest.raises(CommandError, match="nobody-here"):
        run(sheet, "--as", "nobody-here")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"   \n\n ", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text"),
        (b"A title\n\nA paragraph in which nobody speaks at all.\n", "no speech"),
    ],
)
def test_a_file_that_is_no_transcript_is_refused_with_a_sentence(tmp_path, sheet, content, sentence):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        run(sheet, bad)
    assert not Conference.objects.exists()
    assert not Speaker.objects.exists()


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"absent\.txt"):
        run(tmp_path / "absent.txt")


def test_a_field_too_long_for_the_records_is_refused(sheet):
    sheet.write_text(SHEET.replace("Topics: Lighthouses", f"Topics: {'x' * 300}"))
    with pytest.raises(CommandError, match="longer than 200"):
        run(sheet)
    assert not Conference.objects.exists()


def test_the_series_can_be_given(sheet):
    run(sheet, "--series", "Harbour Office briefings")
    assert Conference.objects.get().series.name == "Harbour Office briefings"
    run(sheet)
    assert Conference.objects.get().series.name == "Harbour Office briefings"
