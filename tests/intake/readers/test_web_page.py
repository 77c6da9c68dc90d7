"""Saved web pages: the transcript is found, and what the page says of itself is kept."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.files import PEOPLE, TITLE, TURNS, make_saved_page
from tests.intake import pages
from transcripts.intake import IntakeError, ParsedTranscript, Source, open_source, parse

URL = "https://ports.example.org/briefings/winter.html"
CHINESE_TURNS = (
    ("主持人", ("各位下午好，欢迎来到港口部的发布会。",)),
    ("北岸日报记者", ("请问冬季的渡轮什么时候停航？谁来付钱？",)),
    ("林若", ("谢谢你的提问。这个问题我来回答。", "我们去年重修了九个码头，冬天不会涨价。")),
)
SAID = (
    "<p><b>NBTV:</b> When does the last boat leave?</p><p><b>Ines Calder:</b> At one o’clock, as it did last year.</p>"
)


def page(body: str, head: str = "") -> Source:
    return open_source(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "ferries.html")


def written(source: Source) -> list[str]:
    return [line.text for line in source.lines if line.text]


def turns_of(parsed: ParsedTranscript) -> list[tuple[str, tuple[str, ...]]]:
    return [(turn.label, turn.paragraphs) for turn in parsed.document.turns]


def test_the_transcript_is_found_among_menus_notices_and_sidebars() -> None:
    parsed = parse(open_source(make_saved_page(pager=True), "ferries.html"), name="ferries.html")
    document = parsed.document
    assert (document.title, document.source, document.posted_on) == (TITLE, "Ports.example.org", date(2024, 3, 14))
    assert (parsed.page, document.pages, document.source_url) == (2, 3, URL)
    assert parsed.breadcrumb == ("Home", "Transcripts", "Briefings of the Ministry")
    assert [person.role for person in document.people] == [role for _, role in PEOPLE]
    assert [label for label, _ in turns_of(parsed)] == [label for label, _ in TURNS]
    assert turns_of(parsed)[2][1] == ("Let me take this question.", "It leaves at one o’clock.", TURNS[2][1][1])
    assert parsed.warnings == ()


def test_bold_type_headings_and_line_ends_are_clues() -> None:
    source = page(f"<h2>Ferries</h2><p><span style='font-weight: 700'>NBTV</span><b>:</b> When?<br>Why?</p>{SAID}")
    first, _, second, third, *_ = source.lines
    assert (first.text, first.heading) == ("Ferries", 2)
    assert (second.text, second.bold, third.text) == ("NBTV: When?", 5, "Why?")


def test_what_is_hidden_is_not_read() -> None:
    source = page(f"{SAID}<p style='display: none'>Hidden.</p><p hidden>Hidden, too.</p><template>Third</template>")
    assert len(written(source)) == 2


@pytest.mark.parametrize(
    "shape",
    [
        "<main>{head}<article>{said}</article></main><aside>{side}</aside>",
        "<div>{head}</div><div><div>{side}</div><div>{said}</div><div>{side}</div></div>",
        "<table><tr><td colspan=2>{side}</td></tr><tr><td>{side}</td><td>{head}{said}</td></tr></table>",
        "<form action=/><input type=hidden name=state value=1><div>{head}{said}</div><div>{side}</div></form>",
        "<div>{head}{said}<div><p>{side}</b></font></td>",
        "<section>{head}</section><section>{said}</section><section><h2>Related stories</h2>{cards}</section>",
    ],
)
def test_the_transcript_is_found_in_pages_of_many_shapes(shape: str) -> None:
    links = "".join(f"<li><a href=/{n}>Minister opens pier {n}</a></li>" for n in "123")
    side = f"<h3>Latest</h3><ul>{links}</ul>"
    told = "of the town will open on Monday, officials said."
    cards = "".join(f"<div><h3><a href=/{n}>Pier {n} opens</a></h3><p>Pier {n} {told}</p></div>" for n in "123")
    said = "".join(f"<p><b>{label}:</b> {' '.join(words)}</p>" for label, words in TURNS)
    source = page(shape.format(head=f"<h1>{TITLE}</h1><p>March 14, 2024</p>", said=said, side=side, cards=cards))
    assert written(source) == [
        TITLE,
        "March 14, 2024",
        *(f"{label}: {' '.join(words).replace(chr(10), ' ')}" for label, words in TURNS),
    ]


def test_a_transcript_in_a_table_or_a_list_of_terms_keeps_its_cells() -> None:
    rows = "".join(f"<tr><td>{label}</td><td>{'<br>'.join(words)}</td></tr>" for label, words in TURNS)
    terms = "".join(f"<dt>{label}</dt><dd>{'<br>'.join(words)}</dd>" for label, words in TURNS)
    for body in (f"<h1>{TITLE}</h1><table>{rows}</table>", f"<h1>{TITLE}</h1><dl>{terms}</dl>"):
        source = page(body)
        assert {line.cell for line in source.lines if line.text} == {0, 1, 2}
        assert [label for label, _ in turns_of(parse(source))] == [label for label, _ in TURNS]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=gb2312>", "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030"),
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset=gb2312>", "utf-8"),
        ("", "gb18030"),
        ("", "utf-16"),
        ("<meta charset=nonsense>", "utf-8"),
        ("<meta charset=iso-8859-1>", "utf-8"),
    ],
)
def test_a_page_is_read_in_its_encoding(head: str, encoding: str) -> None:
    data = make_saved_page(
        CHINESE_TURNS, title="港口部举行冬季渡轮发布会", meta="2024年3月14日", people=(), head=head, encoding=encoding
    )
    parsed = parse(open_source(data, "ferries.html"))
    assert turns_of(parsed) == list(CHINESE_TURNS)
    assert parsed.document.language == "zh-hans"


def test_a_broken_character_is_told_and_costs_nothing_else() -> None:
    data = make_saved_page().replace("o’clock".encode(), b"o\xffclock")
    source = open_source(data, "ferries.html")
    assert source.warnings == ("One character in the file is damaged and could not be read: look for \ufffd.",)
    assert "It leaves at one o\ufffdclock." in written(source)


def test_what_a_page_says_of_itself_stands_in_for_what_its_words_do_not() -> None:
    head = """<title>Night ferries | Ministry of Ports</title><link rel="canonical" href="https://ports.example.org/n/7">
      <meta property="article:published_time" content="2024-03-14T09:00:00Z">"""
    parsed = parse(page(f"<p>{SAID}</p>", head))
    document = parsed.document
    assert (document.title, document.posted_on) == ("Night ferries", date(2024, 3, 14))
    assert document.source_url == "https://ports.example.org/n/7"
    assert [warning.message for warning in parsed.warnings][:2] == [
        "The title was taken from the page's metadata; no line of the text could be the title.",
        "The posting date was taken from the page's metadata, not from the text.",
    ]


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="/n/7">', ""),
        ('<link rel="canonical" href="https://ports.example.org/">', ""),
        ('<meta property="og:url" content="https://ports.example.org/n/8">', "https://ports.example.org/n/8"),
        ('<link rel="canonical" href="javascript:alert(1)">', ""),
    ],
)
def test_an_address_is_that_of_a_page_on_the_web(head: str, url: str) -> None:
    assert page(SAID, head).url == url


@pytest.mark.parametrize(("stated", "read"), [("en-GB", "en"), ("fr", "fr"), ("zh-CN", ""), ("<b>", "")])
def test_a_page_s_language_is_believed_unless_its_letters_speak_against_it(stated: str, read: str) -> None:
    data = make_saved_page().replace(b'lang="en"', f"lang='{stated}'".encode())
    assert open_source(data, "ferries.html").language == read


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html><body></body></html>", "ferries.html is empty: there is no text on the page."),
        (b"<!-- nothing -->", "ferries.html is empty: there is no text on the page."),
        (b"<div>" * 9000, "ferries.html cannot be read: its elements are nested too deeply."),
        (b"<i></i>" * 250_001, "ferries.html is too large: it has too many elements."),
        (
            bytes(range(256)) * 9,
            "ferries.html is not text in a known encoding: save it as ",
        ),
    ],
)
def test_it_refuses_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(IntakeError) as refused:
        open_source(data, "ferries.html")
    assert str(refused.value).startswith(sentence)


def test_entities_and_pictures_within_the_page_cost_nothing() -> None:
    laughs = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    picture = f'<img src="data:image/png;base64,{"A" * 3_000_000}">'
    source = open_source(f"{laughs}<p>&b;&c;{picture}</p>{SAID}".encode(), "ferries.html")
    assert "root:" not in source.text
    assert len(source.text) < 300


def test_a_page_of_many_turns_is_read_whole() -> None:
    said = "".join(f"<div><div><p><b>{label}:</b> {words[0]}</p></div></div>" for label, words in TURNS * 1000)
    assert len(written(page(f"<h1>{TITLE}</h1>{said}"))) == 5001


_TAGS = """<p> </p> <div> </div> <table> <tr> <td> </td> </table> <b> </b> <br> <a> </a> <li> <ul> </ul> <h1> </h1> <dl>
<dt> <dd> <pre> </pre> <nav> </nav> <main> <article> <!-- --> <script> </script> & &amp; &#0; < > <p/style= <![CDATA[
]]> <?x <svg> </svg> <template> <select> <span/style='font-weight:bold'>"""
TAGS = st.sampled_from(_TAGS.split())
WORDS = st.sampled_from([line for line in pages.FIRST_PAGE.split("\n") if line] + ["\u00a0", "\u3000记者：", "1 2 3"])


@given(st.lists(st.one_of(TAGS, WORDS), max_size=60).map("".join))
@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
def test_any_markup_is_read_or_refused(markup: str) -> None:
    try:
        source = open_source(markup.encode(), "ferries.html")
    except IntakeError:
        return
    assert [line.number for line in source.lines] == list(range(1, len(source.lines) + 1))
    assert all(0 <= line.bold <= len(line.text) and "\n" not in line.text for line in source.lines)
