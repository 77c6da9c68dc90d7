"""Ids and times of paragraphs, which stay with their words through every change. (For `reconcile` and row edits.)"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from transcripts.actions.redirects import leave_redirects, reclaim_ids
from transcripts.document import Kind, TurnText
from transcripts.document.paragraph_matching import match_paragraphs
from transcripts.models import Conference, Paragraph, Redirect, Revision, Turn, new_public_id


def write_paragraphs(
    conference: Conference,
    before: Sequence[TurnText],
    now: Sequence[TurnText],
    pairs: Mapping[int, int],
    keys: Sequence[int],
    *,
    is_new: bool = False,
) -> None:
    """Give the paragraphs of the conference's turns, which hold `now`, the ids that they had `before`, or new ones.

    `pairs` has the number, from 0 on, of the turn of before for that of each turn that is the same; `keys` are the
    primary keys of the turns. A conference that `is_new` has no paragraphs yet. What is gone leaves
    its id behind; what comes back and carries its id has it again. Eleven queries at the most; none where no paragraph
    came, went or moved. A row that no revision knows yet keeps its id as well. A row keeps its time with its id.
    """
    kept = match_paragraphs(before, now, pairs)
    stays = all(at in pairs and ids == before[pairs[at]].paragraph_ids and all(ids) for at, ids in enumerate(kept.ids))
    if stays and not kept.gone:
        return
    rows = Paragraph.objects.filter(turn__exchange__conference=conference)
    there = rows.values_list("public_id", "turn", "position") if not is_new else ()
    stand = {public_id: place for public_id, *place in there}
    known = {public_id for turn in before for public_id in turn.paragraph_ids}
    unknown = {tuple(place): public_id for public_id, place in stand.items() if public_id not in known}
    found = [
        [public_id or unknown.get((key, position), "") for position, public_id in enumerate(ids, start=1)]
        for key, ids in zip(keys, kept.ids, strict=True)
    ]
    wanted = _complete(conference, found, now, stand.keys())
    places = {
        public_id: [key, position]
        for key, ids in zip(keys, wanted, strict=True)
        for position, public_id in enumerate(ids, start=1)
    }
    astray = [public_id for public_id, place in stand.items() if places.get(public_id) != place]
    moved = {row.public_id: row for row in rows.filter(public_id__in=astray)} if astray else {}
    if astray:
        rows.filter(public_id__in=astray).delete()
    fresh = []
    for public_id, place in places.items():
        if stand.get(public_id) != place:
            row = moved.get(public_id) or Paragraph(public_id=public_id)
            row.turn_id, row.position = place
            fresh.append(row)
    Paragraph.objects.bulk_create(fresh, batch_size=2_000)
    successors = {old: wanted[into[0]][into[1]] if into else "" for old, into in kept.gone.items()}
    if successors:
        leave_redirects(conference, Redirect.Kind.PARAGRAPH, successors)


def write_times(conference: Conference, turns: Sequence[TurnText]) -> None:
    """Give the paragraphs of the conference's turns, which are `turns`, the times that these state. Two queries."""
    rows = Paragraph.objects.filter(turn__exchange__conference=conference)
    rows = rows.order_by("turn__exchange__position", "turn__position", "position")
    stated = [time for turn in turns for time in turn.times]
    changed = []
    for row, time in zip(rows.only("pk", "time"), stated, strict=True):
        if row.time != time:
            row.time = time
            changed.append(row)
    Paragraph.objects.bulk_update(changed, ["time"], batch_size=500)


def keep_paragraph_ids(conference: Conference, last: Revision | None) -> None:
    """Give the paragraphs of rows that were saved one by one the ids that they had at the last revision, or new ones.

    One query where no text has changed, fourteen at the most.
    """
    texts = Turn.objects.filter(exchange__conference=conference).order_by("exchange__position", "position")
    stand = list(texts.values_list("pk", "public_id", "text"))
    before = list(last.transcript.turns) if last else []
    same = {(turn.public_id, turn.text): turn for turn in before}
    now = [
        same.get((public_id, text)) or TurnText(Kind.NOTE, paragraphs=(text,), public_id=public_id)
        for _, public_id, text in stand
    ]
    before = before if last else now
    if not all(all(turn.paragraph_ids) for turn in before):
        before = _with_ids_of_rows(conference, before)
    numbers = {turn.public_id: at for at, turn in enumerate(before)}
    pairs = {at: numbers[turn.public_id] for at, turn in enumerate(now) if turn.public_id in numbers}
    write_paragraphs(conference, before, now, pairs, [pk for pk, *_ in stand])


def keep_unrecorded_ids(conference: Conference, turns: Iterable[int]) -> None:
    """Keep the ids of the paragraphs of turns that are about to be deleted, where no revision holds them yet.

    Two queries, and three more for a conference that was last changed before paragraphs had ids.
    """
    last = conference.revisions.applied().order_by("-number").first()
    if last and not any(any(turn.paragraph_ids) for turn in last.transcript.turns):
        gone = Paragraph.objects.filter(turn__in=list(turns)).values_list("public_id", flat=True)
        leave_redirects(conference, Redirect.Kind.PARAGRAPH, dict.fromkeys(gone, ""))


def _with_ids_of_rows(conference: Conference, turns: Sequence[TurnText]) -> list[TurnText]:
    """Return the turns of a revision made before paragraphs had ids, with the ids that these got. One query."""
    ids: dict[str, list[str]] = {}
    rows = Paragraph.objects.filter(turn__exchange__conference=conference).order_by("turn", "position")
    for turn, public_id in rows.values_list("turn__public_id", "public_id"):
        ids.setdefault(turn, []).append(public_id)
    return [
        turn if all(turn.paragraph_ids) else replace(turn, paragraph_ids=tuple(ids.get(turn.public_id, ())))
        for turn in turns
    ]


def _complete(
    conference: Conference, kept: Sequence[Sequence[str]], turns: Sequence[TurnText], present: Iterable[str]
) -> list[tuple[str, ...]]:
    """Return the ids, with one for each paragraph that is new: its own of old where it comes back. Two queries."""
    known = {public_id for ids in kept for public_id in ids if public_id}
    carried = {public_id for turn in turns for public_id in turn.paragraph_ids if public_id}
    back = reclaim_ids(conference, Redirect.Kind.PARAGRAPH, (known | carried) - set(present)) - known
    complete = []
    for ids, turn in zip(kept, turns, strict=True):
        own = []
        for public_id, mine in zip(ids, turn.paragraph_ids, strict=True):
            made = public_id or (mine if mine in back else new_public_id())
            back.discard(made)
            own.append(made)
        complete.append(tuple(own))
    return complete
