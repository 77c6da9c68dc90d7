"""Parts that many pages share, such as counts and trends, kept in this process by the edition. (OUTPUTS.)

A part is kept under the stamp that was read before its page was begun, so that one made while the site changed is never
asked for again. Outside a request of a site that keeps pages nothing is kept: all is asked anew.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from django.urls import get_script_prefix
from django.utils.translation import get_language

P = ParamSpec("P")
R = TypeVar("R")
Key = tuple[Hashable, ...]


class Parts:
    """The parts of one edition: those of each function by its arguments, the one asked for last at the end."""

    def __init__(self) -> None:
        self._stamp = ""
        self._rooms: dict[Hashable, OrderedDict[Key, Any]] = defaultdict(OrderedDict)
        self._lock = Lock()

    @contextmanager
    def at(self, stamp: str) -> Iterator[None]:
        """Keep parts under this stamp, and take those that are kept under it, until the end of the block."""
        token = _current.set((self, stamp))
        try:
            yield
        finally:
            _current.reset(token)

    def take(self, stamp: str, function: Hashable, key: Key, make: Callable[[], Any], *, most: int) -> Any:
        """Return the part, which is made if it is not kept; of a function `most` are kept at one stamp."""
        with self._lock:
            room = self._rooms[function]
            if self._stamp == stamp and key in room:
                room.move_to_end(key)
                return room[key]
        part = make()
        with self._lock:
            if self._stamp != stamp:
                self._rooms.clear()
                self._stamp = stamp
            room = self._rooms[function]
            room[key] = part
            if len(room) > most:
                room.popitem(last=False)
        return part


_current: ContextVar[tuple[Parts, str] | None] = ContextVar("parts", default=None)


def kept(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function whose result depends on the edition, the interface's language and its arguments alone.

    Its results are shared, so nobody may change them; its arguments are hashable. At most `most` of one edition are
    kept, those asked for last: values that anybody can make up fill no more.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def keeping(*args: P.args, **named: P.kwargs) -> R:
            current = _current.get()
            if current is None:
                return function(*args, **named)
            parts, stamp = current
            key = (get_language(), get_script_prefix(), args, tuple(named.items()))
            part: R = parts.take(stamp, function, key, lambda: function(*args, **named), most=most)
            return part

        return keeping

    return decorate
