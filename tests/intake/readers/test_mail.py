"""Mails: the body, or the file attached that holds the transcript; the rest is listed."""

import random
from contextlib import suppress
from email.message import EmailMessage

import pytest

from tests.examples import examples
from tests.intake.readers.pdf_files import lines, make_pdf
from transcripts.intake import IntakeError, ParsedTranscript, open_source
from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.parsing import parse

TALK = """Press Conference on the Harbour Bridge

Ines Calder, Minister for Roads: Thank you. The bridge opens in June – at last.

Northern Star: Minister, what did the bridge cost?

Ines Calder: Three hundred million, as planned.
"""


def make_mail(body: str = "Please find the transcript attached.\n", *, html: str = "") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Press Office <press@roads.example>"
    mail["To"] = "desk@archive.example"
    mail["Subject"] = "Transcript of the day"
    mail["Date"] = "Thu, 12 Mar 2026 15:04:05 +0000"
    if body:
        mail.set_content(body, cte="quoted-printable")
    if html:
        mail.add_alternative(html, subtype="html") if body else mail.set_content(html, subtype="html")
    return mail


def read(data: bytes) -> ParsedTranscript:
    return parse(open_source(data, "talk.eml"), name="talk.eml")


def labels(parsed: ParsedTranscript) -> list[str]:
    return [turn.label for turn in parsed.document.turns]


SAID = ["Ines Calder, Minister for Roads", "Northern Star", "Ines Calder"]


def test_the_body_is_read_and_the_heads_are_listed() -> None:
    parsed = read(make_mail(TALK).as_bytes())
    assert labels(parsed) == SAID
    assert "at last" in next(iter(parsed.document.turns)).text
    assert str(parsed.document.posted_on) == "2026-03-12"
    left = [(one.text, one.reason, one.part) for one in parsed.left_out]
    assert ("Subject: Transcript of the day", Reason.FURNITURE, FilePart.HEAD) in left


def test_a_page_in_a_mail_is_read() -> None:
    page = "".join(f"<p>{line}</p>" for line in TALK.split("\n") if line)
    assert labels(read(make_mail("", html=page).as_bytes())) == SAID


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("talk.txt", TALK.encode()),
        ("talk.md", TALK.encode()),
        ("talk.pdf", make_pdf([lines(TALK.replace("–", "-").split("\n"))])),
    ],
)
def test_an_attachment_with_the_transcript_is_read_and_the_letter_is_listed(name: str, content: bytes) -> None:
    mail = make_mail()
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    parsed = read(mail.as_bytes())
    assert labels(parsed) == SAID
    assert "Please find the transcript attached." in [one.text for one in parsed.left_out]
    warnings = " ".join(warning.message for warning in parsed.warnings)
    assert name in warnings
    assert "logo.png" in warnings


def test_a_mail_inside_a_mail_is_not_looked_into() -> None:
    mail = make_mail()
    mail.add_attachment(make_mail(TALK).as_bytes(), maintype="application", subtype="octet-stream", filename="more.eml")
    with pytest.raises(IntakeError):
        read(mail.as_bytes())


def test_what_is_no_mail_is_refused() -> None:
    with pytest.raises(IntakeError, match="damaged"):
        read(b"\x00\x01\x02 no mail")


def test_damaged_mails_are_read_or_refused() -> None:
    dice = random.Random(6)  # noqa: S311  (no secrets)
    mail = make_mail(TALK)
    mail.add_attachment(TALK.encode(), maintype="text", subtype="plain", filename="a.txt")
    whole = mail.as_bytes()
    signs = [
        b"\n",
        b"=",
        b"--",
        b"\xff\xfe",
        b"charset=",
        b"boundary=",
        b";",
        b"=?x?b?",
        b"multipart/",
        b'"',
        b"base64",
    ]
    for _ in range(examples(300)):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(data))
            data[at : at + dice.randint(0, 8)] = dice.choice(signs)
        with suppress(IntakeError):
            read(bytes(data))
