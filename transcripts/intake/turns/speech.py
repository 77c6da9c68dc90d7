"""Raw turns, made from lines and their labels: headings between turns, notes, questions without their label."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from transcripts.intake.labels.candidates import Form, LabelCandidate
from transcripts.intake.labels.part_labels import ANSWERS, part_named
from transcripts.intake.labels.shapes import Shape, generic_core, is_generic
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.footer import end_of_speech, footer_start
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.lines.paragraphs import (
    Layout,
    Paragraph,
    gather,
    is_heading_between,
    is_heading_inside,
    layout_of,
    standing_headings,
)
from transcripts.intake.lines.questions import reads_as_question
from transcripts.intake.messages import Message, message, template
from transcripts.intake.parsed import IntakeWarning
from transcripts.intake.turns.lost_labels import (
    ANSWER_PARTED,
    lost_label,
    part_closing_questions,
    part_lost_answer,
    part_questions_to_oneself,
)
from transcripts.intake.turns.speaker_roles import RawTurn
from transcripts.intake.vocabulary import QUESTIONERS
from transcripts.text import fold, is_chinese

_BRACKETED = re.compile(r"^[(（\[【].*[)）\]】]\.?$", re.DOTALL)
_SOUND = re.compile(
    r"^[(\[（【]\s*(?:laught|applau|inaudib|crosstalk|off.?mic|speak|pause|笑|掌声|鼓掌)", re.IGNORECASE
)
_ROUND = re.compile(r"[(（][^()（）]{4,200}[)）]\.?")
# What a label says of a voice or of the time, and not of who it is: "(through translator)", "(3.18 pm)".
_REMARKS = re.compile(
    r"\s*[(\[](?:(?:speaking )?(?:through|via) (?:an? |the )?(?:translator|interpreter|translation"
    r"|telephone|phone|video|zoom|satellite)"
    r"(?: link)?|by (?:tele)?phone|translated|interpreted|off[- ]?(?:mic|mike|camera|screen)"
    r"|on (?:screen|camera|phone|the phone)"
    r"|voice[- ]?over|in \w+|ph|sp|inaudible|continuing|remotely|ret(?:d|ired)?\.?"
    r"|\d{1,2}[.:]\d{2}(?:\s?[ap]\.?m\.?)?)[)\]]",
    re.IGNORECASE,
)
_REMARK = re.compile("^※")
_ASKED = re.compile(r"[?？؟][”\"’)）\]]*$")
_QUESTION_MARK = re.compile("[?？]")
_NO_LABEL = template("The text from here on has no label, so its speaker is unknown.")
_BOLD_PARTED = template("The bold questions from here on have no labels; each was separated from its answer.")
_HEADING_LEFT_OUT = template("This line was left out: it looks like a heading: “%(line)s”.")
LEAST_PARTED = 3  # answers without labels that are the page's way
LEAST_BOLD = 2  # questions in bold that nothing else tells from the answers


@dataclass(slots=True)
class Speech:
    """All raw turns, and the lines after them that are no speech."""

    said: list[RawTurn] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    warnings: list[IntakeWarning] = field(default_factory=list)
    pending_heading: str = ""


def read_speech(
    lines: Sequence[Line],
    marks: Mapping[int, LabelCandidate],
    preface: int | None = None,
    same: Mapping[str, str] | None = None,
    examiners: Sequence[tuple[int, str]] = (),
) -> Speech:
    """Return the speech from the first label on; `preface` is the start of speech without a label, if there is any.

    `same` maps a label to the label or the name that it means; `examiners` are those who ask under letters, each with
    the number of the line from which on.
    """
    speech = Speech()
    places = sorted(marks)
    first = preface if preface is not None else places[0]
    end = end_of_speech(lines, places or [first])
    speech.foot = list(lines[end:])
    marks = {place: mark for place, mark in marks.items() if place < end}
    places = sorted(marks)
    alone = {place - first for place in places if marks[place].own_line}
    layout = layout_of(lines[first:end], {place - first for place in places}, alone)
    if preface is not None:
        marks = {preface: LabelCandidate("", lines[preface].text, Shape.NONE), **marks}
        warning_text = Message.of(_NO_LABEL)
        speech.warnings.append(IntakeWarning(lines[preface].number, warning_text))
    places = sorted(marks)
    standing = standing_headings(lines[:end], set(places))
    same = {fold(label): other for label, other in (same or {}).items()}
    # Where labels of the answers show some of the questions, one more in bold is enough.
    least_bold = 1 if sum(mark.form is Form.ASKED for mark in marks.values()) >= LEAST_BOLD else LEAST_BOLD
    for place, until in zip(places, [*places[1:], end], strict=True):
        mark = marks[place]
        own = list(lines[place + 1 : until])
        if mark.rest:
            own.insert(0, Line(lines[place].number, mark.rest) if mark.label else lines[place])
        paragraphs = gather(own, layout, len(lines[place].text) - len(mark.rest) if mark.rest else 0)
        if until == end:
            _take_frame(speech, paragraphs, own_line=mark.own_line and mark.label != "")
            _take_notes(speech, paragraphs)
        else:
            _leave_remarks_out(speech, paragraphs)
        asks = mark.form is Form.ASKED and mark.shape is Shape.PART
        said = RawTurn(mark.label, [], lines[place].number, is_split=asks, meant=_meant(mark.label, same))
        if asks and not any(one.is_split for one in speech.said):
            speech.warnings.append(
                IntakeWarning(
                    said.line, message("The questions from here on have no labels; each was separated from its answer.")
                )
            )
        if len(mark.label) == 1 and is_generic(mark.label):
            said.asker = next((name for number, name in reversed(examiners) if number < said.line), "")
        before_question = until == end or generic_core(marks[until].label) in QUESTIONERS
        _add_said(speech, said, paragraphs, layout, is_last=until == end, standing=standing, least_bold=least_bold)
        if before_question:
            part_lost_answer(speech.said, speech.warnings)
    speech.said = _without_empty_labels(speech.said)
    speech.said = part_closing_questions(speech.said, speech.warnings)
    speech.said = part_questions_to_oneself(speech.said, speech.warnings)
    speech.warnings = _once_a_cause(speech.warnings, [turn.text for turn in speech.said if not turn.label])
    return speech


def _once_a_cause(warnings: Sequence[IntakeWarning], unlabelled: Sequence[str]) -> list[IntakeWarning]:
    """Return the warnings, of headings left out the first one only, and of answers without labels if all are alike.

    A heading that is a part's name, or comes back, is told each time: it may be a label. So is each answer where
    `unlabelled` words open with capitals or alike, as behind a label that lost its colon.
    """
    headings = Counter(_heading_in(one) for one in warnings)
    parted = [one for one in warnings if getattr(one.message, "template", "") == ANSWER_PARTED]
    openings = Counter(text.split(maxsplit=1)[0] for text in unlabelled if text)
    labelled = any(count > 1 or (word.isupper() and word != "I") for word, count in openings.items())
    kept: list[IntakeWarning] = []
    told = False
    for one in warnings:
        heading = _heading_in(one)
        if heading and headings[heading] == 1 and not is_generic(heading):
            if told:
                continue
            told = True
        if len(parted) >= LEAST_PARTED and one in parted and not labelled:
            if one is not parted[0]:
                continue
            words = message("The answers from here on have no labels; each was separated from its question.")
            one = replace(one, message=words)  # noqa: PLW2901
        kept.append(one)
    return kept


def _heading_in(one: IntakeWarning) -> str:
    """Return the heading that a warning says was left out, or nothing."""
    is_heading = getattr(one.message, "template", "") == _HEADING_LEFT_OUT
    return str(one.message.parts["line"]).strip("* ") if is_heading and isinstance(one.message, Message) else ""


def _without_empty_labels(said: Sequence[RawTurn]) -> list[RawTurn]:
    """Return the turns without labels that stand twice over their words: once more, or in Chinese and in English."""
    kept: list[RawTurn] = []
    for turn in said:
        over = kept[-1] if kept and not kept[-1].paragraphs and kept[-1].label else None
        if over and turn.label and turn.paragraphs:
            same = fold(over.label) == fold(turn.label)
            translated = is_chinese_label(over.label) and not is_chinese_label(turn.label)
            if same or (translated and is_chinese(turn.paragraphs[0])):
                turn.label, turn.meant, turn.heading = over.label, over.meant, over.heading or turn.heading
                turn.line = over.line
                kept.pop()
        kept.append(turn)
    return kept


def _meant(label: str, same: Mapping[str, str]) -> str:
    """Return the label or the name that editor hints equate a label with, following at most all of them."""
    for _ in same:
        label = same.get(fold(label), label)
    parted = part_named(label)
    return (parted[1] if parted and parted[0] == ANSWERS else _REMARKS.sub("", label).strip()) or label


def _take_frame(speech: Speech, paragraphs: list[Paragraph], *, own_line: bool) -> None:
    """Take the page's own foot off the end of the last turn."""
    start = footer_start(paragraphs, own_line=own_line, before_frame=bool(speech.foot))
    speech.foot[:0] = [Line(one.line, one.text) for one in paragraphs[start:]]
    del paragraphs[start:]


