"""Alerts from the form to the mail: what is told to whom, when, and what is not told."""

import re
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.actions.workflow.test_running import close, correct, long_after, released
from tests.alerts.mail_server import Accepted, MailServer
from tests.builders import make_editor, make_outlet, make_speaker
from tests.documents import answer, document, exchange, question
from transcripts import actions
from transcripts.actions import Change, Cut
from transcripts.alerts import find_news
from transcripts.document import ExchangeText, Person, TranscriptDocument
from transcripts.models import AlertMessage, AlertProgress, Conference, Speaker, Subscription, ToldConference, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db
Kind = Subscription.Kind


def follow(
    kind: str = Kind.EVERYTHING, query: str = "", address: str = "reader@example.org", **more: Any
) -> Subscription:
    """A confirmed subscription, as the form and the button make one."""
    actions.alerts.alert_progress()
    chosen = {"rhythm": "at_once", "language": "en"} | more
    actions.alerts.ask_for_alerts(kind=kind, query=query, address=address, **chosen)
    row = Subscription.objects.of_address(address).get(kind=kind, query=query)
    actions.alerts.confirm_alerts(row)
    row.messages.all().delete()
    return row


def enter(*exchanges: ExchangeText, **head: Any) -> Conference:
    conference = Conference(title="Night ferries")
    actions.reconcile(conference, document(*exchanges, **head))
    return conference


def publish(*exchanges: ExchangeText, **head: Any) -> Conference:
    conference = enter(*exchanges, **head)
    actions.publish(conference)
    return Conference.objects.get(pk=conference.pk)


def change(conference: Conference, after: TranscriptDocument, note: str = "Misheard.") -> None:
    actions.reconcile(conference, after, Change(note=note, is_major=True))


def corrected(conference: Conference, *paragraphs: str) -> TranscriptDocument:
    """The document with other words of the first answer."""
    before = read(conference)
    first = before.exchanges[0]
    turns = (first.turns[0], replace(first.turns[1], paragraphs=paragraphs))
    return replace(before, exchanges=(replace(first, turns=turns), *before.exchanges[1:]))


def send(server: MailServer) -> list[Accepted]:
    """Send what is due, and return what the server accepted since the last time."""
    before = len(server.accepted())
    call_command("send_alerts", stdout=StringIO())
    return server.accepted()[before:]


def test_from_the_form_to_the_mail_and_out_again(client: Client, mail_server: MailServer) -> None:
    make_speaker("Ines Calder")
    publish(exchange(9))
    client = Client(enforce_csrf_checks=True)
    page = client.get("/speakers/ines-calder/").content.decode()
    [path] = re.findall(r'href="(/alerts/[^"]+)"\s+rel="nofollow"', page)
    form = client.get(path.replace("&amp;", "&"))
    assert (form.status_code, form["Cache-Control"], form.cookies) == (200, "no-store", {})
    [token] = re.findall(r'name="token" value="([^"]+)"', form.content.decode())
    sent = client.post(path, {"token": token, "email": "Reader@example.org", "rhythm": "at_once"})
    assert (sent.status_code, sent["Location"], sent.cookies) == (303, "/alerts/sent/", {})
    row = Subscription.objects.get()
    assert (row.kind, row.query, row.confirmed_at) == ("speaker", "ines-calder", None)
    assert "example" not in row.address
    [asked] = send(mail_server)
    assert asked.recipient == "Reader@example.org"
    [link] = re.findall(r"http://\S+/alerts/\S+/", asked.text)
    assert link in asked.html
    link = link[link.index("/alerts/") :]
    publish(exchange(1))
    assert send(mail_server) == []  # nobody has confirmed
    assert client.get(link).status_code == 200
    assert Subscription.objects.get().confirmed_at is None  # opening a link does nothing
    assert client.post(link, {"do": "confirm"}).status_code == 303
    publish(exchange(2))
    [news] = send(mail_server)
    assert news.mail["Subject"] == "Ines Calder: Pier 2"
    assert "Pier 2 has 2 boats after midnight." in news.text
    assert "<p>Pier 2 has 2 boats after midnight.</p>" in news.html
    assert news.mail["List-Unsubscribe"].strip() == f"<http://127.0.0.1:8000{link}>"
    assert news.mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<alerts\.[ -~]+>", news.mail["List-Id"])
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert not AlertMessage.objects.exists()
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.get(link).status_code == 410
    publish(exchange(3))
    assert send(mail_server) == []


