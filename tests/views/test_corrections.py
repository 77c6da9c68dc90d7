import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.builders import (
    LONG_AGO,
    make_conference,
    make_correction,
    make_draft,
    make_exchange,
    make_scheduled,
    make_withdrawn,
)
from tests.documents import answer, document, exchange, question
from tests.views.pages import links_of, markup, text_of
from transcripts.actions import Change, reconcile
from transcripts.document import ExchangeText, Person, TranscriptDocument
from transcripts.listing.corrections import CHANGES_SHOWN
from transcripts.models import Conference, Correction, Redirect, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db

THEN = datetime(2023, 10, 2, 9, tzinfo=UTC)


def correct(conference: Conference, new: TranscriptDocument, note: str = "It was misheard.") -> None:
    reconcile(conference, new, Change(note=note, is_major=True))


def published(*exchanges: ExchangeText, **fields: Any) -> Conference:
    """A published conference, with a first revision behind it."""
    conference = make_conference()
    reconcile(conference, document(*exchanges, **fields), Change(note="Entered.", is_major=False))
    return conference


def in_place(page: Any) -> list[str]:
    """The blocks under the turns, as they are read, one for each correction."""
    blocks = re.findall(r'(?s)<div class="corrected__one">(.*?)</div>', page.content.decode())
    return [" ".join(re.sub(r"<[^>]+>", " ", block).split()) for block in blocks]


def test_a_correction_stands_under_its_turn_and_leads_to_the_entry(client: Client) -> None:
    conference = make_conference("Night ferries", exchanges=2)
    turn = Turn.objects.get(exchange__position=2, position=2)
    make_correction(conference, turn, was="At two o’clock.", now="At one o’clock.", made_at=THEN, note="Misheard.")
    assert in_place(client.get(conference.get_absolute_url())) == []
    page = client.get(f"{conference.get_absolute_url()}2/")
    body = page.content.decode()
    assert body.index(f'id="{turn.public_id}"') < body.index('class="corrected"')
    assert in_place(page) == [
        "Corrected 2 October 2023 . Misheard. At [was: two ] [now: one ] o’clock. What changed",
    ]
    link = next(link for link in links_of(page) if "#" in link and "corrections" in link)
    assert link == f"/corrections/?conference={conference.slug}&revision=1#{conference.slug}-1"
    assert f'id="{conference.slug}-1"' in client.get(link).content.decode()


def test_what_was_and_what_is_are_told_apart_without_colour(client: Client) -> None:
    conference = make_conference(exchanges=1)
    make_correction(conference, Turn.objects.get(position=2), was="At two.", now="At one.")
    body = markup(client.get(conference.get_absolute_url()))
    assert '<del><span class="unseen">[was: </span>two<span class="unseen">]</span></del>' in body
    assert '<ins><span class="unseen"> [now: </span>one<span class="unseen">]</span></ins>' in body


def test_the_page_that_holds_everything_shows_them_too(client: Client) -> None:
    conference = make_conference(exchanges=3)
    for number in (1, 3):
        make_correction(conference, Turn.objects.get(exchange__position=number, position=2), note=f"Note {number}.")
    assert [
        re.findall(r"Note \d", block) for block in in_place(client.get(f"{conference.get_absolute_url()}full/"))
    ] == [
        ["Note 1"],
        ["Note 3"],
    ]


def test_several_corrections_of_a_turn_stand_newest_first(client: Client) -> None:
    conference = make_conference(exchanges=1)
    turn = Turn.objects.get(position=2)
    for number in (1, 2, 3):
        make_correction(conference, turn, note=f"Note {number}.", made_at=THEN + timedelta(days=number))
    blocks = in_place(client.get(conference.get_absolute_url()))
    assert [re.findall(r"Note \d", block) for block in blocks] == [["Note 3"], ["Note 2"], ["Note 1"]]


