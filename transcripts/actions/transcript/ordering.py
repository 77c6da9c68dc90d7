"""Ordering of rows: positions are set by code, never typed by an editor."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Max, QuerySet

from transcripts.models import Attachment, Conference, Exchange, Participation, Turn

AWAY = 16_000  # where positions wait while others take their places

Row = Exchange | Turn | Participation | Attachment
Rows = QuerySet[Exchange] | QuerySet[Turn] | QuerySet[Participation] | QuerySet[Attachment]


@transaction.atomic
def append(conference: Conference, rows: Rows, new: Iterable[Row]) -> None:
    """Save `new` after the last of `rows`, which are the conference's. Two queries, and one for each row."""
    Conference.objects.select_for_update().get(pk=conference.pk)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    for position, row in enumerate(new, start=last + 1):
        row.position = position
        row.save()


def renumber(rows: Rows, order: list[int]) -> bool:
    """Number `rows` from 1 in the order of the primary keys in `order`; return whether anything changed.

    In two passes, so that no two rows ever have one position. Three queries at the most.
    """
    by_key = {row.pk: row for row in rows}
    changed = []
    for position, key in enumerate(order, start=1):
        row = by_key[key]
        if row.position != position:
            row.position = position
            changed.append(row)
    if changed:
        model = rows.model
        model._default_manager.filter(pk__in=[row.pk for row in changed]).update(position=F("position") + AWAY)
        model._default_manager.bulk_update(changed, ["position"], batch_size=200)  # type: ignore[arg-type]
    return bool(changed)


def close_gaps(rows: Rows) -> None:
    """Number `rows` from 1 in their order. One query where nothing changes, four at the most."""
    order = list(rows.order_by("position").values_list("pk", "position"))
    if any(position != place for place, (_, position) in enumerate(order, start=1)):
        renumber(rows, [pk for pk, _ in order])


@transaction.atomic
def move_turn(turn: Turn, *, step: int) -> bool:
    """Move a turn `step` places down (or up, when negative) in its exchange; return whether it moved."""
    Conference.objects.select_for_update().get(pk=turn.exchange.conference_id)
    moved = move_row(turn.exchange.turns.all(), turn.pk, step)
    turn.refresh_from_db(fields=["position"])
    return moved


@transaction.atomic
def move_participation(participation: Participation, *, step: int) -> bool:
    """Move a participant `step` places down (or up, when negative) in the list; return whether anything moved."""
    Conference.objects.select_for_update().get(pk=participation.conference_id)
    moved = move_row(participation.conference.participations.all(), participation.pk, step)
    participation.refresh_from_db(fields=["position"])
    return moved


def move_row(rows: Rows, key: int, step: int) -> bool:
    """Move the row `key` `step` places among `rows`, at the most to an end; return whether it moved."""
    order = list(rows.order_by("position").values_list("pk", flat=True))
    at = order.index(key)
    to = min(max(at + step, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    return renumber(rows, order)
