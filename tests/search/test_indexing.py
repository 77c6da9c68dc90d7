"""Keeping the index: replacing, forgetting, rebuilding; the same on both databases."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests.builders import make_conference, make_draft, make_exchange
from tests.search.building import found, say
from transcripts import search
from transcripts.models import Conference, Exchange, Turn
from transcripts.search.engine import engine
from transcripts.search.rebuilding import BATCH

pytestmark = pytest.mark.django_db


def empty_the_index() -> None:
    engine().forget(Turn.objects.values_list("pk", flat=True))


def test_indexing_again_replaces_the_rows() -> None:
    turn, gone = say("The harbour is open.", "The market is open.")
    turn.text = "The bridge is open."
    turn.save()
    gone.delete()
    search.index(turn.exchange.conference_id)
    assert found("harbour") == []
    assert found("bridge") == ["The bridge is open."]
    assert search.check() == search.Health(missing=0, left_over=0)


def test_a_turn_that_changed_its_conference_is_indexed_once() -> None:
    (turn,) = say("The harbour is open.")
    other = make_conference("Zz")
    Exchange.objects.update(conference=other)
    search.index(other.pk)
    assert [conference.pk for conference in search.conferences("harbour")] == [other.pk]
    assert search.check().is_good
    assert search.find("harbour").turn_ids == (turn.pk,)


def test_only_the_conference_asked_for_is_indexed() -> None:
    say("The harbour is open.")
    make_exchange(make_conference("Zz"), question=None, answer="The harbour is shut.")
    assert found("harbour") == ["The harbour is open."]
    assert search.check() == search.Health(missing=1, left_over=0)


def test_forgotten_turns_are_not_found() -> None:
    first, second = say("The harbour is open.", "The harbour is shut.")
    search.forget([first.pk])
    search.forget(turn for turn in [])
    assert search.find("harbour").turn_ids == (second.pk,)


def test_a_conference_deleted_past_the_index_is_not_found() -> None:
    (turn,) = say("The harbour is open.")
    turn, conference = Turn.objects.get(pk=turn.pk), turn.exchange.conference
    Conference.objects.filter(pk=conference.pk).delete()
    assert search.find("harbour") == search.Results()
    assert search.check() == search.Health(missing=0, left_over=2)  # the turn and the title
    search.forget([turn.pk], conference_ids=[conference.pk])
    assert search.check().is_good


def test_indexing_an_empty_or_unknown_conference_is_no_error() -> None:
    search.index(make_conference().pk)
    search.index(0)
    assert search.check().is_good


def test_the_number_of_statements_does_not_grow(django_assert_max_num_queries: Any) -> None:
    conference = make_conference("Zzz", exchanges=30)
    with django_assert_max_num_queries(19):  # five of the sums of the statistics
        search.index(conference.pk)
    assert search.check().is_good


def test_a_very_long_turn_is_indexed() -> None:
    numbers = " ".join(f"word{number}x" for number in range(200_000))
    (turn,) = say(f"harbour {numbers}", "港口" * 30_000)[:1]
    assert search.find("harbour").turn_ids == (turn.pk,)
    assert search.find("word20000x").turn_ids == (turn.pk,)
    assert search.find('"harbour word0x"').turn_ids == (turn.pk,)
    assert search.find("港口港").total == 1


def test_a_rebuild_mends_the_index() -> None:
    count = BATCH + 2
    for number in range(count):
        make_exchange(make_conference(f"Zz {number}"), question=None, answer="The harbour is open.")
    say("The harbour is secret.", conference=make_draft())
    (gone,) = say("The harbour is gone.")
    empty_the_index()
    search.index(gone.exchange.conference_id)
    gone.delete()
    told: list[int] = []
    assert search.rebuild(told.append) == sum(told) == count + 1
    assert search.check().is_good
    assert len(told) == 2
    assert search.find("harbour").total == count
    assert search.rebuild() == count + 1


def test_a_rebuild_that_fails_leaves_what_was_there() -> None:
    say("The harbour is open.")

    def fail(count: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        search.rebuild(fail)
    assert found("harbour") == ["The harbour is open."]
    assert search.check().is_good
    assert search.rebuild() == 1


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_several_processes_make_the_same_index() -> None:
    for number in range(BATCH + 2):
        make_exchange(make_conference(f"Zz {number}"), question=None, answer="The harbour is open.")
    told: list[int] = []
    assert search.rebuild(told.append, processes=2) == BATCH + 2
    assert sorted(told) == [2, BATCH]
    assert search.find('"harbour is open"').total == BATCH + 2
    assert search.check().is_good


def test_the_command_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    say("The harbour is open.", "The harbour is shut.")
    empty_the_index()
    call_command("rebuild_search")
    out, err = capsys.readouterr()
    assert out == "2 turns indexed.\n"
    assert "2/2" in err
    assert search.find("harbour").total == 2


def test_the_command_can_leave_alone_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    say("The harbour is open.")
    call_command("rebuild_search", if_needed=True)
    assert capsys.readouterr().out == ""
    empty_the_index()
    call_command("rebuild_search", if_needed=True)
    assert capsys.readouterr().out == "1 turns indexed.\n"


def test_the_tables_can_be_taken_away_and_made_again() -> None:
    first = import_module("transcripts.migrations.0003_create_search_index")
    second = import_module("transcripts.migrations.0012_order_search_index")
    third = import_module("transcripts.migrations.0036_keep_context_in_search_index")
    fourth = import_module("transcripts.migrations.0040_keep_questions_and_titles_in_search_index")
    fifth = import_module("transcripts.migrations.0064_keep_state_of_search_index")
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        fifth.drop_state(apps, editor)
        fourth.drop_question(apps, editor)
        third.drop_context(apps, editor)
        second.put_back_index(apps, editor)
        first.drop_index(apps, editor)
        assert not any(name.startswith("transcripts_search") for name in connection.introspection.table_names(cursor))
        first.create_index(apps, editor)
        second.replace_index(apps, editor)
        third.add_context(apps, editor)
        fourth.add_question(apps, editor)
        fifth.create_state(apps, editor)
    say("The harbour is open.")
    assert search.find("harbour").total == 1
