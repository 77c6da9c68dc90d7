"""Name resolution that writes: find the record of each name in a document, or make it."""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction

from transcripts.actions.name_keys import save_name_keys
from transcripts.models import (
    new_public_id,
)
from transcripts.reading.name_resolution import NEW, N, _called, find_known

TRIES = 5


def find_or_make(model: type[N], names: Iterable[str], chosen: Mapping[str, int | str] | None = None) -> dict[str, N]:
    """Return the record of each name, made where there is none. Six queries at most, and a few for each made.

    A record is found by its name in either language, by another name that it is known by, or by one that it had;
    `chosen` says for a name which record is meant, or that it is a new one.
    """
    wanted = list(dict.fromkeys(name for name in names if name))
    if not wanted:
        return {}
    picked = _picked(model, chosen or {})
    found = find_known(model, [name for name in wanted if name not in picked])
    for name in wanted:
        if record := picked.get(name):
            found[name] = record
        elif name not in found:
            found[name] = _make(model, name, is_new=name in picked)
    return found


def _picked(model: type[N], chosen: Mapping[str, int | str]) -> dict[str, N | None]:
    """Return the record chosen for each name, or None for a new one. One query, or none."""
    pks = [int(choice) for choice in chosen.values() if choice != NEW]
    records = model._default_manager.in_bulk(pks) if pks else {}
    return {
        name: None if choice == NEW else records[int(choice)]
        for name, choice in chosen.items()
        if choice == NEW or int(choice) in records
    }


def _make(model: type[N], name: str, *, is_new: bool) -> N:
    """Make the record, or, unless it must be new, return the one that somebody else has made at this very moment."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                made = model._default_manager.create(name=name, slug=model.free_slug(name))
        except IntegrityError:  # their slug was free when we asked
            if not is_new and (known := _called(model, {name}).get(name)):
                return known[0]
        else:
            break
    else:
        made = model._default_manager.create(name=name, slug=f"{model.free_slug(name)}-{new_public_id()}")
    save_name_keys([made])
    return made
