"""A page's text as numbered lines, and what the page's frame (pagers, buttons, residue of printing) adds to it."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from transcripts.intake.lines.chinese import ONE_EACH
from transcripts.intake.source import Source, SourceLine

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad]")
_WIDE_SPACE = re.compile("\t|[ \u00a0\u3000]{2}")
LONGEST_SPREAD = 40  # characters before a wide space, if they are a label
_CHEVRONS = re.compile(r"^\s*(?:>{2,}|[»≫])\s*")
_INDENT = re.compile(r"(?:\t|\u3000|[ \u00a0]{2,})")
_REST_OF_WORD = re.compile(rf"(?<=[^\W_{ONE_EACH}])[^\W_{ONE_EACH}]+")
_BREAKS = re.compile("[\u2028\u2029\u0085\v\f]")
_BREAK_TAG = re.compile(r"^\s*_?ueditor_page_break_tag_?|\[(?:page|nextpage)\]", re.IGNORECASE)
_STARRED = re.compile(r"^(?P<stars>\*{1,3})(?!\s)(?P<inner>[^*]{1,200})(?P=stars)")
_TERMINAL = re.compile(r"""[.?!؟。？！…:：;；”"'’」』)）\]】]$""")


_PAGER_WORDS = re.compile(
    r"previous|prev|next|last|first|back|pages?:?|上一页|下一页|上一頁|下一頁|首页|首頁|尾页|末页|"
    r"[<>«»‹›|…·ㄑ＜＞]|\.\.\.",
    re.IGNORECASE,
)
PAGE_OF = re.compile(
    r"[\[(（\-–—\s]*(?:page\s*)?(?P<page>\d{1,3})\s*(?:of|/)\s*(?P<pages>\d{1,3})(?:\s*pages?)?[\])）\-–—\s]*",
    re.IGNORECASE,
)
PAGE_ALONE = re.compile(r"[\[(（\-–—\s]*page\s*(?P<page>\d{1,3})[\])）\-–—\s]*", re.IGNORECASE)
_CHINESE_PAGE = re.compile(r"第\s*(?P<page>\d{1,3})\s*[页頁](?:\s*[,，/、]?\s*共\s*(?P<pages>\d{1,3})\s*[页頁])?")
_CHINESE_PAGE_OF = re.compile(r"第?\s*(?P<page>\d{1,3})\s*/\s*(?P<pages>\d{1,3})\s*[页頁]")
_PAGE_LINK = re.compile(r"第\s*(\d{1,3})\s*[页頁]")
_DIGIT = re.compile(r"\d")
PAGE_NUMBER = re.compile(r"[-–—\s]*(?!0)\d{1,3}[-–—\s]*")
_PAGE_INSIDE = re.compile(r"\bpage \d{1,3} of \d{1,3}\b", re.IGNORECASE)
_BUTTONS = re.compile(
    "|".join(
        (
            r"share(?: this.{0,20}| to.{0,40}| on.{0,40})?:?",
            r"(?:print|e-?mail)(?: this)?(?: page| article)?",
            r"read in \w+",
            r"back to (?:the )?top|top|home|menu|search|close(?: window)?|links|contact us|download(?: pdf)?",
            r"跳到主要.{0,10}|跳转到.{0,10}|go to forum.{0,40}|\d+ comments?(?:\(s\))?|e-?mail to a friend",
            r"font size.{0,20}|skip to .{0,20}content|(?:traditional|simplified) chinese",
            r"subscribe.{0,30}|follow us.{0,40}|related(?: links| stories)?:?",
            r"(?:partager|imprimer|compartir|imprimir|compartilhar|compartilhe|partilhar|teilen|drucken|поделиться)"
            r"(?: (?:la|cette|esta|a|diese) \w+)?(?:\s*[:：].{0,80})?",
            r"печать|распечатать|印刷(?:する)?|シェア(?:する)?|공유(?:하기)?|인쇄(?:하기)?|مشاركة|طباعة",
            r"copyright .{0,120}|©.{0,120}|.{0,60}all rights reserved\.?",
            r"分享到?[:：]?.{0,20}|打 ?印(?:本页|本頁)?|列 ?印.{0,6}|[关關][闭閉](?:窗口|視窗)?",
            r"返回(?:顶部|首页)|字[号號體体].{0,12}",
            r"[\[【（(]?\s*(?:[大中小特超][\s|｜/]*){2,4}[\]】）)]?|\[?(?:纠错|打印|关闭)\]?",
        )
    ),
    re.IGNORECASE,
)
_BETWEEN_BUTTONS = re.compile(r"[【】|｜]+")
CAPTION = re.compile(
    "|".join(
        (
            r"[\[(（【](?:photos?|image|picture|file photo)\b.{0,200}[\])）】]",
            r"(?:photos?|image)(?: by|:|/|：).{0,120}",
            r".{4,400}[\[(](?:photo|image|picture)s?\b[^\])]{0,120}[\])]",
            r"(?:图为|圖為|资料图|資料圖).{0,200}",
            r".{4,120}[\s。（(]\S{1,8}\s?\S{0,6}\s?[摄攝]影?[)）]?",
        )
    ),
    re.IGNORECASE,
)
_END_MARK = re.compile(r"#(?:\s*#)+")
_WORDLESS = re.compile(r"[\W_]+")
_NOBODY_KNOWN = re.compile(r"[?？]{1,3}\s?[:：]")  # a label for a voice that nobody knew
LONGEST_PAGER = 2500  # characters
MOST_PAGES = 500
NEARLY_ALL = 8  # of ten lines
LONG_LINE = 400  # characters; a longer line may hold a whole transcript that lost its line ends


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something. `number` counts from 1 in the file; `gap` is the number of blank lines before it.

    `spread` is how many characters stand before a tab or a wide space, 0 when there is none near the beginning;
    `chevrons` means that “>>”, which live captions put before each turn, was taken off. `bold` is how many of the first
    characters are bold, `heading` a heading's level or 0, `cell` the place of a table's cell in its row or 0;
    `heads_row` means that the next line is the next cell of the same row.
    """

    number: int
    text: str
    gap: int = 0
    indented: bool = False
    spread: int = 0
    chevrons: bool = False
    bold: int = 0
    heading: int = 0
    cell: int = 0
    heads_row: bool = False

    @property
    def is_bold(self) -> bool:
        """Whether the whole line is bold."""
        return 0 < len(self.text) <= self.bold


def read_lines(source: Source) -> list[Line]:
    """Return the lines that hold something, white space collapsed; U+00A0 and U+3000 are white space."""
    lines: list[Line] = []
    gap = 0
    for raw in source.lines:
        bold_left = raw.bold
        for piece in _BREAKS.split(raw.text):
            line = _clean(raw, piece, max(0, min(bold_left, len(piece))), gap)
            bold_left -= len(piece) + 1
            if line is None:
                gap += 1
                continue
            lines.append(line)
            gap = 0
    if sum(line.indented for line in lines) * 10 >= len(lines) * NEARLY_ALL:
        lines = [replace(line, indented=False) for line in lines]  # it tells nothing
    return [
        replace(line, heads_row=True) if line.cell and after.cell == line.cell + 1 else line
        for line, after in zip(lines, [*lines[1:], Line(0, "")], strict=False)
    ]


def _clean(raw: SourceLine, piece: str, bold: int, gap: int) -> Line | None:
    """Return a piece of a source's line as a line; None when it holds nothing."""
    visible = _BREAK_TAG.sub("", _INVISIBLE.sub("", piece))
    chevrons = _CHEVRONS.match(visible)
    if chevrons and visible[chevrons.end() :].strip():
        visible, bold = visible[chevrons.end() :], 0
    text = " ".join(visible.split())
    if not text:
        return None
    bold = _to_the_end_of_the_word(text, len(" ".join(_INVISIBLE.sub("", piece[:bold]).split())))
    starred = None if bold else _STARRED.match(text)
    if starred and not text[starred.end() : starred.end() + 1].isalnum():
        # Plain text writes bold as **Name:** words.
        inner = starred["inner"].strip()
        text, bold = f"{inner}{text[starred.end() :]}", len(inner)
    return Line(
        number=raw.number,
        text=text,
        gap=gap,
        indented=bool(_INDENT.match(visible)),
        spread=_spread_of(visible),
        chevrons=bool(chevrons),
        bold=min(bold, len(text)),
        heading=raw.heading,
        cell=raw.cell,
    )


