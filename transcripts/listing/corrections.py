"""The list of corrections, removals, withdrawals and republications, the newest first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.timezone import get_current_timezone, localdate, make_aware
from django.utils.translation import gettext

from transcripts.listing.figures.charts import CappedCount, FacetCount, measured
from transcripts.listing.filtering.facets import Facet
from transcripts.listing.filtering.filters import BY_PARAMETER, CORRECTION_FACETS, NAMED, SOURCES
from transcripts.listing.filtering.form import CorrectionFilterSet
from transcripts.listing.filtering.options import Offer, Option, load_options, options_of
from transcripts.listing.notices import NEWEST_PLACE, Before, Change, Notice, NoticeKind
from transcripts.listing.page import PAGE_SIZE, Chip, Ignored, Listing, shorten, texts_taken
from transcripts.models import (
    Conference,
    Correction,
    Event,
    MistakeReport,
    Participation,
    Redirect,
    Revision,
    Status,
    Turn,
)
from transcripts.reading.versions import number_before

COUNT_CAP = 1_000  # entries that the list counts and turns the pages of
COUNTED = 500  # the newest entries, which the numbers beside the filters are of
TALLIES_SHOWN = 6  # of one facet, besides those chosen; the form offers the others
CHANGES_SHOWN = 12  # of one revision; restoring an old one can change hundreds of turns
_OF_REVISIONS = {NoticeKind.CORRECTION, NoticeKind.REMOVAL}
_OF_EVENTS = {NoticeKind.WITHDRAWAL: Event.What.WITHDRAWN, NoticeKind.REPUBLICATION: Event.What.PUBLISHED}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_REASONS = (Event.What.WITHDRAWN, Event.What.REWORDED, Event.What.PUBLISHED)
_NAMES = tuple(name for name in CORRECTION_FACETS if name in NAMED)


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry before it is fetched: `key` is the revision's or the event's."""

    made_at: datetime
    key: int
    kind: NoticeKind
    conference: int
    is_public: bool = True
    place: int = 0  # among those of its sort: revisions with corrections, or events


