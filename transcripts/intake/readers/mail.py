"""Reader of mails (.eml, RFC 5322 and MIME): the body, or the file attached to it that holds the transcript."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from transcripts.intake.account import words_of
from transcripts.intake.labels.candidates import read_candidate
from transcripts.intake.left_out import FilePart, LeftOut, Reason
from transcripts.intake.lines.page_lines import Line
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.source import Source, SourceLine, plain_source

MOST_PARTS = 200
MOST_ATTACHED = 20  # attachments that are looked into
MOST_ATTACHED_BYTES = 20 * 1024 * 1024
LONGEST_LABEL = 120  # characters
_SHOWN = ("From", "To", "Cc", "Subject", "Date", "Reply-To", "Sender")

Opener = Callable[[bytes, str], Source]


def read_mail(data: bytes, name: str, open_source: Opener) -> Source:
    """Return the lines of a mail's body, or of an attachment that holds more labels. Raises IntakeError.

    `open_source` reads attachments by their names. The other parts, and the heads of the mail, are left out and listed.
    """
    broken = message("%(name)s cannot be read: it is damaged, or not of the kind that its name says.", name=name)
    try:
        mail = message_from_bytes(data, policy=policy.default)
        parts = list(mail.walk())
    except (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise IntakeError(broken) from error
    if not isinstance(mail, EmailMessage) or not any(key in mail for key in ("From", "To", "Subject", "Date")):
        raise IntakeError(broken)
    if len(parts) > MOST_PARTS:
        raise IntakeError(message("%(name)s has too many parts to be read.", name=name))
    left_out = [
        LeftOut(1, f"{key}: {value}", Reason.FURNITURE, FilePart.HEAD) for key in _SHOWN for value in _heads(mail, key)
    ]
    body = _body(parts, name, open_source)
    others, warnings = _attached(parts, open_source)
    if body is None and not others:
        raise IntakeError(message("%(name)s holds no text, in its body or attached.", name=name))
    sources = ([("", body)] if body else []) + others
    _, chosen = max(sources, key=lambda one: _count_labels(one[1]))
    last = max((line.number for line in chosen.lines), default=1)
    for file, other in sources:
        if other is chosen:
            continue
        part = FilePart.BOX if file else FilePart.HEAD
        left_out += [
            LeftOut(last if file else 1, " ".join(line.text.split()), Reason.NOT_UNDERSTOOD, part)
            for line in other.lines
            if words_of(line.text)
        ]
        left_out += [replace(one, line=last) for one in other.left_out]
    return replace(
        chosen,
        title=chosen.title or " ".join(_heads(mail, "Subject")[:1]),
        posted_on=chosen.posted_on or _sent_on(mail),
        warnings=(*chosen.warnings, *warnings),
        left_out=(*left_out, *chosen.left_out),
    )


def _heads(mail: EmailMessage, key: str) -> list[str]:
    try:
        return [" ".join(str(value).split()) for value in mail.get_all(key, [])]
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        return []  # a head that breaks the rules so that Python cannot say it


def _sent_on(mail: EmailMessage) -> date | None:
    stated = _heads(mail, "Date")
    try:
        return parsedate_to_datetime(stated[0]).date() if stated else None
    except (ValueError, TypeError, IndexError):
        return None


def _bytes_of(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, TypeError):
        return b""
    return content if isinstance(content, bytes) else b""


def _file_name(part: EmailMessage) -> str:
    try:
        return " ".join((part.get_filename() or "").split()).replace("/", "_")[-120:]
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""


def _body(parts: list[EmailMessage], name: str, open_source: Opener) -> Source | None:
    """Return the body, as plain text where the mail has it, else as a page."""
    own = [part for part in parts if not part.is_multipart() and not _file_name(part)]
    for kind in ("text/plain", "text/html"):
        sources = []
        for part in own:
            content = _bytes_of(part) if part.get_content_type() == kind else b""
            if not content.strip():
                continue
            if kind == "text/html":
                sources.append(open_source(content, f"{name}.html"))
            else:
                sources.append(plain_source(_decoded(part, content)))
        if sources:
            return _joined(sources)
    return None


def _decoded(part: EmailMessage, content: bytes) -> str:
    charset = part.get_content_charset() or "utf-8"
    for encoding in (charset, "utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace").replace("\ufffd", "")


def _joined(sources: list[Source]) -> Source:
    if len(sources) == 1:
        return sources[0]
    lines = [line for source in sources for line in (*source.lines, SourceLine(0, ""))]
    return replace(sources[0], lines=tuple(replace(line, number=at) for at, line in enumerate(lines, start=1)))


def _attached(parts: list[EmailMessage], open_source: Opener) -> tuple[list[tuple[str, Source]], list[str]]:
    """Return the attachments that can be read, with their names, and warnings of those that cannot."""
    found: list[tuple[str, Source]] = []
    warnings: list[str] = []
    spent = 0
    for part in parts:
        file = _file_name(part)
        if not file or part.is_multipart():
            continue
        content = _bytes_of(part)
        spent += len(content)
        try:
            if len(found) + len(warnings) >= MOST_ATTACHED or spent > MOST_ATTACHED_BYTES:
                raise IntakeError
            found.append((file, open_source(content, file)))
        except IntakeError as error:
            why = error.sentence if error.args else message("There are too many attachments.")
            warnings.append(message("An attachment was not read: %(why)s", why=why))
    if len(found) > 1 or (found and len(parts) > 1):
        names = ", ".join(file for file, _ in found)
        warnings.append(message("The mail has attachments that can be read: %(names)s.", names=names))
    return found, warnings


def _count_labels(source: Source) -> int:
    """Return how many lines of a source seem to open with a label."""
    return sum(
        read_candidate(Line(line.number, " ".join(line.text.split()), bold=line.bold)) is not None
        for line in source.lines
        if ":" in line.text[:LONGEST_LABEL] or "：" in line.text[:LONGEST_LABEL] or line.bold
    )
