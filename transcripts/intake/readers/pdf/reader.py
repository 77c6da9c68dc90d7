"""The PDF reader itself: the program that extracts is run and bounded, what it gives becomes lines."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.readers.pdf.layout import PdfPage, Run, lay_out
from transcripts.intake.source import Source

MOST_PAGES = 1_500
MOST_CHARACTERS = 8_000_000
MOST_SECONDS = 120  # that the program may take by the clock
LEAST_CHARACTERS = 20  # of a page with text, on average; a scan has none
_PROGRAM = Path(__file__).with_name("extract.py")


def read_pdf(data: bytes, name: str) -> Source:
    """Return the lines of a PDF with a text layer. Raises IntakeError; a scan is refused with the way out."""
    pages = _extract(data, name)
    count = sum(len(run.text) for page in pages for run in page.runs)
    if count > MOST_CHARACTERS:
        raise IntakeError(message("%(name)s holds too much text for a transcript.", name=name))
    if count < LEAST_CHARACTERS * len(pages) and any(page.pictures for page in pages):
        raise IntakeError(
            message(
                "%(name)s is a scan: pictures of pages, without text. Let a program recognise the text (OCR) and save "
                "it as a PDF with text, or use the Word file.",
                name=name,
            )
        )
    if not count:
        raise IntakeError(message("%(name)s holds no text.", name=name))
    lines, left_out = lay_out(pages)
    warnings = []
    bare = [str(number) for number, page in enumerate(pages, start=1) if page.pictures and not page.runs]
    if bare:
        warnings.append(message("These pages hold pictures and no text: %(pages)s.", pages=", ".join(bare)))
    return Source(lines, warnings=tuple(warnings), left_out=left_out)


def _extract(data: bytes, name: str) -> list[PdfPage]:
    """Return the pages as the program gives them. Raises IntakeError."""
    broken = message("%(name)s cannot be read: it is damaged, or not of the kind that its name says.", name=name)
    try:
        done = subprocess.run(  # noqa: S603  (our own program)
            [sys.executable, "-I", str(_PROGRAM), str(MOST_PAGES)],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
        first, *rows = done.stdout.decode("utf-8", "replace").splitlines() or ["{}"]
        head = json.loads(first)
        if head.get("error") == "password":
            raise IntakeError(message("%(name)s is protected by a password: save it without a password.", name=name))
        if head.get("error") == "pages":
            raise IntakeError(
                message(
                    "%(name)s has more than %(most)s pages, too many for a transcript.",
                    name=name,
                    most=f"{MOST_PAGES:,}",
                )
            )
        if done.returncode or head.get("pages") != len(rows) or not rows:
            raise IntakeError(broken)
        return [_page_of(json.loads(row)) for row in rows]
    except subprocess.TimeoutExpired as error:
        raise IntakeError(message("%(name)s takes too long to read.", name=name)) from error
    except (OSError, ValueError) as error:
        if isinstance(error, IntakeError):
            raise
        raise IntakeError(broken) from error


def _page_of(row: dict[str, Any]) -> PdfPage:
    runs = [Run(*run) for run in row["runs"]]
    return PdfPage(row["width"], row["height"], row["pictures"], tuple(row["comments"]), runs)
