"""Tables of people, of facts, of labels and words, and of figures. A table that is only layout does not count."""

from collections.abc import Sequence

from lxml import etree

from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.left_out import Reason
from transcripts.intake.lines.page_lines import ends_sentence
from transcripts.intake.list_words import LIST_WORDS
from transcripts.intake.people.names import is_listed_name, read_listed
from transcripts.intake.readers.line_builder import Piece
from transcripts.intake.readers.markup import names_of, words_in
from transcripts.intake.vocabulary import DATE_WORDS, SOURCE_WORDS, TIME_WORDS, VENUE_WORDS
from transcripts.text import fold, is_chinese

_FACT_WORDS = DATE_WORDS | TIME_WORDS | VENUE_WORDS | SOURCE_WORDS
_FORM_WORDS = names_of(
    "subject topic recorder keywords reference 主题 主題 议题 議題 地址 会议时间 會議時間 记录人 記錄人 关键词"
)
_NAME_HEADS = frozenset(("name", "names", "full name", "姓名", "名字"))
_ROLE_HEADS = names_of(
    """
    role roles title titles position positions post office function organisation organization affiliation agency
    ministry department unit 职务 職務 职位 職位 单位 單位 机构 機構 部门 部門
    """
)
LONGEST_LABEL_CELL = 120  # characters; a longer first cell is a column of a page's layout
LONGEST_FACT_CELL = 200
SPEECH_CELL = 80  # characters; a cell as long holds speech
LEAST_SPOKEN = 3  # words of a short sentence
_ASKS = tuple("?？!！")


Cell = Sequence[Piece]
Row = Sequence[Cell]


def data_rows(element: etree._Element, *, least: int) -> list[list[etree._Element]] | None:
    """Return the rows of cells of a table or of a list of terms; None when `element` is neither, or only layout."""
    if element.tag == "dl":
        return _rows_of_terms(element)
    if element.tag != "table" or element.find(".//table") is not None:
        return None
    rows = [cells for row in element.iterfind(".//tr") if (cells := [cell for cell in row if cell.tag in ("td", "th")])]
    wide = [row for row in rows if len(row) > 1]
    if len(rows) < least or len(wide) * 2 <= len(rows):
        return None
    if any(len(words_in(row[0])) > LONGEST_LABEL_CELL or len(row) != len(wide[0]) for row in wide):
        return None
    return rows


def is_data(rows: Sequence[Row], *, least: int = 1) -> bool:
    """Return whether rows of cells are a table's, and not the columns of a page's layout."""
    wide = [row for row in rows if len(row) > 1]
    if len(rows) < least or len(wide) * 2 <= len(rows):
        return False
    return all(
        len(row) == len(wide[0]) and sum(len(piece.text) for piece in row[0]) <= LONGEST_LABEL_CELL for row in wide
    )


