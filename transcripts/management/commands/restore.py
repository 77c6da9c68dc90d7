"""`manage.py restore`: restore the site from an archive."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from transcripts import actions


class Command(BaseCommand):
    """Restore an archive into a database that was just migrated, or check it without one."""

    help = (
        "Make the site again from a file of manage.py archive: all of it, or nothing. The database must have been "
        "migrated and hold nothing else. With --verify, only check the file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the archive")
        parser.add_argument("--verify", action="store_true", help="check the file from end to end, and change nothing")
        parser.add_argument(
            "--replace", action="store_true", help="replace all that the database holds; uploaded files are left"
        )
        parser.add_argument(
            "--identity", type=Path, metavar="KEYFILE", help="the file of the private key of an encrypted archive"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore or check the file, and print what is in it."""
        path, identity = options["file"], options["identity"]
        try:
            if options["verify"]:
                contents = actions.verify_archive(path, identity=identity)
            else:
                with tqdm(unit="row", file=sys.stderr, disable=None, leave=False) as bar:
                    contents = actions.restore_archive(
                        path, identity=identity, replaces=options["replace"], progress=bar.update
                    )
        except (actions.ArchiveError, OSError) as error:
            raise CommandError(f"{path}: {error}") from error
        except DatabaseError as error:
            raise CommandError(f"Nothing was restored; the database says: {str(error).strip()}") from error
        for name in contents.lost:
            self.stderr.write(f"The file {name} was lost before the archive was made.")
        header, held = contents.header, f"{contents.rows.total()} rows and {len(contents.files)} files"
        done = "is whole" if options["verify"] else "was restored"
        self.stdout.write(f"{path} {done}: {held}, of release {header.release}, {header.made_at}.")
