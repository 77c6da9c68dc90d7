"""Every page of a conference asks who comes, and ConferenceAdmin stays small."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from tests.admin.conftest import log_in
from tests.admin.forms import url
from tests.builders import make_draft, make_exchange, make_handout
from transcripts import actions
from transcripts.admin.conference.urls import PAGES
from transcripts.models import Conference

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict[str, Any]:
    """What the addresses of a conference's pages are made of."""
    conference = make_draft()
    exchange = make_exchange(conference)
    handout = make_handout(conference)
    actions.sync_after_edit(conference)
    return {
        "object_id": conference.pk,
        "exchange_id": exchange.pk,
        "number": 1,
        "key": 1,
        "public_id": handout.public_id,
        "name": handout.name,
    }


@pytest.mark.parametrize(("address", "name"), [(address, name) for address, _view, name in PAGES])
def test_a_page_is_for_those_who_may(client: Client, places: dict[str, Any], address: str, name: str) -> None:
    page = url("conference", name, *(places[each] for each in re.findall(r"<\w+:(\w+)>", address)))
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")
    stranger = log_in(User.objects.create_user("stranger", is_staff=True))
    assert stranger.get(page).status_code == 403
    assert stranger.post(page).status_code == 403


def test_no_more_than_three_bases_and_one_table_of_addresses() -> None:
    found = type(admin.site.get_model_admin(Conference))
    assert len(found.__bases__) <= 3
    assert not any("get_urls" in vars(base) for base in found.__mro__[1:] if base.__module__.startswith("transcripts"))
