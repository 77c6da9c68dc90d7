"""Names that nothing uses are listed, removed together, and restored."""

import pytest
from django.test import Client

from tests.admin.forms import messages, url
from tests.admin.test_budgets import cost
from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_series,
    make_speaker,
    make_topic,
)
from transcripts import actions
from transcripts.models import NameKey, Series, Speaker, Topic

MAKERS = {"series": make_series, "speaker": make_speaker, "outlet": make_outlet, "topic": make_topic}


def listed(client: Client, kind: str) -> list[str]:
    return [row["record"].name for row in client.get(url(kind, "unused")).context["rows"]]


@pytest.mark.parametrize("kind", MAKERS)
def test_unused_names_are_listed_removed_together_and_restored(editor: Client, kind: str) -> None:
    one, other, last = (MAKERS[kind](name) for name in ("One", "Other", "Stays"))
    actions.sync_after_name_edit(one)
    address = url(kind, "unused")
    assert listed(editor, kind) == ["One", "Other", "Stays"]
    assert address in editor.get(url(kind, "changelist")).content.decode()
    response = editor.post(address, {"remove": "1", "name": [one.pk, other.pk]})
    assert "2 names were removed." in messages(editor, response)
    assert list(type(one)._default_manager.all()) == [last]
    page = editor.get(address)
    removed = {row.name: row for row in page.context["removed"]}
    assert removed["One"].history_user.username == "editor"
    assert "One" in page.content.decode()
    response = editor.post(address, {"restore": removed["One"].pk})
    assert messages(editor, response) == "“One” was restored."
    back = type(one)._default_manager.get(pk=one.pk)
    assert (back.name, back.slug) == (one.name, one.slug)
    assert [row.name for row in editor.get(address).context["removed"]] == ["Other"]
    assert [row.history_type for row in back.history.all()][:2] == ["+", "-"]
    if kind != "series":
        assert NameKey.objects.filter(kind=kind, record=one.pk).exists()


def test_what_is_used_or_was_given_another_name_is_not_listed_nor_removed(editor: Client) -> None:
    speaker, topic, participant = make_speaker(), make_topic(), make_speaker("Joram Kest")
    draft = make_draft(series=make_series())
    exchange = make_exchange(draft, speaker=speaker, topics=(topic,))
    make_participation(draft, participant)
    make_speaker("Known").aliases.create(name="Known as well")
    for kind in MAKERS:
        assert listed(editor, kind) == []
    response = editor.post(url("speaker", "unused"), {"remove": "1", "name": [speaker.pk, participant.pk, "x"]})
    assert "Nothing was removed" in messages(editor, response)
    assert Speaker.objects.count() == 3
    exchange.delete()
    assert listed(editor, "topic") == [topic.name]
    assert Series.objects.count() == 1


def test_what_was_merged_is_not_restored_here(editor: Client) -> None:
    kept, gone = make_speaker("Ines Calder"), make_speaker("I. Calder")
    actions.merge_names(kept, gone)
    assert list(editor.get(url("speaker", "unused")).context["removed"]) == []


def test_a_name_whose_address_is_taken_is_not_restored(editor: Client) -> None:
    topic = make_topic("Fares")
    editor.post(url("topic", "unused"), {"remove": "1", "name": [topic.pk]})
    row = editor.get(url("topic", "unused")).context["removed"][0]
    Topic.objects.create(name="Fares", slug=row.slug)
    response = editor.post(url("topic", "unused"), {"restore": row.pk})
    assert "is taken by another name" in messages(editor, response)
    assert editor.post(url("topic", "unused"), {"restore": "x"}).status_code == 302


def test_the_list_costs_the_same_with_many(editor: Client, author: Client) -> None:
    assert author.get(url("topic", "unused")).status_code == 403
    prices = []
    for size in (2, 300):
        for number in range(Topic.objects.count(), size):
            make_topic(f"Topic {number}")
        editor.get(url("topic", "unused"))
        prices.append(cost(lambda: editor.get(url("topic", "unused"))))
    assert prices[1] <= prices[0] + 1
    assert "100 more will be listed" in editor.get(url("topic", "unused")).content.decode()
    make_exchange(make_conference(), topics=(Topic.objects.first(),))
