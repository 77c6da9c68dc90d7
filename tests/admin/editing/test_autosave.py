"""How the browser learns that what it kept was saved."""

import pytest
from django.test import Client

from tests.admin.forms import save, url
from tests.builders import make_draft, make_exchange, make_topic
from transcripts import actions
from transcripts.models import Exchange

KEY = "0b1f6c1e-6f1c-4a52-9d3e-2f5a4c1d7e90"


@pytest.fixture
def exchange(db: None) -> Exchange:
    exchange = make_exchange(make_draft())
    actions.sync_after_edit(exchange.conference)
    return exchange


def test_what_is_saved_is_confirmed_to_the_browser(editor: Client, exchange: Exchange) -> None:
    cookie = save(editor, url("exchange", "change", exchange.pk), heading="Boats", kept=KEY).cookies["desk-saved"]
    assert (cookie.value, cookie["path"], cookie["samesite"]) == (KEY, "/admin/", "Lax")
    assert "desk-saved" in save(editor, url("topic", "change", make_topic().pk), name="Ferries", kept=KEY).cookies


def test_what_is_refused_is_not_confirmed(editor: Client, exchange: Exchange) -> None:
    response = save(editor, url("exchange", "change", exchange.pk), revision_number="99", kept=KEY)
    assert (response.status_code, "desk-saved" in response.cookies) == (200, False)


def test_what_meets_the_login_page_is_not_confirmed(client: Client, exchange: Exchange) -> None:
    response = client.post(url("exchange", "change", exchange.pk), {"heading": "Boats", "kept": KEY})
    assert (response.status_code, "desk-saved" in response.cookies) == (302, False)


@pytest.mark.parametrize("key", ["", "short", "x" * 41, "a; path=/; b=cdefgh", "渡船渡船渡船渡船"])
def test_what_is_no_key_is_not_sent_back(editor: Client, exchange: Exchange, key: str) -> None:
    response = save(editor, url("exchange", "change", exchange.pk), heading="Boats", kept=key)
    assert (response.status_code, "desk-saved" in response.cookies) == (302, False)
