"""Recognition of questions by their words."""

import re
from collections.abc import Collection

from transcripts.intake.language_words import any_of, words_for

_QUESTION = re.compile(r"[?？؟][”\"’)）\]]*")
_THANKS = re.compile(
    r"(thank you|thanks)( very much| so much| again)?[.!]?$|(谢谢|謝謝)[。.!！]?$"
    rf"|(?:{any_of(words_for('words', 'thanks'))})[.!。！]?$",
    re.IGNORECASE,
)
_CHINESE_ASKING = re.compile(
    "请问|請問|可否|能否|请介绍|請介紹|有何评论|有何評論|怎么看|怎麼看|如何看|是否|请谈谈|有什么"
)
_ASKING = re.compile(
    r"^(?:sir|madam|minister|governor|mr\.? \w+),? (?:i am|i['’]m|this is) [\w. ]{0,40}?(?:from|with) "
    r"|for taking (?:my|the|our) question|\bmy question is"
    r"|\b(?:i|we)(?:['’]d| would)? (?:just )?(?:want(?:ed)?|like) to ask"
    r"|\bi (?:wonder|was wondering|am curious)|\bi['’]m (?:wondering|curious)"
    r"|\bcould you (?:please )?(?:tell|talk|give|comment|explain|elaborate|share|shed)"
    rf"|{any_of(words_for('words', 'asking'))}"
)
_SENTENCES = re.compile(r"(?<=[.!?؟。！？])[”\"’)）\]]*\s*")
# Who calls for questions asks none: “Questions?”, “Anybody else?”
_CALL = re.compile(
    r"(?:(?:ok(?:ay)?|all right|right|so|now|and|any|more|other|further|your|no|yes|great"
    r"|good),? )*questions?(?: please)?\?"
    r"|(?:and )?(?:any ?(?:one|body)(?: else)?|who(?:['’]s| is| wants to be)? next|who else|next|any more|no more)\?",
    re.IGNORECASE,
)
# A chair who reads out what others ask: “Coast Weekly asks whether …”, “a question from the chat: …?”
_TELLS_WHO_ASKS = re.compile(
    r"\b(?:asks?|asking|wants? to know|would like to know|is asking)\b.{0,200}\b(?:if|whether|how|what|why|when|who"
    r"|where)\b"
)
# With a question mark.
_READS_OUT = re.compile(
    r"\bquestions?\b[^.?!]{0,80}\b(?:from|by|on)\b[^?]{0,200}\?|(?:提问|提問|问道|問道|想问|想問).{0,80}[?？]"
    rf"|(?:\basks?\b|{any_of(words_for('labels', 'asks'))})[^.?!:。？！：]{{0,80}}[:：][^?？]{{0,300}}[?？]"
)
_MARK = re.compile("[?？]")
LONGEST_THANKS = 60  # characters at the end of a text
LONGEST_INDIRECT = 900  # characters of a question without a question mark


def reads_as_question(paragraphs: Collection[str]) -> bool:
    """Return whether words end as a question does, but for thanks and a remark after it."""
    text = " ".join(paragraphs).strip()
    if not _QUESTION.search(text):
        return bool(len(text) < LONGEST_INDIRECT and (_CHINESE_ASKING.search(text) or _ASKING.search(text.casefold())))
    sentences = [sentence for sentence in _SENTENCES.split(text) if sentence.strip()]
    last = sentences[-3:] if _THANKS.search(text, max(0, len(text) - LONGEST_THANKS)) else sentences[-2:]
    return any(_QUESTION.search(sentence) and not _CALL.fullmatch(sentence.strip()) for sentence in last)


def relays_question(text: str) -> bool:
    """Return whether words tell what somebody else asks, as a chair's do who reads questions out."""
    folded = text.casefold()
    if _TELLS_WHO_ASKS.search(folded):
        return True
    return _MARK.search(folded) is not None and _READS_OUT.search(folded) is not None


def ends_as_question(text: str) -> bool:
    """Return whether `text` ends with a question mark or with thanks."""
    return bool(re.search(r"[?？؟][”\"’)）\]]*$", text) or _THANKS.search(text, max(0, len(text) - LONGEST_THANKS)))