def test_a_real_correction_goes_all_the_way(client: Client) -> None:
    conference = published(exchange(1), exchange(2))
    before = read(conference)
    turns = before.exchanges[1].turns
    edited = replace(before.exchanges[1], turns=(turns[0], replace(turns[1], paragraphs=("Pier 2 has 4 boats.",))))
    correct(conference, replace(before, exchanges=(before.exchanges[0], edited)))
    assert "[was: 2 ] [now: 4 ] boats" in in_place(client.get(f"{conference.get_absolute_url()}2/"))[0]
    assert "[now: 4 ]" in text_of(client.get("/corrections/"))


def test_a_minor_change_is_no_correction(client: Client) -> None:
    conference = published(exchange(1))
    reconcile(conference, document(exchange(1, heading="Other")), Change(note="Spelling.", is_major=False))
    assert "Nothing has been corrected yet." in text_of(client.get("/corrections/"))
    assert "Corrected" not in text_of(client.get(conference.get_absolute_url()))


def test_what_has_no_turn_is_counted_under_the_title(client: Client) -> None:
    conference = published(exchange(1), exchange(2))
    first = read(conference)
    correct(conference, replace(first, venue="Town hall"), "The venue was another.")
    correct(conference, replace(read(conference), exchanges=first.exchanges[:1]), "It was another meeting.")
    page = client.get(conference.get_absolute_url())
    assert in_place(page) == []
    assert re.search(r"2 corrections, the latest \d", text_of(page))
    assert f"/corrections/?conference={conference.slug}" in links_of(page)
    words = text_of(client.get(f"/corrections/?conference={conference.slug}"))
    assert "Venue [now: Town hall ]" in words
    assert "taken out [was: Pier 2 has 2 boats" in words
    assert "Exchange 2 [was: Pier 2 ]" in words


def test_one_correction_is_said_with_its_day(client: Client) -> None:
    conference = make_conference(exchanges=1)
    make_correction(conference, field="venue", was="Here", now="There", made_at=THEN)
    assert "Corrected 2 October 2023" in text_of(client.get(conference.get_absolute_url()))
    assert "2023年10月2日" in text_of(client.get(f"/zh-hans{conference.get_absolute_url()}"))


def test_added_words_are_not_said_twice(client: Client) -> None:
    conference = make_conference(exchanges=1)
    make_correction(conference, Turn.objects.get(position=2), was="", now="At one o’clock.")
    page = client.get(conference.get_absolute_url())
    assert "These words were added." in in_place(page)[0]
    assert text_of(page).count("At one o’clock.") == 1
    assert "added [now: At one o’clock. ]" in text_of(client.get("/corrections/"))


def test_a_correction_of_who_speaks_says_so(client: Client) -> None:
    conference = published(ExchangeText((question(), answer("At one."))))
    correct(conference, document(ExchangeText((question(), answer("At one.", speaker="Tomas Reyl")))))
    said = "[was: Ines Calder ] [now: Tomas Reyl ]"
    assert said in in_place(client.get(conference.get_absolute_url()))[0]
    assert said in text_of(client.get("/corrections/"))


def test_of_a_long_turn_only_the_surroundings_are_shown(client: Client) -> None:
    far = "Nobody asked about this at all. " * 20
    conference = make_conference()
    turn = make_exchange(conference, answer=f"{far}Now 1,080 a month. {far}").turns.get(position=2)
    make_correction(conference, turn, was=f"{far}Now 1,800 a month. {far}", now=turn.text)
    [block] = in_place(client.get(conference.get_absolute_url()))
    assert "[was: 1,800 ] [now: 1,080 ]" in block
    assert len(block) < 320
    assert block.count("…") == 2
    assert text_of(client.get("/corrections/")).count("Nobody asked") < 6


def test_only_the_public_has_corrections(client: Client) -> None:
    for make in (make_draft, make_scheduled, make_withdrawn):
        make_correction(make("Hidden", exchanges=1), field="title", was="Old", now="Hidden")
    hidden = Conference.objects.order_by("pk")[0]
    page = client.get("/corrections/")
    assert "Nothing has been corrected yet." in text_of(page)
    assert "Hidden" not in page.content.decode()
    for slug in (hidden.slug, "nowhere"):
        page = client.get(f"/corrections/?conference={slug}")
        assert f"Conference: “{slug}” is not known here, so it was ignored." in text_of(page)


