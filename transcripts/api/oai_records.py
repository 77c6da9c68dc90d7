"""The records of OAI-PMH: public conferences, each language version by itself, and tombstones of withdrawn ones.

A record's time is that of its last public change, or of its publication if that came later, as after an embargo.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q, QuerySet
from lxml import etree

from transcripts.exports import FORMATS
from transcripts.exports.tables import conference_row
from transcripts.models import CONTENT_LANGUAGES, Conference, PublicChange, Series, SiteIdentity, Status
from transcripts.presentation import Imprint
from transcripts.reading.imprint import read_imprints
from transcripts.reading.many_documents import Whole, read_many
from transcripts.text import language_tag

START = datetime(1970, 1, 1, tzinfo=UTC)
_DC, _OAI_DC = "http://purl.org/dc/elements/1.1/", "http://www.openarchives.org/OAI/2.0/oai_dc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LANGUAGES = {code for code, _ in CONTENT_LANGUAGES}


def identifier_of(public_id: str) -> str:
    """Return the identifier of a conference's record, for ever."""
    return f"oai:{urlsplit(settings.SITE_URL).hostname}:{public_id}"


def public_id_in(identifier: str) -> str:
    """Return the permanent id in an identifier, empty for one that is not ours."""
    before, _, public_id = identifier.rpartition(":")
    return public_id if f"{before}:" == identifier_of("") else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is harvested, and up to where it was: first what was published and not changed since, then what changed.

    `phase` is 1 or 2, `moment` in microseconds since 1970, `key` that of the last of that moment.
    """

    prefix: str
    set_spec: str = ""
    first: datetime | None = None
    end: datetime | None = None  # the first second that is not harvested any more
    phase: int = 1
    moment: int = -1
    key: int = 0

    @property
    def token(self) -> str:
        """The place as a resumption token: plain, and it needs nothing that the server would have to keep."""
        times = [str(_micros(each)) if each else "" for each in (self.first, self.end)]
        return "!".join([self.prefix, self.set_spec, *times, str(self.phase), str(self.moment), str(self.key)])

    @classmethod
    def from_token(cls, token: str) -> "Asked":
        """Return the place that a token names. Raises ValueError."""
        prefix, set_spec, first, end, phase, moment, key = token.split("!")
        if (
            prefix not in METADATA
            or phase not in {"1", "2"}
            or not re.fullmatch(r"[\d-]{0,60}", first + end + moment + key)
        ):
            raise ValueError
        times = [START + timedelta(microseconds=int(each)) if each else None for each in (first, end)]
        asked = cls(prefix, set_spec, times[0], times[1], int(phase), int(moment), int(key))
        if not 0 <= asked.key < 2**62 or not -1 <= asked.moment < 2**57:
            raise ValueError
        set_condition(set_spec)
        return asked


def _micros(moment: datetime) -> int:
    return (moment - START) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Record:
    """A record's conference and its time."""

    conference: Conference
    time: datetime

    @property
    def is_deleted(self) -> bool:
        """Whether the conference was withdrawn."""
        return self.conference.status == Status.WITHDRAWN

    @property
    def sets(self) -> list[str]:
        """The sets that the record is in; of a withdrawn one only the language is told."""
        series = self.conference.series
        named = [f"series:{encode_set(series.slug)}"] if series and not self.is_deleted else []
        return [*named, f"language:{self.conference.language}"]


def encode_set(slug: str) -> str:
    """Return a slug in the letters that the name of a set may have."""
    return slug if slug.isascii() else f"u.{slug.encode().hex()}"


def decode_set(name: str) -> str:
    """Return the slug that is spelt so. Raises ValueError."""
    return bytes.fromhex(name[2:]).decode() if name.startswith("u.") else name


def set_condition(set_spec: str) -> Q:
    """Return the condition that a conference is in a set. Withdrawn ones are in all. Raises ValueError."""
    kind, _, name = set_spec.partition(":")
    if not set_spec:
        return Q()
    if not name and kind in {"series", "language"}:
        return Q() if kind == "language" else Q(series__isnull=False) | Q(status=Status.WITHDRAWN)
    if kind == "language" and name in _LANGUAGES:
        return Q(language=name) | Q(status=Status.WITHDRAWN)
    if kind == "series":
        return Q(series__slug=decode_set(name)) | Q(status=Status.WITHDRAWN)
    raise ValueError


def sets() -> list[tuple[str, str]]:
    """Return the sets with their names. One query."""
    languages = [(f"language:{code}", name) for code, name in CONTENT_LANGUAGES]
    series = Series.objects.published().order_by("pk")
    named = [(f"series:{encode_set(each.slug)}", each.name) for each in series]
    return [("language", "Languages"), *languages, ("series", "Series"), *named]


def _unchanged() -> QuerySet[Conference]:
    """Return the public conferences whose time is that of their publication."""
    return (
        Conference.objects.published()
        .closed()
        .filter(Q(public_change=None) | Q(public_change__changed_at__lt=F("published_at")))
    )


def _changed() -> QuerySet[PublicChange]:
    """Return the changes that give a record its time."""
    withdrawn = Q(conference__status=Status.WITHDRAWN)
    found = PublicChange.objects.published().filter(kind=PublicChange.Kind.CONFERENCE)
    return found.filter(withdrawn | Q(changed_at__gte=F("conference__published_at"))).select_related(
        "conference__series"
    )


def find_record(public_id: str) -> Record | None:
    """Return the record of a conference. Two queries at most."""
    change = _changed().filter(conference__public_id=public_id).first()
    if change and change.conference:
        return Record(change.conference, change.changed_at)
    conference = _unchanged().select_related("series").filter(public_id=public_id).first()
    return Record(conference, conference.published_at or START) if conference else None


