"""Tuning of the garbage collector, so that readers do not wait for it."""

import gc

from django.urls import get_resolver

YOUNG = 10_000  # new objects after which a collection is worth it: those of several pages, not of one


def freeze_after_load() -> None:
    """Load what all requests need and call `gc.freeze()`, so that collections never scan loaded code.

    A full collection over it takes as long as two pages, and now and then some reader would wait for that.
    """
    get_resolver().url_patterns  # noqa: B018 (it imports the views, which else the first request would)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
