"""Which voice a label is: does it ask, speak for the office, or lead the conversation?

A label alone often tells. Where it does not, what is said decides, and what is said before and after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from transcripts.document import Part, Person
from transcripts.intake.labels import generic_core, has_honorific, has_role, is_acronym, is_capitals, is_outlet
from transcripts.intake.people import named_in_label, resolve, unite
from transcripts.intake.turns import reads_as_question
from transcripts.intake.vocabulary import ANSWERERS, CHAIRS, INTERPRETERS, QUESTIONERS, UNKNOWN_VOICES
from transcripts.text import fold

_HANDING_OVER = re.compile(
    r"\b(?:"
    + "|".join(
        (
            r"(?:have|has|take|is yours|to) the floor|the floor (?:is|to|for)",
            r"(?:next|last|final|first)(?: \w+)? questions?",
            r"(?<!have )(?<!ask )(?:one|two|three|few|some)(?: \w+)? (?:more|last|final) questions?",
            r"raise your (?:hand|number)",
            r"(?:i|we)(?: now| would like to|['’]d like to)? invite",
            r"(?:to|at) (?:this|the|today['’]s) (?:press|news)",
            r"(?:conference|briefing|session) (?:ends|is (?:over|hereby|now)|concludes|has ended|here)",
            r"that(?:['’]s| is) all|(?:that|this) concludes|move on|over to|we have time|time for",
            r"(?:thank you|thanks),? (?:all|everyone|everybody)",
            r"let(?:['’]s| us) (?:go|turn|move|take|start|begin)",
            r"we(?:['’]ll| will)?(?: now)? (?:go|turn|move|start|begin)",
            r"(?:open|take|welcome) (?:the floor|your|some|any|to)\b.{0,20}questions?",
            r"please (?:go ahead|identify|state|say|ask|introduce)",
        )
    )
    + r")\b|"
    + "|".join(
        (
            r"现在请|現在請|下面请|下面請|(?<!想)请.{0,12}(?:提问|提問|介绍情况|发言|继续)|請.{0,12}(?:提問|發言)",
            r"最后.{0,3}(?:一个|两个)?(?:问题|提问)|到此结束|到此結束|继续提问|開放提問|开放提问|敬请关注",
            r"欢迎(?:大家|各位|记者)(?:出席|参加)?|今天我们(?:请来|邀请)",
        )
    ),
    re.IGNORECASE,
)
REPLYING = re.compile(
    "|".join(
        (
            r"^(?:well,? )?(?:thank you|thanks)(?: very much| so much)?"
            r" for (?:your|the|this|that|these|those)(?: \w+)? questions?",
            r"^(?:let me|i(?:['’]ll| will| would like to|['’]d like to)) (?:take|answer|respond|reply|add)",
            r"^(?:感谢|谢谢|謝謝|多谢)(?:您|你|记者|这位)?.{0,6}的?(?:提问|问题|提問|問題)",
            r"^我来回答|^这个问题|^我補充|^我补充",
        )
    ),
    re.IGNORECASE,
)
LEAST_LABELS = 3
PASSES = 3
LONGEST_THANKS = 3  # words with which a questioner may only give thanks
_SHORT_TURN = 25  # words: who merely gives the word to the next says no more
_LONG_TURN = 120  # words: a statement or an answer, hardly a question


class Voice(Enum):
    """What a label's turns are, apart from where they stand."""

    QUESTIONER = auto()
    OFFICER = auto()
    CHAIR = auto()
    INTERPRETER = auto()
    NOBODY = auto()


@dataclass(slots=True)
class Said:
    """A turn in the making: the label as printed, its words, and where it stands in the file."""

    label: str
    paragraphs: list[str]
    line: int
    is_split: bool = False
    heading: str = ""

    @property
    def text(self) -> str:
        """The words in one run."""
        return " ".join(self.paragraphs)

    @property
    def length(self) -> int:
        """How long it is, in words; a Chinese character counts half a word."""
        return len(self.text.split()) + sum("\u3400" <= char <= "\u9fff" for char in self.text) // 2


@dataclass(slots=True)
class _Weights:
    """How much speaks for each voice."""

    asks: float = 0
    answers: float = 0
    leads: float = 0

    @property
    def voice(self) -> Voice:
        """The weightiest; an officer's when nothing speaks for any."""
        if self.asks > max(self.answers, self.leads):
            return Voice.QUESTIONER
        return Voice.CHAIR if self.leads > self.answers else Voice.OFFICER


@dataclass(frozen=True, slots=True)
class _Traits:
    """What tells of a turn's voice: its length in words, and what its words do."""

    length: int
    asks: bool
    marked: bool  # with a question mark
    replies: bool
    leads: bool
    titled: bool