def test_the_list_is_grouped_by_revision_newest_first(client: Client) -> None:
    conference = published(exchange(1))
    for number, day in (("4", "One."), ("5", "Two.")):
        turns = read(conference).exchanges[0].turns
        new = replace(
            read(conference).exchanges[0],
            turns=(turns[0], answer(f"Pier 1 has {number} boats after midnight.", "That is all.")),
        )
        correct(conference, document(new, people=(Person("Ines Calder", f"mayor {number}"),)), day)
    page = client.get("/corrections/")
    assert "2 entries" in text_of(page)
    assert page.content.decode().count('<article class="correction"') == 2
    assert [notice.revision.note for notice in page.context["listing"].notices] == ["Two.", "One."]
    assert [len(notice.changes) for notice in page.context["listing"].notices] == [2, 2]
    turn = Turn.objects.get(position=2)
    assert turn.get_permanent_url() in links_of(page)
    assert conference.get_absolute_url() in links_of(page)


def test_people_and_days_are_said_in_words(client: Client) -> None:
    conference = make_conference(exchanges=1)
    make_correction(conference, field="people", was="Ines Calder, mayor (speaker)", now="Ines Calder, envoy (chair)")
    make_correction(conference, field="held_on", was="2024-03-12", now="2024-03-13")
    make_correction(conference, field="language", was="en", now="fr")
    make_correction(conference, field="exchange 2: topics", was="Tolls", now="Tolls; Ferries")
    words = text_of(client.get("/corrections/"))
    assert "People Ines Calder, [was: mayor ] [now: envoy (chair) ]" in words
    assert "Held on [was: 12 ] [now: 13 ] March 2024" in words
    assert "Language [was: English ] [now: Français ]" in words
    assert "Topics of exchange 2 Tolls [now: ; Ferries ]" in words


def test_it_is_turned_over_page_by_page_and_ends_with_a_way_back(client: Client) -> None:
    conference = make_conference(exchanges=1)
    turn = Turn.objects.get(position=2)
    for number in range(1, 23):
        make_correction(conference, turn, note=f"Note {number}.", made_at=LONG_AGO + timedelta(days=number))
    first, second = client.get("/corrections/"), client.get("/corrections/?page=2")
    assert "Note 22." in text_of(first)
    assert "Note 2." not in text_of(first)
    assert [notice.revision.number for notice in second.context["listing"].notices] == [2, 1]
    page = client.get("/zh-hans/corrections/?page=3")
    assert page.status_code == 404
    assert "/zh-hans/corrections/" in links_of(page)
    links = links_of(client.get(conference.get_absolute_url()))
    link = next(link for link in links if link.endswith("night-ferries-1"))
    assert link.endswith(f"&revision=1#{conference.slug}-1")
    assert f'id="{conference.slug}-1"' in client.get(link).content.decode()


def test_of_a_revision_that_changed_very_much_only_some_is_shown(client: Client) -> None:
    revision = make_correction(make_conference(), field="venue").revision
    Correction.objects.bulk_create(
        Correction(revision=revision, position=number, was="two", now="one") for number in range(2, 40)
    )
    assert f"and {39 - CHANGES_SHOWN} more changes" in text_of(client.get("/corrections/"))


def test_an_old_name_of_the_conference_still_narrows_the_list(client: Client) -> None:
    conference = make_conference("Night ferries", exchanges=1)
    make_correction(conference, field="venue", note="Shown.")
    make_correction(make_conference("Other"), field="venue", note="Not shown.")
    Redirect.objects.create(kind="conference", old="old-name", new=conference.slug)
    for slug in (conference.slug, "old-name"):
        page = client.get(f"/corrections/?conference={slug}")
        assert "Shown." in text_of(page)
        assert "Not shown." not in text_of(page)
        assert "/corrections/" in links_of(page)


