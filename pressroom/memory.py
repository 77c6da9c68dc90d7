"""Memory tuning: garbage collection that does not make readers wait, and the arenas of the C allocator."""

import ctypes
import gc
import sys

from django.conf import settings
from django.urls import get_resolver

_M_ARENA_MAX = -8  # of mallopt, in glibc's malloc.h
YOUNG = 10_000  # new objects after which a collection is worth it: those of several pages, not of one


def freeze_after_load() -> None:
    """Load what all requests need and call `gc.freeze()`, so that collections never scan loaded code.

    A full collection over it takes as long as two pages, and now and then some reader would wait for that.
    """
    get_resolver(settings.READERS_URLCONF).url_patterns  # noqa: B018 (it imports the views, else the first request would)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


def share_arena() -> None:
    """Let all threads take memory from one arena of glibc's, of which each thread else keeps what it has once used.

    Python holds a lock of its own while it allocates, so nothing waits for it; a worker with four threads is smaller by
    a sixth (`tools/bench_memory.py`). Nothing happens where there is no glibc. To be called before threads start.
    """
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(_M_ARENA_MAX, 1)
