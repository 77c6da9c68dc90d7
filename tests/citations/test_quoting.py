from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from transcripts.citations import Author, Work, pattern, quotation, sentence, speaker_text, title_in_quotes
from transcripts.listing import day_text


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "“a”"),
        ("zh-hans", "“a”"),
        ("zh-hant", "「a」"),
        ("ja", "「a」"),
        ("de", "„a“"),
        ("fr", "«\u00a0a\u00a0»"),
        ("ko", "“a”"),
        ("ar", "\u2067«a»\u2069"),
    ],
)
def test_words_stand_in_the_marks_of_their_language(language: str, expected: str) -> None:
    assert quotation("a", language) == expected


# A quotation in each language, with one inside it and one inside that, as their printers set them.
NESTED = {
    "en": ("He said: “She said ‘go’ twice.”", "“He said: ‘She said “go” twice.’”"),
    "zh-hans": ("他说：“她说‘走’。”", "“他说：‘她说“走”。’”"),
    "zh-hant": ("他說：「她說『走』。」", "「他說：『她說「走」。』」"),
    "ja": ("彼は「『行け』と言った」", "「彼は『「行け」と言った』」"),
    "de": ("Er sagte: „Sie rief ‚los‘.“", "„Er sagte: ‚Sie rief „los“.‘“"),
    "fr": (
        "Il dit\u00a0: «\u00a0Elle dit “non”.\u00a0»",
        "«\u00a0Il dit\u00a0: “Elle dit «\u00a0non\u00a0».”\u00a0»",
    ),
    "es": ("Dijo: «Ella dijo “no”».", "«Dijo: “Ella dijo «no»”.»"),
    "ru": ("Он сказал: «Это „нет“».", "«Он сказал: „Это «нет»“.»"),
}


@pytest.mark.parametrize("language", NESTED)
def test_a_quotation_in_a_quotation_has_the_inner_marks_of_the_language(language: str) -> None:
    words, expected = NESTED[language]
    assert quotation(words, language) == expected


# Words in English, and how they are quoted.
HARMLESS = [
    ("the boats’ time isn’t “late”", "“the boats’ time isn’t ‘late’”"),
    ("‘It’s late’, he said", "“‘It’s late’, he said”"),
    ('he called it "late" and "wet"', "“he called it ‘late’ and ‘wet’”"),
    ("“One.\n\n“Two.”", "“‘One.\n\n‘Two.’”"),  # a quotation that goes on with the next paragraph
    ("cut off: “late", "“cut off: “late”"),  # what does not add up stands as it is printed
    ("late”, he said", "“late”, he said”"),
    ('12" of rain', '“12" of rain”'),
    ("", "“”"),
]


@pytest.mark.parametrize(("words", "expected"), HARMLESS)
def test_apostrophes_straight_marks_and_cut_quotations_do_no_harm(words: str, expected: str) -> None:
    assert quotation(words, "en") == expected


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("关于《北港规划》的说明", "zh-hans", "《关于〈北港规划〉的说明》"),
        ("關於《北港規劃》的說明", "zh-hant", "《關於〈北港規劃〉的說明》"),
        ("“最后一班船”", "zh-hans", "《“最后一班船”》"),
        ("「港」の話", "ja", "『「港」の話』"),
        ("The “last boat”", "en", "“The ‘last boat’”"),
        ("Le «\u00a0dernier bateau\u00a0»", "fr", "«\u00a0Le “dernier bateau”\u00a0»"),
    ],
)
def test_titles_in_titles_have_inner_marks(title: str, language: str, expected: str) -> None:
    assert title_in_quotes(title, language) == expected


PAIRS = {"en": "“”‘’", "zh-hans": "“”‘’", "zh-hant": "「」『』", "de": "„“‚‘", "es": "«»“”", "ru": "«»„“"}


@pytest.mark.parametrize("language", PAIRS)
@given(data=st.data())
def test_marks_take_turns_however_deep_they_are_and_no_word_changes(language: str, data: st.DataObject) -> None:
    marks = PAIRS[language]
    kind = st.sampled_from([marks[:2], marks[2:]])
    plain = st.text("ab ,.船", max_size=6)
    inner = st.recursive(
        plain,
        lambda found: st.builds(lambda a, pair, b, c: f"{a} {pair[0]}{b}{pair[1]} {c}", plain, kind, found, found),
        max_leaves=6,
    )
    words = data.draw(inner)
    quoted = quotation(words, language)
    strip = str.maketrans("", "", marks)
    assert quoted.translate(strip) == words.translate(strip)
    opened: list[int] = []
    for char in quoted:
        at = marks.find(char)
        if at in (0, 2):
            opened.append(at)
            assert at == (0 if len(opened) % 2 else 2)
        elif at in (1, 3):
            assert opened.pop() == at - 1
    assert not opened


def test_chinese_titles_have_marks_of_their_own() -> None:
    assert title_in_quotes("夜航", "zh-hans") == "《夜航》"
    assert title_in_quotes("Night ferries", "en") == "“Night ferries”"


def test_whose_words_they_are_is_said_as_it_is_printed() -> None:
    assert speaker_text("Ines Calder", "deputy mayor", "", "en") == "Ines Calder, deputy mayor"
    assert speaker_text("伊内丝·考尔德", "副市长", "", "zh-hans") == "副市长伊内丝·考尔德"
    assert speaker_text("Radio Estuary", "", "Mia Toft", "en") == "Radio Estuary (Mia Toft)"
    assert speaker_text("晚邮报", "", "米娅", "zh-hans") == "晚邮报（米娅）"
    assert speaker_text("", "", "", "en") == ""


def test_a_copied_quotation_has_places_for_words_speaker_and_link() -> None:
    assert (
        pattern("Night ferries", "en", "12 March 2024") == "“{words}”\n— {who}, “Night ferries”, 12 March 2024. {link}"
    )


def test_the_sentence_says_who_what_when_where_and_when_it_was_read() -> None:
    whole = Work(
        "k",
        "Night ferries",
        date(2024, 3, 12),
        "Press Room",
        "https://x.example/",
        "en",
        "Transcript",
        "Checked",
        date(2026, 11, 29),
    )
    assert sentence(whole, day_text) == (
        "“Night ferries”, 12 March 2024, transcript published by Press Room, https://x.example/, read 29 November 2026"
    )
    part = replace(whole, container="Night “ferries”", title="Fares", people=(Author("Ines Calder", "Calder"),))
    assert sentence(part, day_text, ["paragraph 2", "corrected 5 May 2024"]) == (
        "Ines Calder, “Fares”, in “Night ‘ferries’”, 12 March 2024, paragraph 2, corrected 5 May 2024, "
        "transcript published by Press Room, https://x.example/, read 29 November 2026"
    )
    with translation.override("zh-hans"):
        assert "“Night ferries”" in sentence(whole, day_text)
        assert "2024年3月12日，第2段，实录由" in sentence(part, day_text, ["第2段"])
