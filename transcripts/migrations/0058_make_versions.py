"""Make the versions of what readers have seen so far, from the events and revisions of each conference."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

BATCH = 200
NO_LINE = "0" * 64
HEAD = ("title", "series", "language", "held_on", "starts_at", "posted_on", "venue", "source", "source_url", "summary")
_SCHEDULED_FOR = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d) (\S+)")  # an event's own note


def make_versions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Find when each conference was public and with which revisions, and write the log in the order of time."""
    conferences = apps.get_model("transcripts", "Conference").objects
    seen: list[tuple[datetime, int, int, int]] = []  # time, conference, number, revision
    waiting: list[tuple[int, int, datetime]] = []  # conference, revision, time
    now = timezone.now()
    for conference in (
        conferences.filter(status__in=["published", "withdrawn"]).order_by("pk").iterator(chunk_size=BATCH)
    ):
        if conference.status == "published" and conference.published_at > now:
            last = conference.revisions.filter(number=conference.revision_number).values_list("pk", flat=True).first()
            if last:
                waiting.append((conference.pk, last, conference.published_at))
        found = enumerate(_seen(conference, now), start=1)
        seen += [(time, conference.pk, number, revision) for number, (time, revision) in found]
    _write(apps, sorted(seen), waiting)


def _seen(conference: Any, now: datetime) -> Iterator[tuple[datetime, int]]:
    """Yield the time from which readers saw each version of the conference, and the key of its revision."""
    applied = conference.revisions.filter(state="applied").order_by("number")
    revisions = list(applied.values_list("made_at", "pk"))
    before: Any = None
    for start, end in _public_times(conference, now):
        at_start = [key for made_at, key in revisions if made_at <= start] or [key for _, key in revisions[:1]]
        changes = [(start, at_start[-1])] if at_start else []
        changes += [(made_at, key) for made_at, key in revisions if start < made_at and (end is None or made_at < end)]
        for time, key in changes:
            document = applied.get(pk=key).document
            shown = _to_readers(document)
            if document and shown != before:
                yield time, key
                before = shown


def _public_times(conference: Any, now: datetime) -> Iterator[tuple[datetime, datetime | None]]:
    """Yield the spans of time in which the conference was public; the last one is open where it still is."""
    since: datetime | None = None
    planned: datetime | None = None
    steps = conference.events.filter(what__in=["published", "scheduled", "returned", "withdrawn"])
    for what, time, note in steps.order_by("made_at", "pk").values_list("what", "made_at", "note"):
        if what == "published":
            since, planned = since or time, None
        elif what == "scheduled":
            planned = _planned(note, time) or conference.published_at
        elif what == "returned":
            planned = None
        else:
            start = since or (planned if planned and planned < time else None) or conference.published_at
            if start and start < time:
                yield start, time
            since = planned = None
    if conference.status == "published" and conference.published_at <= now:
        yield conference.published_at, None


def _planned(note: str, made_at: datetime) -> datetime | None:
    """Return the time that the note of a scheduling names, if it does."""
    found = _SCHEDULED_FOR.fullmatch(note)
    try:
        planned = datetime.fromisoformat(found[1]).replace(tzinfo=ZoneInfo(found[2])) if found else None
    except (ValueError, ZoneInfoNotFoundError):
        return None
    return planned if planned and planned > made_at else None


def _to_readers(document: dict[str, Any]) -> Any:
    """Return what readers see of a document, without its ids."""
    exchanges = []
    for exchange in document.get("exchanges", ()):
        turns = [
            {key: value for key, value in turn.items() if key not in {"public_id", "paragraph_ids"}}
            for turn in exchange["turns"]
        ]
        exchanges.append([exchange.get("heading"), exchange.get("topics"), turns])
    return [[document.get(name) for name in HEAD], document.get("people"), exchanges]


def _write(apps: Apps, seen: list[tuple[datetime, int, int, int]], waiting: list[tuple[int, int, datetime]]) -> None:
    versions = apps.get_model("transcripts", "Version").objects
    revisions = apps.get_model("transcripts", "Revision").objects
    ids = dict(apps.get_model("transcripts", "Conference").objects.values_list("pk", "public_id"))
    previous, rows = NO_LINE, []
    for line, (time, conference, number, revision) in enumerate(seen, start=1):
        version = _version(versions, revisions.get(pk=revision), number, time)
        version.line, version.previous = line, previous
        previous = _digest(
            {
                "number": line,
                "time": time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "conference": ids[conference],
                "version": number,
                "digest": version.digest,
                "previous": previous,
            }
        )
        rows.append(version)
        if len(rows) == BATCH:
            versions.bulk_create(rows)
            rows = []
    rows += [_version(versions, revisions.get(pk=revision), 1, time) for _, revision, time in waiting]
    versions.bulk_create(rows, batch_size=BATCH)


def _version(versions: Any, revision: Any, number: int, time: datetime) -> Any:
    salts: dict[str, str] = {}
    structure = _structure(revision.document, salts)
    return versions.model(
        conference_id=revision.conference_id,
        revision_id=revision.pk,
        number=number,
        made_at=time,
        structure=structure,
        salts=salts,
        digest=_digest(structure),
        previous="",
    )


def _structure(document: dict[str, Any], salts: dict[str, str]) -> dict[str, Any]:
    """Return the document's shape with a salted digest in the place of each text; what is empty is left out."""

    def leaf(text: str) -> str:
        salt = secrets.token_hex(16)
        digest = hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()
        salts[digest] = salt
        return digest

    def leaves(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, str]:
        return {name: leaf(values[name]) for name in names if values.get(name)}

    def turn(values: dict[str, Any]) -> dict[str, Any]:
        return _filled(
            public_id=values.get("public_id", ""),
            kind=values["kind"],
            **leaves(values, ("label", "speaker", "outlet", "journalist")),
            paragraphs=[leaf(paragraph) for paragraph in values.get("paragraphs", ())],
            paragraph_ids=values.get("paragraph_ids", []) if any(values.get("paragraph_ids", ())) else [],
        )

    def exchange(values: dict[str, Any]) -> dict[str, Any]:
        return _filled(
            public_id=values.get("public_id", ""),
            **leaves(values, ("heading",)),
            topics=[leaf(topic) for topic in values.get("topics", ())],
            turns=[turn(each) for each in values.get("turns", ())],
        )

    def person(values: dict[str, Any]) -> str:
        return leaf(f"{values['name']}\n{values.get('role', '')}\n{values.get('part') or 'speaker'}")

    return _filled(
        head=leaves(document, HEAD),
        people=[person(each) for each in document.get("people", ())],
        exchanges=[exchange(each) for each in document.get("exchanges", ())],
    )


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _digest(value: dict[str, Any]) -> str:
    """Return the SHA-256 of canonical JSON: of what has only ASCII in it, as here, this is that of RFC 8785."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def forget(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("transcripts", "Version").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0057_keep_versions")]
    operations = [
        migrations.AlterField(
            model_name="conference",
            name="public_id",
            field=models.CharField(editable=False, max_length=16, unique=True, verbose_name="permanent ID"),
        ),
        migrations.RunPython(make_versions, forget),
    ]
