"""Lines of a PDF's pages, from runs of characters and their places: columns, heads, numbers of lines, paragraphs."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from transcripts.intake.account import ending, words_of
from transcripts.intake.left_out import FilePart, LeftOut, Reason
from transcripts.intake.readers.page_builder import clean
from transcripts.intake.source import SourceLine
from transcripts.text import fold

GUTTER = 8  # points: the least width of the space between two columns
LEAST_COLUMN = 6  # runs on each side of it
LEAST_WORDS = 3.0  # of a run in a column, on average; a table of names and words has fewer in one
FEW_CROSSING = 0.2  # of all runs, that may stand across both columns
EDGE_ROWS = 2  # rows at the top and at the bottom of a page that may be its head and foot
WIDE_GAP = 1.5  # of the size: a space that sets what stands before it apart
NEXT_PARAGRAPH = 1.3  # of the usual distance of lines
INDENT = 0.8  # of the size
LEAST_NUMBERS = 5  # lines of a page that are numbered
LARGE = 1.2  # of the usual size: a heading
_PAGE_NUMBER = re.compile(
    r"[-–—|•\s]*(?:page|seite|página|p\.)?\s*\d{1,4}(?:\s*(?:of|/|von|de|sur)\s*\d{1,4})?[-–—|•\s]*|第\s*\d+\s*[页頁].{0,12}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\d{1,3})(?:\s+|$)")
_WORD_END = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_HYPHEN = "\u0002"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in a row; sides in points from the page's lower left corner, `bold` the first characters that are."""

    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: int
    text: str


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page: its size in points, how many pictures it has, comments on it, and its runs."""

    width: float
    height: float
    pictures: int
    comments: tuple[str, ...]
    runs: Sequence[Run]


@dataclass(slots=True)
class _Row:
    """A line of a page. `gap` is the distance to the one before in its column, None where that is another's."""

    text: str
    bold: int
    left: float
    bottom: float
    top: float
    size: float
    page: int
    gap: float | None = None
    indented: bool = False
    heading: int = 0
    number: str = ""
    left_out: Reason | None = None
    part: FilePart = FilePart.BODY


@dataclass(slots=True)
class _Lines:
    """The lines made so far, and what was left out beside them."""

    lines: list[SourceLine] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def leave_out(self, text: str, reason: Reason, part: FilePart) -> None:
        if words_of(text):
            before = next((line.text for line in reversed(self.lines) if line.text), "")
            self.left_out.append(LeftOut(max(1, len(self.lines)), text, reason, part, ending(before)))


def lay_out(pages: Sequence[PdfPage]) -> tuple[tuple[SourceLine, ...], tuple[LeftOut, ...]]:
    """Return the lines of the pages in the order of reading, and what was left out."""
    by_page = [_rows_of_page(number, page) for number, page in enumerate(pages)]
    _find_frames(by_page)
    for rows in by_page:
        _take_numbers(rows)
    rows = [row for page in by_page for row in page]
    body = [row for row in rows if row.left_out is None]
    _find_paragraphs(body)
    made = _Lines()
    shown = -1
    for row in _join_hyphens(rows):
        while shown < row.page:
            shown += 1
            for comment in pages[shown].comments:
                made.leave_out(" ".join(clean(comment).split()), Reason.COMMENT, FilePart.COMMENT)
        if row.number:
            made.leave_out(row.number, Reason.LINE_NUMBER, FilePart.BODY)
        if row.left_out is not None:
            made.leave_out(row.text, row.left_out, row.part)
        elif row.text:
            if made.lines and row.gap is None:
                made.lines.append(SourceLine(len(made.lines) + 1, ""))
            indent = "  " if row.indented else ""
            bold = row.bold + len(indent) if row.bold else 0
            made.lines.append(SourceLine(len(made.lines) + 1, indent + row.text, bold, row.heading))
    for page in pages[shown + 1 :]:
        for comment in page.comments:
            made.leave_out(" ".join(clean(comment).split()), Reason.COMMENT, FilePart.COMMENT)
    return tuple(made.lines), tuple(made.left_out)


# Rows and columns


