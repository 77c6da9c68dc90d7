"""The feed of corrections: each with old text, new text and reason."""

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from transcripts.feeds.atom import ENTRIES, AtomFeed, Content, Item, left_out_sentences
from transcripts.listing import CorrectionListing, Notice


class Corrections(AtomFeed):
    """All corrections, or one conference's, by revision, the newest first. Nine queries."""

    description_template = "feeds/_correction.html"

    def read(self, request: HttpRequest, data: QueryDict, path: str, **names: str) -> Content:
        listing = CorrectionListing(data, path=path, size=ENTRIES)
        title = gettext("Corrections")
        if listing.conference:
            title = gettext("Corrections: %(conference)s") % {"conference": listing.conference.title}
        items = [_item(notice) for notice in listing.notices]
        return Content(title, listing.address(), items, left_out_sentences(listing))


def _item(notice: Notice) -> Item:
    revision, conference = notice.revision, notice.conference
    turns = [change.turn for change in notice.changes if change.turn]
    return Item(
        about=notice,
        key=f"correction/{conference.pk}/{conference.created_at.timestamp()}/{revision.number}",
        title=gettext("Corrected: %(title)s") % {"title": conference.title},
        path=turns[0].get_permanent_url() if turns else conference.get_absolute_url(),
        language=conference.language,
        authors=(),
        published=revision.made_at,
    )
