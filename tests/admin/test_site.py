"""The desk as a whole, and who the office says it is."""

from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from tests.admin.conftest import log_in
from tests.admin.forms import read_form, save
from tests.builders import draw
from transcripts.models import AccountEvent, SiteIdentity

IDENTITY = "/admin/transcripts/siteidentity/1/change/"


def test_the_list_of_identities_is_the_one_form(editor: Client) -> None:
    assert editor.get("/admin/transcripts/siteidentity/").url == IDENTITY
    assert editor.get(IDENTITY).status_code == 200
    assert not SiteIdentity.objects.exists()
    assert editor.get("/admin/transcripts/siteidentity/add/").status_code == 403
    assert editor.get("/admin/transcripts/siteidentity/2/change/").status_code == 302


def test_the_office_s_name_is_edited_and_shows_on_the_desk_and_the_site(editor: Client) -> None:
    response = save(editor, IDENTITY, name="Harbour Press Room", name_zh_hans="海港新闻发布厅", tagline="The record.")
    assert response.url == IDENTITY
    assert SiteIdentity.objects.get().name == "Harbour Press Room"
    for address, name in (("/admin/", "Harbour Press Room"), ("/zh-hans/admin/", "海港新闻发布厅")):
        assert name in editor.get(address).content.decode()
    assert "Harbour Press Room" in editor.get("/").content.decode()
    save(editor, IDENTITY, name="Port Press Room")
    assert "Port Press Room" in editor.get("/admin/").content.decode()


def test_authors_do_not_rename_the_office(author: Client) -> None:
    assert author.get(IDENTITY).status_code == 403


def test_conferences_come_first(administrator: Client) -> None:
    apps = administrator.get("/admin/").context["app_list"]
    assert [app["app_label"] for app in apps] == ["transcripts", "auth"]
    assert [model["object_name"] for model in apps[0]["models"]][:2] == ["Conference", "Exchange"]


def test_every_model_has_a_place_at_the_desk() -> None:
    names = {model._meta.model_name for model in site._registry}
    assert names >= {
        "series", "conference", "speaker", "outlet", "topic", "exchange", "turn", "redirect", "siteidentity",
        "user", "group",
    }  # fmt: skip


def test_the_pages_keep_to_the_content_security_policy(editor: Client) -> None:
    for address in ("/admin/", "/admin/transcripts/conference/add/", "/admin/transcripts/exchange/add/", IDENTITY):
        response = editor.get(address)
        html = response.content.decode()
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert "<style" not in html
        assert " style=" not in html
        assert " onclick=" not in html
        assert "<script>" not in html


def save_identity(client: Client, **changes: object) -> HttpResponse:
    data = {name: value for name, value in read_form(client, IDENTITY).items() if value is not None}
    return client.post(IDENTITY, data | changes)


def test_a_logo_is_drawn_again_and_the_old_file_goes(editor: Client, django_capture_on_commit_callbacks: Any) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 17.0, 3.0)})  # the position
    for colour in ("teal", "red"):
        logo = SimpleUploadedFile(
            "of-somebody.jpg", draw((4000, 1000), "JPEG", exif=exif, comment=b"somebody", colour=colour).getvalue()
        )
        before = SiteIdentity.current().logo.name
        with django_capture_on_commit_callbacks(execute=True):
            assert save_identity(editor, logo=logo).status_code == 302
    saved = SiteIdentity.current().logo
    assert (saved.width, saved.height) == (1024, 256)
    assert b"somebody" not in saved.read()
    saved.seek(0)
    with Image.open(saved) as picture:
        assert not picture.getexif()
    assert "somebody" not in saved.name
    assert not default_storage.exists(before)
    with django_capture_on_commit_callbacks(execute=True):
        assert save_identity(editor, **{"logo-clear": "on"}).status_code == 302
    assert not SiteIdentity.current().logo
    assert not default_storage.exists(saved.name)


@pytest.mark.parametrize(
    "file",
    [b"<svg/>", b"%!PS-Adobe-3.0 EPSF-3.0", b"\x89PNG\r\n\x1a\n broken", draw((9000, 7000), mode="L").getvalue()],
)
def test_a_logo_that_is_no_picture_or_too_large_is_refused(editor: Client, file: bytes) -> None:
    shown = save_identity(editor, logo=SimpleUploadedFile("logo.png", file))
    assert shown.status_code == 200
    assert not SiteIdentity.current().logo


def test_an_editor_asks_for_a_second_pair_of_eyes_and_cannot_do_away_with_it(editor: Client) -> None:
    assert save_identity(editor, asks_second_eyes="on").status_code == 302
    assert SiteIdentity.current().asks_second_eyes
    without = {name: value for name, value in read_form(editor, IDENTITY).items() if value is not None}
    without.pop("asks_second_eyes", None)
    assert editor.post(IDENTITY, without).status_code == 302
    assert SiteIdentity.current().asks_second_eyes
    office = User.objects.create_user("office", password="x", is_staff=True)
    office.groups.add(Group.objects.get(name="Office administrators"))
    assert log_in(office).post(IDENTITY, without).status_code == 302
    assert not SiteIdentity.current().asks_second_eyes
    assert AccountEvent.objects.filter(what="settings", made_by=office, about__contains="asks_second_eyes").exists()
    for name, known in (("user", office.pk), ("user", User.objects.create_superuser("root").pk)):
        form = log_in(office).get(f"/admin/auth/{name}/{known}/change/").content.decode()
        assert 'name="is_superuser"' not in form
