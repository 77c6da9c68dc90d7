"""The people whom a page states: in lists, in its title and in the words before the first turn."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from transcripts.document import Part, Person
from transcripts.intake.labels import (
    CACHED_LABELS,
    generic_core,
    has_honorific,
    has_role,
    is_chinese_label,
    is_generic,
    is_outlet,
    name_words,
)
from transcripts.intake.vocabulary import CHAIRS, CHINESE_ROLE_NOUNS, HONORIFICS, ROLE_NOUNS
from transcripts.text import fold

_HONORIFIC = re.compile(r"^(?:(?:" + "|".join(HONORIFICS) + r")\b\.?|H\.\s?E\.|Hon\.)\s+", re.IGNORECASE)
_NAME_WORD = r"[A-ZÀ-Þ][\w’'\-]*\.?"
_NAME = rf"{_NAME_WORD}(?: (?:{_NAME_WORD}|de|del|da|dos|van|von|der|den|bin|ibn|al|el|la|le|of)){{0,4}}"
_LISTED = re.compile(rf"^(?P<name>(?:[A-Z][a-z]{{1,3}}\.? |H\.\s?E\. )?{_NAME}) ?, ?(?P<role>\S.*?)[.;]?$")
_CHINESE_LISTED = re.compile(r"^(?P<name>[\u3400-\u9fff·]{2,12})[，, ](?P<role>.*[\u3400-\u9fff].*)$")
_CHINESE_ROLE_FIRST = re.compile(r"^(?P<role>.*[\u3400-\u9fff].*)[ ，,](?P<name>[\u3400-\u9fff·]{2,12})$")
_CHINESE_BEFORE_VERB = re.compile(
    r"(?P<name>[\u3400-\u9fff·]{2,4}?)(?:主持|答|就|举行|舉行|出席|回答|在|的|介绍|介紹|会见|會見|例行|同|与|與|接受|召开|今[日天]|昨[日天]|於|$)"
)
_CHINESE_DATE = re.compile(r"^\d{4}年(?:\d{1,2}月)?(?:\d{1,2}[日号號])?")
_EVENT = (
    r"(?:(?:regular|daily|weekly|joint|opening|remote|noon) )*"
    r"(?:press|news|media|briefing|remarks|statement|interview|transcript|q&a|conference|doorstep|address|speech)"
)
_TITLE_OWNER = re.compile(rf"^(?:transcript (?:of|:) )?(?P<who>.+?)(?:[’']s|[’'])? {_EVENT}\b", re.IGNORECASE)
_TITLE_BY = re.compile(
    r"\b(?:by|with|of) (?:the )?(?P<who>[A-Z][^,|:–—]+?)"
    r"(?= (?:in|at|on|to|for|before|after|during|following)\b|[,|:–—.]|$)"
)
_TITLED_NAME = rf"(?P<name>(?:(?:Mr|Ms|Mrs|Dr|Prof)\.? )?{_NAME})"
_BY_ROLE_NAME = re.compile(
    rf"\b(?:by|with|from) (?:the )?(?P<role>[A-Z][\w \-’']*?), {_TITLED_NAME}(?=[,.;]| at | on | in |$)"
)
_BY_NAME_ROLE = re.compile(
    rf"\b(?:by|with|from) {_TITLED_NAME}, (?P<role>(?:the |a |an )?\w[^.;]*?)(?=[.;]|, (?:at|on|in|held)\b|$)"
)


LONGEST_STATED = 500  # characters of a line that lists or names a person; longer lines are speech


def strip_honorific(name: str) -> str:
    """Return `name` without Mr, Ms and the like."""
    return _HONORIFIC.sub("", name.strip()).strip()


def read_listed(text: str) -> tuple[str, str] | None:
    """Return (name, role) when `text` is a line of a list of people: "Mr. Name, role"."""
    if len(text) > LONGEST_STATED:
        return None
    text = re.sub(r"^[•·●▪*\-–]\s*", "", text)
    if is_chinese_label(text):
        return _read_chinese_listed(text)
    match = _LISTED.match(text)
    if not match or re.search(r"[.?!] [A-Z][a-z]+ [a-z]", match["role"]):
        return None
    name, role = match["name"].strip(), re.sub(r"[;,]? and$", "", match["role"]).strip(" ;")
    if not (has_honorific(name) or has_role(role)) or fold(name.split()[0]) in {"the", "a", "in", "on", "at"}:
        return None
    return strip_honorific(name), role


def is_listed_name(text: str) -> bool:
    """Say whether `text`, in a list of people, is a name alone."""
    if len(text) > LONGEST_STATED:
        return False
    if is_chinese_label(text):
        return bool(re.fullmatch(r"[\u3400-\u9fff·]{2,12}", text))
    return bool(re.fullmatch(rf"(?:[A-Z][a-z]{{1,3}}\.? )?{_NAME}", text)) and 2 <= len(text.split()) <= 6


def named_in_title(text: str, labels: Iterable[str] = ()) -> Person | None:
    """Return the person whom a title names with an office: "Foreign Ministry Spokesperson Name's Press Conference".

    A Chinese name has no bounds of its own, so one of `labels` must be it.
    """
    if len(text) > LONGEST_STATED:
        return None
    if is_chinese_label(text):
        return _named_in_chinese(text, labels)
    for form in (_TITLE_OWNER, _TITLE_BY):
        for match in form.finditer(text):
            person = _office_and_name(re.sub(r"[’']s?$", "", match["who"].strip()))
            if person:
                return person
    return None


def named_in_prose(text: str) -> Person | None:
    """Return the person whom a sentence over the transcript names: "remarks by the Chief Executive, Mr Name, at …"."""
    for form in (_BY_ROLE_NAME, _BY_NAME_ROLE) if len(text) <= LONGEST_STATED else ():
        for match in form.finditer(text):
            name, role = match["name"].strip(), match["role"].strip()
            if (form is _BY_ROLE_NAME or has_role(role)) and has_role(role) and not has_role(name):
                return Person(strip_honorific(name), re.sub(r"^(?:the|a|an) ", "", role))
    return None


@lru_cache(maxsize=CACHED_LABELS)
def named_in_label(label: str) -> Person | None:  # noqa: PLR0911  (a ladder of rules)
    """Return the person whom a label itself states, by an honorific or an office before the name."""
    if is_chinese_label(label):
        match = re.match(r"^(?P<role>.*[\u3400-\u9fff].*)\s(?P<name>[\u3400-\u9fff·]{2,4})$", label)
        if match and generic_core(match["role"]) in CHAIRS:
            return Person(match["name"], "", Part.CHAIR)
        if match and has_role(match["role"]):
            return Person(match["name"], match["role"].strip())
        return None
    inside = re.fullmatch(r"(?P<one>[^()]+?)\s*\((?P<two>[^()]+)\)", label)
    if inside and is_generic(inside["one"]) and is_listed_name(inside["two"]):
        return Person(strip_honorific(inside["two"]), "", Part.CHAIR if "mod" in fold(inside["one"]) else Part.SPEAKER)
    if inside and has_role(inside["two"]) and is_listed_name(inside["one"]):
        return Person(strip_honorific(inside["one"]), inside["two"])
    name, _, role = label.partition(",")
    if role and (has_honorific(name) or has_role(role)) and not is_outlet(name):
        bare = strip_honorific(name)
        return Person(bare if " " in bare else name.strip(), role.strip()) if not has_role(bare) else None
    if role or is_generic(label) or is_outlet(label) or label.casefold().startswith("the "):
        return None
    words = name_words(label)
    titled = len(words) > 1 and all(word in ROLE_NOUNS for word in words[:-1]) and words[-1] not in ROLE_NOUNS
    if has_honorific(label) or titled:
        bare = strip_honorific(label)
        return Person(bare if " " in bare and not has_role(bare) else label.strip())
    return None


def resolve(label: str, people: Sequence[Person]) -> Person | None:
    """Return the one of `people` whom `label` means: by name, by surname after a title, or by the office alone."""
    label = re.sub(r"\s*[(（][^()（）]*[)）]$", "", label).strip()
    first = label.partition(",")[0]
    bare = fold(strip_honorific(first))
    for person in people:
        if fold(person.name) in (fold(label), bare):
            return person
    if is_chinese_label(label):
        held = [person for person in people if person.name and person.name in label and len(person.name) > 1]
        return held[0] if len(held) == 1 and not is_outlet(label) else _by_office(label, people)
    words = name_words(bare)
    surname = [word for word in words if word not in ROLE_NOUNS]
    # A surname alone is a name only where nothing else stands beside it.
    if surname and (has_honorific(first) or has_role(first) or len(words) == 1):
        meant = [person for person in people if _bears(person, surname)]
        if len(meant) == 1:
            return meant[0]
    return _by_office(label, people)


def unite(people: Iterable[Person]) -> tuple[Person, ...]:
    """Return `people` without repeats, in order of first mention; a role that is known fills one that is not."""
    united: dict[str, Person] = {}
    for person in people:
        known = united.get(fold(person.name))
        if known is None:
            united[fold(person.name)] = person
        elif person.role and not known.role:
            united[fold(person.name)] = Person(known.name, person.role, known.part)
    return tuple(united.values())


def _bears(person: Person, surname: list[str]) -> bool:
    """Say whether all words of `surname` are words of the person's name, which may be printed either way round."""
    own = name_words(person.name)
    return all(word in own for word in surname) and (
        surname[-1] == own[-1] or surname[-1] == own[0] or len(surname) > 1
    )


