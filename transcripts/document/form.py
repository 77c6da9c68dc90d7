"""The JSON form of a document, versioned, and its digest."""

import hashlib
import json
from datetime import date, time
from typing import Any

from transcripts.document.transcript import Exchange, Kind, Part, Person, TranscriptDocument, Turn

FORM = 1


class FormError(ValueError):
    """JSON that is no document; the message is a sentence that says what is wrong and where."""


def to_form(document: TranscriptDocument, *, with_ids: bool = True, first: int = 1) -> dict[str, Any]:
    """Return the document as a dict that JSON can hold: days as YYYY-MM-DD, the time as HH:MM.

    `first` is the position of its first exchange, when it is a part of a conference.
    """
    return {
        "form": FORM,
        "title": document.title,
        "language": document.language,
        "series": document.series,
        "held_on": document.held_on.isoformat() if document.held_on else None,
        "starts_at": document.starts_at.strftime("%H:%M") if document.starts_at else None,
        "posted_on": document.posted_on.isoformat() if document.posted_on else None,
        "venue": document.venue,
        "source": document.source,
        "source_url": document.source_url,
        "translation_group": document.translation_group,
        "summary": document.summary,
        "pages": document.pages,
        "people": [{"name": person.name, "role": person.role, "part": person.part.value} for person in document.people],
        "exchanges": [
            {
                "position": number,
                **({"public_id": exchange.public_id} if with_ids else {}),
                "heading": exchange.heading,
                "topics": list(exchange.topics),
                "page": exchange.page,
                "turns": [_turn_to_form(turn, with_ids=with_ids) for turn in exchange.turns],
            }
            for number, exchange in enumerate(document.exchanges, start=first)
        ],
    }


def _turn_to_form(turn: Turn, *, with_ids: bool) -> dict[str, Any]:
    return {
        **({"public_id": turn.public_id} if with_ids else {}),
        "kind": turn.kind.value,
        "label": turn.label,
        "speaker": turn.speaker,
        "outlet": turn.outlet,
        "journalist": turn.journalist,
        "paragraphs": list(turn.paragraphs),
    }


def from_form(form: dict[str, Any]) -> TranscriptDocument:
    """Return the document that `form` is. Raises FormError when it is of another version or not a document."""
    if form.get("form") != FORM:
        raise FormError(f"This is form {form.get('form')!r} of a transcript; form {FORM} is read here.")
    try:
        return TranscriptDocument(
            title=form["title"],
            language=form["language"],
            series=form["series"],
            held_on=date.fromisoformat(form["held_on"]) if form["held_on"] else None,
            starts_at=time.fromisoformat(form["starts_at"]) if form["starts_at"] else None,
            posted_on=date.fromisoformat(form["posted_on"]) if form["posted_on"] else None,
            venue=form["venue"],
            source=form["source"],
            source_url=form["source_url"],
            translation_group=form["translation_group"],
            summary=form["summary"],
            pages=form["pages"],
            people=tuple(Person(person["name"], person["role"], Part(person["part"])) for person in form["people"]),
            exchanges=tuple(_exchange_from_form(exchange) for exchange in form["exchanges"]),
        )
    except KeyError as error:
        raise FormError(f"The transcript lacks “{error.args[0]}”.") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise FormError(f"The transcript holds something that does not belong there: {error}.") from error


def _exchange_from_form(form: dict[str, Any]) -> Exchange:
    turns = tuple(
        Turn(
            kind=Kind(turn["kind"]),
            label=turn["label"],
            paragraphs=tuple(turn["paragraphs"]),
            speaker=turn["speaker"],
            outlet=turn["outlet"],
            journalist=turn["journalist"],
            public_id=turn.get("public_id", ""),
        )
        for turn in form["turns"]
    )
    return Exchange(turns, form["heading"], tuple(form["topics"]), form["page"], form.get("public_id", ""))


def digest(document: TranscriptDocument, *, after: str = "", about: str = "") -> str:
    """Return the SHA-256 of the document with its ids, chained to the digest `after`, as 64 hexadecimal digits.

    `about` is what else it vouches for, such as who made the revision and when.
    """
    text = json.dumps(to_form(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256("\n".join([after, about, text]).encode()).hexdigest()
