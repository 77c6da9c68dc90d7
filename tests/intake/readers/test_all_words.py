"""Every word of a Word file and of a web page is in the transcript, in its head or among what is left out."""

from collections import Counter
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.files import make_docx, make_saved_page
from tests.intake.readers.word_files import make_word, paragraph, run, words_of_page, words_of_word
from transcripts.intake import ParsedTranscript, open_source, parse
from transcripts.intake.account import words_of

Draw = st.DrawFn
MANY = settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
LOOKS = (
    "",
    "<w:b/>",
    "<w:strike/>",
    "<w:vanish/>",
    '<w:vanish w:val="0"/>',
    '<w:color w:val="FFFFFF"/>',
    "<w:dstrike/>",
)
STYLED = (
    '<w:rStyle w:val="Hid"/>',
    '<w:rStyle w:val="HidToo"/>',
    '<w:rStyle w:val="Gone"/>',
    '<w:rStyle w:val="None"/>',
)
STYLES = (
    '<w:style w:type="character" w:styleId="Hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="HidToo"><w:name w:val="HidToo"/><w:basedOn w:val="Hid"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
)
PARAGRAPHS = (
    "",
    "",
    '<w:pStyle w:val="Gone"/>',
    '<w:pStyle w:val="TOC1"/>',
    "<w:rPr><w:del/></w:rPr>",
    "<w:rPr><w:vanish/></w:rPr>",
    '<w:framePr w:dropCap="drop"/>',
    '<w:numPr><w:numId w:val="9"/></w:numPr>',
)


def told_words(parsed: ParsedTranscript) -> Counter[str]:
    """The words of the transcript, of its head and of what is left out."""
    told = [f"{turn.label} {turn.text}" for turn in parsed.document.turns]
    told += [exchange.heading for exchange in parsed.document.exchanges]
    told += [one.text for one in (*parsed.head, *parsed.left_out)]
    return Counter(words_of("\n".join(told)))


def differences(data: bytes, name: str, words: list[str]) -> tuple[Counter[str], Counter[str]]:
    """The words of the file that the parse lacks, and those of the parse that the file lacks."""
    told = told_words(parse(open_source(data, name), name=name))
    return Counter(words) - told, told - Counter(words)


def test_every_word_of_the_files_that_offices_have_is_told() -> None:
    nothing: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for form in ({}, {"own_line": True}, {"as_table": True}):
        data = make_docx(**form)  # type: ignore[arg-type]
        assert differences(data, "a.docx", words_of_word(data)) == nothing
    for pager in (False, True):
        page = make_saved_page(pager=pager)
        assert differences(page, "a.html", words_of_page(page.decode())) == nothing


def test_what_stands_behind_a_page_s_body_is_told() -> None:
    for end in ("</body>", "</main></body></html>"):
        page = web_page("", "nav", is_framed=False).replace(end, f"{end}Boats <p>Q: Is it?</p> late")
        assert differences(page.encode(), "a.html", words_of_page(page)) == (Counter(), Counter())


def test_every_word_of_a_long_word_file_is_told() -> None:
    lines = [f"{('Ines Calder', 'Q')[turn % 2]}: Boat {turn} leaves at {turn + 1}." for turn in range(3000)]
    data = make_word("".join(paragraph("".join(run(f"{word} ") for word in line.split())) for line in lines))
    assert differences(data, "a.docx", words_of_word(data)) == (Counter(), Counter())


