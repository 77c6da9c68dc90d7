"""The numbers of the archive: questions and answers by outlet, speaker, topic, series and month, and of one word."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models.functions import ExtractYear, Length
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext

from transcripts import search
from transcripts.document import Kind
from transcripts.kept_parts import kept
from transcripts.listing.charts import CappedCount, FacetCount, measured, year_strip
from transcripts.listing.entries import one_a_translation_group
from transcripts.listing.page import Ignored, Pages, shorten
from transcripts.models import Conference, Exchange, Named, Outlet, Series, Speaker, Topic, Turn

MOST_CONFERENCES = 1000  # the newest, whose turns are counted
SHOWN = 25  # rows of one table
TABLES = ("outlets", "speakers", "topics", "series", "months", "word")
_WORDS_LENGTH = 200
_ANSWERS = {Kind.ANSWER, Kind.STATEMENT}


@dataclass(slots=True)
class Row:
    """What was counted of one name or month.

    `first_answers` are exchanges in which somebody answered first, `unanswered` those with a question and no answer.
    Lengths are in characters.
    """

    key: Any = None
    label: str = ""
    url: str = ""
    conferences: int = 0
    exchanges: int = 0
    questions: int = 0
    answers: int = 0
    first_answers: int = 0
    unanswered: int = 0
    asked_length: int = 0
    answered_length: int = 0

    @property
    def question_length(self) -> int:
        """The characters of a question, on average."""
        return round(self.asked_length / self.questions) if self.questions else 0

    @property
    def answer_length(self) -> int:
        """The characters of an answer, on average."""
        return round(self.answered_length / self.answers) if self.answers else 0

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers, by the names of the columns of the CSV."""
        return {
            "conferences": self.conferences,
            "exchanges": self.exchanges,
            "questions": self.questions,
            "answers": self.answers,
            "first_answers": self.first_answers,
            "unanswered_exchanges": self.unanswered,
            "characters_a_question": self.question_length,
            "characters_an_answer": self.answer_length,
        }


@dataclass(slots=True)
class Counted:
    """All that was counted: the whole, and a table for each kind of name, the largest first; months in their order.

    `is_capped` says that only the newest conferences were.
    """

    whole: Row = field(default_factory=Row)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    is_capped: bool = False


@dataclass(slots=True)
class _Exchange:
    conference: int
    turns: list[tuple[str, int | None, int | None, int]] = field(default_factory=list)


@kept(8)
def count_archive(language: str, year: int | None) -> Counted:
    """Count the newest conferences, of a year or of all time, translated ones once. Eight queries."""
    published = Conference.objects.published().closed()
    found = one_a_translation_group(published.filter(date__year=year) if year else published, language)
    rows = list(found.order_by("-date", "-pk").values_list("pk", "date", "series")[: MOST_CONFERENCES + 1])
    counted = Counted(is_capped=len(rows) > MOST_CONFERENCES)
    conferences = {key: (day, series) for key, day, series in rows[:MOST_CONFERENCES]}
    exchanges = _read(conferences)
    topics: dict[int, list[int]] = defaultdict(list)
    links = Exchange.topics.through.objects.filter(exchange__conference__in=list(conferences))
    for exchange, topic in links.values_list("exchange", "topic"):
        topics[exchange].append(topic)

    def month(each: _Exchange) -> date:
        return conferences[each.conference][0].replace(day=1)

    of: dict[str, Callable[[int, _Exchange], Iterable[Any]]] = {
        "outlets": lambda _, each: {outlet for kind, _, outlet, _ in each.turns if outlet and kind == Kind.QUESTION},
        "speakers": lambda _, each: {speaker for _, speaker, _, _ in each.turns if speaker},
        "topics": lambda key, _: topics[key],
        "series": lambda _, each: filter(None, [conferences[each.conference][1]]),
        "months": lambda _, each: [month(each)],
    }
    tables: dict[str, dict[Any, Row]] = {name: defaultdict(Row) for name in of}
    seen: dict[tuple[str, Any], set[int]] = defaultdict(set)
    for key, each in exchanges.items():
        _add(counted.whole, each, "", None)
        for name, keys_of in of.items():
            for value in keys_of(key, each):
                _add(tables[name][value], each, name, value)
                seen[name, value].add(each.conference)
    counted.whole.conferences = len(conferences)
    for name, table in tables.items():
        for value, row in table.items():
            row.key, row.conferences = value, len(seen[name, value])
    counted.tables = {name: _named(name, table) for name, table in tables.items() if name != "months"}
    counted.tables["months"] = [_month(tables["months"][day]) for day in sorted(tables["months"])]
    return counted


