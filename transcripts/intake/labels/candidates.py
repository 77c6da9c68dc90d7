"""Label candidates at the start of a line, set off by a colon, brackets, a letter, type or a time code."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import Enum, auto

from transcripts.intake.labels.offices import is_office_in_words
from transcripts.intake.labels.part_labels import part_named
from transcripts.intake.labels.shapes import (
    CAPITAL,
    LONGEST_LABEL,
    NAME_LETTER,
    Shape,
    Sureness,
    generic_core,
    has_role,
    is_capitals,
    is_full_name,
    is_generic,
    key_of,
    name_words,
    names_somebody,
    shape_of,
)
from transcripts.intake.language_words import any_of, words_for
from transcripts.intake.lines.chinese import ONE_EACH, is_chinese_label
from transcripts.intake.lines.dates import find_dates
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.lines.paragraphs import is_section
from transcripts.intake.vocabulary import CHAIRS, CHINESE_OUTLET_ENDINGS, CHINESE_ROLE_NOUNS, SURNAMES, THING_NOUNS

_TIME_CODE = r"[\[(（]?\d{1,2}:\d{2}(?::\d{2})?[\])）]?"
_LEADING_CODE = re.compile(rf"^(?:{_TIME_CODE}\s+|[\[(（]\d{{1,2}}:\d{{2}}(?::\d{{2}})?[\])）])(?=\D)")
_HALF_OF_DAY = re.compile(r"[ap]\.?\s?m\b", re.IGNORECASE)
# Not the end of a word, “Q20:08”; where no space parts words, a code may stand right behind one.
_TRAILING_CODE = re.compile(rf"(?:\s+|(?=[\[(（])|(?<![^\W{ONE_EACH}])){_TIME_CODE}$")
_CODED_NAME = re.compile(
    rf"^(?P<label>[^:：]{{2,60}}?)\s*(?:[\[(（]|(?<![^\W{ONE_EACH}]))\d{{1,2}}:\d{{2}}(?::\d{{2}})?[\])）]?$"
)
_BRACKETED = re.compile(
    r"^(?:【(?P<thick>[^】]{1,40})】\s*[:：]?|\[(?P<square>[^\]]{1,40})\](?:\s*[:：]|(?=.*\[\d{1,2}:\d{2}\]$))|〔(?P<shell>[^〕]{1,40})〕\s*[:：]?)\s*(?P<rest>.*)$"
)
_ROUND_COLON = re.compile(r"\((?P<label>[^()]{4,80}, [^()]{2,60})\)\s*[:：]\s*(?P<rest>\S.*)")  # “(Jo Roe, Post):”
_ROUND_ALONE = re.compile(r"^[(（](?P<label>[^()（）]{1,20}(?:[(（][^()（）]{1,20}[)）])?)[)）]$")
# “（大臣）足りないという声があれば …”, “大臣）おはようございます”, “<교통국장 윤서준>”
_ROUND_BEFORE = re.compile(r"^[(（]?(?P<label>[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{1,10})[)）]\s*(?P<rest>\S.*)$")
_ANGLED_ALONE = re.compile(r"^[<〈＜](?P<label>[^<>〈〉＜＞:：]{2,40})[>〉＞]$")
# “[常宏]”, “[长河日报]” alone on a line
_SQUARE_ALONE = re.compile(r"^[\[【](?P<label>[\u3400-\u9fff·《》 ]{2,24})[\]】]$")
# “[MODERATOR] Good morning.”, “<Ines Calder> …”, “〈윤서준 국장〉 …”
_SQUARE = re.compile(r"^[\[<〈＜](?P<label>[^\]<>〈〉＜＞:：]{2,40})[\]>〉＞]\s+(?P<rest>\S.*)$")
SOUNDS = re.compile(
    r"laugh|applau|crosstalk|inaudib|music|pause|recess|video|audio|cheer|end\b|begin|break"
    r"|slide|off[- ](?:mic|mike|camera)|through|speak|interpret|translat|phone|noise|silence|overlap|redacted"
    r"|unclear|foreign",
    re.IGNORECASE,
)
_BARE_LETTER = re.compile(r"^(?P<label>[QA])[.)/]?\s+(?:[-–—]{1,2}\s+)?(?P<rest>[A-Z0-9“\"‘'(\[—–…\-].*)$")
_NUMBERED_LETTER = re.compile(r"^(?P<label>[QA]\d{1,3}(?:\s?\([^()]{1,20}\))?)\s*[.:：]\s+(?P<rest>\S.*)$")
_PART_IN_ROUND = re.compile(
    r"^[(（](?P<label>[QA]|Question|Answer|QUESTION|ANSWER|问|問|答|记者|記者)[)）]\s*[:：]?\s*(?P<rest>\S.*)$"
)
_PARTS = any_of(
    {"question", "answer", "moderator", "reporter", "journalist", "interviewer"}
    | {
        word
        for key in ("asks", "answers", "leads")
        for word in words_for("labels", key)
        if re.fullmatch(r"[^\W\d_]{4,}", word) and word[0] < "\u0500"
    }
)
# "Question. How long …?", "Moderator – Good morning.", "Question (Jo Marsh, Evening Courier). When?"
_PART_STOPPED = re.compile(
    rf"^(?P<label>(?i:{_PARTS})(?: \d{{1,2}})?)\s?(?:[.–—-]\s+(?P<rest>[{CAPITAL}¿“\"].*)|"
    rf"(?P<who>\([^()]{{2,80}}\))\s?[.:–—-]?\s+(?P<words>[{CAPITAL}0-9¿“\"].*))$"
)
# "Vors. Moss: Guten Tag"
_CHAIR_STOPPED = re.compile(
    rf"^(?P<label>(?P<part>[{CAPITAL}][^\W\d_]{{1,12}})\. [{CAPITAL}][\w’'\-]+(?: [{CAPITAL}][\w’'\-]+)?)"
    r"\s?:\s+(?P<rest>\S.*)$"
)
# "Q (Jo Marsh, Evening Courier)" alone on a line
_PART_ALONE = re.compile(rf"^(?:Q|A|(?i:{_PARTS}))(?: \d{{1,2}})? ?[(（][^()（）]{{2,80}}[)）]$")
# "Ines Calder (Mayor) It opens in June."
_NAMED_IN_ROUND = re.compile(
    rf"^(?P<label>(?P<name>[^\s:：(][^:：.()]{{2,60}}) \([^()]{{2,80}}\))\.?\s+(?P<rest>[{CAPITAL}0-9¿“\"].*)$"
)
# "Ms. Calder - Thank you", "El señor PEREZ.- Buenos días", "Mr. HOLLAN. I thank", "Mr Moss—I thank"
_DASHED = re.compile(
    r"^(?P<label>[^\s:：–—(](?:[^:：–—()]|\([^()]{1,60}\)){0,60}?)(?:\s+(?:[-–—]{1,2}|[•·|])\s+|\.\s?[-–—]{1,2}\s?|\s?—\s?)(?P<rest>\S.*)$"
)
# “MINISTER ROE- Yes.”
_DASH_GLUED = re.compile(r"(?P<label>[^\s:：–—(][^:：–—()]{2,60}?)(?<![.\s])[-–—]\s+(?P<rest>\S.*)")
# "Ms. Calder -", "HARBOUR GAZETTE –", "Ines Calder |" alone on a line
_DASHED_ALONE = re.compile(
    r"^(?P<label>[^\s:：–—(](?:[^:：–—()|>\s]|\s(?![\s\-])|\([^()]{1,60}\)){0,60}?)(?:\s+(?:[-–—]{1,3}|[•·|>»~=]+)|\s?[—–]{1,2})$"
)
# "The PRESIDENT. It will be signed": a word in small letters before one in capitals, as in records of parliaments.
_STOPPED = re.compile(
    r"^(?P<label>(?:The|M[rs]s?\.?|Dr\.?|(?:[A-Z][a-z]+ ){0,3}[A-Z][a-z]+)(?: [A-ZÀ-Þ][A-ZÀ-Þ’'\-]{2,}){1,3})\.\s+"
    r"(?P<rest>[A-Z“\"(].*)$"
)
# "Mayor Ines Calder. Good morning."; the words begin as a sentence does.
_NAME_STOPPED = re.compile(
    rf"^(?P<label>[{CAPITAL}][\w’'\-]+\.?(?: (?:[{CAPITAL}][\w’'\-]*\.?|of|for|the|de|van|von)){{0,6}}?"
    rf" [{CAPITAL}][\w’'\-]+)\. (?P<rest>[{CAPITAL}¿“\"(].*)$"
)
# “Jo Roe, Mayor – Only one word: …”
_WORDS_BEHIND_DASH = re.compile(r"\s[–—-]{1,2}\s+\S+ [^A-Z]*\b[a-zà-ÿ]+ [a-zà-ÿ]+")
# A name, and what somebody is at more length than labels have, alone on a line: “Jo Roe, the head of … :”.
_LONG = re.compile(r"(?P<label>(?P<name>[^,:：]{4,40}), (?:the|an?) [^.?!:：]{60,200})\s*[:：]")
_NUMBER = re.compile(
    r"^[(（]?[一二三四五六七八九十\d]{1,3}[、.．)）]\s*(?=(?:问|問|记者|記者|答|Q|Question"
    rf"|[\u3400-\u9fff《》·]{{2,20}}(?:(?:记者|記者)[\u3400-\u9fff]{{0,4}}|{'|'.join(CHINESE_OUTLET_ENDINGS)}))\s*[:：])"
)
_ORNAMENT = re.compile(r"^(?:\[\*\]\s*(?=[^\W\d_])|[※●■◆◇▲△★☆•▪◎]+\s*(?=[^\W\d_]))")
# “○議長 …”, “○記者（港新報） …”, as minutes in Japanese print them
_CIRCLED = re.compile(
    r"^[○◯〇◎](?P<label>[\u30a0-\u30ff\u3400-\u9fff]{1,16}(?:[（(][^（）()]{1,30}[)）])?)\s+(?P<rest>\S.*)$"
)
_OPENS_SENTENCE = re.compile(rf"[{NAME_LETTER}0-9“\"‘'(\[…]")
# A heading's number.
_ENUMERATED = re.compile("[（(]?[一二三四五六七八九十壹貳贰參叁肆伍陸陆柒捌玖拾]{1,3}[)）]?[、．.]")
_EVENTS = re.compile(any_of(words_for("words", "events")), re.IGNORECASE)  # a title's, where it is a heading
_LETTER_DASHED = re.compile(r"[A-Z](?:\s+|\.\s?)[-–—]{1,2}\s")
_LONE_LETTER = re.compile("[A-Z]")
_INITIALS = re.compile(r"[A-Z]{1,5}\d?")
# “Deputy Chair: ( Hon. BC Scotter ): Order.”
_NAMED_AGAIN = re.compile(r"\(\s*(?P<name>[^()]{4,40}?)\s*\)\s*[:：]\s*(?=\S)")
_COLON = re.compile(r"[:：]")
_COLON_ONCE = re.compile(r"(?P<label>[^:：]*)(?P<colon>[:：]?)(?P<rest>.*)", re.DOTALL)
_CLOCK_OF_DAY = re.compile(r"\d{1,2}[:.]\d{2}\s?[ap]\.?m\b", re.IGNORECASE)
_CODE_AFTER = re.compile(rf"^\s*{_TIME_CODE}(?=\s|$)")
MOST_BESIDE_BOLD = 3  # characters between bold words and the colon of their label


class Form(Enum):
    """The forms in which a label is set off from the words."""

    COLON = auto()
    BRACKETS = auto()
    LETTER = auto()
    TIME_CODE = auto()
    BOLD = auto()
    CELL = auto()
    BARE = auto()
    WIDE_SPACE = auto()
    DASH = auto()
    CHEVRONS = auto()
    ASKED = auto()
    STATED = auto()


@dataclass(frozen=True, slots=True)
class LabelCandidate:
    """A possible label at the start of a line. `rest` are the words after it; `own_line` when there are none.

    `bold` means that just the label is bold, or the line that holds nothing else; `coded` that a time code stands
    before it. Of `Form.ASKED`, which has no label, the shape of a part says that the words ask.
    """

    label: str
    rest: str
    shape: Shape
    form: Form = Form.COLON
    bold: bool = False
    coded: bool = False

    @property
    def sureness(self) -> Sureness:
        """Certainty, from the shape, that this is a label; brackets, a letter and a time code are evidence."""
        if self.form in (Form.BRACKETS, Form.LETTER, Form.TIME_CODE, Form.STATED):
            return Sureness.STRONG
        return self.shape.sureness

    @property
    def own_line(self) -> bool:
        """Whether the label stands alone on its line."""
        return not self.rest

    @property
    def key(self) -> str:
        """The label as it is compared with others."""
        return key_of(self.label)


def read_candidate(line: Line, known: Collection[str] = ()) -> LabelCandidate | None:
    """Return the label that `line` seems to open with. `known` are folded names that are surely people's."""
    circled = _CIRCLED.match(line.text)
    if circled and (shape := shape_of(circled["label"], known)).sureness is Sureness.STRONG:
        return LabelCandidate(circled["label"], circled["rest"], shape, Form.BRACKETS)
    code = _LEADING_CODE.match(line.text)
    skipped = code or _ORNAMENT.match(line.text) or _NUMBER.match(line.text)
    mark = _read_after(line, skipped.end() if skipped else 0, known)
    if code and not mark:
        alone = line.text[code.end() :].strip()
        shape = shape_of(alone, known)
        if (
            len(alone) <= LONGEST_LABEL
            and not _HALF_OF_DAY.match(alone)
            and (shape.sureness is Sureness.STRONG or is_full_name(alone))
        ):
            return LabelCandidate(alone, "", shape, Form.TIME_CODE, coded=True)
    return replace(mark, coded=True) if mark and code else mark


