"""Captions that a program posts repeatedly to the queue of a running conference, with a token."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from hmac import digest as hmac_digest

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from transcripts.actions.change import Change, WrongStateError
from transcripts.actions.workflow.queue import Typed, add_to_queue, lock_running
from transcripts.document import blank_text
from transcripts.intake import SentCue, join_sent
from transcripts.models import CaptionFeed, Conference, ReceivedCue
from transcripts.reading.removals import removals_of
from transcripts.text import fold

LASTS = timedelta(hours=24)  # a token; no press conference is longer
MOST_FEEDS = 10  # of one conference


@transaction.atomic
def open_caption_feed(conference: Conference, *, change: Change) -> str:
    """Return a new token, shown once, by which a program may send captions of the running conference for a day.

    Raises WrongStateError, PermissionDenied.
    """
    row = lock_running(conference, change, "publish_conference")
    now = timezone.now()
    if CaptionFeed.objects.open(now).filter(conference=row).count() >= MOST_FEEDS:
        raise WrongStateError(gettext("There are too many tokens: revoke one first."))
    token = f"pressroom-captions-{secrets.token_urlsafe(32)}"
    CaptionFeed.objects.create(
        conference=row,
        token_digest=_digest(token),
        made_by=change.user,
        made_by_name=change.name,
        expires_at=now + LASTS,
    )
    return token


@transaction.atomic
def revoke_caption_feed(feed: CaptionFeed, *, change: Change) -> None:
    """Take leave to send captions back. Raises WrongStateError, PermissionDenied."""
    lock_running(feed.conference, change, "publish_conference")
    CaptionFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=timezone.now())


def find_caption_feed(token: str) -> CaptionFeed | None:
    """Return the feed whose token this is, if it may still be used. One query."""
    found = CaptionFeed.objects.open(timezone.now()).filter(token_digest=_digest(token))
    feed = found.select_related("conference").first()
    return feed if feed and feed.conference.is_running else None


@transaction.atomic
def receive_captions(feed: CaptionFeed, cues: Sequence[SentCue]) -> int:
    """Put what is new of the captions into the queue, unchecked; return the number of turns that came of it.

    A cue, by its time and words, comes in once. A voice that is a participant's name is that participant. Words that
    were removed from the conference are left out. Raises WrongStateError.
    """
    row = lock_running(feed.conference, Change(), "change_conference")
    if not CaptionFeed.objects.open(timezone.now()).filter(pk=feed.pk).update(used_at=timezone.now()):
        raise WrongStateError(gettext("The transcript is not running."))
    key = sha256(f"captions {settings.SECRET_KEY} {row.public_id}".encode()).digest()
    digests = [hmac_digest(key, cue.identity.encode(), "sha256").hex() for cue in cues]
    known = set(row.received_cues.filter(digest__in=digests).values_list("digest", flat=True))
    fresh = [(one, cue) for one, cue in dict(zip(digests, cues, strict=True)).items() if one not in known]
    if not fresh:
        return 0
    ReceivedCue.objects.bulk_create((ReceivedCue(conference=row, digest=one) for one, _ in fresh), batch_size=500)
    people = {fold(name): name for name in row.participations.values_list("name_as_printed", flat=True)}
    removed = removals_of(row)
    turns = []
    for voice, text in join_sent([cue for _, cue in fresh]):
        speaker = people.get(fold(voice), "")
        said = blank_text(text, removed, language=row.language) if removed else text
        turns.append(Typed(said, speaker=speaker, label="" if speaker else voice))
    add_to_queue(row, turns, name=gettext("captions"), is_checked=False)
    return len(turns)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
