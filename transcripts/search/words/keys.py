"""The key of an index row: a number whose order is the order of results, the newest first when it falls.

    day (17 bits) | conference (26 bits) | number of turns left from this turn on (20 bits)

So the newest matches are the highest keys, and within a conference they are in reading order. Pure.
"""

from datetime import date, timedelta

DAY_BITS, CONFERENCE_BITS, TURN_BITS = 17, 26, 20
CONFERENCE_MASK = (1 << CONFERENCE_BITS) - 1
_LAST_DAY = (1 << DAY_BITS) - 1
_LAST_TURN = (1 << TURN_BITS) - 1
DAY_SHIFT = CONFERENCE_BITS + TURN_BITS
FIRST_DAY = date(1800, 1, 1)
LAST_DAY = FIRST_DAY + timedelta(days=_LAST_DAY)

# Days are grouped in slices of 2, 16, 128 and 1024, so that an index can be queried for a stretch of time.
LEVELS = (1, 4, 7, 10)


def make_key(day: date, conference_id: int, ordinal: int) -> int:
    """Return the key of the turn number `ordinal`, from 0, of a conference."""
    turn = _LAST_TURN - min(ordinal, _LAST_TURN)
    return day_number(day) << DAY_SHIFT | (conference_id & CONFERENCE_MASK) << TURN_BITS | turn


def day_number(day: date) -> int:
    """Return the days since 1800; days before, and after 2158, are counted as the first and the last."""
    return min(max((day - FIRST_DAY).days, 0), _LAST_DAY)


def day_of(key: int) -> date:
    """Return the date in a key."""
    return FIRST_DAY + timedelta(days=key >> DAY_SHIFT)


def conference_of(key: int) -> int:
    """Return the primary key of the conference in a key."""
    return key >> TURN_BITS & CONFERENCE_MASK


def keys_of(day: date, conference_id: int) -> tuple[int, int]:
    """Return the lowest and the highest key of a conference."""
    return make_key(day, conference_id, _LAST_TURN), make_key(day, conference_id, 0)


def in_reading_order(key: int) -> tuple[int, int]:
    """Return a sort key that puts keys oldest first, with each conference in reading order."""
    return key >> TURN_BITS, -(key & _LAST_TURN)


def first_key(day: date | None) -> int:
    """Return the lowest key of a day; without a day, the lowest of all."""
    return day_number(day) << DAY_SHIFT if day else 0


def last_key(day: date | None) -> int:
    """Return the highest key of a day; without a day, the highest of all."""
    return (day_number(day) + 1 << DAY_SHIFT) - 1 if day else (1 << DAY_SHIFT + DAY_BITS) - 1


def slices_of(day: date) -> list[tuple[int, int]]:
    """Return the slices, as level and number, that a day is in."""
    return [(level, day_number(day) >> level) for level in LEVELS]


def slices_between(first: int, last: int, *, oldest: bool = False, covered: int = 0) -> list[tuple[int, int]]:
    """Return slices that cover the days of the keys `first` to `last`, the newest first, or the `oldest` first.

    They grow with the distance from where the walk begins, so that few cover decades, and the matches of one are never
    many more than those that were seen before it: in `covered` days before, and in the slices.
    """
    low, high = first >> DAY_SHIFT, last >> DAY_SHIFT
    found: list[tuple[int, int]] = []
    while low <= high:
        level = max(
            (level for level in LEVELS[1:] if 1 << level <= covered and _is_at_edge(low, high, level, oldest)),
            default=LEVELS[0],
        )
        number = (low if oldest else high) >> level
        found.append((level, number))
        if oldest:
            covered += ((number + 1) << level) - low
            low = (number + 1) << level
        else:
            covered += high - (number << level) + 1
            high = (number << level) - 1
    return found


def _is_at_edge(low: int, high: int, level: int, oldest: bool) -> bool:
    """Return whether a slice of this level begins just at the day that has been reached."""
    return low % (1 << level) == 0 if oldest else (high + 1) % (1 << level) == 0
