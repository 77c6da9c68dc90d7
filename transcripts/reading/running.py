"""The state of a running transcript for readers: when it last grew, and what has changed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from transcripts.document import HEAD, Part, TranscriptDocument, TurnText, people_text
from transcripts.models import SILENT_AFTER, Conference, Exchange, Outlet, Participation, Series, Speaker, Topic, Turn
from transcripts.presentation import CorrectionView, Links, NameView
from transcripts.reading.removals import removals_of, without_removed_words

MOST_CHANGES = 30  # that a page lists, the last first


@dataclass(frozen=True, slots=True)
class RunningState:
    """The times of a running transcript: set running, last added to, whether that is long ago, last changes of turns.

    `changed` has the times by the turns' permanent ids, of those whose words changed after they had been public.
    """

    since: datetime
    last_added: datetime
    is_silent: bool
    changed: dict[str, datetime]


def read_running_state(conference: Conference) -> RunningState | None:
    """Return the state of a conference that is running; None of any other. One query, or none."""
    since = conference.running_since
    if since is None or not conference.is_published:
        return None
    last = conference.added_at or since
    changed = conference.released.exclude(changed_at=None).values_list("turn_public_id", "changed_at")
    return RunningState(since, last, last <= timezone.now() - SILENT_AFTER, {key: at for key, at in changed if at})


def as_of(conference: Conference) -> datetime | None:
    """Return the time as of which a running transcript is shown: that of its revision; None of any other. One query."""
    if not conference.is_running:
        return None
    made = conference.revisions.applied().order_by("-number").values_list("made_at", flat=True).first()
    return max(filter(None, (made, conference.added_at)), default=None)


def as_of_text(conference: Conference) -> str:
    """Return what files and citations say of a running transcript; empty of any other. One query."""
    moment = as_of(conference)
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    said = {"day": date_format(local.date(), "DATE_FORMAT"), "time": date_format(local, "H:i")}
    return gettext("running transcript, as of %(day)s, %(time)s") % said


def who_speaks(people: Iterable[Participation], language: str) -> list[str]:
    """Return a line with name and role for each participant who is a speaker, not a chair or an interpreter.

    Runs no query, unless a participant has no printed name: then one for the speaker.
    """
    between = "，" if language.startswith(("zh", "ja")) else ", "
    return [
        between.join(filter(None, [each.name_as_printed or each.speaker.name, each.role_as_printed]))
        for each in people
        if each.part == Part.SPEAKER.value
    ]


def exchange_marks(conference: Conference) -> dict[str, str]:
    """Return by the permanent id of each exchange, in order, a word that is another when its words are. Two queries."""
    made = {key: hashlib.sha256() for key in _ids(conference)}
    rows = Turn.objects.filter(exchange__conference=conference).order_by("exchange__position", "position")
    for exchange, heading, *words in rows.values_list(
        "exchange__public_id", "exchange__heading", "public_id", "kind", "label_as_printed", "journalist", "text"
    ):
        made[exchange].update(repr((heading, *words)).encode())
    return {key: digest.hexdigest()[:12] for key, digest in made.items()}


def _ids(conference: Conference) -> list[str]:
    found = Exchange.objects.published().filter(conference=conference).order_by("position")
    return list(found.values_list("public_id", flat=True))


def without_unknown_names(links: Links) -> Links:
    """Return the links without those to pages of names that are in no closed transcript. Four queries at most."""
    urls = {*links.people.values(), *links.profiles.values(), *(topic.url for topic in links.topics.values())}
    urls |= {links.series.url} if links.series else set()
    slugs = {unquote(url.rstrip("/").rpartition("/")[2]) for url in urls if url}
    known: set[str] = set()
    for model in (Speaker, Outlet, Topic, Series) if slugs else ():
        found: Any = model.objects.published().filter(slug__in=slugs)
        known |= {record.get_absolute_url() for record in found}

    def known_only(url: str) -> str:
        return url if url in known else ""

    return replace(
        links,
        series=NameView(links.series.name, known_only(links.series.url)) if links.series else None,
        people={name: known_only(url) for name, url in links.people.items()},
        topics={name: NameView(topic.name, known_only(topic.url)) for name, topic in links.topics.items()},
        profiles={key: known_only(url) for key, url in links.profiles.items()},
    )


@dataclass(frozen=True, slots=True)
class RunningChange:
    """A change of public words: its key, its time, the speaker or the field, and the words, as a correction."""

    key: int
    at: datetime
    label: str
    turn: str
    field: str
    correction: CorrectionView

    @property
    def is_gone(self) -> bool:
        """Whether the words were taken out, with nothing in their place."""
        return not self.correction.now


def read_running_changes(conference: Conference, *, most: int = MOST_CHANGES) -> list[RunningChange]:
    """Return the changes of a running transcript's words that had been public, the last first. Three queries.

    The documents of as many revisions are read as there are changes, and as many before them.
    """
    rows = list(conference.running_corrections.select_related("revision").defer("revision__document").order_by("-pk"))
    rows = rows[:most]
    if not rows:
        return []
    numbers = {row.revision.number or 0 for row in rows}
    numbers |= {number - 1 for number in numbers}
    removals = removals_of(conference)
    documents = {
        revision.number: without_removed_words(revision.transcript, conference, removals)
        for revision in conference.revisions.applied().filter(number__in=numbers)
    }
    made = []
    for row in rows:
        number = row.revision.number or 0
        before, after = documents[number - 1], documents[number]
        old, new = (_turn_of(each, row.turn_public_id) for each in (before, after))
        was, now = (_value_of(each, row.field) for each in (before, after)) if row.field else _words(old, new)
        at = row.revision.made_at
        is_of_name = bool(old and new and old.text == new.text)
        correction = CorrectionView(timezone.localdate(at), "", was, now, "", is_of_name=is_of_name)
        spoken = new or old
        label = spoken.label if spoken else ""
        made.append(RunningChange(row.pk, at, label, row.turn_public_id if new else "", row.field, correction))
    return made


def _turn_of(document: TranscriptDocument, public_id: str) -> TurnText | None:
    return next((turn for turn in document.turns if public_id and turn.public_id == public_id), None)


def _words(old: TurnText | None, new: TurnText | None) -> tuple[str, str]:
    """Return the words before and after; where they are the same, who spoke."""
    if old and new and old.text == new.text:
        return old.label, new.label
    return old.text if old else "", new.text if new else ""


def _value_of(document: TranscriptDocument, name: str) -> str:
    if name == "people":
        return people_text(document)
    if name in HEAD:
        return HEAD[name].to_text(getattr(document, name))
    number = int("".join(char for char in name.partition(":")[0] if char.isdigit()) or 0)
    return document.exchanges[number - 1].heading if 0 < number <= len(document.exchanges) else ""
