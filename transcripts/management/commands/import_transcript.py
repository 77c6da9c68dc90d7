"""`manage.py import_transcript`: bring transcript files into the records."""

import hashlib
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn, TypeVar

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
    head_of,
    import_transcripts,
    imported_digests,
    part_by_conference,
    put_in_order,
)
from transcripts.document import Differences, How
from transcripts.document.merging.import_merge import FILE, SITE, ImportConflict
from transcripts.document.merging.three_way import ConflictKind
from transcripts.intake import (
    ACCEPTED_SUFFIXES,
    ZIP,
    FolderFile,
    IntakeError,
    ParsedTranscript,
    Source,
    bytes_of,
    files_in_folder,
    files_in_zip,
    open_source,
)
from transcripts.intake.account import may_be_speech
from transcripts.intake.parsing import parse
from transcripts.models import Conference
from transcripts.models.database.statistics import count_tables
from transcripts.reading.name_matching import describe_links

_WORDS = {How.SAME: "kept", How.EDITED: "edited", How.MOVED: "moved", How.NEW: "new", How.GONE: "gone"}
_SIDES = {"file": FILE, "site": SITE}
Item = TypeVar("Item")
MOST_SHOWN = 60  # characters of either side's text of a conflict
MUCH = 200  # exchanges, after which PostgreSQL should know at once what its tables hold
_SIGNS = {How.SAME: "{}", How.GONE: "[-{}-]", How.NEW: "[+{}+]"}


