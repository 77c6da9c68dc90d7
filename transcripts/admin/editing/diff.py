"""Differences between two documents as the admin shows them: changes highlighted, the rest folded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.document import (
    HEAD,
    Differences,
    How,
    Piece,
    TranscriptDocument,
    TurnText,
    compare,
    compare_words,
    excerpt,
)
from transcripts.document.transcript import Kind
from transcripts.models import Participation
from transcripts.models import Turn as TurnRecord

LONGEST = 400  # characters of a field that is highlighted as a whole
_EXCHANGE = re.compile(r"exchange (\d+)(?:: (heading|topics|page|position))?")
_PART = re.compile(r"\((speaker|chair|interpreter)\)$", re.MULTILINE)
PART_NAMES = dict(Participation.PARTS)
_PARTS = {
    "heading": _("Exchange %(number)s, heading"),
    "topics": _("Exchange %(number)s, topics"),
    "page": _("Exchange %(number)s, page at the source"),
    "position": _("Exchange %(number)s, position"),
    None: _("Exchange %(number)s"),
}
HOW_NAMES = {
    How.GONE: _("taken out"),
    How.NEW: _("added"),
    How.EDITED: _("changed"),
    How.MOVED: _("moved"),
    How.SAME: _("unchanged"),
}
_ATTRIBUTES = {
    "kind": _("type"),
    "label": _("label as printed"),
    "speaker": _("speaker"),
    "outlet": _("outlet"),
    "journalist": _("journalist"),
}


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field that differs, by its name in the admin, with its changes highlighted."""

    name: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A turn that differs: its place, its speaker, its highlighted text, and its other changed fields."""

    how: How
    exchange: int
    label: str
    kind: str
    pieces: list[Piece]
    others: list[ShownField]

    @property
    def what(self) -> str:
        """The kind of the change, in a word."""
        return str(HOW_NAMES[self.how])


@dataclass(slots=True)
class Shown:
    """The differences in the order of the document; a number among the rows is how many turns did not change."""

    fields: list[ShownField] = field(default_factory=list)
    rows: list[ShownTurn | int] = field(default_factory=list)


def show_differences(differences: Differences) -> Shown:
    """Return the differences as the admin shows them. No query."""
    fields = ((row.name, *(_readable(row.name, text) for text in (row.old, row.new))) for row in differences.fields)
    shown = Shown([ShownField(name_field(name), _highlight(old, new)) for name, old, new in fields])
    for change in differences.turns:
        if change.how != How.SAME:
            others = list(_others(change.old, change.new)) if change.old and change.new else []
            kind = str(dict(TurnRecord.KINDS)[change.turn.kind.value])
            pieces = change.pieces if change.how != How.MOVED else [Piece(How.SAME, change.turn.text)]
            shown.rows.append(ShownTurn(change.how, change.exchange, change.turn.label, kind, pieces, others))
        elif shown.rows and isinstance(shown.rows[-1], int):
            shown.rows[-1] += 1
        else:
            shown.rows.append(1)
    return shown


def _readable(name: str, text: str) -> str:
    """Return the value of a field in the interface's language: participants' parts are translated."""
    return _PART.sub(lambda found: f"({PART_NAMES[found[1]]})", text) if name == "people" else text


def _highlight(old: str, new: str) -> list[Piece]:
    """Return the highlighted pieces of a field: line by line if it has several, else by groups of close words."""
    is_long = "\n" in old + new or len(old) + len(new) > 2 * LONGEST
    return compare_words(old, new) if is_long else list(excerpt(old, new, whole=4 * LONGEST))


def _others(old: TurnText, new: TurnText) -> Iterator[ShownField]:
    for name, label in _ATTRIBUTES.items():
        was, now = getattr(old, name), getattr(new, name)
        if was != now and not (name == "speaker" and {was, now} == {old.label, new.label}):
            yield ShownField(str(label), _highlight(_value(name, was), _value(name, now)))


def _value(name: str, value: Kind | str) -> str:
    return str(dict(TurnRecord.KINDS)[value.value]) if isinstance(value, Kind) else value


def name_attribute(name: str) -> str:
    """Return the name of a turn's attribute, as the admin shows it."""
    return str(_ATTRIBUTES[name])


def name_field(name: str) -> str:
    """Return the name of a field that differs, as the admin shows it."""
    if found := _EXCHANGE.fullmatch(name):
        return str(_PARTS[found[2]] % {"number": found[1]})
    if name == "people":
        return gettext("Participants")
    return translation.gettext(HEAD[name].label)


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """Numbers of changes from one revision to the next."""

    new: int
    edited: int
    gone: int
    fields: int


def count_changes(old: TranscriptDocument, new: TranscriptDocument) -> ChangeCounts:
    """Return the numbers of changes between two revisions of one conference."""
    differences = compare(old, new)
    return ChangeCounts(
        differences.count(How.NEW),
        differences.count(How.EDITED) + differences.count(How.MOVED),
        differences.count(How.GONE),
        len(differences.fields),
    )
