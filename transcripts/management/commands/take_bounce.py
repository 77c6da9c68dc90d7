"""`manage.py take_bounce`: read a report of failed delivery from standard input."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from transcripts import actions, alerts


class Command(BaseCommand):
    """Count a message that came back; the third ends its subscription."""

    help = (
        "Read from standard input a report that a mail server sent to the return address of an alert (ALERTS_BOUNCES). "
        "The third message that came back for good ends the subscription. Other mail is left alone."
    )

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", default="", metavar="ADDRESS", help="the address that the report came to")

    def handle(self, *args: Any, to: str = "", **options: Any) -> None:
        try:
            bounce = alerts.read_bounce(sys.stdin.buffer.read(), to)
        except alerts.BounceError as error:
            self.stdout.write(str(error))
            return
        if not bounce.is_final:
            self.stdout.write("It does not say that the address is none; nothing was counted.")
            return
        ended = actions.alerts.take_bounce(bounce.key)
        said = {None: "There is no such subscription any more.", False: "Counted.", True: "The subscription has ended."}
        self.stdout.write(said[ended])