def _rows_of_terms(element: etree._Element) -> list[list[etree._Element]] | None:
    """Return the terms of a <dl>, each with its description; None when they do not alternate."""
    parts = list(element.iter("dt", "dd"))
    if not parts or [part.tag for part in parts] != ["dt", "dd"] * (len(parts) // 2):
        return None
    if any(len(words_in(term)) > LONGEST_LABEL_CELL for term in parts[::2]):
        return None
    return [list(pair) for pair in zip(parts[::2], parts[1::2], strict=True)]


def arrange(rows: Sequence[Row]) -> list[Piece]:
    """Return the lines of a table as an office would write them without one, what is left out behind its row.

    Facts are "Date: 12 March", people "Name, role", figures are parted by bars; labels and words stay cells.
    """
    aside = [[piece for cell in row for piece in cell if piece.reason is not None] for row in rows]
    rows = [[[piece for piece in cell if piece.reason is None] for cell in row] for row in rows]
    lists_people, holds_speech, is_form = _lists_people(rows), _holds_speech(rows), _is_form(rows)
    name_column = 0
    pieces: list[Piece] = []
    for row, beside in zip(rows, aside, strict=True):
        filled = [cell for cell in row if cell]
        texts = [fold(cell[0].text).rstrip(":： ") if len(cell) == 1 else "" for cell in row]
        if not filled:
            made = []
        elif len(row) == 1:
            made = list(filled[0])
        elif fact := _as_fact(row):
            made = fact
        elif is_form and len(row) == 2 and len(row[0]) == len(row[1]) == 1:
            made = [_joined(row, "：" if is_chinese(row[0][0].text) else ": ")]
            made[0].bold = 0
        elif lists_people and _is_head(texts):
            name_column = next((place for place, text in enumerate(texts) if text in _NAME_HEADS), 0)
            made = [piece for cell in filled for piece in cell]
            for piece in made:
                piece.leave_out(Reason.FURNITURE)
        elif lists_people and (any(len(cell) > 1 for cell in filled) or _names_behind(row)):
            made = [piece for cell in filled for piece in cell]
        elif lists_people:
            made = [_joined([row[name_column], *row[:name_column], *row[name_column + 1 :]], ", ")]
        elif holds_speech or any(len(cell) > 1 for cell in filled):
            made = _as_cells(row)
        else:
            made = [_joined(row, " | ")]
        if made:
            made[0].gap = max(1, made[0].gap)
        pieces += [*made, *beside]
    return pieces


def _names_behind(row: Row) -> bool:
    """Return whether a person and an office stand in a cell behind one that names nobody, as a firm's."""
    first = row[0][0].text if row[0] else ""
    return strip_honorific(first) == first and any(
        len(cell) == 1 and "," in cell[0].text and strip_honorific(cell[0].text) != cell[0].text for cell in row[1:]
    )


def _is_head(texts: Sequence[str]) -> bool:
    """Return whether a row only holds the columns' headings."""
    filled = [text for text in texts if text]
    return any(text in _NAME_HEADS for text in filled) and any(text in _ROLE_HEADS for text in filled)


def _lists_people(rows: Sequence[Row]) -> bool:
    """Return whether most rows are a name and an office."""
    wide = [row for row in rows if len(row) > 1 and all(len(cell) <= 1 for cell in row)]
    if len(wide) * 2 <= len(rows) or _holds_speech(rows) or _is_form(rows):
        return False
    texts = [[cell[0].text if cell else "" for cell in row] for row in wide]
    headed = _is_head([fold(text) for text in texts[0]])
    named = sum(any(_is_name(text) for text in row) or read_listed(", ".join(row)) is not None for row in texts)
    return headed or named * 2 >= len(wide)


def _is_form(rows: Sequence[Row]) -> bool:
    """Return whether rows are facts, a day or a place among them: what else they name is then no list of people."""
    pairs = [row for row in rows if len(row) == 2 and len(row[0]) == 1]
    return any(_fact_word(row[0][0].text) in _FACT_WORDS | _FORM_WORDS for row in pairs)


def _fact_word(text: str) -> str:
    return fold(text).rstrip(":： ")


def _is_name(text: str) -> bool:
    name = strip_honorific(text)
    return name != text or (is_listed_name(text) and not text.isupper())


def _holds_speech(rows: Sequence[Row]) -> bool:
    """Return whether the cells behind the first hold speech."""
    return any(_is_speech(piece.text) for row in rows for cell in row[1:] for piece in cell)


def _is_speech(text: str) -> bool:
    if text.endswith(_ASKS) or (text.endswith(".") and len(text.split()) >= LEAST_SPOKEN):
        return True
    return len(text) > SPEECH_CELL * 2 or (ends_sentence(text) and text[-1] not in ":：)）" and len(text) > 12)


def _as_fact(row: Row) -> list[Piece] | None:
    """Return the lines of a row such as "Date | 12 March" or "Speakers | …"; None when it is no such row."""
    label, *values = row
    if len(label) != 1 or len(values) != 1 or not values[0]:
        return None
    word, lines = _fact_word(label[0].text), values[0]
    if word in LIST_WORDS and all(read_listed(line.text) or is_listed_name(line.text) for line in lines):
        return [Piece(f"{label[0].text.rstrip(':： ')}:", gap=1, block=label[0].block), *lines]
    if word in _FACT_WORDS and len(lines) == 1 and len(lines[0].text) <= LONGEST_FACT_CELL:
        return [_joined([[Piece(f"{label[0].text.rstrip(':： ')}:", block=label[0].block)], lines], " ")]
    return None


def _as_cells(row: Row) -> list[Piece]:
    """Return the lines of a row with the places of their cells."""
    pieces: list[Piece] = []
    for place, cell in enumerate(row, start=1):
        for piece in cell:
            piece.cell = place
        if cell:
            cell[0].gap = 0
        pieces.extend(cell)
    return pieces


def _joined(row: Row, mark: str) -> Piece:
    """Return a row of one-line cells as one line."""
    filled = [cell[0] for cell in row if cell]
    texts = [piece.text.strip() for piece in filled]
    if mark == ", ":
        texts = [text.rstrip(",，;； ") for text in texts]
        mark = "，" if is_chinese(texts[0]) else mark
    bold = filled[0].bold if len(filled) == 1 or filled[0].bold else 0
    return Piece(
        mark.join(texts), min(bold, len(texts[0])), linked=sum(piece.linked for piece in filled), block=filled[0].block
    )