def _read_after(line: Line, skipped: int, known: Collection[str]) -> LabelCandidate | None:
    """Return the label that `line` seems to open with after so many characters."""
    text = line.text[skipped:]
    bold = max(0, line.bold - skipped)
    if _BRACKETED.match(text):
        return _read_brackets(text, known)
    mark = _read_brackets(text, known)
    if mark:
        return mark
    mark = _read_colon(text, bold, known)
    if mark and not bold and _WORDS_BEHIND_DASH.search(mark.label):
        dashed = _read_dashed(text, known)
        mark = dashed if dashed and len(dashed.label) < len(mark.label) else mark
    if not (mark and mark.shape is Shape.PART):
        # “Q (Harbour Radio): …” has a colon of its own; “Q Minister: …” has none.
        part = _read_part(text, is_apart=bool(line.spread) or bold == 1)
        if part:
            return part
    mark = mark or _read_without_colon(line, text, bold, known)
    if line.chevrons:
        return replace(mark, form=Form.CHEVRONS) if mark else LabelCandidate("", text, Shape.NONE, Form.CHEVRONS)
    return mark


def _read_part(text: str, *, is_apart: bool) -> LabelCandidate | None:
    """Return a part's label without a colon of its own, with who takes it or alone; `is_apart`: set off by type."""
    if _PART_ALONE.match(text):
        return LabelCandidate(text, "", Shape.PART, Form.BRACKETS)
    led = _CHAIR_STOPPED.match(text)
    if led and generic_core(led["part"]) in CHAIRS:
        return LabelCandidate(led["label"], led["rest"], Shape.OFFICE)
    part = _PART_STOPPED.match(text)
    if part:
        label = f"{part['label']} {part['who']}" if part["who"] else part["label"]
        return LabelCandidate(label, part["rest"] or part["words"], Shape.PART, Form.LETTER)
    bare = _NUMBERED_LETTER.match(text) or _PART_IN_ROUND.match(text) or _BARE_LETTER.match(text)
    if bare and (bare["label"] != "A" or is_apart or not text[1:2].isspace()):
        return LabelCandidate(bare["label"], bare["rest"], Shape.PART, Form.LETTER)
    return None


