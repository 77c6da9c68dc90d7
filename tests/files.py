"""Files as editors have them, made in code: Word files and saved web pages of offices that do not exist."""

from collections.abc import Sequence
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx

TITLE = "Ministry of Ports briefing on the winter plan for the Northbank ferries"
SOURCE = "Ports.example.org | March 14, 2024"
PEOPLE = (
    ("Mr. Tomas Reyl", "director of the Office of River Crossings"),
    ("Ms. Ines Calder", "deputy mayor of Northbank"),
)
# Labels and what is said under them; a paragraph may hold line ends.
TURNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Tomas Reyl", ("Good afternoon, and thank you for coming.", "The winter plan matters to everybody in the town.")),
    ("Northbank Daily", ("When does the last boat leave in winter, and who pays for it? Thank you.",)),
    ("Ines Calder", ("Let me take this question.\nIt leaves at one o’clock.", "The town pays, as it did last year.")),
    ("NBTV", ("Could you tell us how many piers are open on holidays?",)),
    ("Tomas Reyl", ("All nine of them are open.", "Nobody shall wait on a dark quay.")),
)


def make_docx(
    turns: Sequence[tuple[str, Sequence[str]]] = TURNS,
    *,
    title: str = TITLE,
    lines: Sequence[str] = (SOURCE,),
    people: Sequence[tuple[str, str]] = PEOPLE,
    as_table: bool = False,
    own_line: bool = False,
) -> bytes:
    """A Word file: the title in “Heading 1”, `lines` below it, a table of people, and turns under bold labels.

    With `own_line` a label has a paragraph of its own; with `as_table` the turns are rows of labels and words.
    """
    document = docx.Document()
    document.add_heading(title, level=1)
    for line in lines:
        document.add_paragraph(line)
    if people:
        _add_table(document, [("Name", "Position"), *people])
    if as_table:
        _add_table(document, [(label, "\n".join(words)) for label, words in turns])
    for label, words in () if as_table else turns:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}:").bold = True
        first, *others = words
        if own_line:
            others = [*words]
        else:
            paragraph.add_run(f" {first}")
        for other in others:
            document.add_paragraph(other)
    return to_bytes(document)


def to_bytes(document: "docx.document.Document") -> bytes:
    """What Word would save of a document."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_table(document: "docx.document.Document", rows: Sequence[tuple[str, str]]) -> None:
    table = document.add_table(rows=len(rows), cols=2)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *others = text.split("\n")
            cell.text = first
            for other in others:
                cell.add_paragraph(other)


def with_part(data: bytes, path: str, part: bytes) -> bytes:
    """A Word file in which one part is another."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != path:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(path, part)
    return file.getvalue()


def part_of(data: bytes, path: str) -> bytes:
    """One part of a Word file."""
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(path)


_MENU = """<header><a href="/">Ministry of Ports</a><nav><ul><li><a href="/">Home</a></li>
<li><a href="/news">News</a></li><li><a href="/fares">Fares</a></li><li><a href="/contact">Contact</a></li></ul></nav>
<form action="/find"><label>Find: <input name="q"></label><button>Go</button></form></header>
<div id="consent"><p>We use cookies to remember what you like. By going on you agree to all of them: read more.</p>
<button>Agree</button></div>"""
_SIDEBAR = """<div class="side"><h3>Most read</h3><ul><li><a href="/1">Southbank bridge is closed until spring</a></li>
<li><a href="/2">Minister opens the ninth pier</a></li><li><a href="/3">Fares: what changes in January</a></li></ul>
<p>Desk: desk@ports.example.org</p></div>"""
_FOOTER = """<footer><p>Ministry of Ports, 1 Quay Street, Northbank. Hotline: 555 0100.</p>
<ul><li><a href="/law">Legal</a></li><li><a href="/map">Site map</a></li></ul></footer>"""
_PAGER = """<div class="pages"><a href="?p=1">&lt;</a> <a href="?p=1">1</a> <span>2</span> <a href="?p=3">3</a>
<a href="?p=3">&gt;</a></div>"""


def make_saved_page(
    turns: Sequence[tuple[str, Sequence[str]]] = TURNS,
    *,
    title: str = TITLE,
    meta: str = SOURCE,
    people: Sequence[tuple[str, str]] = PEOPLE,
    pager: bool = False,
    address: str = "https://ports.example.org/briefings/winter.html",
    head: str = '<meta charset="utf-8">',
    language: str = "en",
    encoding: str = "utf-8",
) -> bytes:
    """A saved page: menu, cookie notice, sidebar, script, bold labels, footer; with `pager` it is page 2 of 3."""
    said = "\n".join(
        f"<p><strong>{escape(label)}:</strong></p>\n"
        + "\n".join("<p>{}</p>".format(escape(text).replace("\n", "<br>")) for text in words)
        for label, words in turns
    )
    listed = "".join(f"<p>{escape(name)}, {escape(role)}</p>" for name, role in people)
    page = f"""<!DOCTYPE html>
<!-- saved from url=(00{len(address)}){address} -->
<html lang="{language}"><head>{head}<title>{escape(title)} | Ministry of Ports</title>
<script>var label = "Script: never read this, please.";</script><style>p {{ margin: 0 }}</style></head>
<body>{_MENU}<div class="wrap"><div class="trail"><a href="/">Home</a> &gt; <a href="/t">Transcripts</a> &gt;
<a href="/t/ports">Briefings of the Ministry</a></div>
<h1>{escape(title)}</h1><div class="meta">{escape(meta)}</div>
<div class="share"><a href="https://a.example">Post</a> <a href="https://b.example">Send</a></div>
<div class="columns">{_SIDEBAR}<div class="text">{listed}{said}</div></div>{_PAGER if pager else ""}</div>
{_FOOTER}</body></html>"""
    return page.encode(encoding)
