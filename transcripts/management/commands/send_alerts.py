"""`manage.py send_alerts`: put what is new into the outbox, and send what is due."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from transcripts import alerts


class Command(BaseCommand):
    """Send e-mail alerts that are due."""

    help = (
        "Send e-mail alerts: find what became public since the last time, and send what is due. To be run every "
        "minute. One that is started while another runs does nothing; one that was killed loses nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.HAS_MAIL:
            self.stdout.write("EMAIL_URL is not set, so no alerts are offered or sent.")
            return
        with tqdm(unit="message", file=sys.stderr, disable=None, leave=False) as bar:
            try:
                done = alerts.send_due(bar.update)
            except alerts.BusyError:
                self.stdout.write("Another send_alerts is at work.")
                return
            except alerts.MailServerError as error:
                raise CommandError(f"The mail server could not be used, and what is due waits: {error}") from error
        self.stdout.write(f"{done.queued} put into the outbox, {done.sent} sent, {done.refused} refused.")
