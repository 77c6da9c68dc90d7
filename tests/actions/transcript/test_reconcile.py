from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from hypothesis import HealthCheck, Phase, assume, given, settings

from tests.builders import make_conference, make_exchange, make_outlet, make_speaker, make_topic
from tests.documents import answer, document, documents, exchange, question
from tests.examples import examples
from transcripts import search
from transcripts.actions import Change, reconcile, sync_after_edit
from transcripts.document import ExchangeText, How, Person, TranscriptDocument
from transcripts.document.merging.import_merge import with_heard_people
from transcripts.models import Conference, Outlet, Participation, Redirect, Series, Speaker, Topic, Turn
from transcripts.reading.transcript import read
from transcripts.search import counting
from transcripts.text import fold

pytestmark = pytest.mark.django_db


def new_conference(written: TranscriptDocument) -> Conference:
    conference = Conference()
    reconcile(conference, written)
    return conference


def names_in(*documents: TranscriptDocument) -> list[set[str]]:
    """The names of all series, topics, outlets and speakers."""
    exchanges = [each for one in documents for each in one.exchanges]
    turns = [turn for each in exchanges for turn in each.turns]
    return [
        {one.series for one in documents},
        {topic for each in exchanges for topic in each.topics},
        {turn.outlet for turn in turns},
        {turn.speaker for turn in turns} | {person.name for one in documents for person in one.people},
    ]


def ids(conference: Conference) -> dict[str, str]:
    return dict(Turn.objects.filter(exchange__conference=conference).values_list("text", "public_id"))


def test_the_records_hold_what_the_document_says():
    written = document(exchange(1, topics=("Ferries", "Night transport"), page=4), exchange(2))
    assert read(new_conference(written)) == written


def test_line_ends_as_a_form_sends_them_are_the_same_words():
    conference = new_conference(document(exchange(1)))
    turn = Turn.objects.order_by("position")[0]
    turn.text = f"{turn.text}\r\n\r\nAnd so on."
    turn.save()
    sync_after_edit(conference, Change())
    reconcile(conference, replace(read(conference), venue="The old quay"))
    turn.refresh_from_db()
    assert "\r\n\r\nAnd so on." in turn.text
    assert not counting.differing([conference.pk])


@settings(
    max_examples=examples(25),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate],
)
@given(documents(), documents())
def test_after_two_documents_the_records_hold_the_second(first, second):
    # One name for one thing: how names fold into records that are there already is shown below.
    assume(all(len({fold(name) for name in names}) == len(names) for names in names_in(first, second)))
    for model in (Conference, Speaker, Outlet, Topic, Series):
        model._default_manager.all().delete()
    conference = new_conference(first)
    before = ids(conference)
    reconcile(conference, second)
    held = read(conference)
    assert replace(held, people=()) == replace(second, people=())
    assert {person.name for person in held.people} == {person.name for person in with_heard_people(second).people}
    for text, public_id in ids(conference).items():
        if [turn.text for turn in first.turns].count(text) == [turn.text for turn in second.turns].count(text) == 1:
            assert before[text] == public_id
    assert not reconcile(conference, second)


def test_the_same_document_again_changes_nothing():
    conference = new_conference(document())
    version, changed = conference.revision_number, conference.updated_at
    assert not reconcile(conference, document())
    conference.refresh_from_db()
    assert (conference.revision_number, conference.updated_at) == (version, changed)


def test_edited_turns_keep_their_ids_and_moved_ones_move():
    conference = new_conference(document())
    before = ids(conference)
    edited = replace(exchange(1), turns=(exchange(1).turns[0], answer("Pier 1 has two boats after midnight.")))
    differences = reconcile(conference, document(exchange(3), edited, exchange(2)))
    after = ids(conference)
    assert after["Pier 1 has two boats after midnight."] == before[exchange(1).turns[1].text]
    assert after[exchange(3).turns[0].text] == before[exchange(3).turns[0].text]
    assert [differences.count(how) for how in (How.EDITED, How.NEW, How.GONE)] == [1, 0, 0]


def test_what_is_gone_leaves_its_ids_behind():
    conference = new_conference(document(exchange(1), exchange(2)))
    gone = conference.exchanges.get(position=2)
    turn_ids = set(gone.turns.values_list("public_id", flat=True))
    reconcile(conference, document(exchange(1)))
    assert Redirect.objects.filter(kind="exchange", old=gone.public_id, new="").exists()
    assert set(Redirect.objects.filter(kind="turn", new="").values_list("old", flat=True)) == turn_ids


def test_what_comes_back_has_its_id_of_old():
    conference = new_conference(document(exchange(1)))
    before = read(conference)
    reconcile(conference, document(ExchangeText((answer("Fish prices rose by a tenth over the winter."),))))
    reconcile(conference, before)
    after = read(conference)
    assert [turn.public_id for turn in after.turns] == [turn.public_id for turn in before.turns]
    assert not Redirect.objects.filter(old__in=[turn.public_id for turn in before.turns]).exists()


def test_an_id_is_never_given_to_another_conference():
    before = read(new_conference(document(exchange(1))))
    Conference.objects.update(title="The first")
    other = new_conference(before)
    assert {turn.public_id for turn in read(other).turns}.isdisjoint({turn.public_id for turn in before.turns})


def test_a_turn_that_is_joined_into_another_leads_there():
    conference = new_conference(
        document(ExchangeText((question(), answer("Yes, at one."), answer("No later than two."))))
    )
    both = set(conference.exchanges.get().turns.filter(kind="answer").values_list("public_id", flat=True))
    reconcile(conference, document(ExchangeText((question(), answer("Yes, at one.", "No later than two.")))))
    stays = conference.exchanges.get().turns.get(kind="answer").public_id
    assert list(Redirect.objects.values_list("old", "new")) == [((both - {stays}).pop(), stays)]


