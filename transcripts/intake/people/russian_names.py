"""Russian people whom a head names in the genitive: “Пресс-конференция министра Ивана Орлова”.

Only who speaks on the page under the surname in the nominative is read so: the label says what the genitive is of.
"""

import re
from collections.abc import Collection

from transcripts.document import Person
from transcripts.intake.vocabulary import ROLE_NOUNS

LONGEST_HEAD = 500  # characters of a line in which names are looked for
MOST_ROLE_WORDS = 5  # before a name
_NAMED = re.compile(
    r"(?P<role>(?:[\w-]+ )*?)(?P<given>[А-ЯЁ][а-яё]+) (?:(?P<father>[А-ЯЁ][а-яё]+(?:вича|ьича|мича|кича|вны|чны)) )?"
    r"(?P<surname>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)(?=[\s,.;:»)]|$)"
)
# Words whose stem changes, by their genitives.
_IRREGULAR = {"Павла": "Павел", "Петра": "Пётр", "Льва": "Лев", "Любови": "Любовь", "посла": "посол"}
_HUSHING = "гкхжшчщ"
_VOWELS = "аеёиоуыэюя"


def named_in_genitive(text: str, surnames: Collection[str]) -> list[Person]:
    """Return the people of a line whose names stand there in the genitive, with the office before them.

    `surnames` are those of the page's labels, folded, in the nominative.
    """
    found = []
    for match in _NAMED.finditer(text[:LONGEST_HEAD]) if surnames else ():
        surname = next((one for one in _surnames_of(match["surname"]) if one.lower() in surnames), "")
        if surname and match["surname"].lower() not in surnames:
            names = [_given_of(match["given"]), _father_of(match["father"] or ""), surname]
            found.append(Person(" ".join(filter(None, names)), _role_of(match["role"].split())))
    return found


def _surnames_of(word: str) -> list[str]:
    """Return what a surname in the genitive may be in the nominative: “Орлова”, “Орловой”, “Вяземского”."""
    if word.endswith("ского") or word.endswith("цкого"):
        return [f"{word[:-3]}ий", f"{word[:-3]}ой"]
    if word.endswith("ской") or word.endswith("цкой"):
        return [f"{word[:-2]}ая"]
    if word.endswith("ой"):
        return [f"{word[:-2]}а"]
    if word.endswith("я"):
        return [f"{word[:-1]}ь", f"{word[:-1]}й"]
    if word.endswith(("ы", "и")):
        return [f"{word[:-1]}а", f"{word[:-1]}я"]
    return [word[:-1]] if word.endswith("а") else []


def _given_of(word: str) -> str:
    """Return a given name in the nominative: “Ивана”, “Сергея”, “Игоря”, “Анны”, “Ольги”, “Марии”."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    stem = word[:-1]
    if word.endswith("а"):
        return stem
    if word.endswith("я"):
        return f"{stem}й" if stem[-1:] in _VOWELS else f"{stem}ь"
    if word.endswith("ы") or (word.endswith("и") and stem[-1:] in _HUSHING):
        return f"{stem}а"
    return f"{stem}я" if word.endswith("и") else word


def _father_of(word: str) -> str:
    return word[:-1] if word.endswith("ича") else f"{word[:-1]}а" if word else ""


def _role_of(words: list[str]) -> str:
    """Return the office that the words before a name end with, its own word in the nominative: “министра портов”."""
    words = words[-MOST_ROLE_WORDS:]
    for at, word in enumerate(words):
        forms = (_IRREGULAR.get(word, word), word[:-1], f"{word[:-1]}ь", f"{word[:-1]}й", f"{word[:-1]}а")
        office = next((one for one in forms if one.lower() in ROLE_NOUNS), "")
        if office:
            return " ".join([office, *words[at + 1 :]])
    return ""
