"""Keep the garbage collector out of readers' way."""

import gc

from django.urls import get_resolver

YOUNG = 10_000  # objects more than before that are worth looking through: those of several pages, not of one


def freeze_after_load() -> None:
    """Load what all requests need, and leave it to itself: it stays as long as the process does.

    To look through all of it takes as long as two pages, and some reader would wait for that now and then.
    """
    get_resolver().url_patterns  # noqa: B018 (it imports the views, which else the first request would)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