def _rows_of_page(number: int, page: PdfPage) -> list[_Row]:
    """Return a page's lines in the order of reading: across, or column after column between what stands across."""
    runs = [run for run in page.runs if run.text.strip(f" {_HYPHEN}")]
    gutter = _find_gutter(runs)
    if gutter is None:
        return _rows(number, runs)
    across = [run for run in runs if run.left < gutter < run.right]
    rows: list[_Row] = []
    left = [run for run in runs if run.right <= gutter]
    right = [run for run in runs if run.left >= gutter]
    for row in [*_rows(number, across), None]:
        below = row.bottom if row else float("-inf")
        for side in (left, right):
            band = [run for run in side if run.bottom > below]
            rows += _rows(number, band)
            side[:] = [run for run in side if run.bottom <= below]
        rows += [row] if row else []
    return rows


def _find_gutter(runs: Sequence[Run]) -> float | None:
    """Return where the space between two columns lies, or None: it is looked for before rows are made."""
    if len(runs) < 2 * LEAST_COLUMN:
        return None
    first, last = min(run.left for run in runs), max(run.right for run in runs)
    width = last - first
    best: tuple[int, float] | None = None
    for step in range(30, 71):
        at = first + width * step / 100
        crossing = [run for run in runs if run.left < at + GUTTER / 2 and run.right > at - GUTTER / 2]
        if len(crossing) > FEW_CROSSING * len(runs) or (best and len(crossing) >= best[0]):
            continue
        left, right = [run for run in runs if run.right <= at], [run for run in runs if run.left >= at]
        if all(len(side) >= LEAST_COLUMN and _mean_words(side) >= LEAST_WORDS for side in (left, right)):
            beside = [one for one in left if any(one.bottom < two.top and two.bottom < one.top for two in right)]
            if len(beside) * 2 > len(left):
                best = (len(crossing), at)
    return best[1] if best else None


def _mean_words(runs: Sequence[Run]) -> float:
    words = [len(words_of(run.text)) for run in runs]
    return sum(words) / len(words)


