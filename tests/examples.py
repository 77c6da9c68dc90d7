"""How many examples a property is tried on: a third of what it asks for, or EXAMPLES times as many (`make drill`)."""

import os

_SCALE = float(os.environ.get("EXAMPLES", "0.34"))


def examples(whole: int) -> int:
    """Return how many examples to try of `whole`, ten at least."""
    return max(round(whole * _SCALE), min(whole, 10))
