"""Lists of the exchanges of a speaker, a topic or an outlet, the newest first.

At most the ROWS_READ rows entered last for a name are sorted, counted and listed, whatever the size of the archive.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.http import QueryDict
from django.utils.safestring import SafeString

from transcripts import search
from transcripts.document import Kind
from transcripts.listing.charts import CappedCount
from transcripts.listing.facet_counts import count_years
from transcripts.listing.filters import year_range
from transcripts.listing.page import PAGE_SIZE
from transcripts.listing.passages import OPENING_LENGTH, SNIPPET_LENGTH
from transcripts.listing.profiles import ProfileListing
from transcripts.models import Conference, Exchange, Named, Participation, Speaker, Turn
from transcripts.presentation import Attribution, attribute

ROWS_READ = 3_000  # turns, or exchanges of a topic
TEXT_READ = 1_000  # characters of a turn, of which a snippet shows the first
_ANSWERS = {Kind.ANSWER, Kind.STATEMENT}


@dataclass(frozen=True, slots=True)
class Said:
    """The beginning of a person's words in an exchange, with name and role as printed that day."""

    turn: Turn
    by: Attribution
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Answered:
    """A person who answered, with name and role as printed that day."""

    speaker: Speaker
    by: Attribution


@dataclass(slots=True)
class Asked:
    """An exchange in a list: the question that represents it, its asker and first words, and the people who answered.

    `said` is the beginning of the words of the list's speaker; None in other lists.
    """

    exchange: Exchange
    question: Turn | None = None
    asker: str = ""
    opening: str = ""
    answered: list[Answered] = field(default_factory=list)
    said: Said | None = None

    @property
    def url(self) -> str:
        """Address of the speaker's words, or of the question where it does not open the exchange."""
        turn = self.said.turn if self.said else self.question
        return turn.get_absolute_url() if turn and turn.position > 1 else self.exchange.get_absolute_url()


class ExchangesOf(ProfileListing):
    """The published exchanges in which a speaker speaks, that are on a topic, or in which an outlet asks.

    Of a conference in several languages, those in the reader's where there are any. They are narrowed by a year, and by
    who answers or what else they are on. Three queries; one more for each of these, another for the names in the
    address, and for a year of a name that has more than ROWS_READ. Raises PageNotFoundError. `keys` are the exchanges'
    of all pages, the newest first.
    """

    def __init__(self, record: Named, data: QueryDict, *, path: str, language: str, size: int = PAGE_SIZE) -> None:
        super().__init__(record, data, path=path, size=size)
        rows = list(self._rows())
        self._is_capped = is_capped = len(rows) > ROWS_READ
        self._found = _one_a_translation_group(rows[:ROWS_READ], language)
        if self.year and self._is_capped:  # of one year there may be more than were read
            rows = list(self._rows(self.year))
            is_capped = len(rows) > ROWS_READ
            self._found = _one_a_translation_group(rows[:ROWS_READ], language) | self._found
        self._having = {name: self._with(name) for name in self.values if name != "year" and self.values[name]}
        self.keys = self.narrowed()
        self.count = CappedCount(len(self.keys), is_capped=is_capped)
        self._check_page()
        self.found = self._fetch(self.keys[self.offset : self.offset + size])

    def narrowed(self, *, but: str = "") -> list[int]:
        """Return the exchanges that meet all filters `but` one, the newest first. No queries."""
        year = None if but == "year" else self.year
        having = [keys for name, keys in self._having.items() if name != but]
        found = [key for key, its_year in self._found.items() if year in {None, its_year}]
        return [key for key in found if all(key in keys for keys in having)]

    def count_of(self, n: int) -> CappedCount:
        """Return a number of exchanges beside a link that narrows the list to them."""
        return CappedCount(n, is_capped=self.count.is_capped)

    def years(self) -> dict[int, CappedCount]:
        """Return the number of exchanges in each year, by the other filters. One query where not all could be read."""
        counted = Counter(map(self._found.__getitem__, self.narrowed(but="year")))
        counts = {year: CappedCount(n, is_capped=self._is_capped) for year, n in counted.items()}
        if self._is_capped:
            known = count_years(self.noun, self.record.pk).years
            counts = {year: CappedCount(0, is_capped=True) for year in known} | counts
            counts |= {self.year: self.count} if self.year else {}
        return counts

    def _with(self, name: str) -> set[int]:
        """Return those of the exchanges that have one of the filter's chosen names. One query."""
        keys = [option.key for option in self.values[name]]
        rows: Any = Exchange.topics.through if name == "topic" else Turn
        also: dict[str, Any] = {} if name == "topic" else {"kind__in": _ANSWERS}
        found = rows.objects.filter(exchange__in=list(self._found), **{f"{name}__in": keys}, **also)
        return set(found.values_list("exchange", flat=True))

    def _rows(self, year: int | None = None) -> QuerySet[Any, Any]:
        """The rows entered last for the name, in list order: exchange, conference, translation group, language, day."""
        model: Any = Exchange.topics.through if self.noun == "topic" else Turn
        entered = model.objects.filter(Conference.is_public("exchange__conference__"), **{self.noun: self.record})
        if year:
            entered = entered.filter(exchange__conference__date__range=year_range(year))
        last = entered.order_by("-pk").values("pk")[: ROWS_READ + 1]
        return (
            model.objects.filter(pk__in=last)
            .order_by("-exchange__conference__date", "-exchange__conference", "exchange__position")
            .values_list(
                "exchange",
                "exchange__conference",
                "exchange__conference__translation_group",
                "exchange__conference__language",
                "exchange__conference__date",
            )
        )

    def _fetch(self, keys: Sequence[int]) -> list[Asked]:
        """Return one page. Two queries; three for a speaker, whose roles are as printed."""
        exchanges = Exchange.objects.published().select_related("conference__series").in_bulk(keys)
        found = {key: Asked(exchanges[key]) for key in keys if key in exchanges}
        turns: dict[int, list[Turn]] = defaultdict(list)
        for turn in _started(Turn.objects.published().filter(exchange__in=found)):
            turn.exchange = found[turn.exchange_id].exchange
            turns[turn.exchange_id].append(turn)
        participants = _participants(turns.values())
        for key, asked in found.items():
            self._describe(asked, turns[key], participants)
        return list(found.values())

    def _describe(self, asked: Asked, turns: list[Turn], participants: dict[tuple[int, int], Participation]) -> None:
        ours = [turn for turn in turns if self.noun != "topic" and getattr(turn, f"{self.noun}_id") == self.record.pk]
        said = next((turn for turn in ours if turn.kind in _ANSWERS), next(iter(ours), None))
        if self.noun == "outlet":
            asked.question = next((turn for turn in ours if turn.kind == Kind.QUESTION), said)
        elif self.noun == "speaker" and said:
            asked.question = _question_before(turns, said)
            asked.said = Said(
                said, _attribute(said, participants), search.snippet(said.text, "", length=SNIPPET_LENGTH)
            )
        else:
            asked.question = next((turn for turn in turns if turn.kind == Kind.QUESTION), None)
        asked.asker = _attribute(asked.question, participants).name if asked.question else ""
        asked.opening = search.snippet(asked.question.text if asked.question else "", "", length=OPENING_LENGTH * 2)
        for turn in turns:
            if turn.speaker and turn.kind in _ANSWERS and turn.speaker not in [who.speaker for who in asked.answered]:
                asked.answered.append(Answered(turn.speaker, _attribute(turn, participants)))


