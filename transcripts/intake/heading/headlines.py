"""Titles that have the shape of a label: with a colon, or in capitals over a day."""

from collections.abc import Mapping, Sequence

from transcripts.intake.heading.person_lines import FIELD
from transcripts.intake.heading.title_clues import EVENT_WORDS
from transcripts.intake.hints import Hints
from transcripts.intake.labels.candidates import LabelCandidate
from transcripts.intake.labels.shapes import Sureness, is_generic
from transcripts.intake.lines.dates import find_dates, is_day_alone
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.lines.paragraphs import looks_like_heading

LAST_TITLE_LINE = 5
LONGEST_DATED = 80  # characters of a line that is a day with little beside it


def is_headline(lines: Sequence[Line], index: int, marks: Mapping[int, LabelCandidate], hints: Hints) -> bool:
    """Return whether the first mark of a page is a title with a colon: no sentence, once, and a day stands under it."""
    mark, after = marks[index], lines[index + 1] if index + 1 < len(lines) else None
    if mark.own_line or lines[index].number in hints.labels or is_generic(mark.label):
        return False
    once = sum(one.key == mark.key for one in marks.values()) == 1
    dated = after is not None and find_dates(after.text) and len(after.text) < LONGEST_DATED
    return once and bool(dated) and looks_like_heading(mark.rest)


def is_title_line(lines: Sequence[Line], index: int, mark: LabelCandidate, hints: Hints) -> bool:
    """Return whether a mark in the first lines is a title with a colon rather than a label."""
    after = lines[index + 1] if index + 1 < len(lines) else None
    named = mark.own_line and lines[index].heading and EVENT_WORDS.search(lines[index].text)
    if (
        named
        and after
        and FIELD.match(after.text)
        and find_dates(after.text)
        and lines[index].number not in hints.labels
    ):
        return True  # a heading that names an event, over “Date: …”
    if index <= LAST_TITLE_LINE and mark.own_line and after and lines[index].number not in hints.labels:
        return is_day_alone(after.text) and not is_generic(mark.label)
    if index > LAST_TITLE_LINE or mark.own_line or ends_sentence(mark.rest) or lines[index].number in hints.labels:
        return False
    twice = [at for at, line in enumerate(lines[: LAST_TITLE_LINE + 1]) if line.text == lines[index].text]
    if len(twice) > 1 and not is_generic(mark.label):
        return True  # a title that the page prints twice
    stands_apart = after is not None and (after.gap > 0 or (bool(find_dates(after.text)) and len(after.text) < 80))
    if stands_apart and not is_generic(mark.label) and EVENT_WORDS.search(lines[index].text):
        return True
    unsure = mark.shape.sureness < Sureness.STRONG or index == 0
    return stands_apart and unsure and looks_like_heading(f"{mark.label} {mark.rest}")


def is_chief_heading(lines: Sequence[Line], index: int, mark: LabelCandidate, hints: Hints) -> bool:
    """Return whether a mark is the page’s only heading of the highest level: “Coach Brandt: ‘We gave two away’”."""
    if lines[index].heading != 1 or mark.own_line or is_generic(mark.label) or lines[index].number in hints.labels:
        return False
    return sum(line.heading == 1 for line in lines) == 1
