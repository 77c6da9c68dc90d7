"""Parts that many pages share, such as counts and trends, kept in this process by the edition. (OUTPUTS.)

A part is kept under the stamp that was read before its page was begun, so that one made while the site changed is never
asked for again. What shows one conference and nothing else, such as its words on a page, is kept by the conference's
own state instead, and outlives editions that changed something else. Outside a request of a site that keeps pages
nothing is kept: all is asked anew.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from django.urls import get_script_prefix
from django.utils.translation import get_language

from transcripts.bounded_cache import BoundedCache

MOST_BYTES = 12 * 2**20  # that a process keeps of what shows one conference each

P = ParamSpec("P")
R = TypeVar("R")
K = TypeVar("K", bound=Hashable)
Key = tuple[Hashable, ...]


class Parts:
    """The parts of one edition: those of each function by its arguments, the one asked for last at the end.

    And `of_conferences`, by their states, each with the bytes that it takes.
    """

    def __init__(self) -> None:
        self._stamp = ""
        self._rooms: dict[Hashable, OrderedDict[Key, Any]] = defaultdict(OrderedDict)
        self._lock = Lock()
        self.of_conferences = BoundedCache[Key, tuple[Any, int]](MOST_BYTES, lambda part: part[1])

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
            return kept_as(function, (args, tuple(named.items())), lambda: function(*args, **named), most=most)

        return keeping

    return decorate


def kept_as(kind: Hashable, what: Hashable, make: Callable[[], R], *, most: int) -> R:
    """Return a part that depends on the edition, the interface's language and `what` it is alone, as `kept` does.

    At most `most` of its kind are kept.
    """
    current = _current.get()
    if current is None:
        return make()
    parts, stamp = current
    part: R = parts.take(stamp, kind, (get_language(), get_script_prefix(), what), make, most=most)
    return part


def kept_of(state: str, what: Hashable, make: Callable[[], R], weigh: Callable[[Any], int]) -> R:
    """Return a part that depends on one conference, the interface's language and `what` it is alone.

    `state` is the conference's `public_state` as it was read before the part is made, empty for one that is not kept.
    Parts are shared, so nobody may change them; None is not kept. `weigh` says about how many bytes a part takes.
    """
    return kept_of_each({"": state}, what, lambda keys: {"": make()}, weigh)[""]


def kept_of_each(
    states: Mapping[K, str],
    what: Hashable,
    make: Callable[[Sequence[K]], Mapping[K, R]],
    weigh: Callable[[Any], int],
) -> dict[K, R]:
    """Return such a part of each of several conferences; `make` is given those of whom none is kept, if there are any.

    It returns the part of each of them.
    """
    current = _current.get()
    if current is None:
        return dict(make(list(states)))
    room = current[0].of_conferences
    around = what, get_language(), get_script_prefix()
    found = {key: pair[0] for key, state in states.items() if state and (pair := room.get((state, *around)))}
    missing = [key for key in states if key not in found]
    made = make(missing) if missing else {}
    for key, part in made.items():
        if states[key] and part is not None:
            room.put((states[key], *around), (part, weigh(part)))
    return found | dict(made)