def test_each_kind_hears_of_what_it_follows_and_once(mail_server: MailServer) -> None:
    ferries = ExchangeText(
        (question("Will the toll rise?"), answer("The harbour toll stays.")), heading="The toll", topics=("Ferries",)
    )
    streets = ExchangeText(
        (question("And streets?", outlet="Night Post"), answer("They open.", speaker="Ana Moss")), heading="Streets"
    )
    followed = {
        "everything": ("", {"The toll", "Streets"}),
        "speaker": ("ana-moss", {"Streets"}),
        "outlet": ("evening-courier", {"The toll"}),
        "topic": ("ferries", {"The toll"}),
        "series": ("harbour-briefings", {"The toll", "Streets"}),
        "search": ("q=harbour+toll", {"The toll"}),
        "corrections": ("", set()),
    }
    for kind, (query, _) in followed.items():
        follow(kind, query, f"{kind}@example.org")
    follow("search", "q=harbour+toll&speaker=ana-moss", "nothing@example.org")
    publish(ferries, streets, series="Harbour briefings")
    found = {each.recipient: each for each in send(mail_server)}
    assert set(found) == {f"{kind}@example.org" for kind, (_, heard) in followed.items() if heard}
    for kind, (_, heard) in followed.items():
        if heard:
            text = found[f"{kind}@example.org"].text
            assert {title for title in ("The toll", "Streets") if f"\n{title}\n" in text} == heard, kind
    searched = found["search@example.org"]
    assert "The *harbour* *toll* stays." in searched.text
    assert "<mark>harbour</mark> <mark>toll</mark>" in searched.html
    assert searched.mail["Subject"] == "“harbour toll”: The toll"
    assert send(mail_server) == []


def test_nothing_is_told_before_the_embargo_and_nothing_of_a_draft(mail_server: MailServer) -> None:
    follow()
    enter(exchange(1), title="Draft")
    later = enter(exchange(2), title="Scheduled")
    actions.publish(later, at=timezone.now() + timedelta(days=1))
    assert send(mail_server) == []
    Conference.objects.filter(pk=later.pk).update(published_at=timezone.now())
    [news] = send(mail_server)
    assert "Pier 2 has 2 boats" in news.text
    assert "Pier 1" not in news.text + news.html + str(news.mail)
    assert send(mail_server) == []


def test_what_was_public_before_alerts_began_is_no_news(mail_server: MailServer) -> None:
    old, gone = publish(exchange(1)), publish(exchange(2), title="Gone")
    follow()
    actions.withdraw(gone, reason="Another meeting.")
    change(old, corrected(old, "Pier 1 has two boats."))
    texts = "".join(each.text for each in send(mail_server))
    assert "Pier 1 has two boats." not in texts.replace("[now:", "")  # told as a correction, not as an exchange
    actions.publish(Conference.objects.get(pk=gone.pk))
    texts = "".join(each.text for each in send(mail_server))
    assert "This transcript was published again." in texts
    assert "Pier 2 has" not in texts


def test_mail_is_written_when_it_is_sent(mail_server: MailServer) -> None:
    """What waits for the morning is corrected, withdrawn and removed meanwhile; a removal reaches mail not yet sent."""
    follow(rhythm="daily")
    canary = "the goldfinch of 5 High Street"
    kept = publish(exchange(1))
    gone = publish(ExchangeText((question(), answer("Of the withdrawn.")), heading="Withdrawn words"), title="Gone")
    cut = publish(ExchangeText((question(), answer(f"It was {canary}.", "More.")), heading="Cut"), title="Cut")
    assert send(mail_server) == []
    message = AlertMessage.objects.get()
    assert message.due_at > timezone.now()
    assert "goldfinch" not in str(message.items)
    change(kept, corrected(kept, "Pier 1 has two boats."), "Misheard number.")
    actions.withdraw(gone, reason="Another meeting.")
    cut = Conference.objects.get(pk=cut.pk)
    turn = Turn.objects.get(exchange__conference=cut, position=2)
    chief = Change(make_editor("chief"))
    actions.remove_words(
        cut,
        [Cut(turn.public_id, 0, canary)],
        reason="A home address.",
        is_repeated=False,
        base=cut.revision_number,
        change=chief,
    )
    assert send(mail_server) == []
    AlertMessage.objects.update(due_at=timezone.now())
    [news] = send(mail_server)
    everything = news.text + news.html + str(news.mail)
    assert "Pier 1 has two boats." in news.text
    assert "Misheard number." in news.text
    assert "Corrected on " in news.text
    assert "It was [removed]." in news.text
    assert "A home address." in news.html
    assert "Of the withdrawn." not in everything
    assert "Another meeting." in news.text
    assert "goldfinch" not in everything


def test_a_message_with_nothing_left_to_tell_is_not_sent(mail_server: MailServer) -> None:
    follow("search", "q=boats", rhythm="daily")
    conference = publish(exchange(1))
    assert send(mail_server) == []
    actions.withdraw(conference, reason="Another meeting.")
    AlertMessage.objects.update(due_at=timezone.now())
    assert send(mail_server) == []
    assert not AlertMessage.objects.exists()


