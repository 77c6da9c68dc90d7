"""Tell, as JSON on standard output, what every public address of a press room answers.

    DATABASE_URL=… python -m tests.actions.archiving.walk [MOST]

With a number, only so many of the addresses, evenly spread.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from typing import Any

import django
from django.conf import settings


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.CACHE_URL = "dummy://"
    django.setup()
    paths = sorted(find_paths())
    if len(sys.argv) > 1:
        paths = paths[:: max(1, len(paths) // int(sys.argv[1]))]
    json.dump(walk(paths), sys.stdout, indent=1, sort_keys=True)


def find_paths() -> set[str]:
    """Return the addresses of all that was handed out, in both languages, and of what is made from them."""
    from tests.upgrade import pages  # noqa: PLC0415  (its imports need the settings)
    from transcripts.exports import FORMATS  # noqa: PLC0415
    from transcripts.models import Attachment, Conference, Paragraph  # noqa: PLC0415

    paths = set(pages.find_paths(previews=False))
    for one in Conference.objects.all():
        paths |= {f"/conferences/{one.slug}.{suffix}" for suffix in FORMATS if suffix not in {"pdf"}}
        paths |= {f"/conferences/{one.slug}/versions/", f"/conferences/{one.slug}.json?version=1"}
    for row in Attachment.objects.exclude(folder=""):
        paths |= {row.address_of(name) for name in row.file_names}
    paths |= {f"/paragraphs/{each}/" for each in Paragraph.objects.values_list("public_id", flat=True)}
    paths |= {"/versions/log.jsonl", "/feed/", "/corrections/feed/", "/sitemap.xml", "/statistics/"}
    paths |= {"/search/?q=harbour", "/zh-hans/search/?q=港口"}
    return paths


def walk(paths: Iterable[str]) -> dict[str, Any]:
    """Return for each address its status, where it leads, and the digest of what it says."""
    from django.test import Client  # noqa: PLC0415

    client, told = Client(headers={"host": "localhost"}), {}
    for path in paths:
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told[path] = [answer.status_code, answer.headers.get("Location", ""), hashlib.sha256(body).hexdigest()]
    return told


if __name__ == "__main__":
    main()
