from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

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
from transcripts import actions, search
from transcripts.document import Kind
from transcripts.listing import (
    CappedCount,
    ConferenceListing,
    FacetCount,
    PageNotFoundError,
    TurnListing,
    one_a_translation_group,
    topic_trends,
)
from transcripts.listing.figures.charts import measured, year_strip
from transcripts.listing.figures.statistics import count_archive
from transcripts.listing.filtering import facet_counts
from transcripts.listing.filtering.options import NAMES_OFFERED, load_options
from transcripts.models import Conference, Redirect, Speaker

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


def test_a_last_day_before_the_first_is_ignored_and_told() -> None:
    make_exchange(make_conference())
    listing = conferences("from=2024-03-01&to=2024-02-28")
    assert len(listing.chips) == 1
    assert [wrong.sentence for wrong in listing.ignored] == [
        "To: “2024-02-28” is before 2024-03-01, so it was ignored."
    ]
    assert listing.canonical == "/list/?from=2024-03-01"
    assert conferences("from=2024-03-01&to=2024-03-01").ignored == []


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


def test_few_names_are_offered_and_only_those_that_the_public_knows() -> None:
    make_exchange(make_draft(), speaker=make_speaker("Hidden"))
    for name in ("Zoë", "Ada"):
        make_exchange(make_conference(), speaker=make_speaker(name))
    offer = load_options({}, offered=["speaker"])
    assert [option.label for option in offer.options["speaker"]] == ["Ada", "Zoë"]
    assert "speaker" not in offer.many


def test_of_many_names_none_is_offered_and_one_can_be_typed(django_assert_num_queries: Any) -> None:
    make_exchange(make_conference(), speaker=make_speaker("Ada Zorn"))
    Speaker.objects.bulk_create(Speaker(name=f"N {number}", slug=f"n-{number:03}") for number in range(NAMES_OFFERED))
    with django_assert_num_queries(2):
        offer = load_options({"speaker": ["Ada Zorn"]}, offered=["speaker"])
        assert offer.options["speaker"] == []
        assert "speaker" in offer.many
    assert offer.meant["speaker"]["Ada Zorn"].value == "ada-zorn"


@pytest.mark.parametrize("typed", ["ines-calder", "Ines Calder", " INES  calder ", "卡尔德", "Inés Calder", "old-name"])
def test_a_name_can_be_written_in_any_form(typed: str) -> None:
    speaker = make_speaker("Ines Calder")
    speaker.names = {"zh-hans": "卡尔德"}
    speaker.save()
    make_exchange(make_conference(), speaker=speaker)
    make_conference("Other")
    actions.save_all_name_keys()
    Redirect.objects.create(kind="speaker", old="old-name", new="ines-calder")
    listing = conferences(urlencode({"speaker": typed}))
    assert (listing.ignored, listing.canonical) == ([], "/list/?speaker=ines-calder")


def test_a_name_that_only_drafts_know_is_not_known() -> None:
    make_exchange(make_draft(), speaker=make_speaker("Hidden Hand"))
    make_conference()
    actions.save_all_name_keys()
    for typed in ("hidden-hand", "Hidden Hand"):
        assert [wrong.value for wrong in conferences(urlencode({"speaker": typed})).ignored] == [typed]


def test_the_years_reach_from_the_first_conference_to_the_last() -> None:
    for year in (2019, 2022):
        make_conference(held_on=date(year, 1, 1))
    make_draft(held_on=date(2025, 1, 1))
    assert [option.value for option in load_options({}, offered=["year"]).options["year"]] == [
        "2022",
        "2021",
        "2020",
        "2019",
    ]


def test_the_languages_are_those_in_use() -> None:
    make_conference(language="zh-hans")
    make_draft(language="fr")
    assert [option.label for option in load_options({}, offered=["language"]).options["language"]] == ["简体中文"]


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
        conference = make_conference(title, held_on=date(year, 1, 1))
        make_exchange(conference, outlet=make_outlet(), question="Why?")
        search.index(conference.pk)
    listing = turns("outlet=evening-courier")
    assert [each.place.title for each in listing.found] == ["Newer", "Older"]
    assert listing.sort == search.Sort.NEWEST


