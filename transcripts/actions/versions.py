"""Public versions and the site's log of them: each is sealed when made and logged once it is public."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from transcripts.document import (
    NO_LINE,
    FormError,
    VerifyError,
    leaf_digest,
    line_digest,
    new_seal,
    pair_leaves,
    structure_digest,
    texts_of,
    verify_log,
)
from transcripts.models import NOW, Conference, Edition, PreparedQuery, Revision, Version
from transcripts.reading.versions import log_head


def make_version(conference: Conference, revision: Revision, *, at: datetime) -> Version:
    """Make the next public version of a public conference, with its line in the log. About eight queries.

    The caller's transaction has locked the conference. Lines that are due are written before.
    """
    write_due_lines()
    last = conference.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = _sealed(conference, revision, last + 1, at)
    _write_lines([version])
    return version


def prepare_version(conference: Conference, revision: Revision) -> None:
    """Keep the first version of a scheduled conference ready, in the place of one prepared before. Two queries."""
    drop_prepared(conference)
    assert conference.published_at, "a scheduled conference has a time"  # noqa: S101  (held by a constraint)
    _sealed(conference, revision, 1, conference.published_at).save()


def drop_prepared(conference: Conference) -> None:
    """Delete a version of the conference that was never public. One query."""
    conference.versions.filter(line=None).delete()


def write_due_lines() -> int:
    """Write the lines of scheduled conferences whose time has come; return how many. One query when there are none."""
    if not _DUE():
        return 0
    with transaction.atomic():
        _lock_log()
        due = list(Version.objects.due().select_related("conference"))
        for version in due:
            version.made_at = version.conference.published_at or version.made_at
        _write_lines(due)
    return len(due)


_DUE = PreparedQuery(lambda: Version.objects.due(NOW).values_list("pk")[:1])


def _sealed(conference: Conference, revision: Revision, number: int, at: datetime) -> Version:
    structure, salts = new_seal(revision.transcript)
    return Version(
        conference=conference,
        revision=revision,
        number=number,
        made_at=at,
        structure=structure,
        salts=salts,
        digest=structure_digest(structure),
    )


def _write_lines(versions: Sequence[Version]) -> None:
    """Save the versions, each with the next line of the log."""
    _lock_log()
    last = Version.objects.logged().select_related("conference").defer("structure", "salts").last()
    for version in versions:
        version.line = (last.line or 0) + 1 if last else 1
        version.previous = line_digest(last.log_line()) if last else NO_LINE
        version.save()
        last = version


def _lock_log() -> None:
    """Make everybody else who would write a line, or raise the edition, wait until the transaction ends."""
    if not Edition.objects.select_for_update().filter(pk=1):
        Edition.objects.get_or_create(pk=1)


def write_head(path: Path) -> bool:
    """Append today's head of the log to the file at `path`, once a day; return whether it did. Raises OSError."""
    today, head = timezone.localdate().isoformat(), log_head()
    if head is None or any(written.get("day") == today for written in read_heads(path)):
        return False
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"day": today, **head}) + "\n")
    return True


def read_heads(path: Path) -> list[dict[str, Any]]:
    """Return the heads in the file at `path`, none where there is no file. Raises OSError, ValueError."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def find_damaged_versions(conference: Conference) -> Iterator[str]:
    """Yield a sentence for each of the conference's versions that is not what its revision and its seal say.

    One query; the revisions are read with their documents.
    """
    number = 0
    for version in conference.versions.select_related("revision").order_by("number"):
        number += 1
        if version.number != number:
            yield f"Version {number} is missing."
            number = version.number
        if structure_digest(version.structure) != version.digest:
            yield f"Version {number} was altered after it was made."
        elif not _is_of_its_revision(version):
            yield f"Version {number} is not what revision {version.revision.number} holds."


def _is_of_its_revision(version: Version) -> bool:
    """Return whether each leaf is of the text in its place. A document that cannot be read is reported elsewhere."""

    def is_leaf_of(text: str, leaf: str) -> bool:
        same.append(leaf not in version.salts or leaf_digest(version.salts[leaf], text) == leaf)
        return same[-1]

    same: list[bool] = []
    try:
        pair_leaves(texts_of(version.revision.transcript), version.structure, is_leaf_of)
    except FormError:
        return True
    except ValueError:
        return False
    return all(same)


def find_damaged_log(heads: Path | None = None) -> Iterator[str]:
    """Yield a sentence where the log's chain is broken, or is not what the heads written day by day say. One query."""
    rows = Version.objects.logged().select_related("conference").defer("structure", "salts")
    lines = [row.log_line() for row in rows.iterator(chunk_size=2000)]
    try:
        verify_log(lines)
    except VerifyError as error:
        yield str(error)
    if heads is None:
        return
    try:
        written = read_heads(heads)
        for head in written:
            line = lines[head["number"] - 1] if 0 < head["number"] <= len(lines) else None
            if line is None or line_digest(line) != head["digest"]:
                yield f"The log up to line {head['number']} is not what it was on {head['day']}."
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield f"The heads of the log cannot be read: {error}"
