"""The account of a sheet's words: each is in a turn, a heading, or a line that states something; none is guessed."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from transcripts.document import TurnText
from transcripts.document.times import TIME
from transcripts.intake.account import HeadLine, without_words, words_of
from transcripts.intake.left_out import LeftOut, Reason

STATED = "turn"  # the field of what a label's square brackets say


@dataclass(slots=True)
class SheetLines:
    """What the lines of a sheet are, by their numbers from 1: fields of the head, headings, and lines with a time.

    Lines that are none of these are labels and words. `unused` are the lines whose time no paragraph got.
    """

    fields: dict[int, str] = field(default_factory=dict)
    headings: set[int] = field(default_factory=set)
    times: set[int] = field(default_factory=set)
    unused: set[int] = field(default_factory=set)

    def account(
        self, lines: Sequence[str], turns: Mapping[int, TurnText]
    ) -> tuple[tuple[HeadLine, ...], tuple[LeftOut, ...]]:
        """Return the lines that state something, and the words that are in none of them, in no heading and no turn.

        `turns` are those of the sheet by the lines on which they open.
        """
        pools = {number: Counter(words_of(f"{turn.label} {turn.text}")) for number, turn in turns.items()}
        found = list(self._told(lines, pools))
        head = tuple(one for one in found if isinstance(one, HeadLine))
        return head, tuple(one for one in found if isinstance(one, LeftOut))

    def _told(self, lines: Sequence[str], pools: Mapping[int, Counter[str]]) -> Iterator[HeadLine | LeftOut]:
        opens: Collection[int] = pools.keys()
        starts = sorted(opens)
        for number, text in enumerate(lines, start=1):
            if number in self.unused and (time := TIME.search(text)):
                yield LeftOut(number, time[0], Reason.TIME_CODE)
            if number in self.fields:
                yield HeadLine(self.fields[number], number, " ".join(text.split()))
            elif number not in self.headings:
                words = TIME.sub(" ", text, count=1) if number in self.times else text
                at = bisect_right(starts, number)
                rest = without_words(words, pools[starts[at - 1]] if at else Counter())
                if rest and number in opens:
                    yield HeadLine(STATED, number, rest)
                elif rest:
                    yield LeftOut(number, rest, Reason.NOT_UNDERSTOOD)
