"""The speaker and the kind of a turn, once the role of its label is known."""

import re

from transcripts.document import Kind, Part, TurnText
from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.labels.labels_with_roles import firm_of, part_role
from transcripts.intake.labels.offices import is_articled
from transcripts.intake.labels.part_labels import part_named
from transcripts.intake.labels.shapes import (
    CAPITAL,
    from_outlet,
    generic_core,
    has_honorific,
    has_role,
    is_acronym,
    is_capitals,
    is_full_name,
    is_generic,
    is_outlet,
    is_titled_chinese,
)
from transcripts.intake.labels.speech_acts import without_speech_act
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.questions import reads_as_question
from transcripts.intake.people.index import PeopleIndex
from transcripts.intake.people.label_names import named_in_label
from transcripts.intake.turns.role_clues import LONG_TURN, Role
from transcripts.intake.turns.speaker_roles import FROM_OUTLET, LONGEST_INTRODUCTION, RawTurn
from transcripts.intake.vocabulary import CHINESE_OUTLET_ENDINGS, CHINESE_REPORTER, UNKNOWN_SPEAKERS, UNNAMED_CHAIRS
from transcripts.text import fold

NOBODY_KNOWN = UNKNOWN_SPEAKERS - {"speaker"}  # “AIDE” is not the one official whom the page names
_INTRODUCED = re.compile(
    r"(?:,? (?:with|from|of|at|for)(?: the)?|,) (?P<outlet>[A-Z][\w&.’'\- ]{1,40}?)(?=[.,;?!—]| and\b| here\b)",
    re.IGNORECASE,
)
_POLITE_REPORTER = re.compile(
    rf"(?P<outlet>.*(?:{'|'.join(CHINESE_OUTLET_ENDINGS)}))(?P<name>[\u3400-\u9fff]{{1,3}}(?:小姐|先生|女士))"
)
# “海港日报（李明）”, “河口科学评论 (汉娜·奥洛)”
_CHINESE_ASKER = re.compile(r"(?P<one>[^（）()]{2,30}?)\s*[（(](?P<two>[\u3400-\u9fff·]{2,12})[)）]")
# “彭博社记者（英文）”: in which language it was asked
_LANGUAGE_ASIDE = re.compile(r"[（(][英法日俄德韩韓中西阿葡][文语語](?:提问|提問)?[)）]$")
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)+")
_FIRM = re.compile(
    r"\b(?:Securities|Capital|Bank|Partners|Research|Group|Holdings|Management|Advis[oe]rs|Investments?|Markets|Equities"
    r"|Asset|LLC|LLP|plc|Inc|Ltd|& Co)\b"
)
_INITIAL = re.compile(rf"^[{CAPITAL}]\. [{CAPITAL}]")
_TWO_OUTLETS = re.compile(r"^(?P<one>.+?)(?: and | & |, |、|和|/)(?P<two>.+)$")


def turn_of(said: RawTurn, role: Role, asked: bool, people: PeopleIndex, *, may_answer: bool = False) -> TurnText:
    """Return the turn. `asked` is whether a question comes before it in its exchange.

    `may_answer` means that a chair may answer, because nobody else can on this page.
    """
    kind, speaker, outlet, journalist = Kind.STATEMENT, "", "", ""
    if role is Role.NOBODY:
        asks = reads_as_question(said.paragraphs) and (asked or said.traits.length <= LONG_TURN)
        asks = said.is_split or (asks and (asked or not (said.traits.greets and len(said.paragraphs) > 1)))
        kind = Kind.QUESTION if asks else Kind.ANSWER if asked else Kind.STATEMENT
    elif role is Role.QUESTIONER and generic_core(said.meant) in UNKNOWN_SPEAKERS and not said.traits.asks:
        kind = Kind.ANSWER if asked else Kind.STATEMENT
    elif role is Role.QUESTIONER:
        kind = Kind.QUESTION
        outlet, journalist = ("", said.asker) if said.asker else _asker_of(said, people)
    else:
        speaker = "" if said.asker else speaker_of(said.meant, role, people)
        if role is Role.CHAIR:
            kind = Kind.ANSWER if may_answer and asked and not said.traits.leads else Kind.MODERATOR
        elif role is Role.OFFICER and (asked or said.traits.replies):
            kind = Kind.ANSWER
    return TurnText(kind, said.label, tuple(said.paragraphs), speaker, outlet, journalist)


