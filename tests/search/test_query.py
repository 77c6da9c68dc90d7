"""A reader's text, read into terms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from transcripts.search.query import MAX_LENGTH, MAX_TERMS, Query, Term, parse
from transcripts.search.words.dates import days_of


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
        ("night or NOT", [Term(("night",)), Term(("not",))]),
        ("the night of the ferry", [Term(("night",)), Term(("ferri",))]),
        ("the or", [Term(("the",)), Term(("or",))]),
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


@pytest.mark.parametrize(
    ("text", "rest", "days"),
    [
        ("5 September 2023", [], ("2023-09-05", "2023-09-05")),
        ("5th of Sept. 2023 tolls", ["toll"], ("2023-09-05", "2023-09-05")),
        ("tolls September 5, 2023", ["toll"], ("2023-09-05", "2023-09-05")),
        ("2023-09-05", [], ("2023-09-05", "2023-09-05")),
        ("2023年9月5日港口", ["港口"], ("2023-09-05", "2023-09-05")),
        ("2023年9月", [], ("2023-09-01", "2023-09-30")),
        ("2024年", [], ("2024-01-01", "2024-12-31")),
        ("February 2024", [], ("2024-02-01", "2024-02-29")),
        ("tolls 2024", ["toll"], ("2024-01-01", "2024-12-31")),
        ("2022 to 2024 tolls", ["toll"], ("2022-01-01", "2024-12-31")),
        ("30 February 2024", ["30", "februari", "2024"], None),
        ('"2024"', ["2024"], None),
        ('"in 2024"', ["in"], None),
        ("2024*", ["2024"], None),
        ("2,024", ["2024"], None),
        ("2024-25", ["2024"], None),
        ("2024 OR 2025", ["2024"], None),
        ("1080", ["1080"], None),
        ("F2024", ["f2024"], None),
    ],
)
def test_days_months_and_years_are_read_as_such(text: str, rest: list[str], days: tuple[str, str] | None) -> None:
    query = parse(text)
    assert [group[0].tokens[0] for group in query.wanted] == rest
    assert (tuple(map(str, days_of(query.dates))) if query.dates else None) == days


@settings(max_examples=examples(300))
@given(
    st.text()
    | st.lists(
        st.sampled_from(
            [
                "2024",
                "5 September",
                "年9月",
                "31日",
                " ",
                "-",
                '"',
                "?",
                "what did the",
                "well",
                "being",
                "e-",
                "(",
                ")",
                "OR",
            ]
        )
    ).map("".join)
    | st.lists(st.sampled_from(["what", "2024", "05", "-", "*", "U.S.", "(Laughter.)", "著", "|", "the"])).map(" ".join)
)
def test_any_text_is_read(text: str) -> None:
    query = parse(text)
    assert len(query.variants) == len(query.wanted)
    assert all(at is None or at < len(query.wanted) for _, at in query.typed)
    assert all(each.source in text and each.first <= each.last for each in query.dates)
    assert parse("".join(f'"{each.source}"' for each in query.dates)).dates == ()
    query.phrase()


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
