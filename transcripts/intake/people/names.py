"""The people that a page states: in lists, in its title and in the words before the first turn."""

import re
from collections.abc import Iterable, Sequence

from transcripts.document import Person
from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.labels.shapes import (
    ARABIC_ARTICLE,
    CAPITAL,
    NAME_LETTER,
    has_honorific,
    has_role,
    is_capitals,
    is_full_name,
    is_outlet,
    name_words,
)
from transcripts.intake.language_words import any_of, words_for
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.page_lines import ends_sentence
from transcripts.intake.people.chinese_names import (
    JAPANESE_FIELDS,
    named_in_chinese,
    read_chinese_listed,
)
from transcripts.intake.vocabulary import (
    EVENT_NOUNS,
    HONORIFICS,
    OFFICE_SUBJECTS,
    ROLE_NOUNS,
)
from transcripts.text import fold

_NAME_WORD = rf"[{NAME_LETTER}][\w’'\-]*\.?"
_NAME = rf"{_NAME_WORD}(?: (?:{_NAME_WORD}|de|del|da|dos|van|von|der|den|bin|ibn|al|el|la|le|of)){{0,4}}"
_LISTED = re.compile(rf"^(?P<name>(?:[A-Z][a-z]{{1,3}}\.? |H\.\s?E\. )?{_NAME}) ?[,،] ?(?P<role>\S.*?)[.;]?$")
_RANKS_IN_FULL = (
    "Miss|Professor|Sir|Dame|Lord|Lady|Colonel|Captain|Major|General|Admiral|Lieutenant|Sergeant|Inspector"
    "|Superintendent|Judge|Justice|Senator|Councillor|Ambassador"
)
_HONORIFICS = f"(?:{'|'.join(sorted(HONORIFICS, key=len, reverse=True))}|M[rs]|M[rs]s|Dr|Prof|M|Mme|{_RANKS_IN_FULL})"
_EVENT = (
    r"(?:(?:regular|daily|weekly|joint|opening|remote|noon) )*"
    r"(?:press|news|media|briefing|remarks|statement|interview|transcript|q&a|conference|doorstep|address|speech|doorst[eo]p)"
)
_TITLE_WORD = re.compile(r"^(?:full |edited |rush )?transcript\s*[:–—-]\s+", re.IGNORECASE)
_TITLE_OWNER = re.compile(
    rf"^(?:(?:.{{0,80}}?[:–—] )?(?:(?:edited|full|unofficial|rush) )?transcript (?:of|:) )?"
    rf"(?P<who>.+?)(?:[’']s(?: [A-Za-z]+-?[a-z]+)?|[’'])? {_EVENT}\b",
    re.IGNORECASE,
)
_TITLE_BY = re.compile(
    r"\b(?:by|with|of) (?:the )?(?P<who>[A-Z][^,|:–—]+?)"
    r"(?= (?:in|at|on|to|for|ahead|before|after|during|following|upon|prior|[Ee]n [Rr]oute|[Aa]board)\b|[,|:–—.]|$)"
)
_EVENT_BEFORE = re.compile(
    rf"^(?:{_EVENT}|point de presse|conférence de presse|rueda de prensa|pressekonferenz|conferenza stampa)"
    r"(?: conference| briefing)? (?:by|with|of|du|de la|de l[’']|de|del|mit|di) ?",
    re.IGNORECASE,
)  # “Remarks by Governor Jo Roe”
_OCCASION = re.compile(r",? (?:at|on|upon|in|ahead|before|after|during|following|en route|aboard)\b", re.IGNORECASE)
_TITLE_BY_OFFICE = re.compile(
    r"\b(?:by|with|of) (?:the )?(?P<who>[A-Z][\w ]+? (?:for|of|to) [A-Z][^,|:–—]+?)"
    r"(?= (?:in|at|on|ahead|before|after|during|following|upon|prior|[Ee]n [Rr]oute|[Aa]board)\b|[,|:–—.]|$)"
)
_AND = re.compile(r",? (?:and|&) (?=[A-Z])")
_OF_PLACE = re.compile(r"(?<=[a-zà-ÿ]) of [A-Z][\w’\'-]+$")  # “Prime Minister Jo Roe of Haven”
_TITLE_HOLDS = re.compile(
    r"^(?P<who>[A-Z].+?) (?i:holds?|hosts?|gives?|delivers?|conducts?|briefs?|speaks?|addresses|meets|answers|takes"
    r"|attends?)\b"
)
_TITLED_NAME = rf"(?P<name>(?:(?:Mr|Ms|Mrs|Dr|Prof)\.? )?{_NAME})"
_BY_ROLE_NAME = re.compile(
    rf"(?<!led )(?<!headed )(?:\b(?:by|with|from)|(?<=, )and(?= the\b)) (?:the )?"
    rf"(?P<role>[A-Z][\w \-’']*?), {_TITLED_NAME}"
    r"(?=[,.;]| at | on | in |$)"
)
_BY_NAME_ROLE = re.compile(
    rf"\b(?:by|with|from|and) {_TITLED_NAME}, (?P<role>(?:the |a |an )?\w[^.;]*?)"
    r"(?=[.;]|, (?:at|on|in|held|spoke|took|answered|gave|briefed)\b|,? and [A-Z]|$)"
)
# “The Director of Marine Services, Miss Jo Roe, also attended”
_ROLE_TITLED_NAME = re.compile(
    rf"(?:^|(?<=[.;] )|(?<=, )|(?<= and ))(?:[Tt]he |[Oo]ur )?(?P<role>[A-Z][\w \-’']{{3,70}}?), (?:Mr|Ms|Miss|Mrs"
    rf"|Dr|Prof)\.? "
    rf"(?P<name>{_NAME})(?=[,.;:]| (?:and|also|spoke|attended|took|was|said)\b|$)"
)
# “Jo Roe (port director), Ann Poe (head of operations) and Tom Ray of the dockers' union spoke”
_NAME_IN_ROUND = re.compile(rf"(?:^|(?<=[.,;:] )|(?<= and )|(?<= with ))(?P<name>{_NAME}) \((?P<role>[^()]{{3,80}})\)")
_NAME_OF = re.compile(
    rf"(?:(?<=\), )|(?<= and ))(?P<name>{_NAME_WORD} {_NAME_WORD}) (?:of|from) (?P<of>the [^.,;()]{{4,50}}?)"
    r"(?=[,.;]| (?:spoke|took|answered|met|held|briefed|presented)\b)"
)
_OF = r"(?:(?:de la|de los|de las|de|del|da|do|dos|das|des|du|of the|of|for|für|der|des|von) |de l['’]|d['’])"
# In the sentence that says who took questions, in any of the languages.
_NAME_ROLE = re.compile(
    rf"(?:^|(?<=[.,;:] )|(?<= were )|(?<= was )|(?<= are )|(?<= included )|(?<= by )|(?<= with )|(?<= and )"
    rf"|(?<= et )|(?<= y )|(?<= und )|(?<= e )|(?<= и )|(?<= don )|(?<= doña ))(?:{_HONORIFICS}\.? )?"
    rf"(?P<name>{_NAME_WORD}(?: {_NAME_WORD}| (?:de|del|da|dos|van|von|der|bin|al|el)){{1,3}})"
    r", (?P<role>[^,.;]{3,90}?)"
    r"(?=[,.;]| (?:and|et|y|und|e|и) |$)"
)
_STOP_BEHIND = re.compile(r"(?<=[^\W\d_]{3})\.$")  # of a sentence
_AND_OFFICE = re.compile(r"(?:and|et|y|e|und|и) ")
_ROLE_NAME = re.compile(
    rf"(?i:(?P<role>{any_of(words_for('names', 'offices'))}))(?P<of>(?: {_OF}(?!the\b)[\w’'\-]+){{0,3}}),? "
    rf"(?:(?:{_HONORIFICS})\.? )?"
    rf"(?P<name>{_NAME_WORD} (?:(?:de|del|da|dos|van|von) )?{_NAME_WORD}(?: {_NAME_WORD})?)(?=[,.;]| [^{CAPITAL}]|$)"
)


