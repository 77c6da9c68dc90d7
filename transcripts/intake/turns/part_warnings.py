"""Warnings about the part that a turn was given, by what contradicts it: who speaks beside it, how it opens."""

import re

from transcripts.document import Kind
from transcripts.intake.labels.shapes import Sureness, is_generic, name_words, shape_of
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.messages import message
from transcripts.intake.turns.role_clues import SHORT_TURN
from transcripts.intake.turns.turn_in_place import Moment, Told, is_brief
from transcripts.text import fold

_BRACKETED = re.compile(r"[\[【〔<〈](?P<label>[^\W\d_][^\[\]【】〔〕<>〈〉]{0,40})[\]】〕>〉]\s*[:：]?\s*(?=[^\W_])")
_CUT_LABEL = re.compile(r"\s*(?:[(（][^()（）]{1,60}[)）]\s*)?[:：]")
_OWN_PREFIX = re.compile(r"(?P<label>[^\W\d_][^:：.?!。？！,，]{0,50}?)\s?[:：]\s*(?=[^\W_])")
_HANDS = re.compile(
    r"^(?:(?:all right|ok(?:ay)?|good|great|right),? )?(?:thank you|thanks|cheers)\b|^(?:谢谢|感谢|謝謝|感謝|好的?，)",
    re.IGNORECASE,
)
LEAST_NAME = 3  # letters of a name
MOST_IN_PREFIX = 4  # words before a colon, if they may be a label
LONGEST_PREFIX = 16  # characters of it in Chinese


def opens_with_a_name(one: Moment) -> Told:
    """Return a warning about a paragraph within a turn that opens with a name in brackets: “[Ines Calder] …”."""
    for at, text in enumerate(one.said.paragraphs):
        match = _BRACKETED.match(text) if at else None
        if match and shape_of(match["label"]).sureness >= Sureness.NAME:
            words = message("“%(label)s” may be a speaker's label; it was read as text.", label=match["label"])
            return one.line(at), words
    return None


def begins_behind_its_label(one: Moment) -> Told:
    """Return a warning about words that begin with the rest of a label, or with what looks like a label."""
    text = one.said.text
    if one.said.label and _CUT_LABEL.match(text):
        return one.said.line, message("These words begin with what looks like the rest of a label.")
    match = None if one.said.label else _OWN_PREFIX.match(text)
    if match and is_brief(match["label"], MOST_IN_PREFIX, LONGEST_PREFIX):
        return one.said.line, message(
            "“%(label)s” may be a speaker's label; it was read as text.", label=match["label"]
        )
    return None


def asks_under_a_title(one: Moment) -> Told:
    """Return a warning about an official's words that were read as a question, where another question follows."""
    after = one.after
    if one.is_question and one.said.traits.titled and not is_generic(one.said.label) and after and after.is_question:
        return one.said.line, message(
            "It is uncertain whether “%(label)s” asks, answers or moderates.", label=one.said.label
        )
    return None


def two_lead(one: Moment) -> Told:
    """Return a warning about words read as the moderator's right after those of another moderator."""
    before = one.before
    both_lead = before and before.said.traits.leads and one.said.traits.leads
    if before and one.is_chair and before.is_chair and not both_lead and not one.is_same(before):
        return one.said.line, message("Two moderators speak in a row; one of them may ask or answer.")
    return None


def calls_who_follows(one: Moment) -> Told:
    """Return a warning about a few words of an official that name who asks next."""
    after = one.after
    if not (one.is_office and after and after.is_question and one.said.traits.length <= SHORT_TURN):
        return None
    if is_generic(after.said.label) or not _names(one.said.text, after.said.meant):
        return None
    return one.said.line, message("These words give others the floor, but were not read as the moderator speaking.")


def takes_over(one: Moment) -> Told:
    """Return a warning about an official's few words of thanks, between another official's words and a question."""
    before, after = one.before, one.after
    if before is None or after is None or not (before.is_office and after.is_question):
        return None
    if not (one.is_office and one.said.traits.length <= SHORT_TURN):
        return None
    first = before.before
    # Who spoke before that official has the next words as well; or the official answered.
    returns = first and first.is_same(one)
    if one.is_same(before) or not (returns or before.turn.kind is Kind.ANSWER) or not _HANDS.search(one.said.text):
        return None
    return one.said.line, message("These words give others the floor, but were not read as the moderator speaking.")


def _names(text: str, label: str) -> bool:
    if is_chinese_label(label):
        return len(label) > 1 and label in text
    words = {fold(word) for word in re.findall(r"[^\W\d_][\w’'\-]+", text) if not word[0].islower()}
    return any(len(word) >= LEAST_NAME and word in words for word in name_words(label))
