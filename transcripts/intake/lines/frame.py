"""A page's frame: pagers, page numbers, buttons, captions and running heads, parted from its own lines."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from transcripts.intake.lines.dates import find_dates
from transcripts.intake.lines.page_lines import (
    CAPTION,
    PAGE_ALONE,
    PAGE_NUMBER,
    PAGE_OF,
    Line,
    ends_sentence,
    is_furniture,
    read_pager,
)
from transcripts.intake.vocabulary import ROLE_NOUNS
from transcripts.text import fold

_NAME_WITH_ROLE = re.compile(r"(?:[^\W\d_][\w.'’\-]* ){2,4}(?P<mark>-{1,2}|–|—) (?P<role>[^\d:：]+)")
_LETTER_BEFORE = re.compile(r"[QA][.)]?\s")  # a question may be said several times
_COLON = re.compile("[:：]")
_PAGE_BEHIND = re.compile(r".{4,80}\S\s(?:page|seite|página|p\.) (?P<page>\d{1,3})", re.IGNORECASE)
_NUMBERED_FOOT = re.compile(r"(?P<words>.{12,100}\S)\s+[|·•–—-]\s+(?:page |p\. ?)?(?P<page>\d{1,3})", re.IGNORECASE)
MOST_IN_HEAD = 6  # lines over the number of a page
LEAST_RUNNING = 3  # times that a running head stands
LEAST_HEAD = 3  # words after the colon of a running head
# What live captions and broadcasters print of the picture: “TEXT: …”, “[BEGIN VIDEO CLIP]”.
_ON_SCREEN = re.compile(
    r"(?:(?:ON[- ]SCREEN )?TEXT(?: ON SCREEN)?|GRAPHICS?|CHYRON|VIDEO(?: PLAYS)?)\s*:.{0,300}"
    r"|[\[(](?:BEGIN|END|START)(?:ING)?(?: OF)? (?:VIDEO|AUDIO|FILM)[ -]?(?:CLIP|TAPE|RECORDING)?[\])]"
)
# “BY MS. QUILL:” says who asks from here on; so do the headings of an examination.
_EXAMINER = re.compile(
    r"(?:BY|(?:[A-Z]+[- ])?EXAMINATION BY) (?P<name>(?:THE |(?:M[RS]{1,2}|DR|SEN|REP|JUDGE)\b)[A-Z.,’'\- ]{1,40}?)"
    r"\s*[:.]?"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """Facts from a page's frame: pages announced, this page's number, and the lines that were left out unasked.

    `running` are the numbers of running heads, `numbered` those of lines that had their number printed before them,
    `examiners` the names of those who ask from a line on.
    """

    pages: int | None = None
    page: int | None = None
    left_out: tuple[Line, ...] = ()
    running: frozenset[int] = frozenset()
    examiners: tuple[tuple[int, str], ...] = ()
    numbered: frozenset[int] = frozenset()


def take_frame(lines: list[Line]) -> tuple[list[Line], Frame]:
    """Part the page's own lines from its frame: pagers, page numbers, buttons, captions, running heads."""
    pagers: list[tuple[int | None, int | None]] = []
    kept: list[Line] = []
    left_out: list[Line] = []
    examiners: list[tuple[int, str]] = []
    running = _running_heads(lines)
    skipped_gap: int | None = None
    for line in lines:
        pager = read_pager(line.text)
        if pager:
            pagers.append(pager)
        elif CAPTION.fullmatch(line.text) or line.number in running or PAGE_NUMBER.fullmatch(line.text):
            left_out.append(line)
        elif examiner := _EXAMINER.fullmatch(line.text):
            examiners.append((line.number, examiner["name"].strip()))
            left_out.append(line)
        elif _ON_SCREEN.fullmatch(line.text):
            left_out.append(line)
        elif not is_furniture(line.text):
            kept.append(line if skipped_gap is None else _rejoin(line, kept, skipped_gap))
            skipped_gap = None
            continue
        skipped_gap = max(skipped_gap or 0, line.gap)
    numbers = {page for page, _ in pagers if page}
    # Many page numbers in one file are the residue of printing: the file is the whole, not one page.
    if len(numbers) > 1:
        return kept, Frame(left_out=tuple(left_out), running=frozenset(running), examiners=tuple(examiners))
    pages = max((pages for _, pages in pagers if pages), default=None)
    page = next(iter(numbers), None)
    return kept, Frame(pages, page, tuple(left_out), frozenset(running), tuple(examiners))


def _rejoin(line: Line, kept: Sequence[Line], skipped_gap: int) -> Line:
    """Return a line after residue: inside a sentence, residue must not part it into two paragraphs."""
    goes_on = line.text[:1].islower() and bool(kept) and not ends_sentence(kept[-1].text)
    return replace(line, gap=0 if goes_on else max(line.gap, skipped_gap))


