"""What a speaker's label looks like, and how sure one can be that a line's opening is one."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from transcripts.intake.lines import Line
from transcripts.intake.vocabulary import (
    ANSWERERS,
    CHAIRS,
    CHINESE_NOT_LABELS,
    CHINESE_OUTLET_ENDINGS,
    CHINESE_REPORTER,
    CHINESE_ROLE_NOUNS,
    HONORIFICS,
    INTERPRETERS,
    NAME_PARTICLES,
    OUTLET_WORDS,
    QUESTIONERS,
    ROLE_NOUNS,
    SENTENCE_OPENERS,
    THING_NOUNS,
    UNKNOWN_VOICES,
    WEAK_OUTLET_WORDS,
)
from transcripts.text import fold

CACHED_LABELS = 4096  # labels come back again and again on a page
LONGEST_LABEL = 120  # characters; a full title and a name fit, a sentence mostly does not
_TIME_CODE = r"[\[(（]?\d{1,2}:\d{2}(?::\d{2})?[\])）]?"
_LEADING_CODE = re.compile(rf"^{_TIME_CODE}\s+(?=\D)")
_TRAILING_CODE = re.compile(rf"\s*{_TIME_CODE}$")
_CODED_NAME = re.compile(r"^(?P<label>[^:：]{2,60}?)\s*[\[(（]?\d{1,2}:\d{2}(?::\d{2})?[\])）]?$")
_BRACKETED = re.compile(
    r"^(?:【(?P<thick>[^】]{1,40})】\s*[:：]?|\[(?P<square>[^\]]{1,40})\]\s*[:：]|〔(?P<shell>[^〕]{1,40})〕\s*[:：]?)\s*(?P<rest>.*)$"
)
_BARE_LETTER = re.compile(r"^(?P<label>[QA])\.?\s+(?P<rest>[A-Z0-9“\"‘'(\[—–…].*)$")
_COLON = re.compile(r"[:：]")
_MARKDOWN = re.compile(r"^\*{1,3}(.+?)\*{1,3}(\s*[:：]?)|^\*{1,3}(.+?[:：])\*{1,3}")
_WORD = re.compile(r"^(?:[^\W\d_][\w.'’\-–·&]*|\d{2}(?:st|nd|rd|th)|\d{1,2}|&|/)$")
_BRACKET_TAIL = re.compile(r"\s*[(（][^()（）]*[)）]$")
_CHINESE = re.compile("[\u3400-\u9fff]")
_CHINESE_SENTENCE = re.compile("[，。！？；,!?;我你您他她们們的是了吗嗎呢着著很把被将將请請这這那哪就都也要会會能可]")
_REPORTER_OF = re.compile(
    r"^(?:an? |the )?(?:reporter|correspondent|journalist) (?:from|of|with|for) "
    r"|(?:['’]s)? (?:reporter|correspondent|journalist)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*#?\d{1,3}$")


class Sureness(IntEnum):
    """How sure the shape of a label alone makes one that it is one."""

    NONE = 0
    SINGLE = 1  # one capitalised word
    NAME = 2  # has the shape of a name
    STRONG = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A label that opens a turn on a line. `rest` are the words after it; `own_line` when there are none."""

    label: str
    rest: str
    sureness: Sureness

    @property
    def own_line(self) -> bool:
        """Whether the label stands alone on its line."""
        return not self.rest

    @property
    def key(self) -> str:
        """The label as it is compared with others."""
        return fold(self.label)


def read_mark(line: Line, known: Collection[str] = ()) -> Mark | None:
    """Return the label that `line` seems to open with. `known` are folded names that are surely people's."""
    text = _MARKDOWN.sub(lambda match: (match[1] or "") + (match[2] or "") + (match[3] or ""), line.text)
    text = _LEADING_CODE.sub("", text)
    bracketed = _BRACKETED.match(text)
    if bracketed:
        label = bracketed["thick"] or bracketed["square"] or bracketed["shell"]
        sureness = sureness_of(label, known)
        # Brackets and a colon are a mark of their own: a name's shape is enough.
        return Mark(label.strip(), bracketed["rest"], Sureness.STRONG) if sureness >= Sureness.SINGLE else None
    bare = _BARE_LETTER.match(text)
    if bare and (bare["label"] == "Q" or line.spread):
        return Mark(bare["label"], bare["rest"], Sureness.STRONG)
    for colon in _COLON.finditer(text[: LONGEST_LABEL + 12]):
        before, after = text[: colon.start()], text[colon.end() :]
        if before[-1:].isdigit() and after[:1].isdigit():
            continue  # a time of day, or a ratio
        if after.startswith("//") or not before:
            return None
        label = _TRAILING_CODE.sub("", before).strip()
        rest = re.sub(rf"^\s*{_TIME_CODE}(?=\s|$)", "", after).strip()
        sureness = sureness_of(label, known)
        return Mark(label, rest, sureness) if sureness else None
    coded = _CODED_NAME.match(text)
    if coded and sureness_of(coded["label"], known) >= Sureness.NAME:
        return Mark(coded["label"].strip(), "", Sureness.STRONG)
    return None


