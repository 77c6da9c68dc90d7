"""The player of a recording, and `?t=<seconds>`, which leads to the exchange that is spoken at that second."""

from dataclasses import dataclass
from urllib.parse import urlencode

from csp.constants import SELF
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext

from transcripts.document.transcript import MOST_SECONDS
from transcripts.listing import Ignored, shorten
from transcripts.models import Conference, Paragraph
from transcripts.views.conference.media import Recording
from transcripts.views.conference.transcript import Pages, PublicPages, address_of

PARAMETER = "t"


@dataclass(frozen=True, slots=True)
class Player:
    """The player of a page: the recording, the second that the address asks for, and where the page's words end.

    `until` is the second at which the next exchange begins, None if unknown. `captions` is the address of the WebVTT
    captions, `seek_url` the address that takes `?t=<seconds>`; each is empty where there is none.
    """

    recording: Recording
    at: int | None = None
    until: int | None = None
    captions: str = ""
    seek_url: str = ""

    @property
    def url(self) -> str:
        """The address of the recording, from the second that was asked for on."""
        return self.recording.url if self.at is None else f"{self.recording.url}#t={self.at}"


def requested_second(data: QueryDict) -> tuple[int | None, list[Ignored]]:
    """Return the second that `t` names, and the values that name none."""
    values = [text.strip() for text in data.getlist(PARAMETER) if text.strip()]
    seconds = [int(text) for text in values if text.isascii() and text.isdigit() and len(text) < 9]
    good = next((each for each in seconds if each <= MOST_SECONDS), None)
    wrong = values if good is None else []
    return good, [Ignored(PARAMETER, shorten(text), gettext("Moment of the recording")) for text in wrong]


def make_player(pages: Pages, data: QueryDict, *, has_times: bool, number: int = 0) -> Player | None:
    """Return the player of the page of the exchange numbered `number`, or of all. One query, or none."""
    recording = pages.media.recording
    if recording is None:
        return None
    at, _ = requested_second(data)
    if not isinstance(pages, PublicPages):
        return Player(recording, at)
    path = address_of(pages.conference.slug, 1)
    captions = f"{path.rstrip('/')}.vtt" if has_times else ""
    return Player(recording, at, _until(pages.conference, number) if number else None, captions, path)


def _until(conference: Conference, number: int) -> int | None:
    """Return the second at which the words after an exchange begin. One query."""
    later = Paragraph.objects.published().filter(
        turn__exchange__conference=conference, turn__exchange__position__gt=number, time__isnull=False
    )
    found = later.order_by("turn__exchange__position", "turn__position", "position").values_list("time", flat=True)
    return found.first()


def redirect_to_second(request: HttpRequest, pages: PublicPages) -> HttpResponse | None:
    """Redirect to the exchange and paragraph spoken at the requested second; None if that is on this page.

    Two queries, or none without `t`.
    """
    at, _ = requested_second(request.GET)
    if at is None or pages.media.recording is None:
        return None
    spoken = Paragraph.objects.published().filter(turn__exchange__conference=pages.conference, time__lte=at)
    spoken = spoken.order_by("-time", "turn__exchange__position", "turn__position", "position")
    found = spoken.values_list("turn__exchange__position", "public_id").first()
    if found is None or found[0] == 1:
        return None
    query = urlencode([(name, text) for name in request.GET for text in request.GET.getlist(name)])
    return HttpResponseRedirect(f"{pages.plain_address(found[0])}?{query}#{found[1]}")


def allow_recording(response: HttpResponse, player: Player | None) -> None:
    """Let a page load the recording that its office has linked, from that one host, and nothing else from there."""
    if player and player.recording.origin:
        response._csp_update = {"media-src": [SELF, player.recording.origin]}  # type: ignore[attr-defined]
