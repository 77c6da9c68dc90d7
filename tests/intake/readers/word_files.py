"""Word files of the tests' own making, and their words as an independent reading of their XML finds them."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree as Tree
from zipfile import ZIP_DEFLATED, ZipFile

from transcripts.intake.account import words_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
OPENING = ("Press briefing on the night ferries", "12 March 2024", "Ines Calder: Good morning.", "Q: Is that so?")
CLOSING = ("Ines Calder: It is so.", "Q: Thank you.")


def run(text: str, properties: str = "") -> str:
    """A run of plain text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def make_word(body: str, *, framed: bool = True, **parts: str) -> bytes:
    """A Word file; `parts` are by name what stands inside styles, numbering, footnotes, comments, header1, or a file.

    With `framed`, a few turns stand around the body, so that it is a transcript.
    """
    before = "".join(paragraph(run(line)) for line in OPENING) if framed else ""
    after = "".join(paragraph(run(line)) for line in CLOSING) if framed else ""
    document = f"<w:document {SPACES}><w:body>{before}{body}{after}<w:sectPr/></w:body></w:document>"
    roots = {"header1": "hdr", "footer1": "ftr"}
    files = {"word/document.xml": document}
    relations = ""
    for name, content in parts.items():
        kind = name.rstrip("0123456789")
        root = roots.get(name, name)
        if kind == "chunk":
            files["word/chunk.html"] = content
            relations += f'<Relationship Id="chunk" Type="{_OFFICE}/aFChunk" Target="chunk.html"/>'
            continue
        files[f"word/{name}.xml"] = f"<w:{root} {SPACES}>{content}</w:{root}>"
        relations += f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
    files["word/_rels/document.xml.rels"] = _related(relations)
    files["_rels/.rels"] = _related(
        f'<Relationship Id="d" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    )
    kinds = {"header1": "header", "footer1": "footer", "document": "document.main"}
    overrides = "".join(
        f'<Override PartName="/{path}" ContentType="{_TYPE}{kinds.get(name, name)}+xml"/>'
        for path in files
        if path.endswith(".xml") and (name := path[len("word/") : -len(".xml")])
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    defaults = "".join(
        f'<Default Extension="{end}" ContentType="{kind}"/>'
        for end, kind in (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("html", "text/html"))
    )
    files["[Content_Types].xml"] = f'<Types xmlns="{space}">{defaults}{overrides}</Types>'
    return zipped(files)


def _related(relations: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{relations}</Relationships>'


def zipped(files: Mapping[str, str]) -> bytes:
    """The files as one archive."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return packed.getvalue()


_READ = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_TEXTS = ("t", "delText")
_PARTING = ("tab", "ptab", "br", "cr", "noBreakHyphen", "p", "tc", "txbxContent", "rt", "rubyBase")


def words_of_word(data: bytes) -> list[str]:
    """All words of a Word file: the character data of its document, headers, footers, notes, comments and boxes."""
    found: list[str] = []
    with ZipFile(BytesIO(data)) as archive:
        for path in archive.namelist():
            if _READ.fullmatch(path):
                found += words_of("".join(_texts(Tree.fromstring(archive.read(path)))))  # noqa: S314  (of our own making)
            elif path.endswith(".html"):
                found += words_of_page(archive.read(path).decode())
    return found


def _texts(element: Tree.Element) -> Iterator[str]:
    """Yield the texts inside an element; of several forms of the same content, the first."""
    name = element.tag.rpartition("}")[2]
    if name in _PARTING:
        yield " "
    if name in _TEXTS:
        yield element.text or ""
    children = list(element)
    if name == "AlternateContent":
        children = children[:1]
    for child in children:
        yield from _texts(child)
    if name in _PARTING:
        yield " "


_INLINE = frozenset(
    "a abbr b bdo bdi cite code del em font i ins mark q s small span strike strong sub sup u wbr".split()  # noqa: SIM905
)


class _Page(HTMLParser):
    """The text nodes of a page but those of scripts and styles, parted by all that is not within a line."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipped += tag in ("script", "style")
        self.texts.append("" if tag in _INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag in ("script", "style") and self.skipped > 0
        self.texts.append("" if tag in _INLINE else " ")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.texts.append(data)


def words_of_page(page: str) -> list[str]:
    """All words of a web page."""
    reader = _Page()
    reader.feed(page)
    reader.close()
    return words_of("".join(reader.texts).replace("\u00ad", ""))
