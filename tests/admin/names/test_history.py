"""The histories of names: who changed what and why, and how it is restored."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.admin.forms import messages, save, url
from tests.builders import make_conference, make_exchange, make_outlet, make_series, make_speaker, make_topic


@pytest.mark.parametrize("make", [make_series, make_speaker, make_outlet, make_topic])
def test_a_name_is_changed_with_a_reason_compared_and_restored(editor: Client, make) -> None:  # type: ignore[no-untyped-def]
    record = make("Harbour Post of the North")
    model, old = record._meta.model_name, record.slug
    save(editor, url(model, "change", record.pk), name="Harbour Times of the North", slug="else", why="It merged")
    page = editor.get(url(model, "history", record.pk))
    html = page.content.decode()
    assert "It merged" in html
    assert "Harbour <del>" in html
    row = page.context["entries"][-1].row
    assert [entry.row for entry in page.context["entries"]] == [None, row]
    address = url(model, "restore", record.pk, row)
    asked = editor.get(address)
    assert [change.field for change in asked.context["changes"]] == ["name", "slug"]
    response = editor.post(address, {"why": "It did not"})
    assert "Restored." in messages(editor, response)
    record.refresh_from_db()
    assert (record.name, record.slug) == ("Harbour Post of the North", old)
    assert "It did not" in editor.get(url(model, "history", record.pk)).content.decode()
    assert "Already up to date" in messages(editor, editor.post(address))
    assert record.history.count() == 3


def test_a_name_that_cannot_be_restored_says_why(editor: Client) -> None:
    topic = make_topic("Fares")
    save(editor, url("topic", "change", topic.pk), name="Prices", slug="prices")
    row = topic.history.earliest().pk
    topic.history.filter(pk=row).update(slug=make_topic("Night boats").slug)
    assert "belongs to “Night boats”" in messages(editor, editor.post(url("topic", "restore", topic.pk, row)))
    assert editor.get(url("topic", "restore", topic.pk, 4711)).status_code == 404
    assert editor.get(url("topic", "restore", 4711, row)).status_code == 404
    long = editor.post(url("topic", "restore", topic.pk, row), {"why": "x" * 101})
    assert long.status_code == 200
    topic.refresh_from_db()
    assert topic.name == "Prices"


def test_an_author_restores_only_what_no_reader_sees(author: Client, editor: Client) -> None:
    topic = make_topic("Fares")
    save(author, url("topic", "change", topic.pk), name="Prices")
    row = topic.history.earliest().pk
    address = url("topic", "restore", topic.pk, row)
    make_exchange(make_conference(), topics=(topic,))
    assert author.get(address).status_code == author.post(address).status_code == 403
    assert "Restore" not in author.get(url("topic", "history", topic.pk)).content.decode()
    assert 'name="why"' not in author.get(url("topic", "change", topic.pk)).content.decode()
    assert editor.post(address).status_code == 302


def test_the_history_of_a_name_costs_the_same_with_many_lines(editor: Client) -> None:
    topic = make_topic("Fares")
    address = url("topic", "history", topic.pk)
    editor.get(address)
    prices = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            editor.get(address)
        prices.append(len(queries))
        for number in range(30):
            topic.name = f"Fares {number}"
            topic.save()
    assert prices[0] == prices[1]
    assert prices[1] <= 13
