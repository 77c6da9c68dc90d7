"""Reconciling: make the records of a conference hold a document, the only way a transcript changes.

Turns that stay keep their rows and public ids, edited ones keep their ids, moved ones move; what is gone leaves
its id behind as a redirect. All in one transaction and a bounded number of statements.
"""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext

from transcripts import search
from transcripts.actions.change import Change, DocumentRefusedError, bump_edition
from transcripts.actions.name_resolution import find_or_make
from transcripts.actions.redirects import leave_redirects, reclaim_ids
from transcripts.actions.transcript.paragraph_ids import write_paragraphs, write_times
from transcripts.actions.transcript.revisions import record_revision
from transcripts.actions.transcript.topics import give_topics
from transcripts.document import (
    HEAD_FIELDS,
    Differences,
    ExchangeText,
    FieldType,
    TranscriptDocument,
    TurnText,
    clean_paragraphs,
    compare,
)
from transcripts.document.matching import Match, match
from transcripts.document.merging.import_merge import with_heard_people
from transcripts.models import (
    Conference,
    Exchange,
    Outlet,
    Participation,
    Redirect,
    Revision,
    Series,
    Speaker,
    Topic,
    Turn,
    new_public_id,
)
from transcripts.reading.name_resolution import Chosen, KnownNames
from transcripts.reading.transcript import read
from transcripts.text import fold

AWAY = 16_000  # where positions wait while others take their places; no conference has so many turns
BATCH = 200
_NAMED = {"series": Series}  # the records that head fields name
_TURN = ["exchange", "position", "kind", "label_as_printed", "speaker", "outlet", "journalist", "text"]
_KEYS = {"exchange", "speaker", "outlet"}


@transaction.atomic
def reconcile(
    conference: Conference,
    document: TranscriptDocument,
    change: Change | None = None,
    *,
    proposal: Revision | None = None,
    chosen: Chosen | None = None,
) -> Differences:
    """Make the records of `conference` hold `document` and nothing else, as one revision; return what differs.

    An unsaved conference is saved first; another's row must be locked by the caller. The words are indexed in the
    same transaction. `proposal` is the proposed revision that this applies; `chosen` says whom names mean.
    Raises NoteRequiredError when the conference is public and `change` has no note, DocumentRefusedError when a field
    is too long.
    """
    chosen = chosen or Chosen()
    differences = write_document(conference, document, chosen)
    if not differences and chosen == Chosen():
        return differences
    if chosen != Chosen():
        search.index(conference.pk)  # the same words may have another speaker of the same name
    revision = record_revision(conference, change or Change(), proposal=proposal)
    if not revision and conference.is_published:
        bump_edition(conference)  # the same words, by another speaker of the same name
    return differences


def write_document(conference: Conference, document: TranscriptDocument, chosen: Chosen | None = None) -> Differences:
    """Make the rows of `conference` hold `document`, and return what differs; the caller records it.

    Does what `reconcile` does, in the caller's transaction, but for the search index and the revision: `record_change`
    does both. Some forty queries, whatever the length; six when nothing differs. Raises DocumentRefusedError.
    """
    chosen = chosen or Chosen()
    document = with_heard_people(document)
    check_lengths(document)
    _check_group(conference, document)
    is_new = conference.pk is None
    before = TranscriptDocument()
    if is_new:
        _set_head(conference, document, chosen.known)
        conference.save()
    else:
        before = read(conference)
    found = match(before, document)
    differences = compare(before, document, found)
    if not differences and chosen == Chosen():
        return differences
    if not is_new:
        _set_head(conference, document, chosen.known, before=before)
        conference.save()
    speakers = _write_participants(conference, document, chosen, is_new=is_new)
    rows = _write_exchanges(conference, before, document, found, chosen.known)
    outlets = find_or_make(Outlet, [turn.outlet for turn in document.turns], chosen.outlets, chosen.known)
    keys = _write_turns(conference, before, document, found, rows=rows, speakers=speakers, outlets=outlets)
    if before.exchanges:
        _remove_exchanges(conference, before, found, rows)
    pairs = _flat(before, document, found)
    write_paragraphs(conference, list(before.turns), list(document.turns), pairs, keys, is_new=is_new)
    if any(turn.has_times for side in (before, document) for turn in side.turns):
        write_times(conference, list(document.turns))
    return differences


def _check_group(conference: Conference, document: TranscriptDocument) -> None:
    """Refuse a second conference in one language of a translation group. One query, or none."""
    if not document.translation_group:
        return
    same = Conference.objects.not_in_trash().filter(
        translation_group=document.translation_group, language=document.language
    )
    if other := same.exclude(pk=conference.pk).first():
        raise DocumentRefusedError(
            gettext("“%(title)s” is already the conference in this language in the translation group “%(group)s”.")
            % {"title": other.title, "group": document.translation_group}
        )