def _is_printed_head(text: str, same: Counter[str]) -> bool:
    """Return whether a line with a colon is the head of each page: in capitals throughout, and the same each time."""
    return same[text] >= LEAST_RUNNING and text.upper() == text and len(text.partition(":")[2].split()) >= LEAST_HEAD


def _running_heads(lines: list[Line]) -> set[int]:
    """Return the numbers of lines that printing repeats on each page: long, the same but for figures, no sentences."""
    shape = {line.number: re.sub(r"\d+", "0", fold(line.text)) for line in lines if len(line.text) <= 120}
    counts = Counter(shape.values())
    # With a colon it may be a label and its words, unless a date stands in it each time; the first may be the title.
    same = Counter(line.text for line in lines if line.number in shape and _COLON.search(line.text))
    first: set[str] = set()
    dated: set[int] = set()
    for line in lines:
        if same[line.text] >= LEAST_RUNNING and find_dates(line.text):
            if line.text in first:
                dated.add(line.number)
            first.add(line.text)
    # A name with a firm stands right over words each time; a page's head mostly does not.
    over_words = {one.text for one, two in pairwise(lines) if two.gap == 0 and ends_sentence(two.text)}
    over_words -= {one.text for one, two in pairwise(lines) if two.gap or not ends_sentence(two.text)}
    # Right under the number of a page, twice is enough.
    under_numbers = Counter(
        shape[two.number] for one, two in pairwise(lines) if two.number in shape and PAGE_OF.fullmatch(one.text)
    )
    under = {text for text, count in under_numbers.items() if count > 1 and count == counts[text]}
    over_numbers = _blocks_at_numbers(lines, shape)
    # So it is where the number stands behind the words, one more each time: “Harbour Institute | Briefing | 2”.
    feet = [(line.number, foot) for line in lines if (foot := _NUMBERED_FOOT.fullmatch(line.text))]
    following = {
        number
        for (one, first), (two, second) in pairwise(feet)
        if first["words"] == second["words"] and int(second["page"]) == int(first["page"]) + 1
        for number in (one, two)
    }
    return (
        following
        | over_numbers
        | {line.number for line in lines if shape.get(line.number) in under and not ends_sentence(line.text)}
        | {
            line.number
            for line in lines
            if counts[shape.get(line.number, "")] >= LEAST_RUNNING
            and not _LETTER_BEFORE.match(line.text)
            and len(line.text.split()) >= 4
            and (not _COLON.search(line.text) or line.number in dated or _is_printed_head(line.text, same))
            and not (ends_sentence(line.text) or _is_name_with_role(line.text))
            and not (line.text in over_words and _NAME_WITH_ROLE.fullmatch(line.text))
        }
    )


def _blocks_at_numbers(lines: Sequence[Line], shape: Mapping[int, str]) -> set[int]:
    """Return the numbers of lines right over a page's number that stand over every other's: “Moderator: Jo Roe”.

    The first time they may state facts.
    """
    found = _heads_with_numbers(lines, shape)
    places = [at for at, line in enumerate(lines) if PAGE_ALONE.fullmatch(line.text) or PAGE_OF.fullmatch(line.text)]
    if len(places) < LEAST_RUNNING:
        return found
    for above in range(1, MOST_IN_HEAD + 1):
        block = [lines[at - above] for at in places if at >= above and lines[at - above + 1].gap == 0]
        same = {shape.get(line.number) for line in block}
        if len(block) < len(places) or len(same) > 1 or None in same:
            break
        found.update(line.number for line in block[1:])
    return found


def _heads_with_numbers(lines: Sequence[Line], shape: Mapping[int, str]) -> set[int]:
    """Return the numbers of heads with the number of the page at their end, one more each time, and the line below.

    “Harbour Bank      Page 3 ¶ Briefing on rates”
    """
    heads = [(at, int(head["page"])) for at, line in enumerate(lines) if (head := _PAGE_BEHIND.fullmatch(line.text))]
    alike = {shape.get(lines[at].number) for at, _ in heads}
    if len(heads) < 2 or len(alike) > 1 or any(two - one != 1 for (_, one), (_, two) in pairwise(heads)):
        return set()
    below = [lines[at + 1] for at, _ in heads if at + 1 < len(lines) and lines[at + 1].gap == 0]
    same = len({line.text for line in below}) == 1 and len(below) == len(heads) and not ends_sentence(below[0].text)
    return {lines[at].number for at, _ in heads} | ({line.number for line in below} if same else set())


def _is_name_with_role(text: str) -> bool:
    """Return whether a line may be a label with a role behind a dash: “Jo Roe -- Chief Executive Officer”."""
    match = _NAME_WITH_ROLE.fullmatch(text)
    words = {word.strip(",") for word in fold(match["role"]).split()} if match else set()
    return bool(match) and (match["mark"] == "--" or bool(words & (ROLE_NOUNS | {"analyst"})))  # type: ignore[index]