def test_a_conference_without_any_says_so(client: Client) -> None:
    conference = make_conference()
    assert "Nothing has been corrected in this transcript." in text_of(
        client.get(f"/corrections/?conference={conference.slug}")
    )


def test_corrected_words_cannot_be_markup(client: Client) -> None:
    conference = make_conference(exchanges=1)
    make_correction(conference, Turn.objects.get(position=2), was="a", now="<script>x</script>", note="<b>n</b>")
    for path in (conference.get_absolute_url(), "/corrections/"):
        body = client.get(path).content.decode()
        assert "<script>" not in body
        assert "<b>" not in body


def test_every_page_leads_to_them(client: Client) -> None:
    for prefix in ("", "/zh-hans"):
        assert f"{prefix}/corrections/" in links_of(client.get(f"{prefix}/"))


def test_chinese_names_make_anchors_that_hold(client: Client) -> None:
    conference = make_conference("夜航", language="zh-hans", exchanges=1)
    make_correction(conference, Turn.objects.get(position=2), was="不足一百人", now="不足两百人")
    page = client.get(f"/zh-hans{conference.get_absolute_url()}")
    link = next(link for link in links_of(page) if "#" in link and "corrections" in link)
    assert link.isascii()
    assert f'id="{conference.slug}-1"' in client.get(link).content.decode()
    assert "[原为： 一 ] [现为： 两 ]" in in_place(page)[0]


def test_words_that_were_removed_say_where_they_last_stood(client: Client) -> None:
    conference = published(exchange(1), exchange(2))
    gone = Turn.objects.get(exchange__position=2, position=2)
    correct(conference, replace(read(conference), exchanges=read(conference).exchanges[:1]))
    page = client.get(gone.get_permanent_url())
    assert page.status_code == 410
    assert "They last stood in version 1 of Night ferries" in text_of(page)
    assert f"{gone.get_permanent_url()}?version=1" in links_of(page)


def test_a_chain_of_successors_leads_to_the_last(client: Client) -> None:
    turn = make_exchange(make_conference()).turns.get(position=1)
    for old, new in (("joined2", "joined3"), ("joined3", "joined4"), ("joined4", turn.public_id)):
        Redirect.objects.create(kind="turn", old=old, new=new)
        Redirect.objects.create(kind="exchange", old=old, new=new.replace(turn.public_id, turn.exchange.public_id))
    assert client.get("/turns/joined2/")["Location"].endswith(f"#{turn.public_id}")
    assert client.get("/exchanges/joined2/")["Location"].endswith(f"#{turn.exchange.public_id}")
    Redirect.objects.create(kind="turn", old="round2", new="round3")
    Redirect.objects.create(kind="turn", old="round3", new="round2")
    assert client.get("/turns/round2/").status_code == 404
    Redirect.objects.filter(old="joined4").update(new="")
    assert client.get("/turns/joined2/").status_code == 410


def test_a_correction_stands_at_its_paragraph_with_the_words_marked(client: Client) -> None:
    conference = make_conference()
    turn = make_exchange(conference, answer="First.\n\nAt one o’clock.\n\nLast.").turns.get(position=2)
    make_correction(conference, turn, was="First.\n\nAt two o’clock.\n\nLast.", now=turn.text)
    body = markup(client.get(conference.get_absolute_url()))
    assert 'At <ins class="righted">one</ins> o’clock.' in body
    assert body.index("At <ins") < body.index('class="corrected"') < body.rindex("Last.")
    Correction.objects.update(closed_by=conference.revisions.get(), is_taken_back=True)
    assert '<ins class="righted">' not in markup(client.get(conference.get_absolute_url()))


def test_corrected_words_stay_marked_when_the_paragraph_changed_elsewhere(client: Client) -> None:
    conference = make_conference()
    turn = make_exchange(conference, answer="Now then.\n\nAt one o’clock, daily.").turns.get(position=2)
    make_correction(conference, turn, was="At two o’clock.", now="At one o’clock.")
    assert 'At <ins class="righted">one</ins> o’clock, daily.' in markup(client.get(conference.get_absolute_url()))