def _one_a_translation_group(rows: Sequence[tuple[int, int, str, str, date]], language: str) -> dict[int, int]:
    """Return the exchanges of `rows`, each with its year.

    Of a translated conference those in `language`, else in the first entered.
    """
    kept: dict[str, tuple[bool, int]] = {}
    for _, conference, group, own, _day in rows:
        if group:
            kept[group] = min(kept.get(group, (True, conference)), (own != language, conference))
    return {
        exchange: day.year for exchange, conference, group, _, day in rows if not group or kept[group][1] == conference
    }


def _started(turns: QuerySet[Turn]) -> Iterable[Turn]:
    """Fetch the turns with only the beginning of their text. One query."""
    found = turns.select_related("speaker", "outlet").defer("text").annotate(begun=Substr("text", 1, TEXT_READ))
    for turn in found.order_by("exchange", "position"):
        turn.text = turn.begun
        yield turn


def _participants(turns: Iterable[list[Turn]]) -> dict[tuple[int, int], Participation]:
    """Return the participants, by conference and speaker. One query."""
    spoken = {(turn.exchange.conference_id, turn.speaker_id) for each in turns for turn in each if turn.speaker_id}
    participants = Participation.objects.published().filter(
        conference__in={conference for conference, _ in spoken}, speaker__in={speaker for _, speaker in spoken}
    )
    return {(participant.conference_id, participant.speaker_id): participant for participant in participants}


def _question_before(turns: list[Turn], said: Turn) -> Turn | None:
    """Return the last question before the speaker's words: the one that they answer."""
    questions = [turn for turn in turns if turn.kind == Kind.QUESTION and turn.position < said.position]
    return questions[-1] if questions else None


def _attribute(turn: Turn, participants: dict[tuple[int, int], Participation]) -> Attribution:
    """Return the turn's attribution, as printed at its conference."""
    participant = participants.get((turn.exchange.conference_id, turn.speaker_id or 0))
    known = turn.speaker or turn.outlet
    return attribute(
        printed=participant.name_as_printed if participant else "",
        label=turn.label_as_printed,
        known=known.local_name if known else "",
        role=participant.role_as_printed if participant else "",
        journalist=turn.journalist,
    )
