"""manage.py parse_transcript."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.files import TITLE, TURNS, make_docx, make_saved_page
from tests.intake import pages


def run(path: Path, *options: str) -> dict[str, object]:
    out = StringIO()
    call_command("parse_transcript", str(path), *options, stdout=out)
    printed: dict[str, object] = json.loads(out.getvalue())
    return printed


def test_it_prints_the_parse_as_one_object(tmp_path: Path) -> None:
    path = tmp_path / "ferries_p04.txt"
    path.write_text(pages.ONE_OF_MANY)
    printed = run(path)
    assert printed["title"] == "Ministry of Ports briefing on the winter plan for the Northbank ferries"
    assert (printed["held_on"], printed["posted_on"], printed["venue"]) == (None, "2024-03-14", None)
    assert (printed["page"], printed["pages"], printed["partial"]) == (4, 5, True)
    assert printed["people"] == printed["warnings"] == []
    assert printed["exchanges"] == [{"heading": "", "topics": [], "page": 4, "turns": 2}]
    first, second = printed["turns"]  # type: ignore[misc]
    assert first["outlet"] == "Northbank Daily"
    assert second | {"paragraphs": []} == {
        "kind": "answer",
        "label": "Tomas Reyl",
        "speaker": "Tomas Reyl",
        "outlet": "",
        "journalist": "",
        "paragraphs": [],
        "exchange": 1,
    }


def test_it_prints_the_lines_of_the_head_and_all_that_was_left_out(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text(
        "Home\n\nBriefing on ferries\n\n12 March 2024\n\nWe sell tickets here.\n\nMR REYL: Good day.\n\nQ: When?\n"
    )
    printed = run(path)
    assert printed["head"] == [
        {"field": "title", "line": 3, "text": "Briefing on ferries"},
        {"field": "held_on", "line": 5, "text": "12 March 2024"},
    ]
    assert printed["left_out"] == [
        {"line": 1, "text": "Home", "reason": "furniture", "part": "body", "before": ""},
        {
            "line": 7,
            "text": "We sell tickets here.",
            "reason": "not_understood",
            "part": "body",
            "before": "12 March 2024",
        },
    ]


@pytest.mark.parametrize(("name", "data"), [("ferries.docx", make_docx()), ("ferries.html", make_saved_page())])
def test_it_reads_files_of_other_kinds(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    printed = run(path)
    assert (printed["title"], printed["posted_on"], printed["warnings"]) == (TITLE, "2024-03-14", [])
    assert [turn["label"] for turn in printed["turns"]] == [label for label, _ in TURNS]  # type: ignore[attr-defined]


def test_what_is_unknown_is_null_and_the_language_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("1:19 p.m. EDT\n\nMR REYL:  Good afternoon.\n\nQUESTION:  When?\n\nMR REYL:  Now.\n")
    printed = run(path, "--language", "en-gb")
    assert (printed["title"], printed["held_on"], printed["source"]) == (None, None, None)
    assert (printed["starts_at"], printed["language"]) == ("13:19", "en-gb")


def test_bad_input_is_a_command_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="does not exist"):
        run(tmp_path / "missing.txt")