def sureness_of(label: str, known: Collection[str] = ()) -> Sureness:
    """Say how much `label` (without its colon) looks like a speaker's label."""
    label = label.strip()
    folded = fold(label)
    if not folded or len(label) > LONGEST_LABEL:
        return Sureness.NONE
    if folded in known or is_generic(label):
        return Sureness.STRONG
    core = _REPORTER_OF.sub("", _BRACKET_TAIL.sub("", label).strip())
    if _CHINESE.search(core):
        return _chinese_sureness(core)
    return _western_sureness(label, core, known)


@lru_cache(maxsize=CACHED_LABELS)
def generic_core(label: str) -> str:
    """Return `label` folded, without number, brackets and full stop: "Reporter 2 (off mic)." is "reporter"."""
    core = _BRACKET_TAIL.sub("", label).strip()
    core = _NUMBERED.sub("", fold(core)).strip(" .")
    return core.removeprefix("the ")


def is_generic(label: str) -> bool:
    """Say whether `label` names a part in the conversation and nobody in particular."""
    core = generic_core(label)
    return any(core in table for table in (QUESTIONERS, ANSWERERS, CHAIRS, INTERPRETERS, UNKNOWN_VOICES))


@lru_cache(maxsize=CACHED_LABELS)
def name_words(label: str) -> tuple[str, ...]:
    """Return the words of `label` folded, without full stops and commas."""
    return tuple(word.strip(".,;") for word in fold(label).replace("’", "'").split() if word.strip(".,;"))


def has_honorific(label: str) -> bool:
    """Say whether `label` begins with Mr, Ms and the like."""
    words = name_words(label)
    return len(words) > 1 and words[0] in HONORIFICS


@lru_cache(maxsize=CACHED_LABELS)
def has_role(label: str) -> bool:
    """Say whether one of the words of `label` names an office."""
    if _CHINESE.search(label):
        return any(noun in fold(label) for noun in CHINESE_ROLE_NOUNS)
    return any(word in ROLE_NOUNS or word.rpartition("-")[2] in ROLE_NOUNS for word in name_words(label))


@lru_cache(maxsize=CACHED_LABELS)
def is_outlet(label: str) -> bool:
    """Say whether `label` alone shows that it names a news outlet."""
    folded = fold(label)
    if _CHINESE.search(label):
        named = any(len(folded.partition(word)[2]) <= 4 for word in CHINESE_REPORTER if word in folded)
        return named or (folded.endswith(CHINESE_OUTLET_ENDINGS) and len(folded) > 2)
    words = [word.removesuffix("'s") for word in name_words(label)]
    telling = [word for word in words if word in OUTLET_WORDS or re.fullmatch(r"[\w\-]+\.(com|cn|net|org|tv|hk)", word)]
    if any(word not in WEAK_OUTLET_WORDS for word in telling):
        # "Press Secretary Roe" is no outlet, "Chief Executive Magazine" is.
        return words[-1] in telling or not any(word in ROLE_NOUNS - OUTLET_WORDS for word in words)
    return bool(telling and len(words) > 1 and not has_role(label)) or is_acronym(label)


def is_acronym(label: str) -> bool:
    """Say whether `label` is one word of two to six capitals: CCTV, NHK."""
    return bool(re.fullmatch(r"[A-Z][A-Z0-9\-]{1,6}", label.strip())) and fold(label) not in HONORIFICS | ROLE_NOUNS


