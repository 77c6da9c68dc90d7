"""Which voice a label is: does it ask, speak for the office, or lead the conversation?

A label alone often tells. Where it does not, what is said decides, and what is said before and after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
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
    unknown = list(dict.fromkeys(key for key in identities.values() if key not in voices))
    first = {key: _weigh(key, said, identities, voices).voice for key in unknown}
    # Once more, now that there is an idea of who the neighbours are.
    second = {key: _weigh(key, said, identities, first | voices).voice for key in unknown}
    return {label: (second | voices)[key] for label, key in identities.items()}


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


def _weigh(key: str, said: Sequence[Said], identities: dict[str, str], voices: dict[str, Voice]) -> _Weights:
    """Weigh all that one voice says."""
    keys = [identities[fold(turn.label)] for turn in said]
    weights = _Weights()
    for index, turn in enumerate(said):
        if keys[index] != key:
            continue
        before = next((at for at in range(index - 1, -1, -1) if voices.get(keys[at]) is not Voice.CHAIR), None)
        after = voices.get(keys[index + 1]) if index + 1 < len(said) else None
        asked = before is not None and keys[before] != key and _is_question(said[before], voices.get(keys[before]))
        _weigh_turn(weights, turn, asked=asked, after=after, is_first=index == 0, is_last=index + 1 == len(said))
        next_asks = index + 1 < len(said) and keys[index + 1] != key and _is_question(said[index + 1], after)
        if next_asks and not asked and turn.length <= _SHORT_TURN:
            weights.leads += 1
        answered = index > 0 and voices.get(keys[index - 1]) is Voice.OFFICER and keys[index - 1] != key
        if answered and not asked and after is not Voice.OFFICER and not _HANDING_OVER.search(turn.text):
            weights.answers += 0.5
    titled = any(has_honorific(turn.label) or has_role(turn.label) for at, turn in enumerate(said) if keys[at] == key)
    if titled:
        # An honorific or an office is how transcripts print officers: it takes a good deal to think otherwise.
        weights.answers += 1 + sum(one == key for one in keys) * 0.6
    return weights


def _weigh_turn(
    weights: _Weights, turn: Said, *, asked: bool, after: Voice | None, is_first: bool, is_last: bool
) -> None:
    """Add what one turn says of its voice: `asked` is whether a question came just before, `after` who is next."""
    text = turn.text
    asks, marked = reads_as_question(turn.paragraphs), "?" in text or "？" in text
    replies = bool(REPLYING.match(text))
    leads = bool(_HANDING_OVER.search(text)) and not replies
    if replies:
        weights.answers += 2
    if asks and not replies and turn.length <= _LONG_TURN * 3:
        weights.asks += 2 if marked else 1
        leads = leads and turn.length <= _SHORT_TURN
    elif marked and after is Voice.OFFICER and not asked:
        weights.asks += 1
    elif after is Voice.OFFICER and not (is_first or leads or asked) and turn.length <= _LONG_TURN:
        weights.asks += 0.5
    if asked and not (asks and marked):
        weights.answers += 1.5
    if leads and (turn.length <= _LONG_TURN or is_first):
        weights.leads += 2
    elif is_first and not asks and turn.length <= _SHORT_TURN and not is_last:
        weights.leads += 0.5
    if turn.length > _LONG_TURN and not asks and not leads:
        weights.answers += 1


def _is_question(turn: Said, voice: Voice | None) -> bool:
    """Say whether a turn is a question, by its voice if that is known."""
    if voice in (Voice.OFFICER, Voice.CHAIR, Voice.INTERPRETER):
        return False
    return voice is Voice.QUESTIONER or reads_as_question(turn.paragraphs) or turn.is_split
