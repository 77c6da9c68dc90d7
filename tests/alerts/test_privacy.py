"""What is kept of subscribers, for how long, and what a stranger with a form can do."""

import re
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.alerts.mail_server import MailServer
from tests.alerts.test_alerts import follow, publish, send
from tests.builders import make_editor
from tests.documents import exchange
from transcripts import actions
from transcripts.actions.alerts.subscriptions import CONFIRMATIONS_A_DAY
from transcripts.alerts import find_news
from transcripts.models import AlertMessage, SealedAddressError, Subscription
from transcripts.models.readers.sealed_addresses import key_of_token, open_address, seal_address, token_of
from transcripts.views import alerts as views

pytestmark = pytest.mark.django_db


NEW_KEY = "another key that is also long enough, though"


def ask(client: Client, *, address: str = "127.0.0.1", path: str = "/alerts/?what=everything", **fields: str) -> Any:
    page = client.get(path).content.decode()
    token = (re.findall(r'name="token" value="([^"]+)"', page) or [""])[0]
    sent = {"token": token, "email": "reader@example.org", "rhythm": "daily"} | fields
    return client.post(path, sent, REMOTE_ADDR=address)


def test_an_address_is_read_with_its_key_alone(settings: Any) -> None:
    sealed = seal_address("reader@example.org")
    assert "reader" not in sealed
    assert seal_address("reader@example.org") != sealed
    assert open_address(sealed) == "reader@example.org"
    token = token_of("0" * 24)
    assert key_of_token(token) == "0" * 24
    for other in ("", "0" * 40, token[:-1], token + "0", "é" * 40, token.upper()):
        assert key_of_token(other) == ""
    settings.ALERTS_KEY, former = "another key that is also long enough, though", settings.ALERTS_KEY
    settings.ALERTS_KEY_FALLBACKS = [former]
    assert key_of_token(token) == "0" * 24
    assert token_of("0" * 24) != token
    assert open_address(sealed) == "reader@example.org"
    settings.ALERTS_KEY_FALLBACKS = []
    assert key_of_token(token) == ""
    with pytest.raises(SealedAddressError):
        open_address(sealed)
    settings.ALERTS_KEY = ""
    with pytest.raises(SealedAddressError):
        seal_address("reader@example.org")


def test_what_nobody_confirmed_is_gone_after_seven_days(client: Client) -> None:
    assert ask(client).status_code == 303
    kept = follow("corrections")
    Subscription.objects.update(asked_at=timezone.now() - timedelta(days=7))
    out = StringIO()
    call_command("tidy", stdout=out)
    assert "1 subscriptions erased that nobody had confirmed." in out.getvalue()
    assert list(Subscription.objects.all()) == [kept]
    assert not AlertMessage.objects.exists()


def test_a_changed_key_leaves_subscriptions_digests_and_links_as_they_were(client: Client, settings: Any) -> None:
    row, other = follow(), follow("corrections")
    ask(client, email="new@example.org")
    link = f"/alerts/{row.token}/"
    former, settings.ALERTS_KEY = settings.ALERTS_KEY, NEW_KEY
    settings.ALERTS_KEY_FALLBACKS = ["a third key, of long ago, that is long enough", former]
    assert ask(client).status_code == 303  # is asked about what it follows already, not entered again
    assert Subscription.objects.of_address("READER@example.org").count() == 2
    assert client.get(link).status_code == 200
    twin = Subscription(key="1" * 24, kind="corrections", language="en")  # entered by a process with the new key alone
    twin.set_address("reader@example.org")
    twin.save()
    out, err = StringIO(), StringIO()
    call_command("tidy", stdout=out, stderr=err)
    assert "3 addresses of subscribers were encrypted again under ALERTS_KEY." in out.getvalue()
    assert list(Subscription.objects.of_address("reader@example.org").order_by("pk")) == [row, other]
    settings.ALERTS_KEY_FALLBACKS = []
    assert {each.mail_address for each in Subscription.objects.all()} == {"reader@example.org", "new@example.org"}
    assert client.get(link).status_code == 404
    settings.ALERTS_KEY_FALLBACKS = [former]
    assert client.post(link, {"do": "end-all"}).status_code == 303
    assert Subscription.objects.get().mail_address == "new@example.org"


def test_tidy_names_addresses_whose_key_is_lost(settings: Any) -> None:
    follow()
    settings.ALERTS_KEY, settings.ALERTS_KEY_FALLBACKS = NEW_KEY, ["neither is this the key, but it is long enough"]
    out, err = StringIO(), StringIO()
    call_command("tidy", stdout=out, stderr=err)
    assert "1 addresses of subscribers are under a key that is not in ALERTS_KEY_FALLBACKS." in err.getvalue()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ｒｅａｄｅｒ＠example．org", "reader@example.org"),
        ("reader@例子.中国", "reader@xn--fsqu00a.xn--fiqs8s"),
        ("reader@bücher.example", "reader@xn--bcher-kva.example"),
        (" o'hara+news@example.org ", "o'hara+news@example.org"),
    ],
)
def test_an_address_is_kept_as_mail_servers_take_it(client: Client, typed: str, kept: str) -> None:
    assert ask(client, email=typed).status_code == 303
    assert Subscription.objects.get().mail_address == kept


@pytest.mark.parametrize("typed", ["réader@example.org", "新闻@example.org", "a@" + "例" * 80 + ".中国"])
def test_letters_before_the_at_that_no_server_takes_are_named(client: Client, typed: str) -> None:
    page = ask(client, email=typed)
    assert page.status_code == 400
    said = page.content.decode()
    if typed[0] != "a":
        letter = next(letter for letter in typed if not letter.isascii())
        assert f"and not “{letter}”" in said
    assert 'id="email-error"' in said
    assert not Subscription.objects.exists()


