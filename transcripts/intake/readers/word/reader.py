"""Reader of Word's .docx: the document, what stands beside it, and files that stand within it."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from io import BytesIO
from itertools import pairwise

from lxml import etree

from transcripts.intake.account import words_of
from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.lines.page_lines import ends_sentence
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.readers.encoding import decode
from transcripts.intake.readers.flow import read_flow
from transcripts.intake.readers.line_builder import Piece, number_lines, take_colour
from transcripts.intake.readers.markup import is_too_deep, parse_html, refuse_document_type
from transcripts.intake.readers.page_styles import PageStyles
from transcripts.intake.readers.word.drawn import Drawn
from transcripts.intake.readers.word.numbering import Numbering, mentioned_lists
from transcripts.intake.readers.word.package import Package, broken, open_package
from transcripts.intake.readers.word.styles import Styles, local, value
from transcripts.intake.readers.word.walk import Beside, Walk
from transcripts.intake.source import Source

_NO_NOTES = frozenset(("separator", "continuationSeparator", "continuationNotice"))
_MARKUP = re.compile(rb"<\s*(?:html|body|p|div|!doctype)\b", re.IGNORECASE)
DEEPEST = 2  # files within files


def read_word(data: bytes, name: str) -> Source:
    """Return the lines of a .docx, and the words that are left out of them. Raises IntakeError."""
    pieces, warnings = _read(data, name, depth=0)
    if _is_wrapped(pieces):
        for piece in pieces:
            piece.gap = max(0, piece.gap - 1)
    lines, left_out = number_lines(pieces)
    return Source(lines, warnings=tuple(warnings), left_out=left_out)


def _read(data: bytes, name: str, *, depth: int, by_colour: bool = False) -> tuple[list[Piece], list[str]]:
    """Return the lines of a file, with those left out, and warnings."""
    package = open_package(data, name)
    said: list[str] = []

    def embedded(relation: str) -> list[Piece]:
        try:
            return _embedded(*package.data_of(relation), name, depth=depth)
        except IntakeError:
            said.append(_UNREAD)
            return []

    drawn = Drawn(package)
    walk = Walk(
        Styles.of(package.first_of("styles")),
        Numbering.of(package.first_of("numbering")),
        _beside(package),
        embedded,
        drawn.words,
        by_colour=by_colour,
    )
    first = package.first_head()
    for root in package.all_of("header"):
        walk.read_aside(root, None if root is first else (Reason.REPEATED, FilePart.HEAD))
    for block in _blocks(package):
        walk.block(block)
    walk.end()
    for beside in walk.beside.values():
        for element in beside.elements.values():
            walk.read_aside(element, beside.aside)
    for root in package.all_of("footer"):
        walk.read_aside(root, (Reason.REPEATED, FilePart.FOOT))
    walk.leave_out_drawn(drawn.others())
    walk.end()
    pieces = walk.builder.pieces
    if walk.is_coloured and not by_colour:
        take_colour(pieces, _read(data, name, depth=depth, by_colour=True)[0])
    _keep_boxes(pieces)
    _put_numbers(walk, pieces)
    said += [
        message("The file contains another file, “%(name)s”, which was not read.", name=one) for one in drawn.embedded()
    ]
    return pieces, [*_warnings(walk), *said]


_UNREAD = message("A part of the file is another file, which could not be read: open it in Word and save it again.")


def _beside(package: Package) -> dict[str, Beside]:
    """Return the notes and comments of a file by kind and id."""
    found = {
        "footnote": Beside((Reason.NOTE, FilePart.NOTE)),
        "endnote": Beside((Reason.NOTE, FilePart.NOTE)),
        "comment": Beside((Reason.COMMENT, FilePart.COMMENT)),
    }
    for kind, beside in found.items():
        for root in package.all_of(f"{kind}s"):
            for number, element in enumerate(root):
                if local(element) == kind and value(element, "type") not in _NO_NOTES:
                    beside.elements.setdefault(value(element, "id") or f"#{number}", element)
    return found


def _blocks(package: Package) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of the document one by one, so that the whole is never held as a tree.

    Raises IntakeError.
    """
    data, name = package.parts[package.document], package.name
    refuse_document_type(data, name)
    parser = etree.iterparse(
        BytesIO(data),
        events=("start", "end"),
        tag=("{*}p", "{*}tbl", "{*}body", "{*}document"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    has_document = False
    try:
        for event, element in parser:
            if event == "start":
                has_document = has_document or local(element) == "document"
                continue
            parent = element.getparent()
            is_body = local(element) == "body"
            if not is_body and (parent is None or local(parent) != "body"):
                continue
            body = element if is_body else parent
            for child in list(body if body is not None else ()):
                yield child
                body.remove(child)
                if child is element:
                    break  # what stands behind it is there already, but only in part
    except etree.XMLSyntaxError as error:
        if is_too_deep(parser):
            raise IntakeError(
                message("%(name)s cannot be read: its elements are nested too deeply.", name=name)
            ) from error
        raise IntakeError(broken(name)) from error
    if not has_document:
        raise IntakeError(broken(name))


def _embedded(path: str, data: bytes, name: str, *, depth: int) -> list[Piece]:
    """Return the lines of a file that stands within the document. Raises IntakeError."""
    lower = path.lower()
    if not data or depth >= DEEPEST:
        raise IntakeError(broken(name))
    if lower.endswith((".docx", ".docm")):
        return _read(data, name, depth=depth + 1)[0]
    if lower.endswith((".mht", ".mhtml")):
        part = message_from_bytes(data, policy=policy.default).get_body(("html", "plain"))
        text = part.get_content() if part is not None else ""
    else:
        text = decode(data, name).text
    if lower.endswith(".rtf") or text.startswith("{\\rtf"):
        raise IntakeError(broken(name))
    if _MARKUP.search(text.encode(errors="replace")[:4096]):
        root = parse_html(text, name)
        return read_flow(next(root.iter("body"), root), PageStyles.of(root))
    return [Piece(line) for line in text.splitlines() if line.strip()]


def _keep_boxes(pieces: list[Piece]) -> None:
    """Keep the boxes of a document whose text stands in boxes."""
    boxes = [piece for piece in pieces if (piece.reason, piece.part) == (Reason.NOT_UNDERSTOOD, FilePart.BOX)]
    plain = sum(len(words_of(piece.text)) for piece in pieces if piece.reason is None)
    if sum(len(words_of(piece.text)) for piece in boxes) > plain:
        for piece in boxes:
            piece.reason = None


def _put_numbers(walk: Walk, pieces: list[Piece]) -> None:
    """Put the numbers of lists before their paragraphs where the words refer to them."""
    words = "\n".join(piece.text for piece in pieces if piece.reason is None) if walk.numbered else ""
    wanted = mentioned_lists((number for _, number in walk.numbered), words)
    for piece, number in walk.numbered:
        if number.list_id in wanted:
            piece.text = f"{number.text} {piece.text.lstrip()}"
            piece.bold += len(number.text) + 1 if piece.bold else 0


def _warnings(walk: Walk) -> list[str]:
    """Return warnings about the contents that were left out."""
    said: list[str] = []
    if walk.pictures:
        said.append(
            message("A picture was left out.")
            if walk.pictures == 1
            else message("%(count)d pictures were left out.", count=walk.pictures)
        )
    if walk.changes:
        said.append(message("The file contains tracked changes: insertions were read, deletions were not."))
    if walk.hidden:
        said.append(message("The file contains hidden text, which was left out."))
    return said


def _is_wrapped(pieces: list[Piece]) -> bool:
    """Return whether each paragraph of the file is only one line of a real one, as programs for printed pages make."""
    read = [piece for piece in pieces if piece.reason is None]
    long = [(one, two) for one, two in pairwise(read) if len(one.text) > 40 and not (one.cell or two.cell)]
    goes_on = sum(not ends_sentence(one.text) and two.gap <= 1 and two.text[:1].islower() for one, two in long)
    return len(long) >= 8 and goes_on * 3 > len(long)
