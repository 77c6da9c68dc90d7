"""Undoing a merge of names: the merged record comes back as it was, unless something was built on the merge."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from transcripts.actions.change import Change, WrongStateError, bump_edition
from transcripts.actions.name_keys import save_name_keys
from transcripts.actions.names.merge_names import Mergeable, Moved, Tagging, add_aliases, in_batches, index_all
from transcripts.actions.redirects import kind_of
from transcripts.actions.transcript.revisions import record_revision
from transcripts.models import Conference, Exchange, Merge, Outlet, Participation, Redirect, Speaker, Topic, Turn

MODELS: dict[str, type[Mergeable]] = {"speaker": Speaker, "outlet": Outlet, "topic": Topic}


@transaction.atomic
def undo_merge(merge: Merge, change: Change | None = None) -> Mergeable:
    """Split a merged record into the two again, each with what was its own; return the one that comes back.

    It has its key, its address and its history again. Conferences that have a newer revision get one more, with a
    note. Some forty queries, a few for every thousand rows, and ten for each conference that was changed meanwhile.
    Raises WrongStateError, whose sentence says what was built on the merge.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    change = change or Change()
    moved = Moved(**merge.moved)
    if hindrance := find_undo_obstacle(merge):
        raise WrongStateError(hindrance)
    model: Any = MODELS[merge.kind]
    kept = model._default_manager.select_for_update().get(pk=merge.kept)
    list(Conference.objects.select_for_update().filter(pk__in=moved.versions).order_by("pk").values("pk"))
    _lead_back(kept, moved)
    gone = model(pk=merge.gone, **moved.record)
    gone.save(force_insert=True)
    _take_names(merge, kept, gone, moved)
    _take_rows(kept, gone, moved)
    save_name_keys([kept, gone])
    merge.undone_at, merge.undone_by_name = timezone.now(), change.name
    merge.save(update_fields=["undone_at", "undone_by_name"])
    _record_where_changed(merge, moved, change)
    index_all(Conference.objects.filter(pk__in=moved.versions).values_list("pk", flat=True))
    there = Conference.objects.filter(pk__in=[int(key) for key in moved.versions])
    bump_edition(among=there, moved=[(kind_of(gone), gone.slug)])
    back: Mergeable = gone
    return back


def find_undo_obstacle(merge: Merge) -> str:
    """Return a sentence about what was built on a merge and blocks undoing it, empty if none. Twelve queries."""
    model: Any = MODELS[merge.kind]
    moved = Moved(**merge.moved)
    if merge.undone_at:
        return gettext("This merge has already been undone.")
    kept = model._default_manager.filter(pk=merge.kept).first()
    if kept is None:
        return gettext("“%(name)s” no longer exists. If it was merged into another record, undo that merge first.") % {
            "name": merge.kept_name
        }
    return _obstacle_in_names(kept, moved) or _obstacle_in_rows(kept, moved)


def _obstacle_in_names(kept: Any, moved: Moved) -> str:
    """Return a sentence when the old names or the old address belong to another record now. Three queries."""
    taken = moved.all_names.intersection(kept.all_names) - set(moved.kept_names)
    if taken:
        return gettext("“%(name)s” is now the name of the remaining record.") % {"name": min(taken)}
    aliases = type(kept).aliases.rel.related_model._default_manager.filter(name__in=moved.aliases)
    if other := aliases.exclude(**{f"{kept._meta.model_name}_id": kept.pk}).first():
        return gettext("The other name “%(name)s” now belongs to another record.") % {"name": other.name}
    slug = moved.record["slug"]
    leads = Redirect.objects.filter(kind=kind_of(kept), old=slug, new=kept.slug).exists()
    if not leads or type(kept)._default_manager.filter(slug=slug).exists():
        return gettext("The old address “%(address)s” now redirects elsewhere.") % {"address": slug}
    return ""


def _obstacle_in_rows(kept: Any, moved: Moved) -> str:
    """Return a sentence naming a conference where what moved was changed since. Six queries for every thousand rows."""
    if isinstance(kept, Topic):
        lost = _retagged(kept, [*moved.exchanges, *moved.shared])
        return _at(gettext("The topics of an exchange in “%(title)s” have been changed since."), lost)
    name = kept._meta.model_name
    for keys in in_batches(moved.turns):
        given = Turn.objects.filter(pk__in=keys).exclude(**{name: kept}).values("exchange__conference")
        if found := Conference.objects.filter(pk__in=given).first():
            return _at(gettext("A turn in “%(title)s” has been reassigned since."), found)
    entered = Turn.objects.filter(**{name: kept}, pk__gt=moved.last_turn)
    entered = entered.filter(label_as_printed__in=moved.all_names)
    if found := Conference.objects.filter(pk__in=entered.values("exchange__conference")).first():
        return _at(gettext("“%(title)s” was entered later and has turns under the old name."), found)
    return _obstacle_in_participations(kept, moved) if isinstance(kept, Speaker) else ""


