"""What the index holds of a turn: its own words, and the words that stand round it, as printed that day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from transcripts.models import Exchange, Turn
from transcripts.text import tokens

MAX_BYTES = 800_000  # of a turn's different tokens: PostgreSQL refuses a tsvector of 1 MB
BREAK = "¶"  # stands between parts of the context, so that no phrase matches across them; no token is spelt so


@dataclass(frozen=True, slots=True)
class Row:
    """One turn's tokens, in order; BREAK parts the pieces of the context."""

    turn_id: int
    conference_id: int
    body: list[str]
    context: list[str]


def rows(conference_ids: Sequence[int]) -> list[Row]:
    """Return the rows of all turns of the conferences, whatever their status. Two queries.

    Roles are no part of the context: who asks for “quantum” does not want every turn of the director of the
    Quantum Measurement Centre.
    """
    topics = _topics(conference_ids)
    turns = (
        Turn.objects.filter(exchange__conference_id__in=conference_ids)
        .order_by("pk")
        .values_list(
            "pk",
            "exchange__conference_id",
            "exchange_id",
            "text",
            "exchange__heading",
            "exchange__conference__title",
            "label_as_printed",
            "journalist",
            "speaker__name",
            "outlet__name",
        )
    )
    return [
        Row(
            turn_id,
            conference_id,
            body=_spellings([text]),
            context=_spellings(
                [
                    heading,
                    title,
                    label or speaker or outlet or "",
                    journalist,
                    *topics.get(exchange_id, ()),
                ]
            ),
        )
        for (
            turn_id,
            conference_id,
            exchange_id,
            text,
            heading,
            title,
            label,
            journalist,
            speaker,
            outlet,
        ) in turns
    ]


def _topics(conference_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return each exchange's topics' names, in both languages. One query."""
    names: dict[int, list[str]] = defaultdict(list)
    for exchange_id, *both in (
        Exchange.objects.filter(conference_id__in=conference_ids, topics__isnull=False)
        .order_by("pk", "topics__pk")
        .values_list("pk", "topics__name", "topics__name_zh_hans")
    ):
        names[exchange_id] += both
    return names


def _spellings(parts: Iterable[str]) -> list[str]:
    """Return the tokens of the different `parts`, with a BREAK between them, up to MAX_BYTES."""
    found: list[str] = []
    for part in dict.fromkeys(filter(None, parts)):
        if found:
            found.append(BREAK)
        found += (token.spelling for token in tokens(part))
    return list(_cut(found))


def _cut(spellings: Iterable[str]) -> Iterator[str]:
    size = 0
    seen: set[str] = set()
    for spelling in spellings:
        if spelling not in seen:
            seen.add(spelling)
            size += len(spelling.encode()) + 8
            if size > MAX_BYTES:
                return
        yield spelling
