"""Planner statistics of the tables, for both databases.

PostgreSQL counts its tables by itself, a minute or so after they have changed. Statements are written so that they need
no counts, and whatever writes much at once calls `count_tables` at its end.

SQLite plans by the statistics of a large archive, whatever this one holds.

SQLite knows what its tables hold only after `ANALYZE`, which an archive that grew by imports never had, and what it
learnt of a small one is wrong for a large one. Without statistics it takes “status = published” for a rare fact, and a
list of names reads every conference for each name. These make it plan alike everywhere, as the tests have seen it.
"""

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

_CONFERENCES = 20_000
# What is joined to a table that the query makes has more rows than SQLite takes that for, with any LIMIT: 1,048,576.
# With fewer it walks the whole index, or makes a filter of it, in place of looking up the few rows of each conference.
_MANY = 5_000_000
# Table: its rows, and how many of them have the same value in a column; one, where no number is given.
NOMINAL: dict[str, tuple[int, dict[str, int]]] = {
    "conference": (
        _CONFERENCES,
        {"status": _CONFERENCES, "series_id": 500, "language": _CONFERENCES, "source_url": 2, "translation_group": 2},
    ),
    "participation": (_MANY, {"conference_id": 3, "speaker_id": 10, "position": _MANY // 5}),
    "exchange": (200_000, {"conference_id": 10, "position": 10_000}),
    "exchange_topics": (300_000, {"exchange_id": 2, "topic_id": 3_000}),  # of a frequent one, as of those below
    "turn": (500_000, {"exchange_id": 3, "speaker_id": 3_000, "outlet_id": 3_000, "position": 200_000}),
    "paragraph": (500_000, {"turn_id": 2, "position": 300_000}),
    "revision": (60_000, {"conference_id": 3}),
    "version": (30_000, {"conference_id": 2}),
    "event": (60_000, {"conference_id": 3, "what": 10_000}),
    "correction": (5_000, {"revision_id": 2, "closed_by_id": 2, "turn_public_id": 2, "position": 2_000}),
    "conferencecount": (_MANY, {"conference_id": 12, "of": _MANY // 4, "record": 50}),
    "removal": (100, {"conference_id": 2}),
    "search_rows": (500_000, {"conference_id": 30}),
    "speaker": (5_000, {}),
    "topic": (2_000, {}),
    "outlet": (1_000, {}),
    "series": (100, {}),
    "namekey": (40_000, {"kind": 10_000, "record": 20_000, "key": 2}),
}


def set_statistics(database: BaseDatabaseWrapper) -> None:
    """Replace what SQLite knows of its tables by NOMINAL. Some fifty statements; none in PostgreSQL."""
    if database.vendor != "sqlite":
        return
    with database.cursor() as cursor:
        cursor.execute("ANALYZE sqlite_schema")  # makes the table of statistics where there is none
        rows = [row for table in NOMINAL for row in _of_table(cursor, table)]
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", rows)
        cursor.execute("ANALYZE sqlite_schema")  # reads them


def count_tables() -> None:
    """Let PostgreSQL count what its tables hold now, after much was written. One statement; none in SQLite."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            tables = ", ".join(connection.ops.quote_name(f"transcripts_{name}") for name in _COUNTED)
            cursor.execute(f"ANALYZE {tables}")


# Those that pages ask; the table of the search is counted when it is made.
_COUNTED = sorted(set(NOMINAL) - {"search_rows"})


def _of_table(cursor: Any, name: str) -> list[tuple[str, str, str]]:
    """Return the statistics of each index: the table’s rows, and those alike in the first column, in two, and so on."""
    rows, alike = NOMINAL[name]
    table, made = f"transcripts_{name}", []
    cursor.execute("SELECT name, [unique] FROM pragma_index_list(%s)", [table])
    for index, is_unique in cursor.fetchall():
        cursor.execute("SELECT name FROM pragma_index_info(%s) ORDER BY seqno", [index])
        numbers, share = [rows], float(rows)
        for (column,) in cursor.fetchall():
            share *= alike.get(column, 1) / rows
            numbers.append(max(1, round(share)))
        if is_unique:
            numbers[-1] = 1
        made.append((table, index, " ".join(map(str, numbers))))
    return made
