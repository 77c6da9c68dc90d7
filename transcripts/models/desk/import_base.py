"""Import bases: documents parsed from an import's files, with which the next files of the conference are compared."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from transcripts.document import TranscriptDocument, from_json
from transcripts.models.conference import Conference
from transcripts.models.revision import Revision


class ImportBaseQuerySet(models.QuerySet["ImportBase"]):
    """Import bases in their named states."""

    def current(self) -> Self:
        """Return those of imports that the records hold."""
        return self.filter(proposal=None)


class ImportBase(models.Model):
    """The document that the files of the last import gave, as it was read, without any editor's corrections.

    These are in `hints`, by the words that they are about, and are applied to the next files (`reading.import_hints`);
    `corrected` is the document with them, which files that they are applied to are compared with.

    `part` is empty for a whole transcript, the number of the page for one of several, and EXTRACT for a part without a
    number; each has a base of its own. `digests` are the files' SHA-256, in their order, `release` the site's that
    read them. `number` is the revision of the records after the import; `proposal` is set as long as the
    import waits as a proposal.
    """

    EXTRACT = "extract"

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="import_bases", verbose_name=_("conference")
    )
    part = models.CharField(max_length=12, blank=True)
    document = models.JSONField(_("document"))
    digests = models.JSONField()
    hints = models.JSONField(default=dict)
    corrected = models.JSONField(null=True)
    release = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=0)
    proposal = models.ForeignKey(
        Revision, models.CASCADE, null=True, related_name="import_bases", verbose_name=_("proposal")
    )
    made_at = models.DateTimeField(_("created"))

    objects = ImportBaseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        verbose_name = _("import base")
        verbose_name_plural = _("import bases")
        constraints = [
            models.UniqueConstraint(
                name="import_base_one_a_part", fields=["conference", "part"], condition=Q(proposal=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conference_id}/{self.part or self.number}"

    @property
    def transcript(self) -> TranscriptDocument:
        """The document. Raises FormError when the row was tampered with."""
        return from_json(self.document)
