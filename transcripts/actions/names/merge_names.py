"""Merging two records of one person, outlet or topic, with a list of all that moved, so that it can be undone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext

from transcripts import search
from transcripts.actions.change import Change, WrongStateError, bump_edition
from transcripts.actions.name_keys import delete_name_keys, save_name_keys
from transcripts.actions.names.duplicates import delete_pairs
from transcripts.actions.redirects import keep_old_address, kind_of
from transcripts.models import (
    Conference,
    Exchange,
    Merge,
    Outlet,
    Participation,
    Redirect,
    Speaker,
    Topic,
    Turn,
    names_of,
)
from transcripts.models.name_key import kind_name

INDEXED = 50  # conferences that are indexed at once
BATCH = 1000  # rows in one query
RECORDED = ("name", "names", "family_name", "sort_name", "slug")  # fields of the record that is merged away

Mergeable = Speaker | Outlet | Topic
Tagging: Any = Exchange.topics.through


@dataclass(slots=True)
class Moved:
    """The rows that a merge moved: the record that was merged away, and the keys of what belonged to it."""

    record: dict[str, Any]  # its fields
    aliases: list[str]  # its other names
    names: list[str]  # the other names that the kept record got by the merge
    kept_names: list[str]  # what the kept record was called itself
    addresses: list[str]  # the old addresses that redirected to it
    turns: list[int] = field(default_factory=list)
    seats: list[int] = field(default_factory=list)
    exchanges: list[int] = field(default_factory=list)  # that have the kept topic instead
    shared: list[int] = field(default_factory=list)  # that had both topics
    versions: dict[str, int] = field(default_factory=dict)  # of the conferences, by their keys
    last_turn: int = 0  # the highest key at that time: what is higher was entered since
    last_seat: int = 0

    @property
    def all_names(self) -> set[str]:
        """All names of the record that was merged away."""
        return {*names_of(self.record["name"], self.record["names"]), *self.aliases}


@transaction.atomic
def merge_names(kept: Mergeable, gone: Mergeable, change: Change | None = None) -> Merge | None:
    """Give `kept` everything that `gone` said, asked or was about, and was called; the address of `gone` redirects.

    What was printed stays as printed, so two participants of one conference are not merged. Returns what
    `undo_merge` needs; None for a record and itself. Some thirty queries, and eight for every INDEXED conferences.
    Raises WrongStateError.
    """
    if kept == gone:
        return None
    kept, gone = lock_both(kept, gone)
    if hindrance := find_merge_obstacle(kept, gone):
        raise WrongStateError(hindrance)
    change = change or Change()
    moved = _describe(kept, gone)
    _give_all(kept, gone)
    gone.aliases.all().delete()
    add_aliases(kept, moved.names)
    keep_old_address(kind_of(gone), gone.slug, kept.slug)
    delete_name_keys([gone])
    delete_pairs([gone])
    made = Merge.objects.create(
        kind=kind_name(type(gone)),
        kept=kept.pk,
        gone=gone.pk,
        kept_name=kept.name,
        gone_name=gone.name,
        moved=asdict(moved),
        made_by=change.user,
        made_by_name=change.name,
    )
    gone.delete()
    save_name_keys([kept])
    index_all(int(key) for key in moved.versions)
    there = Conference.objects.filter(pk__in=[int(key) for key in moved.versions])
    bump_edition(among=there, moved=[(kind_of(kept), moved.record["slug"])])
    return made


def find_merge_obstacle(kept: Mergeable, gone: Mergeable) -> str:
    """Return a sentence why the two cannot be merged, empty when they can. One query at the most."""
    if not isinstance(gone, Speaker):
        return ""
    with_both = Conference.objects.filter(participations__speaker=kept.pk).filter(participations__speaker=gone.pk)
    if both := with_both.first():
        return gettext(
            "Both are participants in “%(title)s”, each with a printed role. If they are the same person, "
            "first reassign the turns of one to the other there and remove the duplicate participant; then merge."
        ) % {"title": both}
    return ""


def lock_both(kept: Any, gone: Any) -> tuple[Any, Any]:
    """Return both records as they are now, locked. One query. Raises WrongStateError when one is already deleted."""
    rows = type(kept)._default_manager.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise WrongStateError(gettext("One of the two records no longer exists. Check the list again."))
    return found[kept.pk], found[gone.pk]


def conferences_of(record: Mergeable) -> Any:
    """Return the conferences that name a record."""
    if isinstance(record, Topic):
        named = Q(pk__in=Exchange.objects.filter(topics=record).values("conference"))
    else:
        turns = Turn.objects.filter(**{kind_name(type(record)): record})
        named = Q(pk__in=turns.values("exchange__conference"))
    if isinstance(record, Speaker):
        named |= Q(pk__in=Participation.objects.filter(speaker=record).values("conference"))
    return Conference.objects.filter(named)


def index_all(conferences: Iterable[int]) -> None:
    """Index the conferences again. Eight queries for every INDEXED."""
    for batch in in_batches(list(conferences), INDEXED):
        search.index(*batch)


def add_aliases(record: Any, names: Iterable[str]) -> None:
    """Give a record aliases, which no other record may have. One query."""
    model = type(record).aliases.rel.related_model
    model._default_manager.bulk_create(model(**{kind_name(type(record)): record, "name": name}) for name in names)


def in_batches(keys: Sequence[int], size: int = BATCH) -> Iterator[Sequence[int]]:
    """Yield the keys in batches of `size`."""
    for at in range(0, len(keys), size):
        yield keys[at : at + size]


def _describe(kept: Any, gone: Any) -> Moved:
    """Return what moves when `gone` becomes `kept`. Ten queries."""
    aliases = list(gone.aliases.values_list("name", flat=True))
    names = {*gone.all_names, *aliases} - set(kept.all_names)
    others = type(kept).aliases.rel.related_model._default_manager.filter(name__in=names)
    theirs = set(others.exclude(**{kind_name(type(gone)): gone}).values_list("name", flat=True))
    led = Redirect.objects.filter(kind=kind_of(gone), new=gone.slug)
    moved = Moved(
        record={name: getattr(gone, name) for name in RECORDED if hasattr(gone, name)},
        aliases=aliases,
        names=sorted(names - theirs),
        kept_names=kept.all_names,
        addresses=list(led.values_list("old", flat=True)),
    )
    locked = conferences_of(gone).select_for_update().order_by("pk")
    moved.versions = {str(key): version for key, version in locked.values_list("pk", "revision_number")}
    if isinstance(gone, Topic):
        tagged = Tagging.objects.filter(topic=gone).values_list("exchange", flat=True)
        moved.shared = list(tagged.filter(exchange__in=Tagging.objects.filter(topic=kept).values("exchange")))
        moved.exchanges = sorted(set(tagged) - set(moved.shared))
        return moved
    moved.turns = list(gone.turns.order_by("pk").values_list("pk", flat=True))
    moved.last_turn = Turn.objects.aggregate(last=Max("pk"))["last"] or 0
    if isinstance(gone, Speaker):
        moved.seats = list(gone.participations.order_by("pk").values_list("pk", flat=True))
        moved.last_seat = Participation.objects.aggregate(last=Max("pk"))["last"] or 0
    return moved


def _give_all(kept: Any, gone: Any) -> None:
    """Move the turns and participations of `gone`, or its exchanges, to `kept`. Two queries."""
    if isinstance(gone, Topic):
        shared = Tagging.objects.filter(topic=kept).values("exchange")
        Tagging.objects.filter(topic=gone, exchange__in=list(shared.values_list("exchange", flat=True))).delete()
        Tagging.objects.filter(topic=gone).update(topic=kept)
        return
    gone.turns.update(**{kind_name(type(gone)): kept})
    if isinstance(gone, Speaker):
        gone.participations.update(speaker=kept)
