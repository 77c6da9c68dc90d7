"""A conference as a calendar event: announced, running or held. (Pure.)"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from transcripts.presentation.views import NameView


class EventState(Enum):
    """What is known of an event: it was held, it is being held, or it was announced, at a time that may have moved."""

    HELD = "held"
    RUNNING = "running"
    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Move:
    """A time that an announcement once named, the day on which that ended, and why."""

    start: datetime
    end: datetime
    zone: str
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class EventView:
    """A conference in the calendar: frozen, without queries.

    `start` and `end` are in the event's own zone; without a known hour `start` is the day alone. `zone` is an IANA
    name, which `is_zone_assumed` where nobody said it. `revision` only grows. `awaits_transcript` says that the planned
    end has passed. `others` are the same conference in other languages, by code and address.
    """

    public_id: str
    url: str
    title: str
    language: str
    state: EventState
    start: datetime | date
    end: datetime | None = None
    zone: str = ""
    is_zone_assumed: bool = False
    place: str = ""
    people: tuple[str, ...] = ()
    accreditation: str = ""
    broadcast_url: str = ""
    reason: str = ""
    series: NameView | None = None
    made_at: datetime | None = None
    changed_at: datetime | None = None
    revision: int = 0
    awaits_transcript: bool = False
    others: tuple[tuple[str, str], ...] = ()

    @property
    def day(self) -> date:
        """The day on which it begins, at the place."""
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def is_announced(self) -> bool:
        """Whether nothing but the announcement is known."""
        return self.state not in {EventState.HELD, EventState.RUNNING}

    @property
    def is_running(self) -> bool:
        """Whether its transcript is running."""
        return self.state is EventState.RUNNING

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.state is EventState.CANCELLED

    @property
    def is_moved(self) -> bool:
        """Whether it was announced for another time before."""
        return self.state is EventState.MOVED
