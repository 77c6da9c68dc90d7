"""What writing costs, counted: rows of the index, statements of an import, and modules that a command loads."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_conference, make_speaker
from transcripts import actions
from transcripts.actions import Change
from transcripts.document import ExchangeText, Kind, Person, TranscriptDocument, TurnText
from transcripts.intake import parse_sheet, render_sheet
from transcripts.models import Conference, Outlet, Turn
from transcripts.search.engine import engine

# What only some commands need: files of other kinds, pictures, citations, tables, tokens, the readers' site, the desk.
LOADED_LATER = (
    *("PIL", "lxml", "pypdfium2", "citeproc", "babel", "openpyxl", "rapidfuzz", "snowballstemmer", "django_stubs_ext"),
    *("transcripts.admin", "transcripts.views", "transcripts.actions", "transcripts.intake", "transcripts.search"),
)
NOTE = Change(note="Misheard.", is_major=False)


def document(number: int = 1, exchanges: int = 3) -> TranscriptDocument:
    question = TurnText(Kind.QUESTION, "Evening Courier", ("When does it leave?",), outlet="Evening Courier")
    answer = TurnText(Kind.ANSWER, "Ines Calder", (f"At one, on night {number}.",), speaker="Ines Calder")
    one = ExchangeText((question, answer), "Boats", ("Ferries",))
    return TranscriptDocument(
        title=f"Night {number}",
        series="Briefings",
        people=(Person("Ines Calder", "mayor"),),
        exchanges=(one,) * exchanges,
    )


def statements(run: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        run()
    return [each["sql"] for each in captured]


@pytest.mark.django_db
def test_a_saved_answer_is_written_to_the_index_with_its_exchange_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    conference = Conference()
    actions.reconcile(conference, document(exchanges=12))
    written: list[int] = []
    replace = engine().replace

    def count(conference_ids: Any, rows: Any) -> None:
        written.append(len(rows))
        replace(conference_ids, rows)

    monkeypatch.setattr(engine(), "replace", count)
    Turn.objects.filter(pk=Turn.objects.filter(kind=Kind.ANSWER).latest("pk").pk).update(text="At two.")
    actions.sync_after_edit(conference, NOTE)
    Conference.objects.filter(pk=conference.pk).update(venue="Quay 1")  # which is in no row
    actions.sync_after_edit(conference, NOTE)
    Conference.objects.filter(pk=conference.pk).update(title="Another night")  # which is in all
    actions.sync_after_edit(conference, NOTE)
    assert written == [2, 25]


@pytest.mark.django_db
def test_an_import_asks_once_for_a_name() -> None:
    parsed = [parse_sheet(render_sheet(document(number))) for number in range(3)]
    few = statements(lambda: actions.import_transcripts(parsed[:1]))
    assert len(few) <= 100
    more = statements(lambda: actions.import_transcripts(parsed[1:]))
    of_names = [sql for sql in more if 'FROM "transcripts_outlet"' in sql or 'FROM "transcripts_topic"' in sql]
    assert len(of_names) == 2
    assert len(more) <= 2 * 43


@pytest.mark.django_db
def test_new_names_are_made_together() -> None:
    def make(first: int, last: int) -> None:
        names = [f"Courier {number}" for number in range(first, last)]
        made = actions.find_or_make(Outlet, names)
        assert [made[name].name for name in names] == names
        assert Outlet.history.filter(name__in=names, history_type="+").count() == len(names)

    prices = [len(statements(lambda: make(0, 3))), len(statements(lambda: make(3, 15)))]
    assert prices[0] == prices[1]
    assert prices[1] <= 16


@pytest.mark.django_db
def test_new_names_get_addresses_of_their_own() -> None:
    Outlet.objects.create(name="The Gazette", slug="gazette")
    made = actions.find_or_make(Outlet, ["Gazette", "GAZETTE!", "Gazette."])
    assert sorted(each.slug for each in made.values()) == ["gazette-2", "gazette-3", "gazette-4"]


@pytest.mark.django_db
def test_a_name_that_was_made_in_the_same_import_is_found_after_a_title() -> None:
    first, second = (
        TranscriptDocument(title=title, people=(Person(name, "minister"),), exchanges=document().exchanges[:1])
        for title, name in (("One", "Taro Kono"), ("Two", "Mr. Taro Kono"))
    )
    imported = actions.import_transcripts([parse_sheet(render_sheet(each)) for each in (first, second)])
    speakers = [one.conference.participations.earliest("position").speaker for one in imported]
    assert speakers[0] == speakers[1]


@pytest.mark.django_db
def test_a_conference_whose_index_was_lost_is_indexed_where_it_changes() -> None:
    conference = make_conference(exchanges=2)
    make_speaker()
    actions.sync_after_edit(conference, NOTE)
    engine().forget(list(Turn.objects.values_list("pk", flat=True)))
    Turn.objects.filter(pk=Turn.objects.latest("pk").pk).update(text="At two.")
    actions.sync_after_edit(conference, NOTE)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {engine().ROWS} WHERE turn_id > 0")  # noqa: S608 (a constant)
        assert cursor.fetchone() == (2,)


def test_a_command_loads_nothing_that_it_does_not_use() -> None:
    run = "import sys, manage; sys.argv = ['manage.py', '--version']; manage.main(); print(*sys.modules)"
    done = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-c", run], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    loaded = set(done.stdout.split())
    assert "transcripts.models" in loaded
    assert not loaded.intersection(LOADED_LATER)
