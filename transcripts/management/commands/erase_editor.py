"""`manage.py erase_editor`: an editor's name and addresses, taken from every table for ever."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from transcripts import actions


class Command(BaseCommand):
    """Erase an editor's personal data; what the editor wrote and did stays, without the name."""

    help = (
        "Erase an editor's name, mail addresses, browsers and second factors from every table, for ever. “An editor "
        "(erased)” stands in their place; revisions, versions and the log stay whole. Asks for the name once more."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", metavar="USER", help="the account's user name")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument(
            "--written", action="store_true", help="replace the name in comments, notes and reasons, too, each of them"
        )

    def handle(self, *args: Any, user: str = "", yes: bool = False, written: bool = False, **options: Any) -> None:
        """Ask, erase, and say what was done, and what is left."""
        found = actions.find_user(user)
        if found is None:
            raise CommandError(f"There is no account “{user}”.")
        places = actions.find_written(found)
        if not yes:
            for place in places:
                self.stdout.write(f"The name stands in a text ({place.model}): {place.text}")
            self.stdout.write("This cannot be undone. Enter the user name once more to erase it:")
            if input().strip() != user:
                raise CommandError("Nothing was erased.")
        try:
            erased = actions.erase_editor(
                found, change=actions.Change(), written=[place.key for place in places] if written else ()
            )
        except actions.WrongStateError as refusal:
            raise CommandError(f"Nothing was erased: {refusal}") from refusal
        self.stdout.write(f"{erased.rows} rows are without the name; {erased.resealed} of them were sealed again.")
        for field, number in erased.left.items():
            self.stdout.write(f"It still stands in a text that somebody wrote: {field}, {number} times.")
