"""The shape of a speaker's label, and how certain it is that text of this shape is a label."""

import re
from collections.abc import Collection
from enum import Enum, IntEnum
from functools import lru_cache

from transcripts.intake.labels.honorifics import is_rank
from transcripts.intake.labels.offices import is_articled, is_office_in_words, office_phrase, one_of_many
from transcripts.intake.labels.speech_acts import speech_act_of, without_speech_act
from transcripts.intake.lines.chinese import _CHINESE, is_chinese_label
from transcripts.intake.list_words import LIST_WORDS
from transcripts.intake.vocabulary import (
    ANSWERERS,
    CHAIRS,
    CHINESE_HOSTS,
    CHINESE_NOT_LABELS,
    CHINESE_OUTLET_ENDINGS,
    CHINESE_REPORTER,
    CHINESE_ROLE_NOUNS,
    COMPOUND_OFFICES,
    COMPOUND_OUTLETS,
    EVENT_NOUNS,
    FACT_WORDS,
    HONORIFICS,
    INTERPRETERS,
    NAME_PARTICLES,
    NOT_LABELS,
    OUTLET_WORDS,
    QUESTIONERS,
    ROLE_NOUNS,
    SENTENCE_OPENERS,
    SURNAMES,
    THING_NOUNS,
    UNKNOWN_SPEAKERS,
    WEAK_OUTLET_WORDS,
)
from transcripts.text import fold

# Letters with which a name begins, as part of a set: capitals, and those of scripts without them.
CAPITAL = "A-ZÀ-ÞĀ-ŽА-ЯЁ"
NAME_LETTER = rf"{CAPITAL}\u0620-\u064a\uac00-\ud7a3"
ARABIC_ARTICLE = "ال"
_HANGUL = re.compile("[\uac00-\ud7a3]")
# Vowels and accents that stand over letters: “رُبى”.
_OVER_LETTERS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u05b0-\u05c7]")
CACHED_LABELS = 4096  # labels come back again and again on a page
LONGEST_LABEL = 120  # characters; a full title and a name fit, a sentence mostly does not
_WORD = re.compile(r"^(?:[^\W\d_][\w.'’\-–·&/]*\+?|\d{2}(?:st|nd|rd|th)|\d{1,2}|[&/–—\-])$")
_ROUND_TAIL = re.compile(r"\s*\([^()]*\)$")
_BETWEEN = re.compile(r"[,(/]| [–—-] ")  # separators between a name and an outlet in one label
_CHINESE_SENTENCE = re.compile("[，。！？；,!?;我你您他她们們的是了吗嗎呢着著很把被将將请請这這那哪就都也要会會能可]")
_REPORTER_OF = re.compile(
    r"^(?:an? |the )?(?:reporter|correspondent|journalist) (?:from|of|with|for) "
    r"|(?:['’]s)? (?:reporter|correspondent|journalist)$",
    re.IGNORECASE,
)
# "QUESTION ROE", "ZUSATZFRAGE KRÜGER": the part first, then the name.
_ASKER_NAMED = re.compile(
    rf"^(?P<part>[{CAPITAL}]+) (?P<name>[{CAPITAL}][{CAPITAL}.'’\-]+(?: [{CAPITAL}.'’\-]+){{0,2}})$"
)
_CHINESE_TITLED = re.compile(
    "(?P<name>[\u3400-\u9fff]{1,4})(?:女士|先生|小姐|太太|議員|议员|老师|老師|博士|律師|律师|醫生|医生|同志|師傅|师傅)"
)
_CHINESE_SAYS = re.compile("(?:[^小]说|[^小]說|指出|强调|強調|坦言|认为|認為|补充道|補充道|常说|常說)$")
_SALUTATION = re.compile("^(?:各位|尊敬的|亲爱的|親愛的|女士们|女士們|先生们|先生們|朋友们|朋友們|同志们|大家)")
_CHINESE_ANALYST = re.compile("(?:证券|證券|投信|投顾|投顧|基金|资本|資本|资管|資管|银行|銀行)[^，。]{0,8}分析[师師]$")
_PROGRAMME = re.compile("《[^》]{1,20}》$")
_NO_LABEL = re.compile(r"[?!;“”\"…]|\.\.|https?$")
# A full stop inside a label is an abbreviation's, an initial's, a rank's or a domain's.
_STOP_INSIDE = re.compile(r"(?P<word>[^\W_]*)(?<![A-ZА-Я])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})\.\s")
_OUTLET_ENDS = (*COMPOUND_OUTLETS, *(noun for noun in OUTLET_WORDS if _HANGUL.match(noun)))
_OF_OUTLETS = frozenset(("du", "de", "des", "del", "da", "do"))
_KOREAN_OFFICES = tuple(noun for noun in ROLE_NOUNS if _HANGUL.match(noun))
MOST_WORDS = 8  # of a label, particles aside
_NUMBER_TAIL = re.compile(r"\s*\([a-z]{1,3}\)$")
_FACTS = (FACT_WORDS - frozenset(LIST_WORDS)) | NOT_LABELS | THING_NOUNS
_ANSWERS_TITLE = re.compile("就.+答(?:记者|記者)?[问問]$")  # a title: “港口局负责人就《夜航办法》答记者问”
_FULL_NAME = re.compile(
    rf"(?:[{CAPITAL}]\.)?[{NAME_LETTER}][\w’'\-]*\.?(?: (?:[{NAME_LETTER}][\w’'\-]*\.?|de|da|van|von|bin|al|el)){{0,3}}"
    rf" [{NAME_LETTER}][\w’'\-]+"
)
_NUMBERED = re.compile(r"\s*#?\d{1,3}$")
INITIALED = re.compile(rf"(?:[{CAPITAL}]\.){{1,2}}[{NAME_LETTER}][\w’'\-]+")  # “К.Ладыгин”
_NUMBERED_CHINESE = re.compile(r"(?:[问問](?:题|題)?|答|答复|答覆)\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})")
GIVEN_OPENERS = frozenset(("may", "will", "per", "an", "so", "art", "now"))
_UNIT_AND_NAME = re.compile("[\u3400-\u9fff]{3,10} [\u3400-\u9fff]{2,3}")
_GUILLEMETS = re.compile("«([^«»]+)»")
_DEPUTIES = ROLE_NOUNS | {"deputy", "vice", "assistant"}
LONGEST_GIVEN = 3  # words of a name that begins so
_FROM = re.compile(rf"(?P<name>[^,()]{{4,40}}?),? (?:from|with|of) (?:the )?(?P<outlet>[{CAPITAL}][^,()]{{2,40}})")


