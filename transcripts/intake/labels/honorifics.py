"""Honorifics and ranks before a name, and letters behind it."""

import re

from transcripts.intake.vocabulary import HONORIFICS

_HONORIFIC = re.compile(
    r"^(?:(?:"
    + "|".join(HONORIFICS)
    + r"|the hon|the right hon|the rt hon|rt hon|rear adm|vice adm|lt gen|maj gen|brig gen)\b\.?"
    r"|H\.\s?E\.|Hon\.|the honou?rable)\s+",
    re.IGNORECASE,
)


# An initial in the middle of a name is no rank: “Ines M. Calder”.
_RANKS = "|".join(word for word in HONORIFICS if len(word) > 1)
_UNIT_BEFORE = re.compile(rf"^(?-i:[A-Z]{{2,6}}) (?=(?:{_RANKS})\b\.?\s)", re.IGNORECASE)


_LETTERS_AFTER = re.compile(r" (?:MP|MLA|MSP|KC|QC|AM|AO|OBE|CBE|MBE|PhD|MD)$")


MOST_HONORIFICS = 3  # before one name: the Hon Dr …


def strip_honorific(name: str) -> str:
    """Return `name` without Mr, Ms and the like, and without the unit before a rank: "DPS USEC. ROE"."""
    name = _UNIT_BEFORE.sub("", name.strip())
    for _ in range(MOST_HONORIFICS):
        name = _HONORIFIC.sub("", name).strip()
    return _LETTERS_AFTER.sub("", name) if name.count(" ") > 1 else name
