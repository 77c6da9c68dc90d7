"""Lists of the exchanges of a speaker, a topic or an outlet, the newest first."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Substr
from django.http import QueryDict
from django.utils.safestring import SafeString

from transcripts import search
from transcripts.document import Kind
from transcripts.listing.entries import Link
from transcripts.listing.figures.charts import CappedCount, FacetCount, measured
from transcripts.listing.figures.exchange_counts import (
    ANSWERS,
    ExchangeCounts,
    begin_of_rows,
    exchange_counts,
    exchanges_in_order,
)
from transcripts.listing.filtering.facet_counts import count_years
from transcripts.listing.filtering.filters import year_range
from transcripts.listing.page import PAGE_SIZE
from transcripts.listing.profiles import ProfileListing
from transcripts.listing.results.passages import SNIPPET_LENGTH
from transcripts.listing.results.turn_lines import OPENING_LENGTH
from transcripts.models import (
    NOW,
    AnyOf,
    Exchange,
    Named,
    PreparedQuery,
    Turn,
    address,
    addresses,
    choose_text,
    exchange_address,
)
from transcripts.presentation import Attribution, attribute

_ALL = 2**63 - 1  # a key above every other
TEXT_READ = 1_000  # characters of a turn, of which a snippet shows the first


class Stretch(NamedTuple):
    """A place in the list of all exchanges of a name: of its rows entered up to `top`, the number of those before.

    Of a year, `top` is a conference, and the rows are those at conferences from that one on.
    """

    top: int
    offset: int = 0


class Held(NamedTuple):
    """The conference of a listed exchange, with the address of its page."""

    slug: str
    title: str
    language: str
    date: date
    published_at: datetime
    url: str

    def get_absolute_url(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True)
class AskedExchange:
    """A listed exchange."""

    pk: int
    public_id: str
    position: int
    heading: str
    conference: Held

    def get_absolute_url(self) -> str:
        return exchange_address(self.conference.url, self.position)

    def get_permanent_url(self) -> str:
        """Return the address that outlives every re-ordering."""
        return address("transcripts:exchange-permalink", self.public_id)


class Begun(NamedTuple):
    """A turn with the beginning of its text, and whoever speaks: on record, and as printed at the conference."""

    exchange: int
    position: int
    public_id: str
    kind: str
    label_as_printed: str
    journalist: str
    text: str
    speaker_id: int | None
    speaker_slug: str | None
    speaker_name: str | None
    speaker_names: dict[str, str] | None
    outlet_id: int | None
    outlet_name: str | None
    outlet_names: dict[str, str] | None
    printed_as: str | None
    role: str | None

    @property
    def by(self) -> Attribution:
        """The turn's attribution, as printed at its conference."""
        return attribute(
            printed=self.printed_as or "",
            label=self.label_as_printed,
            known=choose_text(
                self.speaker_name or self.outlet_name or "", self.speaker_names or self.outlet_names or {}
            ),
            role=self.role or "",
            journalist=self.journalist,
        )

    def speaker(self, of_slug: Callable[[str | None], str]) -> Link:
        """Return the speaker, as on record, with the address of the page."""
        return Link(choose_text(self.speaker_name or "", self.speaker_names or {}), of_slug(self.speaker_slug))

    def get_permanent_url(self) -> str:
        """Return the address that outlives every re-ordering."""
        return address("transcripts:turn-permalink", self.public_id)


@dataclass(frozen=True, slots=True)
class Said:
    """The beginning of a person's words in an exchange, with name and role as printed that day."""

    turn: Begun
    by: Attribution
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Answered:
    """A person who answered, with name and role as printed that day."""

    speaker: Link
    by: Attribution


@dataclass(slots=True)
class Asked:
    """An exchange in a list: the question that represents it, its asker and first words, and the people who answered.

    `said` is the beginning of the words of the list's speaker; None in other lists.
    """

    exchange: AskedExchange
    question: Begun | None = None
    asker: str = ""
    opening: str = ""
    answered: list[Answered] = field(default_factory=list)
    said: Said | None = None

    @property
    def url(self) -> str:
        """Address of the speaker's words, or of the question where it does not open the exchange."""
        turn = self.said.turn if self.said else self.question
        url = self.exchange.get_absolute_url()
        return f"{url}#{turn.public_id}" if turn and turn.position > 1 else url


