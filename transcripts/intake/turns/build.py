"""Building of turns from raw turns: the speaker behind each label, and the kind of each turn."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from transcripts.document import Kind, Person, TurnText
from transcripts.intake.account import words_of
from transcripts.intake.hints import Hints
from transcripts.intake.labels.detect import LEAST_SURE, NOTHING, Judged
from transcripts.intake.labels.labels_with_roles import part_role
from transcripts.intake.labels.shapes import is_full_name, is_generic, is_outlet, name_words
from transcripts.intake.labels.typos import similar_labels
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.hand_over import gives_the_floor
from transcripts.intake.lines.questions import reads_as_question
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeWarning, LabelSeen
from transcripts.intake.people.chinese_names import is_chinese_name
from transcripts.intake.people.index import PeopleIndex
from transcripts.intake.people.roster_entries import PRESS_ROLE
from transcripts.intake.scoring import Score
from transcripts.intake.turns.addressed import addressed_by, own_names
from transcripts.intake.turns.conversation import names_the_next
from transcripts.intake.turns.role_clues import NO_COURTESY, SHORT_TURN, Role
from transcripts.intake.turns.speaker_roles import SENTENCE_END, TOLD, Judgement, RawTurn
from transcripts.intake.turns.speakers import is_two_outlets, turn_of
from transcripts.intake.turns.speech import Speech
from transcripts.intake.vocabulary import QUESTIONERS, UNKNOWN_SPEAKERS
from transcripts.text import fold

# Words that no reporter's name holds, but an outlet's or an unknown voice's may.
_NO_NAMES = (
    frozenset(("the", "le", "la", "les", "el", "los", "der", "die", "das", "o", "al")) | UNKNOWN_SPEAKERS | QUESTIONERS
)
LONGEST_OPENING = 40  # words of a host who only brings the next
LAST_WORDS = 50  # characters
LEAST_ANSWER = 6  # words of a chair's turn, if it answers
WORDS = "words"  # the role of a label that opens no turn


@dataclass(slots=True)
class PageTurns:
    """The turns in order with their lines, the headings over them by index, and the page's labels."""

    turns: list[TurnText] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)
    labels: tuple[LabelSeen, ...] = ()
    reporters: tuple[str, ...] = ()


def build_turns(
    speech: Speech,
    people: Sequence[Person],
    roles: dict[str, Judgement],
    *,
    judged: Judged,
    hints: Hints,
    warnings: list[IntakeWarning],
) -> PageTurns:
    """Return the turns. Import warnings are added to `warnings`."""
    said, done, people_index = speech.said, PageTurns(), PeopleIndex(people)
    nameless = _misspelt(said, people, roles, hints=hints, warnings=warnings)
    told = {fold(label) for label in (*hints.outlets, *hints.officers, *hints.chairs)}
    own_names = {person.name for one in said if not is_generic(one.meant) and (person := people_index.find(one.meant))}
    asked, host = False, ""
    shared: set[str] = set()
    parts = [roles[fold(one.label)] for one in said]
    answers_too = not any(two.role is Role.OFFICER and one.role is Role.QUESTIONER for one, two in pairwise(parts))
    company = _Company.of(said, parts)
    for at, one in enumerate(said):
        judgement = parts[at]
        may_answer = answers_too and judgement.why != TOLD and not is_generic(one.label)
        if one.heading:
            done.headings[len(done.turns)] = one.heading
            asked = False
        turn = turn_of(one, judgement.role, asked, people_index, may_answer=may_answer)
        if one.label in nameless:
            turn = replace(turn, speaker="", outlet="")
        if turn.speaker in own_names and _PRESIDES.fullmatch(one.meant):
            turn = replace(turn, speaker="", kind=Kind.MODERATOR)
        elif turn.speaker in own_names and judgement.role is Role.CHAIR and is_generic(one.meant):
            turn = replace(turn, speaker="")  # who is heard under a name is not the “Moderator” as well
        if kind := _other_kind(said, at, company, done.turns):
            turn = replace(turn, kind=kind)
        if (not done.turns or one.label == host) and _is_host(turn) and fold(one.label) not in told:
            turn, host = replace(turn, kind=Kind.MODERATOR), one.label
            if not PRESS_ROLE.search(one.label):
                warning_text = message(
                    "%(label)s speaks first and asks nothing; this was read as the moderator speaking.",
                    label=turn.label,
                )
                warnings.append(IntakeWarning(one.line, warning_text))
        _warn_of_turn(warnings, one.line, turn)
        _warn_of_names(warnings, one, turn, people_index, shared)
        asked = asked or turn.kind is Kind.QUESTION or (judgement.role is Role.CHAIR and one.traits.relays)
        if turn.kind is Kind.ANSWER:
            company.answered.add(one.label)
        done.turns.append(turn)
        done.lines.append(one.line)
    done.turns = _with_known_outlets(_with_reporters(done.turns))
    asking = (
        turn.journalist
        for one, turn in zip(said, done.turns, strict=True)
        if turn.journalist == one.meant
        or ((is_outlet(turn.outlet) or part_role(one.meant)) and is_full_name(turn.journalist))
        or (bool(turn.outlet) and is_chinese_label(turn.journalist) and _is_whole_chinese(turn.journalist))
        or (one.meant.startswith((f"{turn.journalist}, ", f"{turn.journalist}/")) and is_full_name(turn.journalist))
    )
    done.reporters = tuple(name for name in dict.fromkeys(asking) if name)
    done.labels = _labels_seen(said, done.turns, roles, judged, shared)
    done.turns.extend(TurnText(Kind.NOTE, "", (note.text,)) for note in speech.notes)
    done.lines.extend(note.line for note in speech.notes)
    return done


