"""Import conflicts in the preview: the two texts that file and site changed, and the choice between them.

The choice is a pair of radio buttons, of which none is chosen at first, so it needs no JavaScript.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.admin.editing.conflicts import PREFIX, read_choices
from transcripts.admin.editing.diff import PART_NAMES, name_field
from transcripts.document import Piece, compare_words
from transcripts.document.merging.import_merge import ImportConflict
from transcripts.document.merging.three_way import ConflictKind, FieldConflict
from transcripts.models import Conference, Turn

MOST_CHOICES = 2_000
LONGEST_PLACE = 400
_FIELDS = {
    "kind": _("type"),
    "label": _("label as printed"),
    "speaker": _("speaker"),
    "outlet": _("outlet"),
    "journalist": _("journalist"),
    "role": _("role as printed"),
    "part": _("part"),
}


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """One conflict: the name of its field, where it is, both texts highlighted against the base, and the choice."""

    name: str
    where: str
    mine: list[Piece]
    theirs: list[Piece]
    marked: bool
    others: list[tuple[str, str, str]]  # further fields of a turn: the name, the file's and the site's value
    choice: str
    is_deleted_here: bool  # deleted on the site
    is_deleted_there: bool  # deleted in the file


def read_conflict_choices(data: QueryDict, before: Mapping[str, str]) -> dict[str, str]:
    """Return the choices for the conflicts, those before updated with those submitted."""
    sent = {place: choice for place, choice in read_choices(data).items() if len(place) <= LONGEST_PLACE}
    return dict(list({**before, **sent}.items())[-MOST_CHOICES:])


def show_import_conflicts(conflicts: Iterable[ImportConflict], choices: Mapping[str, str]) -> list[ShownConflict]:
    """Return the conflicts as the preview shows them. No query."""
    return [_show(found, choices.get(found.conflict.place, "")) for found in conflicts]


def conflicts_of(open_now: Iterable[ImportConflict], without_choices: Iterable[ImportConflict]) -> list[ImportConflict]:
    """Return all conflicts, including decided ones, each once and in order."""
    found = {one.conflict.place: one for one in (*without_choices, *open_now)}
    return list(found.values())


def where_it_is(found: ImportConflict) -> str:
    """Return the name of a conflict's place, as the admin shows it."""
    conflict, numbers = found.conflict, {"exchange": found.exchange, "turn": found.turn}
    if found.turn and found.is_gone:
        return gettext("Exchange %(exchange)d, turn %(turn)d of the previous file") % numbers
    if found.turn:
        return gettext("Exchange %(exchange)d, turn %(turn)d") % numbers
    if found.exchange:
        return name_field(f"exchange {found.exchange}: {conflict.place.rpartition(' ')[2]}")
    if conflict.kind == ConflictKind.ORDER:
        return gettext("The order of the turns")
    fields = {field.name for field in Conference._meta.get_fields()}
    is_field = conflict.kind == ConflictKind.HEAD and conflict.place in fields
    return name_field(conflict.place) if is_field else conflict.place


def refuse_open(conflicts: Iterable[ImportConflict]) -> str:
    """Return the sentence that says how many conflicts must still be decided."""
    return gettext(
        "Nothing has been saved: choose which text to keep where both the file and the site changed (%(n)d)."
    ) % {"n": len(list(conflicts))}


def _show(found: ImportConflict, choice: str) -> ShownConflict:
    conflict = found.conflict
    others = [one for one in conflict.fields if one.name != "text"]
    if others and len(others) == len(conflict.fields):  # only they conflict, so the texts are theirs
        mine, theirs, base = "", "", ""
    else:
        mine, theirs, base = conflict.mine, conflict.theirs, conflict.base
    is_turn = conflict.kind in (ConflictKind.TURN, ConflictKind.PERSON)
    return ShownConflict(
        name=f"{PREFIX}{conflict.place}",
        where=where_it_is(found),
        mine=compare_words(base or mine, mine) if mine else [],
        theirs=compare_words(base or theirs, theirs) if theirs else [],
        marked=bool(base),
        others=[(str(_FIELDS.get(one.name, one.name)), *_values(one)) for one in others],
        choice=choice,
        is_deleted_here=is_turn and not others and not theirs,
        is_deleted_there=is_turn and not others and not mine,
    )


def _values(one: FieldConflict) -> tuple[str, str]:
    """Return both values of a field, translated where the admin has words for them."""
    names: dict[str, str] = {}
    if one.name == "kind":
        names = {str(key): str(name) for key, name in Turn.KINDS}
    elif one.name == "part":
        names = {str(key): str(name) for key, name in PART_NAMES.items()}
    return names.get(one.mine, one.mine), names.get(one.theirs, one.theirs)