def _obstacle_in_participations(kept: Speaker, moved: Moved) -> str:
    """Return a sentence naming a conference where participations were reassigned, or mixed with the kept speaker's."""
    for keys in in_batches(moved.seats):
        given = Participation.objects.filter(pk__in=keys).exclude(speaker=kept).values("conference")
        if found := Conference.objects.filter(pk__in=given).first():
            return _at(gettext("A participant in “%(title)s” has been reassigned since."), found)
    entered = Participation.objects.filter(speaker=kept, pk__gt=moved.last_seat)
    printed = Conference.objects.filter(
        pk__in=entered.filter(name_as_printed__in=moved.all_names).values("conference")
    ).first()
    if printed:
        return _at(gettext("“%(title)s” was entered later and has a participant under the old name."), printed)
    own, seats = set(moved.turns), set(moved.seats)
    for keys in in_batches([int(key) for key in moved.versions]):
        said = Turn.objects.filter(speaker=kept, exchange__conference__in=keys)
        sat = Participation.objects.filter(speaker=kept, conference__in=keys)
        again = {at for pk, at in said.values_list("pk", "exchange__conference") if pk not in own}
        again |= {at for pk, at in sat.values_list("pk", "conference") if pk not in seats}
        if again:
            found = Conference.objects.filter(pk__in=again).first()
            return _at(
                gettext("In “%(title)s”, the remaining record has since been given turns or become a participant."),
                found,
            )
    return ""


def _retagged(kept: Topic, exchanges: list[int]) -> Conference | None:
    """Return a conference where one of the exchanges has lost the kept topic, if there is one."""
    for keys in in_batches(exchanges):
        lost = Exchange.objects.filter(pk__in=keys).exclude(
            pk__in=Tagging.objects.filter(topic=kept).values("exchange")
        )
        if found := Conference.objects.filter(pk__in=lost.values("conference")).first():
            return found
    return None


def _at(sentence: str, conference: Conference | None) -> str:
    return sentence % {"title": conference} if conference else ""


def _lead_back(kept: Any, moved: Moved) -> None:
    """Free the old address, and point the redirects that led to it at it again. Two queries."""
    redirects = Redirect.objects.filter(kind=kind_of(kept), new=kept.slug)
    redirects.filter(old=moved.record["slug"]).delete()
    redirects.filter(old__in=moved.addresses).update(new=moved.record["slug"])


def _take_names(merge: Merge, kept: Any, gone: Any, moved: Moved) -> None:
    """Give the aliases back; one that another merge would have given too stays, and is that one's. Four queries."""
    names = set(moved.names)
    for other in Merge.objects.in_effect().filter(kind=merge.kind, kept=merge.kept).exclude(pk=merge.pk):
        theirs = Moved(**other.moved)
        if shared := names & theirs.all_names:
            names -= shared
            theirs_now = sorted({*theirs.names, *shared})
            other.moved = other.moved | {"names": theirs_now}
            other.save(update_fields=["moved"])
    kept.aliases.filter(name__in=[*names, *moved.aliases]).delete()
    add_aliases(gone, moved.aliases)


def _take_rows(kept: Any, gone: Any, moved: Moved) -> None:
    """Move the rows that still exist back to `gone`. A few queries for every thousand."""
    for keys in in_batches(moved.turns):
        Turn.objects.filter(pk__in=keys).update(**{str(kept._meta.model_name): gone})
    for keys in in_batches(moved.seats):
        Participation.objects.filter(pk__in=keys).update(speaker=gone)
    for keys in in_batches(moved.exchanges):
        Tagging.objects.filter(topic=kept, exchange__in=keys).update(topic=gone)
    for keys in in_batches(moved.shared):
        there = Exchange.objects.filter(pk__in=keys).values_list("pk", flat=True)
        Tagging.objects.bulk_create(Tagging(topic=gone, exchange_id=key) for key in there)


def _record_where_changed(merge: Merge, moved: Moved, change: Change) -> None:
    """Make a new revision of each conference that got one since the merge, which names the record that stayed."""
    words = {"gone": merge.gone_name, "kept": merge.kept_name}
    note = gettext("The merge of “%(gone)s” into “%(kept)s” was undone.") % words
    for keys in in_batches([int(key) for key in moved.versions]):
        for conference in Conference.objects.filter(pk__in=keys).order_by("pk"):
            if conference.revision_number != moved.versions[str(conference.pk)]:
                record_revision(conference, Change(change.user, note, is_major=False))
