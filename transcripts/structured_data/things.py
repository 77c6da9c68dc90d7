"""schema.org objects for the subjects of pages. (Pure: addresses are passed in, and absolute.)"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from transcripts.document import Kind, Part
from transcripts.presentation import EventState, EventView, ExchangeView, PersonView, TranscriptView, TurnView
from transcripts.text import language_tag, one_line

Thing = dict[str, Any]
LONGEST = 5000  # characters of one question or answer; the page itself has the others
_ANSWERS = (Kind.ANSWER, Kind.STATEMENT)


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way to a page: its name and its absolute address."""

    name: str
    url: str


def _without_empty(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in ("", None, [], ())}


def make_office(origin: str, home: str, name: str, logo: str = "") -> Thing:
    """Return the office that publishes here; it is the same thing on every page and in every language."""
    return _without_empty(
        {"@type": "Organization", "@id": f"{origin}/#office", "name": name, "url": home, "logo": logo}
    )


def make_site(origin: str, home: str, name: str, *, description: str, language: str, search: str) -> Thing:
    """Return the site, with the address of its search."""
    return _without_empty(
        {
            "@type": "WebSite",
            "@id": f"{origin}/#site",
            "name": name,
            "description": description,
            "url": home,
            "inLanguage": language_tag(language),
            "publisher": {"@id": f"{origin}/#office"},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
                "query-input": "required name=search_term_string",
            },
        }
    )


def make_page(kind: str, url: str, name: str, description: str, language: str, **more: Any) -> Thing:
    """Return a page of schema.org's type `kind`."""
    return _without_empty(
        {
            "@type": kind,
            "@id": url,
            "url": url,
            "name": name,
            "description": description,
            "inLanguage": language_tag(language),
        }
        | more
    )


def make_breadcrumbs(crumbs: Sequence[Crumb]) -> Thing:
    """Return the way to a page, which is its last step."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": crumb.name, "item": crumb.url}
            for number, crumb in enumerate(crumbs, start=1)
        ],
    }


def make_list(crumbs: Sequence[Crumb]) -> Thing:
    """Return the list of what a page leads to, in its order."""
    return {
        "@type": "ItemList",
        "numberOfItems": len(crumbs),
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": crumb.name, "url": crumb.url}
            for number, crumb in enumerate(crumbs, start=1)
        ],
    }


def make_event(transcript: TranscriptView, *, origin: str, key: str, url: str, image: str = "") -> Thing:
    """Return the conference, named by its permanent address `key`, of which `url` is the page."""
    series = transcript.series
    return _without_empty(
        {
            "@type": "Event",
            "@id": key,
            "url": url,
            "name": transcript.title,
            "description": transcript.summary,
            "startDate": _start(transcript.held_on or transcript.day, transcript.starts_at),
            "eventStatus": "https://schema.org/EventScheduled",
            "inLanguage": language_tag(transcript.language),
            "location": {"@type": "Place", "name": transcript.facts[0]} if transcript.facts else None,
            "organizer": {"@id": f"{origin}/#office"},
            "performer": [_person(person, origin) for person in transcript.people if person.part == Part.SPEAKER],
            "superEvent": _without_empty(
                {"@type": "EventSeries", "name": series.name, "url": origin + series.url if series.url else ""}
            )
            if series
            else None,
            "image": image,
        }
    )


def make_announced_event(event: EventView, *, origin: str, key: str, was: datetime | None = None) -> Thing:
    """Return an announced conference, named by its permanent address `key`; `was` is the start before a move."""
    status = {EventState.CANCELLED: "EventCancelled", EventState.MOVED: "EventRescheduled"}.get(
        event.state, "EventScheduled"
    )
    return _without_empty(
        {
            "@type": "Event",
            "@id": key,
            "url": origin + event.url,
            "name": event.title,
            "startDate": event.start.isoformat(),
            "endDate": event.end.isoformat() if event.end else "",
            "previousStartDate": was.isoformat() if was else "",
            "eventStatus": f"https://schema.org/{status}",
            "inLanguage": language_tag(event.language),
            "location": [
                *([{"@type": "Place", "name": event.place}] if event.place else []),
                *([{"@type": "VirtualLocation", "url": event.broadcast_url}] if event.broadcast_url else []),
            ],
            "organizer": {"@id": f"{origin}/#office"},
            "performer": [{"@type": "Person", "name": name} for name in event.people],
            "superEvent": {"@type": "EventSeries", "name": event.series.name} if event.series else None,
        }
    )


def _start(day: date | None, at: time | None) -> str:
    """Return the day, with the time at the venue where it is known: nothing says how far that is from UTC."""
    if day is None:
        return ""
    return datetime.combine(day, at).isoformat(timespec="minutes") if at else day.isoformat()


def _person(person: PersonView, origin: str) -> Thing:
    return _without_empty(
        {
            "@type": "Person",
            "name": person.name,
            "jobTitle": person.role,
            "url": origin + person.url if person.url else "",
        }
    )


def make_question(exchange: ExchangeView, *, origin: str, language: str, roles: dict[str, str]) -> Thing | None:
    """Return the first question of an exchange with its answers; None where nothing was asked or answered."""
    turns = list(exchange.turns)
    at = next((index for index, turn in enumerate(turns) if turn.kind == Kind.QUESTION and turn.text), None)
    if at is None:
        return None
    asked = turns[at]
    answers = [_said("Answer", turn, origin, roles) for turn in turns[at + 1 :] if turn.kind in _ANSWERS and turn.text]
    if not answers:
        return None
    first = one_line(asked.text)
    return _said("Question", asked, origin, roles) | {
        "name": exchange.heading or (first if len(first) <= 150 else f"{first[:150].rstrip()}…"),
        "inLanguage": language_tag(language),
        "answerCount": len(answers),
        "acceptedAnswer": answers[0],
        **({"suggestedAnswer": answers[1:]} if answers[1:] else {}),
    }


def _said(kind: str, turn: TurnView, origin: str, roles: dict[str, str]) -> Thing:
    text = turn.text
    url = origin + turn.url if turn.url else ""
    return _without_empty(
        {
            "@type": kind,
            "@id": url,
            "url": url,
            "text": text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…",
            "author": next(_authors(turn, origin, roles), None),
        }
    )


def _authors(turn: TurnView, origin: str, roles: dict[str, str]) -> Iterator[Thing]:
    """Yield who speaks: a journalist of an outlet, an outlet, or somebody with the role of that day."""
    profile = origin + turn.profile_url if turn.profile_url else ""
    if turn.speaker:
        role = roles.get(turn.speaker, "")
        yield _without_empty({"@type": "Person", "name": turn.by.name, "jobTitle": role, "url": profile})
    elif turn.by.name:
        outlet = _without_empty({"@type": "Organization", "name": turn.by.short_name, "url": profile})
        if turn.by.journalist:
            yield {"@type": "Person", "name": turn.by.journalist, "affiliation": outlet}
        yield outlet
