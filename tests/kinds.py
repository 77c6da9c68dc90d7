"""A little conference as a file of each kind that is read."""

import json
from email.message import EmailMessage

from tests.files import make_docx, make_saved_page
from tests.intake.readers.pdf_files import lines, make_pdf
from tests.intake.readers.test_open_document import make_odt

HEAD = ("Press Conference on the Harbour Bridge", "12 March 2026")
SAID = [
    ("Ines Calder", "Thank you. The bridge opens in June."),
    ("Northern Star", "Minister, what did the bridge cost?"),
    ("Ines Calder", "Three hundred million, as planned."),
]
PLAIN = "\n\n".join(["\n".join(HEAD), *(f"{label}: {words}" for label, words in SAID)])
MARKDOWN = f"# {HEAD[0]}\n\n{HEAD[1]}\n\n" + "\n\n".join(f"**{label}:** {words}" for label, words in SAID)
TIMES = [(f"00:00:{at:02}.000", f"00:00:{at + 5:02}.000") for at in (3, 10, 17)]
SEGMENTS = [
    {"start": at, "end": at + 5, "text": f" {words}", "speaker": f"SPEAKER_0{number % 2}"}
    for number, (at, (_label, words)) in enumerate(zip((3, 10, 17), SAID, strict=True))
]
AKOMA_NTOSO = (
    '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate name="x"><preface><p><docTitle>'
    f'{HEAD[0]}</docTitle> <docDate date="2026-03-12">{HEAD[1]}</docDate></p></preface><debateBody><debateSection '
    'name="exchange">'
    + "".join(f"<speech><from>{label}</from><p>{words}</p></speech>" for label, words in SAID)
    + "</debateSection></debateBody></debate></akomaNtoso>"
)


def make_mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "Press Office <press@roads.example>"
    mail["Subject"] = "The transcript"
    mail.set_content("Please find it attached.")
    mail.add_attachment(PLAIN.encode(), maintype="text", subtype="plain", filename="bridge.txt")
    return mail.as_bytes()


def make_rtf() -> bytes:
    rows = "".join(rf"{{\pard{{\b {label}:}} {words}\par}}" for label, words in SAID)
    return rf"{{\rtf1\ansi{{\pard\b {HEAD[0]}\par}}{{\pard {HEAD[1]}\par}}{rows}}}".encode()


def make_odt_file() -> bytes:
    head = f"<text:h text:outline-level='1'>{HEAD[0]}</text:h><text:p>{HEAD[1]}</text:p>"
    bold = "<text:p><text:span text:style-name='B'>{}:</text:span> {}</text:p>"
    return make_odt(head + "".join(bold.format(*turn) for turn in SAID))


FILES = {
    "bridge.txt": PLAIN.encode(),
    "bridge.md": MARKDOWN.encode(),
    "bridge.docx": make_docx([(label, [words]) for label, words in SAID], title=HEAD[0], lines=HEAD[1:], people=()),
    "bridge.odt": make_odt_file(),
    "bridge.rtf": make_rtf(),
    "bridge.doc": make_rtf(),
    "bridge.pdf": make_pdf(
        [lines([*HEAD, "", *(line for label, words in SAID for line in (f"**{label}:** {words}", ""))])]
    ),
    "bridge.eml": make_mail(),
    "bridge.html": make_saved_page([(label, [words]) for label, words in SAID], title=HEAD[0], people=()),
    "bridge.xml": AKOMA_NTOSO.encode(),
    "bridge.vtt": (
        "WEBVTT\n\n"
        + "\n\n".join(f"{a} --> {b}\n<v {label}>{words}" for (a, b), (label, words) in zip(TIMES, SAID, strict=True))
    ).encode(),
    "bridge.srt": "\n\n".join(
        f"{at}\n{a.replace('.', ',')} --> {b.replace('.', ',')}\n{label}: {words}"
        for at, ((a, b), (label, words)) in enumerate(zip(TIMES, SAID, strict=True), start=1)
    ).encode(),
    "bridge.json": json.dumps({"segments": SEGMENTS, "language": "en"}).encode(),
}
