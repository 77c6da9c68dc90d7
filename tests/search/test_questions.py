"""Whole questions find by their rare words, in Chinese too, and times that are not named are not made up."""

from datetime import date

import pytest

from tests.builders import make_conference, make_participation, make_speaker
from tests.search.building import found, say
from transcripts import search
from transcripts.models import Turn
from transcripts.search.questions import times_in, without_asking

FERRY = "渡轮的票价从四月起是二十克朗。"
OTHERS = ["冬天的渡轮停了九天。", "港口开放了。", "市长没有别的说明。", "票房的价格没有变。"]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("港口部长去年对渡轮票价说了什么？", "港口部长 渡轮票价 ？"),
        ("末班船几点开？", "末班船 开？"),
        ("潔淨室什麼時候啟用？", "潔淨室 啟用？"),
        ("谁负责海关？", "负责海关？"),
        ("目的是什么，了解对话会议的目的", "目的 ，了解对话会议 目的"),
        ("渡轮票价", None),
        ("渡轮？", None),
        ("为什么呢", None),
        ("what did she say?", None),
    ],
)
def test_the_words_that_only_ask_are_set_aside(question: str, left: str | None) -> None:
    asked = without_asking(question)
    assert (asked and " ".join(asked.split())) == left


def test_times_that_are_not_named_are_seen() -> None:
    assert times_in("What was said last year, and 去年？") == ["last year", "去年"]
    assert times_in("What of the last boat in 2023?") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "question",
    ["港口部长去年对渡轮票价说了什么？", "渡輪票價什麼時候上漲？", "渡轮票价是多少", "请问有没有人谈到渡轮的票价？"],
)
def test_a_question_in_chinese_finds_by_its_words_wherever_they_stand(question: str) -> None:
    say(FERRY, *OTHERS)
    assert found(question) == [FERRY]
    snippet = search.snippet(FERRY, question)
    assert "<mark>渡轮</mark>的<mark>票价</mark>" in snippet


@pytest.mark.django_db
def test_what_was_said_just_so_comes_before_its_pieces() -> None:
    say("新渡轮票价公布了。", FERRY)
    assert found("渡轮票价是多少？") == ["新渡轮票价公布了。"]


@pytest.mark.django_db
def test_a_question_finds_who_holds_the_office_that_it_names() -> None:
    conference, speaker = make_conference("Zzz"), make_speaker("Marit Senne")
    make_participation(conference, speaker, role="港口部部长")
    (turn,) = say("票价不变。", conference=conference, speaker=speaker)
    say("票价会变。", conference=make_conference("Zz"), speaker=make_speaker("Tomas Reyl"))
    assert found("港口部部长对票价说了什么？") == [turn.text]


@pytest.mark.django_db
@pytest.mark.parametrize("question", ["What did she say about fares last year?", "她去年对票价说了什么？"])
def test_a_time_that_is_not_named_narrows_nothing_and_that_is_said(question: str) -> None:
    say("The fares are low. 票价低。", conference=make_conference("Zzz", held_on=date(2001, 1, 1)))
    window = search.open_window(question, search.Filters())
    assert [row.turn_id for row in window.rows] == [Turn.objects.get().pk]
    sentences = [each.sentence for each in search.readings(question, window)]
    assert any("was not read as a time. Choose a year" in sentence for sentence in sentences)


@pytest.mark.django_db
def test_a_named_year_in_a_question_is_kept() -> None:
    for year in (2001, 2002):
        say(f"{year}：{FERRY}", conference=make_conference(f"Zzz {year}", held_on=date(year, 1, 1)))
    assert found("2002年渡轮票价是多少？") == [f"2002：{FERRY}"]
