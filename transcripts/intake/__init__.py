"""INTAKE: a file becomes a TranscriptDocument with warnings. Pure: no database, no Django models.

Imports only `document` and `text`. Two parsers: `sheet` reads the transcript sheet that docs/transcript-sheet.md
describes and guesses nothing; `page` reads pages as press offices publish them and says what it is unsure of.
"""

from transcripts.intake.files import parse_text, read_file
from transcripts.intake.joining import join_pages
from transcripts.intake.parsed import IntakeError, IntakeWarning, ParsedTranscript
from transcripts.intake.sheet_writer import render_sheet

__all__ = [
    "IntakeError",
    "IntakeWarning",
    "ParsedTranscript",
    "join_pages",
    "parse_text",
    "read_file",
    "render_sheet",
]