def check_lengths(document: TranscriptDocument) -> None:
    """Refuse what the database would cut or reject. Raises DocumentRefusedError, naming the field and the place."""
    texts: list[tuple[type[Model], str, str, str]] = []
    for known in HEAD_FIELDS:
        text = getattr(document, known.name)
        if known.type == FieldType.ADDRESS and text and not text.startswith(("http://", "https://")):
            raise DocumentRefusedError(
                gettext("The source address “%(address)s” must begin with http:// or https://.")
                % {"address": text[:80]}
            )
        if known.type == FieldType.NAME:
            texts.append((_NAMED[known.name], "name", text, ""))
        elif known.is_text:
            texts.append((Conference, known.name, text, ""))
    for person in document.people:
        texts.append((Participation, "name_as_printed", person.name, ""))
        texts.append((Participation, "role_as_printed", person.role, person.name))
    for number, exchange in enumerate(document.exchanges, start=1):
        place = gettext("exchange %(number)d") % {"number": number}
        texts.append((Exchange, "heading", exchange.heading, place))
        texts += [(Topic, "name", topic, place) for topic in exchange.topics]
        for turn in exchange.turns:
            texts.append((Turn, "label_as_printed", turn.label, place))
            texts.append((Turn, "journalist", turn.journalist, place))
            texts.append((Outlet, "name", turn.outlet, place))
    for model, name, text, place in texts:
        field: Any = model._meta.get_field(name)
        if field.max_length and len(text) > field.max_length:
            about = {
                "field": field.verbose_name,
                "text": text[:40],
                "most": field.max_length,
                "place": place or document.title[:40],
            }
            raise DocumentRefusedError(
                gettext("The %(field)s “%(text)s…” is longer than %(most)d characters (%(place)s).") % about
            )


def _set_head(
    conference: Conference, document: TranscriptDocument, known: KnownNames, before: TranscriptDocument | None = None
) -> None:
    """Set the conference's own fields: those that differ from `before`, if given. Two queries when it has a series."""
    for each in HEAD_FIELDS:
        value = getattr(document, each.name)
        if before is not None and getattr(before, each.name) == value:
            continue
        if each.type == FieldType.NAME:
            value = find_or_make(_NAMED[each.name], [value], known=known).get(value)
        setattr(conference, each.name, value)


def _write_participants(
    conference: Conference, document: TranscriptDocument, chosen: Chosen, *, is_new: bool
) -> dict[str, Speaker]:
    """Rewrite the participants where they differ, and return the speaker of each printed name.

    A printed name resolves to the participant already linked under it, even when others have the same name.
    """
    rows = () if is_new else conference.participations.all()
    participants = {participant.speaker_id: participant for participant in rows}
    here: dict[str, int | str] = {
        participant.name_as_printed: participant.speaker_id for participant in reversed(participants.values())
    }
    names = [person.name for person in document.people]
    meant = {name: choice for name, choice in (here | dict(chosen.speakers)).items() if name in names}
    speakers = find_or_make(Speaker, names, meant, chosen.known)
    wanted: dict[int, Participation] = {}
    for person in document.people:
        speaker = speakers[person.name]
        if speaker.pk not in wanted:  # one person under two names is one participant
            participant = participants.get(speaker.pk)
            wanted[speaker.pk] = Participation(
                pk=participant.pk if participant else None,  # a form that shows the row finds it again
                conference=conference,
                speaker=speaker,
                position=len(wanted) + 1,
                name_as_printed=person.name,
                role_as_printed=person.role,
                part=person.part.value,
            )
    if [_participation_values(participant) for participant in participants.values()] != [
        _participation_values(participant) for participant in wanted.values()
    ]:
        if participants:
            conference.participations.all().delete()
        Participation.objects.bulk_create(wanted.values())
        chosen.known.forget_guesses()
    return speakers


def _participation_values(participant: Participation) -> tuple[object, ...]:
    return (
        participant.speaker_id,
        participant.position,
        participant.name_as_printed,
        participant.role_as_printed,
        participant.part,
    )


def _write_exchanges(
    conference: Conference, before: TranscriptDocument, document: TranscriptDocument, found: Match, known: KnownNames
) -> list[Exchange]:
    """Write the exchanges and their topics, and return their rows in the document's order."""
    old = {row.public_id: row for row in conference.exchanges.all()} if before.exchanges else {}
    rows: list[Exchange] = []
    fresh: list[Exchange] = []
    changed: list[Exchange] = []
    moved: list[int] = []
    new = [exchange for number, exchange in enumerate(document.exchanges) if number not in found.exchanges]
    ids = _own_ids(conference, Exchange, new)
    for number, exchange in enumerate(document.exchanges):
        at = found.exchanges.get(number)
        row = Exchange(conference=conference) if at is None else old[before.exchanges[at].public_id]
        value = (number + 1, exchange.heading, exchange.page)
        if at is None:
            row.public_id = next(ids)
            fresh.append(row)
        elif (row.position, row.heading, row.page) != value:
            changed.append(row)
            moved += [row.pk] if row.position != number + 1 else []
        row.position, row.heading, row.page = value
        rows.append(row)
    gone = [row.pk for row in old.values() if row not in rows]
    if moved or gone:
        Exchange.objects.filter(pk__in=[*moved, *gone]).update(position=F("position") + AWAY)
    Exchange.objects.bulk_update(changed, ["position", "heading", "page"], batch_size=BATCH)
    Exchange.objects.bulk_create(fresh)
    topics = {row: exchange.topics for row, exchange in zip(rows, document.exchanges, strict=True)}
    give_topics(topics, fresh=fresh, known=known)
    return rows