def _read_brackets(text: str, known: Collection[str]) -> LabelCandidate | None:
    """Return a label in brackets: “【阮岚】”, “[Ines Calder]: …”, “[MODERATOR] …”, “（大臣）” alone."""
    bracketed = _BRACKETED.match(text)
    if bracketed:
        label = (bracketed["thick"] or bracketed["square"] or bracketed["shell"]).strip()
        shape = shape_of(label.strip("《》"), known)  # “【《河口商报》】”
        return LabelCandidate(label, bracketed["rest"], shape, Form.BRACKETS) if shape.sureness else None
    beside = _ROUND_COLON.match(text)
    if beside and (shape := shape_of(beside["label"], known)).sureness is Sureness.STRONG:
        return LabelCandidate(f"({beside['label']})", beside["rest"], shape, Form.BRACKETS)
    alone = _ROUND_ALONE.match(text)
    if alone and shape_of(alone["label"], known) in (Shape.PART, Shape.OFFICE, Shape.OUTLET):
        return LabelCandidate(alone["label"], "", shape_of(alone["label"], known), Form.BRACKETS)
    before = _ROUND_BEFORE.match(text)
    if before and (is_generic(before["label"]) or before["label"].endswith(tuple(CHINESE_ROLE_NOUNS))):
        return LabelCandidate(before["label"], before["rest"], shape_of(before["label"], known), Form.BRACKETS)
    angled = _ANGLED_ALONE.match(text)
    if angled and shape_of(angled["label"], known).sureness is Sureness.STRONG:
        return LabelCandidate(angled["label"], "", shape_of(angled["label"], known), Form.BRACKETS)
    return _read_square(text, known)


