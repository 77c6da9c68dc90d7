"""The role of each label: it asks, speaks for the office, or leads the conversation.

A label alone often tells. Where it does not, the words of its turns decide, and the turns before and after them.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from transcripts.document import Part, Person
from transcripts.intake.hints import NO_HINTS, Hints
from transcripts.intake.labels.labels_with_roles import is_analyst
from transcripts.intake.labels.part_labels import ASKS, part_named
from transcripts.intake.labels.shapes import (
    CAPITAL,
    generic_core,
    has_honorific,
    has_role,
    is_acronym,
    is_capitals,
    is_full_name,
    is_generic,
    is_outlet,
)
from transcripts.intake.labels.speech_acts import speech_act_of
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.hand_over import GREETING, gives_the_floor
from transcripts.intake.lines.questions import reads_as_question, relays_question
from transcripts.intake.people.index import PeopleIndex, index_of_names
from transcripts.intake.people.label_names import named_in_label
from transcripts.intake.people.names import unite
from transcripts.intake.people.roster_entries import PRESS_ROLE
from transcripts.intake.turns.conversation import Conversation, find_hosts
from transcripts.intake.turns.role_clues import (
    NO_COURTESY,
    REPLYING,
    ROLE_CLUES,
    Role,
    Traits,
    TurnContext,
    length_class,
)
from transcripts.intake.vocabulary import ANSWERERS, CHAIRS, INTERPRETERS, QUESTIONERS, UNKNOWN_SPEAKERS
from transcripts.text import fold, is_chinese

_SPOKES = re.compile(
    "spokes|发言人|發言人|portavo[zc]|vocer|porte-parole|porta-voz|sprecher|woordvoer|rzeczni|talsperson|대변인",
    re.IGNORECASE,
)
_HAN = re.compile("[\u3400-\u9fff]")
_LETTERS_BESIDE = re.compile(r"[^\W\d_][\w’' .\-]+ \((?P<office>\w+)\)")
LEAST_LABELS = 3
LEAST_WORDS_ASKING = 2  # labels that begin with a word for a questioner
MOST_INITIALS = 3  # letters
EDGE = 500  # characters
LEAST_ASKED = 3  # turns under a word for questioners that make it the page's way
LEAST_PAIRS = 2  # turns that stand in two languages, one after the other
FROM_OUTLET = re.compile(
    r"(?:\b(?:I am|I['’]m|[Tt]his is|[Mm]y name is|[A-Z][a-z]+ [A-Z][a-z]+)|^)(?: [A-Z][\w’'-]+){0,3},? (?:here )?"
    r"(?:from|with|of) (?:the )?(?P<outlet>[A-Z][\w&’']*(?: [A-Z][\w&’']*){0,4})"
)
# “Thank you. Jo Marsh.”: a name is the last sentence.
# The end of a sentence, and no honorific's stop: “Thank you, Mr. President.” calls nobody.
SENTENCE_END = r"(?<!\bM[rs])(?<!\bMrs)(?<!\bDr)[.!?] "
_CALLS_BY_NAME = re.compile(
    rf"(?:^|{SENTENCE_END}){NO_COURTESY}(?:[MD][rs]{{1,2}}\.? )?(?:[{CAPITAL}][\w’'\-]+ ?){{1,3}}[.?!]?$"
)
# “Last one. Marcia?”, “Okay. Idris from Continental News?”
_CALLED = re.compile(
    rf"{SENTENCE_END}{NO_COURTESY}(?!(?:Wh\w+|How|Questions?|Any\w+|Really|So)\b)[{CAPITAL}][\w’'\-]+"
    rf"(?: [{CAPITAL}][\w’'\-]+)?(?:,? (?:from|with|of|at) (?:the )?(?:[{CAPITAL}][\w’'\-]+ ?){{1,4}})?\?$"
)
LONGEST_CALL = 100  # characters
LONGEST_INTRODUCTION = 160  # characters
PASSES = 3
LEAST_LEAD = 1.0  # the lead of the weightiest role over the next, if it is nearly certain
TITLE_ITSELF = 1.0  # an honorific or an office weighs this once, and as a clue with each turn
SURE = "the label says so"
TOLD = "an editor says so"
HOSTS = "it opens, gives others the floor or closes, and answers nothing"


@dataclass(slots=True)
class RawTurn:
    """A turn in the making: the label as printed, its words, and where it stands in the file.

    `meant` is the label that editor hints equate it with, or its own; `asker` who asks under the
    letters of an examination, if that is said.
    """

    label: str
    paragraphs: list[str]
    line: int
    is_split: bool = False
    heading: str = ""
    meant: str = ""
    paragraph_lines: list[int] = field(default_factory=list)
    asker: str = ""
    _traits: Traits | None = None

    def __post_init__(self) -> None:
        self.meant = self.meant or self.label

    @property
    def text(self) -> str:
        """The words in one run."""
        return " ".join(self.paragraphs)

    @property
    def traits(self) -> Traits:
        """The traits that hint at its role, worked out once its words are complete."""
        if self._traits is None:
            self._traits = _traits_of(self)
        return self._traits


@dataclass(frozen=True, slots=True)
class Judgement:
    """The role of a label, whether it is nearly certain, and the clues for it."""

    role: Role
    sure: bool = True
    why: str = SURE


def roles_of(
    said: Sequence[RawTurn], people: Sequence[Person], hints: Hints = NO_HINTS, *, unsure: Collection[str] = ()
) -> dict[str, Judgement]:
    """Return the role of each label (folded).

    `unsure` are the folded names of listed people whose part the list does not tell: their words decide.
    """
    meant = {turn.label: turn.meant for turn in said}
    identities, people_index = _identities(meant, people)
    certain = _told(meant, identities, hints)
    by_labels = _by_labels(meant, people, people_index, unsure)
    # Where nobody asks by the label alone, as in hearings, the words of those tell who only ask.
    asking = frozenset() if Role.QUESTIONER in by_labels.values() else _only_asking(said)
    for label, role in by_labels.items():
        if not (label in asking and role is Role.OFFICER):
            certain.setdefault(identities[fold(label)], Judgement(role))
    known = {key: judgement.role for key, judgement in certain.items()}
    keys = [identities[fold(turn.label)] for turn in said]
    unknown = [key for key in dict.fromkeys(keys) if key not in certain]
    same: dict[Traits, Traits] = {}
    # A list may say that whoever has the label is of the press office.
    of_press = {fold(one.name) for one in people if PRESS_ROLE.search(one.role) and not _SPOKES.search(one.role)}
    own = [
        replace(turn.traits, of_press=True) if key in of_press else turn.traits
        for key, turn in zip(keys, said, strict=True)
    ]
    traits = [same.setdefault(one, one) for one in own] if unknown else []
    talk = Conversation(keys, traits, known)
    weighed: dict[str, Judgement] = {}
    # Where others ask under their outlets, whom the page gives an office answers or leads.
    others_ask = Role.QUESTIONER in by_labels.values()
    offices = {fold(one.name) for one in people if others_ask and has_role(one.role) and not is_outlet(one.role)}
    nameless = _asked_by_nobody_named(said, by_labels)
    for _ in range(PASSES if unknown else 0):
        # Each round knows the roles of the neighbours better.
        weighed = {key: _weigh(key, talk, may_ask=not (nameless or key in offices)) for key in unknown}
        talk.take({key: judgement.role for key, judgement in weighed.items()} | known)
    _find_who_answers(talk, weighed)
    told = {key for key, one in certain.items() if one.why == TOLD}
    turns = [(one.meant, one.paragraphs[-1] if one.paragraphs else "", own[at]) for at, one in enumerate(said)]
    for key in find_hosts(turns, keys, talk.roles) - told:
        (certain if key in certain else weighed)[key] = Judgement(Role.CHAIR, sure=False, why=HOSTS)
    judged = {label: certain.get(key) or weighed[key] for label, key in identities.items()}
    for label, other in _translations(said).items():
        judged[label] = replace(judged[other], sure=False)
    return judged


def _asked_by_nobody_named(said: Sequence[RawTurn], by_labels: Mapping[str, Role]) -> bool:
    """Return whether all questioners known are words such as “Q”, and these ask often: who has a name asks nothing."""
    asking = {label for label, role in by_labels.items() if role is Role.QUESTIONER}
    turns = Counter(turn.label in asking for turn in said)
    return (
        bool(asking) and all(map(is_generic, asking)) and turns[True] >= LEAST_ASKED and turns[True] * 4 >= turns[False]
    )


def _only_asking(said: Sequence[RawTurn]) -> frozenset[str]:
    """Return the labels of which most turns are questions, with a mark, and another's turn follows them."""
    turns = Counter(turn.label for turn in said)
    asked = Counter(
        one.label for one, two in pairwise(said) if one.traits.asks and one.traits.marked and two.label != one.label
    )
    return frozenset(label for label, count in asked.items() if label and count * 2 > turns[label])


