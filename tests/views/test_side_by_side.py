import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_scheduled,
    make_speaker,
    make_turn,
    make_withdrawn,
)
from tests.views.pages import links_of, text_of
from transcripts.document import Kind
from transcripts.models import Conference

pytestmark = pytest.mark.django_db


def make_pair(*, english: int = 3, chinese: int = 3) -> tuple[Conference, Conference]:
    """One conference in two languages, with as many exchanges in each."""
    first = make_conference("Night ferries", translation_group="night")
    second = make_conference("夜航", translation_group="night", language="zh-hans")
    for number in range(1, english + 1):
        make_exchange(first, heading=f"Heading {number}", question=f"Why {number}?", answer=f"So {number}.")
    for number in range(1, chinese + 1):
        make_exchange(second, heading=f"标题{number}", question=f"为何{number}？", answer=f"因此{number}。")
    return first, second


def rows_of(body: str) -> list[str]:
    return body.split('<div class="pair">')[1:]


def test_both_languages_stand_turn_by_turn_each_marked_with_its_own(client: Client) -> None:
    first, _ = make_pair()
    body = client.get(f"{first.get_absolute_url()}2/?with=zh-hans").content.decode()
    question, answer = rows_of(body)
    assert question.index("Why 2?") < question.index("为何2？")
    assert answer.index("So 2.") < answer.index("因此2。")
    assert question.count('<div class="turn__words" >') == 1  # in the language of the page
    assert question.count('<div class="turn__words" lang="zh-Hans">') == 1


def test_it_stays_while_paging_and_when_the_interface_changes_its_language(client: Client) -> None:
    first, second = make_pair()
    url = first.get_absolute_url()
    page = client.get(f"{url}2/?with=zh-hans")
    links = links_of(page)
    for each in (f"{url}?with=zh-hans", f"{url}3/?with=zh-hans", f"{url}full/?with=zh-hans"):
        assert each in links
    assert f"/zh-hans{second.get_absolute_url()}2/?with=en" in links
    assert f"{url}3/" not in links
    assert 'rel="next" href="http' in page.content.decode()
    assert f"{url}2/" in links, "the way back to one language"


def test_a_translation_without_this_exchange_is_not_switched_to(client: Client) -> None:
    first, second = make_pair(chinese=2)
    url, other = first.get_absolute_url(), second.get_absolute_url()
    for path, expected in ((f"{url}2/", f"/zh-hans{other}2/"), (f"{url}3/", f"/zh-hans{url}3/")):
        page = client.get(path)
        assert expected in links_of(page)
        assert ("（正文：" in page.content.decode() or "(text in" in page.content.decode()) == (expected[-2] == "3")


def test_the_address_it_is_known_by_is_the_same_as_without(client: Client) -> None:
    first, _ = make_pair()
    body = client.get(f"{first.get_absolute_url()}2/?with=zh-hans").content.decode()
    assert body.count('rel="canonical"') == 1
    assert f'{first.get_absolute_url()}2/">' in body.split('rel="canonical"')[1][:200]


def test_the_page_with_everything_has_it_too(client: Client) -> None:
    first, _ = make_pair()
    words = text_of(client.get(f"{first.get_absolute_url()}full/?with=zh-hans"))
    for number in (1, 2, 3):
        assert words.index(f"Why {number}?") < words.index(f"为何{number}？") < words.index(f"So {number}.")


def test_a_turn_without_counterpart_stands_alone_and_the_page_says_so(client: Client) -> None:
    first, second = make_pair(english=1, chinese=1)
    make_turn(first.exchanges.get(), Kind.MODERATOR, "Thank you all.")
    page = client.get(f"{first.get_absolute_url()}?with=zh-hans")
    assert "English and 简体中文 do not match turn by turn here." in text_of(page)
    *_, last = rows_of(page.content.decode())
    assert "Thank you all." in last
    assert "pair__two" not in last.split("</section>")[0]
    even = client.get(f"{second.get_absolute_url()}?with=en")
    assert "简体中文 and English do not match" in text_of(even)


def test_an_exchange_without_counterpart_says_so(client: Client) -> None:
    first, second = make_pair(english=2, chinese=3)
    url = second.get_absolute_url()
    assert "This exchange has no counterpart in English" in text_of(client.get(f"{url}3/?with=en"))
    page = client.get(f"{first.get_absolute_url()}2/?with=zh-hans")
    assert "简体中文 has one more exchange." in text_of(page)
    assert f"{url}3/?with=en" in links_of(page)
    full = client.get(f"{first.get_absolute_url()}full/?with=zh-hans")
    assert "This exchange is in 简体中文 only." in text_of(full)
    assert "因此3。" in text_of(full)


@pytest.mark.parametrize("value", ["fr", "en", "xx", "zh-hant", "<b>"])
def test_a_language_that_it_is_not_published_in_is_ignored_and_named(client: Client, value: str) -> None:
    first, _ = make_pair()
    make_draft("未公开", translation_group="night", language="zh-hant", exchanges=3)
    make_scheduled("Bientôt", translation_group="night", language="fr", exchanges=3)
    for tail in ("2/", "full/"):
        page = client.get(f"{first.get_absolute_url()}{tail}?with={value}")
        assert page.status_code == 200
        assert f"Side by side with: “{value}” is not known here, so it was ignored." in text_of(page)
        assert 'class="pair"' not in page.content.decode()


def test_what_is_withdrawn_is_shown_beside_nothing(client: Client) -> None:
    first, _ = make_pair()
    make_withdrawn("Weg", translation_group="night", language="de", exchanges=3)
    page = client.get(f"{first.get_absolute_url()}?with=de")
    assert "ignored" in text_of(page)
    assert "Weg" not in text_of(page)


def test_of_several_languages_the_first_is_shown_and_the_others_named(client: Client) -> None:
    first, _ = make_pair()
    make_conference("Fähren", translation_group="night", language="de", exchanges=3)
    page = client.get(f"{first.get_absolute_url()}?with=zh-hans&with=de&with=")
    assert "为何1？" in text_of(page)
    assert "“de” is not known here" in text_of(page)


def test_the_page_offers_every_translation(client: Client) -> None:
    first, _ = make_pair()
    url = first.get_absolute_url()
    page = client.get(f"{url}2/")
    assert f"{url}2/?with=zh-hans" in links_of(page)
    assert "Side by side with 简体中文" in text_of(page)


def test_a_translation_is_reached_at_the_same_exchange_where_it_has_it(client: Client) -> None:
    first, second = make_pair(english=3, chinese=2)
    assert f"{second.get_absolute_url()}2/" in links_of(client.get(f"{first.get_absolute_url()}2/"))
    page = client.get(f"{first.get_absolute_url()}3/")
    assert second.get_absolute_url() in links_of(page)
    assert f'hreflang="zh-Hans" href="http://127.0.0.1:8000/zh-hans{second.get_absolute_url()}3/"' not in (
        page.content.decode()
    )


@pytest.mark.parametrize(("tail", "budget"), [("2/", 16), ("full/", 17)])
def test_it_costs_the_same_however_long(client: Client, tail: str, budget: int) -> None:
    first, second = make_pair()
    path = f"{first.get_absolute_url()}{tail}?with=zh-hans"

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    before = cost()
    for conference in (first, second):
        for number in range(20):
            speaker = make_speaker(f"Speaker {number}")
            make_participation(conference, speaker)
            make_exchange(conference, speaker=speaker, outlet=make_outlet(f"Outlet {number}"))
    assert cost() == before
    assert before <= budget
