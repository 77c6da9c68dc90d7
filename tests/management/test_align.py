"""`manage.py align`: times from captions by command."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.admin.conference.test_recordings import captions, make_spoken, times
from tests.builders import make_author, make_editor
from transcripts.models import Conference, Edition

pytestmark = pytest.mark.django_db
Align = Callable[..., str]


@pytest.fixture
def conference() -> Conference:
    return make_spoken()


@pytest.fixture
def align(tmp_path: Path, capsys: Any) -> Align:
    """Run the command with a file of this text; return what it printed."""

    def run(conference: Conference | str, text: str, *options: str, name: str = "heard.vtt") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        call_command("align", getattr(conference, "slug", conference), str(path), *options)
        return str(capsys.readouterr().out)

    return run


def test_it_gives_the_times_as_a_revision_and_an_edition(align: Align, conference: Conference) -> None:
    edition, versions = Edition.objects.get().number, conference.versions.count()
    said = align(conference, captions())
    assert said == f"{conference.get_absolute_url()} 4 of 4 paragraphs have their second.\n"
    assert times(conference) == [5, 65, 125, 185]
    assert Edition.objects.get().number > edition
    number = conference.revision_number
    conference.refresh_from_db()
    assert (conference.revision_number, conference.versions.count()) == (number + 1, versions)
    align(conference, captions())
    conference.refresh_from_db()
    assert conference.revision_number == number + 1


def test_the_conference_can_be_named_by_its_address(align: Align, conference: Conference) -> None:
    align(f"https://press.example.org{conference.get_absolute_url()}", captions())
    assert times(conference)[0] == 5


def test_what_is_doubtful_is_listed_and_has_no_time(align: Align, conference: Conference) -> None:
    said = align(conference, captions(gap=True))
    assert "3 of 4 paragraphs have their second." in said
    assert "doubtful: exchange 1, turn 2: “The bridge will be closed for a week in March" in said
    assert times(conference) == [5, 65, None, 185]
    align(conference, captions(gap=True), "--accept-doubtful")
    doubtful = times(conference)[2]
    assert doubtful is not None
    assert 65 <= doubtful <= 185


def test_a_dry_run_changes_nothing(align: Align, conference: Conference) -> None:
    said = align(conference, captions(), "--dry-run")
    assert "4 of 4" in said
    assert "nothing was changed" in said
    assert times(conference) == [None] * 4


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nSomething else\n", "are not those of"),
        ("a.txt", "Good morning.", "a.txt is not a caption file"),
        ("a.exe", "MZ", "not a supported type"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(
    align: Align, conference: Conference, name: str, text: str, words: str
) -> None:
    with pytest.raises(CommandError, match=r"^Nothing was changed\. ") as refusal:
        align(conference, text, name=name)
    assert words in str(refusal.value)
    with pytest.raises(CommandError, match=r"^Nothing was changed\. There is no conference “nothing”"):
        align("nothing", captions())
    assert times(conference) == [None] * 4


def test_who_makes_the_change_must_be_allowed_to(align: Align, conference: Conference) -> None:
    make_author()
    make_editor()
    for name in ("author", "nobody"):
        with pytest.raises(CommandError, match=name):
            align(conference, captions(), "--as", name)
    assert times(conference) == [None] * 4
    align(conference, captions(), "--as", "editor")
    conference.refresh_from_db()
    assert conference.revisions.get(number=conference.revision_number).made_by_name == "editor"


@pytest.mark.parametrize(
    ("offset", "expected"),
    [("00:01:00", [None, 5, 65, 125]), ("5", [0, 60, 120, 180]), ("-0:10", [15, 75, 135, 195])],
)
def test_the_recording_may_begin_at_another_moment_than_the_captions(
    align: Align, conference: Conference, offset: str, expected: list[int | None]
) -> None:
    align(conference, captions(), f"--offset={offset}")
    assert times(conference) == expected


@pytest.mark.parametrize("offset", ["soon", "1:75", "1:2:3:4", ""])
def test_an_offset_that_is_no_time_is_refused(align: Align, conference: Conference, offset: str) -> None:
    with pytest.raises(CommandError, match="no time such as"):
        align(conference, captions(), f"--offset={offset}")
    assert times(conference) == [None] * 4
