from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.builders import make_author, make_editor
from tests.files import TITLE, TURNS, make_docx, make_saved_page
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


def test_new_names_are_listed_and_near_misses_are_questions(sheet, tmp_path):
    told = StringIO()
    call_command("import_transcript", str(sheet), stdout=StringIO(), stderr=told)
    assert told.getvalue().splitlines() == ["new speaker: Dara Whitlock", "new outlet: Tidewater Post"]
    other = tmp_path / "other.txt"
    text = SHEET.replace("Whitlock", "Witlock").replace("2022", "2023").replace("Gull Point", "Tern Point")
    other.write_text(text)
    for options in (["--dry-run"], []):
        told = StringIO()
        call_command("import_transcript", str(other), *options, stdout=StringIO(), stderr=told)
        assert told.getvalue().splitlines() == [
            "new speaker: Dara Witlock – or is it “Dara Whitlock” (almost the same spelling, /dara-whitlock/)?"
        ]
    assert Speaker.objects.count() == 2


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
        run(sheet, "--note", "Misheard.", "--minor", "--as", "noor")
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


SECOND = (("Harbour Times", ("And what does it cost to wait for the first boat of the day?",)), TURNS[2])


def pages_of(folder: Path) -> list[Path]:
    first, second = folder / "winter_p01.html", folder / "winter_p02.html"
    first.write_bytes(make_saved_page(address="https://ports.example.org/briefings/winter.html"))
    second.write_bytes(make_saved_page(SECOND, address="https://ports.example.org/briefings/winter_2.html", people=()))
    return [first, second]


def test_a_word_file_is_imported(tmp_path):
    path = tmp_path / "winter.docx"
    path.write_bytes(make_docx())
    answer = run(path, "--publish")
    assert "new: 3 exchanges, 5 turns" in answer
    conference = Conference.objects.published().get()
    assert conference.title == TITLE
    assert [str(one.speaker) for one in conference.participations.all()] == ["Tomas Reyl", "Ines Calder"]
    assert "unchanged" in run(path)


def test_several_saved_pages_become_one_conference(tmp_path):
    answer = run(*reversed(pages_of(tmp_path)))
    assert "new: 4 exchanges, 7 turns" in answer
    conference = Conference.objects.get()
    assert conference.source_url == "https://ports.example.org/briefings/winter.html"
    assert [exchange.page for exchange in conference.exchanges.all()] == [1, 1, 1, 2]


def test_the_kinds_that_are_read_are_listed(tmp_path):
    (tmp_path / "winter.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "winter.csv").write_bytes(b"a,b")
    with pytest.raises(CommandError, match=r"^Nothing was imported\. winter\.pdf cannot be read: it is damaged"):
        run(tmp_path / "winter.pdf")
    with pytest.raises(CommandError, match=r"use \.txt, \.md, \.docx, .*, \.srt or \.json\.$"):
        run(tmp_path / "winter.csv")


def test_dates_to_ask_about_are_warnings_that_stop_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "boats.txt"
    path.write_text(
        "Title: Night ferries\nLanguage: en\nHeld: 2100-03-12\nPosted: 2024-03-12\n\n"
        "Speakers:\n- Ines Calder\n\n=== Boats\n\nInes Calder:\n\nOn Friday, 12 March 2024, the boats stopped.\n",
        encoding="utf-8",
    )
    call_command("import_transcript", path, "--publish")
    said = capsys.readouterr().err
    for words in ("which is in the future", "after it was posted", "12 March 2024 is a Tuesday"):
        assert words in said
    assert Conference.objects.get().is_published


def test_what_a_file_holds_and_the_transcript_does_not_is_named_and_strict_refuses_it(tmp_path):
    path = tmp_path / "talk.txt"
    path.write_text("Home\n\nTalk on ferries\n\n1 May 2024\n\nWe sell tickets.\n\nMR REYL: Good day.\n\nQ: When?\n")
    errors = StringIO()
    with pytest.raises(CommandError, match="1 line that may be speech would be left out"):
        call_command("import_transcript", str(path), "--strict", stderr=errors)
    assert "talk.txt, line 7: left out: “We sell tickets.”" in errors.getvalue()
    assert "talk.txt: 2 lines left out." in errors.getvalue()
    assert not Conference.objects.exists()
    run(path)
    assert Conference.objects.count() == 1
