"""A streaming replica of PostgreSQL for readers: which database is read, and whether the replica may be used.

Everything is written to the primary, and read from it, unless a request of a reader says `reading_from(REPLICA)`; then
the router sends the ORM there, and `reading()` whatever asks in SQL. How fresh the replica is, is measured and not
guessed: a place in the primary's log that the replica has replayed dates it, whatever the clocks of the servers say.
"""

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

PRIMARY = DEFAULT_DB_ALIAS
REPLICA = "replica"
INTERVAL = 0.5  # seconds between two measurements in a process

log = logging.getLogger(__name__)
_alias: ContextVar[str] = ContextVar("alias", default=PRIMARY)


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Read from this database, in this thread, until the end of the block."""
    token = _alias.set(alias)
    try:
        yield
    finally:
        _alias.reset(token)


def reading() -> BaseDatabaseWrapper:
    """Return the connection to the database that is read now: outside `reading_from` the primary's."""
    return connections[_alias.get()]


class ReplicaRouter:
    """Django's router: reads go where `reading_from` says, writes and migrations to the primary alone."""

    def db_for_read(self, model: object, **hints: object) -> str:
        return _alias.get()

    def db_for_write(self, model: object, **hints: object) -> str:
        return PRIMARY

    def allow_relation(self, one: object, other: object, **hints: object) -> bool:
        return True  # they are copies of one database

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db == PRIMARY


class ReplicaState(Enum):
    """What is known of the replica."""

    OK = "ok"
    BEHIND = "behind"  # by more than the limit
    AWAY = "away"  # it does not answer
    STRANGE = "no replica of this database"  # it answers, and is a primary, or one of another cluster


_HERE = "SELECT pg_current_wal_flush_lsn() - '0/0', system_identifier FROM pg_control_system()"
_THERE = (
    "SELECT pg_last_wal_replay_lsn() - '0/0', system_identifier,"
    " COALESCE(pg_last_wal_replay_lsn() >= pg_last_wal_receive_lsn(), TRUE)"
    " FROM pg_control_system() WHERE pg_is_in_recovery()"
)


class ReplicaWatch:
    """The freshness of the replica, measured by a thread of the process, so that no reader waits for it.

    While the primary is away nothing new can be written: the replica is the newest there is, once it has replayed all
    that it received.
    """

    def __init__(self, most_behind: float) -> None:
        self.most_behind = most_behind  # seconds
        self._dated = 0.0  # when (time.monotonic) all that the replica holds today was the newest
        self._state = ReplicaState.AWAY
        # Moments, and the end of the primary's log at each; none older than the limit, which would date nothing fresh.
        self._marks: deque[tuple[float, int]] = deque(maxlen=math.ceil(most_behind / INTERVAL))
        self._cluster: Any = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def is_fresh(self) -> bool:
        """Return whether readers may read from the replica. No queries."""
        if self._thread is None:
            self._start()
        return time.monotonic() - self._dated <= self.most_behind

    def state(self) -> ReplicaState:
        """Return what is known of the replica. No queries."""
        if self.is_fresh():
            return ReplicaState.OK
        return ReplicaState.BEHIND if self._state is ReplicaState.OK else self._state

    def distrust(self) -> None:
        """Read from the primary until the replica was measured again: it has just failed."""
        self._dated = 0.0

    def measure(self) -> None:
        """Ask both servers how far their logs are. Two queries."""
        began = time.monotonic()
        here = _ask(PRIMARY, _HERE)
        if here:
            self._marks.append((began, here[0]))
            self._cluster = here[1]
        began = time.monotonic()
        there = _ask(REPLICA, _THERE)
        self._judge(there, began, is_primary_away=here is None)

    def _judge(self, there: tuple[Any, ...] | None, began: float, *, is_primary_away: bool) -> None:
        before = self._state
        if there is None:
            self._state = ReplicaState.AWAY
        elif not there or (self._cluster is not None and there[1] != self._cluster):
            self._state = ReplicaState.STRANGE
        else:
            self._state = ReplicaState.OK
            if is_primary_away and there[2]:
                self._dated = began
            while self._marks and self._marks[0][1] <= there[0]:
                self._dated = max(self._dated, self._marks.popleft()[0])
        if self._state is not ReplicaState.OK:
            self._dated = 0.0
            self._marks.clear()
        if self._state is not before:
            log.warning("The replica of the database: %s.", self._state.value)

    def _start(self) -> None:
        """Measure once, and then in a thread of this process."""
        with self._lock:
            if self._thread is None:
                self.measure()
                self._thread = threading.Thread(target=self._run, name="replica-watch", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            time.sleep(INTERVAL)
            try:
                self.measure()
            except Exception:
                self.distrust()
                log.exception("The replica of the database could not be measured.")


@cache
def replica_watch() -> ReplicaWatch:
    """Return the watch of this process."""
    return ReplicaWatch(settings.DATABASE_REPLICA_LAG)


def _ask(alias: str, sql: str) -> tuple[Any, ...] | None:
    """Return the row, an empty one if there is none, None if the server does not answer. Its connection is kept."""
    connection = connections[alias]
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone() or ()
    except (DatabaseError, InterfaceError):
        connection.close()
        return None
