"""The versions of a conference, with what each changed and what happened between them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.document import (
    HEAD,
    Differences,
    FormError,
    How,
    Piece,
    TurnChange,
    blank,
    blank_text,
    compare,
    excerpt,
)
from transcripts.listing.figures.charts import CappedCount
from transcripts.listing.filtering.options import Option
from transcripts.listing.notices import LONGEST, SHORT, field_label, value_text
from transcripts.listing.page import Ignored, PageNotFoundError, Pages, shorten
from transcripts.models import Conference, Event, Removal, Version
from transcripts.reading.removals import removals_of
from transcripts.reading.versions import VersionTime, find_version, list_versions, removed_since

VERSIONS_SHOWN = 10  # a page: what each changed is found by comparing it with the one before
CHANGES_SHOWN = 12  # of one version
MOST_CHANGES = 100  # since a version
_SHOWN_EVENTS: dict[str, Promise] = {
    Event.What.PUBLISHED: _("Published again"),
    Event.What.WITHDRAWN: _("Withdrawn"),
    Event.What.ATTACHED: _("Photos, handouts or video changed"),
    Event.What.CHANGED: _("Address or record status changed"),
}


@dataclass(frozen=True, slots=True)
class PartChange:
    """One turn or field that differs: its name, its exchange's number if any, and the changed pieces."""

    name: str
    exchange: int | None
    how: How
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two versions: the first of the changes, and how many there are."""

    shown: Sequence[PartChange] = ()
    total: int = 0

    @property
    def more(self) -> int:
        """Number of changes that are not shown."""
        return self.total - len(self.shown)


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """What happened to a public transcript without making a version; `reason` is a withdrawal's."""

    at: datetime
    what: Promise
    reason: str = ""


@dataclass(slots=True)
class VersionEntry:
    """A version, what it changed, why (of a public correction or a removal), and what happened while it was current.

    `is_removal` means that words were removed; `note` then is the reason.
    """

    version: Version
    changes: Changes | None
    note: str = ""
    is_removal: bool = False
    events: list[PublicEvent] = field(default_factory=list)


class VersionListing(Pages):
    """The versions of a public conference, the newest first. `since` asks what has changed since a version.

    Seven queries at most, and the documents of the versions shown. Raises PageNotFoundError, also for a version that
    there is not.
    """

    def __init__(self, conference: Conference, data: QueryDict, *, path: str) -> None:
        super().__init__(data, path=path, size=VERSIONS_SHOWN)
        self.conference = conference
        self.times = list_versions(conference)
        self.removals = removals_of(conference)
        self.count = CappedCount(len(self.times))
        self._check_page()
        self.since: VersionTime | None = None
        for value in dict.fromkeys(text.strip() for text in data.getlist("since") if text.strip()):
            self._choose_since(value)

    def _note_unknown(self, data: QueryDict, known: object) -> None:
        super()._note_unknown(data, {"page", "since"})

    def _choose_since(self, value: str) -> None:
        if self.since or not (value.isascii() and value.isdigit() and value[0] != "0"):
            self.ignored.append(Ignored("since", shorten(value), gettext("Version")))
            return
        number = int(value[:9])
        if number > len(self.times):
            raise PageNotFoundError(self.path)
        self.since = self.times[number - 1]
        self.values["since"] = [Option(number, str(number), str(number))]

    @property
    def changes_since(self) -> Changes | None:
        """What differs between the version asked about and the present one. Two queries."""
        if not self.since:
            return None
        before = find_version(self.conference, self.since.number)
        now = find_version(self.conference, self.times[-1].number)
        return self._compare(before, now, most=MOST_CHANGES) if now else None

    @property
    def removed_since(self) -> list[Removal]:
        """What was removed since the version asked about. Two queries."""
        before = find_version(self.conference, self.since.number) if self.since else None
        return removed_since(before) if before else []

    @property
    def entries(self) -> list[VersionEntry]:
        """The entries of this page, the newest first. Three queries."""
        last = len(self.times) - self.offset
        rows = Version.objects.published().filter(conference=self.conference)
        rows = rows.filter(number__lte=last, number__gte=last - self.size).select_related("revision")
        found = {row.number: row for row in rows.defer("structure", "salts")}
        reasons = dict(Removal.objects.filter(conference=self.conference).values_list("revision", "reason"))
        events = self._events()
        entries = []
        for number in range(last, max(last - self.size, 0), -1):
            version, before = found[number], found.get(number - 1)
            changes = self._compare(before, version)
            note = version.revision.note if before and version.revision.is_major else ""
            note = reasons.get(version.revision_id, note)
            entries.append(
                VersionEntry(
                    version,
                    changes,
                    note=blank_text(note, self.removals, language=self.conference.language),
                    is_removal=version.revision_id in reasons,
                    events=events.get(number, []),
                )
            )
        return entries

    def _compare(self, old: Version | None, new: Version, *, most: int = CHANGES_SHOWN) -> Changes | None:
        """Return what differs between two versions; None for the first, and where a document was erased."""
        if old is None:
            return None
        try:
            before, now = old.revision.transcript, new.revision.transcript
        except FormError:
            return None
        found = list(_parts(compare(blank(before, self.removals), blank(now, self.removals))))
        return Changes(tuple(_shown(each) for each in found[:most]), len(found))

    def _events(self) -> dict[int, list[PublicEvent]]:
        """Return the events of the public transcript, by the version that was current, newest first. One query."""
        found: dict[int, list[PublicEvent]] = {}
        if not self.times:
            return found
        starts = [each.made_at for each in self.times]
        rows = self.conference.events.filter(what__in=_SHOWN_EVENTS, made_at__gte=starts[0]).order_by("made_at", "pk")
        is_public = True
        for event in rows:
            if event.what == Event.What.PUBLISHED:
                is_shown, is_public = not is_public, True
            else:
                is_shown = is_public
                is_public = is_public and event.what != Event.What.WITHDRAWN
            if is_shown:
                reason = event.note if event.what == Event.What.WITHDRAWN else ""
                reason = blank_text(reason, self.removals, language=self.conference.language)
                number = bisect_right(starts, event.made_at)
                found.setdefault(number, []).insert(0, PublicEvent(event.made_at, _SHOWN_EVENTS[event.what], reason))
        return found


def _parts(differences: Differences) -> Iterator[tuple[str, str, str] | TurnChange]:
    """Yield the differences that readers see."""
    for change in differences.fields:
        if HEAD[change.name].is_public if change.name in HEAD else not change.name.endswith((": page", ": position")):
            yield change.name, change.old, change.new
    yield from differences.changed_turns


def _shown(change: tuple[str, str, str] | TurnChange) -> PartChange:
    if isinstance(change, TurnChange):
        old, new = (turn.text if turn else "" for turn in (change.old, change.new))
        if change.old and change.new and old == new:
            old, new = change.old.label, change.new.label
        pieces = excerpt(old, new, whole=SHORT, longest=LONGEST) if old != new else ()
        name = change.turn.speaker or change.turn.label or change.turn.outlet
        return PartChange(name, change.exchange, change.how, pieces)
    name, old, new = change
    pieces = excerpt(value_text(name, old), value_text(name, new), whole=SHORT, longest=LONGEST)
    return PartChange(field_label(name), None, How.EDITED, pieces)
