"""Topics offered for what is said: those in use whose names stand in the words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_draft, make_exchange, make_topic
from transcripts import actions
from transcripts.models import Topic, TopicAlias
from transcripts.reading.topic_suggestions import recent_topics, suggest_topics
from transcripts.reading.topic_words import line_of, name_line

pytestmark = pytest.mark.django_db


def used(*names: str, **fields: str) -> list[Topic]:
    exchange = make_exchange(make_draft())
    topics = [make_topic(name, **fields) for name in names]
    exchange.topics.add(*topics)
    for topic in topics:
        actions.sync_after_name_edit(topic)
    return topics


def offered(text: str, but: tuple[str, ...] = ()) -> list[str]:
    return [topic.name for topic in suggest_topics({1: text}, but={1: but})[1]]


def test_a_name_is_found_in_other_endings_and_not_within_a_word():
    used("Night ferries", "Fares")
    assert offered("The night ferry leaves at one. The fare is four crowns; fares will rise.") == [
        "Fares",
        "Night ferries",
    ]
    assert offered("Fortnight ferries are for warfare.") == []
    assert offered("At night, on a boat, with many ferries.") == []


def test_chinese_names_are_found_in_either_characters_and_not_over_a_comma():
    used("Night transport", names={"zh-hans": "夜间交通"})
    assert offered("请问夜间交通如何安排？") == ["Night transport"]
    assert offered("請問夜間交通如何安排？") == ["Night transport"]
    assert offered("白天夜间，交通如何？") == []


def test_other_names_count_and_what_it_has_or_nobody_uses_is_not_offered():
    [topic] = used("River crossings")
    TopicAlias.objects.create(topic=topic, name="Ferry links")
    actions.sync_after_name_edit(topic)
    actions.sync_after_name_edit(make_topic("Dogs"))
    text = "About the ferry links and the dogs."
    assert offered(text) == ["River crossings"]
    assert offered(text, but=("River crossings",)) == []


def test_the_price_is_the_same_for_one_text_and_for_two_hundred():
    used(*(f"Pier {number}" for number in range(50)))
    prices = []
    for size in (1, 200):
        texts = {number: f"How many boats leave pier {number} after midnight?" for number in range(size)}
        with CaptureQueriesContext(connection) as queries:
            found = suggest_topics(texts)
        prices.append(len(queries))
    assert prices == [2, 2]
    assert [topic.name for topic in found[7]] == ["Pier 7"]


def test_nothing_is_offered_for_nothing():
    assert suggest_topics({}) == {}
    assert offered("") == []
    assert (name_line("A"), name_line("车"), name_line("…"), line_of("")) == ("", "", "", "")


def test_topics_of_late_are_the_last_given_first_and_each_once():
    for name in ("Dogs", "Fares", "Ice", "Fares"):
        used(name)
    assert [topic.name for topic in recent_topics()] == ["Fares", "Ice", "Dogs"]
