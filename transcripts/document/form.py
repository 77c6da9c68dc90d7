"""The JSON form of a document, versioned, and its digest."""

import hashlib
import json
from typing import Any

from transcripts.document.head_fields import HEAD_FIELDS
from transcripts.document.transcript import ExchangeText, Kind, Part, Person, TranscriptDocument, TurnText

FORM = 1


class FormError(ValueError):
    """Error for JSON that is no document; the message is a sentence that says what is wrong and where."""


def to_json(document: TranscriptDocument, *, with_ids: bool = True, first: int = 1) -> dict[str, Any]:
    """Return the document as a dict that JSON can hold: days as YYYY-MM-DD, the time as HH:MM.

    A turn of which no paragraph has an id has no `paragraph_ids`, one of which none has a time has no `times`.
    `first` is the position of its first exchange, when it is a part of a conference.
    """
    return {
        "form": FORM,
        **{field.name: field.to_json(getattr(document, field.name)) for field in HEAD_FIELDS},
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


def _turn_to_form(turn: TurnText, *, with_ids: bool) -> dict[str, Any]:
    return {
        **({"public_id": turn.public_id} if with_ids else {}),
        "kind": turn.kind.value,
        "label": turn.label,
        "speaker": turn.speaker,
        "outlet": turn.outlet,
        "journalist": turn.journalist,
        "paragraphs": list(turn.paragraphs),
        **({"paragraph_ids": list(turn.paragraph_ids)} if with_ids and any(turn.paragraph_ids) else {}),
        **({"times": list(turn.times)} if turn.has_times else {}),
    }


def from_json(form: dict[str, Any]) -> TranscriptDocument:
    """Return the document that `form` is; keys that it lacks read as empty, for they may be newer than it.

    Raises FormError when it is of another version or not a document.
    """
    if form.get("form") != FORM:
        raise FormError(f"This transcript has form {form.get('form')!r}; only form {FORM} can be read.")
    try:
        head: dict[str, Any] = {
            field.name: field.from_json(form[field.name]) for field in HEAD_FIELDS if field.name in form
        }
        return TranscriptDocument(
            **head,
            people=tuple(
                Person(person["name"], person.get("role", ""), Part(person.get("part", Part.SPEAKER)))
                for person in form.get("people", ())
            ),
            exchanges=tuple(_exchange_from_form(exchange) for exchange in form.get("exchanges", ())),
        )
    except KeyError as error:
        raise FormError(f"The transcript lacks “{error.args[0]}”.") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise FormError(f"The transcript contains something that does not belong there: {error}.") from error


def _exchange_from_form(form: dict[str, Any]) -> ExchangeText:
    turns = tuple(
        TurnText(
            kind=Kind(turn["kind"]),
            label=turn.get("label", ""),
            paragraphs=tuple(turn.get("paragraphs", ())),
            speaker=turn.get("speaker", ""),
            outlet=turn.get("outlet", ""),
            journalist=turn.get("journalist", ""),
            public_id=turn.get("public_id", ""),
            paragraph_ids=tuple(turn.get("paragraph_ids", ())),
            times=tuple(turn.get("times", ())),
        )
        for turn in form.get("turns", ())
    )
    return ExchangeText(
        turns, form.get("heading", ""), tuple(form.get("topics", ())), form.get("page"), form.get("public_id", "")
    )


def digest(form: dict[str, Any], *, after: str = "", about: str = "") -> str:
    """Return the SHA-256 of a JSON form as it is, chained to the digest `after`, as 64 hexadecimal digits.

    Of what is stored, it is of the form as stored, not of one made again: so it stays the same when documents get a new
    field. `about` is what else it vouches for, such as who made the revision and when.
    """
    text = json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256("\n".join([after, about, text]).encode()).hexdigest()
