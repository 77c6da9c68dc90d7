"""Forms that have added their record, so that none adds it twice."""

from django.db import transaction
from django.utils import timezone

from transcripts.models import AddedForm
from transcripts.models.desk.added_form import LASTS


@transaction.atomic
def claim_form(token: str, digest: str, address: str = "") -> None:
    """Note that a form is about to add its record, or has added it; part of the caller's transaction. Two queries.

    Raises IntegrityError if the form has added one, also at the same moment.
    """
    AddedForm.objects.filter(made_at__lt=timezone.now() - LASTS).delete()
    AddedForm.objects.create(token=token, digest=digest, address=address)


def keep_added(token: str, address: str) -> None:
    """Note where the record is that a claimed form added. One query, or none without a token."""
    if token:
        AddedForm.objects.filter(token=token).update(address=address)
