"""Conferences and their participants. `published()` alone decides what the public sees."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from transcripts.document import Part
from transcripts.models.addresses import address
from transcripts.models.database.prepared import AsOf
from transcripts.models.ids import PublicIdField
from transcripts.models.languages import CONTENT_LANGUAGES
from transcripts.models.names import Series, Speaker
from transcripts.models.redirect import Redirect
from transcripts.text import make_slug

SILENT_AFTER = datetime.timedelta(hours=12)  # a running transcript without a new turn counts as silent


class ConferenceQuerySet(models.QuerySet["Conference"]):
    """Conferences in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return those that the public sees now, or at the time `at`. Every public door starts here."""
        return self.filter(self.model.is_public(at=at))

    def closed(self) -> Self:
        """Return those whose transcript is not running: after `published()` all lists and counts start here."""
        return self.filter(running_since=None)

    def running(self, at: AsOf = None) -> Self:
        """Return those whose transcript is running, now or at `at`: its exchanges are released as they are spoken."""
        return self.published(at).filter(running_since__isnull=False)

    def scheduled(self) -> Self:
        """Return those whose embargo has not ended."""
        return self.filter(status=Status.PUBLISHED, published_at__gt=timezone.now())

    def not_in_trash(self) -> Self:
        """Return those that are not in the trash."""
        return self.filter(binned_at=None)

    def in_trash(self) -> Self:
        """Return those in the trash, which only an administrator empties."""
        return self.filter(binned_at__isnull=False)

    def withdrawn(self) -> Self:
        """Return those that were public once, whose page now gives only the reason why they are not."""
        return self.filter(status=Status.WITHDRAWN)

    def with_import_warnings(self) -> Self:
        """Return those with open import warnings, outside the trash."""
        warned = self.model.objects.filter(import_warnings__isnull=False, import_warnings__settled_at=None)
        return self.not_in_trash().filter(pk__in=warned.values("pk"))

    def active(self) -> Self:
        """Return those that may still need work: neither in the trash nor withdrawn."""
        return self.not_in_trash().exclude(status=Status.WITHDRAWN)

    def submitted(self) -> Self:
        """Return those that were submitted and wait for an Editor."""
        return self.not_in_trash().filter(status=Status.SUBMITTED)

    def drafts_of(self, user: Any) -> Self:
        """Return the drafts that `user` entered or was the last to change."""
        revisions: Any = self.model._meta.get_field("revisions").related_model
        hands = Q(number=1) | Q(number=OuterRef("revision_number"))
        theirs = revisions.objects.filter(hands, conference=OuterRef("pk"), made_by=user)
        return self.not_in_trash().filter(Exists(theirs), status=Status.DRAFT)

    def published_today(self) -> Self:
        """Return those that became public today, in the office's time zone, and still are; none that is running."""
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return self.published().closed().filter(published_at__gte=midnight)

    def without_topics(self) -> Self:
        """Return the active ones in which no exchange has a topic."""
        return self.active().exclude(exchanges__topics__isnull=False)

    def without_translation(self) -> Self:
        """Return the active ones alone in their translation group, or in none; none where nobody translates."""
        others = self.model.objects.active().filter(translation_group=OuterRef("translation_group"))
        alone = Q(translation_group="") | ~Exists(others.exclude(pk=OuterRef("pk")))
        return self.active().filter(alone, Exists(self.model.objects.in_translation()))

    def in_translation(self) -> Self:
        """Return those that are in a translation group, even if they are alone in it."""
        return self.not_in_trash().filter(translation_group__gt="")

    def with_original(self) -> Self:
        """Add `original_words_at`: the time when the words of the group's original last changed.

        The original is the active one of the group that was entered first.
        """
        group = self.model.objects.active().filter(translation_group=OuterRef("translation_group"))
        return self.annotate(original_words_at=Subquery(group.order_by("pk").values("words_at")[:1]))

    def out_of_date(self) -> Self:
        """Return the active translations whose original's words changed later, unless marked as up to date since."""
        return self.active().in_translation().with_original().filter(words_at__lt=F("original_words_at"))

    def last_changed(self, number: int) -> Self:
        """Return the `number` of these that were changed last: a bounded part of an archive of any size."""
        return self.filter(pk__in=self.order_by("-updated_at").values("pk")[:number])

    def newest_first(self) -> Self:
        """Order by date, the newest first; on one day, the last entered first."""
        return self.order_by("-date", "-pk")


