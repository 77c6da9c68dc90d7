"""The preface: speech that stands before the first label, and sentences there that are only about the page."""

import re
from collections.abc import Collection, Sequence

from transcripts.intake.heading.day_clues import HELD
from transcripts.intake.language_words import any_of, words_for
from transcripts.intake.lines.dates import find_dates
from transcripts.intake.lines.hand_over import GREETING
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.lines.questions import reads_as_question
from transcripts.intake.turns.speech import LEAST_BOLD
from transcripts.text import is_chinese

_ABOUT_THE_PAGE = re.compile(
    r"transcript|translation|press conference|briefing|for reference"
    r"|took questions|answered? (?:reporters|questions)"
    r"|https?://|cookies|javascript|secure websites"
    r"|[谈談][话話]|以下[是为為]|全文如下|内容如下|內容如下|记者会|記者會|发布会|發布會|發佈會|吹风会|吹風會|实录|逐字稿|(?:要旨|概要|内容)は|とおりです。?|[仅僅]供参考|[仅僅]供參考|為準。?$|为准。?$|^※|(?:声明|聲明|備註|备注)[:：]|実録|要約|答记者问|答記者問",
    re.IGNORECASE,
)
_TO_THE_PRESS = re.compile(r"\b(?:to|with|before) (?:the )?(?:media|press|reporters|journalists)\b", re.IGNORECASE)
_GREETING_LINE = re.compile(
    r"(?:good (?:morning|afternoon|evening|day)|hello|ladies and gentlemen"
    r"|(?:(?:dear|distinguished) )?(?:friends|colleagues)),",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"(?:first(?:ly)?,? |so,? |well,? )?(?:i|we)(?:['’](?:d|ll|ve|m|re))? [a-z]", re.IGNORECASE)
# Sentences over a transcript are about it unless they speak: in the first or second person, or asking.
_SPOKEN = re.compile(
    r"\b(?:i|we|you|me|us|my|our|your|let['’]s)\b|[?？؟]" + f"|{any_of(words_for('words', 'persons'))}", re.IGNORECASE
)
_ANY_HELD = re.compile(any_of(words_for("words", "held")), re.IGNORECASE)
_ANSWERED = re.compile(
    "(?:回答|解答)了?.{0,8}(?:提问|提問|问题|問題)|接受了?.{0,8}[采採專专][访訪]"
    "|(?:举行|舉行|举办|舉辦|召开|召開).{0,20}(?:发布会|發布會|沟通会|溝通會|说明会|說明會|通气会|通氣會|见面会|見面會)"
    "|(?:会议|會議|活动|活動|发布会|發布會|發佈會|记者会|記者會)于.{2,30}(?:举行|舉行|举办|舉辦|召开|召開)"
)
# “The minister will visit …”, and not what is said of the page: “A recording will be posted.”
_ANNOUNCES = re.compile(
    r"^(?!.*\bwill (?:be )?(?:posted|published|available|uploaded|updated|held))[^.]*\bwill\b", re.IGNORECASE
)
_TO_SOMEBODY = re.compile("[我你您]|各位|大家|欢迎|歡迎|谢谢|謝謝")
_FIRST_SENTENCE = re.compile(r".+?[.!?](?=\s+[A-Z]|$)")
_CHINESE_END = re.compile("[。！？]")
_CASED = re.compile("[A-Za-zÀ-žА-я]")
LEAST_SAID = 6  # words of a paragraph that says “I” or “we” at once
LEAST_SPEECH = 20  # words of a paragraph that may be speech without a label


def find_preface(lines: Sequence[Line], first: int | None, taken: Collection[int]) -> int | None:
    """Return the index at which speech without a label begins before the first turn, at `first`, if it does.

    `first` is None on a page without labels; `taken` are the lines of lists and facts.
    """
    over = lines if first is None else lines[:first]
    prose = [
        index
        for index, line in enumerate(over)
        if index not in taken and (ends_sentence(line.text) or _GREETING_LINE.fullmatch(line.text))
    ]
    for index in prose:
        text = lines[index].text
        greets = GREETING.match(text) or _GREETING_LINE.fullmatch(text)
        if greets and (first is not None or len(prose) > 1):
            return index
        if first is not None and _may_be_said(text) and not (_ABOUT_THE_PAGE.search(text) or _tells(text)):
            return index
    asked = _bold_questions(lines) if first is None else []
    return asked[0] if len(asked) >= LEAST_BOLD else None


def _tells(text: str) -> bool:
    """Return whether a sentence tells that a conference was held or questions were answered, and speaks to nobody."""
    if _ANY_HELD.search(text):
        return True
    first = _FIRST_SENTENCE.match(text)
    if first and HELD.search(first[0]) and not _SPOKEN.search(first[0]):
        # “Head coach Jo Roe spoke to the press after the match. We have written it down.”
        return bool(_TO_THE_PRESS.search(first[0]) or find_dates(first[0]))
    return bool(_ANSWERED.search(text)) and is_chinese(text) and not _TO_SOMEBODY.search(text)


def is_about_the_page(text: str) -> bool:
    """Return whether a sentence is about the conference, as those over a transcript are."""
    return bool(_ABOUT_THE_PAGE.search(text) or HELD.search(text) or _TO_THE_PRESS.search(text))


def _may_be_said(text: str) -> bool:
    """Return whether a paragraph is long enough for speech, or says “I” or “we” at once, and speaks to somebody.

    In Chinese and its like, that cannot be told from the words.
    """
    in_chinese = is_chinese(text) and len(text) >= LEAST_SPEECH and bool(_CHINESE_END.search(text))
    long_enough = len(text.split()) >= LEAST_SPEECH or in_chinese
    says_i = bool(_FIRST_PERSON.match(text)) and len(text.split()) >= LEAST_SAID
    spoken = is_chinese(text) or not _CASED.search(text) or bool(_SPOKEN.search(text) or _ANNOUNCES.search(text))
    return (long_enough or says_i) and spoken


def _bold_questions(lines: Sequence[Line]) -> list[int]:
    """Return the questions in bold, or that are headings, over plain words, in a page without labels."""
    return [
        index
        for index, line in enumerate(lines[:-1])
        if (line.is_bold or line.heading > 1)
        and reads_as_question([line.text])
        and not (lines[index + 1].is_bold or lines[index + 1].heading)
    ]
