"""The page about the API: every operation is on it, and every example works."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.builders import (
    make_announced,
    make_conference,
    make_exchange,
    make_participation,
    make_series,
    make_speaker,
    make_topic,
)
from transcripts.api.schema import openapi

pytestmark = pytest.mark.django_db


def test_every_example_works(client: Client) -> None:
    speaker = make_speaker()
    conference = make_conference("Night ferries", series=make_series())
    make_participation(conference, speaker)
    make_exchange(conference, speaker=speaker, topics=(make_topic(),))
    make_announced()
    for prefix in ("", "/zh-hans"):
        page = client.get(f"{prefix}/api/docs/").content.decode()
        examples = [unescape(link) for link in re.findall(r'href="(/api/v1/[^"]*)"', page)]
        assert len(examples) > len(openapi()["paths"])  # the document itself is there as well
        for example in examples:
            assert client.get(example).status_code == 200, example
        assert all(path in page for path in openapi()["paths"])
        assert "<script>" not in page


def test_an_empty_site_has_a_page_too(client: Client) -> None:
    assert client.get("/api/docs/").status_code == 200