def _own_ids(
    conference: Conference, model: type[Exchange] | type[Turn], wanted: Iterable[ExchangeText | TurnText]
) -> Iterator[str]:
    """Return a public id for each row to be made: its own of old where it comes back, else a new one. Two queries."""
    kind = Redirect.Kind(model._meta.model_name or "")
    asked = [row.public_id for row in wanted]
    back = reclaim_ids(conference, kind, asked)
    for public_id in asked:
        yield public_id if public_id in back else new_public_id()
        back.discard(public_id)


def _write_turns(
    conference: Conference,
    before: TranscriptDocument,
    document: TranscriptDocument,
    found: Match,
    *,
    rows: list[Exchange],
    speakers: dict[str, Speaker],
    outlets: dict[str, Outlet],
) -> list[int]:
    """Write the turns into their exchanges; those that are gone leave their ids behind. Return their keys, in order."""
    old = {row.public_id: row for row in Turn.objects.filter(public_id__in=[turn.public_id for turn in before.turns])}
    changed: list[Turn] = []
    fresh: list[Turn] = []
    moved: list[int] = []
    new = [
        turn
        for number, exchange in enumerate(document.exchanges)
        for index, turn in enumerate(exchange.turns)
        if (number, index) not in found.turns
    ]
    ids = _own_ids(conference, Turn, new)
    written: list[Turn] = []
    for number, exchange in enumerate(document.exchanges):
        for index, turn in enumerate(exchange.turns):
            place = found.turns.get((number, index))
            row = old.pop(place.turn.public_id) if place else Turn(public_id=next(ids))
            stood = [getattr(row, f"{name}_id" if name in _KEYS else name) for name in _TURN]
            row.exchange = rows[number]
            row.position = index + 1
            row.kind = turn.kind.value
            row.label_as_printed = turn.label
            row.speaker = speakers.get(turn.speaker)
            row.outlet = outlets.get(turn.outlet)
            row.journalist = turn.journalist
            if row.text != turn.text and clean_paragraphs([row.text]) != turn.paragraphs:
                row.text = turn.text  # as forms send it, with other line ends, it is the same
            written.append(row)
            stands = [getattr(row, f"{name}_id" if name in _KEYS else name) for name in _TURN]
            if place is None:
                fresh.append(row)
            elif stood != stands:
                changed.append(row)
                moved += [row.pk] if stood[:2] != stands[:2] else []
    if old:
        search.forget([row.pk for row in old.values()])
        Turn.objects.filter(pk__in=[row.pk for row in old.values()]).delete()
    if moved:
        Turn.objects.filter(pk__in=moved).update(position=F("position") + AWAY)
    Turn.objects.bulk_update(changed, _TURN, batch_size=BATCH)
    Turn.objects.bulk_create(fresh)
    leave_redirects(conference, Redirect.Kind.TURN, _joined_into(old.values(), [*changed, *fresh]))
    return [row.pk for row in written]


def _flat(before: TranscriptDocument, document: TranscriptDocument, found: Match) -> dict[int, int]:
    """Return the matched turns by their numbers, from 0 on, in the whole document."""
    starts, old_starts = ([0, *accumulate(len(one.turns) for one in side.exchanges)] for side in (document, before))
    return {
        starts[number] + index: old_starts[place.exchange] + place.index
        for (number, index), place in found.turns.items()
    }


def _joined_into(gone: Iterable[Turn], written: Iterable[Turn]) -> dict[str, str]:
    """Return for each turn that is gone the public id of the one that now holds all its words, or an empty text."""
    texts = [(fold(row.text), row.public_id) for row in written]
    return {
        row.public_id: next((public_id for text, public_id in texts if row.text and fold(row.text) in text), "")
        for row in gone
    }


def _remove_exchanges(conference: Conference, before: TranscriptDocument, found: Match, rows: list[Exchange]) -> None:
    """Remove the exchanges that the document no longer holds; their turns have moved or gone before.

    The successor of one is the exchange that its first staying turn moved to.
    """
    moved_to: dict[str, str] = {}
    for (number, _), place in sorted(found.turns.items(), key=lambda item: item[1].index, reverse=True):
        moved_to[before.exchanges[place.exchange].public_id] = rows[number].public_id
    gone = conference.exchanges.exclude(pk__in=[row.pk for row in rows])
    leave_redirects(
        conference, Redirect.Kind.EXCHANGE, {row.public_id: moved_to.get(row.public_id, "") for row in gone}
    )
    gone.delete()
