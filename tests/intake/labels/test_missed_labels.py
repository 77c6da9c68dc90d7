"""Labels in the words of turns: none goes by in silence."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcripts.intake import open_source, parse, parse_text
from transcripts.text import fold

SAID = "Nobody on this side of the harbour has heard of it, and it is late."
TALK = [
    ("Mayor Calder", "The ferry runs until midnight from Monday on. It is paid for."),
    ("Question", "When does the night boat begin?"),
    ("Mayor Calder", "In June, if the weather allows it."),
    ("Question", "Who pays for all of it?"),
    ("Mayor Calder", "The town pays half of it, and the port the rest."),
]
WORDS = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd"), max_codepoint=0x9FFF), min_size=1, max_size=12)
ODD = st.sampled_from(("someone", "Voice from the back", "Le public", "Зал", "旁白", "N.N.", "Q2b", "§ 4", "(unknown)"))
LABELS = ODD | st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@settings(max_examples=30)
@given(
    label=LABELS,
    mark=st.sampled_from((":", "：", " –", ".", ")", " |", "")),
    at=st.integers(1, 4),
    alone=st.booleans(),
    style=st.sampled_from(("<p>{}: {}</p>", "<p><b>{}:</b> {}</p>", "<p><b>{}</b></p><p>{}</p>")),
)
def test_a_bold_label_that_is_not_understood_is_told(label: str, mark: str, at: int, alone: bool, style: str) -> None:
    turns = [style.format(*turn) for turn in TALK]
    turns.insert(at, f"<p><b>{escape(label)}{mark}</b>{'</p><p>' if alone else ' '}{SAID}</p>")
    page = f"<html><body><h1>Harbour Briefing</h1><p>March 12, 2026</p>{''.join(turns)}</body></html>"
    parsed = parse(open_source(page.encode(), "page.html"), name="page.html")
    (by,) = [turn for turn in parsed.document.turns if SAID in turn.paragraphs[-1]]
    begins = parsed.lines[list(parsed.document.turns).index(by)]
    is_turn = len(by.paragraphs) == 1 and by.paragraphs[0] == SAID and fold(by.label) in fold(label + mark)
    over = [exchange.heading for exchange in parsed.document.exchanges if fold(exchange.heading) == fold(label + mark)]
    told = [one for one in parsed.warnings if (one.line or 0) >= begins]
    assert is_turn or over or told


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Ines Calder The harbour opens in June.", "Ines Calder"),
        ("Ines Calder / The harbour opens in June.", "Ines Calder"),
        ("« Ines Calder » The harbour opens in June.", "Ines Calder"),
        ("ines calder: The harbour opens in June.", "ines calder"),
        ("12 10:05:30 Ines Calder The harbour opens in June.", "Ines Calder"),
        ("It is late. Ines Calder: The harbour opens in June.", "Ines Calder"),
        ("It is late. [Ines Calder] The harbour opens in June.", "Ines Calder"),
        ("] The harbour opens in June.", ""),
        ("?:\nThe harbour opens in June.", "?"),
    ],
)
def test_a_label_in_the_words_of_a_turn_is_told_at_its_line(line: str, label: str) -> None:
    text = (
        "Harbour Briefing\n\nMarch 12, 2026\n\nIne Calder: Welcome.\n\nQuestion: When?\n\nInes Calder: Soon enough.\n\n"
        f"Tom Reyes: It is all on the paper.\n\n{line}\n\nQuestion: Who pays for it?\n\nInes Calder: The town does.\n"
    )
    assert [one.line for one in parse_text(text).warnings if label in one.message and one.line == 13]


@pytest.mark.parametrize(
    "line",
    ["Ines Calder said so, and she was right.", "It was on the pier that I met Ines Calder.", "One thing: it is dear."],
)
def test_a_name_that_is_only_spoken_of_is_not_told(line: str) -> None:
    text = (
        "Harbour Briefing\n\nMarch 12, 2026\n\nQuestion: When?\n\nInes Calder: Soon enough.\n\nQuestion: Who pays?\n\n"
        f"Tom Reyes: It is all on the paper.\n\n{line}\n\nQuestion: When, again?\n\nInes Calder: In June.\n"
    )
    assert not parse_text(text).warnings
