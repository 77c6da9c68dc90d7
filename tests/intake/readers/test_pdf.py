"""PDF files with a text layer: what a reader of the page sees becomes lines, and every word is accounted for."""

import random
from collections import Counter
from contextlib import suppress
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.intake.readers.pdf_files import At, lines, make_pdf
from transcripts.intake import IntakeError, ParsedTranscript, open_source
from transcripts.intake.account import words_of
from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.parsing import parse

TALK = [
    "Press Conference on the Harbour Bridge",
    "12 March 2026",
    "",
    "**Ines Calder:** Thank you. The bridge opens in June, and the ferry goes on until",
    "the trams run. It took four years to build.",
    "",
    "We thank everybody who waited for it.",
    "",
    "**QUESTION:** What did it cost?",
    "",
    "**Ines Calder:** Three hundred million, as planned.",
]


def read(data: bytes, name: str = "bridge.pdf") -> ParsedTranscript:
    return parse(open_source(data, name), name=name)


def said(parsed: ParsedTranscript) -> list[tuple[str, tuple[str, ...]]]:
    return [(turn.label, turn.paragraphs) for turn in parsed.document.turns]


def unaccounted(data: bytes, parsed: ParsedTranscript) -> Counter[str]:
    """The words that another reader sees in the file and that are nowhere, and, below nothing, those invented."""
    words = Counter(word for page in PdfReader(BytesIO(data)).pages for word in words_of(page.extract_text()))
    for turn in parsed.document.turns:
        words.subtract(words_of(" ".join([turn.label, *turn.paragraphs])))
    for exchange in parsed.document.exchanges:
        words.subtract(words_of(exchange.heading))
    words.subtract(words_of(" ".join(one.text for one in (*parsed.head, *parsed.left_out))))
    return Counter({word: count for word, count in words.items() if count})


def test_lines_are_joined_into_paragraphs_and_bold_labels_open_turns() -> None:
    data = make_pdf([lines(TALK)])
    parsed = read(data)
    assert said(parsed) == [
        (
            "Ines Calder",
            (
                "Thank you. The bridge opens in June, and the ferry goes on until the trams run. It took four years "
                "to build.",
                "We thank everybody who waited for it.",
            ),
        ),
        ("QUESTION", ("What did it cost?",)),
        ("Ines Calder", ("Three hundred million, as planned.",)),
    ]
    assert str(parsed.document.held_on) == "2026-03-12"
    assert not unaccounted(data, parsed)


def test_running_heads_and_page_numbers_are_left_out_and_a_sentence_goes_on_over_the_page() -> None:
    def page(number: int, body: list[str]) -> list[At]:
        head = [At(70, 800, f"Harbour Council Paper {number}"), At(290, 30, str(number))]
        return [*head, *lines(body)]

    data = make_pdf(
        [
            page(1, TALK[:4]),
            page(
                2,
                ["the trams run. It took four years to build.", "", "**QUESTION:** What did it cost? The whole of", ""],
            ),
            page(3, ["it, if you please?", "", "**Ines Calder:** Three hundred million."]),
        ]
    )
    parsed = read(data)
    assert said(parsed)[0][1] == (
        "Thank you. The bridge opens in June, and the ferry goes on until the trams run. It took four years to build.",
    )
    assert said(parsed)[1][1] == ("What did it cost? The whole of it, if you please?",)
    left = [(one.text, one.reason, one.part) for one in parsed.left_out]
    assert ("Harbour Council Paper 2", Reason.FURNITURE, FilePart.HEAD) in left
    assert ("3", Reason.FURNITURE, FilePart.FOOT) in left
    assert not unaccounted(data, parsed)


LEFT = """**MS. CALDER:** The bridge opens
in June and it will be wide
enough for trams and for
bicycles on both sides of it.
**QUESTION:** And what about
those who walk over it?
**MS. CALDER:** They go below,"""
RIGHT = """where it is dry in every kind
of weather that we have here.
**QUESTION:** What will all of
this cost the city in the end?
**MS. CALDER:** Three hundred
million for the whole of it,
as we have planned."""


def test_two_columns_are_read_one_after_the_other() -> None:
    title = At(70, 800, "Press Conference on the Harbour Bridge", 16)
    columns = [*lines(LEFT.split("\n"), x=70), *lines(RIGHT.split("\n"), x=320)]
    parsed = read(make_pdf([[title, *columns]]))
    assert [label for label, _ in said(parsed)] == ["MS. CALDER", "QUESTION", "MS. CALDER", "QUESTION", "MS. CALDER"]
    assert said(parsed)[2][1] == ("They go below, where it is dry in every kind of weather that we have here.",)
    assert parsed.document.title == "Press Conference on the Harbour Bridge"


TABLE = [
    ("Ines Calder:", "The bridge opens in June, and the ferry goes on."),
    ("Jo Marsh:", "What did it cost the city?"),
    ("Ines Calder:", "Three hundred million, as planned."),
    ("Jo Marsh:", "Will there be a toll for it?"),
    ("Ines Calder:", "No, there will not be one."),
    ("Jo Marsh:", "And who is going to pay?"),
    ("Ines Calder:", "All of us do, and gladly."),
]


def test_a_table_of_names_and_words_is_no_pair_of_columns() -> None:
    cells = [At(x, 700 - 20 * n, text) for n, row in enumerate(TABLE) for x, text in zip((70, 200), row, strict=True)]
    parsed = read(make_pdf([[*lines(TALK[:2]), *cells]]))
    assert [(label, "".join(text)) for label, text in said(parsed)] == [(one.rstrip(":"), two) for one, two in TABLE]


def test_a_word_parted_at_a_line_s_end_is_joined() -> None:
    body = [
        *TALK[:3],
        "**Ines Calder:** The harbour is compli-",
        "cated, and thirty-one boats lie in a well-",
        "known place of it. It is well-known.",
        "",
        *TALK[8:],
    ]
    text = said(read(make_pdf([lines(body)])))[0][1][0]
    assert text == "The harbour is complicated, and thirty-one boats lie in a well-known place of it. It is well-known."


def test_numbers_of_lines_are_left_out() -> None:
    body = [text for text in TALK if text]
    numbers = [At(40, 760 - 14 * n, str(n + 1)) for n in range(len(body))]
    data = make_pdf([[*numbers, *lines(body)]])
    parsed = read(data)
    assert [label for label, _ in said(parsed)] == ["Ines Calder", "QUESTION", "Ines Calder"]
    assert [one.text for one in parsed.left_out if one.reason is Reason.LINE_NUMBER] == [
        str(n + 1) for n in range(len(body))
    ]
    assert not unaccounted(data, parsed)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (make_pdf([[], []], pictures=True), "is a scan"),
        (make_pdf([[]]), "holds no text"),
        (b"%PDF-1.4\nnothing else", "damaged"),
        (make_pdf([lines(TALK)], encrypted=True), "password|damaged"),
        (make_pdf([[]] * 1501), "1,500 pages"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(IntakeError, match=sentence):
        read(data)


def test_a_pdf_is_known_by_its_first_bytes() -> None:
    assert len(said(read(make_pdf([lines(TALK)]), "bridge.docx"))) == 3


def test_damaged_files_are_read_or_refused() -> None:
    dice = random.Random(5)  # noqa: S311  (no secrets)
    whole = make_pdf([lines(TALK)])
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 20)):
            at = dice.randrange(9, len(data))
            data[at : at + dice.randint(0, 4)] = bytes(dice.randrange(256) for _ in range(dice.randint(0, 4)))
        with suppress(IntakeError):
            read(bytes(data))
