"""OpenDocument texts: what their reader shows becomes lines, and every word of the file is accounted for."""

import random
import re
from collections import Counter
from contextlib import suppress
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from transcripts.intake import IntakeError, ParsedTranscript, open_source
from transcripts.intake.account import words_of
from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.parsing import parse

SPACES = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)


def style(name: str, looks: str, family: str = "text", parent: str = "") -> str:
    """A style of characters or of paragraphs."""
    more = f' style:parent-style-name="{parent}"' if parent else ""
    properties = f"<style:text-properties {looks}/>" if looks else ""
    return f'<style:style style:name="{name}" style:family="{family}"{more}>{properties}</style:style>'


AUTOMATIC = (
    style("B", 'fo:font-weight="bold"')
    + style("B2", "", parent="B")
    + style("H", 'text:display="none"')
    + style("S", 'style:text-line-through-style="solid"')
)
STYLES = style("Strong", 'fo:font-weight="bold"') + style("Secret", 'text:display="none"', "paragraph")
ROWS = [("Ines Calder", "The bridge opens in June."), ("Jo Marsh", "What did it cost?"), ("Ines Calder", "A lot.")]
HEAD = "<text:h text:outline-level='1'>Press Conference on the Harbour Bridge</text:h><text:p>12 March 2026</text:p>"
LABEL = "<text:p><text:span text:style-name='B2'>Ines Calder:</text:span> "
ASKED = "<text:p><text:span text:style-name='Strong'>QUESTION:</text:span> What did it cost?</text:p>"


def make_odt(body: str, *, master: str = "", extra: dict[str, str] | None = None) -> bytes:
    """Return a file with this body; `master` are the running heads and feet."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{AUTOMATIC}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {SPACES}><office:styles>{STYLES}</office:styles><office:master-styles>"
            f"<style:master-page style:name='M'>{master}</style:master-page></office:master-styles>"
            "</office:document-styles>",
        )
        for path, text in (extra or {}).items():
            archive.writestr(path, text)
    return packed.getvalue()


def read(data: bytes) -> ParsedTranscript:
    return parse(open_source(data, "bridge.odt"), name="bridge.odt")


def said(parsed: ParsedTranscript) -> list[tuple[str, str]]:
    return [(turn.label, turn.text) for turn in parsed.document.turns]


def unaccounted(data: bytes, parsed: ParsedTranscript) -> Counter[str]:
    """The words of the file's XML that are nowhere, and, below nothing, those invented."""
    with ZipFile(BytesIO(data)) as archive:
        content, styles = (archive.read(path).decode() for path in ("content.xml", "styles.xml"))
    parts = [re.sub(r"<text:(?:s|tab|line-break)\b[^>]*>", " ", content), styles]
    plain = re.sub(r"</?text:(?:span|a|bookmark)\b[^>]*>", "", " ".join(parts))
    plain = re.sub(r"<[^>]*>", " ", plain).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    words = Counter(words_of(plain))
    for turn in parsed.document.turns:
        words.subtract(words_of(" ".join([turn.label, *turn.paragraphs])))
    for exchange in parsed.document.exchanges:
        words.subtract(words_of(exchange.heading))
    words.subtract(words_of(" ".join([*(one.text for one in parsed.head), *(one.text for one in parsed.left_out)])))
    return Counter({word: count for word, count in words.items() if count})


def test_bold_labels_headings_breaks_and_spaces() -> None:
    data = make_odt(
        f"{HEAD}{LABEL}Thank<text:s text:c='2'/>you.<text:line-break/>The bridge opens.</text:p>{ASKED}"
        f"{LABEL}Three <text:a xlink:href='x'>hundred</text:a> million.</text:p>"
    )
    parsed = read(data)
    assert parsed.document.title == "Press Conference on the Harbour Bridge"
    assert [label for label, _ in said(parsed)] == ["Ines Calder", "QUESTION", "Ines Calder"]
    assert said(parsed)[2][1] == "Three hundred million."
    assert not unaccounted(data, parsed)


