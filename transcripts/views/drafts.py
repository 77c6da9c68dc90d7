"""A document in the readers' dress that is not public: each page is made of the document, and of no gate.

Names and turns lead nowhere, for nothing of them may be public, and the pages lead only to one another.
"""

from collections.abc import Iterator
from copy import copy
from functools import cached_property

from django.db.models import Q
from django.urls import reverse

from transcripts.citations import say_who
from transcripts.document import HEAD_FIELDS, FieldType, TranscriptDocument
from transcripts.document import Exchange as ExchangeText
from transcripts.document import Turn as TurnText
from transcripts.models import (
    Attachment,
    Conference,
    Exchange,
    Named,
    Participation,
    Series,
    Topic,
    Turn,
    new_public_id,
)
from transcripts.reading import in_language
from transcripts.views.transcript import Media, Passage, Said, Transcript


class DraftTranscript(Transcript):
    """The transcript that `document` is, of a conference that the public does not see; its pages are under `root`."""

    def __init__(self, conference: Conference, document: TranscriptDocument, root: str) -> None:
        super().__init__(_with_head(conference, document))
        self.record, self.document, self.root = conference, document, root

    @cached_property
    def people(self) -> list[Participation]:
        """Those who take part, in order. No query."""
        return [
            Participation(name_as_printed=person.name, role_as_printed=person.role, part=person.part.value)
            for person in self.document.people
        ]

    @cached_property
    def translations(self) -> list[Conference]:
        """None: a draft is read alone."""
        return []

    @cached_property
    def media(self) -> Media:
        """The photos, handouts and videos, their files under the preview's own address. One query."""
        attachments = list(self.record.attachments.order_by("position"))
        for attachment in attachments:
            attachment.under = f"{self.root}attachments/"
        return Media(attachments)

    def address(self, number: int) -> str:
        return self.root if number == 1 else f"{self.root}{number}/"

    def plain_address(self, number: int) -> str:
        return self.address(number)

    @property
    def full_address(self) -> str:
        return f"{self.root}full/"

    @cached_property
    def passages(self) -> list[Passage]:
        """What stands in all exchanges. One query, for the topics' names in the reader's language."""
        return list(self._read_exchanges())

    def read_all(self) -> list[Passage]:
        return self.passages

    def read(self, exchange: Exchange, *, with_topics: bool = True) -> Passage:
        return self.passages[exchange.position - 1]

    def part(self, passage: Passage | None) -> tuple[list[Participation], list[Participation]]:
        """Return the participants who speak in `passage`, and the others: whom their printed names tell apart."""
        speaking = {said.name for said in passage.turns} if passage else set()
        here = [seat for seat in self.people if seat.name_as_printed in speaking]
        return here, [seat for seat in self.people if seat.name_as_printed not in speaking]

    def _read_exchanges(self) -> Iterator[Passage]:
        names = [name for exchange in self.document.exchanges for name in exchange.topics]
        topics: dict[str, Named] = {}
        for topic in Topic.objects.filter(Q(name__in=names) | Q(name_zh_hans__in=names)):
            topics |= {topic.name: topic, topic.name_zh_hans: topic}
        for number, text in enumerate(self.document.exchanges, start=1):
            exchange = Exchange(
                conference=self.conference,
                position=number,
                public_id=text.public_id or new_public_id(),
                heading=text.heading,
                page=text.page,
            )
            shown = [topics.get(name) or Topic(name=name) for name in text.topics]
            yield Passage(exchange, list(self._say_all(text)), shown, self.address(number))

    def _say_all(self, exchange: ExchangeText) -> Iterator[Said]:
        roles = {person.name: person.role for person in self.document.people}
        introduced: set[str] = set()
        for number, turn in enumerate(exchange.turns, start=1):
            is_new = bool(turn.speaker) and turn.speaker not in introduced
            introduced.add(turn.speaker)
            yield self._say_text(turn, number, roles.get(turn.speaker, ""), is_new=is_new)

    def _say_text(self, turn: TurnText, number: int, role: str, *, is_new: bool) -> Said:
        name = turn.speaker or turn.label or turn.outlet
        journalist = "" if turn.journalist in name else turn.journalist
        row = Turn(
            position=number,
            public_id=turn.public_id or new_public_id(),
            kind=turn.kind.value,
            label_as_printed=turn.label,
            journalist=turn.journalist,
            text=turn.text,
        )
        who = say_who(name, role, journalist, self.document.language)
        return Said(row, name, role if is_new else "", journalist, who, "", [])


def root_of(token: str) -> str:
    """Return the address under which a preview's pages are, in the interface's language."""
    return reverse("transcripts:preview", args=[token])


def attachment_of(conference: Conference, public_id: str) -> Attachment | None:
    """Return the conference's own attachment with this id, if it has one. One query."""
    return conference.attachments.filter(public_id=public_id).first()


def _with_head(conference: Conference, document: TranscriptDocument) -> Conference:
    """Return a conference that is never saved, with the document's head."""
    shown = copy(conference)
    for field in HEAD_FIELDS:
        if field.is_public and field.type != FieldType.NAME:
            setattr(shown, field.name, getattr(document, field.name))
    shown.date = document.held_on or document.posted_on or conference.date
    chinese = document.language.startswith("zh")
    if not conference.series or in_language(conference.series, chinese=chinese) != document.series:
        shown.series = Series(name=document.series) if document.series else None
    return shown
