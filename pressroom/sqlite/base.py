"""The SQLite backend: a full or read-only disk stops writes only.

Each connection to a database in WAL mode needs two files beside it. Where they cannot be made, because the disk is full
or may not be written to, the file is opened as one that nobody changes, for one request: the next tries again.
"""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any, ClassVar

from django.db.backends.sqlite3 import base

register_functions = getattr(base, "register_functions")  # noqa: B009  (Django exports it to itself alone)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper; `is_frozen` says that the connection can only read, and sees what was when it was opened."""

    is_frozen = False
    frozen_now: ClassVar[bool] = False  # whether the last connection that was opened in this process could only read

    def connect(self) -> None:
        """Connect; a connection that can only read ends with the request."""
        super().connect()
        if self.is_frozen:
            self.close_at = time.monotonic()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection. Raises sqlite3.OperationalError where the file cannot be read either."""
        try:
            connection = super().get_new_connection(conn_params)
        except sqlite3.OperationalError:
            path = Path(str(conn_params["database"]))
            if not _is_whole(path):
                raise
            connection = _open_frozen(path, conn_params)
            self.is_frozen = DatabaseWrapper.frozen_now = True
        else:
            # With the files of the journal left beside it SQLite opens what it may not write, and never tries again.
            self.is_frozen = DatabaseWrapper.frozen_now = _is_read_only(Path(str(conn_params["database"])))
        if self.is_frozen:
            self.transaction_mode = None  # IMMEDIATE asks for the right to write
        return connection


def _is_read_only(path: Path) -> bool:
    return path.is_file() and not os.access(path, os.W_OK)


def _is_whole(path: Path) -> bool:
    """Return whether the file holds all that was committed: nothing of it is in the journal beside it."""
    journal = path.with_name(f"{path.name}-wal")
    try:
        return path.is_file() and path.stat().st_size > 0 and not (journal.exists() and journal.stat().st_size)
    except OSError:
        return False


def _open_frozen(path: Path, conn_params: dict[str, Any]) -> Any:
    """Return a connection that reads the file as it is, without locks and without files beside it."""
    database = f"{path.resolve().as_uri()}?immutable=1"
    connection = sqlite3.connect(**(conn_params | {"database": database, "uri": True}))
    register_functions(connection)
    connection.execute("PRAGMA query_only = ON")
    return connection
