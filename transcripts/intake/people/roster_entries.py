"""One entry of a list of people, in the many ways in which pages print it, and a line that holds several."""

import re
from collections.abc import Sequence
from functools import lru_cache

from transcripts.document import Part, Person
from transcripts.intake.labels.honorifics import strip_chinese_honorific, strip_honorific
from transcripts.intake.labels.shapes import (
    CACHED_LABELS,
    CAPITAL,
    has_honorific,
    has_role,
    is_acronym,
    is_full_name,
    is_outlet,
    name_words,
)
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.list_words import LIST_WORDS
from transcripts.intake.people.chinese_names import (
    UNIT_ENDS,
    glued_name,
    is_chinese_name,
    japanese_name_and_office,
    name_and_unit,
    name_before_office,
    surname_and_office,
)
from transcripts.intake.people.names import LONGEST_STATED, is_listed_name, office_and_name, read_listed
from transcripts.intake.vocabulary import KIND_WORDS, ROLE_NOUNS, SURNAMES
from transcripts.text import fold

_BULLET = re.compile(r"^(?:[•·●▪◦‣*\-–—]\s*|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+)")
_BAR = re.compile(r"\s+[|｜/]\s+|\s*\t\s*")
_COLON = re.compile(r"(?P<one>[^:：]{3,80}?)\s*[:：]\s+(?P<two>[^:：]{3,120})")
_OFFICE_COMMA = re.compile(r"(?P<role>[^()]{4,120}), (?P<name>[^,()]{4,50})")
_AND = re.compile(rf",? (?:and|&|y|e|ed|et|und|sowie|en|och|og|i|oraz|ve|и|та) (?=[{CAPITAL}])")
_THE_HON = re.compile(r"^the (?=(?:(?:right|rt) )?hon)", re.IGNORECASE)
_BRACKETED = re.compile(r"^(?P<name>[^()（）]{2,60}?)\s*[(（](?P<role>[^()（）]{2,120})[)）][.;]?$")
# “Kate Lynn (moderator), Communications”
_PARTED = re.compile(r"^(?P<name>[^(),]{2,60}?)\s*[(（](?P<part>[^()（）]{2,20})[)）][,，]\s*(?P<role>[^()]{2,120})$")
_DASHED = re.compile(r"^(?P<name>[^,–—]{4,60}?)\s+[–—-]\s+(?P<role>\S.{2,160})$")
_SEMICOLON = re.compile(r"\s*[;；]\s*")
_AFTER_BRACKET = re.compile(r"(?<=[)）])\s*[,，、;；]\s*|(?<=[)）]) and ")
_COMMA = re.compile(r",\s+(?![^()]*\))")
_CHINESE_COMMA = re.compile("[、，；;]")
# A person of the press office may lead as well as answer.
PRESS_ROLE = re.compile(
    r"\b(?:press|media|communications?|outreach|(?:public|external|investor) (?:affairs|relations))\b"
    r"|新闻处|新聞處|新闻官|投资者关系|投資者關係|投資人關係"
    r"|发言人|發言人|新闻局|新聞局"
    r"|\b(?:spokes(?:man|woman|person)|portavoz|vocer[oa]|porte-parole|porta-voz|(?:presse)?sprecher(?:in)?"
    r"|woordvoer(?:der|ster)|rzecznik|rzeczniczka|portavoce|talsperson|talskvinna|talsman)\b|пресс-|대변인"
    r"|\b(?:prensa|presse|stampa|imprensa|comunicaci[oó]n|comunicação|comunicazione|kommunikation|kommunikasjon"
    r"|presse(?:stelle|amt|chef|chefin|referent|referentin|sekretær)|(?:pers)?voorlicht(?:er|ing|ster)"
    r"|press(?:chef|sekreterare)|prasow[ay])\b|広報|報道官|공보|홍보",
    re.IGNORECASE,
)
# “geolog Arve Berg”: where offices are written small, whatever stands there before a name is what somebody is.
_SMALL_OFFICE = re.compile(
    rf"(?P<role>[^\W\d_{CAPITAL}][\w’'\-]*(?: [^\W\d_{CAPITAL}][\w’'\-]*){{0,5}}) "
    rf"(?P<name>[{CAPITAL}][\w’'\-]+(?: [{CAPITAL}][\w’'\-]*\.?){{1,2}})"
)
_BEFORE_SMALL = re.compile(rf",? (?:and|y|e|ed|et|en|och|og|i|oraz|и|та) (?=[^\W\d_{CAPITAL}])|, (?=[^\W\d_{CAPITAL}])")
_SPREAD_NAME = re.compile(
    "(?:^|(?<= ))([\u3400-\u9fff]) ([\u3400-\u9fff])(?= |$)"
)  # “苏 晴”, as wide as names of three
_OFFICE_COLON = re.compile("(?P<role>[^:：]{2,20})[:：] ?(?P<name>[\u3400-\u9fff·]{2,12})")  # “董事长：任清和”
LONGEST_LINE = 5_000  # characters of a line that may list people; a longer one is speech
LEAST_NAMES = 3  # names alone in one line that make it a list


