"""Corrections, for the page that lists them all and for the pages of a conference."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.document import HEAD, FieldType, Part, Piece, excerpt
from transcripts.listing.charts import CappedCount
from transcripts.listing.conferences import COUNT_CAP
from transcripts.listing.days import day_text
from transcripts.listing.options import Option
from transcripts.listing.page import PAGE_SIZE, Chip, Ignored, Pages, shorten
from transcripts.models import CONTENT_LANGUAGES, Conference, Correction, Participation, Redirect, Revision, Turn
from transcripts.presentation import CorrectionView, attribute

CHANGES_SHOWN = 12  # of one revision; restoring an old one can change hundreds of turns
SHORT = 360  # columns up to which a corrected turn is shown whole
LONGEST = 1_200  # columns of one changed piece
_OF_EXCHANGE = re.compile(r"exchange (\d+)(?:: (heading|topics))?")
_PART = re.compile(r"(?m),? \((speaker|chair|interpreter)\)$")
_PARTS = {Part.SPEAKER: "", Part.CHAIR: _("chair"), Part.INTERPRETER: _("interpreter")}


@dataclass(frozen=True, slots=True)
class Change:
    """One turn or one field that a revision corrected; `turn` is the turn as it is now, if it still exists.

    `printed` is then the speaker's name as printed that day.
    """

    correction: Correction
    turn: Turn | None = None
    printed: str = ""

    @property
    def name(self) -> str:
        """The speaker as printed, or the name of the field."""
        if self.correction.field not in {"", "label"}:
            return field_label(self.correction.field)
        if not self.turn:
            return attribute(label=self.correction.label).name
        known = self.turn.speaker or self.turn.outlet
        label = self.turn.label_as_printed
        return attribute(printed=self.printed, label=label, known=known.local_name if known else "").name

    @property
    def is_of_words(self) -> bool:
        """Whether the text itself changed, and not only its speaker."""
        return self.correction.was != self.correction.now

    @property
    def is_new(self) -> bool:
        """Whether the turn was added."""
        return not self.correction.was and not self.correction.field

    @property
    def is_gone(self) -> bool:
        """Whether the turn was removed."""
        return not self.correction.now and not self.correction.field

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The changed pieces, for the list: a short text whole, of a long one the surroundings of each change."""
        name, was, now = self.correction.field, self.correction.was, self.correction.now
        return excerpt(value_text(name, was), value_text(name, now), whole=SHORT, longest=LONGEST)


@dataclass(slots=True)
class Notice:
    """The corrections of one revision, with date and reason. `total` counts the changes that are not shown as well."""

    revision: Revision
    total: int
    changes: list[Change] = field(default_factory=list)

    @property
    def conference(self) -> Conference:
        """The conference that was corrected."""
        return self.revision.conference

    @property
    def day(self) -> date:
        """The day of the correction."""
        return localdate(self.revision.made_at)

    @property
    def anchor(self) -> str:
        """The id of the entry in the list."""
        return f"{self.conference.slug}-{self.revision.number}"

    @property
    def more(self) -> int:
        """Number of changes that are not shown."""
        return self.total - len(self.changes)


class CorrectionListing(Pages):
    """The corrections of published conferences by revision, the newest first; `conference` takes a slug.

    Three queries and one for the conference; two when the slug is an old one. Raises PageNotFoundError.
    """

    def __init__(self, data: QueryDict, *, path: str, size: int = PAGE_SIZE) -> None:
        super().__init__(data, path=path, size=size)
        self.conference: Conference | None = None
        for slug in dict.fromkeys(text.strip() for text in data.getlist("conference") if text.strip()):
            self._choose(slug)
        # Each revision's corrections are numbered from 1 and written with it: the first of each is the revision,
        # and the order of their keys is the order of time, which the database can walk without sorting them all.
        firsts = Correction.objects.published().filter(position=1)
        if self.conference:
            firsts = firsts.filter(revision__conference=self.conference)
        total = firsts.order_by()[: COUNT_CAP + 1].count()
        self.count = CappedCount(min(total, COUNT_CAP), is_capped=total > COUNT_CAP)
        self._check_page()
        last = Correction.objects.filter(revision=OuterRef("revision")).order_by("-position").values("position")[:1]
        rows = firsts.select_related("revision__conference").defer("revision__document", "was", "now")
        rows = rows.annotate(total=Subquery(last)).order_by("-pk")[self.offset : self.offset + self.size]
        self.notices = [Notice(row.revision, row.total) for row in rows]
        self._add_changes()

    @property
    def chips(self) -> list[Chip]:
        """The conference, when the list is one conference's, with the address of the whole list."""
        return [Chip(self.conference.title, self.path)] if self.conference else []

    def _note_unknown(self, data: QueryDict, known: Iterable[str]) -> None:
        super()._note_unknown(data, {*known, "conference"})

    def _choose(self, slug: str) -> None:
        """Narrow the list to one conference, also by an old slug. One query, or two."""
        published = Conference.objects.published()
        found = None if self.conference else published.filter(slug=slug).first()
        if not (found or self.conference):
            found = published.filter(slug__in=_new_slugs(slug)).first()
        if found:
            self.conference = found
            self.values["conference"] = [Option(found.pk, found.slug, found.title)]
        else:
            self.ignored.append(Ignored("conference", shorten(slug), gettext("Conference")))

    def _add_changes(self) -> None:
        """Fetch the changes of each revision, and the turns as they are now. Two queries."""
        notices = {notice.revision.pk: notice for notice in self.notices}
        found = Correction.objects.published().filter(revision__in=notices, position__lte=CHANGES_SHOWN)
        corrections = list(found.order_by("position"))
        ids = {correction.turn_public_id for correction in corrections} - {""}
        stand = {turn.public_id: turn for turn in _turns_with_printed_names(ids)}
        for correction in corrections:
            turn: Any = stand.get(correction.turn_public_id)
            printed = turn.printed or "" if turn else ""
            notices[correction.revision_id].changes.append(Change(correction, turn, printed))


