"""Warnings about turns: what their words, and the turns beside them, say against the way in which they were read.

Each is a function of a turn in its place that returns the paragraph and a sentence for editors, or nothing. A turn has
at most one: the first that `TURN_WARNINGS` finds, which has them in the order of how often they are right.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from transcripts.document import Kind, TurnText
from transcripts.intake.labels.shapes import is_generic
from transcripts.intake.lines.page_lines import ends_sentence
from transcripts.intake.lines.questions import reads_as_question
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeWarning
from transcripts.intake.turns.build import HEADS, LEAST_ANSWER
from transcripts.intake.turns.edge_warnings import (
    ends_with_the_page,
    introduces_who_follows,
    is_a_fact,
    opens_at_length,
    thanks_nobody,
)
from transcripts.intake.turns.part_warnings import (
    asks_under_a_title,
    begins_behind_its_label,
    calls_who_follows,
    is_the_host,
    leads_as_asker,
    opens_with_a_name,
    replies_to_itself,
    speaks_of_questions,
    states_after_a_question,
    takes_over,
    translates,
    two_lead,
)
from transcripts.intake.turns.role_clues import LONG_TURN, LONGEST_THANKS, SHORT_TURN, Role
from transcripts.intake.turns.speaker_roles import Judgement, RawTurn
from transcripts.intake.turns.turn_in_place import ASKED, Moment, Told, asks, is_brief, is_unfinished
from transcripts.intake.turns.voice_warnings import follows_a_call, greets_in_the_middle
from transcripts.intake.vocabulary import (
    ANSWERERS,
    CHAIRS,
    INTERPRETERS,
    OUTLET_WORDS,
    QUESTIONERS,
    ROLE_NOUNS,
    UNKNOWN_SPEAKERS,
)
from transcripts.text import fold

_PREFIX = re.compile(r"(?P<label>[^\W\d_][^:：.?!。？！,，]{0,40}?)\s?[:：]\s*(?=[^\W_])")
_VOICES = frozenset(
    word
    for table in (QUESTIONERS, ANSWERERS, CHAIRS, INTERPRETERS, UNKNOWN_SPEAKERS)
    for words in table
    for word in words.split()
    if len(word) > 1 and word not in {"the", "from", "of", "la", "le", "un", "une", "question"}
)
_VOICE_WORDS = _VOICES | ROLE_NOUNS | OUTLET_WORDS
_COMMAS = re.compile("[,，、;；]")
LEAST_LISTED = 3  # names in a row
_THANKS = re.compile(
    r"谢谢|謝謝|感谢|感謝|\bthank(?:s| you)\b|\bmerci\b|\bdanke\b|\bgracias\b|\bobrigad[oa]\b|спасибо|ありがとう|감사",
    re.IGNORECASE,
)
_OPENS_OR_ENDS = re.compile(rf"{_THANKS.pattern}|\bquestions?\b|提问|提問|结束|結束", re.IGNORECASE)
_MARK = re.compile("[?？؟]")
_VOCATIVE = re.compile(r"\b(?:thanks?|thank you)\b[^.!?]*[.!?]?$", re.IGNORECASE)  # “Thank you, Mr. President.”
LONGEST_THANKS_LINE = 60  # characters
MOST_ALONE = 6  # words of a line that stands alone, if it may be a name or a heading
LONGEST_ALONE = 20  # characters of it in Chinese
MOST_IN_PREFIX = 4  # words before a colon, if they may be a label
LONGEST_PREFIX = 8  # characters of it in Chinese


def speaks_twice(one: Moment) -> Told:
    """Return a warning where one label stands twice in a row: whoever spoke between has lost the label."""
    before = one.before
    if before is None or not one.said.label or one.is_question or one.said.heading:
        return None
    # A few words that open or end the questions may stand on their own.
    ends = before.is_office and (one.after is None or one.after.is_question) and _OPENS_OR_ENDS.search(one.said.text)
    if not one.is_same(before) or (ends and one.said.traits.length <= SHORT_TURN):
        return None
    words = message("“%(label)s” speaks twice in a row; a label between may be missing.", label=one.said.label)
    return one.said.line, words


def stands_alone(one: Moment) -> Told:
    """Return a warning about a few words that stand alone, as a label or a heading does, and end no sentence."""
    for at, text in enumerate(one.said.paragraphs[:-1]):
        announces = at > 0 and text[-1] in ":：" and is_brief(text, MOST_ALONE, LONGEST_PREFIX - 1)
        if is_brief(text, MOST_ALONE, LONGEST_ALONE) and (is_unfinished(text) or announces):
            words = message("“%(line)s” stands alone; it may be a speaker's label or a heading.", line=text)
            return one.line(at), words
    return None


def opens_like_a_label(one: Moment) -> Told:
    """Return a warning about words before a colon where a question turns into other words, or that tell a voice."""
    for at in range(1, len(one.said.paragraphs)):
        before, text = one.said.paragraphs[at - 1 : at + 1]
        match = _PREFIX.match(text)
        if not match or not is_brief(match["label"], MOST_IN_PREFIX, LONGEST_PREFIX):
            continue
        turns = one.is_question or asks(before) or asks(text)
        if turns or _VOICE_WORDS & set(re.split(r"[\s\d]+", fold(match["label"]))):
            words = message("“%(label)s” may be a speaker's label; it was read as text.", label=match["label"])
            return one.line(at), words
    return None


def asks_in_an_answer(one: Moment) -> Told:
    """Return a warning about a paragraph that asks, after others of an official or of the chair."""
    last = len(one.said.paragraphs) - 1
    if one.is_question:
        return None
    for at, text in enumerate(one.said.paragraphs):
        if at and asks(text) and (at < last or one.is_office):
            words = message("This paragraph asks a question; it may have lost its label.")
            return one.line(at), words
    return None


def goes_on_after_asking(one: Moment) -> Told:
    """Return a warning about paragraphs under a question, after one that ends as a question."""
    if one.is_question:
        for at, text in enumerate(one.said.paragraphs[:-1]):
            rest = one.said.paragraphs[at + 1 :]
            if ASKED.search(text) and not any(map(_MARK.search, rest)):
                return one.line(at + 1), message("An answer may begin here; it has no label of its own.")
            # “When does it open? ¶ In June. ¶ And the toll?”
            between = len(rest) > 1 and not _MARK.search(rest[0]) and ASKED.search(rest[1])
            if ASKED.search(text) and between and not reads_as_question(rest[:1]):
                return one.line(at + 1), message("An answer may begin here; it has no label of its own.")
    return None


def answers_as_asker(one: Moment) -> Told:
    """Return a warning about words that ask nothing and follow a question, and were read as a question."""
    if one.is_question and one.tells and one.before and one.before.asks:
        return one.said.line, message("These words follow a question and ask nothing, but were read as a question.")
    return None


def asks_again(one: Moment) -> Told:
    """Return a warning where two questions follow each other."""
    before = one.before
    both_ask = one.is_question and one.asks and before and before.is_question and before.asks
    if both_ask and not (one.said.heading or translates(one)):
        return one.said.line, message("Two questions in a row; an answer between may have lost its label.")
    return None


def asks_as_official(one: Moment) -> Told:
    """Return a warning about words that ask, to which no question answers, and were read as an official's."""
    asks = one.asks and one.said.traits.marked and one.said.traits.length <= LONG_TURN
    if one.is_office and asks and one.after and not one.after.asks:
        return one.said.line, message("These words ask a question, but were not read as one.")
    return None


