"""What is to be seen to before a conference is published."""

import pytest

from tests.builders import make_conference, make_draft, make_exchange, make_series, make_topic, make_turn
from transcripts.actions import NotReadyError, publish
from transcripts.document import Kind
from transcripts.models import Conference, Status
from transcripts.reading.checklist import find_problems, make_checklist

pytestmark = pytest.mark.django_db


def advice(conference: Conference) -> list[str]:
    return [item.sentence for item in make_checklist(conference).advice]


def good_draft(**fields: object) -> Conference:
    conference = make_draft(**fields)
    make_exchange(conference, topics=(make_topic(),))
    return conference


def test_it_names_every_place_that_blocks():
    conference = make_draft()
    assert find_problems(conference) == ["No turns yet."]
    exchange = make_exchange(conference)
    make_turn(exchange, Kind.ANSWER, " ", speaker=None)
    empty = make_exchange(conference, question=None, answer=None)
    assert find_problems(conference) == [
        "Exchange 1, turn 3 has no text.",
        "Exchange 1, turn 3 is an answer without a speaker.",
        "Exchange 2 has no turns.",
    ]
    places = [(item.exchange, item.turn) for item in make_checklist(conference).blocking]
    assert places == [(exchange.pk, 3), (exchange.pk, 3), (empty.pk, None)]
    with pytest.raises(NotReadyError, match="turn 3 has no text"):
        publish(conference)
    assert Conference.objects.get(pk=conference.pk).status == Status.DRAFT


def test_of_a_transcript_without_words_it_says_only_that():
    assert [item.sentence for item in make_checklist(make_draft()).items] == ["No turns yet."]


def test_a_good_transcript_needs_nothing():
    assert not make_checklist(good_draft()).items


def test_advice_blocks_nothing():
    conference = make_draft(exchanges=1)
    assert advice(conference) == ["No exchange has a topic."]
    publish(conference)
    assert conference.is_published


def test_a_label_that_is_linked_to_nobody_is_named_once_with_its_first_place():
    conference = good_draft()
    exchange = conference.exchanges.get()
    first = make_turn(exchange, Kind.MODERATOR, "Next.", label_as_printed="Chair")
    assert advice(conference) == ["“Chair” is not linked to a record in exchange 1, turn 3."]
    make_turn(exchange, Kind.STATEMENT, "Thank you.", label_as_printed="Chair")
    [item] = make_checklist(conference).advice
    assert item.sentence == "“Chair” is not linked to a record in 2 turns, first in exchange 1, turn 3."
    assert (item.exchange, item.turn) == (exchange.pk, first.position)


def test_a_note_needs_nobody():
    conference = good_draft()
    make_turn(conference.exchanges.get(), Kind.NOTE, "(Laughter)")
    assert not advice(conference)


def test_a_question_needs_an_outlet_or_a_journalist():
    conference = good_draft()
    exchange = conference.exchanges.get()
    make_turn(exchange, Kind.QUESTION, "Why?", journalist="Jo Roe")
    assert not advice(conference)
    make_turn(exchange, Kind.QUESTION, "Why?", label_as_printed="Q")
    make_turn(exchange, Kind.QUESTION, "And when?")
    assert advice(conference) == [
        "“Q” has no outlet in exchange 1, turn 4.",
        "Exchange 1, turn 5 is a question without an outlet.",
    ]


def test_an_exchange_without_a_question_is_named_unless_the_questions_are_still_to_come():
    conference = make_draft()
    for question in (None, "When?", None):
        make_exchange(conference, question=question, topics=(make_topic(),))
    assert advice(conference) == ["Exchange 3 has no question."]


def test_exchanges_without_topics_are_counted():
    conference = good_draft()
    second = make_exchange(conference)
    assert advice(conference) == ["Exchange 2 has no topic."]
    make_exchange(conference)
    [item] = make_checklist(conference).advice
    assert item.sentence == "2 exchanges have no topic; the first is exchange 2."
    assert item.exchange == second.pk


def test_a_translation_is_missed_only_where_others_of_the_series_have_one():
    series = make_series()
    conference = good_draft(series=series)
    make_conference("Elsewhere", translation_group="other", language="fr", series=make_series("Another"))
    assert not advice(conference)
    make_conference("夜间渡轮", translation_group="boats", language="zh-hans", series=series)
    [item] = make_checklist(conference).advice
    assert (item.sentence, item.field) == ("It has no translation.", "translation_group")
    conference.translation_group = "boats"
    conference.save()
    assert not advice(conference)


def test_without_a_series_the_whole_site_is_looked_at():
    make_conference("Elsewhere", translation_group="other", language="fr", series=make_series())
    assert advice(good_draft()) == ["It has no translation."]


@pytest.mark.parametrize("exchanges", [2, 40])
def test_it_takes_four_queries_whatever_the_length(django_assert_num_queries, exchanges):
    conference = make_draft(exchanges=exchanges, translation_group="boats")
    with django_assert_num_queries(4):
        make_checklist(conference)
    with django_assert_num_queries(2):
        find_problems(conference)