def test_what_is_left_out_is_listed_with_reason_and_part() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>By the plan.</text:p>"
        "</text:note-body></text:note>"
    )
    comment = "<office:annotation><dc:creator>Jo</dc:creator><text:p>Check the sum!</text:p></office:annotation>"
    deleted = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Tom</dc:creator>"
        "</office:change-info><text:p>never</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    hidden = "<text:span text:style-name='H'>quietly</text:span>"
    struck = "<text:span text:style-name='S'>two</text:span>"
    data = make_odt(
        f"{deleted}{HEAD}{LABEL}It opens{note} in June{comment}.</text:p>{ASKED}"
        f"{LABEL}{struck} Three hundred {hidden} million.</text:p>"
        "<text:p text:style-name='Secret'>Not for print.</text:p>",
        master="<style:header><text:p>Harbour Council</text:p></style:header>"
        "<style:footer><text:p>Page 1</text:p></style:footer>",
    )
    parsed = read(data)
    assert said(parsed)[0][1] == "It opens in June."
    assert said(parsed)[2][1] == "Three hundred million."
    left = {(one.text, one.reason, one.part) for one in parsed.left_out}
    assert {
        ("1 By the plan.", Reason.NOTE, FilePart.NOTE),
        ("Jo Check the sum!", Reason.COMMENT, FilePart.COMMENT),
        ("never", Reason.DELETED, FilePart.BODY),
        ("quietly", Reason.HIDDEN, FilePart.HIDDEN),
        ("two", Reason.STRUCK, FilePart.BODY),
        ("Not for print.", Reason.HIDDEN, FilePart.HIDDEN),
        ("Harbour Council", Reason.FURNITURE, FilePart.HEAD),
        ("Page 1", Reason.FURNITURE, FilePart.FOOT),
    } <= left
    assert not unaccounted(data, parsed)


def test_tables_and_boxes_are_read() -> None:
    rows = "".join(
        f"<table:table-row><table:table-cell><text:p>{label}</text:p></table:table-cell>"
        f"<table:table-cell><text:p>{words}</text:p><text:p>Thank you.</text:p></table:table-cell></table:table-row>"
        for label, words in ROWS
    )
    box = "<text:p><draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame></text:p>"
    data = make_odt(f"{HEAD}<table:table>{rows}</table:table>{box}")
    parsed = read(data)
    assert [label for label, _ in said(parsed)] == ["Ines Calder", "Jo Marsh", "Ines Calder"]
    assert "In a box." in said(parsed)[2][1]
    assert not unaccounted(data, parsed)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04 no archive", "damaged"),
        (make_odt("", extra={"META-INF/manifest.xml": "<a><encryption-data/></a>"}), "password"),
        (make_odt("<text:p>" * 300 + "</text:p>" * 300), "nested too deeply"),
        (make_odt(" " * 17_000_000), "too large when unpacked"),
        (make_odt("").replace(b"content.xml", b"contemt.xml"), "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(IntakeError, match=sentence):
        read(data)


words = (
    st.lists(
        st.sampled_from(["the", "bridge", "opens", "<", "&", "June", "3,000", "一座桥", "café", "what"]), max_size=5
    )
    .map(" ".join)
    .map(escape)
)
spans = st.builds(
    lambda before, name, inside, after: f"{before} <text:span text:style-name='{name}'> {inside} </text:span> {after}",
    words,
    st.sampled_from(["B", "B2", "H", "S", "Strong", "none"]),
    words,
    words,
)
blocks = st.builds(
    lambda form, label, inside: form.format(label, inside),
    st.sampled_from(
        [
            "<text:p>{}{}</text:p>",
            "<text:h text:outline-level='2'>{}{}</text:h>",
            "<text:list><text:list-item><text:p>{}{}</text:p></text:list-item></text:list>",
            "<text:section text:display='none'><text:p>{}{}</text:p></text:section>",
            "<text:p>a<office:annotation><text:p>{}{}</text:p></office:annotation></text:p>",
            "<table:table><table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell><table:table-cell>"
            "<text:p>{}</text:p></table:table-cell></table:table-row></table:table>",
        ]
    ),
    st.sampled_from(["", "<text:span text:style-name='B'>Ines Calder:</text:span> ", "QUESTION: ", "Jo Marsh: "]),
    spans,
)


@given(st.lists(blocks, max_size=8).map("".join))
@settings(max_examples=examples(120), suppress_health_check=[HealthCheck.too_slow])
def test_no_file_loses_or_gains_a_word(body: str) -> None:
    data = make_odt(f"{HEAD}{LABEL}Thank you all.</text:p>{body}{ASKED}{LABEL}In June.</text:p>")
    assert not unaccounted(data, read(data))


def test_damaged_files_are_read_or_refused() -> None:
    dice = random.Random(3)  # noqa: S311  (no secrets)
    whole = make_odt(f"{HEAD}{LABEL}Thank you all.</text:p>{ASKED}{LABEL}In June.</text:p>")
    for _ in range(examples(300)):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(4, len(data))
            data[at : at + dice.randint(0, 3)] = bytes(dice.randrange(256) for _ in range(dice.randint(0, 3)))
        with suppress(IntakeError):
            read(bytes(data))
