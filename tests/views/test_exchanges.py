from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_scheduled,
    make_series,
    make_speaker,
    make_topic,
    make_turn,
    make_withdrawn,
)
from tests.views.pages import links_of, markup, tags_of, text_of
from transcripts import actions
from transcripts.document import Kind, Part
from transcripts.models import Event, Redirect

pytestmark = pytest.mark.django_db


def test_the_first_page_is_the_first_exchange(client: Client) -> None:
    conference = make_conference(exchanges=3)
    page = client.get(conference.get_absolute_url())
    assert page.status_code == 200
    assert "Heading 1" in text_of(page)
    assert "At one o’clock." in text_of(page)
    assert [tag for tag in tags_of(page, "h2") if "reading__heading" in tag]


def test_the_number_one_redirects_to_the_conference_and_keeps_the_query(client: Client) -> None:
    conference = make_conference(exchanges=2)
    page = client.get(f"/zh-hans{conference.get_absolute_url()}1/?a=b")
    assert page.status_code == 301
    assert page["Location"] == f"/zh-hans{conference.get_absolute_url()}?a=b"


@pytest.mark.parametrize("number", ["0", "4", "99999999999999999999999"])
def test_past_the_end_there_is_a_way_back(client: Client, number: str) -> None:
    conference = make_conference("Night ferries", exchanges=3)
    page = client.get(f"{conference.get_absolute_url()}{number}/")
    assert page.status_code == 404
    assert conference.get_absolute_url() in links_of(page)
    assert "Night ferries" in text_of(page)


def test_the_pager_shows_every_number_up_to_a_dozen(client: Client) -> None:
    conference = make_conference(exchanges=11)
    page = client.get(f"{conference.get_absolute_url()}9/")
    pager = markup(page).split('<nav class="pager"')[1].split("</nav>")[0]
    assert [number for number in range(1, 12) if f">{number}</a>" in pager] == list(range(1, 12))
    assert 'rel="prev"' in pager
    assert 'rel="next"' in pager
    assert 'aria-current="page" aria-label="Page 9"' in pager


def test_the_page_names_title_source_dates_and_series(client: Client) -> None:
    series = make_series("Ministry of Ports briefings")
    conference = make_conference(
        "Night ferries", exchanges=1, series=series, source="Harbour Gazette", posted_on="2024-03-14", venue="Mint Quay"
    )
    page = client.get(conference.get_absolute_url())
    words = text_of(page)
    for expected in ("Held 12 March 2024", "Posted 14 March 2024", "Source: Harbour Gazette", "Mint Quay"):
        assert expected in words
    assert series.get_absolute_url() in links_of(page)
    assert "Preliminary transcript" in words


def test_days_are_written_as_the_reader_writes_them(client: Client) -> None:
    conference = make_conference(exchanges=1)
    assert "2024年3月12日" in text_of(client.get(f"/zh-hans{conference.get_absolute_url()}"))


def test_people_stand_with_the_role_printed_that_day(client: Client) -> None:
    speaker = make_speaker("Ines Calder")
    conference = make_conference()
    make_exchange(conference, speaker=speaker)
    make_participation(conference, speaker, role="deputy mayor of Northbank")
    make_participation(conference, make_speaker("Ruo Lan"), role="press officer", part=Part.CHAIR)
    words = text_of(client.get(conference.get_absolute_url()))
    assert "Ines Calder deputy mayor of Northbank" in words
    assert words.index("Speaking here Ines Calder") < words.index("Also at the conference Ruo Lan press officer")


def test_a_name_stays_as_it_was_printed(client: Client) -> None:
    speaker = make_speaker("Ines Calder")
    outlet = make_outlet("Evening Courier")
    conference = make_conference()
    exchange = make_exchange(conference, speaker=speaker, outlet=outlet)
    make_participation(conference, speaker)
    speaker.name, outlet.name = "Ines Calder-Voss", "Courier Group"
    speaker.save()
    outlet.save()
    words = text_of(client.get(exchange.get_absolute_url()))
    assert "Ines Calder " in words
    assert "Evening Courier" in words
    assert "Courier Group" not in words.split("Speaking here")[0]


def test_a_question_names_the_outlet_and_the_journalist(client: Client) -> None:
    exchange = make_exchange(make_conference(), question=None)
    make_turn(exchange, Kind.QUESTION, "Why?", outlet=make_outlet("Radio Estuary"), journalist="Mia Toft")
    words = text_of(client.get(exchange.get_absolute_url()))
    assert "Radio Estuary Mia Toft" in words
    assert words.index("Question") < words.index("Why?")


def test_each_paragraph_has_an_anchor_of_its_own(client: Client) -> None:
    exchange = make_exchange(make_conference(), answer=None)
    turn = make_turn(exchange, Kind.ANSWER, "First.\n\nSecond.", speaker=make_speaker())
    page = client.get(exchange.get_absolute_url()).content.decode()
    assert f'id="{turn.public_id}"' in page
    second = turn.paragraph_rows.get(position=2)
    assert f'<p id="{second.public_id}">' in page
    assert f'href="{second.get_permanent_url()}"' in page