def tells_as_asker(one: Moment) -> Told:
    """Return a warning about words that ask nothing, and were read as a question."""
    # Who asks elsewhere may also say a few words.
    is_brief = one.said.traits.length <= SHORT_TURN
    answered = one.after is not None and one.after.is_office
    unheard = one.weighed and not one.is_heard
    # Nor does anybody answer these, behind an official's words.
    is_cut = one.said.text.rstrip(" .").endswith(("-", "–", "—", "…"))
    adds = one.before is not None and one.before.is_office and not (answered or is_cut)
    if one.is_question and one.tells and (not is_brief or unheard or adds):
        return one.said.line, message("These words ask nothing, but were read as a question.")
    return None


def asks_as_chair(one: Moment) -> Told:
    """Return a warning about a question of whoever leads, before an official's words."""
    if one.is_chair and one.asks and one.after and one.after.is_office:
        return one.said.line, message("These words ask a question, but were read as the moderator speaking.")
    return None


def tells_as_chair(one: Moment) -> Told:
    """Return a warning about words that give nobody the floor, after a question or at length, read as the chair's."""
    if not one.is_chair or one.said.traits.leads or one.before is None or (one.after and one.calls(one.after)):
        return None
    doubtful = one.weighed or len(one.said.paragraphs) > 1 or not is_generic(one.said.label)
    # The chair of a board may add to what was answered.
    adds = one.before.is_office and HEADS.fullmatch(one.said.label) and len(one.said.text.split()) >= LEAST_ANSWER
    if (one.before.is_question and doubtful) or adds or one.said.traits.length > SHORT_TURN:
        return one.said.line, message("These words give nobody the floor, but were read as the moderator speaking.")
    return None


