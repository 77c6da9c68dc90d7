"""Word's fields: of an instruction and its result, Word prints the result."""

import re
from dataclasses import dataclass, field

# A reading aid as Word's older versions write it: EQ \* jc2 \* hps10 \o\ad(\s\up 9(shan),单)
_EQUATION = re.compile(r"^\s*EQ\b", re.IGNORECASE)
_SWITCH = re.compile(r"\\\*\s*\S+|\\[a-z]+\d*(?:\s+\d+)?", re.IGNORECASE)
_READING_AID = re.compile(r"\\s\\up\s*[\d.]*\s*\((?P<reading>[^()]*)\)\s*[,;]\s*(?P<base>[^()]*)\)", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    """A field that was opened: its instruction so far, and whether its result has begun."""

    code: list[str] = field(default_factory=list)
    in_result: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open, the innermost last."""

    _open: list[_Field] = field(default_factory=list)

    @property
    def in_code(self) -> bool:
        """Whether what stands here is an instruction rather than text."""
        return any(not one.in_result for one in self._open)

    def meet(self, kind: str) -> tuple[str, str]:
        """Meet a sign of a field; at the end of an equation without a result, return its words and its reading aid."""
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].in_result = True
        elif kind == "end" and self._open:
            ended = self._open.pop()
            if not ended.in_result and not self.in_code:
                return _equation("".join(ended.code))
        return "", ""

    def instruct(self, code: str) -> None:
        """Take a part of an instruction; one that stands in no field is nothing."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].code.append(code)

    def end_paragraph(self) -> None:
        """Forget fields whose instruction has not ended with its paragraph: they would swallow the rest of the text."""
        self._open = [one for one in self._open if one.in_result]


def _equation(code: str) -> tuple[str, str]:
    """Return what an equation shows, and the reading aid over it."""
    if not _EQUATION.match(code):
        return "", ""
    aid = _READING_AID.search(code)
    if aid:
        return aid["base"].strip(), aid["reading"].strip()
    shown = _SWITCH.sub(" ", _EQUATION.sub("", code))
    return " ".join(re.sub(r"[(),;\\]", " ", shown).split()), ""
