"""Forms that have added their record, so that sending one again does not add a second."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

LASTS = timedelta(days=30)


class AddedForm(models.Model):
    """The id that a form carried, a digest of what was sent, and the address of what it added.

    It is no record of the transcript: it only serves whoever goes back in the browser, and is deleted after LASTS.
    """

    token = models.CharField(_("form"), max_length=16, primary_key=True)
    digest = models.CharField(_("digest"), max_length=64)
    address = models.CharField(_("address"), max_length=200)
    made_at = models.DateTimeField(_("created"), auto_now_add=True, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.token
