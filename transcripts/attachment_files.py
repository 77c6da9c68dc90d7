"""Sending attachment files: photos and handouts whole, recordings in ranges, by few threads. (OUTPUTS.)

Whoever listens holds a thread for as long as the network takes. So at most two threads of a process send a recording at
a time, and a player that asks for all that is left is given the next piece of it; others are told to come back in a few
seconds. Behind a server that sends files itself (`X_ACCEL_REDIRECT`) no thread is held at all.
"""

import re
from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import IO

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from transcripts.models import Attachment
from transcripts.models.attachment import PLACE
from transcripts.text import make_slug

MOST_STREAMS = 2  # threads of a process that send recordings at a time
LARGEST_PIECE = 2 * 2**20  # bytes of the answer to who asks for the rest: two minutes and more of speech
RETRY_AFTER = 3  # seconds
_CHUNK = 64 * 1024  # bytes
_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)
_streams = BoundedSemaphore(MOST_STREAMS)


def send_attachment(request: HttpRequest, attachment: Attachment, name: str) -> HttpResponseBase | None:
    """Return the response with one of the attachment's files, 304 if the browser has it; None if there is no such file.

    The caller has checked that the user may have it. A handout is sent as a download, never opened as a page.
    """
    file = attachment.open(name)
    if file is None:
        return None
    etag = quote_etag(f"{attachment.digest[:32]}-{name}")
    headers = {"ETag": etag, "X-Content-Type-Options": "nosniff"}
    if attachment.kind == Attachment.Kind.RECORDING:
        return _send_recording(request, attachment, name, file, headers)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged:
        file.close()
        return HttpResponse(status=unchanged.status_code, headers=headers)
    is_handout = attachment.kind == Attachment.Kind.HANDOUT
    filename = f"{make_slug(attachment.title) or 'handout'}.{attachment.suffix}" if is_handout else name
    return FileResponse(
        file,
        as_attachment=is_handout,
        filename=filename,
        content_type=attachment.content_type,
        headers=headers,
    )


def _send_recording(
    request: HttpRequest, attachment: Attachment, name: str, file: IO[bytes], headers: dict[str, str]
) -> HttpResponseBase:
    """Return the recording or the range that is asked for (RFC 9110, section 14), or hand it over to the server."""
    kind = attachment.content_type
    if settings.X_ACCEL_REDIRECT:
        file.close()
        path = f"{settings.X_ACCEL_REDIRECT}{PLACE}/{attachment.folder}/{name}"
        return HttpResponse(content_type=kind, headers={"X-Accel-Redirect": path})
    unchanged = get_conditional_response(request, etag=headers["ETag"])
    if unchanged:
        file.close()
        return HttpResponse(status=unchanged.status_code, headers=headers)
    size = attachment.size
    headers |= {"Accept-Ranges": "bytes"}
    asked = _asked_range(request, headers["ETag"], size)
    if asked is not None and asked[0] >= asked[1]:
        file.close()
        return HttpResponse(status=416, content_type=kind, headers=headers | {"Content-Range": f"bytes */{size}"})
    start, stop = asked or (0, size)
    if asked:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers["Content-Length"] = str(stop - start)
    status = 206 if asked else 200
    if request.method == "HEAD":
        file.close()
        return HttpResponse(status=status, content_type=kind, headers=headers)
    if not _streams.acquire(blocking=False):
        file.close()
        return HttpResponse(status=503, content_type="text/plain", headers={"Retry-After": str(RETRY_AFTER)})
    return StreamingHttpResponse(_Piece(file, start, stop), status=status, content_type=kind, headers=headers)


def _asked_range(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """Return the bytes asked for, from the first to the one after the last; None for all, an empty range for none.

    Several ranges, other units and what is no range are ignored, as is the range of a HEAD request, or of another state
    of the file than If-Range names. Who asks for the rest gets the next piece.
    """
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or not found or request.headers.get("If-Range", etag).strip() != etag:
        return None
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size) if last else None
    start = int(first)
    if last and int(last) < start:
        return None
    return start, max(0, min(size, int(last) + 1 if last else start + LARGEST_PIECE))


class _Piece:
    """The bytes of a file from `start` to before `stop`, in chunks. It holds a stream until it is closed."""

    def __init__(self, file: IO[bytes], start: int, stop: int) -> None:
        self._file: IO[bytes] | None = file
        self._left = stop - start
        file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        while self._file and self._left and (chunk := self._file.read(min(_CHUNK, self._left))):
            self._left -= len(chunk)
            yield chunk

    def close(self) -> None:
        """Give the stream back, once."""
        file, self._file = self._file, None
        if file:
            file.close()
            _streams.release()

    def __del__(self) -> None:
        self.close()
