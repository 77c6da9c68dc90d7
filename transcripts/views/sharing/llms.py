"""llms.txt: what the site is, and where programs find its texts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy
from transcripts.exports import FORMATS
from transcripts.models import SiteIdentity

_TEXT = """\
# {name}

> {tagline}

Every transcript is made of exchanges: a question, its answers, and who said them, with the role of that day. Every
exchange, turn and paragraph has a permanent address: quote with it. Corrections are public, and each version of a
transcript stays readable. What was withdrawn answers 410.

## Data

{links}

## Files

The address of a conference without its last slash, and a suffix, is that conference as a file. So it is with an
exchange, at /exchanges/ and its id.

{files}

## Terms

{terms}
"""
# What leads to the words, by the name of its address.
_LINKS = (
    (
        "transcripts:api-docs",
        "API",
        "conferences, exchanges, turns and people as JSON, and what changed since",
    ),
    ("transcripts:data", "Data", "the whole record as JSON Lines, CSV and SQLite, with checksums"),
    ("oai", "OAI-PMH", "for harvesters: add ?verb=Identify"),
    ("transcripts:calendar-file", "Calendar", "iCalendar: the announced conferences, and those of the past year"),
    ("sitemap-index", "Sitemap", "every conference, exchange, speaker, topic, outlet and series"),
    ("transcripts:home-feed", "Conferences", "Atom, the newest first, with links from page to page to the oldest"),
    ("transcripts:correction-feed", "Corrections", "Atom: corrections, removals, withdrawals"),
    ("version-log", "Log of versions", "JSON Lines: a digest of every version"),
    ("transcripts:opensearch", "Search", "an OpenSearch description; results also come as Atom"),
    ("transcripts:statistics", "Statistics", "questions and answers by outlet, speaker, topic and month, also as CSV"),
    ("transcripts:about", "About", "who publishes here, and under which terms"),
)


@cache_policy(ResponseKind.PAGE)
@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Send llms.txt. One query."""
    identity = SiteIdentity.current()
    text = _TEXT.format(
        name=identity.local("name"),
        tagline=identity.local("tagline") or "Transcripts of press conferences: what was asked, and what was answered.",
        links="\n".join(f"- [{name}]({settings.SITE_URL}{reverse(to)}): {what}" for to, name, what in _LINKS),
        files="\n".join(f"- .{form.suffix}: {form.name}" for form in FORMATS.values()),
        terms=identity.local("licence") or "See the page about the site.",
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
