"""A room of bounded size in the memory of this process; what is asked for least lately goes first. (OUTPUTS.)"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
LARGEST = 4  # one thing may take this part of a room at most: a quarter


class Room(Generic[K, V]):
    """Things by their keys, the one asked for last at the end; `weigh` says how many bytes each takes."""

    def __init__(self, most: int, weigh: Callable[[V], int]) -> None:
        self.most, self.size = most, 0
        self._weigh = weigh
        self._things: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """Return the thing, if it is kept."""
        with self._lock:
            thing = self._things.get(key)
            if thing is not None:
                self._things.move_to_end(key)
            return thing

    def put(self, key: K, thing: V) -> None:
        """Keep the thing, unless it is too large."""
        weight = self._weigh(thing)
        if weight * LARGEST > self.most:
            return
        with self._lock:
            if (before := self._things.pop(key, None)) is not None:
                self.size -= self._weigh(before)
            self._things[key] = thing
            self.size += weight
            while self.size > self.most:
                _, gone = self._things.popitem(last=False)
                self.size -= self._weigh(gone)