class ConferenceCorrections:
    """The corrections of one published conference, for its own pages. One query, on first access."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference

    @cached_property
    def notices(self) -> list[Notice]:
        """A notice for each revision with corrections, the newest first."""
        found = Correction.objects.published().filter(revision__conference=self.conference)
        found = found.select_related("revision").defer("revision__document").order_by("-revision__number", "position")
        notices: dict[int, Notice] = {}
        for correction in found:
            correction.revision.conference = self.conference
            notice = notices.setdefault(correction.revision_id, Notice(correction.revision, 0))
            notice.changes.append(Change(correction))
            notice.total += 1
        return list(notices.values())

    @cached_property
    def by_turn(self) -> dict[str, list[CorrectionView]]:
        """The corrections to show under each turn, the newest first, by the turn's public id."""
        found: dict[str, list[CorrectionView]] = defaultdict(list)
        for number, notice in enumerate(self.notices):
            for correction in (change.correction for change in notice.changes):
                if correction.turn_public_id:
                    found[correction.turn_public_id].append(
                        CorrectionView(
                            day=notice.day,
                            note=notice.revision.note,
                            was=correction.was,
                            now=correction.now,
                            url=self.address(number),
                            is_of_name=bool(correction.field),
                        )
                    )
        return dict(found)

    @property
    def total(self) -> int:
        """Number of revisions that corrected something."""
        return len(self.notices)

    @property
    def latest(self) -> date | None:
        """Day of the last correction."""
        return self.notices[0].day if self.notices else None

    def address(self, number: int | None = None) -> str:
        """Return the address of the list of all of them, or of the entry with `number` others before it."""
        query = {"conference": self.conference.slug}
        page = (number or 0) // PAGE_SIZE + 1
        if page > 1:
            query["page"] = str(page)
        url = f"{reverse('transcripts:correction-list')}?{urlencode(query)}"
        return url if number is None else f"{url}#{quote(self.notices[number].anchor)}"


def field_label(name: str) -> str:
    """Return the name of a corrected field in words: “Title”, “Exchange 3: heading”."""
    match = _OF_EXCHANGE.fullmatch(name)
    if not match:
        return (
            gettext("People") if name == "people" else translation.gettext(HEAD[name].label) if name in HEAD else name
        )
    number, part = match.groups()
    if part == "heading":
        return gettext("Heading of exchange %(number)s") % {"number": number}
    if part == "topics":
        return gettext("Topics of exchange %(number)s") % {"number": number}
    return gettext("Exchange %(number)s") % {"number": number}


def value_text(name: str, value: str) -> str:
    """Return a field's value in the reader's notation; a turn's words stay as they are."""
    type_ = HEAD[name].type if name in HEAD else None
    if type_ == FieldType.DAY and value:
        return day_text(date.fromisoformat(value))
    if type_ == FieldType.TIME:
        return value[:5]  # earlier corrections have seconds
    if type_ == FieldType.LANGUAGE:
        return dict(CONTENT_LANGUAGES).get(value, value)
    if name == "people":
        return gettext("; ").join(_PART.sub(lambda match: _part_name(Part(match[1])), value).split("\n"))
    return value


def _part_name(part: Part) -> str:
    said = str(_PARTS[part])
    return gettext(" (%(part)s)") % {"part": said} if said else ""


def _turns_with_printed_names(public_ids: Iterable[str]) -> QuerySet[Turn]:
    """Return the turns as they are now, each with `printed`, its speaker's name at the conference."""
    seats = Participation.objects.filter(conference=OuterRef("exchange__conference"), speaker=OuterRef("speaker"))
    turns = Turn.objects.published().filter(public_id__in=public_ids).defer("text")
    turns = turns.select_related("exchange__conference", "speaker", "outlet")
    return turns.annotate(printed=Subquery(seats.values("name_as_printed")[:1]))


def _new_slugs(slug: str) -> list[str]:
    """Return the current slugs that a conference's old slug redirects to. One query."""
    return list(Redirect.objects.filter(kind=Redirect.Kind.CONFERENCE, old=slug).values_list("new", flat=True))
