"""A conference's transcript as its pages show it: who says what, under which name and role."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import cached_property

from transcripts.listing import ConferenceCorrections, InPlace, translations_of, with_openings
from transcripts.models import Conference, Exchange, Named, Participation, Topic, Turn
from transcripts.views.context import in_language


@dataclass(frozen=True, slots=True)
class Said:
    """A turn with the name that stands before it, the role the first time, where the name leads, and corrections."""

    turn: Turn
    name: str
    role: str
    journalist: str
    url: str
    corrections: list[InPlace]


@dataclass(frozen=True, slots=True)
class Passage:
    """An exchange with its turns and topics."""

    exchange: Exchange
    turns: list[Said]
    topics: list[Named]


class Transcript:
    """The transcript of a published conference. Each part is fetched once, when it is asked for."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.corrections = ConferenceCorrections(conference)

    @cached_property
    def exchanges(self) -> list[Exchange]:
        """The exchanges in order, each with its `asker` and `opening`. One query."""
        found = list(with_openings(self.conference.exchanges.published()).order_by("position"))
        for exchange in found:
            exchange.conference = self.conference
        return found

    @cached_property
    def people(self) -> list[Participation]:
        """Those who took part, in order. One query."""
        return list(self.conference.participations.select_related("speaker").order_by("position"))

    @cached_property
    def translations(self) -> list[Conference]:
        """The same conference in other languages. One query, or none."""
        group = translations_of([self.conference]).get(self.conference.translation_group, [])
        return [other for other in group if other.pk != self.conference.pk]

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """The languages of the translations, with the whole address of each; none without translations."""
        if not self.translations:
            return []
        return [(each.language, canonical_url(each)) for each in [self.conference, *self.translations]]

    def exchange(self, number: int) -> Exchange | None:
        """Return the exchange numbered `number`."""
        return next((exchange for exchange in self.exchanges if exchange.position == number), None)

    def address(self, number: int) -> str:
        """Return the address of the exchange numbered `number`."""
        if number == 1:
            return self.conference.get_absolute_url()
        return reverse("transcripts:exchange-detail", args=[self.conference.slug, number])

    def read(self, exchange: Exchange) -> Passage:
        """Return what stands in `exchange`. Two queries, and those for people and corrections."""
        turns = exchange.turns.select_related("speaker", "outlet").order_by("position")
        return Passage(exchange, self._say(turns), list(exchange.topics.order_by("name")))

    def read_all(self) -> list[Passage]:
        """Return what stands in all exchanges. Three queries, and those for people and corrections."""
        turns = Turn.objects.published().select_related("speaker", "outlet").order_by("position")
        found = (
            with_openings(self.conference.exchanges.published())
            .order_by("position")
            .prefetch_related(Prefetch("turns", turns), Prefetch("topics", Topic.objects.order_by("name")))
        )
        self.exchanges = list(found)
        for exchange in self.exchanges:
            exchange.conference = self.conference
        return [Passage(each, self._say(each.turns.all()), list(each.topics.all())) for each in self.exchanges]

    def seats(self, passage: Passage | None) -> tuple[list[Participation], list[Participation]]:
        """Return the participants who speak in `passage`, and the others."""
        speaking = {said.turn.speaker_id for said in passage.turns} if passage else set()
        here = [seat for seat in self.people if seat.speaker_id in speaking]
        return here, [seat for seat in self.people if seat.speaker_id not in speaking]

    def _say(self, turns: Iterable[Turn]) -> list[Said]:
        seats = {seat.speaker_id: seat for seat in self.people}
        introduced: set[int | None] = set()
        said = []
        for turn in turns:
            seat = seats.get(turn.speaker_id) if turn.speaker_id else None
            role = seat.role_as_printed if seat and turn.speaker_id not in introduced else ""
            introduced.add(turn.speaker_id)
            who = turn.speaker or turn.outlet
            name = (seat.name_as_printed if seat else "") or turn.label_as_printed or (who.local_name if who else "")
            journalist = "" if turn.journalist in name else turn.journalist
            url = who.get_absolute_url() if who else ""
            said.append(Said(turn, name, role, journalist, url, self.corrections.by_turn.get(turn.public_id, [])))
        return said


def canonical_url(conference: Conference, path: str = "") -> str:
    """Return the whole address by which a page of the conference is known, the first unless `path` is another's.

    It is in the interface's language that is the transcript's, else in the one without a prefix.
    """
    codes = [code for code, _ in settings.LANGUAGES]
    language = conference.language if conference.language in codes else settings.LANGUAGE_CODE
    return settings.SITE_URL + in_language(path or conference.get_absolute_url(), language)
