import gzip

import pytest
from django.test import Client

from tests.builders import make_conference, make_exchange, make_outlet, make_participation, make_speaker, make_turn
from tests.views.pages import links_of, markup, text_of
from transcripts.document import Kind
from transcripts.models import Conference, Exchange, Turn
from transcripts.views.conference.contents import ALL_SHOWN, NEAR, shorten

pytestmark = pytest.mark.django_db

HEAVIEST = 60_000  # bytes over the wire for a first visit, of which a page is to be a small part


def make_long(count: int) -> Conference:
    conference = make_conference("The long one")
    exchanges = Exchange.objects.bulk_create(
        Exchange(conference=conference, position=number, heading=f"What was asked as number {number}")
        for number in range(1, count + 1)
    )
    outlet, speaker = make_outlet(), make_speaker()
    Turn.objects.bulk_create(
        Turn(exchange=each, position=1, kind="question", text="Why?", outlet=outlet, label_as_printed="Courier")
        for each in exchanges
    )
    Turn.objects.bulk_create(
        Turn(exchange=each, position=2, kind="answer", text="So.", speaker=speaker, label_as_printed="Calder")
        for each in exchanges
    )
    return conference


def contents_of(body: str) -> str:
    return body.split('<details class="drawer spine"')[1].split("</details>", maxsplit=1)[0]


def test_every_line_says_what_is_asked_who_asks_and_who_answers(client: Client) -> None:
    conference, calder = make_conference(), make_speaker("Ines Calder")
    make_participation(conference, calder)
    make_exchange(conference, heading="Opening remarks", question=None, answer=None)
    make_turn(conference.exchanges.get(), Kind.STATEMENT, "Welcome.", speaker=calder)
    second = make_exchange(conference, heading="The last boat", question=None, answer=None)
    label = "Radio Estuary (Mia Toft)"
    make_turn(second, Kind.QUESTION, "When?", outlet=make_outlet(), journalist="Mia Toft", label_as_printed=label)
    make_turn(second, Kind.ANSWER, "At one.", speaker=make_speaker("Tomas Reyl"))
    for tail in ("", "full/"):
        words = text_of(client.get(conference.get_absolute_url() + tail))
        assert "1 Opening remarks Ines Calder 2 The last boat Radio Estuary answered by Tomas Reyl" in words


def test_the_drawer_says_where_the_reader_is(client: Client) -> None:
    conference = make_conference(exchanges=11)
    body = contents_of(markup(client.get(f"{conference.get_absolute_url()}9/")))
    assert body.split("</summary>")[0].endswith('9 of 11 · <span lang="en">Heading 9</span>')
    assert body.count('aria-current="page"') == 1


def test_the_neighbours_are_named_below_the_pager(client: Client) -> None:
    conference = make_conference(exchanges=2)
    make_exchange(conference, question="And in winter, when the ice is on the river?")
    words = text_of(client.get(f"{conference.get_absolute_url()}2/"))
    assert "Previous exchange Heading 1 Next exchange And in winter, when the ice is on the river?" in words
    assert "Next exchange" not in text_of(client.get(f"{conference.get_absolute_url()}3/"))


@pytest.mark.parametrize(("number", "shown"), [(1, NEAR + 2), (250, 2 * NEAR + 3), (500, NEAR + 2)])
def test_of_a_very_long_conference_the_lines_near_by_are_shown(client: Client, number: int, shown: int) -> None:
    conference = make_long(500)
    url = conference.get_absolute_url()
    page = client.get(f"{url}{number}/" if number > 1 else url)
    body = contents_of(page.content.decode())
    assert body.count("spine__n") == shown
    assert f">{number}</span>" in body
    assert f'href="{url}"' in body
    assert f'href="{url}500/"' in body
    assert f"{url}full/" in links_of(page)
    assert "All 500 exchanges on one page" in text_of(page)
    assert len(gzip.compress(page.content)) < HEAVIEST / 6


def test_up_to_a_bound_every_line_is_shown(client: Client) -> None:
    page = client.get(f"{make_long(ALL_SHOWN).get_absolute_url()}30/")
    body = contents_of(page.content.decode())
    assert body.count("spine__n") == ALL_SHOWN
    assert "spine__gap" not in body
    assert len(gzip.compress(page.content)) < HEAVIEST / 6


def test_on_one_page_everything_has_its_line(client: Client) -> None:
    conference = make_long(120)
    body = contents_of(client.get(f"{conference.get_absolute_url()}full/").content.decode())
    assert body.count("spine__n") == 120
    hundredth, last = (conference.exchanges.get(position=number) for number in (100, 120))
    assert f'href="#{hundredth.public_id}"' in body
    assert f'href="{conference.get_absolute_url()}full/?all=1#{last.public_id}"' in body


def test_first_words_end_between_words() -> None:
    assert shorten("Why?") == "Why?"
    long = "word " * 40
    assert shorten(long).endswith("word…")
    assert len(shorten(long)) <= 73
    assert len(shorten("夜" * 100)) == 73
