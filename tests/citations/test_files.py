"""Each file's bytes, kept in `tests/golden/`; `pytest --regenerate-golden tests/citations` writes them again."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from transcripts.citations import FORMATS, Author, Work, in_styles
from transcripts.citations.capitals import capitalize_title

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
ENGLISH = Work(
    key="turn7abcdefgh",
    title="Fares & fees: 50% off?",
    container="Night ferries and the winter timetable",
    series="Ministry of Ports briefings",
    day=date(2024, 3, 12),
    people=(Author("Ines Calder", "Calder"), Author("Lin Haiyue", "Lin"), Author("Radio Estuary")),
    publisher="Harbour Press Room",
    venue="Press hall, Northbank",
    url="https://press.example.org/turns/turn7abcdefgh/",
    language="en",
    kind="Press conference transcript",
    record_status="Checked transcript",
    read=date(2026, 11, 29),
    details=("paragraph 2", "corrected 5 May 2024"),
)
CHINESE = Work(
    key="2024-03-12-夜航轮渡",
    title="夜航轮渡与冬季时刻表",
    day=date(2024, 3, 12),
    publisher="港湾新闻发布厅",
    url="https://press.example.org/zh-hans/conferences/2024-03-12-%E5%A4%9C/",
    language="zh-hans",
    kind="新闻发布会实录",
    record_status="初稿",
    read=date(2026, 11, 29),
    details=("2024年5月5日更正",),
)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(("name", "work"), [("turn", ENGLISH), ("conference-zh", CHINESE)])
def test_the_bytes_are_those_that_were_agreed(name: str, work: Work, suffix: str, pytestconfig: pytest.Config) -> None:
    path, made = GOLDEN / f"cite-{name}.{suffix}", FORMATS[suffix].render(work).encode()
    if pytestconfig.getoption("--regenerate-golden"):
        path.write_bytes(made)
    assert made == path.read_bytes()


def test_the_styles_are_those_that_were_agreed(pytestconfig: pytest.Config) -> None:
    made = "".join(f"{each.name}: {each.text}\n" for work in (ENGLISH, CHINESE) for each in in_styles(work))
    path = GOLDEN / "cite-styles.txt"
    if pytestconfig.getoption("--regenerate-golden"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_every_style_names_the_office_or_the_speaker_the_title_the_year_and_the_address() -> None:
    for work in (ENGLISH, CHINESE):
        for each in in_styles(work):
            assert "2024" in each.text, each
            assert work.url in each.text, each
            assert work.title.casefold() in each.text.casefold(), each
            assert (work.people[0].family_name if work.people else work.publisher).casefold() in each.text.casefold(), (
                each
            )


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1))
def test_no_title_breaks_out_of_its_field(title: str) -> None:
    work = replace(ENGLISH, title=title, people=(Author(title),), container=title)
    bibtex = FORMATS["bib"].render(work)
    depth = 0
    for char in bibtex:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0
    assert len(bibtex.splitlines()) == 2 + sum(line.startswith("  ") for line in bibtex.split("\n"))
    lines = FORMATS["ris"].render(work).split("\r\n")
    assert all(line[2:6] == "  - " for line in lines if line)
    assert json.loads(FORMATS["json"].render(work))[0]["title"] == title


@pytest.mark.parametrize("title", ["“", "\"quoted\" and 'again'", "<i>a</i> <b", "a:", "{x}", "?", "&amp;", "—", "’"])
def test_the_styles_bear_any_title(title: str) -> None:
    assert all(each.text for each in in_styles(replace(ENGLISH, title=title)))


def parts_of(ris: str) -> dict[str, Any]:
    """Return what another reader of the format makes of a record."""
    [record] = rispy.loads(ris)
    return dict(record)


def test_another_reader_reads_the_record_of_a_talk() -> None:
    record = parts_of(FORMATS["ris"].render(ENGLISH))
    assert rispy.TYPE_OF_REFERENCE_MAPPING[record["type_of_reference"]] == "Slide"
    assert record["authors"] == ["Calder, Ines", "Lin, Haiyue", "Radio Estuary"]
    assert (record["title"], record["secondary_title"]) == (ENGLISH.title, ENGLISH.container)
    assert (record["tertiary_title"], record["place_published"]) == (ENGLISH.series, ENGLISH.venue)
    assert (record["date"], record["access_date"]) == ("2024/03/12/", "2026/11/29/")
    assert record["urls"] == [ENGLISH.url]
    assert record["notes"] == ["Checked transcript; paragraph 2; corrected 5 May 2024"]


def test_every_file_names_the_version_that_is_cited() -> None:
    third = replace(ENGLISH, version=3)
    assert parts_of(FORMATS["ris"].render(third))["edition"] == "3"
    assert json.loads(FORMATS["json"].render(third))[0]["version"] == "3"
    assert "  version   = {3}," in FORMATS["bib"].render(third)


def test_names_are_in_parts_only_where_an_editor_said_how() -> None:
    for author, parts in (
        (Author("Ines Calder"), None),
        (Author("Dr Calder", "Calder"), ("Calder", "Dr")),
        (Author("Joram Kest", "Calder"), None),  # printed otherwise that day
        (Author("林海月", "林"), None),
        (Author("Sukarno", "Sukarno"), None),
        (Author("Ludwig van der Berg", "van der Berg"), ("van der Berg", "Ludwig")),
    ):
        assert author.parts == parts, author


def test_an_english_source_ends_its_list_of_people_in_english() -> None:
    many = tuple(Author(f"{given} Calder", "Calder") for given in ("Ines", "Bo", "Ada", "Colm", "Emil"))
    texts = {each.name: each.text for each in in_styles(replace(ENGLISH, people=many))}
    assert "et al" in texts["GB/T 7714"]
    assert not [name for name, text in texts.items() if "等" in text]
    chinese = tuple(map(Author, ("林海月", "秦伟中", "韩梅", "王清", "李静")))
    [standard] = [each.text for each in in_styles(replace(CHINESE, people=chinese)) if each.name == "GB/T 7714"]
    assert "等" in standard
    french = replace(ENGLISH, people=many, language="fr")
    assert not [each for each in in_styles(french) if "等" in each.text]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("the last boat leaves at 5 p.m.", "The Last Boat Leaves at 5 p.m."),
        ("Is it 5 p.m. in the U.S. or at the iPhone shop?", "Is It 5 p.m. in the U.S. or at the iPhone Shop?"),
        ("why boats wait: the tide", "Why Boats Wait: The Tide"),
        ("“last boat” and e-mail from www.example.org", "“Last Boat” and E-mail from www.example.org"),
        ("what it is for", "What It Is For"),
        ("école and état", "École and État"),
        ("No. 5 of the 3rd pier", "No. 5 of the 3rd Pier"),
        ("", ""),
    ],
)
def test_titles_have_the_capitals_of_their_style_and_no_others(title: str, expected: str) -> None:
    assert capitalize_title(title, "en") == expected
    assert capitalize_title(title, "fr") == title


@given(st.text(alphabet="aB.5’'- :“”é船\n"))
def test_capitals_change_nothing_else(title: str) -> None:
    made = capitalize_title(title, "en")
    assert made.casefold() == title.casefold()
    assert all(new == old or new.isupper() for new, old in zip(made, title, strict=True))


def test_titles_in_the_marks_of_a_style_have_inner_marks() -> None:
    texts = {each.name: each.text for each in in_styles(replace(ENGLISH, title="The “last boat” at 5 p.m."))}
    assert "“The ‘Last Boat’ at 5 p.m.”" in texts["Chicago"]
    assert "“The ‘Last Boat’ at 5 p.m.”" in texts["MLA"]
    assert "The “last boat” at 5 p.m." in texts["APA"]


def test_two_conferences_of_a_day_have_keys_of_their_own() -> None:
    keys = [
        FORMATS["bib"].render(replace(CHINESE, key=key)).partition("{")[2].partition(",")[0]
        for key in ("2024-03-12-夜航轮渡", "2024-03-12-北港规划", "2024-03-12-night-ferries")
    ]
    assert len(set(keys)) == 3
    assert all(key.isascii() for key in keys)
    assert keys[2] == "2024-03-12-night-ferries"


def test_every_style_names_the_day_it_was_read_and_what_was_corrected() -> None:
    for each in in_styles(ENGLISH):
        assert any(
            day in each.text for day in ("November 29, 2026", "29 Nov. 2026", "29 November 2026", "[2026-11-29]")
        ), each
        assert "paragraph 2, corrected 5 May 2024" in each.text, each