def _read_square(text: str, known: Collection[str]) -> LabelCandidate | None:
    """Return a label in square brackets without a colon, before words or, in Chinese, alone."""
    alone, square = _SQUARE_ALONE.match(text), _SQUARE.match(text)
    if alone and _is_somebody(alone["label"], shape_of(alone["label"], known)):
        return LabelCandidate(alone["label"], "", shape_of(alone["label"], known), Form.BRACKETS)
    if square and (shape_of(square["label"], known).sureness is Sureness.STRONG or _may_speak(square)):
        return LabelCandidate(square["label"], square["rest"], shape_of(square["label"], known), Form.BRACKETS)
    return None


def _may_speak(square: re.Match[str]) -> bool:
    """Return whether square brackets hold a name, or one with an office behind it, before a sentence."""
    name = square["label"].partition(",")[0]
    return is_full_name(name) and not SOUNDS.search(name) and ends_sentence(square["rest"])


def _is_somebody(label: str, shape: Shape) -> bool:
    """Return whether a Chinese label in brackets is somebody's: “[掌声]” is nobody's."""
    return shape.sureness is Sureness.STRONG or (shape is Shape.NAME and label[0] in SURNAMES)


def _read_colon(text: str, bold: int, known: Collection[str]) -> LabelCandidate | None:
    """Return the label before the first colon that is no time's."""
    long = _LONG.fullmatch(text) if len(text) > LONGEST_LABEL else None
    if long and is_full_name(long["name"]):
        return LabelCandidate(long["label"], "", Shape.NAME, bold=bold >= len(text))
    for colon in _COLON.finditer(text[: LONGEST_LABEL + 12]):
        before, after = text[: colon.start()], text[colon.end() :]
        if before[-1:].isdigit() and after[:1].isdigit():
            continue  # a time of day, or a ratio
        if after.startswith("//") or not before:
            return None
        if 0 < bold < colon.start() - MOST_BESIDE_BOLD and shape_of(text[:bold].strip(" .:–—-"), known).sureness:
            return None  # the bold words are the label, and the colon stands in what is said
        label = _TRAILING_CODE.sub("", before).strip()
        # Where the label has a clock of the day, one behind it is spoken: “Ines Calder (3:18 pm): 4:57 is low tide.”
        rest = after.strip() if _CLOCK_OF_DAY.search(before) else _CODE_AFTER.sub("", after).strip()
        again = _NAMED_AGAIN.match(rest)
        if again:
            label, rest = f"{label} ({again['name'].strip()})", rest[again.end() :]
        shape = Shape.PART if part_named(label) else shape_of(label, known)
        is_bold = bold > 0 and abs(bold - colon.end()) <= 1
        return LabelCandidate(label, rest, shape, bold=is_bold) if shape.sureness else None
    return None


