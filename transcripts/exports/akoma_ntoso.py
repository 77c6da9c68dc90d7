"""A transcript as Akoma Ntoso 3.0, the standard XML of parliaments' debates.

What the standard has no place for is in attributes of our own (`transcripts/intake/readers/akoma_ntoso/names.py`),
so that importing the file gives the same document.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from django.utils import translation
from lxml import etree

from transcripts.document import HEAD, ExchangeText, Kind, Part, TranscriptDocument, TurnText
from transcripts.exports.front_matter import day_text
from transcripts.exports.xml import XML_LANG, Child, Maker, serialise
from transcripts.intake.readers.akoma_ntoso.names import (
    AKOMA_NTOSO,
    ELEMENTS,
    FORM,
    NOBODY,
    OWN,
    PARTICIPANTS,
    PREFIX,
    SUMMARY,
    own,
    three_letters,
)
from transcripts.models import interface_language
from transcripts.presentation import Imprint
from transcripts.text import language_tag

_MAKE = Maker(AKOMA_NTOSO, {None: AKOMA_NTOSO, PREFIX: OWN})
_OWN = Maker(OWN, {PREFIX: OWN})
_PUBLISHER, _CHAIR = "publisher", "chair"
# A country's code that represents none.
_NO_COUNTRY = "zz"
# The day of a record that states none: the standard asks for one.
_NO_DAY = date(1970, 1, 1)


def render_akoma_ntoso(document: TranscriptDocument, imprint: Imprint) -> bytes:
    """Return the transcript as Akoma Ntoso 3.0, valid by its schema."""
    writer = _Writer(document, imprint)
    with translation.override(interface_language(document.language)):
        preface = writer.preface()
    body = writer.body()
    debate = _MAKE("debate", writer.meta(), preface, body, name="transcript")
    return serialise(_MAKE("akomaNtoso", debate))


class _References:
    """People, organisations, roles and topics that elements refer to, each once, in the order of their mention."""

    def __init__(self) -> None:
        self.elements: dict[tuple[str, str], etree._Element] = {}
        self.counts: Counter[str] = Counter()

    def of(self, kind: str, name: str, href: str = "", *, store: str = "") -> str:
        """Return the reference to a name: of a kind such as Person, among those of a store."""
        store = store or kind.lower()
        if (store, name) not in self.elements:
            self.counts[store] += 1
            self.add(
                kind,
                f"{store}-{self.counts[store]}",
                name,
                href or f"/ontology/{kind.lower()}/{quote(name, safe='')}",
                store=store,
            )
        return f"#{self.elements[store, name].get('eId')}"

    def add(self, kind: str, identity: str, name: str, href: str, *, store: str = "") -> str:
        """Add a reference with this id, and return it."""
        attributes = {"eId": identity, "href": href}
        element = _MAKE(f"TLC{kind}", attributes=attributes)
        element.set("showAs", name)
        self.elements[store or identity, name] = element
        return f"#{identity}"


class _Writer:
    """The state of writing a debate: its references, and the ids that are in it."""

    def __init__(self, document: TranscriptDocument, imprint: Imprint) -> None:
        self.document, self.imprint = document, imprint
        self.references = _References()
        self.publisher = self.references.add(
            "Organization", _PUBLISHER, imprint.publisher or "?", imprint.root or "/ontology/organization/publisher"
        )
        self.roles = {person.name: person.role for person in document.people}
        self.ids: set[str] = set()

    def preface(self) -> etree._Element:
        """Return what is over the debate: title, day, place, and the other public facts; summary; people."""
        document = self.document
        blocks = [_MAKE("p", _MAKE("docTitle", document.title))]
        for name, known in HEAD.items():
            value = getattr(document, name)
            if not value or not known.is_public or name in ("title", "language", SUMMARY):
                continue
            if name == "held_on":
                blocks.append(_MAKE("p", self._day()))
            elif name == "venue":
                place = self.references.of("Location", value)
                blocks.append(_MAKE("p", _MAKE("location", value, refersTo=place)))
            elif name != "starts_at" or not document.held_on:
                blocks.append(_MAKE("p", _MAKE("inline", known.to_text(value), name=name)))
        if document.summary:
            paragraphs = (_MAKE("p", *_lines(text)) for text in document.summary.split("\n\n"))
            blocks.append(_MAKE("container", *paragraphs, name=SUMMARY))
        if document.people:
            blocks.append(_MAKE("container", *self._people(), name=PARTICIPANTS))
        return _MAKE("preface", *blocks)

    def _day(self) -> etree._Element:
        """Return the day of the conference, with its hour."""
        held_on, starts_at = self.document.held_on or _NO_DAY, self.document.starts_at
        text, stated = day_text(held_on), held_on.isoformat()
        if starts_at:
            text, stated = f"{text} {HEAD['starts_at'].to_text(starts_at)}", f"{stated}T{starts_at.isoformat()}"
        return _MAKE("docDate", text, date=stated)

    def _people(self) -> Iterator[etree._Element]:
        for person in self.document.people:
            part = "" if person.part is Part.SPEAKER else person.part.value
            role = self.references.of("Role", person.role) if person.role else ""
            words: list[Child] = [
                _MAKE("person", person.name, refersTo=self._person(person.name), attributes={"as": role})
            ]
            if role:
                words += [", ", _MAKE("role", person.role, refersTo=role)]
            yield _MAKE("p", *words, attributes={own("part"): part})

    def _person(self, name: str) -> str:
        return self.references.of("Person", name, self.imprint.profiles.get(name, ""))

    def body(self) -> etree._Element:
        """Return the debate's body: a section for each exchange. The standard asks for one at least."""
        first = self.imprint.first or 1
        attributes = {own("form"): FORM, XML_LANG: language_tag(self.document.language)}
        if self.imprint.is_extract:
            attributes[own("extract")] = str(first)
        sections = [self._section(exchange, number) for number, exchange in enumerate(self.document.exchanges, first)]
        return _MAKE("debateBody", *sections or [_MAKE("debateSection", name="exchange")], attributes=attributes)

    def _section(self, exchange: ExchangeText, number: int) -> etree._Element:
        """Return the section that an exchange is."""
        place = f"dbsect_{number}"
        topics = " ".join(self.references.of("Concept", topic) for topic in exchange.topics)
        children = [_MAKE("heading", exchange.heading)] if exchange.heading else []
        children += [self._turn(turn, f"{place}__{{}}_{at}") for at, turn in enumerate(exchange.turns, start=1)]
        attributes = {**self._ids(place, exchange.public_id), own("page"): str(exchange.page or "")}
        return _MAKE("debateSection", *children, name="exchange", refersTo=topics, attributes=attributes)

    def _turn(self, turn: TurnText, place: str) -> etree._Element:
        """Return a turn's element; `place` is its eId, with a gap for the element's name."""
        is_bare = turn.kind is Kind.NOTE and not (turn.label or turn.speaker or turn.outlet or turn.journalist)
        times = turn.times or (None,) * len(turn.paragraphs)
        ids = turn.paragraph_ids or ("",) * len(turn.paragraphs)
        if is_bare and len(turn.paragraphs) == 1:
            attributes = self._ids(place.format("narrative"), turn.public_id) | _begin(times[0])
            return _MAKE("narrative", *_lines(turn.text), attributes={**attributes, own("paragraph"): ids[0]})
        tag = "other" if is_bare else ELEMENTS.get(turn.kind, "speech")
        eid = place.format(tag)
        attributes = self._ids(eid, turn.public_id)
        paragraphs = [
            _MAKE("p", *_lines(text), attributes=self._ids(f"{eid}__p_{at}", public_id) | _begin(time))
            for at, (text, public_id, time) in enumerate(zip(turn.paragraphs, ids, times, strict=True), start=1)
        ]
        if is_bare:
            return _MAKE(tag, *paragraphs, attributes=attributes)
        if turn.kind in (Kind.MODERATOR, Kind.NOTE):
            attributes[own("kind")] = turn.kind.value
        label = [_MAKE("from", turn.label)] if turn.label else []
        return _MAKE(tag, *label, *paragraphs or [_MAKE("p")], attributes=attributes | self._speaker(turn))

    def _speaker(self, turn: TurnText) -> dict[str, str]:
        """Return the attributes that say who speaks, and for whom."""
        outlet = self.references.of("Organization", turn.outlet) if turn.outlet else ""
        journalist = self.references.of("Person", turn.journalist, store="journalist") if turn.journalist else ""
        speaker = self._person(turn.speaker) if turn.speaker else ""
        by = speaker or journalist or outlet
        if not by:
            by = self.references.add("Person", NOBODY, "?", "/ontology/person/unknown")
        role = ""
        if turn.kind is Kind.MODERATOR:
            role = self.references.add("Role", _CHAIR, "Chair", "/ontology/role/chair")
        elif speaker and (printed := self.roles.get(turn.speaker)):
            role = self.references.of("Role", printed)
        return {"by": by, "as": role, own("outlet"): outlet if by != outlet else "", own("journalist"): journalist}

    def _ids(self, eid: str, public_id: str) -> dict[str, str]:
        """Return the ids of an element: its place, and its permanent id, which occurs once."""
        is_new = public_id not in self.ids
        self.ids.add(public_id)
        return {"eId": eid, "GUID": public_id if is_new else ""}

    def meta(self) -> etree._Element:
        """Return what the file says of itself: identification, references, and the imprint."""
        document, imprint = self.document, self.imprint
        address = imprint.address if imprint.path else "/akn/debate"
        held_on = document.held_on or document.posted_on
        made_on = imprint.made_at.date() if imprint.made_at else document.posted_on or held_on or _NO_DAY
        name = "held" if document.held_on else "posted" if held_on else "unknown"

        def core(day: date, name: str) -> tuple[etree._Element, ...]:
            return (
                _MAKE("FRBRthis", value=address),
                _MAKE("FRBRuri", value=address),
                _MAKE("FRBRdate", date=day.isoformat(), name=name),
                _MAKE("FRBRauthor", href=self.publisher),
            )

        work = _MAKE("FRBRWork", *core(held_on or made_on, name), _MAKE("FRBRcountry", value=_NO_COUNTRY))
        version = [_MAKE("FRBRversionNumber", value=str(imprint.version))] if imprint.version else []
        language = _MAKE("FRBRlanguage", language=three_letters(document.language))
        expression = _MAKE("FRBRExpression", *core(made_on, "version"), *version, language)
        manifestation = _MAKE(
            "FRBRManifestation", *core(made_on, "version"), _MAKE("FRBRformat", value="application/akn+xml")
        )
        return _MAKE(
            "meta",
            _MAKE("identification", work, expression, manifestation, source=self.publisher),
            _MAKE("references", *self.references.elements.values(), source=self.publisher),
            _MAKE("proprietary", *self._imprint(), source=self.publisher),
        )

    def _imprint(self) -> Iterator[etree._Element]:
        """Yield what the file says beside the words, and the facts of the head that readers are not shown."""
        imprint = self.imprint
        for name, known in HEAD.items():
            if not known.is_public and (value := getattr(self.document, name)):
                yield _OWN("head", known.to_text(value), name=name)
        for name, text in (
            ("version", str(imprint.version or "")),
            ("version-time", imprint.made_at.isoformat(timespec="seconds") if imprint.made_at else ""),
            ("record-status", imprint.record_status),
            ("licence", imprint.licence),
        ):
            if text:
                yield _OWN(name, text)
        for each in imprint.corrections:
            attributes = {"day": each.day.isoformat(), "turns": " ".join(each.turns)}
            yield _OWN("removal" if each.is_removal else "correction", each.note, attributes=attributes)


def _lines(text: str) -> Iterator[Child]:
    """Yield the lines of a paragraph, with a break between them."""
    first, *others = text.split("\n")
    yield first
    for line in others:
        yield _MAKE("eol")
        yield line


def _begin(time: int | None) -> dict[str, str]:
    """Return the attribute for the second of the recording at which a paragraph begins."""
    if time is None:
        return {}
    return {own("begin"): f"{time // 3600:02}:{time // 60 % 60:02}:{time % 60:02}"}
