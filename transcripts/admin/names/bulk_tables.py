"""Tables of names as CSV and XLSX: read from uploads, and written so that no cell is a formula.

What reads and writes workbooks is loaded at its first use: a worker that answers readers does without its 4 MB.
"""

import csv
import io
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from transcripts.exports.tables import FORMULA, guard
from transcripts.intake import IntakeError
from transcripts.intake.readers.encoding import decode
from transcripts.models import Named, field_name, label_in, other_languages

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_ROWS = 5000
MOST_CELLS = 20
_SEPARATOR_LINE = re.compile(r'"?sep=(\t|[^\w\s"])"?\r?\n', re.IGNORECASE)  # Excel's own line that names the separator


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: the field it holds, its heading, its accepted other headings, and its name on the page."""

    field: str
    heading: str
    also: tuple[str, ...] = ()
    label: str | Promise = ""


_FIRST = (Column("slug", "slug", ("网址",)), Column("name", "name", ("名称",), _("name")))
_LAST = (
    Column("sort_name", "sort name", ("排序名称",), _("name to sort by")),
    Column("family_name", "family name", ("姓", "姓氏"), _("family name")),
    Column("aliases", "aliases", ("other names", "别名"), _("other names")),
)
# Headings of names in a language that lists have had, beside those that every language has.
_FORMER = {"zh-hans": ("native name", "中文名称")}
# Errors that zip files, XML and the workbook reader raise for broken files.
UNREADABLE = (
    BadZipFile, KeyError, IndexError, ValueError, TypeError, AttributeError, OSError, EOFError,
    SyntaxError, zlib.error, NotImplementedError, RuntimeError,
)  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def columns_of(model: type[Named]) -> list[Column]:
    """Return the columns of a table of the model's records, with a name in each of the interface's other languages."""
    return [column for column in _columns() if column.field.startswith("name_") or hasattr(model, column.field)]


def _columns() -> list[Column]:
    return [*_FIRST, *map(_language_column, other_languages()), *_LAST]


def _language_column(language: str) -> Column:
    """Return the column `name_fr`; it may be headed “name in French” too."""
    field = field_name("name", language)
    with override(settings.LANGUAGE_CODE):
        label = label_in("name", language).lower()
    also = (label, *_FORMER.get(language, ()))
    return Column(field, field, also, label_in(gettext("name"), language))


class TableRefusedError(Exception):
    """Raised for a file that is no table of names; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each as long as `fields`, the names of the columns."""

    fields: Sequence[str]
    rows: Sequence[Sequence[str]]

    def records(self) -> list[dict[str, str]]:
        """Return each row by field, its cells as they were before `guard`."""
        return [dict(zip(self.fields, map(unguard, row), strict=True)) for row in self.rows]

    def to_csv(self) -> str:
        """Return the table as CSV, the headings first."""
        file = io.StringIO(newline="")
        known = {column.field: column.heading for column in _columns()}
        csv.writer(file).writerows([[known[field] for field in self.fields], *self.rows])
        return file.getvalue()

    def to_xlsx(self) -> bytes:
        """Return the table as a workbook of one sheet, whose headings are bold and frozen."""
        from openpyxl import Workbook  # noqa: PLC0415 (as the head says)
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
        from openpyxl.styles import Font  # noqa: PLC0415

        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.freeze_panes = "A2"
        known = {column.field: column.heading for column in _columns()}
        first = [WriteOnlyCell(sheet, known[field]) for field in self.fields]
        for cell in first:
            cell.font = Font(bold=True)
        for row in [first, *self.rows]:
            sheet.append(row)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()


def read_table(content: bytes, columns: Sequence[Column]) -> Table:
    """Return the table in a CSV or XLSX file, whose headings are of `columns`. Raises TableRefusedError."""
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
    fields = _fields(rows[0], columns)
    for row in rows[1:]:
        if any(row[len(fields) :]):
            words = {"name": row[0]}
            raise TableRefusedError(gettext("The row “%(name)s” has more cells than there are columns.") % words)
    return Table(fields, [[*row, *[""] * len(fields)][: len(fields)] for row in rows[1:]])


def write_table(rows: Iterable[Sequence[str]], kind: str, columns: Sequence[Column]) -> bytes:
    """Return rows of `columns` as the bytes of a file, `csv` or `xlsx`; Excel reads the CSV as UTF-8."""
    table = Table([column.field for column in columns], [[guard(cell) for cell in row] for row in rows])
    return table.to_xlsx() if kind == "xlsx" else b"\xef\xbb\xbf" + table.to_csv().encode()


def unguard(cell: str) -> str:
    """Return the cell as it was before `guard`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _fields(cells: Iterable[str], columns: Sequence[Column]) -> list[str]:
    """Return the fields that the first row names. Raises TableRefusedError."""
    named = {
        heading.replace("_", " "): column.field for column in columns for heading in (column.heading, *column.also)
    }
    given = list(cells)
    while given and not given[-1]:
        given.pop()
    fields = []
    for cell in given:
        word = " ".join(cell.replace("_", " ").split()).lower()
        field = named.get(word)
        if field is None:
            known = ", ".join(column.heading for column in columns)
            words = {"column": cell, "known": known}
            raise TableRefusedError(gettext("There is no column “%(column)s”. The columns are: %(known)s.") % words)
        if field in fields:
            raise TableRefusedError(gettext("Duplicate column “%(column)s”.") % {"column": cell})
        fields.append(field)
    if "name" not in fields:
        raise TableRefusedError(gettext("There is no column “name”. The first row must name the columns."))
    return fields


def _read_csv(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV file, separated by commas, semicolons, tabs, or what its first line names."""
    text = _decode(content)
    if named := _SEPARATOR_LINE.match(text):
        delimiter, text = named[1], text[named.end() :]
    else:
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), MOST_ROWS + 2))
    except csv.Error:
        raise TableRefusedError(
            gettext("The file is not a valid table: a quotation mark is unclosed or unmatched.")
        ) from None
    return [[_clean(cell) for cell in row] for row in rows]


def _decode(content: bytes) -> str:
    """Return the text of a CSV file. Raises TableRefusedError.

    It is decoded as any file of intake; a list of names in Han characters alone has too few everyday characters to
    detect its encoding by, and is read as GB18030, which spreadsheets in China write.
    """
    try:
        return decode(content, "").text
    except IntakeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise TableRefusedError(gettext("The file is neither a CSV file in UTF-8 nor an XLSX file."))
    return text


def _read_xlsx(content: bytes) -> list[list[str]]:
    """Return the cells of the first sheet that is not hidden; of formulas, the values computed when it was saved."""
    from openpyxl import load_workbook  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise TableRefusedError(gettext("The file is too large when unpacked."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), book.worksheets[0])
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_CELLS, values_only=True)
        return [[_clean("" if cell is None else str(cell)) for cell in row] for row in rows]
    except TableRefusedError:
        raise
    except (*UNREADABLE, InvalidFileException):
        raise TableRefusedError(gettext("The file cannot be read as an XLSX file. Save it again, or as CSV.")) from None


def _clean(cell: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in cell).split())
