"""Warnings about the part that a turn was given, by what contradicts it: who speaks beside it, how it opens."""

import re

from transcripts.document import Kind
from transcripts.intake.labels.candidates import SOUNDS
from transcripts.intake.labels.shapes import CAPITAL, Sureness, is_generic, shape_of
from transcripts.intake.messages import message
from transcripts.intake.turns.role_clues import SHORT_TURN
from transcripts.intake.turns.turn_in_place import Moment, Told, is_brief
from transcripts.text import is_chinese

_BRACKETED = re.compile(r"[\[【〔<〈](?P<label>[^\W\d_][^\[\]【】〔〕<>〈〉]{0,40})[\]】〕>〉]\s*[:：]?\s*(?=[^\W_])")
_ENDED = re.compile(r"[.?!。？！\])）】]\s*$")  # a sentence, or a time behind it
_CUT_LABEL = re.compile(r"\s*(?:[(（][^()（）]{1,60}[)）]\s*)?[:：]")
_OWN_PREFIX = re.compile(r"(?P<label>[^\W\d_][^:：.?!。？！,，]{0,50}?)\s?[:：]\s*(?=[^\W_])")
# “(Jo Marsh, Evening Courier)” under “Q”, and not “(Laughter.)” or “(via interpreter)”
_REST_IN_ROUND = re.compile(rf"[(（](?=[{CAPITAL}\u3040-\ud7a3])(?P<label>[^()（）.。!！?？]{{2,80}})[)）]")
_HANDS = re.compile(
    r"^(?:(?:all right|ok(?:ay)?|good|great|right),? )?(?:thank you|thanks|cheers)\b|^(?:谢谢|感谢|謝謝|感謝|好的?，)",
    re.IGNORECASE,
)
# “Tamsin, please.”, “Henrik?”
_CALLS = re.compile(
    rf"[.!?] (?:[MD][rs]{{1,2}}\.? )?[{CAPITAL}][\w’'\-]+(?: [{CAPITAL}][\w’'\-]+)?(?:\?|,? please[.?]|, go ahead\.)$"
)
_HOST = re.compile(r"\b(?:host|moderator|chair)\b", re.IGNORECASE)
_QUESTIONS = re.compile(r"\bquestions\b|提问|提問|问题|問題", re.IGNORECASE)
_REPLIES = re.compile(
    r"(?:yes|no|yeah|absolutely|of course|certainly|not at all|exactly|correct)[.,;—!](?=\s)"
    r"|(?:是的|对|不是|没有|會|会|不会|不會)[，。]"
    r"|(?:oui|non|sí|sim|não|ja|nein|да|нет|はい|いいえ|네|아니요)[.,、。]",
    re.IGNORECASE,
)
_TO_SOMEBODY = re.compile(r"\b(?:[Yy]ou|[Yy]our|vous|votre|usted|Sie|Ihre?|вы|você)\b|[您你]")
LONGEST_ADDRESSED = 400  # characters of words that may be a question
MOST_IN_PREFIX = 4  # words before a colon, if they may be a label
LONGEST_PREFIX = 16  # characters of it in Chinese


def opens_with_a_name(one: Moment) -> Told:
    """Return a warning about a name in brackets behind a sentence, or where a paragraph opens: “[Ines Calder] …”."""
    for at, text in enumerate(one.said.paragraphs):
        found = (match for match in _BRACKETED.finditer(text) if at or _ENDED.search(text[: match.start()]))
        match = next((match for match in found if shape_of(match["label"]).sureness >= Sureness.NAME), None)
        if match:
            words = message("“%(label)s” may be a speaker's label; it was read as text.", label=match["label"])
            return one.line(at), words
    return None


def begins_behind_its_label(one: Moment) -> Told:
    """Return a warning about words that begin with the rest of a label, or with what looks like a label."""
    text = one.said.text
    if one.said.label and (_CUT_LABEL.match(text) or _opens_with_who(one)):
        return one.said.line, message("These words begin with what looks like the rest of a label.")
    match = None if one.said.label else _OWN_PREFIX.match(text)
    if match and is_brief(match["label"], MOST_IN_PREFIX, LONGEST_PREFIX):
        return one.said.line, message(
            "“%(label)s” may be a speaker's label; it was read as text.", label=match["label"]
        )
    return None


