"""Ask Lighthouse about five pages of the site as in production, as `make lighthouse` does. Needs npm and Chromium.

Of the demonstration first, then of an archive of twenty-two years.

Usage: run_lighthouse.py FOLDER, where Lighthouse is, or will be, installed. Ends with 1 when a score is too low.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from tests.browser import archive
from tests.browser.production import CHROMIUM, PAGES, serve

JUDGED = ["home", "list", "exchange", "speaker", "search-results"]
WANTED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
NOT_FOR_ENGINES = {"search-results"}  # found passages are not to be indexed, which costs points in SEO
FLAGS = "--headless=new --no-sandbox --disable-gpu"


def install(folder: Path) -> Path:
    """Return Lighthouse's command, installed into `folder` if it is not there."""
    command = folder / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        folder.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "lighthouse"]
        subprocess.run(npm, check=True)
    return command


def judge(command: Path, address: str) -> dict[str, int]:
    """Return the scores of the page, of 100."""
    run = [str(command), address, "--quiet", f"--chrome-flags={FLAGS}", "--output=json", "--output-path=stdout"]
    done = subprocess.run(run, check=True, stdout=subprocess.PIPE, env=os.environ | {"CHROME_PATH": CHROMIUM})
    report = json.loads(done.stdout)
    return {name: round(report["categories"][name]["score"] * 100) for name in WANTED}


def main(folder: Path) -> int:
    """Print a row of scores for each page; return 1 when one is too low."""
    command = install(folder)
    failed = False
    print(f"| page | {' | '.join(WANTED)} |\n| --- |{' --- |' * len(WANTED)}")
    for pages, prefix in ((PAGES, ""), (archive.PAGES, "archive: ")):
        with tempfile.TemporaryDirectory() as data:
            files = archive.write(Path(data)) if prefix else []
            with serve(Path(data), files) as site:
                for name in JUDGED:
                    scores = judge(command, site + quote(pages[name], safe="/?=&%"))
                    print(f"| {prefix}{name} | {' | '.join(str(score) for score in scores.values())} |", flush=True)
                    ignored = {"seo"} if name in NOT_FOR_ENGINES else set()
                    failed |= any(scores[each] < WANTED[each] for each in WANTED.keys() - ignored)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