def _asker_of(said: RawTurn, people: PeopleIndex) -> tuple[str, str]:
    """Return (outlet, journalist) of a question."""
    label = _LANGUAGE_ASIDE.sub("", said.meant)
    outlet, journalist = outlet_of(label, said.text)
    if outlet == label != said.label and not is_outlet(label):
        return "", label  # initials that a key to speakers resolves are a person's
    if outlet == label and (is_acronym(label) or not is_outlet(label)) and (listed := people.find(label)):
        return "", listed.name  # a member of the committee asks: “HOLT”
    return outlet, journalist


def speaker_of(label: str, role: Role, people: PeopleIndex) -> str:
    """Return the name of the person that an officer's or a chair's label means; an empty text when it names nobody."""
    person = people.find(label) or named_in_label(label)
    if person:
        return person.name
    if is_generic(label):
        if generic_core(label) in UNNAMED_CHAIRS | NOBODY_KNOWN:
            return ""
        part = {Role.CHAIR: Part.CHAIR, Role.INTERPRETER: Part.INTERPRETER}.get(role, Part.SPEAKER)
        meant = people.having(part)
        return meant[0].name if len(meant) == 1 else ""
    bare = strip_honorific(label)
    return bare if " " in bare and not is_articled(label) else label


def outlet_of(label: str, words: str = "") -> tuple[str, str]:  # noqa: PLR0911, PLR0912  (a ladder of rules)
    """Return (outlet, journalist) of a questioner's label; both empty when it names nobody."""
    named = _named_behind(label)
    if named:
        return named
    bracketed = re.fullmatch(r"(?P<one>[^()]+?)\s*\((?P<two>[^()]+)\)", label)
    if is_generic(label):
        return _in_brackets(bracketed["two"]) if bracketed else ("", "")
    if is_chinese_label(label):
        inside = _CHINESE_ASKER.fullmatch(label)
        if inside and not (is_outlet(inside["two"]) or has_role(inside["two"]) or is_generic(inside["two"])):
            return outlet_of(inside["one"])[0] or inside["one"], inside["two"]
        for word in CHINESE_REPORTER:
            outlet, found, name = label.partition(word)
            if found and not outlet and _CHINESE_NAME.fullmatch(name := name.strip(" ：:")):
                return "", name  # “记者 李华”
            if found and outlet:
                return outlet.strip("《》 ") if outlet.count("《") < 2 and outlet[
                    0
                ] == "《" else outlet.strip(), name.strip(" ：:")
        if is_titled_chinese(label):
            return "", label  # “陳望海議員”
        polite = _POLITE_REPORTER.fullmatch(without_speech_act(label))
        return (polite["outlet"], polite["name"]) if polite else (without_speech_act(label), "")
    if bracketed and has_role(bracketed["two"]) and has_honorific(bracketed["one"]):
        return "", bracketed["one"]  # a member, and whom she speaks for
    if bracketed:
        one, two = bracketed["one"], bracketed["two"]
        belongs = is_outlet(two) or has_honorific(one)
        return (two, one) if belongs and not is_outlet(one) else (one, two)
    one, comma, two = (part.strip() for part in label.partition(","))
    if comma and one and two and not is_two_outlets(label):
        belongs = is_outlet(two) or (
            is_full_name(one) and (two.startswith("The ") or _FIRM.search(two) is not None or not is_full_name(two))
        )
        return (two, one) if belongs and not is_outlet(one) else (one, two)
    for mark in ("/", " – ", " — "):
        # "Jo Roe/Harbour Radio" and "Harbour Radio – Jo Roe"
        one, found, two = (part.strip() for part in label.partition(mark))
        if found and one and two and not is_two_outlets(label):
            return (one, two) if is_outlet(one) or (mark != "/" and not is_outlet(two)) else (two, one)
    reporter = re.fullmatch(
        r"(?P<outlet>.+?)(?:'s|’s)? (?:reporter|correspondent|journalist)(?P<name> .+)?", label, re.IGNORECASE
    )
    if reporter and not is_generic(reporter["outlet"]) and fold(reporter["outlet"]) not in ("a", "the", "an"):
        return reporter["outlet"], (reporter["name"] or "").strip()
    reporter = re.fullmatch(
        r"(?:an? |the )?(?:reporter|correspondent|journalist) (?:from|of|with|for) (?:the )?(?P<outlet>.+)",
        label,
        re.IGNORECASE,
    )
    if reporter:
        return reporter["outlet"], ""
    owned = re.fullmatch(r"(?P<outlet>.+?)['’]s (?P<name>(?:[A-Z][\w.'’\-]*\s?){2,3})", label)
    if owned and is_outlet(owned["outlet"]) and not is_outlet(owned["name"]):
        return owned["outlet"], owned["name"]
    return _introduced(label, words)