def _read(conferences: Iterable[int]) -> dict[int, _Exchange]:
    """Return the exchanges with their turns: kind, speaker, outlet, length. One query."""
    turns = Turn.objects.filter(exchange__conference__in=list(conferences)).order_by("exchange", "position")
    exchanges: dict[int, _Exchange] = {}
    columns = ("exchange", "exchange__conference", "kind", "speaker", "outlet", "length")
    for key, conference, *turn in turns.annotate(length=Length("text")).values_list(*columns).iterator():
        exchanges.setdefault(key, _Exchange(conference)).turns.append(tuple(turn))
    return exchanges


def _add(row: Row, each: _Exchange, name: str, value: Any) -> None:
    """Add an exchange to a row: of an outlet its questions and what answers them, of a speaker his own answers."""
    row.exchanges += 1
    is_asked, answering = False, [turn for turn in each.turns if turn[0] in _ANSWERS]
    for kind, speaker, outlet, length in each.turns:
        if kind == Kind.QUESTION and (name != "outlets" or outlet == value):
            row.questions += 1
            row.asked_length += length
            is_asked = True
        elif kind in _ANSWERS and (name != "speakers" or speaker == value):
            row.answers += 1
            row.answered_length += length
    if answering and (name != "speakers" or answering[0][1] == value):
        row.first_answers += 1
    row.unanswered += is_asked and not answering


_MODELS: dict[str, type[Named]] = {"outlets": Outlet, "speakers": Speaker, "topics": Topic, "series": Series}


def _named(name: str, table: dict[Any, Row]) -> list[Row]:
    """Return the rows with names and addresses, the largest first. One query."""
    records: Any = _MODELS[name]._default_manager.in_bulk(list(table))
    for key, row in table.items():
        row.label, row.url = records[key].local_name, records[key].get_absolute_url()
    rows = [row for row in table.values() if row.answers or name != "speakers"]  # a chair only speaks
    return sorted(rows, key=lambda row: (-row.exchanges, row.label))


def _month(row: Row) -> Row:
    row.label = date_format(row.key, "YEAR_MONTH_FORMAT")
    return row


