"""The same two changes at once, made in each of the ways: the same document comes of them, or the same conflict."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.admin.conftest import log_in
from tests.admin.forms import errors, read_form, save, url
from tests.builders import (
    make_conference,
    make_draft,
    make_editor,
    make_participation,
    make_speaker,
    make_topic,
)
from tests.documents import answer, document, exchange
from transcripts import actions
from transcripts.actions import Change, reconcile
from transcripts.document import Kind, TranscriptDocument
from transcripts.intake import render_sheet
from transcripts.models import Conference, Exchange, Revision, Speaker
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db

NOTE = "It was misheard."


@dataclass(frozen=True)
class Edit:
    """A change of the first exchange: None leaves a thing alone; `texts` are by the turn's number from 0."""

    heading: str | None = None
    topics: tuple[str, ...] | None = None
    page: int | None = None
    texts: tuple[tuple[int, str], ...] = ()
    kinds: tuple[tuple[int, Kind], ...] = ()
    deleted: tuple[int, ...] = ()

    def apply(self, text: TranscriptDocument) -> TranscriptDocument:
        """Return the document with the change."""
        first, *others = text.exchanges
        words, kinds = dict(self.texts), dict(self.kinds)
        turns = tuple(
            replace(turn, paragraphs=(words[at],) if at in words else turn.paragraphs, kind=kinds.get(at, turn.kind))
            for at, turn in enumerate(first.turns)
            if at not in self.deleted
        )
        head = {name: getattr(self, name) for name in ("heading", "topics", "page") if getattr(self, name) is not None}
        return replace(text, exchanges=(replace(first, turns=turns, **head), *others))  # type: ignore[arg-type]

    def fill(self, form: dict[str, Any], topics: dict[str, int]) -> dict[str, Any]:
        """Return what is sent of the exchange's form when the change is typed into it."""
        typed: dict[str, Any] = {f"turns-{at}-text": text for at, text in self.texts}
        typed |= {f"turns-{at}-kind": kind.value for at, kind in self.kinds}
        typed |= {f"turns-{at}-DELETE": "on" for at in self.deleted}
        typed |= {} if self.heading is None else {"heading": self.heading}
        typed |= {} if self.page is None else {"page": str(self.page)}
        typed |= {} if self.topics is None else {"topics": [topics[name] for name in self.topics]}
        return form | typed


PAIRS = {
    "different turns": (Edit(texts=((0, "When?"),)), Edit(texts=((1, "At six."),))),
    "different fields of a turn": (Edit(texts=((1, "At six."),)), Edit(kinds=((1, Kind.STATEMENT),))),
    "different topics": (Edit(topics=("Fares", "Night")), Edit(topics=("Fares", "Dogs"))),
    "a topic more and a topic less": (Edit(topics=("Fares", "Night")), Edit(topics=())),
    "heading and page": (Edit(heading="Ships"), Edit(page=3)),
    "the same words": (Edit(texts=((1, "At six."),)), Edit(texts=((1, "At six."),))),
    "a turn that goes and another that changes": (Edit(deleted=(0,)), Edit(texts=((1, "At six."),))),
    "a turn that changes and another that is gone": (Edit(texts=((1, "At six."),)), Edit(deleted=(0,))),
    "one turn": (Edit(texts=((1, "At six."),)), Edit(texts=((1, "At nine o’clock."),))),
    "one turn's kind": (Edit(kinds=((1, Kind.STATEMENT),)), Edit(kinds=((1, Kind.MODERATOR),))),
    "words and kind of one turn": (
        Edit(texts=((1, "At six."),), kinds=((1, Kind.STATEMENT),)),
        Edit(texts=((1, "At nine."),), kinds=((1, Kind.NOTE),)),
    ),
    "one heading": (Edit(heading="Ships"), Edit(heading="Vessels")),
    "one page": (Edit(page=3), Edit(page=4)),
    "a turn that goes though it was changed": (Edit(deleted=(1,)), Edit(texts=((1, "At nine."),))),
    "a turn that was changed though it is gone": (Edit(texts=((1, "At six."),)), Edit(deleted=(1,))),
    "a page that one gave and one took away": (Edit(page=3), Edit(page=4, heading="Ships")),
}


@pytest.fixture
def topics(db: None) -> dict[str, int]:
    return {name: make_topic(name).pk for name in ("Fares", "Night", "Dogs")}