def _find_who_answers(talk: Conversation, weighed: dict[str, Judgement]) -> None:
    """Make officers of those who speak after the questions, where all are questioners: somebody answers."""
    if any(role is not Role.QUESTIONER for role in talk.roles.values()):
        return
    for key in weighed:
        if all(at and talk.keys[at - 1] != key and talk.keys[at - 1] not in weighed for at in talk.places[key]):
            weighed[key] = Judgement(Role.OFFICER, sure=False, why="it follows a question")


def _translations(said: Sequence[RawTurn]) -> dict[str, str]:
    """Map labels to those that they translate, where each turn is in Chinese and then in another language."""
    counts = Counter(fold(turn.label) for turn in said)
    pairs = Counter(
        (fold(two.label), fold(one.label))
        for one, two in pairwise(said)
        if two.label and not is_chinese_label(two.label) and is_chinese(one.text) and not is_chinese(two.text)
    )
    return {
        label: other
        for (label, other), count in pairs.items()
        if count >= LEAST_PAIRS and count * 10 >= counts[label] * 8 and count * 10 >= counts[other] * 5
    }


def _identities(meant: Mapping[str, str], people: Sequence[Person]) -> tuple[dict[str, str], PeopleIndex]:
    """Map each label (folded) to the person it means: labels of one person, full title or not, count as one.

    The second value are the people who are known by then: `people` and those whom labels state.
    """
    stated = [person for label in meant.values() if (person := named_in_label(label))]
    people_index = PeopleIndex(unite([*people, *(person for person in stated if not has_honorific(person.name))]))
    in_full = index_of_names(meant.values())
    for person in stated:
        # "Amb. Roe" is the Jo Roe of another label, unless there are two.
        if has_honorific(person.name) and not (people_index.find(person.name) or in_full.find(person.name)):
            people_index.add(person)
    identities: dict[str, str] = {}
    for label, other in meant.items():
        person = people_index.find(other) if other else None
        if other and not person and (stated_so := named_in_label(other)):
            # "Press Secretary to the Mayor Jo Roe" and "Jo Roe"
            person = people_index.find(stated_so.name) or in_full.find(stated_so.name)
        identities[fold(label)] = fold(person.name) if person else fold(other)
    return identities, people_index


