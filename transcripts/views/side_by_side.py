"""A transcript beside its translation: `?with=<language>` on a conference's pages."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import zip_longest
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from transcripts.document import align
from transcripts.listing import Ignored
from transcripts.models import Conference
from transcripts.views.contents import Contents
from transcripts.views.transcript import Passage, Said, Transcript, address_of, canonical_url

VALUE_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Pairing:
    """An exchange in both languages: turns that answer to each other stand in one row, the others alone."""

    first: Passage | None
    second: Passage | None
    rows: list[tuple[Said | None, Said | None]]

    @property
    def is_even(self) -> bool:
        """Whether every turn of an exchange that both have has its counterpart."""
        return not (self.first and self.second) or all(first and second for first, second in self.rows)


class SideBySide:
    """What the page was asked to show beside the text: a translation, or nothing; `ignored` is what was not understood.

    One query, that of the transcript's translations; it is none without translations.
    """

    def __init__(self, data: QueryDict, transcript: Transcript) -> None:
        self.transcript = transcript
        self.other: Transcript | None = None
        self.total = 0
        self.ignored: list[Ignored] = []
        published = {each.language: each for each in transcript.translations}
        for value in dict.fromkeys(text.strip() for text in data.getlist("with") if text.strip()):
            found = published.get(value.lower())
            if found and not self.other:
                self.other, self.total = Transcript(found), found.total  # type: ignore[attr-defined]
                transcript.beside, self.other.beside = found.language, transcript.conference.language
            else:
                self.ignored.append(Ignored("with", value[:VALUE_SHOWN], gettext("Side by side with")))

    def __bool__(self) -> bool:
        return self.other is not None

    def beyond(self, last: int) -> tuple[int, str] | None:
        """Return how many exchanges the translation has after the one numbered `last`, and where those begin."""
        if not self.other or self.total <= last:
            return None
        return self.total - last, self.other.address(last + 1)

    def links(self, path: str) -> list[tuple[Conference | None, str]]:
        """Return the translations to lay beside the page at `path`, each with its address; None for the page alone."""
        beside = self.other.conference if self.other else None
        others = [each for each in self.transcript.translations if each != beside]
        links: list[tuple[Conference | None, str]] = [(None, path)] if beside else []
        return links + [(each, f"{path}?{urlencode({'with': each.language})}") for each in others]

    def pair_with(self, number: int, passage: Passage | None) -> Pairing | None:
        """Return the exchange numbered `number` in both languages. Two queries, and two for people and corrections."""
        if not self.other:
            return None
        exchange = self.other.find(number) if number <= self.total else None
        return pair(passage, self.other.read(exchange, with_topics=False) if exchange else None)

    def pair_all(self, passages: list[Passage]) -> list[Pairing]:
        """Return every exchange of either. Three queries, and those for people and corrections."""
        others = self.other.read_all() if self.other else []
        return [pair(first, second) for first, second in zip_longest(passages, others)]


def pair(first: Passage | None, second: Passage | None) -> Pairing:
    """Return the two exchanges turn by turn."""
    ours, theirs = (passage.turns if passage else [] for passage in (first, second))
    pairs = align([_voice(said) for said in ours], [_voice(said) for said in theirs])
    return Pairing(
        first,
        second,
        [(None if a is None else ours[a], None if b is None else theirs[b]) for a, b in pairs],
    )


def chapters(pairings: list[Pairing], contents: Contents) -> list[tuple[Pairing, str, str]]:
    """Return the exchanges of a page that has them all, each with where the one before it and the one after stand."""
    places = ["", *(line.url for line in contents.lines), ""]
    places += [""] * (len(pairings) - len(contents.lines))
    return [(pairing, places[index], places[index + 2]) for index, pairing in enumerate(pairings)]


def _voice(said: Said) -> tuple[str, Hashable]:
    turn = said.turn
    who = ("speaker", turn.speaker_id) if turn.speaker_id else ("outlet", turn.outlet_id)
    return turn.kind, who if who[1] else None


def in_other_languages(transcript: Transcript, number: int = 1) -> list[tuple[Conference, str]]:
    """Return each translation with the address of the same exchange in it, or of its first where it has fewer."""
    return [
        (other, address_of(other, number if number <= other.total else 1))  # type: ignore[attr-defined]
        for other in transcript.translations
    ]


def alternates(transcript: Transcript, address: Callable[[Conference], str], number: int = 1) -> list[tuple[str, str]]:
    """Return the languages in which this page is to be had, with the whole `address` of each; none without others."""
    others = [other for other in transcript.translations if number <= other.total]  # type: ignore[attr-defined]
    pages = [transcript.conference, *others] if others else []
    return [(each.language, canonical_url(each, address(each))) for each in pages]
