"""Clues to the role of a label: asking, answering, or leading the conversation."""

import re
from dataclasses import dataclass
from enum import Enum

from transcripts.intake.scoring import Clue, ClueTable

REPLYING = re.compile(
    "|".join(
        (
            r"^(?:well,? )?(?:thank you|thanks)(?: very much| so much)?"
            r" for (?:your|the|this|that|these|those)(?: \w+)? questions?",
            r"^(?:let me|(?:maybe |perhaps )?i(?:['’]ll| will| can| could| would like to|['’]d like to)) "
            r"(?:take(?! one (?:from|of)\b)|answer|respond|reply|add)",
            r"^(?:感谢|谢谢|謝謝|多谢)(?:您|你|记者|这位)?.{0,6}的?(?:提问|问题|提問|問題)",
            r"^(?:(?:well|so),? )?(?:(?:that|this)(?: i|['’])s )?an? (?:very |really )?"
            r"(?:good|great|important|excellent|fair) question",
            r"^我来回答|^这个问题|^我補充|^我补充",
        )
    ),
    re.IGNORECASE,
)
# Before a name that is called: “Cheers.” is none.
NO_COURTESY = (
    r"(?!(?:Cheers|Thanks|Thank|Yes|No|Ok|OK|Okay|Right|Absolutely|Exactly|Correct|Sure|Never|Always|Great|Good)\b)"
)
LONGEST_THANKS = 3  # words with which a questioner may only give thanks
SHORT_TURN = 25  # words: a chair who merely calls the next speaker uses no more
LONG_TURN = 120  # words: a statement or an answer, hardly a question


# Between these bounds, the length of a turn tells nothing.
_LENGTHS = (LONGEST_THANKS, SHORT_TURN, LONG_TURN, 3 * LONG_TURN)


def length_class(words: int) -> int:
    """Return the least length bound that is not below `words`, or one above them all."""
    return next((bound for bound in _LENGTHS if words <= bound), _LENGTHS[-1] + 1)


class Role(Enum):
    """The role of a label in the conversation. The values are those of `LabelSeen.voice`."""

    QUESTIONER = "outlet"
    OFFICER = "speaker"
    CHAIR = "chair"
    INTERPRETER = "interpreter"
    NOBODY = "unknown"


@dataclass(frozen=True, slots=True)
class Traits:
    """The traits of a turn that hint at its role: its length (a class of words), and the acts of its words."""

    length: int
    asks: bool
    marked: bool  # with a question mark
    replies: bool
    leads: bool
    titled: bool
    introduced: bool = False  # by the outlet that it is from
    greets: bool = False
    calls: bool = False  # with a name as its last sentence
    of_press: bool = False  # the label has an office of the press office
    relays: bool = False  # it tells what somebody else asks

    @property
    def is_mere_thanks(self) -> bool:
        """Whether it is a few words that ask nothing: “Thank you, sir.”."""
        return self.length <= LONGEST_THANKS and not (self.asks or self.marked)


@dataclass(frozen=True, slots=True)
class TurnContext:
    """One turn with its context: whether a question came just before, who spoke before, who speaks after."""

    turn: Traits
    asked: bool
    before: Role | None  # of another label's turn right before
    after: Role | None
    asks_after: bool  # another speaker asks right after
    is_first: bool
    is_last: bool
    is_early: bool = False  # nobody has asked anything yet


def thanks_for_the_question(one: TurnContext) -> bool:
    """Return whether the turn opens as an answer does: “Thank you for your question”, “Let me take this”."""
    return one.turn.replies


def asks_with_a_mark(one: TurnContext) -> bool:
    """Return whether the turn ends as a question, with a question mark, and is no speech."""
    return _asks(one.turn) and one.turn.marked


def asks_without_a_mark(one: TurnContext) -> bool:
    """Return whether the turn asks without a question mark: “I would like to ask about fares.”"""
    return _asks(one.turn) and not one.turn.marked


def wonders_before_an_officer(one: TurnContext) -> bool:
    """Return whether the turn has a question mark, no question before it, and an officer after it."""
    return one.turn.marked and not _asks(one.turn) and one.after is Role.OFFICER and not one.asked


