"""A turn in its place: what is known of it, and of the turns beside it, for the warnings about turns."""

import re
from dataclasses import dataclass

from transcripts.document import Kind, TurnText
from transcripts.intake.labels.shapes import name_words
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.page_lines import ends_sentence
from transcripts.intake.messages import Message
from transcripts.intake.turns.role_clues import LONGEST_THANKS
from transcripts.intake.turns.speaker_roles import SURE, TOLD, Judgement, RawTurn
from transcripts.intake.vocabulary import HONORIFICS, OUTLET_WORDS, ROLE_NOUNS
from transcripts.text import fold, is_chinese

ASKED = re.compile(r"[?？؟][”\"’»)）\]]*$")
_GOES_ON = re.compile(r"[-–—―─,，、;；…)）\]】]$")  # a line that breaks off of its own
_SENTENCE_ENDS = re.compile(r"[.!?。！？؟]\s*")
LEAST_ASKED = 4  # words of a question that is no call: “Marshal?”
LEAST_ASKED_CHINESE = 5  # characters of it

_WORD = re.compile(r"[^\W\d_][\w’'\-]+")
LEAST_NAME = 3  # letters of a name
MOST_IN_CALL = 3  # words that call somebody
NO_NAMES = ROLE_NOUNS | HONORIFICS | OUTLET_WORDS

Told = tuple[int, Message] | None


@dataclass(slots=True)
class Moment:
    """A turn as it was read, with its raw words, its role, and the moments before and after it.

    `is_led` means that somebody leads the conversation, `answers` that a turn under its label follows a question and
    gives nobody the floor, `is_once` that its label stands nowhere else, `leads_again` that the chair's words stand
    under it elsewhere as well, `is_heard` that an official speaks after a question under it.
    """

    said: RawTurn
    turn: TurnText
    role: Judgement
    is_led: bool = False
    answers: bool = False
    is_once: bool = False
    leads_again: bool = False
    is_heard: bool = False
    before: "Moment | None" = None
    after: "Moment | None" = None

    @property
    def key(self) -> str:
        """The person who speaks, or else the label, folded."""
        return fold(self.turn.speaker or self.said.meant)

    @property
    def is_question(self) -> bool:
        """Whether it was read as a question."""
        return self.turn.kind is Kind.QUESTION

    @property
    def is_office(self) -> bool:
        """Whether it was read as an official's words."""
        return self.turn.kind in (Kind.ANSWER, Kind.STATEMENT)

    @property
    def is_chair(self) -> bool:
        """Whether it was read as the chair's words."""
        return self.turn.kind is Kind.MODERATOR

    @property
    def asks(self) -> bool:
        """Whether its words ask, and do not merely call somebody."""
        last = _SENTENCE_ENDS.split(self.said.text.rstrip(" ?？؟"))[-1]
        return self.said.traits.asks and not (ASKED.search(self.said.text) and calls(last))

    @property
    def tells(self) -> bool:
        """Whether its words ask nothing, and are more than thanks."""
        return not (self.said.traits.asks or self.said.traits.marked) and self.said.traits.length > LONGEST_THANKS

    @property
    def after_is_longer(self) -> bool:
        """Whether an official's longer words stand behind it."""
        return self.after is not None and self.after.is_office and len(self.after.said.text) > len(self.said.text)

    @property
    def weighed(self) -> bool:
        """Whether its role was weighed, and not told by its label."""
        return self.role.why not in (SURE, TOLD)

    def names(self, other: "Moment") -> str:
        """Return the name of another's label that its words hold; an office is nobody's name."""
        label, text = other.said.meant, self.said.text
        if is_chinese_label(label):
            name = label.rsplit(maxsplit=1)[-1]
            return name if len(name) > 1 and name in text else ""
        said = {fold(word): word for word in _WORD.findall(text) if not word[0].islower()}
        found = (word for word in name_words(label) if len(word) >= LEAST_NAME and word not in NO_NAMES)
        return next((said[word] for word in found if word in said), "")

    def calls(self, other: "Moment") -> bool:
        """Return whether its last words call another by name: “Henrik?”, “Tamsin, please.”."""
        last = _SENTENCE_ENDS.split(self.said.text.rstrip(" .?!。？！"))[-1]
        name = self.names(other)
        return bool(name) and name in last and len(last.split()) <= MOST_IN_CALL

    def is_same(self, other: "Moment") -> bool:
        """Return whether another turn is the same speaker's."""
        return self.key == other.key

    def line(self, at: int) -> int:
        """Return the line of a paragraph, or that of the turn where it is not known."""
        lines = self.said.paragraph_lines
        return lines[at] if -len(lines) <= at < len(lines) else self.said.line


def is_brief(text: str, words: int, characters: int) -> bool:
    """Return whether a text has no more words, or in Chinese characters."""
    return len(text) <= characters if is_chinese(text) else len(text.split()) <= words


def is_unfinished(text: str) -> bool:
    """Return whether a text ends in the middle of a sentence."""
    return bool(text) and not ends_sentence(text) and not _GOES_ON.search(text)


def asks(text: str) -> bool:
    """Return whether a text ends as a question that is no call."""
    return bool(ASKED.search(text)) and not calls(text)


def calls(text: str) -> bool:
    """Return whether a text is too short for a question, and rather calls somebody: “Marshal?”."""
    if text.startswith("¿"):
        return False
    return len(text) < LEAST_ASKED_CHINESE if is_chinese(text) else len(text.split()) < LEAST_ASKED
