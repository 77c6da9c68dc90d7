"""Reader of a press room's own debates: what `transcripts/exports/akoma_ntoso.py` writes, word for word.

Nothing is guessed here: a section is an exchange, and what the standard has no place for stands in attributes of our
own namespace. A file that somebody edited is read as far as it says who speaks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from transcripts.document import HEAD, HEAD_FIELDS, ExchangeText, Kind, Part, Person, TranscriptDocument, TurnText
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError, IntakeWarning, ParsedTranscript
from transcripts.intake.readers.akoma_ntoso.meta import Meta, local_name, read_meta
from transcripts.intake.readers.akoma_ntoso.names import FORM, NOBODY, PARTICIPANTS, SUMMARY, own
from transcripts.intake.readers.akoma_ntoso.paragraphs import line_of, paragraphs_in
from transcripts.intake.readers.akoma_ntoso.words import account_for
from transcripts.intake.readers.markup import words_in

_SPEECHES = {"speech": Kind.STATEMENT, "question": Kind.QUESTION, "answer": Kind.ANSWER}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TIME = re.compile(r"(\d{2,3}):([0-5]\d):([0-5]\d)", re.ASCII)


def is_own(body: etree._Element) -> bool:
    """Return whether a debate's body is one that a press room wrote."""
    return body.get(own("form")) == FORM


def read_own_debate(root: etree._Element, debate: etree._Element, body: etree._Element, name: str) -> ParsedTranscript:
    """Return the parse of a press room's own debate. Raises IntakeError when nobody speaks in it."""
    meta = read_meta(debate)
    reading = _Reading(meta)
    exchanges = tuple(reading.exchange(section) for section in body if local_name(section) == "debateSection")
    if not any(exchange.turns for exchange in exchanges):
        raise IntakeError(
            message("%(name)s contains no speech: its debate has no speech, question or answer with text.", name=name)
        )
    preface = next((child for child in debate if local_name(child) == "preface"), None)
    document = TranscriptDocument(**_head(debate, preface, body), people=tuple(_people(preface)), exchanges=exchanges)
    head, left_out = account_for(root, meta, reading.read, dict(_fields(preface)))
    pages = {exchange.page for exchange in exchanges}
    numbers = {number for number in pages if number}
    announced = set(range(1, (document.pages or max(numbers, default=0)) + 1))
    return ParsedTranscript(
        document,
        page=next(iter(pages)) if len(pages) == 1 else None,
        is_partial=body.get(own("extract")) is not None or not numbers >= announced,
        warnings=tuple(reading.warnings),
        lines=tuple(reading.lines),
        head=head,
        left_out=left_out,
    )


@dataclass(slots=True)
class _Reading:
    """The state of reading a debate: its references, and the elements whose words are in the document."""

    meta: Meta
    read: set[etree._Element] = field(default_factory=set)
    lines: list[int] = field(default_factory=list)
    warnings: list[IntakeWarning] = field(default_factory=list)

    def exchange(self, section: etree._Element) -> ExchangeText:
        """Return the exchange that a section is."""
        heading, turns = "", []
        for child in section:
            tag = local_name(child)
            if tag == "heading":
                heading = words_in(child)
            elif tag in _SPEECHES:
                turns.append(self._speech(child, _SPEECHES[tag]))
            else:
                turns.append(self._note(child))
            self.read.add(child)
            if tag != "heading":
                self.lines.append(line_of(child))
        page = section.get(own("page"), "")
        return ExchangeText(
            tuple(turns),
            heading,
            self.meta.topics_of(section),
            int(page) if page.isascii() and page.isdigit() else None,
            section.get("GUID", ""),
        )

    def _speech(self, element: etree._Element, kind: Kind) -> TurnText:
        """Return the turn that a speech, a question or an answer is."""
        stated = element.get(own("kind"), "")
        label = next((words_in(child) for child in element if local_name(child) == "from"), "")
        by = element.get("by", "").lstrip("#")
        names = {"speaker": "", "outlet": "", "journalist": ""}
        if by in self.meta.organisations:
            names["outlet"] = self.meta.organisations[by]
        elif by in self.meta.persons:
            is_journalist = element.get(own("journalist")) == element.get("by")
            names["journalist" if is_journalist else "speaker"] = self.meta.persons[by] if by != NOBODY else ""
        else:
            names["speaker"] = label
            self.warnings.append(
                IntakeWarning(
                    line_of(element),
                    message("“%(key)s” is not among the references; the speaker was taken from the label.", key=by),
                )
            )
        for name, store in (("outlet", self.meta.organisations), ("journalist", self.meta.persons)):
            names[name] = names[name] or store.get(element.get(own(name), "").lstrip("#"), "")
        words = [part for child in element if local_name(child) != "from" for part in _parts(child)]
        return TurnText(
            Kind(stated) if stated in set(Kind) else kind,
            label,
            tuple(text for text, _, _ in words),
            public_id=element.get("GUID", ""),
            paragraph_ids=tuple(public_id for _, public_id, _ in words),
            times=tuple(time for _, _, time in words),
            **names,
        )

    def _note(self, element: etree._Element) -> TurnText:
        """Return the turn of nobody that a narrative is."""
        if local_name(element) == "other":
            words = [part for child in element for part in _parts(child)]
        else:
            words = list(_parts(element, element.get(own("paragraph"), "")))
        return TurnText(
            Kind.NOTE,
            paragraphs=tuple(text for text, _, _ in words),
            public_id=element.get("GUID", ""),
            paragraph_ids=tuple(public_id for _, public_id, _ in words),
            times=tuple(time for _, _, time in words),
        )