def leads_and_answers(one: Moment) -> Told:
    """Return a warning about an official taken to lead who answers elsewhere: at the edges, or where it is asked.

    So are words that are more than a call.
    """
    is_official = one.is_chair and one.answers and not is_generic(one.said.label)
    if not one.said.traits.titled:
        # Who opens and is asked right after, or leads nowhere else, may be the one whom all came to hear.
        asked = one.after is not None and one.after.is_question
        is_official = is_official and one.before is None and (asked or not one.leads_again)
    at_edge = one.before is None or one.after is None
    if is_official and (at_edge or one.said.traits.length > SHORT_TURN or (one.before and one.before.is_question)):
        return one.said.line, message(
            "It is uncertain whether “%(label)s” asks, answers or moderates.", label=one.said.label
        )
    return None


def leads_at_length(one: Moment) -> Told:
    """Return a warning about more than a call, by one who leads nowhere else, behind others' words."""
    if not one.is_chair or one.before is None or one.after is None or one.leads_again or is_generic(one.said.label):
        return None
    if one.said.traits.length <= SHORT_TURN or not (one.said.traits.titled or one.answers):
        return None
    return one.said.line, message(
        "It is uncertain whether “%(label)s” asks, answers or moderates.", label=one.said.label
    )


def leads_as_official(one: Moment) -> Told:
    """Return a warning about a few words that give others the floor before a question, where nobody leads."""
    short, leads = one.said.traits.length <= SHORT_TURN, one.said.traits.leads and not one.is_led
    # “Thank you, Wim. Ahead with you, Peter.”: after another official's words, who calls a name may lead.
    calls = one.said.traits.calls and not _VOCATIVE.search(one.said.text)
    leads = leads or (calls and one.before is not None and not one.before.is_question)
    if one.is_office and leads and short and one.after and one.after.is_question:
        return one.said.line, message("These words give others the floor, but were not read as the moderator speaking.")
    return None


def opens_for_others(one: Moment) -> Told:
    """Return a warning about first words that give another of the office the floor and were read as a statement."""
    after = one.after
    if one.before or not one.is_office or after is None or after.is_question:
        return None
    if one.answers or one.is_same(after):
        return None
    # Who says little, and is asked nothing, may open for the next as well.
    opens = one.said.traits.length <= SHORT_TURN and one.said.label and not one.is_led and one.after_is_longer
    if not (one.said.traits.leads or opens):
        return None
    return one.said.line, message("These words give others the floor, but were not read as the moderator speaking.")


def leads_for_once(one: Moment) -> Told:
    """Return a warning about an official who is taken to lead in one turn, right after a question."""
    if one.is_chair and one.role.role is Role.OFFICER and one.before and one.before.is_question:
        return one.said.line, message(
            "It is uncertain whether “%(label)s” asks, answers or moderates.", label=one.said.label
        )
    return None


def closes(one: Moment) -> Told:
    """Return a warning about the last few words, if they stand after another official's, by one who answers nothing."""
    before, after = one.before, one.after
    is_last = after is None or (after.is_chair and after.after is None)
    if not is_last or before is None or before.is_question or not (one.is_office and one.said.label) or one.answers:
        return None
    # Mere thanks are nobody's part; who says but these words may add to what was said, unless they give thanks.
    thanks = _THANKS.search(one.said.text[-LONGEST_THANKS_LINE:])
    is_brief = LONGEST_THANKS < one.said.traits.length <= SHORT_TURN
    if is_brief and not one.is_same(before) and (thanks or not one.is_once):
        return one.said.line, message(
            "It is uncertain whether “%(label)s” asks, answers or moderates.", label=one.said.label
        )
    return None


def lists_names(one: Moment) -> Told:
    """Return a warning about first words that end no sentence and stand between commas, as names in a list do."""
    text = one.said.text
    if one.before or len(one.said.paragraphs) > 1 or ends_sentence(text.rstrip(")）")) or one.said.traits.asks:
        return None
    pieces = _COMMAS.split(text)
    if len(pieces) < LEAST_LISTED or any(len(piece.split()) > MOST_ALONE for piece in pieces):
        return None
    return one.said.line, message("These words end no sentence; they may be a list of people, and nobody's words.")


