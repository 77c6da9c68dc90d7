"""File storage: uploads that survive a power failure, and static files for production.

These are named by content hash, compressed, the readers' styles in one file.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/site.css"
IMPORT = re.compile(r'@import "(?P<file>[^"/]+)" layer\((?P<layer>[a-z]+)\)(?: (?P<media>[a-z]+))?;')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class DurableStorage(FileSystemStorage):
    """Storage in a folder, where a file is on the disk before a row that names it can be committed."""

    def _save(self, name: str, content: Any) -> str:
        """Write the file, and have it and the folders above it on the disk."""
        name = super()._save(name, content)  # type: ignore[misc]
        top, path = Path(self.location), Path(self.path(name))
        for each in (path, *(folder for folder in path.parents if folder.is_relative_to(top))):
            descriptor = os.open(each, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return name


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Storage that joins the readers' styles into one file instead of a chain of requests; sources stay as written."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join the stylesheet's imports before the files get their names."""
        if STYLESHEET in paths and not dry_run:
            joined = self._joined()
            self.delete(STYLESHEET)
            self._save(STYLESHEET, ContentFile(joined.encode()))
            paths = paths | {STYLESHEET: (self, STYLESHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _source(self, name: str = STYLESHEET) -> str:
        """Return a collected stylesheet without its comments and its empty lines."""
        with self.open(name) as file:
            words = COMMENT.sub("", file.read().decode())
        return "\n".join(line.strip() for line in words.splitlines() if line.strip())

    def _joined(self) -> str:
        """Return the stylesheet with each import as a block of its layer; all lie in one folder, so addresses hold."""
        return IMPORT.sub(self._as_layer, self._source())

    def _as_layer(self, each: re.Match[str]) -> str:
        """Return the imported file as a block."""
        words = self._source(str(PurePosixPath(STYLESHEET).with_name(each["file"])))
        block = f"@layer {each['layer']} {{\n{words}\n}}"
        return f"@media {each['media']} {{\n{block}\n}}" if each["media"] else block
