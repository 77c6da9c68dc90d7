"""What the search knows beside the matches: names, beginnings, facets, what was meant, what to give up."""

from datetime import date
from typing import Any

import pytest

from tests.builders import make_conference, make_draft, make_outlet, make_series, make_speaker, make_topic
from tests.search.building import found, say
from transcripts import actions, search
from transcripts.models import Outlet, OutletAlias, Speaker, SpeakerAlias
from transcripts.search import Filters
from transcripts.search.words import vocabulary

pytestmark = pytest.mark.django_db


@pytest.fixture
def calder() -> Speaker:
    """A speaker with names in two scripts, another name, and a former name."""
    speaker = make_speaker("Ines Vane", names={"zh-hans": "伊内斯·凯德"})
    speaker.name = "Inés Calder"
    speaker.save()
    SpeakerAlias.objects.create(speaker=speaker, name="Minister Calder")
    actions.sync_after_name_edit(speaker)
    return speaker


@pytest.mark.parametrize(
    "query",
    ["Inés Calder", "ines calder", '"Ines Calder"', "伊内斯·凯德", "伊內斯·凱德", "minister calder", "Ines Vane"],
)
def test_a_name_finds_what_its_bearer_says_whatever_was_printed(query: str, calder: Speaker) -> None:
    say("The harbour is open.", speaker=calder, conference=make_conference("Z"))
    say("Nothing else.", speaker=make_speaker("Odile Brandt"))
    assert found(query) == ["The harbour is open."]
    assert found(f"{query} harbour") == ["The harbour is open."]
    assert found(f"{query} market") == []
    assert search.conferences(query).count() == 1


def test_who_is_named_is_found_beside_who_speaks(calder: Speaker) -> None:
    say("I am here.", speaker=calder, conference=make_conference("Z", held_on=date(2024, 1, 1)))
    say("Ines Calder was there.", conference=make_conference("Zz", held_on=date(2023, 1, 1)), speaker=make_speaker("O"))
    assert sorted(found("ines calder")) == ["I am here.", "Ines Calder was there."]
    assert found("ines calder -there") == ["I am here."]


def test_outlets_are_known_by_their_names_too() -> None:
    outlet = make_outlet("Evening Courier", names={"zh-hans": "晚报"})
    OutletAlias.objects.create(outlet=outlet, name="The Courier")
    actions.sync_after_name_edit(outlet)
    conference = make_conference("Z")
    from_it = conference.exchanges.create(position=1)
    from_it.turns.create(position=1, kind="question", text="Why?", outlet=outlet, label_as_printed="Q")
    search.index(conference.pk)
    for query in ("evening courier", "晚报", "晚報", "the courier", "why courier evening"):
        assert bool(found(query)) == (query != "why courier evening"), query


def test_merged_records_are_found_under_the_one_that_stays() -> None:
    kept, gone = make_speaker("Ines Calder"), make_speaker("I. Calder")
    one, other = make_outlet("Evening Courier"), make_outlet("Courier")
    conference = make_conference("Z")
    exchange = conference.exchanges.create(position=1)
    exchange.turns.create(position=1, kind="question", text="Why?", outlet=other)
    exchange.turns.create(position=2, kind="answer", text="So.", speaker=gone)
    search.index(conference.pk)
    actions.merge_names(kept, gone)
    actions.merge_names(one, other)
    assert found("", Filters(speakers=(kept.pk,))) == ["So."]
    assert found("", Filters(outlets=(one.pk,))) == ["Why?"]
    assert found("", Filters(speakers=(0,))) == []
    assert Outlet.objects.get() == one


def test_a_conference_is_a_filter() -> None:
    say("The harbour is open.", conference=make_conference("Z"))
    (turn,) = say("The harbour is shut.", conference=make_conference("Zz"))
    assert found("harbour", Filters(conferences=(turn.exchange.conference_id,))) == ["The harbour is shut."]


def test_a_beginning_stands_for_its_most_frequent_words(monkeypatch: pytest.MonkeyPatch) -> None:
    say("harbours", "harbinger", "harbinger of harm", "harden")
    assert sorted(found("harb*")) == ["harbinger", "harbinger of harm", "harbours"]
    search.rebuild()
    monkeypatch.setattr(vocabulary, "MOST", 1)
    assert sorted(found("harb*")) == ["harbinger", "harbinger of harm"]


def test_facets_count_each_filter_without_itself(django_assert_max_num_queries: Any) -> None:
    one, other, topic, series = make_speaker("O"), make_speaker("P"), make_topic("Tolls"), make_series("Ports")
    say("harbour a", "harbour b", conference=make_conference("Z", held_on=date(2020, 1, 1)), speaker=one)
    new = make_conference("Zz", held_on=date(2024, 1, 1), language="de", series=series)
    say("harbour c", conference=new, speaker=other, topics=(topic,))
    window = search.open_window("harbour", Filters())
    with django_assert_max_num_queries(0):
        facets = search.facets(Filters(), window)
    assert facets["speakers"].counts == {one.pk: 2, other.pk: 1}
    assert facets["topics"].counts == {topic.pk: 1}
    assert facets["series"].counts == {series.pk: 1}
    assert facets["languages"].counts == {"en": 2, "de": 1}
    assert facets["kinds"].counts == {"answer": 3}
    assert facets["years"].counts == {2020: 2, 2024: 1}
    chosen = Filters(speakers=(one.pk,))
    facets = search.facets(chosen, search.open_window("harbour", chosen))
    assert facets["speakers"].counts == {one.pk: 2, other.pk: 1}
    assert facets["years"].counts == {2020: 2}
    assert not facets["years"].is_capped


def test_a_slip_is_corrected_to_a_word_that_is_there() -> None:
    say("The harbour stays.", "A timetable for the harbour.")
    assert search.suggest("harbuor", Filters()) == search.Suggestion("harbour", 2, False)
    assert search.suggest('"the harbor" tolls', Filters()) is None  # it would find nothing either
    assert search.suggest("the harbor", Filters()) == search.Suggestion("the harbour", 2, False)
    assert search.suggest("harbour", Filters()) is None
    assert search.suggest("港口 !!", Filters()) is None


def test_nothing_unpublished_is_suggested() -> None:
    say("The lighthouse is sold.", conference=make_draft())
    assert search.suggest("lighthuose", Filters()) is None


def test_what_finds_nothing_is_loosened() -> None:
    speaker = make_speaker("O")
    say("The harbour is open.", conference=make_conference("Z", held_on=date(2020, 1, 1)), speaker=speaker)
    filters = Filters(kinds=("question",))
    assert [(each.what, each.total) for each in search.loosen("harbour", filters)] == [("kinds", 1)]
    wider = search.loosen("harbour market", Filters(speakers=(speaker.pk,)))
    assert [(each.what, each.text, each.word) for each in wider] == [
        ("word", "harbour", "market"),
        ("either", "harbour OR market", ""),
    ]
    assert search.loosen("market", Filters()) == []


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("harbour", []),
        ("", []),
        ('"harbour master', ["A quotation mark"]),
        ("!!!", ["“!!!” has no letters"]),
        ("-harbour", ["Only words to leave out"]),
        ("a" * 300, ["Only the first 200 characters"]),
        (" ".join(f"a{number}" for number in range(20)), ["Only the first 16 words"]),
    ],
)
def test_what_was_done_with_an_odd_query_is_said(text: str, begins: list[str]) -> None:
    said = search.explain(text)
    assert len(said) == len(begins)
    assert all(sentence.startswith(begin) for sentence, begin in zip(said, begins, strict=True))
