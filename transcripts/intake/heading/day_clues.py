"""Clues that a date on a page is the day held, or the day posted."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from transcripts.intake.heading.days import Mention, Place, Stated
from transcripts.intake.heading.title_clues import EVENT_WORDS, FOOT_DATE, POSTED
from transcripts.intake.language_words import any_of, words_for
from transcripts.intake.lines.dates import find_time
from transcripts.intake.scoring import stated_weights
from transcripts.intake.vocabulary import DATE_WORDS

_WEEKDAY = r"(?:(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?:[a-z]*day)?\.?,?\s+)?"
HELD = re.compile(
    r"\b(?:held|hosted|gave|holds|convened|took place|was held|met)\b|举行|舉行|召开|举办|受访|受訪"
    r"|回答了?.{0,6}(?:提问|提問)|[联聯][访訪]|接受.{0,8}[采採專专][访訪]"
    r"|\b(?:recorded|answered|took (?:some |your |their |the )?(?:\w+['’]? )?questions|briefed|spoke|addressed|met"
    r"|(?:was|were) said)\b"
    rf"|{any_of(words_for('words', 'held'))}",
    re.IGNORECASE,
)
_TO_THE_PRESS = re.compile(
    r"\b(?:(?:to|of|from|with|before) (?:the )?(?:press|media|reporters|journalists)|questions"
    r"|fragen|presse|journalist(?:en|innen)|preguntas|(?:la )?prensa|periodistas|perguntas|imprensa|jornalistas"
    r"|journalistes|à la presse|вопрос\w*|журналист\w*|прессе|прессы)\b"
    r"|提问|提問|記者|记者|질문|기자|الصحفيين|الصحافة|أسئلة",
    re.IGNORECASE,
)
_FACT_WORDS = "|".join(sorted(map(re.escape, DATE_WORDS), key=len, reverse=True))
_HELD_BEFORE = re.compile(
    rf"(?:\b(?:aired|held|hosted|recorded|delivered|broadcast|given|took place|taken|conducted|filmed)\b"
    rf"(?:\s+(?:live|in|at|on)\b[^.;]{{0,50}}?)??(?:\s+on)?|(?:^|[\s(（|])(?:{_FACT_WORDS})\s*[:：]|举行于|舉行於)"
    rf"\s*[:：]?\s*{_WEEKDAY}(?:the )?$",
    re.IGNORECASE,
)
_HELD_ON = re.compile(
    rf"\b(?:held|took place|recorded|delivered|spoke|answered|briefed|met)\b[^.;]{{0,80}}\bon {_WEEKDAY}(?:the )?$",
    re.IGNORECASE,
)
_NOT_THEN = re.compile(
    rf"(?:\b(?:embargo(?:ed)?|next|upcoming|deadline|effective|valid|due|expires?|starting|beginning|scheduled|planned)\b"
    rf"[^.;]{{0,40}}|\b(?:until|till|since|by|as of)\s+{_WEEKDAY}(?:the )?|下次|下一次|截至|截止|自|起"
    rf"|下一?[次场場期][^，。；]{{0,10}}[:：])\s*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:after|following|since|before|ahead of|based on|related to|regarding|concerning|about)\b[^,.;:–—]{0,60}$",
    re.IGNORECASE,
)
_OF = re.compile(r"(?P<word>[\w’'\-]+),? (?:of|vom|du|del|da|do|от)\s+(?:\w+day,? )?(?:the )?$", re.IGNORECASE)
_TODAY_BESIDE = re.compile(
    r"(?:\btoday|\bthis (?:morning|afternoon|evening)|\btonight|今[天日晨早]\S{0,3})\s*[(（]\s*$", re.IGNORECASE
)
_SAID = re.compile(
    rf"(?:\b(?:today is|it(?:['’]s| is)|this is|(?:conference|briefing|session) (?:of|on|for))\s+{_WEEKDAY}(?:the )?$)"
    r"|今天是$|今日是$",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:updated?|modified|reviewed|更新\S{0,4}|修改\S{0,4}|actualis|actualiz|atualiz|aktualisiert|обновл)",
    re.IGNORECASE,
)
_POSTED_AFTER = re.compile(r"\s*(?:\d{1,2}[:：]\d{2})?\s*(?:发表于|發表於|发布于|發佈於)")
_BYLINE = re.compile(
    r"^(?:by|par|por|von)\b|\b(?:min(?:ute)?s? read|reading time)\b|^[^\W\d][^\d|·•]{1,24}\s[|·•]\s", re.IGNORECASE
)
STAMP = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ T]+\d{1,2}:\d{2}")
_PLACE_BESIDE = re.compile(r"[,，]\s*[A-ZÀ-ÞА-Я\u3400-\u9fff]")


def _is_at(*places: Place) -> Callable[[Mention], bool]:
    return lambda one: one.place in places


def _is_posted(one: Mention) -> bool:
    return bool(POSTED.search(one.before) or _POSTED_AFTER.match(one.text[one.end :]))


def _is_updated(one: Mention) -> bool:
    return _is_posted(one) and bool(_UPDATED.search(one.before))


def _is_held(one: Mention) -> bool:
    return bool(_HELD_BEFORE.search(one.before)) and not _is_posted(one)


def _is_told(one: Mention) -> bool:
    """Return whether its sentence says that a conference was held or questions were answered, or names one."""
    if one.place not in (Place.SENTENCE, Place.BESIDE):
        return False
    asked = one.place is Place.SENTENCE and _TO_THE_PRESS.search(one.sentence) is not None
    return bool(HELD.search(one.sentence) or EVENT_WORDS.search(one.sentence) or asked)


def _is_told_nearby(one: Mention) -> bool:
    return (
        one.place is Place.SENTENCE
        and not _is_told(one)
        and bool(HELD.search(one.text) or EVENT_WORDS.search(one.text))
    )


def _is_that_day(one: Mention) -> bool:
    """Return whether words call it today: “this morning (May 6)”."""
    return bool(_TODAY_BESIDE.search(one.before))


def _is_told_at_once(one: Mention) -> bool:
    return one.place is Place.SENTENCE and bool(_HELD_ON.search(one.before))


def _is_of_something_else(one: Mention) -> bool:
    """Return whether it is a day that the conference was about: “questions on the fire of 3 March”."""
    if one.place not in (Place.TITLE, Place.SENTENCE, Place.BESIDE):
        return False
    of = _OF.search(one.before)
    return bool(
        of
        and (of["word"][0].islower() or one.text.isupper())
        and not EVENT_WORDS.search(of["word"])
        and not EVENT_WORDS.search(one.before[-24:])
    )


def _comes_after(one: Mention) -> bool:
    return (
        one.place in (Place.TITLE, Place.SENTENCE, Place.BESIDE)
        and bool(_ABOUT.search(one.before))
        and not _is_held(one)
    )


def _is_another_time(one: Mention) -> bool:
    return bool(_NOT_THEN.search(one.before))


def _is_stamp(one: Mention) -> bool:
    return one.place in (Place.LINE, Place.SOURCE) and bool(STAMP.search(one.text))


def _has_clock(one: Mention) -> bool:
    return one.place is Place.LINE and find_time(one.text) is not None and not _is_stamp(one)


def _has_place(one: Mention) -> bool:
    return one.place is Place.LINE and bool(_PLACE_BESIDE.search(one.text[one.end :]) or one.before.strip(" ,"))


def _is_byline(one: Mention) -> bool:
    return one.place in (Place.LINE, Place.BESIDE, Place.SOURCE) and bool(_BYLINE.search(one.text))


def _is_said(one: Mention) -> bool:
    return one.place is Place.SAID and bool(_SAID.search(one.before))


def _is_foot_mark(one: Mention) -> bool:
    return one.place is Place.FOOT and bool(FOOT_DATE.match(one.text))


def _is_partly_stated(one: Mention) -> bool:
    return one.stated is not Stated.WHOLE


def _is_vague(one: Mention) -> bool:
    return one.stated in (Stated.WEEKDAY, Stated.RELATIVE, Stated.NUMBER)


HELD_CLUES: Mapping[str, Callable[[Mention], bool]] = {
    "fact": _is_at(Place.FACT),
    "title": _is_at(Place.TITLE),
    "line": _is_at(Place.LINE),
    "beside": _is_at(Place.BESIDE),
    "dated": _is_at(Place.DATED),
    "held before": _is_held,
    "told": _is_told,
    "told nearby": _is_told_nearby,
    "that day": _is_that_day,
    "told at once": _is_told_at_once,
    "said": _is_said,
    "clock": _has_clock,
    "with place": _has_place,
    "posted before": _is_posted,
    "another time": _is_another_time,
    "of something": _is_of_something_else,
    "comes after": _comes_after,
    "stamp": _is_stamp,
    "byline": _is_byline,
    "in part": _is_partly_stated,
}
POSTED_CLUES: Mapping[str, Callable[[Mention], bool]] = {
    "posted before": _is_posted,
    "updated before": _is_updated,
    "source": _is_at(Place.SOURCE),
    "behind title": _is_at(Place.BEHIND_TITLE),
    "after sentence": _is_at(Place.AFTER_SENTENCE),
    "foot": _is_at(Place.FOOT),
    "foot mark": _is_foot_mark,
    "dated": _is_at(Place.DATED),
    "frame": _is_at(Place.FRAME),
    "line": _is_at(Place.LINE),
    "crumb": _is_at(Place.CRUMB),
    "stamp": _is_stamp,
    "byline": _is_byline,
    "fact": _is_at(Place.FACT),
    "title": _is_at(Place.TITLE),
    "told": _is_told,
    "held before": _is_held,
    "another time": _is_another_time,
    "vague": _is_vague,
}

MOST_DAYS = 60  # that are weighed against each other
ENOUGH = 1.0  # points of a day that is taken
CLOSE = 0.5  # points between two readings that make the better one doubtful
FAR, VERY_FAR = 14, 60  # days between the two
TOO_FAR = {FAR: 1.0, VERY_FAR: 2.0}  # points that these cost, where no word says that it was posted


@dataclass(frozen=True, slots=True)
class Days:
    """The days held and posted, as they are named; `other` is the day held in a reading that is nearly as likely."""

    held: Mention | None = None
    posted: Mention | None = None
    other: date | None = None


def choose_days(mentions: Sequence[Mention]) -> Days:
    """Return the likeliest days held and posted, weighed together: nothing is posted before it was held."""
    held = _weighed(mentions, "held", HELD_CLUES)
    posted = _weighed(mentions, "posted", POSTED_CLUES)
    readings = [
        (gives + takes - _apart(one, two), at, beside)
        for at, (one, gives) in enumerate([(None, 0.0), *held])
        for beside, (two, takes) in enumerate([(None, 0.0), *posted])
        if _fits(one, two)
    ]
    readings.sort(key=lambda one: (-one[0], one[1], one[2]))
    total, at, beside = readings[0]
    best = Days(held[at - 1][0] if at else None, posted[beside - 1][0] if beside else None)
    if best.held is None:
        return best
    day = best.held.day
    others = (held[at - 1][0].day for points, at, _ in readings if at and total - points < CLOSE)
    return Days(best.held, best.posted, next((other for other in others if other != day), best.held.other))


def _weighed(
    mentions: Sequence[Mention], table: str, clues: Mapping[str, Callable[[Mention], bool]]
) -> list[tuple[Mention, float]]:
    """Return the mentions that have enough points, with these; of the same day the heaviest, the first of several."""
    weights = {name: used for name, (_, used) in stated_weights()[table].items()}
    found: dict[tuple[date, Place], tuple[Mention, float]] = {}
    for one in mentions:
        points = sum(weights[name] for name, holds in clues.items() if holds(one))
        known = found.get((one.day, one.place))
        if points >= ENOUGH and (known is None or points > known[1]):
            found[one.day, one.place] = (one, points)
    return list(found.values())[:MOST_DAYS]


def _fits(held: Mention | None, posted: Mention | None) -> bool:
    if held is None or posted is None:
        return True
    same = held.day == posted.day and posted.place is Place.LINE and not POSTED.search(posted.before)
    return held is not posted and held.day <= posted.day and not (same and held.place is not Place.SENTENCE)


def _apart(held: Mention | None, posted: Mention | None) -> float:
    if held is None or posted is None or POSTED.search(posted.before):
        return 0.0
    days = (posted.day - held.day).days
    return sum(points for least, points in TOO_FAR.items() if days > least)