def follows_a_question(one: TurnContext) -> bool:
    """Return whether a question came just before, and the turn is none itself."""
    return one.asked and not (one.turn.asks and one.turn.marked)


def speaks_at_length(one: TurnContext) -> bool:
    """Return whether the turn has more words than a question has."""
    return one.turn.length > LONG_TURN and not (one.turn.asks or one.turn.leads)


def hands_over(one: TurnContext) -> bool:
    """Return whether the turn gives the word to others: “The floor is open”, “next question”, “现在请提问”."""
    fits = (one.turn.length <= LONG_TURN or one.is_first) and not one.is_last
    return one.turn.leads and fits and not (one.turn.asks and one.turn.length > SHORT_TURN)


def opens_in_few_words(one: TurnContext) -> bool:
    """Return whether the turn is the first, short, and no question."""
    brief = one.is_first and not (one.turn.asks or one.is_last) and one.turn.length <= SHORT_TURN
    return brief and not hands_over(one)


def is_of_the_press_office(one: TurnContext) -> bool:
    """Return whether the label has an office of the press office, and the turn opens, closes or is asked nothing."""
    return one.turn.of_press and not one.asked


def stands_before_an_officer(one: TurnContext) -> bool:
    """Return whether the turn is neither first nor after a question, and an officer's follows: an indirect question."""
    plain = not (one.is_first or one.turn.asks or one.asked or one.turn.marked or one.turn.leads)
    return plain and one.after is Role.OFFICER and LONGEST_THANKS < one.turn.length <= LONG_TURN


def stands_before_a_question(one: TurnContext) -> bool:
    """Return whether the turn is a few words, and a question follows: it called the questioner."""
    return one.asks_after and not (one.is_last or one.asked) and one.turn.length <= SHORT_TURN


def adds_to_an_officer(one: TurnContext) -> bool:
    """Return whether the turn comes right after another officer's, and no officer's follows: an addition."""
    return one.before is Role.OFFICER and not (one.asked or one.turn.leads or one.after is Role.OFFICER)


def speaks_before_any_question(one: TurnContext) -> bool:
    """Return whether the turn comes before the first question, and hands over to nobody."""
    return one.is_early and not (one.is_first or one.turn.leads or one.turn.asks or one.turn.calls)


def has_a_title(one: TurnContext) -> bool:
    """Return whether the label has an honorific or an office, as transcripts print officers."""
    return one.turn.titled


def _asks(turn: Traits) -> bool:
    return turn.asks and not turn.replies and turn.length <= LONG_TURN * 3


def says_from_where(one: TurnContext) -> bool:
    """Return whether the turn opens with who asks: “Sir, I am from the Northern Star”."""
    return one.turn.introduced


ROLE_CLUES = {
    Role.QUESTIONER: ClueTable[TurnContext](
        "asks",
        (
            Clue("asks", "it asks", asks_with_a_mark),
            Clue("asks softly", "it asks without a question mark", asks_without_a_mark),
            Clue("from outlet", "it says from which news organisation it is", says_from_where),
            Clue("wonders", "it asks a question before an official speaks", wonders_before_an_officer),
            Clue("before officer", "an official speaks after it", stands_before_an_officer),
        ),
    ),
    Role.OFFICER: ClueTable[TurnContext](
        "answers",
        (
            Clue("thanks", "it thanks for a question", thanks_for_the_question),
            Clue("answers", "it follows a question", follows_a_question),
            Clue("at length", "it speaks at length", speaks_at_length),
            Clue("early", "it speaks before anybody asks", speaks_before_any_question),
            Clue("adds", "it adds to what an official says", adds_to_an_officer),
            Clue("title", "it has an honorific or names an office", has_a_title),
        ),
    ),
    Role.CHAIR: ClueTable[TurnContext](
        "leads",
        (
            Clue("hands over", "it gives others the floor", hands_over),
            Clue("opens", "it begins with a few words", opens_in_few_words),
            Clue("press office", "it names the press office", is_of_the_press_office),
            Clue("before question", "somebody asks right after it", stands_before_a_question),
        ),
    ),
}
