"""A conference's transcript as its pages show it: who says what, under which name and role."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import ngettext, pgettext

from transcripts.citations import pattern, say_who
from transcripts.document import HEAD_FIELDS, FieldType
from transcripts.listing import ConferenceCorrections, InPlace, say_day
from transcripts.models import Attachment, Conference, Exchange, Named, Participation, Topic, Turn
from transcripts.views.context import in_language

OWN_PLACE = {"title", "source"}  # short texts of the head that its template shows in a way of their own


@dataclass(frozen=True, slots=True)
class Said:
    """A turn with the name that stands before it, the role the first time, where the name leads, and corrections.

    `who` is how a quotation says whose words they are.
    """

    turn: Turn
    name: str
    role: str
    journalist: str
    who: str
    url: str
    corrections: list[InPlace]


@dataclass(frozen=True, slots=True)
class Passage:
    """An exchange with its turns and topics, and its address."""

    exchange: Exchange
    turns: list[Said]
    topics: list[Named]
    url: str


@dataclass(frozen=True, slots=True)
class Media:
    """What belongs to a conference beside its words; false when there is nothing."""

    attachments: list[Attachment]

    def __bool__(self) -> bool:
        return bool(self.attachments)

    @property
    def photos(self) -> list[Attachment]:
        """The photos, in order."""
        return [each for each in self.attachments if each.kind == Attachment.Kind.PHOTO]

    @property
    def handouts(self) -> list[Attachment]:
        """The handouts, in order."""
        return [each for each in self.attachments if each.kind == Attachment.Kind.HANDOUT]

    @property
    def videos(self) -> list[Attachment]:
        """The links to videos, in order."""
        return [each for each in self.attachments if each.kind == Attachment.Kind.VIDEO]

    @property
    def counted(self) -> str:
        """How many there are of each kind: "3 photos, 1 handout"."""
        photos, handouts, videos = len(self.photos), len(self.handouts), len(self.videos)
        said = {
            ngettext("%(n)d photo", "%(n)d photos", photos) % {"n": photos}: photos,
            ngettext("%(n)d handout", "%(n)d handouts", handouts) % {"n": handouts}: handouts,
            ngettext("%(n)d video", "%(n)d videos", videos) % {"n": videos}: videos,
        }
        return pgettext("between the parts of a list", ", ").join(words for words, total in said.items() if total)


class Transcript:
    """The transcript of a published conference. Each part is fetched once, when it is asked for.

    `beside` is the language that is shown beside it: its pages lead to each other with it.
    """

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.corrections = ConferenceCorrections(conference)
        self.beside = ""

    @property
    def facts(self) -> list[str]:
        """The short public texts of the head that stand in a line of their own, such as the venue."""
        return [
            value
            for field in HEAD_FIELDS
            if field.is_public and field.type == FieldType.TEXT and field.name not in OWN_PLACE
            if (value := getattr(self.conference, field.name))
        ]

    @cached_property
    def people(self) -> list[Participation]:
        """Those who took part, in order. One query."""
        return list(self.conference.participations.select_related("speaker").order_by("position"))

    @cached_property
    def seats(self) -> dict[int, Participation]:
        """Those who took part, by speaker."""
        return {seat.speaker_id: seat for seat in self.people}

    @cached_property
    def translations(self) -> list[Conference]:
        """The same conference in other languages, each with `total`, its number of exchanges. One query, or none."""
        group = self.conference.translation_group
        if not group:
            return []
        found = Conference.objects.published().filter(translation_group=group).exclude(pk=self.conference.pk)
        return list(found.annotate(total=Count("exchanges")).order_by("pk"))

    @cached_property
    def media(self) -> "Media":
        """The photos, handouts and videos, in order. One query."""
        return Media(list(Attachment.objects.published().filter(conference=self.conference).order_by("position")))

    @property
    def quotation(self) -> str:
        """What a copied quotation looks like, with places for the words, who said them, and the link."""
        return pattern(self.conference.title, self.conference.language, say_day(self.conference.date))

    def address(self, number: int) -> str:
        """Return the address of the exchange numbered `number`."""
        return self._with_beside(self.plain_address(number))

    def plain_address(self, number: int) -> str:
        """Return the address of the exchange numbered `number`, alone."""
        return address_of(self.conference, number)

    @property
    def start(self) -> str:
        """The address of the first exchange."""
        return self.address(1)

    @property
    def full_address(self) -> str:
        """The address of the whole conference on one page."""
        return self._with_beside(full_address_of(self.conference))

    def find(self, number: int) -> Exchange | None:
        """Return the exchange numbered `number`. One query."""
        exchange = self.conference.exchanges.published().filter(position=number).first()
        if exchange:
            exchange.conference = self.conference
        return exchange

    def read(self, exchange: Exchange, *, with_topics: bool = True) -> Passage:
        """Return what stands in `exchange`. Two queries, one without topics, and those for people and corrections."""
        turns = exchange.turns.select_related("speaker", "outlet").order_by("position")
        topics: list[Named] = list(exchange.topics.order_by("name")) if with_topics else []
        return Passage(exchange, self._say(turns), topics, self.plain_address(exchange.position))

    def read_all(self) -> list[Passage]:
        """Return what stands in all exchanges. Three queries, and those for people and corrections."""
        turns = Turn.objects.published().select_related("speaker", "outlet").order_by("position")
        exchanges = (
            self.conference.exchanges.published()
            .order_by("position")
            .prefetch_related(Prefetch("turns", turns), Prefetch("topics", Topic.objects.order_by("name")))
        )
        found = list(exchanges)
        for exchange in found:
            exchange.conference = self.conference
        return [
            Passage(each, self._say(each.turns.all()), list(each.topics.all()), self.plain_address(each.position))
            for each in found
        ]

    def part(self, passage: Passage | None) -> tuple[list[Participation], list[Participation]]:
        """Return the participants who speak in `passage`, and the others."""
        speaking = {said.turn.speaker_id for said in passage.turns} if passage else set()
        here = [seat for seat in self.people if seat.speaker_id in speaking]
        return here, [seat for seat in self.people if seat.speaker_id not in speaking]

    def _with_beside(self, path: str) -> str:
        return f"{path}?{urlencode({'with': self.beside})}" if self.beside else path

    def _say(self, turns: Iterable[Turn]) -> list[Said]:
        introduced: set[int | None] = set()
        said = []
        for turn in turns:
            said.append(self._say_one(turn, is_new=turn.speaker_id not in introduced))
            introduced.add(turn.speaker_id)
        return said

    def _say_one(self, turn: Turn, *, is_new: bool) -> Said:
        seat = self.seats.get(turn.speaker_id) if turn.speaker_id else None
        who = turn.speaker or turn.outlet
        name = (seat.name_as_printed if seat else "") or turn.label_as_printed or (who.local_name if who else "")
        role = seat.role_as_printed if seat else ""
        journalist = "" if turn.journalist in name else turn.journalist
        return Said(
            turn,
            name,
            role if is_new else "",
            journalist,
            say_who(name, role, journalist, self.conference.language),
            who.get_absolute_url() if who else "",
            self.corrections.by_turn.get(turn.public_id, []),
        )


def address_of(conference: Conference, number: int) -> str:
    """Return the address of the exchange of `conference` that is numbered `number`."""
    if number == 1:
        return conference.get_absolute_url()
    return reverse("transcripts:exchange-detail", args=[conference.slug, number])


def full_address_of(conference: Conference) -> str:
    """Return the address of all of `conference` on one page."""
    return reverse("transcripts:conference-full", args=[conference.slug])


def canonical_url(conference: Conference, path: str = "") -> str:
    """Return the whole address by which a page of the conference is known, the first unless `path` is another's.

    It is in the interface's language that is the transcript's, else in the one without a prefix.
    """
    codes = [code for code, _ in settings.LANGUAGES]
    language = conference.language if conference.language in codes else settings.LANGUAGE_CODE
    return settings.SITE_URL + in_language(path or conference.get_absolute_url(), language)