_ROMANCE_OFFICES = words_for("names", "offices", ("es", "pt", "fr", "it"))
_ROMANCE_OF = frozenset(("de", "del", "da", "do", "das", "dos", "du", "des", "di", "della"))
# “Director of Environmental Quality Jo Roe”: after an adjective, a thing.
_ADJECTIVE = re.compile(r" (?:of|for) (?:the )?[A-Z][a-z]{2,}(?:al|ic|ive|ary|ous|an|ign)$")


# “水野外務大臣記者会見”, “水野大臣の会見”: the surname ends where the words for an office's field begin.
_JAPANESE_HOLDS = re.compile(
    r"(?:^|[\s　])(?P<name>(?!外務|経済|財務|総務)[\u3400-\u9fff々]{2,4}?)"
    rf"(?P<office>(?:{JAPANESE_FIELDS})[\u3400-\u9fff]{{0,8}}?(?:大臣|長官))"
    r"(?:の)?(?:閣議後|臨時|定例)?(?:の)?(?:記者)?会見"
)
_JAPANESE_HOLDS_ALONE = re.compile(
    rf"(?:^|[\s　])(?P<name>(?!{JAPANESE_FIELDS})[\u3400-\u9fff々]{{2}})(?P<office>大臣|長官|知事|市長|総裁)"
    r"(?:の)?(?:閣議後|臨時|定例)?(?:の)?(?:記者)?会見"
)
_KOREAN = re.compile("(?P<name>[\uac00-\ud7a3]{2,4}) (?P<role>[\uac00-\ud7a3][\uac00-\ud7a3 ]{1,30})")
_KOREAN_TURNED = re.compile("(?P<role>[\uac00-\ud7a3][\uac00-\ud7a3 ]{1,30}) (?P<name>[\uac00-\ud7a3]{2,4})")
_NO_ENDS = frozenset(
    (word,) for word in ("حول", "عن", "في", "من", "على", "بشأن")
)  # prepositions neither open nor end a name
_EVENT_ENDS = frozenset((noun,) for noun in EVENT_NOUNS)
# The kind of an event ends no name: “장관 정례 브리핑”.
_NO_NAME = re.compile(rf"^(?:{any_of(words_for('words', 'events'))})$", re.IGNORECASE)
_UNCASED = re.compile("[\u0620-\u064a\uac00-\ud7a3]")
MOST_UNCASED = 4  # words of a name in a script without capitals, where any words have its shape
LEAST_NAMED = 2  # words of a name
LONGEST_STATED = 500  # characters of a line that lists or names a person; longer lines are speech


