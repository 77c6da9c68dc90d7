"""What is found. Every test here holds on SQLite and on PostgreSQL alike."""

from datetime import date
from itertools import pairwise
from operator import or_
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
from tests.examples import examples
from tests.search.building import found, say
from transcripts import search
from transcripts.document import Kind
from transcripts.models import Conference
from transcripts.search import Filters, Sort, finding
from transcripts.search.query import Query, Term, parse
from transcripts.search.rows import Row, rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("harbour", "The harbour is open."),
        ("HARBOUR", "the harbour"),
        ("harbours", "one harbour"),
        ("the people", "the people’s boats"),
        ("people's", "the people and their boats"),
        ("cafe", "Le Café du port"),
        ("café", "le cafe du port"),
        ("eau", "l’eau du port"),
        ("1,080", "It costs 1080 crowns."),
        ("1080", "It costs 1,080 crowns."),
        ("3.5", "It grew 3.5% in a year."),
        ("covid-19", "COVID-19 is over."),
        ("covid", "COVID-19 is over."),
        ('"last boat leaves"', "The last boat leaves at one."),
        ("harb*", "The harbour is open."),
        ("policy*", "Our policies stand."),
        ("organiz*", "The organisation of organizations."),
        ('"the har*"', "Of the harbours."),
        ("harbour -tolls", "The harbour is open."),
        ("深", "他在深圳港。"),
        ("港", "他在深圳港。"),
        ("深圳", "他在深圳港。"),
        ("在深圳港", "他在深圳港。"),
        ("深圳 他", "他在深圳港。"),
        ('"深圳港 开放"', "在深圳港，开放。"),
        ("深圳5G网络", "在深圳5G网络覆盖"),
        ("5G", "在深圳5G网络覆盖"),
        ("2025年", "在2025年底。"),
        ("年", "在2025年底。"),
        ("5g", "５Ｇ網絡"),
        ("a or b", "A, or b"),
        ("a OR b", "Only b"),
        ("a|b", "Only b"),
        ('"no word" OR 港 only', "Only 在港口"),
        ("漁業", "发展渔业和港口"),
        ("渔业", "發展漁業和港口"),
        ("發", "发展渔业"),
        ("O’Grady", "Ms O'Grady said so."),
        ("O'Grady", "Ms O’Grady said so."),
        ("ｈａｒｂｏｕｒ", "The harbour is open."),
        ("covid 19", "COVID-19 is over."),
        ('"covid 19"', "COVID-19 is over."),
        ("U.S.", "the US and the U.S."),
    ],
)
def test_a_query_finds_a_text(query: str, text: str) -> None:
    say(text, "Something else altogether.")
    assert found(query) == [text]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("harbour tolls", "The harbour is open."),
        ('"boat last"', "The last boat leaves."),
        ('"last leaves"', "The last boat leaves."),
        ("harbour -open", "The harbour is open."),
        ('harbour -"is open"', "The harbour is open."),
        ("harbour -op*", "The harbour is open."),
        ("harb", "The harbour is open."),
        ("our", "The harbour is open."),
        ("08", "It costs 1,080 crowns."),
        ("3.5", "It grew 35% in a year."),
        ("深港", "他在深圳港。"),
        ("圳深", "他在深圳港。"),
        ("在港", "他在深圳港。"),
        ("a OR b", "Only c"),
        ("x or b", "Only b"),
        ("a OR b c", "Only b"),
    ],
)
def test_a_query_does_not_find_a_text(query: str, text: str) -> None:
    say(text)
    assert found(query) == []


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "'",
        "''",
        "*",
        "**",
        "-",
        "AND",
        "NEAR(",
        "NEAR(a b, 2)",
        "a OR b",
        "NOT",
        "a:b",
        "{body} : a",
        ":*",
        "a:*",
        "\\",
        "a\\'b",
        "'a' <-> 'b'",
        "!a & (b",
        "%",
        "%s",
        "\x00",
        "a\x00b",
        "\ud800",
        "☂️",
        "((((",
        "^a",
        "a+b",
        '"a',
        'a"',
        "¶",
        "a" * 10_000,
        "深" * 10_000,
        "a " * 5_000,
        '"' * 9_999,
        "-a " * 200,
        "a* " * 200,
    ],
)
def test_no_text_is_too_odd(text: str) -> None:
    say("a b c")
    search.find(text)
    search.find(text, Filters(speakers=(1,)), sort=Sort.OLDEST)
    list(search.conferences(text))
    search.is_searchable(text)
    search.highlight("a b c", text)
    search.snippet("a b c " * 100, text)


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text() | st.text("ab深圳\"'*-:() \\&|!<>%{}^+.,0１\x00"))
def test_no_text_at_all_raises(text: str) -> None:
    search.find(text)
    search.find(text, Filters(speakers=(1,)))
    assert search.conferences(text).count() == 0


