from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

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
from tests.views.pages import links_of, text_of
from transcripts import search
from transcripts.document import Kind
from transcripts.listing import CappedCount, NameListing
from transcripts.models import Outlet, Place, Redirect, Series, Speaker, Topic

pytestmark = pytest.mark.django_db
LISTS = ["speakers", "topics", "outlets", "series"]


def make_all(conference_maker: object, word: str) -> None:
    """One conference whose series, speaker, topic and outlet nothing else has."""
    conference = conference_maker(f"{word} title", series=make_series(f"{word} series"))  # type: ignore[operator]
    speaker = make_speaker(f"{word} speaker")
    make_participation(conference, speaker)
    make_exchange(
        conference,
        heading=f"{word} heading",
        speaker=speaker,
        outlet=make_outlet(f"{word} outlets"),
        topics=(make_topic(f"{word} topics"),),
    )


@pytest.mark.parametrize("noun", LISTS)
def test_a_list_names_only_what_the_public_knows(client: Client, noun: str) -> None:
    make_all(make_conference, "Shown")
    for maker, word in ((make_draft, "Drafted"), (make_scheduled, "Embargoed"), (make_withdrawn, "Withdrawn")):
        make_all(maker, word)
    words = text_of(client.get(f"/{noun}/"))
    assert "Shown" in words
    for hidden in ("Drafted", "Embargoed", "Withdrawn"):
        assert hidden not in words


@pytest.mark.parametrize("noun", LISTS)
@pytest.mark.parametrize("maker", [make_draft, make_scheduled, make_withdrawn])
def test_who_is_known_from_the_unpublished_only_is_nothing(client: Client, noun: str, maker: object) -> None:
    make_all(maker, "Hidden")
    slug = {"speakers": "hidden-speaker", "series": "hidden-series"}.get(noun, f"hidden-{noun}")
    page, nothing = client.get(f"/{noun}/{slug}/"), client.get(f"/{noun}/unknown/")
    assert (page.status_code, page.content) == (404, nothing.content)


@pytest.mark.parametrize("noun", LISTS)
def test_a_page_shows_what_there_is_under_the_name(client: Client, noun: str) -> None:
    make_all(make_conference, "Shown")
    slug = {"speakers": "shown-speaker", "series": "shown-series"}.get(noun, f"shown-{noun}")
    words = text_of(client.get(f"/{noun}/{slug}/"))
    assert ("Shown heading" in words) == (noun != "series")
    assert ("1 conference" if noun == "series" else "1 exchange") in words


def test_a_speakers_page_shows_each_answer_with_the_question_and_the_role_then(client: Client) -> None:
    speaker = make_speaker("Ines Calder")
    for year, role in ((2019, "city councillor"), (2023, "deputy mayor"), (2021, "head of transport")):
        conference = make_conference(f"In {year}", held_on=date(year, 5, 1))
        make_participation(conference, speaker, role=role)
        make_exchange(conference, heading=f"Of {year}", question=f"Asked in {year}?", answer=f"Said in {year}.")
    words = text_of(client.get(speaker.get_absolute_url()))
    places = [words.index(f"Of {year} ") for year in (2023, 2021, 2019)]
    assert places == sorted(places)
    assert "1 May 2023 · Evening Courier asked: “ Asked in 2023? ” Of 2023 deputy mayor Said in 2023." in words


def test_an_answer_stands_with_the_question_before_it(client: Client) -> None:
    speaker = make_speaker()
    exchange = make_exchange(make_conference(), question="First?", answer="Hers.", speaker=make_speaker("Other"))
    make_turn(exchange, Kind.QUESTION, "Second?", outlet=make_outlet("Radio Estuary"))
    make_turn(exchange, Kind.ANSWER, "His.", speaker=speaker)
    page = client.get(speaker.get_absolute_url())
    assert "Radio Estuary asked: “ Second? ”" in text_of(page)
    assert any(link.endswith(f"#{exchange.turns.get(position=4).public_id}") for link in links_of(page))


def test_roles_stand_over_time_as_printed(client: Client) -> None:
    speaker = make_speaker("Ines Calder")
    for day, role in (("2019-05-14", "councillor"), ("2021-06-22", "deputy mayor"), ("2024-10-09", "deputy mayor")):
        make_participation(make_conference(f"On {day}", held_on=date.fromisoformat(day)), speaker, role=role)
    make_participation(make_draft(held_on=date(2025, 1, 1)), speaker, role="mayor-elect")
    assert "Ines Calder deputy mayor 3 conferences" in text_of(client.get("/speakers/"))
    words = text_of(client.get(speaker.get_absolute_url()))
    assert "deputy mayor 22 June 2021 – 9 October 2024 councillor 14 May 2019" in words
    assert "mayor-elect" not in words


