"""The list of corrections: what it lists, its filters with their numbers, and what became of a correction since."""

import re
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from tests.builders import (
    make_conference,
    make_correction,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_series,
    make_speaker,
)
from tests.documents import answer, document, question
from tests.views.pages import links_of, text_of
from transcripts import actions
from transcripts.actions import Change
from transcripts.document import ExchangeText, TranscriptDocument
from transcripts.models import Conference, Correction, Event, Status, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db
WAS, NOW = "Pier 1 has 1,800 boats.", "Pier 1 has 1,080 boats."


def said(words: str, **head: Any) -> TranscriptDocument:
    return replace(document(ExchangeText((question(), answer(words)))), **head)


def published(words: str = WAS) -> Conference:
    conference = Conference(title="Night ferries")
    actions.reconcile(conference, said(words))
    actions.publish(conference)
    return conference


def change(conference: Conference, words: str, note: str, *, is_major: bool = True, **head: Any) -> None:
    row = Conference.objects.get(pk=conference.pk)
    before = read(row)
    first = before.exchanges[0]
    turns = (first.turns[0], replace(first.turns[1], paragraphs=(words,)))
    after = replace(before, exchanges=(replace(first, turns=turns),), **head)
    actions.reconcile(row, after, Change(note=note, is_major=is_major))


def test_a_correction_that_is_restored_says_that_it_was_taken_back_and_leads_on(client: Client) -> None:
    conference = published()
    change(conference, NOW, "Misheard.")
    actions.restore_revision(
        conference.revisions.get(number=1), change=Change(note="It was right at first.", is_major=True)
    )
    first, second = Correction.objects.order_by("pk")
    assert (first.closed_by, first.is_taken_back) == (second.revision, True)
    assert second.closed_by is None
    onward = f"/corrections/?conference={conference.slug}&revision=3#{conference.slug}-3"
    for path in (conference.get_absolute_url(), "/corrections/", f"/corrections/?conference={conference.slug}"):
        page = client.get(path)
        assert text_of(page).count("Taken back on") == 1, path
        assert onward in links_of(page)
    assert "Taken back on" in client.get("/corrections/feed/").content.decode()


def test_words_that_change_again_in_a_minor_change_say_so_and_lead_to_the_words(client: Client) -> None:
    conference = published()
    change(conference, NOW, "Misheard.")
    change(conference, f"{NOW} No more.", "A sentence was missing.", is_major=False)
    assert Correction.objects.get().closed_by is None
    change(conference, "Pier 1 has 1,008 boats. No more.", "Misheard again.", is_major=False)
    correction = Correction.objects.get()
    assert (correction.closed_by.number, correction.is_taken_back) == (4, False)
    page = client.get("/corrections/")
    assert "Changed again on" in text_of(page)
    assert f"/turns/{correction.turn_public_id}/" in links_of(page)


def test_a_field_is_followed_as_well() -> None:
    conference = published()
    for venue in ("Quay", "Hall", "Quay"):
        change(conference, WAS, "The venue was another.", venue=venue)
    fates = list(Correction.objects.order_by("pk").values_list("now", "closed_by__number", "is_taken_back"))
    assert fates == [("Quay", 3, False), ("Hall", 4, True), ("Quay", None, False)]


def test_withdrawals_and_republications_are_listed_with_their_time(client: Client) -> None:
    conference = published()
    change(conference, NOW, "Misheard.")
    actions.withdraw(conference, reason="It was not meant for the record.")
    page = client.get("/corrections/")
    assert [notice.kind for notice in page.context["listing"].notices] == ["withdrawal"]
    assert "It was not meant for the record." in text_of(page)
    assert "1,080" not in page.content.decode()
    actions.reword_withdrawal(conference, reason="A name was wrong.")
    assert "A name was wrong." in text_of(client.get("/corrections/"))
    assert "not meant" not in text_of(client.get("/corrections/"))
    actions.publish(conference, change=Change(note="It is right now."))
    page = client.get("/corrections/")
    kinds = ["republication", "withdrawal", "correction"]
    assert [notice.kind for notice in page.context["listing"].notices] == kinds
    assert re.search(r"<time datetime=\"[^\"]+T[^\"]+\">[^<]*<time|\d\d:\d\d", page.content.decode())
    feed = client.get("/corrections/feed/").content.decode()
    assert re.findall(r"<title>([^<:]+): Night ferries<", feed) == ["Published again", "Withdrawn", "Corrected"]


