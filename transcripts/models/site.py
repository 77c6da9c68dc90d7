"""The site's identity: the office that publishes here."""

from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from transcripts.models.database.prepared import PreparedQuery
from transcripts.models.languages import choose_text, other_languages, with_text

# The texts that each language has of its own.
IDENTITY_TEXTS = ("name", "tagline", "about", "contact", "licence", "privacy")


class SiteIdentity(models.Model):
    """The one record of the office's name and description, in each language."""

    name = models.CharField(_("name"), max_length=120, default="Press Room")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    logo = models.ImageField(
        _("logo"), upload_to="identity/", blank=True, help_text=_("Shown 28 pixels high beside the name.")
    )
    about = models.TextField(_("about"), blank=True, help_text=_("A blank line begins a new paragraph."))
    contact = models.TextField(_("contact"), blank=True)
    licence = models.TextField(_("licence"), blank=True)
    privacy = models.TextField(_("privacy"), blank=True)

    # {language code: {field: text}} in the interface's other languages
    texts: Any = models.JSONField(_("texts in other languages"), default=dict, blank=True)

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
        permissions = [("switch_off_second_eyes", "Can stop requiring review by somebody else")]

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
            return cls(pk=1, texts={language: dict(texts) for language, texts in _first_texts().items()})
        return cls.from_db(cls.objects.db, [field.attname for field in cls._meta.concrete_fields], rows[0])

    def local(self, field: str) -> str:
        """Return `field` in the interface's language, else in another: see `choose_text`."""
        return choose_text(getattr(self, field), {code: texts.get(field, "") for code, texts in self.texts.items()})

    def text_in(self, field: str, language: str) -> str:
        """Return `field` in a language other than the base one, empty where there is no text."""
        text: str = self.texts.get(language, {}).get(field, "")
        return text

    def set_text(self, field: str, language: str, text: str) -> None:
        """Set the text of `field` in a language other than the base one; an empty one is removed."""
        texts = with_text(self.texts.get(language, {}), field, text)
        others = {code: each for code, each in self.texts.items() if code != language}
        self.texts = others | {language: texts} if texts else others


@cache
def _first_texts() -> dict[str, dict[str, str]]:
    """Return the default name as the catalogues have it in the other languages."""
    texts = {}
    for language in other_languages():
        with override(language):
            name = gettext("Press Room")
        if name != SiteIdentity._meta.get_field("name").get_default():
            texts[language] = {"name": name}
    return texts


_CURRENT = PreparedQuery(lambda: SiteIdentity.objects.filter(pk=1).values_list(), is_planned_once=True)