class Sureness(IntEnum):
    """Certainty, from the shape alone, that a text is a label."""

    NONE = 0
    SINGLE = 1  # one capitalised word
    NAME = 2  # has the shape of a name
    STRONG = 3


class Shape(Enum):
    """The shape of a label's words; each member's value states how sure a label it makes."""

    NONE = ("none", Sureness.NONE)
    SINGLE = ("single", Sureness.SINGLE)
    NAME = ("name", Sureness.NAME)
    CAPITALS = ("capitals", Sureness.STRONG)
    HONORIFIC = ("honorific", Sureness.STRONG)
    OFFICE = ("office", Sureness.STRONG)
    OUTLET = ("outlet", Sureness.STRONG)
    KNOWN = ("known", Sureness.STRONG)
    PART = ("part", Sureness.STRONG)

    @property
    def sureness(self) -> Sureness:
        """Certainty that the shape is a label's."""
        return self.value[1]


def shape_of(label: str, known: Collection[str] = ()) -> Shape:
    """Return the shape of `label` (without its colon) as a speaker's label."""
    label = label.strip()
    shape = _shape_by_itself(label)
    if not known or shape is Shape.PART or len(label) > LONGEST_LABEL:
        return shape
    if key_of(label) in known:
        return Shape.KNOWN
    if shape in (Shape.NAME, Shape.SINGLE) and not is_chinese_label(label):
        first, _, after = without_speech_act(label).partition(",")
        return Shape.KNOWN if key_of(first) in known or key_of(after) in known else shape
    return shape


@lru_cache(maxsize=CACHED_LABELS)
def key_of(label: str) -> str:
    """Return `label` as it is compared with others."""
    return fold(label)


@lru_cache(maxsize=CACHED_LABELS)
def _shape_by_itself(label: str) -> Shape:
    """Return the shape of a label, without a list of participants."""
    label = _OVER_LETTERS.sub("", label).replace("،", ",")
    if len(label) > LONGEST_LABEL or not key_of(label) or key_of(label) in NOT_LABELS or _ANSWERS_TITLE.search(label):
        return Shape.NONE
    if is_generic(label):  # “a second reporter” comes back, or is part of a sentence
        return Shape.SINGLE if one_of_many(fold(label)) else Shape.PART
    if _is_fact_twice(label):
        return Shape.NONE
    core = _REPORTER_OF.sub("", without_speech_act(label))
    if asker_named(label):
        return Shape.PART
    if _CHINESE.search(core):
        return Shape.PART if speech_act_of(label) else _chinese_shape(core)
    return Shape.OFFICE if label[:1].isupper() and is_articled(core) else _western_shape(label, core)