def read_listed(text: str, *, in_list: bool = False) -> tuple[str, str] | None:
    """Return (name, role) when `text` is a line of a list of people: "Mr. Name, role".

    Under a word such as "Speakers" (`in_list`) the role need hold no word for an office.
    """
    if len(text) > LONGEST_STATED:
        return None
    text = re.sub(r"^(?:[•·●▪*\-–]\s*|(?:[Ww]ith|[Ff]eaturing|[Bb]y) (?=[A-Z]))", "", text)
    if is_chinese_label(text):
        return read_chinese_listed(text)
    match = _LISTED.match(text)
    if not match or re.search(r"[.?!] [A-Z][a-z]+ [a-z]", match["role"]):
        return None
    name, role = strip_honorific(match["name"]), re.sub(r"[;,]? and$", "", match["role"]).strip(" ;")
    stated = has_honorific(match["name"]) or has_role(role) or (in_list and " " in name)
    if not stated or is_office(name) or fold(name.split()[0]) in {"the", "a", "in", "on", "at"}:
        return None
    return name, role


def is_office(text: str) -> bool:
    """Return whether all words of `text` name an office: "Director"."""
    return all(word in ROLE_NOUNS for word in name_words(text))


def is_listed_name(text: str) -> bool:
    """Return whether `text`, in a list of people, is a name alone."""
    if len(text) > LONGEST_STATED:
        return False
    if is_chinese_label(text):
        return bool(re.fullmatch(r"[\u3400-\u9fff·]{2,12}", text))
    if _UNCASED.search(text):
        return bool(re.fullmatch(_NAME, text)) and 2 <= len(text.split()) <= MOST_UNCASED and not text.endswith(".")
    return bool(re.fullmatch(rf"(?:[A-Z][a-z]{{1,3}}\.? )?{_NAME}", text)) and 2 <= len(text.split()) <= 6


def named_in_title(text: str, labels: Iterable[str] = ()) -> list[Person]:
    """Return the people that a title names with an office: "Foreign Ministry Spokesperson Name's Press Conference".

    A Chinese name has no bounds of its own, so one of `labels` must be it.
    """
    if len(text) > LONGEST_STATED:
        return []
    if is_chinese_label(text):
        japanese = _JAPANESE_HOLDS.search(text) or _JAPANESE_HOLDS_ALONE.search(text)
        return [Person(japanese["name"], japanese["office"])] if japanese else named_in_chinese(text, labels)
    text = _TITLE_WORD.sub("", text)
    event = _EVENT_BEFORE.match(text)
    people = _offices_and_names(_OCCASION.split(text[event.end() :], maxsplit=1)[0]) if event else []
    if people:
        return people
    holds = _TITLE_HOLDS.match(text) is not None  # what follows the verb is no name
    for form in (_TITLE_HOLDS if holds else _TITLE_OWNER, _TITLE_BY_OFFICE, _TITLE_BY):
        for match in form.finditer(text):
            who = re.sub(r"[’']s?$", "", match["who"].strip())
            people = _offices_and_names(who)
            if people:
                return people
    return named_in_prose(text) or [person for person in named_in_lede(text) if person.role]


