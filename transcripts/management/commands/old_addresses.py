"""`manage.py old_addresses FILE`: take in the addresses of a former site, each with what was there."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from transcripts import actions


class Command(BaseCommand):
    """Take in a list of addresses of the office's former site, so that its links lead on."""

    help = (
        "Take in a CSV file of two columns: a path of the former site, and the address here of the conference, "
        "exchange, turn or paragraph that stood there. Doubtful lines are refused by number, the others kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the list, CSV in UTF-8")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        taken = actions.take_old_addresses(content)
        for number, reason in taken.refused:
            self.stderr.write(f"{file}:{number}: {reason}")
        self.stdout.write(f"{taken.new} new, {taken.changed} changed, {taken.unchanged} unchanged.")
        if taken.refused:
            count = len(taken.refused)
            raise CommandError(f"{count} line{'' if count == 1 else 's'} refused.")
