"""XML and HTML as trees, from files that may be hostile: no entities, nothing fetched, no bottomless nesting."""

import re

from lxml import etree
from lxml import html as lxml_html

from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError

# In UTF-8 and in both orders of UTF-16.
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E", re.IGNORECASE)
MOST_TAGS = 500_000  # of a web page, at both ends of its elements; the longest saved pages have a tenth of it
_TOO_DEEP = "ERR_RESOURCE_LIMIT"
# Pictures that a saved page holds within itself: up to many megabytes in one attribute.
_DATA_URI = re.compile(r"data:[\w.+/-]{0,60}(?:;[\w=-]{1,40}){0,4},[A-Za-z0-9+/=%._~-]{100,}")
_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")


class MalformedError(IntakeError):
    """Error for XML that is not well-formed."""


def names_of(table: str) -> frozenset[str]:
    """Return the names of elements, roles or words that stand in `table`, parted by white space."""
    return frozenset(table.split())


def words_in(element: etree._Element) -> str:
    """Return all words inside `element`, white space collapsed."""
    return " ".join("".join(str(text) for text in element.itertext()).split())


def parse_xml(data: bytes, name: str, *, encoding: str | None = None) -> etree._ElementTree:
    """Return the tree of `data`, without comments. Raises IntakeError: a DOCTYPE, broken XML, or too deeply nested."""
    refuse_document_type(data, name)
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.ElementTree(etree.fromstring(data, parser))
    except etree.XMLSyntaxError as error:
        if is_too_deep(parser):
            raise IntakeError(
                message("%(name)s cannot be read: its elements are nested too deeply.", name=name)
            ) from error
        raise MalformedError(
            message(
                "%(name)s is not well-formed XML: there is an error in line %(line)d.",
                name=name,
                line=error.lineno or 1,
            )
        ) from error
    except (ValueError, LookupError) as error:
        raise MalformedError(message("%(name)s is not well-formed XML.", name=name)) from error
    if tree.docinfo.internalDTD is not None:
        raise _document_type(name)
    return tree


def refuse_document_type(data: bytes, name: str) -> None:
    """Raise IntakeError for XML that declares a document type."""
    if _DOCTYPE.search(data):
        raise _document_type(name)


def _document_type(name: str) -> IntakeError:
    return IntakeError(
        message(
            "%(name)s declares a document type (DOCTYPE), which can load other files and is not accepted.",
            name=name,
        )
    )


def parse_html(text: str, name: str) -> lxml_html.HtmlElement:
    """Return the root of a page, however malformed; an empty one when there is nothing. Raises IntakeError.

    Comments are gone, and so are pictures that stand within the text.
    """
    if text.count("<") > MOST_TAGS:
        raise IntakeError(message("%(name)s is too large: it has too many elements.", name=name))
    # Browsers read on behind the end of a page, where the parser would stop; control characters part words.
    cleaned = _ENDS.sub(" ", _NO_TEXT.sub(" ", _DATA_URI.sub("data:,", text.replace("\x02", ""))))
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(cleaned.encode(), parser=parser)
    except etree.ParserError:
        root = lxml_html.document_fromstring("<html><body></body></html>")
    if is_too_deep(parser):
        raise IntakeError(message("%(name)s cannot be read: its elements are nested too deeply.", name=name))
    return root


def is_too_deep(parser: "etree.XMLParser | lxml_html.HTMLParser | etree.iterparse") -> bool:
    """Return whether a parser stopped at a limit; its tree is then not the whole."""
    return any(entry.type_name == _TOO_DEEP for entry in parser.error_log)