def opens_with_event(text: str) -> bool:
    """Return whether a line opens with an event and whose it is: “Doorstep with Minister Jo Roe”."""
    return len(text) <= LONGEST_STATED and not ends_sentence(text) and _EVENT_BEFORE.match(text) is not None


def _offices_and_names(text: str) -> list[Person]:
    """Return the people of “Press Secretary Jo Roe and Minister Ann Poe”; an office may hold an “and” of its own."""
    pieces = _AND.split(text)
    named = [person for one in pieces if (person := office_and_name(_OF_PLACE.sub("", one)))]
    is_cut = len(pieces) > 1 and re.search(" (?:for|of) ", pieces[0]) and office_and_name(pieces[0]) is None
    whole = office_and_name(text) if is_cut else None
    return [whole] if whole else named


def named_in_prose(text: str) -> list[Person]:
    """Return the people that a sentence over the transcript names: "remarks by the Chief Executive, Mr Name, at …"."""
    for form in (_BY_ROLE_NAME, _BY_NAME_ROLE) if len(text) <= LONGEST_STATED else ():
        found = [one for match in form.finditer(text) for one in _beside(match, form)]
        people = [person for person in found if person]
        if people:
            return people
    return []


def _beside(match: re.Match[str], form: re.Pattern[str]) -> list[Person | None]:
    """Return whom a match names; another may stand in front: “Minister Jo Roe and the Mayor of Haven, Ann Poe”."""
    before, _, role = match["role"].strip().rpartition(" and the ")
    first = office_and_name(before) if before and form is _BY_ROLE_NAME else None
    if first and " " in first.name:
        return [first, _stated_in(match["name"].strip(), role, form)]
    return [_stated_in(match["name"].strip(), match["role"].strip(), form)]


def named_in_lede(text: str) -> list[Person]:
    """Return the people of a sentence on who answered: “Jo Roe, Head of Ports, spoke”, “la alcaldesa Jo Roe”."""
    if len(text) > LONGEST_STATED:
        return []
    text = re.sub(r"^(?:[Ww]ith|[Bb]y|[Ff]rom) (?=[A-Z])", "", text)
    found: list[Person] = []
    for match in _NAME_ROLE.finditer(text):
        name, role = strip_honorific(match["name"]), match["role"].strip()
        if _AND_OFFICE.match(role):
            continue  # another's: “la alcaldesa, Jo Roe, y el director, Bo Poe”
        if has_role(role) and " " in name and not (has_role(name) or is_outlet(name) or _speaks_of_offices(name)):
            found.append(Person(name, re.sub(r"^(?:the|a|an|le|la|el|der|die) ", "", role)))
    for match in _NAME_IN_ROUND.finditer(text):
        name = strip_honorific(match["name"])
        if has_role(match["role"]) and is_full_name(name):
            found.append(Person(name, match["role"].strip()))
    if found:
        found += [
            Person(strip_honorific(match["name"]), match["of"].removeprefix("the "))
            for match in _NAME_OF.finditer(text)
            if is_full_name(strip_honorific(match["name"]))
        ]
    for match in _ROLE_TITLED_NAME.finditer(text):
        person = _stated_in(match["name"].strip(), match["role"].strip(), _BY_NAME_ROLE)
        if person and " " in person.name and all(fold(one.name) != fold(person.name) for one in found):
            found.append(person)
    for match in _ROLE_NAME.finditer(text):
        name, of = strip_honorific(_STOP_BEHIND.sub("", match["name"])), match["of"]
        name = re.sub(r"[’']s$", "", name)
        if name.count(" ") > 1 and (name.startswith(ARABIC_ARTICLE) or _ADJECTIVE.search(of)):
            of, name = f"{of} {name.partition(' ')[0]}", name.partition(" ")[2]
        if " " in name and not (
            name_words(name)[-1:] in _EVENT_ENDS | _NO_ENDS
            or name_words(name)[:1] in _NO_ENDS
            or has_role(name)
            or _speaks_of_offices(name)
            or any(match["name"] == person.name for person in found)
        ):
            found.append(Person(name, f"{match['role']}{of}"))
    return list(unite(found))


