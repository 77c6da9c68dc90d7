"""Words that address the person under whose label they are: thanks, a name, a question, giving the floor.

“Thank you, Minister” is not the minister's. Tried with the own names and offices of whoever is taken to speak.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.labels.shapes import name_words
from transcripts.intake.language_words import any_of, words_for
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.vocabulary import CHINESE_ROLE_NOUNS, HONORIFICS, ROLE_NOUNS

LONGEST_ADDRESS = 120  # characters in which somebody is thanked or called, at either end of a turn
LEAST_NAME = 3  # characters of a surname
_THANKS = rf"(?:thank you|thanks|{any_of(words_for('words', 'thanks'))})(?: (?:so|very) much| again| indeed)?"
_TITLES = (
    rf"(?:(?:the|la|le|el|der|die|dear|{'|'.join(map(re.escape, sorted(HONORIFICS, key=len, reverse=True)))})\.? )"
)
_GIVES = re.compile(
    r"\b(?:over to|invite|call (?:up)?on|(?:let me|i(?:['’]ll| will)) (?:ask|give)|floor (?:is|to|goes to)|"
    r"passe la parole|donne la parole|parole est|cedo la palabra|doy la palabra|tiene la palabra|"
    r"gebe das wort|wort hat|übergebe|"
    r"passo a palavra|передаю слово|слово)\b",
    re.IGNORECASE,
)
_IS_I = re.compile(
    r"\b(?:i['’]?m|i am|my name|me|myself|this is|je suis|ich bin|mein name|soy|sou|meu nome|меня зовут)\b",
    re.IGNORECASE,
)
_CHINESE_THANKS = "(?:感谢|谢谢|多谢|感謝|謝謝|多謝)"
_CHINESE_CALLS = "(?:请问|請問|想问|想問|尊敬的)?"
_CHINESE_GIVES = "(?:请|請|交给|交給|交由)"
_CHINESE_SPEAKS = (
    "(?:先生|女士)?(?:来|來|先|再|为我们|为大家|給大家)?(?:回答|解答|答|介绍|介紹|发言|發言|讲|講|说|作|补充|補充)"
)
_HANGUL = re.compile("[\uac00-\ud7a3]")


def addressed_by(text: str, names: Iterable[str]) -> str:
    """Return the words by which a turn addresses its own speaker, or nothing; `names` are those of the speaker."""
    plain = text.casefold()
    for name in dict.fromkeys(names):
        if name.casefold() not in plain:
            continue  # most are not: no expressions need be made for them
        found = _in_chinese(text, name) if is_chinese_label(name) else _in_words(text, name)
        if found:
            return found
    return ""


def own_names(label: str, name: str, role: str) -> list[str]:
    """Return the names and offices by which others address a speaker: “Ines Calder”, “Calder”, “Minister”."""
    if is_chinese_label(name or label):
        return _own_chinese_names(label, name, role)
    bare = strip_honorific(name)
    words = bare.split()
    found = [bare] if len(words) > 1 else []
    found += [words[-1]] if words and len(words[-1]) >= LEAST_NAME else []
    offices = [word for word in (*name_words(label), *name_words(role)[:2]) if word in ROLE_NOUNS]
    return [*found, *dict.fromkeys(offices)]


def _own_chinese_names(label: str, name: str, role: str) -> list[str]:
    offices = [noun for noun in CHINESE_ROLE_NOUNS if noun in label or noun in role]
    offices = [noun for noun in offices if not any(noun != other and noun in other for other in offices)]
    surname = name[:1] if is_chinese_label(name) else ""
    titled = [f"{surname}{noun}" for noun in offices if surname]
    polite = [f"{surname}{word}" for word in ("先生", "女士") if surname]
    full = [name] if len(name) > 1 else []
    # “署长” is how the head of a “运输署” is called; the table has the longer of two words for one office.
    short = [noun[-2:] for noun in offices if len(noun) > 2]
    return [*full, *titled, *polite, *offices, *short]


@lru_cache(maxsize=512)
def _expressions(name: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    who = rf"{_TITLES}{{0,3}}(?P<who>{re.escape(name)})"
    flags = re.IGNORECASE
    return (
        re.compile(rf"{_THANKS},? {who}(?=[.,!;:?—–]|$| for\b| pour\b| für\b| por\b| за\b)", flags),
        re.compile(rf"(?:¿|¡|so |and |but |well, |yes, )?{who}(?:님)?[,!?]", flags),
        re.compile(rf", {who} ?\?", flags),
        re.compile(rf"(?: to| an| au| a| al)?,? {who}(?!\w)", flags),
    )


def _in_words(text: str, name: str) -> str:
    thanks, calls, asked, plain = _expressions(name)
    opening, end = text[:LONGEST_ADDRESS], text[-LONGEST_ADDRESS:]
    match = thanks.match(opening) or calls.match(opening) or asked.search(end)
    if match:
        return match["who"]
    if _HANGUL.search(name) and f"{name}님" in opening:
        return f"{name}님"
    is_name = name[:1].isupper()  # an office is said of others as well
    for gives in _GIVES.finditer(text) if is_name else ():
        given = plain.match(text, gives.end())
        if given and not _IS_I.search(text[max(0, gives.start() - LONGEST_ADDRESS) : gives.start()]):
            return given["who"]
    return ""


def _in_chinese(text: str, name: str) -> str:
    who = re.escape(name)
    forms = (
        rf"^{_CHINESE_THANKS}{who}(?:的|[，。！,!、]|$)",
        rf"^{_CHINESE_CALLS}{who}(?:先生|女士)?(?:[，,！!]|您|你好|さん)",
        rf"{_CHINESE_GIVES}{who}{_CHINESE_SPEAKS}",
        rf"^.{{0,20}}{who}(?:に|へ)(?:お|質|伺)",
    )
    return name if any(re.search(form, text) for form in forms) else ""
