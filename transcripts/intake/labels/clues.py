"""Clues that the opening of a line is a speaker's label, or that it is only words."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from transcripts.intake.labels.candidates import Form, LabelCandidate
from transcripts.intake.labels.shapes import Shape, Sureness, is_capitals, name_words
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.hand_over import gives_the_floor
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.lines.questions import ends_as_question, reads_as_question
from transcripts.intake.scoring import Clue, ClueTable, Score, score
from transcripts.intake.vocabulary import NAME_PARTICLES

_REMARK = re.compile(r"[(\[（【].*[)\]）】]")
MOST_INITIALS, LONGEST_HAND_OVER = 6, 300  # characters
ENOUGH = 4.0  # the total weight of clues that makes a label
LEAST_WORDS = 20  # characters after the first name of a page, if it is a label


@dataclass(frozen=True, slots=True)
class LabelStyle:
    """The style in which a page prints its labels, judged from all label candidates.

    `counts` are the occurrences of each label on the page, `alone` the labels that stand on a line of their own,
    `small` the words that the page writes with small letters, `called` those with a capital inside its sentences,
    `in_full` the names that stand at the end of longer labels, `slips` the labels that look like another one misspelt.
    `shouts` means that the page is in capitals throughout.
    """

    counts: Counter[str] = field(default_factory=Counter)
    alone: frozenset[str] = frozenset()
    on_own_lines: bool = False
    in_capitals: bool = False
    in_bold: bool = False
    in_cells: bool = False
    small: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()
    shouts: bool = False
    in_chevrons: bool = False
    in_codes: bool = False
    in_dashes: bool = False
    asks_in_dashes: bool = False
    in_initials: bool = False
    in_spaces: bool = False
    in_full: frozenset[str] = frozenset()
    slips: frozenset[str] = frozenset()

    @property
    def is_strict(self) -> bool:
        """Whether the page prints its labels in one way, so that what is printed otherwise is hardly one."""
        return self.on_own_lines or self.in_capitals or self.in_bold or self.in_cells


@dataclass(slots=True)
class CandidateInContext:
    """A label candidate with its context: the line before it, its words, and the words of the candidate before."""

    mark: LabelCandidate
    line: Line
    manner: LabelStyle
    before: Line | None = None
    words: list[str] = field(default_factory=list)
    earlier_words: list[str] | None = None
    earlier_key: str | None = None
    later_key: str | None = None
    is_first: bool = False
    after: Line | None = None
    asked_after: bool = False  # the next label is one for a questioner
    _asks: bool | None = None

    @property
    def count(self) -> int:
        """Number of times that the label occurs on the page."""
        return self.manner.counts[self.mark.key]

    @property
    def asks(self) -> bool:
        """Whether its words read as a question."""
        if self._asks is None:
            self._asks = reads_as_question(self.words)
        return self._asks

    @property
    def after_speech(self) -> bool:
        """Whether a finished sentence stands before it."""
        return self.before is not None and (ends_sentence(self.before.text) or is_chinese_label(self.before.text))


def names_a_part(one: CandidateInContext) -> bool:
    """Return whether the label names a part: “Moderator”, “Q”, “记者”."""
    return one.mark.shape is Shape.PART


def is_listed(one: CandidateInContext) -> bool:
    """Return whether the label is a name of the participants' block, the title or the words over the transcript."""
    return one.mark.shape is Shape.KNOWN


def has_honorific(one: CandidateInContext) -> bool:
    """Return whether the label has an honorific: “Mr. Reyl”."""
    return one.mark.shape is Shape.HONORIFIC


def names_an_office(one: CandidateInContext) -> bool:
    """Return whether the label names an office: “Deputy Mayor Calder”."""
    return one.mark.shape is Shape.OFFICE


def names_an_outlet(one: CandidateInContext) -> bool:
    """Return whether the label names an outlet: “Harbour News”."""
    return one.mark.shape is Shape.OUTLET


def stands_in_capitals(one: CandidateInContext) -> bool:
    """Return whether the label is in capitals: “INES CALDER”."""
    return one.mark.shape is Shape.CAPITALS and not one.manner.shouts


def looks_like_a_name(one: CandidateInContext) -> bool:
    """Return whether the label looks like a name: “Ines Calder”."""
    return one.mark.shape is Shape.NAME