def _parts(block: etree._Element, public_id: str | None = None) -> Iterator[tuple[str, str, int | None]]:
    """Yield the paragraphs of a block, the first with its id and time."""
    public_id = block.get("GUID", "") if public_id is None else public_id
    stated = _TIME.fullmatch(block.get(own("begin"), ""))
    time = int(stated[1]) * 3600 + int(stated[2]) * 60 + int(stated[3]) if stated else None
    for text in paragraphs_in(block):
        yield text, public_id, time
        public_id, time = "", None


def _head(debate: etree._Element, preface: etree._Element | None, body: etree._Element) -> dict[str, Any]:
    """Return the fields of the head; a value that a field cannot hold is none."""
    texts = {"language": body.get(_XML_LANG, "").lower()}
    for element in debate.iter(own("head")):
        texts.setdefault(element.get("name", ""), words_in(element))
    for element in preface.iter() if preface is not None else ():
        tag = local_name(element)
        if tag == "docTitle":
            texts.setdefault("title", words_in(element))
        elif tag == "docDate":
            day, _, hour = element.get("date", "").partition("T")
            texts.setdefault("held_on", day)
            texts.setdefault("starts_at", hour[:5])
        elif tag == "location":
            texts.setdefault("venue", words_in(element))
        elif tag == "inline":
            texts.setdefault(element.get("name", ""), words_in(element))
        elif tag == "container" and element.get("name") == SUMMARY:
            texts.setdefault(SUMMARY, "\n\n".join(text for child in element for text in paragraphs_in(child)))
    found: dict[str, Any] = {}
    for known in HEAD_FIELDS:
        text = texts.get(known.name, "")
        try:
            found[known.name] = known.from_text(text)
        except ValueError:
            found[known.name] = known.empty
    if not found["language"]:
        del found["language"]
    return found


def _people(preface: etree._Element | None) -> Iterator[Person]:
    """Yield the participants that the preface lists."""
    for element in preface.iter() if preface is not None else ():
        if local_name(element) == "container" and element.get("name") == PARTICIPANTS:
            for one in element:
                words = {local_name(child): words_in(child) for child in one}
                part = one.get(own("part"), "")
                yield Person(
                    words.get("person", ""), words.get("role", ""), Part(part) if part in set(Part) else Part.SPEAKER
                )


def _fields(preface: etree._Element | None) -> Iterator[tuple[etree._Element, str]]:
    """Yield the elements of the preface that state something, each with the field of the head."""
    for element in preface.iter() if preface is not None else ():
        tag, over = local_name(element), element.getparent()
        known = {"docTitle": "title", "docDate": "held_on", "location": "venue", "person": "people", "role": "people"}
        if tag in known:
            yield element, known[tag]
        elif tag == "inline" and element.get("name", "") in HEAD:
            yield element, element.get("name", "")
        elif tag == "p" and over is not None and over.get("name") == SUMMARY:
            yield element, SUMMARY