def _read_initials(text: str, known: Collection[str]) -> LabelCandidate | None:
    """Return the initials of a key to speakers before one space: “KO Good morning.”"""
    initials, _, after = text.partition(" ")
    if _INITIALS.fullmatch(initials) and key_of(initials) in known and _OPENS_SENTENCE.match(after):
        return LabelCandidate(initials, after, Shape.KNOWN, Form.WIDE_SPACE)
    return None


def _is_short_chinese(label: str, shape: Shape) -> bool:
    return shape is Shape.NAME and is_chinese_label(label)


def _read_dashed(text: str, known: Collection[str]) -> LabelCandidate | None:
    """Return a label before a dash, by itself a strong one: “Ms. Calder - Thank you”, “R - In June.”"""
    glued = _DASH_GLUED.match(text)
    if glued and is_capitals(glued["label"]) and (shape := shape_of(glued["label"], known)).sureness is Sureness.STRONG:
        return LabelCandidate(glued["label"], glued["rest"], shape, Form.DASH)
    alone_on_line = _DASHED_ALONE.match(text)
    if alone_on_line:
        label = alone_on_line["label"].strip()
        shape = shape_of(label, known)
        is_name = shape.sureness is Sureness.STRONG or is_full_name(label) or _is_short_chinese(label, shape)
        return LabelCandidate(label, "", shape, Form.DASH) if is_name else None
    for form in (_DASHED, _STOPPED, _NAMED_IN_ROUND, _NAME_STOPPED):
        dashed = form.match(text)
        label = dashed["label"].strip() if dashed else ""
        shape = Shape.PART if _LONE_LETTER.fullmatch(label) else shape_of(label, known)
        if shape is Shape.NAME and label.startswith("The ") and is_capitals(label[4:]) and has_role(label):
            shape = Shape.OFFICE
        alone = shape is Shape.SINGLE and form is _DASHED
        named = names_somebody(label) or is_office_in_words(label) or _is_short_chinese(label, shape)
        said = dashed is not None and (form in (_DASHED, _STOPPED) or ends_sentence(dashed["rest"]))
        if dashed and said and (shape.sureness is Sureness.STRONG or named or alone) and not _is_day(dashed["rest"]):
            return LabelCandidate(label, dashed["rest"], shape, Form.DASH)
    return None


