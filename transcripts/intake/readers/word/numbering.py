"""Word's list numbers, which stand in no paragraph: what Word prints before each."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lxml import etree

from transcripts.intake.readers.word.styles import list_of, local, value

_PLACE = re.compile(r"%([1-9])")
_LETTER = re.compile(r"[^\W\d_]")
_BARE = re.compile(r"\w+")
_MENTIONED = re.compile(
    r"\b(?:points?|items?|steps?|parts?|paragraphs?|sections?|questions?|numbers?|no\.|clauses?|articles?|options?"
    r"|measures?|recommendations?|conditions?|goals?|priority|priorities|phases?|stages?|proposals?|rules?|principles?)"
    r"\s+[(（]?(?P<point>\d{1,3}|[a-z]|[ivx]{1,5})\b"
    r"|第\s*[（(]?(?P<place>\d{1,3}|[一二三四五六七八九十]{1,3})[）)]?\s*[点點条條项項款]",
    re.IGNORECASE,
)
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DIGITS = "〇一二三四五六七八九"
_HUNDRED = 100
_STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: its first number, the form of its numbers, and what is printed around them."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class ListNumber:
    """What Word prints before a paragraph. `is_label` means that it holds letters of its own, as “Q1:” does."""

    text: str
    list_id: str
    is_label: bool
    is_bold: bool


@dataclass(slots=True)
class Numbering:
    """The lists of a file, and how far each has been counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _counted_as: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> "Numbering":
        """Return the lists of the part `root`."""
        numbering = cls()
        abstract: dict[str, etree._Element] = {}
        linked: dict[str, etree._Element] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                abstract[value(element, "abstractNumId")] = element
                if (link := element.find("{*}styleLink")) is not None:
                    linked[value(link)] = element
        for element in root if root is not None else ():
            if local(element) != "num" or (found := element.find("{*}abstractNumId")) is None:
                continue
            base = abstract.get(value(found))
            if base is not None and (link := base.find("{*}numStyleLink")) is not None:
                base = linked.get(value(link), base)
            numbering._add(value(element, "numId"), element, value(found), base)
        return numbering

    def _add(self, identity: str, element: etree._Element, family: str, base: etree._Element | None) -> None:
        """Add a list, which counts on with others of its family unless it starts again."""
        levels = dict(map(_level, base.iter("{*}lvl"))) if base is not None else {}
        for override in element.iter("{*}lvlOverride"):
            for number, level in map(_level, override.iter("{*}lvl")):
                levels[number] = level
            start = override.find("{*}startOverride")
            place = value(override, "ilvl")
            if start is not None and place.isdecimal() and value(start).isdecimal():
                self._started.setdefault(identity, {})[int(place)] = int(value(start))
        self.levels[identity] = levels
        self._counted_as[identity] = family

    def number(self, list_id: str, level: int) -> ListNumber | None:
        """Count one paragraph of a list, and return what is printed before it; None when that is nothing or a dot."""
        levels = self.levels.get(list_id)
        shown = levels.get(level) if levels else None
        if levels is None or shown is None:
            return None
        counts = self._counts.setdefault(self._counted_as[list_id], {})
        started = self._started.get(list_id, {}).pop(level, None)
        counts[level] = started if started is not None else counts.get(level, shown.start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if shown.form == "bullet" or not shown.text.strip():
            return None

        def printed(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            one = levels.get(at, _Level())
            return _form(counts.get(at, one.start), one.form)

        own = _PLACE.sub("", shown.text)
        return ListNumber(_PLACE.sub(printed, shown.text).strip(), list_id, bool(_LETTER.search(own)), shown.is_bold)


def mentioned_lists(numbers: Iterable[ListNumber], words: str) -> set[str]:
    """Return the ids of the lists that the words refer to, as by “point 2” or “part (b)”."""
    said = {(match["point"] or match["place"]).casefold() for match in _MENTIONED.finditer(words)}
    return {one.list_id for one in numbers if (bare := _BARE.findall(one.text)) and bare[-1].casefold() in said}


def _level(element: etree._Element) -> tuple[int, _Level]:
    stated = {local(child): child for child in element}
    place, start = value(element, "ilvl"), value(stated["start"]) if "start" in stated else ""
    bold = element.find("{*}rPr/{*}b")
    return int(place) if place.isdecimal() else 0, _Level(
        int(start) if start.isdecimal() else 1,
        value(stated["numFmt"]) if "numFmt" in stated else "decimal",
        value(stated["lvlText"]) if "lvlText" in stated else "",
        bold is not None and value(bold) not in ("0", "false"),
    )


def _form(number: int, form: str) -> str:
    return _FORMS.get(form, str)(number)


def _letters(number: int) -> str:
    """Return a, b … z, aa, bb …, as Word counts."""
    turns, place = divmod(max(number, 1) - 1, 26)
    return chr(ord("a") + place) * min(turns + 1, 5)


def _roman(number: int) -> str:
    tens, rest = divmod(max(number, 0), 10)
    text = "x" * min(tens, 30)
    for worth, sign in _ROMAN[1:]:
        while rest >= worth:
            text, rest = text + sign, rest - worth
    return text


def _chinese(number: int) -> str:
    if not 0 < number < _HUNDRED:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return ten + (_DIGITS[ones] if ones else "")


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda _number: "",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "japaneseCounting": _chinese,
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "decimalEnclosedCircle": lambda number: chr(0x2460 + number - 1) if 0 < number <= 20 else str(number),
}

__all__ = ["ListNumber", "Numbering", "list_of", "mentioned_lists"]
