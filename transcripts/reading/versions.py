"""Public versions for readers: documents without removed words, links to current records, and the seal."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db.models import OuterRef, Subquery

from transcripts.document import (
    RemovedWords,
    TranscriptDocument,
    blank,
    finds,
    line_digest,
    log_time,
    map_leaves,
    pair_leaves,
    shown_leaf,
    texts_of,
    to_json,
)
from transcripts.models import Conference, Named, Outlet, Removal, Series, Speaker, Topic, Version
from transcripts.presentation import Links, NameView
from transcripts.reading.name_resolution import find_known
from transcripts.reading.transcript import read_people


class VersionTime(NamedTuple):
    """The number of a version, and the time from which readers saw it."""

    number: int
    made_at: datetime


def list_versions(conference: Conference) -> list[VersionTime]:
    """Return the versions of a public conference in order. One query."""
    rows = Version.objects.published().filter(conference=conference).order_by("number")
    return [VersionTime(*row) for row in rows.values_list("number", "made_at")]


def last_number(conference: Conference, revision: int | None = None) -> int:
    """Return the number of a public conference's last version, or the last up to a revision; 0 for none. One query."""
    rows = Version.objects.published().filter(conference=conference).order_by("-number")
    if revision is not None:
        rows = rows.filter(revision__number__lte=revision)
    return rows.values_list("number", flat=True).first() or 0


def find_version(conference: Conference, number: int) -> Version | None:
    """Return a version of a public conference, with its revision. One query."""
    versions = Version.objects.published().filter(conference=conference, number=number)
    return versions.select_related("revision").first()


def number_before(revision: str = "") -> Subquery:
    """Return the number of the version that a revision took the place of: of the query's rows, or of their field."""
    path = f"{revision}__" if revision else ""
    before = Version.objects.filter(
        conference=OuterRef(f"{path}conference"), revision__number__lt=OuterRef(f"{path}number")
    )
    return Subquery(before.order_by("-number").values("number")[:1])


def removed_since(version: Version) -> list[Removal]:
    """Return what was removed from a version's transcript since, and is left out wherever it shows. One query."""
    rows = Removal.objects.unrepeated().filter(conference=version.conference_id)
    return list(rows.filter(revision__number__gt=version.revision.number).order_by("made_at", "pk"))


def log_head() -> dict[str, Any] | None:
    """Return the number of the log's last line and its digest; None when nothing was ever public. One query."""
    last = Version.objects.logged().select_related("conference").defer("structure", "salts").last()
    return {"number": last.line, "digest": line_digest(last.log_line())} if last else None


def to_sealed_json(
    conference: Conference, version: Version, removals: Sequence[RemovedWords], *, exchange: int = 0
) -> dict[str, Any]:
    """Return a version as JSON: the document, as every download has it, and its leaves, each text beside its salt.

    Of a text with removed words there is the digest alone. With the number of an `exchange` it is that one alone, and
    of the others there are the digests, so that it is verified like the whole.
    """
    document = version.revision.transcript

    def show(text: str, leaf: str) -> dict[str, str]:
        return shown_leaf(text, leaf, version.salts, is_removed=finds(text, removals) is not None)

    try:
        leaves = pair_leaves(texts_of(document), version.structure, show)
    except ValueError:  # somebody altered the rows: then nothing proves the words, and verification says so
        leaves = map_leaves(version.structure, lambda leaf: {"digest": leaf})
    shown = blank(document, removals)
    part: dict[str, Any] = {}
    if exchange:
        part["exchange"] = exchange
        shown = replace(shown, exchanges=shown.exchanges[exchange - 1 : exchange])
        others = map_leaves(version.structure.get("exchanges", []), lambda leaf: {"digest": leaf})
        own = leaves.get("exchanges", [])[exchange - 1 : exchange]
        leaves |= {"exchanges": [*others[: exchange - 1], *own, *others[exchange:]]}
    return {
        **to_json(shown, first=exchange or 1),
        **part,
        "conference": conference.public_id,
        "version": version.number,
        "time": log_time(version.made_at),
        "digest": version.digest,
        "leaves": leaves,
    }


def link_past(conference: Conference, document: TranscriptDocument) -> Links:
    """Return links for a past document of a public conference: its names lead to the people of today.

    Names are looked up as on importing: names, aliases, former names. Some twenty queries at most.
    """
    people = {participant.name_as_printed: participant.speaker for participant in read_people(conference)}
    names = {person.name for person in document.people} | {turn.speaker for turn in document.turns}
    people |= _public(Speaker, names - people.keys())
    outlets = _public(Outlet, {turn.outlet for turn in document.turns})
    topics = _public(Topic, {topic for exchange in document.exchanges for topic in exchange.topics})
    series = _public(Series, [document.series]).get(document.series)
    turns = {turn.public_id: people.get(turn.speaker) or outlets.get(turn.outlet) for turn in document.turns}
    return Links(
        slug=conference.slug,
        day=conference.date,
        series=_view(series) if series else None,
        people={name: found.get_absolute_url() for name, found in people.items()},
        topics={name: _view(found) for name, found in sorted(topics.items(), key=lambda pair: pair[1].name)},
        profiles={key: found.get_absolute_url() for key, found in turns.items() if found},
    )


def _view(named: Any) -> NameView:
    return NameView(named.local_name, named.get_absolute_url())


def _public(model: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return the public record of each name that has one."""
    found = find_known(model, names)
    keys = {each.pk for each in found.values()}
    public = set(model.objects.published().filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    return {name: cast("Named", each) for name, each in found.items() if each.pk in public}
