"""`manage.py rebuild_search`: make the search index again from the records."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from transcripts import actions, search
from transcripts.models import Turn


class Command(BaseCommand):
    """Replace the search index batch by batch; the site goes on answering meanwhile."""

    help = (
        "Rebuild the search index from the records. Prints how many turns were indexed; progress goes to standard "
        "error."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only if the index is empty")
        parser.add_argument(
            "--processes",
            type=int,
            metavar="N",
            help="on PostgreSQL, the number of reading processes (default: one for each processor)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild the index, and print that it was done."""
        if options["if_empty"] and not search.is_empty():
            return
        processes = search.processes_for_rebuild()
        if options["processes"]:
            processes = max(1, min(processes, options["processes"]))
        with tqdm(total=Turn.objects.count(), unit="turn", file=sys.stderr) as bar:
            count = search.rebuild(bar.update, processes=processes)
        actions.save_all_name_keys()
        actions.bump_edition()
        self.stdout.write(f"{count} turns indexed.")