def test_a_role_printed_in_two_languages_stands_in_the_readers(client: Client) -> None:
    speaker = make_speaker()
    for language, role in (("en", "mayor"), ("zh-hans", "市长")):
        make_participation(make_conference(role, language=language, translation_group="one"), speaker, role=role)
    assert "市长" not in text_of(client.get(speaker.get_absolute_url()))
    assert "mayor" not in text_of(client.get(f"/zh-hans{speaker.get_absolute_url()}"))


def test_a_topics_page_says_who_answers_and_what_else_is_spoken_of(client: Client) -> None:
    topic, other = make_topic("Ferries"), make_topic("Budget")
    reyl, calder = make_speaker("Tomas Reyl"), make_speaker("Ines Calder")
    for speaker in (reyl, reyl, calder):
        make_exchange(make_conference(), speaker=speaker, topics=(topic, other))
    make_exchange(make_draft(), speaker=make_speaker("Hidden"), topics=(topic, make_topic("Hidden topic")))
    page = client.get(topic.get_absolute_url())
    assert [(bar.label, bar.count.total) for bar in page.context["people"]] == [("Tomas Reyl", 2), ("Ines Calder", 1)]
    assert [(bar.label, bar.share) for bar in page.context["topics"]] == [("Budget", 100)]
    assert "Answered by Tomas Reyl" in text_of(page)


def test_an_outlets_page_shows_its_own_question_and_whom_it_asked(client: Client) -> None:
    outlet = make_outlet("Radio Estuary")
    exchange = make_exchange(make_conference(), question="Another’s?", outlet=make_outlet("Evening Courier"))
    make_turn(exchange, Kind.QUESTION, "Its own?", outlet=outlet)
    page = client.get(outlet.get_absolute_url())
    assert "Its own?" in text_of(page)
    assert "Another’s?" not in text_of(page)
    assert [bar.label for bar in page.context["people"]] == ["Ines Calder"]


@pytest.mark.parametrize("noun", LISTS)
def test_a_page_draws_the_years_and_leads_to_each(client: Client, noun: str) -> None:
    for year in (2020, 2023):
        conference = make_conference(f"In {year}", held_on=date(year, 1, 1), series=make_series("Ferries"))
        speaker = make_speaker("Ferries")
        make_participation(conference, speaker)
        make_exchange(conference, speaker=speaker, outlet=make_outlet("Ferries"), topics=(make_topic("Ferries"),))
    page = client.get(f"/{noun}/ferries/")
    assert [(year.label, year.count.total) for year in page.context["years"]] == [
        ("2020", 1),
        ("2021", 0),
        ("2022", 0),
        ("2023", 1),
    ]
    filtered = f"/{noun}/ferries/?year=2023"
    assert filtered in links_of(page)
    narrowed = client.get(filtered)
    listing = narrowed.context["listing"]
    found = listing.entries if noun == "series" else [asked.exchange for asked in listing.found]
    assert [each.conference.title for each in found] == ["In 2023"]
    assert [(year.label, year.is_chosen) for year in narrowed.context["years"]][0::3] == [
        ("2020", False),
        ("2023", True),
    ]
    assert f"/{noun}/ferries/" in links_of(narrowed)  # and back
    assert "noindex" in narrowed.content.decode()


def test_a_name_with_more_than_can_be_put_in_order_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transcripts.listing.figures.exchange_counts.ROWS_READ", 3)
    speaker, conference = make_speaker(), make_conference()
    for number in range(5):
        make_exchange(conference, heading=f"Number {number}", speaker=speaker)
    words = text_of(client.get(speaker.get_absolute_url()))
    assert "3+ exchanges" in words
    assert "Only the newest 3 are listed and counted here." in words


