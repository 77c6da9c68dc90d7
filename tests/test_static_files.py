"""What is made of the static files for production."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def sheet(collected: Path, settings: Any) -> str:
    """The stylesheet as readers get it; the files are collected once."""
    settings.STATIC_ROOT = collected
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "pressroom.storage.JoinedStaticFilesStorage"}}
    if not (collected / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    return (collected / names["css/site.css"]).read_text()


def test_the_readers_styles_are_one_file(sheet: str) -> None:
    assert "@import" not in sheet
    assert "/*" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_each_part_stands_in_its_layer_in_the_order_of_the_imports(sheet: str, settings: Any) -> None:
    source = (Path(settings.STATICFILES_DIRS[0]) / "css" / "site.css").read_text()
    layers = re.findall(r'@import "[^"]+" layer\(([a-z]+)\)', source)
    assert re.findall(r"^@layer ([a-z]+) \{$", sheet, re.MULTILINE) == layers
    assert sheet.startswith("@layer tokens, base, parts, pages, print;")
    assert re.search(r"@media print \{\n@layer print \{", sheet)


def test_its_fonts_are_named_by_their_contents_and_are_there(sheet: str, collected: Path) -> None:
    fonts = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', sheet)
    assert fonts
    for font in fonts:
        assert re.search(r"\.[0-9a-f]{12}\.woff2$", font)
        assert (collected / font).exists()


def test_a_compressed_copy_lies_beside_it(sheet: str, collected: Path) -> None:
    assert list((collected / "css").glob("site.*.css.br"))
    assert list((collected / "css").glob("site.*.css.gz"))


def test_the_desk_finds_the_sheets_that_it_uses_by_themselves(sheet: str, collected: Path) -> None:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert (collected / names["css/fonts.css"]).read_text().count("@font-face") == 5
