"""How much a piece of work does: its calls, which do not change with the machine or with what else it does."""

import gc
import sys
from collections.abc import Callable
from types import FrameType


def calls_of(work: Callable[[], object], *, of_python_alone: bool = False) -> int:
    """How many functions of Python and C `work` calls and returns from, in this thread; or only Python's, called.

    Nothing is collected meanwhile: what earlier tests left behind would call its finalizers.
    """
    count = 0

    def add(_frame: FrameType, event: str, _value: object) -> None:
        nonlocal count
        count += event == "call" or not of_python_alone

    before = sys.getprofile()
    gc.disable()
    sys.setprofile(add)
    try:
        work()
    finally:
        sys.setprofile(before)
        gc.enable()
    return count
