"""The feed of the log of versions: numbers, times and digests, without titles."""

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, gettext

from transcripts.feeds.atom import ENTRIES, AtomFeed, Content, Item, left_out_sentences
from transcripts.listing import CappedCount, Pages
from transcripts.models import Version


class Versions(AtomFeed):
    """The lines of the log, the newest first. Five queries."""

    template = "feeds/version.html"

    def read(self, request: HttpRequest, data: QueryDict, path: str, **names: str) -> Content:
        pages = _LogPages(data, path=path)
        lines = Version.objects.logged().select_related("conference").defer("structure", "salts")
        rows = lines.filter(line__lte=pages.count.total - pages.offset).reverse()[: pages.size]
        items, said = [_item(row) for row in rows], left_out_sentences(pages)
        return Content(gettext("Log of versions"), path, items, said, pages.number, pages.last)


class _LogPages(Pages):
    """The pages of the log. Its lines are numbered without gaps, so that the last one's number is their count."""

    def __init__(self, data: QueryDict, *, path: str) -> None:
        super().__init__(data, path=path, size=ENTRIES)
        head = Version.objects.logged().values_list("line", flat=True).last()
        self.count = CappedCount(head or 0)
        self._check_page()


def _item(version: Version) -> Item:
    line = version.log_line()
    return Item(
        about=line,
        key=f"version/{line['conference']}/{line['version']}",
        title=gettext("Version %(version)d of conference %(conference)s") % line,
        path=f"{version.conference.get_permanent_url()}?version={version.number}",
        language=get_language() or "en",
        authors=(),
        published=version.made_at,
    )
