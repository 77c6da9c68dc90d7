"""`make_view`: the view that every page renders, made from a document and its links. (Pure.)"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from transcripts.document import HEAD_FIELDS, ExchangeText, FieldType, Kind, TranscriptDocument, TurnText
from transcripts.presentation.attribution import attribute
from transcripts.presentation.links import Links
from transcripts.presentation.placed_corrections import place_corrections
from transcripts.presentation.views import (
    ExchangeView,
    NameView,
    ParagraphView,
    PersonView,
    TranscriptView,
    TurnView,
)

OWN_PLACE = {"title", "source"}  # short texts of the head that the page shows in a way of their own


def make_view(document: TranscriptDocument, links: Links | None = None, *, first: int = 1) -> TranscriptView:
    """Return the view of `document` that readers see; without `links` it has no addresses.

    `first` is the number of its first exchange, when it is a part of a conference.
    """
    return _Maker(document, links or Links()).view(first)


class _Maker:
    """Maker of the view of one document: values that its exchanges share are looked up once."""

    def __init__(self, document: TranscriptDocument, links: Links) -> None:
        self.document, self.links = document, links
        self.roles = {person.name: person.role for person in document.people}
        self.places = {name: place for place, name in enumerate(links.topics)}

    def view(self, first: int) -> TranscriptView:
        document, links = self.document, self.links
        return TranscriptView(
            title=document.title,
            language=document.language,
            series=links.series or (NameView(document.series) if document.series else None),
            day=document.held_on or document.posted_on or links.day,
            held_on=document.held_on,
            starts_at=document.starts_at,
            posted_on=document.posted_on,
            facts=tuple(_facts(document)),
            source=document.source,
            source_url=document.source_url,
            summary=document.summary,
            record_status=links.record_status,
            slug=links.slug,
            people=tuple(
                PersonView(person.name, person.role, person.part, links.people.get(person.name, ""))
                for person in document.people
            ),
            exchanges=tuple(
                self._view_exchange(exchange, number) for number, exchange in enumerate(document.exchanges, start=first)
            ),
            has_times=any(turn.has_times for turn in document.turns),
        )

    def _view_exchange(self, exchange: ExchangeText, number: int) -> ExchangeView:
        """Return one exchange, its topics in the order in which the links have them, unknown ones last."""
        links, key = self.links, exchange.public_id
        topics = sorted(exchange.topics, key=lambda name: self.places.get(name, len(self.places)))
        anchor = key or f"exchange-{number}"
        return ExchangeView(
            id=anchor,
            public_id=key,
            number=number,
            heading=exchange.heading,
            page=exchange.page,
            topics=tuple(links.topics.get(name) or NameView(name) for name in topics),
            turns=tuple(_in_their_places(list(self._view_turns(exchange, anchor)))),
            page_url=links.page(number),
            url=links.exchange(key) if key else "",
        )

    def _view_turns(self, exchange: ExchangeText, anchor: str) -> Iterator[TurnView]:
        """Yield the turns; a speaker's first turn shows the role."""
        introduced: set[str] = set()
        for number, turn in enumerate(exchange.turns, start=1):
            is_new = turn.speaker not in introduced
            introduced.add(turn.speaker)
            yield self._view_turn(turn, number, turn.public_id or f"{anchor}-turn-{number}", is_new=is_new)

    def _view_turn(self, turn: TurnText, number: int, anchor: str, *, is_new: bool) -> TurnView:
        links, key = self.links, turn.public_id
        by = attribute(
            printed=turn.speaker,
            label=turn.label,
            known=turn.outlet,
            role=self.roles.get(turn.speaker, "") if turn.speaker else "",
            journalist=turn.journalist,
        )
        url = links.turn(key) if key else ""
        placed = place_corrections(turn.paragraphs, links.corrections.get(key, ()), language=self.document.language)
        return TurnView(
            id=anchor,
            public_id=key,
            number=number,
            kind=turn.kind,
            by=by,
            role=by.role if is_new else "",
            who=by.in_words(self.document.language),
            paragraphs=tuple(
                ParagraphView(
                    own or f"{anchor}-{place}",
                    place,
                    text,
                    links.paragraph(own) if own else "",
                    own,
                    tuple(placed.at.get(place - 1, ())),
                    placed.pieces(place - 1, text),
                    time,
                )
                for place, (text, own, time) in enumerate(
                    zip(turn.paragraphs, turn.paragraph_ids, turn.times, strict=True), start=1
                )
            ),
            speaker=turn.speaker,
            label=turn.label,
            profile_url=links.profiles.get(key, ""),
            url=url,
            corrections=tuple(placed.left),
        )


def _in_their_places(turns: list[TurnView]) -> Iterator[TurnView]:
    """Yield the turns, those of one kind and name counted where there are several."""
    totals = Counter((turn.kind, turn.by.name) for turn in turns)
    seen: Counter[tuple[Kind, str]] = Counter()
    for turn in turns:
        same = turn.kind, turn.by.name
        seen[same] += 1
        yield replace(turn, place=seen[same]) if totals[same] > 1 else turn


def _facts(document: TranscriptDocument) -> Iterator[str]:
    """Yield the short public texts of the head that are shown on a line of their own, such as the venue."""
    for field in HEAD_FIELDS:
        is_fact = field.is_public and field.type == FieldType.TEXT and field.name not in OWN_PLACE
        if is_fact and (value := getattr(document, field.name)):
            yield value