def read_entry(text: str, part: Part, *, in_list: bool = True) -> Person | None:
    """Return the person of an entry: "Mr. Name, role", "Name (role)", "Name – role", "Office Name", "Name"."""
    text = _SPREAD_NAME.sub(r"\1\2", _THE_HON.sub("", _BULLET.sub("", text).strip()).rstrip(",，"))
    if not text or len(text) > LONGEST_STATED:
        return None
    text = _BAR.sub(", ", text) if in_list and not is_chinese_label(text) else text
    apart = _around_colon(text, part) if in_list else None
    if apart:
        return apart
    inside = _BRACKETED.match(text)
    if inside and inside["role"].strip().isdigit():
        return None  # a count: “评论(36)”
    if inside and fold(inside["role"]) in LIST_WORDS:
        one = read_entry(inside["name"], Part(LIST_WORDS[fold(inside["role"])]), in_list=in_list)
        # Whoever has the chair of a board need not have that of the conference.
        role = ", ".join(filter(None, (one.role, inside["role"]))) if one and has_role(inside["role"]) else ""
        return Person(one.name, role, one.part) if one and role else one
    parted = _PARTED.match(text)
    if parted and fold(parted["part"]) in LIST_WORDS:
        part, text = Part(LIST_WORDS[fold(parted["part"])]), f"{parted['name']}, {parted['role']}"
    parted_in_halves = japanese_name_and_office(text) if in_list and " " in text else None
    if parted_in_halves:
        return Person(parted_in_halves[0], parted_in_halves[1], part)
    listed = read_listed(text, in_list=in_list)
    return _with_office(*listed, part) if listed else _marked_entry(text, part, in_list=in_list)


def _around_colon(text: str, part: Part) -> Person | None:
    """Read "Name: role" and "Role: Name"."""
    match = None if is_chinese_label(text) else _COLON.fullmatch(text)
    if not match:
        return None
    for name, role in ((match["one"], match["two"]), (match["two"], match["one"])):
        bare = strip_honorific(name)
        if is_full_name(bare) and has_role(role) and not is_full_name(role):
            return Person(bare, role.strip(), part)
    return None


def _behind_office(text: str, part: Part) -> Person | None:
    """Read "County Executive, Jo Roe", and "Permanent Secretary, Ministry of Ports, Jo Roe"."""
    match = None if is_chinese_label(text) else _OFFICE_COMMA.fullmatch(text)
    if not match or not has_role(match["role"].partition(",")[0]) or has_honorific(match["role"]):
        return None
    name, first = strip_honorific(match["name"]), match["role"].partition(",")[0]
    in_front = is_full_name(strip_honorific(first)) or office_and_name(first) is not None
    return Person(name, match["role"], part) if is_full_name(name) and not in_front and not is_outlet(name) else None


