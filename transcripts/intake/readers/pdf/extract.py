"""Program that reads a PDF on standard input and writes its runs of characters as JSON. It imports nothing of ours.

It runs alone, with limits of time and memory, since PDFium is no thread-safe library and files may be hostile. For
each page it gives width, height, number of pictures, comments, and runs: left, bottom, right, top, size, the number of
first characters that are bold, and the text, in the order of the file.
"""

import ctypes
import json
import resource
import sys
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MOST_SECONDS = 90  # of work
MOST_MEMORY = 1024**3  # bytes
HYPHENS = (0x02, 0xFFFE)  # how PDFium gives the hyphen at which a word was parted
BOLD_WEIGHT = 600
BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
APART = 0.22  # of the size: a gap that parts words
FAR = 1.8  # of the size: a gap that parts runs
RAISED = "0123456789"


def limit() -> None:
    """Bound time and memory of this process."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def look_of(made: object, known: dict[int, tuple[float, bool]]) -> tuple[float, bool]:
    """Return size and weight of a text object's font."""
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(made, size)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(made, matrix)
    scale = abs(matrix.d) or abs(matrix.b) or 1
    font = pdfium.FPDFTextObj_GetFont(made)
    key = ctypes.cast(font, ctypes.c_void_p).value or 0
    if key not in known:
        length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
        buffer = ctypes.create_string_buffer(length + 1)
        pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
        named = buffer.value.decode("utf-8", "replace").lower()
        weight = pdfium.FPDFFont_GetWeight(font)
        known[key] = (weight, any(word in named for word in BOLD_NAMES))
    weight, is_named_bold = known[key]
    return size.value * scale, is_named_bold or weight >= BOLD_WEIGHT


class Runs:
    """The runs of a page so far, and the one that goes on."""

    def __init__(self) -> None:
        self.done: list[list[object]] = []
        self.text: list[str] = []
        self.bold = 0
        self.all_bold = True
        self.left = self.bottom = self.right = self.top = self.size = self.last = 0.0

    def end(self) -> None:
        """End the run."""
        text = "".join(self.text).rstrip()
        if text:
            box = [round(side, 1) for side in (self.left, self.bottom, self.right, self.top, self.size)]
            self.done.append([*box, min(self.bold, len(text)), text])
        self.text = []

    def add(self, char: str, box: tuple[float, float, float, float], size: float, *, bold: bool, spaced: bool) -> None:
        """Add a character to the run, or begin another, where it stands on another line or far from the last one."""
        left, bottom, right, top = box
        is_raised = False
        if self.text:
            tall = self.size if self.size > 1 else 1.0
            middle = (bottom + top) / 2
            same_row = self.bottom - 0.1 * tall <= middle <= self.top + 0.1 * tall
            gap = left - self.right
            is_back = gap < -0.6 * tall and left < self.last - 0.1 * tall  # a ligature's letters share one place
            if not same_row or gap > FAR * tall or is_back:
                self.end()
            else:
                is_raised = char in RAISED and size < 0.8 * self.size and bottom > self.bottom + 0.15 * self.size
                if (spaced or gap > APART * tall) and not is_raised:
                    self._append(" ", bold=bold)
        if not self.text:
            self.left, self.bottom, self.right, self.top, self.size = left, bottom, right, top, size
            self.bold, self.all_bold = 0, True
        if is_raised and self.text[-1][-1:].isdigit():
            char = f"^{char}"
        self._append(char, bold=bold)
        self.last = left
        self.right = right if right > self.right else self.right
        if not is_raised:
            # Comparisons: calls of min and max take a tenth of the time.
            self.bottom = bottom if bottom < self.bottom else self.bottom
            self.top = top if top > self.top else self.top
            self.size = size if size > self.size else self.size

    def _append(self, char: str, *, bold: bool) -> None:
        self.all_bold = self.all_bold and bold
        self.text.append(char)
        if self.all_bold:
            self.bold += len(char)


def by_address() -> tuple[Any, Any, Any]:
    """Return what tells a character's code, box and object, each to be called with addresses."""
    found = (pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetTextObject)
    for one in found:
        one.argtypes = [ctypes.c_void_p, *one.argtypes[1:2], *[ctypes.c_void_p] * len(one.argtypes[2:])]
    found[2].restype = ctypes.c_void_p
    return found


def read_page(page: pypdfium2.PdfPage, known: dict[int, tuple[float, bool]]) -> dict[str, object]:
    """Return a page's runs."""
    text = page.get_textpage()
    raw = text.raw
    runs = Runs()
    box = pdfium.FS_RECTF()
    # Addresses, which are taken and given for each character: to make pointers of them takes a fifth of the time.
    address, beside = ctypes.cast(raw, ctypes.c_void_p).value, ctypes.addressof(box)
    unicode_of, box_of, object_of = by_address()
    at: int | None = None
    size, bold, spaced = 10.0, False, False
    high = 0
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = unicode_of(address, index)
        if code in (0x20, 0xA0, 0x09, 0x0A, 0x0D, 0x00):
            spaced = True
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if not box_of(address, index, beside):
            continue
        made = object_of(address, index)
        if made and made != at:
            size, bold = look_of(ctypes.cast(made, pdfium.FPDF_PAGEOBJECT), known)
            at = made
        char = "\u0002" if code in HYPHENS else chr(code)
        runs.add(char, (box.left, box.bottom, box.right, box.top), size, bold=bold, spaced=spaced)
        spaced = False
    runs.end()
    text.close()
    width, height = page.get_size()
    pictures = sum(1 for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2))
    return {"width": width, "height": height, "pictures": pictures, "comments": comments_of(page), "runs": runs.done}


def comments_of(page: pypdfium2.PdfPage) -> list[str]:
    """Return the comments on a page."""
    found = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), 1000)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        length = pdfium.FPDFAnnot_GetStringValue(note, b"Contents", None, 0)
        if 2 < length < 100_000:
            buffer = ctypes.create_string_buffer(length)
            pdfium.FPDFAnnot_GetStringValue(
                note, b"Contents", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length
            )
            found.append(buffer.raw.decode("utf-16-le", "replace").rstrip("\0"))
        pdfium.FPDFPage_CloseAnnot(note)
    return found


def main() -> None:
    """Read, and write a line of JSON a page; first one with the number of pages, or with what is wrong."""
    limit()
    most = int(sys.argv[1])
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        sys.stdout.write(json.dumps({"error": "password" if "assword" in str(error) else "broken"}) + "\n")
        return
    if len(document) > most:
        sys.stdout.write(json.dumps({"error": "pages"}) + "\n")
        return
    sys.stdout.write(json.dumps({"pages": len(document)}) + "\n")
    known: dict[int, tuple[float, bool]] = {}
    for number in range(len(document)):
        page = document[number]
        sys.stdout.write(json.dumps(read_page(page, known)) + "\n")
        page.close()


if __name__ == "__main__":
    main()