def stands_in_brackets(one: CandidateInContext) -> bool:
    """Return whether the label is in brackets: “【阮岚】”, “[Ines Calder]:”."""
    return one.mark.form is Form.BRACKETS


def is_a_letter(one: CandidateInContext) -> bool:
    """Return whether the label is a letter: “Q   When?”."""
    return one.mark.form is Form.LETTER


def has_time_code(one: CandidateInContext) -> bool:
    """Return whether the label has a time code: “Ines Calder 00:12”."""
    return one.mark.form is Form.TIME_CODE


def follows_a_time_code(one: CandidateInContext) -> bool:
    """Return whether a time code comes before it, as before the page's other labels: “[00:12] Ines Calder: …”."""
    return one.mark.coded and one.manner.in_codes


def lacks_a_time_code(one: CandidateInContext) -> bool:
    """Return whether no time code comes before it, where all of the page's labels have one."""
    return one.manner.in_codes and not one.mark.coded


def is_one_misspelt(one: CandidateInContext) -> bool:
    """Return whether it is another label misspelt: “Ines Cadler”, where “Ines Calder” occurs again."""
    return one.mark.key in one.manner.slips and not one.mark.own_line


def stands_after_chevrons(one: CandidateInContext) -> bool:
    """Return whether it comes after “>>”: “>> MAYOR: …”, as live captions open each turn, with or without a name."""
    return one.mark.form is Form.CHEVRONS


def lacks_chevrons(one: CandidateInContext) -> bool:
    """Return whether it lacks the “>>” that opens the page's turns."""
    return one.manner.in_chevrons and one.mark.form is not Form.CHEVRONS


def stands_before_a_wide_space(one: CandidateInContext) -> bool:
    """Return whether it comes before a wide space, more than once: “KO      Good morning.”."""
    return one.mark.form is Form.WIDE_SPACE and one.count > 1


def lacks_any_mark(one: CandidateInContext) -> bool:
    """Return whether only a wide space comes after it, and only once."""
    is_sure = one.mark.shape is Shape.KNOWN or (one.manner.in_spaces and one.mark.sureness is Sureness.STRONG)
    return one.mark.form is Form.WIDE_SPACE and one.count == 1 and not is_sure


def is_initials_like_others(one: CandidateInContext) -> bool:
    """Return whether it is initials before a wide space, as the page's other labels are."""
    return one.mark.form is Form.WIDE_SPACE and one.manner.in_initials and len(one.mark.label) <= MOST_INITIALS


def lacks_dashes(one: CandidateInContext) -> bool:
    """Return whether a dash follows it, where the page's labels have none."""
    asks = one.manner.asks_in_dashes and is_capitals(one.mark.label) and one.after_speech
    return one.mark.form is Form.DASH and not one.manner.in_dashes and not asks


def stands_before_a_dash_like_others(one: CandidateInContext) -> bool:
    """Return whether a dash follows it, as with the page's other labels, and a finished sentence stands before it."""
    return one.mark.form is Form.DASH and one.manner.in_dashes and (one.is_first or one.after_speech)


def is_said_in_full(one: CandidateInContext) -> bool:
    """Return whether another label has it, or a surname that comes back, after an office: “Press Chief Tom Reyes”."""
    recurs = one.mark.shape is Shape.SINGLE and one.count > 1
    return (one.mark.shape is Shape.NAME or recurs) and one.mark.key in one.manner.in_full


def hands_over(one: CandidateInContext) -> bool:
    """Return whether it is a name, and its words give others the floor: “The next question, please”."""
    if one.mark.shape is not Shape.NAME or one.mark.own_line or one.manner.is_strict:
        return False
    return one.after_speech and gives_the_floor(one.mark.rest[:LONGEST_HAND_OVER])


def stands_in_a_label_cell(one: CandidateInContext) -> bool:
    """Return whether it is the first cell of a table's row, with words in the next."""
    return one.line.heads_row


def is_bold_alone(one: CandidateInContext) -> bool:
    """Return whether it is bold up to the colon and no further, or a bold line over plain words."""
    if not one.mark.bold:
        return False
    return not one.mark.own_line or (one.after is not None and not one.after.is_bold)


def is_one_of_the_capitals(one: CandidateInContext) -> bool:
    """Return whether it is in capitals, as the page's other labels are."""
    return one.manner.in_capitals and not one.manner.shouts and is_capitals(one.mark.label)


