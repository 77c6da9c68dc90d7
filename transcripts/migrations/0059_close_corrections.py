"""Close the corrections whose words a later revision changed again or took back."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af]|[^\W_]+|\s+|.", re.DOTALL)
_MOST = 4_000  # words compared one by one; beyond, all of it counts as changed
Span = tuple[int, int]


def close(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Follow each correction of a turn or a field of the head through the revisions after it."""
    corrections = apps.get_model("transcripts", "Correction").objects
    revisions = apps.get_model("transcripts", "Revision").objects.filter(state="applied")
    conferences = corrections.order_by().values_list("revision__conference", flat=True).distinct()
    for conference in list(conferences):
        waiting = list(corrections.filter(revision__conference=conference).select_related("revision").order_by("pk"))
        for each in waiting:
            each.revision.document = None  # it is as large as the transcript
        first = min(each.revision.number for each in waiting)
        later = revisions.filter(conference=conference, number__gt=first).order_by("number")
        for revision in later.iterator(chunk_size=20):
            turns, paragraphs = _turns(revision.document)
            still = []
            for each in waiting:
                outcome = None
                if each.revision.number < revision.number:
                    outcome = _outcome(each, revision.document, turns, paragraphs)
                if outcome is None:
                    still.append(each)
                else:
                    corrections.filter(pk=each.pk).update(closed_by=revision.pk, is_taken_back=outcome)
            waiting = still


def open_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Forget what became of corrections."""
    apps.get_model("transcripts", "Correction").objects.update(closed_by=None, is_taken_back=False)


def _turns(document: dict[str, Any]) -> tuple[dict[str, dict[str, Any]], set[str]]:
    turns = [turn for exchange in document.get("exchanges", ()) for turn in exchange.get("turns", ())]
    return (
        {turn.get("public_id", ""): turn for turn in turns},
        {paragraph for turn in turns for paragraph in turn.get("paragraphs", ())},
    )


def _outcome(
    correction: Any, document: dict[str, Any], turns: dict[str, dict[str, Any]], paragraphs: set[str]
) -> bool | None:
    """Return whether the correction was taken back, False when it changed otherwise, None when it stands."""
    key = correction.turn_public_id
    if correction.field == "label":
        return _of_value(correction, turns[key].get("label", "") if key in turns else correction.now)
    if correction.field:
        value = document.get(correction.field)  # no text where it is of people or of an exchange
        value = value[:5] if correction.field == "starts_at" and isinstance(value, str) else value
        return _of_value(correction, value) if isinstance(value, str) else None
    then = "\n\n".join(turns[key].get("paragraphs", ())) if key in turns else ""
    return _of_words(correction.was, correction.now, then, paragraphs)


def _of_value(correction: Any, then: str) -> bool | None:
    was, now = correction.was, correction.now
    if correction.field == "starts_at":
        was, now = was[:5], now[:5]
    return None if then == now else then == was


def _of_words(was: str, now: str, then: str, paragraphs: set[str]) -> bool | None:
    if then in {was, now}:
        return then == was or None
    later = [old for old, _ in _changes(now, then)]
    touched = [change for change in _changes(was, now) if any(_meet(change[1], other) for other in later)]
    if not touched or all(part in paragraphs for part in now.split("\n\n")):
        return None
    since = [old for old, _ in _changes(was, then)]
    return not any(_meet(change[0], other) for change in touched for other in since)


def _changes(old: str, new: str) -> Iterator[tuple[Span, Span]]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) + len(after) > _MOST:
        before, after = [old], [new]
    starts, ends = _starts(before), _starts(after)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield (starts[a], starts[b]), (ends[c], ends[d])


def _starts(words: list[str]) -> list[int]:
    places = [0]
    for word in words:
        places.append(places[-1] + len(word))
    return places


def _meet(one: Span, other: Span) -> bool:
    if one[0] == one[1]:
        return other[0] <= one[0] <= other[1]
    if other[0] == other[1]:
        return one[0] < other[0] < one[1]
    return one[0] < other[1] and other[0] < one[1]


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0058_make_versions")]
    operations = [migrations.RunPython(close, open_again)]
