"""`manage.py rebuild_search`: rebuild the search index from the records."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from transcripts import actions, search
from transcripts.models import Turn


class Command(BaseCommand):
    """Rebuild the search index beside the one in use, then replace that."""

    help = (
        "Rebuild the search index from the records; what was found is found all the while. Prints how many turns were "
        "indexed; progress goes to standard error."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-needed",
            "--if-empty",  # its former name
            action="store_true",
            help="only if the index is empty, or was made by another release",
        )
        parser.add_argument(
            "--processes",
            type=int,
            metavar="N",
            help="on PostgreSQL, the number of reading processes (default: one for each processor)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild the index, and print that it was done."""
        if options["if_needed"] and not (search.is_empty() or search.is_old()):
            return
        processes = search.processes_for_rebuild()
        if options["processes"]:
            processes = max(1, min(processes, options["processes"]))
        with tqdm(total=Turn.objects.count(), unit="turn", file=sys.stderr) as bar:
            try:
                count = search.rebuild(bar.update, processes=processes)
            except search.RebuildStoppedError:
                raise CommandError("Another rebuild has begun meanwhile; this one changed nothing.") from None
        actions.save_all_name_keys()
        actions.bump_edition()
        self.stdout.write(f"{count} turns indexed.")