class ExchangesOf(ProfileListing):
    """The published exchanges in which a speaker speaks, that are on a topic, or in which an outlet asks.

    Of a conference in several languages, those in the reader's where there are any. They are narrowed by a year, and by
    who answers or what else they are on. With `after`, those behind a place, however many there are before it. Five
    queries; another for the names in the address. Raises PageNotFoundError.
    """

    def __init__(
        self,
        record: Named,
        data: QueryDict,
        *,
        path: str,
        language: str,
        size: int = PAGE_SIZE,
        after: Stretch | None = None,
    ) -> None:
        super().__init__(record, data, path=path, size=size)
        names = tuple(name for name in self.values if name != "year" and self.values[name])
        given: dict[str, Any] = {name: [option.key for option in self.values[name]] for name in names}
        given |= {"record": record.pk, "reader": language}
        if self.year:
            given["first"], given["last"] = year_range(self.year)
        hashable = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        self._asked: dict[str, Any] = {"names": names, "has_year": bool(self.year), **hashable}
        self._given, self._stretch = given, after or Stretch(_ALL, self.offset)
        ordered = exchanges_in_order(self.noun, names, has_year=bool(self.year), is_further=bool(after))
        top, offset = self._stretch
        self._keys = [key for (key,) in ordered.page(offset, size + 1, top=top, **given)]
        if not self._keys and self.number > 1 and not after:
            self._check_page()
        self.found = self._fetch(self._keys[:size])

    @property
    def has_more(self) -> bool:
        return len(self._keys) > self.size

    @cached_property
    def following(self) -> Stretch | None:
        """The place behind which the list goes on; None at its end. One query on first access."""
        top, offset = self._stretch
        if self.has_more and top != _ALL:
            return Stretch(top, offset + self.size)
        key = begin_of_rows(
            self.noun,
            top,
            has_year=bool(self.year),
            is_further=top != _ALL,
            beyond=not self.has_more,
            **self._given,
        )
        return Stretch(key, offset + self.size if self.has_more else 0) if key else None

    @cached_property
    def count(self) -> CappedCount:  # type: ignore[override] # counted when it is asked for: feeds never do
        return self._counts.total

    @cached_property
    def _counts(self) -> ExchangeCounts:
        """The numbers beside the list. One query on first access."""
        return exchange_counts(self.noun, **self._asked)

    def count_of(self, n: int) -> CappedCount:
        """Return a number of exchanges beside a link that narrows the list to them."""
        return CappedCount(n, is_capped=self.count.is_capped)

    def years(self) -> dict[int, CappedCount]:
        """Return the number of exchanges in each year, by the other filters. One query where not all could be read."""
        counted, is_capped = self._counts.years, self._counts.is_capped
        counts = {year: CappedCount(n, is_capped=is_capped) for year, n in counted.items()}
        if is_capped:
            known = count_years(self.noun, self.record.pk).years
            counts = {year: CappedCount(0, is_capped=True) for year in known} | counts
            counts |= {self.year: self.count} if self.year else {}
        return counts

    def frequent(self, noun: str) -> list[FacetCount]:
        """Return the names of a kind that are most frequent in the list, each with the list narrowed to it."""
        chosen = {option.value for option in self.values[noun]} if noun in self.values else set()
        return measured(
            FacetCount(
                choose_text(name, names),
                self.count_of(n),
                self.narrow_address(noun, slug),
                is_chosen=slug in chosen,
            )
            for slug, name, names, n in self._counts.names[noun]
        )

    def _fetch(self, keys: Sequence[int]) -> list[Asked]:
        """Return one page. Two queries."""
        rows = {}
        of_conference, of_speaker = addresses("transcripts:conference-detail"), addresses("transcripts:speaker-detail")
        for key, public_id, position, heading, *conference in _EXCHANGES(keys=list(keys)) if keys else ():
            held = Held._make((*conference, of_conference(conference[0])))
            rows[key] = AskedExchange(key, public_id, position, heading, held)
        found = {key: Asked(rows[key]) for key in keys if key in rows}
        turns: dict[int, list[Begun]] = defaultdict(list)
        for row in _TURNS(keys=list(found)) if found else ():
            turns[row[0]].append(Begun._make(row))
        for key, asked in found.items():
            self._describe(asked, turns[key], of_speaker)
        return list(found.values())

    def _describe(self, asked: Asked, turns: list[Begun], of_speaker: Callable[[str | None], str]) -> None:
        ours = [turn for turn in turns if self.noun != "topic" and getattr(turn, f"{self.noun}_id") == self.record.pk]
        said = next((turn for turn in ours if turn.kind in ANSWERS), next(iter(ours), None))
        if self.noun == "outlet":
            asked.question = next((turn for turn in ours if turn.kind == Kind.QUESTION), said)
        elif self.noun == "speaker" and said:
            asked.question = _question_before(turns, said)
            asked.said = Said(said, said.by, search.snippet(said.text, "", length=SNIPPET_LENGTH))
        else:
            asked.question = next((turn for turn in turns if turn.kind == Kind.QUESTION), None)
        asked.asker = asked.question.by.name if asked.question else ""
        asked.opening = search.snippet(asked.question.text if asked.question else "", "", length=OPENING_LENGTH * 2)
        answers: dict[int, Begun] = {}
        for turn in turns:
            if turn.speaker_id and turn.kind in ANSWERS:
                answers.setdefault(turn.speaker_id, turn)
        asked.answered = [Answered(turn.speaker(of_speaker), turn.by) for turn in answers.values()]


def _question_before(turns: list[Begun], said: Begun) -> Begun | None:
    """Return the last question before the speaker's words: the one that they answer."""
    questions = [turn for turn in turns if turn.kind == Kind.QUESTION and turn.position < said.position]
    return questions[-1] if questions else None


_EXCHANGES = PreparedQuery(
    lambda: (
        Exchange.objects.published(NOW)
        .filter(AnyOf("pk", "keys"))
        .order_by()
        .values_list("pk", "public_id", "position", "heading", *(f"conference__{name}" for name in Held._fields[:-1]))
    ),
    is_planned_once=True,
)


def _begun() -> QuerySet[Any, Any]:
    participant = FilteredRelation(
        "exchange__conference__participations",
        condition=Q(exchange__conference__participations__speaker=F("speaker")),
    )
    return (
        Turn.objects.published(NOW)
        .filter(AnyOf("exchange", "keys"))
        .annotate(participant=participant, begun=Substr("text", 1, TEXT_READ))
        .order_by("exchange", "position")
        .values_list(
            *Begun._fields[:6],
            "begun",
            *(f"speaker__{name}" for name in ("pk", "slug", "name", "names")),
            *(f"outlet__{name}" for name in ("pk", "name", "names")),
            *(f"participant__{name}_as_printed" for name in ("name", "role")),
        )
    )


_TURNS = PreparedQuery(_begun, is_planned_once=True)
