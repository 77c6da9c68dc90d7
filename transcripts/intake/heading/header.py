"""The header of a page, the lines over the first turn: breadcrumb, title, source, dates, venue."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from transcripts.intake.heading.breadcrumbs import is_home, is_menu, read_breadcrumb
from transcripts.intake.heading.participant_lists import ParticipantList, venue_beside_date
from transcripts.intake.heading.title_clues import EVENT_WORDS, FOOT_DATE, POSTED
from transcripts.intake.heading.titles import content_words, find_title, is_beside_day, part_off_date
from transcripts.intake.labels.shapes import has_role, is_outlet, name_words
from transcripts.intake.language_words import any_of, words_for
from transcripts.intake.lines.dates import (
    FoundDate,
    day_in_year,
    day_of_month,
    find_dates,
    find_days,
    find_days_of_month,
    find_time,
    last_weekday,
    strip_times,
)
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.people.names import office_and_name
from transcripts.intake.vocabulary import KIND_WORDS
from transcripts.text import fold, fold_letters, is_chinese

_URL = re.compile(
    r"(?:\b(?:url|link|original|source(?: address)?|(?:来源)?网址|原文)\s*[:：]\s*)?(?P<url>https?://\S+)",
    re.IGNORECASE,
)
_PLACE_BEFORE = re.compile(r"[A-ZÀ-ÞА-ЯЁ][\w’'\-]+(?:,? [\w’'.\-]+){0,4},\s+")
_SERIES = re.compile(r"(?:series|系列)\s*[:：]\s*(?P<series>\S.{1,100})", re.IGNORECASE)
_SOURCE_WORD = re.compile(r"(?:source|来源|來源)\s*[:：]\s*", re.IGNORECASE)
_READ_COUNT = re.compile(r"\s*\d+\s*次$")
_BEFORE_DAY_HELD = re.compile(r"^(?:aired|held|recorded|delivered|broadcast)(?: on)?\s*[:：]?\s*", re.IGNORECASE)
_DATELINE = re.compile(r"^[^，。,.]{0,20}?\d{1,2}月\d{1,2}日[电電讯訊]")
_SENTENCE_BEFORE = re.compile(r"[.!?。！？][”’\"')）]*\s*$")
MOST_DAYS_AFTER = 60  # that a page is posted after the day which its title states without a year
LONGEST_SOURCE = 12  # characters of a source that no word explains, before a day and a time
NEAR = 14  # days between a day whose numbers may be either way round and another date of the page
HIGHEST_CRUMBS = 6  # lines in which a breadcrumb is looked for
_COUNTERS = re.compile(r"\s*(?:浏览|瀏覽|点击|點擊|阅读|閱讀|点阅|點閱|作者|编辑|編輯|责编|字号|字體|字体).*$")
_DOMAIN = re.compile(r"^[\w\-]+(?:\.[\w\-]+)+$")
HELD = re.compile(
    r"\b(?:held|hosted|gave|holds|convened|took place|was held|met)\b|举行|舉行|召开|举办|受访|受訪"
    r"|回答了?.{0,6}(?:提问|提問)|[联聯][访訪]|接受.{0,8}[采採專专][访訪]"
    r"|\b(?:recorded|answered|took (?:some |your |their |the )?(?:\w+['’]? )?questions|briefed|spoke|addressed|met)\b"
    rf"|{any_of(words_for('words', 'held'))}",
    re.IGNORECASE,
)
_HELD_ON = re.compile(r"\b(?:held|took place|recorded|delivered)\b[^.;]{0,80}\bon (?:\w+day,? )?(?:the )?$")
MOST_WORDS = 20_000  # characters of the turns in which a title's words are looked for
_HELD_IN = re.compile(
    r"\b(?:press|news) (?:conference|briefing)(?: was held)?(?: on)?(?: \w+day)? in (?P<place>[A-Z]\w+(?:,? [A-Z]\w+)?)"
)


@dataclass(slots=True)
class Head:
    """The facts over a transcript. `rest` are the lines that no fact came from, `taken` the numbers of
    those that fields were read from, with the field.

    `is_stamped` means that the day of posting is a bare date with a time, which no word explains. Of `unsure_days`
    either number may be the month.
    """

    breadcrumb: tuple[str, ...] = ()
    title: str = ""
    source: str = ""
    source_url: str = ""
    venue: str = ""
    held_on: date | None = None
    starts_at: time | None = None
    posted_on: date | None = None
    is_stamped: bool = False
    rest: list[Line] = field(default_factory=list)
    taken: dict[int, str] = field(default_factory=dict)
    unsure_days: list[FoundDate] = field(default_factory=list)
    stated_series: str = ""

    @property
    def series(self) -> str:
        """The series that is stated, else the last of at least three parts of the breadcrumb: site, list, series."""
        return self.stated_series or (self.breadcrumb[-1] if len(self.breadcrumb) >= 3 else "")


def read_head(
    lines: Sequence[Line],
    participant_list: ParticipantList,
    foot: Sequence[Line] = (),
    *,
    width: int = 0,
    words: str = "",
    title: str = "",
) -> Head:
    """Read the lines before the first turn (but for the lists in `participant_list`) and those after the last one.

    `width` is that of the page's longest line, `words` are those of the turns, `title` is what the page states as its
    title outside its words.
    """
    head = Head(source=participant_list.source, venue=participant_list.venue)
    head.taken = {lines[index].number: "people" for index in participant_list.taken if index < len(lines)}
    left = [line for index, line in enumerate(lines) if index not in participant_list.taken]
    left = _take_urls(head, left)
    left = _take_breadcrumb(head, left)
    head.title, begins, ends = find_title(left, width, content_words(words[:MOST_WORDS]), title)
    head.title, beside = part_off_date(head.title)
    if beside:
        head.posted_on = find_dates(beside)[0].day
    head.taken |= {line.number: "title" for line in left[begins:ends]}
    day = [replace(line, text=line.text[line.spread :].strip()) for line in left[begins:ends] if is_beside_day(line)]
    left = left[:begins] + day + left[ends:]
    crumbs = list(head.breadcrumb)
    if len(crumbs) > 1 and fold_letters(crumbs[-1]) in (fold_letters(head.title), "正文", "content"):
        head.breadcrumb = tuple(crumbs[:-1])
    head.rest = _take_dates(head, left, participant_list)
    for line in foot:
        _take_foot(head, line)
    _read_prose_dates(head)
    found = [one for line in left for one in find_dates(line.text) if one.other]
    head.unsure_days = [one for one in found if one.day in (head.held_on, head.posted_on)][:1]
    _settle_days(head, [one for line in (*lines, *foot) for one in find_dates(line.text)])
    titled = head.title.rpartition("|")[2].strip() if "|" in head.title else ""
    for line in list(head.rest):
        if titled and fold(line.text) == fold(titled):
            head.venue = head.venue or line.text
            head.taken[line.number] = "venue"
            head.rest.remove(line)
    return head


def _settle_days(head: Head, found: Sequence[FoundDate]) -> None:
    """Settle 5/4/2026 by the page's other dates: if only one way of reading it lies close to one of these."""
    certain = [one.day for one in found if one.other is None]
    for unsure in list(head.unsure_days):
        near = [
            bool(certain) and min(abs((day - other).days) for other in certain) <= NEAR
            for day in (unsure.day, unsure.other or unsure.day)
        ]
        if near[0] == near[1]:
            continue
        head.unsure_days.remove(unsure)
        if near[1]:
            head.held_on = unsure.other if head.held_on == unsure.day else head.held_on
            head.posted_on = unsure.other if head.posted_on == unsure.day else head.posted_on


