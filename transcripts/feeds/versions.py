"""The feed of the log of versions: numbers, times and digests, without titles."""

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, gettext

from transcripts.feeds.atom import ENTRIES, AtomFeed, Content, Item
from transcripts.models import Version


class Versions(AtomFeed):
    """The newest lines of the log, the newest first. Four queries."""

    template = "feeds/version.html"

    def read(self, request: HttpRequest, data: QueryDict, path: str, **names: str) -> Content:
        rows = Version.objects.logged().select_related("conference").defer("structure", "salts").reverse()[:ENTRIES]
        return Content(gettext("Log of versions"), path, [_item(row) for row in rows], [])


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
