"""A transcript as an electronic book: EPUB 3, an exchange a chapter."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree

from transcripts.document import Kind, Part, TranscriptDocument
from transcripts.exports.front_matter import FrontMatter, bracketed, colon_of, front_matter
from transcripts.exports.xml import XML_LANG, Child, Maker, serialise
from transcripts.presentation import ExchangeView, Imprint, TranscriptView, TurnView
from transcripts.text import language_tag, one_line

_XHTML = "http://www.w3.org/1999/xhtml"
_OPS = "http://www.idpf.org/2007/ops"
_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_HTML = Maker(_XHTML, {None: _XHTML, "epub": _OPS})
_PACKAGE = Maker(_OPF, {None: _OPF, "dc": _DC})
_DUBLIN = Maker(_DC, {"dc": _DC})
_CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_STYLE = b"""html { font-family: serif; line-height: 1.5; }
h1 { font-size: 1.5em; line-height: 1.2; }
h2 { font-size: 1.2em; line-height: 1.3; }
h1, h2 { text-align: start; }
p { margin: 0 0 .7em; white-space: pre-line; }
dl, ul { margin: 0 0 1em; padding: 0; list-style: none; }
dt { font-weight: bold; }
dd { margin: 0 0 .4em; }
.note { font-style: italic; }
.topics, .facts, .closing { font-size: .9em; }
"""
# The moment that is in the archive, so that the same version is the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def render_epub(document: TranscriptDocument, imprint: Imprint) -> bytes:
    """Return the transcript as EPUB 3.3. The same document and imprint give the same bytes."""
    view, front = imprint.view(document), front_matter(document, imprint)
    language = language_tag(document.language)
    chapters = {f"exchange-{exchange.number}.xhtml": exchange for exchange in view.exchanges}
    files = {
        "book/package.opf": _package(view, imprint, language, list(chapters)),
        "book/nav.xhtml": _contents(view, front, language, chapters),
        "book/title.xhtml": _page(view.title, language, _title_page(view, front, language)),
        "book/style.css": _STYLE,
        **{f"book/{name}": _chapter(exchange, language) for name, exchange in chapters.items()},
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        book.writestr(zipfile.ZipInfo("mimetype", _MOMENT), b"application/epub+zip")  # first, and not compressed
        for name, content in {"META-INF/container.xml": _CONTAINER, **files}.items():
            book.writestr(zipfile.ZipInfo(name, _MOMENT), content, compress_type=zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _package(view: TranscriptView, imprint: Imprint, language: str, chapters: list[str]) -> bytes:
    """Return the package document: what the book is, and its files in their order."""
    when = (imprint.made_at or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC)
    identity = imprint.address or f"urn:transcript:{view.slug or 'unpublished'}"
    metadata = _PACKAGE(
        "metadata",
        _DUBLIN("identifier", identity, id="id"),
        _DUBLIN("title", view.title or "–"),
        _DUBLIN("language", language),
        _PACKAGE("meta", f"{when:%Y-%m-%dT%H:%M:%SZ}", property="dcterms:modified"),
    )
    if imprint.publisher:
        metadata.append(_DUBLIN("publisher", imprint.publisher))
    if view.day:
        metadata.append(_DUBLIN("date", view.day.isoformat()))
    if imprint.licence:
        metadata.append(_DUBLIN("rights", one_line(imprint.licence)))
    for person in view.people:
        if person.part is not Part.INTERPRETER:
            metadata.append(_DUBLIN("contributor", person.name))
    names = ["title.xhtml", "nav.xhtml", *chapters]
    kinds = {name: {"media-type": "application/xhtml+xml"} for name in names}
    kinds["style.css"] = {"media-type": "text/css"}
    kinds["nav.xhtml"]["properties"] = "nav"
    items = [_PACKAGE("item", id=_id(name), href=name, attributes=kind) for name, kind in kinds.items()]
    package = _PACKAGE(
        "package",
        metadata,
        _PACKAGE("manifest", *items),
        _PACKAGE("spine", *(_PACKAGE("itemref", idref=_id(name)) for name in names)),
        version="3.0",
        attributes={"unique-identifier": "id", XML_LANG: language},
    )
    return serialise(package)


def _id(name: str) -> str:
    return name.partition(".")[0]


def _contents(view: TranscriptView, front: FrontMatter, language: str, chapters: dict[str, ExchangeView]) -> bytes:
    """Return the navigation document."""
    entries = [_HTML("li", _HTML("a", view.title or "–", href="title.xhtml"))]
    entries += [_HTML("li", _HTML("a", _heading(exchange), href=name)) for name, exchange in chapters.items()]
    nav = _HTML("nav", _HTML("ol", *entries), attributes={f"{{{_OPS}}}type": "toc", "id": "toc"})
    return _page(view.title, language, [nav])


def _title_page(view: TranscriptView, front: FrontMatter, language: str) -> list[etree._Element]:
    """Return what is before the first exchange: title, facts, summary, people, and what the office says."""
    made = [_HTML("h1", view.title or "–")]
    if front.facts:
        facts = [part for label, value in front.facts for part in (_HTML("dt", label), _HTML("dd", _linked(value)))]
        made.append(_HTML("dl", *facts, attributes={"class": "facts"}))
    made += [_HTML("p", paragraph) for paragraph in view.summary.split("\n\n") if paragraph]
    if front.people:
        people = [_HTML("li", _HTML("b", name), bracketed(role, language)) for name, role in front.people]
        made += [_HTML("h2", front.people_title), _HTML("ul", *people)]
    if front.corrections:
        made += [_HTML("h2", front.corrections_title), _HTML("ul", *(_HTML("li", line) for line in front.corrections))]
    made += [_HTML("p", line, attributes={"class": "closing"}) for line in front.closing]
    return made


def _linked(value: str) -> Child:
    return _HTML("a", value, href=value) if value.startswith(("https://", "http://")) else value


def _heading(exchange: ExchangeView) -> str:
    return f"{exchange.number}. {exchange.heading}" if exchange.heading else str(exchange.number)


def _chapter(exchange: ExchangeView, language: str) -> bytes:
    """Return an exchange as a chapter."""
    made = [_HTML("h2", _heading(exchange), id=f"e-{exchange.id}")]
    if exchange.topics:
        made.append(_HTML("p", " · ".join(topic.name for topic in exchange.topics), attributes={"class": "topics"}))
    for turn in exchange.turns:
        made += _turn(turn, language)
    if exchange.url:
        made.append(_HTML("p", _HTML("a", exchange.url, href=exchange.url), attributes={"class": "closing"}))
    return _page(_heading(exchange), language, made)


def _turn(turn: TurnView, language: str) -> list[etree._Element]:
    """Return a turn's paragraphs, the name in bold before the first. Ids begin with a letter."""
    made = []
    for place, paragraph in enumerate(turn.paragraphs):
        parts: list[Child] = []
        if place == 0 and turn.by.name:
            parts.append(_HTML("b", turn.by.name))
            aside = turn.by.journalist_beside or turn.role
            parts.append(bracketed(aside, language) + colon_of(language))
        attributes = {"id": f"p-{paragraph.id}"} | ({"class": "note"} if turn.kind is Kind.NOTE else {})
        made.append(_HTML("p", *parts, paragraph.text, attributes=attributes))
    return made


def _page(title: str, language: str, content: list[etree._Element]) -> bytes:
    """Return a page of the book."""
    page = _HTML(
        "html",
        _HTML("head", _HTML("title", title or "–"), _HTML("link", rel="stylesheet", type="text/css", href="style.css")),
        _HTML("body", *content),
        lang=language,
        attributes={XML_LANG: language},
    )
    return serialise(page, doctype="<!DOCTYPE html>")
