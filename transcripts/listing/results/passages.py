"""Search results as a list shows them: each turn with its speaker and best snippet, grouped by exchange."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from transcripts import search
from transcripts.listing.results.turn_lines import (
    TITLE_LENGTH,
    Line,
    Place,
    Question,
    Setting,
    Words,
    lines_of,
    make_setting,
)
from transcripts.models import NOW, AnyOf, Conference, PreparedQuery, address
from transcripts.presentation import Attribution

SNIPPET_LENGTH = 240
ELSEWHERE_LENGTH = 120


class Elsewhere(NamedTuple):
    """The place of search words that are not in the turn itself: its name, and a highlighted snippet.

    The snippet is empty where the list shows the words anyhow.
    """

    place: str
    snippet: SafeString


class RecordingLink(NamedTuple):
    """A second of a recording, and the address that leads to it."""

    seconds: int
    url: str


class Passage(NamedTuple):
    """A turn that was found: its speaker, with name and role as printed, and its highlights.

    `elsewhere` has the places of the search words that are not in it; `recording_link` leads to the second of the
    recording at which they are spoken, where that was looked up.
    """

    turn: Words
    by: Attribution
    url: str
    snippet: SafeString
    elsewhere: list[Elsewhere]
    recording_link: RecordingLink | None = None


class Found(NamedTuple):
    """An exchange in which something was found: its heading, or else its conference's title, and its first question.

    `conference_url` and `url` lead to the conference and to the exchange; each passage has an address of its own.
    `title` is the beginning of the conference's. Of a conference that was found by its title alone there is no passage.
    `key` is made of what never changes.
    """

    key: str
    place: Place
    title: str
    conference_url: str
    url: str
    heading: SafeString
    question: Question | None
    opening: SafeString
    passages: list[Passage]

    @property
    def first(self) -> Passage | None:
        """The best passage: the one found first."""
        return self.passages[0] if self.passages else None

    @property
    def first_url(self) -> str:
        """Address of the first passage, or of the conference."""
        return self.passages[0].url if self.passages else self.url


_TITLES = PreparedQuery(
    lambda: (
        Conference.objects.published(NOW)
        .filter(AnyOf("pk", "keys"))
        .order_by()
        .values_list("pk", "created_at", "slug", "title", "language", "date", "published_at", "running_since")
    ),
    is_planned_once=True,
)


def find_passages(turn_ids: Sequence[int], words: str, *, named: Collection[int] = ()) -> list[Found]:
    """Return the search results in that order, grouping the turns of one exchange. Three queries at most.

    The key of a conference that was found by its title is negative. `named` are the topics that the words name.
    """
    lines = lines_of([key for key in turn_ids if key > 0])
    titles = [-key for key in turn_ids if key < 0]
    settings = {-row[0]: _of_title(row) for row in (_TITLES(keys=titles) if titles else ())}
    marker = _Marker(words, named)
    groups: dict[int, Found] = {}
    for key in turn_ids:
        if key in settings:
            groups[key] = marker.found(*settings[key])
        elif key in lines:
            line = lines[key]
            place = line.setting.place
            if place.exchange not in groups:
                groups[place.exchange] = marker.found(f"exchange/{place.public_id}", line.setting)
            groups[place.exchange].passages.append(marker.passage(line))
    return list(groups.values())


def _of_title(row: tuple) -> tuple[str, Setting]:
    """Return the key and the setting of a conference that was found by its title."""
    pk, created_at, *about = row
    place = Place(0, "", 1, "", *about)
    conference = address("transcripts:conference-detail", place.slug)
    return f"conference/{pk}/{created_at.timestamp()}", make_setting(place, conference, None, ())


class _Marker:
    """Marker of the words of one search in what its results show. No queries.

    Names, roles and titles are those of many turns: each text is looked through once.
    """

    def __init__(self, words: str, named: Collection[int]) -> None:
        self.words, self.named = words, named
        self.terms = search.terms_of(words)
        self.places = _places(get_language())
        self.seen: dict[str, search.Highlights] = {}

    def found(self, key: str, setting: Setting) -> Found:
        """Return an exchange, as yet without a passage."""
        place, title, conference_url, url, question, opening, _topics = setting
        return Found(key, place, title, conference_url, url, self._heading(place), question, opening, [])

    def passage(self, line: Line) -> Passage:
        own = search.Highlights(line.text, self.words, is_collapsed=True)
        missing = self.terms - own.terms
        elsewhere = self._elsewhere(line, missing) if missing else []
        return Passage(line.turn, line.by, line.url, own.snippet(SNIPPET_LENGTH), elsewhere)

    def _heading(self, place: Place) -> SafeString:
        text = place.heading or place.title
        there = self._look(text)
        return there.whole if there.text == text else search.highlight(text, self.words)

    def _look(self, text: str) -> search.Highlights:
        if text not in self.seen:
            self.seen[text] = search.Highlights(text, self.words)
        return self.seen[text]

    def _elsewhere(self, line: Line, missing: frozenset[int]) -> list[Elsewhere]:
        """Return the places of the words, by their numbers, that are not in the turn itself."""
        said = []
        for where, text, length in _around(line):
            if not missing:
                break
            if not text:
                continue
            there = self._look(text)
            if missing & there.terms:
                missing -= there.terms
                said.append(Elsewhere(self.places[where], there.snippet(length) if length else SafeString("")))
        named = next((topic.shown for topic in line.setting.topics if topic.key in self.named), "") if missing else ""
        if named:
            said.append(Elsewhere(self.places["topics"], search.snippet(named, "", length=TITLE_LENGTH)))
        return said


def _around(line: Line) -> Iterator[tuple[str, str, int]]:
    """Yield the texts around a turn in which a search finds it: where each is, and how much of it is shown."""
    turn, place = line.turn, line.setting.place
    yield "heading", place.heading, 0
    yield "question", line.answered, ELSEWHERE_LENGTH
    for topic in line.setting.topics:
        for name in topic.names:
            yield "topics", name, TITLE_LENGTH
    yield "name", f"{line.by.name} {turn.journalist}", 0
    yield "title", place.title, TITLE_LENGTH
    yield "role", turn.role, TITLE_LENGTH


_PLACES: dict[str, Promise] = {
    "heading": _("In the heading"),
    "question": _("In the question"),
    "topics": _("In the topics"),
    "name": _("In the name"),
    "title": _("In the title"),
    "role": _("In the role"),
}


@lru_cache(maxsize=16)
def _places(language: str | None) -> dict[str, str]:
    """Return what the places are called in this language, which is the current one."""
    return {where: str(name) for where, name in _PLACES.items()}
