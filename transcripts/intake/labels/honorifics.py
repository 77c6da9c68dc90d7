"""Honorifics and ranks before a name, and letters behind it."""

import re

from transcripts.intake.vocabulary import HONORIFICS, RANKS, SERVICES, SURNAMES

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


_LETTERS_AFTER = re.compile(
    r"(?:,? (?:MPP?|MLA|MLC|MHA|MSP|MEP|TD|JP|KC|QC|SC|AC|AM|AO|OAM|PSM|CVO|CMG|DSO|DSC|OBE|CBE|MBE|KBE|DBE|GBS|SBS"
    r"|PhD|Ph\.D\.|MD|M\.D\.|MPH|RN|FRS|Esq\.?|USN|USA|USMC|USAF|USCG))+$"
)


# Behind a whole Chinese name: “刘敏医生”; behind a surname alone it is part of the label.
_CHINESE_AFTER = re.compile(
    "(?<=[\u3400-\u9fff]{2})(?:先生|女士|小姐|太太|同志|博士|医生|醫生|老师|老師|[大上中少][校将將尉])$"
)
_CHINESE_RANK_AFTER = re.compile(
    "(?<=[\u3400-\u9fff]{2})(?:教授|院士|议员|議員|法官|律师|律師|(?:高级|總|总|高級)?督察|警司|医师|醫師|护士|護士"
    "|[一二三]级警[监督司员])$"
)
# “И.Кальдер”
_GLUED_INITIAL = re.compile(r"(?<=(?<![\w.])[^\W\d_])\.(?=[^\W\d_]{3})|(?<=\.[^\W\d_])\.(?=[^\W\d_]{3})")
MOST_HONORIFICS = 3  # before one name: the Hon Dr …


def strip_honorific(name: str) -> str:
    """Return `name` without Mr, Ms and the like, and without the unit before a rank: "DPS USEC. ROE"."""
    name = _UNIT_BEFORE.sub("", name.strip())
    for _ in range(MOST_HONORIFICS):
        name = _HONORIFIC.sub("", name).strip()
    return _LETTERS_AFTER.sub("", name) if name.count(" ") > 1 else name


def strip_chinese_honorific(name: str, *, alone: bool = False) -> str:
    """Return a Chinese name without what stands behind it: “刘敏医生”, “陈国栋上校”.

    With `alone`, nothing but a name is before it: there a rank that is an office as well goes too, “陈国栋教授”.
    """
    name = _CHINESE_AFTER.sub("", name)
    return _CHINESE_RANK_AFTER.sub("", name) if alone and name[:1] in SURNAMES else name


def is_rank(text: str) -> bool:
    """Return whether what stands behind a name is a rank, with the service or without: “Capt.”, “Lt. Col., USAF”."""
    words = re.findall(r"\w+", text.casefold())
    return any(word in RANKS for word in words) and all(word in RANKS or word in SERVICES for word in words)


def with_spaces(label: str) -> str:
    """Return `label` with a space behind each initial: “И.Кальдер”."""
    return _GLUED_INITIAL.sub(". ", label)