@lru_cache(maxsize=CACHED_LABELS)
def generic_core(label: str) -> str:
    """Return `label` folded, without number, brackets and full stop: "Reporter 2 (off mic)." is "reporter"."""
    core = fold(without_speech_act(label))
    if _NUMBERED_CHINESE.fullmatch(core):
        return core[0]
    core = _NUMBERED.sub("", core).strip(" .").removeprefix("the ")
    return one_of_many(core) or core


def asker_named(label: str) -> str:
    """Return the name after the word for a questioner: "QUESTION ROE"; nothing for other labels."""
    match = _ASKER_NAMED.match(label) if len(label) <= LONGEST_LABEL else None
    if not match or fold(match["part"]) not in QUESTIONERS or fold(match["name"]) in EVENT_NOUNS | THING_NOUNS:
        return ""  # “PRESS CONFERENCE” is no questioner called so
    return match["name"]


def from_outlet(label: str) -> tuple[str, str] | None:
    """Part “Ana Ruiz from Radio Costa” into the name and the outlet; None for other labels."""
    match = _FROM.fullmatch(label) if len(label) <= LONGEST_LABEL else None
    if not match or not is_full_name(match["name"]) or has_role(match["name"]) or has_role(match["outlet"]):
        return None
    stated = is_outlet(match["outlet"]) or " from " in label
    capital = all(word[0].isupper() or fold(word) in NAME_PARTICLES for word in match["outlet"].split())
    return (match["name"], match["outlet"]) if stated and capital else None


@lru_cache(maxsize=CACHED_LABELS)
def is_generic(label: str) -> bool:
    """Return whether `label` names a part in the conversation and nobody in particular."""
    core = generic_core(label)
    return any(core in table for table in (QUESTIONERS, ANSWERERS, CHAIRS, INTERPRETERS, UNKNOWN_SPEAKERS))


@lru_cache(maxsize=CACHED_LABELS)
def name_words(label: str) -> tuple[str, ...]:
    """Return the words of `label` folded, without full stops and commas."""
    return tuple(word.strip(".,;") for word in fold(label).replace("’", "'").split() if word.strip(".,;"))


def has_honorific(label: str) -> bool:
    """Return whether `label` begins with Mr, Ms, a rank and the like."""
    words = name_words(label.casefold().removeprefix("the "))
    if len(words) > 2 and words[1] in HONORIFICS and is_acronym(label.split(maxsplit=1)[0]):
        return True  # "DPS USEC. ROE": the unit before the rank
    return len(words) > 1 and words[0] in HONORIFICS


@lru_cache(maxsize=CACHED_LABELS)
def has_role(label: str) -> bool:
    """Return whether one of the words of `label` names an office."""
    if _CHINESE.search(label):
        folded = fold(label)
        return any(noun in folded for noun in CHINESE_ROLE_NOUNS)
    words = name_words(label)
    if _HANGUL.search(label):
        return any(word.endswith(noun) for word in words for noun in _KOREAN_OFFICES)
    if any(len(word) > len(noun) and word.endswith(noun) for word in words for noun in COMPOUND_OFFICES):
        return True  # “Hafendirektorin”
    if len(words) > 1 and office_phrase(" ".join(words)):
        return True
    return any(
        word in ROLE_NOUNS or word.rpartition("-")[2] in ROLE_NOUNS or word.removeprefix(ARABIC_ARTICLE) in ROLE_NOUNS
        for word in words
    )


@lru_cache(maxsize=CACHED_LABELS)
def is_outlet(label: str) -> bool:
    """Return whether `label` alone shows that it names a news outlet."""
    folded = fold(label)
    if _CHINESE.search(label):
        if _CHINESE_ANALYST.search(folded):
            return True
        named = any(len(folded.partition(word)[2]) <= 4 for word in CHINESE_REPORTER if word in folded)
        return named or (folded.endswith(CHINESE_OUTLET_ENDINGS) and len(folded) > 2)
    words = [word.removesuffix("'s") for word in name_words(label)]
    if words and words[-1].endswith(_OUTLET_ENDS):
        return True
    telling = [word for word in words if word in OUTLET_WORDS or re.fullmatch(r"[\w\-]+\.(com|cn|net|org|tv|hk)", word)]
    if telling and all(word in WEAK_OUTLET_WORDS for word in telling) and words[-1] not in telling:
        telling = []  # "Sun Yaming" is a person
    if any(word not in WEAK_OUTLET_WORDS for word in telling):
        # "Press Secretary Roe" is no outlet, "Chief Executive Magazine" is.
        return words[-1] in telling or not any(word in ROLE_NOUNS - OUTLET_WORDS for word in words)
    return bool(telling and len(words) > 1 and not has_role(label)) or is_acronym(label)