def test_both_databases_find_what_a_plain_reading_of_the_tokens_finds() -> None:
    conference = make_conference("Night boats 深圳")
    chair = make_speaker("Chair")
    random = Random(7)  # noqa: S311 (no secret is made)
    pieces = [
        "boat",
        "boats",
        "night",
        "nights",
        "bo",
        "深",
        "圳",
        "港",
        "5G",
        "1,0",
        "l’eau",
        "café",
        " ",
        ", ",
        "-",
        "*",
        '"',
        "|",
        " OR ",
    ]
    texts = ["".join(random.choices(pieces, k=random.randint(1, 9))) for _ in range(60)]
    for question, answer in pairwise(texts):
        make_exchange(conference, heading="港 night", question=question, answer=answer, speaker=chair)
    search.index(conference.pk)
    of_turn = {row.facts.turn_id: row for row in rows([conference.pk])}
    title = of_turn.pop(-conference.pk).context

    def holds(words: list[str], term: Term) -> bool:
        size = len(term.tokens)
        return any(
            words[at : at + size - 1] == list(term.tokens[:-1]) and term.ends_with(words[at + size - 1])
            for at in range(len(words) - size + 1)
        )

    def meets(row: Row, term: Term) -> bool:
        return any(holds(words, term) for words in (row.body, row.context, row.question))

    def matches(row: Row, query: Query) -> bool:
        """Each group is met there or in the title, one at least there, and nothing excluded is in either."""
        met = [any(meets(row, term) for term in group) for group in query.groups]
        helped = [any(holds(title, term) for term in group) for group in query.groups]
        excluded = any(meets(row, term) or holds(title, term) for term in query.excluded)
        return any(met) and all(map(or_, met, helped)) and not excluded

    @settings(max_examples=examples(200))
    @given(st.lists(st.sampled_from([*pieces, " ", " -"]), max_size=8).map("".join), st.booleans())
    def check(text: str, is_said_by: bool) -> None:
        filters = Filters(speakers=(chair.pk,)) if is_said_by else Filters(kinds=("answer",))
        query = parse(text)
        expected = {pk for pk, row in of_turn.items() if row.facts.kind == "answer" and matches(row, query)}
        if text.strip():
            assert set(search.find(text, filters, limit=100).turn_ids) == expected

    check()


@pytest.mark.parametrize("make", [make_draft, make_scheduled, make_withdrawn])
@pytest.mark.parametrize("query", ["harbour", ""])
def test_what_is_not_public_is_neither_found_nor_counted(make: Any, query: str) -> None:
    say("The harbour is secret.", conference=make())
    say("The harbour is open.")
    filters = Filters(kinds=("answer",))
    assert found(query, filters) == ["The harbour is open."]
    assert search.find(query, filters).total == 1
    assert [conference.title for conference in search.conferences("harbour")] == ["Zzz"]


def test_an_embargo_ends_by_itself() -> None:
    conference = make_scheduled()
    say("The harbour is open.", conference=conference)
    assert found("harbour") == []
    Conference.objects.filter(pk=conference.pk).update(published_at="2020-01-01T00:00Z")
    assert found("harbour") == ["The harbour is open."]


