"""`manage.py load_demo`: load demonstration content, to look around in."""

import csv
import json
import secrets
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from transcripts import actions
from transcripts.actions import Change, Cut
from transcripts.document import TranscriptDocument
from transcripts.intake import ParsedTranscript, parse_text, read_file
from transcripts.intake.caption_files import read_heard
from transcripts.intake.recordings.alignment import place_paragraphs, times_of
from transcripts.management.scenes import draw_scene
from transcripts.models import Attachment, Conference, field_name, other_languages
from transcripts.models.database.statistics import count_tables
from transcripts.reading.transcript import read

DEMO = Path(__file__).resolve().parents[2] / "demo"


class Command(BaseCommand):
    """Import the sheets of `transcripts/demo/`, through the same importer as any file."""

    help = "Load the demonstration content. Existing records are not changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="load only into a database without conferences")
        parser.add_argument("--with-editor", action="store_true", help="create a demo editor and print the password")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Conference.objects.exists():
            self.stdout.write("The database already has conferences; no demonstration content was loaded.")
        else:
            loaded = load()
            self.stdout.write(f"Demonstration content: {loaded} new conferences, {Conference.objects.count()} in all.")
        if options["with_editor"]:
            name, password = make_editor()
            self.stdout.write(
                f"The editors' desk: {settings.SITE_URL}/{settings.ADMIN_PATH}  name: {name}  password: {password}"
            )


@transaction.atomic
def load() -> int:
    """Load names, site identity and sheets; return how many conferences are new."""
    with (DEMO / "names.csv").open(encoding="utf-8", newline="") as file:
        others = {language: field_name("name", language) for language in other_languages()}
        actions.seed_names(
            (
                row["kind"],
                row["name"],
                {language: row.get(column, "") for language, column in others.items()},
                row["family_name"],
            )
            for row in csv.DictReader(file)
        )
    actions.seed_site_identity(**json.loads((DEMO / "site.json").read_text(encoding="utf-8")))
    states = json.loads((DEMO / "states.json").read_text(encoding="utf-8"))
    corrections = json.loads((DEMO / "corrections.json").read_text(encoding="utf-8"))
    removals = json.loads((DEMO / "removals.json").read_text(encoding="utf-8"))
    attachments = json.loads((DEMO / "attachments.json").read_text(encoding="utf-8"))
    comments = json.loads((DEMO / "comments.json").read_text(encoding="utf-8"))
    reports = json.loads((DEMO / "reports.json").read_text(encoding="utf-8"))
    announcements = json.loads((DEMO / "announcements.json").read_text(encoding="utf-8"))
    running = json.loads((DEMO / "running.json").read_text(encoding="utf-8"))
    new = 0
    later: list[Callable[[], object]] = []  # after the translations, which are out of date then
    for path in tqdm(sorted(DEMO.glob("*.txt")), unit="sheet", leave=False, disable=None):
        parsed = read_file(path)
        if actions.find_conference(parsed.document):
            continue  # whatever an editor has made of it
        new += 1
        if path.name in running:
            run(parsed.document, running[path.name])
            continue
        first, *steps = _before_corrections(path, corrections.get(path.name, []))
        [imported] = actions.import_transcripts([first[0]])
        attach(imported.conference, attachments.get(path.name, []))
        complete(imported.conference, path.name, announcements)
        align(imported.conference, attachments.get(path.name, []))
        if path.name in states:
            actions.withdraw(imported.conference, reason=states[path.name]["reason"])
            if states[path.name]["is_published_again"]:
                actions.publish(imported.conference)
        for comment in comments.get(path.name, []):
            actions.add_comment(imported.conference, comment, change=Change())
        for about in reports.get(path.name, []):
            report(imported.conference, **about)
        later += [partial(actions.import_transcripts, [file], change=change) for file, change in steps]
        later += [partial(remove, imported.conference, **about) for about in removals.get(path.name, [])]
    for step in later:
        step()
    if new:
        count_tables()
    return new


def complete(conference: Conference, name: str, announcements: dict[str, Any]) -> None:
    """Give a conference the state that the name of its sheet begins with; without one it is published."""
    if name.startswith("scheduled-"):
        actions.publish(conference, at=timezone.now() + timedelta(days=365))
    elif name.startswith("announced-"):
        announce(conference, announcements[name])
    elif name.startswith("submitted-"):
        actions.submit(conference)
    elif not name.startswith("draft-"):
        actions.publish(conference)


def _before_corrections(path: Path, corrections: list[dict[str, str]]) -> list[tuple[ParsedTranscript, Change]]:
    """Return a sheet as it was before its corrections, and then with each of them, with the note that it was given."""
    text = path.read_text(encoding="utf-8")
    states = [(text, "")]
    for correction in reversed(corrections):
        text = text.replace(correction["now"], correction["was"])
        states[-1] = (states[-1][0], correction["note"])
        states.append((text, ""))
    return [
        (parse_text(text, name=path.name), Change(note=note, is_major=True) if note else Change())
        for text, note in reversed(states)
    ]