@st.composite
def word_bodies(draw: Draw) -> tuple[str, dict[str, str]]:
    """The body of a Word file and its other parts: elements of many kinds within each other, every word another."""
    numbers = count()
    notes: list[str] = []
    comments: list[str] = []

    def text() -> str:
        return " ".join(f" wo{next(numbers)}" for _ in range(draw(st.integers(1, 2)))) + " "

    def a_run(kind: str = "t") -> str:
        look = draw(st.sampled_from((*LOOKS, *STYLED)))
        return f'<w:r><w:rPr>{look}</w:rPr><w:{kind} xml:space="preserve">{text()}</w:{kind}></w:r>'

    def box(depth: int) -> str:
        inner = f"<w:txbxContent>{block(depth - 1)}</w:txbxContent>"
        new = f"<w:drawing><a:graphic><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphic></w:drawing>"
        old = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
        return draw(
            st.sampled_from(
                (
                    f"<w:r><mc:AlternateContent><mc:Choice>{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
                    "</mc:AlternateContent></w:r>",
                    f"<w:r>{old}</w:r>",
                    f"<w:r>{new}</w:r>",
                )
            )
        )

    def note(kind: str) -> str:
        store = notes if kind == "footnote" else comments
        store.append(f'<w:{kind} w:id="{len(store) + 2}">{paragraph(run(text()))}</w:{kind}>')
        return f'<w:r><w:{kind}Reference w:id="{len(store) + 1}"/></w:r>'

    def field(depth: int) -> str:
        sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
        code = "<w:r><w:instrText> MERGEFIELD Speaker </w:instrText></w:r>"
        return f"{sign('begin')}{code}{sign('separate')}{inline(depth)}{sign('end')}"

    def inline(depth: int) -> str:
        if depth <= 0:
            return a_run()
        inner = "".join(inline(depth - 1) for _ in range(draw(st.integers(1, 2))))
        kind = draw(st.integers(0, 19))
        made = (
            lambda: inner,
            a_run,
            lambda: f'<w:ins w:id="1">{inner}</w:ins>',
            lambda: f'<w:del w:id="1">{a_run("delText")}</w:del>',
            lambda: f'<w:moveFrom w:id="1">{inner}</w:moveFrom>',
            lambda: f'<w:moveTo w:id="1">{inner}</w:moveTo>',
            lambda: f'<w:hyperlink r:id="none">{inner}</w:hyperlink>',
            lambda: f'<w:fldSimple w:instr=" DATE ">{inner}</w:fldSimple>',
            lambda: f'<w:bdo w:val="rtl">{inner}</w:bdo>',
            lambda: f'<w:dir w:val="ltr">{inner}</w:dir>',
            lambda: f"<w:smartTag>{inner}</w:smartTag>",
            lambda: f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
            lambda: f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
            lambda: f"<w:r><w:ruby><w:rt>{a_run()}</w:rt><w:rubyBase>{a_run()}</w:rubyBase></w:ruby></w:r>",
            lambda: f"<m:oMath><m:r><m:t>{text()}</m:t></m:r></m:oMath>",
            lambda: f"<w:r><w:{draw(st.sampled_from(('tab', 'ptab', 'br', 'cr', 'noBreakHyphen')))}/></w:r>{inner}",
            lambda: box(depth),
            lambda: note("footnote"),
            lambda: note("comment"),
            lambda: field(depth - 1),
        )
        return made[kind]()

    def block(depth: int) -> str:
        kind = draw(st.integers(0, 10)) if depth > 0 else 0
        if kind == 1:
            rows = draw(st.integers(1, 3))
            columns = draw(st.integers(1, 3))
            cells = ["".join(f"<w:tc>{block(depth - 1)}</w:tc>" for _ in range(columns)) for _ in range(rows)]
            gone = draw(st.sampled_from(("", "", "<w:trPr><w:del/></w:trPr>", "<w:trPr><w:hidden/></w:trPr>")))
            return "<w:tbl>" + "".join(f"<w:tr>{gone}{row}</w:tr>" for row in cells) + "</w:tbl>"
        if kind == 2:
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{block(depth - 1)}{block(depth - 1)}</w:sdtContent></w:sdt>"
        if kind == 3:
            return f'<w:customXml w:element="x">{block(depth - 1)}</w:customXml>'
        if kind == 4:
            return f'<w:del w:id="3">{block(depth - 1)}</w:del>'
        properties = draw(st.sampled_from(PARAGRAPHS))
        return paragraph("".join(inline(depth) for _ in range(draw(st.integers(0, 3)))), properties)

    body = "".join(block(3) for _ in range(draw(st.integers(1, 4))))
    parts = {"styles": STYLES, "footnotes": "".join(notes), "comments": "".join(comments)}
    parts |= {name: block(1) for name in draw(st.sets(st.sampled_from(("header1", "footer1"))))}
    return body, parts


@given(word_bodies())
@MANY
def test_every_word_of_any_word_file_is_told(made: tuple[str, dict[str, str]]) -> None:
    body, parts = made
    data = make_word(body, **parts)
    assert differences(data, "a.docx", words_of_word(data)) == (Counter(), Counter())


