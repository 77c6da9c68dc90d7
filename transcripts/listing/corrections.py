"""The list of corrections, removals, withdrawals and republications, the newest first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.translation import gettext

from transcripts.listing.correction_rows import (
    COUNT_CAP,
    COUNTED,
    EPOCH,
    FACETS_OF_NAMES,
    OF_REVISIONS,
    Row,
    count_rows,
    counts_of_all,
    find_rows,
)
from transcripts.listing.figures.charts import CappedCount
from transcripts.listing.filtering.facets import Facet, with_counts
from transcripts.listing.filtering.filters import CORRECTION_FACETS
from transcripts.listing.filtering.form import CorrectionFilterSet
from transcripts.listing.filtering.options import Offer, Option, load_options, options_of
from transcripts.listing.notices import NEWEST_PLACE, Before, Change, Notice, NoticeKind
from transcripts.listing.page import PAGE_SIZE, Chip, Ignored, Listing, shorten, texts_taken
from transcripts.models import (
    NOW,
    AnyOf,
    Conference,
    Correction,
    Event,
    MistakeReport,
    Participation,
    PreparedModels,
    Redirect,
    Revision,
    Status,
    Turn,
)
from transcripts.reading.versions import number_before

COUNTS_SHOWN = 6  # of one facet, besides those chosen; the form offers the others
CHANGES_SHOWN = 12  # of one revision; restoring an old one can change hundreds of turns
_REASONS = (Event.What.WITHDRAWN, Event.What.REWORDED, Event.What.PUBLISHED)


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
        self._rows = find_rows(self._asked, most=size if after else COUNT_CAP, after=after)
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
            if row.kind in OF_REVISIONS:
                correction = row.place
            else:
                event, moment = row.place, (row.made_at - EPOCH) // timedelta(microseconds=1)
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
    def facet_counts(self) -> Mapping[str, Sequence[tuple[Option, int]]]:
        """Number of entries with each value of a facet, by the other filters only. Six queries at most.

        They are of the newest COUNTED entries.
        """
        if self._asked:
            counts = self._count()
        else:
            counts = counts_of_all(find_rows({}, most=COUNT_CAP) if self._after else self._rows)
        labels = options_of({name: list(counts[name]) for name in FACETS_OF_NAMES})
        kinds = {option.value: option for option in self.fields["kind"].options}
        found: dict[str, list[tuple[Option, int]]] = {}
        for name, counted in counts.items():
            each = [(self._option(name, key, labels, kinds), n) for key, n in counted.items()]
            found[name] = sorted(each, key=lambda pair: (-pair[1], pair[0].label.casefold()))
        found["year"].sort(key=lambda pair: -pair[0].key)
        return found

    def _count(self) -> dict[str, Counter[Any]]:
        """Count the entries of a narrowed list with each value of a facet. Five queries at most."""
        of_one = {name: keys for name, keys in self._asked.items() if name == "conference"}
        rows = self._rows if of_one == self._asked else find_rows(of_one, most=COUNTED)
        asked = {name: set(keys) for name, keys in self._asked.items() if name in self.facet_names}
        return count_rows(rows[:COUNTED], asked)

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
        facet = replace(super()._facet(name), takes_names=False)
        return with_counts(facet, self.facet_counts[name], self.choice_address, most=COUNTS_SHOWN, has_more=False)

    def choice_address(self, name: str, option: Option, is_chosen: bool) -> str:
        if is_chosen or not self.fields[name].is_single:
            return super().choice_address(name, option, is_chosen)
        instead: Any = {name: option.value}
        return self.address(**instead)

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
        places = [at for at, row in enumerate(self._rows[:COUNT_CAP]) if row.kind in OF_REVISIONS and row.key == key]
        self.number = places[0] // self.size + 1 if places else self.number

    @cached_property
    def _asked(self) -> dict[str, list[Any]]:
        """Keys of each filter that is set."""
        return {name: [option.key for option in chosen] for name, chosen in self.values.items() if chosen}

    def _fetch(self, rows: Sequence[Row]) -> list[Notice]:
        """Return the entries of one page. Five queries at most."""
        of_revisions = {row.key: row for row in rows if row.kind in OF_REVISIONS}
        of_events = {row.key: row for row in rows if row.kind not in OF_REVISIONS}
        notices: dict[Row, Notice] = {}
        revision: Any
        for revision in _REVISIONS(keys=list(of_revisions)) if of_revisions else ():
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
        corrections = _CHANGES(revisions=list(by_revision))
        ids = {correction.turn_public_id for correction in corrections} - {""}
        stand = {turn.public_id: turn for turn in (_TURNS(public_ids=list(ids)) if ids else ())}
        for correction in corrections:
            turn: Any = stand.get(correction.turn_public_id)
            notice = by_revision[correction.revision_id]
            if notice.revision:
                correction.revision = notice.revision
            notice.changes.append(Change(correction, turn, turn.printed or "" if turn else ""))


def _revisions() -> QuerySet[Revision]:
    found = Revision.objects.filter(AnyOf("pk", "keys")).select_related("conference", "removal").defer("document")
    found = found.annotate(is_reported=Exists(MistakeReport.objects.filter(revision=OuterRef("pk"))))
    changes = Correction.objects.filter(revision=OuterRef("pk")).order_by("-position")
    return found.annotate(total=Subquery(changes.values("position")[:1]), before=number_before()).order_by()


def _changes() -> QuerySet[Correction]:
    found = Correction.objects.published(NOW).filter(AnyOf("revision", "revisions"), position__lte=CHANGES_SHOWN)
    return found.select_related("closed_by").defer("closed_by__document").order_by("position")


def _turns() -> QuerySet[Turn]:
    """Select turns as they are now, each with `printed`, its speaker's name at the conference."""
    participants = Participation.objects.filter(
        conference=OuterRef("exchange__conference"), speaker=OuterRef("speaker")
    )
    turns = Turn.objects.published(NOW).filter(AnyOf("public_id", "public_ids")).defer("text").order_by()
    turns = turns.select_related("exchange__conference", "speaker", "outlet")
    return turns.annotate(printed=Subquery(participants.values("name_as_printed")[:1]))


_REVISIONS: PreparedModels[Revision] = PreparedModels(_revisions, is_planned_once=True)
_CHANGES: PreparedModels[Correction] = PreparedModels(_changes, is_planned_once=True)
_TURNS: PreparedModels[Any] = PreparedModels(_turns, is_planned_once=True)


def _notices_of_events(rows: Mapping[int, Row]) -> dict[Row, Notice]:
    """Return the entries of withdrawals and republications, a withdrawal with its reason as last worded. One query."""
    found = Event.objects.filter(conference__in={row.conference for row in rows.values()}, what__in=_REASONS)
    notices: dict[Row, Notice] = {}
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


def _new_slugs(slug: str) -> list[str]:
    """Return the current slugs that a conference's old slug redirects to. One query."""
    return list(Redirect.objects.filter(kind=Redirect.Kind.CONFERENCE, old=slug).values_list("new", flat=True))
