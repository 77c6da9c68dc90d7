"""Rows of conferences, exchanges and turns for programs and spreadsheets: as objects, as CSV, as lines of JSON."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from transcripts.document import HEAD_FIELDS, ExchangeText, TurnText
from transcripts.models import Conference
from transcripts.reading.many_documents import Whole

Row = dict[str, Any]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # what makes a spreadsheet take a cell for a formula
BOM = "\ufeff"
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_HEAD = [field for field in HEAD_FIELDS if field.is_public and field.name != "series"]
# The columns of a turn in a table; those of a conference are all its texts and numbers.
TURN_COLUMNS = (
    "url", "public_id", "kind", "speaker", "speaker_url", "outlet", "outlet_url", "journalist", "label", "text",
    "exchange", "exchange_url", "position", "exchange_position", "heading", "topics",
    "conference", "conference_url", "title", "series", "language", "date", "record_status", "version",
)  # fmt: skip
CONFERENCE_COLUMNS = (
    "url", "public_id", "slug", "title", "series", "language", "date",
    *(field.name for field in _HEAD if field.name not in {"title", "language"}),
    "record_status", "published_at", "version", "people",
)  # fmt: skip


def utc(moment: datetime | None) -> str | None:
    """Return a moment in seconds of universal time, as `2024-03-12T08:30:00Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else None


def named(name: str, url: str, site: str) -> Row:
    """Return a name with the slug and the address of its page; both are empty for a name without one."""
    return {"name": name, "slug": unquote(url.rstrip("/").rpartition("/")[2]), "url": site + url if url else ""}


def conference_row(whole: Whole, site: str) -> Row:
    """Return what is said of a conference beside its words; `site` is the site's address."""
    conference, links = whole.conference, whole.links
    head = {field.name: field.to_json(getattr(whole.document, field.name)) for field in _HEAD}
    series = links.series
    return {
        "public_id": conference.public_id,
        "url": site + _root(links.turn("0")) + f"c/{conference.public_id}/",
        "slug": conference.slug,
        **head,
        "series": named(whole.document.series, series.url, site) if series else None,
        "date": conference.date.isoformat(),
        "record_status": conference.record_status,
        "published_at": utc(conference.published_at),
        "version": whole.version or None,
        "translation_group": group_of(conference),
        "people": [
            {
                "name": person.name,
                "role": person.role,
                "part": person.part.value,
                "slug": named(person.name, links.people.get(person.name, ""), site)["slug"],
                "url": named(person.name, links.people.get(person.name, ""), site)["url"],
            }
            for person in whole.document.people
        ],
    }


def _root(path: str) -> str:
    """Return the path of the interface's language before a permanent link, with its slash."""
    return path.partition("turns/")[0]


def group_of(conference: Conference) -> str | None:
    """Return a key that the language versions of one conference share, and which says nothing else."""
    group = conference.translation_group
    return hashlib.sha256(f"translations {group}".encode()).hexdigest()[:16] if group else None


def exchange_row(whole: Whole, exchange: ExchangeText, site: str) -> Row:
    """Return what is said of an exchange beside its turns."""
    links = whole.links
    return {
        "public_id": exchange.public_id,
        "url": site + links.exchange(exchange.public_id),
        "conference": whole.conference.public_id,
        "position": whole.places.get(exchange.public_id, 0),
        "heading": exchange.heading,
        "topics": [
            named(name, links.topics[name].url if name in links.topics else "", site) for name in exchange.topics
        ],
    }


def turn_row(whole: Whole, exchange: ExchangeText, number: int, site: str) -> Row:
    """Return the turn with this number in an exchange, with its paragraphs."""
    turn, links = exchange.turns[number - 1], whole.links
    profile = links.profiles.get(turn.public_id, "")
    ids: Sequence[str] = turn.paragraph_ids or [""] * len(turn.paragraphs)
    times: Sequence[int | None] = turn.times or [None] * len(turn.paragraphs)
    return {
        "public_id": turn.public_id,
        "url": site + links.turn(turn.public_id),
        "conference": whole.conference.public_id,
        "exchange": exchange.public_id,
        "position": number,
        "kind": turn.kind.value,
        "speaker": named(turn.speaker, profile, site) if turn.speaker else None,
        "outlet": named(turn.outlet, profile, site) if turn.outlet else None,
        "journalist": turn.journalist,
        "label": turn.label,
        "language": whole.conference.language,
        "date": whole.conference.date.isoformat(),
        "paragraphs": [
            {"public_id": public_id, "text": text, "time": time}
            for public_id, text, time in zip(ids, turn.paragraphs, times, strict=True)
        ],
    }


def whole_row(whole: Whole, site: str) -> Row:
    """Return a conference with all its words."""
    return conference_row(whole, site) | {
        "exchanges": [
            exchange_row(whole, exchange, site)
            | {"turns": [turn_row(whole, exchange, number, site) for number, _ in enumerate(exchange.turns, start=1)]}
            for exchange in whole.document.exchanges
        ]
    }


def flat_turns(whole: Whole, site: str) -> Iterator[Row]:
    """Yield the turns of a conference as rows of a table, with TURN_COLUMNS."""
    head = conference_row(whole, site)
    about = {
        "conference": head["public_id"],
        "conference_url": head["url"],
        "title": head["title"],
        "series": head["series"]["name"] if head["series"] else "",
        "record_status": head["record_status"],
        "version": head["version"],
    }
    for exchange in whole.document.exchanges:
        row = exchange_row(whole, exchange, site)
        place = {
            "exchange_url": row["url"],
            "exchange_position": row["position"],
            "heading": row["heading"],
            "topics": "; ".join(topic["name"] for topic in row["topics"]),
        }
        for number, turn in enumerate(exchange.turns, start=1):
            said = turn_row(whole, exchange, number, site)
            speaker, outlet = said.pop("speaker"), said.pop("outlet")
            said |= {
                "speaker": speaker["name"] if speaker else "",
                "speaker_url": speaker["url"] if speaker else "",
                "outlet": outlet["name"] if outlet else "",
                "outlet_url": outlet["url"] if outlet else "",
                "text": _text(turn),
            }
            yield {name: (said | place | about)[name] for name in TURN_COLUMNS}


def flat_conference(whole: Whole, site: str) -> Row:
    """Return a conference as a row of a table, with CONFERENCE_COLUMNS."""
    row = conference_row(whole, site)
    row["series"] = row["series"]["name"] if row["series"] else ""
    row["people"] = "; ".join(
        f"{each['name']}, {each['role']}" if each["role"] else each["name"] for each in row["people"]
    )
    return {name: row[name] for name in CONFERENCE_COLUMNS}


def _text(turn: TurnText) -> str:
    return "\n\n".join(turn.paragraphs)


def guard(cell: str) -> str:
    """Return the cell made safe for spreadsheets: what would be a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def to_csv(columns: Sequence[str], rows: Iterable[Row], *, bom: bool = False) -> Iterator[str]:
    """Yield the lines of a CSV file, the names of the columns first. No cell is a formula.

    A `bom` before the first makes spreadsheets read UTF-8, and is in the way of programs.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([f"{BOM if bom else ''}{columns[0]}", *columns[1:]])
    yield _taken(buffer)
    for row in rows:
        writer.writerow(
            [guard(value) if isinstance(value, str) else value for value in (row[name] for name in columns)]
        )
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def to_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield each row as a line of JSON; what some programs take for the end of a line is escaped."""
    for row in rows:
        yield f"{json.dumps(row, ensure_ascii=False).translate(_LINE_ENDS)}\n"


def to_texts(rows: Iterable[Row]) -> Iterator[str]:
    """Yield rows for reading: of a turn who said it where, the link and the words; of a conference what it was."""
    for row in rows:
        if "text" not in row:
            yield f"{', '.join(filter(None, (row['date'], row['title'], row['series'])))}\n{row['url']}\n\n"
            continue
        who = row["label"] or row["speaker"] or row["outlet"] or row["kind"]
        where = ", ".join(filter(None, (row["date"], row["title"], row["heading"])))
        yield f"{who}\n{where}\n{row['url']}\n\n{row['text']}\n\n\n"
