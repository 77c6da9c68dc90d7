"""Names that nothing uses: found, removed together, and restored from their row history."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext

from transcripts.actions.change import Change, WrongStateError
from transcripts.actions.name_keys import save_name_keys
from transcripts.actions.names.deletion import remove_names
from transcripts.actions.redirects import kind_of
from transcripts.models import (
    Announcement,
    Conference,
    Exchange,
    Merge,
    Named,
    Outlet,
    Participation,
    Redirect,
    Series,
    Speaker,
    Topic,
    Turn,
)
from transcripts.models.names import NamedQuerySet

USES: dict[type[Named], tuple[tuple[type[Model], str], ...]] = {
    Series: ((Conference, "series"), (Announcement, "series")),
    Speaker: ((Participation, "speaker"), (Turn, "speaker")),
    Outlet: ((Turn, "outlet"),),
    Topic: ((Exchange.topics.through, "topic"),),
}


def find_unused(model: type[Named]) -> NamedQuerySet:
    """Return the names of a kind that no conference uses, in the trash either, and that nobody gave other names."""
    unused: Any = model._default_manager.all()
    for user, field in USES[model]:
        unused = unused.filter(~Exists(user._default_manager.filter(**{field: OuterRef("pk")})))
    aliases: Any = getattr(model, "aliases", None)
    if aliases is not None:
        kept = aliases.rel.related_model._default_manager.filter(**{f"{model._meta.model_name}": OuterRef("pk")})
        unused = unused.filter(~Exists(kept))
    return unused


@transaction.atomic
def remove_unused(model: type[Named], keys: Iterable[int], change: Change) -> int:
    """Delete those of these names that nothing uses by now; return how many. A few queries for each.

    Row history keeps each with its user, and `restore_removed` brings it back.
    """
    records: list[Any] = list(find_unused(model).filter(pk__in=list(keys)).select_for_update(of=("self",)))
    for record in records:
        record._history_user = change.user
    remove_names(records)
    return len(records)


def find_removed(model: type[Any]) -> "QuerySet[Any]":
    """Return the last history rows of names of a kind that were deleted and can be restored, the latest first.

    What was merged into another name is not among them: undoing the merge restores it.
    """
    rows = model.history.model.objects.filter(history_type="-")
    there = model._default_manager.filter(pk=OuterRef("id"))
    merged = Merge.objects.filter(kind=model._meta.model_name, gone=OuterRef("id"), undone_at=None)
    later = model.history.model.objects.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    gone = rows.filter(~Exists(there), ~Exists(merged), ~Exists(later))
    return gone.order_by("-history_date", "-history_id")


@transaction.atomic
def restore_removed(model: type[Any], row: int, change: Change) -> Named:
    """Make a deleted name again, with its key and its address; return it. Some eight queries.

    Raises WrongStateError.
    """
    then = find_removed(model).filter(history_id=row).first()
    if then is None:
        raise WrongStateError(gettext("Entry not found."))
    if model._default_manager.filter(slug=then.slug).exists() or Redirect.is_taken(kind_of(then.instance), then.slug):
        raise WrongStateError(
            gettext("The address “%(address)s” is taken by another name now.") % {"address": then.slug}
        )
    record: Named = then.instance
    record._state.adding = True
    record._history_user = change.user  # type: ignore[attr-defined]
    record.save(force_insert=True)
    save_name_keys([record])
    return record
