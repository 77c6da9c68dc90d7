"""The latest bulk files, and whether they may still be served."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max

from transcripts.models import Event, Removal

CURRENT = "current"  # the link to the folder of the files that were made last


def bulk_folder() -> Path:
    """Return the folder in which the bulk files are made."""
    return Path(settings.DATA_DIR) / "open-data"


def taken_back() -> str:
    """Return a mark that changes with every withdrawal and every removal of words. Two queries."""
    withdrawn = Event.objects.filter(what=Event.What.WITHDRAWN).aggregate(last=Max("pk"))["last"]
    return f"{withdrawn or 0}.{Removal.objects.aggregate(last=Max('pk'))['last'] or 0}"


def current_bulk() -> tuple[Path, dict[str, Any]] | None:
    """Return the folder with the files made last and their manifest; None where there are none.

    Nor are there any if something was withdrawn or removed since: they would give it out. Two queries, or none.
    """
    folder = (bulk_folder() / CURRENT).resolve()
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return (folder, manifest) if manifest.get("taken_back") == taken_back() else None
