"""`manage.py find_duplicates`: look for likely duplicates of all names that are not yet checked."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from transcripts import actions
from transcripts.models import NamePair

KINDS = ("speaker", "outlet", "topic")


class Command(BaseCommand):
    """Look for likely duplicates, a hundred names at a time; editors find them in the admin."""

    help = (
        "Look for likely duplicates among speakers, outlets and topics. Prints the number of open pairs; changes "
        "no record."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Look for duplicates, and print how many pairs are open."""
        total = sum(actions.count_unchecked(kind) for kind in KINDS)
        with tqdm(total=total, unit="name", file=sys.stderr) as bar:
            for kind in KINDS:
                while looked_at := actions.find_pairs(kind):
                    bar.update(looked_at)
        count = NamePair.objects.open().count()
        self.stdout.write(f"{count} open pair{'' if count == 1 else 's'}.")
