"""People whom the first words introduce: by the chair's welcome, by an office before a name, or by themselves."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from transcripts.document import Person
from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.labels.shapes import has_honorific, has_role, is_full_name, is_generic, is_outlet, name_words
from transcripts.intake.people.chinese_names import LONGEST_NAME
from transcripts.intake.people.names import office_and_name
from transcripts.intake.turns.speaker_roles import RawTurn
from transcripts.intake.vocabulary import CHINESE_ROLE_NOUNS
from transcripts.text import fold, is_chinese

OPENING_TURNS = 3  # turns in which people are introduced
LONGEST_OPENING = 6000  # characters of them
LONGEST_ITSELF = 400  # characters of a turn in which somebody says who speaks
LONGEST_WELCOME = 900  # characters of a list of guests
_NO_NAME = r"(?!(?:I|We|He|She|It|They|With|By|And|But|So|Our|The|Welcome|Good)\b)"
_NAME = rf"(?P<name>{_NO_NAME}(?:[A-Z][\w’'\-]*\.? ){{1,4}}[A-Z][\w’'\-]+)"
_INTRODUCED = re.compile(
    rf"{_NAME}, "
    r"(?P<role>(?!(?:and|but|who|which|as|so|or)\b)(?:(?:the|a|an|our) )?[A-Z\w][^,.;:!?]{3,120})(?=[,.;])"
)
_OFFICE_FIRST = re.compile(
    r"\b[Tt]he (?P<role>[A-Z][\w’'\- ]{3,60}), (?:Mr|Ms|Mrs|Dr|Prof)\.? "
    r"(?P<name>[A-Z][\w’'\-]+(?: [A-Z][\w’'\-]+){1,3})(?=[,.;])"
)
_WELCOME = re.compile(
    r"\b(?:(?:we|I)(?:['’]re| are|['’]m| am)? (?:also )?(?:today )?"
    r"(?:have|joined|accompanied|pleased|delighted|honou?red)"
    r"|with (?:us|me)|joined by|joining (?:us|me)|have invited|on the (?:panel|podium|platform))\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"\b(?:I['’]m|I am|[Mm]y name is|[Tt]his is) (?P<name>[A-Z][\w’'\-]+(?: [A-Z][\w’'\-]*\.?){0,2} [A-Z][\w’'\-]+)"
    r"(?=[,.;!]| (?:of|from|with|and|at|here)\b)(?:,? (?:of|from|with) (?:the )?(?P<office>[\w’'\- ]{3,60}?)(?=[,.;]))?"
)
_PRESENT = re.compile(
    r"(?:^|[.!?] )(?P<who>[A-Z][^.!?]{10,400}?),? (?:is|are) (?:also |both |all )?(?:here|with us|present|joining us)\b"
)
_AND = re.compile(r",? and (?=[A-Z])|, (?=[A-Z])")
_FULL = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z’'\-]+ (?:[A-Z]\. )?[A-Z][\w’'\-]+")
_CHINESE_OFFICE = "|".join(sorted((*CHINESE_ROLE_NOUNS, "成员", "成員"), key=len, reverse=True))
_CHINESE_GUEST = re.compile(
    rf"(?P<role>[\u3400-\u9fff（）()《》“”、·]{{1,40}}?(?:{_CHINESE_OFFICE}))"
    rf"(?P<name>[\u3400-\u9fff·]{{2,{LONGEST_NAME}}}?)(?:先生|女士|同志)"
)
_CHINESE_WELCOME = re.compile(
    "(?:请来了?|請來了?|邀请(?:到|了|来)+|邀請(?:到|了|來)+|出席.{0,16}?(?:有|是)|(?:还|還)有)(?:的)?(?:还有|還有)?[:：]?"
)
_BEFORE_OFFICE = re.compile("^(?:以及|分别是|分別是|他们是|他們是|和|及|是|、)+")


def introduced(said: Sequence[RawTurn], in_labels: Sequence[Person]) -> list[Person]:
    """Return the people whom the first words introduce: those of a welcome, and those whom labels name by surname."""
    words = " ".join(turn.text for turn in said[:OPENING_TURNS])[:LONGEST_OPENING]
    named: dict[str, Person] = {}
    for person in (*_with_roles(words), *_by_themselves(words)):
        named.setdefault(name_words(person.name)[-1], person)
    titled = [name_words(person.name)[-1] for person in in_labels if has_honorific(person.name)]
    if not is_chinese(words):
        for name in _said_in_full(words):
            if name_words(name)[-1] in titled:
                named.setdefault(name_words(name)[-1], Person(name))
    return [*welcomed(words), *(named[surname] for surname in titled if surname in named)]


def named_with_office(said: Sequence[RawTurn]) -> dict[str, Person]:
    """Return the people whom the first words name with an office, by their folded names."""
    words = " ".join(turn.text for turn in said[:OPENING_TURNS])[:LONGEST_OPENING]
    return {fold(person.name): person for person in _with_roles(words)}


def named_by_itself(turn: RawTurn) -> Person | None:
    """Return who somebody with a bare part or initials for a label says to be: “I am Tom Reyes of the quay.”."""
    person = next(_by_themselves(turn.text[:LONGEST_ITSELF]), None)
    letters = "".join(char for char in turn.meant if char.isalnum())
    initials = "".join(word[0] for word in person.name.split()) if person else ""
    return person if is_generic(turn.meant) or (initials and letters == initials) else None


def welcomed(words: str) -> list[Person]:
    """Return the guests whom a chair's welcome lists, each with an office."""
    if is_chinese(words):
        found = [
            guest
            for start, end in _stretches(words, _CHINESE_WELCOME)
            for guest in _chinese_guests(words[start:end].partition("。")[0])
        ]
    else:
        found = [
            Person(strip_honorific(match["name"]), _bare(match["role"]))
            for start, end in _stretches(words, _WELCOME)
            for match in _INTRODUCED.finditer(_sentence(words[start:end]))
            if has_honorific(match["name"]) and has_role(match["role"]) and not is_outlet(match["name"])
        ]
        found += [person for match in _PRESENT.finditer(words) for person in _offices_and_names(match["who"])]
    return list({person.name: person for person in reversed(found)}.values())[::-1]


