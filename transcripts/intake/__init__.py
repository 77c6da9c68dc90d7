"""INTAKE: a file becomes a TranscriptDocument with warnings. Pure: no database, no Django models.

Imports only `document` and `text`. Two parsers: `sheet` reads the transcript sheet that docs/transcript-sheet.md
describes and guesses nothing; `page` reads pages as press offices publish them and warns of what it is unsure of.
"""

from typing import TYPE_CHECKING

from transcripts.late_names import make_getattr

if TYPE_CHECKING:
    from transcripts.intake.files import (
        ACCEPTED_SUFFIXES,
        LARGEST_FILE,
        bytes_of,
        open_source,
        parse_text,
        read_file,
        too_large,
    )
    from transcripts.intake.folders import ZIP, FolderFile, bounded, files_in_folder, files_in_zip, is_of_the_system
    from transcripts.intake.hints import NO_HINTS, Hints
    from transcripts.intake.joining import join_pages
    from transcripts.intake.messages import Message, from_message_form, message, to_message_form
    from transcripts.intake.parsed import NO_DATE, NO_TITLE, IntakeError, IntakeWarning, LabelSeen, ParsedTranscript
    from transcripts.intake.parsing import parse
    from transcripts.intake.recordings.live_captions import SentCue, cues_sent, join_sent
    from transcripts.intake.sheet.parser import parse_sheet
    from transcripts.intake.sheet.writer import render_sheet
    from transcripts.intake.source import Source, SourceLine, from_source_form, plain_source, to_source_form
else:
    __getattr__ = make_getattr(__name__)

__all__ = [
    "ACCEPTED_SUFFIXES",
    "LARGEST_FILE",
    "NO_DATE",
    "NO_HINTS",
    "NO_TITLE",
    "ZIP",
    "FolderFile",
    "Hints",
    "IntakeError",
    "IntakeWarning",
    "LabelSeen",
    "Message",
    "ParsedTranscript",
    "SentCue",
    "Source",
    "SourceLine",
    "bounded",
    "bytes_of",
    "cues_sent",
    "files_in_folder",
    "files_in_zip",
    "from_message_form",
    "from_source_form",
    "is_of_the_system",
    "join_pages",
    "join_sent",
    "message",
    "open_source",
    "parse",
    "parse_sheet",
    "parse_text",
    "plain_source",
    "read_file",
    "render_sheet",
    "to_message_form",
    "to_source_form",
    "too_large",
]
