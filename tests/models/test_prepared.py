"""Queries whose SQL is written once: they ask again each time, and of the time it is then."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.builders import LONG_AGO, make_conference, make_draft, make_topic, make_withdrawn
from transcripts.models import NOW, AnyOf, Conference, Param, PreparedQuery, Topic

pytestmark = pytest.mark.django_db


def public() -> PreparedQuery:
    return PreparedQuery(lambda: Conference.objects.published(NOW).values_list("title", "date", "published_at"))


def test_it_returns_days_and_times_as_python_has_them() -> None:
    make_conference("Night ferries", held_on=date(2024, 3, 12))
    assert public()() == [("Night ferries", date(2024, 3, 12), LONG_AGO)]


def test_an_embargo_ends_while_the_query_stays() -> None:
    ask = public()
    make_draft()
    make_withdrawn()
    conference = make_conference("Night ferries", published_at=timezone.now() + timedelta(days=1))
    assert ask() == []
    Conference.objects.filter(pk=conference.pk).update(published_at=timezone.now())
    assert [title for title, *_ in ask()] == ["Night ferries"]
    Conference.objects.filter(pk=conference.pk).update(published_at=timezone.now() + timedelta(days=1))
    assert ask() == []


def test_a_query_that_holds_the_time_is_refused() -> None:
    ask = PreparedQuery(lambda: Conference.objects.published().values_list("title"))
    with pytest.raises(ValueError, match="NOW"):
        ask()


def test_a_list_may_have_any_length_and_any_text() -> None:
    names = ["Tolls", 'O’Neill\'s "quay"', "a,b{c}\\d", "渡口"]
    for name in names:
        make_topic(name)
    ask = PreparedQuery(lambda: Topic.objects.filter(AnyOf("name", "names")).order_by("pk").values_list("name"))
    assert ask(names=[]) == []
    assert ask(names=["渡口"]) == [("渡口",)]
    assert [name for (name,) in ask(names=[*names, "Unknown"])] == names


def test_a_list_of_keys_may_be_of_another_table() -> None:
    found = make_conference("Night ferries", exchanges=1)
    make_conference("Bridge tolls", exchanges=1)
    ask = PreparedQuery(lambda: Conference.objects.filter(AnyOf("exchanges", "keys")).values_list("pk"))
    assert ask(keys=[found.exchanges.get().pk]) == [(found.pk,)]


def test_its_sql_is_written_once() -> None:
    made = []

    def make() -> object:
        made.append(1)
        return Topic.objects.filter(name=Param("name")).values_list("name")

    make_topic("Tolls")
    ask = PreparedQuery(make)  # type: ignore[arg-type]
    assert ask(name="Tolls") == [("Tolls",)]
    first = len(made)
    assert ask(name="Ferries") == []
    assert len(made) == first