def _rows(number: int, runs: Iterable[Run]) -> list[_Row]:
    """Return the lines that runs make, from the top down; what stands on one height is one line."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -(run.bottom + run.top)):
        last = rows[-1] if rows else None
        if last and min(last[0].top, run.top) - max(last[0].bottom, run.bottom) > 0.5 * min(
            last[0].top - last[0].bottom, run.top - run.bottom
        ):
            last.append(run)
        else:
            rows.append([run])
    made: list[_Row] = []
    for row in rows:
        row.sort(key=lambda run: run.left)
        made.append(_row_of(number, row))
        if len(made) > 1:
            made[-1].gap = made[-2].bottom - made[-1].bottom
    return made


def _row_of(number: int, runs: Sequence[Run]) -> _Row:
    text, bold, is_bold, right = "", 0, True, 0.0
    for run in runs:
        words = clean(run.text.replace(_HYPHEN, "\ue002")).replace("\ue002", _HYPHEN)
        if text:
            gap = run.left - right
            text += "   " if gap > WIDE_GAP * run.size else " " if gap > 0.1 * run.size or gap < -run.size else ""
        if is_bold and run.bold:
            bold = len(text) + min(run.bold, len(words))
        is_bold = is_bold and run.bold >= len(run.text)
        text += words
        right = run.right
    size = max(run.size for run in runs)
    bottom, top = min(run.bottom for run in runs), max(run.top for run in runs)
    return _Row(text, bold, runs[0].left, bottom, top, size, number)


# What a page adds


def _find_frames(pages: Sequence[list[_Row]]) -> None:
    """Mark running heads and feet, and page numbers: the same at the edge of several pages, but for figures."""
    for part in (FilePart.HEAD, FilePart.FOOT):
        edges = [_edge(rows, part) for rows in pages]
        shapes = Counter(shape for rows in edges for shape in {_shape(row) for row in rows})
        least = 2 if len(pages) < 4 else max(3, len(pages) // 3)
        for rows in edges:
            for at, row in enumerate(rows):
                is_number = bool(_PAGE_NUMBER.fullmatch(row.text)) and len(pages) > 1
                before = rows[:at]
                if is_number or (shapes[_shape(row)] >= least and all(one.left_out for one in before)):
                    row.left_out, row.part = Reason.FURNITURE, part


def _edge(rows: Sequence[_Row], part: FilePart) -> list[_Row]:
    """Return the rows at the top or the bottom of a page, the outermost first."""
    ordered = sorted(rows, key=lambda row: row.bottom, reverse=part is FilePart.HEAD)
    return ordered[:EDGE_ROWS] if len(ordered) > EDGE_ROWS else ordered[:1]


def _shape(row: _Row) -> str:
    return re.sub(r"\d+", "0", fold(row.text))


def _take_numbers(rows: list[_Row]) -> None:
    """Take the numbers off the lines of a page whose lines are numbered, each or every fifth."""
    body = [row for row in rows if row.left_out is None]
    found = [(row, int(match[1]), match) for row in body if (match := _NUMBERED.match(row.text))]
    if len(found) < LEAST_NUMBERS and not (len(found) >= 3 and all(number % 5 == 0 for _, number, _ in found)):
        return
    numbers = [number for _, number, _ in found]
    steps = {two - one for one, two in itertools.pairwise(numbers)}
    if steps not in ({1}, {5}) or (steps == {1} and len(found) * 10 < len(body) * 8):
        return
    for row, _, match in found:
        row.number = match[1]
        row.text = row.text[match.end() :]
        row.bold = max(0, row.bold - match.end())


# Paragraphs and words


def _find_paragraphs(rows: Sequence[_Row]) -> None:
    """Mark where paragraphs begin: after more space, or indented; and which lines are headings by their size."""
    if not rows:
        return
    sizes = Counter()  # type: ignore[var-annotated]
    for row in rows:
        sizes[row.size] += len(row.text)
    usual = sizes.most_common(1)[0][0]
    gaps = sorted(row.gap for row in rows if row.gap is not None and 0 < row.gap < 4 * usual)
    pitch = (
        gaps[len(gaps) // 4] if gaps else usual
    )  # within paragraphs; there are fewer, and greater ones, between them
    margins = _margins(rows)
    before: _Row | None = None
    for row in rows:
        margin = margins[row.page]
        nearest = min(margin, key=lambda side: (row.left < side - 1, abs(row.left - side)))
        row.indented = INDENT * row.size < row.left - nearest < 8 * row.size
        if before is None or before.page != row.page:
            row.gap = None
        is_large = row.size > LARGE * usual and len(row.text) < 200
        row.heading = (1 if row.page == 0 and row.size > 1.35 * usual else 2) if is_large else 0
        is_new = row.gap is not None and row.gap > NEXT_PARAGRAPH * pitch
        other_size = before is not None and abs(before.size - row.size) > 0.15 * usual
        goes_on = before is not None and row.gap is None
        row.gap = None if (is_new or other_size) and not (goes_on and not other_size) else 0.0
        before = row


def _margins(rows: Sequence[_Row]) -> dict[int, list[float]]:
    """Return the left edges at which most lines of each page begin, one for each column."""
    found: dict[int, Counter[float]] = {}
    for row in rows:
        found.setdefault(row.page, Counter())[round(row.left / 2) * 2.0] += 1
    margins = {}
    for page, counts in found.items():
        most = max(counts.values())
        margins[page] = [left for left, count in counts.items() if count * 3 >= most]
    return margins


def _join_hyphens(rows: Sequence[_Row]) -> list[_Row]:
    """Join words that the end of a line parts: the second half moves up."""
    body = [row for row in rows if row.left_out is None]
    known = Counter(word for row in body for word in words_of(fold(row.text)))
    for row, after in itertools.pairwise(body):
        row.text = row.text.rstrip()
        head, _, rest = after.text.lstrip().partition(" ")
        is_marked = row.text.endswith(_HYPHEN)
        row.text = row.text.rstrip(_HYPHEN) + "-" if is_marked else row.text
        parted = _WORD_END.search(row.text)
        if not (head and after.gap is not None and (is_marked or (parted and head[0].islower()))):
            continue
        first = re.split(r"[^\w’']", head, maxsplit=1)[0]
        whole = bool(parted) and known[fold(parted[1] + first)] > 0  # type: ignore[index]
        pair = f"{parted[1]}-{first}" if parted else ""
        is_pair = not whole and bool(pair) and any(pair in one.text for one in body)
        row.text = (row.text[:-1] if parted and head[0].islower() and not is_pair else row.text) + head
        after.bold = max(0, after.bold - len(after.text) + len(rest))
        after.text = rest
    for row in body:
        row.text = row.text.replace(_HYPHEN, "")
    return list(rows)
