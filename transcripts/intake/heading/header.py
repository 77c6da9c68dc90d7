"""The header of a page, the lines over the first turn: breadcrumb, title, source, dates, venue."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from transcripts.intake.heading.breadcrumbs import is_home, is_menu, read_breadcrumb
from transcripts.intake.heading.day_clues import STAMP, Days, choose_days
from transcripts.intake.heading.days import MOST_BESIDE, Mention, Place, Text, mentions_of, years_in
from transcripts.intake.heading.participant_lists import ParticipantList
from transcripts.intake.heading.title_clues import EVENT_WORDS, FOOT_DATE, POSTED
from transcripts.intake.heading.titles import content_words, find_title, is_beside_day, part_off_date
from transcripts.intake.labels.shapes import CAPITAL, has_role, is_outlet, name_words
from transcripts.intake.lines.dates import WEEKDAY_BESIDE, FoundDate, days_alone, find_dates, find_time, strip_times
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.people.names import office_and_name
from transcripts.intake.vocabulary import KIND_WORDS
from transcripts.text import fold, fold_letters, is_chinese

_URL = re.compile(
    r"(?:\b(?:url|link|original|source(?: address)?|(?:来源)?网址|原文)\s*[:：]\s*)?(?P<url>https?://\S+)",
    re.IGNORECASE,
)
_PLACE_BEFORE = re.compile(rf"[{CAPITAL}][\w’'\-]+(?:,? [\w’'.\-]+){{0,4}},\s+")
_SERIES = re.compile(r"(?:series|系列)\s*[:：]\s*(?P<series>\S.{1,100})", re.IGNORECASE)
_SOURCE_WORD = re.compile(r"(?:source|来源|來源)\s*[:：]\s*", re.IGNORECASE)
_READ_COUNT = re.compile(r"\s*\d+\s*次$")
_BEFORE_DAY_HELD = re.compile(r"^(?:aired|held|recorded|delivered|broadcast)(?: on)?\s*[:：]?\s*", re.IGNORECASE)
_DATELINE = re.compile(r"^[^，。,.]{0,20}?\d{1,2}月\d{1,2}日[电電讯訊]")
_SENTENCE_BEFORE = re.compile(r"[.!?。！？][”\"’\')）]*\s*$")
_HALF = re.compile("[上下]午|晚上|早上")
_ARTICLES = re.compile(r"(?:(?:on|the|le|du|den|am|vom|el|del|em|от)\s*)+", re.IGNORECASE)
LONGEST_SOURCE = 12  # characters of a source that no word explains, before a day and a time
LEAST_CRUMB = 4  # words of a breadcrumb's last part that is the title
HIGHEST_CRUMBS = 6  # lines in which a breadcrumb is looked for
_COUNTERS = re.compile(r"\s*(?:浏览|瀏覽|点击|點擊|阅读|閱讀|点阅|點閱|作者|编辑|編輯|责编|字号|字體|字体).*$")
_COUNTED = re.compile(
    r"阅读|閱讀|浏览|瀏覽|点击|點擊|分享|来源|來源|\b(?:views|shares|comments|reads?)\b", re.IGNORECASE
)
_DOMAIN = re.compile(r"^[\w\-]+(?:\.[\w\-]+)+$")
_HELD_VERB = re.compile(r"^(?:held|recorded|aired|delivered|given)(?: on)?\s*[:：]?\s*$", re.IGNORECASE)
_CLOCK_AT_END = re.compile(r",? (?:at )?\d{1,2}(?:[.:]\d{2})? ?[ap]\.m\.(?: [A-Z]{2,4})?$", re.IGNORECASE)
_WEEKDAY_AT_END = re.compile(r"(?<=日)\s*[(（][^()（）]{1,3}[)）]$")
_SENTENCE = re.compile(r"[^\W\d_]{3}\. [^\W\d_].*\.$")  # “…, Town Hall. Jo Roe spoke.”
_TWO_SENTENCES = re.compile(r"^[ .]|[a-z]{3,}\. [A-Z]")
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
    unsure_days: list[tuple[date, date]] = field(default_factory=list)
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
    opening: Sequence[str] = (),
    posted: date | None = None,
    held: date | None = None,
    frame: Sequence[str] = (),
) -> Head:
    """Read the lines before the first turn (but for the lists in `participant_list`) and those after the last one.

    `width` is that of the page's longest line, `words` are those of the turns, `title` is what the page states as its
    title outside its words, `posted` as its day of posting, and `held` as that of its event. `opening` are
    the first paragraphs said, `frame` the lines that belong to the page's frame.
    """
    head = Head(source=participant_list.source, venue=participant_list.venue)
    head.taken = {lines[index].number: "people" for index in participant_list.taken if index < len(lines)}
    left = [line for index, line in enumerate(lines) if index not in participant_list.taken]
    left = _take_urls(head, left)
    left = _take_breadcrumb(head, left)
    head.title, begins, ends = find_title(left, width, content_words(words[:MOST_WORDS]), title)
    if head.breadcrumb and _is_titled_by(head.breadcrumb[-1], head.title):
        head.title, begins, ends = head.breadcrumb[-1], 0, 0
    head.title, beside = part_off_date(head.title)
    counted = _COUNTED.search(participant_list.held)  # a site's own “Time: … | 88 views”
    texts = [Text(Place.DATED if counted else Place.FACT, 0, participant_list.held), Text(Place.TITLE, 0, head.title)]
    texts.append(Text(Place.BEHIND_TITLE, 0, beside))
    texts.append(Text(Place.LINE, 0, held.isoformat() if held else ""))
    head.taken |= {line.number: "title" for line in left[begins:ends]}
    day = [replace(line, text=line.text[line.spread :].strip()) for line in left[begins:ends] if is_beside_day(line)]
    left = left[:begins] + day + left[ends:]
    crumbs = list(head.breadcrumb)
    if len(crumbs) > 1 and fold_letters(crumbs[-1]) in (fold_letters(head.title), "正文", "content"):
        head.breadcrumb = tuple(crumbs[:-1])
    texts.append(Text(Place.CRUMB, 0, " ".join(head.breadcrumb)))
    head.rest = _take_dates(head, left, texts)
    for line in foot:
        _take_foot(head, line, texts)
    texts += [Text(Place.SAID, 0, text) for text in opening] + [Text(Place.FRAME, 0, text) for text in frame]
    years = years_in([head.title, *(line.text for line in (*lines, *foot)), *frame])
    days = choose_days(mentions_of(texts, posted, years))
    _take_days(head, days, participant_list)
    _take_venue(head)
    if days.held and days.other:
        head.unsure_days = [(days.held.day, days.other)]
    titled = head.title.rpartition("|")[2].strip() if "|" in head.title else ""
    for line in list(head.rest):
        if titled and fold(line.text) == fold(titled):
            head.venue = head.venue or line.text
            head.taken[line.number] = "venue"
            head.rest.remove(line)
    return head


def _is_titled_by(crumb: str, title: str) -> bool:
    """Return whether the last part of a breadcrumb names an event at length, and the lines below name none."""
    is_event = len(crumb.split()) >= LEAST_CRUMB and EVENT_WORDS.search(crumb) is not None
    return is_event and EVENT_WORDS.search(title) is None and len(title.split()) < LEAST_CRUMB


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


def _take_dates(head: Head, lines: list[Line], texts: list[Text]) -> list[Line]:
    """Take the lines with a date and a source, a place or nothing else; add what each names to `texts`."""
    kept: list[Line] = []
    for line in lines:
        if not head.stated_series and (series := _SERIES.fullmatch(line.text)):
            head.stated_series, head.taken[line.number] = series["series"], "series"
            continue
        place = _takes_line(head, line, find_dates(line.text))
        if place is None or place is Place.AFTER_SENTENCE:
            kept.append(line)
        else:
            head.taken[line.number] = "held_on"
        if place is Place.AFTER_SENTENCE:
            begin = find_dates(line.text)[-1].start
            texts.append(Text(place, line.number, line.text[begin:]))
            texts.append(Text(Place.SENTENCE, line.number, _DATELINE.sub("", line.text[:begin])))
        else:
            texts.append(Text(place or _place_in(line.text), line.number, _DATELINE.sub("", line.text)))
    return kept


def _place_in(text: str) -> Place:
    """Return the place of days in a line that is more than a day: a sentence, or a short line with other words."""
    text = _WEEKDAY_AT_END.sub(
        "", _CLOCK_AT_END.sub("", text)
    )  # “Courtroom 2 — Tuesday 16 September 2025, 11 a.m.” ends no sentence
    days = find_dates(text)
    begin, end = (days[0].start, days[-1].end) if days else (0, 0)
    beside = len(text[:begin].split()) + len(text[end:].split())
    return Place.SENTENCE if ends_sentence(text) or beside > MOST_BESIDE else Place.BESIDE


def _take_days(head: Head, days: Days, lists: ParticipantList) -> None:
    """Take the days that were chosen, and what stands beside the day held: the time and the place."""
    for mention, name in ((days.posted, "posted_on"), (days.held, "held_on")):
        if mention and mention.number:
            head.taken.setdefault(mention.number, name)
    head.posted_on = days.posted.day if days.posted else None
    head.held_on = days.held.day if days.held else None
    head.is_stamped = days.posted is not None and days.held is None and _is_stamped(days.posted)
    head.starts_at = find_time(lists.held) or head.starts_at
    if days.held and days.held.place is Place.LINE:
        head.starts_at = head.starts_at or find_time(days.held.text)
        place = _venue_beside_date(days.held.text)
        head.venue = head.venue or ("" if office_and_name(place) else place)


def _is_stamped(posted: Mention) -> bool:
    return bool(STAMP.search(posted.text)) and not POSTED.search(posted.before) and posted.place is Place.LINE


def _takes_line(head: Head, line: Line, dates: list[FoundDate]) -> Place | None:
    """Read a line that holds a date or a time and little else; return its place, or None if it is no such line."""
    last = dates[-1] if dates else None
    if last and _is_after_sentence(line.text, last) and EVENT_WORDS.search(line.text[: last.start]):
        return Place.AFTER_SENTENCE  # the sentences over the transcript end with the day of posting
    if len(dates) == 2 and len(line.text) <= 160 and POSTED.search(line.text[: dates[1].start]):
        return Place.LINE
    if len(dates) == 1 and len(line.text) <= 160:
        before, after = line.text[: dates[0].start], line.text[dates[0].end :]
        is_alone = _is_date_line(line.text, dates[0]) or (
            _stands_behind_a_place(before) and not _SENTENCE.search(after)
        )
        return _read_source_line(head, line.text, dates[0]) or (Place.LINE if is_alone else None)
    is_time = not dates and len(line.text) < 60 and bool(find_time(line.text)) and not strip_times(line.text)
    if is_time:
        head.starts_at = head.starts_at or find_time(line.text)
    return Place.LINE if is_time or (not dates and _is_day_without_year(line.text)) else None


def _is_day_without_year(text: str) -> bool:
    """Return whether a line is a day without its year, with at most a weekday and a time: “Thursday 12 March”."""
    found = days_alone(text)
    if len(found) != 1:
        return False
    _, _, start, end = found[0]
    return not strip_times(text[:start]) and not strip_times(_HALF.sub("", text[end:]))


def _stands_behind_a_place(before: str) -> bool:
    """Return whether only a place and a weekday stand before a day: “Puerto Sal, martes 18 de noviembre de 2025”."""
    return "," in before and bool(_PLACE_BEFORE.fullmatch(f"{strip_times(before)}, "))


def _read_source_line(head: Head, text: str, found: FoundDate) -> Place | None:
    """Read "Source | date", "SourceUpdated: date", "Place | time date"; return whether `text` was such a line."""
    before, after = text[: found.start].strip(), _READ_COUNT.sub("", text[found.end :].strip())
    posted_word = bool(POSTED.search(before))
    before = POSTED.sub("", before).strip()
    before = WEEKDAY_BESIDE.sub("", before)  # “Session of Sun, Aug 21” is of no newspaper
    source_word = _SOURCE_WORD.search(before) or _SOURCE_WORD.search(after)
    name, bar, extra = (part.strip() for part in re.sub("[｜丨]| [·•](?: |$)", "|", before).partition("|"))
    if source_word:
        head.source = head.source or _clean_source(_SOURCE_WORD.sub("", before or strip_times(after)))
        return Place.SOURCE
    if bar and not posted_word and find_time(f"{extra} {after}") and not (_DOMAIN.match(name) or is_outlet(name)):
        # A place and the time of day: this is when and where it took place, not when it was posted.
        head.venue, head.starts_at = head.venue or name, find_time(f"{extra} {after}")
        return Place.FACT
    if bar and not strip_times(extra) and not _names_only_a_kind(name):
        head.source = head.source or name
        return Place.SOURCE
    short = 0 < len(before.split()) <= 4 and not strip_times(after) and not EVENT_WORDS.search(before)
    last_word = (before.split() or [""])[-1].strip(" ,")
    if _DOMAIN.match(last_word) and not strip_times(after) and not EVENT_WORDS.search(before):
        before, short = last_word, True
    bare = before.partition("://")[2] or before
    is_stamped = is_chinese(before) and len(before) <= LONGEST_SOURCE and find_time(after) is not None
    is_counted = after != text[found.end :].strip()
    if posted_word or (short and (_DOMAIN.match(bare) or is_outlet(before) or is_counted or is_stamped)):
        head.source = head.source or _clean_source(before)
        return Place.SOURCE
    return None


def _clean_source(text: str) -> str:
    return _COUNTERS.sub("", text).strip(" |-–:：,，[]()")


def _is_date_line(text: str, found: FoundDate) -> bool:
    """Return whether a line is a date with at most a weekday, a time and a place."""
    before = _BEFORE_DAY_HELD.sub("", strip_times(text[: found.start])).strip("[【")
    before = "" if _ARTICLES.fullmatch(before) else before
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


def _take_foot(head: Head, line: Line, texts: list[Text]) -> None:
    """Read a line after the last turn: "Ends/Tuesday, April 8, 2014", an address."""
    url = _URL.fullmatch(line.text)
    if url:
        head.source_url = head.source_url or url["url"]
        head.taken[line.number] = "source_url"
    dates = find_dates(line.text)
    alone = bool(dates) and _is_date_line(line.text, dates[0])
    if len(dates) == 1 and (alone or FOOT_DATE.match(line.text) or POSTED.search(line.text[: dates[0].start])):
        texts.append(Text(Place.FOOT, line.number, line.text))


def _take_venue(head: Head) -> None:
    """Take the place that a sentence over the transcript names."""
    for line in head.rest:
        place = _HELD_IN.search(line.text) if not head.venue else None
        if place:
            head.venue = place["place"]


def _venue_beside_date(text: str) -> str:
    """Return the place in a line with a date and a time, or nothing."""
    dates = find_dates(text)
    if len(dates) > 1:
        text, dates = text[: dates[1].start], dates[:1]  # the text before the second date says what that date is
        text = POSTED.sub("", text.rstrip())
    for found in reversed(dates):
        text = f"{_HELD_VERB.sub('', text[: found.start])} {text[found.end :]}"
    place = strip_times(text)
    return place.partition(". ")[0].strip(" .") if _TWO_SENTENCES.search(place) else place
