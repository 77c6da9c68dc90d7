"""What stands above a conference's form: what blocks, what is worth a look, what an import warned of."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.admin.forms import messages, save, url
from tests.builders import make_conference, make_draft, make_editor, make_exchange
from transcripts import actions
from transcripts.admin.conference.status_panel import Panel
from transcripts.document import Kind
from transcripts.intake import Message, to_message_form
from transcripts.models import Conference, SavedWarning, SiteIdentity, Status, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db


def panel_of(client: Client, conference: Conference) -> Panel:
    panel: Panel = client.get(url("conference", "change", conference.pk)).context["panel"]
    return panel


def warned(conference: Conference, words: str = "No pager.", turn: Turn | None = None) -> SavedWarning:
    return SavedWarning.objects.create(
        conference=conference, turn=turn, sentence=to_message_form(Message.of(words)), file="boats.txt", line=7
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


def test_with_advice_left_an_editor_still_publishes(editor: Client) -> None:
    conference = make_draft(exchanges=1)
    warned(conference)
    assert panel_of(editor, conference).to_look_at == 2
    response = editor.post(url("conference", "publish", conference.pk), {"confirm": "1"})
    assert messages(editor, response) == "Published."


def test_submitting_says_what_is_left(author: Client) -> None:
    conference = make_draft(exchanges=1)
    warned(conference)
    Turn.objects.filter(exchange__conference=conference, kind=Kind.ANSWER).update(speaker=None)
    response = author.post(url("conference", "submit", conference.pk))
    assert messages(author, response) == (
        "Submitted. Before it can be published, 1 thing must be fixed. 2 things to check."
    )


def test_warnings_are_shown_in_the_language_of_the_desk_with_their_place(editor: Client) -> None:
    conference = make_conference(exchanges=1)
    turn = conference.exchanges.get().turns.get(position=2)
    warned(conference, "No line was found that could be the title.", turn)
    [shown] = panel_of(editor, conference).import_warnings
    assert shown.where == "boats.txt · Line 7"
    assert shown.url == f"{url('exchange', 'change', turn.exchange_id)}#turns-1"
    page = editor.get("/zh-hans" + url("conference", "change", conference.pk)).content.decode()
    assert "没有找到" in page


def test_an_author_settles_warnings_one_by_one_or_all(author: Client) -> None:
    conference = make_draft(exchanges=1)
    first, *_ = warned(conference, "One."), warned(conference, "Two."), warned(conference, "Three.")
    address = url("conference", "settle", conference.pk)
    response = author.post(address, {"warning": first.pk})
    assert response.url.endswith("#desk-warnings")
    assert messages(author, response) == "1 warning resolved."
    assert [each.sentence for each in panel_of(author, conference).import_warnings] == ["Two.", "Three."]
    assert messages(author, author.post(address, {"all": "1"})) == "2 warnings resolved."
    assert not panel_of(author, conference).to_look_at - 1  # the topics
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize("key", ["", "x", "²", "9" * 30, "4711"])
def test_what_is_no_warning_settles_nothing(author: Client, key: str) -> None:
    conference = make_draft(exchanges=1)
    warned(conference)
    assert author.post(url("conference", "settle", conference.pk), {"warning": key}).status_code == 302
    assert author.get(url("conference", "settle", conference.pk)).status_code == 405
    assert conference.import_warnings.open().count() == 1


def written_by_the_editor(state: str = "draft") -> Conference:
    SiteIdentity(asks_second_eyes=True).save()
    conference = make_draft(exchanges=1) if state == "draft" else make_conference(exchanges=1)
    actions.sync_after_edit(conference, actions.Change(User.objects.get(username="editor")))
    return conference


def test_who_wrote_it_reads_why_there_is_no_button_and_who_may(editor: Client) -> None:
    conference = written_by_the_editor()
    assert panel_of(editor, conference).waits_for.endswith("nobody else has permission. Ask an administrator.")
    make_editor("second")
    panel = panel_of(editor, conference)
    assert panel.waits_for == "You wrote this transcript, so somebody else must publish it: second."
    assert panel.steps == ("submit",)
    response = editor.post(url("conference", "publish", conference.pk))
    assert messages(editor, response) == "You wrote this transcript, so somebody else must publish it."
    response = editor.post(url("conference", "schedule", conference.pk), {"at": "2100-01-02T10:00"})
    assert "somebody else must publish it" in messages(editor, response)
    conference.refresh_from_db()
    assert conference.status == Status.DRAFT


def test_of_many_who_may_publish_some_are_named(editor: Client) -> None:
    conference = written_by_the_editor()
    for number in range(1, 9):
        make_editor(f"editor{number}")
    words = panel_of(editor, conference).waits_for
    assert "editor6 and others" in words
    assert "editor7" not in words


def test_an_administrator_publishes_their_own_and_the_history_says_so(administrator: Client, editor: Client) -> None:
    conference = written_by_the_editor()
    make_exchange(conference)
    actions.sync_after_edit(conference, actions.Change(User.objects.get(username="administrator")))
    assert panel_of(administrator, conference).waits_for == ""
    administrator.post(url("conference", "publish", conference.pk), {"confirm": "1"})
    history = editor.get(url("conference", "history", conference.pk)).content.decode()
    assert "Without review by somebody else" in history


def test_who_proposed_a_change_finds_no_button_to_apply_it(editor: Client) -> None:
    conference = written_by_the_editor("published")
    user = User.objects.get(username="editor")
    proposal = actions.propose(
        conference, read(conference), base=conference.revision_number, change=actions.Change(user)
    )
    page = editor.get(url("conference", "proposal", conference.pk, proposal.pk)).content.decode()
    assert "You made this proposal, so somebody else must apply it." in page
    assert 'name="apply"' not in page
    assert 'name="decline"' in page


def test_an_editor_asks_for_it_in_the_sites_identity(editor: Client) -> None:
    address = url("siteidentity", "change", 1)
    assert "equire review by somebody else" in editor.get(address).content.decode()
    save(editor, address, asks_second_eyes="on")
    assert SiteIdentity.current().asks_second_eyes


def test_a_strangers_word_settles_nothing(client: Client) -> None:
    conference = make_draft(exchanges=1)
    warned(conference)
    client.post(url("conference", "settle", conference.pk), {"all": "1"})
    assert conference.import_warnings.open().count() == 1


def test_the_panel_costs_the_same_with_ten_exchanges_and_two_hundred(editor: Client) -> None:
    conference = written_by_the_editor()
    make_editor("second")
    address = url("conference", "change", conference.pk)
    editor.get(address)
    prices = []
    for size in (10, 200):
        for _ in range(conference.exchanges.count(), size):
            exchange = make_exchange(conference)
            warned(conference, f"SavedWarning {exchange.pk}", exchange.turns.get(position=1))
        with CaptureQueriesContext(connection) as queries:
            panel = editor.get(address).context["panel"]
        prices.append(len(queries))
        assert panel.warnings_left >= size - 1
        assert len(panel.import_warnings) <= 40
    assert prices[1] - prices[0] <= 1  # what is more than shown is counted
