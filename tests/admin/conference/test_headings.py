"""Headings and topics of all exchanges on one page: by the fields, by the ticks, by what is offered."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.admin.forms import messages, url
from tests.builders import make_conference, make_draft, make_exchange, make_scheduled, make_topic
from tests.views.pages import markup
from transcripts import actions
from transcripts.models import Conference, Revision, Topic
from transcripts.reading.transcript import read


def entered(make: Any = make_draft) -> Conference:
    conference: Conference = make()
    make_exchange(conference, heading="Boats", question="When do the night ferries leave?")
    make_exchange(conference, question="What of the fares, and of the night ferries?", topics=(make_topic("Fares"),))
    make_exchange(conference, question="渡轮几点开？")
    other = make_exchange(make_conference("Other"), topics=(make_topic("Night ferries"), make_topic("Dogs")))
    for topic in (*other.topics.all(), Topic.objects.get(name="Fares")):
        actions.sync_after_name_edit(topic)
    actions.sync_after_edit(conference, actions.Change(note="Entered.", is_major=False))
    return conference


def address(conference: Conference) -> str:
    return url("conference", "headings", conference.pk)


def opened(client: Client, conference: Conference) -> dict[str, str]:
    """What a browser would send."""
    context = client.get(address(conference)).context
    sent = {"revision_number": str(context["form"]["revision_number"].value())}
    for form in (context["formset"].management_form, *(row.form for row in context["rows"])):
        sent |= {bound.html_name: str(bound.value() or "") for bound in form}
    return sent


def body(answer: Any) -> str:
    return unescape(markup(answer))


def field(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', body(answer))
    return found[1] if found else ""


def described(conference: Conference) -> list[tuple[str, tuple[str, ...]]]:
    return [(exchange.heading, exchange.topics) for exchange in read(conference).exchanges]


def test_all_are_saved_in_one_step(editor: Client) -> None:
    conference = entered()
    sent = opened(editor, conference) | {
        "form-0-topics": "Night ferries； Ice",
        "form-1-heading": "What it costs",
        "form-1-topics": "",
        "form-2-heading": "渡轮",
    }
    answer = editor.post(address(conference), sent | {"_save": "1"})
    assert "were saved" in messages(editor, answer)
    assert described(conference) == [("Boats", ("Ice", "Night ferries")), ("What it costs", ()), ("渡轮", ())]
    assert conference.revisions.count() == 2


def test_as_it_was_it_changes_nothing(editor: Client) -> None:
    conference = entered()
    Topic.objects.filter(name="Fares").update(name="Fares; tickets")
    before = described(conference)
    editor.post(address(conference), opened(editor, conference) | {"_save": "1"})
    assert described(conference) == before
    assert before[1][1] == ("Fares; tickets",)


@pytest.mark.parametrize("announced", ["5", "२०२४"])
def test_rows_that_a_form_announces_and_does_not_send_say_nothing(editor: Client, announced: str) -> None:
    conference = entered()
    sent = opened(editor, conference) | {"form-TOTAL_FORMS": announced, "form-0-heading": "Night boats", "_save": "1"}
    assert "were saved" in messages(editor, editor.post(address(conference), sent))
    assert [heading for heading, _ in described(conference)] == ["Night boats", "", ""]


def test_a_topic_is_given_to_the_ticked_and_taken_from_them_and_only_shown(editor: Client) -> None:
    conference = entered()
    sent = opened(editor, conference) | {"form-0-ticked": "on", "form-1-ticked": "on"}
    given = editor.post(address(conference), sent | {"topic": "Dogs", "_add": "1"})
    assert [field(given, f"form-{row}-topics") for row in range(3)] == ["Dogs", "Fares; Dogs", ""]
    taken = editor.post(address(conference), sent | {"topic": "Fares", "_take": "1"})
    assert field(taken, "form-1-topics") == ""
    assert conference.revisions.count() == 1
    for lacking in (
        {"topic": "", "_add": "1"},
        {"topic": "Dogs", "_add": "1", "form-0-ticked": "", "form-1-ticked": ""},
    ):
        assert "Enter a topic and select" in body(editor.post(address(conference), sent | lacking))


def test_all_can_be_ticked_without_a_script(editor: Client) -> None:
    conference = entered()
    page = body(editor.post(address(conference), opened(editor, conference) | {"_tick": "all"}))
    assert page.count(" checked> Exchange") == 3


def test_topics_that_the_words_name_are_offered_and_never_applied_by_themselves(editor: Client) -> None:
    conference = entered()
    page = editor.get(address(conference))
    assert re.findall(r'name="_offer" value="([^"]*)"', body(page)) == ["0:Night ferries", "1:Night ferries"]
    taken = editor.post(address(conference), opened(editor, conference) | {"_offer": "1:Night ferries"})
    assert field(taken, "form-1-topics") == "Fares; Night ferries"
    assert re.findall(r'name="_offer" value="([^"]*)"', body(taken)) == ["0:Night ferries"]
    assert described(conference)[1] == ("", ("Fares",))


def test_all_that_is_offered_is_added_in_one_step_and_saved_by_none(editor: Client) -> None:
    conference = entered()
    page = editor.get(address(conference))
    offered = re.findall(r'name="offered" value="([^"]*)"', body(page))
    assert offered == ["0:Night ferries", "1:Night ferries"]
    sent = opened(editor, conference) | {"offered": [*offered, "99:Dogs", "x", ""], "_offers": "1"}
    taken = editor.post(address(conference), sent)
    assert [field(taken, f"form-{number}-topics") for number in range(3)] == [
        "Night ferries", "Fares; Night ferries", ""
    ]  # fmt: skip
    assert "Add all suggestions" not in body(taken)
    assert described(conference)[1] == ("", ("Fares",))


def test_what_is_public_asks_for_a_note_and_an_author_proposes(editor: Client, author: Client) -> None:
    conference = entered(make_conference)
    sent = opened(editor, conference) | {"form-1-heading": "What it costs", "_save": "1"}
    assert "enter a note explaining" in body(editor.post(address(conference), sent))
    author.post(address(conference), sent | {"note": "It lacked one.", "is_major": "0"})
    assert described(conference)[1][0] == ""
    assert Revision.objects.proposed().get().transcript.exchanges[1].heading == "What it costs"
    assert editor.post(address(conference), sent | {"note": "It lacked one.", "is_major": "0"}).status_code == 302
    assert described(conference)[1][0] == "What it costs"


def test_two_at_once_keep_both_and_choose_where_they_meet(editor: Client, author: Client) -> None:
    conference = entered()
    first, second = opened(editor, conference), opened(author, conference)
    editor.post(address(conference), first | {"form-0-heading": "Ferries", "_save": "1"})
    sent = second | {"form-0-heading": "Vessels", "form-1-heading": "What it costs", "_save": "1"}
    page = author.post(address(conference), sent)
    assert "Somebody else has changed the same text" in body(page)
    [place] = re.findall(r'name="(choice-[^"]+)" value="mine"', body(page))
    author.post(address(conference), sent | {place: "theirs", "chosen_at": "2"})
    assert [heading for heading, _ in described(conference)] == ["Ferries", "What it costs", ""]


@pytest.mark.parametrize(
    "odd",
    [
        {"revision_number": "x"}, {"revision_number": ""}, {"revision_number": "99"}, {"form-0-heading": "x" * 301},
        {"form-0-topics": "x" * 201}, {"form-TOTAL_FORMS": "x"}, {"form-0-public_id": ""},
    ],
)  # fmt: skip
def test_what_is_odd_changes_nothing(editor: Client, odd: dict[str, str]) -> None:
    conference = entered()
    sent = opened(editor, conference) | {"form-1-heading": "What it costs", "_save": "1"}
    assert editor.post(address(conference), sent | odd).status_code == 200
    assert conference.revisions.count() == 1


@pytest.mark.parametrize("value", ["x", "9:x", ":", "0:", "-1:x"])
def test_an_odd_offer_is_shown_as_nothing(editor: Client, value: str) -> None:
    conference = entered()
    answer = editor.post(address(conference), opened(editor, conference) | {"_offer": value})
    assert [field(answer, f"form-{row}-topics") for row in range(3)] == ["", "Fares", ""]


def test_it_is_not_for_everybody(author: Client, client: Client) -> None:
    conference = entered(make_scheduled)
    assert author.get(address(conference)).status_code == 403
    assert client.get(address(conference)).status_code == 302
