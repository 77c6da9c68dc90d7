"""Citations of a conference, an exchange or a turn: as files, in the usual styles, and in a sentence. (OUTPUTS.)

`Work` is the cited work; `FORMATS` is the one table of files, `STYLES` that of styles.
"""

from transcripts.citations.files import FORMATS, Format
from transcripts.citations.quoting import marks_of, pattern, quotation, sentence, title_in_quotes
from transcripts.citations.styles import STYLES, Styled, in_styles
from transcripts.citations.work import Author, Work
from transcripts.presentation import speaker_text

__all__ = [
    "FORMATS",
    "STYLES",
    "Author",
    "Format",
    "Styled",
    "Work",
    "in_styles",
    "marks_of",
    "pattern",
    "quotation",
    "sentence",
    "speaker_text",
    "title_in_quotes",
]