def _marked_entry(text: str, part: Part, *, in_list: bool) -> Person | None:
    """Read "Name (role)", "Name – role", and what has no mark."""
    inside = _BRACKETED.match(text)
    if _is_surname(text) and in_list:
        return Person(strip_honorific(text), "", part)
    if _is_office_and_surname(text) and in_list:
        return Person(text.partition(" ")[2], text.partition(" ")[0], part)
    one_word = inside is not None and in_list and inside["name"].isalpha() and is_acronym(inside["role"])  # “Roe (BMV)”
    if inside and (_is_name(inside["name"]) or one_word) and (has_role(inside["role"]) or in_list):
        return Person(strip_honorific(inside["name"]), inside["role"].strip(), part)
    stated = office_and_name(inside["name"]) if inside and in_list and not is_chinese_label(text) else None
    if inside and stated and is_full_name(stated.name) and has_role(inside["role"]):
        return Person(stated.name, f"{stated.role}, {inside['role'].strip()}", part)
    dashed = _DASHED.match(text)
    if dashed and _is_name(dashed["name"]) and (has_role(dashed["role"]) or has_honorific(dashed["name"])):
        return Person(strip_honorific(dashed["name"]), dashed["role"].strip(), part)
    return _without_marks(text, part) if in_list else None


def read_entries(value: str, part: Part) -> list[Person]:
    """Return the people whom one line lists; nothing unless all of it is a list."""
    return [Person(one.name, one.role, part) if one.part is Part.SPEAKER else one for one in _people_of(value)]


@lru_cache(maxsize=CACHED_LABELS)
def _people_of(value: str) -> tuple[Person, ...]:
    """Return the people of a line, as speakers unless it states another part."""
    if len(value) > LONGEST_LINE:
        return ()
    for form in (_SEMICOLON, _CHINESE_COMMA if is_chinese_label(value) else _COMMA, _AFTER_BRACKET):
        pieces = [piece for piece in form.split(value) if piece.strip(" .")]
        if len(pieces) < 2:
            continue
        if form is _COMMA and not (_lists_names(pieces) or all(map(_is_officer, pieces))):
            continue
        turned = [_behind_office(_stripped(piece), Part.SPEAKER) for piece in pieces] if form is _SEMICOLON else []
        if turned and all(turned):
            return tuple(one for one in turned if one)
        if form is _SEMICOLON and (last := _joined_by_and(pieces[-1])):
            pieces.pop()  # “Jo Roe, Mayor; Bo Lee, Clerk, and Ann Poe, Treasurer”
        else:
            last = ()
        found = [person for piece in pieces if (person := read_entry(_stripped(piece), Part.SPEAKER))]
        if len(found) == len(pieces):
            return (*found, *last)
    joined = _joined_by_and(value) or _small_offices(value)
    if joined:
        return joined
    one = read_entry(_stripped(value), Part.SPEAKER)
    return (one,) if one else ()


def _joined_by_and(value: str) -> tuple[Person, ...]:
    """Return the people of “Jo Roe, Mayor, and Ann Poe, Treasurer”, of “Jo Roe and Ann Poe”."""
    pieces = [] if is_chinese_label(value) else _AND.split(value)
    people = [read_entry(_stripped(piece), Part.SPEAKER) for piece in pieces]
    if len(pieces) < 2 or not all(one and is_full_name(one.name) for one in people):
        return ()
    found = [one for one in people if one]
    roles = [one.role for one in found]
    return tuple(found) if not any(roles) or (all(roles) and any(map(has_role, roles))) else ()


def _small_offices(value: str) -> tuple[Person, ...]:
    """Return the people of “ordfører Jo Roe og geolog Bo Lee”: several, each behind an office in small letters."""
    pieces = [small for piece in _BEFORE_SMALL.split(value.rstrip(" .")) if (small := _small_office(piece.strip()))]
    return tuple(pieces) if len(pieces) == len(_BEFORE_SMALL.split(value)) > 1 else ()


def _small_office(text: str) -> Person | None:
    small = _SMALL_OFFICE.fullmatch(text)
    return Person(small["name"], small["role"]) if small and is_full_name(small["name"]) else None


def is_entry(text: str) -> bool:
    """Return whether a line under a word such as "Speakers" is an entry of the list."""
    return bool(read_entries(text, Part.SPEAKER))


