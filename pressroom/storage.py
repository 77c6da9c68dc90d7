"""Storage of static files for production: named by content hash, compressed, the readers' styles in one file."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/site.css"
IMPORT = re.compile(r'@import "(?P<file>[^"/]+)" layer\((?P<layer>[a-z]+)\)(?: (?P<media>[a-z]+))?;')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


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
