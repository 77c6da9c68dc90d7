import gzip

import brotli
import pytest
from django.test import Client, override_settings

from tests.builders import make_conference, make_editor

pytestmark = pytest.mark.django_db

UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, BR; q=0.9", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.000,gzip", "gzip"),
        ("brr, gzip", "gzip"),
    ],
)
def test_public_pages_are_compressed_as_the_browser_can_read_them(client: Client, accepted: str, coding: str) -> None:
    make_conference(exchanges=3)
    for path in ("/", "/zh-hans/conferences/", "/conferences/2024-03-12-night-ferries.json", "/nowhere/", "/feed/"):
        plain = client.get(path)
        assert "Content-Encoding" not in plain.headers
        packed = client.get(path, HTTP_ACCEPT_ENCODING=accepted)
        assert packed.headers["Content-Encoding"] == coding
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content)
        assert UNPACK[coding](packed.content) == plain.content


@pytest.mark.parametrize("coding", UNPACK)
def test_the_same_page_is_compressed_to_the_same_bytes(client: Client, coding: str) -> None:
    one, other = (client.get("/about/", HTTP_ACCEPT_ENCODING=coding).content for _ in range(2))
    assert one == other


def test_a_page_is_compressed_as_much_as_it_is_worth_where_it_is_kept(client: Client) -> None:
    make_conference(exchanges=3)
    made_for_one = client.get("/conferences/", HTTP_ACCEPT_ENCODING="br")
    with override_settings(CACHE_URL=""):
        reader = Client(HTTP_ACCEPT_ENCODING="br")
        kept = reader.get("/conferences/")
        others = reader.get("/conferences/", headers={"cookie": "a=b"})
    assert len(kept.content) < len(made_for_one.content)
    assert len(kept.content) < len(others.content)
    assert brotli.decompress(kept.content) == brotli.decompress(made_for_one.content)


@pytest.mark.parametrize("coding", UNPACK)
def test_whoever_has_the_compressed_feed_is_sent_nothing(client: Client, coding: str) -> None:
    etag = client.get("/feed/", HTTP_ACCEPT_ENCODING=coding).headers["ETag"]
    assert etag.startswith("W/")
    again = client.get("/feed/", HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH=etag)
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("coding", UNPACK)
def test_what_depends_on_a_cookie_is_sent_as_it_is(client: Client, coding: str) -> None:
    login = client.get("/admin/login/", HTTP_ACCEPT_ENCODING=coding)
    assert login.cookies
    client.force_login(make_editor())
    desk = client.get("/admin/", HTTP_ACCEPT_ENCODING=coding)
    for page in (login, desk):
        assert page.status_code == 200
        assert "Content-Encoding" not in page.headers


def test_what_is_short_is_sent_as_it_is(client: Client) -> None:
    assert "Content-Encoding" not in client.get("/search/suggest/?q=unheardof", HTTP_ACCEPT_ENCODING="br").headers
