"""Lists as files: the same filters as on the page, one row a turn or conference, and no cell that is a formula."""

import csv
import io
import json
import re
import tracemalloc
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.builders import (
    make_conference,
    make_exchange,
    make_outlet,
    make_participation,
    make_series,
    make_speaker,
    make_topic,
)
from transcripts import search
from transcripts.exports.tables import TURN_COLUMNS, to_lines
from transcripts.models import Conference, Turn

pytestmark = pytest.mark.django_db


def fetch(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode())


def table(client: Client, path: str) -> list[dict[str, str]]:
    text = fetch(client, path)
    assert text.startswith("\ufeff")  # for spreadsheets
    return list(csv.DictReader(io.StringIO(text[1:])))


@pytest.fixture
def world() -> dict[str, Any]:
    speaker, outlet = make_speaker("Ines Calder"), make_outlet("Evening Courier")
    first = make_conference("Night ferries", held_on=date(2024, 3, 12))
    make_participation(first, speaker)
    make_exchange(first, question="=1+1 boats?", answer="One,\n\ntwo “boats”.", speaker=speaker, outlet=outlet)
    make_exchange(first, heading="Fares", speaker=make_speaker("Tomas Reyl"), topics=(make_topic("Fares"),))
    other = make_conference("Budget", exchanges=1, held_on=date(2025, 1, 1))
    search.index(first.pk, other.pk)
    return {"first": first, "other": other}


def test_a_speaker_s_words_are_rows_with_permanent_links(client: Client, world: Any) -> None:
    rows = table(client, "/speakers/ines-calder.csv?year=2024")
    turn = Turn.objects.get(text__startswith="One")
    assert [(row["url"], row["text"], row["title"]) for row in rows] == [
        (f"http://127.0.0.1:8000/turns/{turn.public_id}/", "One,\n\ntwo “boats”.", "Night ferries")
    ]
    assert tuple(rows[0]) == TURN_COLUMNS
    assert {row["speaker"] for row in table(client, "/speakers/ines-calder.csv")} == {"Ines Calder"}
    assert len(table(client, "/topics/fares.csv")) == 2
    assert {row["outlet"] for row in table(client, "/outlets/evening-courier.csv")} == {"Evening Courier"}
    assert [row["text"] for row in table(client, "/outlets/evening-courier.csv?speaker=ines-calder")] == [
        "'=1+1 boats?"
    ]


def test_no_cell_is_a_formula(client: Client, world: Any) -> None:
    texts = [row["text"] for row in table(client, "/outlets/evening-courier.csv")]
    assert "'=1+1 boats?" in texts
    lines = fetch(client, "/outlets/evening-courier.jsonl").splitlines()
    assert "=1+1 boats?" in [json.loads(line)["text"] for line in lines]


def test_a_search_is_in_the_order_of_its_page(client: Client, world: Any) -> None:
    rows = json.loads(fetch(client, "/search.json?q=boats"))
    page = client.get("/search/?q=boats").content.decode()
    assert len(rows) == 6
    places = [page.index(f"#{row['public_id']}") for row in rows]
    assert places == sorted(places)
    assert json.loads(fetch(client, "/search.json?q=nothing+like+it")) == []
    assert [row["kind"] for row in table(client, "/search.csv?q=boats&kind=answer")] == ["answer"] * 3
    assert "http://127.0.0.1:8000/turns/" in fetch(client, "/search.txt?q=boats")


def test_conferences_are_rows_too(client: Client, world: Any) -> None:
    assert [row["title"] for row in table(client, "/conferences.csv?from=2024-06-01")] == ["Budget"]
    assert [json.loads(line)["date"] for line in fetch(client, "/conferences.jsonl").splitlines()] == [
        "2025-01-01",
        "2024-03-12",
    ]
    assert "Night ferries" in fetch(client, "/conferences.txt")


def test_what_is_not_understood_is_refused_by_name(client: Client, world: Any) -> None:
    assert "colour: " in fetch(client, "/conferences.csv?colour=red", 400)
    assert "page: " in fetch(client, "/search.csv?q=boats&page=1", 400)
    assert "to: “2024-02-28” is before" in fetch(client, "/conferences.csv?from=2024-03-01&to=2024-02-28", 400)
    assert "topic: “x”" in fetch(client, "/speakers/ines-calder.csv?topic=x", 400)
    fetch(client, "/speakers/nobody.csv", 404)


