"""Pictures for the demonstration content, drawn in plain shapes: a harbour, a house on the quay, a tidal barrage."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1000
HORIZON = 620
Draw = ImageDraw.ImageDraw
Colour = tuple[int, int, int]
INK: Colour = (38, 52, 68)
PALE: Colour = (244, 239, 226)
SEAL: Colour = (170, 66, 50)


def draw_scene(name: str) -> io.BytesIO:
    """Return the scene of that name as a PNG. Raises KeyError."""
    sky, sea, paint = SCENES[name]
    picture = Image.new("RGB", (WIDTH, HEIGHT), sky)
    draw = ImageDraw.Draw(picture)
    _draw_sky(draw, sky)
    draw.rectangle((0, HORIZON, WIDTH, HEIGHT), fill=sea)
    for row in range(12):  # the swell, wider towards the shore
        y = HORIZON + 24 + row * 30
        for x in range(-200 + row * 67 % 180, WIDTH, 260 - row * 6):
            draw.rectangle((x, y, x + 50 + row * 8, y + 2 + row // 3), fill=_mix(sea, PALE, 0.25))
    paint(draw)
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    file.seek(0)
    return file


def _draw_sky(draw: Draw, sky: Colour) -> None:
    for y in range(HORIZON):
        draw.line((0, y, WIDTH, y), fill=_mix(sky, PALE, y / HORIZON * 0.75))
    draw.ellipse((1180, 300, 1320, 440), fill=PALE)


def _mix(one: Colour, two: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return red, green, blue


def _paint_ferry(draw: Draw) -> None:
    """Paint a ferry under way, and the light at the end of the mole."""
    draw.polygon([(0, 560), (330, 600), (360, 660), (0, 680)], fill=INK)
    draw.polygon([(270, 590), (300, 590), (294, 360), (276, 360)], fill=PALE)
    draw.rectangle((268, 330, 302, 362), fill=SEAL)
    draw.polygon([(620, 640), (1240, 640), (1180, 740), (680, 740)], fill=INK)
    draw.rectangle((690, 560, 1140, 640), fill=PALE)
    draw.rectangle((760, 500, 1060, 560), fill=PALE)
    draw.rectangle((900, 420, 980, 500), fill=SEAL)
    for x in range(720, 1110, 60):
        draw.rectangle((x, 584, x + 34, 612), fill=INK)


def _paint_house(draw: Draw) -> None:
    """Paint a long old house on the quay, with a row of windows and a stair."""
    draw.rectangle((0, 700, WIDTH, HEIGHT), fill=(120, 116, 108))
    draw.rectangle((220, 380, 1180, 740), fill=(196, 168, 132))
    draw.polygon([(190, 384), (1210, 384), (1110, 270), (290, 270)], fill=(92, 66, 60))
    draw.polygon([(620, 384), (780, 384), (700, 210)], fill=(196, 168, 132))
    draw.ellipse((670, 300, 730, 360), fill=PALE)
    for x in (280, 400, 520, 830, 950, 1070):
        draw.rectangle((x, 440, x + 60, 540), fill=INK)
        draw.rectangle((x, 590, x + 60, 690), fill=INK)
    draw.rectangle((650, 560, 750, 740), fill=SEAL)
    for step in range(5):
        draw.rectangle((620 - step * 18, 740 + step * 16, 780 + step * 18, 756 + step * 16), fill=PALE)


def _paint_barrage(draw: Draw) -> None:
    """Paint a barrage across a sound, with eight gates and a gull."""
    draw.polygon([(0, 470), (260, 600), (0, 660)], fill=(98, 120, 98))
    draw.polygon([(WIDTH, 430), (1330, 600), (WIDTH, 660)], fill=(98, 120, 98))
    draw.rectangle((120, 590, 1480, 624), fill=(150, 150, 146))
    for gate in range(8):
        x = 190 + gate * 155
        draw.rectangle((x, 540, x + 40, 740), fill=(176, 176, 170))
        draw.rectangle((x + 40, 640, x + 155, 712), fill=INK)
    draw.arc((560, 200, 640, 260), 180, 350, fill=INK, width=6)
    draw.arc((636, 200, 716, 260), 190, 360, fill=INK, width=6)


SCENES: dict[str, tuple[Colour, Colour, Callable[[Draw], None]]] = {
    "ferry": ((146, 176, 196), (74, 108, 132), _paint_ferry),
    "house": ((176, 190, 196), (92, 118, 128), _paint_house),
    "barrage": ((188, 196, 188), (84, 122, 128), _paint_barrage),
}
