"""Files that were made for readers and are kept by their digest, such as pictures of cards. (OUTPUTS.)

A folder of DATA_DIR holds so many of them, those asked for last. `forget_files` empties all, so that what was removed
or withdrawn stands in none.
"""

import contextlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class KeptFiles:
    """A folder of files, each named by a digest of what it is made from. Where the disk fails, nothing is kept."""

    def __init__(self, name: str, *, most: int) -> None:
        self.name, self.most = name, most

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

    def put(self, digest: str, content: bytes) -> None:
        """Keep the file; beyond the bound, the one asked for longest ago goes."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
                file.write(content)
            Path(file.name).replace(self.folder / digest)
            self._trim()

    def _trim(self) -> None:
        files = [(entry.stat().st_mtime, entry.path) for entry in os.scandir(self.folder)]
        for _, path in sorted(files)[: max(0, len(files) - self.most)]:
            Path(path).unlink(missing_ok=True)


def _root() -> Path:
    return Path(settings.KEPT_ROOT)


def forget_files() -> None:
    """Delete all kept files: they are made again when they are asked for."""
    for path in _root().glob("*/*"):
        with contextlib.suppress(OSError):
            path.unlink()