def _take_urls(head: Head, lines: list[Line]) -> list[Line]:
    kept = []
    for line in lines:
        match = _URL.fullmatch(line.text)
        if match:
            head.source_url = head.source_url or match["url"]
            head.taken[line.number] = "source_url"
        else:
            kept.append(line)
    return kept


def _take_breadcrumb(head: Head, lines: list[Line]) -> list[Line]:
    """Take the first line that is a breadcrumb; it stands above the title, within the first lines.

    A site's menu looks like one, but ends with what no page is in: “Home | News | Contact”. It is left out.
    """
    lines = [line for at, line in enumerate(lines) if at >= HIGHEST_CRUMBS or not is_menu(line.text)]
    for index, line in enumerate(lines[:HIGHEST_CRUMBS]):
        crumbs = read_breadcrumb(line.text)
        if not crumbs and line.spread and is_home(line.text[: line.spread]):
            crumbs = (line.text[: line.spread], line.text[line.spread :].strip())
        if crumbs and len(line.text) <= 300:
            head.breadcrumb = crumbs
            head.taken[line.number] = "series"
            return lines[:index] + lines[index + 1 :]
    return lines


def _take_dates(head: Head, lines: list[Line], participant_list: ParticipantList) -> list[Line]:
    """Take lines with a date and a source, a place or nothing else, and weigh the dates against each other."""
    alone: list[tuple[FoundDate, Line]] = []
    kept: list[Line] = []
    for line in lines:
        if not head.stated_series and (series := _SERIES.fullmatch(line.text)):
            head.stated_series, head.taken[line.number] = series["series"], "series"
            continue
        dates = find_dates(line.text)
        if _takes_line(head, line, dates, alone):
            head.taken[line.number] = "held_on"
        else:
            kept.append(line)
    if participant_list.held:
        head.starts_at = head.starts_at or find_time(participant_list.held)
    stated = [found.day for text in (participant_list.held, head.title) for found in find_dates(text)]
    stated = stated or _day_in_title(head.title, [found.day for line in lines for found in find_dates(line.text)])
    if stated:
        head.held_on = stated[0]
    if stated and not participant_list.held and (later := _held_later(alone, stated[0])):
        head.held_on = later
    for found, line in alone:
        _weigh_lone_date(head, found, line, is_stated=bool(stated))
    if head.held_on and head.posted_on and head.posted_on < head.held_on:
        # Nothing is posted before it was held: the words beside the dates were misread.
        head.held_on, head.posted_on = head.posted_on, head.held_on
    return kept