def test_the_first_publication_is_no_entry(client: Client) -> None:
    published()
    make_draft("Unsaid")
    assert not client.get("/corrections/").context["listing"].notices


def test_every_filter_narrows_to_the_number_beside_it(client: Client) -> None:
    speaker, outlet = make_speaker("Ada Holt"), make_outlet("Harbour Gazette")
    one = make_conference("Tolls", series=make_series("Tolls and ports"))
    make_participation(one, speaker)
    make_exchange(one, outlet=outlet)
    two = make_conference("Boats", exchanges=1)
    for conference in (one, two, two):
        make_correction(conference, Turn.objects.filter(exchange__conference=conference, position=2).get())
    Event.objects.create(conference=two, what=Event.What.WITHDRAWN, made_by_name="editor", note="Wrong.")
    Event.objects.create(conference=two, what=Event.What.PUBLISHED, made_by_name="editor")
    listing = client.get("/corrections/").context["listing"]
    tried = 0
    for facet in listing.facets:
        for each in facet.counts:
            found = client.get(each.url).context["listing"]
            assert found.count.total == each.count.total == len(found.notices), each
            assert [chip.url for chip in found.chips] == ["/corrections/"]
            path, _, query = each.url.partition("?")
            assert client.get(f"{path}feed/?{query}").content.decode().count("<entry") == each.count.total
            tried += 1
    assert {facet.name for facet in listing.facets} == {"kind", "year", "series", "speaker", "outlet"}
    assert tried >= 8
    both = client.get(f"/corrections/?speaker={speaker.slug}&kind=withdrawal")
    assert "Nothing meets all of these filters." in text_of(both)
    assert "kind: “x”" in text_of(client.get("/corrections/?kind=x")).replace("Type", "kind")


def test_nobody_is_told_who_was_at_a_withdrawn_conference(client: Client) -> None:
    conference = make_conference("Tolls", status=Status.WITHDRAWN, withdrawal_reason="Wrong.")
    make_participation(conference, make_speaker("Ada Holt"))
    make_participation(make_conference("Other"), make_speaker("Ada Holt"))
    Event.objects.create(conference=conference, what=Event.What.WITHDRAWN, made_by_name="editor", note="Wrong.")
    assert "Tolls" in text_of(client.get("/corrections/"))
    page = client.get("/corrections/?speaker=ada-holt")
    assert "Tolls" not in text_of(page)
    assert "Ada Holt" not in text_of(client.get("/corrections/?kind=withdrawal"))


def test_it_is_in_the_navigation_of_every_page(client: Client) -> None:
    for path in ("/", "/conferences/", "/corrections/", "/zh-hans/"):
        nav = re.search(r'(?s)<header class="masthead">.*?</header>', client.get(path).content.decode())
        assert nav
        assert "/corrections/" in nav[0], path


def test_the_upgrade_closes_corrections_as_later_revisions_do() -> None:
    conference = published()
    change(conference, NOW, "Misheard.", venue="Quay")
    change(conference, f"{NOW} No more.", "A sentence was missing.", is_major=False)
    change(conference, f"{WAS} No more.", "It was right at first.", venue="Hall")
    change(conference, "Pier 1 has 1,008 boats. No more.", "Misheard again.", is_major=False)
    fates = list(Correction.objects.order_by("pk").values_list("closed_by", "is_taken_back"))
    assert {taken_back for _, taken_back in fates} == {True, False}
    migration = import_module("transcripts.migrations.0059_close_corrections")
    migration.open_again(apps, None)
    assert not Correction.objects.exclude(closed_by=None).exists()
    migration.close(apps, None)
    assert list(Correction.objects.order_by("pk").values_list("closed_by", "is_taken_back")) == fates
