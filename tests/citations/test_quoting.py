from datetime import date

import pytest
from django.utils import translation

from transcripts.citations import Work, pattern, quotation, sentence, speaker_text, title_in_quotes


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


def test_the_sentence_says_who_what_when_and_where() -> None:
    whole = Work(
        "k", "Night ferries", date(2024, 3, 12), "Press Room", "https://x.example/", "en", "Transcript", "Checked"
    )
    assert (
        sentence(whole, "12 March 2024")
        == "“Night ferries”, 12 March 2024, transcript published by Press Room, https://x.example/"
    )
    with translation.override("zh-hans"):
        assert "“Night ferries”" in sentence(whole, "2024年3月12日")
