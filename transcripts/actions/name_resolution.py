"""Name resolution that writes: find the record of each name in a document, or make it."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, transaction
from simple_history.utils import bulk_create_with_history

from transcripts.actions.name_keys import save_name_keys
from transcripts.models import Redirect, new_public_id
from transcripts.reading.name_resolution import NEW, KnownNames, N, _called, find_known
from transcripts.text import make_slug

TRIES = 5


def find_or_make(
    model: type[N],
    names: Iterable[str],
    chosen: Mapping[str, int | str] | None = None,
    known: KnownNames | None = None,
) -> dict[str, N]:
    """Return the record of each name, made where there is none. Nine queries at most, and nine if any is made.

    A record is found by its name in either language, by another name that it is known by, or by one that it had;
    `chosen` says for a name which record is meant, or that it is a new one. With `known`, no name is asked for twice.
    """
    wanted = list(dict.fromkeys(name for name in names if name))
    if not wanted:
        return {}
    known = known or KnownNames()
    picked = _picked(model, chosen or {})
    found = find_known(model, [name for name in wanted if name not in picked], known)
    found |= {name: record for name, record in picked.items() if record and name in wanted}
    missing = [name for name in wanted if name not in found]
    if missing:
        made = _make_all(model, missing) or {name: _make(model, name, is_new=name in picked) for name in missing}
        known.add(model, made)
        found |= made
    return found


def _make_all(model: type[N], names: Sequence[str]) -> dict[str, N] | None:
    """Make the records, or return None where somebody else makes one of them at this very moment.

    About nine queries, and two for each address that is taken.
    """
    free = _free_slugs(model, names)
    try:
        with transaction.atomic():
            made: list[N] = bulk_create_with_history([model(name=name, slug=free[name]) for name in names], model)
    except IntegrityError:
        return None
    save_name_keys(made)
    return dict(zip(names, made, strict=True))


def _free_slugs(model: type[N], names: Sequence[str]) -> dict[str, str]:
    """Return an address for each name that no other record has or had. Two queries, and two for each that is taken."""
    wanted = {name: make_slug(name) or model.__name__.lower() for name in names}
    kind = model._meta.model_name or ""
    taken = set(model._default_manager.filter(slug__in=wanted.values()).values_list("slug", flat=True))
    taken |= set(Redirect.objects.filter(kind=kind, old__in=wanted.values()).values_list("old", flat=True))
    free: dict[str, str] = {}
    for name, slug in wanted.items():
        free[name] = model.free_slug(name, but=taken) if slug in taken else slug
        taken.add(free[name])
    return free


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
