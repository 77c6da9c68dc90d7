"""The same two changes at once, made in each of the ways: the same document comes of them, or the same conflict."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.admin.forms import read_form, url
from tests.builders import make_conference, make_editor, make_topic
from tests.documents import answer, document, exchange
from transcripts import actions
from transcripts.actions import Change, reconcile
from transcripts.document import Kind, TranscriptDocument
from transcripts.intake import render_sheet
from transcripts.models import Conference
from transcripts.reading import read

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
    reconcile(conference, document(replace(first, turns=(*first.turns, third)), exchange(2)), Change(note="Entered."))
    return Conference.objects.get(pk=conference.pk)


def by_form(client: Client, conference: Conference, mine: Edit, theirs: Edit, topics: dict[str, int]) -> Any:
    address = url("exchange", "change", conference.exchanges.all()[0].pk)
    opened = read_form(client, address)
    change(conference, theirs)
    return client.post(address, mine.fill(opened, topics) | {"note": NOTE, "_save": "1"})


def by_sheet(client: Client, conference: Conference, mine: Edit, theirs: Edit, topics: dict[str, int]) -> Any:
    base = read(conference)
    sent = {"sheet": render_sheet(mine.apply(base), with_ids=True), "version": conference.version, "note": NOTE}
    change(conference, theirs)
    address = url("conference", "sheet", conference.pk)
    seen = re.search(r'name="seen" value="(\w+)"', client.post(address, sent | {"_look": "1"}).content.decode())
    return client.post(address, sent | {"_save": "1", "seen": seen[1] if seen else ""})


def by_proposal(client: Client, conference: Conference, mine: Edit, theirs: Edit, topics: dict[str, int]) -> Any:
    text = mine.apply(read(conference))
    proposal = actions.propose(conference, text, base=conference.version, change=Change(somebody("third"), NOTE))
    change(conference, theirs)
    address = url("conference", "proposal", conference.pk, proposal.pk)
    return client.post(address, {"apply": "1", "note": NOTE})


def by_headings(client: Client, conference: Conference, mine: Edit, theirs: Edit, topics: dict[str, int]) -> Any:
    wanted = mine.apply(read(conference))
    sent: dict[str, Any] = {"form-TOTAL_FORMS": len(wanted.exchanges), "form-INITIAL_FORMS": len(wanted.exchanges)}
    for at, row in enumerate(wanted.exchanges):
        sent[f"form-{at}-public_id"], sent[f"form-{at}-heading"] = row.public_id, row.heading
        sent[f"form-{at}-topics"] = "; ".join(row.topics)
    sent |= {"version": conference.version, "note": NOTE, "_save": "1"}
    change(conference, theirs)
    return client.post(url("conference", "headings", conference.pk), sent)


WAYS = {"form": by_form, "sheet": by_sheet, "proposal": by_proposal, "headings": by_headings}


def somebody(name: str) -> User:
    return User.objects.filter(username=name).first() or make_editor(name)


def change(conference: Conference, edit: Edit) -> None:
    """Let somebody else save the change."""
    other = Change(somebody("other"), NOTE)
    actions.change_from(conference, edit.apply(read(conference)), base=conference.version, change=other)


def conflicts_in(page: str) -> list[tuple[str, str]]:
    """What a page says of each conflict: this editor's words, where there are any, and the other's."""
    found = []
    for shown in re.findall(r'<fieldset class="desk-clash">(.*?)</fieldset>', page, re.DOTALL):
        mine, theirs = shown.split('class="desk-clash-theirs"')
        found.append((words(mine), words(theirs)))
    return found


def words(html: str) -> str:
    shown = re.search(r'<div class="desk-words"[^>]*>(.*?)</div>', html, re.DOTALL)
    text = re.sub(r'<span class="visually-hidden">.*?</span>', "", shown[1], flags=re.DOTALL) if shown else ""
    return " ".join(unescape(re.sub(r"<del>.*?</del>|<[^>]+>", "", text)).split())


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
        outcomes[name] = (conflicts, read(conference), conference.version)
        assert response.status_code == 302 or conflicts, (name, response.content.decode())
    first = outcomes["form"]
    for name, outcome in outcomes.items():
        assert outcome == first, name
    assert first[2] == (2 if first[0] or mine == theirs else 3)