def test_the_form_says_the_same_whoever_the_address_belongs_to(client: Client) -> None:
    follow()
    known = ask(client)
    unknown = ask(client, email="other@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Subscription.objects.of_address("reader@example.org").get().rhythm == "at_once"  # by its reader


def test_one_address_is_asked_so_often_a_day_and_one_network_sends_so_many_forms(client: Client) -> None:
    paths = [f"/alerts/?what=search&q=word{number}" for number in range(CONFIRMATIONS_A_DAY + 3)]
    for number, path in enumerate(paths):
        assert ask(client, path=path, address=f"192.0.2.{number}").status_code == 303
    assert AlertMessage.objects.count() == CONFIRMATIONS_A_DAY
    for number in range(views.AT_ONCE):
        assert ask(client, email=f"{number}@example.org", address="198.51.100.7").status_code == 303
    late = ask(client, email="late@example.org", address="198.51.100.7")
    assert (late.status_code, late["Cache-Control"]) == (429, "no-store")
    assert int(late["Retry-After"]) > 0
    assert 'value="late@example.org"' in late.content.decode()


def test_a_form_that_is_wrong_comes_back_with_what_was_typed(client: Client) -> None:
    for wrong in (
        {"email": "nowhere"},
        {"email": "réader@example.org"},
        {"email": "a@example.org\r\nBcc: b@example.org"},
        {"rhythm": "hourly"},
        {"token": "x"},
        {"token": ""},
    ):
        page = ask(client, **wrong)
        assert (page.status_code, page["Cache-Control"], page.cookies) == (400, "no-store", {})
    assert 'id="email-error"' in ask(client, email="nowhere").content.decode()
    assert not Subscription.objects.exists()


def test_an_address_that_means_nothing_is_said_to_be_ignored(client: Client) -> None:
    for query, said in (
        ("?what=nothing", "nothing"),
        ("?what=speaker&name=nobody", "nobody"),
        ("?what=speaker", ""),
        ("?what=search&q=boats&speaker=nobody", "nobody"),
        ("?what=search", None),
        ("?what=%00&name=%ff", None),
    ):
        page = client.get(f"/alerts/{query}")
        assert page.status_code in {200, 400}
        if said is not None:
            assert f"“{said}” is not known here, so it was ignored." in page.content.decode()
    assert "“boats”" in client.get("/alerts/?what=search&q=boats&speaker=nobody").content.decode()


def test_pressing_buttons_changes_and_ends(client: Client, mail_server: MailServer) -> None:
    first, second = follow(), follow("corrections")
    other = follow(address="other@example.org")
    path = f"/alerts/{first.token}/"
    assert client.head(path).status_code == 200
    assert client.post(path, {"do": "rhythm", "rhythm": "daily"})["Location"] == path
    first.refresh_from_db()
    assert first.rhythm == "daily"
    for wrong in ({"do": "rhythm", "rhythm": "hourly"}, {"do": "x"}, {}):
        assert client.post(path, wrong).status_code == 400
    assert client.post(path, {"do": "end"})["Location"] == "/alerts/ended/"
    assert client.get(path).status_code == 410
    assert client.post(f"/alerts/{second.token}/", {"do": "end-all"}).status_code == 303
    assert list(Subscription.objects.all()) == [other]
    page = client.get(f"/alerts/{first.key}{'0' * 16}/")
    assert (page.status_code, page["Cache-Control"]) == (404, "no-store")
    assert "ask for the same ones again" in page.content.decode()
    publish(exchange(1))
    assert [each.recipient for each in send(mail_server)] == ["other@example.org"]


def test_leaving_takes_what_waits_along(client: Client) -> None:
    row = follow(rhythm="daily")
    publish(exchange(1))
    actions.alerts.queue_news(_found())
    assert AlertMessage.objects.count() == 1
    client.post(f"/alerts/{row.token}/", {"List-Unsubscribe": "One-Click"})
    assert not AlertMessage.objects.exists()


def _found() -> actions.alerts.News:
    news = find_news()
    assert news is not None
    return news


def test_an_archive_has_subscribers_only_if_asked(tmp_path: Path) -> None:
    follow()
    without = actions.write_archive(tmp_path / "without")
    whole = actions.write_archive(tmp_path / "with", options=["subscribers"])
    assert whole.rows - without.rows == 2  # the subscription, and how far alerts have come
    assert actions.verify_archive(tmp_path / "with").rows["transcripts_subscription"] == 1
    assert "transcripts_subscription" not in actions.verify_archive(tmp_path / "without").rows


def test_the_desk_shows_numbers_and_no_address(client: Client, mail_server: MailServer) -> None:
    follow()
    follow("search", "q=secretwords", "gone@example.org", rhythm="daily")
    publish(exchange(1))
    send(mail_server)
    client.force_login(make_editor())
    page = client.get("/admin/alerts/").content.decode()
    assert "example.org" not in page.replace("bounces@press.example.org", "")
    assert "secretwords" not in page
    assert "The sender last ran" in page
    sent = client.post("/admin/alerts/", {"email": "editor@example.org"}, follow=True)
    assert "The mail server accepted the message." in sent.content.decode()
    assert mail_server.accepted()[-1].recipient == "editor@example.org"
    refused = client.post("/admin/alerts/", {"email": "gone@example.org"}, follow=True)
    assert "The mail server did not accept the message" in refused.content.decode()


def test_a_body_that_is_no_form_changes_nothing(client: Client) -> None:
    row = follow()
    path = f"/alerts/{row.token}/"
    assert client.post(path, BytesIO(b"\xff").read(), content_type="text/plain").status_code == 400
    assert Subscription.objects.filter(pk=row.pk).exists()
