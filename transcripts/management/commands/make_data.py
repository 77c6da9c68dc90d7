"""`manage.py make_data`: the whole public record as files for /data/."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from transcripts.caching import last_publication
from transcripts.exports.bulk import write_bulk
from transcripts.exports.shapes import ROWS
from transcripts.exports.tables import utc
from transcripts.listing import in_order, walk_all
from transcripts.models import Conference, Edition, SiteIdentity
from transcripts.reading.bulk_files import CURRENT, bulk_folder, current_bulk, taken_back
from transcripts.reading.many_documents import Whole, read_many

AT_ONCE = 20
TRIES = 3


class Command(BaseCommand):
    """Make the bulk files, and put them in the place of those before."""

    help = "Make the files of /data/: the whole public record as JSON Lines, CSV and SQLite, with checksums."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-needed", action="store_true", help="do nothing if they are of the present edition")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = current_bulk()
        if options["if_needed"] and kept and kept[1].get("edition") == edition():
            self.stdout.write("The files are of the present edition.")
            return
        try:
            folder = bulk_folder()
            folder.mkdir(parents=True, exist_ok=True)
            for _ in range(TRIES):
                if self.make(folder):
                    return
        except OSError as error:
            raise CommandError(f"The files could not be written: {error}") from error
        raise CommandError("Something was withdrawn or removed each time while the files were made. Try again.")

    def make(self, folder: Path) -> bool:
        """Make the files once; return whether they may be given out."""
        mark, place, made_at = taken_back(), edition(), utc(timezone.now())
        identity = SiteIdentity.current()
        about = {
            "publisher": identity.local("name"),
            "licence": identity.local("licence"),
            "site": settings.SITE_URL,
            "edition": place,
            "made_at": made_at or "",
        }
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": "#/components/schemas/Conference",
            "description": "A line of conferences.jsonl. A line of turns.jsonl has the columns of turns.csv.",
            "components": {"schemas": ROWS},
        }
        new = Path(mkdtemp(prefix="made-", dir=folder))
        try:
            new.chmod(0o755)
            manifest = about | {"taken_back": mark}
            write_bulk(new, _wholes(), site=settings.SITE_URL, about=about, schema=schema, manifest=manifest)
            if taken_back() != mark:
                return False
            link = folder / f"link-{new.name}"
            link.symlink_to(new.name)
            os.replace(link, folder / CURRENT)
            self.stdout.write(f"Edition {place}: {', '.join(sorted(file.name for file in new.iterdir()))}")
            return True
        finally:
            kept = (folder / CURRENT).resolve()
            for old in folder.glob("made-*"):
                if old != kept and (old == new or old.stat().st_mtime < new.stat().st_mtime):
                    shutil.rmtree(old, ignore_errors=True)


def edition() -> str:
    """Return the edition of the site: its number, and the last publication, which the end of an embargo may be."""
    number = Edition.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    return f"{number}, {utc(last_publication()) or 'nothing published'}"


def _wholes() -> Iterator[Whole]:
    """Yield every public conference, the newest first. Eight queries for every AT_ONCE."""
    total = Conference.objects.published().closed().count()
    with tqdm(total=total, unit="conference", file=sys.stderr, disable=not total) as bar:
        for keys in walk_all([], size=AT_ONCE, most=total + 1_000_000):
            yield from read_many(in_order(keys))
            bar.update(len(keys))
