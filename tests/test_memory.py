"""What a worker does before its first request."""

import subprocess
import sys

from django.conf import settings


def test_what_a_worker_loads_at_its_start_is_never_looked_through_again() -> None:
    said = "import gc, sys, pressroom.wsgi as w; print(gc.get_freeze_count(), 'transcripts.views' in sys.modules, "
    said += "sorted({'openpyxl', 'rapidfuzz', 'docx', 'redis', 'icalendar'} & sys.modules.keys()))"
    done = subprocess.run(  # noqa: S603 (this interpreter)
        [sys.executable, "-c", said], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    frozen, is_loaded, unused = done.stdout.split()
    assert int(frozen) > 50_000
    assert is_loaded == "True"
    assert unused == "[]"  # what few requests ask for is loaded then, and Redis where a site has one
