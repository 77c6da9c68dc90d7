"""Revisions of a transcript, edited notes, events, public corrections, and the edition."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from transcripts.document import FormError, TranscriptDocument, from_json
from transcripts.models.conference import Conference
from transcripts.models.database.prepared import AsOf


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Revisions in their named states."""

    def applied(self) -> Self:
        """Return those that the records held or hold."""
        return self.filter(state=Revision.State.APPLIED)

    def proposed(self) -> Self:
        """Return those that wait for an Editor."""
        return self.filter(state=Revision.State.PROPOSED)


class Revision(models.Model):
    """The whole document as it was after one change. Applied ones are numbered from 1 and chained by digest.

    The digest seals a salted leaf of the author's name, so that the name can be erased and the chain holds. Of those
    made before there were leaves it seals the name; once that is erased, `resealed` vouches for what is left.
    """

    class State(models.TextChoices):
        """The states of a revision: applied to the records, proposed, or declined."""

        PROPOSED = "proposed", _("proposed")
        APPLIED = "applied", _("applied")
        DECLINED = "declined", _("declined")

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="revisions", verbose_name=_("conference"))
    number = models.PositiveIntegerField(_("number"), null=True)
    base = models.PositiveIntegerField(_("based on revision"), default=0)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.APPLIED)
    document = models.JSONField(_("document"))
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    made_by_name = models.CharField(_("name"), max_length=150)
    made_by_salt = models.CharField(_("salt of the name"), max_length=32, blank=True)
    made_by_leaf = models.CharField(_("leaf of the name"), max_length=64, blank=True)
    resealed = models.CharField(_("seal since the name was erased"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("created"))
    decided_by_name = models.CharField(
        _("applied or declined by"), max_length=150, blank=True, help_text=_("Only if somebody else proposed it.")
    )
    note = models.TextField(_("note"), blank=True)
    is_major = models.BooleanField(_("major"), default=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["conference", "-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(name="revision_number", fields=["conference", "number"]),
            models.CheckConstraint(
                name="revision_applied_is_numbered",
                condition=Q(state="applied", number__isnull=False) & ~Q(digest="")
                | ~Q(state="applied") & Q(number__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conference_id}/{self.number or self.state}"

    @property
    def is_readable(self) -> bool:
        """Whether the row still holds a document."""
        try:
            return bool(self.transcript)
        except FormError:
            return False

    def hold(self, document: TranscriptDocument, form: dict[str, Any]) -> None:
        """Set the document; `form` is its JSON form."""
        self.document = form
        self.__dict__["_transcript"] = (form, document)

    @property
    def transcript(self) -> TranscriptDocument:
        """The document, made once for the form that is held. Raises FormError when the row was tampered with."""
        held: tuple[object, TranscriptDocument] | None = self.__dict__.get("_transcript")
        if held is None or held[0] is not self.document:
            self.__dict__["_transcript"] = held = (self.document, from_json(self.document))
        return held[1]


class NoteEdit(models.Model):
    """One change of an applied revision's note. The first one's `was` is the note that the revision's digest seals."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="note_edits", verbose_name=_("revision"))
    was = models.TextField(_("was"), blank=True)
    now = models.TextField(_("now"), blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    made_by_name = models.CharField(_("name"), max_length=150)
    made_by_salt = models.CharField(_("salt of the name"), max_length=32, blank=True)
    made_by_leaf = models.CharField(_("leaf of the name"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("created"))
    digest = models.CharField(_("digest"), max_length=64)
    resealed = models.CharField(_("seal since the name was erased"), max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        verbose_name = _("edit of a note")
        verbose_name_plural = _("edits of notes")

    def __str__(self) -> str:
        return f"{self.revision}: {self.was} → {self.now}"


class Event(models.Model):
    """A step in the life of a conference: who published, scheduled, withdrew, trashed … it, and when."""

    class What(models.TextChoices):
        """The steps."""

        ANNOUNCED = "announced", _("announced")
        REANNOUNCED = "reannounced", _("announcement changed")
        MOVED = "moved", _("announced for another time")
        CANCELLED = "cancelled", _("announced as cancelled")
        RETRACTED = "retracted", _("announcement withdrawn")
        RUNNING = "running", _("set running")
        CLOSED = "closed", _("closed, after running")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned to draft")
        PUBLISHED = "published", _("published")
        SCHEDULED = "scheduled", _("scheduled")
        ALONE = "alone", _("without review by somebody else")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REWORDED = "reworded", _("reason for the withdrawal changed")
        CHANGED = "changed", _("address or record status changed")
        ATTACHED = "attached", _("photos, handouts or video changed")
        UP_TO_DATE = "up_to_date", _("marked as up to date with its original")
        ERASED = "erased", _("removed words erased")
        REVOKED = "revoked", _("preview links revoked")
        BINNED = "binned", _("moved to the trash")
        RESTORED = "restored", _("restored from the trash")

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="events", verbose_name=_("conference"))
    what = models.CharField(_("event"), max_length=12, choices=What.choices)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    made_by_name = models.CharField(_("name"), max_length=150)
    made_at = models.DateTimeField(_("created"), auto_now_add=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["what", "-made_at", "-id"], name="event_what_newest")]

    def __str__(self) -> str:
        return self.get_what_display()


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Corrections in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return those of conferences that the public sees now, or at the time `at`."""
        return self.filter(Conference.is_public("revision__conference__", at=at))


class Correction(models.Model):
    """A public correction: the old and new text of a turn, or of the head, after a major revision.

    It is open until the words that it put right change again: by `closed_by`, which took it back or did not.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="corrections", verbose_name=_("revision"))
    turn_public_id = models.CharField(_("permanent ID of the turn"), max_length=16, blank=True, db_index=True)
    position = models.PositiveSmallIntegerField(_("position"))
    label = models.CharField(_("who spoke"), max_length=300, blank=True)
    field = models.CharField(_("field"), max_length=60, blank=True)
    was = models.TextField(_("was"), blank=True)
    now = models.TextField(_("now"), blank=True)
    closed_by = models.ForeignKey(
        Revision,
        models.SET_NULL,
        null=True,
        related_name="closed_corrections",
        verbose_name=_("the revision that changed these words again"),
    )
    is_taken_back = models.BooleanField(_("taken back"), default=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-revision__made_at", "revision", "position"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [models.UniqueConstraint(name="correction_order", fields=["revision", "position"])]

    def __str__(self) -> str:
        return f"{self.revision}: {self.turn_public_id or self.field}"


class Edition(models.Model):
    """One row that counts the changes which the public can see."""

    number = models.PositiveBigIntegerField(_("number"), default=0)
    epoch = models.CharField(
        _("epoch"),
        max_length=16,
        blank=True,
        help_text=_("A random word that each migration of the database renews, so that no count comes twice."),
    )

    class Meta:
        constraints = [models.CheckConstraint(name="edition_only_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.number)
