"""Name keys: save and delete the keys by which speakers, outlets and topics are found under other spellings."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from transcripts import search
from transcripts.models import NameKey, names_of
from transcripts.models.name_key import KEYED, kind_name
from transcripts.reading.name_similarity import stored_keys
from transcripts.reading.topic_words import topic_key

UNSEEN = "?"  # the key of a record that was not yet compared with others
BATCH = 500


def save_name_keys(records: Sequence[Any]) -> None:
    """Rebuild the keys of the records' names. Five queries for each kind; for kinds without keys, none.

    Former names get no keys: by these only the search finds a record.
    """
    for model in KEYED:
        ours = [record for record in records if isinstance(record, model)]
        if not ours:
            continue
        delete_name_keys(ours)
        names = {record.pk: record.all_names for record in ours}
        aliases: Any = model.aliases.rel.related_model._default_manager
        field = f"{kind_name(model)}_id"
        for key, name in aliases.filter(**{f"{field}__in": list(names)}).values_list(field, "name"):
            names[key].append(name)
        rows = [row for key, own in names.items() for row in key_rows(kind_name(model), key, own)]
        rows += [NameKey(kind=kind_name(model), record=key, key=UNSEEN) for key in names]
        history: Any = model.history
        for key, name, others in history.filter(id__in=list(names)).values_list("id", "name", "names"):
            for former in set(names_of(name, others)) - set(names[key]):
                names[key].append(former)
                rows.append(NameKey(kind=kind_name(model), record=key, name=former, key=search.name_key(former)))
        NameKey.objects.bulk_create(rows, batch_size=BATCH)


def save_all_name_keys() -> None:
    """Rebuild the keys of all names. Five queries for every BATCH of names."""
    for model in KEYED:
        records = list(model._default_manager.order_by("pk"))
        for at in range(0, len(records), BATCH):
            with transaction.atomic():
                save_name_keys(records[at : at + BATCH])


def delete_name_keys(records: Iterable[Any]) -> None:
    """Delete the keys of records that are about to be deleted. One query for each kind."""
    keys: dict[str, list[int]] = {}
    for record in records:
        if isinstance(record, KEYED):
            keys.setdefault(kind_name(type(record)), []).append(record.pk)
    for kind, pks in keys.items():
        NameKey.objects.filter(kind=kind, record__in=pks).delete()


def key_rows(kind: str, record: int, names: Iterable[str], *, model: type[NameKey] = NameKey) -> list[NameKey]:
    """Return the unsaved key rows of one record's names; a migration gives its own `model`."""
    return [
        model(kind=kind, record=record, name=name, key=key)
        for name in dict.fromkeys(names)
        if name
        for key in sorted(_keys_of(kind, name))
    ]


def _keys_of(kind: str, name: str) -> set[str]:
    keys = {*stored_keys(name), search.name_key(name), *search.prefix_keys_of_name(kind, name)}
    return (keys | {topic_key(name)}) - {""} if kind == "topic" else keys
