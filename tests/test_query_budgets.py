"""What a page may cost: at most so many queries, and no more in an archive a hundred times as large.

One query of each is for the stamp of the edition, and one of each transcript that a page shows for the ids of its
paragraphs.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    LONG_AGO,
    make_announced,
    make_conference,
    make_correction,
    make_exchange,
    make_outlet,
    make_participation,
    make_photo,
    make_plan,
    make_running,
    make_series,
    make_speaker,
    make_topic,
    make_version,
)
from transcripts import search
from transcripts.models import Conference, Correction, Exchange, Participation, Revision, Speaker, Turn, Version
from transcripts.search import postgres

pytestmark = pytest.mark.django_db

FIRST = "/conferences/2024-03-12-night-ferries/"
ANNOUNCED = "/conferences/2030-06-01-what-the-harbour-will-cost/"
RUNNING = "as-it-is-spoken"
EVERY_FILTER = "series=ports&speaker=ines-calder&topic=river-crossings&outlet=evening-courier"
BUDGETS = {
    "/": 11,
    "/calendar/": 5,
    "/calendar.ics": 5,
    "/series/ports.ics": 6,
    "/conferences/2024-03-12-night-ferries.ics": 4,
    ANNOUNCED: 6,
    f"/conferences/{RUNNING}/": 15,
    f"/conferences/{RUNNING}/?after=2": 15,
    f"/conferences/{RUNNING}/2/": 13,
    f"/conferences/{RUNNING}/full/?all=1": 13,
    f"/conferences/{RUNNING}/running.json?after=2": 14,
    f"/conferences/{RUNNING}.ics": 4,
    "/conferences/": 10,
    f"/conferences/?q=boat&{EVERY_FILTER}&language=en&year=2024&from=2020-01-01&to=2030-01-01": 15,
    "/conferences/?q=boat&sort=oldest": 15,
    "/conferences/?page=2": 10,
    "/conferences/?speaker=nobody&year=abc&from=2024-99-99&kind=foo": 12,
    FIRST: 9,
    f"{FIRST}2/": 9,
    f"{FIRST}full/": 9,
    f"{FIRST}full/?all=1": 9,
    f"{FIRST}2/?with=zh-hans": 13,
    f"{FIRST}full/?with=zh-hans": 13,
    f"{FIRST}2/?with=fr&with=xx": 9,
    f"{FIRST}cite/": 6,
    f"{FIRST}cite.bib": 5,
    "/conferences/2024-03-12-night-ferries.txt": 8,
    "/conferences/2024-03-12-night-ferries.json": 8,
    "/corrections/": 12,
    "/corrections/?page=2": 12,
    "/corrections/?conference=2024-03-12-night-ferries": 15,
    f"{FIRST}?version=1": 21,
    f"{FIRST}full/?version=2": 21,
    f"{FIRST}versions/": 8,
    f"{FIRST}versions/?since=1": 9,
    f"{FIRST}timemap/": 3,
    "/conferences/2024-03-12-night-ferries.json?version=1": 5,
    "/versions/": 3,
    "/versions/feed/": 4,
    "/versions/log.jsonl": 2,
    "/speakers/": 5,
    "/speakers/?q=cald": 7,
    "/speakers/ines-calder/": 9,
    "/speakers/ines-calder/?page=2": 9,
    "/speakers/ines-calder/?topic=river-crossings&year=2024": 10,
    "/topics/": 5,
    "/topics/?q=river": 6,
    "/topics/river-crossings/": 8,
    "/topics/river-crossings/?speaker=ines-calder&topic=river-crossings&year=2024": 9,
    "/outlets/": 5,
    "/outlets/evening-courier/": 8,
    "/series/": 5,
    "/series/ports/": 9,
    "/search/?q=boat": 14,  # one for how many of them are in running transcripts
    "/search/?q=unheardof+baot": 34,
    f"/search/?q=boat&{EVERY_FILTER}&kind=answer&sort=newest": 35,
    "/search/?speaker=ines-calder": 13,
    "/search/": 4,
    "/feed/": 12,  # one asks which of the words are kept
    f"/feed/?q=boat&{EVERY_FILTER}": 17,
    "/search/suggest/?q=calder": 2,
    "/opensearch.xml": 2,
    "/search/feed/": 4,
    "/search/feed/?q=boat": 14,
    f"/search/feed/?q=boat&{EVERY_FILTER}&kind=answer&language=en&year=2024": 11,
    "/corrections/feed/": 7,
    "/corrections/feed/?conference=2024-03-12-night-ferries": 8,
    "/speakers/ines-calder/feed/": 12,
    "/topics/river-crossings/feed/": 12,
    "/outlets/evening-courier/feed/": 12,
    "/series/ports/feed/": 13,
    "/feed/?after=800000.1": 11,
    "/speakers/ines-calder/feed/?after=1.1": 12,
    "/corrections/feed/?after=1.1.1": 8,
    "/search/feed/?q=boat&after=1": 14,
    "/conferences.csv": 6,
    f"/search.csv?q=boat&{EVERY_FILTER}": 18,
    "/series/ports.jsonl": 14,
    "/data/": 7,
    "/api/docs/": 10,
    "/oai?verb=Identify": 5,
    "/oai?verb=ListRecords&metadataPrefix=oai_dc": 10,
    "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=series:ports&from=2019-01-01": 5,
    "/oai?verb=ListSets": 3,
    "/api/v1/": 3,
    "/api/v1/conferences/": 9,
    "/api/v1/conferences/?page=2&size=2&expand=exchanges": 9,
    f"/api/v1/conferences/?q=boat&{EVERY_FILTER}&language=en&year=2024": 16,
    "/api/v1/conferences/2024-03-12-night-ferries/?expand=exchanges": 9,
    "/api/v1/exchanges/?expand=conference,turns": 14,
    "/api/v1/turns/?expand=conference,exchange": 14,
    f"/api/v1/turns/?{EVERY_FILTER}&kind=answer&page=1": 12,
    "/api/v1/speakers/": 3,
    "/api/v1/topics/?q=river": 6,
    "/api/v1/series/ports/": 3,
    "/api/v1/corrections/": 12,
    "/api/v1/versions/": 3,
    "/api/v1/announcements/": 5,  # of what is running, its people are asked for
    f"/api/v1/announcements/{RUNNING}/": 9,
    "/api/v1/search/?q=boat": 22,
    "/api/v1/changes/?expand=conference,announcement": 18,
    "/api/v1/schema/": 1,
    "/statistics/": 12,
    "/statistics/?year=2024&q=boat": 21,  # translated ones are added to the stored sums
    "/statistics/outlets.csv": 11,
    "/about/": 2,
    "/robots.txt": 1,
    "/llms.txt": 2,
    "/sitemap.xml": 7,
    "/sitemap-conferences-0.xml": 3,
    "/sitemap-speakers-0.xml": 3,
    "/cards/site/en.png": 2,
    "/nowhere/": 3,
}


def build(count: int) -> None:
    """An archive of `count` conferences, in pairs of translations, each with a speaker, and one that has everything."""
    # Sitemaps are named by ranges of keys, and PostgreSQL goes on counting where the last test stopped.
    tables = [{"table": model._meta.db_table, "column": "id"} for model in (Conference, Speaker)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), tables):
            cursor.execute(statement)
    first = make_conference(
        "Night ferries", exchanges=0, series=make_series("Ports"), translation_group="night", source="Gazette"
    )
    speaker, outlet, topic = make_speaker("Ines Calder"), make_outlet("Evening Courier"), make_topic("River crossings")
    for number in range(3):
        make_exchange(first, heading=f"Heading {number}", speaker=speaker, outlet=outlet, topics=(topic,))
    make_participation(first, speaker)
    for number in range(3):
        make_photo(first, alt=f"Boat {number}")
    make_correction(first, Turn.objects.get(exchange__position=1, position=2))
    make_correction(first, Turn.objects.get(exchange__position=2, position=1))
    make_correction(first, field="venue")
    for number in (1, 2):
        make_version(first, summary=f"Summary {number}.")
    make_conference("夜航", translation_group="night", language="zh-hans", exchanges=3)
    conferences = Conference.objects.bulk_create(
        Conference(
            title=f"Conference {number}",
            slug=f"conference-{number}",
            date=date(2015, 1, 1) + timedelta(days=number),
            status="published",
            published_at=LONG_AGO,
            series=first.series,
            language="en" if number % 2 else "fr",
            translation_group=f"group-{number // 2}",
        )
        for number in range(count)
    )
    Participation.objects.bulk_create(
        Participation(conference=each, speaker=speaker, position=1, name_as_printed="Calder", role_as_printed="mayor")
        for each in conferences
    )
    exchanges = Exchange.objects.bulk_create(
        Exchange(conference=each, position=1, heading="Boats") for each in conferences
    )
    Exchange.topics.through.objects.bulk_create(
        Exchange.topics.through(exchange=each, topic=topic) for each in exchanges
    )
    Turn.objects.bulk_create(
        Turn(exchange=each, position=1, kind="question", text="When does the boat leave?", outlet=outlet)
        for each in exchanges
    )
    Turn.objects.bulk_create(
        Turn(exchange=each, position=2, kind="answer", text="The boat leaves at one.", speaker=speaker)
        for each in exchanges
    )
    revisions = Revision.objects.bulk_create(
        Revision(conference=each, number=1, digest="1", document={}, made_at=LONG_AGO, is_major=True, note="Misheard.")
        for each in conferences
    )
    said = Turn.objects.filter(position=2).values_list("public_id", flat=True)
    Correction.objects.bulk_create(
        Correction(revision=each, position=1, turn_public_id=public_id, was="at two", now="at one")
        for each, public_id in zip(revisions, said[3:], strict=False)
    )
    for conference in (first, *conferences[:: max(1, count // 10)]):
        search.index(conference.pk)
    start = datetime(2030, 6, 1, 9, tzinfo=UTC)
    make_announced(plan=make_plan(starts_at=start, ends_at=start + timedelta(hours=1), series=first.series))
    running = make_running(slug=RUNNING, series=first.series)
    make_participation(running, speaker)
    for _ in range(count // 5):
        make_exchange(running, speaker=speaker, outlet=outlet, topics=(topic,))
    search.index(running.pk)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its autovacuum does within a minute; else it plans for empty tables


def count_queries(client: Client, path: str) -> int:
    assert connection.features.supports_json_field  # the driver is asked once a process, by three queries
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path)
    b"".join(page)  # what is streamed is asked for while it is sent, and not counted
    assert page.status_code == (404 if path == "/nowhere/" else 200), path
    return len(queries)


@pytest.fixture(params=[10, 1000])
def archive(request: pytest.FixtureRequest) -> int:
    build(request.param)
    return request.param


@pytest.mark.slow
def test_pages_keep_to_their_budgets_at_any_size(client: Client, archive: int) -> None:
    over = {
        path: (queries, budget)
        for path, budget in BUDGETS.items()
        if not (path.endswith("page=2") and archive < 100) and (queries := count_queries(client, path)) > budget
    }
    assert not over, "\n".join(f"{path}: {found} of {most}" for path, (found, most) in over.items())


def test_pages_cost_the_same_at_a_hundred_times_the_size(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    # Searches begin with so few of the newest conferences that there are others in a small archive as well.
    begin = postgres._newest
    monkeypatch.setattr(postgres, "_newest", lambda question: begin(question)[:4])
    # A harvest's page that is full asks once less, and one of changes twice.
    paths = [path for path in BUDGETS if not path.endswith("page=2") and not path.startswith("/oai?verb=ListR")]
    paths = [path for path in paths if not path.startswith(("/oai?verb=ListI", "/api/v1/changes/"))]
    build(10)
    small = {path: count_queries(client, path) for path in paths}
    Version.objects.all().delete()  # whose log protects its conferences
    Conference.objects.all().delete()
    build(900)  # where a name has more than a thousand turns, its page asks once more for the years of those left out
    assert {path: count_queries(client, path) for path in paths} == small


@pytest.mark.parametrize(
    "path",
    [
        FIRST,
        f"{FIRST}full/",
        f"{FIRST}?with=zh-hans",
        f"{FIRST}full/?with=zh-hans",
        f"{FIRST[:-1]}.txt",
        f"{FIRST[:-1]}.json",
    ],
)
def test_a_long_conference_costs_no_more(client: Client, path: str) -> None:
    build(10)
    before = count_queries(client, path)
    conference = Conference.objects.get(title="Night ferries")
    for number in range(30):
        speaker = make_speaker(f"Speaker {number}")
        make_participation(conference, speaker)
        topics = (make_topic(f"Topic {number}"),)
        exchange = make_exchange(conference, heading=f"More {number}", speaker=speaker, topics=topics)
        make_correction(conference, exchange.turns.get(position=2))
    assert count_queries(client, path) == before


def test_a_revision_of_many_turns_costs_no_more(client: Client) -> None:
    build(10)
    before = count_queries(client, "/corrections/")
    first = Correction.objects.order_by("-pk")[0]
    Correction.objects.bulk_create(
        Correction(revision=first.revision, position=number, turn_public_id="gone", was="two", now="one")
        for number in range(2, 100)
    )
    assert count_queries(client, "/corrections/") == before


def test_an_exchange_is_downloaded_in_nine_queries(client: Client) -> None:
    exchange = make_conference(exchanges=12, series=make_series()).exchanges.get(position=7)
    for suffix in ("txt", "json"):
        assert count_queries(client, f"/exchanges/{exchange.public_id}.{suffix}") <= 9


def test_a_part_is_cited_in_eight_queries_as_a_page_and_in_seven_as_a_file(client: Client) -> None:
    exchange = make_conference(exchanges=12, series=make_series()).exchanges.get(position=7)
    for part in (exchange, exchange.turns.get(position=2)):
        assert count_queries(client, f"{part.get_permanent_url()}cite/") == 8
        assert count_queries(client, f"{part.get_permanent_url()}cite.ris") == 7
    assert count_queries(client, f"{part.get_permanent_url()}report/") == 5


def test_permanent_links_cost_two_queries(client: Client) -> None:
    make_conference(exchanges=1)
    turn = Turn.objects.select_related("exchange").get(position=1)
    paragraph = turn.paragraph_rows.get()
    for part in (turn, turn.exchange, paragraph):
        assert count_to(client, part.get_permanent_url()) == 2
    assert count_to(client, f"{paragraph.get_permanent_url()}?text=boat") == 3
    assert count_to(client, f"{turn.get_permanent_url()}?p=1") <= 5


def count_to(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 302
    return len(queries)
