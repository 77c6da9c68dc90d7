"""Small conferences of every layout and language, and files of each kind that hold their lines.

What a file holds is known from what went into it, so that its words need not be read from it by anything of ours.
"""

import json
import random
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache
from html import escape
from itertools import count

from tests.exports.test_golden import IMPRINT
from tests.intake.layouts.pages import Family, make_page, random_family
from tests.intake.readers.pdf_files import lines as pdf_lines
from tests.intake.readers.pdf_files import make_pdf
from tests.intake.readers.test_open_document import make_odt
from tests.intake.readers.word_files import make_word, paragraph, run, words_of_page, words_of_word
from tests.intake.recordings.test_recognisers import samples
from transcripts.document import TranscriptDocument
from transcripts.exports import FORMATS
from transcripts.intake import IntakeError, parse_text, render_sheet
from transcripts.intake.account import words_of

ASKED = (1, 4)  # questions of a small page
LATIN = ("en", "fr", "es", "de", "pt", "it", "nl")  # languages that Helvetica has the letters of
PDF_WIDTH, PDF_LINES = 80, 50
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_INSIDE = re.compile(r"(?<=\w)\*\*(?=\w)")
_OUTER = re.compile(r"^[^\w]+|[^\w]+$")
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Words that turn a line of a page into something else, in no language.
PIECES = [
    "**",
    ">> ",
    "\t",
    "   ",
    "【",
    "】：",
    "[",
    "(((",
    "：：",
    "Q   ",
    "A: ",
    "— ",
    "…",
    "1",
    "10:05",
    "(a)",
    "&",
    "<",
]


@dataclass(frozen=True, slots=True)
class Built:
    """A file: its bytes, its name, its words, and those that `may` be told besides, as times and names of voices are.

    Of one without words, such as a sheet, only the account of what was read is held.
    """

    data: bytes
    name: str
    words: list[str]
    may: list[str] = field(default_factory=list)


def small_page(chance: random.Random, languages: Sequence[str] = ()) -> list[str]:
    """Return the lines of a small page of any layout and language, or of one of these languages."""
    family = random_family(chance)
    if languages and family.language not in languages:
        family = Family(family.label, family.head, family.frame, chance.choice(languages), family.noise)
    return make_page(family, chance, asked=ASKED)[0].rstrip("\n").split("\n")


def changed(chance: random.Random, lines: Sequence[str], most: int = 6) -> list[str]:
    """Return lines with some dropped, doubled, swapped, joined and cut, and with odd pieces and letters in words."""
    lines = list(lines)
    for _ in range(chance.randint(0, most)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        cut = chance.randint(0, len(lines[at]))
        act = chance.randrange(8)
        if act == 0 and len(lines) > 1:
            del lines[at]
        elif act == 1:
            lines.insert(at, lines[other])
        elif act == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif act == 3:
            lines[at] += lines[other]
        elif act == 4:
            lines[at] = lines[at][:cut] + chance.choice(PIECES) + lines[at][cut:]
        elif act == 5:
            lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]
        elif act == 6:
            lines[at] = (
                lines[at][:cut] + chr(chance.choice((chance.randint(33, 126), 0xA0, 0xE9, 0x4E00))) + lines[at][cut:]
            )
        else:
            words = lines[at].split(" ")
            chance.shuffle(words)
            lines[at] = " ".join(words)
    return lines