def test_corrections_are_told_as_such_once(mail_server: MailServer) -> None:
    everybody = [
        follow(*each)
        for each in (
            ("corrections", "", "corrections@example.org"),
            ("everything", "", "everything@example.org"),
            ("speaker", "ines-calder", "speaker@example.org"),
            ("search", "q=pier+2", "other@example.org"),
        )
    ]
    assert len(everybody) == 4
    make_speaker("Ines Calder")
    conference = publish(exchange(1), exchange(2))
    assert len(send(mail_server)) == 3
    change(conference, corrected(conference, "Pier 1 has no boats."), "The number was misheard.")
    found = {each.recipient: each for each in send(mail_server)}
    assert set(found) == {f"{name}@example.org" for name in ("corrections", "everything", "speaker")}
    text = found["speaker@example.org"].text
    assert "The transcript was corrected." in text
    assert "The number was misheard." in text
    assert "[was: " in text
    assert send(mail_server) == []
    actions.withdraw(Conference.objects.get(pk=conference.pk), reason="Another meeting.")
    found = {each.recipient: each for each in send(mail_server)}
    readers = {f"{name}@example.org" for name in ("corrections", "everything", "speaker", "other")}
    assert set(found) == readers  # all were sent some of it
    assert not any("Pier" in each.text for each in found.values())
    actions.publish(Conference.objects.get(pk=conference.pk))
    assert {each.recipient for each in send(mail_server)} == readers
    assert send(mail_server) == []


def test_an_exchange_that_is_added_is_told_and_one_that_is_split_is_not(mail_server: MailServer) -> None:
    follow()
    conference = publish(exchange(1))
    assert len(send(mail_server)) == 1
    before = read(conference)
    change(conference, replace(before, exchanges=(*before.exchanges, exchange(2))))
    texts = [each for each in send(mail_server) if "Pier 2 has 2 boats" in each.text]
    assert len(texts) == 1
    part = Conference.objects.get(pk=conference.pk).exchanges.get(position=1)
    actions.split_exchange(part.turns.get(position=2), change=Change(note="Two.", is_major=False))
    assert send(mail_server) == []


def test_a_subscription_follows_a_merged_and_a_renamed_name(mail_server: MailServer) -> None:
    kept, merged = make_speaker("Ines Calder"), make_speaker("I. Calder")
    people = (Person("I. Calder", "deputy mayor"),)
    publish(ExchangeText((question(), answer(speaker="I. Calder"))), people=people)
    follow("speaker", merged.slug)
    actions.merge_names(kept, merged, Change(make_editor("chief")))
    kept.refresh_from_db()
    old, kept.slug = kept.slug, "i-calder-of-northbank"
    kept.save()
    actions.sync_after_name_edit(kept, old_slug=old)
    publish(exchange(1), title="Later")
    [news] = send(mail_server)
    assert news.mail["Subject"].startswith("Ines Calder: ")


def test_a_search_with_a_name_that_is_gone_finds_nothing_rather_than_everything(mail_server: MailServer) -> None:
    make_speaker("Ana Moss")
    follow("search", "q=boats&speaker=ana-moss")
    Speaker.objects.filter(slug="ana-moss").delete()
    publish(exchange(1))
    assert send(mail_server) == []


def test_hostile_text_stays_text(mail_server: MailServer) -> None:
    hostile = "Fares\u2028Bcc: all@example.org <script>alert(1)</script> &amp; “x”\u0085" + "long " * 80
    follow("search", "q=script")
    spoken = ExchangeText((question(hostile), answer("<b>script</b>\n.\n=2E\nFrom here\n\n.")), heading=hostile[:300])
    publish(spoken, title=hostile[:300])
    [news] = send(mail_server)
    assert news.mail["Bcc"] is None
    assert len(str(news.mail["Subject"])) < 200
    assert "<script>" not in news.html
    assert "&lt;b&gt;<mark>script</mark>&lt;/b&gt;" in news.html
    assert "<b>*script*</b>" in news.text
    assert "\n.\n=2E\nFrom here\n" in news.text


def test_a_message_of_many_exchanges_has_the_first_whole_and_links_to_the_rest(mail_server: MailServer) -> None:
    follow()
    publish(*(exchange(number) for number in range(1, 31)))
    [news] = send(mail_server)
    assert "Pier 20 has 20 boats" in news.text
    assert "Pier 21 has 21 boats" not in news.text
    assert "\nPier 30\nhttp" in news.text
    assert news.mail["Subject"] == "Everything that is published: 30 exchanges"
    assert max(map(len, str(news.mail).splitlines())) < 998


