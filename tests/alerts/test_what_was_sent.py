"""Readers hear what becomes of words that they were sent: corrected, removed, withdrawn, published again."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.alerts.mail_server import Accepted, MailServer
from tests.alerts.test_alerts import change, corrected, follow, publish, send
from tests.builders import make_editor, make_speaker
from tests.documents import answer, exchange, question
from transcripts import actions
from transcripts.actions import Change, Cut
from transcripts.alerts import find_news
from transcripts.document import ExchangeText
from transcripts.models import AlertMessage, Conference, MailedConference, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db


def told(server: MailServer) -> dict[str, Accepted]:
    return {each.recipient.partition("@")[0]: each for each in send(server)}


def again(conference: Conference) -> Conference:
    return Conference.objects.get(pk=conference.pk)


def test_a_search_that_finds_the_words_no_more_is_told_of_their_correction(mail_server: MailServer) -> None:
    follow("search", "q=goldfinch", "first@example.org")
    follow("search", "q=boats", "other@example.org")
    one = ExchangeText((question("What sat there?"), answer("A goldfinch.")), heading="The bird")
    conference = publish(one, exchange(2))
    assert set(told(mail_server)) == {"first", "other"}
    change(conference, corrected(conference, "A sparrow."), "It was a sparrow.")
    found = told(mail_server)
    assert set(found) == {"first"}  # the other was sent another exchange
    assert "It was a sparrow." in found["first"].text
    assert "sparrow" in found["first"].html
    assert MailedConference.objects.count() == 3


def test_a_withdrawal_is_told_to_who_was_sent_some_of_it_and_to_nobody_else(mail_server: MailServer) -> None:
    make_speaker("Ines Calder")
    follow("speaker", "ines-calder", "was-sent@example.org")
    follow("search", "q=harbour+toll", "was-not@example.org")
    conference = publish(exchange(1))
    assert set(told(mail_server)) == {"was-sent"}
    follow("speaker", "ines-calder", "late@example.org")
    actions.withdraw(again(conference), reason="Another meeting.")
    found = told(mail_server)
    assert set(found) == {"was-sent"}
    mail = found["was-sent"]
    assert "Another meeting." in mail.text
    assert "Pier 1" not in mail.text + mail.html + str(mail.mail)
    actions.publish(again(conference))
    found = told(mail_server)
    assert set(found) == {"was-sent"}
    assert "published again" in found["was-sent"].text
    assert told(mail_server) == {}


def test_what_was_withdrawn_while_it_waited_is_not_spoken_of(mail_server: MailServer) -> None:
    make_speaker("Ines Calder")
    follow("speaker", "ines-calder", rhythm="daily")
    conference = publish(exchange(1))
    assert told(mail_server) == {}
    actions.withdraw(again(conference), reason="Another meeting.")
    AlertMessage.objects.update(due_at=timezone.now())
    assert told(mail_server) == {}
    assert not MailedConference.objects.exists()


def test_a_turn_that_is_taken_out_or_whose_words_are_removed_is_told_without_them(mail_server: MailServer) -> None:
    make_speaker("Ines Calder")
    follow("search", "q=goldfinch", "first@example.org")
    spoken = (question(), answer("A goldfinch sat there."), question("And then?"), answer("It left for home."))
    conference = publish(ExchangeText(spoken))
    assert set(told(mail_server)) == {"first"}
    turn = Turn.objects.get(exchange__conference=conference, position=4)
    cut, chief = Cut(turn.public_id, 0, "for home"), Change(make_editor("chief"))
    base = again(conference).revision_number
    actions.remove_words(again(conference), [cut], reason="A home address.", is_repeated=False, base=base, change=chief)
    mail = told(mail_server)["first"]
    assert "A home address." in mail.text
    assert "for home" not in mail.text + mail.html
    before = read(again(conference))
    only = replace(before.exchanges[0], turns=before.exchanges[0].turns[2:])
    change(again(conference), replace(before, exchanges=(only,)), "Said elsewhere.")
    assert "Said elsewhere." in told(mail_server)["first"].text


def test_of_a_correction_of_many_turns_each_reader_of_one_is_told(mail_server: MailServer) -> None:
    """A notice shows twelve changes; whoever was sent the twentieth is told as well."""
    follow("search", "q=boats+20", "late@example.org")
    conference = publish(*(exchange(number) for number in range(1, 25)))
    assert set(told(mail_server)) == {"late"}
    before = read(again(conference))
    exchanges = tuple(
        replace(each, turns=(each.turns[0], replace(each.turns[1], paragraphs=(f"Pier {number} is shut.",))))
        for number, each in enumerate(before.exchanges, 1)
    )
    change(again(conference), replace(before, exchanges=exchanges), "All piers are shut.")
    assert "All piers are shut." in told(mail_server)["late"].text


def test_a_correction_is_said_once_where_the_words_stand_corrected(mail_server: MailServer) -> None:
    follow("everything", rhythm="daily")
    conference = publish(exchange(1))
    assert told(mail_server) == {}
    change(again(conference), corrected(again(conference), "Pier 1 is shut."), "Misheard.")
    assert told(mail_server) == {}
    AlertMessage.objects.update(due_at=timezone.now())
    text = told(mail_server)["reader"].text
    assert text.count("Misheard.") == 1
    assert "Pier 1 is shut." in text


def test_what_was_sent_is_forgotten_after_ninety_days_and_on_leaving(mail_server: MailServer) -> None:
    row = follow("search", "q=boats", "first@example.org")
    follow("search", "q=boats", "second@example.org")
    conference = publish(exchange(1))
    assert set(told(mail_server)) == {"first", "second"}
    actions.alerts.end_alerts(row)
    assert MailedConference.objects.count() == 1
    MailedConference.objects.update(sent_at=timezone.now() - actions.alerts.MAILED_FOR)
    actions.withdraw(again(conference), reason="Another meeting.")
    assert told(mail_server) == {}
    call_command("tidy", stdout=StringIO())
    assert not MailedConference.objects.exists()


def test_who_hears_of_all_costs_no_rows_and_others_one_query_together(mail_server: MailServer) -> None:
    follow("everything")
    follow("corrections", address="c@example.org")
    for number in range(6):
        follow("search", "q=boats", f"r{number}@example.org")
    asked = []
    for number in range(2):
        conference = publish(exchange(1), title=f"Fares {number}")
        assert len(told(mail_server)) == 7
        assert MailedConference.objects.filter(conference=conference).count() == 6
        actions.withdraw(again(conference), reason="Another meeting.")
        for more in range(5 * number):  # rows of earlier mail
            MailedConference.objects.bulk_create(
                MailedConference(subscription=each.subscription, conference=conference, turns=each.turns)
                for each in MailedConference.objects.filter(conference=conference)[: more + 1]
            )
        with CaptureQueriesContext(connection) as found:
            news = find_news()
        assert news is not None
        asked.append(len(found))
        actions.alerts.queue_news(news)
        assert len(told(mail_server)) == 8
    assert asked[0] == asked[1]
