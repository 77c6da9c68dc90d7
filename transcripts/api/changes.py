"""The sequence of public changes, from which a copy of the site is kept up to date.

A place in it is the epoch of the database, the edition and the change up to which a copy has followed, the end of an
embargo up to which it has, and the announcement. Editions are numbered as they are committed; the end of an embargo
writes nothing, and is found by its time. A first walk begins at the present edition, at the first publication of all
and at the first announcement; a place from before announcements were told has them told once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from transcripts.api.announcements import announced_or_running, announcement_object
from transcripts.api.conferences import PAGING, expand_parameter
from transcripts.api.errors import GoneError, WrongParametersError
from transcripts.api.resource import Resource, Row, parameter
from transcripts.api.rows import conference_objects, tombstones
from transcripts.api.shapes import ref
from transcripts.listing.filtering.filters import NAMED
from transcripts.models import Announcement, Conference, Edition, PublicChange, Redirect, Status

_PLACE = re.compile(r"([0-9a-z]{0,16})-(\d{1,18})-(\d{1,18})-(\d{1,18})-([0-9a-z]{0,16})(?:-(\d{1,18}))?", re.ASCII)
_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LONGEST = 250_000_000_000_000_000  # microseconds: before the year 9999 ends


@dataclass(frozen=True, slots=True)
class Followed:
    """A place in the sequence."""

    epoch: str
    sequence: int
    change: int = 0
    published: int = 0  # microseconds since 1970
    conference: str = ""  # permanent id of the last of that moment
    announcement: int = 0  # the last one that the first walk has reached

    def __str__(self) -> str:
        followed = f"{self.epoch}-{self.sequence}-{self.change}-{self.published}-{self.conference}"
        return f"{followed}-{self.announcement}"

    @classmethod
    def read(cls, text: str) -> "Followed":
        """Return the place that a text names. Raises WrongParametersError."""
        match = _PLACE.fullmatch(text)
        if not match or int(match[4]) > _LONGEST:
            raise WrongParametersError({"updated_since": ["It is not one that was given here."]})
        return cls(match[1], int(match[2]), int(match[3]), int(match[4]), match[5], int(match[6] or 0))


class ChangeList(Resource):
    """What has changed since a place in the sequence."""

    expandable = ("conference", "announcement")

    @extend_schema(
        operation_id="changes",
        summary="What copies of the site must change, in the order in which it became public.",
        description=(
            "Without `updated_since`, everything that is public. Keep the `updated_since` of the last page and ask "
            "with it again: there will be what was published, corrected, renamed, merged, withdrawn since, and what "
            "came out of an embargo. The key of an announcement is that of its conference, whose transcript may be "
            "running: forget it when the conference comes, or its tombstone. A thing may come twice; do what it says "
            "again. 410 means that the database was put back or moved: forget all and begin without it."
        ),
        parameters=[
            parameter("updated_since", "The value that the last page gave."),
            PAGING[0],
            expand_parameter("conference", "announcement"),
        ],
        responses={200: ref("ChangePage"), 400: ref("Problem"), 410: ref("Problem")},
    )
    def get(self, request: Request) -> Response:
        """Return a page. Twenty queries at most."""
        given = self.read(request, "updated_since", "size")
        size, expand = self.size(request), self.expanded(request)
        row = Edition.objects.filter(pk=1).values_list("epoch", "number").first()
        epoch, number = row or ("", 0)
        place = Followed.read(given["updated_since"]) if given["updated_since"] else Followed(epoch, number, _LAST)
        if place.epoch != epoch:
            raise GoneError("The sequence began again. Forget what you have, and ask without updated_since.")
        changes = list(_changes(place)[: size + 1])
        rows, place = _of_changes(changes[:size], place)
        more = len(changes) > size
        if not more:
            ended = _ended(place, size + 1 - len(rows))
            more, ended = len(rows) + len(ended) > size, ended[: size - len(rows)]
            rows += [_of_public(conference) for conference in ended]
            if ended and (last := ended[-1]).published_at:
                microseconds = (last.published_at - _START) // _MICROSECOND
                place = replace(place, published=microseconds, conference=last.public_id)
        if not more:
            standing = _standing(place, size + 1 - len(rows))
            more, standing = len(rows) + len(standing) > size, standing[: size - len(rows)]
            rows += [(None, _announced(each.conference.public_id, None)) for each in standing]
            place = replace(place, announcement=standing[-1].pk) if standing else place
        results = _filled(rows, expand)
        following = self.next_address(request, updated_since=str(place)) if more else ""
        return self.page(results, following=following, updated_since=str(place))


_ANNOUNCEMENT = PublicChange.Kind.ANNOUNCEMENT
_LAST = 10**18 - 1  # behind every change of an edition


def _changes(place: Followed) -> Any:
    """Return the changes behind a place: those of later editions, and those of the same that come later."""
    behind = Q(sequence__gt=place.sequence) | Q(sequence=place.sequence, pk__gt=place.change)
    found = PublicChange.objects.told().filter(behind, sequence__gte=place.sequence)
    return found.select_related("conference").order_by("sequence", "pk")


def _ended(place: Followed, most: int) -> list[Conference]:
    """Return the conferences that are public, running too, from a moment behind a place on. One query."""
    if most < 1:
        return []
    moment = _START + timedelta(microseconds=place.published)
    behind = Q(published_at__gt=moment) | Q(published_at=moment, public_id__gt=place.conference)
    found = Conference.objects.published().filter(behind, published_at__gte=moment)
    return list(found.order_by("published_at", "public_id")[:most])


def _standing(place: Followed, most: int) -> list[Announcement]:
    """Return the announcements behind a place, in the order in which they were made. One query."""
    if most < 1:
        return []
    found = Announcement.objects.announced().filter(pk__gt=place.announcement).select_related("conference")
    return list(found.order_by("pk")[:most])


_Told = tuple[Conference | None, Row]
_Rows = list[_Told]


def _of_public(conference: Conference) -> _Told:
    """Return the row of a public conference: while it is running its announcement alone."""
    running = conference.running_since is not None
    return (None, _announced(conference.public_id, None)) if running else (conference, _row(conference.public_id))


def _of_changes(changes: Sequence[PublicChange], place: Followed) -> tuple[_Rows, Followed]:
    """Return a row for each change that is told of, and the place behind them. Two queries for each kind of name."""
    rows: _Rows = []
    named = _names([each for each in changes if not (each.conference_id or each.kind == _ANNOUNCEMENT)])
    states = _states([each.key for each in changes if each.kind == _ANNOUNCEMENT])
    for change in changes:
        if change.kind == _ANNOUNCEMENT:
            if change.key in states:
                rows.append((None, _announced(change.key, change.sequence, state=states[change.key])))
        elif change.conference and change.conference.is_running:
            rows.append((None, _announced(change.key, change.sequence)))
        elif change.conference:
            row = _row(change.key, sequence=change.sequence)
            if change.conference.status == Status.WITHDRAWN:
                row["state"] = "withdrawn"
            rows.append((change.conference, row))
        elif (change.kind, change.key) in named:
            moved = named[change.kind, change.key]
            state = "moved" if moved else "published"
            row = _row(change.key, type=change.kind, state=state, moved_to=moved or None, sequence=change.sequence)
            rows.append((None, row))
    if changes:
        place = replace(place, sequence=changes[-1].sequence, change=changes[-1].pk)
    return rows, place


def _states(keys: Sequence[str]) -> dict[str, str]:
    """Return the states of announcements, public or withdrawn; none for one replaced by a transcript. One query."""
    if not keys:
        return {}
    found = Announcement.objects.in_place().filter(conference__public_id__in=keys)
    pairs = found.values_list("conference__public_id", "state")
    return {key: "withdrawn" if state == Announcement.State.WITHDRAWN else "published" for key, state in pairs}


def _announced(key: str, sequence: int | None, *, state: str = "published") -> Row:
    return _row(key, type=_ANNOUNCEMENT.value, state=state, sequence=sequence)


def _names(changes: Sequence[PublicChange]) -> dict[tuple[str, str], str]:
    """Return the present slugs of public names by kind and slug, empty where it is the same."""
    found: dict[tuple[str, str], str] = {}
    for kind in {change.kind for change in changes}:
        keys = [change.key for change in changes if change.kind == kind]
        model: Any = NAMED[kind]
        moved = dict(Redirect.objects.filter(kind=kind, old__in=keys).values_list("old", "new"))
        slugs = {*moved.values(), *keys}
        there = set(model._default_manager.published().filter(slug__in=slugs).values_list("slug", flat=True))
        for key in keys:
            if moved.get(key) in there:
                found[kind, key] = moved[key]
            elif key not in moved and key in there:
                found[kind, key] = ""
    return found


def _row(key: str, **more: Any) -> Row:
    plain: Row = {"type": "conference", "key": key, "state": "published", "sequence": None, "moved_to": None}
    return plain | {"conference": None, "announcement": None, "tombstone": None} | more


def _filled(rows: _Rows, expand: set[str]) -> list[Row]:
    """Return the rows with whole conferences where they are asked for, and tombstones. Ten queries at most."""
    gone = [conference for conference, row in rows if conference and row["state"] == "withdrawn"]
    graves = tombstones(gone)
    wholes: dict[str, Row] = {}
    if "conference" in expand:
        keys = [conference.pk for conference, row in rows if conference and row["state"] == "published"]
        wholes = {whole["public_id"]: whole for whole in conference_objects(keys, expand={"exchanges"})}
    if "announcement" in expand:
        _fill_announcements([row for _, row in rows if row["type"] == _ANNOUNCEMENT and row["state"] == "published"])
    for conference, row in rows:
        if conference and row["state"] == "withdrawn":
            row["tombstone"] = graves[conference.pk]
        elif conference:
            row["conference"] = wholes.get(conference.public_id)
    return [row for _, row in rows]


def _fill_announcements(rows: Sequence[Row]) -> None:
    """Put each announcement, or what is running, into its row. Three queries, or none."""
    keys = [row["key"] for row in rows]
    if not keys:
        return
    found = announced_or_running(Q(conference__public_id__in=keys), Q(public_id__in=keys))
    objects = {each["conference"]: each for each in map(announcement_object, found)}
    for row in rows:
        row["announcement"] = objects.get(row["key"])
