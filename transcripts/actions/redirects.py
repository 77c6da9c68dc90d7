"""Redirects of old addresses and public ids, and public ids that are used again by their conference."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from transcripts.models import Conference, Exchange, Named, Redirect, Turn


@transaction.atomic
def keep_old_address(kind: Redirect.Kind, old: str, new: str) -> None:
    """Redirect the address `old` to `new`, and all that redirected to `old` as well. Three queries."""
    if old == new:
        return
    Redirect.objects.filter(kind=kind, old=new).delete()  # the address is in use again
    Redirect.objects.filter(kind=kind, new=old).update(new=new)
    Redirect.objects.update_or_create(kind=kind, old=old, defaults={"new": new})


def leave_redirects(conference: Conference, kind: Redirect.Kind, successors: Mapping[str, str]) -> None:
    """Keep the public ids of what is gone from `conference`: each redirects to its successor, or is marked as gone.

    They are never given to anything else. What led to one of them leads on. Three queries, and one for each
    successor, in the caller's transaction; none where nothing is gone.
    """
    gone = list(successors)
    if not gone:
        return
    stood = {"conference": conference, "revision": conference.revision_number}
    for old, new in successors.items():
        if new:
            Redirect.objects.filter(kind=kind, new=old).update(new=new)
    Redirect.objects.filter(kind=kind, new__in=gone).update(new="", **stood)
    Redirect.objects.filter(kind=kind, old__in=gone).delete()
    Redirect.objects.bulk_create(Redirect(kind=kind, old=old, new=new, **stood) for old, new in successors.items())


def reclaim_ids(conference: Conference, kind: Redirect.Kind, public_ids: Iterable[str]) -> set[str]:
    """Delete the redirects of those `public_ids` that once were `conference`'s, and return these ids.

    One query, and another where there are any; none without ids.
    """
    asked = [name for name in public_ids if name]
    rows = Redirect.objects.filter(kind=kind, conference=conference, old__in=asked)
    back = set(rows.values_list("old", flat=True)) if asked else set()
    if back:
        rows.delete()
    return back


def find_foreign_ids(conference: Conference, public_ids: Iterable[str]) -> set[str]:
    """Return those `public_ids` that no turn or exchange of `conference` has or had. Three queries, or none."""
    strange = set(public_ids)
    if strange:
        strange -= set(Exchange.objects.filter(conference=conference).values_list("public_id", flat=True))
        strange -= set(Turn.objects.filter(exchange__conference=conference).values_list("public_id", flat=True))
        kinds = (Redirect.Kind.EXCHANGE, Redirect.Kind.TURN)
        strange -= set(Redirect.objects.filter(kind__in=kinds, conference=conference).values_list("old", flat=True))
    return strange


def kind_of(record: Named | Conference) -> Redirect.Kind:
    """Return the kind under which the old addresses of `record` are kept."""
    return Redirect.Kind(type(record)._meta.model_name or "")
