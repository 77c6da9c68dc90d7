"""Each file's bytes, kept in `tests/golden/`; `pytest --regenerate-golden tests/citations` writes them anew."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.citations import FORMATS, Work, in_styles

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
ENGLISH = Work(
    key="turn7abcdefgh",
    title="Fares & fees: 50% off?",
    container="Night ferries and the winter timetable",
    series="Ministry of Ports briefings",
    day=date(2024, 3, 12),
    people=("Ines Calder", "Lin Haiyue"),
    publisher="Harbour Press Room",
    venue="Press hall, Northbank",
    url="https://press.example.org/turns/turn7abcdefgh/",
    language="en",
    kind="Press conference transcript",
    standing="Checked transcript",
)
CHINESE = Work(
    key="2024-03-12-夜航轮渡",
    title="夜航轮渡与冬季时刻表",
    day=date(2024, 3, 12),
    publisher="港湾新闻发布厅",
    url="https://press.example.org/zh-hans/conferences/2024-03-12-%E5%A4%9C/",
    language="zh-hans",
    kind="新闻发布会实录",
    standing="初稿",
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
            assert (*work.people, work.publisher)[0].casefold() in each.text.casefold(), each


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1))
def test_no_title_breaks_out_of_its_field(title: str) -> None:
    work = replace(ENGLISH, title=title, people=(title,), container=title)
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
