"""Labels that are probably one label misspelt."""

from collections import Counter
from collections.abc import Iterable, Sequence

from transcripts.intake.vocabulary import CHAIRS, INTERPRETERS, QUESTIONERS
from transcripts.text import fold

LEAST_LENGTH = 6  # characters: shorter names differ by a letter and are two people


def similar_labels(labels: Sequence[str], names: Iterable[str] = ()) -> dict[str, str]:
    """Return labels that stand once and nearly equal another label, a name or a generic label, with that one."""
    counts = Counter(labels)
    generic = [word for word in QUESTIONERS | CHAIRS | INTERPRETERS if len(word) >= LEAST_LENGTH]
    known = [*(label for label, count in counts.items() if count > 1), *names]
    found: dict[str, str] = {}
    for label, count in counts.items():
        if count > 1 or len(label) < LEAST_LENGTH:
            continue
        folded = fold(label)
        if folded in {fold(one) for one in [*known, *generic]}:
            continue
        for one in [*known, *(word.upper() if label.isupper() else word.capitalize() for word in generic)]:
            if _is_slip(folded, fold(one)):
                found[label] = one
                break
    return found


def _is_slip(one: str, two: str) -> bool:
    """Say whether one letter was dropped, added, changed, or two neighbours changed places."""
    if abs(len(one) - len(two)) > 1 or min(len(one), len(two)) < LEAST_LENGTH:
        return False
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    tail_one, tail_two = one[start:], two[start:]
    if tail_one[1:] == tail_two[1:] or tail_one[1:] == tail_two or tail_one == tail_two[1:]:
        return True
    return len(tail_one) > 1 and tail_one[:2] == tail_two[1::-1] and tail_one[2:] == tail_two[2:]
