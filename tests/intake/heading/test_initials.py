"""Keys to initials over a transcript."""

import pytest

from transcripts.intake import parse_text

PAGE = """Harbour Trust: Media Briefing, 9 January 2025

Present:
Dr Ines Calder{0}IC{1}, Harbour Master
Tomas Reyl{0}TR{1}, Communications

TR: Good morning, and thanks for coming. Ines will say a few words.

IC: The quay was closed on Monday evening.
It was opened again this morning.

Q: Will it close again?

IC: I hope not.
"""


@pytest.mark.parametrize("brackets", [(" (", ")"), (" [", "]")])
def test_initials_in_brackets_behind_names_of_a_list_are_the_labels(brackets: tuple[str, str]) -> None:
    parsed = parse_text(PAGE.format(*brackets))
    turns = [turn for exchange in parsed.document.exchanges for turn in exchange.turns]
    assert [turn.label for turn in turns] == ["TR", "IC", "Q", "IC"]
    assert turns[1].speaker == turns[3].speaker == "Ines Calder"
    assert {(one.name, one.role) for one in parsed.document.people} == {
        ("Ines Calder", "Harbour Master"),
        ("Tomas Reyl", "Communications"),
    }