def turns_of(chance: random.Random, lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return two to eight voices with words, from lines."""
    said = [plain(line) for line in lines if words_of(line)] or ["Yes."]
    voices = ("Ines Calder", "Jo Marsh", "Speaker 1", "阮岚", "Tom Reyes")
    return [
        (chance.choice(voices), " ".join(one.split()).lstrip(">"))
        for one in (chance.choice(said) for _ in range(chance.randint(2, 8)))
    ]


def plain(line: str) -> str:
    """Return a line without the marks of bold type, and without what no file of XML can hold."""
    return _NO_XML.sub("", _BOLD.sub(r"\1", line))


def pieces_of(line: str) -> list[tuple[str, bool]]:
    """Return the pieces of a line, each with whether it is bold."""
    return [(piece, at % 2 == 1) for at, piece in enumerate(_BOLD.split(_NO_XML.sub("", line))) if piece]


def words_in(lines: Sequence[str]) -> list[str]:
    """Return the words of lines."""
    return words_of("\n".join(map(plain, lines)))


# Texts


def as_text(chance: random.Random, lines: Sequence[str]) -> Built:
    text = chance.choice(("\n", "\r\n", "\n\n")).join(map(plain, lines))
    return Built(text.encode(chance.choice(("utf-8", "utf-8-sig", "utf-16"))), "page.txt", words_of(text))


def as_table_text(chance: random.Random, lines: Sequence[str]) -> Built:
    rows = [f"{label}\t{said}" for label, said in turns_of(chance, lines)]
    if chance.random() < 0.5:
        rows = [f"{at}\t{row}" for at, row in enumerate(rows, start=1)]
    head = chance.choice((["Speaker\tText"], ["No.\tSpeaker\tText"], ["发言人\t内容"], []))
    text = "\n".join([plain(lines[0]), "", *head, *rows])
    return Built(text.encode(), "page.txt", words_of(text))


def as_markdown(chance: random.Random, lines: Sequence[str]) -> Built:
    # Bold type within a word parts none.
    made = [_INSIDE.sub("** ", _NO_XML.sub("", line).replace("<", "&lt;").replace("****", "** **")) for line in lines]
    if chance.random() < 0.5:
        made = [f"# {made[0]}", "", *made[1:]]
    text = "\n".join(made)
    return Built(text.encode(), "page.md", words_of(text.replace("&lt;", "<")))


def clock(at: int, mark: str = ".") -> str:
    return f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}{mark}{at * 7 % 1000:03}"


def as_meeting(chance: random.Random, lines: Sequence[str]) -> Built:
    starts = count(chance.randrange(3000), chance.randint(3, 90))
    turns = [(label, said, next(starts)) for label, said in turns_of(chance, lines)]
    forms: list[Callable[[str, str, int], str]] = [
        lambda label, said, at: f"{label}  {at // 60:02}:{at % 60:02}\n{said}\n",
        lambda label, said, at: f"{' '.join(label.split())}   {at // 60}:{at % 60:02}\n{said}\n",
        lambda label, said, at: f"[{label}] {10 + at // 3600}:{at // 60 % 60:02}:{at % 60:02}\n{said}\n",
        lambda label, said, at: f"@{at // 60}:{at % 60:02} - {label}\n{said}\n",
        lambda label, said, at: f"[{clock(at, ',')} --> {clock(at + 2, ',')}] {label}:  {said}\n",
        lambda label, said, at: f"{label}\n{said}\n",
        lambda label, said, at: f"[{clock(at)[:8]}] {label}: {said}",
        lambda label, said, at: f"{clock(at)[:8]} {label}\n{said}\n",
    ]
    form = chance.choice(forms)
    head = chance.choice(([], [plain(lines[0]), ""], ["Ferry briefing", "Tue, Mar 12, 2024 9:01AM • 21:30", ""]))
    foot = chance.choice(([], ["Transcribed by https://otter.ai"]))
    text = "\n".join([*head, *(form(*turn) for turn in turns), *foot])
    words = words_of(text)
    if form is not forms[5]:  # a clock that is kept as a time is no word any more
        words = words_of("\n".join([*head, *(f"{label} {said}" for label, said, _ in turns), *foot]))
    return Built(text.encode(), "page.txt", words, words_of(text))


def as_captions(chance: random.Random, lines: Sequence[str], suffix: str) -> Built:
    cues, words, voices = [], list[str](), list[str]()
    starts = count(chance.randrange(3000), chance.randint(3, 90))
    for number, (label, said) in enumerate(turns_of(chance, lines), start=1):
        at = next(starts)
        text = re.sub(r"-->|[<>{}&]", "", said)
        words += words_of(text)
        voices += words_of(label)
        wrapped = "\n".join(textwrap.wrap(text, 40, break_long_words=False, break_on_hyphens=False))
        if suffix == "srt":
            cues.append(f"{number}\n{clock(at, ',')} --> {clock(at + 2, ',')}\n{label}: {wrapped}\n")
        else:
            voice = chance.choice((f"<v {label}>{wrapped}", f"<v {label}>{wrapped}</v>", f"{label}: {wrapped}"))
            cues.append(f"{clock(at)} --> {clock(at + 2)}\n{voice}\n")
    text = "\n".join([*(["WEBVTT", ""] if suffix == "vtt" else []), *cues])
    return Built(text.encode(), f"page.{suffix}", words, words_of(text) + voices)


def as_recogniser(chance: random.Random, lines: Sequence[str]) -> Built:
    said = [" ".join(text.split()) for _, text in turns_of(chance, lines)[:2]]
    asked, answered = (f"{_OUTER.sub('', one) or 'Yes'}{chance.choice('.?')}" for one in said)
    made = samples(asked, answered)
    name = chance.choice(list(made))
    form, voices = made[name]
    data = json.dumps(form, ensure_ascii=chance.random() < 0.5).encode()
    may = words_of(" ".join(voices) + f" {asked} {answered} Wendell's open in june")
    return Built(data, "page.json", words_of(f"{asked} {answered}"), may * 2)


# Pages and documents


def as_page(chance: random.Random, lines: Sequence[str]) -> Built:
    block = chance.choice(("p", "div", "p class='x'", "li"))
    made = []
    for line in lines:
        inner = "".join(f"<b>{escape(one)}</b>" if bold else escape(one) for one, bold in pieces_of(line))
        made.append(f"<{block}>{inner}</{block.split()[0]}>")
    if chance.random() < 0.3:
        made += [f"<table>{_rows(chance, lines, '<tr>{}</tr>', '<td>{}</td>')}</table>"]
    if chance.random() < 0.3:
        made = [
            "<nav><a href='/'>Home</a> <a href='/news'>News</a></nav><main>",
            *made,
            "</main><footer>1 Quay</footer>",
        ]
    page = f"<!doctype html><html><head><meta charset='utf-8'></head><body>{''.join(made)}</body></html>"
    return Built(page.encode(), "page.html", words_of_page(page))


def _rows(chance: random.Random, lines: Sequence[str], row: str, cell: str) -> str:
    turns = turns_of(chance, lines)
    return "".join(row.format(cell.format(escape(label)) + cell.format(escape(said))) for label, said in turns)


def as_word(chance: random.Random, lines: Sequence[str]) -> Built:
    made = []
    for line in lines:
        runs = (run(escape(one, quote=False), "<w:b/>" if bold else "") for one, bold in pieces_of(line))
        made.append(paragraph("".join(runs), chance.choice(("", "", '<w:pStyle w:val="H"/>'))))
    parts = {}
    if chance.random() < 0.3:
        cell = f"<w:tc>{paragraph(run('{}'))}</w:tc>"
        made.append(f"<w:tbl>{_rows(chance, lines, '<w:tr>{}</w:tr>', cell)}</w:tbl>")
    if chance.random() < 0.3:
        parts["header1"] = paragraph(run("Harbour Council"))
    if chance.random() < 0.2:
        parts["comments"] = f'<w:comment w:id="2">{paragraph(run("Check this first"))}</w:comment>'
        made.append(paragraph('<w:r><w:commentReference w:id="2"/></w:r>'))
    parts["styles"] = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
    data = make_word("".join(made), framed=False, **parts)
    return Built(data, chance.choice(("page.docx", "page.docx", "page.doc")), words_of_word(data))


def as_open_document(chance: random.Random, lines: Sequence[str]) -> Built:
    made = []
    for line in lines:
        spans = (
            f"<text:span text:style-name='B'>{_spaced(one)}</text:span>" if bold else _spaced(one)
            for one, bold in pieces_of(line)
        )
        made.append(f"<text:p>{''.join(spans)}</text:p>")
    words = words_in(lines)
    if chance.random() < 0.3:
        turns = turns_of(chance, lines)
        cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
        rows = (f"<table:table-row>{cell(_spaced(one))}{cell(_spaced(two))}</table:table-row>" for one, two in turns)
        made.append(f"<table:table>{''.join(rows)}</table:table>")
        words += words_of(" ".join(f"{label} {said}" for label, said in turns))
    return Built(make_odt("".join(made)), "page.odt", words)


def _spaced(text: str) -> str:
    return escape(text).replace("\t", "<text:tab/>")


def as_rich_text(chance: random.Random, lines: Sequence[str]) -> Built:
    made = []
    for line in lines:
        runs = (rf"{{\b {_rich(one)}}}" if bold else _rich(one) for one, bold in pieces_of(line))
        made.append(rf"{{\pard {''.join(runs)}\par}}")
    text = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Helvetica;}}\f0 " + "\n".join(made) + "}"
    return Built(text.encode(), chance.choice(("page.rtf", "page.rtf", "page.doc")), words_in(lines))


def _rich(text: str) -> str:
    text = re.sub(r"([\\{}])", r"\\\1", text).replace("\t", r"\tab ")
    return re.sub("[^\0-\x7f]", lambda match: "".join(rf"\u{_signed(unit)}?" for unit in _units(match[0])), text)


def _units(char: str) -> list[int]:
    data = char.encode("utf-16-be")
    return [int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2)]


def _signed(unit: int) -> int:
    return unit - 0x10000 if unit >= 0x8000 else unit


def as_mail(chance: random.Random, lines: Sequence[str]) -> Built:
    heads = {"From": "Press Office <press@roads.example>", "Subject": "The transcript"}
    mail = EmailMessage()
    for name, value in heads.items():
        mail[name] = value
    text = "\n".join(map(plain, lines)) + "\n"
    words = words_of("\n".join([text, *heads.values()]))
    way = chance.randrange(3)
    if way == 0:
        mail.set_content(text, cte=chance.choice(("quoted-printable", "base64")))
    elif way == 1:
        page = "".join(f"<p>{escape(plain(line))}</p>" for line in lines)
        mail.set_content(page, subtype="html")
        words = words_of(" ".join([*words_of_page(page), *heads.values()]))
    else:
        mail.set_content("Please find it attached.")
        words += words_of("Please find it attached.")
        mail.add_attachment(text.encode(), maintype="text", subtype="plain", filename="bridge.txt")
    return Built(mail.as_bytes(), "page.eml", words, words_of("From Subject bridge txt"))


def as_pdf(chance: random.Random, lines: Sequence[str]) -> Built:
    made = list[str]()
    for line in lines:
        text = line.replace("\t", "  ").replace("\xad", "").encode("cp1252", "ignore").decode("cp1252")
        text = re.sub(r"[\0-\x1f\x7f-\x9f]", "", text)
        label = re.match(r"\*\*([^*]+)\*\*", text)
        rest = textwrap.wrap(_BOLD.sub(r"\1", text), PDF_WIDTH, break_long_words=False, break_on_hyphens=False)
        if label and rest and len(label[1]) < PDF_WIDTH and rest[0].startswith(f"{label[1]} "):
            rest[0] = f"**{label[1]}**{rest[0][len(label[1]) :]}"
        made += [row.rstrip("-") for row in rest] or [""]  # a hyphen at a line's end joins
    pages = [pdf_lines(made[at : at + PDF_LINES]) for at in range(0, len(made), PDF_LINES)]
    return Built(make_pdf(pages), "page.pdf", words_in(made))


def as_debate(chance: random.Random, lines: Sequence[str]) -> Built:
    turns = turns_of(chance, lines)
    title = plain(lines[0])
    said = "".join(f"<speech><from>{escape(label)}</from><p>{escape(text)}</p></speech>" for label, text in turns)
    text = (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate name="x"><preface><p><docTitle>'
        f'{escape(title)}</docTitle> <docDate date="2026-03-12">12 March 2026</docDate></p></preface><debateBody>'
        f'<debateSection name="exchange">{said}</debateSection></debateBody></debate></akomaNtoso>'
    )
    return Built(text.encode(), "page.xml", words_of("\n".join([title, "12 March 2026", *map(" ".join, turns)])))


# Files that a press room hands out


@cache
def _own(seed: int) -> TranscriptDocument:
    chance = random.Random(seed)  # noqa: S311  (no secrets)
    while True:
        try:
            return parse_text("\n".join(small_page(chance))).document
        except IntakeError:
            continue


def as_download(chance: random.Random, _lines: Sequence[str]) -> Built:
    document = _own(chance.randrange(200))
    suffix = chance.choice(("md", "docx", "xml", "sheet"))
    if suffix == "sheet":
        text = render_sheet(document, with_ids=chance.random() < 0.5)
        return Built(text.encode(), "page.txt", [])
    data = FORMATS[suffix].make(document, IMPRINT)
    words = words_of_word(data) if suffix == "docx" else words_of(data.decode()) if suffix == "md" else []
    return Built(data, f"page.{suffix}", words)


KINDS: dict[str, Callable[[random.Random, Sequence[str]], Built]] = {
    "text": as_text, "table": as_table_text, "meeting tool": as_meeting, "md": as_markdown, "html": as_page,
    "docx": as_word, "odt": as_open_document, "rtf": as_rich_text, "eml": as_mail, "pdf": as_pdf, "xml": as_debate,
    "vtt": lambda chance, lines: as_captions(chance, lines, "vtt"),
    "srt": lambda chance, lines: as_captions(chance, lines, "srt"),
    "json": as_recogniser, "own downloads": as_download,
}  # fmt: skip
