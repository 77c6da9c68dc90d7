"""Characters that are no text: a few are taken out and named, and no text is refused for them."""

import pytest

from transcripts.intake import ParsedTranscript, open_source, parse, parse_text

PAGE = "Harbour council, 12 March 2026\n\nInes Calder: The {} met.\n\nQ: Until when?\n\nInes Calder: Until June.\n"


def first_words(parsed: ParsedTranscript) -> str:
    return next(iter(parsed.document.turns)).text


@pytest.mark.parametrize(
    ("written", "read", "code"),
    [
        ("com\x02mittee", "committee", "U+0002"),
        ("com\ufffemittee", "committee", "U+FFFE"),
        ("com\x02\nmittee of all", "committee of all", "U+0002"),
        ("large\x07committee", "large committee", "U+0007"),
        ("council\x92s committee", "council’s committee", "U+0092"),
        ("committee\U0001ffff", "committee", "U+1FFFF"),
        ("committee\ufdd0", "committee", "U+FDD0"),
    ],
)
def test_an_odd_character_is_taken_out_and_named(written: str, read: str, code: str) -> None:
    parsed = parse_text(PAGE.format(written))
    assert " ".join(first_words(parsed).split()) == f"The {read} met."
    assert [(warning.line, str(warning.message)) for warning in parsed.warnings] == [
        (3, f"A character that is not text ({code}) was removed here.")
    ]


def test_several_are_counted() -> None:
    parsed = parse_text(PAGE.format("com\x02mit\x02tee\x07"))
    assert [str(warning.message) for warning in parsed.warnings] == [
        "3 characters that are not text (U+0002, U+0007) were removed from here on."
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp1252", "utf-16"])
def test_no_file_is_refused_for_one(encoding: str) -> None:
    plain = "林海主任：委员会今天上午开了会，大家都来了。" if encoding == "gb18030" else "Ines Calder: Le café fermé."
    text = f"{PAGE.format('committee')}\n{plain} " * 20
    data = text.replace("met.", "met\x01.", 1).encode(encoding)
    parsed = parse(open_source(data, "a.txt"))
    assert first_words(parsed) == "The committee met ."
    assert any("U+0001" in warning.message for warning in parsed.warnings)
