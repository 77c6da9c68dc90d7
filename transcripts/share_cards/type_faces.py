"""The site's type for pictures: which face has which character, and how wide words are."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

_FONTS = Path(settings.BASE_DIR) / "static" / "fonts"
REGULAR, BOLD = 400, 600
_HAN_MARKS = range(0x3000, 0x3040)
# Quotation marks, dashes and dots, which a Chinese text has in the Chinese face.
_SHARED = frozenset("‘’“”—…·–")


@dataclass(frozen=True, slots=True)
class Face:
    """A file of type, and the weight that it is drawn in."""

    path: Path
    weight: int

    def font(self, size: int) -> FreeTypeFont:
        """Return the face in a size."""
        return _load(self.path, self.weight, size)


@lru_cache(maxsize=64)
def _load(path: Path, weight: int, size: int) -> FreeTypeFont:
    font = ImageFont.truetype(str(path), size)
    font.set_variation_by_axes([weight])
    return font


@cache
def _faces() -> tuple[Path, ...]:
    """Return the files that are there, in the order in which they are asked for a character."""
    names = ("press-serif-latin.woff2", "press-serif-latin-ext.woff2", "press-serif-sc.woff2")
    return tuple(_FONTS / name for name in names if (_FONTS / name).exists())


@lru_cache(maxsize=16384)
def _path_of(char: str, is_chinese: bool) -> Path | None:
    """Return the first file that has the character; None where none has."""
    files = _faces()
    if is_chinese and char in _SHARED:
        files = files[::-1]
    return next((path for path in files if _has(path, char)), None)


@cache
def _missing(path: Path) -> bytes:
    return bytes(_load(path, REGULAR, 20).getmask("\U0010ffff"))


def _has(path: Path, char: str) -> bool:
    """Return whether the file has the character: what it lacks is drawn as the box that stands for such."""
    return char.isspace() or bytes(_load(path, REGULAR, 20).getmask(char)) != _missing(path)


def can_write(text: str, language: str) -> bool:
    """Return whether every character of the text is in the site's type."""
    is_chinese = language.startswith("zh")
    return all(char.isspace() or _path_of(char, is_chinese) for char in text)


def runs(text: str, weight: int, language: str) -> Iterator[tuple[str, Face]]:
    """Yield the pieces of the text that one face has; characters that none has are left out."""
    is_chinese = language.startswith("zh")
    piece, current = "", None
    for char in text:
        path = current if char == " " and current else _path_of(char, is_chinese)
        if path is None:
            continue
        if path != current and piece and current:
            yield piece, Face(current, weight)
            piece = ""
        piece, current = piece + char, path
    if piece and current:
        yield piece, Face(current, weight)


def width(text: str, size: int, weight: int, language: str) -> float:
    """Return how many pixels the text takes."""
    return sum(face.font(size).getlength(piece) for piece, face in runs(text, weight, language))
