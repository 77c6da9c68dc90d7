"""The page of the bulk files, and the files themselves, whole or in ranges."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_datetime
from django.utils.http import quote_etag
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from transcripts.caching import edition_stamp
from transcripts.exports.bulk import FILES, MANIFEST, PIECE
from transcripts.models import SiteIdentity
from transcripts.reading.bulk_files import current_bulk
from transcripts.structured_data import Thing
from transcripts.views.page_heads import absolute, plain_head

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


@require_safe
def data_page(request: HttpRequest) -> HttpResponse:
    """List the bulk files with sizes, checksums and edition. Four queries."""
    found = current_bulk()
    manifest = found[1] if found else None
    tag = f'W/"{edition_stamp()}.{manifest["made_at"] if manifest else ""}.{get_language()}"'
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged:
        return HttpResponse(status=unchanged.status_code, headers={"ETag": tag})
    said = gettext("The whole public record as files, and the API: for research, for archives, for programs.")
    head = plain_head(gettext("Data"), said, absolute("data"))
    files = [
        each | {"what": _what(each["name"]), "url": reverse("data-file", args=[each["name"]])}
        for each in (manifest["files"] if manifest else ())
    ]
    if manifest:
        dataset = _dataset(manifest, files, said, head.url)
        head = replace(head, things=(dataset,))
    made_at = parse_datetime(manifest["made_at"]) if manifest else None
    context = {
        "head": head,
        "files": files,
        "manifest": manifest,
        "made_at": made_at,
        "list_url": reverse("data-file", args=[MANIFEST]),
    }
    response = render(request, "data.html", context)
    response.headers["ETag"] = tag
    return response


def _what(name: str) -> str:
    words = {
        "record.sqlite": gettext("All tables in one SQLite database with full-text search; Datasette opens it."),
        "conferences.jsonl": gettext("JSON Lines: a conference a line, with all its words."),
        "turns.jsonl": gettext("JSON Lines: a turn a line."),
        "turns.csv": gettext("CSV: a turn a row."),
        "conferences.csv": gettext("CSV: a conference a row, without its words."),
        "schema.json": gettext("JSON Schema of the lines."),
    }
    return words.get(name, "")


def _dataset(manifest: dict[str, Any], files: list[dict[str, Any]], said: str, url: str) -> Thing:
    """Return the files as schema.org's Dataset, which search engines for data read."""
    licence = SiteIdentity.current().local("licence")
    thing = {
        "@type": "Dataset",
        "@id": f"{settings.SITE_URL}/data/#dataset",
        "url": url,
        "name": gettext("Transcripts of press conferences"),
        "description": said,
        "license": {"@type": "CreativeWork", "text": licence} if licence else None,
        "creator": {"@id": f"{settings.SITE_URL}/#office"},
        "dateModified": manifest["made_at"],
        "version": manifest["edition"],
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": each["name"],
                "contentUrl": settings.SITE_URL + each["url"],
                "encodingFormat": each["content_type"].partition(";")[0],
                "contentSize": f"{each['size']} B",
                "sha256": each["sha256"],
            }
            for each in files
        ],
    }
    return {name: value for name, value in thing.items() if value}


@require_safe
def data_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send one of the bulk files, or a part of it; 404 for files that are being made again. Three queries."""
    file, found = FILES.get(name), current_bulk()
    if not file:
        raise Http404
    path = found[0] / name if found else None
    if not path or not path.is_file():
        text = "The file is being made again, since something was withdrawn or removed. Ask again later.\n"
        return HttpResponse(text, status=404, content_type="text/plain; charset=utf-8")
    return _send(request, path, file.content_type)


def _send(request: HttpRequest, path: Path, content_type: str) -> HttpResponseBase:
    """Send a file whose folder is never written again, as far as Range and If-Range ask for it."""
    size = path.stat().st_size
    etag = quote_etag(f"{path.parent.name}.{path.name}")
    headers = {"ETag": etag, "Accept-Ranges": "bytes", "X-Content-Type-Options": "nosniff"}
    if unchanged := get_conditional_response(request, etag=etag):
        return HttpResponse(status=unchanged.status_code, headers=headers)
    asked = request.headers.get("Range", "")
    match = _RANGE.fullmatch(asked.replace(" ", "")) if request.headers.get("If-Range", etag) == etag else None
    if not match or match.groups() == ("", ""):
        return FileResponse(path.open("rb"), content_type=content_type, headers=headers)
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    headers |= {"Content-Range": f"bytes {start}-{end}/{size}", "Content-Length": str(end - start + 1)}
    part = _part(path.open("rb"), start, end - start + 1)
    return StreamingHttpResponse(part, status=206, content_type=content_type, headers=headers)


def _part(file: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length and (piece := file.read(min(PIECE, length))):
            yield piece
            length -= len(piece)
