"""Alignment of a transcript with its translation, turn by turn. (Pure.)"""

from collections.abc import Hashable, Sequence
from itertools import takewhile

MOST_COMPARED = 40_000  # pairs; beyond, what is at the same place is paired

TurnKey = tuple[str, Hashable]  # the kind of a turn, and its speaker; None where unknown
Pair = tuple[int | None, int | None]


def align(first: Sequence[TurnKey], second: Sequence[TurnKey]) -> list[Pair]:
    """Return the indexes of both in order: corresponding turns paired, the others alone.

    Only turns that do the same are paired, and no pair crosses another. Of all such pairings it is the one with
    the most pairs and the same speakers; where several are as good, the earliest turns are paired.
    """
    start = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(first, second, strict=False)))
    tails = zip(reversed(first[start:]), reversed(second[start:]), strict=False)
    end = sum(1 for _ in takewhile(lambda both: both[0] == both[1], tails))
    head: list[Pair] = [(index, index) for index in range(start)]
    tail: list[Pair] = [(len(first) - index, len(second) - index) for index in range(end, 0, -1)]
    middle = _align(first[start : len(first) - end], second[start : len(second) - end])
    return head + [_shift(pair, start) for pair in middle] + tail


def _shift(pair: Pair, by: int) -> Pair:
    first, second = pair
    return (None if first is None else first + by, None if second is None else second + by)


def _align(first: Sequence[TurnKey], second: Sequence[TurnKey]) -> list[Pair]:
    if len(first) * len(second) > MOST_COMPARED:
        return _by_place(first, second)
    best = _scores(first, second)
    pairs: list[Pair] = []
    left = right = 0
    while left < len(first) and right < len(second):
        worth = _worth(first[left], second[right])
        if worth and best[left][right] == worth + best[left + 1][right + 1]:
            pairs.append((left, right))
            left, right = left + 1, right + 1
        elif best[left][right] == best[left + 1][right]:
            pairs.append((left, None))
            left += 1
        else:
            pairs.append((None, right))
            right += 1
    pairs += [(index, None) for index in range(left, len(first))]
    return pairs + [(None, index) for index in range(right, len(second))]


def _scores(first: Sequence[TurnKey], second: Sequence[TurnKey]) -> list[list[int]]:
    """Return, for every pair of indexes, the score of the best pairing of the turns from there on."""
    best = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for left in range(len(first) - 1, -1, -1):
        for right in range(len(second) - 1, -1, -1):
            worth = _worth(first[left], second[right])
            paired = worth + best[left + 1][right + 1] if worth else 0
            best[left][right] = max(paired, best[left + 1][right], best[left][right + 1])
    return best


def _worth(first: TurnKey, second: TurnKey) -> int:
    """Return the score of pairing the two: 0 unless their kinds are equal, more when one speaker says both."""
    if first[0] != second[0]:
        return 0
    return 3 if first[1] is not None and first[1] == second[1] else 2


def _by_place(first: Sequence[TurnKey], second: Sequence[TurnKey]) -> list[Pair]:
    pairs: list[Pair] = []
    for index in range(max(len(first), len(second))):
        here = index < len(first) and index < len(second)
        if here and first[index][0] == second[index][0]:
            pairs.append((index, index))
            continue
        pairs += [(index, None)] if index < len(first) else []
        pairs += [(None, index)] if index < len(second) else []
    return pairs