@dataclass(slots=True)
class _Talk:
    """The whole conversation: for each turn whose it is and its traits, and the voices known so far."""

    keys: Sequence[str]
    traits: Sequence[_Traits]
    voices: dict[str, Voice]
    places: dict[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {}
        for at, key in enumerate(self.keys):
            self.places.setdefault(key, []).append(at)

    def asks(self, at: int, *, other_than: str) -> bool:
        """Say whether the turn there is another voice's question, by the voice if that is known."""
        voice = self.voices.get(self.keys[at])
        if self.keys[at] == other_than or voice in (Voice.OFFICER, Voice.CHAIR, Voice.INTERPRETER):
            return False
        turn = self.traits[at]
        return turn.asks or (voice is Voice.QUESTIONER and turn.length > LONGEST_THANKS)

    def asked_before(self, at: int) -> bool:
        """Say whether the last turn before, but for the chair's, is another voice's question."""
        key = self.keys[at]
        while at and self.voices.get(self.keys[at - 1]) is Voice.CHAIR:
            at -= 1
        return at > 0 and self.asks(at - 1, other_than=key)


def voices_of(said: Sequence[Said], people: Sequence[Person]) -> dict[str, Voice]:
    """Return the voice of each label (folded)."""
    identities, known = _identities(said, people)
    named = {turn.label for turn in said if turn.label}
    in_capitals = len(named) >= LEAST_LABELS and all(is_capitals(label) for label in named)
    voices: dict[str, Voice] = {}
    for label in dict.fromkeys(turn.label for turn in said):
        # Among labels in capitals, a short one may be a surname: it is not by itself an outlet's acronym.
        uncertain = (in_capitals and is_acronym(label)) or resolve(label, known) is not None
        voice = _voice_by_label(label, people, may_be_outlet=not uncertain)
        if voice is not None:
            voices.setdefault(identities[fold(label)], voice)
    talk = _Talk([identities[fold(turn.label)] for turn in said], [_traits_of(turn) for turn in said], voices)
    unknown = [key for key in dict.fromkeys(talk.keys) if key not in voices]
    for _ in range(PASSES):
        # Each time there is a better idea of who the neighbours are.
        talk.voices = {key: _weigh(key, talk).voice for key in unknown} | voices
    return {label: talk.voices[key] for label, key in identities.items()}


def _identities(said: Sequence[Said], people: Sequence[Person]) -> tuple[dict[str, str], tuple[Person, ...]]:
    """Map each label (folded) to whom it means: labels of one person, full title or not, are one voice.

    The second value are the people who are known by then: `people` and those whom labels state.
    """
    labels = list(dict.fromkeys(turn.label for turn in said))
    known = unite([*people, *(person for label in labels if (person := named_in_label(label)))])
    identities: dict[str, str] = {}
    for label in labels:
        person = resolve(label, known) if label else None
        identities[fold(label)] = fold(person.name) if person else fold(label)
    return identities, known


def _voice_by_label(  # noqa: PLR0911  (a ladder of rules; the first that knows decides)
    label: str, people: Sequence[Person], *, may_be_outlet: bool
) -> Voice | None:
    """Judge by the label alone; None when only the words can tell."""
    if not label:
        return Voice.NOBODY
    core = generic_core(label)
    for table, voice in (
        (QUESTIONERS, Voice.QUESTIONER),
        (ANSWERERS, Voice.OFFICER),
        (CHAIRS, Voice.CHAIR),
        (INTERPRETERS, Voice.INTERPRETER),
    ):
        if core in table:
            return voice
    person = resolve(label, people) or named_in_label(label)
    if person and person.part is not Part.SPEAKER:
        return Voice.CHAIR if person.part is Part.CHAIR else Voice.INTERPRETER
    if person in people:
        return Voice.OFFICER
    if core in UNKNOWN_VOICES or not may_be_outlet:
        return None
    parts = [part.strip(" )") for part in re.split("[,(]", label)]
    if is_outlet(label) or (len(parts) > 1 and any(is_outlet(part) for part in parts) and not has_role(parts[-1])):
        return Voice.QUESTIONER
    return None


def _traits_of(turn: Said) -> _Traits:
    """Return what tells of a turn's voice."""
    text = turn.text
    replies = bool(REPLYING.match(text))
    return _Traits(
        length=turn.length,
        asks=reads_as_question(turn.paragraphs) or turn.is_split,
        marked="?" in text or "？" in text,
        replies=replies,
        leads=bool(_HANDING_OVER.search(text)) and not replies,
        titled=has_honorific(turn.label) or has_role(turn.label),
    )


def _weigh(key: str, talk: _Talk) -> _Weights:
    """Weigh all that one voice says."""
    weights = _Weights()
    for at in talk.places[key]:
        turn, last = talk.traits[at], at + 1 == len(talk.keys)
        asked = talk.asked_before(at)
        after = None if last else talk.voices.get(talk.keys[at + 1])
        _weigh_turn(weights, turn, asked=asked, after=after)
        if turn.leads and (turn.length <= _LONG_TURN or at == 0) and not (turn.asks and turn.length > _SHORT_TURN):
            weights.leads += 2
        elif at == 0 and not (turn.asks or last) and turn.length <= _SHORT_TURN:
            weights.leads += 0.5
        elif after is Voice.OFFICER and not (at == 0 or turn.asks or asked or turn.marked or turn.leads):
            weights.asks += 0.5 if turn.length <= _LONG_TURN else 0
        if not (last or asked) and turn.length <= _SHORT_TURN and talk.asks(at + 1, other_than=key):
            weights.leads += 1
        if at and talk.voices.get(talk.keys[at - 1]) is Voice.OFFICER and talk.keys[at - 1] != key:
            # Right after an officer: another one adds something, unless the word is handed on.
            weights.answers += 0.5 if not (asked or turn.leads or after is Voice.OFFICER) else 0
    if any(talk.traits[at].titled for at in talk.places[key]):
        # An honorific or an office is how transcripts print officers: it takes a good deal to think otherwise.
        weights.answers += 1 + len(talk.places[key]) * 0.6
    return weights


def _weigh_turn(weights: _Weights, turn: _Traits, *, asked: bool, after: Voice | None) -> None:
    """Add what the words of one turn say: `asked` is whether a question came just before, `after` who is next."""
    if turn.replies:
        weights.answers += 2
    if turn.asks and not turn.replies and turn.length <= _LONG_TURN * 3:
        weights.asks += 2 if turn.marked else 1
    elif turn.marked and after is Voice.OFFICER and not asked:
        weights.asks += 1
    if asked and not (turn.asks and turn.marked):
        weights.answers += 1.5
    if turn.length > _LONG_TURN and not (turn.asks or turn.leads):
        weights.answers += 1