def _told(meant: Mapping[str, str], identities: Mapping[str, str], hints: Hints) -> dict[str, Judgement]:
    """Return the roles that editor hints state."""
    told: dict[str, Judgement] = {}
    for labels, role in (
        (hints.outlets, Role.QUESTIONER),
        (hints.officers, Role.OFFICER),
        (hints.chairs, Role.CHAIR),
    ):
        folded = {fold(label) for label in labels}
        for label in meant:
            if fold(label) in folded:
                told[identities[fold(label)]] = Judgement(role, why=TOLD)
    return told


def _by_labels(
    meant: Mapping[str, str], people: Sequence[Person], people_index: PeopleIndex, unsure: Collection[str]
) -> dict[str, Role]:
    """Return the roles that labels tell by themselves."""
    named = {label for label in meant if label}
    in_capitals = len(named) >= LEAST_LABELS and all(is_capitals(label) for label in named)
    # Where all speak under letters, these are initials.
    bare = {label for label in named if not is_generic(label)}
    in_capitals = in_capitals or (
        len(bare) > 1 and all(len(label) <= MOST_INITIALS and is_acronym(label) for label in bare)
    )
    listed = PeopleIndex(people)
    officers = len({person.name for other in meant.values() if (person := listed.find(other))})
    leaderless = officers > 1 and not listed.having(Part.CHAIR)
    # Where words such as “Frage” ask, letters behind a name are an office's: “Moss (BMV)”.
    asking = sum(generic_core(label.split(maxsplit=1)[0]) in QUESTIONERS for label in named)
    roles = {}
    for label, other in meant.items():
        # Among labels in capitals, a short one may be a surname: it is not by itself an outlet's acronym.
        uncertain = (in_capitals and is_acronym(other)) or people_index.find(other) is not None
        beside = _LETTERS_BESIDE.fullmatch(other) if asking >= LEAST_WORDS_ASKING else None
        uncertain = uncertain or (beside is not None and is_acronym(beside["office"]))
        parted = part_named(label)
        role = _role_by_label(other, listed, may_be_outlet=not uncertain) if label else Role.NOBODY
        role = (Role.QUESTIONER if parted[0] == ASKS else Role.OFFICER) if parted else role
        person = listed.find(other) if role is Role.OFFICER else None
        if person and (fold(person.name) in unsure or (leaderless and PRESS_ROLE.search(person.role))):
            role = None
        if role is not None:
            roles[label] = role
    return roles


def _role_by_label(label: str, listed: PeopleIndex, *, may_be_outlet: bool) -> Role | None:
    """Return the role by the label alone; None when only the words can tell."""
    act = speech_act_of(label)
    if act or is_analyst(label):
        return Role.OFFICER if act == "answers" else Role.QUESTIONER
    core = generic_core(label)
    for table, role in (
        (QUESTIONERS, Role.QUESTIONER),
        (ANSWERERS, Role.OFFICER),
        (CHAIRS, Role.CHAIR),
        (INTERPRETERS, Role.INTERPRETER),
    ):
        if core in table:
            return role
    found = listed.find(label)
    person = found or named_in_label(label)
    if person and person.part is not Part.SPEAKER:
        return Role.CHAIR if person.part is Part.CHAIR else Role.INTERPRETER
    if found:
        return Role.OFFICER
    if core in UNKNOWN_SPEAKERS or not may_be_outlet:
        return None
    return Role.QUESTIONER if _holds_outlet(label) else None


