"""A transcript as its readers see it: plain, frozen views made from a document and its links. (PRESENTATION: pure.)

`make_view` is the one function that makes them. Public pages, previews of what is not public, the admin's
previews, side by side and print all render a `TranscriptView`. `attribute` alone decides who a turn's speaker is.
"""

from transcripts.presentation.addresses_in_text import link_addresses
from transcripts.presentation.attribution import Attribution, attribute, speaker_text
from transcripts.presentation.events import EventState, EventView, Move
from transcripts.presentation.headlines import break_at_words, words_of
from transcripts.presentation.imprint import NO_IMPRINT, CorrectionNote, Imprint
from transcripts.presentation.links import Links
from transcripts.presentation.make_view import make_view
from transcripts.presentation.views import (
    ClosedView,
    CorrectionView,
    ExchangeView,
    NameView,
    ParagraphView,
    PersonView,
    TranscriptView,
    TurnView,
)

__all__ = [
    "NO_IMPRINT",
    "Attribution",
    "ClosedView",
    "CorrectionNote",
    "CorrectionView",
    "EventState",
    "EventView",
    "ExchangeView",
    "Imprint",
    "Links",
    "Move",
    "NameView",
    "ParagraphView",
    "PersonView",
    "TranscriptView",
    "TurnView",
    "attribute",
    "break_at_words",
    "link_addresses",
    "make_view",
    "speaker_text",
    "words_of",
]
