"""A card's words, and its picture as a file that is kept."""

import hashlib
from dataclasses import astuple, dataclass
from threading import Lock

from transcripts.file_cache import FileCache

RELEASE = "1"  # of the drawing: raised where the same words look otherwise
MOST = 2000  # cards that are kept, of some 30 kB each
_FILES = FileCache("cards", most=MOST)
_drawing = Lock()  # one at a time in a process: a crowd of robots must not take the readers' processors


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a card: the site's name, what is over the text, the text, and who says it or was there.

    `language` is that of the text.
    """

    site: str
    above: str
    text: str
    below: str
    language: str

    @property
    def digest(self) -> str:
        """What the card is kept by."""
        return hashlib.sha256("\0".join([RELEASE, *astuple(self)]).encode()).hexdigest()[:32]


def card_png(card: Card) -> bytes:
    """Return the picture of the card; some 60 ms where it is not kept."""
    found = _FILES.get(card.digest)
    if found is None:
        from transcripts.share_cards.drawing import draw  # noqa: PLC0415 (3 MB, which most readers do without)

        with _drawing:
            found = draw(card.site, card.above, card.text, card.below, language=card.language)
        _FILES.put(card.digest, found)
    return found
