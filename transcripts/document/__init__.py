"""The transcript as one frozen value, its JSON form, and the differences between two. (DOCUMENT: pure.)"""

from transcripts.document.alignment import align
from transcripts.document.differences import Differences, How, Piece, compare, compare_words, people_text
from transcripts.document.excerpt import excerpt
from transcripts.document.form import FormError, digest, from_json, to_json
from transcripts.document.head_fields import HEAD, HEAD_FIELDS, FieldType, HeadField
from transcripts.document.matching import Match, match
from transcripts.document.outcome import Outcome, outcome_of
from transcripts.document.removing import RemovedWords, blank, blank_text, find_removed, finds, mark_of
from transcripts.document.transcript import (
    ExchangeText,
    Kind,
    Part,
    Person,
    TranscriptDocument,
    TurnText,
    clean_paragraphs,
)

__all__ = [
    "HEAD",
    "HEAD_FIELDS",
    "Differences",
    "ExchangeText",
    "FieldType",
    "FormError",
    "HeadField",
    "How",
    "Kind",
    "Match",
    "Outcome",
    "Part",
    "Person",
    "Piece",
    "RemovedWords",
    "TranscriptDocument",
    "TurnText",
    "align",
    "blank",
    "blank_text",
    "clean_paragraphs",
    "compare",
    "compare_words",
    "digest",
    "excerpt",
    "find_removed",
    "finds",
    "from_json",
    "mark_of",
    "match",
    "outcome_of",
    "people_text",
    "to_json",
]
