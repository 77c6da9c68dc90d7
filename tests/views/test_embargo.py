"""What is scheduled shows at its time at every door, and nothing runs in between."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import make_exchange, make_outlet, make_scheduled, make_series, make_speaker, make_topic
from transcripts import search
from transcripts.models import Conference

_TAG = re.compile("<[^>]+>")

pytestmark = pytest.mark.django_db


def test_at_its_time_it_is_on_its_page_in_lists_in_search_and_in_feeds(client: Client) -> None:
    conference = make_scheduled("Saxifrage ferries", series=make_series("Ports"))
    exchange = make_exchange(
        conference,
        question="When does the saxifrage sail?",
        speaker=make_speaker(),
        outlet=make_outlet(),
        topics=(make_topic(),),
    )
    search.index(conference.pk)
    page = conference.get_absolute_url()
    doors = ["/", "/conferences/", "/conferences/?q=saxifrage", "/search/?q=saxifrage", "/feed/", "/series/ports/feed/"]
    doors += ["/series/ports/", "/speakers/ines-calder/", "/topics/river-crossings/", "/outlets/evening-courier/"]
    doors += [page, f"{page}full/", f"/conferences/{conference.slug}.txt"]

    def seen() -> list[str]:
        pages = {path: _TAG.sub("", client.get(path).content.decode()).lower() for path in doors}
        return [path for path, page in pages.items() if "saxifrage ferries" in page or "saxifrage sail" in page]

    assert seen() == []
    assert client.get(exchange.get_permanent_url()).status_code == 404
    soon = timezone.now() + timedelta(seconds=5)
    assert Conference.objects.published(at=soon).count() == 0
    Conference.objects.update(published_at=timezone.now())  # the time comes; nothing else happens
    assert seen() == doors
    assert client.get(exchange.get_permanent_url()).status_code == 302
