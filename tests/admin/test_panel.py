"""What stands above a conference's form: what blocks, what is worth a look, what an import left in doubt."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from tests.admin.forms import messages, url
from tests.builders import make_conference, make_draft, make_exchange
from transcripts.admin.panel import Panel
from transcripts.document import Kind
from transcripts.intake import Sentence, to_sentence_form
from transcripts.models import Conference, Doubt, Turn

pytestmark = pytest.mark.django_db


def panel_of(client: Client, conference: Conference) -> Panel:
    panel: Panel = client.get(url("conference", "change", conference.pk)).context["panel"]
    return panel


def doubted(conference: Conference, words: str = "No pager.", turn: Turn | None = None) -> Doubt:
    return Doubt.objects.create(
        conference=conference, turn=turn, sentence=to_sentence_form(Sentence.of(words)), file="boats.txt", line=7
    )


def test_each_item_leads_to_where_it_is_mended(editor: Client) -> None:
    conference = make_draft()
    exchange = make_exchange(conference)
    Turn.objects.filter(exchange=exchange, position=2).update(text=" ")
    panel = panel_of(editor, conference)
    address = url("exchange", "change", exchange.pk)
    assert [(item.sentence, item.url) for item in panel.problems] == [
        ("Exchange 1, turn 2 has no text.", f"{address}#turns-1")
    ]
    assert [(item.sentence, item.url) for item in panel.advice] == [("No exchange has a topic.", address)]
    assert 'id="turns-1"' in editor.get(address).content.decode()
    empty = panel_of(editor, make_draft("Another"))
    assert empty.problems[0].url.endswith("#exchanges")


def test_with_advice_left_an_editor_still_publishes_with_one_button(editor: Client) -> None:
    conference = make_draft(exchanges=1)
    doubted(conference)
    assert panel_of(editor, conference).to_look_at == 2
    response = editor.post(url("conference", "publish", conference.pk))
    assert messages(editor, response) == "Published."


def test_submitting_says_what_is_left(author: Client) -> None:
    conference = make_draft(exchanges=1)
    doubted(conference)
    Turn.objects.filter(exchange__conference=conference, kind=Kind.ANSWER).update(speaker=None)
    response = author.post(url("conference", "submit", conference.pk))
    assert messages(author, response) == (
        "Submitted. Before it can be published, 1 thing is to be mended. 2 things are worth a look."
    )


def test_doubts_are_shown_in_the_language_of_the_desk_with_their_place(editor: Client) -> None:
    conference = make_conference(exchanges=1)
    turn = conference.exchanges.get().turns.get(position=2)
    doubted(conference, "No line was found that could be the title.", turn)
    [shown] = panel_of(editor, conference).doubts
    assert shown.where == "boats.txt · Line 7"
    assert shown.url == f"{url('exchange', 'change', turn.exchange_id)}#turns-1"
    page = editor.get("/zh-hans" + url("conference", "change", conference.pk)).content.decode()
    assert "没有找到" in page


def test_an_author_settles_doubts_one_by_one_or_all(author: Client) -> None:
    conference = make_draft(exchanges=1)
    first, *_ = doubted(conference, "One."), doubted(conference, "Two."), doubted(conference, "Three.")
    address = url("conference", "settle", conference.pk)
    response = author.post(address, {"doubt": first.pk})
    assert response.url.endswith("#desk-doubts")
    assert messages(author, response) == "1 doubt settled."
    assert [each.sentence for each in panel_of(author, conference).doubts] == ["Two.", "Three."]
    assert messages(author, author.post(address, {"all": "1"})) == "2 doubts settled."
    assert not panel_of(author, conference).to_look_at - 1  # the topics
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize("key", ["", "x", "²", "9" * 30, "4711"])
def test_what_is_no_doubt_settles_nothing(author: Client, key: str) -> None:
    conference = make_draft(exchanges=1)
    doubted(conference)
    assert author.post(url("conference", "settle", conference.pk), {"doubt": key}).status_code == 302
    assert author.get(url("conference", "settle", conference.pk)).status_code == 405
    assert conference.doubts.open().count() == 1


def test_a_strangers_word_settles_nothing(client: Client) -> None:
    conference = make_draft(exchanges=1)
    doubted(conference)
    client.post(url("conference", "settle", conference.pk), {"all": "1"})
    assert conference.doubts.open().count() == 1
