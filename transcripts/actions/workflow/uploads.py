"""Checks of uploaded photos and handouts: a photo is re-encoded, a handout inspected. No database.

A photo keeps nothing but its pixels: place, camera, comments and colour profile go, after the picture was turned the
right way up and its colours were brought to sRGB. Anything that is not surely one of the kinds below is refused.
"""

import hashlib
import io
import secrets
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext
from PIL import ExifTags, Image, ImageCms

from transcripts.actions.workflow.office_files import suffix_of_office, without_properties
from transcripts.actions.workflow.upload_errors import UploadRefusedError
from transcripts.models.attachment import WIDTHS

LARGEST_PHOTO = 25 * 1024 * 1024  # bytes
LARGEST_HANDOUT = 20 * 1024 * 1024
LARGEST_LOGO = 5 * 1024 * 1024
LONGEST_SIDE_OF_LOGO = 1_024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = WIDTHS[-1]
QUALITY = 80
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"pdf": "application/pdf", "docx": DOCX, "xlsx": XLSX, "csv": "text/csv", "txt": "text/plain"}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # what to do with a picture whose EXIF says so of its orientation


@dataclass(frozen=True, slots=True)
class Upload:
    """Files ready to be saved, by name, with their properties. A file that is not in memory has a `known_digest`."""

    files: "dict[str, bytes | File[bytes]]"
    suffix: str
    content_type: str
    size: int
    width: int = 0
    height: int = 0
    known_digest: str = ""

    @property
    def digest(self) -> str:
        """Digest of the files' contents."""
        held = (data for data in self.files.values() if isinstance(data, bytes))
        return self.known_digest or hashlib.sha256(b"\0".join(held)).hexdigest()


def read_photo(file: IO[bytes]) -> Upload:
    """Return the photo in every size. Raises UploadRefusedError: only JPEG, PNG and WebP are photos."""
    whole = _draw_again(_read(file, LARGEST_PHOTO), ("JPEG", "PNG", "WEBP"), LONGEST_SIDE)
    files: dict[str, bytes | File[bytes]] = {}
    for width in [*(width for width in WIDTHS if width < whole.width), whole.width]:
        height = max(1, round(whole.height * width / whole.width))
        sized = whole if width == whole.width else whole.resize((width, height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        sized.save(out, "WEBP", quality=QUALITY, method=4)
        files[f"{width}.webp"] = out.getvalue()
    size = len(out.getvalue())
    return Upload(files, "webp", "image/webp", size, whole.width, whole.height)


def read_logo(file: IO[bytes]) -> "ContentFile[bytes]":
    """Return the logo drawn again as PNG, under a new name. Raises UploadRefusedError: no drawings such as SVG."""
    picture = _draw_again(_read(file, LARGEST_LOGO), ("JPEG", "PNG", "WEBP", "GIF"), LONGEST_SIDE_OF_LOGO)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return ContentFile(out.getvalue(), name=f"{secrets.token_hex(8)}.png")


def _draw_again(data: bytes, formats: tuple[str, ...], longest_side: int) -> Image.Image:
    """Return the bare pixels, the right way up. Raises UploadRefusedError, for too many before any is read."""
    try:
        with Image.open(io.BytesIO(data), formats=formats) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            picture.draft("RGB", (longest_side, longest_side))  # a JPEG need not be read at its full size
            return _in_srgb(_upright(_made_small(picture, longest_side)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UploadRefusedError(
            gettext("The picture has more than %(most)d million pixels.") % {"most": MOST_PIXELS // 1_000_000}
        ) from None
    except Exception:  # a file that was tampered with makes Pillow fail in many ways, not only in its own
        raise UploadRefusedError(
            gettext("This is not a readable JPEG, PNG, WebP or GIF picture.")
            if "GIF" in formats
            else gettext("This is not a readable JPEG, PNG or WebP photo.")
        ) from None


def _made_small(picture: Image.Image, longest_side: int) -> Image.Image:
    """Return the picture at the size in which it is kept; done first, because each later step copies the picture."""
    if picture.mode not in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        picture = picture.convert("RGBA" if _is_see_through(picture) else "RGB")
    picture.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """Return the picture turned the right way up; no other camera data is read, and all of it may be broken."""
    orientation: Any = picture.getexif().get(ExifTags.Base.Orientation)
    turn = _TURNS.get(orientation)
    return picture if turn is None else picture.transpose(turn)


def _is_see_through(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return the bare pixels, in sRGB, with nothing else that came in the file."""
    profile = picture.info.get("icc_profile")
    mode = "RGBA" if _is_see_through(picture) else "RGB"
    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            picture = turned or picture
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile is ignored: the numbers are taken as they are
    bare = Image.new(mode, picture.size)
    bare.paste(picture.convert(mode))
    return bare


def read_handout(file: IO[bytes]) -> Upload:
    """Return the handout, a Word or Excel file without its properties, and others as they are.

    Raises UploadRefusedError: it must be what its first bytes and parts say it is, and hold no macros or comments.
    """
    data = _read(file, LARGEST_HANDOUT)
    suffix = _suffix_of(data, str(getattr(file, "name", "") or ""))
    if not suffix:
        raise UploadRefusedError(
            gettext("A handout is a PDF, a Word or Excel file without macros (.docx, .xlsx), or text (.csv, .txt).")
        )
    if suffix in {"docx", "xlsx"}:
        data = without_properties(data, suffix)
    content_type = TYPES[suffix] + ("; charset=utf-8" if suffix in {"csv", "txt"} else "")
    return Upload({f"handout.{suffix}": data}, suffix, content_type, len(data))


def _suffix_of(data: bytes, name: str) -> str:
    """Return the suffix in TYPES of the bytes, or an empty text. Kinds of text are told apart by the file's name."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return suffix_of_office(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    suffix = name.rpartition(".")[2].lower()
    is_plain = all(char.isprintable() or char in "\t\n\r\f\ufeff" or ord(char) > 0x9F for char in text)
    is_markup = text.lstrip()[:1] == "<"
    return suffix if suffix in {"csv", "txt"} and is_plain and not is_markup else ""


def _read(file: IO[bytes], most: int) -> bytes:
    """Return the bytes of the file from its beginning. Raises UploadRefusedError when there are none or too many."""
    file.seek(0)
    data = file.read(most + 1)
    if not data:
        raise UploadRefusedError(gettext("The file is empty."))
    if len(data) > most:
        raise UploadRefusedError(gettext("The file is larger than %(most)d MB.") % {"most": most // (1024 * 1024)})
    return data
