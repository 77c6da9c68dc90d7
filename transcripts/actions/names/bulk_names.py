"""Saving many speakers or outlets at once, from a list that an editor has looked through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from transcripts.actions.change import Change, bump_edition
from transcripts.actions.name_keys import BATCH, save_name_keys
from transcripts.actions.public_changes import are_seen, conferences_with
from transcripts.models import Outlet, Redirect, Speaker
from transcripts.models.name_key import kind_name
from transcripts.text import make_slug

FIELDS = ["name", "names", "family_name", "sort_name"]  # where the model has them


@dataclass(frozen=True, slots=True)
class NameRow:
    """One record as it is to be, saved or not yet; `aliases` are all its other names, None to leave them alone."""

    record: Speaker | Outlet
    aliases: tuple[str, ...] | None = None


@transaction.atomic
def save_names(rows: Sequence[NameRow], change: Change) -> None:
    """Save the records with their row history, other names and keys, and show readers what they see of them.

    Some thirty queries for every five hundred, and a few for each new name whose address somebody has already.
    """
    if not rows:
        return
    model: Any = type(rows[0].record)
    new = [row.record for row in rows if row.record.pk is None]
    _find_slugs(model, new)
    made = bulk_create_with_history(new, model, batch_size=BATCH, default_user=change.user) if new else []
    for record, saved in zip(new, made, strict=True):
        record.pk = saved.pk
    fresh = {record.pk for record in new}
    old = [row.record for row in rows if row.record.pk not in fresh]
    if old:
        fields = [field for field in FIELDS if hasattr(model, field)]
        bulk_update_with_history(old, model, fields, batch_size=BATCH, default_user=change.user)
    _keep_aliases(model, rows)
    records = [row.record for row in rows]
    for at in range(0, len(records), BATCH):
        save_name_keys(records[at : at + BATCH])
    if any(are_seen(*old[at : at + BATCH]) for at in range(0, len(old), BATCH)):
        bump_edition(among=conferences_with(*old))


def _find_slugs(model: Any, records: Iterable[Any]) -> None:
    """Give new records slugs that no record has or had. Two queries, and two for each slug that is taken."""
    wanted = {id(record): make_slug(record.name) or kind_name(model) for record in records}
    bases = set(wanted.values())
    taken = set(model._default_manager.filter(slug__in=bases).values_list("slug", flat=True))
    taken |= set(Redirect.objects.filter(kind=kind_name(model), old__in=bases).values_list("old", flat=True))
    for record in records:
        slug = base = wanted[id(record)]
        if slug in taken:
            slug = model.free_slug(record.name)
        number = 2
        while slug in taken:  # by another new one, which the database does not know yet
            slug, number = f"{base}-{number}", number + 1
            if Redirect.is_taken(kind_name(model), slug) or model._default_manager.filter(slug=slug).exists():
                taken.add(slug)
        taken.add(slug)
        record.slug = slug


def _keep_aliases(model: Any, rows: Iterable[NameRow]) -> None:
    """Save the rows' aliases in the place of the records' own. Two queries, and two for every five hundred."""
    told = [row for row in rows if row.aliases is not None]
    manager = model.aliases.rel.related_model._default_manager
    field = kind_name(model)
    for at in range(0, len(told), BATCH):
        batch = {row.record.pk: row for row in told[at : at + BATCH]}
        there: dict[int, dict[str, int]] = {key: {} for key in batch}
        for pk, key, name in manager.filter(**{f"{field}__in": list(batch)}).values_list("pk", f"{field}_id", "name"):
            there[key][name] = pk
        gone = [pk for key, own in there.items() for name, pk in own.items() if name not in (batch[key].aliases or ())]
        manager.filter(pk__in=gone).delete()
        manager.bulk_create(
            manager.model(**{f"{field}_id": key, "name": name})
            for key, row in batch.items()
            for name in row.aliases or ()
            if name not in there[key]
        )