def _stripped(piece: str) -> str:
    return re.sub(r"[)）]\.$", ")", piece.strip()).removeprefix("and ")


def _lists_names(pieces: Sequence[str]) -> bool:
    """Return whether pieces between commas are names, some with a role in brackets: a role may hold commas too."""
    last = _BRACKETED.match(pieces[-1])
    if last and fold(last["role"]) in LIST_WORDS and not any(")" in piece for piece in pieces[:-1]):
        return False  # “Jo Roe, Communications Lead (host)”
    named = [
        piece
        for piece in pieces
        if _BRACKETED.match(piece)
        or (_is_name(piece) and not has_role(piece))
        or _is_surname(piece)
        or (_is_office_and_surname(piece) and any(")" in other for other in pieces))
    ]
    return len(named) == len(pieces) and (len(pieces) >= LEAST_NAMES or any(")" in piece for piece in pieces))


def _is_officer(piece: str) -> bool:
    """Return whether a piece is an office and a full name: “Mayor Jo Roe”, “Councillor Ann Poe (Chair of Ports)”."""
    bare = re.sub(r"\s*\([^()]*\)$", "", piece.strip())
    stated = office_and_name(bare)
    is_name = stated is not None and (is_full_name(stated.name) or "\uac00" <= stated.name[0] <= "\ud7a3")
    return is_name and stated is not None and has_role(stated.role)


def _is_surname(text: str) -> bool:
    """Return whether `text` is one surname behind an honorific: “StS Roe”."""
    bare = strip_honorific(text)
    return has_honorific(text) and bare.isalpha() and bare[0].isupper()


def _is_office_and_surname(text: str) -> bool:
    """Return whether `text` is an office and a surname: “Staatssekretär Roe”."""
    office, _, name = text.strip().partition(" ")
    return has_role(office) and name.isalpha() and name[:1].isupper() and not has_role(name)


def _is_name(text: str) -> bool:
    return is_listed_name(strip_honorific(text)) and not is_outlet(text) and not has_role(strip_honorific(text))


def _with_office(name: str, role: str, part: Part) -> Person:
    """Return the person; an office before the name belongs to the role: "Secretary Jo Roe, Department of Ports"."""
    stated = None if is_chinese_label(name) else office_and_name(name)
    return Person(stated.name, f"{stated.role}, {role}", part) if stated else Person(name, role, part)


def _without_marks(text: str, part: Part) -> Person | None:
    """Read an office and a name in one run, either way round, or a name alone."""
    if is_chinese_label(text):
        return _chinese_entry(strip_chinese_honorific(text), part)
    stated = office_and_name(text)
    if stated:
        return Person(stated.name, stated.role, part)
    small = _small_office(text)
    if small:
        return Person(small.name, small.role, part)
    words = name_words(text)
    is_thing = not words or any(word in KIND_WORDS for word in words) or words[-1] in ROLE_NOUNS
    return Person(strip_honorific(text), "", part) if is_listed_name(text) and not is_thing else None


def _chinese_entry(text: str, part: Part) -> Person | None:  # noqa: PLR0911  (a ladder of rules)
    """Read an office and a Chinese name, with a colon between or none, either way round; or a name alone."""
    behind = _OFFICE_COLON.fullmatch(text)
    if behind and has_role(behind["role"]) and is_chinese_name(behind["name"]):
        return Person(behind["name"], behind["role"], part)
    of_unit = name_and_unit(text)
    if of_unit:
        return Person(of_unit[0], of_unit[1], part)
    parted = surname_and_office(text)
    if parted and parted[2]:
        return Person(parted[0] + parted[2], parted[1], part)
    glued = glued_name(text)
    if glued:
        return Person(glued[1], glued[0], part)
    turned = name_before_office(text)
    if turned:
        return Person(turned[0], turned[1], part)
    japanese = japanese_name_and_office(text)
    if japanese:
        return Person(japanese[0], japanese[1], part)
    is_unit = text[-1] in UNIT_ENDS and text[0] not in SURNAMES  # “広報室”
    return Person(text, "", part) if is_chinese_name(text) and not is_unit else None
