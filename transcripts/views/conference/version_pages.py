"""The pages of a version: a conference's transcript as it was then, by `?version=<number>`."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from transcripts.listing import Ignored, shorten
from transcripts.models import Conference, Removal, Version, address
from transcripts.presentation import TranscriptView, make_view
from transcripts.reading.removals import removals_of, without_removed_words
from transcripts.reading.versions import (
    VersionTime,
    find_version,
    link_past,
    list_versions,
    removed_since,
    to_sealed_json,
)
from transcripts.views import errors
from transcripts.views.conference.media import Media, show_media
from transcripts.views.conference.transcript import Pages, PublicPages, address_of, full_address_of


@dataclass(frozen=True, slots=True)
class RequestedVersion:
    """The version that a request names: none, one, or an unknown one; and values that are not a number."""

    version: Version | None = None
    is_unknown: bool = False
    ignored: list[Ignored] = field(default_factory=list)


def requested_version(data: QueryDict, conference: Conference) -> RequestedVersion:
    """Return the version that `version` names. One query, or none without it."""
    values = list(dict.fromkeys(text.strip() for text in data.getlist("version") if text.strip()))
    numbers = [text for text in values if text.isascii() and text.isdigit() and text[0] != "0"]
    ignored = [Ignored("version", shorten(text), gettext("Version")) for text in values if text not in numbers[:1]]
    if not numbers:
        return RequestedVersion(ignored=ignored)
    version = find_version(conference, int(numbers[0])) if len(numbers[0]) < 10 else None
    if version and not version.revision.is_readable:
        version = None
    return RequestedVersion(version, is_unknown=version is None, ignored=ignored)


def refuse_version(request: HttpRequest, conference: Conference, asked: RequestedVersion) -> HttpResponse | None:
    """Return the answer of a file to a version that there is not, or that is no number; None for one that there is."""
    if asked.is_unknown:
        return errors.no_such_version(request, conference)
    if not asked.ignored:
        return None
    wrong = " ".join(each.sentence for each in asked.ignored)
    return HttpResponseBadRequest(f"{wrong}\n", content_type="text/plain; charset=utf-8")


class VersionPages(Pages):
    """The pages of one version of a public conference. Raises FormError when its document was erased or damaged."""

    def __init__(self, conference: Conference, version: Version) -> None:
        super().__init__()
        self.conference, self.version = conference, version
        self.removals = removals_of(conference)
        self.document = without_removed_words(version.revision.transcript, conference, self.removals)
        self.language, self.title = self.document.language, self.document.title

    @cached_property
    def versions(self) -> list[VersionTime]:
        """The numbers and times of all versions. One query."""
        return list_versions(self.conference)

    @property
    def until(self) -> datetime | None:
        """The time when the next version took its place; None for the last."""
        return next((made_at for number, made_at in self.versions if number == self.version.number + 1), None)

    @property
    def query(self) -> str:
        """The query string that keeps the version."""
        return "?" + urlencode({"version": self.version.number})

    def find(self, public_id: str) -> int:
        """Return the number of the exchange that has the exchange, turn or paragraph of this id, 0 for none."""
        for number, exchange in enumerate(self.document.exchanges, start=1):
            if public_id in (exchange.public_id, *(turn.public_id for turn in exchange.turns)):
                return number
            if any(public_id in turn.paragraph_ids for turn in exchange.turns):
                return number
        return 0

    @cached_property
    def removed_since(self) -> list[Removal]:
        """What was removed since, and is left out here. One query."""
        return removed_since(self.version)

    @property
    def versions_url(self) -> str:
        """The address of the list of versions."""
        return address("transcripts:version-list", self.conference.slug)

    def plain_address(self, number: int) -> str:
        return address_of(self.conference.slug, number) + self.query

    @property
    def plain_full_address(self) -> str:
        return full_address_of(self.conference.slug) + self.query

    @cached_property
    def present(self) -> Pages:
        return PublicPages(self.conference)

    @property
    def media(self) -> Media:
        """Nothing: attachments are no part of a version."""
        return show_media([], lambda row, name: "")

    @cached_property
    def view(self) -> TranscriptView:
        """The whole transcript as it was. Twenty queries at most."""
        links = link_past(self.conference, self.document)
        return make_view(
            self.document,
            replace(
                links,
                page=self.plain_address,
                exchange=lambda public_id: self._link("exchange", public_id),
                turn=lambda public_id: self._link("turn", public_id),
                paragraph=lambda public_id: self._link("paragraph", public_id),
            ),
        )

    def _link(self, kind: str, public_id: str) -> str:
        """Return the permanent link of a part as it was in this version."""
        return reverse(f"transcripts:{kind}-permalink", args=[public_id]) + self.query

    def sealed_json(self, exchange: int = 0) -> dict[str, Any]:
        """Return the version, or one exchange of it, as JSON, each text beside its salt."""
        return to_sealed_json(self.conference, self.version, self.removals, exchange=exchange)

    def view_all(self) -> TranscriptView:
        return self.view
