"""Multiply an archive on PostgreSQL for `tools/bench_growth.py`: python tools/copy_archive.py FROM TO TIMES.

    python tools/copy_archive.py postgres://…/pressroom_growth_20000 postgres://…/pressroom_growth_1000000 50

FROM and TO are addresses of databases on one server; TO is made again. Each conference with all that belongs to it
stands in TO so many times, one copy beside the other in every order, with the same names. The index is copied too, but
for `--without-index`: without it a million exchanges take eight minutes; it takes longer than all else. Needs pg_dump
and psql. Digests and documents of revisions remain those of the archive FROM.
"""

import argparse
import os
import subprocess
from urllib.parse import urlsplit

import django
import psycopg
from psycopg.sql import SQL, Composable, Identifier, Literal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")
django.setup()

from transcripts.models.ids import ALPHABET  # noqa: E402 (the settings are read above)
from transcripts.search.rows import filter_token  # noqa: E402
from transcripts.search.words.keys import CONFERENCE_MASK, DAY_SHIFT, TURN_BITS  # noqa: E402

_INDEX = "transcripts_search"
_COPIED = {
    f"transcripts_{name}"
    for name in (
        "conference", "conferencecount", "correction", "exchange", "exchange_topics", "paragraph", "participation",
        "publicchange", "revision", "search", "turn", "version",
    )
}  # fmt: skip
_OF_SUMS = {"id", "year", "of", "record"}  # what is not a number in the sums of years
_KEYS = {"conference_id", "exchange_id", "turn_id", "revision_id", "closed_by_id", "line", "sequence"}
_VECTORS = {"words", "context"}  # of the index, with a token for the conference
_PUBLIC_IDS = {"public_id", "turn_public_id"}
_KEPT = 11  # characters of a public id; the other two number the copy


def copied(table: str, column: str, times: int) -> Composable:
    """Return the expression for a column of copy number `n`, from 0 on."""
    name = Identifier(column)
    key = SQL("sign({0}) * ((abs({0}) - 1) * {1} + n + 1)").format(name, Literal(times))  # a title's turn is below 0
    key = SQL("CASE WHEN {} = 0 THEN 0 ELSE {} END").format(name, key)
    if table == _INDEX and column in _VECTORS:
        made = SQL("ts_delete({0}, {1} || conference_id) || array_to_tsvector(ARRAY[{1} || ({2}) + n])")
        return made.format(name, Literal(filter_token("v")), SQL("(conference_id - 1) * {} + 1").format(Literal(times)))
    if table == _INDEX and column == "key":
        conference = SQL("((conference_id - 1) * {} + n + 1) & {}").format(Literal(times), Literal(CONFERENCE_MASK))
        day, turn = SQL("key >> {0} << {0}").format(Literal(DAY_SHIFT)), Literal((1 << TURN_BITS) - 1)
        return SQL("({}) | (({}) << {}) | (key & {})").format(day, conference, Literal(TURN_BITS), turn)
    if column in _KEYS or (column == "id" and table != _INDEX):
        return SQL("({})::bigint").format(key)
    if column in _PUBLIC_IDS:
        letters = [SQL("substr({}, {} + 1, 1)").format(Literal(ALPHABET), SQL(each)) for each in ("n / 31", "n % 31")]
        return SQL("CASE WHEN {0} = '' THEN '' ELSE left({0}, {1}) || {2} || {3} END").format(
            name, Literal(_KEPT), *letters
        )
    if column == "slug" or (table == "transcripts_publicchange" and column == "key"):
        return SQL("CASE WHEN n = 0 THEN {0} ELSE {0} || '-' || n END").format(name)
    return name


def rows_of(table: str, columns: list[str], times: int) -> Composable:
    """Return the query for the rows of a table in the larger archive, in the order of their keys."""
    if table in _COPIED:
        made = SQL(", ").join(copied(table, column, times) for column in columns)
        order = Identifier("key" if table == _INDEX else "id")
        query = "SELECT {} FROM {} x, generate_series(0, {}) n ORDER BY x.{}, n"
        return SQL(query).format(made, Identifier(table), Literal(times - 1), order)
    if table == f"{_INDEX}_vocabulary":
        return SQL("SELECT word, turns * {} FROM {}").format(Literal(times), Identifier(table))
    made = SQL(", ").join(
        SQL("{} * {}").format(Identifier(column), Literal(times))
        if table == "transcripts_archivecount" and column not in _OF_SUMS
        else Identifier(column)
        for column in columns
    )
    return SQL("SELECT {} FROM {}").format(made, Identifier(table))


def fill(source: str, target: str, times: int, *, without: set[str]) -> None:
    """Copy the rows of all tables but those `without`."""
    with psycopg.connect(source) as reading, psycopg.connect(target) as writing:
        found = reading.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        for (table,) in found:
            if table in without:
                continue
            asked = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            columns = [name for (name,) in reading.execute(asked, [f"public.{table}"])]
            taken = SQL("COPY ({}) TO STDOUT").format(rows_of(table, columns, times))
            listed = SQL(", ").join(map(Identifier, columns))
            given = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), listed)
            with reading.cursor().copy(taken) as out, writing.cursor().copy(given) as into:
                for block in out:
                    into.write(block)
            print(table, flush=True)


def set_sequences(target: str) -> None:
    """Let new rows come behind the copies, and the database know its tables."""
    with psycopg.connect(target, autocommit=True) as session:
        asked = "SELECT table_name, column_name FROM information_schema.columns WHERE is_identity = 'YES'"
        for table, column in session.execute(asked).fetchall():
            set_next = SQL("SELECT setval(pg_get_serial_sequence({}, {}), (SELECT coalesce(max({}), 0) + 1 FROM {}))")
            parts = (Literal(table), Literal(column), Identifier(column), Identifier(table))
            session.execute(set_next.format(*parts))
        session.execute("VACUUM ANALYZE")


def copy_schema(source: str, target: str, section: str) -> None:
    """Give the database a section of the other's schema: indexes are made when the rows are there."""
    dump = subprocess.run(["pg_dump", "-s", f"--section={section}", source], capture_output=True, check=True)  # noqa: S607
    subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", target], input=dump.stdout, check=True, capture_output=True)  # noqa: S607


def main() -> None:
    """Make the larger archive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", metavar="FROM")
    parser.add_argument("target", metavar="TO")
    parser.add_argument("times", metavar="TIMES", type=int, help="2 to 900")
    parser.add_argument("--without-index", action="store_true")
    given = parser.parse_args()
    name = Identifier(urlsplit(given.target).path.lstrip("/"))
    with psycopg.connect(given.source, autocommit=True) as session:
        session.execute(SQL("DROP DATABASE IF EXISTS {}").format(name))
        session.execute(SQL("CREATE DATABASE {}").format(name))
    copy_schema(given.source, given.target, "pre-data")
    fill(given.source, given.target, given.times, without={_INDEX} if given.without_index else set())
    copy_schema(given.source, given.target, "post-data")
    set_sequences(given.target)


if __name__ == "__main__":
    main()