def test_a_filter_by_topic_shows_the_exchanges_on_it_and_no_more_than_four() -> None:
    conference, topic = make_conference(), make_topic()
    for number in range(6):
        make_exchange(conference, heading=f"On {number}", topics=(topic,))
    make_exchange(conference, heading="Off")
    (entry,) = conferences("topic=river-crossings").entries
    assert [exchange.heading for exchange in entry.exchanges] == ["On 0", "On 1", "On 2", "On 3"]
    assert entry.more == 2


def numbers(listing: ConferenceListing, name: str) -> dict[str, int]:
    (facet,) = [facet for facet in listing.facets if facet.name == name]
    return {each.label: each.count.total for each in facet.counts}


def test_each_facet_counts_with_all_other_filters() -> None:
    ferries, budget = make_topic("Ferries"), make_topic("Budget")
    for year, series, topics in ((2021, "A", (ferries,)), (2021, "B", (ferries, budget)), (2022, "A", (budget,))):
        conference = make_conference(f"{series} {year}", held_on=date(year, 1, 1), series=make_series(series))
        make_exchange(conference, topics=topics)
        make_exchange(conference, topics=topics)
    assert numbers(conferences(""), "topic") == {"Budget": 2, "Ferries": 2}
    listing = conferences("topic=ferries&series=a")
    assert numbers(listing, "topic") == {"Ferries": 1, "Budget": 1}
    assert numbers(listing, "series") == {"A": 1, "B": 1}
    assert {year.label: year.count.total for year in listing.years} == {"2021": 1}
    assert {year.label: year.count.total for year in conferences("series=a&year=2022").years} == {"2021": 1, "2022": 1}
    assert numbers(conferences("year=2022"), "topic") == {"Budget": 1}


def test_a_speaker_counts_as_a_participant_and_an_outlet_where_it_asks() -> None:
    conference = make_conference()
    make_participation(conference, make_speaker("Ines Calder"))
    make_exchange(conference, outlet=make_outlet("Radio Estuary"))
    make_exchange(conference, outlet=make_outlet("Radio Estuary"))
    listing = conferences("")
    assert numbers(listing, "speaker") == {"Ines Calder": 1}
    assert numbers(listing, "outlet") == {"Radio Estuary": 1}


@pytest.mark.parametrize("query", ["", "q=common", "topic=hidden", "year=2024", "language=en&language=fr"])
def test_what_is_not_published_never_counts(query: str) -> None:
    for maker in (make_draft, make_scheduled, make_withdrawn, make_conference):
        shown = maker is make_conference
        word = "shown" if shown else "hidden"
        conference = maker(series=make_series(word), held_on=date(2024 if shown else 2023, 1, 1))
        make_participation(conference, make_speaker(word))
        make_exchange(conference, question="common", outlet=make_outlet(word), topics=(make_topic(word),))
        search.index(conference.pk)
    listing = conferences(query)
    for name in ("series", "speaker", "topic", "outlet"):
        assert numbers(listing, name) == {"shown": 1}
    assert [(year.label, year.count.total) for year in listing.years] == [("2024", 1)]


def test_a_topic_without_words_and_an_outlet_that_asks_nothing_narrow_lists_and_are_in_no_statistics() -> None:
    conference = make_conference("Ferries")
    make_exchange(conference, question=None, answer=None, topics=(make_topic(),))
    make_turn(make_exchange(conference, question=None), Kind.NOTE, "The courier leaves.", outlet=make_outlet("Courier"))
    make_exchange(make_conference("Roads"))
    for query in ("topic=river-crossings", "outlet=courier", "topic=river-crossings&outlet=courier"):
        assert conferences(query).keys == [conference.pk]
        assert numbers(conferences(query), "topic") == {"River crossings": 1}
        assert numbers(conferences(query), "outlet")["Courier"] == 1
    tables = count_archive("en", None).tables
    assert tables["topics"] == []
    assert "Courier" not in [row.label for row in tables["outlets"]]


def test_a_translated_conference_counts_once_unless_a_language_is_chosen() -> None:
    for title, language in (("Ferries", "en"), ("渡轮", "zh-hans")):
        conference = make_conference(title, language=language, translation_group="f")
        make_exchange(conference, topics=(make_topic(),))
    listing = conferences("")
    assert numbers(listing, "topic") == {"River crossings": 1}
    assert numbers(listing, "language") == {"English": 1, "简体中文": 1}
    assert [year.count.total for year in listing.years] == [1]
    assert numbers(conferences("language=en&language=zh-hans"), "topic") == {"River crossings": 2}


