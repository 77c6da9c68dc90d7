"""What the documents name is there: files, folders, and links from one document to another."""

import re
from pathlib import Path

import pytest

from tools.list_licences import required

ROOT = Path(__file__).resolve().parent.parent
TOPS = ["transcripts", "tests", "templates", "static", "docs", "pressroom", "tools"]
PLACES = ["", "transcripts", "transcripts/intake", "templates", "docs"]  # what a path may be below
TOP_DOCUMENTS = [ROOT / name for name in ("ARCHITECTURE.md", "GLOSSARY.md", "README.md", "CONTRIBUTING.md")]
DOCUMENTS = [str(path.relative_to(ROOT)) for path in [*TOP_DOCUMENTS, *sorted(ROOT.glob("docs/**/*.md"))]]
_PATH = re.compile(rf"`((?:{'|'.join(TOPS)})/[\w./-]+/|[\w./-]+\.(?:py|md|html|js|css|toml))`")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def is_there(path: str) -> bool:
    """Whether a path leads somewhere from one of PLACES; a name alone may be anywhere."""
    if any((ROOT / place / path).exists() for place in PLACES):
        return True
    return "/" not in path and any(next((ROOT / top).rglob(path), None) for top in TOPS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_and_link_in_a_document_leads_somewhere(name: str) -> None:
    document = ROOT / name
    text = document.read_text(encoding="utf-8")
    missing = [path for path in _PATH.findall(text) if not is_there(path)]
    missing += [link for link in _LINK.findall(text) if not (document.parent / link).exists()]
    assert not missing


def test_the_licences_are_of_what_the_site_runs_on() -> None:
    said = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[?([\w-]+)\]?\S* \| (\d\S*) \| (.+) \|$", said, re.MULTILINE)
    listed = [(name, version) for name, version, _ in rows]
    assert listed == required(ROOT / "requirements.txt"), "run `make licences`"
    assert [row for row in rows if re.search("UNKNOWN|AGPL|(?<!L)GPL|Proprietary", row[2])] == []


def test_the_glossary_is_short_and_in_order() -> None:
    lines = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    words = [line.split("**")[1] for line in lines if line.startswith("- ")]
    assert len(lines) <= 45
    assert words == sorted(words)


def test_no_folder_holds_more_than_twenty_modules() -> None:
    folders = {path.parent for path in (ROOT / "transcripts").rglob("*.py")} - {ROOT / "transcripts" / "migrations"}
    assert [str(folder) for folder in folders if len(list(folder.glob("*.py"))) > 20] == []


def test_all_commands_of_operating_are_followed_by_a_test() -> None:
    """A chapter that gets commands, or more of them, fails here until a test follows them."""
    chapters = re.split(r"(?m)^## ", (ROOT / "docs" / "operating.md").read_text(encoding="utf-8"))
    with_commands = {each.partition("\n")[0] for each in chapters if "```sh\n" in each}
    tests = "".join(
        (ROOT / "tests" / name).read_text() for name in ("servers/test_operating.py", "upgrade/test_archives.py")
    )
    assert with_commands == set(re.findall(r'\bblocks?\("([^"]+)"\)', tests))


def test_each_timer_starts_a_command_that_there_is() -> None:
    units = ROOT / "deploy" / "systemd"
    for timer in units.glob("*.timer"):
        service = timer.with_suffix(".service").read_text(encoding="utf-8")
        (started,) = re.findall(r"(?m)^ExecStart=/opt/pressroom/(.+)$", service)
        command = re.search(r"manage\.py (\w+)", started)
        path = f"transcripts/management/commands/{command[1]}.py" if command else started.split()[0]
        assert (ROOT / path).is_file(), timer.name
        assert "WantedBy=timers.target" in timer.read_text(encoding="utf-8")
