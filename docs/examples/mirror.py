#!/usr/bin/env python3
"""Keep a copy of a press room's public record in a folder: python mirror.py https://press.example.org copy/

Run it as often as you like. The first time it fetches everything, then only what has changed: `copy/conferences` has a
JSON file for each conference, `copy/announcements` one for each that is announced or whose transcript is running,
`copy/updated_since` how far the copy has come. Only the standard library is needed.
"""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen


def fetch(url: str) -> dict[str, Any] | None:
    """Return the JSON at the address, None where the sequence started again."""
    try:
        with urlopen(url, timeout=60) as answer:  # noqa: S310
            return dict(json.load(answer))
    except HTTPError as error:
        if error.code == 410:
            return None
        raise


def follow(site: str, folder: Path, fetch: Any = fetch) -> int:
    """Bring the copy up to date; return how many changes there were."""
    kept, planned, place = folder / "conferences", folder / "announcements", folder / "updated_since"
    for each in (kept, planned):
        each.mkdir(parents=True, exist_ok=True)
    changes = 0
    while True:
        since = place.read_text() if place.exists() else ""
        query = {"expand": "conference,announcement", "size": "50", **({"updated_since": since} if since else {})}
        page = fetch(f"{site}/api/v1/changes/?{urlencode(query)}")
        if page is None:  # the database was restored: start again
            place.unlink()
            for file in (*kept.iterdir(), *planned.iterdir()):
                file.unlink()
            continue
        for change in page["results"]:
            if change["type"] not in ("conference", "announcement"):  # a name that moved
                continue
            file = (kept if change["type"] == "conference" else planned) / f"{change['key']}.json"
            if whole := change[change["type"]]:
                file.write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
            else:  # withdrawn: nothing of it may be kept
                file.unlink(missing_ok=True)
            if change["type"] == "conference":  # it has taken the place of what was announced
                (planned / file.name).unlink(missing_ok=True)
        place.write_text(page["updated_since"])
        changes += len(page["results"])
        if not page["next"]:
            return changes


if __name__ == "__main__":
    print(follow(sys.argv[1].rstrip("/"), Path(sys.argv[2])), "changes")  # noqa: T201
