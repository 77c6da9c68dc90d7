"""The second factor: an app with recovery codes, or a key; asked for on a page after the password, and by group."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.builders import make_editor
from transcripts.models import AccountEvent

pytestmark = pytest.mark.django_db
PAGES = "/admin/account/second-factor/"


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def log_in(client: Client) -> Any:
    return client.post("/admin/login/", {"username": "editor", "password": "correct horse", "next": "/admin/"})


def set_up(client: Client) -> str:
    """Set up an app; return its secret."""
    begun = client.get(f"{PAGES}totp/activate/")
    if begun.status_code == 302:  # the password is asked for once more
        client.post(begun.url, {"password": "correct horse"})
        begun = client.get(f"{PAGES}totp/activate/")
    secret: str = begun.context["form"].secret
    assert "data:image/svg" in begun.content.decode()
    assert client.post(f"{PAGES}totp/activate/", {"code": code_for(secret)}).status_code == 302
    return secret


def test_the_second_factor_comes_on_a_page_after_the_password(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    editor = make_editor()
    editor.email = "editor@example.org"
    editor.save()
    settings.HAS_MAIL = True
    first = Client()
    assert log_in(first).url == "/admin/"
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up(first)
    assert "second factor" in mail.outbox[0].subject
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    second = Client()
    led = log_in(second)
    assert led.url == f"{PAGES}authenticate/"
    assert second.get("/admin/").status_code == 302  # not in yet
    asked = second.get(led.url)
    assert asked.status_code == 200
    assert 'name="code"' in asked.content.decode()
    assert second.post(led.url, {"code": "000000"}).status_code == 200
    Authenticator.objects.all().update(last_used_at=None)
    cache.clear()  # the code of this half minute was used just now
    assert second.post(led.url, {"code": code_for(secret)}).url == "/admin/"
    assert second.get("/admin/").status_code == 200
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    third = Client()
    log_in(third)
    assert third.post(f"{PAGES}authenticate/", {"code": codes[0]}).url == "/admin/"
    again = Client()
    log_in(again)
    assert again.post(f"{PAGES}authenticate/", {"code": codes[0]}).status_code == 200  # each is good once


def test_a_group_can_require_it(django_capture_on_commit_callbacks: Any) -> None:
    make_editor()
    client = Client()
    log_in(client)
    assert client.get("/admin/").status_code == 200
    Group.objects.get(name="Editors").permissions.add(Permission.objects.get(codename="require_second_factor"))
    for path in ("/admin/", "/admin/transcripts/conference/", "/zh-hans/admin/", "/admin/account/sessions/"):
        assert client.get(path).url.endswith("/account/second-factor/"), path
    assert client.post("/admin/transcripts/topic/add/", {"name": "Harbours"}).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    assert client.get("/admin/").status_code == 200
    assert {event.what for event in AccountEvent.objects.all()} == {"logged-in", "second-factor"}


def test_its_pages_hold_nothing_that_our_policy_forbids() -> None:
    make_editor()
    client = Client()
    log_in(client)
    set_up(client)
    waiting = Client()
    log_in(waiting)
    pages = [client.get(f"{PAGES}{path}") for path in ("", "recovery-codes/", "webauthn/", "webauthn/add/")]
    pages.append(waiting.get(f"{PAGES}authenticate/"))
    for page in pages:
        assert page.status_code == 200, page
        body = page.content.decode()
        assert "<style" not in body
        assert " style=" not in body
        assert " onclick=" not in body
        for tag in body.split("<script")[1:]:
            assert tag.startswith(' src="/static/') or 'type="application/json"' in tag.partition(">")[0], tag[:80]
        assert "script-src" not in page["Content-Security-Policy"]  # default-src 'self' holds


def test_a_security_key_is_listed_by_its_name_in_both_languages(client: Client) -> None:
    editor = make_editor()
    log_in(client)
    set_up(client)
    key = Authenticator.objects.create(user=editor, type=Authenticator.Type.WEBAUTHN, data={"name": "Blue key"})
    for prefix, words in (("", ("Blue key", "Never", "Rename")), ("/zh-hans", ("Blue key", "从未使用", "改名"))):
        page = client.get(f"{prefix}{PAGES}webauthn/").content.decode()
        assert all(each in page for each in words)
        assert f"{prefix}{PAGES}webauthn/keys/{key.pk}/edit/" in page
        assert f"{prefix}{PAGES}webauthn/keys/{key.pk}/remove/" in page


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/"])
def test_nobody_signs_up_here(client: Client, path: str) -> None:
    assert client.get(f"/admin/account/{path}").status_code in {302, 404}
