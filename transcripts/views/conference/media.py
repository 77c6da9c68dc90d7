"""Photos, handouts and videos, for the pages of a conference."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import ngettext, pgettext

from transcripts.models import Attachment

Address = Callable[[Attachment, str], str]  # of one of an attachment's files, by the file's name


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo: the addresses of its sizes, and the width and height of the largest in pixels."""

    url: str
    smallest: str
    srcset: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Handout:
    """A file to download; its size is in bytes."""

    url: str
    title: str
    suffix: str
    size: int


@dataclass(frozen=True, slots=True)
class Video:
    """A link to a video elsewhere."""

    url: str
    title: str
    host: str


@dataclass(frozen=True, slots=True)
class Recording:
    """The recording. One elsewhere has a `host`, and an `origin`, which the content security policy names."""

    url: str
    title: str
    content_type: str
    is_moving: bool
    size: int = 0
    host: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A conference's attachments, in order; falsy when there are none beside the recording, which has its own place."""

    photos: tuple[Photo, ...] = ()
    handouts: tuple[Handout, ...] = ()
    videos: tuple[Video, ...] = ()
    recording: Recording | None = None

    def __bool__(self) -> bool:
        return bool(self.photos or self.handouts or self.videos)

    @property
    def counted(self) -> str:
        """Number of each kind in words: "3 photos, 1 handout"."""
        photos, handouts, videos = len(self.photos), len(self.handouts), len(self.videos)
        said = {
            ngettext("%(n)d photo", "%(n)d photos", photos) % {"n": photos}: photos,
            ngettext("%(n)d handout", "%(n)d handouts", handouts) % {"n": handouts}: handouts,
            ngettext("%(n)d video", "%(n)d videos", videos) % {"n": videos}: videos,
        }
        return pgettext("between the parts of a list", ", ").join(words for words, total in said.items() if total)


def show_media(rows: Iterable[Attachment], address: Address) -> Media:
    """Return the attachments for a page; `address` gives the addresses of their files. One query for a queryset."""
    kinds = Attachment.Kind
    found = list(rows)
    return Media(
        photos=tuple(_show_photo(row, address) for row in found if row.kind == kinds.PHOTO),
        handouts=tuple(
            Handout(address(row, row.name), row.title, row.suffix, row.size)
            for row in found
            if row.kind == kinds.HANDOUT
        ),
        videos=tuple(Video(row.url, row.title, row.host) for row in found if row.kind == kinds.VIDEO),
        recording=next((_show_recording(row, address) for row in found if row.kind == kinds.RECORDING), None),
    )


def _show_recording(row: Attachment, address: Address) -> Recording:
    if row.url:
        return Recording(row.url, row.title, row.content_type, row.is_moving, host=row.host, origin=row.origin)
    return Recording(address(row, row.name), row.title, row.content_type, row.is_moving, row.size)


def _show_photo(row: Attachment, address: Address) -> Photo:
    sizes = [(address(row, f"{width}.webp"), width) for width in row.widths]
    return Photo(
        url=address(row, row.name),
        smallest=sizes[0][0],
        srcset=", ".join(f"{url} {width}w" for url, width in sizes),
        width=row.width,
        height=row.height,
        alt=row.alt,
        caption=row.caption,
        credit=row.credit,
    )