def breaks_off(one: Moment) -> Told:
    """Return a warning about a paragraph before others that ends in the middle of a sentence."""
    last = len(one.said.paragraphs) - 1
    for at, text in enumerate(one.said.paragraphs):
        if (at < last or one.after) and is_unfinished(text):
            return one.line(at), message("This paragraph ends in the middle of a sentence.")
    return None


def ends_in_a_scrap(one: Moment) -> Told:
    """Return a warning about a few words at the end of the page, after a finished paragraph."""
    if one.after is None and len(one.said.paragraphs) > 1:
        before, text = one.said.paragraphs[-2:]
        if is_brief(text, MOST_ALONE, LONGEST_ALONE) and is_unfinished(text) and ends_sentence(before):
            return one.line(-1), message("“%(line)s” may be the end of the page, and nobody's words.", line=text)
    return None


def is_unsure(one: Moment) -> Told:
    """Return a warning about a role that the clues leave open, unless the turn is where such a turn is to be expected.

    That is, who opens the page, or answers, and asks nothing.
    """
    fits = not one.said.traits.marked and (one.turn.kind is Kind.ANSWER or (one.before is None and not one.is_question))
    asks_again = one.is_question and one.is_heard and one.asks
    if one.role.sure or fits or asks_again:
        return None
    return one.said.line, message(
        "It is uncertain whether “%(label)s” asks, answers or moderates.", label=one.said.label
    )


TURN_WARNINGS: tuple[Callable[[Moment], Told], ...] = (
    speaks_twice, stands_alone, opens_like_a_label, opens_with_a_name, begins_behind_its_label,
    goes_on_after_asking, asks_in_an_answer, states_after_a_question, replies_to_itself, greets_in_the_middle,
    follows_a_call, thanks_nobody, is_a_fact, answers_as_asker, asks_again, leads_as_asker, asks_under_a_title,
    two_lead, is_the_host, asks_as_official, tells_as_asker, asks_as_chair, tells_as_chair, leads_and_answers,
    leads_at_length, leads_as_official, calls_who_follows, takes_over, speaks_of_questions, opens_for_others,
    introduces_who_follows, opens_at_length, leads_for_once, closes, lists_names, breaks_off, ends_in_a_scrap,
    ends_with_the_page, is_unsure,
)  # fmt: skip

_BETWEEN = (speaks_twice, asks_again)  # about what stands between two turns
_PLACED = (stands_alone, opens_like_a_label)  # about a line


def turn_warnings(
    said: Sequence[RawTurn],
    turns: Sequence[TurnText],
    roles: Mapping[str, Judgement],
    warned: Collection[int],
    *,
    is_partial: bool = False,
) -> Iterable[IntakeWarning]:
    """Yield the warnings about turns, one of each, where it has no warning yet; `warned` are the lines of warnings.

    Where a turn before has one, it says as well that somebody between may have lost the label. Of one page of several
    (`is_partial`), another may hold what came before.
    """
    is_led = any(turn.kind is Kind.MODERATOR for turn in turns)
    moments = [
        Moment(one, turn, roles[fold(one.label)], is_led)
        for one, turn in zip(said, turns, strict=False)
        if one.paragraphs
    ]
    for before, after in pairwise(moments):
        before.after, after.before = after, before
    answering = {
        one.key
        for one in moments
        if one.before and one.before.is_question and not (one.is_question or one.said.traits.leads)
    }
    times = Counter(one.key for one in moments)
    heard = {one.key for one in moments if one.is_question and one.asks and one.after and one.after.is_office}
    leading = Counter(one.key for one in moments if one.is_chair)
    for one in moments:
        own = one.key
        one.answers, one.is_once, one.leads_again = own in answering, times[own] == 1, leading[own] > 1
        one.is_heard = own in heard
    lines = sorted(warned)
    is_warned = False
    for one in moments:
        was_warned = is_warned
        begin, end = one.said.line, one.after.said.line if one.after else None
        at = bisect_left(lines, begin)
        is_warned = at < len(lines) and (end is None or lines[at] < end)
        # What stands in a place of its own is told whatever else is said of the turn.
        left = (*(_BETWEEN if was_warned else ()), *((thanks_nobody,) if is_partial else ()))
        warnings = _PLACED if is_warned else [warning for warning in TURN_WARNINGS if warning not in left]
        told = next((found for warning in warnings if (found := warning(one))), None)
        if told:
            is_warned = True
            yield IntakeWarning(*told)
