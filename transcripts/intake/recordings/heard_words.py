"""The words of a recording's captions, each with its time, and the words of a document."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from transcripts.intake.recordings.cues import Cue
from transcripts.text import is_han
from transcripts.tokens import simplify

SECONDS_A_WORD = 0.4
LONGEST_CUE = 15.0  # seconds; one that seems to last longer is followed by silence
ABOUT = 5  # cues before and after one that tell how fast is spoken there
_HAN = "\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_APOSTROPHES = str.maketrans("", "", "'’ʼ")


@dataclass(frozen=True, slots=True)
class Span:
    """Time of a caption: its start, its length, and how much of that is silence, in seconds."""

    start: float
    length: float
    silence: float


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of captions, folded; for each the second at which it is spoken, and the number of its span."""

    words: tuple[str, ...] = ()
    times: tuple[float, ...] = ()
    places: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()

    def begin(self, word: int, silences: float) -> float:
        """Return the second at which a word is begun, if so much (0 to 1) of its caption's silence is before it."""
        span = self.spans[self.places[word]]
        at = self.times[word] - span.start
        return span.start + at * (1 - span.silence / span.length if span.length else 1) + silences * span.silence


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared: folded, simplified, each Chinese character one."""
    return _WORD.findall(simplify(text.translate(_APOSTROPHES)).casefold())


def time_words(cues: Iterable[Cue]) -> Heard:
    """Share out the time of each cue among its words by their length. Cues are brought in the order of their times."""
    timed = sorted((cue for cue in cues if cue.start is not None), key=lambda cue: cue.start or 0.0)
    said = [words_of(cue.text) for cue in timed]
    sizes = [[2 if is_han(word) else 1 + len(word) for word in words] for words in said]
    lengths = list(_lengths(timed, said))
    rates = _usual_rates([length / max(sum(each), 1) for (_, length), each in zip(lengths, sizes, strict=True)])
    times: list[float] = []
    places: list[int] = []
    spans: list[Span] = []
    for (start, length), each, rate in zip(lengths, sizes, rates, strict=True):
        total = sum(each)
        times += (start + length * before / total for before in list(accumulate(each, initial=0))[:-1])
        places += [len(spans)] * len(each)
        spans.append(Span(start, length, max(0.0, length - total * rate)))
    return Heard(tuple(word for words in said for word in words), tuple(times), tuple(places), tuple(spans))


def _lengths(cues: Sequence[Cue], said: Sequence[Sequence[str]]) -> Iterator[tuple[float, float]]:
    """Yield when each cue begins and how long it is spoken, as far as the cue and the next one tell."""
    following = chain((cue.start or 0.0 for cue in cues[1:]), [float("inf")])
    for cue, words, after in zip(cues, said, following, strict=False):
        start = cue.start or 0.0
        stop = min(cue.end or float("inf"), after, start + max(LONGEST_CUE, len(words) * 2 * SECONDS_A_WORD))
        if cue.end is None:
            stop = min(stop, start + len(words) * SECONDS_A_WORD)
        yield start, max(0.0, stop - start)


def _usual_rates(rates: Sequence[float]) -> Iterator[float]:
    """Yield for each cue the rate that those about it have as a rule, in seconds for a letter."""
    for at in range(len(rates)):
        about = sorted(rates[max(0, at - ABOUT) : at + ABOUT + 1])
        yield about[len(about) // 2]