def test_a_year_of_a_name_with_more_than_is_read_is_read_by_itself(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transcripts.listing.figures.exchange_counts.ROWS_READ", 3)
    speaker = make_speaker()
    for year in (2020, 2022):
        conference = make_conference(f"In {year}", held_on=date(year, 1, 1))
        make_participation(conference, speaker)
        for number in range(3):
            make_exchange(conference, heading=f"{year}, {number}", speaker=speaker)
    page = client.get(speaker.get_absolute_url())
    years = [(year.label, year.count.total, year.count.is_capped, bool(year.url)) for year in page.context["years"]]
    assert years == [("2020", 0, True, True), ("2021", 0, False, False), ("2022", 3, True, True)]
    page = client.get(f"{speaker.get_absolute_url()}?year=2020")
    assert [asked.exchange.heading for asked in page.context["listing"].found] == ["2020, 0", "2020, 1", "2020, 2"]
    assert [year.count for year in page.context["years"] if year.is_chosen] == [CappedCount(3)]


def test_a_year_with_more_than_is_read_lists_its_newest_conferences_and_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transcripts.listing.figures.exchange_counts.READ_OF_YEAR", 3)
    speaker = make_speaker()
    for day in (9, 2, 5):  # entered in another order than held
        conference = make_conference(f"Day {day}", held_on=date(2020, 1, day))
        make_participation(conference, speaker)
        for number in range(2):
            make_exchange(conference, heading=f"{day}, {number}", speaker=speaker)
        search.index(conference.pk)
    page = client.get(f"{speaker.get_absolute_url()}?year=2020")
    listed = [asked.exchange.heading for asked in page.context["listing"].found]
    assert listed == ["9, 0", "9, 1", "5, 0", "5, 1"]
    assert "Only the newest 4 are listed and counted here." in text_of(page)


def test_a_bar_narrows_the_page_to_what_it_counts(client: Client) -> None:
    ines, tomas = make_speaker("Ines Calder"), make_speaker("Tomas Reyl")
    budget, harbour = make_topic("Budget"), make_topic("Harbour")
    conference = make_conference()
    for number, (speaker, topics) in enumerate(
        [(ines, (budget,)), (ines, (budget, harbour)), (tomas, (budget,)), (ines, (harbour,))]
    ):
        make_exchange(conference, heading=f"Number {number}", speaker=speaker, topics=topics)
    page = client.get("/speakers/ines-calder/")
    assert [(bar.label, bar.count.total, bar.url) for bar in page.context["topics"]] == [
        ("Budget", 2, "/speakers/ines-calder/?topic=budget"),
        ("Harbour", 2, "/speakers/ines-calder/?topic=harbour"),
    ]
    page = client.get("/speakers/ines-calder/?topic=budget")
    assert [asked.exchange.heading for asked in page.context["listing"].found] == ["Number 0", "Number 1"]
    assert [(bar.label, bar.is_chosen, bar.url) for bar in page.context["topics"]] == [
        ("Budget", True, "/speakers/ines-calder/"),
        ("Harbour", False, "/speakers/ines-calder/?topic=harbour"),
    ]
    assert "on Budget" in text_of(page)
    page = client.get("/topics/budget/?speaker=ines-calder")
    assert [asked.exchange.heading for asked in page.context["listing"].found] == ["Number 0", "Number 1"]
    assert [bar.label for bar in page.context["topics"]] == ["Harbour"]


def test_a_narrowed_page_says_what_it_does_not_know_and_when_nothing_is_left(client: Client) -> None:
    make_exchange(make_conference(), topics=(make_topic("Budget"),))
    page = client.get("/speakers/ines-calder/?topic=unheard&year=abc&outlet=x")
    assert {wrong.name for wrong in page.context["listing"].ignored} == {"topic", "year", "outlet"}
    assert page.context["listing"].count.total == 1
    page = client.get("/speakers/ines-calder/?year=1999")
    assert "Nothing meets all of this." in text_of(page)
    feed = client.get("/speakers/ines-calder/feed/?topic=budget&year=1999").content.decode()
    assert "Only these: on Budget; 1999." in feed
    assert "<entry>" not in feed


def test_names_stand_under_their_letters(client: Client) -> None:
    for name in ("Zoë", "Émile", "eve", "李明"):
        make_exchange(make_conference(), speaker=make_speaker(name))
    page = client.get("/speakers/")
    assert [letter for letter, _ in page.context["listing"].groups] == ["E", "Z", ""]
    assert {"#letter-e", "#letter-z", "#letter-other"} <= set(links_of(page))


def test_a_chinese_name_stands_under_the_letter_of_its_address(client: Client) -> None:
    make_exchange(make_conference(), speaker=make_speaker("Ines Calder", names={"zh-hans": "伊内丝·考尔德"}))
    page = client.get("/zh-hans/speakers/")
    assert [letter for letter, _ in page.context["listing"].groups] == ["I"]
    assert "伊内丝·考尔德 Ines Calder" in text_of(page)


def test_letters_lead_to_the_page_where_they_begin() -> None:
    conference = make_conference()
    for name in ("Ada", "Ann", "Bea", "Cyd"):
        make_exchange(conference, speaker=make_speaker(name))
    listing = NameListing(Speaker, QueryDict(), path="/speakers/", size=2)
    assert [(letter.name, letter.url) for letter in listing.letters] == [
        ("A", "#letter-a"),
        ("B", "/speakers/?page=2#letter-b"),
        ("C", "/speakers/?page=2#letter-c"),
    ]


def test_a_list_of_very_many_names_ends_somewhere_and_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transcripts.listing.names.NAMES_LISTED", 2)
    for name in ("Ada", "Bea", "Cyd"):
        make_exchange(make_conference(), speaker=make_speaker(name))
    words = text_of(client.get("/speakers/"))
    assert "2+ speakers" in words
    assert "Only the first 2 are listed. The field above finds the others by name." in words
    assert "1 speaker" in text_of(client.get("/speakers/?q=cyd"))


@pytest.mark.parametrize("words", ["zoe", "ZOË", "佐伊", "佐", "Old Zo", "oë ki"])
def test_names_are_found_by_any_of_their_letters_in_any_of_their_names(client: Client, words: str) -> None:
    zoe = make_speaker("Zoë Kint", names={"zh-hans": "佐伊"})
    zoe.aliases.create(name="Old Zöe")
    for speaker in (zoe, make_speaker("Ada")):
        make_exchange(make_conference(), speaker=speaker)
    page = client.get("/speakers/", {"q": words})
    assert [record.name for _, group in page.context["listing"].groups for record in group] == ["Zoë Kint"]
    assert "1 speaker" in text_of(page)
    assert "/speakers/" in links_of(page)


def test_a_name_that_only_a_draft_knows_is_not_found(client: Client) -> None:
    make_participation(make_draft(), make_speaker("Hidden Name"))
    make_exchange(make_conference())
    assert "“hidden” is in no name here." in text_of(client.get("/speakers/?q=hidden"))


def test_letters_that_no_name_can_have_are_said_to_be_ignored(client: Client) -> None:
    make_exchange(make_conference())
    page = client.get("/speakers/?q=!!!")
    assert page.context["listing"].count.total == 1
    assert "“!!!” cannot be searched for, so it was ignored." in text_of(page)


def test_characters_that_nobody_sees_are_in_no_name(client: Client) -> None:
    make_participation(make_conference(), make_speaker("Ines Calder"))
    assert "Ines Calder" in text_of(client.get("/speakers/", {"q": "\u200bcal\u00adder"}))


@pytest.mark.parametrize("noun", LISTS)
def test_without_any_name_a_list_says_what_the_site_is_for(client: Client, noun: str) -> None:
    page = client.get(f"/{noun}/")
    assert "No transcript has been published yet." in text_of(page)
    assert "/about/" in links_of(page)


def test_names_are_the_readers(client: Client) -> None:
    make_exchange(make_conference(), topics=(make_topic("Customs", names={"zh-hans": "海关"}),))
    assert "海关" in text_of(client.get("/zh-hans/topics/"))
    assert "海关" not in text_of(client.get("/topics/"))


def test_a_count_takes_a_translation_for_one(client: Client) -> None:
    topic = make_topic()
    for title, language in (("Night ferries", "en"), ("夜航", "zh-hans")):
        make_exchange(make_conference(title, language=language, translation_group="night"), topics=(topic,))
    assert "River crossings 1 exchange" in text_of(client.get("/topics/"))
    page, chinese = client.get(topic.get_absolute_url()), client.get(f"/zh-hans{topic.get_absolute_url()}")
    assert "1 exchange" in text_of(page)
    assert [asked.exchange.conference.language for asked in page.context["listing"].found] == ["en"]
    assert [asked.exchange.conference.language for asked in chinese.context["listing"].found] == ["zh-hans"]


def test_a_renamed_or_merged_record_redirects(client: Client) -> None:
    speaker = make_speaker("Ines Calder")
    make_exchange(make_conference(), speaker=speaker)
    Redirect.objects.create(kind="speaker", old="i-calder", new=speaker.slug)
    page = client.get("/zh-hans/speakers/i-calder/?page=1")
    assert page.status_code == 301
    assert page["Location"] == f"/zh-hans{speaker.get_absolute_url()}?page=1"
    assert client.get("/topics/i-calder/").status_code == 404


def test_a_redirect_to_who_is_not_public_is_nothing(client: Client) -> None:
    make_participation(make_draft(), make_speaker("Hidden Name"))
    Redirect.objects.create(kind="speaker", old="old", new="hidden-name")
    page = client.get("/speakers/old/")
    assert (page.status_code, page.content) == (404, client.get("/speakers/unknown/").content)


@pytest.mark.parametrize("path", ["/speakers/", "/speakers/ines-calder/", "/series/", "/topics/", "/outlets/"])
def test_past_the_end_there_is_a_way_back_and_a_wrong_page_is_ignored(client: Client, path: str) -> None:
    make_exchange(make_conference(series=make_series()), topics=(make_topic(),))
    page = client.get(f"{path}?page=2")
    assert page.status_code == 404
    assert path in links_of(page)
    page = client.get(f"{path}?page=x")
    assert page.status_code == 200
    assert "ignored" in text_of(page)


def test_a_speakers_page_searches_what_was_said_by_them(client: Client) -> None:
    speaker = make_speaker()
    make_exchange(make_conference(), speaker=speaker)
    page = client.get(speaker.get_absolute_url())
    assert '<input type="hidden" name="speaker" value="ines-calder">' in page.content.decode()
    assert "/search/?speaker=ines-calder" in links_of(page)


def test_unicode_slugs_are_found(client: Client) -> None:
    topic = make_topic("过江交通")
    make_exchange(make_conference("北港发布会", language="zh-hans"), topics=(topic,))
    assert client.get("/topics/过江交通/").status_code == 200
    assert client.get(topic.get_absolute_url()).status_code == 200
    assert client.get("/conferences/2024-03-12-北港发布会/").status_code == 200


def test_names_stand_under_the_name_to_sort_by(client: Client) -> None:
    conference = make_conference()
    for name, sort_name in (
        ("Ines Calder", "Calder, Ines"),
        ("Colm Abney", ""),
        ("Émile Zorn", "étoile"),
        ("林海月", "Lin Haiyue"),
        ("卡尔德", ""),
    ):
        make_participation(conference, make_speaker(name, sort_name=sort_name))
    listing = client.get("/speakers/").context["listing"]
    assert [(letter, [record.name for record in records]) for letter, records in listing.groups] == [
        ("C", ["Ines Calder", "Colm Abney"]),
        ("E", ["Émile Zorn"]),
        ("L", ["林海月"]),
        ("", ["卡尔德"]),
    ]
    assert [letter.name for letter in listing.letters] == ["C", "E", "L", ""]


def test_speakers_stand_under_the_family_name_that_an_editor_typed(client: Client) -> None:
    conference = make_conference()
    for name, family, sort_name in (
        ("Ines Calder", "Calder", ""),
        ("Lin Haiyue", "Lin", ""),
        ("Colm Abney", "Abney", "Zabney"),
        ("Bo Marten", "", ""),
    ):
        make_participation(conference, make_speaker(name, family_name=family, sort_name=sort_name))
    listing = client.get("/speakers/").context["listing"]
    assert [letter for letter, _ in listing.groups] == ["B", "C", "L", "Z"]


def test_pages_follow_one_another_in_the_order_of_the_names_to_sort_by() -> None:
    conference = make_conference()
    for name, sort_name in (("Ada Zorn", "Zorn, Ada"), ("Bert Young", "Young, Bert"), ("Zoe Abney", "abney, Zoe")):
        make_participation(conference, make_speaker(name, sort_name=sort_name))
    pages = [NameListing(Speaker, QueryDict(f"page={number}"), path="/speakers/", size=1) for number in (1, 2, 3)]
    assert [page.groups[0][1][0].name for page in pages] == ["Zoe Abney", "Bert Young", "Ada Zorn"]
    assert [letter.url for letter in pages[0].letters] == [
        "#letter-a",
        "/speakers/?page=2#letter-y",
        "/speakers/?page=3#letter-z",
    ]


@pytest.mark.parametrize("noun", LISTS)
def test_a_list_is_walked_in_the_order_of_an_index(noun: str) -> None:
    model = {"speakers": Speaker, "topics": Topic, "outlets": Outlet, "series": Series}[noun]
    if connection.vendor == "postgresql":  # which would rather read a handful of rows than an index
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert f"{model._meta.model_name}_place" in model.objects.order_by(Place.of(model)).values("pk")[:9].explain()
