"""Paragraphs, made from lines as the page lays them out; and recognition of headings."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from transcripts.intake.lines.chinese import ONE_EACH, is_chinese_label
from transcripts.intake.lines.page_lines import Line, ends_sentence, join_text
from transcripts.intake.vocabulary import NAME_PARTICLES

_TIME_STAMP = re.compile(r"[\[(（]?(?:\d{4}-\d{1,2}-\d{1,2}[ T])?\d{1,2}:\d{2}(?::\d{2})?[\])）]?")
_NUMBERING = re.compile(r"^[(\[]?[\dIVX]+[)\].]\s*")
_BRACKETED_NUMBER = re.compile(r"^[(（][\dIVX]{1,4}[)）]\s")
_SHORT_PARAGRAPH = 0.75  # of the page's width: a shorter line that ends a sentence ends a paragraph
# A heading over the questions, in brackets or not.
_SECTION = re.compile(
    r"(?:\d{1,2}(?:[.．、)）]\s*|\s+(?=[^a-z])))?[\[(（【]?\s*"
    r"(?:q ?& ?a(?: session)?|questions? (?:and|&) answers?|questions?|prepared remarks|presentation"
    r"|questions? ?[/–-] ?(?:réponses?|answers?|respuestas?|respostas?|antworten)|questions et réponses"
    r"|preguntas y respuestas|perguntas e respostas|fragen und antworten|domande e risposte|вопросы и ответы"
    r"|问答(?:环节)?|問答(?:環節)?|答问|答問"
    r"|質疑(?:応答)?|冒頭発言|질문\s?[·및]\s?답변|질의\s?응답|모두\s?발언)\s*[\])）】]?[:：]?",
    re.IGNORECASE,
)
# Live pages stamp each entry; the words are the record.
_STAMP_BEHIND = re.compile(
    rf"(?:\s+[\[(（]?|[\[(（]|(?<![^\W{ONE_EACH}]))"
    r"\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}(?::\d{2})?[\])）]?$"
)
# “STATEMENT OF JO ROE, DIRECTOR, PORTS BUREAU”
_STATEMENT_OF = re.compile(
    r"(?:(?:OPENING|PREPARED|CLOSING|WRITTEN) )?(?:STATEMENTS?|TESTIMONY|REMARKS) OF "
    r"(?P<who>[A-Z][A-Z .,;’'&\-]{4,200})"
)
_THANKS = frozenset(("thank", "thanks", "yes", "no", "okay", "right"))
LEAST_STANDING = 2  # headings of one kind
LEAST_CHEVRONS = 3
LONGEST_HEADING = 18  # words
MOST_SET_APART = 6  # words of a heading in small letters, if type sets it apart
LONGEST_CHINESE_HEADING = 24  # characters


@dataclass(slots=True)
class Paragraph:
    """A paragraph, the line that it begins on, how many blank lines stand before it, and whether type sets it apart."""

    text: str
    line: int
    gap: int
    is_display: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a page's paragraphs: whether lines are cut at a width (in characters), and the usual gap.

    `flows` means that only a blank line parts them, as in captions, whose lines are all short.
    """

    wrapped: bool
    width: int
    gap: int
    flows: bool = False


