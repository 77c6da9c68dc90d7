"""A key to initials at the head of a transcript: whose name each stands for."""

import re
from collections.abc import Sequence

from transcripts.document import Part, Person
from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.labels.shapes import has_role, is_generic
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.people.names import read_listed
from transcripts.intake.people.roster_entries import read_entry

_INITIALS = re.compile(r"[A-Z]{1,5}")
_KEY_ENTRY = re.compile(r"(?P<initials>[A-Z]{1,4})(?P<mark>\s*[-–—=:：]\s*|\s+)(?P<words>[A-Z].{2,80})")
_BRACKETED = re.compile(
    r"(?P<name>[^()\[\],]{4,50}?)\s*[(\[](?P<initials>[A-Z]{2,4})[)\]](?:\s*[,:–—-]\s*(?P<role>\S.*?))?[.;,]?"
)
_WORDS_OVER = re.compile(r"^(?:key|legend|initials|abbreviations|speakers?)(?: to [a-z]+)?\s*[:：]\s*", re.IGNORECASE)
_KEY_TO_A_PART = re.compile(r"[A-Z]{1,3}\s*[-–—=:：]\s*(?P<word>[^\W\d_]+)(?: (?:from|of|by|in) [\w ]{3,40})?")
_KEY_OVER = re.compile(
    r"(?:(?:speaker|participant)s?[’']? )?(?:key|legend|abbreviations|initials)(?: to [a-z]+)?\s*[:：]?", re.IGNORECASE
)
_SIGN = re.compile(r"[A-Z][A-Za-z]{0,4}\d?")  # under such a heading: “DrIC”
LONGEST_HEAD = 120  # lines in which a key to initials is looked for
LONGEST_ENTRY = 100  # characters
LEAST_ENTRIES = 3
LEAST_IN_BRACKETS = 2


def read_key(lines: Sequence[Line]) -> list[tuple[int, str, Person]]:
    """Return a key to initials over a transcript: for each the index of its line, the initials, and the person.

    It stands on lines of its own, or on one: “KO: Karin Obermann, Spokesperson; JS: Jonas Sand, Commissioner”.
    """
    return [(index, *entry) for index, entry in _read_lines(lines).items()] or _read_one_line(lines)


def keys_to_parts(lines: Sequence[Line], last: int) -> set[int]:
    """Return the lines right under a key to initials that name a part: “Q: Question from the floor”."""
    found: set[int] = set()
    for index in range(last + 1, len(lines)):
        match = _KEY_TO_A_PART.fullmatch(lines[index].text)
        if not match or not is_generic(match["word"]):
            break
        found.add(index)
    return found


def _read_one_line(lines: Sequence[Line]) -> list[tuple[int, str, Person]]:
    for index, line in enumerate(lines[:LONGEST_HEAD]):
        text = _WORDS_OVER.sub("", line.text)
        pieces = [piece.strip(" .") for piece in re.split("[;；]", text)] if ";" in text else []
        parted = [_KEY_ENTRY.fullmatch(piece) for piece in pieces if len(piece) <= LONGEST_ENTRY]
        found = [
            (index, match["initials"], person)
            for match in parted
            if match
            and _are_initials(match["initials"], match["words"])
            and (person := read_entry(match["words"], Part.SPEAKER))
        ]
        if len(found) >= LEAST_IN_BRACKETS and len(found) == len(pieces):
            return found
    return []


def _read_lines(lines: Sequence[Line]) -> dict[int, tuple[str, Person]]:
    """Return the lines of a key to initials, by index: "KO    Karin Obermann, role", "KO = Karin Obermann".

    Each stands once, and there are three at least. Without one, initials in brackets are it: “Karin Obermann (KO)”.

    Where a wide space does not part them, the initials are those of the words.
    """
    entries: dict[int, tuple[str, Person]] = {}
    is_key = False  # under a heading that says so
    for index, line in enumerate(lines[:LONGEST_HEAD]):
        is_key = _KEY_OVER.fullmatch(line.text) is not None or (is_key and bool(line.spread))
        initials, words = line.text[: line.spread], line.text[line.spread :].strip()
        parted = None if line.spread else _KEY_ENTRY.fullmatch(line.text)
        if parted and (_are_initials(parted["initials"], parted["words"]) or (entries and "=" in parted["mark"])):
            initials, words = parted["initials"], parted["words"]
        if (
            not ((line.spread or initials) and (_SIGN if is_key else _INITIALS).fullmatch(initials))
            or ends_sentence(words.rstrip(")"))
            or len(words) > LONGEST_ENTRY
        ):
            if entries:
                break
            continue
        if any(initials == other for other, _ in entries.values()):
            break
        listed = read_listed(words)
        bare = strip_honorific(words.partition(",")[0])
        entry = read_entry(words, Part.SPEAKER, in_list=" " in words)
        person = Person(*listed) if listed else entry or Person(bare, words.partition(",")[2].strip())
        entries[index] = (initials, person)
    stated = all("=" in lines[index].text or _is_heard(initials, lines) for index, (initials, _) in entries.items())
    return entries if len(entries) >= (LEAST_IN_BRACKETS if stated else LEAST_ENTRIES) else _read_brackets(lines)


def _is_heard(initials: str, lines: Sequence[Line]) -> bool:
    """Return whether initials are a label of the page."""
    return any(line.text.startswith((f"{initials}:", f"{initials} :", f"{initials}：")) for line in lines)


def _read_brackets(lines: Sequence[Line]) -> dict[int, tuple[str, Person]]:
    """Return the lines of a list in which initials stand behind the names: “Karin Obermann (KO), Harbour Master”."""
    entries: dict[int, tuple[str, Person]] = {}
    for index, line in enumerate(lines[:LONGEST_HEAD]):
        match = _BRACKETED.fullmatch(line.text) if len(line.text) <= LONGEST_ENTRY else None
        if not match or not _are_initials(match["initials"], match["name"]):
            continue
        words = f"{match['name']}, {match['role']}" if match["role"] else match["name"]
        person = read_entry(words, Part.SPEAKER)
        if person and not any(match["initials"] == other for other, _ in entries.values()):
            entries[index] = (match["initials"], person)
    return entries if len(entries) >= LEAST_IN_BRACKETS else {}


def _are_initials(initials: str, words: str) -> bool:
    """Return whether letters are those with which the words of a name, or a word for a part, begin."""
    name = strip_honorific(re.split(r"[,(]", words)[0].strip())
    letters = "".join(word[0] for word in name.split()).upper()
    # An office may stand before the name: “DW = Chief Constable Dana Whitlock”.
    return letters == initials or (len(initials) > 1 and letters.endswith(initials) and has_role(name))
