"""The transcript sheet's words and small grammar, shared by its parser and its writer (docs/transcript-sheet.md)."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from transcripts.document import HEAD_FIELDS, Kind, Part, Person

BREAK = "==="
ESCAPE = "\\"
ITEM = "- "
SUMMARY_INDENT = "  "
EXTRACT = "yes"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's names for the lines of a sheet, by the content of the line."""

    head: dict[str, str]
    parts: dict[Part, str]
    exchange: dict[str, str]
    extract: str
    running: str
    colon: str


ENGLISH = Words(
    head={field.name: field.english for field in HEAD_FIELDS},
    parts={Part.SPEAKER: "Speakers", Part.CHAIR: "Chair", Part.INTERPRETER: "Interpreter"},
    exchange={"topics": "Topics", "page": "Page", "public_id": "Id"},
    extract="Extract",
    running="Running transcript as of",
    colon=":",
)
CHINESE = Words(
    head={field.name: field.chinese for field in HEAD_FIELDS},
    parts={Part.SPEAKER: "发言人", Part.CHAIR: "主持人", Part.INTERPRETER: "翻译"},
    exchange={"topics": "话题", "page": "页码", "public_id": "编号"},
    extract="节选",
    running="现场实录截至",
    colon="：",
)
BOTH = (ENGLISH, CHINESE)
HEAD_NAMES = {word.casefold(): name for words in BOTH for name, word in words.head.items()} | {
    word.casefold(): name for words in BOTH for name, word in (("extract", words.extract), ("running", words.running))
}
PART_NAMES = {word.casefold(): part for words in BOTH for part, word in words.parts.items()} | {
    "speaker": Part.SPEAKER,
    "chairs": Part.CHAIR,
    "interpreters": Part.INTERPRETER,
}
EXCHANGE_NAMES = {word.casefold(): name for words in BOTH for name, word in words.exchange.items()}

LONGEST_INLINE = 1000  # characters of a label before words
_NAMED = re.compile(r"^([^:：]+?)\s*[:：]\s*(.*)$", re.DOTALL)
# The brackets stand at the end, after a space, and hold no bare bracket: those inside are escaped.
_BRACKETS = re.compile(r"^(?:(?P<label>.*)\s)?\[(?P<inside>(?:[^\[\]\\]|\\.)*)\]$", re.DOTALL)
_JOURNALIST = re.compile(r"^(?P<outlet>.+?)\s*[(（](?P<journalist>[^()（）]+)[)）]$")


@dataclass(frozen=True, slots=True)
class Reading:
    """The default meaning of a label, before anything in square brackets is read."""

    kind: Kind
    speaker: str = ""
    outlet: str = ""
    journalist: str = ""


Parts = Mapping[str, Part]  # the listed people's parts, by name


def parts_of(people: Iterable[Person]) -> dict[str, Part]:
    """Return the part of each of `people` by name; a person who is listed twice has the first."""
    parts: dict[str, Part] = {}
    for person in people:
        parts.setdefault(person.name, person.part)
    return parts


def read_named(line: str) -> tuple[str, str] | None:
    """Part "Name: value"; the name is case-folded."""
    match = _NAMED.match(line.strip())
    return (match[1].casefold(), match[2].strip()) if match else None


def default_reading(label: str, parts: Parts, asked: bool, kind: Kind | None = None) -> Reading:
    """Return the meaning of `label`, alone or with a `kind` that square brackets state.

    `asked` is whether a question comes before it in its exchange.
    """
    if label in parts:
        return stated_reading(parts, asked, speaker=label)
    if not label or kind is Kind.NOTE:
        return Reading(kind or Kind.STATEMENT)
    if kind not in (None, Kind.QUESTION):
        return stated_reading(parts, asked, speaker=label)
    match = _JOURNALIST.match(label)
    if match:
        return Reading(Kind.QUESTION, outlet=match["outlet"].strip(), journalist=match["journalist"].strip())
    return Reading(Kind.QUESTION, outlet=label)


def stated_reading(parts: Parts, asked: bool, *, speaker: str = "", outlet: str = "", journalist: str = "") -> Reading:
    """Return the meaning of a label whose square brackets name the speaker. A name on no list is a speaker's."""
    if speaker:
        part = parts.get(speaker, Part.SPEAKER)
        kinds = {Part.CHAIR: Kind.MODERATOR, Part.SPEAKER: Kind.ANSWER if asked else Kind.STATEMENT}
        kind = kinds.get(part, Kind.STATEMENT)
    else:
        kind = Kind.QUESTION if outlet or journalist else Kind.STATEMENT
    return Reading(kind, speaker, outlet, journalist)


def split_brackets(label: str) -> tuple[str, str | None]:
    """Split "Label [inside]" into the label and the text in the square brackets, if there are any."""
    match = _BRACKETS.match(label)
    return ((match["label"] or "").strip(), match["inside"]) if match else (label, None)


def is_label_line(line: str) -> bool:
    """Return whether a line, unescaped, is read as a label on a line of its own."""
    stripped = line.strip()
    return stripped.endswith((":", "：")) and bool(stripped[:-1].strip())


def inline_label(line: str, known: Collection[str]) -> tuple[str, str] | None:
    """Part "Label: words" when the label, brackets aside, is one of `known`; the longest such label wins.

    A label with more than a thousand characters, brackets included, stands on a line of its own.
    """
    stripped = line.strip()
    found = None
    for match in re.finditer("[:：]", stripped[:LONGEST_INLINE]):
        label, words = stripped[: match.start()].strip(), stripped[match.end() :].strip()
        if words and split_brackets(label)[0] in known:
            found = (label, words)
    return found


def escape(text: str, special: str) -> str:
    """Return `text` with a backslash before each of the characters in `special`, and before backslashes."""
    return "".join(ESCAPE + char if char in special + ESCAPE else char for char in text)


def unescape(text: str) -> str:
    """Return `text` without the backslashes that `escape` put in."""
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def split_unescaped(text: str, separators: str, *, once: bool = False) -> list[str]:
    """Return the parts of `text` between separators that no backslash stands before, still escaped, stripped."""
    parts = [""]
    escaped = False
    for char in text:
        if char in separators and not escaped and not (once and len(parts) > 1):
            parts.append("")
            continue
        parts[-1] += char
        escaped = char == ESCAPE and not escaped
    return [part.strip() for part in parts]