def test_an_exchange_that_is_joined_into_another_leads_there():
    conference = new_conference(document(exchange(1), exchange(2)))
    gone = conference.exchanges.last()
    reconcile(conference, document(exchange(1, turns=exchange(1).turns + exchange(2).turns)))
    assert Redirect.objects.get(kind="exchange", old=gone.public_id).new == conference.exchanges.get().public_id


def test_what_led_to_something_gone_says_in_which_revision_it_last_stood():
    conference = new_conference(
        document(ExchangeText((question(), answer("Yes, at one."), answer("No later than two."))))
    )
    first, second = conference.exchanges.get().turns.filter(kind="answer")
    reconcile(conference, document(ExchangeText((question(), answer("Yes, at one.", "No later than two.")))))
    reconcile(conference, document(ExchangeText((question(),))))
    assert set(Redirect.objects.filter(kind="turn").values_list("old", "new", "revision")) == {
        (first.public_id, "", 2),
        (second.public_id, "", 2),
    }


def test_whoever_speaks_is_a_participant():
    written = document(ExchangeText((question(), answer(speaker="Tomas Reyl"))))
    conference = new_conference(written)
    assert [participant.name_as_printed for participant in conference.participations.all()] == [
        "Ines Calder",
        "Tomas Reyl",
    ]


def test_names_are_found_in_either_language_and_under_other_names():
    ines = make_speaker("Ines Calder", names={"zh-hans": "伊内丝·考尔德"})
    courier = make_outlet("Evening Courier")
    courier.aliases.create(name="The Courier")
    conference = new_conference(
        TranscriptDocument(
            title="夜航",
            language="zh-hans",
            people=(Person("伊内丝·考尔德", "副市长"),),
            exchanges=(ExchangeText((question(outlet="The Courier"), answer(speaker="伊内丝·考尔德"))),),
        )
    )
    assert Turn.objects.filter(speaker=ines).exists()
    assert Turn.objects.filter(outlet=courier).exists()
    assert (Speaker.objects.count(), Outlet.objects.count()) == (1, 1)
    assert not reconcile(conference, read(conference))


def test_one_person_under_two_names_sits_down_once():
    ines = make_speaker("Ines Calder")
    ines.aliases.create(name="Deputy Mayor Calder")
    people = (Person("Ines Calder", "deputy mayor"), Person("Deputy Mayor Calder"))
    conference = new_conference(document(people=people))
    assert Participation.objects.filter(conference=conference).count() == 1


def test_the_words_are_found_at_once_and_no_longer_when_they_are_gone():
    conference = make_conference()
    reconcile(conference, document(ExchangeText((answer("The lantern is lit."),)), title="Lanterns"))
    assert search.find("lantern lit").total == 1
    reconcile(
        conference,
        document(ExchangeText((answer("The candle is lit."),)), title="Candles"),
        Change(note="Misheard.", is_major=False),
    )
    assert search.find("lantern").total == 0
    assert search.find("candle").total == 1


def test_a_failure_half_way_changes_nothing(monkeypatch):
    conference = new_conference(document())
    before = read(conference), Redirect.objects.count(), Speaker.objects.count()

    def fail(*_: object) -> None:
        raise RuntimeError("the index is out of reach")

    monkeypatch.setattr(search, "index_changes", fail)
    with pytest.raises(RuntimeError):
        reconcile(conference, document(exchange(9), people=(Person("Dessa Tarrow"),)))
    fresh = Conference.objects.get(pk=conference.pk)
    assert (read(fresh), Redirect.objects.count(), Speaker.objects.count()) == before


@pytest.mark.parametrize("size", [10, 250])
def test_it_takes_a_bounded_number_of_statements(size, django_assert_max_num_queries):
    conference = new_conference(document(*(exchange(number) for number in range(size))))
    changed = document(*(exchange(number) for number in range(size, 0, -1)))
    with django_assert_max_num_queries(60):
        reconcile(conference, changed)


def test_reading_takes_four_queries_whatever_the_length(django_assert_num_queries):
    conference = make_conference()
    for number in range(12):
        make_exchange(conference, speaker=make_speaker(f"Speaker {number}"), topics=(make_topic(),))
    conference = Conference.objects.select_related("series").get(pk=conference.pk)
    with django_assert_num_queries(3):  # the series was read already
        read(conference)


def test_a_failure_at_any_statement_changes_nothing():
    conference = new_conference(document())
    second = document(exchange(3), exchange(9), people=(Person("Dessa Tarrow"),), title="Ferries by day")

    def state() -> object:
        fresh = Conference.objects.get(pk=conference.pk)
        return read(fresh), fresh.revision_number, Redirect.objects.count(), Speaker.objects.count(), search.check()

    before = state()
    for statements in count():
        left = iter(range(statements))

        def fail(execute: Any, *call: Any, left: Iterator[int] = left) -> Any:
            if next(left, None) is None:
                raise OperationalError("the database is out of reach")
            return execute(*call)

        fresh = Conference.objects.get(pk=conference.pk)
        try:
            with transaction.atomic(), connection.execute_wrapper(fail):
                reconcile(fresh, second)
        except OperationalError:
            assert state() == before
        else:
            break
    assert statements > 20
    assert read(Conference.objects.get(pk=conference.pk)).title == "Ferries by day"