def test_a_chosen_option_is_shown_when_nothing_is_left_and_takes_itself_off() -> None:
    make_exchange(make_conference(held_on=date(2020, 1, 1)), topics=(make_topic(),))
    make_conference(held_on=date(2024, 1, 1))
    listing = conferences("topic=river-crossings&year=2024")
    (each,) = next(facet for facet in listing.facets if facet.name == "topic").counts
    assert (each.count.total, each.is_chosen, each.url) == (0, True, "/list/?year=2024")


def test_a_long_facet_shows_the_most_frequent_and_offers_the_others() -> None:
    topics = [make_topic(f"Topic {number}") for number in range(9)]
    for number in range(1, 10):
        make_exchange(make_conference(f"Number {number}"), topics=tuple(topics[:number]))
    (facet,) = [facet for facet in conferences("topic=topic-8").facets if facet.name == "topic"]
    assert [each.label for each in facet.counts][:2] == ["Topic 8", "Topic 0"]
    assert len(facet.counts) == 7
    assert facet.has_more
    assert "Topic 7" in [option.label for option in facet.others]


def test_only_a_window_is_counted_and_it_says_so(monkeypatch: Any) -> None:
    monkeypatch.setattr("transcripts.listing.filtering.facet_counts.COUNTED", 2)
    monkeypatch.setattr("transcripts.listing.filtering.facet_counts.COUNTED_IN_YEARS", 3)
    # What was written in SQL before holds the sizes of before.
    monkeypatch.setattr("transcripts.listing.filtering.facet_counts._prepared", facet_counts._prepared.__wrapped__)
    topic = make_topic()
    for year in (2020, 2021, 2021, 2022, 2023):
        make_exchange(make_conference(f"In {year}", held_on=date(year, 1, 1)), topics=(topic,))
    listing = conferences("")
    assert numbers(listing, "topic") == {"River crossings": 2}
    assert listing.facet_counts.is_capped
    years = {year.label: (year.count.total, year.count.is_capped, bool(year.url)) for year in listing.years}
    assert years == {
        "2020": (0, True, True),
        "2021": (1, True, True),
        "2022": (1, False, True),
        "2023": (1, False, True),
    }
    assert numbers(conferences("year=2021"), "topic") == {"River crossings": 2}


def test_an_archive_inside_the_window_is_counted_whole() -> None:
    for number in range(3):
        make_conference(f"Number {number}")
    assert not conferences("").facet_counts.is_capped


def test_a_gap_between_years_is_drawn_as_one() -> None:
    strip = year_strip({2019: CappedCount(4), 2021: CappedCount(1)}, urls={2019: "/a", 2020: "/b", 2021: "/c"})
    assert [(year.label, year.share, year.url) for year in strip] == [
        ("2019", 100, "/a"),
        ("2020", 0, ""),
        ("2021", 25, "/c"),
    ]


def test_of_many_years_every_fifth_keeps_its_label_where_room_is_scarce() -> None:
    strip = year_strip({year: CappedCount(1) for year in range(2009, 2024)}, urls={})
    assert [year.label for year in strip if not year.is_minor] == ["2010", "2015", "2020"]


def test_the_least_is_still_seen() -> None:
    few, many = measured([FacetCount("few", CappedCount(1)), FacetCount("many", CappedCount(1000))])
    assert (few.share, many.share) == (3, 100)


def test_few_years_are_drawn_as_quarters() -> None:
    topic = make_topic()
    for month in (1, 8):
        make_exchange(make_conference(f"Month {month}", held_on=date(2024, month, 1)), topics=(topic,))
    (trend,) = topic_trends("en")
    assert [(each.label, each.count.total) for each in trend.periods] == [("2024/1", 1), ("2024/2", 0), ("2024/3", 1)]


def test_the_topics_of_the_last_year_come_first() -> None:
    old, new = make_topic("Old"), make_topic("New")
    for number in range(3):
        make_exchange(make_conference(f"Old {number}", held_on=date(2019, 1, 1)), topics=(old,))
    make_exchange(make_conference("New", held_on=date(2024, 1, 1)), topics=(new,))
    assert [trend.label for trend in topic_trends("en")] == ["New", "Old"]