def _opens_with_who(one: Moment) -> bool:
    """Return whether a word for a part has who it is behind it: “Q” over “(Jo Marsh)”, “Chair” before “Moss: …”."""
    if not is_generic(one.said.label):
        return False
    alone = _REST_IN_ROUND.fullmatch(one.said.paragraphs[0]) if len(one.said.paragraphs) > 1 else None
    if alone:
        return not SOUNDS.search(alone["label"])
    match = _OWN_PREFIX.match(one.said.text)
    return match is not None and shape_of(match["label"]).sureness >= Sureness.SINGLE


def states_after_a_question(one: Moment) -> Told:
    """Return a warning about a statement right behind a question: a heading between them may be none."""
    if one.turn.kind is Kind.STATEMENT and one.before and one.before.is_question and one.before.asks:
        return one.said.line, message("These words follow a question, but were not read as an answer.")
    return None


def leads_as_asker(one: Moment) -> Told:
    """Return a warning about words that give others the floor and were read as a question."""
    leads = one.said.traits.leads and (one.before is None or one.after is None or one.after.is_question)
    if not (one.is_question and leads) or is_generic(one.said.label):
        return None
    return one.said.line, message("These words give others the floor, but were not read as the moderator speaking.")


def asks_under_a_title(one: Moment) -> Told:
    """Return a warning about an official's words that were read as a question, where another question follows."""
    after = one.after
    is_titled = one.said.traits.titled and not is_generic(one.said.label) and not one.is_heard
    if one.is_question and is_titled and after and after.is_question:
        return one.said.line, message(
            "It is uncertain whether “%(label)s” asks, answers or moderates.", label=one.said.label
        )
    return None


def two_lead(one: Moment) -> Told:
    """Return a warning about words read as the moderator's right after those of another moderator."""
    before = one.before
    both_lead = before and before.said.traits.leads and one.said.traits.leads
    if before and one.is_chair and before.is_chair and not (both_lead or one.is_same(before) or translates(one)):
        return one.said.line, message("Two moderators speak in a row; one of them may ask or answer.")
    return None


def calls_who_follows(one: Moment) -> Told:
    """Return a warning about words of an official that end by calling who speaks next, or a few that name who asks."""
    after = one.after
    if not (one.is_office and after) or after.is_chair or is_generic(after.said.label):
        return None
    names = after.is_question and one.said.traits.length <= SHORT_TURN and one.names(after)
    calls = one.before and (one.calls(after) or (after.is_office and _CALLS.search(one.said.text)))
    if one.is_same(after) or not (names or calls):
        return None
    return one.said.line, message("These words give others the floor, but were not read as the moderator speaking.")


def is_the_host(one: Moment) -> Told:
    """Return a warning about an official's words behind a moderator's, who called that one the host."""
    before = one.before
    if not (before and before.is_chair and one.is_office and _HOST.search(before.said.text) and before.names(one)):
        return None
    return one.said.line, message("These words give others the floor, but were not read as the moderator speaking.")


def speaks_of_questions(one: Moment) -> Told:
    """Return a warning about an official's few words on the questions to come, behind another official's."""
    before = one.before
    if before is None or not (before.is_office and one.is_office) or one.is_same(before) or one.answers:
        return None
    if one.said.traits.length > SHORT_TURN or not _QUESTIONS.search(one.said.text):
        return None
    return one.said.line, message("These words give others the floor, but were not read as the moderator speaking.")


def replies_to_itself(one: Moment) -> Told:
    """Return a warning about a paragraph that replies, behind one that speaks to somebody: “You said …”."""
    if one.is_chair:
        return None
    for at in range(1, len(one.said.paragraphs)):
        before, text = one.said.paragraphs[at - 1 : at + 1]
        if _REPLIES.match(text) and _TO_SOMEBODY.search(before) and len(before) <= LONGEST_ADDRESSED:
            words = message("A question and its answer may stand in this turn; a label may be missing.")
            return one.line(at - 1 if at > 1 else at), words
    return None


def translates(one: Moment) -> bool:
    """Return whether a turn stands behind one in the other of two languages, as a translation does."""
    return one.before is not None and is_chinese(one.said.text) != is_chinese(one.before.said.text)


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