def test_the_words_round_a_turn_are_found_too() -> None:
    conference = make_conference("Winter timetable")
    chair = make_speaker("Odile Brandt")
    make_participation(conference, chair, role="harbour master")
    say(
        "Yes.",
        conference=conference,
        heading="Second crossing",
        speaker=chair,
        topics=(make_topic("Tolls", names={"zh-hans": "过桥费"}),),
    )
    for query in ['"second crossing"', "odile", "tolls", "过桥费", "winter yes", '"winter timetable" crossing']:
        assert found(query) == ["Yes."], query
        assert search.conferences(query).count() == 1
    for query in ["winter", "winter timetable", '"winter timetable"', "timetable -yes"]:
        assert found(query) == ["Winter timetable"], query
    for query in ['"crossing winter"', "second -winter", "winter -timetable", "no winter"]:
        assert found(query) == [], query
    assert found("master") == []  # the role says nothing of what is said
    assert found("harbour master") == ["Yes."]  # but whoever has the office is found by it


def test_words_stay_as_printed_that_day() -> None:
    speaker, outlet = make_speaker("Ines Calder"), make_outlet("Evening Courier")
    conference = make_conference()
    exchange = make_exchange(conference, speaker=speaker, outlet=outlet, question="Why?", answer="Because.")
    make_turn(exchange, Kind.ANSWER, "Also.", speaker=speaker, label_as_printed="The minister")
    search.index(conference.pk)
    speaker.name = "Ines Calder-Voss"
    speaker.save()
    assert found("calder") == ["Because."]
    assert found("minister") == ["Also."]
    assert found("courier") == ["Why?"]


def test_a_conference_found_by_its_title_alone_counts_as_one() -> None:
    tolls = make_conference("Harbour tolls", held_on=date(2024, 1, 2))
    say("Nothing to say.", "Nor here.", "The ferry stays.", conference=tolls)
    assert found("tolls") == ["Harbour tolls"]
    assert found("tolls ferry") == ["The ferry stays."]
    say("The tolls grow.", conference=make_conference("Z", held_on=date(2024, 1, 1)))
    assert found("tolls", sort=Sort.NEWEST) == ["Harbour tolls", "The tolls grow."]
    say("The tolls stay.", conference=tolls)
    assert found("tolls", sort=Sort.NEWEST) == ["The tolls stay.", "The tolls grow."]
    assert found("tolls", Filters(kinds=("answer",))) == ["The tolls stay.", "The tolls grow."]
    assert found("", Filters(languages=("en",), last=date(2024, 1, 1))) == ["The tolls grow."]
    assert [conference.title for conference in search.conferences("harbour")] == ["Harbour tolls"]


def test_said_by_takes_what_stands_over_the_words_and_own_words_come_first() -> None:
    one, other = make_speaker("Odile Brandt"), make_speaker("Ines Calder")
    conference = make_conference("Harbour dues", held_on=date(2024, 1, 2))
    said_by = Filters(speakers=(one.pk,))

    def exchange(answer: str, question: str = "And?", **fields: Any) -> None:
        make_exchange(conference, question=question, answer=answer, speaker=fields.pop("speaker", one), **fields)

    exchange("In the question.", question="What of the ferry tolls?")
    exchange("In the heading.", heading="Ferry tolls")
    exchange("In the topics.", topics=(make_topic("Ferry tolls"),))
    exchange("The tolls are for the ferry.")
    exchange("Ferry tolls, said in order.")
    exchange("The ferry is in the words.", question="And the tolls?")
    exchange("The ferry tolls of somebody else.", speaker=other)
    exchange("Nothing, in the title only.")
    search.index(conference.pk)
    words, over = ["Ferry tolls, said in order.", "The tolls are for the ferry."], ["In the heading.", "In the topics."]
    rest = ["In the question.", "The ferry is in the words."]
    assert found("ferry tolls", said_by) == [*words, *over, *rest]
    assert found("tolls", said_by) == [*words[::-1], *over, *rest]
    assert found("harbour", said_by) == []
    assert set(found("ferry tolls harbour", said_by)) == set(found("ferry tolls", said_by))  # the title helps
    assert found("tolls -heading -topics", said_by) == [*words[::-1], *rest]
    assert set(found("tolls", said_by)) < set(found("tolls"))
    assert set(found("odile tolls")) == set(found("tolls", said_by))  # whoever is called so says it
    assert set(found("odile tolls", said_by)) == set(found("tolls", said_by))


