"""Cards: pictures of the stated size that hold the words, kept by their digest, and gone with what was taken back."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from tests.builders import make_conference, make_exchange, make_speaker
from transcripts import actions, share_cards
from transcripts.file_cache import FileCache
from transcripts.share_cards import Card, drawing
from transcripts.share_cards.drawing import HEIGHT, WIDTH
from transcripts.share_cards.type_faces import can_write


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILE_CACHE_ROOT = tmp_path
    return tmp_path / "cards"


def ink(content: bytes, top: int, bottom: int) -> int:
    """How many pixels between two heights are dark."""
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT)) == ("PNG", (1200, 630))
    return sum(image.convert("L").crop((40, top, WIDTH, bottom)).histogram()[:128])


def draw(text: str, below: str = "", language: str = "en") -> bytes:
    return drawing.draw("Press Room", "", text, below, language=language)


def test_words_are_drawn_and_what_has_no_letters_is_left_out() -> None:
    assert ink(draw("Night ferries"), 180, 510) > 2000
    assert ink(draw("Night ferries", "Ines Calder"), 530, 630) > 500
    assert not can_write("ꙮ", "en")
    assert ink(draw("Boat ꙮ"), 180, 510) == 0
    assert ink(draw("Zoltán Őry\u200b, Łódź"), 180, 510) > 1000


@pytest.mark.skipif(not can_write("夜航", "zh-hans"), reason="The typefaces of print are not here.")
def test_chinese_is_drawn_in_a_chinese_face() -> None:
    content = draw("请问夜航“最后一班”几点开？", "林海月，局长", "zh-hans")
    assert ink(content, 180, 510) > 3000
    assert ink(content, 530, 630) > 500


def test_long_words_end_within_the_picture() -> None:
    for text in ("boat " * 200, "b" * 400, "W" * 30):
        content = draw(text)
        image = Image.open(io.BytesIO(content)).convert("L")
        assert image.crop((WIDTH - 60, 0, WIDTH, HEIGHT)).getextrema()[0] > 200
        assert image.crop((40, 505, WIDTH, HEIGHT)).getextrema()[0] > 200


def test_a_card_is_made_once_and_others_words_are_another_card(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card("Press Room", "", "Night ferries", "", "en")
    first = share_cards.card_png(card)
    assert [path.name for path in folder.iterdir()] == [card.digest]
    monkeypatch.setattr(drawing, "draw", lambda *words, language: b"drawn")
    assert share_cards.card_png(card) == first
    assert share_cards.card_png(Card("Press Room", "", "Day ferries", "", "en")) == b"drawn"


def test_so_many_files_are_kept_and_no_more(folder: Path) -> None:
    files = FileCache("cards", most=3)
    for number in range(6):
        files.put(str(number), b"x")
    assert len(list(folder.iterdir())) == 3


@pytest.mark.django_db
def test_a_card_goes_with_what_was_withdrawn(
    client: Client, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    conference = make_conference()
    exchange = make_exchange(conference, speaker=make_speaker("Ines Calder"))
    for path in (f"/cards/exchanges/{exchange.public_id}.png", f"/cards/conferences/{conference.public_id}.png"):
        response = client.get(path)
        assert response["Content-Type"] == "image/png"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert len(list(folder.iterdir())) == 2
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(conference, reason="It was of another meeting.", change=actions.Change())
    assert list(folder.iterdir()) == []
    assert client.get(path).status_code == 410
