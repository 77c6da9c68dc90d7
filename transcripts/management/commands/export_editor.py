"""`manage.py export_editor`: all that the site holds of an editor, as one JSON file."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from transcripts import actions
from transcripts.models import AccountEvent


class Command(BaseCommand):
    """Write the account, and every row that names it, into a new file that its owner alone may read."""

    help = (
        "Write all that the site holds of an editor into one JSON file: the account, and what it made, noted and did. "
        "The file must not be there yet; nobody but its owner may read it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", metavar="USER", help="the account's user name")
        parser.add_argument("file", type=Path, metavar="FILE", help="the new file")

    def handle(self, *args: Any, user: str = "", file: Path = Path(), **options: Any) -> None:
        """Write the file."""
        found = actions.find_user(user)
        if found is None:
            raise CommandError(f"There is no account “{user}”.")
        data = actions.collect_personal_data(found)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}; nothing was written.") from error
        with open(descriptor, "w", encoding="utf-8") as opened:
            json.dump(data, opened, ensure_ascii=False, indent=1)
            opened.write("\n")
        actions.record_account_event(AccountEvent.What.EXPORT, None, f"personal data of {user}")
        rows = sum(len(each) for each in data["rows"].values())
        self.stdout.write(f"{rows} rows about {user}: {file}")