class CorrectionListing(Listing):
    """What was corrected, removed, withdrawn and published again, as far as the public knows it.

    `conference` takes a slug, and with it `revision` the number of a revision, whose page is shown. Filters by speaker,
    outlet and series are of conferences that are public: of a withdrawn one nobody is told who was there. With `after`,
    those behind a place, uncounted, however far back it is. Eight queries at most, and those of the facets. Raises
    PageNotFoundError.
    """

    filterset_class = CorrectionFilterSet
    facet_names = CORRECTION_FACETS
    counted_in = COUNTED

    def __init__(self, data: QueryDict, *, path: str, size: int = PAGE_SIZE, after: Before | None = None) -> None:
        super().__init__(data, path=path, size=size)
        self.conference: Conference | None = None
        self._after = after
        self._choose(list(dict.fromkeys(text.strip() for text in data.getlist("conference") if text.strip())))
        self._rows = self._find(self._asked, most=size if after else COUNT_CAP, after=after)
        if after:
            self.notices = self._fetch(self._rows[:size])
            return
        self.count = CappedCount(min(len(self._rows), COUNT_CAP), is_capped=len(self._rows) > COUNT_CAP)
        self._turn_to(data.get("revision", ""))
        self._check_page()
        end = min(self.offset + size, COUNT_CAP)
        self.notices = self._fetch(self._rows[self.offset : end])

    @property
    def following(self) -> Before | None:
        """The place behind which the list goes on; None at its end."""
        start, most = (0, self.size) if self._after else (self.offset, COUNT_CAP)
        end = min(start + self.size, most)
        if len(self._rows) <= end:
            return None
        correction, event, moment = self._after or NEWEST_PLACE
        for row in self._rows[:end]:
            if row.kind in _OF_REVISIONS:
                correction = row.place
            else:
                event, moment = row.place, (row.made_at - _EPOCH) // timedelta(microseconds=1)
        return Before(correction, event, moment)

    @property
    def chips(self) -> list[Chip]:
        """The active filters and the conference, each with the address of the list without it."""
        return [chip for name, options in self.values.items() for chip in self._chips_of(name, options)]

    def _chips_of(self, name: str, options: Sequence[Option]) -> list[Chip]:
        if name == "conference":
            return [Chip(option.label, self.address(without=(name, option.value))) for option in options]
        return [Chip(self._chip_label(name, option), self.address(without=(name, option.value))) for option in options]

    @cached_property
    def tallies(self) -> Mapping[str, Sequence[tuple[Option, int]]]:
        """Number of entries with each value of a facet, by the other filters only. Six queries at most.

        They are of the newest COUNTED entries.
        """
        asked = {name: keys for name, keys in self._asked.items() if name == "conference"}
        rows = self._rows if asked == self._asked else self._find(asked, most=COUNTED)
        rows = rows[:COUNTED]
        public = {row.conference for row in rows if row.is_public}
        held = {name: _keys_of(name, public) for name in _NAMES}
        counts: dict[str, Counter[Any]] = {name: Counter() for name in self.facet_names}
        asked_of = {name: set(self._asked[name]) for name in self.facet_names if name in self._asked}
        for row in rows:
            has: dict[str, set[Any]] = {"kind": {str(row.kind)}, "year": {localdate(row.made_at).year}}
            has |= {name: held[name].get(row.conference, set()) if row.is_public else set() for name in _NAMES}
            misses = {name for name, keys in asked_of.items() if not has[name] & keys}
            for name in self.facet_names:
                if not misses - {name}:
                    counts[name].update(has[name])
        labels = options_of({name: list(counts[name]) for name in _NAMES})
        kinds = {option.value: option for option in self.form.fields["kind"].options}
        found: dict[str, list[tuple[Option, int]]] = {}
        for name, counted in counts.items():
            each = [(self._option(name, key, labels, kinds), n) for key, n in counted.items()]
            found[name] = sorted(each, key=lambda pair: (-pair[1], pair[0].label.casefold()))
        found["year"].sort(key=lambda pair: -pair[0].key)
        return found

    @property
    def only_conference(self) -> bool:
        """Whether nothing but the conference narrows the list."""
        return set(self._asked) == {"conference"}

    @property
    def is_counted_in_part(self) -> bool:
        """Whether there are more entries than the numbers beside the filters are of."""
        return len(self._rows) > COUNTED

    @staticmethod
    def _option(name: str, key: Any, labels: Mapping[tuple[str, int], Option], kinds: Mapping[str, Option]) -> Option:
        if name == "kind":
            return kinds[key]
        return Option(key, str(key), str(key)) if name == "year" else labels[name, key]

    def _facet(self, name: str) -> Facet:
        """Return the facet with its counts: the chosen, then what the other filters leave."""
        facet = super()._facet(name)
        counted = {option.key: (option, n) for option, n in self.tallies[name]}
        chosen = {option.key for option in self.values[name]}
        tallies = [self._tally(name, option, counted.get(option.key, (option, 0))[1]) for option in self.values[name]]
        others = [pair for pair in counted.values() if pair[0].key not in chosen]
        tallies += [self._tally(name, option, n) for option, n in others[:TALLIES_SHOWN]]
        return replace(
            facet,
            options=[*((option, True) for option in self.values[name]), *((option, False) for option, _ in others)],
            tallies=measured(tallies),
            has_more=len(others) > TALLIES_SHOWN,
            takes_names=False,
        )

    def _tally(self, name: str, option: Option, n: int) -> FacetCount:
        is_chosen = option in self.values[name]
        pair = (name, option.value)
        if is_chosen:
            url = self.address(without=pair)
        elif self.form.fields[name].is_single:
            instead: Any = {name: option.value}
            url = self.address(**instead)
        else:
            url = self.address(also=pair)
        return FacetCount(str(option.label), CappedCount(n), url, is_chosen=is_chosen)

    def _load_options(self, chosen: Mapping[str, Sequence[str]]) -> Offer:
        return load_options(chosen)

    def _note_unknown(self, data: QueryDict, known: Iterable[str]) -> None:
        super()._note_unknown(data, {*known, "conference", "revision"})

    def _choose(self, slugs: Sequence[str]) -> None:
        """Narrow the list to the first of the conferences that is known, also by an old slug. Three queries at most."""
        known = Conference.objects.filter(Conference.is_public() | Q(status=Status.WITHDRAWN))
        asked = texts_taken(slugs)
        by_slug = {each.slug: each for each in known.filter(slug__in=asked)} if asked else {}
        found, taken = next(((by_slug[slug], slug) for slug in asked if slug in by_slug), (None, ""))
        if asked and not found:
            found, taken = known.filter(slug__in=_new_slugs(asked[0])).first(), asked[0]
        if found:
            self.conference = found
            self.values["conference"] = [Option(found.pk, found.slug, found.title)]
        wrong = [slug for slug in slugs if not (found and slug == taken)]
        self.ignored += [Ignored("conference", shorten(slug), gettext("Conference")) for slug in wrong]

    def _turn_to(self, text: str) -> None:
        """Turn to the page with the revision of this number, if the list is one conference's and has it. One query."""
        if not (self.conference and text.isascii() and text.isdecimal() and len(text) < 9):
            return
        key = self.conference.revisions.filter(number=int(text)).values_list("pk", flat=True).first()
        places = [at for at, row in enumerate(self._rows[:COUNT_CAP]) if row.kind in _OF_REVISIONS and row.key == key]
        self.number = places[0] // self.size + 1 if places else self.number

    @cached_property
    def _asked(self) -> dict[str, list[Any]]:
        """Keys of each filter that is set."""
        return {name: [option.key for option in chosen] for name, chosen in self.values.items() if chosen}

    def _find(self, asked: Mapping[str, list[Any]], *, most: int, after: Before | None = None) -> list[_Row]:
        """Return the newest entries, or those `after` a place, one more than `most` if there are more. Two queries."""
        kinds = {NoticeKind(kind) for kind in asked.get("kind", NoticeKind)}
        corrected = self._corrected(asked, kinds & _OF_REVISIONS, most, after)
        rows = merge(corrected, self._moved(asked, kinds, most, after), key=_newest, reverse=True)
        return list(islice(rows, most + 1))

    @staticmethod
    def _corrected(
        asked: Mapping[str, list[Any]], kinds: set[NoticeKind], most: int, after: Before | None
    ) -> list[_Row]:
        """Return revisions with corrections. One query, or none."""
        if not kinds:
            return []
        # Each revision's corrections are numbered from 1 and written with it: the first of each is the revision,
        # and the order of their keys is the order of time, which the database can walk without sorting them all.
        firsts = Correction.objects.published().filter(position=1).filter(_narrowed(asked, "revision__"))
        if after:
            firsts = firsts.filter(pk__lt=after.correction)
        if len(kinds) == 1:
            firsts = firsts.filter(revision__removal__isnull=NoticeKind.CORRECTION in kinds)
        found: Any = firsts.order_by("-pk").values_list(
            "revision__made_at", "revision", "revision__removal", "revision__conference", "pk"
        )
        return [
            _Row(made_at, key, NoticeKind.REMOVAL if removal else NoticeKind.CORRECTION, conference, place=place)
            for made_at, key, removal, conference, place in found[: most + 1]
        ]

    @staticmethod
    def _moved(asked: Mapping[str, list[Any]], kinds: set[NoticeKind], most: int, after: Before | None) -> list[_Row]:
        """Return withdrawals, and publications after one. One query, or none."""
        steps = {what: kind for kind, what in _OF_EVENTS.items() if kind in kinds}
        if not steps:
            return []
        known = Conference.is_public("conference__")
        if not any(asked.get(name) for name in _NAMES):
            known |= Q(conference__status=Status.WITHDRAWN)
        withdrawn = Event.What.WITHDRAWN
        before = Event.objects.filter(conference=OuterRef("conference"), what=withdrawn, pk__lt=OuterRef("pk"))
        events = Event.objects.filter(known, Q(what=withdrawn) | Q(Exists(before)), what__in=list(steps))
        if after:
            moment = _EPOCH + timedelta(microseconds=after.moment)
            events = events.filter(Q(made_at__lt=moment) | Q(made_at=moment, pk__lt=after.event), made_at__lte=moment)
        found: Any = (
            events.filter(_narrowed(asked, ""))
            .order_by("-made_at", "-pk")
            .values_list("made_at", "pk", "what", "conference", "conference__status")
        )
        return [
            _Row(made_at, key, steps[Event.What(what)], conference, status == Status.PUBLISHED, place=key)
            for made_at, key, what, conference, status in found[: most + 1]
        ]

    def _fetch(self, rows: Sequence[_Row]) -> list[Notice]:
        """Return the entries of one page. Five queries at most."""
        of_revisions = {row.key: row for row in rows if row.kind in _OF_REVISIONS}
        of_events = {row.key: row for row in rows if row.kind not in _OF_REVISIONS}
        notices: dict[_Row, Notice] = {}
        found = Revision.objects.filter(pk__in=of_revisions).select_related("conference", "removal").defer("document")
        found = found.annotate(is_reported=Exists(MistakeReport.objects.filter(revision=OuterRef("pk"))))
        found = found.annotate(total=Max("corrections__position"), before=number_before())
        for revision in found if of_revisions else ():
            row = of_revisions[revision.pk]
            removal = getattr(revision, "removal", None)
            note = removal.reason if removal else revision.note
            notices[row] = Notice(
                row.kind,
                row.made_at,
                revision.conference,
                note,
                row.key,
                revision,
                removal,
                total=revision.total or 0,
                before=revision.before or 0,
            )
        self._add_changes([notice for notice in notices.values() if notice.revision])
        if of_events:
            notices |= _notices_of_events(of_events)
        return [notices[row] for row in rows if row in notices]

    @staticmethod
    def _add_changes(notices: Sequence[Notice]) -> None:
        """Fetch the changes of each revision, and the turns as they are now. Two queries, or none."""
        if not notices:
            return
        by_revision = {notice.key: notice for notice in notices}
        found = Correction.objects.published().filter(revision__in=by_revision, position__lte=CHANGES_SHOWN)
        corrections = list(found.select_related("closed_by").defer("closed_by__document").order_by("position"))
        ids = {correction.turn_public_id for correction in corrections} - {""}
        stand = {turn.public_id: turn for turn in _turns_with_printed_names(ids)}
        for correction in corrections:
            turn: Any = stand.get(correction.turn_public_id)
            notice = by_revision[correction.revision_id]
            if notice.revision:
                correction.revision = notice.revision
            notice.changes.append(Change(correction, turn, turn.printed or "" if turn else ""))


