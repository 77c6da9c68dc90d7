"""Reader of Akoma Ntoso, the standard XML of parliaments' debates: its elements tell speakers and questioners."""

from dataclasses import dataclass, field, replace

from lxml import etree

from transcripts.document import ExchangeText, Kind, Part, Person, TranscriptDocument, TurnText
from transcripts.intake.messages import message
from transcripts.intake.parsed import NO_DATE, NO_TITLE, IntakeError, IntakeWarning, ParsedTranscript
from transcripts.intake.people.index import resolve
from transcripts.intake.readers.akoma_ntoso.meta import Meta, local_name, read_meta
from transcripts.intake.readers.akoma_ntoso.own_debate import is_own, read_own_debate
from transcripts.intake.readers.akoma_ntoso.paragraphs import (
    BLOCKS,
    BREAKS,
    HEADINGS,
    LEFT_OUT_OF_LABELS,
    heading_of,
    label_of,
    line_of,
    paragraphs_in,
)
from transcripts.intake.readers.akoma_ntoso.words import account_for
from transcripts.intake.readers.markup import names_of, parse_xml
from transcripts.intake.source import Source, plain_source
from transcripts.intake.turns.exchanges import group_turns
from transcripts.intake.vocabulary import CHAIRS, INTERPRETERS, QUESTIONERS
from transcripts.text import fold

_SPEECHES = {"speech": None, "question": Kind.QUESTION, "answer": Kind.ANSWER}
# Containers of debates, and groups inside them.
_SECTIONS = names_of(
    """
    debateSection administrationOfOath rollCall prayers oralStatements writtenStatements personalStatements
    ministerialStatements resolutions nationalInterest declarationOfVote communication petitions papers
    noticesOfMotion questions address proceduralMotions pointOfOrder adjournment
    """
)
_GROUPS = frozenset(("speechGroup", "container", "blockContainer"))
_NOTES = frozenset(("narrative", "scene", "summary", "other", "remark", "p", "tblock", "recordedTime"))
_TITLES = frozenset(("heading", "num", "subheading", "from", "docTitle", "block", "toc", "meta"))
_KNOWN_IN_SPEECH = (
    BLOCKS
    | LEFT_OUT_OF_LABELS
    | BREAKS
    | names_of(
        """
    a abbr affectedDocument b blockList caption change concept date def docDate embeddedStructure embeddedText
    em entity event extractStructure extractText foreign i inline ins legislature list location mmod mref
    neutralCitation object ol omissis organization person placeholder process quantity quotedStructure
    quotedText ref remark rmod role rref session shortTitle span strong sub sup table term time u ul vote wrapUp
    """
    )
)


def read_akoma_ntoso(data: bytes, name: str) -> Source:
    """Return an XML file's own lines, after a check that it is a debate in Akoma Ntoso. Raises IntakeError."""
    tree = parse_xml(data, name)
    _debate_in(tree.getroot(), name)
    encoding = tree.docinfo.encoding or "utf-8"
    try:
        text = data.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except (UnicodeDecodeError, LookupError):
        # Encodings that libxml2 knows and Python does not: serialize the tree again; its lines may differ.
        text = etree.tostring(tree.getroot(), encoding="unicode")
    return Source(plain_source(text).lines, form="akoma-ntoso")


def parse_akoma_ntoso(source: Source, *, name: str = "") -> ParsedTranscript:
    """Return the parse of a debate. Raises IntakeError when it has no speeches."""
    shown = name or message("The text")
    root = parse_xml(source.text.encode(), shown, encoding="utf-8").getroot()
    debate = _debate_in(root, shown)
    body = next((child for child in debate if local_name(child) == "debateBody"), debate)
    if is_own(body):
        return read_own_debate(root, debate, body, shown)
    reading = _Reading(read_meta(debate), unlisted=_unlisted(debate))
    reading.read_container(body, heading="", topics=())
    if not any(turn.paragraphs for exchange in reading.exchanges for turn in exchange.turns):
        raise IntakeError(
            message("%(name)s contains no speech: its debate has no speech, question or answer with text.", name=shown)
        )
    parsed = reading.done(source)
    head, left_out = account_for(root, reading.meta, reading.read)
    return replace(parsed, head=head, left_out=left_out)


def _unlisted(debate: etree._Element) -> dict[str, str]:
    """Return the names under which speakers without a reference are printed, by the key of the reference."""
    names: dict[str, str] = {}
    for element in debate.iter():
        if local_name(element) in _SPEECHES and (label := label_of(element)):
            names.setdefault(element.get("by", "").lstrip("#"), label)
    return names