def is_full_name(text: str) -> bool:
    """Return whether `text` has the shape of given names and a surname, and no honorific or office: "Joan Pike"."""
    text = _OVER_LETTERS.sub("", text)
    return bool(_FULL_NAME.fullmatch(text)) and not (has_honorific(text) or has_role(text) or is_outlet(text))


def names_somebody(label: str) -> bool:
    """Return whether a label is a full name, alone or before a comma or a bracket: “Jo Roe, Evening Courier”."""
    return is_full_name(_ROUND_TAIL.sub("", label).partition(",")[0])


def is_acronym(label: str) -> bool:
    """Return whether `label` is one word of two to six capitals: CCTV, NHK."""
    return bool(re.fullmatch(r"[A-Z][A-Z0-9\-]{1,6}", label.strip())) and fold(label) not in HONORIFICS | ROLE_NOUNS


@lru_cache(maxsize=CACHED_LABELS)
def is_capitals(label: str) -> bool:
    """Return whether all letters of `label` are capitals (a Mc or an honorific aside)."""
    letters = [char for char in re.sub(r"\b(?:Mc|Mac|M[rs]s?\.?|Dr\.?)(?=\W|[A-Z])", "", label) if char.isalpha()]
    return bool(letters) and all(char.isupper() for char in letters)


def _western_shape(label: str, core: str) -> Shape:
    """Return the shape of a label in Latin (or another cased) script."""
    core = _GUILLEMETS.sub(r"\1", core)  # “Газета «Причал»”
    words = core.replace(",", " ").replace("(", " ").replace(")", " ").split()
    if not words or _is_phrase(core):
        return Shape.NONE
    particles = NAME_PARTICLES | {"to"} if has_role(core) else NAME_PARTICLES
    if any(fold(word) in _OF_OUTLETS for word in words) and words[0][0].isupper() and is_outlet(core):
        # “Le Courrier du soir”: the last word of a paper's name may be in small letters
        words = [word for at, word in enumerate(words) if not (at and fold(words[at - 1]) in _OF_OUTLETS)] or words
    main = [word for word in words if fold(word) not in particles]
    first, _, after = core.partition(",")
    # "Mr. Name, minister for ferries": what follows the comma may be in lower case.
    beside = (
        bool(after) and (has_honorific(core) or has_role(after) or is_rank(after)) and _has_name_shape(first.split())
    )
    named = is_full_name(first) and is_outlet(after.strip()) and not is_rank(after) and len(words) <= MOST_WORDS
    if (after and named) or from_outlet(core):
        return Shape.OUTLET  # “Jeanne Piquet, Le Courrier du soir”
    if not beside and (not main or not all(_is_label_word(word) for word in main) or len(main) > MOST_WORDS):
        return Shape.NAME if is_office_in_words(core) else Shape.NONE
    if beside or has_honorific(core):
        return Shape.OFFICE if beside and has_role(after) else Shape.HONORIFIC
    if is_capitals(core) and len(core) > 1 and (len(main) > 1 or is_acronym(core) or has_role(core)):
        return Shape.CAPITALS
    one = len(words) == 1 and not INITIALED.fullmatch(core)
    return _shape_by_words(label, core, main) or (Shape.SINGLE if one else Shape.NAME)


def halves_of(word: str) -> list[str]:
    """Return the words of a fact that is named twice, or in both numbers: “DATE/FECHA”, “principal(s)”."""
    halves = [half.strip() for half in word.split("/")] if "/" in word else [word]
    forms = [form for half in halves for form in (_NUMBER_TAIL.sub("", half).strip(), half.replace("(s)", "s"))]
    return list(dict.fromkeys(form for form in forms if form != word))


def _is_fact_twice(label: str) -> bool:
    """Return whether a label is a fact in two languages: “SUBJECT/SUJET”, and no part in the conversation."""
    words = halves_of(fold(label)) if "/" in label else []
    return not any(is_generic(word) for word in words) and any(word in _FACTS for word in words)


