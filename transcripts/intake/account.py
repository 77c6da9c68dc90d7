"""The account of a page's words: each is in a turn, in a line of the head, or in a line that was left out."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from transcripts.document import TurnText
from transcripts.intake.left_out import LeftOut, Reason
from transcripts.intake.lines.chinese import ONE_EACH
from transcripts.intake.lines.footer import is_end_mark
from transcripts.intake.lines.hand_over import GREETING
from transcripts.intake.lines.page_lines import frame_reason
from transcripts.intake.source import SourceLine
from transcripts.intake.vocabulary import NOT_LABELS, PUBLICATION_WORDS
from transcripts.text import fold

_WORD = re.compile(rf"[{ONE_EACH}]|[^\W_{ONE_EACH}]+")
_UNSEEN = re.compile("[\x02\ufffe\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_TIME_CODE = re.compile(r"[\[(（]?(?:\d{4}-\d{1,2}-\d{1,2}[ T])?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])）]?")
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:：]{0,60})(?<!\d)[:：]\s*\S")
_SENTENCE = re.compile(r"[.?!؟。？！…;；][”\"’'」』)）\]】]*$")
_CREDIT = re.compile(r"(?:authori[sz]ed|issued|published|printed|prepared|released|produced) by\b", re.IGNORECASE)
_FRAME = frozenset((Reason.FURNITURE, Reason.REPEATED, Reason.CAPTION, Reason.LINE_NUMBER, Reason.TIME_CODE))
# Words before a colon in the heads of mails, and at a page's foot.
_FRAME_LABELS = (
    NOT_LABELS
    | PUBLICATION_WORDS
    | {"from", "sent", "to", "cc", "subject"}
    | {"地址", "电话", "電話", "點閱次數", "点击数", "浏览次数", "瀏覽次數", "责任编辑", "責任編輯"}
)
MOST_HEADING_LINES = 60  # that are looked at for the rest of one heading, empty ones among them
LEAST_LISTED = 3  # pieces of a list
LONGEST_FACT = 80  # characters behind its colon
FURTHEST_ON = 400  # characters of a turn that may be passed over to where a line of it stands
LONGEST_BEFORE = 60  # characters that are shown of the words before


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A printed line from which a field of the head, or people, were read. `line` counts from 1."""

    field: str
    line: int
    text: str


def words_of(text: str) -> list[str]:
    """Return the words: runs of letters and digits after NFKC, each Chinese or Japanese character by itself."""
    return _WORD.findall(_plain(text))


def _plain(text: str) -> str:
    """Return a text without what nobody sees in a word: marks without width, and signs for soft hyphens."""
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text))


def word_places(text: str) -> list[tuple[str, int]]:
    """Return the words of a text as they stand in it, each with the place of its first character."""
    return [(match[0], match.start()) for match in _WORD.finditer(text)]


def account_for(
    lines: Sequence[SourceLine],
    turns: Iterable[tuple[int, TurnText]],
    headings: Iterable[tuple[int, str]],
    head: Mapping[int, str],
    repeated: Iterable[int] = (),
    *,
    numbered: Collection[int] = (),
) -> tuple[tuple[HeadLine, ...], tuple[LeftOut, ...]]:
    """Return the head's lines, and the words of `lines` that are in no turn, no heading and no line of the head.

    `turns` come with the number of the line on which each opens; its words are looked for from there to the next one.
    `head` are the fields that the head's lines gave, by the lines' numbers; a line on which turns open as well counts
    without their words. `headings` come with the number of the line under them that opens a turn. `repeated` are the
    numbers of running heads, `numbered` those of lines before which their number on the page is printed.
    """
    repeated = frozenset(repeated)
    said: dict[int, list[str]] = {}
    for number, turn in turns:
        said.setdefault(number, []).extend(words_of(" ".join([turn.label, *turn.paragraphs])))
    pools = {number: Counter(words) for number, words in said.items()}
    opens = sorted(pools)
    in_words = [words_of(line.text) for line in lines]
    whole = _said_whole(lines, in_words, said, pools, head)
    headed: dict[int, Counter[str]] = {}
    for number, heading in headings:
        headed.setdefault(number, Counter()).update([" ".join(words_of(heading))] if heading else [])
    found: list[LeftOut] = []
    read = []
    before = ""
    goes_on = 0  # lines of a heading that is printed on several
    for index, line in enumerate(lines):
        words = in_words[index]
        if (words and goes_on) or index in whole:
            goes_on -= bool(goes_on) and index not in whole
            before = line.text
            continue
        at = bisect_right(opens, line.number)
        pool = pools[opens[at - 1]] if at else Counter()
        is_opening = bool(at) and opens[at - 1] == line.number
        if not words or line.number in head:
            rest = without_words(line.text, pool) if is_opening else " ".join(line.text.split())
            if rest and line.number in head:
                read.append(HeadLine(head[line.number], line.number, rest))
            before = line.text if words else before
            continue
        key = " ".join(words)
        over = headed.get(opens[at] if at < len(opens) else 0) or Counter()
        if over[key] and not Counter(words) <= pool:
            over[key] -= 1
        elif over and not Counter(words) <= pool and (spread := _spread_heading(lines, index, over)):
            goes_on = spread
        else:
            # The beginning of a line may be the end of the turn before, where a break that is no line's end parts them.
            above = pools[opens[at - 2]] if is_opening and at > 1 else Counter()
            rest = without_words(line.text, above, pool)
            if rest:
                is_number = line.number in numbered and rest.isdigit()
                reason = Reason.REPEATED if line.number in repeated else _reason_for(rest)
                reason = Reason.LINE_NUMBER if is_number else reason
                found.append(LeftOut(line.number, rest, reason, before=ending(before)))
        before = line.text
    for number, over in headed.items():
        for key in (+over).elements():
            _take_heading(found, key, number)
    return tuple(read), tuple(found)


