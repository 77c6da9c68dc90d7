"""The words of the languages besides English and Chinese, and the language of a page."""

import re
import tomllib
from pathlib import Path

import pytest

from transcripts.intake.language_words import LANGUAGES, any_of
from transcripts.intake.languages import guess_language

FOLDER = Path(__file__).resolve().parents[2] / "transcripts" / "intake" / "language_words"
GOLDEN = Path(__file__).parent / "golden"
NAMES = {
    "arabic": "ar", "dutch": "nl", "french": "fr", "german": "de", "italian": "it", "japanese": "ja",
    "korean": "ko", "polish": "pl", "portuguese": "pt", "russian": "ru", "spanish": "es",
}  # fmt: skip


def test_each_language_has_one_file_with_the_same_keys() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == sorted(LANGUAGES)
    keys = [
        {(section, key) for section, table in tomllib.loads(path.read_text(encoding="utf-8")).items() for key in table}
        for path in FOLDER.glob("*.toml")
    ]
    assert all(one == keys[0] for one in keys)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_language_says_what_it_lacks(path: Path) -> None:
    assert "What it lacks" in path.read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize(("name", "tag"), NAMES.items())
def test_the_language_of_a_page_is_told_by_script_and_common_words(name: str, tag: str) -> None:
    assert guess_language((GOLDEN / f"in_{name}.txt").read_text(encoding="utf-8")) == tag


def test_english_stays_english() -> None:
    assert guess_language("The ferry to the island is late, and that is all we know of it.") == "en"
    assert guess_language("Q") == "en"


def test_words_in_latin_letters_are_found_whole_and_others_anywhere() -> None:
    form = re.compile(any_of({"nos", "nosso", "記者"}))
    assert [form.search(text) is not None for text in ("nos", "nosso", "nossa", "monos", "男性記者です")] == [
        True, True, False, False, True,
    ]  # fmt: skip
