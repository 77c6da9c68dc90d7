"""Purging the caches in front of the site, after something was withdrawn or removed."""

import http.client
import json
import logging
import urllib.request

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from transcripts.file_cache import forget_files, forgotten_at
from transcripts.models import Event, Removal

_TIMEOUT = 5  # seconds that a withdrawal waits for an answer at most, since it is bounded without one as well
_CLOCKS_APART = 60  # seconds
_BODY = json.dumps({"purge_everything": True}).encode()
_log = logging.getLogger(__name__)


def purge_caches() -> None:
    """Once the transaction is committed, delete files made for readers, and ask the caches at PURGE_URL to forget all.

    Everything, because what is taken back also stood in lists, feeds and searches. A failure is logged and undoes
    nothing: caches ask for themselves within a minute.
    """
    transaction.on_commit(forget_files)
    if settings.PURGE_URL:
        transaction.on_commit(_post)


def forget_files_left_behind() -> bool:
    """Delete files made for readers before something was taken back through another machine. Two queries.

    Each machine keeps files of its own, and only the one that answered the editor has deleted them. Nobody is sent
    what is past, since a file is found by the digest of what it is made from; but its words would stay on the disk.
    """
    withdrawn = Event.objects.filter(what=Event.What.WITHDRAWN).aggregate(last=Max("made_at"))["last"]
    removed = Removal.objects.aggregate(last=Max("revision__made_at"))["last"]
    last = max((each.timestamp() for each in (withdrawn, removed) if each), default=0)
    if not last or last + _CLOCKS_APART < forgotten_at():
        return False
    forget_files()
    return True


def _post() -> None:
    headers = {"Content-Type": "application/json", "User-Agent": "press-room"}
    if settings.PURGE_TOKEN:
        headers["Authorization"] = f"Bearer {settings.PURGE_TOKEN}"
    request = urllib.request.Request(settings.PURGE_URL, _BODY, headers, method="POST")  # noqa: S310  (checked at start)
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT):  # noqa: S310
            pass
    except (OSError, http.client.HTTPException, ValueError) as error:
        _log.warning("The caches at PURGE_URL were not purged: %s", error)
