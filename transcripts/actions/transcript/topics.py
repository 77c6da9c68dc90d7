"""Setting the topics of exchanges."""

from collections.abc import Iterable, Mapping

from transcripts.actions.name_resolution import find_or_make
from transcripts.models import Exchange, Topic


def give_topics(wanted: Mapping[Exchange, Iterable[str]]) -> None:
    """Set the topics of each exchange, by name, and no others. Nine queries, and a few for each new topic."""
    names = {row: tuple(topics) for row, topics in wanted.items()}
    topics = find_or_make(Topic, [name for own in names.values() for name in own])
    through = Exchange.topics.through
    pairs = {(row.pk, topics[name].pk) for row, own in names.items() for name in own}
    there = {(link.exchange_id, link.topic_id): link.pk for link in through.objects.filter(exchange__in=list(names))}
    through.objects.filter(pk__in=[pk for pair, pk in there.items() if pair not in pairs]).delete()
    through.objects.bulk_create(
        through(exchange_id=exchange, topic_id=topic) for exchange, topic in sorted(pairs - set(there))
    )
