"""Rich text: groups, fonts, codes and destinations become lines, and every word is accounted for."""

import random
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from transcripts.intake import IntakeError, ParsedTranscript, open_source
from transcripts.intake.account import words_of
from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.parsing import parse

TOP = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Helvetica;}{\f1\fnil\fcharset134 SimSun;}}"
    r"{\colortbl;\red255\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1 heading 1;}}"
    r"{\info{\title A title}{\author Somebody}}\f0 "
)
HEAD = r"{\pard\s1\b\fs36 Press Conference on the Harbour Bridge\par}{\pard 12 March 2026\par}"
ASKED = r"{\pard{\b QUESTION:} What did it cost?\par}"
LAST = r"{\pard{\b Ines Calder:} Three hundred million.\par}"


ROWS = [("Ines Calder", "The bridge opens."), ("Jo Marsh", "What did it cost?"), ("Ines Calder", "A lot.")]


def read(body: str, data: bytes = b"") -> ParsedTranscript:
    return parse(open_source(data or (TOP + body + "}").encode("latin-1"), "bridge.rtf"), name="bridge.rtf")


def said(body: str) -> list[tuple[str, str]]:
    parsed = read(f"{HEAD}{body}{ASKED}{LAST}")
    return [(turn.label, turn.text) for turn in parsed.document.turns]


def first(words: str) -> str:
    """The words of the first speaker, as rich text says them."""
    return said(r"{\pard{\b Ines Calder:} " + words + r"\par}")[0][1]


def test_bold_labels_and_headings() -> None:
    parsed = read(f"{HEAD}{LAST}{ASKED}{LAST}")
    assert parsed.document.title == "Press Conference on the Harbour Bridge"
    assert [turn.label for turn in parsed.document.turns] == ["Ines Calder", "QUESTION", "Ines Calder"]


@pytest.mark.parametrize(
    ("rich", "words"),
    [
        (r"It is \'93open\'94 \emdash  at last.", "It is “open” — at last."),
        (r"Caf\'e9 and caf\u233? alike.", "Café and café alike."),
        (r"\uc2 A bridge: \u26725\'c7\'c5 is it.", "A bridge: 桥 is it."),
        (r"{\f1 \'b4\'f3\'c7\'c5\'a1\'a3} It opens.", "大桥。 It opens."),
        (r"A face \u-10179?\u-8704? laughs.", "A face 😀 laughs."),
        (r"One\~two\_three x\-y {\*\generator Riched;}four.", "One two-three xy four."),
        (r"It is {\field{\*\fldinst HYPERLINK x}{\fldrslt open}} now.", "It is open now."),
        (r"It is {\*\bkmkstart a}open{\*\bkmkend a} now.", "It is open now."),
        (r"A picture {\pict\pngblip 89504e47} here.", "A picture here."),
        ("Raw {\\bin4 }}{{} bytes.", "Raw bytes."),
        (r"{\upr{old}{\*\ud new}} bridge.", "new bridge."),
        (r"{\listtext 1.\tab}First we thank you.", "1. First we thank you."),
    ],
)
def test_codes_are_characters(rich: str, words: str) -> None:
    assert " ".join(first(rich).split()) == words


def test_asian_bold_is_bold() -> None:
    body = r"{\pard{\dbch\ab\f1 \'b3\'c2\'c4\'b3\'a3\'ba}{\f1 \'b4\'f3\'c7\'c5\'bf\'aa\'cd\'a8\'a1\'a3}\par}"
    source = open_source((TOP + body + "}").encode("latin-1"), "bridge.rtf")
    assert (source.lines[0].text, source.lines[0].bold) == ("陈某：大桥开通。", 3)


