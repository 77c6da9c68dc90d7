"""The part of a document that differs from another one: whole exchanges, compared by their JSON. Pure."""

from typing import Any

Form = dict[str, Any]


def changed_part(old: Form, new: Form) -> tuple[Form, Form]:
    """Return two documents in their JSON form, each without the exchanges that are the same, ids and all, in both.

    Where they have different numbers of exchanges, or what is no document, they are returned as they are.
    """
    if not _are_parallel(old, new):
        return old, new
    pairs = [pair for pair in zip(old["exchanges"], new["exchanges"], strict=True) if pair[0] != pair[1]]
    return {**old, "exchanges": [one for one, _ in pairs]}, {**new, "exchanges": [one for _, one in pairs]}


def _are_parallel(old: Form, new: Form) -> bool:
    both = old.get("exchanges"), new.get("exchanges")
    return all(isinstance(each, list) for each in both) and len(both[0]) == len(both[1])  # type: ignore[arg-type]
