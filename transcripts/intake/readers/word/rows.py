"""Rows and cells of Word's tables, through whatever holds them."""

from collections.abc import Iterator

from lxml import etree

from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.readers.markup import names_of
from transcripts.intake.readers.word.styles import is_on, local

Aside = tuple[Reason, FilePart]
# Elements that hold no words.
PASSED = names_of(
    """
    pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr customXmlPr smartTagPr bookmarkStart bookmarkEnd proofErr
    lastRenderedPageBreak instrText delInstrText fldData rubyPr softHyphen annotationRef footnoteRef endnoteRef
    separator continuationSeparator pgNum tblPrEx numPr ctrlPr
    """
)


def rows_of(parent: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """Yield the rows of a table with their cells, through whatever holds them; what is no row is one of one cell."""
    for child in parent:
        name = local(child)
        if name == "tr":
            yield child, list(_cells(child))
        elif name not in PASSED:
            if name != "tbl" and next(child.iter("{*}tr"), None) is not None:
                yield from rows_of(child)
            else:
                yield child, [child]


def _cells(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        name = local(child)
        if name == "tc":
            yield child
        elif name not in PASSED:
            if name != "tr" and next(child.iter("{*}tc"), None) is not None:
                yield from _cells(child)
            else:
                yield child


def row_aside(row: etree._Element) -> Aside | None:
    """Return why a whole row is left out, if it is."""
    if row.find("{*}trPr/{*}del") is not None:
        return Reason.DELETED, FilePart.BODY
    hidden = row.find("{*}trPr/{*}hidden")
    return (Reason.HIDDEN, FilePart.HIDDEN) if hidden is not None and is_on(hidden) else None
