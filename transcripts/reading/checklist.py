"""The checklist of a conference before it is published: what blocks publication, and advice."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext, ngettext

from transcripts.document import Kind
from transcripts.models import Conference, Exchange, Param, PreparedQuery, Turn
from transcripts.reading.dates_to_ask import Said, find_date_questions

# A label that is linked to nobody is a matter of the record, not of what can be read.
_SPEAKING = (Kind.STATEMENT, Kind.MODERATOR)


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence and the place to fix it: the key of an exchange, the position of a turn in it, or a head field.

    `blocks` says that the conference is not published before it is fixed; else it is advice. `is_date` says that it is
    about a date that is hardly ever right, which is asked about before publishing.
    """

    sentence: str
    blocks: bool = False
    is_date: bool = False
    exchange: int | None = None
    turn: int | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """All items found, in the order of the transcript."""

    items: tuple[Item, ...] = ()

    @property
    def blocking(self) -> list[Item]:
        """The items that block publication."""
        return [item for item in self.items if item.blocks]

    @property
    def advice(self) -> list[Item]:
        """The items that are advice."""
        return [item for item in self.items if not item.blocks]

    @property
    def dates(self) -> list[Item]:
        """The advice about dates."""
        return [item for item in self.items if item.is_date]


def make_checklist(conference: Conference) -> Checklist:
    """Return the checklist of the conference. Four queries, whatever the length.

    Import warnings are not part of it: see `SavedWarning`.
    """
    exchanges = _exchanges_of(conference, with_topics=True)
    items = [*_find_blocks(exchanges), *_find_dates(conference, exchanges)]
    if any(exchange.turns.all() for exchange in exchanges):
        items += _find_unlinked(exchanges)
        items += _find_without_question(exchanges)
        items += _find_without_topics(exchanges)
        items += _find_untranslated(conference)
    return Checklist(tuple(items))


def find_problems(conference: Conference) -> list[str]:
    """Return the sentences about what blocks publication of the conference. Two queries."""
    return [item.sentence for item in _find_blocks(_exchanges_of(conference))]


def find_dates_to_ask(conference: Conference) -> list[str]:
    """Return the sentences about dates that are asked about before the conference is published. Two queries."""
    said = [Said(pk, position, 0, heading) for pk, position, heading in _HEADINGS(conference=conference.pk)]
    said += map(Said._make, _WORDS(conference=conference.pk))
    return [question.sentence for question in find_date_questions(conference, sorted(said, key=lambda one: one[1:3]))]


_HEADINGS = PreparedQuery(
    lambda: Exchange.objects.filter(conference=Param("conference")).values_list("pk", "position", "heading").order_by()
)
_WORDS = PreparedQuery(
    lambda: (
        Turn.objects.filter(exchange__conference=Param("conference"))
        .order_by()
        .values_list("exchange_id", "exchange__position", "position", "text")
    )
)


def _find_dates(conference: Conference, exchanges: list[Any]) -> Iterator[Item]:
    said = [
        said
        for exchange in exchanges
        for said in (
            Said(exchange.pk, exchange.position, 0, exchange.heading),
            *(Said(exchange.pk, exchange.position, turn.position, turn.text) for turn in exchange.turns.all()),
        )
    ]
    for question in find_date_questions(conference, said):
        yield Item(
            question.sentence,
            is_date=True,
            exchange=question.exchange,
            turn=question.turn,
            field=question.field,
        )


def _exchanges_of(conference: Conference, *, with_topics: bool = False) -> list[Any]:
    """Return the exchanges in order with their turns, and `has_topics` where it is asked for. Two queries."""
    exchanges = conference.exchanges.order_by("position")
    if with_topics:
        exchanges = exchanges.annotate(
            has_topics=Exists(Exchange.topics.through.objects.filter(exchange=OuterRef("pk")))
        )
    return list(exchanges.prefetch_related(Prefetch("turns", Turn.objects.order_by("position"))))


