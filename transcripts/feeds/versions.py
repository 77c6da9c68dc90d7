"""The feed of the log of versions: numbers, times and digests, without titles."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, gettext

from transcripts.feeds.atom import ENTRIES, AtomFeed, Content, Item, left_out_sentences
from transcripts.listing import PageNotFoundError, Pages
from transcripts.models import Version


class Versions(AtomFeed):
    """The lines of the log, the newest first. Five queries."""

    template = "feeds/version.html"

    def place(self, line: int) -> int:  # type: ignore[override]
        return line

    def read(self, request: HttpRequest, data: QueryDict, path: str, after: Any, **names: str) -> Content:
        pages = Pages(data, path=path, size=ENTRIES)  # no more than what was not understood
        lines = Version.objects.logged().select_related("conference").defer("structure", "salts")
        # Lines are numbered without gaps, and never change.
        head = after or (lines.values_list("line", flat=True).last() or 0) + 1
        rows = list(lines.filter(line__lt=head - pages.offset).reverse()[: ENTRIES + 1])
        if not rows and pages.number > 1:
            raise PageNotFoundError(path)
        following = [int(rows[ENTRIES - 1].line or 0)] if len(rows) > ENTRIES else []
        items, said = [_item(row) for row in rows[:ENTRIES]], left_out_sentences(pages)
        return Content(gettext("Log of versions"), path, items, said, following)


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
