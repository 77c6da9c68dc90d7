"""Frames of other sites, as oEmbed gives them: they fit at every width, and what is longer scrolls inside."""

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.browser.production import CHINESE, CUSTOMS, PARK, read

WIDTHS = (320, 390, 600, 800, 1000)
ADDRESSES = (CUSTOMS, f"{PARK}9/", f"/zh-hans{CHINESE}", f"/zh-hans{CHINESE}2/")
FITS = """() => {
  const page = document.scrollingElement, words = document.querySelector("main");
  return {
    wide: page.scrollWidth - innerWidth, high: page.scrollHeight - innerHeight,
    below: document.querySelector("footer").getBoundingClientRect().bottom - innerHeight,
    room: words.clientHeight, hidden: words.scrollHeight - words.clientHeight,
  };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_frame_fits_at_every_width(press_room: str, page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    seen = 0
    for path in ADDRESSES:
        body = read(press_room + quote(path))[1]
        turns = re.findall(r'href="(?:/zh-hans)?(/turns/[0-9a-z]+/)cite/"', body)
        for address in (path, turns[-1]):
            said = json.loads(read(f"{press_room}/oembed?url={quote(press_room + address)}")[1])
            frames = [re.sub(r' width="\d+"', f' width="{width}"', said["html"]) for width in WIDTHS]
            # As in an editor's preview, the page around them has no address.
            page.set_content("<!doctype html>" + "<hr>".join(frames).replace('loading="lazy"', ""))
            page.wait_for_load_state("networkidle")
            shown = page.frames[1:]
            assert len(shown) == len(WIDTHS)
            for frame, html in zip(shown, frames, strict=True):
                found = frame.evaluate(FITS)
                assert max(found["wide"], found["high"], found["below"]) <= 1, (html, found)
                assert found["room"] >= 60 or not found["hidden"], (html, found)
            seen += len(shown)
    assert seen == len(ADDRESSES) * 2 * len(WIDTHS)