def test_a_list_that_is_cut_says_where_it_goes_on(client: Client, world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {
        path: fetch(client, path)
        for path in ("/speakers/ines-calder.jsonl", "/conferences.jsonl", "/search.jsonl?kind=answer")
    }
    assert all(not client.get(path).has_header("Link") for path in whole)
    monkeypatch.setattr("transcripts.views.listings.listing_files.MOST_TURNS", 1)
    monkeypatch.setattr("transcripts.views.listings.listing_files.MOST_CONFERENCES", 1)
    monkeypatch.setattr("transcripts.search.COUNT_CAP", 1)
    monkeypatch.setattr("transcripts.search.finding.COUNT_CAP", 1)
    for path, rows in whole.items():
        found, address, files = "", path, 0
        while address:
            answer = client.get(address)
            assert "-part-" in answer["Content-Disposition"] or files + rows.count("\n") == 1
            found += fetch(client, address)
            address = re.sub(r"<http://127.0.0.1:8000(.*)>; rel=\"next\"", r"\1", answer.get("Link", ""))
            files += 1
        assert (path, found) == (path, rows)
        assert files == rows.count("\n")
    assert "http://127.0.0.1:8000/conferences.txt?after=" in fetch(client, "/conferences.txt").splitlines()[-1]
    for path in ("/conferences.csv?after=x", "/search.csv?q=boats&after=1", "/topics/fares.csv?after=1.1&after=1.1"):
        assert "after: " in fetch(client, path, 400)


def test_a_long_conference_is_parted_at_its_exchanges(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    conference = make_conference("Budget", exchanges=5, series=make_series("Ports"), held_on=date(2025, 1, 1))
    make_conference("Night ferries", exchanges=1, series=conference.series, held_on=date(2024, 3, 12))
    whole = fetch(client, "/series/ports.jsonl")
    monkeypatch.setattr("transcripts.views.listings.listing_files.MOST_TURNS", 5)
    monkeypatch.setattr("transcripts.views.listings.listing_files.AT_ONCE", 3)
    found, address = [], "/series/ports.jsonl"
    while address:
        answer = client.get(address)
        found.append(b"".join(answer.streaming_content).decode())
        address = re.sub(r"<http://127.0.0.1:8000(.*)>; rel=\"next\"", r"\1", answer.get("Link", ""))
    assert "".join(found) == whole
    assert [part.count("\n") for part in found] == [4, 4, 4]  # whole exchanges of two turns, never more than five
    day = date(2025, 1, 1).toordinal()
    behind = fetch(client, f"/series/ports.jsonl?after={day}.{conference.pk}")  # all of the conference is past
    assert [json.loads(line)["title"] for line in behind.splitlines()] == ["Night ferries"] * 2


def test_markdown_has_the_words_and_nothing_that_they_would_mean(client: Client, world: Any) -> None:
    Turn.objects.filter(text__startswith="One").update(text="# One\n*two* <b>")
    text = fetch(client, "/speakers/ines-calder.md")
    assert "\\# One\\\n\\*two\\* \\<b\\>" in text
    assert "http://127.0.0.1:8000/turns/" in text
    assert "## [Night ferries](" in fetch(client, "/conferences.md")


def test_each_list_links_to_its_files(client: Client, world: Any) -> None:
    for path, link in (
        ("/conferences/?year=2024", "/conferences.csv?year=2024"),
        ("/search/?q=boats&kind=answer", "/search.jsonl?q=boats&amp;kind=answer"),
        ("/speakers/ines-calder/", "/speakers/ines-calder.txt"),
        ("/zh-hans/topics/fares/", "/zh-hans/topics/fares.csv"),
    ):
        assert f'href="{link}"' in client.get(path).content.decode()
    assert table(client, "/zh-hans/topics/fares.csv")


def test_a_long_list_takes_no_more_memory(client: Client) -> None:
    days = [date(2000, 1, 1) + timedelta(days=number) for number in range(600)]
    Conference.objects.bulk_create(
        Conference(title="Boats " * 60, slug=f"c{day}", date=day, status="published", published_at="2020-01-01T00:00Z")
        for day in days
    )
    answer = client.get("/conferences.jsonl")
    stream = iter(answer.streaming_content)
    next(stream)
    tracemalloc.start()
    total = sum(map(len, stream))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total > 400_000
    assert most < 2_000_000


def test_a_line_ends_nowhere_else() -> None:
    [line] = to_lines([{"text": "a\u2028b\x85c\u2029d"}])
    assert line.splitlines(keepends=True) == [line]
    assert json.loads(line) == {"text": "a\u2028b\x85c\u2029d"}
