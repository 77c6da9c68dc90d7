"""How the index is asked: on PostgreSQL never by reading a table from end to end, on both only as far as is needed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.builders import make_conference, make_exchange, make_speaker
from tests.search.building import found, say
from transcripts import search
from transcripts.models import Conference
from transcripts.search import Filters, Sort, indexing

pytestmark = pytest.mark.django_db
on_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's plans")

SMALL = {"transcripts_conference", "transcripts_namekey", "transcripts_search_vocabulary"}


def statements(run: Any) -> list[tuple[str, Any]]:
    """What `run` sends to the database."""
    sent: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        sent.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(keep):
        run()
    return sent


def scans(plan: dict[str, Any]) -> list[tuple[str, str]]:
    """Each scan of a plan: its kind, and the table."""
    own = [(plan["Node Type"], plan["Relation Name"])] if "Relation Name" in plan else []
    return own + [scan for part in plan.get("Plans", []) for scan in scans(part)]


@on_postgres
@pytest.mark.parametrize(
    ("text", "filters", "sort"),
    [
        ("harbour", Filters(), Sort.RELEVANCE),
        ("the", Filters(), Sort.NEWEST),
        ("the", Filters(), Sort.OLDEST),
        ("the harbour", Filters(), Sort.RELEVANCE),
        ('"the harbour"', Filters(), Sort.RELEVANCE),
        ("the -harbour", Filters(), Sort.RELEVANCE),
        ("the OR harbour", Filters(), Sort.RELEVANCE),
        ("harb*", Filters(), Sort.RELEVANCE),
        ("港", Filters(), Sort.RELEVANCE),
        ("港口", Filters(), Sort.RELEVANCE),
        ("the", Filters(speakers=(1,)), Sort.RELEVANCE),
        ("the", Filters(first=date(2012, 1, 1), last=date(2012, 12, 31)), Sort.RELEVANCE),
        ("", Filters(kinds=("answer",)), Sort.NEWEST),
    ],
)
def test_no_question_reads_a_table_from_end_to_end(text: str, filters: Filters, sort: Sort) -> None:
    first = date(2010, 1, 1)
    for number in range(60):
        conference = make_conference(f"Z {number}", held_on=first + timedelta(days=80 * number))
        say("The harbour is open, 港口开放。", "Of the boats.", conference=conference)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL enable_seqscan = off")  # a table of a few pages is read whole by any planner
        for sql, parameters in statements(lambda: search.find(text, filters, sort=sort)):
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
            found_scans = scans(cursor.fetchone()[0][0]["Plan"])
            assert found_scans or "unnest" in sql
            assert not [scan for scan in found_scans if scan[0] == "Seq Scan"], sql
            if "words @@" in sql and "LATERAL" in sql:
                assert ("Bitmap Heap Scan", "transcripts_search") in found_scans


@on_postgres
def test_what_changes_during_a_rebuild_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "BATCH", 1)
    (changed,) = say("The harbour is open.", conference=make_conference("Z", held_on=date(2020, 1, 1)))
    (removed,) = say("The market is open.", conference=make_conference("Zz", held_on=date(2021, 1, 1)))
    say("The bridge is open.", conference=make_conference("Zzz", held_on=date(2022, 1, 1)))
    told = []

    def meddle(count: int) -> None:
        told.append(count)
        assert search.find("bridge").total == 1  # readers find what they did
        if len(told) == 2:
            changed.text = "The lighthouse is open."
            changed.save()
            search.index(changed.exchange.conference_id)
            search.forget([removed.pk])
            removed.delete()
            say("The canal is open.", conference=make_conference("New", held_on=date(1999, 1, 1)))

    assert search.rebuild(meddle) == 3
    assert (found("harbour"), found("market")) == ([], [])
    assert (found("lighthouse"), found("canal")) == (["The lighthouse is open."], ["The canal is open."])
    assert search.check().is_good


def test_a_walk_ends_when_there_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transcripts.search.finding.COUNT_CAP", 3)
    monkeypatch.setattr("transcripts.search.finding.CONFERENCE_CAP", 2)
    for number in range(6):
        held = date(2001, 1, 1) + timedelta(days=700 * number)
        make_exchange(make_conference(f"Z {number}", held_on=held), question=None, answer=f"harbour {number}")
    search.rebuild()
    assert found("harbour", sort=Sort.NEWEST) == ["harbour 5", "harbour 4", "harbour 3"]
    assert found("harbour", sort=Sort.OLDEST) == ["harbour 0", "harbour 1", "harbour 2"]
    assert found("harbour", Filters(last=date(2006, 1, 1)), sort=Sort.NEWEST) == ["harbour 2", "harbour 1", "harbour 0"]
    titles = [conference.title for conference in search.conferences("harbour").newest_first()]
    assert titles == ["Z 5", "Z 4"]


def test_an_embargo_does_not_hide_what_lies_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transcripts.search.finding.COUNT_CAP", 2)
    for number in range(5):
        say(f"harbour {number}", conference=make_conference(f"Z {number}", held_on=date(2020 + number, 1, 1)))
    Conference.objects.filter(date__gte=date(2022, 1, 1)).update(published_at="2999-01-01T00:00Z")
    assert found("harbour", speaker_free := Filters(), sort=Sort.NEWEST) == ["harbour 1", "harbour 0"]
    assert not search.find("harbour", speaker_free).is_capped
    assert search.find("", Filters(speakers=(make_speaker().pk,))).total == 2
