"""What was found, shown: marked, and cut to the best part."""

import re

import pytest
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from transcripts.search import highlight, snippet


def marked(text: str, query: str) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", highlight(text, query))


def plain(html: str) -> str:
    return re.sub("</?mark>", "", html)


@pytest.mark.parametrize(
    ("query", "text", "parts"),
    [
        ("harbour", "Harbours: a harbour.", ["Harbours", "harbour"]),
        ("people", "the people’s boats", ["people’s"]),
        ("cafe", "le café", ["café"]),
        ('"last boat"', "The last boat, not the last of boats; boat.", ["last boat"]),
        ("last boat", "The last boat is a boat.", ["last", "boat", "boat"]),
        ("harb*", "harbours, harbinger", ["harbours", "harbinger"]),
        ("policy*", "policies", ["policies"]),
        ("boat -night", "night boat", ["boat"]),
        ("1080", "costs 1,080 crowns", ["1,080"]),
        ("深圳", "他在深圳港。深，圳。", ["深圳"]),
        ("深圳港", "他在深圳港。", ["深圳港"]),
        ("港", "他在深圳港口港。", ["港", "港"]),
        ("深圳5G网", "在深圳5G网络", ["深圳5G网"]),
        ("圳港 深圳", "他在深圳港。", ["深圳港"]),
        ("", "text", []),
        ("-text", "text", []),
    ],
)
def test_the_words_that_match_are_marked(query: str, text: str, parts: list[str]) -> None:
    assert marked(text, query) == parts
    assert plain(highlight(text, query)) == escape(text)


def test_html_is_escaped_inside_and_outside_of_marks() -> None:
    html = "<script>alert('boat')</script> & <b>boat</b>"
    assert highlight(html, "script") == (
        "&lt;<mark>script</mark>&gt;alert(&#x27;boat&#x27;)&lt;/<mark>script</mark>&gt; &amp; &lt;b&gt;boat&lt;/b&gt;"
    )
    assert highlight("a</mark><i>b", '"a mark"') == "<mark>a&lt;/mark</mark>&gt;&lt;i&gt;b"
    assert "<script" not in snippet(html * 20, "boat <script>")


def test_a_short_text_is_its_own_snippet() -> None:
    assert snippet("The last boat.\n\nAt one.", "boat") == "The last <mark>boat</mark>. At one."


def test_a_snippet_shows_where_most_words_stand_together() -> None:
    text = "A boat. " + "Nothing here. " * 60 + "The last boat leaves at one. " + "Nothing there. " * 60
    html = snippet(text, "last boat", length=80)
    assert "The <mark>last</mark> <mark>boat</mark> leaves" in html
    assert html.startswith("…")
    assert html.endswith("…")
    assert len(plain(html)) <= 82


def test_a_snippet_is_cut_between_words() -> None:
    text = "alphabetical " * 30 + "boat " + "alphabetical " * 30
    words = set(plain(snippet(text, "boat", length=100)).replace("…", " ").split())
    assert words == {"alphabetical", "boat"}


def test_what_is_left_out_stands_apart_as_words_do() -> None:
    assert snippet("The boats sail. They return at dusk.", "", length=15) == "The boats sail. …"
    assert snippet("The boats sail. They return at dusk.", "dusk", length=10) == "… at <mark>dusk</mark>."
    assert snippet("渡船开航。晚上回来。", "回来", length=5) == "…晚上<mark>回来</mark>。"


def test_a_snippet_without_a_match_is_the_beginning() -> None:
    html = snippet("alphabetical " * 30, "harbour", length=50)
    assert html == "alphabetical alphabetical alphabetical …"


def test_a_snippet_of_chinese_holds_the_match() -> None:
    html = snippet("无关文字，" * 100 + "深圳港开放了。" + "无关文字，" * 100, "深圳港", length=30)
    assert "<mark>深圳港</mark>" in html
    assert len(plain(html)) <= 32


def test_a_match_longer_than_the_snippet_is_no_error() -> None:
    assert snippet("one two three four five six " * 9, '"two three four five"', length=8)


@settings(max_examples=examples(200))
@given(st.text("ab '<>&深圳\n\u0301．1,.-", max_size=80), st.text('ab深圳 "*-', max_size=20), st.integers(1, 60))
def test_marks_change_nothing_but_add_marks(text: str, query: str, length: int) -> None:
    assert plain(highlight(text, query)) == escape(text)
    shown = plain(snippet(text, query, length=length))
    assert shown.strip("…") in escape(" ".join(text.split()))


def test_a_snippet_does_not_begin_with_the_end_of_a_sentence() -> None:
    long = f"{'The quay is old' * 20}. On the first of July the house opens. {'The museum takes the vaults ' * 20}"
    assert snippet(long, "house", length=70).startswith("… ")
    assert not any(f"…{stop}" in snippet(long, "house", length=size) for size in range(40, 200) for stop in ".,;")
