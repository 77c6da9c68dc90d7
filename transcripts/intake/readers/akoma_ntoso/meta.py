"""Metadata of a debate in Akoma Ntoso: title, dates, references to people, organisations and roles."""

import re
from dataclasses import dataclass, field
from datetime import date, time

from lxml import etree

from transcripts.document import Part, Person
from transcripts.intake.languages import guess_language
from transcripts.intake.readers.akoma_ntoso.names import LANGUAGES
from transcripts.intake.readers.markup import words_in
from transcripts.intake.vocabulary import CHAIRS, INTERPRETERS
from transcripts.text import fold

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?")
_POSTED = ("publi", "post", "releas")
_CHINESE = ("zh", "zho", "chi", "cmn")


@dataclass(slots=True)
class Meta:
    """A debate's statements on itself; references are by id."""

    title: str = ""
    series: str = ""
    venue: str = ""
    source: str = ""
    url: str = ""
    language: str = ""
    held_on: date | None = None
    starts_at: time | None = None
    posted_on: date | None = None
    persons: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    concepts: dict[str, str] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)

    def language_of(self, words: str) -> str:
        """Return the debate's language; for Chinese, its words decide the script."""
        stated = self.language.lower()
        if not stated or stated in _CHINESE:
            return guess_language(words)
        return LANGUAGES.get(stated, stated)

    def topics_of(self, element: etree._Element) -> tuple[str, ...]:
        """Return the concepts that a section refers to."""
        references = element.get("refersTo", "").split()
        return tuple(topic for one in references if (topic := self.concepts.get(one.lstrip("#"))))


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace; the standard has had several."""
    return str(element.tag).rpartition("}")[2]


def read_meta(debate: etree._Element) -> Meta:
    """Return the metadata of the debate."""
    meta = Meta()
    body = next((child for child in debate if local_name(child) == "debateBody"), None)
    for child in debate:
        if child is not body:
            for element in child.iter():
                _read_element(element, meta)
    for element in debate.iter():
        if local_name(element) == "person" and not any(parent is body for parent in element.iterancestors()):
            _list_person(element, meta)
    return meta


def _read_element(element: etree._Element, meta: Meta) -> None:
    """Take what one element of the head states; of each fact the first counts."""
    tag, shown = local_name(element), element.get("showAs", "").strip()
    stores = {
        "TLCPerson": meta.persons,
        "TLCOrganization": meta.organisations,
        "TLCRole": meta.roles,
        "TLCConcept": meta.concepts,
        "TLCTerm": meta.concepts,
    }
    identity = element.get("eId") or element.get("id") or ""
    if tag in stores and identity and shown:
        stores[tag].setdefault(identity, shown)
        if element.get("href"):  # which some refer to, in place of the id
            stores[tag].setdefault(element.get("href", "").lstrip("#"), shown)
    elif tag == "docTitle":
        meta.title = meta.title or words_in(element)
    elif tag in ("docDate", "FRBRdate", "publication"):
        _read_date(element, tag, meta)
        meta.source = meta.source or (shown if tag == "publication" else "")
    elif tag == "FRBRlanguage":
        meta.language = meta.language or element.get("language", "")
    elif tag in ("FRBRuri", "FRBRthis"):
        address = element.get("value", "")
        meta.url = meta.url or (address if address.startswith(("http://", "https://")) else "")
    elif tag == "FRBRauthor":
        author = element.get("href", "").lstrip("#")
        meta.source = meta.source or meta.organisations.get(author, "")
    elif tag == "location" or element.get("name") == "venue":
        meta.venue = meta.venue or words_in(element)
    elif element.get("name") == "series":
        meta.series = meta.series or words_in(element)
    elif tag == "FRBRalias" and not meta.title:
        meta.title = element.get("value", "")


def _read_date(element: etree._Element, tag: str, meta: Meta) -> None:
    """Take a date: of the debate, or of its publication where the element or its name states that."""
    match = _DATE.match(element.get("date", ""))
    if not match:
        return
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        hour = time(int(match[4]), int(match[5])) if match[4] else None
    except ValueError:
        return
    parent = element.getparent()
    level = local_name(parent) if parent is not None else ""
    posted = tag == "publication" or any(word in element.get("name", "").lower() for word in _POSTED)
    if posted:
        meta.posted_on = meta.posted_on or day
    elif tag == "docDate":
        # A date printed in the debate itself overrides the record's date.
        meta.held_on, meta.starts_at = day, hour or meta.starts_at
    elif level == "FRBRWork":
        meta.held_on = meta.held_on or day
        meta.starts_at = meta.starts_at or hour


def _list_person(element: etree._Element, meta: Meta) -> None:
    """List a person that the preface names."""
    name = meta.persons.get(element.get("refersTo", "").lstrip("#"))
    if not name or any(person.name == name for person in meta.people):
        return
    as_ = element.get("as", "").lstrip("#")
    role = meta.roles.get(as_, "")
    words = {fold(role), fold(as_)}
    part = Part.CHAIR if words & CHAIRS else Part.INTERPRETER if words & INTERPRETERS else Part.SPEAKER
    meta.people.append(Person(name, "" if fold(role) in CHAIRS | INTERPRETERS else role, part))
