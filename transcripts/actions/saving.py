"""What follows when the admin's forms have saved their rows, in the same transaction."""

from django.db import transaction
from django.db.models import Max

from transcripts import search
from transcripts.actions.ordering import renumber
from transcripts.models import Conference, Participation, Turn
from transcripts.reading import in_language


@transaction.atomic
def record_change(conference: Conference) -> None:
    """Bring the conference in order after its rows were saved one by one: positions, labels, participants, index.

    About ten queries, whatever the length.
    """
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    renumber(row.exchanges.all(), list(row.exchanges.order_by("position").values_list("pk", flat=True)))
    _seat_who_speaks(row)
    _print_labels(row)
    row.version += 1
    row.save(update_fields=["version", "updated_at"])
    conference.version = row.version
    search.index(conference.pk)


def _seat_who_speaks(conference: Conference) -> None:
    """Make everybody who speaks a participant, with the name of today as the printed one."""
    seated = conference.participations.values_list("speaker_id", flat=True)
    turns = Turn.objects.filter(exchange__conference=conference, speaker__isnull=False)
    standing = turns.exclude(speaker__in=list(seated)).select_related("speaker")
    last = conference.participations.aggregate(last=Max("position"))["last"] or 0
    chinese = conference.language.startswith("zh")
    speakers = {
        turn.speaker.pk: turn.speaker for turn in standing.order_by("exchange__position", "position") if turn.speaker
    }
    Participation.objects.bulk_create(
        Participation(
            conference=conference,
            speaker=speaker,
            position=last + number,
            name_as_printed=in_language(speaker, chinese=chinese),
        )
        for number, speaker in enumerate(speakers.values(), start=1)
    )


def _print_labels(conference: Conference) -> None:
    """Give each turn without a label the printed name of its speaker or outlet."""
    printed = dict(conference.participations.values_list("speaker_id", "name_as_printed"))
    chinese = conference.language.startswith("zh")
    turns = list(
        Turn.objects.filter(exchange__conference=conference, label_as_printed="")
        .exclude(speaker=None, outlet=None)
        .select_related("outlet")
    )
    for turn in turns:
        if turn.speaker_id:
            turn.label_as_printed = printed[turn.speaker_id]
        elif turn.outlet:
            turn.label_as_printed = in_language(turn.outlet, chinese=chinese)
    Turn.objects.bulk_update(turns, ["label_as_printed"], batch_size=200)
