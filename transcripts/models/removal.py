"""Removals: words taken out of public transcripts, with the reason."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from transcripts.models.conference import Conference
from transcripts.models.revision import Revision


class RemovalQuerySet(models.QuerySet["Removal"]):
    """Removals in their named states."""

    def published(self) -> Self:
        """Return those from conferences that the public sees."""
        return self.filter(Conference.is_public("conference__"))

    def unrepeated(self) -> Self:
        """Return those whose words nothing may repeat."""
        return self.filter(is_repeated=False)


class Removal(models.Model):
    """One removal of words from a public conference, made by `revision`: “removed on …, because …”.

    `turns` are the permanent ids of the turns that lost words. Where the words may not be repeated, `words` and `forms`
    are what `document.RemovedWords` has, for finding them, and `copies` what other places held before they were
    wiped, as pairs of place and text. The three are the admin's, and empty once the words were erased: then there is
    who erased them, when, and why.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="removals", verbose_name=_("conference"))
    revision = models.OneToOneField(Revision, models.CASCADE, related_name="removal", verbose_name=_("revision"))
    reason = models.TextField(_("reason"))
    is_repeated = models.BooleanField(_("the words stay readable in corrections and earlier versions"), default=False)
    turns = models.JSONField(_("permanent IDs of the turns"), default=list)
    words = models.JSONField(_("words"), default=list)
    forms = models.JSONField(_("earlier paragraphs"), default=dict)
    copies = models.JSONField(_("other places"), default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    made_by_name = models.CharField(_("name"), max_length=150)
    made_at = models.DateTimeField(_("created"))
    erased_at = models.DateTimeField(_("erased"), null=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("erased by")
    )
    erased_by_name = models.CharField(_("name of who erased them"), max_length=150, blank=True)
    erased_by_salt = models.CharField(_("salt of the name"), max_length=32, blank=True)
    erased_by_leaf = models.CharField(_("leaf of the name"), max_length=64, blank=True)
    erased_because = models.TextField(_("why they were erased"), blank=True)
    is_overwritten = models.BooleanField(_("the database file was written anew since"), default=False)

    objects = RemovalQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        permissions = [
            ("remove_words", _("Can remove words from public transcripts")),
            ("view_removed_words", _("Can see words that were removed")),
            ("erase_words", _("Can erase removed words from the records for ever")),
        ]
        verbose_name = _("removal")
        verbose_name_plural = _("removals")

    def __str__(self) -> str:
        return f"{self.conference_id}: {self.made_at:%Y-%m-%d}"


class Erasure(models.Model):
    """A revision whose stored document, or notes, lost the words of `removal` for ever, and what seals it since.

    The revision's own digest stays, to which the next revision is chained; it vouches for words that are nowhere any
    more. `digest` vouches for what is left: document, notes and their first `edits` changes, who, when and why.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="erasures", verbose_name=_("revision"))
    removal = models.ForeignKey(Removal, models.CASCADE, related_name="erasures", verbose_name=_("removal"))
    edits = models.PositiveIntegerField(_("number of edits of the note"))
    digest = models.CharField(_("digest"), max_length=64)
    resealed = models.CharField(_("seal since the name was erased"), max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [models.UniqueConstraint(name="erasure_once", fields=["revision", "removal"])]

    def __str__(self) -> str:
        return f"{self.revision}: {self.removal_id}"
