"""Preview links: signed links to an unpublished conference, for people without an account."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from transcripts.models.conference import Conference, Status
from transcripts.models.revision import Revision

SALT = "transcripts.preview"


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview that a link opens: a conference until a time, from its records or, with `revision`, from a proposal.

    With `session`, the key of a session in the admin, the link opens in that session alone.
    """

    conference: Conference
    until: datetime
    revision: Revision | None = None
    session: str = ""

    @property
    def token(self) -> str:
        """The signed part of the address. It is invalid once the conference's preview key has changed."""
        seconds = int(self.until.timestamp())
        parts = [self.conference.pk, self.conference.preview_key, seconds, self.revision.pk if self.revision else 0]
        if self.session:
            parts.append(_digest(self.session))
        return signing.dumps(parts, salt=SALT)

    @property
    def is_over(self) -> bool:
        """Whether the previewed conference is or was public by now, or the proposal has been decided on."""
        if self.conference.status == Status.WITHDRAWN:
            return True
        if self.revision:
            return self.revision.state != Revision.State.PROPOSED
        return self.conference.is_published

    @classmethod
    def open(cls, token: str, session: str = "") -> "Preview | None":
        """Return the link's preview; None when the link has expired, was revoked or is invalid. At most two queries.

        None also for a conference in the trash, and for a link of another session than `session`, the reader's own.
        """
        try:
            key, preview_key, seconds, revision, *bound = signing.loads(token, salt=SALT)
            until = datetime.fromtimestamp(seconds, UTC)
        except (signing.BadSignature, ValueError, TypeError, OverflowError):
            return None
        if bound and not (session and constant_time_compare(bound[0], _digest(session))):
            return None
        conferences = Conference.objects.not_in_trash().select_related("series")
        conference = conferences.filter(pk=key, preview_key=preview_key).first()
        if conference is None or until <= timezone.now():
            return None
        proposal = conference.revisions.filter(pk=revision).first() if revision else None
        return None if revision and proposal is None else cls(conference, until, proposal, session if bound else "")


def _digest(session: str) -> str:
    """Return what represents a session's key in a link, from which nobody reads the key."""
    return salted_hmac(SALT, session).hexdigest()[:24]