def remove(conference: Conference, *, words: str, reason: str) -> None:
    """Remove words from a public conference without repeating them."""
    row = Conference.objects.get(pk=conference.pk)
    cuts = [
        Cut(turn.public_id, index, words)
        for turn in read(row).turns
        for index, paragraph in enumerate(turn.paragraphs)
        if words in paragraph
    ]
    actions.remove_words(
        row, cuts, reason=reason, is_repeated=False, base=row.revision_number, change=Change(is_major=True)
    )


def report(conference: Conference, *, words: str, message: str, name: str) -> None:
    """Report a mistake in the first paragraph of a public conference that has the words."""
    turn, paragraph, text = next(
        (turn.public_id, public_id, text)
        for turn in read(Conference.objects.get(pk=conference.pk)).turns
        for text, public_id in zip(turn.paragraphs, turn.paragraph_ids, strict=True)
        if words in text
    )
    mistake = actions.Mistake(turn=turn, paragraph=paragraph, words=text, message=message, name=name)
    actions.report_mistake(conference, mistake, key=secrets.token_hex(16))


def announce(conference: Conference, about: dict[str, Any]) -> None:
    """Announce a draft for a day that follows from today, which no later load moves."""
    zone = ZoneInfo(about["zone"])
    day = timezone.localdate(timezone=zone) + timedelta(days=about["in_days"])
    start = datetime.combine(day, time.fromisoformat(about["at"]), zone)
    plan = actions.Plan(
        starts_at=start,
        ends_at=start + timedelta(minutes=about["minutes"]),
        zone=about["zone"],
        accreditation=about["accreditation"],
        broadcast_url=about["broadcast_url"],
        **actions.head_for_announcement(conference),
    )
    actions.announce(conference, plan, change=Change())


def run(document: TranscriptDocument, about: dict[str, Any]) -> None:
    """Set a conference running that began a while ago, with all of its exchanges released but the last, which waits.

    No later load moves it.
    """
    conference = Conference()
    actions.reconcile(conference, replace(document, held_on=timezone.localdate(), exchanges=()))
    start = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=about["began_before"])
    plan = actions.Plan(
        starts_at=start,
        ends_at=start + timedelta(minutes=about["minutes"]),
        zone=about["zone"],
        broadcast_url=about["broadcast_url"],
        **actions.head_for_announcement(conference),
    )
    actions.announce(conference, plan, change=Change())
    actions.start_running(conference, change=Change())
    for exchange in document.exchanges:
        for turn in exchange.turns:
            typed = actions.Typed(turn.text, turn.speaker, turn.outlet, turn.journalist, turn.label, turn.kind.value)
            actions.enqueue(conference, typed, change=Change())
        if exchange is not document.exchanges[-1]:
            actions.release(conference, change=Change())


def attach(conference: Conference, described: list[dict[str, str]]) -> None:
    """Give the conference the photos, handouts and videos that are described."""
    rows, uploads = [], {}
    for number, about in enumerate(described):
        words = {name: text for name, text in about.items() if name not in {"scene", "file"}}
        rows.append(Attachment(conference=conference, **words))
        if "scene" in about:
            uploads[number] = actions.read_photo(draw_scene(about["scene"]))
        elif "file" in about:
            is_recording = about["kind"] == Attachment.Kind.RECORDING
            read_upload = actions.read_recording if is_recording else actions.read_handout
            uploads[number] = read_upload(ContentFile((DEMO / about["file"]).read_bytes(), about["file"]))
    if rows:
        actions.save_attachments(conference, rows, uploads=uploads, change=Change())


def align(conference: Conference, described: list[dict[str, str]]) -> None:
    """Give the paragraphs their seconds, from the captions beside the recording."""
    for about in described:
        if about["kind"] == Attachment.Kind.RECORDING:
            captions = (DEMO / about["file"]).with_suffix(".vtt")
            row = Conference.objects.get(pk=conference.pk)
            document = read(row)
            placed = place_paragraphs(document, read_heard(captions.read_bytes(), captions.name))
            actions.set_times(row, times_of(document, placed), base=row.revision_number, change=Change())


def make_editor() -> tuple[str, str]:
    """Make the account `editor` of the Editors, once, and return its name and password.

    The password is random; it is kept beside the database, so that it can be shown again.
    """
    path: Path = settings.DATA_DIR / "demo-editor"
    user = User.objects.filter(username="editor").first()
    if user is None:
        password = secrets.token_urlsafe(9)
        user = User.objects.create_user("editor", password=password, is_staff=True)
        user.groups.add(Group.objects.get(name="Editors"))
        path.write_text(password)
        path.chmod(0o600)
    password = path.read_text() if path.exists() else ""
    return "editor", password if password and user.check_password(password) else "(unchanged)"
