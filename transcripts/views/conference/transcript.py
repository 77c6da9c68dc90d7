"""Data for the pages of a conference: the view of its transcript, addresses, translations, media, corrections."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count
from django.utils.functional import cached_property

from transcripts.listing import ConferenceCorrections
from transcripts.models import NOW, Attachment, Conference, Exchange, Param, Participation, PreparedModels, address
from transcripts.part_cache import cached_of_conference
from transcripts.presentation import TranscriptView, make_view
from transcripts.reading.running import RunningState, read_running_state, without_unknown_names
from transcripts.reading.transcript import ExchangeRow, read_linked, read_people
from transcripts.views.conference.media import Media, show_media
from transcripts.views.context import path_in_language


@dataclass(frozen=True, slots=True)
class Translation:
    """The same conference in another language: its slug, and its number of exchanges there."""

    language: str
    slug: str
    total: int

    def address(self, number: int) -> str:
        """Return the address of the exchange numbered `number`, or of the first where it has fewer."""
        return address_of(self.slug, number if number <= self.total else 1)


@dataclass(frozen=True, slots=True)
class Corrected:
    """The number of revisions with corrections, the day of the last, and the address of their list."""

    total: int
    latest: date | None
    url: str


class Pages(ABC):
    """The pages on which one transcript is read.

    `beside` is the language that is shown beside it; links between the pages keep it.
    """

    language: str
    title: str

    def __init__(self) -> None:
        self.beside = ""

    @abstractmethod
    def plain_address(self, number: int) -> str:
        """Return the address of the exchange numbered `number`, alone."""

    @property
    @abstractmethod
    def plain_full_address(self) -> str:
        """The address of the whole conference on one page, alone."""

    @property
    @abstractmethod
    def media(self) -> Media:
        """The photos, handouts and videos, in order. One query."""

    @abstractmethod
    def view_all(self) -> TranscriptView:
        """Return the whole transcript as readers see it."""

    @property
    def translations(self) -> Sequence[tuple[Conference, Translation]]:
        """The same conference in other languages: none, unless it is public."""
        return ()

    @property
    def present(self) -> "Pages":
        """The pages of the present text, where these are of a version: else these."""
        return self

    @property
    def running(self) -> RunningState | None:
        """State of a running transcript, such as the time of the last addition; None when it is not running."""
        return None

    @property
    def corrected(self) -> Corrected | None:
        """Summary of the corrections, if it is public."""
        return None

    def address(self, number: int) -> str:
        """Return the address of the exchange numbered `number`."""
        return self._with_beside(self.plain_address(number))

    @property
    def start(self) -> str:
        """The address of the first exchange."""
        return self.address(1)

    @property
    def full_address(self) -> str:
        """The address of the whole conference on one page."""
        return self._with_beside(self.plain_full_address)

    def _with_beside(self, path: str) -> str:
        return f"{path}?{urlencode({'with': self.beside})}" if self.beside else path


_ATTACHMENTS: PreparedModels[Attachment] = PreparedModels(
    lambda: Attachment.objects.published(NOW).filter(conference=Param("conference")).order_by("position"),
    is_planned_once=True,
)


_EXCHANGES: PreparedModels[Exchange] = PreparedModels(
    lambda: Exchange.objects.published(NOW).filter(conference=Param("conference")).order_by("position"),
    is_planned_once=True,
)


class PublicPages(Pages):
    """The pages of a published conference. Each part is fetched once, on first access."""

    def __init__(self, conference: Conference) -> None:
        super().__init__()
        self.conference = conference
        self.language, self.title = conference.language, conference.title
        self.corrections = ConferenceCorrections(conference)

    @property
    def state(self) -> str:
        """The key by which what they show of this conference alone is kept; empty where nothing is."""
        return getattr(self.conference, "public_state", "")

    @cached_property
    def people(self) -> list[Participation]:
        """The participants, in order. One query."""
        return read_people(self.conference)

    @cached_property
    def translations(self) -> list[tuple[Conference, Translation]]:
        """The same conference in other languages, each with its number of exchanges. One query, or none."""
        group = self.conference.translation_group
        if not group:
            return []
        found = Conference.objects.published().select_related("series").filter(translation_group=group)
        found = found.exclude(pk=self.conference.pk).annotate(total=Count("exchanges"))
        return [(each, Translation(each.language, each.slug, each.total)) for each in found.order_by("pk")]

    @cached_property
    def media(self) -> Media:
        """The photos, handouts and videos, in order. One query, or none where it is known that there are none."""
        has_any = getattr(self.conference, "has_attachments", True)
        found = _ATTACHMENTS(conference=self.conference.pk) if has_any else []
        return show_media(found, lambda row, name: row.address_of(name))

    @cached_property
    def running(self) -> RunningState | None:
        """State of a running transcript, such as the time of the last addition. One query, or none."""
        return read_running_state(self.conference)

    @property
    def corrected(self) -> Corrected:
        """Summary of the corrections. One query, or none where it is kept."""

        def count() -> Corrected:
            return Corrected(self.corrections.total, self.corrections.latest, self.corrections.address())

        return cached_of_conference(self.state, "corrected", count, lambda each: len(each.url))

    @cached_property
    def _root(self) -> str:
        """Root address of the pages, computed once, since a page links to sixty of them."""
        return address_of(self.conference.slug, 1)

    def plain_address(self, number: int) -> str:
        return self._root if number == 1 else f"{self._root}{number}/"

    @property
    def plain_full_address(self) -> str:
        return full_address_of(self.conference.slug)

    def find(self, number: int) -> Exchange | None:
        """Return the exchange numbered `number`. One query."""
        return self.conference.exchanges.published().filter(position=number).first()

    def view(self, exchange: ExchangeRow | None, *, topics: bool = True) -> TranscriptView:
        """Return the transcript with this exchange alone, or without any.

        One query, and those for people and corrections.
        """
        shown = [exchange] if exchange else []
        return self._view(shown, first=exchange.position if exchange else 1, topics=topics)

    def view_all(self) -> TranscriptView:
        """Return the whole transcript. Two queries, and those for people and corrections."""
        return self._view(_EXCHANGES(conference=self.conference.pk))

    def _view(self, exchanges: Iterable[ExchangeRow], *, first: int = 1, topics: bool = True) -> TranscriptView:
        document, links = read_linked(self.conference, exchanges, people=self.people, topics=topics)
        if self.conference.is_running:
            links = without_unknown_names(links)
        links = replace(links, page=self.plain_address, corrections=self.corrections.by_turn)
        return make_view(document, links, first=first)


def address_of(slug: str, number: int) -> str:
    """Return the address of the exchange numbered `number` of the conference with this slug."""
    if number == 1:
        return address("transcripts:conference-detail", slug)
    return address("transcripts:exchange-detail", slug, number)


def full_address_of(slug: str) -> str:
    """Return the address of all of the conference with this slug on one page."""
    return address("transcripts:conference-full", slug)


def canonical_url(language: str, path: str) -> str:
    """Return the canonical absolute address of the page at `path`, of a transcript in `language`.

    It is in the interface's language that is the transcript's, else in the one without a prefix.
    """
    codes = [code for code, _ in settings.LANGUAGES]
    return settings.SITE_URL + path_in_language(path, language if language in codes else settings.LANGUAGE_CODE)


def files_of(slug: str) -> str:
    """Return what the addresses of the downloads of the conference with this slug begin with, up to the suffix."""
    return f"{address_of(slug, 1).rstrip('/')}." if slug else ""