OUTSIDE = ("nav", "aside", "footer", "header")
BLOCK_TAGS = ("p", "div", "h2", "h3", "ul><li", "blockquote", "table><tr><td", "figure><figcaption", "pre", "section")
INLINE_TAGS = (
    "b", "i", "a", "span", "em", "strong", "u", "small", "mark", "code", "del", "s", "strike", "ins", "q", "sub",
    'span style="display:none"', 'span style="text-decoration:line-through"', 'span class="x1"', 'span class="x2"',
    "span hidden", 'span class="sr-only"', "button", "label", "noscript", "template", "select><option", "textarea",
    "ruby><rt", "svg><title", "svg><text", "object", "iframe", "audio", "cite", "abbr", "time", "font",
)  # fmt: skip
PLAIN_TAGS = ("textarea", "svg><title", "svg><text", "iframe")  # that hold no elements
SHEET = "<style>.x1{display:none}.x2{font-weight:700;text-decoration:line-through}#x3{color:red}</style>"


def within(tag: str, content: str) -> str:
    """Content inside one element, or inside several within each other."""
    names = [one.split()[0] for one in tag.split("><")]
    return f"<{tag}>{content}" + "".join(f"</{name}>" for name in reversed(names))


@st.composite
def page_bodies(draw: Draw) -> str:
    """The body of a page: elements of many kinds within each other, every word another."""
    numbers = count()

    def text() -> str:
        return "".join(f" wo{next(numbers)}" for _ in range(draw(st.integers(1, 3)))) + " "

    def inline(depth: int) -> str:
        if depth <= 0:
            return text()
        inner = inline(depth - 1)
        kind = draw(st.integers(0, 5))
        if kind == 0:
            return f"{inner}<br>{text()}"
        if kind == 1:
            number = next(numbers)
            return f'{inner}<sup><a href="#fn{number}" id="r{number}">[{number}]</a></sup>{text()}'
        tag = draw(st.sampled_from(INLINE_TAGS))
        return f"{text()}{within(tag, text() if tag in PLAIN_TAGS else inner)}{text()}"

    def block(depth: int) -> str:
        kind = draw(st.integers(0, 4)) if depth > 0 else 0
        if kind == 1:
            cells = "".join(f"<td>{block(depth - 1)}</td><td>{inline(1)}</td>" for _ in range(1))
            rows = "".join(f"<tr>{cells}</tr>" for _ in range(1)) + f"<tr><th>{inline(0)}</th><td>{inline(1)}</td></tr>"
            return f"<table><caption>{text()}</caption><tbody>{rows}</tbody></table>"
        if kind == 2:
            return f"<dl><dt>{inline(0)}</dt><dd>{inline(1)}</dd></dl>"
        if kind == 3:
            return within(draw(st.sampled_from(("div", "section", "blockquote"))), block(depth - 1) + block(depth - 1))
        return within(draw(st.sampled_from(BLOCK_TAGS)), inline(2))

    return "".join(block(2) for _ in range(draw(st.integers(1, 5))))


@given(page_bodies(), st.sampled_from(OUTSIDE), st.booleans())
@MANY
def test_every_word_of_any_page_is_told(body: str, outer: str, is_framed: bool) -> None:
    page = web_page(body, outer, is_framed=is_framed)
    assert differences(page.encode(), "a.html", words_of_page(page)) == (Counter(), Counter())


def web_page(body: str, outer: str, *, is_framed: bool) -> str:
    """A page with a few turns around the body, and with a site's frame."""
    frame = f"<{outer}><ul><li><a href='/'>Home</a><li><a href='/news'>News</a></ul><p>Desk one two.</p></{outer}>"
    said = (
        "<p><b>Ines Calder:</b> The boats run all night long, as ever.</p><p><b>Q:</b> Is that so, in all weathers?</p>"
    )
    return (
        f"<!doctype html><html><head><title>Boats</title>{SHEET}</head><body>{frame if is_framed else ''}"
        f"<main><h1>Press briefing on the boats</h1><p>12 March 2024</p>{said}{body}{said}</main></body></html>"
    )
