"""The contents of a message, as they are public when it is written: whole exchanges, and notices."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext

from transcripts.alerts.finding import item_of, notices_of, turns_of
from transcripts.document import Kind as TurnKind
from transcripts.listing import Notice, NoticeKind
from transcripts.models import Conference, Correction, Exchange, Status, Turn
from transcripts.presentation import ExchangeView, TurnView, make_view
from transcripts.reading.transcript import read_linked, read_people
from transcripts.text import one_line

WHOLE = 20  # exchanges that a message has whole; others are links
CHARACTERS = 80_000  # of their words, after which the others are links too: longer mail is cut by those who show it


@dataclass(frozen=True, slots=True)
class Righted:
    """A correction of words that the message has: the day, and its note. Removals have their reason."""

    day: date
    note: str
    is_removal: bool


@dataclass(slots=True)
class ExchangePart:
    """An exchange: `turns` are empty where only the link is given."""

    title: str
    path: str
    turns: Sequence[TurnView] = ()
    righted: Sequence[Righted] = ()


@dataclass(slots=True)
class ConferencePart:
    """A conference, and what of it a message tells: `turns` are those whose words it has, or links to.

    `link` is the permanent address, which is short in every language, `path` the one that a browser shows.
    """

    key: int
    title: str
    language: str
    day: date
    path: str
    link: str
    exchanges: list[ExchangePart] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    turns: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Contents:
    """The conferences of a message, the newest first."""

    conferences: Sequence[ConferencePart]

    @property
    def exchanges(self) -> list[ExchangePart]:
        """All exchanges."""
        return [exchange for conference in self.conferences for exchange in conference.exchanges]

    @property
    def notices(self) -> list[Notice]:
        """All notices."""
        return [notice for conference in self.conferences for notice in conference.notices]


def read_contents(items: Iterable[str]) -> Contents:
    """Return what the public sees of the items. Nine queries for each conference with notices, seven with words."""
    public_ids, noticed = [], defaultdict(set)
    for item in items:
        kind, _, key = item.partition("/")
        if kind == "exchange":
            public_ids.append(key)
        else:
            noticed[int(key.partition("/")[0])].add(item)
    parts: dict[int, ConferencePart] = {}
    known = Conference.objects.filter(
        Conference.is_public() | Q(status=Status.WITHDRAWN), pk__in=list(noticed)
    ).closed()
    for conference in known if noticed else ():
        notices = [each for each in notices_of(conference) if item_of(each) in noticed[conference.pk]]
        if conference.status == Status.WITHDRAWN:
            notices = [each for each in notices if each.kind == NoticeKind.WITHDRAWAL]
        else:
            notices = [each for each in notices if each.kind != NoticeKind.WITHDRAWAL]
        if notices:
            parts[conference.pk] = _part(conference)
            parts[conference.pk].notices = notices
    _add_exchanges(parts, public_ids)
    for part in parts.values():
        _say_once(part)
    return Contents(sorted(parts.values(), key=lambda part: part.day, reverse=True))


def _say_once(part: ConferencePart) -> None:
    """Leave out corrections of words that are in the message as they are now, with the note; add all their turns."""
    whole = {turn.public_id for exchange in part.exchanges for turn in exchange.turns}
    about = [(notice, turns_of(notice)) for notice in part.notices]
    part.notices = [notice for notice, turns in about if not turns <= whole]
    part.turns = part.turns.union(*(turns for _, turns in about)) - {""}


def _add_exchanges(parts: dict[int, ConferencePart], public_ids: Sequence[str]) -> None:
    """Add the public ones among these exchanges, the first of them whole."""
    found = Exchange.objects.published().filter(Conference.is_closed("conference__"), public_id__in=public_ids)
    groups: dict[int, list[Exchange]] = defaultdict(list)
    found = found.select_related("conference__series")
    for exchange in found.order_by("-conference__date", "conference", "position") if public_ids else ():
        groups[exchange.conference_id].append(exchange)
    whole, room = WHOLE, CHARACTERS
    for key, exchanges in groups.items():
        conference = exchanges[0].conference
        part = parts.setdefault(key, _part(conference))
        part.turns |= set(Turn.objects.filter(exchange__in=exchanges).values_list("public_id", flat=True))
        shown = exchanges[:whole] if room > 0 else []
        views: Sequence[ExchangeView] = ()
        if shown:
            document, links = read_linked(conference, shown, people=read_people(conference), topics=False)
            views = make_view(document, links).exchanges
        righted = _righted([turn.public_id for view in views for turn in view.turns])
        for view in views:
            length = sum(len(turn.text) for turn in view.turns)
            turns = view.turns if length <= room else ()
            room, whole = room - length, whole - 1
            notes = [each for turn in turns for each in righted.get(turn.public_id, ())]
            part.exchanges.append(ExchangePart(_title(view), view.url, turns, list(dict.fromkeys(notes))))
        for exchange in exchanges[len(views) :]:
            title = exchange.heading or gettext("Exchange %(number)s") % {"number": exchange.position}
            part.exchanges.append(ExchangePart(title, exchange.get_permanent_url()))


def _part(conference: Conference) -> ConferencePart:
    return ConferencePart(
        conference.pk,
        conference.title,
        conference.language,
        conference.date,
        conference.get_absolute_url(),
        conference.get_permanent_url(),
    )


def _title(view: ExchangeView) -> str:
    """Return the heading of an exchange, else the beginning of its question."""
    asks = next((turn for turn in view.turns if turn.kind == TurnKind.QUESTION), next(iter(view.turns), None))
    return view.heading or (Truncator(one_line(asks.text)).chars(80) if asks else "")


def _righted(turns: Sequence[str]) -> dict[str, list[Righted]]:
    """Return the corrections of these turns, by their ids. One query, or none."""
    found: dict[str, list[Righted]] = defaultdict(list)
    if turns:
        rows = Correction.objects.published().filter(turn_public_id__in=turns).order_by("pk")
        for turn, made_at, note, reason in rows.values_list(
            "turn_public_id", "revision__made_at", "revision__note", "revision__removal__reason"
        ):
            found[turn].append(Righted(localdate(made_at), note if reason is None else reason, reason is not None))
    return found
