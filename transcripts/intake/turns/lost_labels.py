"""Labels that the extraction lost: questions and answers are parted off the turn that holds them, with a warning."""

import re
from collections.abc import Sequence

from transcripts.intake.labels.shapes import generic_core, name_words
from transcripts.intake.lines.hand_over import gives_the_floor
from transcripts.intake.lines.paragraphs import Layout, Paragraph
from transcripts.intake.lines.questions import ends_as_question, reads_as_question
from transcripts.intake.messages import Message, template
from transcripts.intake.parsed import IntakeWarning
from transcripts.intake.turns.speaker_roles import RawTurn
from transcripts.intake.vocabulary import QUESTIONERS
from transcripts.text import fold

_RAISED = re.compile(
    r"the following questions? (?:was|were) (?:also )?(?:raised|asked) (?:after|following)\b.{20}", re.IGNORECASE
)
_ASKED = re.compile(r"[?？؟][”\"’)）\]]*$")
_QUESTION_MARK = re.compile("[?？]")
ANSWER_PARTED = template("An answer seems to begin here without a label; it was separated from what %(label)s says.")
_QUESTION_PARTED = template(
    "A question seems to begin here without a label; it was separated from what %(label)s says."
)
LEAST_TURNS = 5  # of a page on which answers of one paragraph are told from questions
LEAST_QUESTION = 40  # characters of a question that is parted off without a label


def lost_label(label: str, paragraphs: Sequence[Paragraph], layout: Layout) -> tuple[int, bool]:
    """Return the index of the paragraph whose label the extraction lost, and whether it asks; 0 where there is none.

    The sign is a blank line more than between other paragraphs: before words that read as a question, behind a
    question, or behind words that give others the floor.
    """
    if not label or generic_core(label) in QUESTIONERS:
        return 0, False
    last_mark = max((at for at, one in enumerate(paragraphs) if _QUESTION_MARK.search(one.text)), default=-1)
    for index in range(1, len(paragraphs)):
        if _RAISED.match(paragraphs[index].text):
            return index, True
        if paragraphs[index].gap <= max(layout.gap, 1):
            continue
        before = paragraphs[index - 1].text
        if last_mark < index and (_ASKED.search(before) or gives_the_floor(before)):
            return index, False
        words = [one.text for one in paragraphs[index : index + 4]]
        if len(words) > 3 or len(words[0]) < LEAST_QUESTION:
            continue
        if reads_as_question(words) and ends_as_question(words[-1]):
            return index, True
    return 0, False


def part_lost_answer(turns: list[RawTurn], warnings: list[IntakeWarning]) -> None:
    """Part an answer that stands under the question's label, where another question or nothing follows.

    The sign is a paragraph that ends with a question mark before others, none of which asks anything.
    """
    said = turns[-1]
    if said.is_split or generic_core(said.label) not in QUESTIONERS or not said.label:
        return
    begin = next((at + 1 for at, text in enumerate(said.paragraphs) if _ASKED.search(text)), 0)
    after = said.paragraphs[begin:]
    if not begin or not after or "?" in "".join(after).replace("？", "?") or ends_as_question(after[0]):
        return
    line = said.paragraph_lines[begin]
    turns.append(RawTurn("", said.paragraphs[begin:], line))
    said.paragraphs = said.paragraphs[:begin]
    warning_text = Message.of(ANSWER_PARTED, label=said.label)
    warnings.append(IntakeWarning(line, warning_text))


def part_closing_questions(turns: Sequence[RawTurn], warnings: list[IntakeWarning]) -> list[RawTurn]:
    """Part off a question that stands as a paragraph of its own behind an answer, over another's answer.

    So it is on a page where nearly all turns have one paragraph, whoever spoke asks nothing else, and whoever answers
    has answered before.
    """
    named = [turn for turn in turns if turn.label and generic_core(turn.label) not in QUESTIONERS]
    longer = [turn for turn in named if len(turn.paragraphs) > 1]
    if len(named) < LEAST_TURNS or len(longer) * 4 > len(named):
        return list(turns)
    asking = {fold(turn.label) for turn in named if _ASKED.search(turn.text) and turn not in longer}
    answered: set[str] = set()
    parted: list[RawTurn] = []
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        parted.append(turn)
        answered.add(fold(turn.label))
        two = len(turn.paragraphs) == 2 and len(turn.paragraph_lines) >= 2
        asks = two and _ASKED.search(turn.paragraphs[1]) and not _QUESTION_MARK.search(turn.paragraphs[0])
        answers = following is not None and fold(following.label) in answered - {fold(turn.label)}
        if following is not None and asks and name_words(turn.paragraphs[1])[:1] == name_words(following.label)[:1]:
            continue  # “Ines, will you add anything?”, before her own words
        if turn in longer and asks and answers and fold(turn.label) not in asking:
            line = turn.paragraph_lines[1]
            parted.append(RawTurn("", turn.paragraphs[1:], line, is_split=True))
            turn.paragraphs = turn.paragraphs[:1]
            warnings.append(IntakeWarning(line, Message.of(_QUESTION_PARTED, label=turn.label)))
    return parted


def part_questions_to_oneself(turns: Sequence[RawTurn], warnings: list[IntakeWarning]) -> list[RawTurn]:
    """Part off a last paragraph that asks, behind an answer, where the same label stands once more under it.

    Whoever is asked answers; so the question has lost its label. On such a page others ask.
    """
    parted: list[RawTurn] = []
    asks = {fold(turn.label) for turn in turns if generic_core(turn.label) in QUESTIONERS and turn.label}
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        before = fold(parted[-1].label) if parted else ""
        parted.append(turn)
        answers = before in asks and turn.label and fold(turn.label) not in asks
        two = len(turn.paragraphs) > 1 and len(turn.paragraph_lines) >= len(turn.paragraphs)
        if following is None or not (answers and two and fold(following.label) == fold(turn.label)):
            continue
        last = turn.paragraphs[-1]
        if _ASKED.search(last) and len(last) >= LEAST_QUESTION and not _QUESTION_MARK.search(turn.paragraphs[-2]):
            line = turn.paragraph_lines[len(turn.paragraphs) - 1]
            parted.append(RawTurn("", [last], line, is_split=True))
            turn.paragraphs = turn.paragraphs[:-1]
            warnings.append(IntakeWarning(line, Message.of(_QUESTION_PARTED, label=turn.label)))
    return parted
