"""The numbers of the archive: questions and answers by outlet, speaker, topic, series and month, and of one word."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext

from transcripts import search
from transcripts.listing.entries import one_a_translation_group
from transcripts.listing.figures.charts import CappedCount, FacetCount, measured, year_strip
from transcripts.listing.filtering.filters import year_range
from transcripts.listing.page import Ignored, Pages, shorten
from transcripts.models import ArchiveCount, Conference, ConferenceCount, Named, Outlet, Series, Speaker, Topic
from transcripts.part_cache import cached

SHOWN = 10  # rows of one table, and months; its file has all
TABLES = ("outlets", "speakers", "topics", "series", "months", "word")
_WORDS_LENGTH = 200


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

    def plus(self, other: "Row") -> "Row":
        """Return the sum of both, of the same name or month."""
        both = {name: getattr(self, name) + getattr(other, name) for name in ("conferences", *ConferenceCount.NUMBERS)}
        return replace(self, **both)

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
    """All that was counted: the whole, and a table for each kind of name, the largest first; months in their order."""

    whole: Row = field(default_factory=Row)
    tables: dict[str, list[Row]] = field(default_factory=dict)


@cached(8)
def count_archive(language: str, year: int | None) -> Counted:
    """Sum up the numbers of all public conferences, of a year or of all time, translated ones once.

    Seven queries; three more where conferences are translated, and where some are scheduled. The sums of those in no
    translation group are stored, and of these are taken the ones that are not public yet. All is kept with the edition.
    """
    sums: dict[str, dict[Any, Row]] = {name: {} for name in ("outlets", "speakers", "topics", "series", "months")}
    stored = ArchiveCount.objects.filter(year=year or ArchiveCount.ALL_YEARS)
    for of, key, *numbers in stored.values_list("of", "record", "conferences", *ConferenceCount.NUMBERS):
        _add(sums[_TABLE_OF[of]], date(key // 100, key % 100, 1) if of == ArchiveCount.MONTH else key, numbers)
    for found, sign in ((_translated(language, year), 1), (_scheduled(year), -1)):
        if found.exists():
            _add_counts(sums, found, sign)
    kept = {name: [row for row in rows.values() if row.conferences] for name, rows in sums.items()}
    counted = Counted(tables={name: _named(name, kept[name]) for name in _MODELS})
    counted.tables["months"] = [_month(row) for row in sorted(kept["months"], key=lambda row: row.key)]
    for row in counted.tables["months"]:
        counted.whole = counted.whole.plus(row)
    return counted


def _translated(language: str, year: int | None) -> QuerySet[Conference]:
    """Return the public conferences in translation groups, of each the one in the reader's language."""
    closed = Conference.objects.published().closed().filter(_IN_GROUP)
    return one_a_translation_group(closed.filter(date__range=year_range(year)) if year else closed, language)


def _scheduled(year: int | None) -> QuerySet[Conference]:
    """Return the conferences of the stored sums that are not public yet."""
    found = Conference.objects.scheduled().closed().filter(translation_group="")
    return found.filter(date__range=year_range(year)) if year else found


def _add_counts(sums: dict[str, dict[Any, Row]], found: QuerySet[Conference], sign: int) -> None:
    """Add what was counted of the conferences found, or take it away. Three queries."""
    counts = ConferenceCount.objects.filter(exchanges__gt=0, conference__in=found.order_by().values("pk")).order_by()
    for of, key, *numbers in _summed(counts.exclude(of=ConferenceCount.Of.ALL), "of", "record"):
        _add(sums[_TABLE_OF[of]], key, numbers, sign)
    whole = counts.filter(of=ConferenceCount.Of.ALL)
    for key, *numbers in _summed(whole.exclude(conference__series=None), "conference__series"):
        _add(sums["series"], key, numbers, sign)
    for day, *numbers in _summed(whole, "conference__date"):
        _add(sums["months"], day.replace(day=1), numbers, sign)


def _add(rows: dict[Any, Row], key: Any, numbers: Sequence[int], sign: int = 1) -> None:
    row = Row(key, "", "", *(sign * n for n in numbers))
    rows[key] = rows[key].plus(row) if key in rows else row


