"""OAI-PMH, harvested whole by a client, and by day, set and token."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import requests
from django.test import Client
from django.utils import timezone
from lxml import etree
from sickle import Sickle
from sickle.oaiexceptions import BadArgument, BadResumptionToken, IdDoesNotExist, NoRecordsMatch

from tests.builders import make_conference, make_draft, make_exchange, make_scheduled, make_series, make_topic
from transcripts import actions
from transcripts.api import oai_records
from transcripts.models import Conference

pytestmark = pytest.mark.django_db
OAI = "{http://www.openarchives.org/OAI/2.0/}"


@pytest.fixture
def harvester(client: Client, monkeypatch: pytest.MonkeyPatch) -> Sickle:
    """A client whose requests are answered by the site, in pages of two."""

    def get(url: str, params: Any = None, **options: Any) -> requests.Response:
        answer = client.get("/oai", params)
        made = requests.Response()
        made.status_code, made._content, made.encoding = answer.status_code, answer.content, "utf-8"
        assert answer["Content-Type"].startswith("text/xml")
        for element in etree.fromstring(answer.content).iter():
            is_end = element.tag == f"{OAI}resumptionToken"
            assert is_end or len(element) or element.attrib or (element.text or "").strip(), element.tag
        return made

    monkeypatch.setattr("sickle.app.requests.get", get)
    for name, metadata in oai_records.METADATA.items():
        small = oai_records.Metadata(metadata.schema, metadata.namespace, metadata.make, 2)
        monkeypatch.setitem(oai_records.METADATA, name, small)
    return Sickle("http://127.0.0.1:8000/oai")


@pytest.fixture
def world() -> list[Conference]:
    """Seven public conferences, one withdrawn, and others that nobody may know of."""
    ports = make_series("Ports")
    made = [
        make_conference(f"Boats {number} & more", exchanges=1, series=ports, held_on=date(2024, 1, 1), source="Gazette")
        for number in range(6)
    ]
    made.append(make_conference("夜航", language="zh-hans", series=make_series("港口", slug="港口")))
    make_exchange(made[0], topics=(make_topic("Fares"),))
    gone = make_conference("Pilot fees", series=ports)
    actions.withdraw(gone, reason="Another meeting.")
    make_draft("Secret one", series=ports)
    make_scheduled("Secret two", series=ports)
    return [*made, gone]


def names(found: Any) -> set[str]:
    return {getattr(each, "header", each).identifier.rpartition(":")[2] for each in found}


def test_a_client_harvests_everything_once(harvester: Sickle, world: list[Conference]) -> None:
    for prefix in ("oai_dc", "akn"):
        records = list(harvester.ListRecords(metadataPrefix=prefix))
        assert len(records) == len(world)
        assert names(records) == {each.public_id for each in world}
        assert [each.header.identifier for each in records if each.deleted] == [f"oai:127.0.0.1:{world[-1].public_id}"]
    assert names(harvester.ListIdentifiers(metadataPrefix="oai_dc")) == {each.public_id for each in world}
    assert {each.metadataPrefix for each in harvester.ListMetadataFormats()} == {"oai_dc", "akn"}


def test_a_record_is_dublin_core_with_a_permanent_link(harvester: Sickle, world: list[Conference]) -> None:
    record = harvester.GetRecord(identifier=f"oai:127.0.0.1:{world[0].public_id}", metadataPrefix="oai_dc")
    metadata = record.metadata
    assert metadata["title"] == ["Boats 0 & more"]
    assert metadata["identifier"] == [f"http://127.0.0.1:8000/c/{world[0].public_id}/"]
    assert metadata["subject"] == ["Fares"]
    assert metadata["language"] == ["en"]
    akn = harvester.GetRecord(identifier=f"oai:127.0.0.1:{world[0].public_id}", metadataPrefix="akn")
    assert "akomaNtoso" in akn.raw
    with pytest.raises(IdDoesNotExist):
        harvester.GetRecord(identifier="oai:127.0.0.1:nothing", metadataPrefix="oai_dc")


def test_sets_are_series_and_languages(harvester: Sickle, world: list[Conference]) -> None:
    known = {each.setSpec: each.setName for each in harvester.ListSets()}
    assert known["series:ports"] == "Ports"
    chinese = next(spec for spec, name in known.items() if name == "港口")
    assert chinese.isascii()
    gone = {world[-1].public_id}  # a deletion is told in every set
    assert names(harvester.ListRecords(metadataPrefix="oai_dc", set=chinese)) == {world[6].public_id} | gone
    assert (
        names(harvester.ListIdentifiers(metadataPrefix="oai_dc", set="language:zh-hans")) == {world[6].public_id} | gone
    )
    assert len(list(harvester.ListRecords(metadataPrefix="oai_dc", set="series:ports"))) == 7
    with pytest.raises(NoRecordsMatch):
        harvester.ListRecords(metadataPrefix="oai_dc", set="colour:red")


def test_a_later_harvest_gets_what_changed_and_what_came_out_of_an_embargo(
    harvester: Sickle, world: list[Conference]
) -> None:
    Conference.objects.filter(title="Secret two").update(published_at=timezone.now())
    secret = Conference.objects.get(title="Secret two")
    since = (timezone.now() - timedelta(hours=1)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    options = {"metadataPrefix": "oai_dc", "from": since}
    assert names(harvester.ListIdentifiers(**options)) == {world[-1].public_id, secret.public_id}
    actions.set_record_status(world[0], "final", change=actions.Change())
    assert names(harvester.ListIdentifiers(**options)) == {world[-1].public_id, secret.public_id, world[0].public_id}
    day = datetime(2020, 1, 1, tzinfo=UTC).strftime("%Y-%m-%d")
    assert len(list(harvester.ListIdentifiers(metadataPrefix="oai_dc", until=day))) == 6


def test_what_is_wrong_is_said_in_the_protocol_s_words(
    harvester: Sickle, world: list[Conference], client: Client
) -> None:
    with pytest.raises(BadResumptionToken):
        harvester.ListRecords(resumptionToken="x!y")
    with pytest.raises(BadArgument):
        harvester.ListRecords(resumptionToken="oai_dc!!!!1!0!0", metadataPrefix="oai_dc")
    with pytest.raises(BadArgument):
        harvester.ListRecords(metadataPrefix="oai_dc", until="2024-02-31")
    with pytest.raises(BadArgument):
        harvester.ListRecords(metadataPrefix="oai_dc", colour="red")
    for path, code in (
        ("/oai", "badVerb"),
        ("/oai?verb=Identify&verb=Identify", "badVerb"),
        ("/oai?verb=ListRecords", "badArgument"),
        ("/oai?verb=ListRecords&metadataPrefix=x", "cannotDisseminateFormat"),
        ("/oai?verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("/oai?verb=ListRecords&metadataPrefix=oai_dc&from=2030-01-01", "noRecordsMatch"),
        ("/oai?verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-02&until=2024-01-01", "badArgument"),
        ("/oai?verb=Identify&x=%00%01", "badArgument"),
    ):
        assert f'code="{code}"' in client.get(path).content.decode(), path
    assert client.post("/oai", {"verb": "Identify"}).content == client.get("/oai?verb=Identify").content
