"""Tables of names as CSV and XLSX: read from what editors upload, and written so that no cell is a formula."""

import csv
import io
import zlib
from collections.abc import Iterable
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from tablib import Dataset

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_ROWS = 5000
MOST_CELLS = 20
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
COLUMNS = {
    "slug": "slug",
    "name": "name",
    "native name": "name_zh_hans",
    "sort name": "sort_name",
    "aliases": "aliases",
}
ALSO = {
    "网址": "slug",
    "名称": "name",
    "中文名称": "name_zh_hans",
    "排序名称": "sort_name",
    "别名": "aliases",
    "name in simplified chinese": "name_zh_hans",
    "other names": "aliases",
}
# What zip files, XML and the reader of workbooks raise about files that are broken.
UNREADABLE = (
    BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, TypeError, AttributeError, OSError, EOFError,
    SyntaxError, zlib.error, NotImplementedError, RuntimeError,
)  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TableRefusedError(Exception):
    """A file that is no table of names; the message is a sentence."""


def read_table(content: bytes) -> Dataset:
    """Return what a CSV or XLSX file holds, with the columns named as fields. Raises TableRefusedError."""
    if len(content) > MOST_BYTES:
        raise TableRefusedError(gettext("The file is larger than 2 MB. Upload it in parts."))
    rows = _read_xlsx(content) if content.startswith(b"PK") else _read_csv(content)
    rows = [row for row in rows if any(row)]
    if not rows:
        raise TableRefusedError(gettext("The file is empty."))
    if len(rows) > MOST_ROWS + 1:
        raise TableRefusedError(
            gettext("The file has more than %(most)d rows. Upload it in parts.") % {"most": MOST_ROWS}
        )
    headers = _headers(rows[0])
    table = Dataset(headers=headers)
    for row in rows[1:]:
        if any(row[len(headers) :]):
            words = {"name": row[0]}
            raise TableRefusedError(gettext("The row “%(name)s” has more cells than there are columns.") % words)
        table.append([*row, *[""] * len(headers)][: len(headers)])
    return table


def write_table(table: Dataset, kind: str) -> bytes:
    """Return the table as the bytes of a file, `csv` or `xlsx`; Excel reads the CSV as UTF-8."""
    safe = Dataset(headers=table.headers)
    for row in table:
        safe.append([guard(str(cell or "")) for cell in row])
    if kind == "xlsx":
        packed: bytes = safe.export("xlsx")
        return packed
    text: str = safe.export("csv")
    return b"\xef\xbb\xbf" + text.encode()


def guard(cell: str) -> str:
    """Return a cell that no spreadsheet computes: an apostrophe stands before what would be a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def unguard(cell: str) -> str:
    """Return what `guard` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _headers(cells: Iterable[str]) -> list[str]:
    """Return the fields that the first row names. Raises TableRefusedError."""
    given = list(cells)
    while given and not given[-1]:
        given.pop()
    fields = []
    for cell in given:
        word = " ".join(cell.replace("_", " ").split()).lower()
        field = COLUMNS.get(word) or ALSO.get(word)
        if field is None:
            known = ", ".join(COLUMNS)
            words = {"column": cell, "known": known}
            raise TableRefusedError(gettext("There is no column “%(column)s”. The columns are: %(known)s.") % words)
        if field in fields:
            raise TableRefusedError(gettext("The column “%(column)s” stands there twice.") % {"column": cell})
        fields.append(field)
    if "name" not in fields:
        raise TableRefusedError(gettext("There is no column “name”. The first row must name the columns."))
    return fields


def _read_csv(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV file, in UTF-8, UTF-16 or GB18030, parted by commas, semicolons or tabs."""
    text = _decode(content)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), MOST_ROWS + 2))
    except csv.Error:
        raise TableRefusedError(
            gettext("The file is not a table: a quotation mark is not closed, or stands alone.")
        ) from None
    return [[_clean(cell) for cell in row] for row in rows]


def _decode(content: bytes) -> str:
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableRefusedError(gettext("The file is neither a CSV file in UTF-8 nor an XLSX file."))


def _read_xlsx(content: bytes) -> list[list[str]]:
    """Return the cells of the first sheet; of formulas, the values that were computed when it was saved."""
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise TableRefusedError(gettext("The file is too large once it is unpacked."))
        book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_CELLS, values_only=True)
        return [[_clean("" if cell is None else str(cell)) for cell in row] for row in rows]
    except TableRefusedError:
        raise
    except UNREADABLE:
        raise TableRefusedError(gettext("The file cannot be read as an XLSX file. Save it again, or as CSV.")) from None


def _clean(cell: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in cell).split())