class Status(models.TextChoices):
    """The states of a conference. Published with a time still to come is called scheduled."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class RecordStatus(models.TextChoices):
    """The record status: how far the text can be relied upon."""

    PRELIMINARY = "preliminary", _("preliminary transcript")
    CHECKED = "checked", _("checked transcript")
    FINAL = "final", _("final transcript")


_LISTED = ("published_at", "running_since", "translation_group")  # what every list asks of a conference


class Conference(models.Model):
    """One press conference in one language."""

    public_id = PublicIdField(_("permanent ID"))
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="conferences", verbose_name=_("series")
    )
    title = models.CharField(_("title"), max_length=400)
    slug = models.SlugField(
        _("slug"),
        max_length=200,
        unique=True,
        allow_unicode=True,
        blank=True,
        help_text=_("Part of the page's address. If empty, it is generated from the date and the title."),
    )
    language = models.CharField(_("language"), max_length=12, choices=CONTENT_LANGUAGES, default="en")
    translation_group = models.CharField(
        _("translation group"),
        max_length=80,
        blank=True,
        db_index=True,
        help_text=_("The same word in every language version of a conference."),
    )
    date = models.DateField(
        _("date"), editable=False, help_text=_("The date it was held or, if unknown, the date it was posted.")
    )
    held_on = models.DateField(_("held on"), null=True, blank=True)
    starts_at = models.TimeField(_("starts at"), null=True, blank=True, help_text=_("Local time at the venue."))
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    pages = models.PositiveSmallIntegerField(
        _("source pages"), null=True, blank=True, help_text=_("Number of pages at the source.")
    )
    summary = models.TextField(_("summary"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    running_since = models.DateTimeField(
        _("running since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When it was set running, until it is closed."),
    )
    added_at = models.DateTimeField(
        _("last added"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("While it is running: when it was last added to, at first when it was set running."),
    )
    withdrawal_reason = models.TextField(_("reason for the withdrawal"), blank=True, editable=False)
    record_status = models.CharField(
        _("record status"), max_length=12, choices=RecordStatus.choices, default=RecordStatus.PRELIMINARY
    )
    revision_number = models.PositiveIntegerField(
        _("revision number"),
        default=0,
        editable=False,
        help_text=_("The revision that the current records match."),
    )
    words_at = models.DateTimeField(
        _("text changed"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the text last changed or, for a translation, was last marked as up to date."),
    )
    binned_at = models.DateTimeField(_("moved to the trash"), null=True, blank=True, editable=False)
    preview_key = models.CharField(
        _("preview key"),
        max_length=16,
        blank=True,
        editable=False,
        help_text=_("Changing it revokes all preview links."),
    )
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        permissions = [
            ("publish_conference", _("Can publish and schedule conferences")),
            ("withdraw_conference", _("Can withdraw conferences")),
            ("publish_own_conference", _("Can publish their own transcripts without review by somebody else")),
        ]
        indexes = [
            models.Index(fields=["-date", "-id"], name="conference_newest"),
            models.Index(fields=["status", "published_at"], name="conference_public"),
            # The public ones, the newest first, with all that lists and facets ask of many: no row is looked up for it.
            # SQLite would find them by the index before this one, and sort them all.
            models.Index(
                fields=["status", "-date", "-id", *_LISTED, "series", "language"], name="conference_public_newest"
            ),
            models.Index(
                fields=["series", "status", "-date", "-id", *_LISTED, "language"], name="conference_series_newest"
            ),
            models.Index(fields=["added_at"], name="conference_running_added", condition=Q(added_at__isnull=False)),
            models.Index(fields=["source_url"], name="conference_source_url"),
            models.Index(fields=["status", "updated_at"], name="conference_state_changed"),
            models.Index(fields=["updated_at"], name="conference_last_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                name="conference_published_has_time",
                condition=~Q(status="published") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="conference_withdrawn_has_reason", condition=~Q(status="withdrawn") | ~Q(withdrawal_reason="")
            ),
            models.CheckConstraint(
                name="conference_running_is_published",
                condition=Q(running_since=None, added_at=None)
                | Q(running_since__isnull=False, added_at__isnull=False, status="published"),
            ),
            models.CheckConstraint(name="conference_has_title", condition=~Q(title="")),
            models.CheckConstraint(name="conference_has_slug", condition=~Q(slug="")),
            models.UniqueConstraint(
                name="conference_one_a_language",
                fields=["translation_group", "language"],
                condition=~Q(translation_group="") & Q(binned_at=None),
            ),
            models.CheckConstraint(
                name="conference_binned_was_never_public",
                condition=Q(binned_at=None) | Q(status__in=["draft", "submitted"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Save; the date is derived from the days, and the slug is made when there is none."""
        self.date = self.held_on or self.posted_on or self.date or timezone.localdate()
        if not self.slug:
            self.slug = self.free_slug()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return address("transcripts:conference-detail", self.slug)

    def get_permanent_url(self) -> str:
        return address("transcripts:conference-permalink", self.public_id)

    @staticmethod
    def is_public(path: str = "", at: AsOf = None) -> Q:
        """Return the condition that makes a conference public; `path` leads to it, such as `conference__`.

        With a path the conference of a row is looked up by its key. So it is written as a CASE, which no index answers:
        without statistics a database takes what is public for rare, and would begin at all of it.
        """
        public = Q(**{f"{path}status": Status.PUBLISHED, f"{path}published_at__lte": at or timezone.now()})
        return Q(Case(When(public, then=Value(True)), default=Value(False))) if path else public

    @staticmethod
    def is_closed(path: str) -> Q:
        """Return the condition that the conference to which `path` leads is not running, written as `is_public` is."""
        closed = When(**{f"{path}running_since__isnull": True}, then=Value(True))
        return Q(Case(closed, default=Value(False)))

    @property
    def is_running(self) -> bool:
        """Whether the public sees it, and its transcript is running; the same rule as `running()`."""
        return self.running_since is not None and self.is_published

    @property
    def is_scheduled(self) -> bool:
        """Whether it is published at a time that has not come."""
        return bool(self.status == Status.PUBLISHED and self.published_at and self.published_at > timezone.now())

    @property
    def is_published(self) -> bool:
        """Whether the public sees it now; the same rule as `published()`."""
        return bool(self.status == Status.PUBLISHED and self.published_at and self.published_at <= timezone.now())

    @property
    def was_public(self) -> bool:
        """Whether the public sees it now, or was told that it was withdrawn."""
        return self.is_published or self.status == Status.WITHDRAWN

    def find_newer_original(self) -> "Conference | None":
        """Return the original whose words changed after those of this translation; the rule of `out_of_date()`.

        One query, or none where it has no group.
        """
        if not self.translation_group or not self.words_at or self.binned_at or self.status == Status.WITHDRAWN:
            return None
        group = Conference.objects.active().filter(translation_group=self.translation_group)
        original = group.order_by("pk").first()
        return original if original and original.words_at and original.words_at > self.words_at else None

    def free_slug(self, title: str = "", day: datetime.date | None = None) -> str:
        """Return `<day>-<title>` as a slug that no other conference has or had. Two queries a try.

        Both are the conference's own if not given.
        """
        slug = base = make_slug(f"{day or self.date}-{title or self.title}")
        number = 2
        others = Conference.objects.exclude(pk=self.pk)
        former = Redirect.objects.filter(kind=Redirect.Kind.CONFERENCE)
        if self.pk:
            former = former.exclude(new=self.slug)  # its own former addresses may be in use again
        while others.filter(slug=slug).exists() or former.filter(old=slug).exists():
            slug, number = f"{base}-{number}", number + 1
        return slug


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Participations in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return those at conferences that the public sees now, or at the time `at`."""
        return self.filter(Conference.is_public("conference__", at=at))

    def closed(self) -> Self:
        """Return those at conferences whose transcript is not running."""
        return self.filter(Conference.is_closed("conference__"))


class Participation(models.Model):
    """A speaker at a conference, with name and role as printed that day."""

    PARTS = [
        (Part.SPEAKER.value, _("speaker")),
        (Part.CHAIR.value, _("chair")),
        (Part.INTERPRETER.value, _("interpreter")),
    ]

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="participations", verbose_name=_("conference")
    )
    speaker = models.ForeignKey(
        Speaker, models.PROTECT, related_name="participations", db_index=False, verbose_name=_("speaker")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, editable=False)
    name_as_printed = models.CharField(
        _("name as printed"), max_length=200, blank=True, help_text=_("If empty, the speaker's name is used.")
    )
    role_as_printed = models.CharField(_("role as printed"), max_length=400, blank=True)
    part = models.CharField(_("part"), max_length=12, choices=PARTS, default=Part.SPEAKER.value)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        indexes = [models.Index(fields=["speaker", "conference"], name="participation_of_speaker")]
        constraints = [
            models.UniqueConstraint(name="participation_order", fields=["conference", "position"]),
            models.UniqueConstraint(name="participation_once", fields=["conference", "speaker"]),
            models.CheckConstraint(name="participation_part", condition=Q(part__in=[part.value for part in Part])),
        ]

    def __str__(self) -> str:
        return self.name_as_printed

    def save(self, *args: object, **kwargs: object) -> None:
        """Save; without a printed name, the speaker's own is printed."""
        self.name_as_printed = self.name_as_printed or self.speaker.name
        super().save(*args, **kwargs)  # type: ignore[arg-type]
