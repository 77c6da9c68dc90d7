"""`manage.py align CONFERENCE FILE`: give the paragraphs of a transcript their seconds, from a caption file."""

import re
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from transcripts import actions
from transcripts.document import TranscriptDocument
from transcripts.document.times import time_text
from transcripts.intake import IntakeError, bytes_of
from transcripts.intake.caption_files import read_heard
from transcripts.intake.recordings.alignment import PlacedParagraph, later, place_paragraphs, times_of
from transcripts.models import Conference
from transcripts.reading.transcript import read

MOST_SHOWN = 60  # characters of a doubtful paragraph


def _seconds(text: str) -> int:
    """Return the seconds of an offset. Raises ArgumentTypeError."""
    found = re.fullmatch(r"(-?)(?:(?:(\d{1,2}):)?([0-5]?\d):)?(\d{1,6})", text, re.ASCII)
    if not found or (":" in text and int(found[4]) > 59):
        raise ArgumentTypeError(f"“{text}” is no time such as 00:02:10 or -00:02:10")
    total = int(found[2] or 0) * 3600 + int(found[3] or 0) * 60 + int(found[4])
    return -total if found[1] else total


class Command(BaseCommand):
    """Align the words of captions, which may have their errors, with the official words."""

    help = (
        "Give each paragraph of a conference the second of its recording at which it begins, from a caption file that "
        "may have its errors. What is doubtful is listed and gets no time; the desk has a page for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("conference", metavar="CONFERENCE", help="its slug, or its address on the site")
        parser.add_argument("file", type=Path, metavar="FILE", help="captions: .vtt, .srt or a recogniser's .json")
        parser.add_argument(
            "--accept-doubtful", action="store_true", help="save the doubtful times too, where they are in order"
        )
        parser.add_argument(
            "--offset",
            type=_seconds,
            default=0,
            metavar="[-]HH:MM:SS",
            help="how much later the recording begins than the captions count; with a minus, earlier",
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would be done, without doing it")
        parser.add_argument(
            "--as", default="", metavar="USERNAME", dest="username", help="the user who makes the change"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        change = actions.Change(self._find_user(options["username"]))
        slug = options["conference"].rstrip("/").rpartition("/")[2]
        conference = Conference.objects.not_in_trash().filter(slug=slug).first()
        if conference is None:
            raise CommandError(f"Nothing was changed. There is no conference “{slug}”.")
        try:
            heard = read_heard(bytes_of(options["file"]), options["file"].name)
        except IntakeError as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        document = read(conference)
        placed = later(place_paragraphs(document, heard), options["offset"])
        sure = sum(one.is_sure for one in placed)
        if not sure:
            raise CommandError(
                f"Nothing was changed. The words of {options['file'].name} are not those of “{conference.title}”."
            )
        times = times_of(document, placed, is_doubtful_too=options["accept_doubtful"])
        if not options["dry_run"]:
            try:
                actions.set_times(conference, times, base=conference.revision_number, change=change)
            except (actions.WrongStateError, PermissionDenied) as error:
                raise CommandError(f"Nothing was changed. {error}") from error
        given = sum(time is not None for time in times.values())
        self.stdout.write(f"{conference.get_absolute_url()} {given} of {len(placed)} paragraphs have their second.")
        self._tell_doubtful(document, placed)
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was changed.")

    def _find_user(self, name: str) -> Any:
        user = actions.find_user(name) if name else None
        if name and user is None:
            raise CommandError(f"Nothing was changed. There is no user “{name}”.")
        return user

    def _tell_doubtful(self, document: TranscriptDocument, placed: list[PlacedParagraph]) -> None:
        for one in placed:
            if one.is_sure:
                continue
            text = document.exchanges[one.exchange].turns[one.turn].paragraphs[one.paragraph]
            begins = " ".join(text.split())
            begins = begins if len(begins) <= MOST_SHOWN else f"{begins[:MOST_SHOWN]}…"
            time = "no time" if one.seconds is None else f"{time_text(one.seconds)}?"
            self.stdout.write(f"doubtful: exchange {one.exchange + 1}, turn {one.turn + 1}: “{begins}”: {time}")
