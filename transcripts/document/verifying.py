"""Verification of a downloaded version, and of the site's log, by their digests alone. (Pure.)"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import rfc8785

from transcripts.document.form import FormError, from_json
from transcripts.document.sealing import (
    LINE_KEYS,
    NO_LINE,
    is_shown_leaf,
    leaf_digest,
    line_digest,
    map_leaves,
    structure_digest,
    texts_of,
)

_UNORDERED = ("people", "topics")  # of which two may be one once words were removed from them


class VerifyError(ValueError):
    """A transcript or a log is not what its digests say; the message is a sentence."""


def verify_version(form: Mapping[str, Any]) -> int:
    """Check a downloaded version, or one exchange of it: what it prints against its leaves, these against its digest.

    Return how many of its texts are removed, and proved by their leaf alone. Raises VerifyError.
    """
    missing = [key for key in ("conference", "version", "time", "digest", "leaves") if key not in form]
    if missing:
        raise VerifyError(f"It is no version of a transcript: it has no “{missing[0]}”.")
    removed: list[str] = []
    try:
        structure = map_leaves(form["leaves"], _leaf_of)
        digest = structure_digest(structure)
    except (TypeError, ValueError, AttributeError, rfc8785.CanonicalizationError) as error:
        raise VerifyError("Its leaves cannot be read.") from error
    if digest != form["digest"]:
        raise VerifyError(f"Its texts have the digest {digest}, but it says {form['digest']}.")
    try:
        words = texts_of(from_json(dict(form)))
    except FormError as error:
        raise VerifyError(str(error)) from error
    leaves = form["leaves"]
    if "exchange" in form:
        leaves = {**leaves, "exchanges": _only(leaves.get("exchanges"), form["exchange"])}
    map_leaves(leaves, lambda leaf: removed.append(leaf["digest"]) if "digest" in leaf else None)
    if place := next(_differing(words, leaves, ""), None):
        raise VerifyError(f"What it prints is not what its digest vouches for: {place}.")
    return len(removed)


def _only(exchanges: Any, number: Any) -> list[Any]:
    """Return the leaves of one exchange. Raises VerifyError."""
    if not isinstance(number, int) or not isinstance(exchanges, list) or not 0 < number <= len(exchanges):
        raise VerifyError("It says that it is an exchange which its leaves do not have.")
    return [exchanges[number - 1]]


def _leaf_of(leaf: Any) -> str:
    if "digest" in leaf:
        return str(leaf["digest"])
    return leaf_digest(leaf["salt"], leaf["text"])


def _differing(words: Any, leaves: Any, place: str) -> Iterator[str]:
    """Yield the places where the words printed are not those of the leaves; in a removed one's place anything may."""
    if is_shown_leaf(leaves):
        is_same = "text" not in leaves or leaves["text"] == words
    elif isinstance(leaves, dict) and isinstance(words, dict):
        yield from _differing_parts(words, leaves, place)
        is_same = True
    elif isinstance(leaves, list) and isinstance(words, list) and place.endswith(_UNORDERED):
        texts = [leaf["text"] for leaf in leaves if "text" in leaf]
        others = [word for word in words if word not in texts]
        is_same = all(text in words for text in texts) and len(others) <= len(leaves) - len(texts)
    elif isinstance(leaves, list) and isinstance(words, list):
        is_same = len(words) == len(leaves)
        for number, (word, leaf) in enumerate(zip(words, leaves, strict=False), start=1):
            yield from _differing(word, leaf, f"{place} {number}")
    else:
        is_same = leaves == words
    if not is_same:
        yield place


def _differing_parts(words: dict[str, Any], leaves: dict[str, Any], place: str) -> Iterator[str]:
    for key in {**leaves, **words}:
        part = f"{place}, {key}".strip(", ")
        if key in words and key in leaves:
            yield from _differing(words[key], leaves[key], part)
        elif not _is_removed(leaves.get(key)):
            yield part


def _is_removed(leaf: Any) -> bool:
    return isinstance(leaf, dict) and leaf.keys() == {"digest"}


def verify_log(lines: Iterable[Mapping[str, Any]]) -> None:
    """Check that the lines of a log are numbered and chained, and that each conference's versions follow each other.

    Raises VerifyError.
    """
    previous, versions = NO_LINE, dict[str, int]()
    for number, line in enumerate(lines, start=1):
        if set(line) != set(LINE_KEYS):
            raise VerifyError(f"Line {number} of the log has other keys than {', '.join(LINE_KEYS)}.")
        if line["number"] != number:
            raise VerifyError(f"Line {number} of the log says that it is line {line['number']}.")
        if line["previous"] != previous:
            raise VerifyError(f"Line {number} of the log, or the one before it, was altered after it was written.")
        if line["version"] != versions.get(line["conference"], 0) + 1:
            raise VerifyError(f"Line {number} of the log is out of turn: it is of version {line['version']}.")
        versions[line["conference"]] = line["version"]
        previous = line_digest(line)