def stands_alone_like_others(one: CandidateInContext) -> bool:
    """Return whether it is on a line of its own, as the page's other labels are."""
    return one.mark.own_line and one.manner.on_own_lines


def comes_back_alone(one: CandidateInContext) -> bool:
    """Return whether it is on a line of its own, more than once."""
    return one.mark.own_line and one.count > 1


def comes_back(one: CandidateInContext) -> bool:
    """Return whether it occurs more than once on the page, with the shape of a name."""
    return one.count > 1 and one.mark.sureness >= Sureness.NAME


def comes_back_asking(one: CandidateInContext) -> bool:
    """Return whether it is a single word, more than once on the page, with a question after it."""
    return one.count > 1 and one.mark.sureness < Sureness.NAME and one.asks and not one.manner.is_strict


def is_asked_after(one: CandidateInContext) -> bool:
    """Return whether a question follows it, and a finished sentence comes before it."""
    return not (one.mark.own_line or one.is_first or one.manner.is_strict) and one.after_speech and one.asks


def asks_alone(one: CandidateInContext) -> bool:
    """Return whether a question follows it, on a page whose labels are on lines of their own."""
    return stands_alone_like_others(one) and not one.is_first and one.asks


def stands_between_turns(one: CandidateInContext) -> bool:
    """Return whether the same label comes before and after it, and occurs again: people take turns."""
    other = one.earlier_key
    return other is not None and other == one.later_key != one.mark.key and one.manner.counts[other] > 1 and one.asks


def lacks_a_colon(one: CandidateInContext) -> bool:
    """Return whether it is a bold line, or a heading, without a colon."""
    return one.mark.form is Form.BOLD and one.mark.own_line and not one.line.heads_row


def answers(one: CandidateInContext) -> bool:
    """Return whether the words right before it asked something."""
    if one.mark.own_line or one.is_first or one.before is None or one.manner.is_strict:
        return False
    asked = one.earlier_words is not None and reads_as_question(one.earlier_words)
    return one.after_speech and asked and ends_as_question(one.before.text)


def opens_the_page(one: CandidateInContext) -> bool:
    """Return whether it is the first of the page with a name's shape, with whole sentences after it."""
    sentences = len(one.mark.rest) > LEAST_WORDS and ends_sentence(" ".join(one.words))
    return one.is_first and not (one.mark.own_line or one.manner.is_strict) and sentences


def is_called_by_name(one: CandidateInContext) -> bool:
    """Return whether others on the page say the name."""
    last = _main_words(one.mark.label)[-1:]
    return one.mark.shape is Shape.NAME and bool(last) and last[0] in one.manner.called


def stands_among_own_lines(one: CandidateInContext) -> bool:
    """Return whether it is before words, where the page's labels are on lines of their own."""
    if one.mark.own_line or not one.manner.on_own_lines or one.mark.key in one.manner.alone:
        return False
    return one.mark.sureness < Sureness.STRONG or len(one.manner.alone) > 1


def is_not_in_capitals(one: CandidateInContext) -> bool:
    """Return whether it is in small letters before words, where the page's labels are in capitals."""
    return one.manner.in_capitals and not (one.mark.own_line or is_capitals(one.mark.label))


def is_not_bold(one: CandidateInContext) -> bool:
    """Return whether it is in plain type, where the page's labels are bold."""
    return one.manner.in_bold and not one.mark.bold


def is_outside_label_cells(one: CandidateInContext) -> bool:
    """Return whether it is outside the cells that hold the page's labels."""
    return one.manner.in_cells and not one.line.heads_row


def is_a_headline(one: CandidateInContext) -> bool:
    """Return whether Chinese words after it are a headline over a question: one line without a full stop."""
    headline = len(one.words) == 1 and not one.mark.own_line and not ends_sentence(one.words[0])
    return headline and is_chinese_label(one.mark.label) and one.asked_after and one.mark.shape is not Shape.PART


def heads_a_remark(one: CandidateInContext) -> bool:
    """Return whether a line without a colon has nothing or a remark in brackets under it, as a heading has."""
    return (
        one.mark.form is Form.BOLD
        and one.mark.own_line
        and (not one.words or (len(one.words) == 1 and bool(_REMARK.fullmatch(one.words[0]))))
    )


