"""`manage.py check_integrity`: show tampering and damage."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from transcripts import actions, search
from transcripts.models import Conference


class Command(BaseCommand):
    """Check every conference against its revisions and versions, the chain of the log, and the search index."""

    help = (
        "Check that no revision and no public version was altered, that the records match the last revision, that the "
        "log of versions is a whole chain, and that the search index is complete."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        damage = erased = 0
        conferences = Conference.objects.select_related("series").order_by("pk")
        count = conferences.count()
        for conference in tqdm(
            conferences.iterator(chunk_size=100), total=count, unit="conference", leave=False, disable=None
        ):
            for sentence in actions.find_damage(conference):
                damage += 1
                self.stdout.write(f"{conference.slug}: {sentence}")
            for sentence in actions.find_erased(conference):
                erased += 1
                self.stdout.write(f"{conference.slug}: {sentence}")
        for sentence in actions.find_damaged_log(settings.LOG_HEADS_FILE):
            damage += 1
            self.stdout.write(sentence)
        health = search.check()
        if not health.is_good:
            damage += 1
            self.stdout.write(
                f"The search index lacks {health.missing} turns and has {health.left_over} that no longer exist; "
                "run rebuild_search to fix it."
            )
        if damage:
            raise CommandError(f"{count} conferences checked, {damage} problems found.")
        said = f" Words were erased from {erased} revisions." if erased else ""
        self.stdout.write(f"{count} conferences checked, no problems found.{said}")
