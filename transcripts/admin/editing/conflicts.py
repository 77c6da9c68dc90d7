"""Conflicts as the admin shows them: the other's change beside what was typed, and the choice between the two.

The choice is a pair of radio buttons, so it needs no JavaScript. It takes effect when the form is sent again.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from transcripts.admin.editing.diff import name_attribute, name_field
from transcripts.document import Piece, compare_words
from transcripts.document.merging.three_way import Conflict, ConflictKind, FieldConflict
from transcripts.models import Conference, Exchange, Revision, Turn

PREFIX = "choice-"
MINE, THEIRS = "mine", "theirs"
MOST_SEARCHED = 20  # revisions searched for the author of a change

Form = dict[str, Any]  # a document's JSON form, or a part of it
Others = Iterable[tuple[str, str]]
Who = tuple[str, datetime]  # the name of a user, and the time of the change


def read_choices(data: QueryDict) -> dict[str, str]:
    """Return the choice for each conflict by its place: MINE or THEIRS."""
    return {
        name.removeprefix(PREFIX): str(value)
        for name, value in data.items()
        if name.startswith(PREFIX) and value in (MINE, THEIRS)
    }


def render_conflict(
    place: str,
    *,
    base: str | None,
    mine: str,
    theirs: str,
    language: str,
    who: Who | None = None,
    where: str = "",
    mine_others: Others = (),
    their_others: Others = (),
    deletes: bool = False,
    proposed: bool = False,
    only_others: bool = False,
) -> SafeString:
    """Return both changes, highlighted, and the choice, as HTML. `base` is the text before both, if it is known.

    `mine_others` and `their_others` are the other conflicting fields, by name; `only_others` says that only these
    conflict.

    `proposed` says that `mine` is not this editor's change, but a proposal's.
    """
    context = {
        "choice": f"{PREFIX}{place}",
        "where": where,
        "who": who[0] if who else "",
        "when": who[1] if who else None,
        "marked": base is not None,
        "mine": _highlight(base, mine),
        "theirs": _highlight(base, theirs),
        "mine_others": list(mine_others),
        "their_others": list(their_others),
        "deletes": deletes,
        "proposed": proposed,
        "only_others": only_others,
        "language": language,
    }
    return SafeString(render_to_string("admin/transcripts/_conflict.html", context))


def render_conflicts(
    conference: Conference, conflicts: Iterable[Conflict], *, base: int, proposed: bool = False
) -> list[SafeString]:
    """Return the conflicts with revision `base` as `render_conflict` does. One query, and for each two at the most."""
    since = revisions_since(conference, base)
    return [
        show_conflict(
            conflict,
            language=conference.language,
            who=who_changed(since, find_part(conflict.place)),
            where=name_place(conflict.place),
            deletes=bool(conflict.base) and not conflict.mine and " " not in conflict.place,
            proposed=proposed,
        )
        for conflict in conflicts
    ]


def show_conflict(
    conflict: Conflict,
    *,
    key: str = "",
    language: str,
    who: Who | None,
    where: str = "",
    deletes: bool = False,
    proposed: bool = False,
    is_base_known: bool = True,
) -> SafeString:
    """Return a conflict as `render_conflict` does: a turn's text, and by name the other fields that both changed.

    `key` is the name of the choice, if it is not the place. No query.
    """
    words: Conflict | FieldConflict = conflict
    others: list[FieldConflict] = []
    if conflict.kind == ConflictKind.TURN:
        others = [one for one in conflict.fields if one.name != "text"]
        words = next((one for one in conflict.fields if one.name == "text"), conflict)
    return render_conflict(
        key or conflict.place,
        base=words.base if is_base_known else None,
        mine=words.mine,
        theirs=words.theirs,
        language=language,
        who=who,
        where=where,
        mine_others=() if deletes else [(name_attribute(one.name), _value(one.name, one.mine)) for one in others],
        their_others=() if deletes else [(name_attribute(one.name), _value(one.name, one.theirs)) for one in others],
        deletes=deletes,
        proposed=proposed,
        only_others=words is conflict and bool(others),
    )


def _value(name: str, text: str) -> str:
    return str(dict(Turn.KINDS).get(text, text)) if name == "kind" else text


def revisions_since(conference: Conference, number: int) -> list[Revision]:
    """Return the revisions from `number` on, newest first, up to the searched limit. One query."""
    return list(conference.revisions.applied().filter(number__gte=number).order_by("-number")[:MOST_SEARCHED])


def who_changed(revisions: Iterable[Revision], part_of: Callable[[Form], object]) -> Who | None:
    """Return the name of the last user to change a part of the document, and the time. No query."""
    revisions = list(revisions)
    for newer, older in pairwise(revisions):
        if part_of(newer.document) != part_of(older.document):
            return newer.made_by_name, newer.made_at
    return (revisions[0].made_by_name, revisions[0].made_at) if revisions else None


def exchange_in(form: Form, public_id: str) -> Form | None:
    """Return the exchange of that id in a document's JSON form."""
    return next((row for row in form["exchanges"] if row.get("public_id") == public_id), None)


def turn_in(form: Form, public_id: str) -> Form | None:
    """Return the turn of that id in a document's JSON form."""
    turns = (turn for row in form["exchanges"] for turn in row["turns"])
    return next((turn for turn in turns if turn.get("public_id") == public_id), None)


def find_part(place: str) -> Callable[[Form], object]:
    """Return a function that finds the place of a conflict in a document's JSON form."""
    key, _, part = place.partition(" ")

    def part_of(form: Form) -> object:
        exchange = exchange_in(form, key)
        if exchange:
            return exchange.get(part)
        return turn_in(form, key) or form.get(place) or form.get("people" if place != "order" else "exchanges")

    return part_of


def name_place(place: str) -> str:
    """Return the name of a conflict's place, as the admin shows it. Two queries at the most."""
    key, _, part = place.partition(" ")
    turn = Turn.objects.filter(public_id=key).select_related("exchange").first()
    if turn:
        numbers = {"exchange": turn.exchange.position, "turn": turn.position}
        return gettext("Exchange %(exchange)d, turn %(turn)d") % numbers
    exchange = Exchange.objects.filter(public_id=key).first()
    if exchange and part:
        return name_field(f"exchange {exchange.position}: {part}")
    if place == "order":
        return gettext("The order of the turns")
    fields = {field.name for field in Conference._meta.get_fields()}
    return name_field(place) if place in fields else place  # else it is the participant's name


def choices_for(data: Mapping[str, object], conference: Conference) -> dict[str, str]:
    """Return the choices between two documents, or none if they were made for another revision of the conference."""
    is_same = data.get("chosen_at") == str(conference.revision_number)
    return read_choices(data) if is_same and isinstance(data, QueryDict) else {}


def _highlight(base: str | None, text: str) -> list[Piece]:
    return compare_words(text if base is None else base, text)
