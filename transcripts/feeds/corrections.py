"""The feed of corrections: each with old text, new text and reason; and withdrawals and republications."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.feeds.atom import ENTRIES, AtomFeed, Content, Item, left_out_sentences
from transcripts.listing import Before, CorrectionListing, Notice, NoticeKind

_TITLES = {
    NoticeKind.CORRECTION: _("Corrected: %(title)s"),
    NoticeKind.REMOVAL: _("Words removed: %(title)s"),
    NoticeKind.WITHDRAWAL: _("Withdrawn: %(title)s"),
    NoticeKind.REPUBLICATION: _("Published again: %(title)s"),
}


class Corrections(AtomFeed):
    """The newest entries of the list of corrections, which takes the same filters. Thirteen queries at most."""

    template = "feeds/correction.html"

    def place(self, correction: int, event: int, moment: int) -> Before:  # type: ignore[override]
        return Before.of(correction, event, moment)

    def read(self, request: HttpRequest, data: QueryDict, path: str, after: Any, **names: str) -> Content:
        listing = CorrectionListing(data, path=path, size=ENTRIES, after=after)
        title = gettext("Corrections")
        if listing.conference:
            title = gettext("Corrections: %(conference)s") % {"conference": listing.conference.title}
        items = [_item(notice) for notice in listing.notices]
        said = left_out_sentences(listing)
        return Content(title, listing.address(), items, said, listing.following or ())


def _item(notice: Notice) -> Item:
    conference = notice.conference
    turns = [change.turn for change in notice.changes if change.turn]
    number = notice.revision.number if notice.revision else f"{notice.kind}/{notice.key}"
    return Item(
        about=notice,
        key=f"correction/{conference.pk}/{conference.created_at.timestamp()}/{number}",
        title=str(_TITLES[notice.kind]) % {"title": conference.title},
        path=turns[0].get_permanent_url() if turns else conference.get_absolute_url(),
        language=conference.language,
        authors=(),
        published=notice.made_at,
    )
