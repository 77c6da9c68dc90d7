"""Photos, handouts, video links and the recording of a conference, public when the conference is."""

import re
from typing import Any, Self
from urllib.parse import urlsplit

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from transcripts.models.addresses import address
from transcripts.models.conference import Conference
from transcripts.models.database.prepared import AsOf
from transcripts.models.ids import PublicIdField

PLACE = "attachments"  # where the folders lie in the storage
_ORIGIN = re.compile(r"https://[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?(?::\d{1,5})?(?=/)")
WIDTHS = (480, 960, 1600)  # pixels: the sizes in which a photo is kept, up to its own


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Attachments in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return those of conferences that the public sees now, or at the time `at`."""
        return self.filter(Conference.is_public("conference__", at=at))


class Attachment(models.Model):
    """A photo, a handout, the address of a video, or the recording. Files lie in folders with random names.

    A photo is kept as WebP in each of `widths`; `width` and `height` are the largest one's. A recording is a file, or
    the address of one elsewhere, whose `content_type` says whether it is sound or video. `digest` names what the files
    hold. Texts are in whatever language the conference is in.
    """

    class Kind(models.TextChoices):
        """The kind of an attachment."""

        PHOTO = "photo", _("photo")
        HANDOUT = "handout", _("handout")
        VIDEO = "video", _("video link")
        RECORDING = "recording", _("recording")

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="attachments", verbose_name=_("conference"))
    public_id = PublicIdField()
    position = models.PositiveSmallIntegerField(_("position"), default=0, editable=False)
    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices, default=Kind.PHOTO)
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("The title of a handout, a video or the recording.")
    )
    alt = models.CharField(
        _("description of the photo"),
        max_length=400,
        blank=True,
        help_text=_("For readers who cannot see the photo. Required for every photo."),
    )
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    url = models.URLField(_("video or recording address"), max_length=500, blank=True)
    folder = models.CharField(max_length=40, blank=True, editable=False)
    suffix = models.CharField(max_length=8, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False)  # bytes; a photo's largest
    width = models.PositiveSmallIntegerField(default=0, editable=False)
    height = models.PositiveSmallIntegerField(default=0, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("attachment")
        verbose_name_plural = _("photos, handouts, video and recording")
        default_permissions = ()  # who may change the conference may change these
        constraints = [
            models.UniqueConstraint(name="attachment_order", fields=["conference", "position"]),
            models.CheckConstraint(
                name="attachment_is_whole",
                condition=(Q(kind="photo", url="", width__gt=0, height__gt=0) & ~Q(folder="") & ~Q(alt=""))
                | (Q(kind="handout", url="") & ~Q(folder="") & ~Q(title=""))
                | Q(kind="video", folder="", url__startswith="https://")
                | (Q(kind="recording", folder="", url__startswith="https://") & ~Q(content_type=""))
                | (Q(kind="recording", url="") & ~Q(folder="")),
            ),
            # Times are seconds of the one recording.
            models.UniqueConstraint(
                name="attachment_one_recording", fields=["conference"], condition=Q(kind="recording")
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.caption or self.alt or self.url

    def get_absolute_url(self) -> str:
        """Return the address of the largest photo, of the handout, or of the video elsewhere."""
        return self.url or self.address_of(self.name)

    @property
    def widths(self) -> list[int]:
        """The widths in pixels in which a photo is kept, the smallest first."""
        return [*(width for width in WIDTHS if width < self.width), self.width] if self.width else []

    @property
    def name(self) -> str:
        """The name of the file in the folder that is sent when no size is asked for."""
        if self.kind == self.Kind.PHOTO:
            return f"{self.width}.webp"
        return f"{'recording' if self.kind == self.Kind.RECORDING else 'handout'}.{self.suffix}"

    @property
    def file_names(self) -> list[str]:
        """The names of its files in the folder: a photo's in each size, the smallest first; none of a video."""
        return [f"{width}.webp" for width in self.widths] or [self.name] if self.folder else []

    def open(self, name: str) -> "File[Any] | None":
        """Return one of its files, or None when it has none of that name."""
        if name not in self.file_names:
            return None
        try:
            return default_storage.open(f"{PLACE}/{self.folder}/{name}")
        except OSError:
            return None

    @property
    def host(self) -> str:
        """The host of the address of a video or a recording: "video.example.org"."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    @property
    def origin(self) -> str:
        """Scheme and host of an address elsewhere, as the content security policy names it; empty where it has none."""
        found = _ORIGIN.match(self.url)
        return found[0] if found else ""

    @property
    def is_moving(self) -> bool:
        """Whether a recording has a picture."""
        return self.content_type.startswith("video/")

    def address_of(self, name: str) -> str:
        """Return the address of one of its files."""
        return address("attachment", self.public_id, name)

    @property
    def smallest(self) -> str:
        """The address of the smallest size of a photo."""
        return self.address_of(f"{self.widths[0]}.webp")

    @property
    def srcset(self) -> str:
        """All sizes of a photo, as the value of an HTML `srcset`."""
        return ", ".join(f"{self.address_of(f'{width}.webp')} {width}w" for width in self.widths)