def entered(make: Callable[[], Conference] = make_conference) -> Conference:
    conference = make()
    first = exchange(1, topics=("Fares",))
    third = answer("That is all.", label="Ines Calder")
    reconcile(
        conference,
        document(replace(first, turns=(*first.turns, third)), exchange(2)),
        Change(note="Entered.", is_major=False),
    )
    return Conference.objects.get(pk=conference.pk)


def by_form(client: Client, conference: Conference, mine: Edit, theirs: Edit, topics: dict[str, int]) -> Any:
    address = url("exchange", "change", conference.exchanges.all()[0].pk)
    opened = read_form(client, address)
    change(conference, theirs)
    return client.post(address, mine.fill(opened, topics) | {"note": NOTE, "_save": "1", "is_major": "0"})


def by_sheet(client: Client, conference: Conference, mine: Edit, theirs: Edit, topics: dict[str, int]) -> Any:
    base = read(conference)
    sent = {
        "sheet": render_sheet(mine.apply(base), with_ids=True),
        "revision_number": conference.revision_number,
        "note": NOTE,
        "is_major": "0",
    }
    change(conference, theirs)
    address = url("conference", "sheet", conference.pk)
    seen = re.search(r'name="seen" value="(\w+)"', client.post(address, sent | {"_look": "1"}).content.decode())
    return client.post(address, sent | {"_save": "1", "seen": seen[1] if seen else ""})


def by_proposal(client: Client, conference: Conference, mine: Edit, theirs: Edit, topics: dict[str, int]) -> Any:
    text = mine.apply(read(conference))
    proposal = actions.propose(
        conference, text, base=conference.revision_number, change=Change(somebody("third"), NOTE, is_major=False)
    )
    change(conference, theirs)
    address = url("conference", "proposal", conference.pk, proposal.pk)
    return client.post(address, {"apply": "1", "note": NOTE, "is_major": "0"})


def by_headings(client: Client, conference: Conference, mine: Edit, theirs: Edit, topics: dict[str, int]) -> Any:
    wanted = mine.apply(read(conference))
    sent: dict[str, Any] = {"form-TOTAL_FORMS": len(wanted.exchanges), "form-INITIAL_FORMS": len(wanted.exchanges)}
    for at, row in enumerate(wanted.exchanges):
        sent[f"form-{at}-public_id"], sent[f"form-{at}-heading"] = row.public_id, row.heading
        sent[f"form-{at}-topics"] = "; ".join(row.topics)
    sent |= {"revision_number": conference.revision_number, "note": NOTE, "_save": "1", "is_major": "0"}
    change(conference, theirs)
    return client.post(url("conference", "headings", conference.pk), sent)


WAYS = {"form": by_form, "sheet": by_sheet, "proposal": by_proposal, "headings": by_headings}


def somebody(name: str) -> User:
    return User.objects.filter(username=name).first() or make_editor(name)


def change(conference: Conference, edit: Edit) -> None:
    """Let somebody else save the change."""
    other = Change(somebody("other"), NOTE, is_major=False)
    actions.change_from(conference, edit.apply(read(conference)), base=conference.revision_number, change=other)


def conflicts_in(page: str) -> list[tuple[str, str]]:
    """What a page says of each conflict: this editor's words, where there are any, and the other's."""
    found = []
    for shown in re.findall(r'<fieldset class="desk-conflict">(.*?)</fieldset>', page, re.DOTALL):
        mine, theirs = shown.split('class="desk-conflict-theirs"')
        found.append((words(mine), words(theirs)))
    return found


def words(html: str) -> str:
    shown = re.search(r'<div class="desk-words"[^>]*>(.*?)</div>', html, re.DOTALL)
    text = re.sub(r'<span\s+class="visually-hidden"\s*>.*?</span>', "", shown[1], flags=re.DOTALL) if shown else ""
    text += " ".join(re.findall(r"<p>(.*?)</p>", html, re.DOTALL))
    return " ".join(unescape(re.sub(r"<del>.*?</del>|<[^>]+>", "", text, flags=re.DOTALL)).split())


@pytest.mark.parametrize("pair", PAIRS)
def test_two_changes_come_to_the_same_in_every_way(editor: Client, topics: dict[str, int], pair: str) -> None:
    mine, theirs = PAIRS[pair]
    is_description = mine == replace(mine, page=None, texts=(), kinds=(), deleted=())
    outcomes = {}
    for name, way in WAYS.items():
        if name == "headings" and not is_description:
            continue
        conference = entered()
        response = way(editor, conference, mine, theirs, topics)
        conflicts = conflicts_in(response.content.decode()) if response.status_code == 200 else []
        conference.refresh_from_db()
        outcomes[name] = (conflicts, read(conference), conference.revision_number)
        assert response.status_code == 302 or conflicts, (name, response.content.decode())
    first = outcomes["form"]
    for name, outcome in outcomes.items():
        assert outcome == first, name
    assert first[2] == (2 if first[0] or mine == theirs else 3)