def _debate_in(root: etree._Element, name: str) -> etree._Element:
    """Return the debate in `root`. Raises IntakeError when the XML is something else."""
    if local_name(root) != "akomaNtoso":
        if local_name(root) == "html":
            raise IntakeError(message("%(name)s is a web page, not Akoma Ntoso: save it as .html.", name=name))
        raise IntakeError(
            message(
                "%(name)s is XML, but not Akoma Ntoso: its root element is “%(element)s”.",
                name=name,
                element=local_name(root)[:40],
            )
        )
    for child in root.iter():
        if local_name(child) in ("debate", "debateReport"):
            return child
    if not len(root):
        raise IntakeError(message("%(name)s is Akoma Ntoso, but it is empty.", name=name))
    kind = local_name(root[0])[:40]
    raise IntakeError(
        message("%(name)s is Akoma Ntoso, but not a debate: it contains “%(kind)s”.", name=name, kind=kind)
    )


@dataclass(frozen=True, slots=True)
class _Speaker:
    """The speaker of a speech: a person, an organisation for which a person may ask, and the role."""

    person: str = ""
    outlet: str = ""
    role: str = ""
    part: Part = Part.SPEAKER
    asks: bool = False


@dataclass(slots=True)
class _Reading:
    """The state of reading a debate: all that is known of it so far."""

    meta: Meta
    exchanges: list[ExchangeText] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    warnings: list[IntakeWarning] = field(default_factory=list)
    turns: list[TurnText] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    unlisted: dict[str, str] = field(default_factory=dict)
    read: set[etree._Element] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.people.update({person.name: person for person in self.meta.people})

    def warn_once(self, element: etree._Element, message: str) -> None:
        """Add a warning at an element's line, once for each message."""
        if message not in self.told:
            self.told.add(message)
            self.warnings.append(IntakeWarning(line_of(element), message))

    def read_container(self, element: etree._Element, *, heading: str, topics: tuple[str, ...]) -> None:
        """Read a section: the speeches in it make exchanges, those of each section inside it their own."""
        self._read_children(element, inherited={}, heading=heading, topics=topics, element=element)
        self._end_exchange(element, heading, topics)

    def _read_children(
        self,
        parent: etree._Element,
        *,
        inherited: dict[str, str],
        heading: str,
        topics: tuple[str, ...],
        element: etree._Element,
    ) -> None:
        for child in parent:
            tag = local_name(child)
            if tag in _SPEECHES:
                self._read_speech(child, _SPEECHES[tag], inherited)
            elif tag in _SECTIONS:
                self._end_exchange(element, heading, topics)
                self.read_container(child, heading=heading_of(child), topics=self.meta.topics_of(child))
            elif tag in _GROUPS:
                own = {key: value for key in ("by", "as") if (value := child.get(key))}
                self._read_children(child, inherited=inherited | own, heading=heading, topics=topics, element=element)
            elif tag not in _TITLES:
                self._read_note(child, tag)

    def _read_note(self, element: etree._Element, tag: str) -> None:
        """Keep text without a speaker: scenes, narratives, and elements that the standard does not know here."""
        paragraphs = tuple(paragraphs_in(element))
        if not paragraphs:
            return
        if tag not in _NOTES:
            self.warn_once(
                element,
                message("The element “%(element)s” is not supported; its text was kept as a note.", element=tag),
            )
        self.read.add(element)
        self.turns.append(TurnText(Kind.NOTE, "", paragraphs))
        self.lines.append(line_of(element))

    def _read_speech(self, element: etree._Element, kind: Kind | None, inherited: dict[str, str]) -> None:
        """Read one speech, question or answer."""
        self.read.add(element)
        label = label_of(element)
        speaker = self._speaker_of(element, inherited, label)
        paragraphs = tuple(paragraphs_in(element))
        self._warn_of(element, label, paragraphs)
        kind = kind or self._kind_of(speaker)
        label = label or speaker.person or speaker.outlet
        if kind is Kind.QUESTION and speaker.part is Part.SPEAKER:
            # An officer may ask, too; a person without an organisation and on no list is a reporter.
            officer = speaker.person in self.people
            name = speaker.person if officer and not speaker.outlet else ""
            turn = TurnText(kind, label, paragraphs, name, speaker.outlet, "" if name else speaker.person)
        else:
            name = speaker.person or speaker.outlet
            if name:
                self._list_participant(name, speaker)
            turn = TurnText(kind, label, paragraphs, name)
        self.turns.append(turn)
        self.lines.append(line_of(element))

    def _warn_of(self, element: etree._Element, label: str, paragraphs: tuple[str, ...]) -> None:
        """Add warnings about a speech."""
        if not paragraphs:
            self.warnings.append(
                IntakeWarning(line_of(element), message("There is no text under the label “%(label)s”.", label=label))
            )
        if any(local_name(inner) == "img" for inner in element.iter()):
            self.warn_once(element, message("Pictures were left out."))
        if any(local_name(inner) == "authorialNote" for inner in element.iter()):
            self.warn_once(element, message("Footnotes were left out."))
        for inner in element.iterdescendants():
            tag = local_name(inner)
            if tag not in _KNOWN_IN_SPEECH:
                self.warn_once(
                    inner,
                    message("The element “%(element)s” is not supported in a speech; its text was kept.", element=tag),
                )

    def _kind_of(self, speaker: _Speaker) -> Kind:
        """Return the kind of a plain speech: by its speaker's role, else by whether a question came before."""
        if speaker.part is Part.CHAIR:
            return Kind.MODERATOR
        if speaker.part is Part.INTERPRETER:
            return Kind.STATEMENT
        if speaker.asks:
            return Kind.QUESTION
        asked = any(turn.kind is Kind.QUESTION for turn in self.turns)
        return Kind.ANSWER if asked else Kind.STATEMENT

    def _speaker_of(self, element: etree._Element, inherited: dict[str, str], label: str) -> _Speaker:
        """Return the speaker, by the references of a speech, else by the name in its label."""
        by = (element.get("by") or inherited.get("by", "")).lstrip("#")
        as_ = (element.get("as") or inherited.get("as", "")).lstrip("#")
        meta = self.meta
        person = meta.persons.get(by, "")
        outlet = meta.organisations.get(by) or meta.organisations.get(as_, "")
        role = meta.roles.get(as_, "")
        if by and not (person or meta.organisations.get(by)):
            self.warn_once(
                element, message("“%(key)s” is not among the references; the speaker was taken from the label.", key=by)
            )
        if not person and not outlet:
            label = label or self.unlisted.get(by, "")
            known = resolve(label, list(self.people.values())) if label else None
            person = known.name if known else label
        stated = self.people.get(person)
        words = {fold(role), fold(as_), fold(label)} & (CHAIRS | INTERPRETERS | QUESTIONERS)
        part = stated.part if stated else Part.SPEAKER
        if words & CHAIRS:
            part = Part.CHAIR
        elif words & INTERPRETERS:
            part = Part.INTERPRETER
        stated_role = "" if fold(role) in words else role
        return _Speaker(person, outlet, stated_role, part, asks=bool(words & QUESTIONERS or outlet))

    def _list_participant(self, name: str, speaker: _Speaker) -> None:
        """List a speaker of the office as a participant, with the first role that is stated."""
        known = self.people.get(name, Person(name))
        part = speaker.part if known.part is Part.SPEAKER else known.part
        self.people[name] = Person(name, known.role or speaker.role, part)

    def _end_exchange(self, element: etree._Element, heading: str, topics: tuple[str, ...]) -> None:
        """Make exchanges of the turns read so far: a single one where the section states that it is one."""
        turns, self.turns = self.turns, []
        if not turns:
            return
        headings = [child for child in element if local_name(child) in HEADINGS]
        if heading and self.read.issuperset(headings):
            # What follows a section within this one: remarks belong to what was said before them.
            heading = ""
            if all(turn.kind is Kind.NOTE for turn in turns):
                last = self.exchanges[-1]
                self.exchanges[-1] = replace(last, turns=(*last.turns, *turns))
                return
        self.read.update(headings if heading else ())
        if element.get("name") == "exchange":
            self.exchanges.append(ExchangeText(tuple(turns), heading, topics))
            return
        for number, exchange in enumerate(group_turns(turns)):
            self.exchanges.append(ExchangeText(exchange.turns, heading if number == 0 else "", topics))

    def done(self, source: Source) -> ParsedTranscript:
        """Return the parse of all that was read."""
        words = " ".join(turn.text for exchange in self.exchanges for turn in exchange.turns)
        meta = self.meta
        if not meta.title:
            self.warnings.append(IntakeWarning(None, NO_TITLE))
        if not (meta.held_on or meta.posted_on):
            self.warnings.append(IntakeWarning(None, NO_DATE))
        document = TranscriptDocument(
            title=meta.title,
            language=source.language or meta.language_of(words),
            series=meta.series,
            held_on=meta.held_on,
            starts_at=meta.starts_at,
            posted_on=meta.posted_on,
            venue=meta.venue,
            source=meta.source,
            source_url=meta.url,
            people=tuple(self.people.values()),
            exchanges=tuple(self.exchanges),
        )
        return ParsedTranscript(document, warnings=tuple(self.warnings), lines=tuple(self.lines))
