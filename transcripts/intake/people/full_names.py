"""People named in full once on a page whose labels give only an office and a surname: “Chief Constable Pugh”."""

import re
from collections.abc import Iterable

from transcripts.document import Person
from transcripts.intake.labels.honorifics import strip_honorific, with_spaces
from transcripts.intake.labels.labels_with_roles import part_role
from transcripts.intake.labels.shapes import (
    has_honorific,
    has_role,
    is_full_name,
    is_generic,
    is_outlet,
    name_words,
)
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.people.names import office_and_name
from transcripts.intake.vocabulary import SENTENCE_OPENERS

LONGEST_SENTENCES = 1_000  # characters of a line in which names are looked for
SHORTEST_ALONE = 3  # letters of a surname that is a label alone
MOST_NAME_WORDS = 3  # before a surname
MOST_WORDS = 8  # of an office and a name
_PIECES = re.compile(
    r"(?:,|;|:|=|[|•·–—]| -| and| with| by| is| to|[Bb]y|[Ww]ith"
    r"| und| et| y| e| en| og| och| oraz| i| и|\d[.)]) (?:the |our |my )?(?=[A-Z])|[()（）]"
    r"|(?<=[a-z]{3}[.!?]) "
)
_FIRST_PERSON = re.compile(r"^(?:(?:and )?(?:I['’]m|I am|[Mm]y name is|[Tt]his is|[Hh]ere is) )")
_INITIALLED = re.compile(r"(?:[^\W\d_]\.\s?){1,2}[^\W\d_][\w’'\-]{2,}")  # “I. Calder”, “И.Кальдер”
SHORTEST_NOUN = 5  # letters of what somebody is, in small letters before the name
_JOINING = frozenset(("and", "with", "by", "the"))
_SMALL = frozenset(("of", "for", "the", "de", "van", "von", "al", "bin"))


def surnames_in(labels: Iterable[str]) -> frozenset[str]:
    """Return the folded surnames of labels that hold an office or an honorific and one word: “Dean Osei”."""
    return frozenset(
        name_words(with_spaces(label))[-1]
        for label in labels
        if not (is_generic(label) or is_chinese_label(label) or "," in label or "(" in label or part_role(label))
        and (not is_outlet(label) or _is_surname_alone(label))  # “RAHMAN” may be an outlet's letters
        and (has_honorific(label) or has_role(label) or _is_surname_alone(label) or _INITIALLED.fullmatch(label))
        and not has_role(label.rsplit(maxsplit=1)[-1])
    )


def _is_surname_alone(label: str) -> bool:
    return label.isalpha() and len(label) >= SHORTEST_ALONE and label[0].isupper()


def named_in_full(text: str, surnames: frozenset[str], *, bare: bool = False) -> list[Person]:
    """Return the people of a sentence whose surname is one of `surnames`: “Dean of Students Victor Osei spoke”.

    With `bare`, also those who stand there without an office or an honorific, with the office beside the name, if
    there is one: “the Minister for Ports, Jo Roe, spoke”. Without it, such a one has an office beside the name.
    """
    found: dict[str, Person] = {}
    pieces = _PIECES.split(text[:LONGEST_SENTENCES]) if surnames else []
    pieces = [_FIRST_PERSON.sub("", piece.strip(" -–—|•·")) for piece in pieces]
    for number, piece in enumerate(pieces):
        words = piece.split()
        for at, word in enumerate(words):
            surname = name_words(word.removesuffix("’s").removesuffix("'s"))
            if not (surname and surname[0] in surnames and word[0].isupper()):
                continue
            beside = [*pieces[number + 1 : number + 2], *pieces[max(0, number - 1) : number]]
            person = _ending_at(words, at)
            if not person:
                named = _bare_name(words, at, beside)
                named = named if named is None or named.role or bare else None
                person = (
                    (_after_small_office(words, at) or named or _in_a_sentence(words, at, beside)) if bare else named
                )
            if person:
                found.setdefault(surname[0], person)
    return list(found.values())


def _bare_name(words: list[str], at: int, beside: Iterable[str]) -> Person | None:
    """Return the full name that ends at a word and has nothing before it in its piece, with an office beside it."""
    name = " ".join(words[: at + 1]).rstrip(".,;:!?").removesuffix("’s").removesuffix("'s")
    name = strip_honorific(name.partition(" ")[2] if name.startswith(("the ", "The ")) else name)
    if at > MOST_NAME_WORDS or not is_full_name(name):
        return None
    roles = (piece.partition(",")[0].strip(" .;") for piece in beside)
    return Person(name, next((one for one in roles if has_role(one) and len(one.split()) <= MOST_WORDS), ""))


def _in_a_sentence(words: list[str], at: int, beside: Iterable[str]) -> Person | None:
    """Return the full name that ends at a word, behind words in small letters: “Брифинг провела Вера Рудая”."""
    first = at
    while first and words[first - 1][0].isupper() and not has_role(words[first - 1]):
        first -= 1
    length = at + 1 - first
    is_name = 1 < length <= MOST_NAME_WORDS and first > 0 and words[first - 1].islower()
    return _bare_name(words[first : at + 1], length - 1, beside) if is_name else None


def _after_small_office(words: list[str], at: int) -> Person | None:
    """Return the full name that ends at a word, behind an office in small letters: “head coach Jo Roe”."""
    first = at
    while first and at - first < MOST_NAME_WORDS and words[first - 1][0].isupper() and not has_role(words[first - 1]):
        first -= 1
    name = " ".join(words[first : at + 1]).rstrip(".,;:!?").removesuffix("’s").removesuffix("'s")
    if first == 0 or not is_full_name(name):
        return None
    if not has_role(words[first - 1]):
        # “and goalkeeper Jo Roe spoke”: whatever stands there in small letters is what somebody is.
        noun, before = words[first - 1], words[first - 2].lower() if first > 1 else ""
        is_noun = noun.isalpha() and noun.islower() and len(noun) >= SHORTEST_NOUN and noun not in SENTENCE_OPENERS
        return Person(name, noun) if is_noun and before in _JOINING else None
    role = " ".join(words[max(0, first - MOST_NAME_WORDS) : first])
    return Person(name, role.removeprefix("the ").removeprefix("The "))


def _ending_at(words: list[str], at: int) -> Person | None:
    """Return the person whose office and name the capitalised words up to one place are."""
    first = at
    while first and at - first < MOST_WORDS and (words[first - 1][0].isupper() or words[first - 1] in _SMALL):
        first -= 1
    while words[first] in _SMALL:
        first += 1
    run = " ".join(words[first : at + 1]).rstrip(".,;:!?").removesuffix("’s").removesuffix("'s")
    stated = office_and_name(run)
    if stated and is_full_name(stated.name) and len(stated.name.split()) <= 3:
        return stated
    bare = strip_honorific(run)
    return Person(bare) if has_honorific(run) and is_full_name(bare) and len(bare.split()) <= 3 else None
