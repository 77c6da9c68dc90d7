"""Addresses of a former site lead to what stood there, once it is public; doubtful lines of their list are refused."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from tests.builders import make_conference, make_draft, make_editor, make_exchange, make_scheduled, make_withdrawn
from transcripts import actions
from transcripts.models import Conference, OldAddress

pytestmark = pytest.mark.django_db


def take(*lines: str) -> actions.Taken:
    return actions.take_old_addresses("\n".join(lines).encode())


def lead(client: Client, path: str, **more: Any) -> tuple[int, str]:
    response = client.get(path, **more)
    if response.status_code == 301:
        assert response["Cache-Control"] == "no-cache"
    return response.status_code, response.get("Location", "").removeprefix(settings.SITE_URL)


def test_old_paths_lead_to_permanent_addresses(client: Client) -> None:
    conference = make_conference(exchanges=2)
    exchange = conference.exchanges.get(position=2)
    turn = exchange.turns.get(position=2)
    taken = take(
        "old,new",
        f"/news/2024/ferries.html,{conference.get_absolute_url()}",
        f"https://old.example.org/show.php?id=7,{settings.SITE_URL}{conference.get_absolute_url()}2/",
        f"/新闻/夜航.html,/turns/{turn.public_id}/",
        "",
        f"/print/7,/zh-hans{exchange.get_permanent_url()}",
    )
    assert (taken.new, taken.refused) == (4, [])
    assert lead(client, "/news/2024/ferries.html") == (301, conference.get_permanent_url())
    assert lead(client, "/news/2024/ferries.html?utm=x") == (301, conference.get_permanent_url())
    assert lead(client, "/show.php?id=7") == (301, exchange.get_permanent_url())
    assert lead(client, "/show.php?id=8")[0] == 404
    assert lead(client, "/%E6%96%B0%E9%97%BB/%E5%A4%9C%E8%88%AA.html") == (301, turn.get_permanent_url())
    assert lead(client, "/print/7") == (301, exchange.get_permanent_url())
    assert client.post("/print/7").status_code == 404
    again = take(
        f"/print/7,{conference.get_absolute_url()}", f"/news/2024/ferries.html,{conference.get_permanent_url()}"
    )
    assert (again.new, again.changed, again.unchanged) == (0, 1, 1)
    assert lead(client, "/print/7") == (301, conference.get_permanent_url())


def test_what_is_not_public_is_not_found_and_tells_nothing(client: Client) -> None:
    draft, soon, gone = make_draft(), make_scheduled(), make_withdrawn()
    assert take(*(f"/old/{each.status}-{each.pk},{each.get_absolute_url()}" for each in (draft, soon, gone))).new == 3
    none = client.get("/old/nothing")
    for each in (draft, soon):
        page = client.get(f"/old/{each.status}-{each.pk}")
        assert (page.status_code, page.content, dict(page.headers)) == (404, none.content, dict(none.headers))
    status, target = lead(client, f"/old/{gone.status}-{gone.pk}")
    assert (status, client.get(target).status_code) == (301, 410)


def test_doubtful_lines_are_refused_by_number() -> None:
    conference = make_conference(exchanges=1)
    here = conference.get_absolute_url()
    taken = take(
        f"/good.html,{here}",
        "/alone.html",
        f"words,{here}",
        f"/,{here}",
        f"/about/,{here}",
        f"/admin/x,{here}",
        f"{here},{here}",
        "/nowhere.html,/conferences/nowhere/",
        "/page.html,/about/",
        "/else.html,https://elsewhere.example.org/conferences/x/",
        f"/good.html,{here}full/",
        f"/good.html,{conference.exchanges.get().get_permanent_url()}",
        f"http://[,{here}",
    )
    assert [number for number, _ in taken.refused] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13]
    assert list(OldAddress.objects.values_list("path", flat=True)) == ["/good.html"]
    assert actions.take_old_addresses(b"\xff\xfe").refused[0][0] == 1


def test_the_source_of_an_import_is_an_old_address_on_hosts_that_are_named(client: Client, settings: Any) -> None:
    conference = make_conference(source_url="https://old.example.org/a/7.html")
    make_draft(source_url="https://old.example.org/a/8.html")
    assert lead(client, "/a/7.html")[0] == 404
    settings.OLD_HOSTS = ["old.example.org"]
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "old.example.org"]
    assert lead(client, "/a/7.html", headers={"host": "old.example.org"}) == (301, conference.get_permanent_url())
    assert lead(client, "/a/8.html")[0] == 404


def test_the_command_and_the_desk_take_the_file(client: Client, tmp_path: Path) -> None:
    conference = make_conference()
    make_exchange(conference)
    file = tmp_path / "old.csv"
    file.write_text(f"/a.html;{conference.get_absolute_url()}\n/b.html;/nowhere/\n")
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="1 line refused"):
        call_command("old_addresses", str(file), stdout=out, stderr=err)
    assert out.getvalue() == "1 new, 0 changed, 0 unchanged.\n"
    assert f"{file}:2:" in err.getvalue()
    with pytest.raises(CommandError):
        call_command("old_addresses", str(tmp_path / "none.csv"))
    page = "/admin/transcripts/oldaddress/add/"
    assert client.get(page).status_code == 302
    client.force_login(make_editor())
    response = client.post(page, {"file": io.BytesIO(file.read_bytes())})
    assert b"Line 2" in response.content
    assert "1 unchanged" in response.content.decode()
    assert client.get("/admin/transcripts/oldaddress/").status_code == 200
    assert Conference.objects.count() == 1
