"""Take a picture of every type of page, as `make screenshots` does: into docs/screenshots/, with a page of them all.

The site is served as in production with the demonstration content, so the pictures show what a newcomer sees.
"""

import io
import re
import tempfile
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from PIL import Image, ImageColor
from playwright.sync_api import Browser, sync_playwright

from tests.browser.production import ARGUMENTS, BASE, ERRORS, HEADLESS, PAGES, serve

TARGET = BASE / "docs" / "screenshots"
Colour = tuple[int, int, int]
Scheme = Literal["light", "dark"]
MOST_USED = 12
WIDTHS = {1280: 1200, 390: 1200}  # and how much of a long page is shown
# These are shown in both languages and both schemes, the others in English and light.
IN_FULL = ["home", "list", "exchange", "full", "side-by-side", "speaker", "search-results"]
# What is typed into the field of a page before its picture is taken, and what has to come of it.
TYPED = {"suggestions": ("/", "#front-q", "ha", ".suggest [role=option]")}
LEFT_OUT = {"list-ignored", "search-narrowed", "full-chinese", "404-past-the-end", "cite-version", "versions-since"}
ENGLISH, CHINESE = ("en", ""), ("zh", "/zh-hans")
LOCALES = {"en": "en-GB", "zh": "zh-CN"}  # so that no other language is offered


def versions(name: str) -> list[tuple[tuple[str, str], Scheme]]:
    """Return the languages, with their prefixes, and the schemes in which a page is shown."""
    if name in IN_FULL:
        return [(ENGLISH, "light"), (ENGLISH, "dark"), (CHINESE, "light")]
    return [(CHINESE if name.endswith("-chinese") else ENGLISH, "light")]


def take(browser: Browser, site: str) -> dict[str, list[str]]:
    """Take all pictures; return the names of the files of each type of page."""
    taken: dict[str, list[str]] = {}
    for name, path in (PAGES | {name: path for name, (path, *_) in TYPED.items()} | ERRORS).items():
        if name in LEFT_OUT:
            continue
        for ((language, prefix), scheme), width in product(versions(name), WIDTHS):
            file = f"{name}-{width}-{scheme}-{language}.webp"
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, locale=LOCALES[language]
            )
            page = context.new_page()
            page.goto(site + prefix + quote(path, safe="/?=&%"), wait_until="networkidle")
            if name in TYPED:
                _, field, words, expected = TYPED[name]
                page.locator(field).press_sequentially(words)
                page.locator(expected).first.wait_for()
            height = min(page.evaluate("document.documentElement.scrollHeight"), WIDTHS[width])
            page.set_viewport_size({"width": width, "height": height})
            keep(page.screenshot(), TARGET / file)
            taken.setdefault(name, []).append(file)
            context.close()
    return taken


def keep(png: bytes, target: Path) -> None:
    """Keep a picture small: pages that are mostly words need few colours, but those of the design to the bit."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    palette = [*_design(), *_most_used(picture)]
    chosen = Image.new("P", (1, 1))
    chosen.putpalette([part for colour in palette for part in colour])
    small = picture.quantize(palette=chosen, dither=Image.Dither.NONE).convert("RGB")
    small.save(target, "WEBP", lossless=True, method=6)


@cache
def _design() -> list[Colour]:
    """Return the colours of the design."""
    words = (BASE / "static" / "css" / "tokens.css").read_text()
    return sorted({ImageColor.getrgb(value)[:3] for value in re.findall(r"#[0-9a-f]{6}", words)})


def _most_used(picture: Image.Image) -> list[Colour]:
    """Return a dozen colours more: those between the words and the paper, and those of photos."""
    few = picture.quantize(MOST_USED, dither=Image.Dither.NONE).getpalette() or []
    return [(few[at], few[at + 1], few[at + 2]) for at in range(0, min(len(few), 3 * MOST_USED), 3)]


def describe(taken: dict[str, list[str]]) -> str:
    """Return the page that shows the pictures."""
    parts = [
        "# Screenshots\n\nEvery type of page, with the demonstration content. `make screenshots` takes them again.\n"
    ]
    for name, files in taken.items():
        parts.append(f"\n## {name.replace('-', ' ').capitalize()}\n")
        parts += [f'\n<img src="{file}" alt="{file.removesuffix(".webp")}" width="{_shown(file)}">' for file in files]
        parts.append("\n")
    return "".join(parts)


def _shown(file: str) -> int:
    return 150 if "-390-" in file else 480


def main() -> None:
    """Serve the site, take the pictures, and say what they weigh."""
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=HEADLESS, args=ARGUMENTS)
        taken = take(browser, site)
        browser.close()
    kept = {file for files in taken.values() for file in files}
    for old in TARGET.glob("*.webp"):
        if old.name not in kept:
            old.unlink()
    (TARGET / "README.md").write_text(describe(taken), encoding="utf-8")
    size = sum(picture.stat().st_size for picture in TARGET.glob("*.webp"))
    print(f"{len(kept)} pictures, {size:,} bytes, in {TARGET}")


if __name__ == "__main__":
    main()
