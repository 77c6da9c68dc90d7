"""Labels that are probably one label misspelt."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

from transcripts.intake.vocabulary import CHAIRS, INTERPRETERS, QUESTIONERS
from transcripts.text import edit_distance, fold

_DIGITS = re.compile(r"\d+")
LEAST_LENGTH = 6  # characters: shorter names differ by a letter and are two people
MOST_LENGTH = 60  # characters: longer labels are compared with none


def similar_labels(labels: Sequence[str], names: Iterable[str] = ()) -> dict[str, str]:
    """Return labels that stand once and nearly equal another label, a name or a generic label, with that one.

    The work grows with the number of labels, not with its square: labels are compared where they share what is left
    when one letter is taken away.
    """
    counts = Counter(labels)
    known = [*(label for label, count in counts.items() if count > 1), *names]
    generic, by_generic_rest = _generic()
    folded_known = {fold(one) for one in known} | generic.keys()
    by_rest = _by_rest(known)
    found: dict[str, str] = {}
    for label, count in counts.items():
        folded = fold(label)
        if count > 1 or folded in folded_known:
            continue
        near = (chain(by_rest.get(rest, ()), by_generic_rest.get(rest, ())) for rest in _rests(folded))
        meant = next((one for one in chain.from_iterable(near) if _is_slip(folded, one)), None)
        if meant:
            is_word = generic.get(fold(meant)) == meant
            found[label] = (meant.upper() if label.isupper() else meant.capitalize()) if is_word else meant
    return found


@cache
def _generic() -> tuple[Mapping[str, str], Mapping[str, Sequence[str]]]:
    """Return the generic labels that are long enough, folded and by their rests: the same for every page."""
    words = sorted(word for word in QUESTIONERS | CHAIRS | INTERPRETERS if len(word) >= LEAST_LENGTH)
    return {fold(word): word for word in words}, _by_rest(words)


def _by_rest(known: Iterable[str]) -> dict[str, list[str]]:
    by_rest: dict[str, list[str]] = {}
    for one in known:
        for rest in _rests(fold(one)):
            by_rest.setdefault(rest, []).append(one)
    return by_rest


def _rests(folded: str) -> Iterator[str]:
    """Yield what names that are one edit apart share: the name, and the name less each of its letters."""
    if LEAST_LENGTH <= len(folded) <= MOST_LENGTH:
        yield folded
        yield from (folded[:at] + folded[at + 1 :] for at in range(len(folded)))


def _is_slip(folded: str, other: str) -> bool:
    """Return whether the two are one edit apart, and both long enough for that to be a slip: numbers are none."""
    two = fold(other)
    if _DIGITS.sub("", folded) == _DIGITS.sub("", two):
        return False  # “Speaker 1” and “Speaker 2” are two
    return min(len(folded), len(two)) >= LEAST_LENGTH and edit_distance(folded, two, most=1) == 1