def _is_phrase(core: str) -> bool:
    """Return whether a label's words are those of a sentence, of a thing, or of a page's frame."""
    folded = name_words(core)
    if not folded or fold(core) in NOT_LABELS or _NO_LABEL.search(core):
        return True
    if any(fold(stop["word"]) not in HONORIFICS for stop in _STOP_INSIDE.finditer(core)):
        return True
    is_named = (
        has_honorific(core) or _is_named_so(core, folded) or INITIALED.fullmatch(core.replace(". ", ".")) is not None
    )
    opens_sentence = folded[0] in SENTENCE_OPENERS and not is_named  # “И. Долматова” has an initial
    return opens_sentence or folded[-1] in EVENT_NOUNS or (folded[-1] in THING_NOUNS and not is_outlet(core))


def _is_named_so(core: str, words: tuple[str, ...]) -> bool:
    """Return whether a word that may open a sentence opens a name or an office: “Will Moss”, “First Minister”."""
    if words[0] in ("first", "second", "third") and not _DEPUTIES.isdisjoint(words[1:2]):
        return True
    named = words[0] in GIVEN_OPENERS and 1 < len(words) <= LONGEST_GIVEN and bool(_FULL_NAME.fullmatch(core))
    return words[0] == "may" or named


def _shape_by_words(label: str, core: str, main: list[str]) -> Shape | None:
    """Return the shape by the words of an outlet or an office; None when there are none."""
    if is_outlet(core) or any(is_outlet(part.strip(" )")) for part in _BETWEEN.split(label)):
        return Shape.OUTLET
    if has_role(core) and len(main) < MOST_WORDS:
        in_one = name_words(core)[0] in ROLE_NOUNS or bool(_HANGUL.search(core))  # “항만국장”
        return Shape.OFFICE if len(main) > 1 or in_one else Shape.NAME
    return None


def _is_label_word(word: str) -> bool:
    """Return whether a word of a label looks as one: capitalised, a figure, or a brand such as iFeng."""
    if not _WORD.match(word.strip(".")):
        return False
    return (
        word[0].isupper()
        or word[0].isdigit()
        or not word[0].isascii()
        or bool(re.match(r"[a-z]{1,2}[A-Z]|[\w\-]+\.(?:com|cn|net)", word))
        or word in "&/-"
    )


def _has_name_shape(words: list[str]) -> bool:
    return bool(words) and all(_is_label_word(word) or fold(word) in NAME_PARTICLES for word in words)


def is_titled_chinese(folded: str) -> bool:
    """Return whether a Chinese label is a surname, or a name, with its honorific: “陳望海議員”, “罗老师”."""
    match = _CHINESE_TITLED.fullmatch(folded)
    return bool(match) and match["name"][0] in SURNAMES and not _CHINESE_SENTENCE.search(match["name"])  # type: ignore[index]


def _chinese_shape(core: str) -> Shape:  # noqa: PLR0911  (a ladder of rules)
    """Return the shape of a Chinese label: an outlet's or a reporter's, an office and a name, or a short name."""
    core = _PROGRAMME.sub("", core) or core  # “海州电视台《早安海州》”
    folded = fold(core).replace(" ", "")
    if folded in CHINESE_NOT_LABELS or len(folded) > 40 or _SALUTATION.match(folded):
        return Shape.NONE
    if folded.endswith(CHINESE_HOSTS) and len(folded) <= 20:
        return Shape.OFFICE
    if _CHINESE_SAYS.search(folded):
        return Shape.NONE  # reported speech: “市长说：”
    if is_titled_chinese(folded):
        return Shape.HONORIFIC
    reporter = re.search(r"(?:记者|記者)[\u3400-\u9fff]{0,4}$|^フリー(?:ランス|ジャーナリスト).{0,6}$", folded)
    if reporter or (is_outlet(core) and len(folded) <= 20):
        return Shape.NONE if re.search("[，。！？；,!?;我你您]", core) else Shape.OUTLET
    if _CHINESE_SENTENCE.search(folded.replace("、", "")) and not has_role(core):
        return Shape.NONE
    if re.search("^以下|[，。！？；,!?;：我你您是的了]", core):
        return Shape.NONE
    spaced = core.rpartition(" ")[0]
    if spaced and len(folded) <= 20 and is_outlet(spaced):
        return Shape.OUTLET
    if has_role(core) or (spaced and is_generic(spaced)):
        return Shape.OFFICE
    if _UNIT_AND_NAME.fullmatch(core) and core.rpartition(" ")[2][0] in SURNAMES:
        return Shape.NAME  # “青年航天 何小川”
    letters = folded.replace("·", "")
    if re.fullmatch(r"[\u3400-\u9fff]+", letters) and 2 <= len(letters) <= (12 if "·" in folded else 4):
        return Shape.NAME
    return Shape.NONE
