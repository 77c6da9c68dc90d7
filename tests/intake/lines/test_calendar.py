from collections.abc import Callable, Sequence

import pytest
from babel import Locale

from transcripts.intake.lines.calendar import (
    IN_FULL,
    LANGUAGES,
    OTHER_WORDS,
    SHORTEST,
    bare_name,
    month_numbers,
    weekday_numbers,
)


@pytest.mark.parametrize(
    ("attribute", "widths", "shortest", "read"),
    [("months", ("abbreviated", "wide"), SHORTEST, month_numbers), ("days", ("wide",), 1, weekday_numbers)],
)
def test_the_names_are_those_of_unicode(
    attribute: str, widths: Sequence[str], shortest: int, read: Callable[[], dict[str, int]]
) -> None:
    known = {
        bare_name(name): number
        for languages, widths in ((LANGUAGES, widths), (IN_FULL, ("wide",)))
        for language in languages
        for context in ("format", "stand-alone")
        for width in widths
        for number, name in getattr(Locale.parse(language), attribute)[context][width].items()
    }
    assert read() == {
        name: number for name, number in known.items() if len(name) >= shortest and name not in OTHER_WORDS
    }
