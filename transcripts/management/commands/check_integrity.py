"""`manage.py check_integrity`: show tampering and damage."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from transcripts import actions, search
from transcripts.models import Conference


class Command(BaseCommand):
    """Check every conference against its revisions, and the search index against the turns."""

    help = "Check that every revision is as it was made, and that the records hold the last one."

    def handle(self, *args: Any, **options: Any) -> None:
        damage = 0
        conferences = Conference.objects.select_related("series").order_by("pk")
        count = conferences.count()
        for conference in tqdm(
            conferences.iterator(chunk_size=100), total=count, unit="conference", leave=False, disable=None
        ):
            for sentence in actions.find_damage(conference):
                damage += 1
                self.stdout.write(f"{conference.slug}: {sentence}")
        health = search.check()
        if not health.is_good:
            damage += 1
            self.stdout.write(
                f"The search index lacks {health.missing} turns and holds {health.left_over} that are gone; "
                "rebuild_search mends it."
            )
        if damage:
            raise CommandError(f"{count} conferences were checked: {damage} faults were found.")
        self.stdout.write(f"{count} conferences were checked: all is as it was recorded.")
