"""A transcript as a Word file, in named styles that an office can change."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

from transcripts.document import Kind, TranscriptDocument
from transcripts.exports.front_matter import FrontMatter, front_matter
from transcripts.presentation import ExchangeView, Imprint, TurnView
from transcripts.text import language_tag

LATIN, EAST_ASIAN = "Georgia", "SimSun"
FACT, TURN, NOTE, TOPICS, CLOSING, SPEAKER, LINK = (
    "Transcript Fact",
    "Transcript Turn",
    "Transcript Note",
    "Transcript Topics",
    "Transcript Closing",
    "Speaker Label",
    "Hyperlink",
)
_MOMENT = (1980, 1, 1, 0, 0, 0)


def render_word(document: TranscriptDocument, imprint: Imprint) -> bytes:
    """Return the transcript as an Office Open XML document (ECMA-376). The same input gives the same bytes."""
    view, front = imprint.view(document), front_matter(document, imprint)
    word = Document()
    _set_styles(word, language_tag(document.language))
    when = (imprint.made_at or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
    properties = word.core_properties
    properties.title, properties.author, properties.comments = view.title[:255], imprint.publisher[:255], ""
    properties.last_modified_by, properties.language = imprint.publisher[:255], language_tag(document.language)
    properties.created = properties.modified = when.replace(microsecond=0)
    word.add_paragraph(view.title or "–", style="Title")
    _front(word, front, view.summary)
    for exchange in view.exchanges:
        _exchange(word, exchange, front.colon)
    if front.corrections:
        word.add_paragraph(front.corrections_title, style="Heading 2")
        for line in front.corrections:
            word.add_paragraph(line, style=CLOSING)
    for line in front.closing:
        word.add_paragraph(line, style=CLOSING)
    _footer(word, front, imprint)
    target = BytesIO()
    word.save(target)
    return _dated(target.getvalue())


def _set_styles(word: WordDocument, language: str) -> None:
    """Make the document's styles. Both typefaces are named, since Word takes the theme's for Han characters."""
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for fonts in word.styles.element.iter(qn("w:rFonts")):
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name, face in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", EAST_ASIAN)):
            fonts.set(qn(f"w:{name}"), face)
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), "en-GB" if language.startswith(("zh", "ja", "ko")) else language)
    tag.set(qn("w:eastAsia"), language if language.startswith(("zh", "ja", "ko")) else "zh-CN")
    defaults.append(tag)
    normal = word.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)  # noqa: S101  (the template's own)
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 20), ("Heading 1", 15), ("Heading 2", 13)):
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)  # noqa: S101
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    for name in (FACT, TURN, NOTE, TOPICS, CLOSING):
        style = _added(word, name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)  # noqa: S101
        style.base_style = normal
        style.font.italic = True if name == NOTE else None
        if name in (FACT, TOPICS, CLOSING):
            style.font.size = Pt(9.5)
            style.paragraph_format.space_after = Pt(2)
    _added(word, SPEAKER, WD_STYLE_TYPE.CHARACTER).font.bold = True
    link = _added(word, LINK, WD_STYLE_TYPE.CHARACTER).font
    link.underline, link.color.rgb = True, RGBColor(0x1F, 0x4E, 0x79)


def _added(word: WordDocument, name: str, kind: WD_STYLE_TYPE) -> CharacterStyle:
    """Return a new style, as Word shows it among its quick styles. Its id has no blanks."""
    style = word.styles.add_style(name, kind)
    assert isinstance(style, CharacterStyle)  # noqa: S101  (paragraph styles are, too)
    style.quick_style = True
    return style


def _front(word: WordDocument, front: FrontMatter, summary: str) -> None:
    """Write facts, summary and participants."""
    for label, value in front.facts:
        paragraph = word.add_paragraph(style=FACT)
        paragraph.add_run(label + front.colon, style=SPEAKER)
        _write(paragraph, value)
    for text in summary.split("\n\n"):
        if text:
            word.add_paragraph(text, style="Normal")
    if front.people:
        word.add_paragraph(front.people_title, style="Heading 2")
        for name, role in front.people:
            paragraph = word.add_paragraph(style=FACT)
            paragraph.add_run(name, style=SPEAKER)
            paragraph.add_run(f"  {role}" if role else "")


def _exchange(word: WordDocument, exchange: ExchangeView, colon: str) -> None:
    """Write an exchange: a heading that leads to it on the site, its topics, its turns."""
    heading = f"{exchange.number}. {exchange.heading}" if exchange.heading else f"{exchange.number}."
    word.add_paragraph(heading, style="Heading 1")
    if exchange.topics:
        word.add_paragraph(" · ".join(topic.name for topic in exchange.topics), style=TOPICS)
    for turn in exchange.turns:
        _turn(word, turn, colon)
    if exchange.url:
        _link(word.add_paragraph(style=TOPICS), exchange.url)


def _turn(word: WordDocument, turn: TurnView, colon: str) -> None:
    """Write a turn's paragraphs, the name in bold before the first."""
    for place, each in enumerate(turn.paragraphs):
        paragraph = word.add_paragraph(style=NOTE if turn.kind is Kind.NOTE else TURN)
        if place == 0 and turn.by.name:
            aside = turn.by.journalist_beside or turn.role
            paragraph.add_run(turn.by.name + (f" ({aside})" if aside else "") + colon, style=SPEAKER)
        paragraph.add_run(each.text)


def _footer(word: WordDocument, front: FrontMatter, imprint: Imprint) -> None:
    """Write the permanent link and the version under every page."""
    said = " · ".join(filter(None, (imprint.publisher, front.version)))
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.style = word.styles[CLOSING]
    paragraph.add_run(said)
    if imprint.path:
        paragraph.add_run(" · " if said else "")
        _link(paragraph, imprint.address)


def _write(paragraph: Paragraph, value: str) -> None:
    """Write a value; an address becomes a link."""
    if value.startswith(("https://", "http://")):
        _link(paragraph, value)
    else:
        paragraph.add_run(value)


def _link(paragraph: Paragraph, address: str) -> None:
    """Write an address as a link."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(paragraph.add_run(address, style=LINK)._r)
    paragraph._p.append(link)


def _dated(content: bytes) -> bytes:
    """Return the archive with one moment for all its files."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as made, zipfile.ZipFile(target, "w") as dated:
        for name in made.namelist():
            dated.writestr(zipfile.ZipInfo(name, _MOMENT), made.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return target.getvalue()
