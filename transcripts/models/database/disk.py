"""The state of the disk that the site writes to: full, nearly full or read-only."""

import errno
import os
import shutil
from enum import Enum

from django.conf import settings
from django.db import OperationalError, connections

from transcripts.models.database.replica import PRIMARY

LEAST = 1024 * 1024  # bytes below which nothing more can be written
FEW = 200 * 1024 * 1024  # bytes below which somebody should look at it
_FULL = ("database or disk is full", "no space left", "could not extend file", "disk i/o error")
_READ_ONLY = ("readonly database", "read-only", "unable to open database file")


class DiskState(Enum):
    """The state of the disk with DATA_DIR."""

    OK = "ok"
    LOW = "low"
    FULL = "full"
    READ_ONLY = "read-only"


def disk_state() -> DiskState:
    """Return the state of the disk. No queries."""
    try:
        flags = os.statvfs(settings.DATA_DIR).f_flag
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        return DiskState.READ_ONLY
    if flags & os.ST_RDONLY or not os.access(settings.DATA_DIR, os.W_OK):
        return DiskState.READ_ONLY
    if free < LEAST:
        return DiskState.FULL
    if getattr(connections[PRIMARY], "is_frozen", False):
        return DiskState.READ_ONLY
    return DiskState.LOW if free < FEW else DiskState.OK


def refused_by_disk(error: BaseException | None) -> DiskState | None:
    """Return why an error says that nothing could be written: a full disk, or one that may only be read; else None."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return DiskState.FULL
        if isinstance(error, OSError) and error.errno == errno.EROFS:
            return DiskState.READ_ONLY
        if isinstance(error, OperationalError) or type(error).__name__ in {"InternalError", "DiskFull"}:
            text = str(error).lower()
            if any(words in text for words in _FULL):
                return DiskState.FULL
            if any(words in text for words in _READ_ONLY):
                return DiskState.READ_ONLY
        error = error.__cause__ or error.__context__
    return None
