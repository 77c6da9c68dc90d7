"""Dates and times of day as pages print them, in English, Chinese and the languages whose months `calendar` knows."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from transcripts.intake.lines.calendar import month_numbers, weekday_numbers

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|" + "|".join(_MONTHS) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
# Of several days, the last: “March 12–13, 2025”. Where the month follows, the last stands beside it anyway.
_FROM = r"(?:\d{1,2}(?:st|nd|rd|th)?\s*(?:[-–—/~&]|to|and|y|a|al|e)\s*)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth",
    "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth",
    "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth",
    "thirty-first",
)  # fmt: skip
_DAY_IN_WORDS = rf"(?P<day>{'|'.join(one.replace('-', '[- ]') for one in sorted(_ORDINALS, key=len, reverse=True))})"
_FORMS = (
    re.compile(rf"\b{_DAY_IN_WORDS}\s+(?:day\s+)?of\s+{_MONTH}(?:\s*,\s*|\s+){_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+(?:the\s+)?{_DAY_IN_WORDS}(?:\s*,\s*|\s+){_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s*(?:the\s+)?{_FROM}{_DAY}(?:\s*,\s*|\s+){_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_DAY}(?:[\s\-]+|/)(?:(?:day\s+)?of\s+)?{_MONTH}(?:\s*,\s*|[\s\-]+|/){_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_YEAR}[\s,]+{_MONTH}\s*{_DAY}\b", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}([-/.]) ?(?P<month>\d{{1,2}})\2 ?(?P<day>\d{{1,2}})(?!\d)"),
    # The day before the month: with full stops always, with slashes where no month has that number.
    re.compile(rf"(?<![\d.])(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}(?!\d)"),
    re.compile(rf"(?<![\d/\-])(?P<day>1[3-9]|2\d|3[01])([/-])(?P<month>\d{{1,2}})\2{_YEAR}(?!\d)"),
    re.compile(rf"(?<![\d/\-])(?P<month>\d{{1,2}})([/-])(?P<day>1[3-9]|2\d|3[01])\2{_YEAR}(?!\d)"),
    re.compile(r"(?<![\d\-/.])(?P<year>1[0-4]\d)([-/.])(?P<month>0[1-9]|1[0-2])\2(?P<day>[0-2]\d|3[01])(?![\d\-/])"),
    re.compile(
        r"(?P<era>令和|平成|昭和)\s*(?P<year>\d{1,2}|元)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
    ),
    re.compile(r"(?<!\w)(?P<era>[RH])(?P<year>\d{1,2})([./])(?P<month>\d{1,2})\3(?P<day>\d{1,2})(?=\s*$|\s*[（(])"),
    re.compile(rf"(?<!\d){_YEAR}\s*년\s*(?P<month>\d{{1,2}})\s*월\s*(?P<day>\d{{1,2}})\s*일"),
    re.compile(rf"(?<!\d){_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号號]"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\s+tháng\s+(?P<month>\d{{1,2}})(?:\s+năm|,)?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"(?<![\d.])(?P<day>\d{{1,2}})[\s./-]+(?P<month>[IVX]{{1,4}})[\s./-]+{_YEAR}\b"),
    re.compile(r"(?<![\d年])(?P<year>(?:9\d|1[0-4]\d))\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日號]"),
    re.compile(
        r"(?P<year>[〇○零一二三四五六七八九]{4}|(?<=[民國国])[〇○零一二三四五六七八九]{2,3}|(?<!\d)20\d{2})年"
        r"(?P<month>[一二三四五六七八九十]{1,3})月(?P<day>[一二三四五六七八九十]{1,3})[日号號]"
    ),
)
# Of other languages, where `calendar` knows the word: 12 mars 2026, 12. März 2026, marzo 12 de 2026,
# 2026. március 12., 12 มีนาคม 2569 (a year of the Buddha's).
_NAME = r"(?P<month>[^\s\d.,/()\-–—:;!?|]{3,14}+(?: (?:الثاني|الأول))?)\.?"
_DAY_NUMBER = r"(?<![\d:])(?P<day>\d{1,2})(?:\.|er|[ºª°])?"
_ANY_YEAR = r"(?P<year>(?:19|20|25)\d{2})(?!\d)"
_BEFORE_NAME = r"[\s\-/]+(?:de\s+|d[’']|ta[’']\s+|ב)?"
_FOREIGN_FORMS = (
    re.compile(
        rf"{_DAY_NUMBER}{_BEFORE_NAME}{_NAME}(?:\s?/\s?[^\W\d]{{3,12}})?,?[\s\-/]+(?:del?\s+)?{_ANY_YEAR}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\w){_NAME}\s+{_FROM}{_DAY_NUMBER}(?:,|\s+del?)?\s+{_ANY_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<!\d){_ANY_YEAR}(?:\.|\s+m\.)?\s+{_NAME}\s+{_DAY_NUMBER}(?!\d)", re.IGNORECASE),
)
_FOREIGN_DAY_ALONE = re.compile(
    rf"{_DAY_NUMBER}{_BEFORE_NAME}(?![IVX]+\b){_NAME}(?!,?\s+(?:del?\s+)?\d{{4}})", re.IGNORECASE
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
BUDDHIST, FIRST_BUDDHIST_YEAR = 543, 2400  # years before ours
# Either number may be the month.
_EITHER_WAY = re.compile(
    rf"(?<![\d/\-])(?P<first>0?[1-9]|1[0-2])(?P<mark>[/-])(?P<second>0?[1-9]|1[0-2])(?P=mark){_YEAR}(?!\d)"
)
# “27.07.25”, “27-Jul-25”, alone on their lines
_SHORT_YEARS = (
    re.compile(r"^\s*(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>[0-6]\d)\s*$"),
    re.compile(rf"^\s*{_DAY}[\s-]{_MONTH}[\s-](?P<year>[0-6]\d)\s*$", re.IGNORECASE),
)
# “27 July ’25”, “July 27, ’25”, “’25. 7. 27.”
_MARKED_YEARS = (
    re.compile(rf"\b{_DAY}\s+{_MONTH},?\s+[’'‘](?P<year>[0-6]\d)(?!\w)", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s*{_DAY},?\s+[’'‘](?P<year>[0-6]\d)(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)[’'‘](?P<year>[0-6]\d)\. ?(?P<month>\d{1,2})\. ?(?P<day>\d{1,2})(?!\d)"),
)
# “03/12/26 10:30”
_SHORT_EITHER_WAY = re.compile(
    r"^\s*(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>[0-6]\d)(?=\s*$|[\s,–-]+\d{1,2}[:.]\d{2})"
)
_HALF_DAY = re.compile(r"\s*[,–-]?\s*(?:at )?\d{1,2}(?::\d{2})?\s?[AP]M\b")
LONGEST_SHORT = 12  # characters of such a line
# Wide digits, and those of Arabic, Persian, Hindi, Bengali and Thai pages.
_WIDE_DIGITS = {
    zero + digit: 0x30 + digit for zero in (0xFF10, 0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50) for digit in range(10)
}
_HINT = re.compile("[\\d年]")  # without one, no date
_DAY_ALONE = (
    re.compile(rf"\b{_MONTH}\s*{_DAY}\b(?!,?\s+\d{{4}})", re.IGNORECASE),
    re.compile(r"(?<!年)(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号號]"),
    re.compile(r"(?<!年)(?P<month>[一二三四五六七八九十]{1,3})月(?P<day>[一二三四五六七八九十]{1,3})[日号號]"),
    re.compile(r"(?<!년)(?<!년 )(?<!\d)(?P<month>\d{1,2})\s*월\s*(?P<day>\d{1,2})\s*일"),
)
_ENGLISH_DAY_ALONE = re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?!,?\s*\d{{4}})", re.IGNORECASE)
DAYS_ALONE = (*_DAY_ALONE, _ENGLISH_DAY_ALONE)  # dates without a year, also the day before the month
_TIMES = (
    re.compile(r"(?<![\d:.])(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b\.?", re.IGNORECASE),
    re.compile(
        r"(?P<half>上午|下午|晚上|晚|中午|早上)?\s*(?P<hour>\d{1,2})\s*[时時点點](?:(?P<minute>[0-5]?\d)\s*分|(?P<thirty>半))?"
    ),
    re.compile(r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])[:：](?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)(?: (?:Uhr|uur)\b)?"),
    re.compile(r"(?P<half>오전|오후)?\s*(?<!\d)(?P<hour>\d{1,2})\s*시(?:\s*(?P<minute>[0-5]?\d)\s*분)?"),
    re.compile(r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])(?:\.(?P<minute>[0-5]\d))?\s+(?:Uhr|uur)\b"),
    re.compile(r"\b(?:ore|godz\.|godzina) (?P<hour>[01]?\d|2[0-3])[.:](?P<minute>[0-5]\d)(?!\d)", re.IGNORECASE),
    re.compile(r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])\s?h(?:\s?(?P<minute>[0-5]\d))?\b"),
    re.compile(r"(?<![\d:.])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s?(?:hrs?|hours|h)\b", re.IGNORECASE),
    re.compile(r"(?:^|(?<=[|·•,] ))(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)\s*(?=$|[|·•,–-])"),
)
_YEAR_WORD = re.compile(r"\s*(?:года|г\.|roku|r\.)(?=\W|$)")  # behind a Russian or Polish date: “12 марта 2024 года”
_WEEKDAY = re.compile(r"\b(" + "|".join(_WEEKDAYS) + r")\b", re.IGNORECASE)
_SHORT_WEEKDAY = re.compile(r"\b(mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?", re.IGNORECASE)
WEEKDAY_BESIDE = re.compile(r"\b(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?:\w{0,5}day)?\.?,?\s*$", re.IGNORECASE)
_ANY_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
LONGEST_SHORT_DAY = 4  # letters of a weekday's short form, which may be another word
_CLOSE = 12  # characters before a date in which its weekday stands
_CHINESE_WEEKDAY = re.compile("(?:星期|礼拜|禮拜|周|週)([一二三四五六日天])")
# “（水）”, “水曜日”, “(수)”, “수요일”
_JAPANESE_OR_KOREAN_WEEKDAY = re.compile(
    r"[(（](?:[月火水木金土日][・･]?祝?|[월화수목금토일])[)）]|[月火水木金土日]曜日?|[월화수목금토일]요일"
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988}  # the year before the first of each
REPUBLIC = 1911  # the year before the first of the calendar that Taiwan counts by
LAST_REPUBLIC_YEAR = 150
# “28日下午”, “今（22）日上午”
_DAY_OF_MONTH = re.compile(r"(?:(?<![月\d])|今[（(])(?P<day>\d{1,2})\s*[)）]?\s*[日號号](?=[上下]午|[，,]|晚|早)")
_CHINESE_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


_NUMBER = re.compile("[0-9]+|[〇○零一二三四五六七八九]*十?[〇○零一二三四五六七八九]*")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day that stands in a text, and where: text[start:end]. `other` is what else 5/4/2026 could be."""

    day: date
    start: int
    end: int
    other: date | None = None