def test_an_answer_has_the_last_question_before_it() -> None:
    exchange = make_exchange(make_conference("Z"), question="Of the ferry?", answer="Yes.")
    make_turn(exchange, Kind.QUESTION, "And the tolls?")
    make_turn(exchange, Kind.ANSWER, "No.")
    search.index(exchange.conference_id)
    assert found("ferry") == ["Of the ferry?", "Yes."]
    assert found("tolls") == ["And the tolls?", "No."]


def test_an_answer_stands_by_its_question_when_the_best_come_first() -> None:
    for day, question in enumerate(["By the night ferry?", "By the ferry at night?", "Is the night ferry late?"], 1):
        conference = make_conference(f"Z {day}", held_on=date(2024, 1, day))
        make_exchange(conference, question=question, answer=f"Answer {day}.")
        search.index(conference.pk)
    assert found("night ferry") == [
        "Is the night ferry late?",
        "Answer 3.",
        "By the night ferry?",
        "Answer 1.",
        "By the ferry at night?",
        "Answer 2.",
    ]


def test_filters_each_and_together() -> None:
    series, outlet, speaker, topic = make_series(), make_outlet(), make_speaker(), make_topic()
    old = make_conference("Zz", series=series, held_on=date(2020, 5, 1), language="de")
    exchange = make_exchange(old, question="harbour one", answer="harbour two", outlet=outlet, speaker=speaker)
    exchange.topics.set([topic, make_topic("Another")])
    search.index(old.pk)
    say("harbour three", conference=make_conference("Zzz", held_on=date(2024, 5, 1)), speaker=make_speaker("Odile"))
    one, two, three = "harbour one", "harbour two", "harbour three"
    for filters, expected in [
        (Filters(), {one, two, three}),
        (Filters(series=(series.pk,)), {one, two}),
        (Filters(languages=("de", "fr")), {one, two}),
        (Filters(outlets=(outlet.pk,)), {one}),
        (Filters(speakers=(speaker.pk,)), {two}),
        (Filters(topics=(topic.pk, make_topic("Another").pk)), {one, two}),
        (Filters(kinds=("question",)), {one}),
        (Filters(first=date(2020, 5, 2)), {three}),
        (Filters(last=date(2020, 5, 1)), {one, two}),
        (Filters(first=date(2020, 5, 1), last=date(2020, 5, 1), kinds=("answer",)), {two}),
        (Filters(series=(series.pk,), speakers=(0,)), set()),
    ]:
        assert sorted(found("harbour", filters)) == sorted(expected), filters
        if filters != Filters():
            assert sorted(found("", filters)) == sorted(expected), filters


def test_without_text_the_newest_come_first() -> None:
    say("old one", "old two", conference=make_conference("Z", held_on=date(2020, 5, 1)))
    say("new", conference=make_conference("Zz", held_on=date(2024, 5, 1)))
    filters = Filters(kinds=("answer",))
    assert found("", filters) == ["new", "old one", "old two"]
    assert found(" ", filters, sort=Sort.OLDEST) == ["old one", "old two", "new"]


def test_nothing_asked_finds_nothing() -> None:
    say("The harbour is open.")
    assert search.find("") == search.find("!!!", Filters(kinds=("answer",))) == search.Results()
    assert search.find("-tolls", Filters(kinds=("answer",))) == search.Results()
    assert not search.conferences("").exists()
    assert [search.is_searchable(text) for text in ("", "!", "-a", "a", "深")] == [False, False, False, True, True]


