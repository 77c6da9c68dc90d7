"""The whole record as files: JSON Lines, CSV and one SQLite database, written in one pass over the conferences."""

import csv
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.utils.timezone import localdate

from transcripts.exports.tables import (
    CONFERENCE_COLUMNS,
    TURN_COLUMNS,
    Row,
    flat_conference,
    flat_turns,
    guard,
    to_lines,
    whole_row,
)
from transcripts.reading.many_documents import Whole

MANIFEST = "manifest.json"
PIECE = 2**20  # bytes that are read at once


@dataclass(frozen=True, slots=True)
class BulkFile:
    """One of the files: its name, its content type, and in words what it holds."""

    name: str
    content_type: str
    what: str


FILES = {
    file.name: file
    for file in (
        BulkFile(
            "record.sqlite", "application/vnd.sqlite3", "all tables in one SQLite database, with full-text search"
        ),
        BulkFile("conferences.jsonl", "application/jsonl; charset=utf-8", "a conference a line, with all its words"),
        BulkFile("turns.jsonl", "application/jsonl; charset=utf-8", "a turn a line"),
        BulkFile("turns.csv", "text/csv; charset=utf-8", "a turn a row"),
        BulkFile("conferences.csv", "text/csv; charset=utf-8", "a conference a row, without its words"),
        BulkFile("schema.json", "application/schema+json", "JSON Schema of the lines"),
        BulkFile("SHA256SUMS", "text/plain; charset=utf-8", "checksums, for sha256sum -c"),
        BulkFile(MANIFEST, "application/json", "this list, with the edition"),
    )
}
_TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE conferences (
  public_id TEXT PRIMARY KEY, url TEXT, slug TEXT, title TEXT, language TEXT, date TEXT, held_on TEXT, starts_at TEXT,
  posted_on TEXT, venue TEXT, source TEXT, source_url TEXT, summary TEXT, series TEXT, series_slug TEXT,
  record_status TEXT, published_at TEXT, published_day TEXT, version INTEGER, translation_group TEXT
);
CREATE TABLE people (
  conference TEXT REFERENCES conferences (public_id), position INTEGER, name TEXT, role TEXT, part TEXT,
  speaker_slug TEXT, PRIMARY KEY (conference, position)
);
CREATE TABLE exchanges (
  public_id TEXT PRIMARY KEY, url TEXT, conference TEXT REFERENCES conferences (public_id), position INTEGER,
  heading TEXT
);
CREATE TABLE topics (
  exchange TEXT REFERENCES exchanges (public_id), name TEXT, slug TEXT, PRIMARY KEY (exchange, name)
);
CREATE TABLE turns (
  public_id TEXT PRIMARY KEY, url TEXT, conference TEXT REFERENCES conferences (public_id),
  exchange TEXT REFERENCES exchanges (public_id), position INTEGER, kind TEXT, speaker TEXT, speaker_slug TEXT,
  outlet TEXT, outlet_slug TEXT, journalist TEXT, label TEXT, language TEXT, date TEXT, text TEXT
);
"""
# Datasette finds the search by this line as it is, with double quotes.
_INDEXES = """
CREATE INDEX conferences_date ON conferences (date);
CREATE INDEX exchanges_conference ON exchanges (conference, position);
CREATE INDEX turns_exchange ON turns (exchange, position);
CREATE INDEX turns_conference ON turns (conference);
CREATE INDEX turns_speaker ON turns (speaker_slug);
CREATE INDEX turns_outlet ON turns (outlet_slug);
CREATE VIRTUAL TABLE turns_fts USING FTS5 (text, label, content="turns", tokenize="unicode61 remove_diacritics 2");
INSERT INTO turns_fts (turns_fts) VALUES ('rebuild');
"""


class _Writer:
    """The open files of one pass."""

    def __init__(self, folder: Path, site: str, stack: ExitStack) -> None:
        self.site = site

        def text(name: str) -> TextIO:
            return stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))

        self.whole_lines, self.turn_lines = text("conferences.jsonl"), text("turns.jsonl")
        self.turn_cells, self.cells = csv.writer(text("turns.csv")), csv.writer(text("conferences.csv"))
        self.turn_cells.writerow(TURN_COLUMNS)
        self.cells.writerow(CONFERENCE_COLUMNS)
        self.database = stack.enter_context(closing(sqlite3.connect(folder / "record.sqlite")))
        self.database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")
        self.database.execute("BEGIN")

    def write(self, whole: Whole) -> None:
        """Write a conference into all files."""
        row = whole_row(whole, self.site)
        self.whole_lines.writelines(to_lines([row]))
        self.cells.writerow(_guarded(flat_conference(whole, self.site), CONFERENCE_COLUMNS))
        for turn in flat_turns(whole, self.site):
            self.turn_lines.writelines(to_lines([turn]))
            self.turn_cells.writerow(_guarded(turn, TURN_COLUMNS))
        self._insert(whole, row)

    def _insert(self, whole: Whole, row: Row) -> None:
        series, published = row["series"] or {}, whole.conference.published_at
        about = {name: value for name, value in row.items() if name not in {"people", "exchanges"}}
        about |= {"series": series.get("name", ""), "series_slug": series.get("slug", "")}
        about["published_day"] = localdate(published).isoformat() if published else None
        self._put("conferences", about)
        for position, person in enumerate(row["people"], start=1):
            place = {"conference": row["public_id"], "position": position, "speaker_slug": person["slug"]}
            self._put("people", place | {name: person[name] for name in ("name", "role", "part")})
        for exchange in row["exchanges"]:
            self._put("exchanges", {name: exchange[name] for name in _EXCHANGE})
            for topic in exchange["topics"]:
                named = {"exchange": exchange["public_id"], "name": topic["name"], "slug": topic["slug"]}
                self._put("topics", named, or_ignore=True)
            for turn in exchange["turns"]:
                speaker, outlet = turn["speaker"] or {}, turn["outlet"] or {}
                said = {name: turn[name] for name in _TURN}
                said |= {"speaker": speaker.get("name", ""), "speaker_slug": speaker.get("slug", "")}
                said |= {"outlet": outlet.get("name", ""), "outlet_slug": outlet.get("slug", "")}
                self._put("turns", said | {"text": "\n\n".join(each["text"] for each in turn["paragraphs"])})

    def _put(self, table: str, row: Mapping[str, Any], *, or_ignore: bool = False) -> None:
        columns, places = ", ".join(row), ", ".join("?" * len(row))
        also = " OR IGNORE" if or_ignore else ""
        self.database.execute(
            f"INSERT{also} INTO {table} ({columns}) VALUES ({places})",
            tuple(row.values()),
        )

    def close(self, about: Mapping[str, str]) -> None:
        """Say what the database is, and make its indexes."""
        self.database.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        self.database.execute("COMMIT")
        self.database.executescript(_INDEXES)


_EXCHANGE = ("public_id", "url", "conference", "position", "heading")
_TURN = (
    "public_id", "url", "conference", "exchange", "position", "kind", "journalist", "label", "language", "date",
)  # fmt: skip


def write_bulk(
    folder: Path,
    wholes: Iterable[Whole],
    *,
    site: str,
    about: Mapping[str, str],
    schema: Mapping[str, Any],
    manifest: Mapping[str, Any],
) -> None:
    """Write all files into an empty folder, in memory that does not depend on the number of conferences.

    `about` goes into the database, `manifest` into the list of the files, with their sizes and checksums.
    """
    with ExitStack() as stack:
        writer = _Writer(folder, site, stack)
        for whole in wholes:
            writer.write(whole)
        writer.close(about)
    (folder / "schema.json").write_text(json.dumps(schema, ensure_ascii=False, indent=1), encoding="utf-8")
    made = []
    for name, file in FILES.items():
        path = folder / name
        if path.exists():
            size, digest = path.stat().st_size, _digest(path)
            made.append({"name": name, "size": size, "sha256": digest, "content_type": file.content_type})
    sums = "".join(f"{each['sha256']}  {each['name']}\n" for each in made)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    (folder / MANIFEST).write_text(json.dumps({**manifest, "files": made}, indent=1), encoding="utf-8")


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _guarded(row: Row, columns: Iterable[str]) -> list[Any]:
    return [guard(cell) if isinstance(cell, str) else cell for cell in (row[name] for name in columns)]
