"""Rendering a PDF: cached ones are sent again; otherwise one process at a time, with a short queue."""

import fcntl
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from io import IOBase
from pathlib import Path
from typing import Any

from django.conf import settings

from transcripts.document import TranscriptDocument
from transcripts.exports.pdf.template_data import words_of
from transcripts.file_cache import FileCache
from transcripts.presentation import Imprint

RELEASE = "2"  # of the template: raised where the same words look otherwise
PLACES = 4  # in the queue, the one that is being made among them
LONGEST_WAIT = 20  # seconds, in the queue
MOST_SECONDS = 90  # that one may take by the clock
MOST_KEPT, MOST_KEPT_BYTES = 2000, 500 * 2**20
_FILES = FileCache("pdf", most=MOST_KEPT, most_bytes=MOST_KEPT_BYTES)
_FOLDER = Path(__file__).parent
_FONTS = settings.BASE_DIR / "fonts"
# What is kept in place of a file that cannot be made, so that it is not tried again and again.
_LETTERS = b"letters "


class UnmadeError(Exception):
    """Error for a PDF that cannot be made."""


class MissingLettersError(UnmadeError):
    """Error for a text that no typeface here can set; the message is the first piece of it."""


class BusyError(UnmadeError):
    """Error for a PDF that has no place in the queue now."""


def render_pdf(document: TranscriptDocument, imprint: Imprint) -> bytes:
    """Return the transcript as PDF (UA-1 where it can be): the same version is the same bytes. Raises UnmadeError."""
    begun = time.time()
    data = json.dumps(words_of(document, imprint, settings.PDF_FONTS), ensure_ascii=False)
    digest = hashlib.sha256("\0".join([RELEASE, version("typst"), data]).encode()).hexdigest()[:32]
    content = _FILES.get(digest)
    if content is None:
        with _turn():
            content = _FILES.get(digest)  # another process may have made it meanwhile
            if content is None:
                content = _make(data)
                _FILES.put(digest, content, begun=begun)
    if content.startswith(_LETTERS):
        raise MissingLettersError(content.removeprefix(_LETTERS).decode())
    return content


def _make(data: str) -> bytes:
    """Return the PDF, or what says which letters no typeface has. Raises UnmadeError."""
    arguments = [str(_FOLDER / "transcript.typ"), str(_FONTS), "system" if settings.PDF_FONTS else "none"]
    try:
        done = subprocess.run(  # noqa: S603  (our own program)
            [sys.executable, "-I", str(_FOLDER / "typesetter.py"), *arguments],
            input=data.encode(),
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise UnmadeError(str(error)) from error
    if done.stdout.startswith(b"%PDF-") and not done.returncode:
        return done.stdout
    kind, _, said = done.stderr.decode("utf-8", "replace").strip().partition(" ")
    if kind == "letters":
        return _LETTERS + said.encode()
    raise UnmadeError(f"{kind} {said}"[:500])


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for one's turn among the processes of this machine. Raises BusyError when too many wait, or for too long."""
    root = Path(settings.FILE_CACHE_ROOT)
    try:
        root.mkdir(parents=True, exist_ok=True)
        places: list[IOBase] = [(root / f"pdf-{number}.lock").open("ab") for number in range(PLACES + 1)]
    except OSError as error:
        raise BusyError from error
    try:
        place = next((file for file in places[1:] if _lock(file)), None)
        until = time.monotonic() + LONGEST_WAIT
        while place is None or not _lock(places[0]):
            if place is None or time.monotonic() > until:
                raise BusyError
            time.sleep(0.05)
        yield
    finally:
        for file in places:  # closing frees them
            file.close()


def _lock(file: Any) -> bool:
    """Lock a file, unless another process or thread has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
