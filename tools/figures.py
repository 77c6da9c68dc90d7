"""Figures of a measurement, added to a file of JSON from which `draw_charts.py` draws.

The file is named by CHART; without it nothing is kept. Each set of figures has the commit and the day on which it was
measured.
"""

import json
import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any


def keep_figures(name: str, rows: Any) -> None:
    """Put `rows`, which JSON can hold, in the place of the set of this name. Raises OSError, CalledProcessError."""
    if not (chart := os.environ.get("CHART")):
        return
    path = Path(chart)
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, capture_output=True, text=True, check=True)
    known[name] = {"commit": commit.stdout.strip(), "day": date.today().isoformat(), "rows": rows}
    path.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