def find_dates(text: str) -> list[FoundDate]:
    """Return the whole dates (day, month and year) in `text`, in order."""
    found: list[FoundDate] = []
    text = text.translate(_WIDE_DIGITS)
    if not _HINT.search(text):
        return found
    taken = bytearray(len(text))  # of each character, whether a day has it
    short = (*_MARKED_YEARS, *(_SHORT_YEARS if len(text) <= LONGEST_SHORT else ()))
    for form in (*_FORMS, *_FOREIGN_FORMS, *short):
        for match in form.finditer(text):
            year = f"20{match['year']}" if form in short else match["year"]
            day = _make_date(year, match["month"], match["day"], match.groupdict().get("era"))
            if day and not any(taken[match.start() : match.end()]):
                year_word = _YEAR_WORD.match(text, match.end())
                found.append(FoundDate(day, match.start(), (year_word or match).end()))
                taken[match.start() : match.end()] = bytes([1]) * len(match[0])
    for form in (_EITHER_WAY, _SHORT_EITHER_WAY):
        found.extend(one for match in form.finditer(text) if (one := _read_either_way(match, text)))
    return sorted(found, key=lambda one: one.start)


def _read_either_way(match: re.Match[str], text: str) -> FoundDate | None:
    """Read 5/4/2026: the day first, unless a weekday before it says otherwise or fits both, or a clock of half days."""
    year, first, second = match["year"].rjust(4, "0").replace("00", "20", 1), match["first"], match["second"]
    by_day, by_month = _make_date(year, second, first), _make_date(year, first, second)
    if by_day is None or by_month is None or by_day == by_month:
        one = by_day or by_month
        return FoundDate(one, match.start(), match.end()) if one else None
    before = text[max(0, match.start() - _CLOSE) : match.start()]
    named = _WEEKDAY.search(before) or _SHORT_WEEKDAY.search(before)
    if named:
        number = next(at for at, name in enumerate(_WEEKDAYS) if name.startswith(named[1].lower()[:3]))
        fits = by_day if by_day.weekday() == number != by_month.weekday() else by_month
        return FoundDate(fits, match.start(), match.end())
    if _HALF_DAY.match(text, match.end()):
        return FoundDate(by_month, match.start(), match.end())  # who halves the day writes the month first
    return FoundDate(by_day, match.start(), match.end(), by_month)


