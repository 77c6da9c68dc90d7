"""Follow-up of the admin's forms that save rows one by one, in the same transaction."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from transcripts.actions.change import Change, bump_edition, record_event
from transcripts.actions.public_changes import announcement_of
from transcripts.actions.transcript.ordering import close_gaps, move_row
from transcripts.actions.transcript.paragraph_ids import keep_paragraph_ids
from transcripts.actions.transcript.revisions import last_revision, record_revision
from transcripts.models import Announcement, Conference, Event, Exchange, Participation, Revision, Status, Turn


@transaction.atomic
def sync_after_edit(conference: Conference, change: Change | None = None, *, head_changed: bool = False) -> None:
    """Put the conference in order after its rows were saved one by one: positions, labels, participants, index.

    Then save the document as a revision, if it differs. `head_changed` says that something else which the public sees
    has changed, such as the address. About twenty queries, whatever the length. Raises NoteRequiredError.
    """
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    last = last_revision(row)
    bring_in_order(row, last)
    revision = record_revision(row, change or Change(), last=last)
    if revision or head_changed:
        row.save(update_fields=["updated_at"])
    if head_changed:
        record_event(row, Event.What.CHANGED, change or Change())
    if head_changed and not revision and (row.is_published or row.status == Status.WITHDRAWN):
        bump_edition(row)
    elif head_changed and Announcement.objects.announced().filter(conference=row).exists():
        bump_edition(moved=[announcement_of(row)])
    conference.revision_number = row.revision_number


def bring_in_order(conference: Conference, last: Revision | None = None) -> None:
    """Close gaps in the order of the exchanges, make all who speak participants, fill in labels, keep paragraphs' ids.

    `last` is the conference's last revision, if the caller has it. About twenty queries in the caller's transaction,
    whatever the length.
    """
    close_gaps(conference.exchanges.all())
    _add_speaking_participants(conference)
    _fill_in_labels(conference)
    keep_paragraph_ids(conference, last or last_revision(conference))


@transaction.atomic
def move_exchange(exchange: Exchange, *, step: int, change: Change | None = None) -> bool:
    """Move an exchange `step` places down (or up, when negative) in its conference; return whether it moved.

    Raises NoteRequiredError.
    """
    conference = Conference.objects.select_for_update().get(pk=exchange.conference_id)
    moved = move_row(conference.exchanges.all(), exchange.pk, step)
    if moved:
        sync_after_edit(conference, change)
    exchange.refresh_from_db(fields=["position"])
    return moved


def sync_after_site_edit(*, old_logo: str = "") -> None:
    """Raise the edition after a change of the site's identity, which every page shows. Two queries at the most.

    The file of a logo that was replaced or removed is deleted once the transaction is committed.
    """
    bump_edition()
    if old_logo:
        transaction.on_commit(lambda: default_storage.delete(old_logo), robust=True)


def _add_speaking_participants(conference: Conference) -> None:
    """Make everybody who speaks a participant, with the present name as the printed one."""
    listed = conference.participations.values_list("speaker_id", flat=True)
    turns = Turn.objects.filter(exchange__conference=conference, speaker__isnull=False)
    missing = turns.exclude(speaker__in=list(listed)).select_related("speaker")
    last = conference.participations.aggregate(last=Max("position"))["last"] or 0
    language = conference.language
    speakers = {
        turn.speaker.pk: turn.speaker for turn in missing.order_by("exchange__position", "position") if turn.speaker
    }
    Participation.objects.bulk_create(
        Participation(
            conference=conference,
            speaker=speaker,
            position=last + number,
            name_as_printed=speaker.name_in(language),
        )
        for number, speaker in enumerate(speakers.values(), start=1)
    )


def _fill_in_labels(conference: Conference) -> None:
    """Give each turn without a label the printed name of its speaker or outlet."""
    printed = dict(conference.participations.values_list("speaker_id", "name_as_printed"))
    language = conference.language
    turns = list(
        Turn.objects.filter(exchange__conference=conference, label_as_printed="")
        .exclude(speaker=None, outlet=None)
        .select_related("outlet")
    )
    for turn in turns:
        if turn.speaker_id:
            turn.label_as_printed = printed[turn.speaker_id]
        elif turn.outlet:
            turn.label_as_printed = turn.outlet.name_in(language)
    Turn.objects.bulk_update(turns, ["label_as_printed"], batch_size=200)
