"""How a conference, an exchange or a turn is cited: in files, in the usual styles, and in a sentence. (SHAPES.)

`Work` says what is cited; `FORMATS` is the one table of files, `STYLES` that of styles.
"""

from transcripts.citations.files import FORMATS, Format
from transcripts.citations.quoting import pattern, quotation, sentence, title_in_quotes
from transcripts.citations.styles import STYLES, Styled, in_styles
from transcripts.citations.work import Work
from transcripts.presentation import speaker_text

__all__ = [
    "FORMATS",
    "STYLES",
    "Format",
    "Styled",
    "Work",
    "in_styles",
    "pattern",
    "quotation",
    "sentence",
    "speaker_text",
    "title_in_quotes",
]
