"""The pager: a row of page numbers, for lists and for conferences."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

ALL_SHOWN = 12  # up to a dozen every number is shown
NEAR = 2  # beyond, this many on either side of the current one, and the ends


@dataclass(frozen=True)
class Pager:
    """`numbers` are all pages in order, `current` the one shown; `address` gives a page's."""

    numbers: Sequence[int]
    current: int
    address: Callable[[int], str]

    def __bool__(self) -> bool:
        return len(self.numbers) > 1

    @property
    def links(self) -> Iterator[tuple[int, str] | None]:
        """Number and address of each page that is shown, and None where some are left out."""
        last = None
        for index in self._shown():
            if last is not None and index > last + 1:
                yield None
            yield self.numbers[index], self.address(self.numbers[index])
            last = index

    @cached_property
    def previous(self) -> str:
        """The address of the page before, or an empty text."""
        return self._beside(-1)

    @cached_property
    def next(self) -> str:
        """The address of the page after, or an empty text."""
        return self._beside(1)

    def _beside(self, step: int) -> str:
        if not self:
            return ""
        index = self.numbers.index(self.current) + step
        return self.address(self.numbers[index]) if 0 <= index < len(self.numbers) else ""

    def _shown(self) -> list[int]:
        """Return the indexes to show. A gap of one is closed: a number takes no more room than a gap."""
        count, here = len(self.numbers), self.numbers.index(self.current)
        if count <= ALL_SHOWN:
            return list(range(count))
        low, high = max(0, here - NEAR), min(count - 1, here + NEAR)
        low, high = (0 if low <= 2 else low), (count - 1 if high >= count - 3 else high)
        return sorted({0, *range(low, high + 1), count - 1})