def holds_ordinary_words(one: CandidateInContext) -> bool:
    """Return whether it occurs once, and the page has all its words elsewhere in small letters."""
    words = _main_words(one.mark.label)
    is_name = one.mark.sureness in (Sureness.NAME, Sureness.SINGLE)
    return is_name and one.count == 1 and bool(words) and all(word in one.manner.small for word in words)


def _main_words(label: str) -> list[str]:
    return [word for word in name_words(label) if word not in NAME_PARTICLES]


LABEL_CLUES = ClueTable[CandidateInContext](
    "label",
    (
        Clue("part", "it names a role in the conversation", names_a_part),
        Clue("listed", "the page lists this person above", is_listed),
        Clue("honorific", "it begins with an honorific", has_honorific),
        Clue("office", "it names an office", names_an_office),
        Clue("outlet", "it names a news organisation", names_an_outlet),
        Clue("capitals", "it is in capitals", stands_in_capitals),
        Clue("name", "it looks like a name", looks_like_a_name),
        Clue("brackets", "it is in brackets", stands_in_brackets),
        Clue("letter", "it is a letter for a question or an answer", is_a_letter),
        Clue("time code", "a time code follows it", has_time_code),
        Clue("code before", "a time code precedes it, as with the others", follows_a_time_code),
        Clue("no code", "no time code precedes it, unlike the others", lacks_a_time_code),
        Clue("slip", "it looks like a misspelling of a recurring label", is_one_misspelt),
        Clue("chevrons", "“>>” precedes it", stands_after_chevrons),
        Clue("wide space", "a wide space separates it from the text", stands_before_a_wide_space),
        Clue("initials", "it is initials, like the others", is_initials_like_others),
        Clue("in full", "another label has this name after an office", is_said_in_full),
        Clue("hands over", "its words give others the floor", hands_over),
        Clue("cell", "it begins a table row", stands_in_a_label_cell),
        Clue("bold", "only it is bold", is_bold_alone),
        Clue("like capitals", "it is in capitals, like the others", is_one_of_the_capitals),
        Clue("own line", "it is on a line of its own, like the others", stands_alone_like_others),
        Clue("back alone", "it recurs on lines of its own", comes_back_alone),
        Clue("back", "it recurs", comes_back),
        Clue("back asking", "it recurs and asks", comes_back_asking),
        Clue("asks", "a question follows it", is_asked_after),
        Clue("answers", "it follows a question", answers),
        Clue("asks alone", "a question is below it", asks_alone),
        Clue("between", "the same recurring speaker precedes and follows it", stands_between_turns),
        Clue("first", "it begins the text of the page", opens_the_page),
        Clue("called", "others mention the name", is_called_by_name),
        Clue(
            "not alone",
            "it is followed by text on the same line, while the others are on lines of their own",
            stands_among_own_lines,
        ),
        Clue("not capitals", "it is not in capitals, unlike the others", is_not_in_capitals),
        Clue("not bold", "it is not bold, unlike the others", is_not_bold),
        Clue("not cell", "it does not begin a table row, unlike the others", is_outside_label_cells),
        Clue("no chevrons", "“>>” does not precede it", lacks_chevrons),
        Clue("no mark", "only a space separates it from the text", lacks_any_mark),
        Clue("like dashes", "a dash follows it, as with the others", stands_before_a_dash_like_others),
        Clue("no dashes", "a dash follows it, unlike the others", lacks_dashes),
        Clue("headline", "a headline follows it", is_a_headline),
        Clue("no colon", "no colon follows it", lacks_a_colon),
        Clue("heads remark", "no speech is below it", heads_a_remark),
        Clue("ordinary", "it occurs once, and its words are common on this page", holds_ordinary_words),
    ),
)


def weigh_label(one: CandidateInContext) -> Score:
    """Return the score of a label candidate: the clues for and against it."""
    return score(LABEL_CLUES, one)


def segments(lines: Sequence[Line], marks: Mapping[int, LabelCandidate]) -> dict[int, list[str]]:
    """Return the words after each possible label, up to the next."""
    places = sorted(marks)
    ends = [*places[1:], len(lines)][: len(places)]
    return {
        place: [text for text in [marks[place].rest, *(line.text for line in lines[place + 1 : end])] if text]
        for place, end in zip(places, ends, strict=True)
    }
