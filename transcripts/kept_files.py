"""Files that were made for readers and are kept by their digest, such as pictures of cards. (OUTPUTS.)

A folder of DATA_DIR holds so many of them, those asked for last. `forget_files` empties all, so that what was removed
or withdrawn stands in none.
"""

import contextlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

_FORGOTTEN = "forgotten"  # an empty file, whose time says when


class KeptFiles:
    """A folder of files, each named by a digest of what it is made from. Where the disk fails, nothing is kept."""

    def __init__(self, name: str, *, most: int, most_bytes: int | None = None) -> None:
        self.name, self.most, self.most_bytes = name, most, most_bytes

    @property
    def folder(self) -> Path:
        """The folder, below that of all kept files."""
        return _root() / self.name

    def get(self, digest: str) -> bytes | None:
        """Return the file, if it is kept."""
        path = self.folder / digest
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return content

    def put(self, digest: str, content: bytes, *, begun: float | None = None) -> None:
        """Keep the file; beyond the bound, those asked for longest ago go.

        One whose making was `begun` before files were forgotten, or in the minute after, may hold what was removed, and
        is not kept.
        """
        with contextlib.suppress(OSError):
            if begun is not None and begun < forgotten_at() + 60:
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
                file.write(content)
            Path(file.name).replace(self.folder / digest)
            self._trim()

    def _trim(self) -> None:
        found = [(entry.stat(), entry.path) for entry in os.scandir(self.folder)]
        files = sorted(((stat.st_mtime, stat.st_size, path) for stat, path in found), reverse=True)
        total = 0
        for number, (_, size, path) in enumerate(files):
            total += size
            if number >= self.most or (self.most_bytes is not None and total > self.most_bytes):
                Path(path).unlink(missing_ok=True)


def _root() -> Path:
    return Path(settings.KEPT_ROOT)


def forgotten_at() -> float:
    """Return when files were forgotten last on this machine, in seconds since 1970; 0 for never."""
    try:
        return (_root() / _FORGOTTEN).stat().st_mtime
    except OSError:
        return 0


def forget_files() -> None:
    """Delete all kept files: they are made again when they are asked for."""
    with contextlib.suppress(OSError):
        _root().mkdir(parents=True, exist_ok=True)
        (_root() / _FORGOTTEN).touch()
    for path in _root().glob("*/*"):
        with contextlib.suppress(OSError):
            path.unlink()
