"""The site's identity: the office that publishes here."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from transcripts.models.prepared import PreparedQuery


class SiteIdentity(models.Model):
    """The one record of the office's name and description, in each language."""

    name = models.CharField(_("name"), max_length=120, default="Press Room")
    name_zh_hans = models.CharField(_("name in simplified Chinese"), max_length=120, blank=True, default="新闻发布厅")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    tagline_zh_hans = models.CharField(_("tagline in simplified Chinese"), max_length=200, blank=True)
    logo = models.ImageField(
        _("logo"), upload_to="identity/", blank=True, help_text=_("Shown 28 pixels high beside the name.")
    )
    about = models.TextField(_("about"), blank=True, help_text=_("A blank line begins a new paragraph."))
    about_zh_hans = models.TextField(_("about, in simplified Chinese"), blank=True)
    contact = models.TextField(_("contact"), blank=True)
    contact_zh_hans = models.TextField(_("contact, in simplified Chinese"), blank=True)
    licence = models.TextField(_("licence"), blank=True)
    licence_zh_hans = models.TextField(_("licence, in simplified Chinese"), blank=True)
    privacy = models.TextField(_("privacy"), blank=True)
    privacy_zh_hans = models.TextField(_("privacy, in simplified Chinese"), blank=True)

    asks_second_eyes = models.BooleanField(
        _("require review by somebody else"),
        default=False,
        help_text=_(
            "Nobody can publish a transcript they wrote, or apply a change they proposed. A permission can "
            "override this; the history then says so."
        ),
    )

    class Meta:
        verbose_name = _("site identity")
        verbose_name_plural = _("site identity")
        constraints = [models.CheckConstraint(name="siteidentity_only_one", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save as the only record."""
        self.pk = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @classmethod
    def current(cls) -> "SiteIdentity":
        """Return the record, or an unsaved one with the defaults. One query."""
        rows = _CURRENT()
        if not rows:
            return cls(pk=1)
        return cls.from_db(cls.objects.db, [field.attname for field in cls._meta.concrete_fields], rows[0])

    def local(self, field: str) -> str:
        """Return `field` in the interface's language, else in the other."""
        first, second = (field, f"{field}_zh_hans")
        if get_language() == "zh-hans":
            first, second = second, first
        return getattr(self, first) or getattr(self, second)


_CURRENT = PreparedQuery(lambda: SiteIdentity.objects.filter(pk=1).values_list())