# Who presides is not the one official whom the page names, if that one is heard under a name.
_PRESIDES = re.compile(r"(?:the|mr\.?|madam) (?:deputy |acting )?speaker", re.IGNORECASE)
# Who has the chair of a board may answer for it; a moderator hardly does.
HEADS = re.compile(r"(?:the |madam |mr\.? )?(?:chair|chairman|chairwoman|chairperson)", re.IGNORECASE)
# “All right. Dan, you're up.”, “One more. Yolanda.”
_CALLED = re.compile(
    rf"(?:^|{SENTENCE_END}){NO_COURTESY}(?:(?:M[rs]|Mrs|Dr)\.? )?[A-Z][\w’'\-]+(?: [A-Z][\w’'\-]+)?"
    r"(?:, (?:please|you['’]re up|go ahead|over to you))?[.?!]?$"
)


# “And just to add, we counted them.”
_ADDS = re.compile(
    r"(?:and |yes,? |if )*(?:just |i (?:can |could |would |may )?(?:just |only )?)?(?:to )?add\b|我?[补補]充",
    re.IGNORECASE,
)
# “Are there any other questions on the ferry before I answer?”
_GATHERS = re.compile(
    r"\b(?:any|some) (?:other|more|further)(?: questions?)?\b[^.?!]{0,60}\b(?:before|first)\b[^.?!]{0,30}\?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Company:
    """The speakers of a page: each turn's role, that of the next one under another label, and the labels there are."""

    parts: Sequence[Judgement]
    after: Sequence[Role | None]
    officers: frozenset[str]
    is_chaired: bool
    answered: set[str] = field(default_factory=set)  # labels of the answers so far

    @classmethod
    def of(cls, said: Sequence[RawTurn], parts: Sequence[Judgement]) -> "_Company":
        """Return what the turns tell, in one pass."""
        after: list[Role | None] = [None] * len(said)
        for at in range(len(said) - 2, -1, -1):
            is_same = said[at + 1].label == said[at].label
            after[at] = after[at + 1] if is_same else parts[at + 1].role
        officers = frozenset(one.label for one, part in zip(said, parts, strict=True) if part.role is Role.OFFICER)
        # A voice from aside that is heard once has no chair: “STAFF: Last one.”
        led = sum(part.role is Role.CHAIR for part in parts)
        return cls(parts, after, officers, led > 1 or (bool(parts) and parts[0].role is Role.CHAIR))


def _other_kind(  # noqa: PLR0911  (a ladder of rules)
    said: Sequence[RawTurn], at: int, company: _Company, before: Sequence[TurnText]
) -> Kind | None:
    """Return the kind of a turn in which somebody does what the label as a whole does not; None for most turns.

    A spokesman beside others of the office leads where a turn gives the floor in few words; a chair by name answers
    where a turn stands between a question and the next, and gives the floor to nobody.
    """
    own, traits, after = company.parts[at], said[at].traits, company.after[at]
    adds = own.role is Role.CHAIR and bool(before) and before[-1].kind is Kind.ANSWER
    gathers = after is Role.QUESTIONER and traits.length <= SHORT_TURN and _GATHERS.search(said[at].text)
    if (own.role is Role.OFFICER and gathers) or (adds and _ADDS.match(said[at].text)):
        return Kind.MODERATOR if gathers else Kind.ANSWER
    if own.why == TOLD or not said[at].label or (is_generic(said[at].label) and not HEADS.fullmatch(said[at].label)):
        return None
    if own.role is Role.CHAIR and not before and HEADS.fullmatch(said[at].label) and not traits.leads:
        # The chair of a board who opens, is asked right after and answers leads nobody.
        answers = after is Role.QUESTIONER and [one.label for one in said[2:3]] == [said[0].label]
        return Kind.STATEMENT if answers else None
    # Who opens the page says more than one who only calls the next, and ends with giving the floor.
    opens = not before and gives_the_floor(said[at].text[-LAST_WORDS:])
    is_brief = traits.length <= SHORT_TURN or (opens and len(said[at].text.split()) <= LONGEST_OPENING)
    # “Thank you, sir.” asks nothing.
    is_asked = bool(before) and before[-1].kind is Kind.QUESTION and not said[at - 1].traits.is_mere_thanks
    calls = traits.calls or _CALLED.search(said[at].text) or (traits.length <= SHORT_TURN and _is_called(said, at))
    calls = calls and after is Role.QUESTIONER and traits.length <= SHORT_TURN
    leads_here = traits.leads or (calls and not is_asked)
    if own.role is Role.OFFICER and leads_here and is_brief and not traits.asks:
        # Who was asked answers, unless somebody else of the office does right after, and nobody has the chair.
        follows = (Role.OFFICER,) if is_asked else (Role.QUESTIONER, Role.OFFICER)
        leads = len(company.officers) > 1 and after in follows and not company.is_chaired
        return Kind.MODERATOR if leads else None
    if own.role is Role.CHAIR and is_asked and after in (Role.QUESTIONER, None):
        if said[at].label in company.answered and after is None and len(said[at].text) > LAST_WORDS // 2:
            return Kind.ANSWER  # “It was a good call. Thanks, everybody.”
        gives = traits.leads or traits.asks or traits.calls
        return None if gives or len(words_of(said[at].text)) < LEAST_ANSWER else Kind.ANSWER
    return None


def _is_called(said: Sequence[RawTurn], at: int) -> bool:
    """Return whether the last sentence of a turn names who speaks next."""
    if at + 1 >= len(said) or said[at].label == said[at + 1].label:
        return False
    last = re.split(SENTENCE_END, said[at].text.rstrip(" .?!"))[-1]
    return names_the_next(last, said[at + 1].label)


def _misspelt(
    said: Sequence[RawTurn],
    people: Sequence[Person],
    roles: dict[str, Judgement],
    *,
    hints: Hints,
    warnings: list[IntakeWarning],
) -> set[str]:
    """Warn of labels that look misspelt, give them the role of the similar label; return those that name nobody."""
    settled = {fold(label) for label in (*hints.outlets, *hints.officers, *hints.chairs, *hints.same)}
    typos = similar_labels([turn.label for turn in said], [person.name for person in people])
    first = {turn.label: turn.line for turn in reversed(said)}
    typos = {label: meant for label, meant in typos.items() if fold(label) not in settled}
    for label, meant in typos.items():
        warning_text = message(
            "The label “%(label)s” looks like a misspelling of “%(other)s”; it was kept as printed.",
            label=label,
            other=meant,
        )
        warnings.append(IntakeWarning(first[label], warning_text))
        if fold(meant) in roles:
            roles[fold(label)] = replace(roles[fold(meant)], sure=False)
    return {label for label, meant in typos.items() if is_generic(meant)}


def _is_whole_chinese(name: str) -> bool:
    """Return whether a Chinese name is one, and no surname with an honorific."""
    return is_chinese_name(name) and not name.endswith(("先生", "女士", "小姐"))


def _is_host(turn: TurnText) -> bool:
    """Return whether an outlet that opens the page asks nothing: it is its own host, as on live pages."""
    return turn.kind is Kind.QUESTION and bool(turn.outlet) and not reads_as_question(turn.paragraphs)


def _warn_of_turn(warnings: list[IntakeWarning], line: int, turn: TurnText) -> None:
    """Add warnings about a turn."""
    if turn.outlet and is_two_outlets(turn.label):
        warning_text = message("The label “%(label)s” seems to name two outlets; it was kept as one.", label=turn.label)
        warnings.append(IntakeWarning(line, warning_text))
    if not turn.paragraphs:
        warnings.append(IntakeWarning(line, message("There is no text under the label “%(label)s”.", label=turn.label)))


def _warn_of_names(
    warnings: list[IntakeWarning], said: RawTurn, turn: TurnText, people: PeopleIndex, shared: set[str]
) -> None:
    """Warn of a surname that two people bear, once, and of words that greet the one who is taken to speak."""
    if fold(said.meant) not in shared and people.is_shared(said.meant):
        shared.add(fold(said.meant))
        warning_text = message(
            "Two people on this page have the name in “%(label)s”; which of them speaks is uncertain.", label=turn.label
        )
        warnings.append(IntakeWarning(said.line, warning_text))
    person = people.find(turn.speaker) if turn.speaker else None
    own = own_names(turn.label, turn.speaker, person.role if person else "") if turn.speaker else []
    for at, text in enumerate(said.paragraphs if own else ()):
        addressed = addressed_by(text, own)
        if not addressed:
            continue
        warning_text = message(
            "These words address “%(name)s”, under whose label they stand; somebody else may be speaking.",
            name=addressed,
        )
        line = said.paragraph_lines[at] if at and at < len(said.paragraph_lines) else said.line
        warnings.append(IntakeWarning(line, warning_text))
        return


def _with_reporters(turns: Sequence[TurnText]) -> list[TurnText]:
    """Take a full name that asks for a reporter's, unless outlets ask under their names alone on this page."""
    if any(turn.outlet == turn.label and turn.label and is_outlet(turn.label) for turn in turns):
        return list(turns)
    return [
        replace(turn, outlet="", journalist=turn.label)
        if turn.outlet == turn.label and is_full_name(turn.label) and not _NO_NAMES & set(name_words(turn.label))
        else turn
        for turn in turns
    ]


def _with_known_outlets(turns: Sequence[TurnText]) -> list[TurnText]:
    """Give a reporter's later questions the outlet with which the first one introduced itself."""
    known = {turn.label: turn.outlet for turn in reversed(turns) if turn.outlet and turn.journalist == turn.label}
    return [
        replace(turn, outlet=known[turn.label], journalist=turn.label)
        if turn.kind is Kind.QUESTION and turn.label in known
        else turn
        for turn in turns
    ]


def _labels_seen(
    said: Sequence[RawTurn], turns: Sequence[TurnText], roles: dict[str, Judgement], judged: Judged, shared: set[str]
) -> tuple[LabelSeen, ...]:
    """Return each label once, in order of appearance, with its meaning. Two people bear each of `shared`."""
    counts = Counter(one.label for one in said)
    seen: dict[str, LabelSeen] = {}
    for one, turn in zip(said, turns, strict=True):
        if not one.label or one.label in seen:
            continue
        judgement, weighed = roles[fold(one.label)], judged.weights.get(fold(one.label), NOTHING)
        role = Role.CHAIR if turn.kind is Kind.MODERATOR else judgement.role
        is_sure = judgement.sure and (weighed.total >= LEAST_SURE or counts[one.label] > 1)
        seen[one.label] = LabelSeen(
            label=one.label,
            voice=role.value,
            turns=counts[one.label],
            line=one.line,
            name=turn.speaker or turn.outlet or turn.journalist,
            sure=is_sure and fold(one.meant) not in shared,
            why=_why(weighed, judgement),
        )
    for label, (line, why) in judged.taken_for_words.items():
        if label not in seen:
            seen[label] = LabelSeen(label, WORDS, 0, line, sure=False, why=why)
    return tuple(sorted(seen.values(), key=lambda one: one.line))


def _why(weighed: Score, judgement: Judgement) -> str:
    return "; ".join(part for part in (weighed.says_for(), judgement.why) if part)