def test_the_language_is_the_readers(mail_server: MailServer, client: Client) -> None:
    form = client.get("/zh-hans/alerts/?what=everything").content.decode()
    [token] = re.findall(r'name="token" value="([^"]+)"', form)
    path = "/zh-hans/alerts/?what=everything"
    assert client.post(path, {"token": token, "email": "r@example.org", "rhythm": "daily"}).status_code == 303
    [asked] = send(mail_server)
    assert asked.mail["Content-Language"] == "zh-hans"
    assert "/zh-hans/alerts/" in asked.text
    assert re.search(r"[\u4e00-\u9fff]", str(asked.mail["Subject"]))


def many(number_of: int) -> None:
    """So many subscriptions, to eleven things."""
    actions.alerts.alert_progress()
    now = timezone.now()
    rows = []
    for number in range(number_of):
        row = Subscription(
            key=f"{number:024x}",
            address_digest=f"{number}",
            kind="search" if number % 2 else "everything",
            query=f"q=boats+{number % 10}" if number % 2 else "",
            language="en",
            confirmed_at=now,
        )
        row.address = "sealed"
        rows.append(row)
    Subscription.objects.bulk_create(rows, batch_size=500)


@pytest.mark.parametrize("number", [1_000, pytest.param(10_000, marks=pytest.mark.drill)])
def test_equal_subscriptions_are_asked_once(number: int) -> None:
    """The work to find what is news grows with what is followed, not with how many follow it."""
    many(number)
    publish(exchange(1))
    with CaptureQueriesContext(connection) as found:
        news = find_news()
    assert news is not None
    heard = number // 10 * 6
    assert len(news.matched) == heard  # everything, and those who search for “boats 1”
    assert len(found) < 20 + 5 * 9
    with CaptureQueriesContext(connection) as queued:
        assert actions.alerts.queue_news(news) == heard
    assert len(queued) < 20 + heard // 50  # a few for each 500, and SQLite takes some sixty rows at once
    assert AlertMessage.objects.count() == heard


def test_equal_mail_is_written_once(mail_server: MailServer) -> None:
    """One message more costs its marks and the stamp, and not what it is written from."""
    asked = []
    for readers in (2, 12):
        for number in range(readers):
            follow("search", "q=boats", f"r{number}@example.org")
        publish(exchange(1), title=f"Told to {readers}")
        with CaptureQueriesContext(connection) as found:
            assert len(send(mail_server)) == readers
        asked.append(len(found))
    assert asked[1] - asked[0] <= 10 * 5


def test_a_running_transcript_is_told_when_it_is_closed(mail_server: MailServer) -> None:
    follow()
    follow("corrections", address="corrections@example.org")
    conference = released()
    long_after(conference)
    correct("At half past one.")
    assert send(mail_server) == []
    close(conference)
    found = {each.recipient: each.text for each in send(mail_server)}
    assert "At half past one." in found["reader@example.org"]
    assert "The transcript was corrected." in found["corrections@example.org"]
    assert send(mail_server) == []


def test_the_pages_cost_few_queries(client: Client) -> None:
    make_speaker("Ines Calder")
    publish(exchange(1))
    row = follow("search", "q=boats&speaker=ines-calder")
    for path, most in (
        ("/alerts/", 2),
        ("/alerts/?what=everything", 2),
        ("/alerts/?what=speaker&name=ines-calder", 3),
        ("/alerts/?what=search&q=boats&speaker=ines-calder", 4),
        (f"/alerts/{row.token}/", 4),
        ("/alerts/sent/", 2),
    ):
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        assert len(found) <= most, path


def test_two_runs_that_found_the_same_queue_it_once() -> None:
    follow()
    publish(exchange(1))
    first, second = find_news(), find_news()
    assert first is not None
    assert second is not None
    assert (actions.alerts.queue_news(first), actions.alerts.queue_news(second)) == (1, 0)
    assert (AlertMessage.objects.count(), ToldConference.objects.count(), AlertProgress.objects.count()) == (1, 1, 1)


def test_without_mail_settings_only_the_offer_is_away(client: Client, settings: Any) -> None:
    settings.HAS_MAIL = False
    make_outlet()
    publish(exchange(1))
    for path in ("/alerts/", "/alerts/?what=everything", "/zh-hans/alerts/"):
        page = client.get(path)
        assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
        assert "<form method" not in page.content.decode()
    for path in ("/", "/search/?q=boats", "/corrections/", "/speakers/ines-calder/", "/about/"):
        assert "/alerts/" not in client.get(path).content.decode()
    out = StringIO()
    call_command("send_alerts", stdout=out)
    assert "EMAIL_URL is not set" in out.getvalue()
