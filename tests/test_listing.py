from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from tests.builders import make_conference, make_draft, make_exchange, make_outlet, make_speaker, make_topic
from transcripts import search
from transcripts.listing import ConferenceListing, PageNotFoundError, TurnListing, one_a_translation_group
from transcripts.listing.options import OPTIONS_SHOWN, load_options
from transcripts.models import Conference, Speaker

pytestmark = pytest.mark.django_db


def conferences(query: str, language: str = "en") -> ConferenceListing:
    return ConferenceListing(QueryDict(query), path="/list/", language=language)


def turns(query: str) -> TurnListing:
    return TurnListing(QueryDict(query), path="/find/")


def test_a_listing_starts_from_the_published() -> None:
    make_draft("Draft")
    make_conference("Shown")
    assert [entry.conference.title for entry in conferences("").entries] == ["Shown"]


def test_its_address_holds_only_what_was_understood_in_one_order() -> None:
    make_exchange(make_conference(), speaker=make_speaker())
    listing = conferences("year=2024&x=1&speaker=ines-calder&speaker=nobody&q=&from=never&page=1")
    assert listing.address() == "/list/?speaker=ines-calder&year=2024"
    assert listing.address(page=3) == "/list/?speaker=ines-calder&year=2024&page=3"
    assert listing.address(without=("year", "2024")) == "/list/?speaker=ines-calder"
    assert listing.address(year="2020") == "/list/?speaker=ines-calder&year=2020"
    assert listing.address(speaker="", year="") == "/list/"


def test_a_value_given_twice_counts_once() -> None:
    make_exchange(make_conference(), speaker=make_speaker())
    listing = conferences("speaker=ines-calder&speaker=ines-calder&year=2024&year=2024")
    assert len(listing.chips) == 2
    assert listing.ignored == []


def test_no_more_than_twenty_values_of_one_parameter_are_taken() -> None:
    for number in range(25):
        make_exchange(make_conference(), speaker=make_speaker(f"Speaker {number}"))
    listing = conferences("&".join(f"speaker=speaker-{number}" for number in range(25)))
    assert len(listing.values["speaker"]) == 20
    assert len(listing.ignored) == 5


def test_what_is_ignored_is_told_briefly_and_safely() -> None:
    listing = conferences(QueryDict(mutable=True).urlencode() + "speaker=" + "x" * 500 + "&year=%00%0A1")
    shown = {wrong.name: wrong.value for wrong in listing.ignored}
    assert len(shown["speaker"]) == 80
    assert shown["speaker"].endswith("…")
    assert "\x00" not in shown["year"]


def test_a_page_past_the_end_is_not_found_and_names_the_first() -> None:
    make_conference()
    with pytest.raises(PageNotFoundError, match=r"/list/\?year=2024"):
        conferences("year=2024&page=2")


def test_conferences_are_counted_up_to_a_cap(monkeypatch: Any) -> None:
    monkeypatch.setattr("transcripts.listing.conferences.COUNT_CAP", 3)
    for number in range(5):
        make_conference(f"Number {number}")
    listing = conferences("")
    assert (listing.count.total, listing.count.is_capped) == (3, True)


def test_the_options_name_only_what_the_public_knows_and_the_chosen_stand_first() -> None:
    make_exchange(make_draft(), speaker=make_speaker("Hidden"))
    for name in ("Ada", "Zoë"):
        make_exchange(make_conference(), speaker=make_speaker(name))
    options = load_options({"speaker": ["zoë"]})
    assert [option.label for option in options["speaker"]] == ["Zoë", "Ada"]


def test_no_filter_offers_more_than_can_be_looked_through(django_assert_num_queries: Any) -> None:
    conference = make_conference()
    exchange = make_exchange(conference)
    Speaker.objects.bulk_create(
        Speaker(name=f"Speaker {number:03}", slug=f"s-{number:03}") for number in range(OPTIONS_SHOWN + 20)
    )
    exchange.turns.model.objects.bulk_create(
        exchange.turns.model(exchange=exchange, position=number + 10, kind="answer", text="Yes.", speaker=speaker)
        for number, speaker in enumerate(Speaker.objects.filter(slug__startswith="s-"))
    )
    with django_assert_num_queries(1):
        options = load_options({"speaker": [f"s-{OPTIONS_SHOWN + 19:03}"]})
    assert options["speaker"][0].value == f"s-{OPTIONS_SHOWN + 19:03}"
    assert len(options["speaker"]) == OPTIONS_SHOWN + 1


def test_the_years_reach_from_the_first_conference_to_the_last() -> None:
    for year in (2019, 2022):
        make_conference(held_on=date(year, 1, 1))
    make_draft(held_on=date(2025, 1, 1))
    assert [option.value for option in load_options({})["year"]] == ["2022", "2021", "2020", "2019"]


def test_the_languages_are_those_in_use() -> None:
    make_conference(language="zh-hans")
    make_draft(language="fr")
    assert [option.label for option in load_options({})["language"]] == ["简体中文"]


@pytest.mark.parametrize(("language", "title"), [("en", "Ferries"), ("zh-hans", "渡轮"), ("ar", "Ferries")])
def test_one_of_a_translation_group_is_kept(language: str, title: str) -> None:
    make_conference("Ferries", translation_group="f")
    make_conference("渡轮", translation_group="f", language="zh-hans")
    make_conference("Fähren", translation_group="f", language="de")
    make_conference("Alone", language="fr")
    found = one_a_translation_group(Conference.objects.published(), language)
    assert sorted(each.title for each in found) == sorted([title, "Alone"])


def test_years_and_days_narrow_each_other() -> None:
    make_conference(held_on=date(2024, 3, 12), exchanges=1)
    listing = turns("year=2024&from=2024-06-01")
    assert (listing.search_filters.first, listing.search_filters.last) == (date(2024, 6, 1), date(2024, 12, 31))
    assert listing.count.total == 0


def test_without_words_the_newest_comes_first() -> None:
    for title, year in (("Older", 2020), ("Newer", 2024)):
        make_exchange(make_conference(title, held_on=date(year, 1, 1)), outlet=make_outlet(), question="Why?")
    listing = turns("outlet=evening-courier")
    assert [each.exchange.conference.title for each in listing.found] == ["Newer", "Older"]
    assert listing.sort == search.Sort.NEWEST


def test_a_filter_by_topic_shows_the_exchanges_on_it_and_no_more_than_four() -> None:
    conference, topic = make_conference(), make_topic()
    for number in range(6):
        make_exchange(conference, heading=f"On {number}", topics=(topic,))
    make_exchange(conference, heading="Off")
    (entry,) = conferences("topic=river-crossings").entries
    assert [exchange.heading for exchange in entry.exchanges] == ["On 0", "On 1", "On 2", "On 3"]
    assert entry.more == 2
