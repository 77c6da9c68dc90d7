"""The work for a long answer, and for many headings and labels, grows as the page does: counted in calls."""

from collections.abc import Callable

import pytest

from tests.calls import calls_of
from transcripts.intake import open_source, parse

SHORT, TIMES = 250, 4
MOST = 5.0  # times the calls, for four times as much; what is not linear takes sixteen times as many

PLAIN = "Ferry briefing\n\n12 March 2024\n\nReporter: When?\n\nInes Calder: In June.\n\n"
PUBLISHED = "# Ferries\n\nPermanent link: https://press.example/a\n\n"


def a_long_answer(size: int) -> tuple[str, str]:
    return "long.txt", PLAIN + "\n\n".join(f"Sentence {number} is said here." for number in range(size))


def many_headings(size: int) -> tuple[str, str]:
    parts = (f"<h3>Part {number} Of It</h3><p>Words.</p>" for number in range(size))
    return "headings.html", f"<h1>Ferries</h1><p><b>Reporter:</b> When?</p><p><b>Jo Roe:</b> Now.</p>{''.join(parts)}"


def many_labels(size: int) -> tuple[str, str]:
    return "labels.md", f"{PUBLISHED}## 1. Fares\n\n" + "\n\n".join(
        f"**Ines Calder:** Words {number}." for number in range(2 * size)
    )


def many_exchanges(size: int) -> tuple[str, str]:
    return "exchanges.md", PUBLISHED + "\n\n".join(
        f"## {number}. Fares\n\n**Ines Calder:** Words {number}." for number in range(1, size)
    )


def many_days(size: int) -> tuple[str, str]:
    days = " ".join(f"{number % 28 + 1} March 2024 in Haven," for number in range(size))
    return "days.txt", f"Ferry briefing\n\nThe days were {days} and no more.\n\n{days}\n\n{PLAIN}"


def many_sentences_over(size: int) -> tuple[str, str]:
    over = "\n\n".join(f"Mayor Ines Calder and Minister Bo Marten spoke, part {number}." for number in range(size))
    return "over.txt", f"Ferry briefing\n\n{over}\n\n{PLAIN}"


@pytest.mark.parametrize(
    "form", [a_long_answer, many_headings, many_labels, many_exchanges, many_days, many_sentences_over]
)
def test_four_times_as_much_takes_no_more_than_some_four_times_as_many_calls(
    form: Callable[[int], tuple[str, str]],
) -> None:
    def calls(size: int) -> int:
        name, text = form(size)
        source = open_source(text.encode(), name)
        return calls_of(lambda: parse(source, name=name))

    calls(SHORT // 10)  # so that tables and expressions are made
    few = calls(SHORT)
    assert calls(SHORT * TIMES) < MOST * few