def test_what_is_left_out_is_listed_with_reason_and_part() -> None:
    body = (
        r"{\header\pard Harbour Council\par}{\footer\pard Page 1\par}"
        r"{\pard{\b Ines Calder:} It opens{\footnote\pard By the plan.} in{\v  quietly} {\strike July}"
        r"{\deleted  never} June"
        r"{\*\atnid JM}{\*\atnauthor Jo}{\*\annotation\pard Check the sum!}.\par}"
    )
    parsed = read(f"{HEAD}{body}{ASKED}{LAST}")
    assert next(iter(parsed.document.turns)).text == "It opens in June."
    assert {(one.text, one.reason, one.part) for one in parsed.left_out} == {
        ("Harbour Council", Reason.FURNITURE, FilePart.HEAD),
        ("Page 1", Reason.FURNITURE, FilePart.FOOT),
        ("By the plan.", Reason.NOTE, FilePart.NOTE),
        ("quietly", Reason.HIDDEN, FilePart.HIDDEN),
        ("July", Reason.STRUCK, FilePart.BODY),
        ("never", Reason.DELETED, FilePart.BODY),
        ("JM", Reason.COMMENT, FilePart.COMMENT),
        ("Jo", Reason.COMMENT, FilePart.COMMENT),
        ("Check the sum!", Reason.COMMENT, FilePart.COMMENT),
    }


def test_tables_are_read() -> None:
    rows = "".join(
        rf"\trowd\cellx2000\cellx9000\pard\intbl {label}\cell {words}\cell\row "
        for label, words in [
            ("Ines Calder", "The bridge opens."),
            ("Jo Marsh", "What did it cost?"),
            ("Ines Calder", "A lot."),
        ]
    )
    turns = read(rf"{HEAD}{rows}\pard Thank you all.\par").document.turns
    assert [(turn.label, turn.paragraphs[0]) for turn in turns] == ROWS


def test_a_file_named_otherwise_is_known_by_its_first_bytes() -> None:
    data = (TOP + HEAD + LAST + ASKED + LAST + "}").encode()
    assert len(list(parse(open_source(data, "bridge.docx")).document.turns)) == 3


@pytest.mark.parametrize(
    ("data", "sentence"), [(b"no rich text", "damaged"), (b"{\\rtf1 " + b"{" * 500, "nested too deeply")]
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(IntakeError, match=sentence):
        read("", data)


words = st.lists(st.sampled_from(["the", "bridge", "opens", "June", "3,000", "what", "café"]), max_size=5).map(" ".join)
FORMS = [
    *("{w}", r"{{\b {w}}}", r"{{\v {w}}}", r"{{\strike {w}}}", r"{{\footnote {w}}}", r"{{\*\annotation {w}}}"),
    *(r"{{\i {w}}} ", r"\line {w}", r"\tab {w}", r"{{\fldrslt {w}}}", r"{{\*\shpinst{{\shptxt {w}}}}}", r"\par {w}"),
    r"{{\deleted {w}}}",
]


@given(st.lists(st.tuples(st.sampled_from(FORMS), words), max_size=8))
@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
def test_no_file_loses_or_gains_a_word(pieces: list[tuple[str, str]]) -> None:
    body = " ".join(form.format(w=said.replace("é", r"\'e9")) for form, said in pieces)
    parsed = read(rf"{HEAD}{{\pard{{\b Ines Calder:}} Thank you. {body}\par}}{ASKED}{LAST}")
    have = Counter(words_of(" ".join(said for _form, said in pieces)))
    have.update(words_of("Press Conference on the Harbour Bridge 12 March 2026 Ines Calder Thank you"))
    have.update(words_of("QUESTION What did it cost Ines Calder Three hundred million"))
    for turn in parsed.document.turns:
        have.subtract(words_of(" ".join([turn.label, *turn.paragraphs])))
    for exchange in parsed.document.exchanges:
        have.subtract(words_of(exchange.heading))
    have.subtract(words_of(" ".join(one.text for one in (*parsed.head, *parsed.left_out))))
    assert not {word: count for word, count in have.items() if count}


def test_damaged_files_are_read_or_refused() -> None:
    dice = random.Random(9)  # noqa: S311  (no secrets)
    whole = (TOP + HEAD + LAST + ASKED + LAST + "}").encode()
    signs = [
        b"{",
        b"}",
        b"\\",
        b"\\'",
        b"\\u",
        b"\\bin99999 ",
        b"\\*",
        b"\\cell",
        b"\\row",
        b"\\uc9",
        b"\\f99999",
        b"\xff",
    ]
    for _ in range(examples(600)):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 10)):
            at = dice.randrange(6, len(data))
            data[at : at + dice.randint(0, 6)] = dice.choice(signs)
        with suppress(IntakeError):
            read("", bytes(data))
