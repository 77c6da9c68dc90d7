"""One view of a transcript, whichever page renders it: who says what, under which name, is the same everywhere."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.db.models import Model
from django.test import Client
from django.test.utils import ContextList
from django.utils import timezone

from tests.admin.forms import url
from tests.builders import (
    make_conference,
    make_correction,
    make_draft,
    make_editor,
    make_exchange,
    make_outlet,
    make_participation,
    make_photo,
    make_series,
    make_speaker,
    make_topic,
    make_turn,
)
from transcripts import actions
from transcripts.actions import Change
from transcripts.document import Kind
from transcripts.intake import plain_source, render_sheet
from transcripts.models import Conference, Preview, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db

Said = tuple[str, str, tuple[str, ...]]  # name, role and journalist, paragraphs


def fill(conference: Conference) -> Conference:
    """Two exchanges with everybody who can speak: participants, outlets with and without a journalist, nobody."""
    calder = make_speaker("Ines Calder")
    make_participation(conference, calder)
    exchange = make_exchange(conference, heading="The last boat", question=None, answer=None, topics=(make_topic(),))
    make_turn(exchange, Kind.QUESTION, "When?\n\nAnd why?", outlet=make_outlet(), label_as_printed="Courier (Jo)")
    Turn.objects.filter(exchange=exchange).update(journalist="Jo")
    make_turn(exchange, Kind.ANSWER, "At one.", speaker=calder, label_as_printed="CALDER")
    make_turn(exchange, Kind.ANSWER, "In winter.", speaker=calder, label_as_printed="MS CALDER")
    make_turn(exchange, Kind.NOTE, "Laughter.")
    second = make_exchange(conference, question=None, answer="At two.", speaker=calder)
    make_turn(second, Kind.QUESTION, "At two?", outlet=make_outlet("Radio"), journalist="Mia")
    return conference


def preview_of(conference: Conference, **revision: Any) -> str:
    return f"/preview/{Preview(conference, timezone.now() + timedelta(days=1), **revision).token}/"


def said_on(page: Any) -> list[Said]:
    """What a readers' page says."""
    tree = lxml.html.fromstring(page.content.decode())
    return [
        (
            " ".join(turn.xpath("string(.//h3)").split()),
            ", ".join(" ".join(role.text_content().split()) for role in turn.xpath(".//header//p[@class='role']")),
            tuple(p.text_content().strip() for p in turn.xpath(".//div[@class='turn__words']/p")),
        )
        for turn in tree.xpath("//article[starts-with(@class, 'turn ')]")
    ]


def said_at_the_desk(page: Any) -> list[Said]:
    """What the desk's preview of a sheet or an import says."""
    tree = lxml.html.fromstring(page.content.decode())
    return [
        (
            " ".join(turn.xpath("string(.//strong)").split()),
            " ".join(turn.xpath("string(.//span[@class='preview-role'])").split()),
            tuple(p.text_content().strip() for p in turn.xpath(".//div[@class='preview-words']/p")),
        )
        for turn in tree.xpath("//div[starts-with(@class, 'preview-turn ')]")
    ]


EXPECTED: list[Said] = [
    ("Courier (Jo)", "", ("When?", "And why?")),
    ("Ines Calder", "deputy mayor of Northbank", ("At one.",)),
    ("Ines Calder", "", ("In winter.",)),
    ("", "", ("Laughter.",)),
    ("Ines Calder", "deputy mayor of Northbank", ("At two.",)),
    ("Radio", "Mia", ("At two?",)),
]


def test_public_pages_previews_sheets_and_imports_say_the_same(client: Client) -> None:
    editor = make_editor()
    public, draft = fill(make_conference()), fill(make_draft())
    address, preview = public.get_absolute_url(), preview_of(draft)
    proposal = actions.propose(
        public, read(public), base=public.revision_number, change=Change(note="Nothing.", is_major=False)
    )
    desk = Client()
    desk.force_login(editor)
    [started] = actions.create_import_drafts(editor, [("boats.txt", plain_source(render_sheet(read(draft))))])
    pages = {
        "one by one": [*said_on(client.get(address)), *said_on(client.get(f"{address}2/"))],
        "full": said_on(client.get(f"{address}full/")),
        "Chinese": said_on(client.get(f"/zh-hans{address}full/")),
        "preview": [*said_on(client.get(preview)), *said_on(client.get(f"{preview}2/"))],
        "full preview": said_on(client.get(f"{preview}full/")),
        "proposal": said_on(client.get(f"{preview_of(public, revision=proposal)}full/")),
        "sheet": said_at_the_desk(desk.get(url("conference", "sheet", draft.pk))),
        "import": said_at_the_desk(desk.get(url("conference", "import_draft", started.public_id))),
    }
    assert {name: said for name, said in pages.items() if said != EXPECTED} == {}


def test_a_speaker_is_named_alike_in_lists_results_feeds_citations_and_corrections(client: Client) -> None:
    conference = fill(make_conference())
    turn = Turn.objects.get(text="At one.")
    actions.sync_after_edit(conference, Change(note="Entered.", is_major=False))
    make_correction(conference, turn)
    for path in (
        "/corrections/",
        "/corrections/feed/",
        f"{turn.get_permanent_url()}cite.bib",
        "/search/?q=winter",
        "/search/feed/?q=winter",
        "/speakers/ines-calder/feed/",
        "/outlets/evening-courier/",
    ):
        page = client.get(path).content.decode()
        assert "Ines Calder" in page, path
        assert "CALDER" not in page, path


def test_a_feed_names_a_journalist_once(client: Client) -> None:
    conference = fill(make_conference())
    actions.sync_after_edit(conference, Change(note="Entered.", is_major=False))
    page = client.get("/search/feed/?q=why").content.decode()
    assert "<name>Courier (Jo)</name>" in page


def test_templates_are_given_no_record_that_is_not_saved(client: Client) -> None:
    series = make_series()
    public = fill(make_conference(series=series, translation_group="boats"))
    fill(make_conference("夜航", language="zh-hans", translation_group="boats"))
    make_correction(public, Turn.objects.filter(exchange__conference=public, position=1)[0])
    draft = fill(make_draft(series=series))
    make_photo(draft)
    address, preview = public.get_absolute_url(), preview_of(draft)
    paths = [f"{root}{tail}" for root in (address, preview) for tail in ("", "2/", "full/")]
    for path in [*paths, f"{address}?with=zh-hans", f"{address}full/?with=zh-hans"]:
        page = client.get(path)
        assert page.status_code == 200
        contexts = page.context if isinstance(page.context, ContextList) else [page.context]
        records = [
            record for context in contexts for each in context.dicts for record in _records({**each, "identity": None})
        ]
        assert [record for record in records if record._state.adding] == [], path
        assert {type(record).__name__ for record in records} <= {"Conference"}, path  # what a preview is of


def _records(value: Any) -> Iterator[Model]:
    """Find the records in what templates are given: in lists, and in what views and other plain values hold."""
    if isinstance(value, Model):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _records(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _records(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _records(getattr(value, each.name))
