"""The bulk files: what they hold, their checksums, and that nothing taken back is given out by them."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tracemalloc
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from jsonschema import Draft202012Validator

from tests.builders import make_conference, make_draft, make_exchange, make_participation, make_speaker, make_topic
from transcripts import actions
from transcripts.document import Kind
from transcripts.models import Conference, Turn
from transcripts.reading.bulk_files import bulk_folder
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    first = make_conference("Night ferries", held_on=date(2024, 3, 12))
    make_participation(first, make_speaker())
    make_exchange(first, question="=1+1 boats?", topics=(make_topic("Fares"),))
    make_conference("Budget", exchanges=2)
    make_draft("Secret", summary="quillwort")
    call_command("make_data")
    return bulk_folder() / "current"


def test_every_table_has_everything_public_and_nothing_else(folder: Path) -> None:
    lines = [json.loads(line) for line in (folder / "conferences.jsonl").read_text().splitlines()]
    assert {line["title"] for line in lines} == {"Night ferries", "Budget"}
    validator = Draft202012Validator(json.loads((folder / "schema.json").read_text()))
    for line in lines:
        validator.validate(line)
    turns = [json.loads(line) for line in (folder / "turns.jsonl").read_text().splitlines()]
    assert {turn["public_id"] for turn in turns} == set(Turn.objects.values_list("public_id", flat=True))
    assert len({tuple(turn) for turn in turns}) == 1  # each row has all keys
    rows = list(csv.DictReader(io.StringIO((folder / "turns.csv").read_bytes().decode(), newline="")))
    assert [row["text"].removeprefix("'") for row in rows] == [turn["text"] for turn in turns]
    assert "'=1+1 boats?" in {row["text"] for row in rows}
    assert not any("quillwort" in file.read_bytes().decode(errors="replace") for file in folder.iterdir())


def test_the_database_opens_and_is_searched(folder: Path) -> None:
    with sqlite3.connect(folder / "record.sqlite") as database:
        found = database.execute(
            "SELECT title, kind FROM turns_fts JOIN turns ON turns.rowid = turns_fts.rowid "
            "JOIN conferences ON conferences.public_id = turns.conference WHERE turns_fts MATCH 'boats'"
        ).fetchall()
        assert found == [("Night ferries", Kind.QUESTION)]
        [(sql,)] = database.execute("SELECT sql FROM sqlite_master WHERE name = 'turns_fts'").fetchall()
        assert 'content="turns"' in sql  # as Datasette looks for it
        assert database.execute("SELECT published_day FROM conferences").fetchone() == ("2020-01-01",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        about = dict(database.execute("SELECT key, value FROM about"))
    assert about["edition"] == json.loads((folder / "manifest.json").read_text())["edition"]


def test_the_checksums_are_right(folder: Path) -> None:
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert len(sums) == 6
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def fetch(client: Client, path: str, headers: dict[str, str]) -> bytes:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_files_are_sent_whole_and_in_parts(folder: Path, client: Client) -> None:
    content = (folder / "turns.csv").read_bytes()
    answer = client.get("/data/turns.csv")
    assert b"".join(answer.streaming_content) == content
    assert (answer["Access-Control-Allow-Origin"], answer["Accept-Ranges"]) == ("*", "bytes")
    for asked, sent in (("bytes=0-9", content[:10]), ("bytes=5-", content[5:]), ("bytes=-7", content[-7:])):
        part = client.get("/data/turns.csv", headers={"range": asked})
        assert (part.status_code, b"".join(part.streaming_content)) == (206, sent)
        assert re.fullmatch(rf"bytes \d+-\d+/{len(content)}", part["Content-Range"])
    assert client.get("/data/turns.csv", headers={"range": "bytes=99999999-"}).status_code == 416
    for asked in ("bytes=x", "bytes=-", "bytes=0-1,4-5"):
        assert fetch(client, "/data/turns.csv", {"range": asked}) == content
    assert fetch(client, "/data/turns.csv", {"range": "bytes=0-9", "if-range": '"another"'}) == content
    assert client.get("/data/turns.csv", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.get("/data/passwd.txt").status_code == 404


def test_the_page_lists_them_with_sizes_and_as_a_dataset(folder: Path, client: Client) -> None:
    page = client.get("/data/").content.decode()
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert script
    things = {each["@type"]: each for each in json.loads(script[1])["@graph"]}
    assert {each["name"] for each in things["Dataset"]["distribution"]} >= {"turns.csv", "record.sqlite"}
    assert all(each["contentUrl"].startswith("http") for each in things["Dataset"]["distribution"])
    assert "SHA-256" in page
    assert client.get("/data/", headers={"if-none-match": client.get("/data/")["ETag"]}).status_code == 304


def test_nothing_older_than_a_withdrawal_or_a_removal_is_given_out(folder: Path, client: Client) -> None:
    conference = Conference.objects.get(title="Budget")
    actions.withdraw(conference, reason="Another meeting.")
    assert client.get("/data/turns.csv").status_code == 404
    assert "made again" in client.get("/data/").content.decode()
    call_command("make_data")
    assert b"Budget" not in b"".join(client.get("/data/conferences.csv").streaming_content)
    assert len(list(bulk_folder().glob("made-*"))) == 1  # the files before are gone
    first = Conference.objects.get(title="Night ferries")
    turn = first.exchanges.get().turns.get(position=2)
    actions.reconcile(
        first, replace(read(first), venue="Harbour house"), actions.Change(note="Numbered.", is_major=False)
    )
    first.refresh_from_db()
    cut = actions.Cut(turn.public_id, 0, "one")
    actions.remove_words(
        first, [cut], reason="A name.", is_repeated=False, base=first.revision_number, change=actions.Change()
    )
    assert client.get("/data/record.sqlite").status_code == 404


def test_it_does_nothing_where_nothing_is_new(folder: Path, capsys: Any) -> None:
    before = os.readlink(folder)
    call_command("make_data", "--if-needed")
    assert os.readlink(folder) == before
    actions.bump_edition()
    call_command("make_data", "--if-needed")
    assert os.readlink(folder) != before


def test_it_says_where_it_cannot_write(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    bulk_folder().write_text("a file")
    with pytest.raises(CommandError, match="could not be written"):
        call_command("make_data")


def test_a_larger_archive_takes_no_more_memory(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    peaks = []
    for count in (30, 300):
        days = [date(1990, 1, 1) + timedelta(days=number) for number in range(count)]
        made = Conference.objects.bulk_create(
            Conference(
                title="Boats " * 60,
                slug=f"c{count}{day}",
                date=day,
                status="published",
                published_at="2020-01-01T00:00Z",
            )
            for day in days
        )
        tracemalloc.start()
        call_command("make_data")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert made
    assert peaks[1] < peaks[0] * 2


@pytest.mark.drill
@pytest.mark.skipif(not shutil.which("datasette"), reason="Datasette, of PyPI, is not installed")
def test_datasette_opens_the_database_and_searches_it(folder: Path) -> None:
    def ask(path: str) -> Any:
        command = [shutil.which("datasette") or "", str(folder / "record.sqlite"), "--get", path]
        done = subprocess.run(command, check=True, timeout=120, capture_output=True)  # noqa: S603  (the machine's)
        return json.loads(done.stdout)

    tables = {table["name"]: table for table in ask("/record.json")["tables"]}
    assert tables["turns"]["count"] == Turn.objects.published().count()
    assert tables["turns"]["fts_table"]
    found = ask("/record/turns.json?_search=boats&_shape=objects")["rows"]
    assert [row["text"] for row in found] == ["=1+1 boats?"]