class Command(BaseCommand):
    """Read the files, join the pages of each conference, and import all or none; of a folder, all that can be."""

    help = (
        "Import transcripts from files: all of them or, on any error, none. Of a folder or a zip file, each conference "
        "is imported by itself; the others go on, and a second run goes on where the first ended."
    )
    written = 0  # exchanges

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = f"{', '.join(ACCEPTED_SUFFIXES)} (Akoma Ntoso); several pages of one conference become one"
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=f"{kinds}; or one folder or zip file")
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
            "--read-again", action="store_true", help="read files again that are identical to those of last time"
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
        if any(is_folder(path) for path in options["files"]):
            if len(options["files"]) > 1:
                raise CommandError("Nothing was imported. Give one folder or zip file, and nothing beside it.")
            with ExitStack() as opened:
                self._import_folder(files_of(options["files"][0], opened), user, options)
        else:
            done = self._import_files(read_all(options["files"], language=options["language"]), user, options)
            self._tell(done, dry_run=options["dry_run"])
        if self.written > MUCH:
            count_tables()
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was changed.")

    def _import_files(self, read: "list[ReadFile]", user: User | None, options: dict[str, Any]) -> list[Imported]:
        """Import all files or none. Raises CommandError."""
        for one in read:
            self._tell_read(one)
        left = sum(may_be_speech(left) for one in read for left in one.parsed.left_out)
        if options["strict"] and left:
            raise CommandError(f"Nothing was imported. {_count(left, 'line')} that may be speech would be left out.")
        try:
            with transaction.atomic():
                done = self._import(read, user, options)
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
        return done

    def _import_folder(self, files: Sequence[FolderFile], user: User | None, options: dict[str, Any]) -> None:
        """Import the conferences of a folder or zip file, each by itself. Raises CommandError if some were refused.

        Files whose very bytes the records hold are not read again, so that a run that was ended is gone on with.
        """
        is_anew = options["publish"] or options["read_again"]
        known = frozenset() if is_anew else imported_digests()
        by_path = {Path(file.name): file for file in files}
        refused: list[str] = []
        heads = []
        same = 0
        for name, file in _with_bar(by_path.items(), "reading"):
            try:
                data = read_bytes(file)
                if hashlib.sha256(data).hexdigest() in known:
                    same += 1
                    continue
                heads.append((name, head_of(ReadFile.of(name, data, options["language"]).parsed)))
            except IntakeError as error:
                refused.append(str(error))
        done = 0
        for group in _with_bar(part_by_conference(heads, slug=options["conference"]), "importing"):
            try:
                put_in_order(group)
                read = [ReadFile.of(name, read_bytes(by_path[name]), options["language"]) for name, _ in group]
                imported = self._import_files(read, user, options)
            except (CommandError, ImportRefusedError, IntakeError) as error:
                names = ", ".join(name.as_posix() for name, _ in group)
                refused.append(f"{names}: {str(error).removeprefix('Nothing was imported. ')}")
            else:
                done += len(imported)
                self._tell(imported, dry_run=options["dry_run"])
        if same:
            self.stdout.write(f"{_count(same, 'file')} unchanged, imported before.")
        if refused:
            for sentence in refused:
                self.stderr.write(sentence)
            raise CommandError(f"{_count(done, 'conference')} imported; refused: {len(refused)}, listed above.")

    def _tell_read(self, one: "ReadFile") -> None:
        """Print the warnings about a file, and what of it is left out."""
        path, transcript = one.path, one.parsed
        if not (transcript.document.held_on or transcript.document.posted_on):
            self.stderr.write(f"{path.name}: no date found; a new conference is given today’s date.")
        for warning in transcript.warnings:
            place = f"{path.name}, line {warning.line}" if warning.line else path.name
            self.stderr.write(f"{place}: {warning.message}{f' (“{warning.quote}”)' if warning.quote else ''}")
        self._tell_left_out(path, transcript)

    @staticmethod
    def _import(read: "list[ReadFile]", user: User | None, options: dict[str, Any]) -> list[Imported]:
        """Import the files; a dry run needs no note, because it is undone."""
        note = options["note"] or ("dry run" if options["dry_run"] else "")
        is_weighed = options["major"] or options["minor"] or options["dry_run"]
        return import_transcripts(
            group_pages([(one.path, one.parsed) for one in read], slug=options["conference"]),
            series=options["series"],
            slug=options["conference"],
            and_publish=options["publish"],
            change=Change(user, note, options["major"] if is_weighed else None),
            files={one.parsed.digest: (one.path.name, one.source) for one in read},
            resolution=Resolution(prefer=_SIDES.get(options["prefer"], ""), reads_again=options["read_again"]),
        )

    def _tell(self, done: list[Imported], *, dry_run: bool) -> None:
        """Print what was done, and in a dry run what would differ."""
        for imported in done:
            self.written += 0 if dry_run else imported.exchanges
            self.stderr.writelines(f"{line}\n" for line in describe_links(imported.links))
            self._ask(imported)
            for line in imported.lost:
                self.stderr.write(
                    f"{imported.conference.slug}: a correction of the last version applies no longer: “{line}”"
                )
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


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read: its lines, and what they say."""

    path: Path
    source: Source
    parsed: ParsedTranscript

    @classmethod
    def of(cls, path: Path, data: bytes, language: str | None) -> "ReadFile":
        """Return the file with these bytes. Raises IntakeError."""
        source = open_source(data, path.name)
        source = replace(source, language=language or source.language)
        return cls(path, source, parse(source, name=path.name, language=language))


def is_folder(path: Path) -> bool:
    """Return whether a path is of a folder or a zip file."""
    return path.is_dir() or path.suffix.lower() == ZIP


def files_of(path: Path, opened: ExitStack) -> list[FolderFile]:
    """Return the files of a folder or a zip file, which is closed by `opened`. Raises CommandError."""
    try:
        return (
            files_in_folder(path) if path.is_dir() else files_in_zip(opened.enter_context(path.open("rb")), path.name)
        )
    except (IntakeError, OSError) as error:
        raise CommandError(f"Nothing was imported. {error}") from error


def read_bytes(file: FolderFile) -> bytes:
    """Return the bytes of a folder's file. Raises IntakeError."""
    if file.refused:
        raise IntakeError(file.refused)
    return file.read()


def _with_bar(items: Iterable[Item], words: str) -> Iterator[Item]:
    """Yield the items, with a progress bar on standard error where that is a terminal."""
    return iter(tqdm(list(items), desc=words, unit="file", disable=None, leave=False))


def read_all(paths: list[Path], *, language: str | None = None) -> list[ReadFile]:
    """Parse every file, with a progress bar over many. Raises CommandError when one cannot be read."""
    read = []
    for path in tqdm(paths, unit="file", disable=None if len(paths) > 1 else True, leave=False):
        try:
            read.append(ReadFile.of(path, bytes_of(path), language))
        except IntakeError as error:
            raise CommandError(f"Nothing was imported. {error}") from error
    return read


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
    if imported.is_corrected:
        words += "; with the corrections of the last version"
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
