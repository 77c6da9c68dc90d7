"""The name of what the public sees just now. (SHAPES.)"""

from django.conf import settings
from django.db.models import Max

from transcripts.models import Conference, Edition


def edition_stamp() -> str:
    """Return a name that is new whenever a public page may be: `<release>-<edition>-<last end>`. Two queries.

    The edition counts the changes that the public sees; the last part is the latest `published_at` that has passed,
    in microseconds since 1970, so that the end of an embargo makes a new name without anything having to run.
    """
    number = Edition.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    latest = Conference.objects.published().aggregate(latest=Max("published_at"))["latest"]
    return f"{settings.RELEASE}-{number}-{int(latest.timestamp() * 1_000_000) if latest else 0}"
