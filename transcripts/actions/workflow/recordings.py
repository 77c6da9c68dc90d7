"""Checks of an uploaded recording by its first bytes, and of the address of a linked one. No database.

A recording is kept as it is, with whatever its program wrote into it: to write it again would cost its sound.
"""

import hashlib
import re
from typing import IO
from urllib.parse import urlsplit

from django.core.files import File
from django.utils.translation import gettext

from transcripts.actions.workflow.upload_errors import UploadRefusedError
from transcripts.actions.workflow.uploads import Upload

LARGEST_RECORDING = 500 * 1024 * 1024  # bytes: eight hours of speech, or an hour and a half of small video
_LOOKED_AT = 64 * 1024  # bytes at the beginning of a WebM file, within which its tracks are named
_AUDIO_BRANDS = (b"M4A ", b"M4B ")
_VIDEO_CODECS = (b"V_VP8", b"V_VP9", b"V_AV1")
# What browsers play, by the suffix of an address.
TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
}


def read_recording(file: IO[bytes]) -> Upload:
    """Return the recording as it is, without reading it into memory. Raises UploadRefusedError."""
    file.seek(0)
    suffix, content_type = _sort_of(file.read(_LOOKED_AT))
    if not suffix:
        raise UploadRefusedError(
            gettext("Browsers cannot play this recording: use MP3, M4A, MP4, WebM or Ogg (Opus, Vorbis).")
        )
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(1024 * 1024):
        digest.update(chunk)
        size += len(chunk)
        if size > LARGEST_RECORDING:
            raise UploadRefusedError(
                gettext("The file is larger than %(most)d MB.") % {"most": LARGEST_RECORDING // (1024 * 1024)}
            )
    file.seek(0)
    kept = file if isinstance(file, File) else File(file)
    return Upload({f"recording.{suffix}": kept}, suffix, content_type, size, known_digest=digest.hexdigest())


def type_of_address(address: str) -> str:
    """Return the content type of a recording elsewhere, by its suffix; empty where browsers could not play it."""
    return TYPES.get(urlsplit(address).path.rpartition(".")[2].lower(), "")


def _sort_of(head: bytes) -> tuple[str, str]:
    """Return suffix and content type of a file that begins with these bytes; empty where it is none we know."""
    if head[:3] == b"ID3" or re.match(rb"\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]", head):
        return "mp3", "audio/mpeg"
    if head[4:8] == b"ftyp" and head[8:10] != b"qt":
        return ("m4a", "audio/mp4") if head[8:12] in _AUDIO_BRANDS else ("mp4", "video/mp4")
    if head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head[:64]:
        return "webm", "video/webm" if any(codec in head for codec in _VIDEO_CODECS) else "audio/webm"
    if head[:4] == b"OggS" and (b"OpusHead" in head[:64] or b"\x01vorbis" in head[:64]):
        return "ogg", "audio/ogg"
    return "", ""
