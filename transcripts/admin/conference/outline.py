"""The list of exchanges in a conference's form: to read, open and move them, not to edit."""

from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models.functions import Left
from django.utils.text import Truncator

from transcripts.document import Kind
from transcripts.models import Conference, Turn

SHOWN = 110  # characters of the first words


@dataclass(slots=True)
class Line:
    """One exchange in the list; `next` is the key of the following one."""

    key: int
    position: int
    heading: str
    page: int | None
    next: int | None = None
    first_words: str = ""
    turns: int = 0
    askers: list[str] = field(default_factory=list)
    answerers: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The heading, or the first words if there is none."""
        return self.heading or Truncator(self.first_words).chars(SHOWN - 10)


def outline(conference: Conference) -> list[Line]:
    """Return a line for each exchange, in order. Two queries, whatever the length."""
    lines = {
        key: Line(key, position, heading, page)
        for key, position, heading, page in conference.exchanges.order_by("position").values_list(
            "pk", "position", "heading", "page"
        )
    }
    for this, following in pairwise(lines.values()):
        this.next = following.key
    turns = (
        Turn.objects.filter(exchange__conference=conference)
        .order_by("exchange__position", "position")
        .annotate(words=Left("text", SHOWN))
        .values_list("exchange_id", "kind", "label_as_printed", "journalist", "words")
    )
    for exchange, kind, label, journalist, words in turns:
        line = lines.get(exchange)
        if line is None:
            continue
        line.turns += 1
        line.first_words = line.first_words or words
        people = line.askers if kind == Kind.QUESTION else line.answerers
        name = label or journalist
        if name and kind not in (Kind.NOTE, Kind.MODERATOR) and name not in people:
            people.append(name)
    return list(lines.values())


def pages_entered(lines: list[Line]) -> int:
    """Return the number of the source's pages that the lines are from."""
    return len({line.page for line in lines if line.page is not None})