def read_records(asked: Asked, size: int) -> tuple[list[Record], Asked | None]:
    """Return the next records, and what to ask for behind them; None where there are no more. Two queries."""
    records: list[Record] = []
    if asked.phase == 1:
        found = _behind(_unchanged().select_related("series"), asked, "published_at", "")
        records = [Record(each, each.published_at or START) for each in found[: size + 1]]
        if len(records) > size:
            last = records[size - 1]
            return records[:size], replace(asked, moment=_micros(last.time), key=last.conference.pk)
        asked = replace(asked, phase=2, moment=-1, key=0)
    wanted = size - len(records)
    changes = list(_behind(_changed(), asked, "changed_at", "conference__")[: wanted + 1])
    made = [Record(each.conference, each.changed_at) for each in changes[:wanted] if each.conference]
    if len(changes) <= wanted:
        return [*records, *made], None
    if wanted:
        asked = replace(asked, moment=_micros(changes[wanted - 1].changed_at), key=changes[wanted - 1].pk)
    return [*records, *made], asked


def _behind(found: Any, asked: Asked, column: str, path: str) -> Any:
    """Return the rows within the days and the set that come behind a place, in the order of time."""
    if asked.set_spec:
        found = found.filter(_prefixed(set_condition(asked.set_spec), path))
    if asked.first:
        found = found.filter(**{f"{column}__gte": asked.first})
    if asked.end:
        found = found.filter(**{f"{column}__lt": asked.end})
    if asked.moment >= 0:
        moment = START + timedelta(microseconds=asked.moment)
        later = Q(**{f"{column}__gt": moment}) | Q(**{column: moment, "pk__gt": asked.key})
        found = found.filter(later, **{f"{column}__gte": moment})
    return found.order_by(column, "pk")


def _prefixed(condition: Q, path: str) -> Q:
    """Return the condition on a row that is reached by a path."""
    made = Q(_connector=condition.connector, _negated=condition.negated)
    children: Any = condition.children
    for child in children:
        inner = _prefixed(child, path) if isinstance(child, Q) else Q((f"{path}{child[0]}", child[1]))
        made.add(inner, made.connector)
    return made


def earliest() -> datetime:
    """Return the time before which nothing is. Two queries."""
    first = (
        Conference.objects.published().closed().order_by("published_at").values_list("published_at", flat=True).first()
    )
    changed = _changed().order_by("changed_at").values_list("changed_at", flat=True).first()
    return min((each for each in (first, changed) if each), default=START)


def clean(text: str) -> str:
    """Return the text without what XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def dublin_core(whole: Whole, identity: SiteIdentity) -> etree._Element:
    """Return a conference in Dublin Core. No element is empty."""
    row = conference_row(whole, settings.SITE_URL)
    topics = dict.fromkeys(topic for exchange in whole.document.exchanges for topic in exchange.topics)
    root = etree.Element(f"{{{_OAI_DC}}}dc", nsmap={"oai_dc": _OAI_DC, "dc": _DC, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    values: list[tuple[str, str]] = [
        ("title", row["title"]),
        ("creator", identity.local("name")),
        *(("subject", topic) for topic in topics),
        ("description", row["summary"]),
        ("publisher", identity.local("name")),
        *(("contributor", person["name"]) for person in row["people"]),
        ("date", row["date"]),
        ("type", "Text"),
        ("format", "text/html"),
        ("identifier", row["url"]),
        ("source", row["source_url"] or row["source"]),
        ("language", language_tag(row["language"])),
        ("relation", row["series"]["name"] if row["series"] else ""),
        ("rights", identity.local("licence")),
    ]
    for name, value in values:
        if value.strip():
            etree.SubElement(root, f"{{{_DC}}}{name}").text = clean(value)
    return root


def akoma_ntoso(whole: Whole, imprint: Imprint) -> etree._Element:
    """Return a conference as the file of that format has it."""
    content = FORMATS["xml"].render(whole.document, imprint)
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _all_dublin_core(wholes: Sequence[Whole]) -> list[etree._Element]:
    """Return conferences in Dublin Core. One query."""
    identity = SiteIdentity.current()
    return [dublin_core(whole, identity) for whole in wholes]


def _all_akoma_ntoso(wholes: Sequence[Whole]) -> list[etree._Element]:
    """Return conferences in Akoma Ntoso. Four queries."""
    imprints = read_imprints([whole.conference for whole in wholes])
    return [akoma_ntoso(whole, imprints[whole.conference.pk]) for whole in wholes]


@dataclass(frozen=True, slots=True)
class Metadata:
    """A format of records: its schema, its namespace, how several are made, and how many are sent at once."""

    schema: str
    namespace: str
    make: Callable[[Sequence[Whole]], list[etree._Element]]
    at_once: int


METADATA = {
    "oai_dc": Metadata("http://www.openarchives.org/OAI/2.0/oai_dc.xsd", _OAI_DC, _all_dublin_core, 50),
    "akn": Metadata(
        "http://docs.oasis-open.org/legaldocml/akn-core/v1.0/os/part2-specs/schemas/akomantoso30.xsd",
        "http://docs.oasis-open.org/legaldocml/ns/akn/3.0",
        _all_akoma_ntoso,
        10,
    ),
}


def metadata_of(records: Sequence[Record], prefix: str) -> dict[str, etree._Element]:
    """Return the metadata of those that are not deleted, by permanent id. Six queries, and those of the format."""
    living = [record.conference for record in records if not record.is_deleted]
    wholes = read_many(living)
    made = METADATA[prefix].make(wholes) if wholes else []
    return {whole.conference.public_id: each for whole, each in zip(wholes, made, strict=True)}
