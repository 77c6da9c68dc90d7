"""Lists of the exchanges of a speaker, a topic or an outlet, the newest first.

At most the ROWS_READ rows entered last for a name are sorted, counted and listed, whatever the size of the archive.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.http import QueryDict
from django.utils.safestring import SafeString

from transcripts import search
from transcripts.document import Kind
from transcripts.listing.charts import CappedCount
from transcripts.listing.page import PAGE_SIZE, Pages
from transcripts.listing.passages import OPENING_LENGTH, SNIPPET_LENGTH
from transcripts.models import Conference, Exchange, Named, Participation, Speaker, Turn
from transcripts.presentation import Attribution, attribute

ROWS_READ = 3_000  # turns, or exchanges of a topic
TEXT_READ = 1_000  # characters of a turn, of which a snippet shows the first
_ANSWERS = {Kind.ANSWER, Kind.STATEMENT}


@dataclass(frozen=True, slots=True)
class Said:
    """The beginning of a person's words in an exchange, with name and role as printed that day."""

    turn: Turn
    by: Attribution
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Answered:
    """A person who answered, with name and role as printed that day."""

    speaker: Speaker
    by: Attribution


@dataclass(slots=True)
class Asked:
    """An exchange in a list: the question that represents it, its asker and first words, and the people who answered.

    `said` is the beginning of the words of the list's speaker; None in other lists.
    """

    exchange: Exchange
    question: Turn | None = None
    asker: str = ""
    opening: str = ""
    answered: list[Answered] = field(default_factory=list)
    said: Said | None = None

    @property
    def url(self) -> str:
        """Address of the speaker's words, or of the question where it does not open the exchange."""
        turn = self.said.turn if self.said else self.question
        return turn.get_absolute_url() if turn and turn.position > 1 else self.exchange.get_absolute_url()


class ExchangesOf(Pages):
    """The published exchanges in which a speaker speaks, that are on a topic, or in which an outlet asks.

    Of a conference in several languages, those in the reader's where there are any. Four queries; raises
    PageNotFoundError. `keys` are the exchanges' of all pages, the newest first.
    """

    def __init__(self, record: Named, data: QueryDict, *, path: str, language: str, size: int = PAGE_SIZE) -> None:
        super().__init__(data, path=path, size=size)
        self.noun = record._meta.model_name or ""
        self.record = record
        rows = list(self._rows())
        self.keys = _one_a_translation_group(rows[:ROWS_READ], language)
        self.count = CappedCount(len(self.keys), is_capped=len(rows) > ROWS_READ)
        self._check_page()
        self.found = self._fetch(self.keys[self.offset : self.offset + size])

    def _rows(self) -> QuerySet[Any, Any]:
        """The rows entered last for the name, in list order: exchange, conference, translation group, language."""
        model: Any = Exchange.topics.through if self.noun == "topic" else Turn
        entered = model.objects.filter(Conference.is_public("exchange__conference__"), **{self.noun: self.record})
        last = entered.order_by("-pk").values("pk")[: ROWS_READ + 1]
        return (
            model.objects.filter(pk__in=last)
            .order_by("-exchange__conference__date", "-exchange__conference", "exchange__position")
            .values_list(
                "exchange",
                "exchange__conference",
                "exchange__conference__translation_group",
                "exchange__conference__language",
            )
        )

    def _fetch(self, keys: Sequence[int]) -> list[Asked]:
        """Return one page. Two queries; three for a speaker, whose roles are as printed."""
        exchanges = Exchange.objects.published().select_related("conference__series").in_bulk(keys)
        found = {key: Asked(exchanges[key]) for key in keys if key in exchanges}
        turns: dict[int, list[Turn]] = defaultdict(list)
        for turn in _started(Turn.objects.published().filter(exchange__in=found)):
            turn.exchange = found[turn.exchange_id].exchange
            turns[turn.exchange_id].append(turn)
        participants = _participants(turns.values())
        for key, asked in found.items():
            self._describe(asked, turns[key], participants)
        return list(found.values())

    def _describe(self, asked: Asked, turns: list[Turn], participants: dict[tuple[int, int], Participation]) -> None:
        ours = [turn for turn in turns if self.noun != "topic" and getattr(turn, f"{self.noun}_id") == self.record.pk]
        said = next((turn for turn in ours if turn.kind in _ANSWERS), next(iter(ours), None))
        if self.noun == "outlet":
            asked.question = next((turn for turn in ours if turn.kind == Kind.QUESTION), said)
        elif self.noun == "speaker" and said:
            asked.question = _question_before(turns, said)
            asked.said = Said(
                said, _attribute(said, participants), search.snippet(said.text, "", length=SNIPPET_LENGTH)
            )
        else:
            asked.question = next((turn for turn in turns if turn.kind == Kind.QUESTION), None)
        asked.asker = _attribute(asked.question, participants).name if asked.question else ""
        asked.opening = search.snippet(asked.question.text if asked.question else "", "", length=OPENING_LENGTH * 2)
        for turn in turns:
            if turn.speaker and turn.kind in _ANSWERS and turn.speaker not in [who.speaker for who in asked.answered]:
                asked.answered.append(Answered(turn.speaker, _attribute(turn, participants)))


def _one_a_translation_group(rows: Sequence[tuple[int, int, str, str]], language: str) -> list[int]:
    """Return the exchanges of `rows`: of a translated conference those in `language`, else in the first entered."""
    kept: dict[str, tuple[bool, int]] = {}
    for _, conference, group, own in rows:
        if group:
            kept[group] = min(kept.get(group, (True, conference)), (own != language, conference))
    return list(
        dict.fromkeys(exchange for exchange, conference, group, _ in rows if not group or kept[group][1] == conference)
    )


def _started(turns: QuerySet[Turn]) -> Iterable[Turn]:
    """Fetch the turns with only the beginning of their text. One query."""
    found = turns.select_related("speaker", "outlet").defer("text").annotate(begun=Substr("text", 1, TEXT_READ))
    for turn in found.order_by("exchange", "position"):
        turn.text = turn.begun
        yield turn


def _participants(turns: Iterable[list[Turn]]) -> dict[tuple[int, int], Participation]:
    """Return the participants, by conference and speaker. One query."""
    spoken = {(turn.exchange.conference_id, turn.speaker_id) for each in turns for turn in each if turn.speaker_id}
    participants = Participation.objects.published().filter(
        conference__in={conference for conference, _ in spoken}, speaker__in={speaker for _, speaker in spoken}
    )
    return {(participant.conference_id, participant.speaker_id): participant for participant in participants}


def _question_before(turns: list[Turn], said: Turn) -> Turn | None:
    """Return the last question before the speaker's words: the one that they answer."""
    questions = [turn for turn in turns if turn.kind == Kind.QUESTION and turn.position < said.position]
    return questions[-1] if questions else None


def _attribute(turn: Turn, participants: dict[tuple[int, int], Participation]) -> Attribution:
    """Return the turn's attribution, as printed at its conference."""
    participant = participants.get((turn.exchange.conference_id, turn.speaker_id or 0))
    known = turn.speaker or turn.outlet
    return attribute(
        printed=participant.name_as_printed if participant else "",
        label=turn.label_as_printed,
        known=known.local_name if known else "",
        role=participant.role_as_printed if participant else "",
        journalist=turn.journalist,
    )