def _take_notes(speech: Speech, paragraphs: list[Paragraph]) -> None:
    """Take bracketed remarks of the office off the end of the last turn: they are notes, not speech."""
    while len(paragraphs) > 1 and _BRACKETED.match(paragraphs[-1].text) and not _SOUND.match(paragraphs[-1].text):
        speech.notes.insert(0, paragraphs.pop())


def _leave_remarks_out(speech: Speech, paragraphs: list[Paragraph]) -> None:
    """Take the office's remarks off the end of a turn, with a warning: "(Phone rings.)", "※ One is left out"."""
    while len(paragraphs) > 1 and (_REMARK.match(paragraphs[-1].text) or _is_remark(paragraphs[-1].text)):
        one = paragraphs.pop()
        speech.warnings.append(IntakeWarning(one.line, message("This line was left out: “%(line)s”.", line=one.text)))


def _is_remark(text: str) -> bool:
    return bool(_ROUND.fullmatch(text)) and not _SOUND.match(text)


def _add_said(
    speech: Speech,
    said: RawTurn,
    paragraphs: list[Paragraph],
    layout: Layout,
    *,
    is_last: bool,
    standing: Collection[int],
    least_bold: int,
) -> None:
    """Add a turn, split where a label was lost; headings at its end stand over the next turn."""
    paragraphs = _part_bold_questions(speech, said, paragraphs, least_bold)
    headings: list[Paragraph] = []
    # A line alone between turns that reads as a heading is one; at the end of the file it may be cut-off speech.
    while not is_last and len(paragraphs) > 1 and len(headings) < 2 and is_heading_between(paragraphs, standing):
        headings.insert(0, paragraphs.pop())
    _leave_headings_out(speech, paragraphs)
    lost, asks = lost_label(said.label, paragraphs, layout)
    said.paragraphs = [one.text for one in paragraphs[: lost or len(paragraphs)]]
    said.paragraph_lines = [one.line for one in paragraphs]
    said.heading, speech.pending_heading = speech.pending_heading, ""
    speech.said.append(said)
    if lost:
        split = paragraphs[lost:]
        speech.said.append(RawTurn("", [one.text for one in split], split[0].line, is_split=asks))
        warning_text = message(
            "A question seems to begin here without a label; it was separated from what %(label)s says.",
            label=said.label,
        )
        if not asks:
            warning_text = message(
                "Another speaker seems to begin here without a label; it was separated from what %(label)s says.",
                label=said.label,
            )
        speech.warnings.append(IntakeWarning(split[0].line, warning_text))
    if headings:
        speech.pending_heading = headings[-1].text.strip("* ")
    for one in headings[:-1]:
        warning_text = Message.of(_HEADING_LEFT_OUT, line=one.text)
        speech.warnings.append(IntakeWarning(one.line, warning_text))


