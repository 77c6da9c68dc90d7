"""Pages as programs find them: structured data, cards of links, frames, sitemaps, robots.txt."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib itself
def test_every_page_is_one_graph_with_absolute_addresses(
    site: str, pages: list[str], fetch: Callable[[str], bytes]
) -> None:
    extruct = pytest.importorskip("extruct", reason="extruct is not installed")
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    kinds: Counter[str] = Counter()
    for page in pages:
        found = extruct.extract(fetch(page).decode(), base_url=page, syntaxes=["json-ld", "opengraph"])
        (script,) = found["json-ld"]
        assert script["@context"] == "https://schema.org"
        script["@context"] = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}}  # nothing is fetched
        graph = rdflib.Graph().parse(data=script, format="json-ld")
        for thing in {*graph.subjects(), *graph.objects()}:
            if isinstance(thing, rdflib.URIRef) and "schema.org" not in thing:
                assert thing.startswith(site) or urlsplit(thing).netloc, (unquote(page), thing)
        kinds.update(str(kind).rpartition("/")[2] for kind in graph.objects(None, rdflib.RDF.type))
        (card,) = found["opengraph"]
        (image,) = [value for name, value in card["properties"] if name == "og:image"]
        assert image.startswith(f"{site}/cards/")
    assert {"Event", "Person", "QAPage", "Question", "Answer", "BreadcrumbList", "Dataset"} <= kinds.keys()
    assert len(pages) > 300


def test_a_link_has_its_card_and_its_frame(
    site: str, conferences: list[str], exchanges: list[str], ask_node: Callable[..., Any], fetch: Callable[[str], bytes]
) -> None:
    addresses = [f"{site}/", f"{site}/zh-hans/", *conferences, *exchanges]
    for address, said in zip(addresses, ask_node("cards.cjs", "unfurl.js", addresses), strict=True):
        card = said["open_graph"]
        (image,) = card["images"]
        assert (image["width"], image["height"]) == (1200, 630)
        assert fetch(image["url"]).startswith(b"\x89PNG")
        assert card["title"]
        assert "\ufffd" not in card["title"] + card["description"]
        assert ("oEmbed" in said) == (address in conferences + exchanges), unquote(address)
        frame = said.get("oEmbed")
        assert not frame or (isinstance(frame["width"], int) and isinstance(frame["height"], int))


def test_a_client_of_oembed_finds_the_frame_of_an_address(conferences: list[str], exchanges: list[str]) -> None:
    pyoembed = pytest.importorskip("pyoembed", reason="pyoembed is not installed")
    for address in [*conferences, *exchanges]:
        said = pyoembed.oEmbed(address, maxwidth=400)
        assert (said["type"], said["version"], said["width"]) == ("rich", "1.0", 400), unquote(address)
        assert re.search(r'<iframe src="http[^"]+/embed/[0-9a-z]+/"', said["html"])


def test_a_reader_of_sitemaps_finds_every_page(site: str, pages: list[str]) -> None:
    pytest.importorskip("usp", reason="ultimate-sitemap-parser is not installed")
    from usp.tree import sitemap_tree_for_homepage  # noqa: PLC0415 (where it is installed)

    found = list(sitemap_tree_for_homepage(site).all_pages())
    assert sorted(page.url for page in found) == sorted(pages)
    assert all(page.last_modified for page in found)


def test_a_reader_of_robots_txt_may_read_pages_and_no_search(site: str, fetch: Callable[[str], bytes]) -> None:
    protego = pytest.importorskip("protego", reason="protego is not installed")
    robots = protego.Protego.parse(fetch(f"{site}/robots.txt").decode())
    assert list(robots.sitemaps) == [f"{site}/sitemap.xml"]
    for path, is_read in (("/", True), ("/zh-hans/conferences/", True), ("/search/?q=x", False), ("/admin/", False)):
        assert robots.can_fetch(site + path, "anybody") == is_read


def test_llms_txt_leads_to_what_is_there(site: str, fetch: Callable[[str], bytes]) -> None:
    text = fetch(f"{site}/llms.txt").decode()
    links = re.findall(r"\((http[^)]+)\)", text)
    assert len(links) > 5
    assert all(fetch(link) for link in links)
