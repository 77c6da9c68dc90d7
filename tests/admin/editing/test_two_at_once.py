"""Two editors who save at the same moment, again and again: nothing is lost and nobody is misled.

Each round, two threads with a connection each post what they typed into the same opened form. `make drill` runs 200
rounds of each kind on both databases.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from tests.admin.conftest import log_in
from tests.admin.forms import read_form, url
from tests.builders import make_conference, make_editor, make_exchange
from transcripts import actions, search
from transcripts.models import Conference, Exchange

ROUNDS = int(os.environ.get("ROUNDS", "10"))
CHANGED, REFUSED = 302, 200

Post = Callable[[Client, str, dict[str, Any]], HttpResponse]


class Pair:
    """Two editors, each at a machine of their own."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.clients = [log_in(make_editor()), log_in(make_editor("other"))]
        self.pool = pool
        self.start = Barrier(2, timeout=60)

    def post(self, *sent: tuple[str, dict[str, Any]]) -> list[Any]:
        """Post both at the same moment; return the answers in the same order."""
        waiting = [
            self.pool.submit(self._post, client, address, data)
            for client, (address, data) in zip(self.clients, sent, strict=True)
        ]
        return [each.result(timeout=60) for each in waiting]

    def _post(self, client: Client, address: str, data: dict[str, Any]) -> Any:
        self.start.wait()
        return client.post(address, data | {"_save": "1", "note": "Misheard", "is_major": "0"})

    def leave(self) -> None:
        for each in [self.pool.submit(self._leave) for _ in range(2)]:
            each.result(timeout=60)

    def _leave(self) -> None:
        self.start.wait()  # so that each thread takes one of the two
        connections.close_all()


@pytest.fixture
def pair(database_for_threads: None) -> Iterator[Pair]:
    with ThreadPoolExecutor(2) as pool:
        pair = Pair(pool)
        yield pair
        pair.leave()


@pytest.fixture
def exchange(database_for_threads: None) -> Exchange:
    exchange = make_exchange(make_conference(), heading="Boats")
    make_exchange(exchange.conference, heading="Fares")
    actions.sync_after_edit(exchange.conference)
    return exchange


def texts(exchange: Exchange) -> list[str]:
    return list(exchange.turns.order_by("position").values_list("text", flat=True))


def assert_whole(revisions: int) -> None:
    conference = Conference.objects.get()
    assert not list(actions.find_damage(conference))
    assert conference.revision_number == conference.revisions.applied().count() == revisions
    assert search.check().is_good


def test_changes_of_different_turns_are_both_kept_in_every_round(pair: Pair, exchange: Exchange) -> None:
    address = url("exchange", "change", exchange.pk)
    for number in range(ROUNDS):
        opened = read_form(pair.clients[0], address)
        wanted = [f"Question {number}?", f"Answer {number}."]
        answers = pair.post(*[(address, opened | {f"turns-{turn}-text": wanted[turn]}) for turn in range(2)])
        assert [answer.status_code for answer in answers] == [CHANGED, CHANGED]
        assert texts(exchange) == wanted
    assert_whole(revisions=1 + 2 * ROUNDS)


@pytest.mark.slow
def test_of_two_changes_of_one_turn_one_is_kept_and_the_other_told_in_every_round(
    pair: Pair, exchange: Exchange
) -> None:
    address = url("exchange", "change", exchange.pk)
    for number in range(ROUNDS):
        opened = read_form(pair.clients[0], address)
        typed = [f"Mine is {number}.", f"Yours was {number + 1}."]
        answers = pair.post(*[(address, opened | {"turns-1-text": text}) for text in typed])
        codes = [answer.status_code for answer in answers]
        assert sorted(codes) == [REFUSED, CHANGED]
        won, lost = codes.index(CHANGED), codes.index(REFUSED)
        assert texts(exchange)[1] == typed[won]
        page = unescape(answers[lost].content.decode())
        assert "changed this while you were editing" in page
        assert f">\n{typed[lost]}</textarea>" in page
    assert_whole(revisions=1 + ROUNDS)


def test_new_turns_moves_and_the_head_do_not_disturb_each_other(pair: Pair, exchange: Exchange) -> None:
    conference = exchange.conference
    addresses = [url("exchange", "change", exchange.pk), url("conference", "change", conference.pk)]
    other = conference.exchanges.exclude(pk=exchange.pk).get()
    rounds = max(ROUNDS // 5, 2)
    for number in range(rounds):
        opened = [read_form(pair.clients[0], address) for address in addresses]
        fresh = f"turns-{2 + 2 * number}"
        added = [opened[0] | {f"{fresh}-kind": "note", f"{fresh}-text": f"{who} {number}"} for who in ("One", "Two")]
        answers = pair.post((addresses[0], added[0]), (addresses[0], added[1]))
        assert [answer.status_code for answer in answers] == [CHANGED, CHANGED]
        assert set(texts(exchange)[-2:]) == {f"One {number}", f"Two {number}"}
        move = url("conference", "move_exchange", conference.pk, other.pk)
        step = {"step": "-1" if number % 2 == 0 else "+1"}
        answers = pair.post((addresses[1], opened[1] | {"venue": f"Quay {number}"}), (move, step))
        assert [answer.status_code for answer in answers] == [CHANGED, CHANGED]
        conference.refresh_from_db()
        assert conference.venue == f"Quay {number}"
        assert conference.exchanges.get(position=1) == (other if number % 2 == 0 else exchange)
    assert [turn.position for turn in exchange.turns.all()] == list(range(1, 3 + 2 * rounds))
    assert_whole(revisions=1 + 4 * rounds)
