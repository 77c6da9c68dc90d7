"""Where turns begin: which of a page's possible labels are labels, judged over the whole page."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from transcripts.intake.labels import Mark, Sureness, is_capitals, is_chinese_label, is_generic, read_mark, sureness_of
from transcripts.intake.lines import Line, ends_sentence

_QUESTION = re.compile(r"[?？][”\"’)）\]]*")
_THANKS = re.compile(r"(thank you|thanks)( very much| so much| again)?[.!]?$|(谢谢|謝謝)[。.!！]?$", re.IGNORECASE)
_CHINESE_ASKING = re.compile(
    "请问|請問|可否|能否|请介绍|請介紹|有何评论|有何評論|怎么看|怎麼看|如何看|是否|请谈谈|有什么"
)
_ASKING = re.compile(
    r"for taking (?:my|the|our) question|\bmy question is"
    r"|\b(?:i|we)(?:['’]d| would)? (?:just )?(?:want(?:ed)?|like) to ask"
    r"|\bi (?:wonder|was wondering|am curious)|\bi['’]m (?:wondering|curious)"
    r"|\bcould you (?:please )?(?:tell|talk|give|comment|explain|elaborate|share|shed)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?。！？])[”\"’)）\]]*\s*")
LONGEST_INDIRECT = 900  # characters of a question without a question mark
LEAST_LABELS = 3  # labels in capitals that make capitals a page's manner
LEAST_WORDS = 20  # characters after the first name of a page, if it is a label
LONGEST_BARE_NAME = 6  # words of a name that stands alone on a line, without a colon


def reads_as_question(paragraphs: Collection[str]) -> bool:
    """Say whether words end as a question does, but for thanks and a remark after it."""
    text = " ".join(paragraphs).strip()
    if not _QUESTION.search(text):
        return bool(len(text) < LONGEST_INDIRECT and (_CHINESE_ASKING.search(text) or _ASKING.search(text)))
    sentences = [sentence for sentence in _SENTENCES.split(text) if sentence.strip()]
    last = sentences[-3:] if _THANKS.search(text) else sentences[-2:]
    return any(_QUESTION.search(sentence) for sentence in last)


def ends_as_question(text: str) -> bool:
    """Say whether `text` ends with a question mark or with thanks."""
    return bool(re.search(r"[?？][”\"’)）\]]*$", text) or _THANKS.search(text))


def find_turns(lines: Sequence[Line], known: Collection[str], taken: Collection[int] = ()) -> dict[int, Mark]:
    """Return the labels that open turns, by their line's index in `lines`.

    `known` are folded names of people the page states; `taken` are indices of lines that are no speech.
    """
    marks: dict[int, Mark] = {}
    for index, line in enumerate(lines):
        if index in taken:
            continue
        mark = read_mark(line, known)
        if mark and (mark.rest or index + 1 < len(lines)):
            marks[index] = mark
    accepted = _accepted(lines, marks)
    found = {index: mark for index, mark in marks.items() if index in accepted}
    if len(found) < 2:
        bare = _find_bare_names(lines, known, taken)
        if len(bare) > len(found):
            return bare
    return found


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a page prints its labels, judged from all that could be one."""

    lines: Sequence[Line]
    marks: Mapping[int, Mark]
    segments: Mapping[int, list[str]]
    counts: Counter[str]
    keys_on_own_lines: set[str]
    on_own_lines: bool
    in_capitals: bool


def _manner_of(lines: Sequence[Line], marks: Mapping[int, Mark]) -> _Manner:
    """Return the page's manner."""
    strong = [mark for mark in marks.values() if mark.sureness is Sureness.STRONG]
    own = [mark for mark in marks.values() if mark.own_line and mark.sureness >= Sureness.NAME]
    named = [mark for mark in strong if len(mark.label) > 1]
    capitals = sum(is_capitals(mark.label) for mark in named)
    return _Manner(
        lines=lines,
        marks=marks,
        segments=_segments(lines, marks),
        counts=Counter(mark.key for mark in marks.values()),
        keys_on_own_lines={mark.key for mark in own},
        on_own_lines=bool(own) and len(own) >= sum(not mark.own_line for mark in strong),
        in_capitals=len(named) >= LEAST_LABELS and capitals * 10 >= len(named) * 8,
    )


