"""Topic suggestions for an exchange: topics in use whose names occur in its words. Nothing is written here.

A name is stored under one of its words, the longest, so that the words of a whole conference lead to the few names
that may occur in it, however many topics there are.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

from django.db.models import Exists, OuterRef

from transcripts.models import Exchange, Named, NameKey, Topic
from transcripts.reading.topic_words import line_of, name_line, word_key
from transcripts.tokens import spellings

K = TypeVar("K", bound=Hashable)
MOST_WORDS = 20_000  # different words that are looked up; more are in no conference that is read in a day
MOST_NAMES = 5_000  # names that are tried
MOST_OFFERED = 6  # topics for one exchange
MOST_LINKS = 2_000  # newest uses of topics that are checked for those used recently


def suggest_topics(texts: Mapping[K, str], *, but: Mapping[K, Collection[str]] | None = None) -> dict[K, list[Topic]]:
    """Return for each text the topics in use whose name, in any language, occurs in it; the most frequent first.

    `but` names the topics that it has already. Two queries, whatever the length.
    """
    words = {key: {spelling for spelling, _ in spellings(text)} for key, text in texts.items()}
    known = sorted(set().union(*words.values()) if words else (), key=lambda word: (-len(word), word))[:MOST_WORDS]
    rows = NameKey.objects.filter(kind="topic", key__in=[word_key(word) for word in known])
    names: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for record, name, kept_under in rows.values_list("record", "name", "key")[:MOST_NAMES]:
        names[kept_under].append((record, name_line(name)))
    lines = {key: line_of(text) for key, text in texts.items()}
    counts = {
        key: _count(lines[key], [name for word in words[key] for name in names.get(word_key(word), ())])
        for key in texts
    }
    topics = _in_use({record for found in counts.values() for record in found})
    offers: dict[K, list[Topic]] = {}
    for key, found in counts.items():
        has = set((but or {}).get(key, ()))
        often = sorted(found, key=lambda record: (-found[record], record))
        good = (topics[record] for record in often if record in topics)
        offers[key] = [topic for topic in good if not has.intersection(topic.all_names)][:MOST_OFFERED]
    return offers


def recent_topics() -> list[Named]:
    """Return the topics that were given last, the newest first, each once. Two queries, whatever their number."""
    through = Exchange.topics.through
    links = through.objects.order_by("-pk").values_list("topic_id", flat=True)[:MOST_LINKS]
    keys = list(dict.fromkeys(links))
    topics = Topic.objects.in_bulk(keys)
    return [topics[key] for key in keys if key in topics]


def _count(line: str, names: Iterable[tuple[int, str]]) -> dict[int, int]:
    """Return how often each topic's names occur in a line of words; those that do not are left out."""
    counts: dict[int, int] = {}
    for record, name in names:
        count = line.count(name) if name else 0
        if count:
            counts[record] = max(count, counts.get(record, 0))
    return counts


def _in_use(keys: Collection[int]) -> dict[int, Topic]:
    """Return those of the topics that some exchange has. One query."""
    used = Exchange.topics.through.objects.filter(topic=OuterRef("pk"))
    return Topic.objects.filter(Exists(used)).in_bulk(list(keys))
