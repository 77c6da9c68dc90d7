"""The places of a find and replace as its pages show them: position, speaker, and the words around."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from transcripts.admin.editing.diff import name_field
from transcripts.document import HEAD, TranscriptDocument
from transcripts.document.replacing import Place, find_places
from transcripts.models import Conference, ReplacedConference, Replacement
from transcripts.presentation import attribute
from transcripts.reading.many_documents import read_many

AROUND = 70  # characters on each side
_NAMES = {
    "name": _("name as printed"),
    "role": _("role as printed"),
    "heading": _("heading"),
    "label": _("label as printed"),
    "journalist": _("journalist"),
}


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place: its value in the form, the exchange's number from 1 on or 0, what or who it is, and its words."""

    value: str
    exchange: int
    what: str
    who: str
    before: str
    words: str
    after: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownConference:
    """A conference with its places. `is_changed` says that it was changed since they were found, and has none."""

    row: ReplacedConference
    conference: Conference
    places: Sequence[ShownPlace]
    is_changed: bool = False


def show_places(replacement: Replacement, rows: Sequence[ReplacedConference]) -> list[ShownConference]:
    """Return the conferences with their places as they are now. Six queries."""
    open_rows = [row for row in rows if row.outcome == ReplacedConference.Outcome.OPEN]
    documents = {each.conference.pk: each.document for each in read_many([row.conference for row in open_rows])}
    return [_show(replacement, row, documents) for row in rows]


def _show(
    replacement: Replacement, row: ReplacedConference, documents: Mapping[int, TranscriptDocument]
) -> ShownConference:
    document = documents.get(row.conference_id)
    if document is None:
        return ShownConference(row, row.conference, ())
    if row.conference.revision_number != row.revision_number:
        return ShownConference(row, row.conference, (), is_changed=True)
    found = find_places(document, replacement.wanted)
    return ShownConference(row, row.conference, list(_places(row, document, found)))


def _places(row: ReplacedConference, document: TranscriptDocument, found: Sequence[Place]) -> Iterator[ShownPlace]:
    left = set(row.left)
    for place in found:
        what, exchange, turn, _number = place.field
        who = ""
        if turn >= 0:
            said = document.exchanges[exchange].turns[turn]
            who = attribute(printed=said.speaker, label=said.label, known=said.outlet).name
        yield ShownPlace(
            value=f"{row.pk}-{place.ordinal}",
            exchange=exchange + 1,
            what=_what(what),
            who=who,
            before=_cut(place.text[: place.start], is_before=True),
            words=place.text[place.start : place.end],
            after=_cut(place.text[place.end :]),
            is_chosen=place.ordinal not in left,
        )


def _what(what: str) -> str:
    return name_field(what) if what in HEAD else str(_NAMES.get(what, ""))


def _cut(text: str, *, is_before: bool = False) -> str:
    """Return the part of a text that is nearest to the place, cut between words where there are some."""
    if len(text) <= AROUND:
        return text
    part = text[-AROUND:] if is_before else text[:AROUND]
    first, space, rest = part.partition(" ") if is_before else part.rpartition(" ")
    kept = (rest if is_before else first) if space else part
    return f"… {kept}" if is_before else f"{kept} …"