def _to_the_end_of_the_word(text: str, bold: int) -> int:
    """Return where bold type ends that ends within a word; a word is never cut in two."""
    return word.end() if bold > 0 and (word := _REST_OF_WORD.match(text, bold)) else bold


def _spread_of(visible: str) -> int:
    """Return the number of characters of a line, white space collapsed, before a tab or a wide space."""
    stripped = visible.strip()
    wide = _WIDE_SPACE.search(stripped, 0, LONGEST_SPREAD + 2)
    return len(" ".join(stripped[: wide.start()].split())) if wide else 0


def read_pager(text: str) -> tuple[int | None, int | None] | None:
    """Return (this page, number of pages) when `text` is a pager such as "< 1 2 3 >" or "Page 2 of 11"."""
    if len(text) > LONGEST_PAGER or not _DIGIT.search(text):
        return None
    if len(_PAGE_LINK.findall(text)) > 1:
        text = _PAGE_LINK.sub(r" \1 ", text.strip("【】 "))
    for form in (PAGE_OF, PAGE_ALONE, _CHINESE_PAGE, _CHINESE_PAGE_OF):
        match = form.fullmatch(text)
        if match:
            parts = match.groupdict()
            page, pages = int(match["page"]), int(parts["pages"]) if parts.get("pages") else None
            return (page, pages) if 0 < page <= (pages or page) else None
    bare = _PAGER_WORDS.sub(" ", text).split()
    has_arrows = bool(_PAGER_WORDS.search(text))
    if not bare or not all(re.fullmatch(r"\[?\d{1,40}\]?", token) for token in bare):
        return None
    numbers = [int(token.strip("[]")) for token in bare]
    if len(numbers) == 1:
        return _read_glued_pager(bare[0])
    ascending = all(one < two for one, two in pairwise(numbers))
    steps = sum(two - one == 1 for one, two in pairwise(numbers))
    if not ascending or numbers[-1] > MOST_PAGES or not (numbers[0] == 1 or (has_arrows and steps)):
        return None
    marked = [int(token.strip("[]")) for token in bare if token.startswith("[")]
    return (marked[0] if len(marked) == 1 else None, numbers[-1])