def _is_day(text: str) -> bool:
    """Return whether a text is a day alone, as behind a source: “Tidewater Post | June 3, 2022”."""
    dates = find_dates(text)
    return bool(dates) and not re.search(r"\w", text[: dates[0].start] + text[dates[0].end :])


def _read_without_colon(line: Line, text: str, bold: int, known: Collection[str]) -> LabelCandidate | None:
    """Return a label that its initials, a dash, type, a table's cell or a time code sets off, not a colon."""
    is_letter = _LETTER_DASHED.match(text) is not None
    mark = _read_initials(text, known) or (_read_dashed(text, known) if is_letter or not bold else None)
    if mark:
        return mark
    coded = _CODED_NAME.match(text)
    is_thing = coded is not None and bool(THING_NOUNS & set(name_words(coded["label"])[-1:]))  # “Video Length 00:06:12”
    if coded and not is_thing and shape_of(coded["label"], known).sureness >= Sureness.NAME:
        return LabelCandidate(coded["label"].strip(), "", shape_of(coded["label"], known), Form.TIME_CODE)
    if line.heads_row and len(text) <= LONGEST_LABEL:
        shape = shape_of(text.rstrip(".:："), known)
        return LabelCandidate(text.rstrip(".:："), "", shape, Form.CELL) if shape.sureness else None
    if 0 < line.spread < len(line.text) and not bold:
        label = line.text[: line.spread]
        shape = shape_of(label, known)
        if shape is not Shape.KNOWN and _INITIALS.fullmatch(label):
            shape = Shape.CAPITALS
        wide = shape.sureness and not is_chinese_label(label)
        return LabelCandidate(label, line.text[line.spread :].strip(), shape, Form.WIDE_SPACE) if wide else None
    bold = bold or (len(text) if line.heading > 1 else 0)
    over = is_section(text) or _EVENTS.search(text)
    is_heading = line.heading == 1 or (line.heading and over and not is_generic(text))
    if not 0 < bold <= LONGEST_LABEL or is_heading or (line.heading and _ENUMERATED.match(text)):
        return None
    label, rest = text[:bold].strip(" .:：–—-|"), text[bold:].lstrip(" .:：–—-|") if bold < len(text) else ""
    shape = shape_of(label, known)
    least = Sureness.NAME if rest or line.heading else Sureness.SINGLE  # a word in bold on a line of its own
    return LabelCandidate(label, rest, shape, Form.BOLD, bold=True) if shape.sureness >= least else None


def read_stated(line: Line, known: Collection[str] = ()) -> LabelCandidate:
    """Return the label of a line that editor hints make one: up to its colon, or the bold part, or all of it."""
    mark = read_candidate(line, known)
    if mark:
        return replace(mark, form=Form.STATED)
    before, colon, after = _COLON_ONCE.match(line.text).group("label", "colon", "rest")  # type: ignore[union-attr]
    if colon:
        return LabelCandidate(before.strip(), after.strip(), shape_of(before, known), Form.STATED)
    cut = line.bold if 0 < line.bold < len(line.text) else len(line.text)
    return LabelCandidate(line.text[:cut].strip(), line.text[cut:].strip(), Shape.NAME, Form.STATED)
