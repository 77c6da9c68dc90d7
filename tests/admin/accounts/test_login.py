"""Logging in: tries are counted by name and address together, and no proxy is believed that is not ours."""

from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client

from tests.builders import make_editor
from transcripts.admin.accounts import throttle

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


def try_in(password: str, *, name: str = "editor", address: str = "203.0.113.9", **headers: str) -> Any:
    sent = {"username": name, "password": password, "next": "/admin/"}
    return Client().post(LOGIN, sent, REMOTE_ADDR=address, headers=headers)


@pytest.fixture(autouse=True)
def _editor() -> None:
    make_editor()


def test_too_many_tries_must_wait_and_the_page_stays(client: Client) -> None:
    for _ in range(throttle.TRIES):
        assert try_in("wrong").status_code == 200
    refused = try_in("correct horse")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= throttle.SECONDS + 1
    assert "Please wait 15 minutes" in refused.content.decode()
    assert Client().get(LOGIN, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert (
        "请等待"
        in Client().post(f"/zh-hans{LOGIN}", {"username": "editor"}, REMOTE_ADDR="203.0.113.9").content.decode()
    )


def test_nobody_is_locked_out_from_elsewhere_and_no_other_name_is() -> None:
    for _ in range(throttle.TRIES + 1):
        try_in("wrong")
    assert try_in("correct horse", address="198.51.100.7").status_code == 302
    make_editor("another")
    assert try_in("correct horse", name="another").status_code == 302


def test_this_machine_is_counted_too_and_success_forgets() -> None:
    for _ in range(throttle.TRIES - 1):
        try_in("wrong", address="127.0.0.1")
    assert try_in("correct horse", address="127.0.0.1").status_code == 302
    for _ in range(throttle.TRIES):
        try_in("wrong", address="127.0.0.1")
    assert try_in("correct horse", address="127.0.0.1").status_code == 429


def test_an_address_alone_must_wait_far_above(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "TRIES_OF_ADDRESS", 7)
    for number in range(7):
        assert try_in("wrong", name=f"name {number}").status_code == 200
    assert try_in("correct horse").status_code == 429


def test_a_made_up_header_is_no_way_around_and_a_proxy_of_ours_tells_people_apart(settings: Any) -> None:
    for number in range(throttle.TRIES):
        try_in("wrong", **{"x-forwarded-for": f"198.51.100.{number}"})
    assert try_in("correct horse", **{"x-forwarded-for": "198.51.100.99"}).status_code == 429
    settings.TRUSTED_PROXIES = (ip_network("203.0.113.9"),)
    for _ in range(throttle.TRIES):
        try_in("wrong", **{"x-forwarded-for": "198.51.100.1"})
    assert try_in("correct horse", **{"x-forwarded-for": "198.51.100.1"}).status_code == 429
    assert try_in("correct horse", **{"x-forwarded-for": "198.51.100.2"}).status_code == 302