def test_sorting() -> None:
    heading = make_conference("Zzz", held_on=date(2024, 1, 1))
    say("Nothing.", conference=heading, heading="Harbour")
    say("The harbour, and the harbour again.", conference=make_conference("Z", held_on=date(2022, 1, 1)))
    say("harbour " + "and many other words " * 40, conference=make_conference("Zz", held_on=date(2023, 1, 1)))
    by_day = ["Nothing.", "harbour ", "The harbour, and the harbour again."]

    def order(sort: Sort) -> list[str]:
        return [next(start for start in by_day if text.startswith(start)) for text in found("harbour", sort=sort)]

    assert order(Sort.NEWEST) == by_day
    assert order(Sort.OLDEST) == by_day[::-1]
    assert order(Sort.RELEVANCE) == ["Nothing.", "harbour ", "The harbour, and the harbour again."]


def test_relevance_goes_by_where_the_words_stand() -> None:
    say("Not the boats of night.", conference=make_conference("Z", held_on=date(2024, 1, 5)))
    say("By the night boats.", conference=make_conference("Zz", held_on=date(2024, 1, 4)))
    say("Yes.", conference=make_conference("Boats at night", held_on=date(2024, 1, 3)))
    say("No.", "The night boat.", conference=make_conference("Night boats", held_on=date(2024, 1, 2)))
    assert found("night boats") == [
        "The night boat.",
        "Boats at night",
        "By the night boats.",
        "Not the boats of night.",
    ]


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_neither_repeat_nor_skip(sort: Sort) -> None:
    say(*["harbour"] * 5, conference=make_conference("Z", held_on=date(2024, 1, 1)))
    say(*["harbour"] * 5, conference=make_conference("Zz", held_on=date(2024, 1, 1)))
    whole = search.find("harbour", sort=sort).turn_ids
    pages = [search.find("harbour", sort=sort, offset=offset, limit=3) for offset in range(0, 15, 3)]
    assert sum((page.turn_ids for page in pages), ()) == whole
    assert len(set(whole)) == 10
    assert {page.total for page in pages} == {10}
    if sort != Sort.OLDEST:  # equally relevant ones too: the last entered conference first, in reading order
        assert all(first < second for first, second in pairwise(whole[:5]))
        assert min(whole[:5]) > max(whole[5:])


@pytest.mark.parametrize("sort", list(Sort))
def test_counting_and_ranking_are_bounded(sort: Sort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "COUNT_CAP", 5)
    turns = say(*["harbour"] * 5)
    assert search.find("harbour", sort=sort) == search.Results(5, False, tuple(turn.pk for turn in turns))
    say("harbour harbour", "harbour", conference=make_conference("Zzz", held_on=date(2024, 3, 13)))
    results = search.find("harbour", sort=sort, offset=4)
    assert (results.total, results.is_capped, len(results.turn_ids)) == (5, True, 1)
    assert search.find("harbour", sort=sort, offset=5).turn_ids == ()


@pytest.mark.parametrize(("sort", "queries"), [(Sort.RELEVANCE, 5), (Sort.NEWEST, 4), (Sort.OLDEST, 4)])
def test_the_number_of_queries_is_bounded(sort: Sort, queries: int, django_assert_max_num_queries: Any) -> None:
    topic = make_topic()
    say(*["harbour"] * 30, topics=(topic,))
    filters = Filters(topics=(topic.pk,), kinds=("answer",), languages=("en",), first=date(2000, 1, 1))
    with django_assert_max_num_queries(queries):
        search.find("harbour -tolls", filters, sort=sort)
    with django_assert_max_num_queries(2):
        search.find("", filters, sort=sort)
    with django_assert_max_num_queries(0):
        search.find("!!", filters, sort=sort)


def test_conferences_can_be_filtered_further(django_assert_num_queries: Any) -> None:
    say("The harbour is open.", conference=make_conference("Z", language="de"))
    say("The harbour is shut.", conference=make_conference("Zz"))
    found_ones = search.conferences("harbour").filter(language="en").newest_first()
    with django_assert_num_queries(1):
        assert [conference.title for conference in found_ones] == ["Zz"]