def _summed(found: QuerySet[ConferenceCount], *by: str) -> Iterable[tuple[Any, ...]]:
    """Return the sums of the numbers by these columns, the number of conferences first. One query."""
    sums: dict[str, Any] = {f"sum_{name}": Sum(name) for name in ConferenceCount.NUMBERS}
    rows = found.values(*by).annotate(held=Count("conference"), **sums)
    return rows.values_list(*by, "held", *sums)


_IN_GROUP = Q(binned_at=None) & ~Q(translation_group="")  # as the index of those in groups says
_TABLE_OF = {
    "outlet": "outlets", "speaker": "speakers", "topic": "topics", "series": "series", "month": "months",
}  # fmt: skip
_MODELS: dict[str, type[Named]] = {"outlets": Outlet, "speakers": Speaker, "topics": Topic, "series": Series}


def _named(name: str, rows: Sequence[Row]) -> list[Row]:
    """Return the rows with names and addresses, the largest first. One query."""
    records: Any = _MODELS[name]._default_manager.in_bulk([row.key for row in rows])
    listed = [row for row in rows if row.key in records and (row.answers or name != "speakers")]  # a chair only speaks
    for row in listed:
        row.label, row.url = records[row.key].local_name, records[row.key].get_absolute_url()
    return sorted(listed, key=lambda row: (-row.exchanges, row.label))


def _month(row: Row) -> Row:
    row.label = date_format(row.key, "YEAR_MONTH_FORMAT")
    return row


class Statistics(Pages):
    """The numbers that a query string asks for: of all time or of a `year`, and of a word `q` by year and speaker.

    Eight queries, and for a word one more and those of the search.
    """

    def __init__(self, data: QueryDict, *, path: str, language: str) -> None:
        super().__init__(data, path=path)
        self._language = language
        self.ignored = []
        self._note_unknown(data, {"year", "q"})
        self.words = " ".join(data.get("q", "").split())[:_WORDS_LENGTH]
        self.year = self._read_year(data.get("year", "").strip())
        self.counted = count_archive(language, self.year)
        self.window = search.open_window(self.words, self._filters(), closed_only=True) if self.words else None

    def _read_year(self, text: str) -> int | None:
        if text and not (text.isascii() and text.isdigit() and _is_known(text.lstrip("0"))):
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
        """The exchanges of each year, with the address of its numbers. Three queries of a year, else none."""
        counts = _exchanges_by_year(self._language) if self.year else self._all_years()
        urls = {year: f"{self.path}?year={year}" for year in counts}
        return year_strip(counts, chosen=[self.year] if self.year else [], urls=urls)

    def _all_years(self) -> dict[int, CappedCount]:
        counts: Counter[int] = Counter()
        for row in self.counted.tables["months"]:
            counts[row.key.year] += row.exchanges
        return {year: CappedCount(n) for year, n in counts.items()}

    @property
    def months(self) -> list[FacetCount]:
        """The exchanges of each month of the chosen year, else of the last year."""
        rows = self.counted.tables["months"][-12:]
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
        return [(search.day_of(row.key), row.speaker_id) for row in rows if row.kind]

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


def _is_known(year: str) -> bool:
    """Return whether there are public conferences of a year. One query."""
    if not 1 <= len(year) <= len(str(date.max.year)):
        return False
    return Conference.objects.published().closed().filter(date__range=year_range(int(year))).exists()


@cached(4)
def _exchanges_by_year(language: str) -> dict[int, CappedCount]:
    """Return the number of exchanges of each year. Three queries."""
    counts: Counter[int] = Counter()
    months = ArchiveCount.objects.filter(year=ArchiveCount.ALL_YEARS, of=ArchiveCount.MONTH)
    for month, exchanges in months.values_list("record", "exchanges"):
        counts[month // 100] += exchanges
    wholes = ConferenceCount.objects.filter(of=ConferenceCount.Of.ALL).order_by()
    for found, sign in ((_translated(language, None), 1), (_scheduled(None), -1)):
        counted = wholes.filter(conference__in=found.order_by().values("pk"))
        for day, exchanges in counted.values_list("conference__date").annotate(n=Sum("exchanges")):
            counts[day.year] += sign * exchanges
    return {year: CappedCount(n) for year, n in counts.items() if n}
