"""The seal of a public version: a digest of each text and one of all, which anybody can compute. Pure.

A leaf is the SHA-256 of a salt (16 random bytes) and a text. A structure has a document's shape, with ids and kinds as
they are and a leaf in the place of each text; the version's digest is the SHA-256 of its canonical JSON (RFC 8785). A
text that was removed is then proved by its leaf alone: without the salt nobody can try words until one fits.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785

from transcripts.document.head_fields import HEAD_FIELDS
from transcripts.document.transcript import ExchangeText, Person, TranscriptDocument, TurnText

NO_LINE = "0" * 64  # what the first line of the log has for the digest of the line before
LINE_KEYS = ("number", "time", "conference", "version", "digest", "previous")
_SALT_BYTES = 16
_PLAIN = {"public_id", "kind", "paragraph_ids"}  # no words, and as they are in the structure

Structure = dict[str, Any]


def texts_of(document: TranscriptDocument) -> Structure:
    """Return the structure of what readers see of `document`, with the texts themselves for leaves.

    What is empty is left out, so that a field which is new to documents changes no digest.
    """
    head = {each.name: each.to_text(getattr(document, each.name)) for each in HEAD_FIELDS if each.is_public}
    return _filled(
        head=_filled(**head),
        people=[_person_text(person) for person in document.people],
        exchanges=[_exchange(exchange) for exchange in document.exchanges],
    )


def _exchange(exchange: ExchangeText) -> Structure:
    return _filled(
        public_id=exchange.public_id,
        heading=exchange.heading,
        topics=list(exchange.topics),
        turns=[_turn(turn) for turn in exchange.turns],
    )


def _turn(turn: TurnText) -> Structure:
    return _filled(
        public_id=turn.public_id,
        kind=turn.kind.value,
        label=turn.label,
        speaker=turn.speaker,
        outlet=turn.outlet,
        journalist=turn.journalist,
        paragraphs=list(turn.paragraphs),
        paragraph_ids=list(turn.paragraph_ids) if any(turn.paragraph_ids) else [],
    )


def _filled(**values: Any) -> Structure:
    return {name: value for name, value in values.items() if value}


def _person_text(person: Person) -> str:
    """Return a participant as one text: name, role and part, a line each."""
    return f"{person.name}\n{person.role}\n{person.part.value}"


def new_seal(document: TranscriptDocument) -> tuple[Structure, dict[str, str]]:
    """Return the structure of `document` with leaves, and the salt of each leaf, in hexadecimal digits."""
    salts: dict[str, str] = {}

    def seal(text: str) -> str:
        salt = secrets.token_bytes(_SALT_BYTES)
        leaf = hashlib.sha256(salt + text.encode()).hexdigest()
        salts[leaf] = salt.hex()
        return leaf

    return map_leaves(texts_of(document), seal), salts


def leaf_digest(salt: str, text: str) -> str:
    """Return the SHA-256 of the salt's bytes and the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def structure_digest(structure: Structure) -> str:
    """Return a version's digest: the SHA-256 of the canonical JSON of its structure.

    That is what Python's own encoder writes: it differs from RFC 8785 in numbers, and in the order of keys outside the
    Basic Multilingual Plane, of which a structure has none. Raises TypeError, ValueError for what is no structure.
    """
    plain = json.dumps(structure, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def line_digest(line: Mapping[str, Any]) -> str:
    """Return the digest of a line of the log, which the next one holds: the SHA-256 of its canonical JSON."""
    return hashlib.sha256(rfc8785.dumps({key: line[key] for key in LINE_KEYS})).hexdigest()


def log_time(at: datetime) -> str:
    """Return a time as the log has it: in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def map_leaves(structure: Any, change: Callable[[Any], Any]) -> Any:
    """Return a structure with each leaf, or text in the place of one, changed."""
    if isinstance(structure, str) or is_shown_leaf(structure):
        return change(structure)
    if isinstance(structure, dict):
        names = sorted(structure)
        return {name: structure[name] if name in _PLAIN else map_leaves(structure[name], change) for name in names}
    if isinstance(structure, list):
        return [map_leaves(value, change) for value in structure]
    return structure


def pair_leaves(texts: Any, leaves: Any, join: Callable[[str, Any], Any], key: str = "") -> Any:
    """Return a structure with `join` of each text and the leaf in its place. Raises ValueError where shapes differ.

    The leaf of a text that is empty by now, and so left out, is joined with the empty text. Names are in the order of
    the alphabet, since the databases keep objects in orders of their own.
    """
    if key in _PLAIN and texts == leaves:
        return texts
    if isinstance(texts, dict) and isinstance(leaves, dict) and texts.keys() <= leaves.keys():
        return {name: pair_leaves(texts.get(name, ""), leaf, join, name) for name, leaf in sorted(leaves.items())}
    if isinstance(texts, list) and isinstance(leaves, list):
        return [pair_leaves(text, leaf, join) for text, leaf in zip(texts, leaves, strict=True)]
    if isinstance(texts, str) and key not in _PLAIN and (isinstance(leaves, str) or is_shown_leaf(leaves)):
        return join(texts, leaves)
    raise ValueError("the structure is of another transcript")


def shown_leaf(text: str, leaf: str, salts: Mapping[str, str], *, is_removed: bool) -> dict[str, str]:
    """Return a leaf as a version's JSON has it: text and salt; of a removed text, or one without salt, its digest."""
    if is_removed or leaf not in salts:
        return {"digest": leaf}
    return {"text": text, "salt": salts[leaf]}


def is_shown_leaf(value: Any) -> bool:
    """Return whether `value` is a leaf as `shown_leaf` makes them."""
    return isinstance(value, dict) and (value.keys() == {"text", "salt"} or value.keys() == {"digest"})
