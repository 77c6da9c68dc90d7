"""Joining of several pages of one conference into one document."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from transcripts.document import HEAD_FIELDS, ExchangeText, Kind, Part, Person, TranscriptDocument, TurnText
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError, IntakeWarning, ParsedTranscript
from transcripts.intake.people.index import PeopleIndex
from transcripts.intake.people.names import unite
from transcripts.intake.turns.exchanges import group_turns

# Of these, the first page that states one is believed. The language is the first page's, the pages are counted.
_FACTS = [field.name for field in HEAD_FIELDS if field.name not in {"language", "pages"}]


def join_pages(parsed: Sequence[ParsedTranscript]) -> ParsedTranscript:
    """Return the pages of one conference, which stand in page order, as one parse. Raises IntakeError without a page.

    Each exchange carries the number of its page. What one page states of people holds for all: a chair listed
    on the first page only is the chair on every page.
    """
    if not parsed:
        raise IntakeError(message("There is no page to join."))
    if len(parsed) == 1:
        return parsed[0]
    documents = [one.document for one in parsed]
    people = _unite_people(documents)
    people_index = PeopleIndex(people)
    exchanges = tuple(exchange for one in parsed for exchange in _exchanges_of(one, people_index))
    announced = [document.pages for document in documents if document.pages]
    pages = max(announced, default=None)
    held = {one.page for one in parsed if one.page}
    partial = any(one.is_partial for one in parsed) and not (pages and held >= set(range(1, pages + 1)))
    facts: dict[str, Any] = {name: _first([getattr(document, name) for document in documents]) for name in _FACTS}
    document = replace(documents[0], **facts, pages=pages, people=people, exchanges=exchanges)
    return ParsedTranscript(
        document=document,
        page=None,
        is_partial=partial,
        breadcrumb=max((one.breadcrumb for one in parsed), key=len),
        warnings=tuple(warning for one in parsed for warning in _warnings_of(one)),
        is_bilingual=any(one.is_bilingual for one in parsed),
        parts=tuple(parsed),
    )


def _first(values: Sequence[object]) -> object:
    return next((value for value in values if value), values[0])


def _unite_people(documents: Sequence[TranscriptDocument]) -> tuple[Person, ...]:
    """Unite the people of all pages; "Minister Roe" of one page is the Jo Roe whom another lists."""
    everyone = unite(person for document in documents for person in document.people)
    full = [person for person in everyone if person.role or person.part is not Part.SPEAKER]
    people_index = PeopleIndex(full)
    return tuple(person for person in everyone if person in full or not people_index.find(person.name))


def _exchanges_of(one: ParsedTranscript, people: PeopleIndex) -> tuple[ExchangeText, ...]:
    """Return a page's exchanges, its turns read again with the people of all pages."""
    changed = False
    recast: list[ExchangeText] = []
    for exchange in one.document.exchanges:
        turns: list[TurnText] = []
        for turn in exchange.turns:
            asked = any(other.kind is Kind.QUESTION for other in turns)
            turns.append(_recast(turn, people, asked))
        changed = changed or tuple(turns) != exchange.turns
        recast.append(replace(exchange, turns=tuple(turns), page=one.page or exchange.page))
    if not changed or not one.is_partial or any(exchange.heading or exchange.topics for exchange in recast):
        return tuple(recast)
    return group_turns([turn for exchange in recast for turn in exchange.turns], page=one.page)


def _recast(turn: TurnText, people: PeopleIndex, asked: bool) -> TurnText:
    """Return the turn with the person that its label means as speaker, if it means one of `people`."""
    person = people.find(turn.label) if turn.label and turn.kind is not Kind.NOTE else None
    if person is None or (turn.speaker == person.name and _fits(turn.kind, person.part)):
        return turn
    if person.part is Part.CHAIR:
        kind = Kind.MODERATOR
    elif person.part is Part.INTERPRETER:
        kind = Kind.STATEMENT
    else:
        kind = turn.kind if turn.kind is Kind.ANSWER else Kind.ANSWER if asked else Kind.STATEMENT
    return replace(turn, kind=kind, speaker=person.name, outlet="", journalist="")


def _fits(kind: Kind, part: Part) -> bool:
    """Return whether a turn's kind is one that a person of that part has without anyone saying so."""
    if part is Part.CHAIR:
        return kind is Kind.MODERATOR
    return kind in (Kind.STATEMENT, Kind.ANSWER)


def _warnings_of(one: ParsedTranscript) -> list[IntakeWarning]:
    """Return a page's warnings, each saying which page its line is on."""
    if one.page is None:
        return list(one.warnings)
    return [
        replace(warning, message=message("Page %(page)d: %(message)s", page=one.page, message=warning.message))
        for warning in one.warnings
    ]
