"""A cache on disk of files made for readers, such as PDFs and pictures of cards, by digest. (OUTPUTS.)

Each folder in DATA_DIR holds a limited number, the most recently used. `forget_files` empties all of them, so that no
file holds what was removed or withdrawn.
"""

import contextlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

_FORGOTTEN = "forgotten"  # an empty file; its modification time is that of the last `forget_files`


class FileCache:
    """A folder of files, each named by a digest of what it is made from. If the disk fails, nothing is stored."""

    def __init__(self, name: str, *, most: int, most_bytes: int | None = None) -> None:
        self.name, self.most, self.most_bytes = name, most, most_bytes

    @property
    def folder(self) -> Path:
        """The folder of these files, inside FILE_CACHE_ROOT."""
        return _root() / self.name

    def get(self, digest: str) -> bytes | None:
        """Return the content of the file, or None where there is none."""
        path = self.folder / digest
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return content

    def put(self, digest: str, content: bytes, *, begun: float | None = None) -> None:
        """Store the file; beyond the limits, the least recently used files are deleted.

        A file whose making started (`begun`, in seconds since 1970) before the last `forget_files`, or in the minute
        after it, may hold what was removed, and is not stored.
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
    return Path(settings.FILE_CACHE_ROOT)


def forgotten_at() -> float:
    """Return when `forget_files` last ran on this machine, in seconds since 1970; 0 for never."""
    try:
        return (_root() / _FORGOTTEN).stat().st_mtime
    except OSError:
        return 0


def forget_files() -> None:
    """Delete all cached files; they are made again when they are requested."""
    with contextlib.suppress(OSError):
        _root().mkdir(parents=True, exist_ok=True)
        (_root() / _FORGOTTEN).touch()
    for path in _root().glob("*/*"):
        with contextlib.suppress(OSError):
            path.unlink()
