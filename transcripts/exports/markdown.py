"""A transcript as Markdown (CommonMark), in which no character of the text means anything to the format."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from transcripts.document import Kind, TranscriptDocument
from transcripts.exports.front_matter import front_matter
from transcripts.presentation import ExchangeView, Imprint, TurnView

_MEANINGFUL = re.compile(r"[\\`*_\[\]<>&~|$]")
# What opens a block at a line's start: headings, lists, underlines, tables, definitions.
_OPENING = re.compile(r"^(?=[#+=:-])|^(?P<number>[0-9]+)(?=[.)])")
_HARD_BREAK = "\\\n"


def render_markdown(document: TranscriptDocument, imprint: Imprint) -> bytes:
    """Return the transcript as Markdown, in UTF-8: a heading for each exchange, the speaker in bold before the words.

    Source of the escapes: CommonMark 0.31, sections 2.4 and 4; those of tables, strikethrough and formulas as well.
    """
    view, front = imprint.view(document), front_matter(document, imprint)
    blocks = [f"# {_escape(view.title)}"]
    blocks += ["\n".join(f"- {_escape(label)}{front.colon}{_value(value)}" for label, value in front.facts)]
    blocks += [_escape_lines(paragraph) for paragraph in view.summary.split("\n\n") if paragraph]
    if front.people:
        people = (f"- {_escape(name)}{f' ({_escape(role)})' if role else ''}" for name, role in front.people)
        blocks += [f"**{_escape(front.people_title)}**", "\n".join(people)]
    for exchange in view.exchanges:
        blocks.extend(_exchange(exchange, front.colon))
    if front.corrections or front.closing:
        blocks.append("---")
    if front.corrections:
        blocks += [f"**{_escape(front.corrections_title)}**"]
        blocks += ["\n".join(f"- {_escape_lines(line)}" for line in front.corrections)]
    blocks += map(_escape_lines, front.closing)
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def rows_as_markdown(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield rows of a list as Markdown: of a turn who said it where, with the link, and the words."""
    for row in rows:
        if "text" not in row:
            about = ", ".join(_escape(row[name]) for name in ("date", "series") if row[name])
            yield f"## [{_escape(row['title'])}]({row['url']})\n\n{about}\n\n"
            continue
        who = row["label"] or row["speaker"] or row["outlet"] or row["kind"]
        where = ", ".join(filter(None, (row["date"], row["title"], row["heading"])))
        words = "\n\n".join(_escape_lines(paragraph) for paragraph in row["text"].split("\n\n"))
        yield f"## {_escape(who)}\n\n[{_escape(where)}]({row['url']})\n\n{words}\n\n"


def _exchange(exchange: ExchangeView, colon: str) -> Iterator[str]:
    """Yield an exchange's blocks: its heading with the permanent link, its topics, its turns."""
    heading = f"{exchange.number}. {exchange.heading}" if exchange.heading else f"{exchange.number}."
    yield f"## [{_escape(heading)}]({exchange.url})" if exchange.url else f"## {_escape(heading)}"
    if exchange.topics:
        yield "*" + " · ".join(_escape(topic.name) for topic in exchange.topics) + "*"
    for turn in exchange.turns:
        yield from _turn(turn, colon)


def _turn(turn: TurnView, colon: str) -> Iterator[str]:
    """Yield a turn's paragraphs; the name is before the first, and a note is set in italics."""
    lines = [_escape_lines(paragraph.text) for paragraph in turn.paragraphs]
    if turn.kind is Kind.NOTE and not turn.by.name:
        yield from (f"*{line}*" for line in lines)
        return
    name = _escape(turn.by.name)
    if turn.by.journalist_beside:
        name += f" ({_escape(turn.by.journalist_beside)})"
    role = f" ({_escape(turn.role)})" if turn.role else ""
    first = f"**{name}**{role}{colon}" if name else ""
    yield first + (lines[0] if lines else "")
    yield from lines[1:]


def _value(value: str) -> str:
    """Return a fact's value; an address becomes a link."""
    return f"<{value}>" if re.fullmatch(r"https?://[^\s<>]+", value) else _escape(value)


def _escape(text: str) -> str:
    """Return a line of text that is behind other words."""
    return _MEANINGFUL.sub(lambda found: "\\" + found[0], " ".join(text.split()))


def _escape_lines(text: str) -> str:
    """Return a paragraph whose lines are at the start of lines, each ended by a hard break."""
    return _HARD_BREAK.join(map(_escape_line, text.split("\n")))


def _escape_line(line: str) -> str:
    """Return a line that begins a paragraph or block."""
    return _OPENING.sub(lambda found: (found["number"] or "") + "\\", _escape(line), count=1)
