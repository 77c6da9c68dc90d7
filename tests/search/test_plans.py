"""How the index is asked: on PostgreSQL never by reading a table from end to end, on both only as far as is needed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from tests.builders import LONG_AGO, make_conference, make_exchange, make_outlet, make_speaker
from tests.calls import calls_of
from tests.search.building import found, say
from transcripts import search
from transcripts.listing import TurnListing
from transcripts.models import Conference, Exchange, NameKey, Speaker, Turn
from transcripts.search import Filters, Sort, rebuilding
from transcripts.search.index_query import IndexQuery
from transcripts.search.rows import IndexedTurn

pytestmark = pytest.mark.django_db
on_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's plans")

LARGE = {"transcripts_search", "transcripts_turn", "transcripts_exchange"}
QUESTIONS = {
    "rare word": "q=lighthouse",
    "common word": "q=the",
    "two common words": "q=the+of",
    "phrase": "q=%22harbour+bridge%22",
    "phrase of common words": "q=%22of+the%22",
    "rare phrase of common words": "q=%22the+of%22",
    "Chinese, two characters": "q=港口",
    "Chinese, one character": "q=港",
    "leaving out": "q=the+-harbour",
    "either": "q=lighthouse+OR+harbour",
    "beginning": "q=light*",
    "common word, one speaker": "q=the&speaker=ines-calder",
    "common word, one year": "q=the&year=2012",
    "newest first": "q=the&sort=newest",
    "oldest first": "q=the&sort=oldest",
    "page 50": "q=the&page=50",
    "a filter alone": "kind=answer",
    "a year alone": "q=2012",
    "a year, leaving out": "q=2012+-harbour",
}


def build(conferences: int = 200, exchanges: int = 50) -> None:
    """An archive in which a planner knows what reading a whole table costs: two turns an exchange, written in bulk."""
    speaker, outlet = make_speaker("Ines Calder"), make_outlet()
    others = Speaker.objects.bulk_create(Speaker(name=f"Speaker {number}", slug=f"s-{number}") for number in range(400))
    made = Conference.objects.bulk_create(
        Conference(
            title=f"Z {number}",
            slug=f"z-{number}",
            date=date(2006, 1, 1) + timedelta(days=36 * number),
            status="published",
            published_at=LONG_AGO,
        )
        for number in range(conferences)
    )
    rows = Exchange.objects.bulk_create(
        Exchange(conference=each, position=number) for each in made for number in range(1, exchanges + 1)
    )
    said = ["The bridge of the harbour is open to all of the boats. 港口开放。", "We keep the harbour bridge open."]
    Turn.objects.bulk_create(
        turn
        for number, each in enumerate(rows)
        for turn in (
            Turn(exchange=each, position=1, kind="question", text=f"Why the ferry {number}?", outlet=outlet),
            Turn(
                exchange=each,
                position=2,
                kind="answer",
                text=f"{said[number % 2]} {'The lighthouse.' if number % 1000 == 7 else ''}",
                speaker=others[number % 400] if number % 10 else speaker,
            ),
        )
    )
    search.rebuild()


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
def test_no_question_reads_a_large_table_from_end_to_end() -> None:
    build()
    wrong = []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for name, query in QUESTIONS.items():
            sent = statements(lambda query=query: TurnListing(QueryDict(query), path="/search/"))
            plans = []
            for sql, parameters in sent:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
                plans += scans(cursor.fetchone()[0][0]["Plan"])
            wrong += [(name, scan) for scan in plans if scan[0] == "Seq Scan" and scan[1] in LARGE]
            assert ("Bitmap Heap Scan", "transcripts_search") in plans, name  # that is, by the words
    assert not wrong


@on_postgres
def test_names_are_looked_up_by_their_keys_before_the_tables_were_counted() -> None:
    kinds = ("speaker", "topic", "outlet")
    NameKey.objects.bulk_create(
        NameKey(kind=kinds[number % 3], record=number, name=f"Name {number}", key=f"# name {number}")
        for number in range(3000)
    )
    say("The harbour is open.")
    (sql, parameters), *_ = (sent for sent in statements(lambda: search.find("harbour")) if "namekey" in sent[0])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute(f"PREPARE names (text[]) AS {sql.replace('%s', '$1')}")
        cursor.execute("EXPLAIN (FORMAT JSON) EXECUTE names (%s)", parameters)
        plan = cursor.fetchone()[0][0]["Plan"]
        cursor.execute("DEALLOCATE names")
    assert indexes(plan) == {"name_key"}


@on_postgres
def test_a_day_of_many_turns_is_not_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transcripts.search.finding.COUNT_CAP", 40)
    build(conferences=300, exchanges=4)
    Conference.objects.update(date=date(2024, 1, 2))
    search.rebuild()
    for sort in (Sort.RELEVANCE, Sort.NEWEST):
        sent = statements(lambda sort=sort: search.find("harbour", sort=sort, limit=40))
        read = sum(rows_read(sql, parameters) for sql, parameters in sent)
        assert 91 <= read <= 4 * 91, sort  # with the rows of titles as many are asked for; there are 1,200


def rows_read(sql: str, parameters: Any) -> int:
    """The rows of the index that a statement reads by their words."""

    def of(plan: dict[str, Any]) -> int:
        is_read = (plan["Node Type"], plan.get("Relation Name")) == ("Bitmap Heap Scan", "transcripts_search")
        own = plan["Actual Rows"] * plan["Actual Loops"] if is_read else 0
        return int(own) + sum(map(of, plan.get("Plans", [])))

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", parameters)
        return of(cursor.fetchone()[0][0]["Plan"])


def indexes(plan: dict[str, Any]) -> set[str]:
    own = {plan["Index Name"]} if "Index Name" in plan else set()
    return own.union(*map(indexes, plan.get("Plans", [])))


def test_facets_are_counted_without_a_function_for_each_row() -> None:
    rows = [IndexedTurn(key, key, key, key, key % 9, key % 7, 1, "en", "answer", "3 4") for key in range(1000)]
    few, many = (search.Window(IndexQuery(), rows=rows[:number]) for number in (10, 1000))
    assert calls_of(lambda: search.facets(Filters(), many)) == calls_of(lambda: search.facets(Filters(), few))
    assert search.facets(Filters(), many)["topics"].counts == {3: 1000, 4: 1000}


@on_postgres
def test_what_changes_during_a_rebuild_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
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