def _by_office(label: str, people: Sequence[Person]) -> Person | None:
    """Return the only speaker whose role holds the words of a label that is an office: "Chief Executive"."""
    core = generic_core(label)
    if not has_role(core) or is_generic(label):
        return None
    # "Spokesman" and "Spokesperson" are one office in two people's words.
    held = [person for person in people if core in fold(person.role) or fold(person.role).startswith(core)]
    return held[0] if len(held) == 1 else None


def _office_and_name(text: str) -> Person | None:
    """Part "Foreign Ministry Spokesperson Name Surname" into office and name."""
    words = text.split()
    offices = [
        index
        for index, word in enumerate(words)
        if name_words(word) and (name_words(word)[0] in ROLE_NOUNS or re.fullmatch(r"[A-Z]{3,6}", word))
    ]
    for last in reversed(offices):
        name = " ".join(words[last + 1 :])
        if is_listed_name(name) and not has_role(name) and not is_outlet(name):
            return Person(strip_honorific(name), " ".join(words[: last + 1]))
    return None


def _named_in_chinese(text: str, labels: Iterable[str]) -> Person | None:
    """Find one of `labels` in a Chinese title or list line, with the office that stands before it."""
    for label in sorted(set(labels), key=len, reverse=True):
        start = text.find(label) if 2 <= len(label) <= 12 and is_chinese_label(label) else -1
        if start < 0 or is_generic(label) or is_outlet(label):
            continue
        role = _CHINESE_DATE.sub("", text[:start]).strip(" ，,:：")
        if role and fold(role).endswith(CHINESE_ROLE_NOUNS):
            return Person(label, role)
    if not labels:
        return None
    # Labels such as 问 and 答, or an office, name nobody: then the name must stand between an office and a verb.
    if all(is_generic(label) or is_outlet(label) or has_role(label) for label in labels):
        for noun in CHINESE_ROLE_NOUNS:
            head, found, tail = text.partition(noun)
            match = _CHINESE_BEFORE_VERB.match(tail) if found else None
            if match and not has_role(match["name"]):
                return Person(match["name"], re.sub("^以下[是为為]", "", _CHINESE_DATE.sub("", head + noun)))
    return None


def _read_chinese_listed(text: str) -> tuple[str, str] | None:
    """Read "职务 姓名" or "姓名，职务"."""
    for form in (_CHINESE_LISTED, _CHINESE_ROLE_FIRST):
        match = form.match(text)
        if match and has_role(match["role"]) and not has_role(match["name"]) and not re.search("[。！？；]", text):
            return match["name"].strip(), match["role"].strip()
    return None