def days_alone(text: str) -> list[tuple[int, int, int, int]]:
    """Return month, day, start and end of the dates in `text` that lack a year, in order."""
    text = text.translate(_WIDE_DIGITS)
    found: list[tuple[int, int, int, int]] = []
    if not _HINT.search(text) and "月" not in text:
        return found
    taken = bytearray(len(text))
    for one in find_dates(text):
        taken[one.start : one.end] = bytes([1]) * (one.end - one.start)
    for form in (*DAYS_ALONE, _FOREIGN_DAY_ALONE):
        for match in form.finditer(text):
            month, day = month_and_day(match)
            if not month or any(taken[match.start() : match.end()]):
                continue
            if 1 <= month <= 12 and 1 <= day <= 31:
                found.append((month, day, match.start(), match.end()))
                taken[match.start() : match.end()] = bytes([1]) * len(match[0])
    return sorted(found, key=lambda one: one[2])


def is_day_alone(text: str) -> bool:
    """Return whether a line is a day, with at most a weekday and a time of day: “Thursday, 12 March 2026, 10:30”."""
    dates = find_dates(text)
    return len(dates) == 1 and not strip_times(text[: dates[0].start]) and not strip_times(text[dates[0].end :])


def month_and_day(match: re.Match[str]) -> tuple[int, int]:
    """Return the numbers in a match of one of `DAYS_ALONE`; there may be no such day."""
    return _month_number(match["month"]), _chinese_number(match["day"])


