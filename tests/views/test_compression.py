import gzip
from typing import Any

import pytest
from django.test import Client

from tests.builders import make_conference, make_editor

pytestmark = pytest.mark.django_db


def test_public_pages_are_compressed_for_those_who_can_read_it(client: Client) -> None:
    make_conference(exchanges=3)
    for path in ("/", "/zh-hans/conferences/", "/conferences/2024-03-12-night-ferries.json", "/nowhere/"):
        plain = client.get(path)
        assert "Content-Encoding" not in plain.headers
        packed = client.get(path, HTTP_ACCEPT_ENCODING="gzip")
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert len(packed.content) < len(plain.content)
        assert gzip.decompress(packed.content) == plain.content


def test_the_same_page_is_compressed_to_the_same_bytes(client: Client) -> None:
    one, other = (client.get("/about/", HTTP_ACCEPT_ENCODING="gzip").content for _ in range(2))
    assert one == other


def test_what_depends_on_a_cookie_is_sent_as_it_is(client: Client, settings: Any) -> None:
    login = client.get("/admin/login/", HTTP_ACCEPT_ENCODING="gzip")
    assert login.cookies
    client.force_login(make_editor())
    desk = client.get("/admin/", HTTP_ACCEPT_ENCODING="gzip")
    for page in (login, desk):
        assert page.status_code == 200
        assert "Content-Encoding" not in page.headers
