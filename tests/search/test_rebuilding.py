"""A rebuild of the index: nothing is lost to readers meanwhile, and nothing comes back by it; an old one is told."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import date
from itertools import combinations, count
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections, transaction
from django.test import Client

from tests.admin.conftest import log_in
from tests.builders import make_author, make_conference, make_editor, make_exchange, make_participation, make_speaker
from tests.documents import answer, document, question
from tests.search.building import found, say
from transcripts import actions, search
from transcripts.actions import Change, Cut
from transcripts.document import ExchangeText
from transcripts.models import Conference, Turn
from transcripts.search import index_state, rebuilding, sqlite
from transcripts.search.index_state import INDEX_RELEASE
from transcripts.search.rows import rows
from transcripts.search.words import vocabulary

GOLDEN = Path(__file__).parents[1] / "golden" / "search-index.json"
# What tokens are made of: endings, hyphens, initials, numbers, accents, asides, both kinds of Chinese, kana, names.
TEXTS = [
    "The ferries’ fares rose by 1,080.50 — co-operation, well-being, e-mail.",
    "U.S. and US officials told us so. (Laughter.) J. R. Łoś, José Ñandú-O’Brien, l’Écho; o’clock.",
    "发展港口经济，开放24小时。瞭解著名藉口，衞生擡頭，著者看着。（笑声）",
    "ｆｕｌｌ　ｗｉｄｔｈ ﬁne ½ カナ 한글 Ελλάς ёлка COVID-19 5/9/2023 §s7",
]


def make_old(release: int | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE transcripts_search_state SET release = %s", [release])


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("transcripts_search")}


@pytest.mark.django_db
def test_whoever_changes_what_the_index_holds_raises_its_release(request: pytest.FixtureRequest) -> None:
    """To raise it: INDEX_RELEASE in index_state.py, then `pytest --regenerate-golden` on this file."""
    speaker = make_speaker("Ines Calder")
    conference = make_conference("Night ferries 夜航")
    for text in TEXTS:
        make_exchange(conference, heading="On fares", question=f"What of this? {text}", answer=text, speaker=speaker)
    make_participation(conference, speaker, role="Acting Minister of Ports, Region South")
    held = [
        {"body": row.body, "context": row.context, "question": row.question, "title": row.title}
        | {"words": sorted(row.words), "marks": sorted({mark[:2] for mark in row.marks})}
        for row in rows([conference.pk])
    ]
    kept = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {"release": 0}
    if request.config.getoption("--regenerate-golden") and kept["release"] < INDEX_RELEASE:
        whole = {"release": INDEX_RELEASE, "rows": held}
        GOLDEN.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return
    assert held == kept["rows"], "The index holds other tokens: raise INDEX_RELEASE."
    assert kept["release"] == INDEX_RELEASE


@pytest.mark.django_db
@pytest.mark.parametrize("release", [None, INDEX_RELEASE - 1, INDEX_RELEASE + 1])
def test_an_index_of_another_release_is_told_and_rebuilt_where_needed(
    client: Client, capsys: pytest.CaptureFixture[str], release: int | None
) -> None:
    editor, author = log_in(make_editor()), log_in(make_author())
    say("The harbour is open.")
    make_old(release)
    call_command("migrate", verbosity=1)
    assert "The search index was made by an earlier release: run manage.py rebuild_search." in capsys.readouterr().err
    assert client.get("/health/").json()["search_index"] == "old"
    assert "The search index is old" in editor.get("/admin/").content.decode()
    assert "The search index is old" not in author.get("/admin/").content.decode()
    assert found("harbour") == ["The harbour is open."]
    call_command("rebuild_search", "--if-needed")
    assert capsys.readouterr().out == "1 turns indexed.\n"
    assert not search.is_old()
    assert client.get("/health/").json()["search_index"] == "ok"
    assert "The search index is old" not in editor.get("/admin/").content.decode()
    call_command("migrate", verbosity=1)
    assert "search index" not in capsys.readouterr().err
    call_command("rebuild_search", "--if-needed")
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_a_site_without_turns_has_todays_index(capsys: pytest.CaptureFixture[str]) -> None:
    make_old()
    call_command("migrate", verbosity=1)
    assert "search index" not in capsys.readouterr().err
    assert not search.is_old()


class Reader:
    """A reader who searches all the while, in a thread with a connection of their own."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.totals: list[int] = []
        self.stop, self.again = Event(), Event()
        self.work: Future[None] = pool.submit(self._search)

    def _search(self) -> None:
        try:
            while not self.stop.is_set():
                self.totals.append(search.find("harbour").total)
                self.again.set()
        finally:
            connections.close_all()

    def wait(self) -> None:
        """Wait for a search that begins from now on."""
        for _ in range(2):
            self.again.clear()
            while not self.again.wait(timeout=0.1):
                if self.work.done():
                    self.work.result()
                    return

    def end(self) -> list[int]:
        """Stop searching; return the number of results of each search. Raises what a search raised."""
        self.wait()
        self.stop.set()
        self.work.result(timeout=60)
        return self.totals