def _held_later(alone: Sequence[tuple[FoundDate, Line]], titled: date) -> date | None:
    """Return the day of a line with a time and a place, where the title's is an earlier one: of what it is about."""
    for found, line in alone:
        days = (found.day - titled).days
        if 0 < days <= MOST_DAYS_AFTER and find_time(line.text) and "," in line.text and venue_beside_date(line.text):
            return found.day
    return None


def _day_in_title(title: str, days: Sequence[date]) -> list[date]:
    """Return the day that a title states without its year, as the days over the transcript tell; none where unsure."""
    named = set(find_days(title))
    if len(named) != 1 or not days:
        return []
    month, number = named.pop()
    day = day_in_year(month, number, max(days))
    return [day] if day and (max(days) - day).days <= MOST_DAYS_AFTER else []


def _takes_line(head: Head, line: Line, dates: list[FoundDate], alone: list[tuple[FoundDate, Line]]) -> bool:
    """Read a line that holds a date or a time and little else; return whether it was one."""
    last = dates[-1] if dates else None
    if last and _is_after_sentence(line.text, last) and EVENT_WORDS.search(line.text[: last.start]):
        # The sentences over the transcript end with the day of posting.
        head.posted_on = head.posted_on or last.day
        return False
    if len(dates) == 2 and len(line.text) <= 160 and POSTED.search(line.text[: dates[1].start]):
        head.posted_on = head.posted_on or dates[1].day
        alone.append((dates[0], line))
        return True
    if len(dates) == 1 and len(line.text) <= 160:
        if _read_source_line(head, line.text, dates[0]):
            return True
        if _is_date_line(line.text, dates[0]) or _stands_behind_a_place(line.text[: dates[0].start]):
            alone.append((dates[0], line))
            return True
    elif not dates and len(line.text) < 60 and find_time(line.text) and not strip_times(line.text):
        head.starts_at = head.starts_at or find_time(line.text)
        return True
    return False


def _stands_behind_a_place(before: str) -> bool:
    """Return whether only a place and a weekday stand before a day: “Puerto Sal, martes 18 de noviembre de 2025”."""
    return "," in before and bool(_PLACE_BEFORE.fullmatch(f"{strip_times(before)}, "))


def _weigh_lone_date(head: Head, found: FoundDate, line: Line, *, is_stated: bool) -> None:
    """Take a line that is only a date as the day held or posted; `is_stated` means that the day held is known."""
    stamp = re.search(r"\d{4}-\d{1,2}-\d{1,2}[ T]+\d{1,2}:\d{2}", line.text)
    if stamp and head.posted_on is None:
        head.posted_on, head.is_stamped = found.day, True
        return
    if head.held_on is None or found.day == head.held_on:
        head.held_on = found.day
        head.starts_at = head.starts_at or find_time(line.text)
        place = venue_beside_date(line.text)
        head.venue = head.venue or ("" if office_and_name(place) else place)
    elif head.posted_on is None and found.day > head.held_on:
        head.posted_on = found.day
    elif head.posted_on is None and not is_stated:
        head.held_on, head.posted_on = found.day, head.held_on


def _read_source_line(head: Head, text: str, found: FoundDate) -> bool:
    """Read "Source | date", "SourceUpdated: date", "Place | time date"; return whether `text` was such a line."""
    before, after = text[: found.start].strip(), _READ_COUNT.sub("", text[found.end :].strip())
    posted_word = bool(POSTED.search(before))
    before = POSTED.sub("", before).strip()
    source_word = _SOURCE_WORD.search(before) or _SOURCE_WORD.search(after)
    name, bar, extra = (part.strip() for part in re.sub("[｜丨]", "|", before).partition("|"))
    if source_word:
        head.source = head.source or _clean_source(_SOURCE_WORD.sub("", before or strip_times(after)))
        head.posted_on = head.posted_on or found.day
        return True
    if bar and not posted_word and find_time(f"{extra} {after}") and not (_DOMAIN.match(name) or is_outlet(name)):
        # A place and the time of day: this is when and where it took place, not when it was posted.
        head.venue = head.venue or name
        head.held_on, head.starts_at = found.day, find_time(f"{extra} {after}")
        return True
    if bar and not strip_times(extra) and not _names_only_a_kind(name):
        head.source, head.posted_on = head.source or name, head.posted_on or found.day
        return True
    short = 0 < len(before.split()) <= 4 and not strip_times(after) and not EVENT_WORDS.search(before)
    last_word = (before.split() or [""])[-1].strip(" ,")
    if _DOMAIN.match(last_word) and not strip_times(after) and not EVENT_WORDS.search(before):
        before, short = last_word, True
    bare = before.partition("://")[2] or before
    is_stamped = is_chinese(before) and len(before) <= LONGEST_SOURCE and find_time(after) is not None
    is_counted = after != text[found.end :].strip()
    if posted_word or (short and (_DOMAIN.match(bare) or is_outlet(before) or is_counted or is_stamped)):
        head.source, head.posted_on = head.source or _clean_source(before), head.posted_on or found.day
        return True
    return False


