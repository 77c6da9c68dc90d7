"""Questions without a label: numbered, or directly above the label of an answer."""

import re
from collections.abc import Collection, Mapping, Sequence

from transcripts.intake.labels.candidates import Form, LabelCandidate
from transcripts.intake.labels.shapes import Shape, generic_core
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.lines.questions import ends_as_question
from transcripts.intake.vocabulary import ANSWERERS, QUESTIONERS

LEAST_ASKED = 2  # such questions that make it the way in which a page prints them
LONGEST_ASKED = 600  # characters of one line of a question
_NUMBERED = re.compile(r"[(（]?(?:(?P<figure>\d{1,2})|(?P<han>[一二三四五六七八九十]{1,3}))(?:[、．)）]|\.\s)\s*(?=\S)")
_MARK = re.compile("[?？؟]")
_HAN = "一二三四五六七八九"


def number_of(text: str) -> int:
    """Return the number that is printed before a line: “3. Who pays?”, “三、谁来出资？”; 0 where there is none."""
    match = _NUMBERED.match(text)
    if not match:
        return 0
    if match["figure"]:
        return int(match["figure"])
    tens, ten, ones = match["han"].rpartition("十")
    return (10 * (_HAN.find(tens) + 1 or 1) if ten else 0) + (_HAN.find(ones) + 1 if ones else 0)


def find_asked(
    lines: Sequence[Line], marks: Mapping[int, LabelCandidate], possible: Collection[int]
) -> dict[int, LabelCandidate]:
    """Return the openings of questions without labels, and those of answers where these have none either.

    On a page where only answers have labels, the question is what is numbered, or asks, right over each. On a page
    without labels, numbered questions are told from what stands under them. `possible` are the lines that may open with
    a label; a question does not.
    """
    found = _over_answers(lines, marks) if marks else _numbered(lines)
    return {} if set(found) & set(possible) - set(marks) else found


def _over_answers(lines: Sequence[Line], marks: Mapping[int, LabelCandidate]) -> dict[int, LabelCandidate]:
    """Return the questions that stand right over the answers of a page on which nobody asks under a label."""
    keys = {mark.key for mark in marks.values()}
    bold = _bold_over_answers(lines, marks)
    if len(bold) >= LEAST_ASKED and not any(generic_core(key) in QUESTIONERS for key in keys):
        return {index: _asked(lines[index]) for index in bold}
    if len(marks) < LEAST_ASKED or not (len(keys) == 1 or all(generic_core(key) in ANSWERERS for key in keys)):
        return {}
    places = sorted(marks)
    opened: list[int] = []
    for before, place in zip([-1, *places], places, strict=False):
        # The first line under a label is what is said there.
        least = before + 1 + (before >= 0 and marks[before].own_line)
        begin = _opening(lines, place - 1, least) if place - 1 >= least else None
        if begin is not None:
            opened.append(begin)
    if len(opened) < LEAST_ASKED or len(opened) + 1 < len(places):
        return {}
    return {index: _asked(lines[index]) for index in opened}


def _bold_over_answers(lines: Sequence[Line], marks: Mapping[int, LabelCandidate]) -> list[int]:
    """Return where whole bold lines begin that ask, right over a label's line that is not bold throughout."""
    opened = []
    for place in sorted(marks):
        begin = place
        while begin and lines[begin - 1].is_bold and begin - 1 not in marks:
            begin -= 1
        # “Why is it so much? My readers ask.” asks as well.
        asks = any(_MARK.search(line.text) for line in lines[begin:place])
        if asks and not lines[place].is_bold and begin > 0:
            opened.append(begin)
    return opened


def _opening(lines: Sequence[Line], last: int, least: int) -> int | None:
    """Return the line on which the question opens that ends on a line; None where that asks nothing."""
    begin = last
    while begin > least and not (number_of(lines[begin].text) or lines[begin].gap):
        begin -= 1
    if number_of(lines[begin].text):
        return begin
    if not ends_as_question(lines[last].text) or len(lines[last].text) > LONGEST_ASKED:
        return None
    begin = last
    while begin > least and not lines[begin].gap and not ends_sentence(lines[begin - 1].text):
        begin -= 1
    return begin


def _numbered(lines: Sequence[Line]) -> dict[int, LabelCandidate]:
    """Return numbered questions, from the first on without a gap, and what stands under each."""
    found: dict[int, LabelCandidate] = {}
    expected = 1
    for index, line in enumerate(lines[:-1]):
        if number_of(line.text) != expected:
            continue
        last = index
        while last + 1 < len(lines) and not (ends_sentence(lines[last].text) or lines[last + 1].gap):
            last += 1
        if not ends_as_question(lines[last].text) or last + 1 >= len(lines) or number_of(lines[last + 1].text):
            continue
        found[index] = _asked(line)
        found[last + 1] = LabelCandidate("", lines[last + 1].text, Shape.NONE, Form.ASKED)
        expected += 1
    return found if expected > LEAST_ASKED else {}


def _asked(line: Line) -> LabelCandidate:
    return LabelCandidate("", line.text, Shape.PART, Form.ASKED)
