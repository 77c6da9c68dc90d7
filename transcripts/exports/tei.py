"""A transcript as TEI, with the elements that ParlaMint chose for parliaments' debates, for corpus tools.

Source: TEI P5, chapters 2, 8 and 16 (header, speech, synchronisation); ParlaMint's guidelines.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lxml import etree

from transcripts.document import ExchangeText, Kind, Part, TranscriptDocument, TurnText
from transcripts.exports.xml import XML_ID, XML_LANG, Child, Maker, serialise
from transcripts.presentation import Imprint
from transcripts.text import language_tag

TEI = "http://www.tei-c.org/ns/1.0"
_MAKE = Maker(TEI, {None: TEI})
# Categories that utterances refer to: who speaks (ParlaMint's), and what the words are in the exchange.
_TAXONOMIES = {
    "speaker_types": {
        "chair": "Who leads the conference",
        "regular": "Who speaks for the office",
        "guest": "Who asks for an outlet",
    },
    "kinds": {
        Kind.STATEMENT.value: "Statement",
        Kind.QUESTION.value: "Question",
        Kind.ANSWER.value: "Answer",
        Kind.MODERATOR.value: "Words of the chair",
    },
}


def render_tei(document: TranscriptDocument, imprint: Imprint) -> bytes:
    """Return the transcript as TEI P5, valid by the schema of all of TEI."""
    writer = _Writer(document, imprint)
    body = writer.body()
    language = {XML_LANG: language_tag(document.language)}
    text = _MAKE("text", *writer.timeline(), body, attributes=language)
    return serialise(_MAKE("TEI", writer.header(), text, attributes=language))


class _Writer:
    """The state of writing: the names and moments that utterances refer to, in the order of their mention."""

    def __init__(self, document: TranscriptDocument, imprint: Imprint) -> None:
        self.document, self.imprint = document, imprint
        self.people = {person.name: f"person-{at}" for at, person in enumerate(document.people, start=1)}
        self.journalists: dict[tuple[str, str], str] = {}
        self.outlets: dict[str, str] = {}
        self.topics: dict[str, str] = {}
        self.times: dict[int, str] = {}
        self.chairs = {person.name for person in document.people if person.part is Part.CHAIR}
        self.turns = 0

    def body(self) -> etree._Element:
        """Return the body: a division for each exchange. TEI asks for one at least."""
        first = self.imprint.first or 1
        divisions = [self._division(exchange, number) for number, exchange in enumerate(self.document.exchanges, first)]
        return _MAKE("body", *divisions or [_MAKE("div", _MAKE("p"))])

    def _division(self, exchange: ExchangeText, number: int) -> etree._Element:
        """Return the division that an exchange is."""
        topics = [_reference(self.topics, topic, "topic") for topic in exchange.topics]
        children = [_MAKE("head", exchange.heading)] if exchange.heading else []
        for turn in exchange.turns:
            children += self._turn(turn)
        # A division holds something besides its heading.
        if len(children) == bool(exchange.heading):
            children.append(_MAKE("p"))
        attributes = {XML_ID: f"exchange-{number}", "corresp": self._address("exchange", exchange.public_id)}
        return _MAKE("div", *children, type="debateSection", n=str(number), ana=" ".join(topics), attributes=attributes)

    def _turn(self, turn: TurnText) -> Iterator[etree._Element]:
        """Yield the label and the utterance of a turn; what nobody says is a note."""
        self.turns += 1
        at = f"u{self.turns}"
        times = turn.times or (None,) * len(turn.paragraphs)
        paragraphs = [
            (
                text,
                {
                    XML_ID: f"{at}.{number}",
                    "corresp": self._address("paragraph", public_id),
                    "synch": self._moment(time),
                },
            )
            for number, (text, public_id, time) in enumerate(
                zip(turn.paragraphs, turn.paragraph_ids or ("",) * len(turn.paragraphs), times, strict=True), start=1
            )
        ]
        if turn.label:
            yield _MAKE("note", turn.label, type="speaker")
        if turn.kind is Kind.NOTE:
            for text, attributes in paragraphs:
                yield _MAKE("note", *_lines(text), type="narrative", attributes=attributes)
            return
        attributes = {XML_ID: at, "corresp": self._address("turn", turn.public_id), "who": self._who(turn)}
        segments = [_MAKE("seg", *_lines(text), attributes=attributes) for text, attributes in paragraphs]
        yield _MAKE("u", *segments, ana=f"#{self._type(turn)} #{turn.kind.value}", attributes=attributes)

    def _who(self, turn: TurnText) -> str:
        """Return the reference to who speaks; "" where nobody is known."""
        if turn.speaker:
            return _reference(self.people, turn.speaker, "person")
        if turn.journalist:
            outlet = _reference(self.outlets, turn.outlet, "org") if turn.outlet else ""
            return _reference(self.journalists, (turn.journalist, outlet), "journalist")
        return _reference(self.outlets, turn.outlet, "org") if turn.outlet else ""

    def _type(self, turn: TurnText) -> str:
        if turn.kind is Kind.MODERATOR or turn.speaker in self.chairs:
            return "chair"
        return "regular" if turn.speaker or not (turn.outlet or turn.journalist) else "guest"

    def _moment(self, time: int | None) -> str:
        """Return the reference to a second of the recording."""
        return "" if time is None else f"#{self.times.setdefault(time, f'time-{time}')}"

    def _address(self, of: str, public_id: str) -> str:
        """Return the permanent address of an exchange, a turn or a paragraph."""
        if not (public_id and self.imprint.root):
            return ""
        address: str = getattr(self.imprint, of)(public_id)
        return address

    def timeline(self) -> Iterator[etree._Element]:
        """Yield the moments of the recording at which paragraphs begin."""
        if self.times:
            moments = [
                _MAKE("when", interval=str(time), since="#recording", attributes={XML_ID: identity})
                for time, identity in sorted(self.times.items())
            ]
            beginning = _MAKE("when", attributes={XML_ID: "recording"})
            yield _MAKE("timeline", beginning, *moments, unit="s", origin="#recording")

    def header(self) -> etree._Element:
        """Return what the file says of itself."""
        changes = [
            _MAKE("change", each.note, when=each.day.isoformat(), type="removal" if each.is_removal else "correction")
            for each in self.imprint.corrections
        ]
        return _MAKE(
            "teiHeader",
            self._file(),
            _MAKE("encodingDesc", _MAKE("classDecl", *self._taxonomies())),
            self._profile(),
            *([_MAKE("revisionDesc", *changes)] if changes else []),
        )

    def _file(self) -> etree._Element:
        document, imprint = self.document, self.imprint
        titles = [_MAKE("title", document.title, type="main")]
        if document.series:
            titles.append(_MAKE("title", document.series, level="s"))
        edition = imprint.record_status if imprint.is_running else str(imprint.version or "")
        version = [_MAKE("editionStmt", _MAKE("edition", edition))] if edition else []
        licence = [_MAKE("licence", *_paragraphs(imprint.licence))] if imprint.licence else [_MAKE("p")]
        publication: list[etree._Element] = [_MAKE("publisher", imprint.publisher)]
        if imprint.path:
            publication.append(_MAKE("idno", imprint.address, type="URI"))
        if imprint.made_at:
            moment = imprint.made_at.isoformat(timespec="seconds")
            publication.append(_MAKE("date", imprint.made_at.date().isoformat(), when=moment))
        publication.append(_MAKE("availability", *licence, status="free" if imprint.licence else "unknown"))
        return _MAKE(
            "fileDesc",
            _MAKE("titleStmt", *titles),
            *version,
            _MAKE("extent", _MAKE("measure", str(self.turns), unit="speeches", quantity=str(self.turns))),
            _MAKE("publicationStmt", *publication),
            _MAKE("sourceDesc", self._source()),
        )

    def _source(self) -> etree._Element:
        """Return where the words come from."""
        document = self.document
        found: list[etree._Element] = [_MAKE("title", document.title, type="main")]
        if document.source:
            found.append(_MAKE("publisher", document.source))
        if document.source_url:
            found.append(_MAKE("idno", document.source_url, type="URI"))
        if document.posted_on:
            found.append(
                _MAKE("date", document.posted_on.isoformat(), when=document.posted_on.isoformat(), type="posted")
            )
        return _MAKE("bibl", *found)

    def _taxonomies(self) -> Iterator[etree._Element]:
        for identity, categories in _TAXONOMIES.items():
            yield _taxonomy(identity, categories.items(), {XML_LANG: "en"})
        if self.topics:
            yield _taxonomy("topics", [(identity, topic) for topic, identity in self.topics.items()], {})

    def _profile(self) -> etree._Element:
        """Return the abstract, the place and day, who takes part, and the language."""
        document = self.document
        people = [_MAKE("listPerson", *self._list_people())] if self.people or self.journalists else []
        outlets = [
            _MAKE("org", _MAKE("orgName", outlet), attributes={XML_ID: identity})
            for outlet, identity in self.outlets.items()
        ]
        abstract = [_MAKE("abstract", *_paragraphs(document.summary))] if document.summary else []
        language = _MAKE("language", document.language, ident=language_tag(document.language))
        setting = self._setting()
        taking_part: list[Any] = people + ([_MAKE("listOrg", *outlets)] if outlets else [])
        return _MAKE(
            "profileDesc",
            *abstract,
            _MAKE("langUsage", language),
            *([_MAKE("settingDesc", _MAKE("setting", *setting))] if setting else []),
            *([_MAKE("particDesc", *taking_part)] if taking_part else []),
        )

    def _setting(self) -> Sequence[etree._Element]:
        document = self.document
        found = [_MAKE("name", document.venue, type="place")] if document.venue else []
        if document.held_on:
            day = document.held_on.isoformat()
            moment = f"{day}T{document.starts_at.isoformat()}" if document.starts_at else day
            found.append(_MAKE("date", day, when=moment))
        elif document.starts_at:
            found.append(_MAKE("time", document.starts_at.strftime("%H:%M"), when=document.starts_at.isoformat()))
        return found

    def _list_people(self) -> Iterator[etree._Element]:
        """Yield participants with their roles, others who speak, and journalists with their outlets."""
        roles = {person.name: person.role for person in self.document.people}
        for name, identity in self.people.items():
            facts = [_MAKE("occupation", role)] if (role := roles.get(name)) else []
            if address := self.imprint.profiles.get(name):
                facts.append(_MAKE("idno", address, type="URI"))
            yield _MAKE("person", _MAKE("persName", name), *facts, attributes={XML_ID: identity})
        for (name, outlet), identity in self.journalists.items():
            facts = [_MAKE("affiliation", ref=outlet)] if outlet else []
            yield _MAKE("person", _MAKE("persName", name), *facts, attributes={XML_ID: identity})


def _reference(store: dict[Any, str], name: Any, kind: str) -> str:
    """Return the reference to a name, which joins its store."""
    return f"#{store.setdefault(name, f'{kind}-{len(store) + 1}')}"


def _taxonomy(identity: str, categories: Iterable[tuple[str, str]], attributes: dict[str, str]) -> etree._Element:
    """Return a list of categories."""
    return _MAKE(
        "taxonomy",
        *(_MAKE("category", _MAKE("catDesc", text), attributes={XML_ID: key}) for key, text in categories),
        attributes={XML_ID: identity, **attributes},
    )


def _paragraphs(text: str) -> Iterator[etree._Element]:
    """Yield the paragraphs of a text, which blank lines part."""
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        if paragraph.strip():
            yield _MAKE("p", *_lines(paragraph.strip()))


def _lines(text: str) -> Iterator[Child]:
    """Yield the lines of a paragraph, with a break between them."""
    first, *others = text.split("\n")
    yield first
    for line in others:
        yield _MAKE("lb")
        yield line
