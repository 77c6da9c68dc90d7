"""No query a row: the desk's pages cost the same with ten rows and with a hundred."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.admin.archive import make_archive
from tests.admin.forms import read_form, save, url
from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_series,
    make_speaker,
    make_topic,
    make_turn,
)
from transcripts import actions
from transcripts.actions.workflow import presence
from transcripts.admin.accounts import sessions
from transcripts.admin.changelist import worklists
from transcripts.document import Kind
from transcripts.intake import render_sheet
from transcripts.models import Conference, Exchange, Redirect, Speaker
from transcripts.reading.transcript import read


@pytest.fixture(autouse=True)
def _noted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a test takes, it is noted once who edits, and that a session is used."""
    monkeypatch.setattr(presence, "FRESH", timedelta(days=1))
    monkeypatch.setattr(sessions, "NOTED", timedelta(days=1).total_seconds())


def cost(action: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


def fill_lists(start: int, end: int) -> None:
    for number in range(start, end):
        conference = make_conference(f"Conference {number}", series=make_series(f"Series {number}"))
        speaker, outlet = make_speaker(f"Speaker {number}"), make_outlet(f"Outlet {number}")
        make_participation(conference, speaker)
        make_exchange(conference, speaker=speaker, outlet=outlet, topics=(make_topic(f"Topic {number}"),))
        Redirect.objects.create(kind="topic", old=f"old-{number}", new="new")
        User.objects.create(username=f"user-{number}")
        Group.objects.create(name=f"group-{number}")


LISTS = [
    "transcripts/conference", "transcripts/exchange", "transcripts/turn", "transcripts/speaker", "transcripts/outlet",
    "transcripts/topic", "transcripts/series", "transcripts/redirect", "auth/user", "auth/group",
]  # fmt: skip


def test_lists_cost_the_same_with_ten_rows_and_a_hundred(administrator: Client) -> None:
    fill_lists(0, 10)
    addresses = [f"/admin/{name}/" for name in LISTS]
    addresses += ["/admin/transcripts/conference/?q=speaker", "/admin/transcripts/exchange/?q=outlet"]
    few = {address: cost(lambda address=address: administrator.get(address)) for address in addresses}
    fill_lists(10, 100)
    many = {address: cost(lambda address=address: administrator.get(address)) for address in addresses}
    assert many == few
    assert max(many.values()) <= 12, many


def grown(conference: Conference, exchanges: int) -> Conference:
    for number in range(conference.exchanges.count(), exchanges):
        make_exchange(conference, heading=f"Heading {number}")
    return conference


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_conference_opens_and_saves_at_one_price_with_ten_exchanges_and_two_hundred(
    editor: Client, state: str
) -> None:
    conference = make_draft() if state == "draft" else make_conference()
    make_participation(conference, make_speaker())
    actions.sync_after_edit(conference)
    address = url("conference", "change", conference.pk)
    editor.get(address)  # what is read once a process is read
    prices = []
    for size in (10, 200):
        grown(conference, size)
        data = read_form(editor, address) | {"venue": f"Quay {size}", "note": "Another venue", "is_major": "0"}
        prices.append((cost(lambda: editor.get(address)), cost(lambda data=data: editor.post(address, data))))
    assert prices[0] == prices[1]
    opening, saving = prices[1]
    assert opening <= 20
    assert saving <= 82


def test_moving_one_of_two_hundred_exchanges_has_a_fixed_price(editor: Client) -> None:
    conference = make_draft(exchanges=2)
    first = conference.exchanges.get(position=1)
    editor.post(url("conference", "move_exchange", conference.pk, first.pk), {"step": "+1"})  # as above
    prices = []
    for size in (10, 200):
        last = grown(conference, size).exchanges.get(position=size)
        move = url("conference", "move_exchange", conference.pk, last.pk)
        prices.append(cost(lambda move=move: editor.post(move, {"step": "-1"})))
    assert prices[0] == prices[1]
    assert prices[1] <= 54


def add_turns(exchange: Exchange, total: int) -> None:
    for number in range(exchange.turns.count(), total, 2):
        make_turn(exchange, Kind.QUESTION, "When?", outlet=make_outlet(f"Outlet {number}"))
        make_turn(exchange, Kind.ANSWER, "Then.", speaker=make_speaker(f"Speaker {number}"))


@pytest.mark.slow
def test_an_exchange_opens_and_saves_at_one_price_with_ten_turns_and_eighty(
    editor: Client,
) -> None:
    exchange = make_exchange(make_conference())
    address = url("exchange", "change", exchange.pk)
    save(editor, address)
    prices = []
    for size in (10, 80):
        add_turns(exchange, size)
        save(editor, address, note="Others speak as well", is_major="0")  # adds those who speak as participants
        data = read_form(editor, address) | {"heading": f"Heading {size}", "note": "Another heading", "is_major": "0"}
        prices.append((cost(lambda: editor.get(address)), cost(lambda data=data: editor.post(address, data))))
    assert prices[0] == prices[1]
    opening, saving = prices[1]
    assert opening <= 17  # one for the reports of mistakes above the form
    assert saving <= 68


def test_a_hundred_participants_cost_no_query_each_to_show(editor: Client) -> None:
    conference = make_draft()
    address = url("conference", "change", conference.pk)
    editor.get(address)
    prices = []
    for size in (10, 100):
        for number in range(conference.participations.count(), size):
            make_participation(conference, make_speaker(f"Speaker {number}"))
        prices.append(cost(lambda: editor.get(address)))
    assert prices[0] == prices[1]


def test_a_transcript_is_edited_and_previewed_at_one_price_with_ten_exchanges_and_two_hundred(editor: Client) -> None:
    conference = make_draft()
    address = url("conference", "sheet", conference.pk)
    make_exchange(conference)
    actions.sync_after_edit(conference)
    editor.get(address)
    prices = []
    for size in (10, 200):
        grown(conference, size)
        actions.sync_after_edit(conference)
        sent = {"sheet": render_sheet(read(conference), with_ids=True), "revision_number": conference.revision_number}
        prices.append(
            (
                cost(lambda: editor.get(address)),
                cost(lambda sent=sent: editor.post(address, sent | {"_look": "1"})),
                cost(lambda sent=sent: editor.post(f"{address}preview/", sent)),
            )
        )
    assert prices[0] == prices[1]
    opening, looking, following = prices[1]
    assert opening <= 16
    assert looking <= 12
    assert following <= 8


def test_joining_and_splitting_have_a_fixed_price(editor: Client) -> None:
    conference = make_draft(exchanges=4)
    join = "join_exchange"
    one, two, *_ = conference.exchanges.order_by("position")
    editor.post(url("conference", join, conference.pk, one.pk), {"next": two.pk})
    prices = []
    for size in (10, 200):
        one, two, *_ = grown(conference, size).exchanges.order_by("position")
        address = url("conference", join, conference.pk, one.pk)
        joining = cost(lambda address=address, two=two: editor.post(address, {"next": two.pk}))
        turn = one.turns.get(position=2)
        splitting = cost(lambda turn=turn: actions.split_exchange(turn))
        prices.append((joining, splitting))
    assert prices[0] == prices[1]
    assert max(prices[1]) <= 63


def test_headings_and_topics_of_two_hundred_exchanges_cost_what_those_of_ten_do(editor: Client) -> None:
    conference = make_draft()
    make_exchange(conference, question="What of the river crossings?")
    make_exchange(conference, topics=(make_topic(),))
    actions.sync_after_name_edit(make_topic())
    actions.sync_after_edit(conference)
    address = url("conference", "headings", conference.pk)
    editor.get(address)
    prices = []
    for size in (10, 200):
        grown(conference, size)
        actions.sync_after_edit(conference)
        conference.refresh_from_db()
        ids = conference.exchanges.order_by("position").values_list("public_id", flat=True)
        sent = {
            "form-TOTAL_FORMS": size,
            "form-INITIAL_FORMS": size,
            "revision_number": conference.revision_number,
            "_save": "1",
        }
        for number, public_id in enumerate(ids):
            row = {"public_id": public_id, "heading": f"Pier {number}, {size}", "topics": "River crossings"}
            sent |= {f"form-{number}-{name}": value for name, value in row.items()}
        prices.append((cost(lambda: editor.get(address)), cost(lambda sent=sent: editor.post(address, sent))))
        assert (
            conference.exchanges.filter(heading__endswith=f", {size}", topics__name="River crossings").count() == size
        )
    opening, saving = prices[1]
    assert opening == prices[0][0]
    assert saving <= prices[0][1]
    assert opening <= 18
    assert saving <= 68


SIZE = 50_000
LIST_BUDGET, FORM_BUDGET, FRONT_BUDGET = 12, 25, 15
WORK = [f"transcripts/conference/?work={name}" for name in worklists.WORK]
SEARCHES = [
    *(f"transcripts/conference/?{query}" for query in (
        "q=Briefing", "q=Speaker+7", "q=nowhere", "state=public", "state=draft", "date__year=2010",
        "date__year=2010&date__month=5", "language__exact=fr&q=Quay", "p=80", "o=1",
    )),
    "transcripts/exchange/?q=Heading", "transcripts/exchange/?q=Courier", "transcripts/exchange/?state=draft",
    "transcripts/turn/?q=boat", "transcripts/turn/?q=nowhere", "transcripts/speaker/?q=Speaker",
    "autocomplete/?app_label=transcripts&model_name=exchange&field_name=conference&term=Briefing",
]  # fmt: skip


@pytest.mark.drill
def test_with_fifty_thousand_conferences_every_page_keeps_its_budget(editor: Client) -> None:
    make_archive(SIZE, actions.Change(User.objects.get(username="editor")))
    conference = grown(Conference.objects.filter(status="published").latest("pk"), 200)
    exchange, speaker = conference.exchanges.get(position=1), Speaker.objects.latest("pk")
    lists = [f"{name}/" for name in LISTS if name.startswith("transcripts/")] + WORK + SEARCHES
    forms = [url("conference", "change", conference.pk), url("exchange", "change", exchange.pk)]
    forms += [url("speaker", "change", speaker.pk), url("conference", "history", conference.pk)]

    def over(addresses: list[str], budget: int) -> dict[str, int]:
        prices = {address: cost(lambda address=address: open_page(editor, address)) for address in addresses}
        return {address: price for address, price in prices.items() if price > budget}

    assert over(["/admin/"], FRONT_BUDGET) == {}
    assert over([f"/admin/{address}" for address in lists], LIST_BUDGET) == {}
    assert over(forms, FORM_BUDGET) == {}


def open_page(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200, address