def _part_bold_questions(speech: Speech, said: RawTurn, paragraphs: list[Paragraph], least: int) -> list[Paragraph]:
    """Part off questions that only bold type tells from the answers under them; return the paragraphs of the last turn.

    The turns before it are added to `speech`; `said` becomes the last one.
    """
    asked = [
        at
        for at, one in enumerate(paragraphs[:-1])
        if one.is_display and reads_as_question([one.text]) and not paragraphs[at + 1].is_display
    ]
    if len(asked) < least:
        return paragraphs
    set_apart = [
        at
        for at, one in enumerate(paragraphs[:-1])
        if one.is_display and not paragraphs[at + 1].is_display and ends_sentence(one.text)
    ]
    if len(asked) * 3 >= len(set_apart) * 2:
        asked = sorted({*asked, *set_apart})  # “You said that there would be no fees.” asks there as well
    begins: list[tuple[int, bool]] = [(0, False)]
    for at in asked:
        first = at
        while first > 0 and paragraphs[first - 1].is_display and ends_sentence(paragraphs[first - 1].text):
            first -= 1
        begins += [(first, True), (at + 1, False)]
    if begins[1][0] == 0:
        begins = begins[1:]
    ends = [begin for begin, _ in begins[1:]]
    for (begin, is_question), end in zip(begins[:-1], ends, strict=True):
        own = paragraphs[begin:end]
        if len(own) > 1 and own[-1].is_display and not ends_sentence(own[-1].text):
            one = own.pop()  # “Questions and answers”
            speech.warnings.append(IntakeWarning(one.line, Message.of(_HEADING_LEFT_OUT, line=one.text)))
        # The label stands on the turn's own line, which may be the one over its words.
        label, meant, line = (said.label, said.meant, said.line) if begin == 0 else ("", "", own[0].line)
        asks = is_question and not label
        speech.said.append(RawTurn(label, [one.text for one in own], line, is_split=asks, meant=meant))
    rest = paragraphs[begins[-1][0] :]
    said.label = said.meant = ""
    said.line = rest[0].line
    warning_text = Message.of(_BOLD_PARTED)
    speech.warnings.append(IntakeWarning(paragraphs[begins[1][0]].line, warning_text))
    return rest


def _leave_headings_out(speech: Speech, paragraphs: list[Paragraph]) -> None:
    """Take headings out of a turn, with a warning; the words go on under them."""
    for at in range(len(paragraphs) - 1, -1, -1):
        if is_heading_inside(paragraphs, at):
            one = paragraphs.pop(at)
            warning_text = Message.of(_HEADING_LEFT_OUT, line=one.text)
            speech.warnings.append(IntakeWarning(one.line, warning_text))
