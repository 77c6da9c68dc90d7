"""`manage.py archive`: the whole site in one file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from transcripts import actions


class Command(BaseCommand):
    """Write records, history, versions, files and accounts into one file, as they are at this moment."""

    help = (
        "Write the whole site into one file, from which manage.py restore makes it again on SQLite or PostgreSQL. "
        "Sessions never go in; passwords only when asked. Prints the file's SHA-256."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the new file")
        parser.add_argument(
            "--with",
            dest="options",
            action="append",
            default=[],
            choices=actions.ARCHIVE_OPTIONS,
            metavar="WHAT",
            help=f"what goes in only when it is asked for: {', '.join(actions.ARCHIVE_OPTIONS)}; repeatable",
        )
        parser.add_argument(
            "--recipient",
            dest="recipients",
            action="append",
            default=[],
            metavar="KEY",
            help="encrypt the file to this public key of age (age1… or ssh-…); repeatable",
        )

    def handle(self, *args: Any, file: Path, options: Any = (), recipients: Any = (), **others: Any) -> None:
        """Write the file, and print what is in it."""
        with tqdm(unit="row", file=sys.stderr, disable=None, leave=False) as bar:
            try:
                done = actions.write_archive(file, options=options, recipients=recipients, progress=bar.update)
            except (actions.ArchiveError, OSError) as error:
                raise CommandError(f"No archive was written: {error}") from error
            except DatabaseError as error:
                raise CommandError(f"No archive was written; the database says: {str(error).strip()}") from error
        for name in done.lost:
            self.stderr.write(f"The file {name} is lost: it is not where a row says.")
        self.stdout.write(f"{done.digest}  {file}")
        self.stdout.write(f"{done.rows} rows and {done.files} files archived.")