def test_what_is_said_cannot_be_markup(client: Client) -> None:
    conference = make_conference("<b>Ferries</b>")
    make_exchange(conference, heading="<i>H</i>", answer="<script>alert(1)</script>")
    page = client.get(conference.get_absolute_url()).content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<b>Ferries" not in page


def test_a_quotation_can_be_made_from_what_the_page_holds(client: Client) -> None:
    conference, speaker = make_conference("Night <b>ferries</b>"), make_speaker("Ines Calder")
    make_participation(conference, speaker, role="deputy mayor")
    exchange = make_exchange(conference, speaker=speaker)
    make_turn(exchange, Kind.ANSWER, "Again.", speaker=speaker)
    body = client.get(conference.get_absolute_url()).content.decode()
    assert body.count('data-who="Ines Calder, deputy mayor"') == 2
    assert 'data-who="Evening Courier"' not in body  # the name stands over the words
    title = "“Night &lt;b&gt;ferries&lt;/b&gt;”"
    assert f'data-quotation="“{{words}}”\n— {{who}}, {title}, 12 March 2024. {{link}}"' in body


def test_topics_lead_to_their_pages(client: Client) -> None:
    topic = make_topic("River crossings")
    exchange = make_exchange(make_conference(), topics=(topic,))
    assert topic.get_absolute_url() in links_of(client.get(exchange.get_absolute_url()))


def test_without_a_heading_the_spine_begins_the_question_and_says_who_asks_and_answers(client: Client) -> None:
    conference = make_conference()
    make_exchange(conference, question="How high was the water?", outlet=make_outlet("Radio Estuary"))
    make_exchange(conference)
    words = text_of(client.get(f"{conference.get_absolute_url()}2/"))
    assert "1 How high was the water? Radio Estuary answered by Ines Calder 2" in words
    assert "Exchange 2 of 2" in words


def test_a_conference_without_exchanges_says_so(client: Client) -> None:
    page = client.get(make_conference().get_absolute_url())
    assert page.status_code == 200
    assert "still to come" in text_of(page)


def test_the_text_carries_its_language_and_the_page_the_readers(client: Client) -> None:
    conference = make_conference("北港", language="zh-hans", exchanges=1)
    page = markup(client.get(conference.get_absolute_url()))
    assert '<html lang="en">' in page
    assert '<h1 lang="zh-Hans">' in page
    arabic = make_conference("ميناء", language="ar", exchanges=1)
    answer = client.get(arabic.get_absolute_url())
    assert '<h1 lang="ar" dir="rtl">' in markup(answer)
    turns = [tag for tag in tags_of(answer, "article") if 'class="turn' in tag]
    assert turns
    assert all(tag.endswith('dir="rtl">') for tag in turns)


def test_the_address_known_by_is_in_the_language_of_the_text(client: Client) -> None:
    english = make_conference("Night ferries", exchanges=2, translation_group="night")
    chinese = make_conference("夜航", exchanges=2, translation_group="night", language="zh-hans")
    for prefix in ("", "/zh-hans"):
        page = client.get(f"{prefix}{english.get_absolute_url()}2/").content.decode()
        assert f'rel="canonical" href="{settings.SITE_URL}{english.get_absolute_url()}2/"' in page
        page = client.get(f"{prefix}{chinese.get_absolute_url()}").content.decode()
        assert f'rel="canonical" href="{settings.SITE_URL}/zh-hans{chinese.get_absolute_url()}"' in page
        assert f'hreflang="en" href="{settings.SITE_URL}{english.get_absolute_url()}"' in page


def test_a_translation_is_one_link_away(client: Client) -> None:
    english = make_conference("Night ferries", exchanges=1, translation_group="night")
    chinese = make_conference("夜航", exchanges=1, translation_group="night", language="zh-hans")
    make_draft("未公开", translation_group="night", language="zh-hant")
    page = client.get(english.get_absolute_url())
    assert chinese.get_absolute_url() in links_of(page)
    assert "Read in 简体中文" in text_of(page)
    assert "繁體" not in text_of(page)


def test_the_language_switch_keeps_path_and_query(client: Client) -> None:
    conference = make_conference(exchanges=1)
    assert f"/zh-hans{conference.get_absolute_url()}?a=1&b=2" in links_of(
        client.get(f"{conference.get_absolute_url()}?a=1&b=2")
    )
    assert conference.get_absolute_url() in links_of(client.get(f"/zh-hans{conference.get_absolute_url()}"))


