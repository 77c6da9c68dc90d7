"""`manage.py check_integrity`: show tampering and damage, and make again what can be made again."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from tqdm import tqdm

from transcripts import actions, search
from transcripts.models import Conference


class Command(BaseCommand):
    """Check conferences, revisions, versions, the log, the uploaded files, the search's index and vocabulary."""

    help = (
        "Check that no revision and no public version was altered, that the records match the last revision, that the "
        "log of versions is a whole chain, that every uploaded file is there and what it was, and that the search's "
        "index and vocabulary are complete. With --repair, rebuild the index where it is not, and delete files that "
        "nothing names."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make again what can be made again")
        parser.add_argument("--skip-files", action="store_true", help="do not read the uploaded files")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each problem. Ends with 1 when any is left."""
        damage = erased = 0
        for sentence in _find_damaged_database():
            damage += 1
            self.stdout.write(sentence)
        conferences = Conference.objects.select_related("series").order_by("pk")
        count = conferences.count()
        for conference in tqdm(
            conferences.iterator(chunk_size=100), total=count, unit="conference", leave=False, disable=None
        ):
            for sentence in actions.find_damage(conference):
                damage += 1
                self.stdout.write(f"{conference.slug}: {sentence}")
            for sentence in actions.find_erased(conference):
                erased += 1
                self.stdout.write(f"{conference.slug}: {sentence}")
        for sentence in actions.find_damaged_log(settings.LOG_HEADS_FILE):
            damage += 1
            self.stdout.write(sentence)
        if not options["skip_files"]:
            damage += self._check_files(repairs=options["repair"])
        damage += self._check_search(repairs=options["repair"])
        if damage:
            raise CommandError(f"{count} conferences checked, {damage} problems found.")
        said = f" Words were erased from {erased} revisions." if erased else ""
        self.stdout.write(f"{count} conferences checked, no problems found.{said}")

    def _check_files(self, *, repairs: bool) -> int:
        """Print what is wrong with the uploaded files; return how much of it is left."""
        damage = 0
        for sentence in actions.find_damaged_files():
            damage += 1
            self.stdout.write(sentence)
        if repairs:
            if swept := actions.sweep_orphaned_files():
                self.stdout.write(f"{swept} files that nothing named were deleted.")
            return damage
        for name in actions.find_orphaned_files():
            damage += 1
            self.stdout.write(f"Nothing names the file {name}; tidy deletes it, and so does check_integrity --repair.")
        return damage

    def _check_search(self, *, repairs: bool) -> int:
        """Print what is wrong with the index and the vocabulary; return how much of it is left."""
        found = list(search.find_damage())
        for sentence in found:
            self.stdout.write(sentence)
        if found and repairs:
            search.rebuild()
            actions.save_all_name_keys()
            actions.bump_edition()
            self.stdout.write("The search index was rebuilt.")
            return len(list(search.find_damage()))
        if found:
            self.stdout.write("Run rebuild_search, or check_integrity --repair, to rebuild it.")
        return len(found)


def _find_damaged_database() -> Iterator[str]:
    """Yield what SQLite says of its file, and each reference to a missing row; PostgreSQL checks both itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(20)")
        yield from (f"The database file is damaged: {said}" for (said,) in cursor.fetchall() if said != "ok")
    try:
        connection.check_constraints()
    except DatabaseError as error:
        yield f"The database contradicts itself: {error}"
