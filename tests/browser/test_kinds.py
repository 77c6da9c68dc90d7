"""One file of each kind goes through the admin: uploaded, previewed, saved, published, read."""

import json
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_desk import log_in
from tests.browser.test_importing import hand_over, publish_and_read
from tests.files import make_docx, make_saved_page
from tests.intake.readers.pdf_files import lines, make_pdf
from tests.intake.readers.test_open_document import make_odt
from transcripts.models import Conference, Turn

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


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_each_kind_becomes_a_published_conference(
    page: Page, site: str, complaints: list[str], name: str
) -> None:
    log_in(page, site)
    hand_over(page, site, name, FILES[name])
    if name.endswith((".vtt", ".srt", ".json")):
        page.fill("[name=title]", HEAD[0])
        page.fill("[name=held_on]", "2026-03-12")
        page.press("[name=held_on]", "Tab")
        expect(page.locator("#import-status")).to_have_text("The preview has been updated.")
    if name.endswith(".json"):
        for label, voice in (("SPEAKER_00", "speaker"), ("SPEAKER_01", "outlet")):
            page.select_option(f".import-labels > li:has(input[value='{label}']) select[name^=voice]", voice)
            expect(page.locator("#import-status")).to_have_text("The preview has been updated.")
    page.click("text=Save as draft")
    expect(page.locator(".messagelist")).to_contain_text("It is a draft.")
    publish_and_read(page, [words for _label, words in SAID])
    assert [turn.text for turn in Turn.objects.order_by("exchange__position", "position")] == [
        words for _, words in SAID
    ]
    assert Conference.objects.get().is_published
    if name.endswith((".vtt", ".srt", ".json")):
        times = [row.time for turn in Turn.objects.order_by("pk") for row in turn.paragraph_rows.all()]
        assert times == [3, 10, 17]
    assert complaints == []