@pytest.fixture
def reader(database_for_threads: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """A reader of seven conferences that speak of the harbour, one of them published by the actions."""
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    for number in range(6):
        held = date(2001 + number, 1, 1)
        say(f"The harbour of {number} is open.", conference=make_conference(f"Zzz {number}", held_on=held))
    conference = Conference(title="Night ferries")
    whole = document(ExchangeText((question("Why?"), answer("The harbour has the goldfinch of the mill."))))
    actions.reconcile(conference, whole)
    actions.publish(conference)
    with ThreadPoolExecutor(1) as pool:
        reader = Reader(pool)
        try:
            yield reader
        finally:
            reader.stop.set()


def rebuild_and(reader: Reader, action: Any, at: int = 8) -> None:
    """Rebuild, and call `action` when `at` batches have been read, once."""
    told: list[int] = []

    def meddle(count: int) -> None:
        told.append(count)
        reader.wait()
        if len(told) == at:
            action()
            reader.wait()

    search.rebuild(meddle)


def test_readers_find_everything_all_the_while(reader: Reader) -> None:
    make_old()
    rebuild_and(reader, lambda: None)
    rebuild_and(reader, lambda: None)
    totals = reader.end()
    assert set(totals) == {7}
    assert len(totals) > 14
    assert search.check().is_good
    assert not search.is_old()


@pytest.mark.parametrize("at", [1, 7])
def test_what_is_withdrawn_in_the_middle_does_not_come_back(reader: Reader, at: int) -> None:
    def withdraw() -> None:
        actions.withdraw(Conference.objects.get(title="Night ferries"), reason="Wrong.")

    rebuild_and(reader, withdraw, at)
    totals = reader.end()
    assert set(totals) == {7, 6}
    assert sorted(totals, reverse=True) == totals
    assert found("goldfinch") == []
    Conference.objects.filter(title="Night ferries").update(status="published")
    assert found("goldfinch") == []  # the index itself has it as withdrawn; it is not left to the gate alone
    assert search.check().is_good


def test_what_is_edited_published_and_moved_to_another_day_in_the_middle_is_found_as_it_is(reader: Reader) -> None:
    def edit() -> None:
        turn = Turn.objects.get(text="The harbour of 0 is open.")
        turn.text = "The harbour of lighthouses is open."
        turn.save()
        conference = turn.exchange.conference
        conference.held_on = date(2019, 1, 1)  # its place has been read; it will come once more
        conference.save()
        search.index(conference.pk)
        gone = Turn.objects.get(text="The harbour of 1 is open.")
        search.forget([gone.pk])
        gone.delete()
        say("The harbour is new.", conference=make_conference("New", held_on=date(1999, 1, 1)))

    rebuild_and(reader, edit, 3)
    assert set(reader.end()) <= {6, 7, 8}
    assert found("lighthouses") == ["The harbour of lighthouses is open."]
    assert found('"harbour is new"') == ["The harbour is new."]
    assert len(found("harbour")) == 7
    assert search.check().is_good


@pytest.mark.parametrize("at", [1, 7])
def test_words_removed_in_the_middle_come_back_by_no_way(reader: Reader, at: int) -> None:
    def remove() -> None:
        turn = Turn.objects.get(text__contains="goldfinch")
        change = Change(User.objects.filter(username="chief").first() or make_editor("chief"))
        base = turn.exchange.conference.revision_number
        cuts = [Cut(turn.public_id, 0, "the goldfinch of the mill")]
        options = {"reason": "A home.", "is_repeated": False, "base": base, "change": change}
        actions.remove_words(turn.exchange.conference, cuts, **options)

    rebuild_and(reader, remove, at)
    assert set(reader.end()) == {7}
    assert found("goldfinch") == []
    assert vocabulary.counts(["goldfinch", "harbour"]) == {"harbour": 7}
    assert search.check().is_good
    assert not {name for name in tables() if "next" in name}


def test_removed_words_stand_in_no_rebuild_that_was_left_behind(reader: Reader) -> None:
    sign = index_state.begin_rebuild()
    rebuilding.engine().begin_rebuild()
    rebuilding._fill(sign, list(Conference.objects.values_list("pk", flat=True)))
    assert "transcripts_search_next" in tables()
    search.forget_words(["goldfinch"], is_still_said=lambda word: False)
    assert not {name for name in tables() if "next" in name}
    with pytest.raises(search.RebuildStoppedError):
        rebuilding._fill(sign, [Conference.objects.latest("pk").pk])
    assert search.rebuild() == 8
    assert set(reader.end()) == {7}


def in_the_midst(
    change: Callable[[], object], steps: tuple[int, int], ask: Callable[[Any, str, list[str]], None]
) -> int:
    """Return how many turns a new statement finds, where something changes at two of the steps of its preparation."""
    made = count(1)

    def authorize(*_: object) -> int:
        if next(made) in steps:
            change()
        return sqlite3.SQLITE_OK

    new = f"SELECT count(*), '{steps}' FROM transcripts_search WHERE transcripts_search MATCH %s"  # noqa: S608 (numbers)
    with connection.cursor() as cursor:
        connection.connection.set_authorizer(authorize)
        try:
            ask(cursor, new, ['"harbour"'])
        finally:
            connection.connection.set_authorizer(None)
        return int(cursor.fetchone()[0])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite reads the schema while it prepares a statement")
def test_a_search_asks_again_where_the_tables_changed_twice_meanwhile(database_for_threads: None) -> None:
    say("The harbour is open.")
    given_up = 0
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:

        def change() -> None:
            other.execute("CREATE TABLE other (a)")
            other.execute("DROP TABLE other")

        for steps in combinations(range(6, 22, 2), 2):
            assert in_the_midst(change, steps, sqlite.ask) == 1
            try:
                in_the_midst(change, steps, lambda cursor, *statement: cursor.execute(*statement))
            except OperationalError:
                given_up += 1
    assert given_up


def test_a_rebuild_ends_when_another_has_begun(reader: Reader) -> None:
    with pytest.raises(search.RebuildStoppedError):
        rebuild_and(reader, index_state.begin_rebuild, 2)
    assert search.rebuild() == 8
    assert set(reader.end()) == {7}
    assert search.check().is_good


def test_a_rebuild_that_another_has_overtaken_begins_again(reader: Reader) -> None:
    rebuild_and(reader, search.rebuild, 2)
    assert set(reader.end()) == {7}
    assert search.check().is_good


def test_the_command_says_that_another_has_begun(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_args: Any, **_options: Any) -> int:
        raise search.RebuildStoppedError

    monkeypatch.setattr("transcripts.search.rebuild", stop)
    with pytest.raises(CommandError, match="Another rebuild has begun"):
        call_command("rebuild_search")
    reader.end()


def test_a_rebuild_that_fails_leaves_nothing_behind(reader: Reader) -> None:
    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        rebuild_and(reader, fail, 3)
    assert not {name for name in tables() if "next" in name}
    assert index_state.running_rebuild() is None
    with transaction.atomic():
        search.index(*Conference.objects.values_list("pk", flat=True))
    assert index_state.changes() == []  # they are noted for a rebuild alone
    assert set(reader.end()) == {7}