def _accepted(lines: Sequence[Line], marks: Mapping[int, Mark]) -> set[int]:
    """Judge the possible labels by the page's own manner; a label that is one in one place is one everywhere."""
    manner = _manner_of(lines, marks)
    accepted: set[str] = set()
    for index, mark in marks.items():
        if mark.key not in accepted and _is_label(index, mark, manner):
            accepted.add(mark.key)
    return {index for index, mark in marks.items() if mark.key in accepted}


def _is_label(index: int, mark: Mark, manner: _Manner) -> bool:
    """Judge one possible label."""
    if is_generic(mark.label) and mark.sureness is Sureness.STRONG:
        return True
    if mark.own_line:
        return mark.sureness is Sureness.STRONG or manner.on_own_lines or manner.counts[mark.key] > 1
    if manner.on_own_lines and (mark.sureness < Sureness.STRONG or len(manner.keys_on_own_lines) > 1):
        # Where labels stand on lines of their own, one before words is more likely a phrase.
        return mark.key in manner.keys_on_own_lines
    if manner.in_capitals:
        return is_capitals(mark.label) or (mark.sureness is Sureness.STRONG and manner.counts[mark.key] > 1)
    return mark.sureness is Sureness.STRONG or _speaks_in_turn(index, mark, manner)


def _speaks_in_turn(index: int, mark: Mark, manner: _Manner) -> bool:
    """Judge a name before words by what surrounds it: it asks, or it answers a question just asked, or comes back."""
    words = manner.segments[index]
    asks = reads_as_question(words)
    if manner.counts[mark.key] > 1 and (mark.sureness is Sureness.NAME or asks):
        return True
    earlier = [other for other in manner.marks if other < index]
    if not earlier:
        # The first label of the page: whole sentences follow it, a title's second half is none.
        return mark.sureness is Sureness.NAME and len(mark.rest) > LEAST_WORDS and ends_sentence(" ".join(words))
    before = manner.lines[index - 1].text
    follows_question = ends_as_question(before) and reads_as_question(manner.segments[earlier[-1]])
    follows_speech = ends_sentence(before) or is_chinese_label(before)
    return follows_speech and (asks or follows_question)


def _segments(lines: Sequence[Line], marks: Mapping[int, Mark]) -> dict[int, list[str]]:
    """Return the words after each possible label, up to the next."""
    places = sorted(marks)
    ends = [*places[1:], len(lines)][: len(places)]
    return {
        place: [text for text in [marks[place].rest, *(line.text for line in lines[place + 1 : end])] if text]
        for place, end in zip(places, ends, strict=True)
    }


def _find_bare_names(lines: Sequence[Line], known: Collection[str], taken: Collection[int]) -> dict[int, Mark]:
    """Return names that stand alone on lines without a colon, where a page marks its speakers so."""
    found: dict[int, Mark] = {}
    for index, line in enumerate(lines[:-1]):
        text = line.text
        if index in taken or len(text.split()) > LONGEST_BARE_NAME or ends_sentence(text) or text[-1] in "—–-,":
            continue
        sureness = sureness_of(text, known)
        if sureness >= Sureness.NAME and len(lines[index + 1].text) > max(20, len(text)):
            found[index] = Mark(text, "", sureness)
    counts = Counter(mark.key for mark in found.values())
    found = {
        index: mark
        for index, mark in found.items()
        if is_generic(mark.label) or mark.key in known or counts[mark.key] > 1
    }
    speaking = {mark.key for mark in found.values()}
    has_part = any(is_generic(mark.label) or mark.key in known for mark in found.values())
    return found if len(speaking) > 1 and has_part else {}