# What the form alone can say


@pytest.fixture
def other(editor: Client) -> Client:
    return log_in(make_editor("other"))


@pytest.fixture
def first(db: None) -> Exchange:
    """The first exchange of a draft: a question, an answer, and a sentence more."""
    return entered(make_draft).exchanges.all()[0]


def send(client: Client, address: str, opened: dict[str, Any], **changes: Any) -> Any:
    data = opened | {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(address, {name: value for name, value in data.items() if value is not None} | {"_save": "1"})


def shown_again(response: Any) -> dict[str, Any]:
    """What a browser would send of the form in the response."""

    class Shown:
        @staticmethod
        def get(_address: str) -> Any:
            return response

    return read_form(Shown(), "")  # type: ignore[arg-type]


def texts(exchange: Exchange) -> list[str]:
    return list(exchange.turns.order_by("position").values_list("text", flat=True))


def people(conference: Conference) -> list[tuple[str, str]]:
    return list(conference.participations.order_by("position").values_list("name_as_printed", "role_as_printed"))


def test_a_turn_that_somebody_removed_can_be_brought_back_where_it_stood(
    editor: Client, other: Client, first: Exchange
) -> None:
    address, turn = url("exchange", "change", first.pk), first.turns.all()[1]
    opened = read_form(editor, address)
    save(other, address, turns__1__DELETE="on", turns__0__text="When?")
    refused = send(editor, address, opened, turns__1__text="At six.")
    assert conflicts_in(refused.content.decode()) == [("At six.", "")]
    again = shown_again(refused)
    assert (again["revision_number"], again["turns-0-text"], again["turns-1-text"]) == ("2", "When?", "At six.")
    assert send(editor, address, again).status_code == 302
    assert texts(first) == ["When?", "At six.", "That is all."]
    assert first.turns.all()[1].public_id == turn.public_id
    assert not list(actions.find_damage(first.conference))


def test_a_turn_that_somebody_removed_can_stay_removed(editor: Client, other: Client, first: Exchange) -> None:
    address = url("exchange", "change", first.pk)
    opened = read_form(editor, address)
    save(other, address, turns__1__DELETE="on")
    again = shown_again(send(editor, address, opened, turns__1__text="At six.", turns__2__text="No more."))
    assert send(editor, address, again, **{"choice-turns-1": "theirs"}).status_code == 302
    assert texts(first) == [texts(first)[0], "No more."]


def test_the_order_is_changed_by_a_form_that_is_out_of_date_as_well(
    editor: Client, other: Client, first: Exchange
) -> None:
    address = url("exchange", "change", first.pk)
    opened = read_form(editor, address)
    keys = list(first.turns.values_list("pk", flat=True))
    save(other, address, turns__0__text="When?")
    response = editor.post(address, opened | {"turns-1-text": "At six.", "_move": f"{keys[2]}:-1"})
    assert response.status_code == 302
    assert texts(first) == ["When?", "That is all.", "At six."]
    assert first.conference.revisions.count() == 3
    opened = read_form(editor, address)
    save(other, address, heading="Ships")
    response = editor.post(address, opened | {"turns-2-text": "At seven.", "_move": f"{keys[2]}:split"})
    first.refresh_from_db()
    new = first.conference.exchanges.get(position=2)
    assert response.url == url("exchange", "change", new.pk)
    assert (first.heading, texts(first), texts(new)) == ("Ships", ["When?"], ["That is all.", "At seven."])
    assert first.conference.revisions.count() == 5


def test_a_turn_that_stands_in_another_exchange_by_now_is_merged_there(
    editor: Client, other: Client, first: Exchange
) -> None:
    address = url("exchange", "change", first.pk)
    opened = read_form(editor, address)
    turns = list(first.turns.all())
    save(other, address, button="_move", value=f"{turns[1].pk}:split")
    response = send(editor, address, opened, turns__0__text="When?", turns__1__text="At six.", turns__2__DELETE="on")
    assert response.status_code == 302
    second = first.conference.exchanges.get(position=2)
    assert (texts(first), texts(second)) == (["When?"], ["At six."])
    assert second.turns.get().public_id == turns[1].public_id
    save(other, url("exchange", "change", second.pk), turns__0__text="At nine.", heading="Later")
    stale = opened | {"revision_number": "3", "turns-0-text": "When?", "turns-1-text": "At six."}
    refused = send(editor, address, {**stale, "turns-2-DELETE": "on"}, turns__1__text="At ten.", heading="Ships")
    assert conflicts_in(refused.content.decode()) == [("At ten.", "At nine.")]
    assert send(editor, address, shown_again(refused) | {"turns-2-DELETE": "on"}).status_code == 302
    first.refresh_from_db()
    assert (first.heading, texts(first), texts(second)) == ("Ships", ["When?"], ["At ten."])
    assert not list(actions.find_damage(first.conference))


def test_a_name_typed_for_a_turn_that_got_another_speaker_is_kept_when_it_is_chosen(
    editor: Client, other: Client, first: Exchange
) -> None:
    address = url("exchange", "change", first.pk)
    opened = read_form(editor, address)
    save(other, address, turns__1__speaker_name="Joram Kest")
    refused = send(editor, address, opened, turns__1__speaker_name="Ada Holt", turns__0__text="When?")
    assert not Speaker.objects.filter(name="Ada Holt").exists()
    assert send(editor, address, shown_again(refused)).status_code == 302
    turn = first.turns.all()[1]
    assert (turn.speaker.name, turn.label_as_printed) == ("Ada Holt", "Ada Holt")
    assert texts(first)[0] == "When?"


def test_topics_are_joined_however_they_were_given_and_though_something_else_conflicts(
    editor: Client, other: Client, first: Exchange, topics: dict[str, int]
) -> None:
    address = url("exchange", "change", first.pk)
    opened = read_form(editor, address)
    save(other, address, topics=[topics["Fares"], topics["Dogs"]], heading="Ships")
    refused = send(editor, address, opened, topics=[], topic_names="Night, Quays", heading="Vessels")
    assert send(editor, address, shown_again(refused), **{"choice-heading": "theirs"}).status_code == 302
    first.refresh_from_db()
    assert first.heading == "Ships"
    assert set(first.topics.values_list("name", flat=True)) == {"Dogs", "Night", "Quays"}


def test_a_participant_printed_otherwise_keeps_the_role_that_another_gave(
    editor: Client, other: Client, first: Exchange
) -> None:
    conference = first.conference
    address = url("conference", "change", conference.pk)
    opened = read_form(editor, address)
    save(other, address, participations__0__name_as_printed="I. Calder")
    assert send(editor, address, opened, participations__0__role_as_printed="mayor").status_code == 302
    assert people(conference) == [("I. Calder", "mayor")]
    opened = read_form(editor, address)
    save(other, url("exchange", "change", first.pk), turns__1__text="At six.")
    assert send(editor, address, opened, participations__0__name_as_printed="Ines C.").status_code == 302
    assert people(conference) == [("Ines C.", "mayor")]
    assert texts(first)[1] == "At six."
    assert Speaker.objects.count() == 1


@pytest.mark.parametrize(("choice", "name"), [("mine", "Ines C."), ("theirs", "I. Calder")])
def test_two_names_for_one_participant_are_a_conflict(
    editor: Client, other: Client, first: Exchange, choice: str, name: str
) -> None:
    conference = first.conference
    address = url("conference", "change", conference.pk)
    opened = read_form(editor, address)
    save(other, address, participations__0__name_as_printed="I. Calder", venue="Quay")
    refused = send(editor, address, opened, participations__0__name_as_printed="Ines C.", source="Gazette")
    role = people(conference)[0][1]
    assert conflicts_in(refused.content.decode()) == [(f"Ines C., {role}", f"I. Calder, {role}")]
    again = shown_again(refused)
    assert (again["venue"], again["source"]) == ("Quay", "Gazette")
    assert send(editor, address, again, **{"choice-participations-0": choice}).status_code == 302
    assert people(conference) == [(name, role)]
    assert Speaker.objects.count() == 1


@pytest.mark.parametrize(("choice", "there"), [("mine", True), ("theirs", False)])
def test_a_participant_whom_another_removed_while_the_role_changed_is_a_conflict(
    editor: Client, other: Client, choice: str, there: bool
) -> None:
    conference = make_draft()
    for name in ("Ines Calder", "Joram Kest"):
        make_participation(conference, make_speaker(name), "")
    actions.sync_after_edit(conference)
    address = url("conference", "change", conference.pk)
    opened = read_form(editor, address)
    save(other, address, participations__0__DELETE="on")
    assert send(editor, address, opened, venue="Quay").status_code == 302
    refused = send(editor, address, opened, participations__0__role_as_printed="mayor")
    assert conflicts_in(refused.content.decode()) == [("Ines Calder, mayor", "")]
    again = shown_again(refused)
    assert send(editor, address, again, **{"choice-participations-0": choice}).status_code == 302
    assert people(conference) == ([("Ines Calder", "mayor")] if there else []) + [("Joram Kest", "")]
    assert Conference.objects.get().venue == "Quay"


def test_two_who_go_by_one_name_are_not_joined_to_one(editor: Client, other: Client, first: Exchange) -> None:
    conference = first.conference
    twin = Speaker.objects.create(name="Ines Calder", slug="ines-calder-2")
    address = url("conference", "change", conference.pk)
    save(other, address, participations__1__speaker=twin.pk)
    opened = read_form(editor, address)
    save(other, url("exchange", "change", first.pk), turns__1__text="At six.")
    response = send(editor, address, opened, venue="Quay")
    assert "two people here are called" in errors(response)
    assert conference.participations.count() == 2
    assert 'value="Quay"' in response.content.decode()


def test_an_author_s_form_that_is_out_of_date_proposes_both_changes(editor: Client, author: Client) -> None:
    exchange = entered().exchanges.all()[0]
    address = url("exchange", "change", exchange.pk)
    opened = read_form(author, address)
    save(editor, address, turns__0__text="When?", note=NOTE, is_major="0")
    assert send(author, address, opened, turns__1__text="At six.", note=NOTE, is_major="0").status_code == 302
    proposal = Revision.objects.proposed().get()
    assert [turn.text for turn in proposal.transcript.exchanges[0].turns][:2] == ["When?", "At six."]
    assert (proposal.base, texts(exchange)[1] == "At six.") == (2, False)


def test_a_note_that_is_missing_is_asked_for_with_both_changes_in_the_form(editor: Client, other: Client) -> None:
    exchange = entered().exchanges.all()[0]
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__0__text="When?", note=NOTE, is_major="0")
    refused = send(editor, address, opened, turns__1__text="At six.", turns__3__text="No.", turns__3__kind="note")
    assert "enter a note explaining" in errors(refused)
    again = shown_again(refused)
    assert (again["turns-0-text"], again["turns-1-text"], again["turns-3-text"]) == ("When?", "At six.", "No.")
    assert send(editor, address, again, note=NOTE, is_major="0").status_code == 302
    assert texts(exchange) == ["When?", "At six.", "That is all.", "No."]
    assert exchange.conference.revisions.count() == 3


