"""A transcript beside its translation: `?with=<language>` on a conference's pages."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from itertools import zip_longest
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from transcripts.document import align
from transcripts.listing import Ignored
from transcripts.presentation import ExchangeView, TranscriptView, TurnView
from transcripts.text import language_tag
from transcripts.views.conference.contents import Contents
from transcripts.views.conference.transcript import Pages, PublicPages, Translation, canonical_url
from transcripts.views.context import Addresses, InterfaceLanguage, path_in_language

VALUE_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Pairing:
    """An exchange in both languages: turns that correspond to each other share a row, the others have their own."""

    first: ExchangeView | None
    second: ExchangeView | None
    rows: list[tuple[TurnView | None, TurnView | None]]

    @property
    def is_even(self) -> bool:
        """Whether every turn has its counterpart, in an exchange that both languages have."""
        return not (self.first and self.second) or all(first and second for first, second in self.rows)


class SideBySide:
    """The translation to show beside the text, or none; `ignored` is a value that was not understood.

    `view` is of the translation, with the exchanges of the page, once they were paired. A version is shown alone:
    `apart` are the languages asked for that are beside the present text only. One query, that of the transcript's
    translations; it is none without translations.
    """

    def __init__(self, data: QueryDict, pages: Pages) -> None:
        self.pages = pages
        self.other: PublicPages | None = None
        self.view: TranscriptView | None = None
        self.total = 0
        self.ignored: list[Ignored] = []
        self.apart: list[str] = []
        published = {found.language: (conference, found) for conference, found in pages.translations}
        values = list(dict.fromkeys(text.strip() for text in data.getlist("with") if text.strip()))
        if values and pages.present is not pages:
            present = {found.language for _, found in pages.present.translations}
            self.apart = [value.lower() for value in values if value.lower() in present]
        for value in values:
            if value.lower() in self.apart:
                continue
            conference, found = published.get(value.lower(), (None, None))
            if conference and found and not self.other:
                self.other, self.total = PublicPages(conference), found.total
                pages.beside, self.other.beside = found.language, pages.language
            else:
                self.ignored.append(Ignored("with", value[:VALUE_SHOWN], gettext("Side by side with")))

    def __bool__(self) -> bool:
        return self.other is not None

    def beyond(self, last: int) -> tuple[int, str] | None:
        """Return the number of the translation's exchanges after number `last`, and the address of the first."""
        if not self.other or self.total <= last:
            return None
        return self.total - last, self.other.address(last + 1)

    def links(self, path: str) -> list[tuple[str, str]]:
        """Return the languages to lay beside the page at `path`, each with its address; none for the page alone."""
        beside = self.other.language if self.other else ""
        others = [found.language for _, found in self.pages.translations if found.language != beside]
        links = [("", path)] if beside else []
        return links + [(each, f"{path}?{urlencode({'with': each})}") for each in others]

    def pair_with(self, number: int, exchange: ExchangeView | None) -> Pairing | None:
        """Return the exchange numbered `number` in both languages. Two queries, two more for people, corrections."""
        if not self.other:
            return None
        found = self.other.find(number) if number <= self.total else None
        self.view = self.other.view(found, topics=False)
        return pair(exchange, self.view.find(number))

    def pair_all(self, view: TranscriptView) -> list[Pairing]:
        """Return every exchange of either; alone, without rows. Three queries, and those for people and corrections."""
        if not self.other:
            return [Pairing(exchange, None, []) for exchange in view.exchanges]
        self.view = self.other.view_all()
        return [pair(first, second) for first, second in zip_longest(view.exchanges, self.view.exchanges)]


def pair(first: ExchangeView | None, second: ExchangeView | None) -> Pairing:
    """Return the two exchanges turn by turn."""
    ours, theirs = (exchange.turns if exchange else () for exchange in (first, second))
    pairs = align([_voice(turn) for turn in ours], [_voice(turn) for turn in theirs])
    return Pairing(
        first,
        second,
        [(None if a is None else ours[a], None if b is None else theirs[b]) for a, b in pairs],
    )


def chapters(pairings: list[Pairing], contents: Contents) -> list[tuple[Pairing, str, str]]:
    """Return the exchanges of the one-page view, each with the addresses of the ones before and after it."""
    places = ["", *(line.url for line in contents.lines), ""]
    places += [""] * (len(pairings) - len(contents.lines))
    return [(pairing, places[index], places[index + 2]) for index, pairing in enumerate(pairings)]


def _voice(turn: TurnView) -> tuple[str, Hashable]:
    """Return a turn's kind and the address of its speaker, which is the same in every language."""
    return turn.kind, turn.profile_url or None


def in_other_languages(pages: Pages, number: int = 1) -> list[tuple[str, str]]:
    """Return the language of each translation with the address of the same exchange in it."""
    return [(found.language, found.address(number)) for _, found in pages.translations]


def alternates(
    pages: Pages, path: str, address: Callable[[Translation], str], number: int = 1
) -> list[tuple[str, str]]:
    """Return the languages in which the page at `path` exists, each with its absolute address; none without others.

    `address` gives the translations'; those without an exchange numbered `number` are left out.
    """
    others = [found for _, found in pages.translations if number <= found.total]
    found = [(pages.language, path), *((each.language, address(each)) for each in others)] if others else []
    links = [(language, canonical_url(language, each)) for language, each in found]
    return (
        [*((language_tag(code), url) for code, url in links), ("x-default", _for_others(dict(links)))] if links else []
    )


def _for_others(links: dict[str, str]) -> str:
    """Return the address for readers of other languages: every translation names the same one."""
    return links.get(settings.LANGUAGE_CODE) or links[min(links)]


def switch(
    request: HttpRequest, pages: Pages, address: Callable[[Translation], str], number: int = 1
) -> list[InterfaceLanguage]:
    """Return the interface's other languages: each with the translation in it, as `alternates`, else with this page.

    `pages.beside` is the language that is shown beside; in the translation this one is, where it was the translation.
    """
    found = {each.language: each for _, each in pages.translations if number <= each.total}
    links = []
    for other in Addresses(request).others_of(pages.language):
        if translation := found.get(other.code):
            path = path_in_language(address(translation), other.code)
            beside = pages.language if pages.beside == other.code else pages.beside
            query = urlencode({"with": beside}) if beside else ""
            links.append(replace(other, path=path, query=query, words=""))
        else:
            links.append(other)
    return links