def is_capitals(label: str) -> bool:
    """Say whether all letters of `label` are capitals (a Mc or an honorific aside)."""
    letters = [char for char in re.sub(r"\b(?:Mc|Mac|M[rs]s?\.?|Dr\.?)(?=\W|[A-Z])", "", label) if char.isalpha()]
    return bool(letters) and all(char.isupper() for char in letters)


def is_chinese_label(label: str) -> bool:
    """Say whether `label` holds a Chinese character."""
    return bool(_CHINESE.search(label))


def _western_sureness(  # noqa: PLR0911  (a ladder of rules; the first that knows decides)
    label: str, core: str, known: Collection[str]
) -> Sureness:
    """Judge a label in Latin (or another cased) script."""
    words = core.replace(",", " ").replace("(", " ").replace(")", " ").split()
    if not words or re.search(r"[?!;“”\"…]|\.\.|https?$", core):
        return Sureness.NONE
    # A full stop inside a label is an abbreviation's, an initial's or a domain's.
    if re.search(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\bProf)(?<!\bHon)\.\s", core):
        return Sureness.NONE
    honorific, role = has_honorific(core), has_role(core)
    folded = name_words(core)
    main = [word for word in words if fold(word) not in NAME_PARTICLES]
    if folded[0] in SENTENCE_OPENERS and not (honorific or folded[0] == "may"):
        return Sureness.NONE
    if folded[-1] in THING_NOUNS and not is_outlet(core):
        return Sureness.NONE
    first, _, after = core.partition(",")
    if after and (honorific or has_role(after)) and _has_name_shape(first.split()):
        return Sureness.STRONG  # "Mr. Name, minister for ferries": what follows the comma may be in lower case
    if not main or not all(_is_label_word(word) for word in main) or len(main) > 8:
        return Sureness.NONE
    if honorific or (is_capitals(core) and len(core) > 1 and (len(main) > 1 or is_acronym(core) or role)):
        return Sureness.STRONG
    if is_outlet(core) or any(is_outlet(part.strip(" )")) for part in re.split("[,(]", label)):
        return Sureness.STRONG
    if role and len(main) <= 7:
        return Sureness.STRONG if len(main) > 1 or folded[0] in ROLE_NOUNS else Sureness.NAME
    if {fold(first.strip()), fold(after.strip())} & set(known):
        return Sureness.STRONG
    if len(main) == 1:
        return Sureness.SINGLE if len(words) == 1 else Sureness.NAME
    return Sureness.NAME


def _is_label_word(word: str) -> bool:
    """Say whether a word of a label looks as one: capitalised, a figure, or a brand such as iFeng."""
    if not _WORD.match(word.strip(".")):
        return False
    return (
        word[0].isupper()
        or word[0].isdigit()
        or not word[0].isascii()
        or bool(re.match(r"[a-z]{1,2}[A-Z]|[\w\-]+\.(?:com|cn|net)", word))
        or word in "&/"
    )


def _has_name_shape(words: list[str]) -> bool:
    return bool(words) and all(_is_label_word(word) or fold(word) in NAME_PARTICLES for word in words)


def _chinese_sureness(core: str) -> Sureness:  # noqa: PLR0911  (a ladder of rules)
    """Judge a Chinese label: an outlet's or a reporter's, an office and a name, or a short name."""
    folded = fold(core).replace(" ", "")
    if folded in CHINESE_NOT_LABELS or len(folded) > 40:
        return Sureness.NONE
    reporter = re.search(r"(?:记者|記者)[\u3400-\u9fff]{0,4}$", folded)
    if reporter or (is_outlet(core) and len(folded) <= 20):
        return Sureness.NONE if re.search("[，。！？；,!?;我你您]", core) else Sureness.STRONG
    if _CHINESE_SENTENCE.search(folded.replace("、", "")) and not has_role(core):
        return Sureness.NONE
    if re.search("^以下|[，。！？；,!?;：我你您是的了]", core):
        return Sureness.NONE
    spaced = core.rpartition(" ")[0]
    if has_role(core) or (spaced and is_generic(spaced)):
        return Sureness.STRONG
    letters = folded.replace("·", "")
    if re.fullmatch(r"[\u3400-\u9fff]+", letters) and 2 <= len(letters) <= (12 if "·" in folded else 4):
        return Sureness.NAME
    return Sureness.NONE
