"""Objects of the API made from documents: a conference, its exchanges and turns, and names."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from transcripts.exports.tables import conference_row, exchange_row, turn_row, utc, whole_row
from transcripts.listing import in_order
from transcripts.models import Conference, Event, Exchange, Turn
from transcripts.reading.many_documents import Whole, read_heads, read_many

Row = dict[str, Any]
SITE = settings.SITE_URL


def conference_objects(keys: Sequence[int], *, expand: Collection[str] = ()) -> list[Row]:
    """Return the public conferences with these keys, in this order. Eight queries at most."""
    conferences = in_order(keys)
    if "exchanges" in expand:
        return [whole_row(whole, SITE) for whole in read_many(conferences)]
    return list(heads_of(conferences).values())


def heads_of(conferences: Sequence[Conference]) -> dict[int, Row]:
    """Return the conferences with the permanent ids of their exchanges, by their keys. Four queries."""
    ids: dict[int, list[str]] = defaultdict(list)
    found = Exchange.objects.filter(conference__in=[each.pk for each in conferences]).order_by("conference", "position")
    for key, public_id in found.values_list("conference", "public_id"):
        ids[key].append(public_id)
    wholes = read_heads(conferences)
    return {
        whole.conference.pk: conference_row(whole, SITE) | {"exchanges": ids[whole.conference.pk]} for whole in wholes
    }


def exchange_objects(keys: Sequence[int], *, expand: Collection[str] = ()) -> list[Row]:
    """Return the public exchanges with these keys, in this order. Thirteen queries at most."""
    rows = Exchange.objects.published().closed().filter(pk__in=keys).values_list("pk", "public_id", "conference")
    ids = {key: public_id for key, public_id, _ in rows}
    made: dict[str, Row] = {}
    for whole, heads in _read({conference for *_, conference in rows}, list(ids), expand):
        for exchange in whole.document.exchanges:
            turns = [turn_row(whole, exchange, number, SITE) for number, _ in enumerate(exchange.turns, start=1)]
            made[exchange.public_id] = exchange_row(whole, exchange, SITE) | {
                "turns": turns if "turns" in expand else [turn["public_id"] for turn in turns],
                **({"conference": heads[whole.conference.pk]} if "conference" in expand else {}),
            }
    return [made[ids[key]] for key in keys if ids.get(key) in made]


def turn_objects(keys: Sequence[int], *, expand: Collection[str] = ()) -> list[Row]:
    """Return the public turns with these keys, in this order. Thirteen queries at most."""
    found = turns_by_key(keys, expand=expand)
    return [found[key] for key in keys if key in found]


def turns_by_key(keys: Iterable[int], *, expand: Collection[str] = ()) -> dict[int, Row]:
    """Return the public turns with these keys. Thirteen queries at most."""
    found = Turn.objects.published().closed().filter(pk__in=list(keys))
    rows = list(found.values_list("pk", "public_id", "exchange", "exchange__conference"))
    wanted = {public_id: key for key, public_id, *_ in rows}
    made: dict[int, Row] = {}
    for whole, heads in _read({row[3] for row in rows}, {row[2] for row in rows}, expand):
        for exchange in whole.document.exchanges:
            for number, turn in enumerate(exchange.turns, start=1):
                if turn.public_id in wanted:
                    row = turn_row(whole, exchange, number, SITE)
                    if "exchange" in expand:
                        turns = [each.public_id for each in exchange.turns]
                        row["exchange"] = exchange_row(whole, exchange, SITE) | {"turns": turns}
                    if "conference" in expand:
                        row["conference"] = heads[whole.conference.pk]
                    made[wanted[turn.public_id]] = row
    return made


def _read(
    conferences: Collection[int], exchanges: Collection[int], expand: Collection[str]
) -> list[tuple[Whole, Mapping[int, Row]]]:
    """Return these exchanges by conference, and the heads of the conferences where they are asked for."""
    found = in_order(sorted(conferences))
    heads = heads_of(found) if "conference" in expand else {}
    return [(whole, heads) for whole in read_many(found, exchanges=list(exchanges))]


def name_object(record: Any) -> Row:
    """Return a series, speaker, outlet or topic. No queries."""
    row = {
        "slug": record.slug,
        "url": SITE + record.get_absolute_url(),
        "name": record.name,
        "names": {code: name for code, name in record.names.items() if name},
    }
    family = getattr(record, "family_name", None)
    return row if family is None else row | {"family_name": family}


def tombstones(conferences: Sequence[Conference]) -> dict[int, Row]:
    """Return what is left of withdrawn conferences, by their keys. One query."""
    keys = [conference.pk for conference in conferences]
    events = Event.objects.filter(conference__in=keys, what=Event.What.WITHDRAWN).order_by("made_at")
    times = dict(events.values_list("conference", "made_at")) if keys else {}
    return {
        conference.pk: {
            "public_id": conference.public_id,
            "url": SITE + conference.get_permanent_url(),
            "title": conference.title,
            "date": conference.date.isoformat(),
            "language": conference.language,
            "reason": conference.withdrawal_reason,
            "withdrawn": utc(times.get(conference.pk)),
        }
        for conference in conferences
    }
