"""Import drafts: an import under way, with its files and the editor's corrections, before it is confirmed."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from transcripts.models.conference import Conference
from transcripts.models.ids import PublicIdField


class ImportDraftQuerySet(models.QuerySet["ImportDraft"]):
    """Import drafts in their named states."""

    def live(self) -> Self:
        """Return those that have not expired."""
        return self.filter(expires_at__gt=timezone.now())

    def expired(self) -> Self:
        """Return those that are too old."""
        return self.filter(expires_at__lte=timezone.now())


class ImportDraft(models.Model):
    """One conference's files as they were read, and the editor's corrections of them. Only its owner sees it.

    Each of `files` is a `name` and a `source` (see `to_source_form`). `hints` are the editor's corrections of labels
    and exchanges, `fields` those of the head, `choices` the records that names mean. `conflict_choices` say which text
    is kept where the file and the site changed the same: by place “mine”, the file's, or “theirs”. `reads_again` says
    that the very files of the last import are to be read again.
    """

    public_id = PublicIdField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("created by"))
    title = models.CharField(_("title"), max_length=400, blank=True)
    names = models.TextField(_("file names"), blank=True)
    files = models.JSONField(_("files"))
    hints = models.JSONField(default=dict)
    fields = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    conflict_choices = models.JSONField(default=dict)
    reads_again = models.BooleanField(default=False)
    note = models.TextField(_("note"), blank=True)
    is_major = models.BooleanField(_("major"), null=True)
    conference = models.ForeignKey(
        Conference, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("conference")
    )
    is_new = models.BooleanField(
        default=False, help_text=_("Import as a new conference, even if an existing one was found.")
    )
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), db_index=True)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import draft")
        verbose_name_plural = _("import drafts")
        default_permissions = ()

    def __str__(self) -> str:
        return self.title or self.names

    def save(self, *args: object, **kwargs: object) -> None:
        """Save; it expires IMPORT_DRAFT_DAYS after it was begun."""
        self.expires_at = self.expires_at or timezone.now() + timedelta(days=settings.IMPORT_DRAFT_DAYS)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def is_expired(self) -> bool:
        """Whether the import draft is too old; the same rule as `live()`."""
        return self.expires_at <= timezone.now()
