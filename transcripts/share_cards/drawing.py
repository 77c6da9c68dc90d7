"""Drawing a card: a seal, the site's name, a heading, the text, and its speaker."""

import io
import unicodedata
from dataclasses import dataclass

from PIL import Image, ImageDraw

from transcripts.presentation import words_of
from transcripts.share_cards.type_faces import BOLD, REGULAR, can_write, font_of, runs, width
from transcripts.text import without_controls

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
PAPER, INK, QUIET, SEAL, LINE = "#fdfcf9", "#1c1b19", "#5d5a53", "#a32a1c", "#dcd7cb"
SIZES = (66, 58, 50, 44)  # of the text, the first in which all of it has room
_ROOM = 290  # pixels that the text may be high
_LEADING = 1.28


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is written."""

    size: int
    weight: int
    colour: str
    language: str


def draw(site: str, above: str, text: str, below: str, *, language: str) -> bytes:
    """Return the card as a PNG. What the site's type has no letters for is left out, line by line."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 16, HEIGHT), fill=SEAL)
    site, above, text, below = (_clean(each, language) for each in (site, above, text, below))
    _write_one(pen, 66, site, Style(30, BOLD, SEAL, language))
    _write_one(pen, 122, above, Style(27, REGULAR, QUIET, language))
    size, lines = _fit(text, language)
    for number, line in enumerate(lines):
        _write(pen, 190 + round(number * size * _LEADING), line, Style(size, BOLD, INK, language))
    if below:
        pen.line((MARGIN, 520, WIDTH - MARGIN, 520), fill=LINE, width=2)
        _write_one(pen, 546, below, Style(31, REGULAR, INK, language))
    file = io.BytesIO()
    image.quantize(32, method=Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _clean(text: str, language: str) -> str:
    """Return the text on one line, without characters that are not seen; empty where the type lacks one of them."""
    seen = (char for char in without_controls(text) if unicodedata.category(char) != "Cf")
    text = " ".join("".join(seen).split())
    return text if can_write(text, language) else ""


def _write_one(pen: ImageDraw.ImageDraw, y: int, text: str, style: Style) -> None:
    """Write what has room in one line."""
    _write(pen, y, _cut(text, style.size, style.weight, style.language), style)


def _write(pen: ImageDraw.ImageDraw, y: int, text: str, style: Style) -> None:
    """Write one line below `y`, on one baseline whatever the faces."""
    x: float = MARGIN
    for piece, path in runs(text, style.weight, style.language):
        font = font_of(path, style.weight, style.size)
        pen.text((x, y + style.size), piece, font=font, fill=style.colour, anchor="ls")
        x += font.getlength(piece)


def _fit(text: str, language: str) -> tuple[int, list[str]]:
    """Return the size and the lines of the text; what has no room even in the smallest size ends in “…”."""
    for size in SIZES:
        most = int(_ROOM // (size * _LEADING))
        lines = _wrap(text, size, language)
        if len(lines) <= most:
            return size, lines
    lines = lines[:most]
    lines[-1] = _cut(f"{lines[-1]}…", size, BOLD, language)
    return size, lines


def _cut(text: str, size: int, weight: int, language: str) -> str:
    """Return the text, cut so that it has room in one line."""
    room = WIDTH - 2 * MARGIN
    if width(text, size, weight, language) <= room:
        return text
    while text and width(f"{text}…", size, weight, language) > room:
        text = text[:-1]
    return f"{text.rstrip(' ,，、；;：:…')}…"


def _wrap(text: str, size: int, language: str) -> list[str]:
    """Return the text in lines, parted at words: in Chinese between pieces that belong together."""
    room = WIDTH - 2 * MARGIN
    lines, line = [], ""
    for word in _words(text, language):
        if line and width((line + word).rstrip(), size, BOLD, language) > room:
            lines.append(line.rstrip())
            line = ""
        line += word if line else word.lstrip()
        while width(line.rstrip(), size, BOLD, language) > room:  # a word that is longer than a line
            part = next(at for at in range(1, len(line) + 1) if width(line[:at], size, BOLD, language) > room) - 1
            lines.append(line[: max(1, part)])
            line = line[max(1, part) :]
    return [*lines, line.rstrip()] if line.strip() else lines


def _words(text: str, language: str) -> list[str]:
    if language.startswith("zh"):
        return words_of(text, language)
    return [f"{word} " for word in text.split(" ")]
