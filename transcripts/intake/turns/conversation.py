"""The whole conversation: the context of each turn, as far as the roles of its labels are known."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from transcripts.intake.labels.shapes import name_words
from transcripts.intake.turns.role_clues import LONG_TURN, LONGEST_THANKS, SHORT_TURN, Role, Traits, TurnContext
from transcripts.intake.vocabulary import HONORIFICS

SHORTEST_CALLED = 4  # letters
LONGEST_LAST = 100  # characters of a turn that may name who speaks next
LEAST_LED = 2  # turns of who leads, but for the press office

_NUMBERS = {role: number for number, role in enumerate(Role, start=1)}
_NO_ASKERS = (Role.OFFICER, Role.CHAIR, Role.INTERPRETER)


@dataclass(slots=True)
class Conversation:
    """The whole conversation: the label and the traits of each turn, and the roles known so far.

    Turns with the same traits and the same context are one moment: it is weighed once.
    """

    keys: Sequence[str]
    traits: Sequence[Traits]
    roles: dict[str, Role]
    places: dict[str, list[int]] = field(init=False)
    unled: list[int] = field(init=False)
    heard: list[Role | None] = field(init=False)
    numbers: list[int] = field(init=False)
    first_asked: int = field(init=False)  # the first turn that asks; 0 where none does

    def __post_init__(self) -> None:
        self.places = {}
        for at, key in enumerate(self.keys):
            self.places.setdefault(key, []).append(at)
        self.take(self.roles)

    def take(self, roles: dict[str, Role]) -> None:
        """Set the roles, and `unled` to the last turn before each one that is not the chair's own words, or -1."""
        self.roles = roles
        numbers = {key: _NUMBERS[role] for key, role in roles.items()}
        self.heard = [roles.get(key) for key in self.keys]
        self.numbers = [numbers.get(key, 0) for key in self.keys]
        asked = (at for at in range(len(self.traits)) if self.asks(at, other_than=""))
        self.first_asked = next(asked, 0)
        self.unled, last = [], -1
        for at, turn in enumerate(self.traits):
            self.unled.append(last)
            if self.heard[at] is not Role.CHAIR or turn.relays:
                last = at

    def asks(self, at: int, *, other_than: str) -> bool:
        """Return whether the turn at `at` is another label's question, by the role if that is known.

        So is a question that a chair reads out.
        """
        role, turn = self.heard[at], self.traits[at]
        if self.keys[at] == other_than or (role in _NO_ASKERS and not (role is Role.CHAIR and turn.relays)):
            return False
        return turn.asks or (role is Role.QUESTIONER and turn.length > LONGEST_THANKS)

    def moments(self, key: str) -> list[tuple[TurnContext, int]]:
        """Return the moments of one label, and the number of times that each occurs."""
        counts: Counter[tuple[int, ...]] = Counter()
        first: dict[tuple[int, ...], int] = {}
        for at in self.places[key]:
            way = self._way(at, key)
            counts[way] += 1
            first.setdefault(way, at)
        return [(self.moment(first[way]), count) for way, count in counts.items()]

    def _way(self, at: int, key: str) -> tuple[int, ...]:
        """Return the key of a turn's moment, made of the turn's traits and its context."""
        last, unled = at + 1 == len(self.keys), self.unled[at]
        return (
            id(self.traits[at]),
            unled >= 0 and self.asks(unled, other_than=key),
            self.numbers[at - 1] if at and self.keys[at - 1] != key else 0,
            0 if last else self.numbers[at + 1],
            not last and self.asks(at + 1, other_than=key),
            at == 0,
            last,
            at < self.first_asked,
        )

    def moment(self, at: int) -> TurnContext:
        """Return a turn with its context."""
        key, last = self.keys[at], at + 1 == len(self.keys)
        return TurnContext(
            turn=self.traits[at],
            asked=self.unled[at] >= 0 and self.asks(self.unled[at], other_than=key),
            before=self.heard[at - 1] if at and self.keys[at - 1] != key else None,
            after=None if last else self.heard[at + 1],
            asks_after=not last and self.asks(at + 1, other_than=key),
            is_first=at == 0,
            is_last=last,
            is_early=at < self.first_asked,
        )


def find_hosts(said: Sequence[tuple[str, str, Traits]], keys: Sequence[str], roles: Mapping[str, Role]) -> set[str]:
    """Return who opens, gives others the floor and closes, and answers nothing, whatever office the page gives them.

    `said` are the labels, last paragraphs and traits of the turns. Each turn of theirs is the first or last one, gives
    the floor or stands before a question, and none is long; others answer.
    """
    places: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        places.setdefault(key, []).append(at)
    asks = [
        roles.get(key) is Role.QUESTIONER and not one[2].is_mere_thanks for key, one in zip(keys, said, strict=True)
    ]
    answering = {key for at, key in enumerate(keys) if at and asks[at - 1] and not asks[at]}
    hosts = set()
    for key, own in places.items():
        of_press = any(said[at][2].of_press for at in own)
        few = len(own) < LEAST_LED and not of_press
        if roles.get(key) is not Role.OFFICER or few or not answering - {key}:
            continue
        leads = [said[at][2].leads or _names_the_next(said, at, keys) for at in own]
        # Who opens and is followed by questions later on gives the floor, in whatever language.
        opens = own[0] == 0 and any(at + 1 < len(said) and asks[at + 1] for at in own[1:])
        # So does who opens in a few words and closes, where others answer.
        closes = len(own) > 1 and own[-1] == len(said) - 1
        opens = opens or (own[0] == 0 and closes and said[0][2].length <= SHORT_TURN)
        if (any(leads) or opens) and all(
            (lead or at in (0, len(said) - 1) or (at + 1 < len(said) and asks[at + 1]))
            and not (at and asks[at - 1])
            and said[at][2].length <= LONG_TURN
            for at, lead in zip(own, leads, strict=True)
        ):
            hosts.add(key)
    return hosts


def _names_the_next(said: Sequence[tuple[str, str, Traits]], at: int, keys: Sequence[str]) -> bool:
    """Return whether the last words of a turn name who speaks next: “Herr Staatssekretär, bitte.”, “Gareth.”."""
    if at + 1 >= len(said) or keys[at] == keys[at + 1]:
        return False
    return names_the_next(said[at][1][-LONGEST_LAST:], keys[at + 1], said[at + 1][0])


def names_the_next(words: str, *labels: str) -> bool:
    """Return whether words hold a name of a label."""
    last = set(name_words(words))
    following = {word for label in labels for word in name_words(label.replace("/", " "))} - HONORIFICS
    return any(word in last and len(word) >= SHORTEST_CALLED for word in following)