def _newest(row: _Row) -> tuple[datetime, int]:
    return row.made_at, row.key


def _notices_of_events(rows: Mapping[int, _Row]) -> dict[_Row, Notice]:
    """Return the entries of withdrawals and republications, a withdrawal with its reason as last worded. One query."""
    found = Event.objects.filter(conference__in={row.conference for row in rows.values()}, what__in=_REASONS)
    notices: dict[_Row, Notice] = {}
    withdrawn: dict[int, Notice] = {}
    for event in found.select_related("conference").order_by("conference", "made_at", "pk"):
        row = rows.get(event.pk)
        kind = NoticeKind.REPUBLICATION if event.what == Event.What.PUBLISHED else NoticeKind.WITHDRAWAL
        notice = Notice(kind, event.made_at, event.conference, event.note, event.pk)
        if row:
            notices[row] = notice
        if event.what == Event.What.REWORDED and event.conference_id in withdrawn:
            withdrawn[event.conference_id].note = event.note
        elif event.what == Event.What.WITHDRAWN:
            withdrawn[event.conference_id] = notice
    for notice in withdrawn.values():
        if notice.conference.status == Status.WITHDRAWN:
            notice.note = notice.conference.withdrawal_reason
    return notices


def _narrowed(asked: Mapping[str, list[Any]], path: str) -> Q:
    """Return the filters' condition on a revision (`path` leads to it) or an event."""
    condition = Q()
    if "conference" in asked:
        condition &= Q(**{f"{path}conference__in": asked["conference"]})
    if "year" in asked:
        zone, year = get_current_timezone(), asked["year"][0]
        condition &= Q(**{f"{path}made_at__gte": make_aware(datetime(year, 1, 1), zone)})
        if year < datetime.max.year:
            condition &= Q(**{f"{path}made_at__lt": make_aware(datetime(year + 1, 1, 1), zone)})
    for name in _NAMES:
        if name in asked:
            meant = Conference.objects.filter(BY_PARAMETER[name].narrow(asked[name])).order_by().values("pk")
            condition &= Q(**{f"{path}conference__in": meant})
    return condition


