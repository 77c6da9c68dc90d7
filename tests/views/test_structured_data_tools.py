"""Structured data as extruct and rdflib, of PyPI, read it from pages; in the drill, where they are installed."""

from datetime import date

import pytest
from django.test import Client

from tests.builders import make_conference, make_exchange, make_participation, make_series, make_speaker, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.drill]


def test_every_thing_is_found_and_has_an_absolute_address(client: Client) -> None:
    extruct = pytest.importorskip("extruct", reason="extruct is not installed")
    speaker, topic = make_speaker("Ines Calder"), make_topic("Fares")
    conference = make_conference("Night ferries", series=make_series("Ports"), held_on=date(2024, 3, 12))
    make_participation(conference, speaker)
    make_exchange(conference, speaker=speaker, topics=(topic,), question="Is </script> late?")
    for path in ("/", "/conferences/", conference.get_absolute_url(), "/speakers/ines-calder/", "/topics/fares/"):
        page = client.get(path).content.decode()
        found = extruct.extract(page, base_url=f"http://127.0.0.1:8000{path}", syntaxes=["json-ld", "opengraph"])
        (script,) = found["json-ld"]
        assert script["@context"] == "https://schema.org"
        ids = [thing["@id"] for thing in script["@graph"] if "@id" in thing]
        assert ids
        assert all(each.startswith("http://127.0.0.1:8000/") for each in ids)
        (card,) = found["opengraph"]
        told = dict(card["properties"])
        assert told["og:url"].startswith("http://127.0.0.1:8000/")
        assert told["og:title"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib itself
def test_it_is_a_graph_of_triples(client: Client) -> None:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    extruct = pytest.importorskip("extruct", reason="extruct is not installed")
    conference = make_conference("Night ferries", exchanges=2, held_on=date(2024, 3, 12))
    page = client.get(conference.get_absolute_url()).content.decode()
    (script,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    script["@context"] = {"@vocab": "https://schema.org/"}  # what the real one says of terms; nothing is fetched
    graph = rdflib.Graph().parse(data=script, format="json-ld")
    kinds = {str(kind).rpartition("/")[2] for kind in graph.objects(None, rdflib.RDF.type)}
    assert {"Event", "QAPage", "BreadcrumbList"} <= kinds
    assert "Night ferries" in {str(name) for name in graph.objects(None, rdflib.URIRef("https://schema.org/name"))}
