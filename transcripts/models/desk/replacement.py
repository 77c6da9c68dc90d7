"""Find and replace over many conferences: the words, the places found, and the result for each conference."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from transcripts.document.replacing import Wanted
from transcripts.models.conference import Conference, Status
from transcripts.models.names import Series

KEPT_PREPARED = timedelta(days=7)  # a replacement that nobody carried out


class ReplacementQuerySet(models.QuerySet["Replacement"]):
    """Replacements in their named states."""

    def live(self) -> Self:
        """Return those that were carried out, or may still be."""
        return self.exclude(state=Replacement.State.PREPARED, made_at__lt=timezone.now() - KEPT_PREPARED)

    def expired(self) -> Self:
        """Return those that nobody carried out in time."""
        return self.filter(state=Replacement.State.PREPARED, made_at__lt=timezone.now() - KEPT_PREPARED)


class Replacement(models.Model):
    """One find and replace: prepared first, when its places are chosen, then carried out, and perhaps undone.

    It is about conferences held from `first` to `last`, of `series`, in `status`, each if given; with `with_checked`
    also about records that are checked or final. `older` is the day from which on back conferences were not looked at.
    """

    class State(models.TextChoices):
        """How far it is."""

        PREPARED = "prepared", pgettext_lazy("find and replace", "prepared")
        APPLIED = "applied", pgettext_lazy("find and replace", "carried out")
        UNDONE = "undone", pgettext_lazy("find and replace", "undone")

    find = models.CharField(_("find"), max_length=200)
    replace_by = models.CharField(_("replace by"), max_length=200, blank=True)
    is_whole = models.BooleanField(_("whole words"), default=True)
    matches_case = models.BooleanField(_("case as written"), default=True)
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("series")
    )
    first = models.DateField(_("from"), null=True, blank=True)
    last = models.DateField(_("until"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, blank=True)
    with_checked = models.BooleanField(_("also checked and final records"), default=False)
    older = models.DateField(null=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PREPARED)
    note = models.TextField(_("note"), blank=True)
    is_major = models.BooleanField(_("major"), null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    made_by_name = models.CharField(_("name"), max_length=150)
    made_at = models.DateTimeField(_("created"), default=timezone.now)
    applied_by_name = models.CharField(_("carried out by"), max_length=150, blank=True)
    applied_at = models.DateTimeField(_("carried out"), null=True)
    undone_by_name = models.CharField(_("undone by"), max_length=150, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True)
    undo_note = models.TextField(_("note of the undoing"), blank=True)
    undo_is_major = models.BooleanField(_("undone as major"), null=True)

    objects = ReplacementQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        verbose_name = _("find and replace")
        verbose_name_plural = _("find and replace")
        constraints = [models.CheckConstraint(name="replacement_finds", condition=~Q(find=""))]

    def __str__(self) -> str:
        return f"{self.find} → {self.replace_by}"

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        return Wanted(self.find, self.is_whole, self.matches_case)


class ReplacedConference(models.Model):
    """A conference of a replacement: its places, as they were found in a revision, and what became of it.

    `places` is their number; `left` are the numbers of those that are not to be replaced, from 0 on. `made` is the
    number of the revision that replaced the others, `undone` that of the one which took it back. `sentence` says why
    one of them was not made.
    """

    class Outcome(models.TextChoices):
        """What became of it."""

        OPEN = "open", pgettext_lazy("find and replace", "open")
        DONE = "done", pgettext_lazy("find and replace", "replaced")
        NONE = "none", pgettext_lazy("find and replace", "nothing chosen")
        LEFT = "left", pgettext_lazy("find and replace", "left as it was")

    replacement = models.ForeignKey(Replacement, models.CASCADE, related_name="conferences")
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="replacements")
    position = models.PositiveSmallIntegerField()
    revision_number = models.PositiveIntegerField()
    places = models.PositiveIntegerField()
    left = models.JSONField(default=list)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    made = models.PositiveIntegerField(null=True)
    undo = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    undone = models.PositiveIntegerField(null=True)
    sentence = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="replaced_conference_once", fields=["replacement", "conference"]),
            models.CheckConstraint(
                name="replaced_conference_has_revision", condition=~Q(outcome="done") | Q(made__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.replacement_id}/{self.position}"

    @property
    def chosen(self) -> int:
        """How many of its places are to be replaced."""
        return self.places - len(self.left)
