"""The removals of a conference, which blank its documents; and words in it that other conferences removed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext

from transcripts.document import HEAD_FIELDS, FormError, RemovedWords, TranscriptDocument, blank, finds
from transcripts.models import Conference, Param, PreparedQuery, Redirect, Removal
from transcripts.reading.transcript import read
from transcripts.text import fold_letters


@dataclass(frozen=True, slots=True)
class RemovedElsewhere:
    """Words of a conference that were removed from another without repeating them.

    `exchange` and `turn` are numbers, 0 where the words are in the head or in a heading. `is_same` says that both are
    plainly one conference: by their source, or by title and date, as an import finds it.
    """

    removal: Removal
    exchange: int = 0
    turn: int = 0
    is_same: bool = False

    @property
    def sentence(self) -> str:
        """The sentence that names the removal and the place, but not the words."""
        said = {
            "exchange": self.exchange,
            "turn": self.turn,
            "title": self.removal.conference.title,
            "day": formats.date_format(timezone.localdate(self.removal.made_at)),
            "reason": self.removal.reason,
        }
        if self.turn:
            return (
                gettext(
                    "Exchange %(exchange)d, turn %(turn)d has words that were removed from “%(title)s” on %(day)s, "
                    "because: %(reason)s"
                )
                % said
            )
        return gettext("It has words that were removed from “%(title)s” on %(day)s, because: %(reason)s") % said


def removals_of(conference: Conference) -> tuple[RemovedWords, ...]:
    """Return what was removed from the conference without repeating it, oldest first. One query."""
    rows = _REMOVALS(conference=conference.pk)
    return tuple(RemovedWords(tuple(words), dict(forms), pk) for words, forms, pk in rows)


_REMOVALS = PreparedQuery(
    lambda: (
        Removal.objects.unrepeated()
        .filter(conference=Param("conference"))
        .order_by("pk")
        .values_list("words", "forms", "pk")
    ),
    is_planned_once=True,
)
_ANY = PreparedQuery(
    lambda: Removal.objects.unrepeated().filter(erased_at=None).order_by().values_list("pk")[:1], is_planned_once=True
)


def as_removed_words(removal: Removal) -> RemovedWords:
    """Return the removal's words as `document.blank` takes them."""
    return RemovedWords(tuple(removal.words), dict(removal.forms), removal.pk)


def without_removed_words(
    document: TranscriptDocument, conference: Conference, removals: Sequence[RemovedWords] | None = None
) -> TranscriptDocument:
    """Return a document of any revision of `conference` as readers may see it: removed words are blanked.

    Whoever shows, exports or quotes a past revision calls this. One query, or none when `removals_of` was asked before.
    """
    return blank(document, removals_of(conference) if removals is None else removals)


def find_removed_elsewhere(conference: Conference) -> list[RemovedElsewhere]:
    """Return what the conference says that was removed from others, once for each removal.

    One query where nothing was removed anywhere; else the conference is read, and for what is found the revisions of
    the other.
    """
    if not _ANY():
        return []
    rows = Removal.objects.unrepeated().filter(erased_at=None).exclude(conference=conference)
    removals = list(rows.select_related("conference").order_by("pk"))
    if not removals:
        return []
    document = read(conference)
    found = []
    for removal in removals:
        removed = as_removed_words(removal)
        if place := next(_places(document, removed), None):
            found.append(RemovedElsewhere(removal, *place, is_same=_is_same(removal.conference, document)))
    return found


def _places(document: TranscriptDocument, removed: RemovedWords) -> Iterator[tuple[int, int]]:
    """Yield the numbers of exchange and turn where the words are, turns first."""
    for number, exchange in enumerate(document.exchanges, start=1):
        for place, turn in enumerate(exchange.turns, start=1):
            if finds(turn.text, [removed]):
                yield number, place
    for number, exchange in enumerate(document.exchanges, start=1):
        if finds(exchange.heading, [removed]):
            yield number, 0
    head = [str(getattr(document, field.name)) for field in HEAD_FIELDS if field.holds_words]
    if finds("\n\n".join(head), [removed]):
        yield 0, 0


def _is_same(other: Conference, document: TranscriptDocument) -> bool:
    """Return whether the document is of a conference that `other` was in any of its revisions. One query."""
    title, days = fold_letters(document.title), {document.held_on, document.posted_on} - {None}
    for revision in other.revisions.applied().iterator(chunk_size=20):
        try:
            then = revision.transcript
        except FormError:
            continue
        if document.source_url and document.source_url == then.source_url:
            return True
        if fold_letters(then.title) == title and (days & {then.held_on, then.posted_on} or not days):
            return True
    return False


def find_addresses() -> Iterator[int]:
    """Yield the keys of the redirects from addresses that are made of removed words. Two queries at most."""
    by_slug: dict[str, list[RemovedWords]] = {}
    for removal in Removal.objects.unrepeated().filter(erased_at=None).select_related("conference"):
        by_slug.setdefault(removal.conference.slug, []).append(as_removed_words(removal))
    rows = Redirect.objects.filter(kind=Redirect.Kind.CONFERENCE, new__in=by_slug) if by_slug else ()
    for row in rows:
        if finds(row.old.replace("-", " "), by_slug[row.new]):
            yield row.pk
