"""The account of a debate's words: those of what was read, those of its head, and those that were left out."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from lxml import etree

from transcripts.intake.account import HeadLine, ending, words_of
from transcripts.intake.left_out import FilePart, LeftOut, Reason
from transcripts.intake.readers.akoma_ntoso.meta import Meta, local_name
from transcripts.intake.readers.markup import names_of

# Elements that part no words.
_INLINE = names_of(
    """
    a abbr affectedDocument argument b change concept courtType date decoration def def docAuthority docCommittee
    docDate docIntroducer docJurisdiction docNumber docProponent docPurpose docStage docStatus docType
    docketNumber eol br em entity event foreign i inline ins judge lawyer legislature location mmod mod mref
    neutralCitation noteRef object omissis opinion organization outcome party person placeholder process quantity
    quotedText recordedTime ref relatedDocument remark rmod role rref session shortTitle signature span strong sub sup
    term time u vote
    """
)
_ASIDE: dict[str, tuple[Reason, FilePart]] = {
    "authorialNote": (Reason.NOTE, FilePart.NOTE),
    "note": (Reason.NOTE, FilePart.NOTE),
    "del": (Reason.DELETED, FilePart.BODY),
    "meta": (Reason.FURNITURE, FilePart.HEAD),
}
_TIME_CODE = (Reason.TIME_CODE, FilePart.BODY)
_UNREAD = (Reason.NOT_UNDERSTOOD, FilePart.BODY)


@dataclass(slots=True)
class _Chunk:
    """Words that nothing parts: their line, the field of the head that they gave, and why they are left out."""

    line: int = 0
    words: list[str] = field(default_factory=list)
    field: str = ""
    aside: tuple[Reason, FilePart] | None = None

    @property
    def text(self) -> str:
        """The words, white space collapsed."""
        return " ".join("".join(self.words).split())


def account_for(
    root: etree._Element,
    meta: Meta,
    told: Set[etree._Element],
    fields: Mapping[etree._Element, str] | None = None,
) -> tuple[tuple[HeadLine, ...], tuple[LeftOut, ...]]:
    """Return the lines of the head, and the words left out; `told` are the elements whose words are in the document.

    `fields` are the elements that gave a field of the head, where that is known; else their names say it.
    """
    head: list[HeadLine] = []
    left: list[LeftOut] = []
    before = ""
    for chunk in _chunks(root, meta, told, fields):
        text = chunk.text
        if words_of(text):
            if chunk.field:
                head.append(HeadLine(chunk.field, chunk.line, text))
            elif chunk.aside is not None:
                left.append(LeftOut(chunk.line, text, *chunk.aside, before=ending(before)))
            before = text
    return tuple(head), tuple(left)


def _chunks(
    root: etree._Element, meta: Meta, told: Set[etree._Element], fields: Mapping[etree._Element, str] | None
) -> Iterator[_Chunk]:
    """Yield the words of a file in their order, parted where blocks part them."""
    asides: list[tuple[Reason, FilePart] | None] = [_UNREAD]
    chunk = _Chunk(aside=_UNREAD)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = local_name(element)
        parts = tag not in _INLINE or _aside_of(element, tag) is not None
        if event == "start":
            # What is left out within what is read is still left out; the head of a section is not within it.
            aside = _aside_of(element, tag) or (None if element in told else asides[-1])
            asides.append(aside)
            if parts or element in told:
                yield chunk
                chunk = _Chunk(aside=aside)
            chunk.line = chunk.line or element.sourceline or 0
            chunk.field = chunk.field or (_field_of(element, tag, meta) if fields is None else fields.get(element, ""))
            chunk.words.append(element.text or "")
        else:
            asides.pop()
            if parts or element in told:
                yield chunk
                chunk = _Chunk(element.sourceline or 0, aside=asides[-1])
            chunk.words.append(element.tail or "" if element is not root else "")
    yield chunk


def _aside_of(element: etree._Element, tag: str) -> tuple[Reason, FilePart] | None:
    """Return why an element is left out wherever it stands."""
    if tag == "recordedTime" and any(local_name(outer) == "from" for outer in element.iterancestors()):
        return _TIME_CODE
    return _ASIDE.get(tag)


def _field_of(element: etree._Element, tag: str, meta: Meta) -> str:
    """Return the field of the head that an element outside the debate's body gave."""
    name = element.get("name", "")
    found = ""
    if tag == "docTitle":
        found = "title"
    elif tag == "docDate" and element.get("date"):
        found = "held_on"
    elif tag == "location" or name == "venue":
        found = "venue" if meta.venue else ""
    elif name == "series":
        found = "series" if meta.series else ""
    elif tag == "person" and element.get("refersTo", "").lstrip("#") in meta.persons:
        found = "people"
    if found and any(local_name(outer) == "debateBody" for outer in element.iterancestors()):
        return ""
    return found
