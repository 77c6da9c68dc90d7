"""Every page about names asks who comes, and the names' admins stay small."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from tests.admin.conftest import log_in
from tests.admin.forms import url
from tests.builders import make_outlet, make_series, make_speaker, make_topic
from transcripts.admin.names.urls import ALL, PAGES, Page
from transcripts.models import Named

pytestmark = pytest.mark.django_db
MAKERS = {"series": make_series, "speaker": make_speaker, "outlet": make_outlet, "topic": make_topic}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_for_those_who_may(client: Client, page: Page) -> None:
    for model in page.models:
        kind = model._meta.model_name or ""
        record = MAKERS[kind]()
        places = {"object_id": record.pk, "row": record.history.latest().pk, "merge_id": 1, "kind": "csv"}
        address = url(kind, page.name, *(places[each] for each in re.findall(r"<\w+:(\w+)>", page.address)))
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.url.startswith("/admin/login/")
        stranger = log_in(User.objects.get_or_create(username="stranger", is_staff=True)[0])
        assert stranger.get(address).status_code == 403
        assert stranger.post(address).status_code == 403


@pytest.mark.parametrize("model", ALL)
def test_no_more_than_three_bases_and_one_table_of_addresses(model: type[Named]) -> None:
    found = type(admin.site.get_model_admin(model))
    assert len(found.__bases__) <= 3
    own = [base for base in found.__mro__ if "get_urls" in vars(base) and base.__module__.startswith("transcripts")]
    assert len(own) == 1


def test_the_history_of_no_record_is_not_found(editor: Client) -> None:
    assert editor.get("/admin/transcripts/speaker/x/history/").status_code == 404
    assert editor.get(url("speaker", "history", 4711)).status_code == 404
