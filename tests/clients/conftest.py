"""The demonstration, served as in production, for programs that readers use.

`make readers` installs them aside, and a test whose program is not there is skipped.
"""

import json
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.browser import production

BASE = Path(__file__).parent
NODE = shutil.which("node")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if BASE in item.path.parents:
            item.add_marker(pytest.mark.drill)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site."""
    with production.serve(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def fetch() -> Callable[[str], bytes]:
    """What is sent at an address; it must be there."""

    def fetched(address: str) -> bytes:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 (our own)
            body: bytes = answer.read()
            return body

    return fetched


@pytest.fixture(scope="session")
def pages(site: str, fetch: Callable[[str], bytes]) -> list[str]:
    """Every page in the sitemaps, in every language."""
    index = fetch(f"{site}/sitemap.xml").decode()
    parts = re.findall(r"<loc>([^<]+)</loc>", index)
    return [page for part in parts for page in re.findall(r"<loc>([^<]+)</loc>", fetch(part).decode())]


@pytest.fixture(scope="session")
def conferences(pages: list[str]) -> list[str]:
    """The pages of the conferences."""
    return [page for page in pages if re.search(r"/conferences/[^/]+/$", page)]


@pytest.fixture(scope="session")
def exchanges(conferences: list[str], fetch: Callable[[str], bytes]) -> list[str]:
    """The permanent links of the exchanges that conferences begin with."""
    found = []
    for page in conferences:
        here = re.search(r'href="(?:/[a-z-]+)?/exchanges/([0-9a-z]+)/', fetch(page).decode())
        assert here, unquote(page)
        root = page.partition("/conferences/")[0]
        found.append(f"{root}/exchanges/{here[1]}/")
    return found


@pytest.fixture(scope="session")
def ask_node() -> Callable[..., Any]:
    """What a program in this folder, with packages of npm, says of its input: both are JSON."""

    def asked(program: str, package: str, said: Any) -> Any:
        if not NODE:
            pytest.skip("Node.js is not installed")
        known = subprocess.run([NODE, "-e", f"require.resolve('{package}')"], check=False, capture_output=True)  # noqa: S603
        if known.returncode:
            pytest.skip(f"{package}, of npm, is not installed")
        done = subprocess.run(  # noqa: S603  (the machine's)
            [NODE, str(BASE / program)],
            input=json.dumps(said),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return asked