def _find_blocks(exchanges: list[Any]) -> Iterator[Item]:
    """Yield the items that block: no turns, a turn without words, an answer by nobody."""
    if not any(exchange.turns.all() for exchange in exchanges):
        yield Item(gettext("No turns yet."), blocks=True)
        return
    for exchange in exchanges:
        for turn in exchange.turns.all():
            words = {"exchange": exchange.position, "turn": turn.position}
            at = {"blocks": True, "exchange": exchange.pk, "turn": turn.position}
            if not turn.text.strip():
                yield Item(gettext("Exchange %(exchange)d, turn %(turn)d has no text.") % words, **at)
            if turn.kind == Kind.ANSWER and _is_unlinked(turn):
                yield Item(
                    gettext("Exchange %(exchange)d, turn %(turn)d is an answer without a speaker.") % words, **at
                )
    for exchange in exchanges:
        if not exchange.turns.all():
            sentence = gettext("Exchange %(exchange)d has no turns.") % {"exchange": exchange.position}
            yield Item(sentence, blocks=True, exchange=exchange.pk)


def _is_unlinked(turn: Turn) -> bool:
    return not turn.speaker_id and not turn.outlet_id


def _find_unlinked(exchanges: list[Any]) -> Iterator[Item]:
    """Yield each label that is linked to nobody, once, with the first place where it occurs."""
    first: dict[tuple[bool, str], tuple[Exchange, Turn]] = {}
    turns: Counter[tuple[bool, str]] = Counter()
    for exchange in exchanges:
        for turn in exchange.turns.all():
            asks = turn.kind == Kind.QUESTION
            if _is_unlinked(turn) and (turn.kind in _SPEAKING or (asks and not turn.journalist)):
                key = (asks, turn.label_as_printed)
                turns[key] += 1
                first.setdefault(key, (exchange, turn))
    for key, (exchange, turn) in first.items():
        asks, label = key
        words = {"label": label, "exchange": exchange.position, "turn": turn.position, "n": turns[key]}
        yield Item(_unlinked_sentence(asks, label, turns[key]) % words, exchange=exchange.pk, turn=turn.position)


def _unlinked_sentence(asks: bool, label: str, number: int) -> str:
    """Return the template of the sentence about a label that is linked to nobody."""
    if asks and label:
        return ngettext(
            "“%(label)s” has no outlet in exchange %(exchange)d, turn %(turn)d.",
            "“%(label)s” has no outlet for %(n)d questions, first in exchange %(exchange)d, turn %(turn)d.",
            number,
        )
    if asks:
        return ngettext(
            "Exchange %(exchange)d, turn %(turn)d is a question without an outlet.",
            "%(n)d questions have no outlet; the first is exchange %(exchange)d, turn %(turn)d.",
            number,
        )
    if label:
        return ngettext(
            "“%(label)s” is not linked to a record in exchange %(exchange)d, turn %(turn)d.",
            "“%(label)s” is not linked to a record in %(n)d turns, first in exchange %(exchange)d, turn %(turn)d.",
            number,
        )
    return ngettext(
        "Exchange %(exchange)d, turn %(turn)d does not say who speaks.",
        "%(n)d turns do not say who speaks; the first is exchange %(exchange)d, turn %(turn)d.",
        number,
    )


def _find_without_question(exchanges: list[Any]) -> Iterator[Item]:
    """Yield the exchanges in which nobody asks, after the first question: earlier ones are opening remarks."""
    asked = False
    for exchange in exchanges:
        turns = exchange.turns.all()
        asks = any(turn.kind == Kind.QUESTION for turn in turns)
        if asked and turns and not asks:
            sentence = gettext("Exchange %(exchange)d has no question.") % {"exchange": exchange.position}
            yield Item(sentence, exchange=exchange.pk)
        asked = asked or asks


def _find_without_topics(exchanges: list[Any]) -> Iterator[Item]:
    """Yield one item about the exchanges without a topic."""
    without = [exchange for exchange in exchanges if not exchange.has_topics]
    if not without:
        return
    words = {"n": len(without), "exchange": without[0].position}
    if len(without) == len(exchanges):
        sentence = gettext("No exchange has a topic.")
    else:
        sentence = ngettext(
            "Exchange %(exchange)d has no topic.",
            "%(n)d exchanges have no topic; the first is exchange %(exchange)d.",
            len(without),
        )
    yield Item(sentence % words, exchange=without[0].pk)


def _find_untranslated(conference: Conference) -> Iterator[Item]:
    """Yield one item when it has no translation, and others of its series, or of the site, do. Two queries."""
    group = conference.translation_group
    siblings = Conference.objects.not_in_trash().filter(translation_group=group).exclude(pk=conference.pk)
    if group and siblings.exists():
        return
    others = Conference.objects.published().filter(translation_group__gt="").exclude(language=conference.language)
    if conference.series_id:
        others = others.filter(series=conference.series_id)
    if others.exists():
        yield Item(gettext("It has no translation."), field="translation_group")
