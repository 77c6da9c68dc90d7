"""Names under a seal: each is a salted leaf, so that a name can be erased and the seal still be verified.

A row has the columns of `key`: `made_by_name`, `made_by_salt` and `made_by_leaf`, or the same of `erased_by`. Rows from
before there were leaves have none, and are sealed with the name itself.
"""

import secrets
from typing import Any

from transcripts.document import leaf_digest
from transcripts.presentation.editors import ERASED_EDITOR


def seal_name(row: Any, key: str = "made_by") -> None:
    """Give a row that is about to be sealed a leaf of its name."""
    salt = secrets.token_hex(16)
    setattr(row, f"{key}_salt", salt)
    setattr(row, f"{key}_leaf", leaf_digest(salt, getattr(row, f"{key}_name")))


def sealed_name(row: Any, key: str = "made_by") -> str:
    """Return what the seal of a row holds of its name: the leaf, or the name where it has none."""
    leaf: str = getattr(row, f"{key}_leaf")
    return leaf or str(getattr(row, f"{key}_name"))


def is_name_sealed(row: Any, key: str = "made_by") -> bool:
    """Return whether the name is the one of the leaf: without a salt it was erased, and only the marker is valid."""
    salt, leaf, name = (getattr(row, f"{key}_{part}") for part in ("salt", "leaf", "name"))
    if not leaf:
        return True
    return bool(leaf_digest(salt, name) == leaf) if salt else name == ERASED_EDITOR


def free_name(row: Any, key: str = "made_by") -> bool:
    """Put the marker in the place of the name, without its salt; return whether the row must be sealed again.

    So it is where the seal holds the name itself, of which a leaf is made whose salt nobody has.
    """
    is_old = not getattr(row, f"{key}_leaf")
    if is_old:
        seal_name(row, key)
    setattr(row, f"{key}_salt", "")
    setattr(row, f"{key}_name", ERASED_EDITOR)
    return is_old
