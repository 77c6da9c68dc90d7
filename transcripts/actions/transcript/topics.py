"""Setting the topics of exchanges."""

from collections.abc import Iterable, Mapping

from transcripts.actions.name_resolution import find_or_make
from transcripts.models import Exchange, Topic
from transcripts.reading.name_resolution import KnownNames


def give_topics(
    wanted: Mapping[Exchange, Iterable[str]], *, fresh: Iterable[Exchange] = (), known: KnownNames | None = None
) -> None:
    """Set the topics of each exchange, by name, and no others. Three queries, and those of `find_or_make`.

    `fresh` are those that were just made, and have none.
    """
    names = {row: tuple(topics) for row, topics in wanted.items()}
    topics = find_or_make(Topic, [name for own in names.values() for name in own], known=known)
    through = Exchange.topics.through
    pairs = {(row.pk, topics[name].pk) for row, own in names.items() for name in own}
    new = {row.pk for row in fresh}
    old = through.objects.filter(exchange__in=[row.pk for row in names if row.pk not in new])
    there = {(link.exchange_id, link.topic_id): link.pk for link in old}
    if gone := [pk for pair, pk in there.items() if pair not in pairs]:
        through.objects.filter(pk__in=gone).delete()
    through.objects.bulk_create(
        through(exchange_id=exchange, topic_id=topic) for exchange, topic in sorted(pairs - set(there))
    )
