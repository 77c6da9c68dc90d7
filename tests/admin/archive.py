"""An archive of any size, which the database makes of one conference: rows only, past the actions."""

from typing import Any

from django.db import connection
from django.db.models import Model

from tests.builders import make_conference, make_exchange, make_participation, make_series, make_speaker
from transcripts import actions
from transcripts.actions import Change
from transcripts.models import Conference

CHANGED = {  # of the conference, by the number i of the copy
    "title": "'Briefing ' || i",
    "slug": "'briefing-' || i",
    "public_id": "'c' || i",
    "language": "CASE WHEN i % 2 = 0 THEN 'en' ELSE 'fr' END",
    "translation_group": "CASE WHEN i % 10 < 6 THEN 'group-' || (i / 2) ELSE '' END",
    "venue": "'Quay ' || (i % 100)",
    "status": "CASE WHEN i % 100 = 7 THEN 'draft' WHEN i % 100 = 9 THEN 'submitted' ELSE 'published' END",
}
DAY, MOMENT = {
    "sqlite": ("date('2000-01-01', (i / 6) || ' days')", "datetime('2000-01-01', (i * 4) || ' hours')"),
    "postgresql": ("date '2000-01-01' + i / 6", "timestamptz '2000-01-01 00:00Z' + i * interval '4 hours'"),
}[connection.vendor]
CHANGED |= dict.fromkeys(("date", "held_on"), DAY) | dict.fromkeys(("words_at", "created_at", "updated_at"), MOMENT)
CHANGED["published_at"] = f"CASE WHEN i % 100 IN (7, 9) THEN NULL ELSE {MOMENT} END"
NUMBERS = (
    "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {size}) SELECT i FROM n) AS numbers"
)


def make_archive(size: int, change: Change) -> None:
    """Write conferences with an exchange, a turn, a participant and a revision each, the last by whose change it is.

    Of a hundred, one is a draft and one submitted; six of ten are in groups of two.
    """
    first = make_conference(series=make_series())
    for number in range(50):
        make_speaker(f"Speaker {number}", slug=f"speaker-{number}")
    participant = make_participation(first, make_speaker("Speaker 0"))
    exchange = make_exchange(first, answer=None)
    actions.sync_after_edit(first, change)
    _copy(first, CHANGED, NUMBERS.format(size=size))
    others = _all_but(first)
    mine = {"conference_id": "c.id"}
    _copy(exchange, mine | {"public_id": "'e' || c.id", "heading": "'Heading ' || c.id"}, others)
    speaker = "(SELECT s.id FROM transcripts_speaker AS s WHERE s.slug = 'speaker-' || (c.id % 50))"
    _copy(participant, mine | {"speaker_id": speaker}, others)
    _copy(first.revisions.get(), mine, others)
    theirs = _all_but(exchange)
    _copy(exchange.turns.get(), {"exchange_id": "c.id", "public_id": "'t' || c.id"}, theirs)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert Conference.objects.count() == size + 1


def _all_but(row: Model) -> str:
    return f"(SELECT id FROM {row._meta.db_table} WHERE id <> {row.pk}) AS c"  # noqa: S608  (no value from outside)


def _copy(row: Model, changed: dict[str, str], source: str) -> None:
    """Write a copy of the row for each row of `source`, with what is changed in it."""
    fields: Any = row._meta.concrete_fields
    columns = [field.column for field in fields if not field.primary_key]
    values = ", ".join(changed.get(column, f"first.{column}") for column in columns)
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values}"  # noqa: S608  (no value comes from outside)
            f" FROM {table} AS first, {source} WHERE first.id = {row.pk}"
        )
