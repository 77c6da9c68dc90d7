"""A cache in the memory of this process, bounded by bytes, which drops the least recently used first. (OUTPUTS.)"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
LARGEST_SHARE = 4  # one value takes at most this part of a cache: a quarter


class BoundedCache(Generic[K, V]):
    """Values by their keys, the most recently used last, in at most `most` bytes.

    `weigh` returns how many bytes a value takes. Safe for use by several threads.
    """

    def __init__(self, most: int, weigh: Callable[[V], int]) -> None:
        self.most, self.size = most, 0
        self._weigh = weigh
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """Return the value, or None where there is none."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: K, value: V) -> None:
        """Store the value, unless it is too large."""
        weight = self._weigh(value)
        if weight * LARGEST_SHARE > self.most:
            return
        with self._lock:
            if (before := self._values.pop(key, None)) is not None:
                self.size -= self._weigh(before)
            self._values[key] = value
            self.size += weight
            while self.size > self.most:
                _, dropped = self._values.popitem(last=False)
                self.size -= self._weigh(dropped)
