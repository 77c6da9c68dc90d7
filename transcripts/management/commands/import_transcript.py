"""`manage.py import_transcript`: bring transcript files into the records."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from transcripts.actions import (
    Change,
    DocumentRefusedError,
    ImportConflictError,
    Imported,
    ImportRefusedError,
    NoteRequiredError,
    NotReadyError,
    Resolution,
    find_user,
    group_pages,
    import_transcripts,
)
from transcripts.document import Differences, How
from transcripts.document.import_merge import FILE, SITE, ImportConflict
from transcripts.document.three_way import ConflictKind
from transcripts.intake import ACCEPTED_SUFFIXES, IntakeError, ParsedTranscript, read_file
from transcripts.intake.account import may_be_speech
from transcripts.models import Conference
from transcripts.reading.name_matching import describe_links

_WORDS = {How.SAME: "kept", How.EDITED: "edited", How.MOVED: "moved", How.NEW: "new", How.GONE: "gone"}
_SIDES = {"file": FILE, "site": SITE}
MOST_SHOWN = 60  # characters of either side's text of a conflict
_SIGNS = {How.SAME: "{}", How.GONE: "[-{}-]", How.NEW: "[+{}+]"}


class Command(BaseCommand):
    """Read the files, join the pages of each conference, and import all of them or none."""

    help = "Import transcripts from files: all of them or, on any error, none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = f"{', '.join(ACCEPTED_SUFFIXES)} (Akoma Ntoso); several pages of one conference become one"
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=kinds)
        parser.add_argument("--series", default="", metavar="NAME", help="the series, whatever the file says")
        parser.add_argument("--conference", default="", metavar="SLUG", help="the conference that the files belong to")
        parser.add_argument(
            "--language", default=None, metavar="TAG", help="the transcripts' language, such as zh-hans"
        )
        parser.add_argument("--publish", action="store_true", help="publish what is not public yet")
        parser.add_argument(
            "--note", default="", metavar="TEXT", help="the reason for the change; required for public conferences"
        )
        weight = parser.add_mutually_exclusive_group()
        weight.add_argument("--major", action="store_true", help="make the change a public correction")
        weight.add_argument("--minor", action="store_true", help="say that no reader would call it a correction")
        parser.add_argument(
            "--prefer",
            choices=list(_SIDES),
            default="",
            help="whose words stand where both the file and the site changed the same since the last import",
        )
        parser.add_argument(
            "--read-again", action="store_true", help="read files anew that are the same to the byte as last time"
        )
        parser.add_argument(
            "--as", default="", metavar="USERNAME", dest="username", help="the user who makes the change"
        )
        parser.add_argument(
            "--strict", action="store_true", help="import nothing if a sentence or a label of a file would be left out"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would be done, without doing it")

    def handle(self, *args: Any, **options: Any) -> None:
        user = None
        if options["username"]:
            user = find_user(options["username"])
            if user is None:
                raise CommandError(f"Nothing was imported. There is no user “{options['username']}”.")
        parsed = read_all(options["files"], language=options["language"])
        for path, transcript in parsed:
            if not (transcript.document.held_on or transcript.document.posted_on):
                self.stderr.write(f"{path.name}: no date found; a new conference is given today’s date.")
            for warning in transcript.warnings:
                place = f"{path.name}, line {warning.line}" if warning.line else path.name
                self.stderr.write(f"{place}: {warning.message}{f' (“{warning.quote}”)' if warning.quote else ''}")
            self._tell_left_out(path, transcript)
        left = sum(may_be_speech(one) for _, transcript in parsed for one in transcript.left_out)
        if options["strict"] and left:
            raise CommandError(f"Nothing was imported. {_count(left, 'line')} that may be speech would be left out.")
        try:
            with transaction.atomic():
                done = self._import(parsed, user, options)
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except ImportConflictError as error:
            self._refuse(error, dry_run=options["dry_run"])
        except NoteRequiredError as error:
            asked = {"note": "--note TEXT", "is_major": "--minor or --major"}
            wanted = " and ".join(asked[name] for name in error.missing)
            raise CommandError(f"Nothing was imported. {error} Say it with {wanted}.") from error
        except (ImportRefusedError, DocumentRefusedError, NotReadyError, PermissionDenied) as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        self._tell(done, dry_run=options["dry_run"])
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was changed.")

    @staticmethod
    def _import(
        parsed: list[tuple[Path, ParsedTranscript]], user: User | None, options: dict[str, Any]
    ) -> list[Imported]:
        """Import the files; a dry run needs no note, because it is undone."""
        note = options["note"] or ("dry run" if options["dry_run"] else "")
        is_weighed = options["major"] or options["minor"] or options["dry_run"]
        return import_transcripts(
            group_pages(parsed, slug=options["conference"]),
            series=options["series"],
            slug=options["conference"],
            and_publish=options["publish"],
            change=Change(user, note, options["major"] if is_weighed else None),
            resolution=Resolution(prefer=_SIDES.get(options["prefer"], ""), reads_again=options["read_again"]),
        )

    def _tell(self, done: list[Imported], *, dry_run: bool) -> None:
        """Print what was done, and in a dry run what would differ."""
        for imported in done:
            self.stderr.writelines(f"{line}\n" for line in describe_links(imported.links))
            self._ask(imported)
            self.stdout.write(f"{imported.conference.get_absolute_url()}  {describe(imported)}")
            if dry_run and not imported.is_new:
                for line in describe_plan(imported.differences):
                    self.stdout.write(f"  {line}")

    def _ask(self, imported: Imported) -> None:
        """Print what an editor is asked before publishing, about dates and removed words; it stops nothing."""
        for sentence in (*imported.removed_elsewhere, *imported.dates_to_ask):
            self.stderr.write(f"{imported.conference.slug}: {sentence}")

    def _tell_left_out(self, path: Path, transcript: ParsedTranscript) -> None:
        """Print how much of a file was left out, and each sentence and label among it."""
        for one in transcript.left_out:
            if may_be_speech(one):
                self.stderr.write(f"{path.name}, line {one.line}: left out: “{one.text}”")
        if transcript.left_out:
            self.stderr.write(f"{path.name}: {_count(len(transcript.left_out), 'line')} left out.")

    def _refuse(self, error: ImportConflictError, *, dry_run: bool) -> NoReturn:
        """Print each conflict on standard error, and end the command; a dry run first prints what does not conflict."""
        if dry_run:
            self._tell(error.done, dry_run=True)
        for conference, found in error.conflicts:
            self.stderr.write(describe_conflict(conference, found))
        raise CommandError(
            "Nothing was imported. The file and the site have changed the same since the last import: "
            "say with --prefer file or --prefer site whose words stand, or choose one by one in the admin."
        )


def read_all(paths: list[Path], *, language: str | None = None) -> list[tuple[Path, ParsedTranscript]]:
    """Parse every file, with a progress bar over many. Raises CommandError when one cannot be read."""
    parsed = []
    for path in tqdm(paths, unit="file", disable=None if len(paths) > 1 else True, leave=False):
        try:
            parsed.append((path, read_file(path, language=language)))
        except IntakeError as error:
            raise CommandError(f"Nothing was imported. {error}") from error
    return parsed


def describe_conflict(conference: Conference, found: ImportConflict) -> str:
    """Return a sentence with the place where the file and the site differ, and the text of each."""
    conflict = found.conflict
    if found.turn:
        place = f"exchange {found.exchange}, turn {found.turn}{' of the previous file' if found.is_gone else ''}"
    elif found.exchange:
        place = f"exchange {found.exchange}, {conflict.place.rpartition(' ')[2]}"
    else:
        place = "the order of the turns" if conflict.kind == ConflictKind.ORDER else conflict.place
    file, site = (_shortened(text) for text in (conflict.mine, conflict.theirs))
    return f"{conference.slug}: {place}: the file says {file}, the site says {site}."


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words[:MOST_SHOWN]}{'…' if len(words) > MOST_SHOWN else ''}”" if words else "nothing"


def describe(imported: Imported) -> str:
    """Return in words what an import did with one conference."""
    differences = imported.differences
    if imported.is_new:
        words = f"new: {_count(imported.exchanges, 'exchange')}, {_count(differences.count(How.NEW), 'turn')}"
    elif not differences:
        words = "unchanged, the same file as last time" if imported.is_same else "unchanged"
    else:
        counts = ((differences.count(how), _WORDS[how]) for how in How)
        words = "changed: " + ", ".join(f"{_count(count, 'turn')} {word}" for count, word in counts if count)
    return f"{words}; {'published' if imported.is_newly_public else imported.conference.get_status_display()}"


def describe_plan(differences: Differences) -> Iterator[str]:
    """Yield lines about what would be done: each field and each turn that differs, with the words highlighted."""
    for field in differences.fields:
        yield f"{field.name}: {field.old or '(nothing)'} → {field.new or '(nothing)'}"
    for change in differences.turns:
        if change.how == How.SAME:
            continue
        yield f"exchange {change.exchange}, {change.turn.label or '(no label)'}: {_WORDS[change.how]}"
        marked = "".join(_SIGNS[piece.how].format(piece.text) for piece in change.pieces)
        yield from (f"    {line}" for line in marked.split("\n") if line.strip())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
