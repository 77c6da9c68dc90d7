"""Names and offices as labels in many languages: before a colon or a dash, alone on lines, in bold."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from transcripts.intake import open_source, parse

CONFERENCES = tomllib.loads(Path(__file__).with_name("conferences.toml").read_text(encoding="utf-8"))["conference"]
# How a turn is printed, what stands between its paragraphs, and between turns.
LAYOUTS = {
    "colon": ("{label}: {words}", "\n\n", "\n\n"),
    "dash": ("{label} – {words}", "\n\n", "\n\n"),
    "alone": ("{label}\n{words}", "\n\n", "\n\n"),
    "alone, close": ("{label}\n{words}", "\n", "\n"),
    "alone and apart": ("{label}\n\n{words}", "\n\n", "\n\n"),
    "alone, colon": ("{label}:\n{words}", "\n", "\n\n"),
    "bold": ("<p><b>{label}</b></p><p>{words}</p>", "</p><p>", ""),
    "heading": ("<h3>{label}</h3><p>{words}</p>", "</p><p>", ""),
}
CASES = [(one, layout) for one in CONFERENCES for layout in one.get("layouts", LAYOUTS)]


def page(conference: dict[str, Any], layout: str) -> tuple[str, str]:
    """The text of the page and the name of its file."""
    form, within, between = LAYOUTS[layout]
    title, day = conference["head"]
    body = between.join(form.format(label=label, words=within.join(said)) for label, _, said in conference["turns"])
    if "<" in form:
        return f"<html><body><h1>{title}</h1><p>{day}</p>{body}</body></html>", "page.html"
    return f"{title}\n{day}\n\n{body}\n", "page.txt"


@pytest.mark.parametrize(("conference", "layout"), CASES, ids=[f"{one['name']}, {layout}" for one, layout in CASES])
def test_every_turn_has_its_label_and_kind(conference: dict[str, Any], layout: str) -> None:
    text, name = page(conference, layout)
    turns = parse(open_source(text.encode(), name), name=name).document.turns
    assert [[turn.label, turn.kind.value, list(turn.paragraphs)] for turn in turns] == conference["turns"]


def test_headings_that_come_back_are_no_names() -> None:
    text = (
        "Statement by the Minister of Ports\n12 March 2025\n\nGood morning. From June the ferries run at night.\n\n"
        "Island Line\n\nThis line will be the first to be opened.\n\n"
        "Harbour Line\n\nIt follows in July, and who would not be glad of that?\n\n"
        "Island Line\n\nIts fares stay the same as by day.\n\nHarbour Line\n\nIts fares will be set in May.\n"
    )
    assert len(list(parse(open_source(text.encode(), "page.txt"), name="page.txt").document.turns)) == 1
