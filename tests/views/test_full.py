"""The page with everything: of a long conference the first exchanges, and all with `?all=1`."""

import re
from collections import Counter

import pytest
from django.test import Client

from tests.builders import make_conference, make_exchange, make_version
from tests.views.pages import links_of, tags_of, text_of
from transcripts.models import Conference
from transcripts.views.conference import full

pytestmark = pytest.mark.django_db


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> Conference:
    monkeypatch.setattr(full, "FIRST", 2)
    return make_conference(exchanges=3)


def chapters(client: Client, address: str) -> int:
    return client.get(address).content.decode().count('class="chapter"')


def test_a_long_conference_begins_with_its_first_exchanges_and_leads_to_all(client: Client, long: Conference) -> None:
    address = f"{long.get_absolute_url()}full/"
    page = client.get(address)
    first, _, third = long.exchanges.order_by("position")
    assert chapters(client, address) == 2
    assert "These are the first 2 of 3 exchanges. All 3 exchanges on one page" in text_of(page)
    assert f"{address}?all=1" in links_of(page)
    assert f"#{first.public_id}" in links_of(page)
    assert f"{address}?all=1#{third.public_id}" in links_of(page)  # from the contents, and from the last one shown
    assert f"#{third.public_id}" not in links_of(page)
    links = " ".join(tags_of(page, "link"))
    assert f'media="print" href="{address}?all=1"' in links
    assert f'rel="canonical" href="http://127.0.0.1:8000{address}"' in links


def test_all_are_on_one_page_with_an_address_of_its_own(client: Client, long: Conference) -> None:
    address = f"{long.get_absolute_url()}full/?all=1"
    page = client.get(address)
    assert chapters(client, address) == 3
    assert address not in links_of(page)
    assert "rest.js" not in page.content.decode()
    assert f'rel="canonical" href="http://127.0.0.1:8000{address}"' in " ".join(tags_of(page, "link"))


def test_a_version_and_a_translation_are_kept_on_the_way_to_all(client: Client, long: Conference) -> None:
    make_version(long, summary="Summary.")
    address = f"{long.get_absolute_url()}full/?version=1"
    assert f"{address}&amp;all=1" in client.get(address).content.decode()
    assert chapters(client, f"{address}&all=1") == 3
    Conference.objects.update(translation_group="night")
    make_conference("夜航", exchanges=3, language="zh-hans", translation_group="night")
    address = f"{long.get_absolute_url()}full/?with=zh-hans"
    assert f"{address}&amp;all=1" in client.get(address).content.decode()
    assert chapters(client, f"{address}&all=1") == 3


def test_links_of_turns_are_named_by_words_that_stand_once_and_by_their_turn(client: Client) -> None:
    conference = make_conference(exchanges=2)
    make_exchange(conference, question="When?", answer="\n\n".join(f"Part {n}." for n in range(9)))
    body = client.get(f"{conference.get_absolute_url()}full/").content.decode()
    ids = Counter(re.findall(r'\sid="([^"]+)"', body))
    assert set(ids.values()) == {1}
    named = [names.split() for names in re.findall(r'<a [^>]*aria-labelledby="([^"]+)"', body)]
    turns = dict(re.findall(r'<article class="turn[^>]* id="(\w+)" aria-label="([^"]+)"', body))
    assert len(turns) == len(set(turns.values())) == 6
    assert all(start in ids and turn in turns for start, turn in named)
    starts = Counter(start for start, _ in named)
    assert starts["to"] == starts["cite"] == starts["report"] == starts["to-1"] == 6
    assert starts["to-8"] == 1
    assert "Link to paragraph 9 of the answer" in body


def test_what_is_not_long_is_whole_and_has_one_address(client: Client) -> None:
    conference = make_conference(exchanges=3)
    address = f"{conference.get_absolute_url()}full/"
    assert chapters(client, address) == chapters(client, f"{address}?all=1") == 3
    page = client.get(f"{address}?all=1")
    assert f'rel="canonical" href="http://127.0.0.1:8000{address}"' in " ".join(tags_of(page, "link"))
    assert "On one page: “2” is not known here" in text_of(client.get(f"{address}?all=2"))