def _holds_outlet(label: str) -> bool:
    """Return whether a label is an outlet's, or a reporter's with an outlet beside the name."""
    parts = [part.strip(" )）") for part in re.split("[,(（]", label)]
    if len(parts) > 1 and is_full_name(parts[0]) and has_role(parts[-1]) and not is_outlet(parts[0]):
        return False  # “Jo Roe, Director of the Press Office”
    beside = len(parts) > 1 and any(is_outlet(part) for part in parts) and not has_role(parts[-1])
    return is_outlet(label) or beside


def _traits_of(turn: RawTurn) -> Traits:
    """Return the traits of a turn that hint at its role."""
    text = turn.text
    replies = bool(REPLYING.match(text))
    calls = _calls_somebody(text)
    named = FROM_OUTLET.search(text[:LONGEST_INTRODUCTION])
    calls_by_name = len(text) <= LONGEST_CALL and bool(_CALLS_BY_NAME.search(text))
    # “Happy to take your questions. Jenna.”
    leads = calls or gives_the_floor(_edges(text)) or (calls_by_name and "question" in text.casefold())
    return Traits(
        # A Chinese character counts half a word.
        length=length_class(len(text.split()) + len(_HAN.findall(text)) // 2),
        asks=(reads_as_question(turn.paragraphs) and not calls and not replies) or turn.is_split,
        marked=any(mark in text for mark in "?？؟"),
        replies=replies,
        leads=leads and not replies,
        introduced=bool(named and is_outlet(named["outlet"]) and "office" not in named["outlet"].casefold()),
        greets=bool(GREETING.match(text)),
        calls=calls_by_name,
        titled=_is_titled(turn.meant),
        of_press=PRESS_ROLE.search(turn.meant) is not None and not _SPOKES.search(turn.meant),
        relays=relays_question(text),
    )


def _calls_somebody(text: str) -> bool:
    """Return whether words end by calling the next speaker: "… to your questions. Dr. Roe?"."""
    if not text.endswith("?"):
        return False
    if _CALLED.search(text):
        return True
    words = text[:-1].rsplit(maxsplit=3)[-3:]
    calls = (" ".join(words[-length:]) for length in (2, 3))
    before = [text[: -1 - len(call)].rstrip() for call in calls if has_honorific(call)]
    return any(not head or head[-1] in ".!?" for head in before)


def _edges(text: str) -> str:
    """Return the parts of a long turn that may call on others: its beginning and its end."""
    return text if len(text) <= 3 * EDGE else f"{text[:EDGE]} … {text[-2 * EDGE :]}"


def _may_lead(moment: TurnContext) -> bool:
    """Return whether a turn may be a chair's: it hands over, greets first, or is a name before a question."""
    turn = moment.turn
    return turn.leads or (moment.is_first and turn.greets) or (turn.calls and moment.asks_after)


def _weigh(key: str, talk: Conversation, *, may_ask: bool) -> Judgement:
    """Return the role of one label by all its turns; an officer's when there is no clue to any."""
    totals = dict.fromkeys((Role.QUESTIONER, Role.OFFICER, Role.CHAIR), 0.0)
    reasons: Counter[tuple[Role, str]] = Counter()
    moments = talk.moments(key)
    may_lead = any(_may_lead(moment) for moment, _ in moments)
    for role, table in ROLE_CLUES.items():
        held = Counter[str]()
        for moment, count in moments if role is not Role.CHAIR or may_lead else ():
            for clue in table.clues:
                if clue.holds(moment):
                    totals[role] += table.weights[clue.name] * count
                    reasons[role, clue.says] += count
                    held[clue.name] += count
        table.heard(key, held)
    if any(moment.turn.titled for moment, _ in moments):
        totals[Role.OFFICER] += TITLE_ITSELF
    # Where two weigh the same, an officer is the likelier, and then the chair.
    ways = (Role.OFFICER, Role.CHAIR, Role.QUESTIONER) if may_ask else (Role.OFFICER, Role.CHAIR)
    role = max(ways, key=lambda one: totals[one])
    others = max(totals[other] for other in ways if other is not role)
    says = [says for (of, says), _ in reasons.most_common() if of is role]
    return Judgement(role, totals[role] - others >= LEAST_LEAD, ", ".join(says) or "nothing speaks for another role")


def _is_titled(label: str) -> bool:
    """Return whether a label has an honorific, or an office that is not the press office's: that one may lead."""
    of_press = PRESS_ROLE.search(label) is not None and not _SPOKES.search(label)
    return not of_press and (has_honorific(label) or (has_role(label) and not is_generic(label)))
