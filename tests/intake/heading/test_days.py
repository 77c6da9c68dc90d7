"""Which of the days that a page names is the one on which it was held, and which that of posting (days.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from transcripts.intake import parse_text

TABLES = tomllib.loads(Path(__file__).with_name("days.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", TABLES["page"], ids=lambda page: page["head"][:40])
def test_the_days_held_and_posted(page: dict[str, Any]) -> None:
    text = "\n\n".join((page["head"], TABLES["turns"][page["turns"]], page.get("foot", "")))
    document = parse_text(text).document
    assert (document.held_on, document.posted_on) == (page["held"], page.get("posted"))
