"""The pages of a version: a conference's transcript as it stood, by `?version=<number>`."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from transcripts.listing import Ignored, shorten
from transcripts.models import Conference, Version
from transcripts.presentation import TranscriptView, make_view
from transcripts.reading.removals import removals_of, without_removed_words
from transcripts.reading.versions import VersionTime, find_version, link_past, list_versions, to_sealed_json
from transcripts.views.media import Media, show_media
from transcripts.views.transcript import Pages, address_of, full_address_of


@dataclass(frozen=True, slots=True)
class AskedVersion:
    """The version that a page is asked for: none, one, or one that there is not; and values that are no number."""

    version: Version | None = None
    is_unknown: bool = False
    ignored: list[Ignored] = field(default_factory=list)


def asked_version(data: QueryDict, conference: Conference) -> AskedVersion:
    """Return the version that `version` names. One query, or none without it."""
    values = list(dict.fromkeys(text.strip() for text in data.getlist("version") if text.strip()))
    numbers = [text for text in values if text.isascii() and text.isdigit() and text[0] != "0"]
    ignored = [Ignored("version", shorten(text), gettext("Version")) for text in values if text not in numbers[:1]]
    if not numbers:
        return AskedVersion(ignored=ignored)
    version = find_version(conference, int(numbers[0])) if len(numbers[0]) < 10 else None
    if version and not version.revision.is_readable:
        version = None
    return AskedVersion(version, is_unknown=version is None, ignored=ignored)


class PastPages(Pages):
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

    @property
    def versions_url(self) -> str:
        """The address of the list of versions."""
        return reverse("transcripts:version-list", args=[self.conference.slug])

    def plain_address(self, number: int) -> str:
        return address_of(self.conference.slug, number) + self.query

    @property
    def plain_full_address(self) -> str:
        return full_address_of(self.conference.slug) + self.query

    @property
    def media(self) -> Media:
        """Nothing: attachments are no part of a version."""
        return show_media([], lambda row, name: "")

    @cached_property
    def view(self) -> TranscriptView:
        """The whole transcript as it stood. Twenty queries at most."""
        links = link_past(self.conference, self.document)
        return make_view(self.document, replace(links, page=self.plain_address))

    @property
    def sealed_json(self) -> dict[str, Any]:
        """The version as JSON, each text beside its salt."""
        return to_sealed_json(self.conference, self.version, self.removals)

    def view_all(self) -> TranscriptView:
        return self.view
