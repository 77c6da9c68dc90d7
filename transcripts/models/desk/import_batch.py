"""Import batches: many files uploaded at once, each with its state, until their conferences are imported."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from transcripts.models.conference import Conference
from transcripts.models.desk.import_draft import ImportDraft
from transcripts.models.ids import PublicIdField


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Import batches in their named states."""

    def live(self) -> Self:
        """Return those that have not expired."""
        return self.filter(expires_at__gt=timezone.now())

    def expired(self) -> Self:
        """Return those that are too old."""
        return self.filter(expires_at__lte=timezone.now())


class ImportBatch(models.Model):
    """A folder or zip file of transcripts. Only its owner sees it. `series` and `language` hold for all files."""

    public_id = PublicIdField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("created by"))
    name = models.CharField(max_length=300)
    series = models.CharField(_("series"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), db_index=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        verbose_name = _("import batch")
        verbose_name_plural = _("import batches")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save; it expires IMPORT_BATCH_DAYS after it was begun."""
        self.expires_at = self.expires_at or timezone.now() + timedelta(days=settings.IMPORT_BATCH_DAYS)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class BatchFileQuerySet(models.QuerySet["BatchFile"]):
    """Files of import batches, without what is long in them."""

    def listed(self) -> Self:
        """Return the files without their bytes and their lines."""
        return self.defer("data", "source")


class BatchFile(models.Model):
    """A file of an import batch.

    `data` are its bytes until it was read, `source` its lines (see `to_source_form`) until its import draft holds them,
    and `facts` what tells which files are pages of one conference. `tries` counts how often its reading was begun.
    `warnings` is the number of warnings about it in its preview; `sentence` says why it was refused (see
    `to_message_form`). `number` is its place among the files of its draft, from 0.
    """

    class State(models.TextChoices):
        """What became of a file; each leads to the next, and WAITING and READ to REFUSED."""

        WAITING = "waiting", _("waiting")
        READ = "read", _("read")
        READY = "ready", _("ready")
        IMPORTED = "imported", _("imported")
        DISCARDED = "discarded", _("discarded")
        REFUSED = "refused", _("refused")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    data = models.BinaryField(null=True)
    source = models.JSONField(null=True)
    facts = models.JSONField(default=dict)
    title = models.CharField(_("title"), max_length=400, blank=True)
    warnings = models.PositiveIntegerField(default=0)
    sentence = models.JSONField(null=True)
    draft = models.ForeignKey(ImportDraft, models.SET_NULL, null=True, related_name="batch_files")
    number = models.PositiveSmallIntegerField(default=0)
    conference = models.ForeignKey(Conference, models.SET_NULL, null=True, related_name="+")

    objects = BatchFileQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        default_permissions = ()
        verbose_name = _("file of an import batch")
        verbose_name_plural = _("files of import batches")
        indexes = [models.Index(name="batch_file_by_state", fields=["batch", "state", "position"])]

    def __str__(self) -> str:
        return self.name
