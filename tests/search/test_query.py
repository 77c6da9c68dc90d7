"""A reader's text, read into terms."""

import pytest

from transcripts.search.query import MAX_LENGTH, MAX_TERMS, Query, Term, parse


def excluded(*tokens: str) -> Term:
    return Term(tokens)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("night ferries", [Term(("night",)), Term(("ferri",))]),
        ('"night ferries"', [Term(("night", "ferri"))]),
        ("“night ferries”", [Term(("night", "ferri"))]),
        ("COVID-19", [Term(("covid", "19"))]),
        ("night,ferries;night", [Term(("night",)), Term(("ferri",))]),
        ("harb*", [Term(("harb",), is_prefix=True)]),
        ('"night harb*"', [Term(("night", "harb"), is_prefix=True)]),
        ("policy*", [Term(("policy",), is_prefix=True, also=("polici",))]),
        ("深", [Term(("深",), is_prefix=True)]),
        ("深圳", [Term(("深圳",))]),
        ("深圳港", [Term(("深圳", "圳港"))]),
        ("深圳*", [Term(("深圳",))]),
        ("深圳5G", [Term(("深圳", "圳", "5g"))]),
        ("5G网", [Term(("5g", "网"), is_prefix=True)]),
        ("深圳，港口", [Term(("深圳",)), Term(("港口",))]),
        ('"深圳 港"', [Term(("深圳", "圳", "港"), is_prefix=True)]),
        ("night or NOT", [Term(("night",)), Term(("or",)), Term(("not",))]),
        ("OR night OR", [Term(("night",))]),
        ("body:night", [Term(("bodi",)), Term(("night",))]),
        ('night "', [Term(("night",))]),
        ('night "" ferry', [Term(("night",)), Term(("ferri",))]),
    ],
)
def test_a_query_wants_these_terms(text: str, wanted: list[Term]) -> None:
    assert parse(text) == Query(wanted=tuple((term,) for term in wanted))


def test_a_minus_before_a_word_or_phrase_excludes_it() -> None:
    assert parse('boats -night -"last ferry"') == Query(
        ((Term(("boat",)),),), (excluded("night"), excluded("last", "ferri"))
    )


@pytest.mark.parametrize(
    "text", ["boat OR night ferry", "boat|night ferry", "boat | night OR OR ferry", "boat｜night ferry"]
)
def test_or_joins_what_stands_on_its_two_sides(text: str) -> None:
    boat, night, ferry = Term(("boat",)), Term(("night",)), Term(("ferri",))
    joined = (boat, night, ferry) if text.count("OR") > 1 else (boat, night)
    assert parse(text).wanted == ((joined,) if len(joined) == 3 else (joined, (ferry,)))


def test_a_minus_elsewhere_excludes_nothing() -> None:
    assert parse("boats - night part-time").excluded == ()


@pytest.mark.parametrize(
    "text", ["", " ", "!!!", '"', '""', "*", "-", "-night", '-"night ferry" -boat', "\x00", "☂", "-*"]
)
def test_a_query_without_wanted_terms_is_empty(text: str) -> None:
    assert not parse(text)


def test_a_long_query_is_cut() -> None:
    assert parse("a" * (MAX_LENGTH - 2) + " b c") == parse("a" * (MAX_LENGTH - 2) + " b")
    assert len(parse(" ".join(f"a{number}" for number in range(40))).wanted) == MAX_TERMS
