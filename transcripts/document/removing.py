"""Removing words without repeating them: finding and blanking them in texts and documents of any version. Pure.

Words are the same when their letters and digits are, in order and one run as one run: case, spaces and punctuation
between them do not matter, so that an address made of them is found as well.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from transcripts.document.differences import How, Piece, compare_words
from transcripts.document.head_fields import HEAD_FIELDS, FieldType
from transcripts.document.transcript import ExchangeText, TranscriptDocument, TurnText
from transcripts.text import fold, is_han, paragraphs

_RUN = re.compile(r"[^\W_]+")
Span = tuple[int, int]


@dataclass(frozen=True)
class RemovedWords:
    """What one removal took out, to be found again in other texts of its conference.

    `words` are the texts taken out, as they were. `forms` has, for each paragraph that held them in another wording in
    an earlier revision, that paragraph without them. `pk` is the removal's, to name it by.
    """

    words: tuple[str, ...]
    forms: Mapping[str, str] = field(default_factory=dict)
    pk: int = 0

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression that matches any of the words."""
        return re.compile("|".join(map(_expression, self.words)) or r"(?!)", re.IGNORECASE)

    @cached_property
    def folded_forms(self) -> dict[str, str]:
        """The earlier paragraphs in their form for comparison."""
        return {fold(paragraph): blanked for paragraph, blanked in self.forms.items()}


def mark_of(language: str) -> str:
    """Return the mark that replaces removed words in a text in `language`."""
    return "［已删除］" if language.startswith("zh") else "[removed]"


def has_words(text: str) -> bool:
    """Return whether `text` has a letter or a digit, without which nothing could be found again."""
    return _RUN.search(text) is not None


def blank(document: TranscriptDocument, removals: Sequence[RemovedWords], *, mark: str = "") -> TranscriptDocument:
    """Return `document`, of any revision of a conference, with the words blanked that its `removals` took out.

    Every reader of a past revision, import base or proposal passes through here. Each paragraph keeps its place and id,
    with “[removed]” where the words were; so do headings, labels, roles and the texts of the head. A title that held
    them is “Transcript of <date>”. A `mark` replaces “[removed]” and titles. No query. With
    no removals it is the same object.
    """
    if not removals:
        return document

    def clean(text: str) -> str:
        return blank_text(text, removals, language=document.language, mark=mark)

    head: dict[str, Any] = {}
    for known in HEAD_FIELDS:
        text = getattr(document, known.name)
        if not known.is_text or known.type == FieldType.LANGUAGE:
            continue
        if known.type == FieldType.ADDRESS or not known.is_public:
            head[known.name] = "" if finds(text, removals) else text
        else:
            head[known.name] = clean(text)
    if finds(document.title, removals):
        head["title"] = mark or neutral_title(document)
    return replace(
        document,
        **head,
        people=tuple(replace(person, name=clean(person.name), role=clean(person.role)) for person in document.people),
        exchanges=tuple(_blank_exchange(exchange, clean) for exchange in document.exchanges),
    )


def _blank_exchange(exchange: ExchangeText, clean: Callable[[str], str]) -> ExchangeText:
    turns = tuple(_blank_turn(turn, clean) for turn in exchange.turns)
    topics = tuple(clean(topic) for topic in exchange.topics)
    return replace(exchange, heading=clean(exchange.heading), topics=topics, turns=turns)


def _blank_turn(turn: TurnText, clean: Callable[[str], str]) -> TurnText:
    return replace(
        turn,
        label=clean(turn.label),
        speaker=clean(turn.speaker),
        outlet=clean(turn.outlet),
        journalist=clean(turn.journalist),
        paragraphs=tuple(clean(paragraph) for paragraph in turn.paragraphs),
    )


def neutral_title(document: TranscriptDocument) -> str:
    """Return the title of a transcript whose own title held removed words: “Transcript of 2024-05-06”."""
    day = document.held_on or document.posted_on
    if document.language.startswith("zh"):
        return f"{day.isoformat()} 发布会实录" if day else "发布会实录"
    return f"Transcript of {day.isoformat()}" if day else "Transcript"


