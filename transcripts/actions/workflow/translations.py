"""Keeping translations in step with their originals."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from transcripts.actions.change import Change, WrongStateError, record_event, require_permission
from transcripts.models import Conference, Event


@transaction.atomic
def mark_translation_up_to_date(conference: Conference, *, change: Change) -> None:
    """Record that this translation was compared with its changed original and needs no change.

    The text stays and no revision is made. Five queries. Raises WrongStateError, PermissionDenied.
    """
    require_permission(change, "change_conference")
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    if not Conference.objects.out_of_date().filter(pk=row.pk).exists():
        raise WrongStateError(gettext("This translation is already up to date."))
    conference.words_at = row.words_at = timezone.now()
    row.save(update_fields=["words_at", "updated_at"])
    record_event(row, Event.What.UP_TO_DATE, change)