def test_two_do_not_leave_an_exchange_of_what_is_public_without_a_turn(editor: Client, other: Client) -> None:
    exchange = entered().exchanges.all()[0]
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(other, address, turns__1__DELETE="on", turns__2__DELETE="on", note=NOTE, is_major="0")
    assert "The last turn of a published exchange cannot be deleted" in errors(
        send(editor, address, opened, turns__0__DELETE="on", note=NOTE, is_major="0")
    )
    assert exchange.turns.count() == 1


def test_a_form_is_read_once_whether_it_is_saved_or_refused(
    editor: Client,
) -> None:
    exchange = entered().exchanges.all()[0]
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    with CaptureQueriesContext(connection) as shown:
        editor.get(address)
    with CaptureQueriesContext(connection) as refused:
        assert "enter a note explaining" in errors(send(editor, address, opened, turns__1__text="At six."))
    with CaptureQueriesContext(connection) as saved:
        assert send(editor, address, opened, turns__1__text="At six.", note=NOTE, is_major="0").status_code == 302
    assert len(refused) < len(saved) + len(shown)
    changed = [query["sql"] for query in refused if query["sql"].startswith('UPDATE "transcripts_turn"')]
    assert len(changed) == 1


def test_a_form_that_conflicts_costs_a_bounded_number_of_queries(
    editor: Client, other: Client, first: Exchange, django_assert_max_num_queries: Any
) -> None:
    address = url("exchange", "change", first.pk)
    opened = read_form(editor, address)
    save(other, address, turns__0__text="When?", turns__1__text="At six.", heading="Ships")
    with django_assert_max_num_queries(95):
        refused = send(editor, address, opened, turns__0__text="Why?", turns__1__text="At ten.", heading="Boats")
    assert len(conflicts_in(refused.content.decode())) == 3
