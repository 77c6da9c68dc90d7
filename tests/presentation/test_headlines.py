"""Where the lines of a Chinese headline may end."""

import re

import pytest
from django.utils.safestring import SafeString

from tests.calls import calls_of
from transcripts.presentation.headlines import break_at_words, words_of


@pytest.mark.parametrize(
    ("title", "language", "words"),
    [
        ("旧海关大楼改作博物馆和档案馆重新开放", "zh-hans", "旧海关|大楼|改作|博物馆|和档案馆|重新|开放"),
        ("关于北港科研园区规划的新闻发布会", "zh-hans", "关于|北港|科研园区|规划的|新闻|发布会"),
        ("渡轮末班船改为23时", "zh-hans", "渡轮末班船|改为|23时"),
        ("市长答记者问", "zh-hans", "市长|答记者问"),
        ("舊海關大樓改作博物館和檔案館重新開放", "zh-hant", "舊海關|大樓|改作|博物館|和檔案館|重新|開放"),
        ("完", "zh-hans", "完"),
        ("", "zh-hans", ""),
    ],
)
def test_lines_end_at_words(title: str, language: str, words: str) -> None:
    assert "|".join(words_of(title, language)) == words


def test_nothing_is_lost_and_no_character_stands_alone() -> None:
    title = "就《关于进一步促进海岛渡轮、港口与铁路发展的若干措施》答记者问：Q3数据及其他"
    words = words_of(title, "zh-hans")
    assert "".join(words) == title
    assert [word for word in words if re.fullmatch("[一-鿿]", word)] == []


def test_other_languages_are_only_escaped() -> None:
    assert break_at_words("Ports & ferries", "en") == "Ports &amp; ferries"


def test_marks_and_entities_stay_whole() -> None:
    marked = SafeString("旧海关<mark>大楼</mark>改作博物馆 &amp; 档案馆")
    broken = break_at_words(marked, "zh-hans")
    assert isinstance(broken, SafeString)
    assert broken.replace("<wbr>", "") == marked
    assert broken.startswith("旧海关<wbr><mark>大楼</mark><wbr>改作<wbr>博物馆")


def test_what_is_safe_is_not_taken_for_what_is_not() -> None:
    text = "<b>旧海关大楼"
    assert break_at_words(SafeString(text), "zh-hans").startswith("<b>旧")
    assert break_at_words(text, "zh-hans").replace("<wbr>", "").startswith("&lt;b&gt;旧")
    assert break_at_words(SafeString(text), "en") == text
    assert break_at_words(text, "en").startswith("&lt;b&gt;")


def test_a_headline_takes_few_calls() -> None:
    words_of("先读一次模型", "zh-hans")
    assert calls_of(lambda: words_of("关于北港科研园区规划及其对周边社区影响的新闻发布会", "zh-hans")) < 2_000
