"""Finding news and its subscribers, from the sequence of public changes and from embargoes that have ended.

An exchange is news once: when it is first seen in public with turns of which none was told. Corrections, removals,
withdrawals and republications are news of their own, also for those who were sent what they are about. Each thing that
is followed is looked for once, however many follow it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Q
from django.http import QueryDict
from django.utils import timezone

from transcripts import actions
from transcripts.alerts.subjects import Kind
from transcripts.listing import CorrectionListing, FollowedSearch, Notice, NoticeKind
from transcripts.listing.filtering.filters import NAMED
from transcripts.models import (
    AlertProgress,
    Conference,
    Correction,
    Event,
    Exchange,
    MailedConference,
    PublicChange,
    Redirect,
    Status,
    Subscription,
    ToldConference,
    Turn,
    Version,
)

BATCH = 100  # conferences that are looked at together
OVERLAP = timedelta(minutes=10)  # by which the ends of embargoes are looked at again, for transactions that took long
NOTICES = 50  # of one conference that are looked at, the newest
_OF_REVISIONS = (NoticeKind.CORRECTION, NoticeKind.REMOVAL)


@dataclass(slots=True)
class _Told:
    """An exchange as alerts see it: its turns, and the names by which it is followed."""

    conference: int
    public_id: str
    turns: set[str] = field(default_factory=set)
    names: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class _Notice:
    """A notice: its item, and the exchanges whose words it is about; none for the conference as a whole.

    `turns` are all that it is about, those too that are there no more; an empty one is the conference as a whole.
    """

    item: str
    conference: int
    exchanges: frozenset[int]
    turns: frozenset[str]
    is_of_words: bool


@dataclass(slots=True)
class _Seen:
    """What the public sees of the conferences that changed."""

    conferences: dict[int, Conference]
    late: set[int]  # those that became public, or had their first version, since alerts began
    exchanges: dict[int, _Told] = field(default_factory=dict)
    notices: list[_Notice] = field(default_factory=list)

    @property
    def has_news(self) -> bool:
        """Whether anything of it is news."""
        return bool(self.notices) or any(each.is_new for each in self.exchanges.values())


def find_news() -> actions.alerts.News | None:
    """Return what has changed in public since the last time, and for whom it is news; None where nothing has.

    At most BATCH changes and BATCH ends of embargoes are looked at. Fifteen queries at most, eight for each conference
    with corrections, and for whom it is news: one for all subscriptions, one for what was sent before, two for each
    kind of name, and eight for each different search.
    """
    progress = actions.alerts.alert_progress()
    before = (progress.sequence, progress.change, progress.published_to)
    behind = Q(sequence__gt=progress.sequence) | Q(sequence=progress.sequence, pk__gt=progress.change)
    changes = list(
        PublicChange.objects.filter(behind, sequence__gte=progress.sequence).order_by("sequence", "pk")[:BATCH]
    )
    ended = list(_ended(progress)[:BATCH])
    if not (changes or ended):
        return None
    last = changes[-1] if changes else None
    sequence, change = (last.sequence, last.pk) if last else before[:2]
    published_to = max([progress.published_to, *(each.published_at for each in ended if each.published_at)])
    keys = {each.conference_id for each in changes if each.conference_id} | {each.pk for each in ended}
    told = {row.conference_id: row for row in ToldConference.objects.filter(conference__in=keys)}
    events = dict(Event.objects.filter(conference__in=keys).order_by().values_list("conference").annotate(Max("pk")))
    seen = _see(keys, told, events, progress)
    matched = _match(seen) if seen.has_news else {}
    kept = list(_kept(seen, told, events))
    return actions.alerts.News(before, (sequence, change, published_to), kept, matched)


def _ended(progress: AlertProgress) -> Any:
    """Return the public conferences of which nothing was told, whose embargo ended since. One query."""
    since = progress.published_to - OVERLAP
    found = Conference.objects.published().closed().filter(published_at__gt=since, told=None)
    return found.order_by("published_at", "pk")


def _see(
    keys: set[int], told: Mapping[int, ToldConference], events: Mapping[int, int], progress: AlertProgress
) -> _Seen:
    """Look at those conferences that are public, or were, and not running. Five queries, and those of notices."""
    known = Conference.objects.filter(Conference.is_public() | Q(status=Status.WITHDRAWN), pk__in=keys).closed()
    rows = {each.pk: each for each in known}
    first = dict(Version.objects.filter(conference__in=rows, number=1).values_list("conference", "made_at"))
    since = {key: first.get(key) or each.published_at for key, each in rows.items()}
    seen = _Seen(rows, {key for key, at in since.items() if at and at >= progress.begun_at})
    public = [each.pk for each in Conference.objects.published().closed().filter(pk__in=seen.conferences)]
    turns = Turn.objects.published().filter(exchange__conference__in=public).order_by("exchange__position")
    found = turns.values_list(
        "exchange__conference", "exchange", "exchange__public_id", "public_id", "speaker", "outlet"
    )
    for conference, exchange, public_id, turn, speaker, outlet in found:
        each = seen.exchanges.setdefault(exchange, _Told(conference, public_id))
        each.turns.add(turn)
        each.names["speaker"].add(speaker or 0)
        each.names["outlet"].add(outlet or 0)
        each.names["series"].add(seen.conferences[conference].series_id or 0)
    for exchange, topic in Exchange.topics.through._default_manager.filter(
        exchange__in=list(seen.exchanges)
    ).values_list("exchange", "topic"):
        seen.exchanges[exchange].names["topic"].add(topic)
    for each in seen.exchanges.values():
        row = told.get(each.conference)
        each.is_new = each.turns.isdisjoint(row.turns) if row else each.conference in seen.late
    for record in _with_notices(seen.conferences.values()):
        seen.notices += _notices(record, told.get(record.pk), events.get(record.pk, 0), seen, progress)
    return seen


def _with_notices(conferences: Iterable[Conference]) -> Iterator[Conference]:
    """Yield the conferences that may have notices. Two queries."""
    rows = {each.pk: each for each in conferences}
    corrected = Correction.objects.filter(revision__conference__in=rows).order_by().values_list("revision__conference")
    withdrawn = Event.objects.filter(conference__in=rows, what=Event.What.WITHDRAWN).order_by()
    yield from (rows[key] for (key,) in {*corrected, *withdrawn.values_list("conference")})


def _notices(
    conference: Conference, told: ToldConference | None, event: int, seen: _Seen, progress: AlertProgress
) -> Iterator[_Notice]:
    """Yield the notices about a conference that nobody was told. Eight queries at most."""
    of_turns = {turn: key for key, each in seen.exchanges.items() for turn in each.turns}
    for notice in notices_of(conference):
        number = notice.revision.number or 0 if notice.revision else 0
        if notice.kind in _OF_REVISIONS:
            since, until, at = told.revision if told else 0, conference.revision_number, number
        else:
            since, until, at = told.event if told else 0, event, notice.key
        if not since < at <= until or (told is None and notice.made_at <= progress.begun_at):
            continue
        about = turns_of(notice)
        turns = about - {""}
        is_whole = not turns or not turns <= set(of_turns)
        exchanges = frozenset() if is_whole else frozenset(of_turns[turn] for turn in turns)
        yield _Notice(item_of(notice), conference.pk, exchanges, about, notice.kind in _OF_REVISIONS)


def notices_of(conference: Conference) -> Sequence[Notice]:
    """Return the newest notices about a conference, as the list of corrections has them. Eight queries at most."""
    data = QueryDict(urlencode({"conference": conference.slug}))
    listing = CorrectionListing(data, path="", size=NOTICES)
    return listing.notices if listing.conference and listing.conference.pk == conference.pk else []


def turns_of(notice: Notice) -> frozenset[str]:
    """Return the permanent ids of the turns that a notice is about, an empty one for the conference as a whole.

    One query where it has more changes than are shown.
    """
    turns = {each.correction.turn_public_id for each in notice.changes}
    if notice.more:
        turns |= set(Correction.objects.filter(revision=notice.key).values_list("turn_public_id", flat=True))
    turns |= set(notice.removal.turns) if notice.removal else set()
    return frozenset(turns or {""})


def item_of(notice: Notice) -> str:
    """Return the text by which a message names a notice."""
    return f"{notice.kind}/{notice.conference.pk}/{notice.key}"


def _kept(seen: _Seen, told: Mapping[int, ToldConference], events: Mapping[int, int]) -> Iterator[ToldConference]:
    """Yield what is told of each conference with this news. One query where something is withdrawn.

    Of what was withdrawn before alerts saw it, the words that were public when alerts began are no news either.
    """
    turns: dict[int, set[str]] = defaultdict(set)
    for each in seen.exchanges.values():
        turns[each.conference] |= each.turns
    past = [key for key, each in seen.conferences.items() if each.status == Status.WITHDRAWN and key not in seen.late]
    if past:
        rows = Turn.objects.filter(exchange__conference__in=past).values_list("exchange__conference", "public_id")
        for key, turn in rows:
            turns[key].add(turn)
    for key, conference in seen.conferences.items():
        before = set(told[key].turns) if key in told else set()
        yield ToldConference(
            conference=conference,
            turns=sorted(before | turns[key]),
            revision=conference.revision_number,
            event=events.get(key, 0),
        )


def _match(seen: _Seen) -> dict[int, list[str]]:
    """Return the items for each subscription, by its key."""
    subscribers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for key, kind, query in Subscription.objects.confirmed().values_list("pk", "kind", "query"):
        subscribers[kind, query].append(key)
    matched: dict[int, list[str]] = {}
    records = _records(subscribers)
    for (kind, query), keys in subscribers.items():
        if items := _items(seen, kind, query, records.get((kind, query), 0)):
            matched |= dict.fromkeys(keys, items)
    for key, items in _of_what_was_sent(seen.notices).items():
        matched[key] = [*matched.get(key, ()), *items]
    return matched


def _of_what_was_sent(notices: Sequence[_Notice]) -> dict[int, list[str]]:
    """Return the items about words that readers were sent, by subscription, whatever is found there now. One query."""
    about: dict[int, list[_Notice]] = defaultdict(list)
    for notice in notices:
        about[notice.conference].append(notice)
    found: dict[int, list[str]] = defaultdict(list)
    since = timezone.now() - actions.alerts.MAILED_FOR
    sent = MailedConference.objects.filter(conference__in=about, sent_at__gt=since).order_by("pk")
    for key, conference, turns in sent.values_list("subscription", "conference", "turns") if about else ():
        found[key] += [
            notice.item for notice in about[conference] if "" in notice.turns or not notice.turns.isdisjoint(turns)
        ]
    return found


def _records(followed: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the key of the record that each followed name is today. Two queries for each kind of name."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for kind, query in followed:
        slugs[kind].add(query)
    found: dict[tuple[str, str], int] = {}
    for kind in slugs.keys() & NAMED.keys():
        moved = dict(Redirect.objects.filter(kind=kind, old__in=slugs[kind]).values_list("old", "new"))
        model: Any = NAMED[kind]
        keys = dict(model._default_manager.filter(slug__in=slugs[kind] | set(moved.values())).values_list("slug", "pk"))
        found |= {(kind, slug): key for slug in slugs[kind] if (key := keys.get(slug) or keys.get(moved.get(slug, "")))}
    return found


def _items(seen: _Seen, kind: str, query: str, record: int) -> list[str]:
    """Return what is news for those who follow one thing. Eight queries for a search, else none."""
    if kind == Kind.CORRECTIONS:
        return [notice.item for notice in seen.notices]
    if kind == Kind.EVERYTHING:
        return [*_new(seen, seen.exchanges), *(notice.item for notice in seen.notices)]
    if kind == Kind.SEARCH:
        found = FollowedSearch(QueryDict(query)).among(sorted(seen.conferences))
        hits = {exchange for exchanges in found.values() for exchange in exchanges}
        for conference in (key for key, exchanges in found.items() if not exchanges):  # found by its title alone
            hits |= set([key for key, each in seen.exchanges.items() if each.conference == conference][:1])
    else:
        hits = {key for key, each in seen.exchanges.items() if record and record in each.names[kind]}
    # Of what was withdrawn nobody is told who was there, nor is a correction told beside the words that have it.
    notices = [
        notice.item
        for notice in seen.notices
        if notice.is_of_words
        and any(
            not seen.exchanges[key].is_new
            for key in hits
            if (
                key in notice.exchanges
                or (not notice.exchanges and seen.exchanges[key].conference == notice.conference)
            )
        )
    ]
    return [*_new(seen, hits), *notices]


def _new(seen: _Seen, keys: Iterable[int]) -> list[str]:
    """Return the items of the new exchanges among these, in the order of their conferences."""
    chosen = set(keys)
    return [f"exchange/{each.public_id}" for key, each in seen.exchanges.items() if key in chosen and each.is_new]