def _said_whole(
    lines: Sequence[SourceLine],
    in_words: Sequence[Sequence[str]],
    said: Mapping[int, Sequence[str]],
    pools: Mapping[int, Counter[str]],
    head: Collection[int],
) -> set[int]:
    """Return the places of lines that a turn says as they stand, one after the other; their words leave its pool.

    They go first, or a line left out between them would take its common words from theirs.
    """
    whole: set[int] = set()
    text, pool, after = "", Counter[str](), 0
    for index, line in enumerate(lines):
        if line.number in said:
            text, pool, after = f" {' '.join(said[line.number])} ", pools[line.number], 0
        if not in_words[index] or line.number in head:
            continue
        key = f" {' '.join(in_words[index])} "
        at = text.find(key, after, after + len(key) + FURTHEST_ON)
        words = Counter(in_words[index]) if at >= 0 else Counter[str]()
        if words and all(pool[word] >= count for word, count in words.items()):
            pool.subtract(words)
            whole.add(index)
            after = at + len(key) - 1
    return whole


def _take_heading(found: list[LeftOut], key: str, number: int) -> None:
    """Take the words of a heading that is no whole line off the lines left out nearest above the line `number`.

    Where these have not all of them, a turn's own words were taken for the heading's: then off those below.
    """
    pool = Counter(key.split(" "))
    above = [one for one in reversed(found) if one.line <= number]
    for one in (*above, *(one for one in found if one.line > number)):
        if pool.keys() & set(words_of(one.text)):
            index = found.index(one)
            rest = without_words(one.text, pool)
            found[index : index + 1] = [replace(one, text=rest)] if rest else []
            pool = +pool


def _spread_heading(lines: Sequence[SourceLine], index: int, over: Counter[str]) -> int:
    """Take a heading off `over` that begins with a line and goes on; return how many lines more it has, or 0."""
    key, more = " ".join(words_of(lines[index].text)), 0
    longest = max(map(len, over))
    for line in lines[index + 1 : index + MOST_HEADING_LINES]:
        if len(key) >= longest:
            break
        words = words_of(line.text)
        if words:
            key, more = f"{key} {' '.join(words)}", more + 1
            if over[key]:
                over[key] -= 1
                return more
    return 0


def may_be_speech(one: LeftOut) -> bool:
    """Return whether words left out may be speech: a sentence, or a line with a label, and not of the page's frame."""
    if one.reason in _FRAME or is_end_mark(one.text):
        return False
    label = _LABEL.match(one.text)
    if label and fold(label["label"]) in _FRAME_LABELS:
        return False
    return bool(label or _SENTENCE.search(one.text))


def states_a_fact(text: str) -> bool:
    """Return whether a line outside the speech states a fact of the page: words before a colon, a list, a credit."""
    label = _LABEL.match(text)
    rest = text[label.end() - 1 :] if label else ""
    is_list = sum(map(rest.count, ";；")) >= LEAST_LISTED - 1
    fact = bool(rest) and (is_list or not _SENTENCE.search(rest)) and not GREETING.match(rest)
    return len(rest) <= LONGEST_FACT and (fact or bool(_CREDIT.match(text)))


def without_words(text: str, *pools: Counter[str]) -> str:
    """Take the words of a line out of the pools; return what is in none of them: the line, or the pieces of it."""
    plain = _plain(text)
    left: list[tuple[int, int]] = []
    for match in _WORD.finditer(plain):
        if pool := next((pool for pool in pools if pool[match[0]] > 0), None):
            pool[match[0]] -= 1
        elif left and not _WORD.search(plain, left[-1][1], match.start()):
            left[-1] = (left[-1][0], match.end())
        else:
            left.append((match.start(), match.end()))
    whole = len(left) == 1 and not _WORD.search(plain, 0, left[0][0]) and not _WORD.search(plain, left[0][1])
    if whole:
        return " ".join(text.split())
    return " … ".join(" ".join(plain[begin:end].split()) for begin, end in left)


def _reason_for(text: str) -> Reason:
    if _TIME_CODE.fullmatch(text):
        return Reason.TIME_CODE
    known = frame_reason(text)
    return Reason(known) if known else Reason.NOT_UNDERSTOOD


def ending(text: str) -> str:
    """Return the last words of a line."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_BEFORE else f"…{text[-LONGEST_BEFORE:].lstrip()}"