def layout_of(lines: Sequence[Line], begins: Collection[int], alone: Collection[int] = ()) -> Layout:
    """Return the layout of the lines of speech; `begins` are the indices of lines that open a turn.

    `alone` are those of labels that stand alone on their line.
    """
    lengths = sorted(len(line.text) for line in lines)
    gaps = sorted(line.gap for line in lines[1:])
    return Layout(
        wrapped=_is_wrapped(lines, begins, alone),
        width=lengths[(len(lengths) * 9) // 10] if lengths else 0,
        gap=gaps[len(gaps) // 2] if gaps else 0,
        flows=sum(line.chevrons for line in lines) >= LEAST_CHEVRONS,
    )


def gather(lines: Sequence[Line], layout: Layout, led: int = 0) -> list[Paragraph]:
    """Join lines into paragraphs. A blank line parts them; without one, a line is one unless lines are wrapped.

    `led` is the number of characters that a label takes of the first line.
    """
    paragraphs: list[Paragraph] = []
    previous: Line | None = None
    for at, line in enumerate(lines):
        if _TIME_STAMP.fullmatch(line.text):
            continue
        stamp = _STAMP_BEHIND.search(line.text)
        line = replace(line, text=line.text[: stamp.start()]) if stamp else line  # noqa: PLW2901
        if previous is not None and line.gap == 0 and _goes_on(previous, line, layout, led if at == 1 else 0):
            paragraphs[-1].text = join_text(paragraphs[-1].text, line.text)
        else:
            paragraphs.append(Paragraph(line.text, line.number, line.gap, bool(line.heading) or line.is_bold))
        previous = line
    return paragraphs


def looks_like_heading(text: str) -> bool:
    """Return whether a line reads as a heading: short, without a sentence's end, its main words capitalised."""
    if text.startswith("**"):
        return len(text.split()) <= LONGEST_HEADING
    if _SECTION.fullmatch(text):
        return True
    if ends_sentence(re.sub(r"[)）]$", "", text)) or re.search(r"[,，—–\-…]$", text):
        return False
    if is_chinese_label(text):
        return 2 <= len(text) <= LONGEST_CHINESE_HEADING and not re.search("[，。！？；,]", text)
    words = [word for word in _NUMBERING.sub("", text).split() if word.casefold() not in NAME_PARTICLES]
    if not 1 <= len(words) <= LONGEST_HEADING or not (text[0].isupper() or text[0].isdigit() or text[0] == "("):
        return False
    capitalised = sum(not word[0].islower() for word in words)
    return len(text.split()) >= 2 and capitalised * 10 >= len(words) * 7


def is_section(text: str) -> bool:
    """Return whether a line is a heading over the questions: “Q&A”, “问答环节”."""
    return bool(_SECTION.fullmatch(text))


def _is_set_apart(one: Paragraph) -> bool:
    """Return whether a few words that type sets apart begin with a capital and end no sentence: “Economic activity”."""
    text = one.text
    return (
        one.is_display
        and text[:1].isupper()
        and len(text.split()) <= MOST_SET_APART
        and not (ends_sentence(text) or text[-1:] in ",，—–-…")
    )


def is_heading_between(paragraphs: Sequence[Paragraph], standing: Collection[int] = ()) -> bool:
    """Return whether the last of `paragraphs`, which stands before the next turn, is a heading over it.

    `standing` are the numbers of lines that stand before labels as the page's headings do.
    """
    last, before = paragraphs[-1], paragraphs[-2]
    if is_statement_heading(last.text):
        return True
    stands = last.line in standing
    return (looks_like_heading(last.text) or _is_set_apart(last) or stands) and (
        ends_sentence(before.text) or looks_like_heading(before.text)
    )


def is_statement_heading(text: str) -> bool:
    """Return whether a line is a heading over somebody's statement, as hearings print them."""
    return _STATEMENT_OF.fullmatch(text) is not None


def stated_in_heading(text: str) -> str:
    """Return the name and the office in such a heading: “JO ROE, DIRECTOR, PORTS BUREAU”; nothing in others."""
    match = _STATEMENT_OF.fullmatch(text)
    return match["who"] if match else ""


def standing_headings(lines: Sequence[Line], places: Collection[int]) -> frozenset[int]:
    """Return the numbers of short lines between blank lines, right before labels; two make them the page's way."""
    found = [
        lines[place - 1].number
        for place in places
        if place > 1 and place - 1 not in places and lines[place].gap and lines[place - 1].gap
        if _may_head(lines[place - 1].text) and ends_sentence(lines[place - 2].text)
    ]
    return frozenset(found if len(found) >= LEAST_STANDING else ())


def _may_head(text: str) -> bool:
    words = text.split()
    plain = not (ends_sentence(text) or text[-1:] in ",，、;；:：—–-…")
    return plain and text[:1].isupper() and len(words) <= MOST_SET_APART and words[0].casefold() not in _THANKS


def is_heading_inside(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Return whether a paragraph of a turn is a heading over the next: starred, set apart by type, or "(2) Name"."""
    text = paragraphs[at].text
    if at + 1 == len(paragraphs) or len(text.split()) > LONGEST_HEADING:
        return False
    if text.startswith("**"):
        return True
    apart = paragraphs[at].is_display or _BRACKETED_NUMBER.match(text) or _SECTION.fullmatch(text)
    finished = at == 0 or ends_sentence(paragraphs[at - 1].text)
    return (
        bool(apart)
        and finished
        and (looks_like_heading(text) or _is_set_apart(paragraphs[at]))
        and not paragraphs[at + 1].is_display
    )


def _goes_on(previous: Line, line: Line, layout: Layout, led: int) -> bool:
    """Return whether `line` continues the paragraph of the line right above it, before which `led` characters stand."""
    if layout.flows:
        return True
    if line.indented and not previous.indented:
        return False
    finished = ends_sentence(previous.text)
    if not layout.wrapped:
        return not finished and line.text[:1].islower()
    return not (finished and led + len(previous.text) < layout.width * _SHORT_PARAGRAPH)


def _is_wrapped(lines: Sequence[Line], begins: Collection[int], alone: Collection[int]) -> bool:
    """Return whether the lines are cut at a width, so that a paragraph is several of them.

    Where most lines that another follows without a blank line do not end a sentence, they are.
    """
    joints = [
        lines[index - 1].text
        for index in range(1, len(lines))
        if lines[index].gap == 0 and index not in begins and index - 1 not in alone
    ]
    unfinished = sum(not ends_sentence(text) for text in joints)
    return bool(joints) and unfinished * 2 > len(joints)
