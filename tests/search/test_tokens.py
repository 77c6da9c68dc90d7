"""Tokens: the units that the index holds and a query asks for."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from transcripts.tokens import TOKEN_LENGTH, spellings, spellings_at, tokens


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("The ferries leave", ["the", "ferri", "leav"]),
        ("the people’s boats, the workers' boats", ["the", "peopl", "boat", "the", "worker", "boat"]),
        ("don't don’t o’clock", ["dont", "dont", "oclock"]),
        ("l’eau d'été", ["l", "eau", "d", "ete"]),
        ("Café CAFE\u0301 Łódź Straße", ["cafe", "cafe", "lodz", "strass"]),
        ("1,080 and 3.5%, 1080", ["1080", "and", "3·5", "1080"]),
        ("1,234,567.50 on 12.03.2024.", ["1234567·50", "on", "12·03·2024"]),
        ("COVID-19 and/or a_b", ["covid", "19", "and", "or", "a", "b"]),
        ("the U.S. and x.com, e.g.", ["the", "u·s", "and", "x", "com", "eg"]),
        ("tell us of the US", ["tell", "us", "of", "the", "u·s"]),
        ("So (Laughter.) it is [applause and laughter], （笑声）(a boat)", ["so", "it", "is", "a", "boat"]),
        ("５Ｇ Ｆｅｒｒｙ", ["5g", "ferri"]),
        ("深", ["深"]),
        ("深圳港", ["深圳", "圳港", "港"]),
        ("在深圳5G网", ["在深", "深圳", "圳", "5g", "网"]),
        ("2025年，好", ["2025", "年", "好"]),
        ("カタカナ 한국", ["カタ", "タカ", "カナ", "ナ", "한국", "국"]),
        ("ﾎﾟｰﾄ", ["ポー", "ート", "ト"]),
        ("Ёлка й العَرَبِيَّة", ["елка", "й", "العربية"]),
        ("", []),
        ("\x00 \ud800 … ☂ ❤️ ' - *", []),
    ],
)
def test_a_text_has_these_tokens(text: str, spellings: list[str]) -> None:
    assert [token.spelling for token in tokens(text)] == spellings


def test_a_token_knows_where_it_stood() -> None:
    text = "Ｔhe café’s 深圳港 1,080"
    assert [text[token.start : token.end] for token in tokens(text)] == [
        "Ｔhe",
        "café’s",
        "深圳",
        "圳港",
        "港",
        "1,080",
    ]


def test_a_very_long_word_is_cut() -> None:
    assert [len(token.spelling) for token in tokens("x1" * 500)] == [TOKEN_LENGTH]


@settings(max_examples=examples(300))
@given(st.text())
def test_any_text_has_tokens_that_every_index_can_hold(text: str) -> None:
    ends = 0
    for token in tokens(text):
        assert token.spelling
        assert token.word
        assert 0 <= token.start < token.end <= len(text)
        assert ends <= token.end
        ends = token.end
        for char in token.spelling:
            assert char.isalnum() or not char.isascii()
            assert not char.isspace()
            token.spelling.encode()


_WITH_ASIDES = st.lists(
    st.sampled_from(["(Laughter.)", "(", ")", "laughter", "（笑声）", "[", "US", "U.S.", " ", "l"])
).map("".join)


@settings(max_examples=examples(300))
@given(st.text() | st.text("aéB.,1０'’-_ 港口ﾎﾟU\u0301") | _WITH_ASIDES)
def test_the_quick_way_to_the_tokens_is_the_same(text: str) -> None:
    assert spellings(text) == [(token.spelling, token.word) for token in tokens(text)]


_TEXTS = st.text() | _WITH_ASIDES | st.text(st.sampled_from("aeysSKIdgnlz'’.,1 深圳港éſK_"))


@settings(max_examples=examples(500))
@given(_TEXTS, st.data())
def test_tokens_are_told_with_their_places_where_they_may_be_wanted(text: str, data: st.DataObject) -> None:
    every = list(tokens(text))
    spelling = data.draw(st.sampled_from(every)).spelling if every else ""
    wanted = {spelling[: data.draw(st.integers(1, len(spelling)))]} if every else set()
    rest = list(every)
    for spelling, (start, end) in zip(*spellings_at(text, wanted), strict=True):
        token = rest.pop(0)
        if spelling:
            assert (token.spelling, token.start, token.end) == (spelling, start, end)
            continue
        passed = [token]
        while rest and rest[0].end <= end:
            passed.append(rest.pop(0))
        assert passed[0].start >= start
        assert all(each.end <= end and not each.spelling.startswith(tuple(wanted)) for each in passed)
    assert not rest


_BEGUN = re.findall(r"\w+", "sk d l v id gent earl on sing y Y stab sensi relat act b succ")
_ENDINGS = [
    "",
    *re.findall(
        r"\w+",
        "s es ies ed ied eed ing ying y ly ingly edly eedly able ably ability bilities ible bly li al alli alism ation"
        " ational ization izer ator iveness ivity fulness ousness ously ness enci ancy ogist ology icate iciti ment",
    ),
]


def test_every_word_with_a_spelling_is_found_by_where_that_begins() -> None:
    for word in (begun + ending for begun in _BEGUN for ending in _ENDINGS):
        (token,) = tokens(word)
        for length in range(1, len(token.spelling) + 1):
            assert spellings_at(f"a {word}", {token.spelling[:length]})[0][-1] == token.spelling, (word, length)


def test_chinese_is_passed_over_where_none_is_wanted() -> None:
    assert spellings_at("港口 to open，秦伟中说", {"open"}) == (["", "open", ""], [(0, 5), (6, 10), (10, 15)])