def _offices_and_names(text: str) -> Iterator[Person]:
    """Yield the people of “Vice Minister and Trade Commissioner Jo Roe and Vice Minister Ann Poe”."""
    before = ""
    for piece in _AND.split(text):
        person = office_and_name(piece)
        if person and is_full_name(person.name):
            yield Person(person.name, f"{before} and {person.role}" if before else person.role)
        before = piece if person is None and has_role(piece) else ""


def _stretches(words: str, welcome: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield from where to where the guests of each welcome may be named; one ends where the next begins.

    So each character is read once, however many welcomes the words hold.
    """
    ends = [match.end() for match in welcome.finditer(words)]
    for start, following in pairwise([*ends, len(words)]):
        yield start, min(following, start + LONGEST_WELCOME)


def _said_in_full(words: str) -> Iterator[str]:
    """Yield the names that the words say in full, without honorifics: “over to Ines Calder”."""
    for match in _FULL.finditer(words):
        if not (has_honorific(match[0]) or has_role(match[0]) or is_outlet(match[0])):
            yield match[0]


def _sentence(text: str) -> str:
    """Return `text` up to the end of its first sentence; the full stop of “Mr.” ends none."""
    end = re.search(r"(?<!\b[A-Z])(?<!\bM[rs])(?<!\bMrs)(?<!\b[DS]r)(?<!\bProf)\.(?= |$)", text)
    return text[: end.end()] if end else text


def _with_roles(words: str) -> Iterator[Person]:
    for match in _INTRODUCED.finditer(words):
        name, role = strip_honorific(match["name"]), _bare(match["role"])
        if " " in name and has_role(role):
            yield Person(name, role)
    for match in _OFFICE_FIRST.finditer(words):
        if " " in match["name"] and has_role(match["role"]):
            yield Person(match["name"], match["role"])


def _by_themselves(words: str) -> Iterator[Person]:
    for match in _ITSELF.finditer(words):
        if not is_outlet(match["name"]) and not has_role(match["name"]):
            yield Person(match["name"], (match["office"] or "").strip())


def _chinese_guests(text: str) -> Iterator[Person]:
    for match in _CHINESE_GUEST.finditer(text):
        if not has_role(match["name"]):
            yield Person(match["name"], _BEFORE_OFFICE.sub("", match["role"]))


def _bare(role: str) -> str:
    return re.sub("^(?:the|a|an|our) ", "", role.strip())
