"""The transcript as one frozen value, its JSON form, and the differences between two. (DOCUMENT: pure.)"""

from transcripts.document.alignment import align
from transcripts.document.differences import Differences, How, Piece, compare, compare_words
from transcripts.document.excerpt import excerpt
from transcripts.document.form import FormError, digest, from_json, to_json
from transcripts.document.head_fields import HEAD, HEAD_FIELDS, FieldType, HeadField
from transcripts.document.matching import Match, match
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
    "Part",
    "Person",
    "Piece",
    "TranscriptDocument",
    "TurnText",
    "align",
    "clean_paragraphs",
    "compare",
    "compare_words",
    "digest",
    "excerpt",
    "from_json",
    "match",
    "to_json",
]
