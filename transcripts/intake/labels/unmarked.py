"""Unmarked labels: bare on lines of their own, with no colon, no type, nothing but their place."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from transcripts.intake.labels.candidates import Form, LabelCandidate
from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.labels.shapes import (
    Shape,
    Sureness,
    generic_core,
    has_honorific,
    has_role,
    is_full_name,
    is_generic,
    is_outlet,
    names_somebody,
    shape_of,
)
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.lines.questions import reads_as_question
from transcripts.intake.vocabulary import SURNAMES
from transcripts.text import fold

LONGEST_BARE_NAME = 6  # words of a name that stands alone on a line, without a colon
LONGEST_BESIDE = 12  # words of a name and its office there
LEAST_OFTEN = 3  # times that a bare office occurs, if it is a label
LEAST_BACK = 2  # names that come back, where nobody lists them
SHORTEST_SPEECH = 20  # characters of the line under a bare name
SHORTEST_CHINESE = 8  # of one in Chinese
MOST_UNDER = 60  # lines of a paragraph under a name

_CHINESE_NAME = re.compile("[\u3400-\u9fff]{2,3}")


def find_unmarked_names(
    lines: Sequence[Line], known: Collection[str], taken: Collection[int], words: Collection[str]
) -> dict[int, LabelCandidate]:
    """Return names that stand alone on lines without a colon, where a page prints its speakers so.

    They come back, name a part, or are people whom the page lists. Where these stand after a blank line and right over
    the words, so may one that stands once.
    """
    possible = {
        index: mark
        for index, line in enumerate(lines[:-1])
        if index not in taken and (mark := _unmarked_candidate(line, known)) and mark.key not in words
    }
    counts = Counter(_same(mark) for mark in possible.values())
    listed = {index for index, mark in possible.items() if is_generic(mark.label) or _is_listed(mark.label, known)}
    often = {index for index, mark in possible.items() if counts[_same(mark)] >= LEAST_OFTEN and _is_titled(mark)}
    found = {
        index: mark
        for index, mark in possible.items()
        if (index in listed or counts[_same(mark)] > 1) and _has_words_under(lines, index, counts[_same(mark)])
    }
    if found:
        first = min(found)
        found |= {index: mark for index, mark in possible.items() if index > first and _is_reporter(lines, index, mark)}
    over = _names_over_words(lines, possible)
    if not (listed | often) & set(found):
        return over
    first = min(found)
    if _stands_over_words(lines, found):
        found |= {index: mark for index, mark in possible.items() if index > first and _is_apart(lines, index)}
    elif _stand_alone(lines, found):
        # There, an office with a name is one as well, though it stands once.
        found |= {
            index: mark
            for index, mark in possible.items()
            if index > first
            and mark.shape in (Shape.OFFICE, Shape.HONORIFIC)
            and " " in mark.label
            and _stand_alone(lines, (index,))
            and ends_sentence(lines[index + 1].text)
        }
    found = found if len({mark.key for mark in found.values()}) > 1 else {}
    return over if len(over) > len(found) else dict(sorted(found.items()))


def _same(mark: LabelCandidate) -> str:
    """Return what a label is counted as: “问题1” and “问题2” are one."""
    return generic_core(mark.label) if is_generic(mark.label) else mark.key


def _is_reporter(lines: Sequence[Line], index: int, mark: LabelCandidate) -> bool:
    """Return whether a line is a name with an outlet, between sentences: “Jo Roe, Western Tribune”."""
    name, _, outlet = (part.strip() for part in mark.label.partition(","))
    if _is_chinese_outlet(mark):
        return ends_sentence(lines[index - 1].text) and ends_sentence(lines[index + 1].text)
    between = ends_sentence(lines[index - 1].text) and _is_over_sentence(lines, index)
    return between and mark.shape is Shape.OUTLET and bool(outlet) and is_full_name(name) and is_outlet(outlet)


def _names_over_words(lines: Sequence[Line], possible: Mapping[int, LabelCandidate]) -> dict[int, LabelCandidate]:
    """Return names that nobody lists, where all speech stands under names: two come back, questions stand under some.

    Or one comes back, and others ask. There, a full name that stands once over a sentence is one too, and an office
    with one of the names. A name counts with and without what stands behind it: “Jo Roe, Evening Courier”.
    """
    over = {index: mark for index, mark in possible.items() if _is_over_sentence(lines, index)}
    full = {index: mark for index, mark in over.items() if _names_somebody(mark)}
    times = Counter(_person(mark) for mark in full.values())
    names = {person for person, count in times.items() if count > 1}
    asked = {_person(mark) for index, mark in full.items() if reads_as_question(_words_under(lines, index, possible))}
    is_way = len(names) >= LEAST_BACK and bool(asked & names)
    is_way = is_way or (len(names) == 1 and len(asked - names) >= LEAST_BACK)
    if not is_way:
        return {}
    ends = tuple(names)
    return {index: mark for index, mark in over.items() if index in full or mark.key.endswith(ends)}


def _person(mark: LabelCandidate) -> str:
    """Return what a bare name is counted as: without an office, an outlet or a bracket behind it."""
    return fold(re.split(r",| \(", mark.label)[0])


def _names_somebody(mark: LabelCandidate) -> bool:
    """Return whether a bare line is a full name or one that its shape makes a label: “DE WIT (OMROEP DELTA)”."""
    strong = mark.sureness is Sureness.STRONG and not is_generic(mark.label)
    return names_somebody(mark.label) or _is_chinese(mark) or strong


def _is_chinese(mark: LabelCandidate) -> bool:
    """Return whether a bare line is a Chinese name of the common length, that opens with a surname."""
    return (
        mark.shape in (Shape.NAME, Shape.KNOWN)
        and bool(_CHINESE_NAME.fullmatch(mark.label))
        and mark.label[0] in SURNAMES
    )


def _is_chinese_outlet(mark: LabelCandidate) -> bool:
    return mark.shape is Shape.OUTLET and is_chinese_label(mark.label)


def _words_under(lines: Sequence[Line], index: int, names: Collection[int] = ()) -> list[str]:
    """Return the lines right under a name, up to a blank line, the next name or the end of a sentence in mid-line."""
    found: list[str] = []
    for at, line in enumerate(lines[index + 1 : index + 1 + MOST_UNDER], index + 1):
        if found and (line.gap or at in names):
            break
        found.append(line.text)
        if ends_sentence(line.text) and len(line.text) < len(found[0]):
            break
    return found


def _is_over_sentence(lines: Sequence[Line], index: int) -> bool:
    """Return whether a name stands over a sentence; one that is cut at a width counts where the name opens a part."""
    if ends_sentence(lines[index + 1].text):
        return True
    begins = index == 0 or lines[index].gap > 0 or ends_sentence(lines[index - 1].text)
    return begins and ends_sentence(_words_under(lines, index)[-1])


def _unmarked_candidate(line: Line, known: Collection[str]) -> LabelCandidate | None:
    text = line.text
    most = LONGEST_BESIDE if "," in text and is_full_name(text.partition(",")[0]) else LONGEST_BARE_NAME
    if len(text.split()) > most or ends_sentence(text.rstrip(")）")) or text[-1] in "—–-,":
        return None
    shape = shape_of(text, known)
    return LabelCandidate(text, "", shape, Form.BARE) if shape.sureness >= Sureness.NAME else None


def _is_listed(label: str, known: Collection[str]) -> bool:
    if fold(label) in known or fold(strip_honorific(label)) in known:
        return True
    name, _, role = (part.strip() for part in label.partition(","))
    return bool(role) and has_role(role) and fold(strip_honorific(name)) in known  # “Jo Roe, Head of Ports”


def _is_titled(mark: LabelCandidate) -> bool:
    return mark.sureness is Sureness.STRONG or has_honorific(mark.label)


def _has_words_under(lines: Sequence[Line], index: int, count: int) -> bool:
    """Return whether words stand under a name: a line longer than it, or one that comes back over a sentence."""
    under = lines[index + 1].text
    shortest = SHORTEST_CHINESE if is_chinese_label(under) else SHORTEST_SPEECH
    return len(under) > max(shortest, len(lines[index].text)) or (count > 1 and ends_sentence(under))


def _stands_over_words(lines: Sequence[Line], found: Mapping[int, LabelCandidate]) -> bool:
    """Return whether nearly all bare names stand apart from what is before them, and not from what follows."""
    return sum(_is_apart(lines, index) for index in found) * 10 >= len(found) * 9


def _stand_alone(lines: Sequence[Line], places: Collection[int]) -> bool:
    """Return whether nearly all names stand between blank lines."""
    alone = sum(lines[index].gap > 0 and lines[index + 1].gap > 0 for index in places)
    return alone * 10 >= len(places) * 8


def _is_apart(lines: Sequence[Line], index: int) -> bool:
    before, under = lines[index].gap, lines[index + 1]
    return before > 0 and under.gap == 0 and ends_sentence(under.text)
