"""The person that a speaker's label itself states, with the office or the part in it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from transcripts.document import Part, Person
from transcripts.intake.labels.honorifics import is_rank, strip_honorific
from transcripts.intake.labels.labels_with_roles import is_analyst, part_role
from transcripts.intake.labels.offices import is_articled
from transcripts.intake.labels.shapes import (
    CACHED_LABELS,
    generic_core,
    has_honorific,
    has_role,
    is_capitals,
    is_full_name,
    is_generic,
    is_outlet,
    name_words,
)
from transcripts.intake.labels.speech_acts import speech_act_of, without_speech_act
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.people.chinese_names import glued_name, name_before_office, surname_and_office
from transcripts.intake.people.names import is_listed_name, office_and_name
from transcripts.intake.people.roster_entries import PRESS_ROLE
from transcripts.intake.vocabulary import CHAIRS, INTERPRETERS, QUESTIONERS, ROLE_NOUNS, SURNAMES
from transcripts.text import fold

SHORT_OFFICE = 2  # characters
# “JOAN ROE, MEDIA RELATIONS”
PRESS_UNIT = re.compile(
    r"^(?:(?:media|press|public|community|external|investor|corporate|government) "
    r"(?:relations|affairs|office|liaison|team)"
    r"|(?:corporate |strategic )?communications?)$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?:the )?(?:department|ministry|office|bureau|division|agency|board|institute|directorate|faculty) (?:of|for) ",
    re.IGNORECASE,
)
_TITLED_SURNAME = re.compile(r"[^\W\d_]+\.? [^\W\d_][\w’'\-]+")  # “Ms. Adler”
_INITIALS = re.compile(r"(?:[A-Z]\.\s*)+[A-Z]")


@lru_cache(maxsize=CACHED_LABELS)
def named_in_label(label: str) -> Person | None:  # noqa: PLR0911  (a ladder of rules; the first that knows decides)
    """Return the person that a label itself states, by an honorific or an office before the name."""
    label = without_speech_act(label) if speech_act_of(label) else label
    if is_chinese_label(label):
        return _named_in_chinese_label(label)
    inside = re.fullmatch(r"(?P<one>[^()\[\]]+?)\s*[(\[](?P<two>[^()\[\]]+)[)\]]", label)
    if inside:
        return _named_in_brackets(inside["one"], inside["two"])
    roled = part_role(label)
    if roled:
        name, role = roled
        return Person(strip_honorific(name), role) if has_role(role) and not is_analyst(label) else None
    name, _, role = (part.strip() for part in label.partition(","))
    if role:
        return _named_beside_role(name, role)
    if is_generic(label) or is_outlet(label) or label.casefold().startswith("the ") or is_articled(label):
        return None
    part, _, who = label.partition(" ")
    led = (
        Part.CHAIR
        if generic_core(part) in CHAIRS - ROLE_NOUNS
        else Part.INTERPRETER
        if fold(part) in INTERPRETERS
        else None
    )
    if led and who[:1].isupper() and not has_role(who):
        return Person(strip_honorific(who), "", led)  # “Moderator Jo Roe”, “Vorsitzende Roe”
    in_full = office_and_name(label)
    if in_full:
        return in_full
    words = name_words(label)
    titled = len(words) > 1 and all(word in ROLE_NOUNS for word in words[:-1]) and words[-1] not in ROLE_NOUNS
    titled = titled or _is_surname_in_capitals(label, words)
    if has_honorific(label) or titled:
        bare = strip_honorific(label)
        return Person(bare if " " in bare and not has_role(bare) and not _INITIALS.match(bare) else label.strip())
    return None


def _is_surname_in_capitals(label: str, words: Sequence[str]) -> bool:
    """Return whether only the last word, behind an office, is in capitals: “Prime Minister KISHIRO”."""
    return (
        len(words) > 1
        and words[-2] in ROLE_NOUNS
        and words[-1] not in ROLE_NOUNS
        and label.rsplit(maxsplit=1)[-1].isupper()
        and not is_capitals(label)
    )


def _named_in_brackets(one: str, two: str) -> Person | None:
    """Read "Moderator (Ruo Lan)" and "Ines Calder (Minister for Ports)"."""
    if is_generic(one) and is_listed_name(two) and not is_outlet(two):
        core = generic_core(one)
        part = Part.CHAIR if core in CHAIRS else Part.INTERPRETER if core in INTERPRETERS else Part.SPEAKER
        return None if core in QUESTIONERS else Person(strip_honorific(two), "", part)
    if (is_rank(two) or (has_role(two) and not is_outlet(two))) and is_listed_name(one):
        return Person(strip_honorific(one), two)
    if has_role(one) and is_listed_name(strip_honorific(two)) and not (has_role(two) or is_outlet(two)):
        return Person(strip_honorific(two), one)  # “Deputy Chair (Hon. BC Scotter)”
    if has_role(one) and _TITLED_SURNAME.fullmatch(two) and has_honorific(two):
        return Person(two, re.sub("^the ", "", one, flags=re.IGNORECASE))  # “The Minister for Ports (Ms. Adler)”
    return None


def _named_beside_role(name: str, role: str) -> Person | None:
    """Read "Ms. Ines Calder, Minister for Ports" and "Official Spokesperson, Mr. Bo Marten"."""
    if is_outlet(name):
        return None
    bare = strip_honorific(role)
    stated = office_and_name(name)
    no_name = not is_listed_name(strip_honorific(role)) or _UNIT.match(role) is not None
    of_unit = stated and " " in stated.name and not is_outlet(role) and no_name
    if stated and (has_role(role) or of_unit):
        # "AMBASSADOR JO ROE, PERMANENT REPRESENTATIVE OF HAVEN", "Deputy Mayor Jo Roe, Communications"
        return Person(stated.name, role)
    if has_role(name) and not has_honorific(name) and is_listed_name(bare) and not has_role(bare):
        return Person(bare, name) if " " in bare else None
    of_press = PRESS_UNIT.search(role) is not None and is_full_name(name)
    told = (
        has_honorific(name)
        or has_role(role)
        or is_rank(role)
        or of_press
        or (role.startswith("the ") and is_full_name(name))
    )
    if not told or has_role(strip_honorific(name)):
        return None
    bare = strip_honorific(name)
    return Person(bare if " " in bare else name, role)


def _named_in_chinese_label(label: str) -> Person | None:
    """Read "职务 姓名", "主持人 姓名", and "职务姓名" in one run."""
    inside = re.fullmatch(r"(?P<one>[^()（）]+?)\s*[(（](?P<two>[^()（）]+)[)）]", label)
    glued = glued_name(inside["two"]) if inside and is_generic(inside["one"]) else None
    if inside and glued and generic_core(inside["one"]) not in QUESTIONERS:
        part = Part.CHAIR if generic_core(inside["one"]) in CHAIRS else Part.SPEAKER
        return Person(glued[1], glued[0], part)
    match = re.match(
        r"^(?P<role>.*[\u3400-\u9fff].*)\s(?P<name>[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)+)$", label
    )
    if match and generic_core(match["role"]) in CHAIRS:
        return Person(match["name"], "", Part.CHAIR)
    if match and (has_role(match["role"]) or PRESS_ROLE.search(match["role"])):
        return Person(match["name"], match["role"].strip())
    parted = surname_and_office(label)
    if parted and parted[2]:
        return Person(parted[0] + parted[2], parted[1])
    turned = name_before_office(label)
    if turned:
        return Person(*turned)
    glued = glued_name(label)
    # “市长白景行”; a short office before a short name may be anything.
    is_sure = glued is not None and (
        len(glued[0]) > SHORT_OFFICE or (len(glued[1]) > SHORT_OFFICE and glued[1][0] in SURNAMES)
    )
    return Person(glued[1], glued[0]) if glued and is_sure else None