def ends_sentence(text: str) -> bool:
    """Return whether `text` ends as a sentence or a quotation does."""
    return bool(_TERMINAL.search(text))


def join_text(one: str, two: str) -> str:
    """Return two halves of a wrapped line as one: with a space, but for Chinese."""
    if one and two and _is_wide(one[-1]) and _is_wide(two[0]):
        return one + two
    return f"{one} {two}".strip()


def _is_wide(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" or char in "“”‘’…—"


def _read_glued_pager(token: str) -> tuple[int | None, int | None] | None:
    """Read a pager that lost its spaces: "1234567891011"."""
    glued, number = "", 0
    while len(glued) < len(token):
        number += 1
        glued += str(number)
    return (None, number) if glued == token and number >= 4 else None


def is_furniture(text: str) -> bool:
    """Return whether a line is a button, an ornament or the number of a page."""
    wordless = _WORDLESS.fullmatch(text) and not (_END_MARK.fullmatch(text) or _NOBODY_KNOWN.fullmatch(text))
    buttons = [piece.strip() for piece in _BETWEEN_BUTTONS.split(text) if piece.strip()]
    are_buttons = bool(buttons) and all(_BUTTONS.fullmatch(button) for button in buttons)
    return bool(_BUTTONS.fullmatch(text) or are_buttons or wordless or _PAGE_INSIDE.search(text))


def frame_reason(text: str) -> str:
    """Return why a line belongs to a page's frame, "furniture" or "caption"; an empty text where it does not."""
    if CAPTION.fullmatch(text):
        return "caption"
    if PAGE_NUMBER.fullmatch(text) or read_pager(text) or is_furniture(text):
        return "furniture"
    return ""
