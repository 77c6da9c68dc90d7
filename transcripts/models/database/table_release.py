"""Whether the tables match this code: during an upgrade they may be older or newer for a while.

A server's process asks before it answers anybody, and again once a statement has failed. While the tables are older it
answers nobody from them; while they are newer than a process that is about to be relieved, what works goes on.
"""

import pkgutil
import time
from enum import Enum
from functools import cache
from importlib import import_module
from threading import Lock

from django.apps import apps
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from transcripts.models.database.replica import PRIMARY

_OURS = "transcripts"
AGAIN = 1.0  # seconds after which tables that were older are looked at again
SETTLING = 0.5  # seconds in which a migration that altered the tables is noted as applied, or as taken back


class TableRelease(Enum):
    """Which release's the tables are."""

    THIS = "ok"
    OLDER = "waiting"
    NEWER = "newer"


class _Known:
    """What this process knows: None before anybody asked. One process has one database to write to."""

    is_older: bool | None = None
    ask_at = 0.0
    lock = Lock()


def table_release() -> TableRelease:
    """Compare the migrations that this code has with those that were applied. Two queries. Raises DatabaseError."""
    applied = set(MigrationRecorder(connections[PRIMARY]).applied_migrations())
    known = _migrations()
    _Known.is_older = bool(known - applied)
    if _Known.is_older:
        return TableRelease.OLDER
    # Others' packages may put several migrations together and drop the former ones; ours never go.
    is_newer = any(label == _OURS and (label, name) not in known for label, name in applied)
    return TableRelease.NEWER if is_newer else TableRelease.THIS


def is_migrated() -> bool:
    """Return whether the tables are not older. No query once they were found so. Raises DatabaseError."""
    return _Known.is_older is False or table_release() is not TableRelease.OLDER


def watch_tables() -> None:
    """Let this process answer nobody before it has found the tables not older."""
    _Known.is_older, _Known.ask_at = True, 0.0


def are_older() -> bool:
    """Return whether the tables were older when last looked at: each second again. A database that is away is not."""
    if not _Known.is_older:
        return False
    with _Known.lock:
        now = time.monotonic()
        if now < _Known.ask_at or not _Known.is_older:
            return bool(_Known.is_older)
        try:
            is_older = table_release() is TableRelease.OLDER
        except DatabaseError:
            return False
        _Known.ask_at = time.monotonic() + AGAIN
        return is_older


def came_of_release(error: BaseException | None) -> bool:
    """Return whether a statement failed because tables and code are of different releases. Four queries at most."""
    while error is not None and not isinstance(error, DatabaseError):
        error = error.__cause__ or error.__context__
    if error is None:
        return False
    try:
        if table_release() is not TableRelease.THIS:
            return True
        time.sleep(SETTLING)
        return table_release() is not TableRelease.THIS
    except DatabaseError:
        return False


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """Return the app and the name of each migration of this code, none of which is loaded."""
    found = set()
    for app in apps.get_app_configs():
        module, _ = MigrationLoader.migrations_module(app.label)
        try:
            package = import_module(module) if module else None
        except ModuleNotFoundError:
            continue
        for each in pkgutil.iter_modules(package.__path__) if package else ():
            if not each.ispkg and each.name[0] not in "_~":
                found.add((app.label, each.name))
    return frozenset(found)