def test_permanent_links_lead_to_page_and_anchor(client: Client) -> None:
    conference = make_conference(exchanges=2)
    exchange = conference.exchanges.get(position=2)
    turn = exchange.turns.get(position=2)
    page = client.get(exchange.get_permanent_url())
    assert page.status_code == 302
    assert page["Location"] == f"{conference.get_absolute_url()}2/#{exchange.public_id}"
    page = client.get(f"/zh-hans{turn.get_permanent_url()}")
    assert page["Location"] == f"/zh-hans{conference.get_absolute_url()}2/#{turn.public_id}"
    assert f'id="{turn.public_id}"' in client.get(page["Location"]).content.decode()
    assert f'id="{exchange.public_id}"' in client.get(page["Location"]).content.decode()


def test_a_joined_turn_leads_to_its_successor_and_a_removed_one_is_gone(client: Client) -> None:
    turn = make_exchange(make_conference()).turns.get(position=1)
    Redirect.objects.create(kind="turn", old="joined2", new=turn.public_id)
    Redirect.objects.create(kind="turn", old="removed2", new="")
    Redirect.objects.create(kind="exchange", old="removed2", new="")
    assert client.get("/turns/joined2/")["Location"].endswith(f"#{turn.public_id}")
    for path in ("/turns/removed2/", "/exchanges/removed2/"):
        page = client.get(path)
        assert page.status_code == 410
        assert "removed" in text_of(page)


def test_old_slugs_redirect_with_language_number_and_query(client: Client) -> None:
    conference = make_conference(exchanges=3)
    Redirect.objects.create(kind="conference", old="old-name", new=conference.slug)
    page = client.get("/zh-hans/conferences/old-name/3/?a=b")
    assert page.status_code == 301
    assert page["Location"] == f"/zh-hans{conference.get_absolute_url()}3/?a=b"
    assert client.get("/conferences/old-name/full/")["Location"] == f"{conference.get_absolute_url()}full/"


@pytest.mark.parametrize("make", [make_draft, make_scheduled])
def test_an_old_slug_of_what_is_not_public_is_nothing(client: Client, make: object) -> None:
    hidden = make("Hidden")  # type: ignore[operator]
    Redirect.objects.create(kind="conference", old="old-name", new=hidden.slug)
    page, nothing = client.get("/conferences/old-name/"), client.get("/conferences/unknown/")
    assert (page.status_code, page.content) == (404, nothing.content)


@pytest.mark.parametrize("make", [make_draft, make_scheduled])
def test_what_is_not_public_looks_exactly_like_nothing(client: Client, make: object) -> None:
    hidden = make("Hidden", exchanges=2)  # type: ignore[operator]
    for tail in ("", "2/", "full/", "9/"):
        page, nothing = client.get(f"/conferences/{hidden.slug}/{tail}"), client.get(f"/conferences/unknown/{tail}")
        assert (page.status_code, page.content) == (404, nothing.content)
        assert dict(page.headers) == dict(nothing.headers)


def test_a_withdrawn_conference_says_title_date_and_reason_and_nothing_else(client: Client) -> None:
    conference = make_withdrawn("Taken back", exchanges=2, summary="Sums", venue="Hall", source="Gazette")
    turn = conference.exchanges.get(position=2).turns.get(position=1)
    Redirect.objects.create(kind="conference", old="older", new=conference.slug)
    slug = conference.slug
    permanent = [turn.get_permanent_url(), turn.exchange.get_permanent_url()]
    for path in [f"/conferences/{name}" for name in (f"{slug}/", f"{slug}/2/", f"{slug}/full/", "older/")] + permanent:
        page = client.get(path)
        assert page.status_code == 410
        words = text_of(page)
        for shown in ("Taken back", "12 March 2024", "The recording was of another meeting."):
            assert shown in words
        for hidden in ("Heading", "last boat", "one o’clock", "Ines", "Courier", "Sums", "Hall", "Gazette"):
            assert hidden not in page.content.decode()


def test_a_withdrawn_conference_says_since_when(client: Client) -> None:
    conference = make_conference(exchanges=1)
    actions.withdraw(conference, reason="The recording was of another meeting.")
    Event.objects.filter(conference=conference).update(made_at=datetime(2024, 5, 6, 12, tzinfo=UTC))
    for language, day in (("", "6 May 2024"), ("/zh-hans", "2024年5月6日")):
        page = client.get(f"{language}/conferences/{conference.slug}/").content.decode()
        assert f'<time datetime="2024-05-06">{day}</time>' in page


def test_an_embargo_ends_by_itself(client: Client) -> None:
    conference = make_scheduled(exchanges=1)
    assert client.get(conference.get_absolute_url()).status_code == 404
    conference.published_at = timezone.now()
    conference.save()
    assert client.get(conference.get_absolute_url()).status_code == 200


def test_everything_stands_on_one_page(client: Client) -> None:
    conference = make_conference(exchanges=3)
    page = client.get(f"{conference.get_absolute_url()}full/")
    assert page.status_code == 200
    assert all(f"Heading {number}" in text_of(page) for number in (1, 2, 3))
    assert text_of(page).count("At one o’clock.") == 3


def test_pages_answer_only_to_reading(client: Client) -> None:
    assert client.post(make_conference().get_absolute_url()).status_code == 405
