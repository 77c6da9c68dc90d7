"""Named records: the speakers, outlets, topics and series of conferences."""

from collections.abc import Container
from typing import Any, ClassVar, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import IsNull
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from transcripts.models.addresses import address
from transcripts.models.database.prepared import AsOf
from transcripts.models.languages import choose_text, names_of, with_text
from transcripts.models.redirect import Redirect
from transcripts.text import make_slug, split_family_name


class Place(models.Func):
    """Sort key of a name from A to Z: the names to sort by, else the address, which is Latin for most.

    It holds no parameter, so that both databases recognize it in an index.
    """

    template = "LOWER(%(expressions)s)"
    arg_joiner = " || "
    output_field = models.CharField()

    @classmethod
    def of(cls, model: type["Named"]) -> Self:
        """Return the sort key of the model's names."""
        return cls(*model.sorted_by, "slug")


def make_place_index(*columns: str) -> models.Index:
    """Return the index on `Place`, in Django's own terms: migrations import nothing of today's code."""
    text = models.CharField()
    place = models.Func(*columns, template=Place.template, arg_joiner=Place.arg_joiner, output_field=text)
    return models.Index(place, name="%(class)s_place")


def sort_expression(model: type["Named"]) -> Coalesce:
    """Return the name by which the model's records are sorted in the admin: the first of `sorted_by` that is there."""
    return Coalesce(*(NullIf(column, Value("")) for column in model.sorted_by), F("name"))


N = TypeVar("N", bound="Named")


class NamedQuerySet(models.QuerySet[N]):
    """Base queryset of series, speakers, outlets and topics."""

    def _with_published(self, relation: str, field: str, at: AsOf) -> Q:
        """Return the condition that the model behind `relation` has a public closed row whose `field` is this one.

        A planner turns an EXISTS into a join of everything that is public; this is looked up name by name.
        """
        other: Any = self.model._meta.get_field(relation).related_model
        rows = other.objects.published(at).closed().filter(**{field: OuterRef("pk")}).order_by()
        return Q(IsNull(Subquery(rows.values("pk")[:1]), False))

    def from_a_to_z(self) -> Self:
        """Order by the name to sort by, else by the name."""
        return self.order_by(sort_expression(self.model), "pk")


class Named(models.Model):
    """Base of named records: a name in each language of the interface, and a slug made once from the base one."""

    name = models.CharField(_("name"), max_length=200)
    # {language code: name} in the interface's other languages
    names: Any = models.JSONField(_("name in other languages"), default=dict, blank=True)
    sort_name = models.CharField(
        _("name to sort by"),
        max_length=200,
        blank=True,
        help_text=_("Used for alphabetical order, such as “Calder, Ines”. If empty, the name is used."),
    )
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        allow_unicode=True,
        help_text=_(
            "Part of the page's address, generated from the name. When it is changed, the old address redirects."
        ),
    )

    sorted_by: ClassVar[tuple[str, ...]] = ("sort_name",)  # the columns that say where it is from A to Z

    class Meta:
        abstract = True
        ordering = ["name"]
        indexes = [make_place_index("sort_name", "slug")]

    def __str__(self) -> str:
        return self.local_name

    @property
    def place(self) -> str:
        """The sort key from A to Z; the same as `Place` in the database."""
        return "".join([getattr(self, column) for column in (*self.sorted_by, "slug")]).lower()

    @property
    def local_name(self) -> str:
        """The name in the interface's language, else in one of its family, else in the base language."""
        return self.name_in()

    @property
    def all_names(self) -> list[str]:
        """The different names in all languages, the base one first; aliases are not among them."""
        return names_of(self.name, self.names)

    def name_in(self, language: str | None = None) -> str:
        """Return the name in `language`, else in one of its family, else in the base language."""
        return choose_text(self.name, self.names, language)

    def set_name(self, language: str, name: str) -> None:
        """Set the name in a language other than the base one; an empty one is removed."""
        self.names = with_text(self.names, language, name)

    @classmethod
    def free_slug(cls, name: str, *, but: Container[str] = ()) -> str:
        """Return a slug for `name` that no row has or had, `but` none of these. Two queries, and two for each taken."""
        slug = base = make_slug(name) or cls.__name__.lower()
        number = 2
        kind = cls._meta.model_name or ""
        while slug in but or cls._default_manager.filter(slug=slug).exists() or Redirect.is_taken(kind, slug):
            slug, number = f"{base}-{number}", number + 1
        return slug


class SeriesQuerySet(NamedQuerySet["Series"]):
    """Series in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return series with a conference that the public sees."""
        return self.filter(self._with_published("conferences", "series", at))


class Series(Named):
    """A run of conferences; its name is shown in the breadcrumb."""

    description = models.TextField(_("description"), blank=True)

    objects = SeriesQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Named.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def get_absolute_url(self) -> str:
        return address("transcripts:series-detail", self.slug)


class TopicQuerySet(NamedQuerySet["Topic"]):
    """Topics in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return topics of an exchange that the public sees."""
        return self.filter(self._with_published("exchanges", "topics", at))


class Topic(Named):
    """A topic: a subject that exchanges are about."""

    objects = TopicQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Named.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self) -> str:
        return address("transcripts:topic-detail", self.slug)


class TopicAlias(models.Model):
    """Another name under which a topic is known."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="aliases", verbose_name=_("topic"))
    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self) -> str:
        return self.name


class OutletQuerySet(NamedQuerySet["Outlet"]):
    """Outlets in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return outlets with a turn that the public sees."""
        return self.filter(self._with_published("turns", "outlet", at))


class Outlet(Named):
    """A newspaper, agency or station whose journalists ask."""

    objects = OutletQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Named.Meta):
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")

    def get_absolute_url(self) -> str:
        return address("transcripts:outlet-detail", self.slug)


class OutletAlias(models.Model):
    """Another name under which an outlet is printed."""

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="aliases", verbose_name=_("outlet"))
    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self) -> str:
        return self.name


class SpeakerQuerySet(NamedQuerySet["Speaker"]):
    """Speakers in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return speakers who take part, or say something, in a conference that the public sees."""
        participating = self._with_published("participations", "speaker", at)
        return self.filter(participating | self._with_published("turns", "speaker", at))


class Speaker(Named):
    """Somebody who speaks at conferences. Roles are kept with each conference, as printed that day."""

    family_name = models.CharField(
        _("family name"),
        max_length=200,
        blank=True,
        help_text=_(
            "The part of the name that citations put first and lists are sorted by. If empty, nothing is guessed."
        ),
    )

    objects = SpeakerQuerySet.as_manager()
    history = HistoricalRecords()
    sorted_by = ("sort_name", "family_name")

    class Meta(Named.Meta):
        indexes = [make_place_index("sort_name", "family_name", "slug")]
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def get_absolute_url(self) -> str:
        return address("transcripts:speaker-detail", self.slug)

    def clean(self) -> None:
        """Refuse a family name that is no part of the name, for citations and lists would be wrong."""
        super().clean()
        if self.family_name and split_family_name(self.name, self.family_name) is None:
            raise ValidationError(
                {"family_name": gettext("The family name must be the beginning or the end of the name.")}
            )


class SpeakerAlias(models.Model):
    """Another name under which a speaker is printed."""

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="aliases", verbose_name=_("speaker"))
    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self) -> str:
        return self.name
