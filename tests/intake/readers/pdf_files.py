"""PDF files made in code: words at places, in Helvetica, on pages of A4."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842
PICTURE = b"q 500 0 0 700 40 70 cm /P Do Q"


@dataclass(frozen=True, slots=True)
class At:
    """Words at a place, in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 11
    bold: bool = False


def make_pdf(pages: Sequence[Sequence[At]], *, pictures: bool = False, encrypted: bool = False) -> bytes:
    """Return a PDF file with these words on its pages."""
    objects: list[bytes] = [
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        b"stream\nA\nendstream",
    ]
    kids = []
    first = len(objects) + 1
    for number, words in enumerate(pages):
        content = b"\n".join([*(_show(one) for one in words), *([PICTURE] if pictures else [])])
        kids.append(f"{first + number * 2} 0 R")
        objects.append(
            f"<</Type/Page/Parent {first + len(pages) * 2} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents "
            f"{first + number * 2 + 1} 0 R/Resources<</Font<</R 1 0 R/B 2 0 R>>/XObject<</P 3 0 R>>>>>>".encode()
        )
        objects.append(f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream")
    objects.append(f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(kids)}]>>".encode())
    objects.append(f"<</Type/Catalog/Pages {len(objects)} 0 R>>".encode())
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    crypt = "/Encrypt<</Filter/Standard/V 9/R 9>>" if encrypted else ""
    out += f"trailer<</Size {len(objects) + 1}/Root {len(objects)} 0 R{crypt}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def _show(one: At) -> bytes:
    text = one.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return f"BT /{'B' if one.bold else 'R'} {one.size} Tf {one.x} {one.y} Td (".encode() + text + b") Tj ET"


def lines(texts: Sequence[str], *, x: float = 70, top: float = 760, pitch: float = 14, size: float = 11) -> list[At]:
    """Return lines of words from the top down; an empty one is a gap, and “**Label:** words” has a bold label."""
    made = []
    for number, text in enumerate(texts):
        y = top - number * pitch
        if text.startswith("**"):
            label, _, rest = text[2:].partition("**")
            made.append(At(x, y, label, size, bold=True))
            made.append(At(x + 0.62 * size * len(label) + 4, y, rest.strip(), size))
        elif text:
            made.append(At(x, y, text, size))
    return made