def blank_text(text: str, removals: Sequence[RemovedWords], *, language: str, mark: str = "") -> str:
    """Return `text`, one paragraph or several, with “[removed]” where it held removed words; else as it is."""
    if not text or not finds(text, removals):
        return text
    usual = mark_of(language)
    mark = mark or usual
    whole = text
    for removed in removals:
        forms = {old: new.replace(usual, mark) for old, new in removed.folded_forms.items()}
        parts = [forms.get(fold(part), part) for part in paragraphs(whole)]
        whole = removed.pattern.sub(mark, "\n\n".join(parts))
    if finds(whole, removals):  # words of another width or composition, which only their folded form shows
        return mark
    return whole


def finds(text: str, removals: Iterable[RemovedWords]) -> RemovedWords | None:
    """Return the removal whose words `text` repeats, or a paragraph of it in an earlier wording; None if none."""
    if not text:
        return None
    plain = unicodedata.normalize("NFKC", text)
    for removed in removals:
        if removed.pattern.search(text) or removed.pattern.search(plain):
            return removed
        if removed.folded_forms and any(fold(part) in removed.folded_forms for part in paragraphs(text)):
            return removed
    return None


def find_removed(document: TranscriptDocument, removals: Sequence[RemovedWords]) -> RemovedWords | None:
    """Return the removal whose words are anywhere in `document`, which would bring them back; None if none."""
    return next((each for each in removals if blank(document, [each]) != document), None)


def earlier_spans(old: str, new: str, spans: Iterable[Span], *, keeps_empty: bool = False) -> list[Span]:
    """Return the places in `old` of what is in `new` at `spans`, in whatever wording.

    What has no words in one of them is left out, unless it `keeps_empty` places: then it is where they would be.
    """
    pieces = compare_words(old, new)
    found: list[Span] = []
    for start, end in spans:
        before = after = 0
        first = last = None
        for piece in pieces:
            old_length = 0 if piece.how == How.NEW else len(piece.text)
            new_length = 0 if piece.how == How.GONE else len(piece.text)
            inside = start <= after <= end if piece.how == How.GONE else start < after + new_length and after < end
            if inside and old_length:
                low = before + (max(start - after, 0) if piece.how == How.SAME else 0)
                high = before + (min(end - after, old_length) if piece.how == How.SAME else old_length)
                first = low if first is None else first
                last = high
            before, after = before + old_length, after + new_length
        if first is not None and last is not None and first < last:
            found.append((first, last))
        elif keeps_empty:
            found.append((_place_of(pieces, start),) * 2)
    return found


def _place_of(pieces: Iterable[Piece], place: int) -> int:
    """Return the place in the old text of a `place` in the new one."""
    before = after = 0
    for piece in pieces:
        new_length = 0 if piece.how == How.GONE else len(piece.text)
        if after + new_length >= place:
            return before + (place - after if piece.how == How.SAME else 0)
        before, after = before + (0 if piece.how == How.NEW else len(piece.text)), after + new_length
    return before


def cut(text: str, spans: Iterable[Span], mark: str) -> str:
    """Return `text` with `mark` in the place of each span; the spans may touch, but not overlap."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        parts += [text[at:start], mark]
        at = end
    return "".join([*parts, text[at:]])


def _expression(words: str) -> str:
    """Return an expression for the words: their runs of letters and digits, parted by anything else."""
    runs = _RUN.findall(unicodedata.normalize("NFKC", words)) if has_words(words) else []
    if not runs:
        return r"(?!)"
    start = "" if is_han(runs[0][0]) else r"(?<![^\W_])"
    end = "" if is_han(runs[-1][-1]) else r"(?![^\W_])"
    return start + r"[\W_]+".join(map(re.escape, runs)) + end