class Statistics(Pages):
    """The numbers that a query string asks for: of all time or of a `year`, and of a word `q` by year and speaker.

    Ten queries, and for a word one more and those of the search.
    """

    def __init__(self, data: QueryDict, *, path: str, language: str) -> None:
        super().__init__(data, path=path)
        self.ignored = []
        self._note_unknown(data, {"year", "q"})
        self.words = " ".join(data.get("q", "").split())[:_WORDS_LENGTH]
        self.year = self._read_year(data.get("year", "").strip())
        self.counted = count_archive(language, self.year)
        self.window = search.open_window(self.words, self._filters()) if self.words else None
        self._running = {*Conference.objects.running().values_list("pk", flat=True)} if self.words else set()

    def _read_year(self, text: str) -> int | None:
        years = [each.year for each in Conference.objects.published().closed().dates("date", "year")] if text else []
        if text and not (text.isascii() and text.isdigit() and int(text) in years):
            self.ignored.append(Ignored("year", shorten(text), gettext("Year")))
            return None
        return int(text) if text else None

    def _filters(self) -> search.Filters:
        if not self.year:
            return search.Filters()
        return search.Filters(first=date(self.year, 1, 1), last=date(self.year, 12, 31))

    def address(self, **parts: Any) -> str:
        """Return the address of these numbers."""
        pairs = QueryDict(mutable=True)
        if self.year:
            pairs["year"] = str(self.year)
        if self.words:
            pairs["q"] = self.words
        return f"{self.path}?{pairs.urlencode()}" if pairs else self.path

    @property
    def years(self) -> list[FacetCount]:
        """The exchanges of each year, with the address of its numbers; of the newest conferences. One query."""
        counts = _exchanges_by_year()
        urls = {year: f"{self.path}?year={year}" for year in counts}
        return year_strip(counts, chosen=[self.year] if self.year else [], urls=urls)

    @property
    def months(self) -> list[FacetCount]:
        """The exchanges of each month of the chosen year, else of the last two years."""
        rows = self.counted.tables["months"][-24:]
        return measured(FacetCount(row.label, CappedCount(row.exchanges)) for row in rows)

    def rows(self, name: str) -> list[Row]:
        """Return the largest rows of a table."""
        return self.counted.tables[name][:SHOWN]

    def bars(self, name: str) -> list[FacetCount]:
        """Return the largest rows of a table as bars: exchanges, as on the pages of the names."""
        rows = self.rows(name)
        return measured(FacetCount(row.label, CappedCount(row.exchanges), row.url) for row in rows)

    @property
    def said_by_year(self) -> list[FacetCount]:
        """The passages with the word in each year."""
        years: Counter[int] = Counter(day.year for day, _ in self._said())
        return year_strip({year: CappedCount(n) for year, n in years.items()}, urls={})

    @property
    def said_by_speaker(self) -> list[FacetCount]:
        """The passages with the word of each speaker, the most first. One query."""
        counts = Counter(speaker for _, speaker in self._said() if speaker)
        names = Speaker.objects.in_bulk([key for key, _ in counts.most_common(SHOWN)])
        return measured(
            FacetCount(names[key].local_name, CappedCount(n), names[key].get_absolute_url())
            for key, n in counts.most_common(SHOWN)
        )

    @property
    def said_total(self) -> CappedCount:
        """The passages with the word that were counted."""
        return CappedCount(len(self._said()), is_capped=bool(self.window and self.window.is_capped))

    def _said(self) -> list[tuple[date, int | None]]:
        rows = self.window.rows if self.window else ()
        return [
            (search.day_of(row.key), row.speaker_id)
            for row in rows
            if row.kind and row.conference_id not in self._running
        ]

    def table(self, name: str) -> tuple[list[str], list[list[Any]]]:
        """Return a table as its columns and rows, for a file. One query more for a word."""
        if name == "word":
            counts = Counter((day.year, speaker) for day, speaker in self._said())
            names = Speaker.objects.in_bulk({key for _, key in counts if key})
            lines = [[year, names[key].local_name if key else "", n] for (year, key), n in counts.items()]
            return ["year", "speaker", "passages"], sorted(lines)
        first = "month" if name == "months" else "name"
        rows = self.counted.tables[name]
        columns = [first, *Row().numbers]
        return columns, [[f"{row.key:%Y-%m}" if name == "months" else row.label, *row.numbers.values()] for row in rows]


@kept(4)
def _exchanges_by_year() -> dict[int, CappedCount]:
    """Return the number of exchanges of each year in the newest conferences. One query."""
    newest = Conference.objects.published().closed().newest_first().values("pk")[:MOST_CONFERENCES]
    found = Exchange.objects.filter(conference__in=list(newest.values_list("pk", flat=True))).order_by()
    counts: Counter[int] = Counter(found.values_list(ExtractYear("conference__date"), flat=True))
    return {year: CappedCount(n) for year, n in counts.items()}
