"""What a worker does before its first request."""

import subprocess
import sys
from types import ModuleType

from django.conf import settings

from transcripts import actions, intake

# What the desk, imports and few readers need: it is loaded with their first request.
LOADED_LATER = (
    *("openpyxl", "rapidfuzz", "docx", "redis", "icalendar", "snowballstemmer", "pypdfium2", "typst"),
    *("cryptography", "fido2", "PIL", "citeproc", "drf_spectacular.generators", "allauth.mfa.urls"),
    *("transcripts.admin", "transcripts.intake.files", "transcripts.intake.page", "transcripts.actions.archiving"),
)


def test_what_a_worker_loads_at_its_start_is_never_looked_through_again() -> None:
    said = "import gc, sys, pressroom.wsgi as w; print(gc.get_freeze_count(), 'transcripts.views' in sys.modules, "
    said += f"sorted(set({LOADED_LATER!r}) & sys.modules.keys()))"
    done = subprocess.run(  # noqa: S603 (this interpreter)
        [sys.executable, "-c", said], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    frozen, is_loaded, unused = done.stdout.split()
    assert int(frozen) > 50_000
    assert is_loaded == "True"
    assert unused == "[]"


def test_rooms_whose_names_are_loaded_late_have_them_all() -> None:
    for room in (actions, intake):
        loaded = {name: getattr(room, name) for name in room.__all__}
        modules = [name for name, value in loaded.items() if isinstance(value, ModuleType)]
        assert modules == (["alerts"] if room is actions else [])  # else a module takes the place of what it defines
