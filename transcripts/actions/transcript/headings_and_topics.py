"""Setting the headings and topics of many exchanges at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from transcripts.actions.change import Change
from transcripts.actions.transcript.proposals import rebase, transcript_at
from transcripts.actions.transcript.reconcile import check_lengths
from transcripts.actions.transcript.row_edits import sync_after_edit
from transcripts.actions.transcript.topics import give_topics
from transcripts.document import ExchangeText
from transcripts.models import Conference, Exchange


@dataclass(frozen=True, slots=True)
class Description:
    """An exchange's heading, and its topics by name."""

    heading: str = ""
    topics: tuple[str, ...] = ()


@transaction.atomic
def set_headings_and_topics(
    conference: Conference,
    wanted: Mapping[str, Description],
    *,
    base: int,
    change: Change,
    choices: Mapping[str, str] | None = None,
) -> None:
    """Give exchanges, by their public ids, these headings and topics, as one revision; no word and no turn is touched.

    `base` is the revision that the editor saw: what others changed since stays, and `choices` is as in
    `change_from`. About forty queries, whatever the length, and a few for each topic that is new. Raises ConflictError,
    DocumentRefusedError, NoteRequiredError, WrongStateError.
    """
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    origin = transcript_at(row, base)
    mine = replace(origin, exchanges=tuple(_describe(one, wanted.get(one.public_id)) for one in origin.exchanges))
    document = rebase(row, mine, base, choices)
    check_lengths(document)
    known = {exchange.public_id: exchange for exchange in row.exchanges.all()}
    texts = [one for one in document.exchanges if one.public_id in known]
    changed = [known[one.public_id] for one in texts if known[one.public_id].heading != one.heading]
    for one in texts:
        known[one.public_id].heading = one.heading
    Exchange.objects.bulk_update(changed, ["heading"], batch_size=200)
    give_topics({known[one.public_id]: one.topics for one in texts})
    sync_after_edit(row, change)


def _describe(exchange: ExchangeText, description: Description | None) -> ExchangeText:
    if description is None:
        return exchange
    return replace(exchange, heading=description.heading, topics=description.topics)