def _in_brackets(text: str) -> tuple[str, str]:
    """Read who asks in the brackets behind a word for it: “QUESTION (Ana Ruiz, Harbour Gazette)”."""
    one, _, two = (part.strip() for part in text.partition(","))
    if is_full_name(one) and two:
        return two, one
    if is_outlet(text):
        return text, ""
    return ("", text) if is_full_name(text) else ("", "")


def _named_behind(label: str) -> tuple[str, str] | None:
    """Read “QUESTION ROE” and “Jo Roe -- Harbour Capital -- Analyst”."""
    roled = part_role(label)
    if roled:
        return firm_of(roled[1]), strip_honorific(roled[0])
    parted = part_named(label)
    if parted:
        return outlet_of(parted[1]) if is_outlet(parted[1]) or not is_full_name(parted[1]) else ("", parted[1])
    beside = from_outlet(label)
    return (beside[1], beside[0]) if beside else None


def is_two_outlets(label: str) -> bool:
    """Return whether a label seems to name two outlets: "Harbour Radio and The Tide"."""
    match = _TWO_OUTLETS.match(label.strip())
    return bool(match and is_outlet(match["one"]) and is_outlet(match["two"]) and not is_outlet_word_pair(match["one"]))


def is_outlet_word_pair(one: str) -> bool:
    """Return whether the first of two names is only half a name: "News" in "News and Star"."""
    return len(one.split()) == 1 and not is_acronym(one) and not is_chinese_label(one)


def _introduced(label: str, words: str) -> tuple[str, str]:
    """Read "Jo Marsh with the Evening Courier" in the first words of a question whose label is the reporter's name."""
    if is_outlet(label) or len(label.split()) < 2:
        return label, ""
    opening = words[:240]
    # "S. Roe" opens with "Stella Roe, Northern Wire"; "Jo Marsh" perhaps only with "Jo from the Evening Courier".
    names = [label, label.rsplit(maxsplit=1)[-1] if _INITIAL.match(label) else label.split(maxsplit=1)[0]]
    name = next((one for one in names if re.search(rf"\b{re.escape(one)}\b", opening, re.IGNORECASE)), "")
    at = opening.casefold().find(name.casefold()) if name else -1
    match = _INTRODUCED.match(opening, at + len(name)) if at >= 0 else None
    if match and (is_outlet(match["outlet"]) or not match[0].startswith(", ")):
        return match["outlet"].strip(), label
    from_outlet = FROM_OUTLET.search(words[:LONGEST_INTRODUCTION])
    if from_outlet and is_full_name(label) and is_outlet(from_outlet["outlet"]):
        return from_outlet["outlet"], label  # “Sir, I am from the Northern Star.”
    # Capitals in two words are how transcripts print people; an outlet's capitals are one word.
    is_person = is_capitals(label) or has_honorific(label) or _INITIAL.match(label)
    return ("", label) if is_person else (label, "")
