"""Whole pages, laid out as offices lay out theirs, with what a careful reader would extract (`make score`)."""

import json
from pathlib import Path

import pytest

from transcripts.document import Kind
from transcripts.intake import parse_text
from transcripts.text import fold_letters

FOLDER = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
# What the truth states and the words alone do not show: a turn of a few words that could be either.
DOUBTFUL = {
    ("bare_names_over_words", 2),
    ("bare_names_over_words", 10),
    ("chevrons", 2),
    ("key_to_initials", 1),
    ("names_around_offices", 2),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_read_as_a_careful_reader_would(name: str) -> None:
    truth = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    parsed = parse_text((FOLDER / f"{name}.txt").read_text(encoding="utf-8"), name=f"{name}.txt")
    document = parsed.document
    turns = [turn for turn in document.turns if turn.kind is not Kind.NOTE]
    assert [turn.label for turn in turns] == [turn["label"] for turn in truth["turns"]]
    for at, (turn, wanted) in enumerate(zip(turns, truth["turns"], strict=True)):
        words = fold_letters(turn.text)
        assert words.startswith(fold_letters(wanted["first_words"])), wanted
        assert words.endswith(fold_letters(wanted["last_words"])), wanted
        assert len(turn.paragraphs) == wanted["paragraphs"], wanted
        assert turn.kind.value == wanted["kind"] or (name, at) in DOUBTFUL, wanted
    people = {fold_letters(one) for one in [*(person.name for person in document.people), *parsed.reporters]}
    assert people == {fold_letters(one["name"]) for one in truth["people"]}
    assert fold_letters(document.title) == fold_letters(truth["title"])
    for stated, wanted in ((document.held_on, truth["date"]), (document.posted_on, truth["posted"])):
        assert wanted is None or (stated and stated.isoformat() == wanted)
