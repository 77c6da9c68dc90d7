"""A cache of parts that many pages share, such as counts and trends, in this process, by edition. (OUTPUTS.)

A part is cached under the edition stamp that was read before its page was started, so that a part made while the site
changed is never used again. A part that shows a single conference, such as its words on a page, is cached by the state
of that conference instead, and survives editions that changed something else. Nothing is cached outside a request, or
with the page cache turned off: then every part is made again.
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

MOST_BYTES = 12 * 2**20  # of a process, for parts that show one conference each

P = ParamSpec("P")
R = TypeVar("R")
K = TypeVar("K", bound=Hashable)
Key = tuple[Hashable, ...]


class PartCache:
    """The parts of one edition, for each function by its arguments, the most recently used last.

    `of_conferences` has the parts of single conferences, by their states, each with its size in bytes.
    """

    def __init__(self) -> None:
        self._stamp = ""
        self._parts: dict[Hashable, OrderedDict[Hashable, Any]] = defaultdict(OrderedDict)
        self._lock = Lock()
        self.of_conferences = BoundedCache[Key, tuple[Any, int]](MOST_BYTES, lambda part: part[1])

    @contextmanager
    def at(self, stamp: str) -> Iterator[None]:
        """Store and look up parts under this stamp until the end of the block."""
        token = _current.set((self, stamp))
        try:
            yield
        finally:
            _current.reset(token)

    def take(self, stamp: str, function: Hashable, key: Hashable, make: Callable[[], Any], *, most: int) -> Any:
        """Return the cached part, or make and store it; at most `most` parts of a function are stored at one stamp."""
        return self.take_each(stamp, function, (key,), lambda keys: {key: make()}, most=most)[key]

    def take_each(
        self,
        stamp: str,
        function: Hashable,
        keys: Sequence[K],
        make: Callable[[list[K]], Mapping[K, R]],
        *,
        most: int,
    ) -> dict[K, R]:
        """Return the cached part of each key, made together and stored where there is none."""
        with self._lock:
            parts = self._parts[function] if self._stamp == stamp else OrderedDict()
            found = {each: parts[each] for each in keys if each in parts}
            for each in found:
                parts.move_to_end(each)
        missing = [each for each in keys if each not in found]
        if not missing:
            return found
        made = make(missing)
        with self._lock:
            if self._stamp != stamp:
                self._parts.clear()
                self._stamp = stamp
            parts = self._parts[function]
            parts.update(made.items())
            while len(parts) > most:
                parts.popitem(last=False)
        return {**found, **made}


_current: ContextVar[tuple[PartCache, str] | None] = ContextVar("parts", default=None)


def cached(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function whose result depends on the edition, the interface's language and its arguments alone.

    Its results are shared, so they must not be changed; its arguments must be hashable. The `most` most recently used
    results of one edition are stored, so made-up arguments cannot fill the memory.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def wrapper(*args: P.args, **named: P.kwargs) -> R:
            return cached_as(function, (args, tuple(named.items())), lambda: function(*args, **named), most=most)

        return wrapper

    return decorate


def cached_as(kind: Hashable, what: Hashable, make: Callable[[], R], *, most: int) -> R:
    """Return a part that depends only on the edition, the interface's language and `what` it is, as `cached` does.

    At most `most` parts of its kind are stored in each language.
    """
    current = _current.get()
    if current is None:
        return make()
    parts, stamp = current
    part: R = parts.take(stamp, (kind, get_language(), get_script_prefix()), what, make, most=most)
    return part


def cached_each(
    kind: Hashable, what: Sequence[K], make: Callable[[list[K]], Mapping[K, R]], *, most: int
) -> dict[K, R]:
    """Return such a part for each of several; `make` gets those that have no cached part, if there are any."""
    current = _current.get()
    if current is None:
        return dict(make(list(what))) if what else {}
    parts, stamp = current
    return parts.take_each(stamp, (kind, get_language(), get_script_prefix()), what, make, most=most)


def cached_of_conference(state: str, what: Hashable, make: Callable[[], R], weigh: Callable[[Any], int]) -> R:
    """Return a part that depends only on one conference, the interface's language and `what` it is.

    `state` is the conference's `public_state` as it was read before the part is made, empty for one that is not kept.
    PartCache are shared, so nobody may change them; None is not kept. `weigh` says about how many bytes a part takes.
    """
    return cached_of_conferences({"": state}, what, lambda keys: {"": make()}, weigh)[""]


def cached_of_conferences(
    states: Mapping[K, str],
    what: Hashable,
    make: Callable[[Sequence[K]], Mapping[K, R]],
    weigh: Callable[[Any], int],
) -> dict[K, R]:
    """Return such a part of each of several conferences.

    `make` gets the keys of the conferences that have no cached part, if there are any, and returns their parts.
    """
    current = _current.get()
    if current is None:
        return dict(make(list(states)))
    cache = current[0].of_conferences
    around = what, get_language(), get_script_prefix()
    found = {key: pair[0] for key, state in states.items() if state and (pair := cache.get((state, *around)))}
    missing = [key for key in states if key not in found]
    made = make(missing) if missing else {}
    for key, part in made.items():
        if states[key] and part is not None:
            cache.put((states[key], *around), (part, weigh(part)))
    return found | dict(made)