def weekday_number(word: str) -> int:
    """Return 0 for “Monday”, “星期一”, “周一” or the like, to 6 for Sunday."""
    if word.isascii():
        return _WEEKDAYS.index(word.lower())
    return "一二三四五六日".index(word[-1].replace("天", "日"))


def find_days_of_month(text: str) -> list[int]:
    """Return the days that a Chinese text names without their month: 28日下午."""
    return [int(match["day"]) for match in _DAY_OF_MONTH.finditer(text) if 1 <= int(match["day"]) <= 31]


def find_time(text: str) -> time | None:
    """Return the first time of day in `text`; "3 p.m.", "11:00", "下午3时30分"."""
    for form in _TIMES:
        match = form.search(text)
        if not match:
            continue
        parts = match.groupdict()
        hour = int(match["hour"])
        minute = 30 if parts.get("thirty") else int(parts.get("minute") or 0)
        half = (parts.get("half") or "").lower()
        if half in ("p", "下午", "晚上", "晚", "오후") and hour < 12:
            hour += 12
        elif half == "a" and hour == 12:
            hour = 0
        if hour < 24 and minute < 60:
            return time(hour, minute)
    return None


def strip_times(text: str) -> str:
    """Return `text` without its times of day, their zones and weekdays: what is left may be a place."""
    for form in _TIMES:
        text = form.sub(" ", text)
    text = re.sub(r"\b(?:[A-Z]{1,2}[SD]?T|UTC|GMT|HKT|local time|AM|PM)\b", " ", text)
    text = _JAPANESE_OR_KOREAN_WEEKDAY.sub(" ", text)
    text = _CHINESE_WEEKDAY.sub(" ", _SHORT_WEEKDAY.sub(" ", _WEEKDAY.sub(" ", text)))
    text = " ".join(word for word in text.split() if word.lower().strip(",") not in weekday_numbers())
    text = re.sub(r"[(（]\s*(?:[—–\-至到]\s*)?[)）]", " ", text)
    return " ".join(text.split()).strip(" ,，、|｜-–—()（）.:：•·●▪")


