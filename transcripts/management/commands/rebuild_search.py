"""`manage.py rebuild_search`: make the search index again from the records."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from transcripts import search
from transcripts.models import Turn


class Command(BaseCommand):
    """Replace the search index batch by batch; the site goes on answering meanwhile."""

    help = "Make the search index again from the records. Prints how many turns it holds; progress on standard error."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say so."""
        with tqdm(total=Turn.objects.count(), unit="turn", file=sys.stderr) as bar:
            count = search.rebuild(bar.update)
        self.stdout.write(f"{count} turns indexed.")
