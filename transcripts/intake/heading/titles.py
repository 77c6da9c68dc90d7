"""The choice of the title among the lines over a transcript, and of where it ends."""

import re
from collections.abc import Collection, Sequence

from transcripts.intake.heading.title_clues import (
    EVENT_WORDS,
    FIELD_BEFORE,
    TITLE_CLUES,
    TitleLine,
    belongs_to_the_frame,
)
from transcripts.intake.labels.shapes import name_words
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.dates import find_dates, strip_times
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.scoring import score
from transcripts.intake.vocabulary import KIND_WORDS
from transcripts.text import fold, fold_letters

# Before the title, and of a mail that was pasted with its head: “Subject: TRANSCRIPT: …”.
_SUBJECT_BEFORE = re.compile(
    r"^(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp|temat|тема|主题|主題|主旨|件名|제목)\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(
    r"^(?:(?P<stated>原?标题|原?標題|title)|[\w .&’']{0,40}?\b(?:press|media|news) release"
    r"|(?:(?:full|edited|rush|verbatim|complete|official|unofficial|draft|media|press|video|audio) )*transcript"
    r"|mitschrift|transcripci[oó]n|transcri[cç][aã]o|transcription|стенограмма|расшифровка)\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
_BAR = re.compile(r"\s*[|｜丨]\s*")
_WORDS = re.compile(r"[a-zà-ÿ’'\-]{4,}")
_WIDE = re.compile(r"[\u3400-\u9fff]+")
SHORTEST_OWN = 6  # letters of a title that a page states as its own
LEAST_ECHO = 0.5  # share of a title's words that come back in the transcript
_BY_SOMEBODY = re.compile(
    r"(?:(?:by|with) (?=[A-Z])|From:? (?:the )?(?=(?:Department|Ministry|Office|Cabinet)\b))[^.?!]{4,160}$"
)
_OPEN_END = re.compile(r"(?:[’']s|[s]’|,|\b(?:of|on|and|the|for|in|to|with|by|at|a|an|from|or|&))$", re.IGNORECASE)
_CHINESE_GOES_ON = re.compile(r"^(?:主持|举行|舉行|举办|召开|答(?:记者|記者|中外)|就|出席|会见|會見|接受)")
_CAPITALS_GO_ON = re.compile(r"(?:AT|ON|IN|WITH|FOR|OF|TO|FOLLOWING|BEFORE|AFTER|DURING|AND) [A-Z]")
_FACT = re.compile("[\u3400-\u9fff]{2,8}[:：]")  # “出席人員：…”
LEAST_FOR_NOTHING = 1.0  # the weight of a line before any clue
LONGEST_DATE_LINE = 80  # characters
LONGEST_BESIDE = 45  # characters beside a date: a place, a time, a source
HIGHEST_LINES = 6  # over which a title's place weighs most
MOST_HEAD_LINES = 30  # in which it is looked for
MOST_TITLE_LINES = 4
CUT_LINES = (50, 100)  # characters: a page whose longest line is between these is cut at a width


def title_at(lines: Sequence[Line], index: int, width: int = 0) -> tuple[str, int]:
    """Return the title that would begin at `index`, with the lines that it goes on in, and the index after it.

    `width` is that of the page's longest line, if it is cut at one.
    """
    title, end = lines[index].text, index + 1
    chinese = is_chinese_label(title)
    if belongs_to_the_frame(TitleLine(title)):
        return title, end
    while end < len(lines) and end - index < MOST_TITLE_LINES:
        following = lines[end]
        if following.number - lines[end - 1].number > following.gap + 1:
            break  # what stands between them was read as a fact
        broken = following.gap == 0 and not chinese and following.text[0].islower()
        open_ended = following.gap <= 1 and bool(_OPEN_END.search(title))
        goes_on = chinese and bool(_CHINESE_GOES_ON.match(following.text)) and not _FACT.match(following.text)
        full = following.gap == 0 and len(lines[end - 1].text) > width * 3 // 4 > 0
        broken = broken or (full and not find_dates(title) and _may_go_on(following))
        broken = broken or (
            following.gap == 0
            and title.isupper()
            and following.text.isupper()
            and bool(_CAPITALS_GO_ON.match(following.text))
        )
        if lines[index].heading and not following.heading:
            break  # “Update from St Oswin's” is whole
        if is_chinese_label(following.text) != chinese or not (broken or open_ended or goes_on):
            break
        title = title + following.text if chinese else f"{title} {following.text}"
        end += 1
    return title, end


def find_title(
    lines: Sequence[Line], width: int = 0, below: Collection[str] = (), own: str = ""
) -> tuple[str, int, int]:
    """Return the likeliest title and the indices at which its lines begin and end; an empty one when there is none.

    `below` are the content words of the transcript, as `content_words` has them; `own` is the title that the page
    states outside its words, with the site's name or without.
    """
    chief, own = _chief_heading(lines[:MOST_HEAD_LINES]), fold_letters(own)
    best, best_score, taken = "", 0.0, (0, 0)
    width = width if CUT_LINES[0] < width <= CUT_LINES[1] else 0
    for index in range(min(MOST_HEAD_LINES, len(lines))):
        title, end = title_at(lines, index, width)
        beside = is_beside_day(lines[index])
        title = lines[index].text[: lines[index].spread] if beside else title
        dated = beside or _is_dated_under(lines, end, chinese=is_chinese_label(title))
        subject = _SUBJECT_BEFORE.match(title)
        title = title[subject.end() :] if subject else title
        before = _TITLE_BEFORE.match(title)
        title = title[before.end() :] if before else title
        line = TitleLine(
            title,
            is_dated=dated,
            is_parted=lines[index].spread > 0 and not is_beside_day(lines[index]),
            is_echoed=_is_echoed(title, below),
            is_over_byline=end < len(lines) and bool(_BY_SOMEBODY.match(lines[end].text)),
            is_stated=bool(before and before["stated"]),
            is_chief=index == chief,
            is_own=len(letters := fold_letters(title)) >= SHORTEST_OWN and letters in own,
            lower=HIGHEST_LINES * 0.3
            if subject
            else min(index, HIGHEST_LINES) * 0.3 + max(0, index - HIGHEST_LINES) * 0.05,
        )
        total = LEAST_FOR_NOTHING + score(TITLE_CLUES, line).total - line.lower
        if total > best_score:
            best, best_score, taken = title, total, (index, end)
    begins, ends = taken
    for index in range(begins if best else 0):
        # The same stands over it with its date, and is printed in capitals here.
        above = lines[index].text
        if fold(above).startswith(fold(best)) and find_dates(above[len(best) :]):
            return above, index, index + 1
    for index in range(ends, min(MOST_HEAD_LINES, len(lines))) if best else ():
        # The same once more, with its date.
        if lines[index].text.startswith(best) and find_dates(lines[index].text[len(best) :]):
            return lines[index].text, index, index + 1
    return best, begins, ends


def _chief_heading(lines: Sequence[Line]) -> int | None:
    """Return the index of the only heading of the highest level among the lines; None where there are more."""
    highest = min((line.heading for line in lines if line.heading), default=0)
    places = [index for index, line in enumerate(lines) if highest and line.heading == highest]
    return places[0] if len(places) == 1 else None


def content_words(text: str) -> set[str]:
    """Return the words of four letters or more, and every two Chinese characters side by side."""
    text = fold(text)
    pairs = {run[at : at + 2] for run in _WIDE.findall(text) for at in range(len(run) - 1)}
    return set(_WORDS.findall(text)) | pairs


def part_off_date(title: str) -> tuple[str, str]:
    """Part “Briefing on ferries | 12 March 2024” into the title and the day beside it; "" where there is none."""
    *before, last = _BAR.split(title)
    dates = find_dates(last)
    if before and dates and not strip_times(last[: dates[0].start] + last[dates[0].end :]):
        return title[: -len(last)].rstrip(" |｜丨"), last
    return title, ""


def is_beside_day(line: Line) -> bool:
    """Return whether a wide space parts a line from its day: “Notes of the noon briefing      9 August 2017”."""
    rest = line.text[line.spread :] if line.spread else ""
    dates = find_dates(rest)
    return bool(dates) and not strip_times(rest[: dates[0].start] + rest[dates[0].end :])


def _is_echoed(title: str, below: Collection[str]) -> bool:
    words = content_words(title) - KIND_WORDS
    return bool(words) and sum(word in below for word in words) >= LEAST_ECHO * len(words)


def _may_go_on(line: Line) -> bool:
    """Return whether a line may be the rest of a title that was cut at the page's width: no date, field or sentence."""
    if all(word in KIND_WORDS for word in name_words(line.text)):
        return False
    return not (find_dates(line.text) or FIELD_BEFORE.match(line.text) or ends_sentence(line.text))


def _is_dated_under(lines: Sequence[Line], index: int, *, chinese: bool) -> bool:
    """Return whether the line at `index` is a date and little else; a title may stand there once more in a language."""
    if index < len(lines) and _BY_SOMEBODY.match(lines[index].text):
        index += 1
    below = [line.text for line in lines[index : index + 2]]
    if len(below) > 1 and is_chinese_label(below[0]) != chinese and not find_dates(below[0]):
        below = below[1:]
    dates = find_dates(below[0]) if below and len(below[0]) < LONGEST_DATE_LINE else []
    if not dates:
        return False
    beside = strip_times(below[0][: dates[0].start] + below[0][dates[0].end :])
    return len(beside) < LONGEST_BESIDE and not EVENT_WORDS.search(beside)