def _clean_source(text: str) -> str:
    return _COUNTERS.sub("", text).strip(" |-–:：,，[]()")


def _is_date_line(text: str, found: FoundDate) -> bool:
    """Return whether a line is a date with at most a weekday, a time and a place."""
    before = _BEFORE_DAY_HELD.sub("", strip_times(text[: found.start])).strip("[【")
    before = "" if _names_only_a_kind(before) else before
    after = strip_times(text[found.end :]).strip("]】")
    is_beside = not has_role(after) or office_and_name(after) is not None
    return not before and len(after.split()) <= 8 and not ends_sentence(after) and is_beside


def _names_only_a_kind(text: str) -> bool:
    """Return whether words name nothing but a kind of page: “Speech”, “Press Briefings”."""
    return all(word in KIND_WORDS for word in name_words(text))


def _is_after_sentence(text: str, found: FoundDate) -> bool:
    """Return whether a date stands at the end of a line, after the end of a sentence."""
    return not text[found.end :].strip(" ()") and bool(_SENTENCE_BEFORE.search(text[: found.start]))


def _take_foot(head: Head, line: Line) -> None:
    """Read a line after the last turn: "Ends/Tuesday, April 8, 2014", an address."""
    url = _URL.fullmatch(line.text)
    if url:
        head.source_url = head.source_url or url["url"]
        head.taken[line.number] = "source_url"
    dates = find_dates(line.text)
    alone = bool(dates) and _is_date_line(line.text, dates[0])
    if (
        len(dates) == 1
        and head.posted_on is None
        and (alone or FOOT_DATE.match(line.text) or POSTED.search(line.text[: dates[0].start]))
    ):
        head.posted_on = dates[0].day
        head.taken[line.number] = "posted_on"


def _read_prose_dates(head: Head) -> None:
    """Read "held a press conference on Thursday" and "today (April 8)" in the sentences over the transcript."""
    for line in head.rest:
        if not (EVENT_WORDS.search(line.text) or HELD.search(line.text)):
            continue
        dates = find_dates(line.text)
        text = line.text
        if dates and _is_after_sentence(text, dates[-1]):
            text = text[: dates.pop().start]
        text = _DATELINE.sub("", text)
        known = head.held_on
        _hold_earlier(head, text, dates)
        if head.held_on is None and len(dates) == 1:
            head.held_on = dates[0].day
        if head.held_on is None and head.posted_on and not dates:
            head.held_on = _day_before(text, head.posted_on)
        if head.held_on != known:
            head.taken[line.number] = "held_on"
        place = _HELD_IN.search(text)
        if place and not head.venue:
            head.venue = place["place"]


def _hold_earlier(head: Head, text: str, dates: Sequence[FoundDate]) -> None:
    """Take the one day on which a sentence says that it was held; a later date alone on a line is that of posting."""
    if not head.held_on or head.posted_on or find_dates(head.title):
        return
    days = set(find_days(text)) if not dates and HELD.search(text) else set()
    earlier = day_in_year(*days.pop(), head.held_on) if len(days) == 1 else None
    if earlier and 0 < (head.held_on - earlier).days <= NEAR:
        head.held_on, head.posted_on = earlier, head.held_on  # “11月19日下午，…举办媒体沟通会”
    if len(dates) != 1:
        return
    if dates[0].day < head.held_on and _HELD_ON.search(text[: dates[0].start]):
        head.held_on, head.posted_on = dates[0].day, head.held_on


def _day_before(text: str, posted: date) -> date | None:
    """Return the day that a sentence names without its year, month or number, as it is read on the day `posted`."""
    days = [day_in_year(month, day, posted) for month, day in find_days(text)]
    if len(set(days)) == 1:
        return days[0]
    numbers = set(find_days_of_month(text))
    if not days and len(numbers) == 1 and HELD.search(text):
        return day_of_month(numbers.pop(), posted)
    return last_weekday(text, posted) if not days and (HELD.search(text) or EVENT_WORDS.search(text)) else None