def day_in_year(month: int, day: int, near: date) -> date | None:
    """Return that day on or before `near`, within the year that ends there."""
    for year in (near.year, near.year - 1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate <= near:
            return candidate
    return None


def day_of_month(day: int, near: date) -> date | None:
    """Return the last day with that number on or before `near`, in its month or the one before."""
    before = near.replace(day=1) - timedelta(days=1)
    return day_in_year(near.month, day, near) if day <= near.day else day_in_year(before.month, day, near)


def weekday_beside(text: str, start: int, end: int) -> int | None:
    """Return the number of the weekday that is named right before or behind text[start:end], in any language."""
    around = f"{text[max(0, start - _CLOSE) : start]} {text[end : end + _CLOSE]}"
    match = _WEEKDAY.search(around) or _CHINESE_WEEKDAY.search(around)
    if match:
        return weekday_number(match[0])
    foreign = weekday_numbers()
    return next((foreign[word] for word in _ANY_WORD.findall(around.lower()) if word in foreign), None)


def last_weekday(text: str, before: date) -> date | None:
    """Return the day that the one weekday named in `text` means to a reader of `before`."""
    names = {weekday_number(match[0]) for form in (_WEEKDAY, _CHINESE_WEEKDAY) for match in form.finditer(text)}
    foreign = weekday_numbers()
    names |= {
        foreign[word] for word in _ANY_WORD.findall(text.lower()) if len(word) > LONGEST_SHORT_DAY and word in foreign
    }
    if len(names) != 1:
        return None
    return before - timedelta(days=(before.weekday() - names.pop()) % 7)


def _make_date(year: str, month: str, day: str, era: str | None = None) -> date | None:
    """Return the date, or None when there is no such day."""
    try:
        number = 1 if year == "元" else _chinese_number(year)
        number += _ERAS[era] if era else REPUBLIC if number < LAST_REPUBLIC_YEAR else 0
        number -= BUDDHIST if number >= FIRST_BUDDHIST_YEAR else 0
        return date(number, _month_number(month), _day_number(day))
    except ValueError:
        return None


def _month_number(month: str) -> int:
    """Return 1 to 12 for a month's number, in digits of any kind, or its name (abbreviated or not), else 0."""
    for number, name in enumerate(_MONTHS, start=1):
        if name.startswith(month.lower()[:3]) and month.isascii() and name.startswith(month.lower().rstrip(".")):
            return number
    if month.lower() in _ROMAN:
        return _ROMAN.index(month.lower()) + 1
    return month_numbers().get(month.lower()) or (_chinese_number(month) if _NUMBER.fullmatch(month) else 0)


def _day_number(day: str) -> int:
    """Return the number of a day, in digits or in words: 27, 二十七, twenty-seventh."""
    word = day.lower().replace(" ", "-")
    return _ORDINALS.index(word) + 1 if word in _ORDINALS else _chinese_number(day)


def _chinese_number(text: str) -> int:
    """Return the value of digits, Chinese or of any other script; 二〇二二, 二十七, ٢٧."""
    if text.isdecimal():
        return int(text)
    digits = "".join(str(_CHINESE_DIGITS.get(char, char)) for char in text)
    tens, is_tens, ones = digits.partition("十")
    return int((tens or "1") + (ones or "0")) if is_tens else int(digits)