def _stated_in(name: str, role: str, form: re.Pattern[str]) -> Person | None:
    """Return a name and a role of a sentence as a person, if that is what they are."""
    bare = strip_honorific(name)
    if not has_role(role) or has_role(bare) or is_outlet(bare):
        return None
    if form is _BY_ROLE_NAME and " " not in name:
        return None  # one word after an office and a comma is as often a place
    return Person(bare, re.sub(r"^(?:the|a|an) ", "", role))


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


def _in_korean(text: str) -> Person | None:
    """Part a Korean name and an office; either may stand first."""
    for form in (_KOREAN, _KOREAN_TURNED):
        match = form.fullmatch(text)
        if match and has_role(match["role"].rpartition(" ")[2]) and not has_role(match["name"]):
            return Person(match["name"], match["role"])
    return None


def office_and_name(text: str) -> Person | None:
    """Part "Foreign Ministry Spokesperson Name Surname" into office and name; in Korean either may stand first."""
    if _NO_NAME.search(text.rpartition(" ")[2]) or name_words(text)[-1:] in _EVENT_ENDS:
        return None  # “Director General’s Press Conference”
    in_korean = _in_korean(text)
    if in_korean:
        return in_korean
    words = _EVENT_BEFORE.sub("", text).split()
    for at in range(len(words) - 2, 0, -1):
        # "Minister for Ports Dr Jo Roe"
        name = " ".join(words[at + 1 :])
        if fold(words[at]).rstrip(".") in HONORIFICS and has_role(" ".join(words[:at])) and is_listed_name(name):
            return Person(name, " ".join(words[:at]).rstrip(","))
    for last in range(len(words) - 5, -1, -1):
        # "Minister for Roads Ines Calder": after what the office is for, the last two words
        last_two = words[-2:]
        is_office_for = name_words(words[last])[:1] and name_words(words[last])[0] in ROLE_NOUNS
        if is_office_for and words[last + 1].lower() in ("for", "of", "to") and _are_two_names(words[-3], last_two):
            return Person(" ".join(last_two), " ".join(words[:-2]))
    shouted = is_capitals(text)  # there, capitals are no sign of an office: “PAULA E. ADLER”
    offices = [
        index
        for index, word in enumerate(words)
        if name_words(word) and (has_role(name_words(word)[0]) or (not shouted and re.fullmatch(r"[A-Z]{3,6}", word)))
    ]
    for last in reversed(offices):
        name = " ".join(words[last + 1 :])
        if words[last + 1 : last + 2] and words[last + 1].lower() in ("for", "of", "to"):
            continue  # “HEAD OF FISHERIES”
        of = words[last + 1 : last + 2] if name_words(words[last])[0] in _ROMANCE_OFFICES else []
        if of and of[0].lower() in _ROMANCE_OF and (shouted or of[0].islower()):
            continue  # “MINISTRA DE SALUD”
        if is_listed_name(name) and not (has_role(name) or is_outlet(name) or _speaks_of_offices(name)):
            # An Arabic office is for what its article marks: “وزير الموانئ سامر القلعاوي”.
            first = last + 1
            while words[first].startswith(ARABIC_ARTICLE) and len(words) - first > LEAST_NAMED:
                first += 1
            name = re.sub(r"[’']s?$", "", " ".join(words[first:]))
            return Person(strip_honorific(name), " ".join(words[:first]))
    return None


def _speaks_of_offices(name: str) -> bool:
    """Return whether a phrase in capitals is of offices, no name: “Heads of State”, “Ministers of Foreign Affairs”."""
    words = name_words(name)
    return any(word in OFFICE_SUBJECTS or word.removesuffix("s") in ROLE_NOUNS for word in words[-2:] + words[:1])


def _are_two_names(before: str, name: Sequence[str]) -> bool:
    """Return whether the last two words of an office may be a name: “Roads Ines Calder”, not “and Foreign Affairs”."""
    if fold(before).strip(",") in {"and", "of", "for", "the", "&"} or before.endswith(","):
        return False
    return is_listed_name(" ".join(name)) and not any(fold(word) in OFFICE_SUBJECTS or has_role(word) for word in name)
