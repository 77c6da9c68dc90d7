"""The transcript as one frozen value, its JSON form, and the differences between two. (DOCUMENT: pure.)"""

from transcripts.document.alignment import align
from transcripts.document.changed_part import changed_part
from transcripts.document.correction_outcome import Outcome, outcome_of
from transcripts.document.differences import Differences, How, Piece, TurnChange, compare, compare_words, people_text
from transcripts.document.excerpt import excerpt
from transcripts.document.form import FormError, digest, from_json, to_json
from transcripts.document.head_fields import HEAD, HEAD_FIELDS, FieldType, HeadField
from transcripts.document.matching import Match, match
from transcripts.document.removing import (
    RemovedWords,
    blank,
    blank_text,
    earlier_spans,
    find_removed,
    finds,
    has_words,
    mark_of,
)
from transcripts.document.sealing import (
    NO_LINE,
    leaf_digest,
    line_digest,
    log_time,
    map_leaves,
    new_seal,
    pair_leaves,
    shown_leaf,
    structure_digest,
    texts_of,
)
from transcripts.document.transcript import (
    ExchangeText,
    Kind,
    Part,
    Person,
    TranscriptDocument,
    TurnText,
    clean_paragraphs,
)
from transcripts.document.verifying import VerifyError, verify_log, verify_version

__all__ = [
    "HEAD",
    "HEAD_FIELDS",
    "NO_LINE",
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
    "TurnChange",
    "TurnText",
    "VerifyError",
    "align",
    "blank",
    "blank_text",
    "changed_part",
    "clean_paragraphs",
    "compare",
    "compare_words",
    "digest",
    "earlier_spans",
    "excerpt",
    "find_removed",
    "finds",
    "from_json",
    "has_words",
    "leaf_digest",
    "line_digest",
    "log_time",
    "map_leaves",
    "mark_of",
    "match",
    "new_seal",
    "outcome_of",
    "pair_leaves",
    "people_text",
    "shown_leaf",
    "structure_digest",
    "texts_of",
    "to_json",
    "verify_log",
    "verify_version",
]
