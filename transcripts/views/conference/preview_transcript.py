"""The pages of a transcript preview, made from an unpublished document without visibility checks.

Names and turns have no links, since their pages may not be public; the pages link only to one another.
"""

from functools import cached_property

from django.urls import reverse

from transcripts.document import TranscriptDocument
from transcripts.models import Attachment, Conference, Topic, has_name
from transcripts.presentation import Links, NameView, TranscriptView, make_view
from transcripts.views.conference.media import Media, show_media
from transcripts.views.conference.transcript import Pages


class PreviewPages(Pages):
    """The pages under `root` of `document`, for a conference that is not public."""

    def __init__(self, conference: Conference, document: TranscriptDocument, root: str) -> None:
        super().__init__()
        self.conference, self.document, self.root = conference, document, root
        self.language, self.title = document.language, document.title

    @cached_property
    def media(self) -> Media:
        """Photos, handouts and videos, with files under the preview's own address. One query."""
        rows = self.conference.attachments.order_by("position")
        return show_media(rows, lambda row, name: f"{self.root}attachments/{row.public_id}/{name}")

    def plain_address(self, number: int) -> str:
        return self.root if number == 1 else f"{self.root}{number}/"

    @property
    def plain_full_address(self) -> str:
        return f"{self.root}full/"

    @cached_property
    def view(self) -> TranscriptView:
        """The whole transcript. One query, for the topics' names in the reader's language."""
        conference, document = self.conference, self.document
        links = Links(
            day=conference.date,
            record_status=conference.record_status,
            series=self._known_series(),
            topics=_name_topics(document),
            page=self.plain_address,
        )
        return make_view(document, links)

    def view_all(self) -> TranscriptView:
        return self.view

    def _known_series(self) -> NameView | None:
        """Return the conference's series in the reader's language, where the document names the same one."""
        series = self.conference.series
        if series and series.name_in(self.document.language) == self.document.series:
            return NameView(series.local_name)
        return None


def root_of(token: str) -> str:
    """Return the address under which a preview's pages are, in the interface's language."""
    return reverse("transcripts:preview", args=[token])


def attachment_of(conference: Conference, public_id: str) -> Attachment | None:
    """Return the conference's own attachment with this id, if it has one. One query."""
    return conference.attachments.filter(public_id=public_id).first()


def _name_topics(document: TranscriptDocument) -> dict[str, NameView]:
    """Return the known topics' names in the reader's language, by any of their names, in order. One query."""
    names = [name for exchange in document.exchanges for name in exchange.topics]
    found: dict[str, NameView] = {}
    topics = Topic.objects.filter(has_name(names))
    for topic in sorted(topics, key=lambda topic: topic.name):
        view = NameView(topic.local_name)
        found |= dict.fromkeys(topic.all_names, view)
    return found
