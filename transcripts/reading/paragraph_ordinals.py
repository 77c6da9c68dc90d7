"""Older links to paragraphs: by their number in the turn, before paragraphs had ids, or by ids since joined."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Any

from transcripts.document import Kind, TurnText
from transcripts.document.paragraph_matching import match_paragraphs
from transcripts.models import Conference, Paragraph, Redirect, Revision

_ORDINAL = re.compile("[1-9][0-9]{0,3}")
MOST_REVISIONS = 200  # read for one answer; in a longer history nothing is looked for

Turns = list[TurnText]


def find_by_ordinal(conference: Conference, turn_id: str, ordinal: str) -> str:
    """Return the id of the one paragraph that the number named in the turn, in every revision; empty if there is none.

    Only the revisions until paragraphs got ids count, if the number named any in them. Those are the revisions whose
    documents, as stored, lack ids of paragraphs. Two queries at the most.
    """
    if not _ORDINAL.fullmatch(ordinal):
        return ""
    index = int(ordinal) - 1
    documents = conference.revisions.applied().order_by("number").values_list("document", flat=True)
    history = [_read(document, turn_id) for document in documents[: MOST_REVISIONS + 1].iterator(chunk_size=10)]
    old = list(takewhile(lambda turns: not _have_ids(turns), history))
    named = [_of(turns, turn_id, index) for turns in old]
    if len(history) > MOST_REVISIONS or not _is_one(named, index):
        return ""
    last = next((turn for turn in reversed(named) if turn), None)
    if last and len(old) < len(history):
        return _id_after(last, history[len(old)], index)
    if last or not history:
        row = Paragraph.objects.filter(turn__exchange__conference=conference, turn__public_id=turn_id)
        return row.filter(position=index + 1).values_list("public_id", flat=True).first() or ""
    since = [_of(turns, turn_id, index) for turns in history[len(old) :]]
    ids = {turn.paragraph_ids[index] if turn else "" for turn in _from_first(since)}
    return ids.pop() if len(ids) == 1 else ""


def find_last_words(public_id: str) -> str:
    """Return the words that a paragraph last had before it was joined into another; empty if unknown. Two queries."""
    step = Redirect.objects.filter(kind=Redirect.Kind.PARAGRAPH, old=public_id).first()
    stood = Revision.objects.applied().filter(conference=step.conference_id, number=step.revision) if step else None
    document = stood.values_list("document", flat=True).first() if stood is not None else None
    for exchange in (document or {}).get("exchanges", ()):
        for turn in exchange.get("turns", ()):
            ids = turn.get("paragraph_ids", ())
            if public_id in ids:
                return str(turn["paragraphs"][ids.index(public_id)])
    return ""


def _read(document: dict[str, Any], turn_id: str) -> Turns:
    """Return the turns of a stored document; without ids of paragraphs, only the turn asked for."""
    rows = [turn for exchange in document.get("exchanges", ()) for turn in exchange.get("turns", ())]
    has_ids = any(any(turn.get("paragraph_ids", ())) for turn in rows)
    return [
        TurnText(
            Kind.NOTE,
            paragraphs=tuple(turn.get("paragraphs", ())),
            public_id=turn.get("public_id", ""),
            paragraph_ids=tuple(turn.get("paragraph_ids", ())),
        )
        for turn in rows
        if has_ids or turn.get("public_id") == turn_id
    ]


def _have_ids(turns: Turns) -> bool:
    return any(any(turn.paragraph_ids) for turn in turns)


def _of(turns: Turns, turn_id: str, index: int) -> TurnText | None:
    """Return the turn with the id, if it has so many paragraphs."""
    return next((turn for turn in turns if turn.public_id == turn_id and index < len(turn.paragraphs)), None)


def _from_first(named: Sequence[TurnText | None]) -> Sequence[TurnText | None]:
    """Return the history from the first revision on in which the number named a paragraph."""
    return named[next((at for at, turn in enumerate(named) if turn), len(named)) :]


def _is_one(named: Sequence[TurnText | None], index: int) -> bool:
    """Return whether the number named the same paragraph ever since it named one."""
    return all(
        before is not None and now is not None and _match(before, [now], index) == (0, index)
        for before, now in pairwise(_from_first(named))
    )


def _match(before: TurnText, turns: Turns, index: int) -> tuple[int, int] | None:
    """Return the place among `turns` of the paragraph that was at `index` in the turn `before`."""
    numbered = replace(before, paragraph_ids=tuple(map(str, range(len(before.paragraphs)))))
    bare = [replace(turn, paragraph_ids=()) for turn in turns]
    pairs = {at: 0 for at, turn in enumerate(turns) if turn.public_id == before.public_id}
    kept = match_paragraphs([numbered], bare, pairs)
    return next(((at, ids.index(str(index))) for at, ids in enumerate(kept.ids) if str(index) in ids), None)


def _id_after(before: TurnText, turns: Turns, index: int) -> str:
    """Return the id that a paragraph of the last revision without ids had in the next one."""
    place = _match(before, turns, index)
    return turns[place[0]].paragraph_ids[place[1]] if place else ""