def _keys_of(name: str, conferences: Iterable[int]) -> dict[int, set[Any]]:
    """Return the keys of the names of one kind that each conference has. One query, or none."""
    source = SOURCES[name]
    path, keys = source.path or "pk", list(conferences)
    found: dict[int, set[Any]] = defaultdict(set)
    if keys:
        rows = source.model._default_manager.filter(**{f"{path}__in": keys, f"{source.column}__isnull": False})
        for conference, key in rows.order_by().values_list(path, source.column).distinct():
            found[conference].add(key)
    return found


def _turns_with_printed_names(public_ids: Iterable[str]) -> QuerySet[Turn]:
    """Return the turns as they are now, each with `printed`, its speaker's name at the conference."""
    participants = Participation.objects.filter(
        conference=OuterRef("exchange__conference"), speaker=OuterRef("speaker")
    )
    turns = Turn.objects.published().filter(public_id__in=public_ids).defer("text")
    turns = turns.select_related("exchange__conference", "speaker", "outlet")
    return turns.annotate(printed=Subquery(participants.values("name_as_printed")[:1]))


def _new_slugs(slug: str) -> list[str]:
    """Return the current slugs that a conference's old slug redirects to. One query."""
    return list(Redirect.objects.filter(kind=Redirect.Kind.CONFERENCE, old=slug).values_list("new", flat=True))
