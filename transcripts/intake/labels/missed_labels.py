"""Labels inside the words of a turn: at the start of a line without punctuation, or within a line."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from transcripts.intake.labels.candidates import LabelCandidate
from transcripts.intake.labels.shapes import NAME_LETTER, Sureness, is_capitals, is_generic, shape_of
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.text import fold

MOST_NAME_WORDS = 6
LONGEST_BOLD = 60  # characters
LEAST_LETTERS = 6  # of a name that may be misspelt
# What sets a label off: a colon, a bar, a slash, a bracket that closes, a dash, a star, a time code, a wide space.
_SET_OFF = re.compile(
    r"[^\w\s]*\s*(?P<label>[^\W_][^:：|/>»)）\]】=*–—\t]{0,59}?)\**"
    r"(?P<mark>\s*(?:[:：|/>»)）\]】=*–—\t]|\.-|\s-\s|[\[(（]?\d{1,2}:\d{2}(?::\d{2})?[\])）]?)|\s{2,})\**"
)
_AFTER_SENTENCE = re.compile(r"[.?!…。？！؟][”\"’'」』)）\]】]*\s*(?=\S)")
_OPENS = re.compile(rf"[{NAME_LETTER}0-9“\"‘'(¿¡«–…\u3040-\u9fff]")
_BEFORE = re.compile(r"(?:\d{1,4}[.)]?\s+)?[\[(（]?\d{1,2}:\d{2}(?::\d{2})?[\])）]?\s+")  # a row's number, a time code
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\dIVX]{1,4}[、.．)）]")  # a heading
_CLOSES = re.compile(r"[】\])）>|/=»:：]")
_COLON = re.compile(r"\s*[:：]\**")


@dataclass(frozen=True, slots=True)
class Swallowed:
    """A label in the words of a turn: the index of its line, the label, and whether it opens the line.

    `colon` means that it opens the line and has a colon, so that a hint can make it a label; so it can if it is `bold`.
    """

    index: int
    label: str
    opens: bool
    colon: bool = False
    bold: bool = False


def find_swallowed(
    lines: Sequence[Line], marks: Mapping[int, LabelCandidate], known: Collection[str], end: int
) -> list[Swallowed]:
    """Return the labels of the page, and the names in `known` (folded), in the words of its turns up to `end`.

    One a line: the first. A line that opens with the mark that closes a label has lost it: its label is empty.
    """
    names = {mark.key for mark in marks.values() if len(mark.key) > 1} | {name for name in known if len(name) > 1}
    names |= {_letters(name) for name in names}
    found = []
    first = min(marks, default=end)
    for index in range(first, end):
        mark = marks.get(index)
        text = lines[index].text if mark is None or not mark.label else mark.rest
        one = next(_in_line(text, names, opens=mark is None), None)
        if one:
            found.append(Swallowed(index, *one))
        elif mark is None and (label := _bold_opening(lines[index])):
            found.append(Swallowed(index, label, opens=True, bold=True))
        elif mark is None and first < index < end - 1 and _is_name_alone(*lines[index - 1 : index + 2]):
            found.append(Swallowed(index, lines[index].text, opens=True))
    return found


def _bold_opening(line: Line) -> str:
    """Return the bold words at a line's start, if they are as few as a label's; the whole line's, if it is bold."""
    label = line.text[: line.bold].strip(" .:：–—-|)")
    return label if 0 < line.bold <= LONGEST_BOLD and any(char.isalnum() or char in "?？" for char in label) else ""


def _is_name_alone(before: Line, line: Line, after: Line) -> bool:
    """Return whether a line is nothing but what looks like a name, after a finished sentence and over another."""
    finished = ends_sentence(before.text) and not ends_sentence(line.text)
    over = after.gap == 0 and _OPENS.match(after.text) is not None
    return finished and over and not _NUMBERED.match(line.text) and shape_of(line.text).sureness >= Sureness.NAME


def _letters(name: str) -> str:
    """Return a name's letters in their order in the alphabet, where there are enough: a slip of the hand keeps them."""
    letters = [char for char in name if char.isalnum()]
    return "".join(sorted(letters)) if len(letters) >= LEAST_LETTERS else name


def _in_line(text: str, names: Collection[str], *, opens: bool) -> Iterator[tuple[str, bool, bool]]:
    """Yield the labels in a line, whether each opens it, and with a colon; the beginning where it `opens` no turn."""
    if opens and _CLOSES.match(text):
        yield "", True, False
    code = _BEFORE.match(text)
    first = code.end() if code else 0
    begins = [first] if opens else []
    begins += [match.end() for match in _AFTER_SENTENCE.finditer(text)]
    for begin in begins:
        match = _SET_OFF.match(text, begin)
        if match and _OPENS.match(text[match.end() :].lstrip() or "A"):
            label, colon = match["label"].strip(), _COLON.fullmatch(match["mark"]) is not None
            strange = begin > first and colon and shape_of(label).sureness is Sureness.STRONG
            if fold(label) in names or _letters(fold(label)) in names or strange:
                yield label, begin == first, begin == first and colon
        elif begin == first and opens and (label := _bare(text[first:], names)):
            yield label, True, False


def _bare(text: str, names: Collection[str]) -> str:
    """Return the label that a line opens with, and that nothing sets off: “Ines Calder The harbour …”."""
    words = text.split(maxsplit=MOST_NAME_WORDS)
    for count in range(min(MOST_NAME_WORDS, len(words) - 1), 0, -1):
        label = " ".join(words[:count])
        if fold(label) in names and _OPENS.match(words[count]):
            tells = count > 1 or is_capitals(label) or is_generic(label) or is_chinese_label(label)
            return label if tells else ""
    return ""
