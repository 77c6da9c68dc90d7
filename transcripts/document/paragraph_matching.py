"""Matching of the paragraphs of two documents, so that an id stays with its words. Pure: no database.

Words that are the same decide first, wherever they are, then ids that the new paragraphs carry, then similarity
between the same neighbours: joined paragraphs leave the first one's id, and of a split one the first part keeps it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from transcripts.document.transcript import TurnText
from transcripts.text import fold

_WORD = re.compile(r"\w+")
ALIKE = 0.5  # the share of the shorter one's words, in order, from which two paragraphs are one, or part of one
SHORT = 8  # words; alone between the same neighbours, a “Yes.” that became a “No.” is the same paragraph
SAID_ONCE = 4  # words from which a paragraph inside another is no accident
MOST_WORDS = 2_000  # compared between two paragraphs that stayed; beyond, paragraphs are alike by their places alone


@dataclass(frozen=True, slots=True)
class KeptIds:
    """The `ids` of the paragraphs of each new turn, empty where a paragraph is new.

    `gone` holds each old id that no new paragraph has, and the place (turn, paragraph) of the one that it was joined
    into, if any.
    """

    ids: tuple[tuple[str, ...], ...]
    gone: Mapping[str, tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph at its place: the turn's index, its own in it, its id, and its words, folded."""

    turn: int
    index: int
    public_id: str
    words: tuple[str, ...]


def match_paragraphs(old: Sequence[TurnText], new: Sequence[TurnText], pairs: Mapping[int, int]) -> KeptIds:
    """Return the ids of the old turns' paragraphs for those of the new turns.

    `pairs` has the index of the old turn for that of each new one that is the same turn.
    """
    if not any(turn.paragraphs for turn in old):
        return KeptIds(tuple(map(_none, new)), {})
    same = {at for at, turn in enumerate(new) if at in pairs and _is_unchanged(old[pairs[at]], turn)}
    kept = [list(old[pairs[at]].paragraph_ids if at in same else _none(turn)) for at, turn in enumerate(new)]
    before = _split(old, but={pairs[at] for at in same})
    after = _split(new, but=same)
    matcher = _Matcher(before, after, pairs)
    matcher.run(lambda: _once(old, new))
    for mine, theirs in matcher.found.items():
        kept[after[mine].turn][after[mine].index] = before[theirs].public_id
    left = [at for at in range(len(before)) if at not in matcher.taken and before[at].public_id]
    gone = {before[at].public_id: matcher.find_successor(at) for at in left}
    return KeptIds(tuple(map(tuple, kept)), gone)


def is_held(words: str, text: str) -> bool:
    """Return whether a paragraph holds the words of another that was joined into it, as they were or nearly so."""
    old, new = split_words(words), split_words(text)
    if f" {' '.join(old)} " in f" {' '.join(new)} ":
        return True
    blocks = SequenceMatcher(None, old[:MOST_WORDS], new[:MOST_WORDS], autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= ALIKE * len(old)


def _none(turn: TurnText) -> tuple[str, ...]:
    return ("",) * len(turn.paragraphs)


def _is_unchanged(old: TurnText, new: TurnText) -> bool:
    return old.paragraphs == new.paragraphs and all(old.paragraph_ids)


def _split(turns: Sequence[TurnText], *, but: set[int]) -> list[_Paragraph]:
    return [
        _Paragraph(at, index, public_id, split_words(text))
        for at, turn in enumerate(turns)
        if at not in but
        for index, (text, public_id) in enumerate(zip(turn.paragraphs, turn.paragraph_ids, strict=True))
    ]


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of `text`, folded, without punctuation; text without spaces, as in Chinese, by the character."""
    words = _WORD.findall(fold(text)) or [fold(text)]
    return tuple(unit for word in words for unit in ([word] if word.isascii() else word))


def _once(old: Sequence[TurnText], new: Sequence[TurnText]) -> set[str]:
    """Return the texts of the paragraphs that each side has once."""
    times = [Counter(fold(text) for turn in side for text in turn.paragraphs) for side in (old, new)]
    return {text for text, count in times[0].items() if count == times[1][text] == 1}


class _Matcher:
    """The matching under way: `found` has the index of the old paragraph for that of each new one."""

    def __init__(self, old: Sequence[_Paragraph], new: Sequence[_Paragraph], pairs: Mapping[int, int]) -> None:
        self.old, self.new = old, new
        self.found: dict[int, int] = {}
        self.taken: set[int] = set()
        self.joined: dict[int, int] = {}  # an old paragraph, and the new one that holds its words beside another's
        here, there = _ranges(old), _ranges(new)
        self.turns = [(here[pairs[at]], there[at]) for at in there if pairs.get(at) in here]
        self.texts = [f" {' '.join(one.words)} " for one in new]

    def run(self, once: Callable[[], set[str]]) -> None:
        self._by_id(same_words=True)
        for old, new in self.turns:
            self._by_words(old, new)
        self._moved(once)
        self._by_id(same_words=False)
        for old, new in self.turns:
            for old_left, new_left in self._gaps(old, new):
                self._by_likeness(old_left, new_left)

    def find_successor(self, at: int) -> tuple[int, int] | None:
        """Return the place of the new paragraph that holds the words of an old one that is gone."""
        mine = self.joined.get(at)
        words = self.old[at].words
        if mine is None and len(words) >= SAID_ONCE:
            inside = f" {' '.join(words)} "
            mine = next((n for n, text in enumerate(self.texts) if inside in text and not self._is_same(n)), None)
        return None if mine is None else (self.new[mine].turn, self.new[mine].index)

    def _is_same(self, new: int) -> bool:
        old = self.found.get(new)
        return old is not None and self.old[old].words == self.new[new].words

    def _pair(self, new: int, old: int) -> None:
        self.found[new] = old
        self.taken.add(old)

    def _is_free(self, new: int, old: int) -> bool:
        return new not in self.found and old not in self.taken

    def _by_id(self, *, same_words: bool) -> None:
        """Pair those that carry the same id."""
        known = {one.public_id: at for at, one in enumerate(self.old) if one.public_id}
        for new, one in enumerate(self.new):
            old = known.get(one.public_id)
            if old is not None and self._is_free(new, old) and (not same_words or self.old[old].words == one.words):
                self._pair(new, old)

    def _by_words(self, old: range, new: range) -> None:
        """Pair those with the same words in one turn: first those in the same order, then the others."""
        old_left = [at for at in old if at not in self.taken]
        new_left = [at for at in new if at not in self.found]
        sides = [self.old[at].words for at in old_left], [self.new[at].words for at in new_left]
        for block in SequenceMatcher(None, *sides, autojunk=False).get_matching_blocks():
            for step in range(block.size):
                self._pair(new_left[block.b + step], old_left[block.a + step])
        waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at in reversed(old_left):
            if at not in self.taken:
                waiting[self.old[at].words].append(at)
        for at in new_left:
            if at not in self.found and (left := waiting.get(self.new[at].words)):
                self._pair(at, left.pop())

    def _moved(self, once: Callable[[], set[str]]) -> None:
        """Pair those whose words occur once in each document, and equal neighbours that moved with them."""
        known = {" ".join(one.words): at for at, one in enumerate(self.old) if at not in self.taken}
        left = [(at, " ".join(one.words)) for at, one in enumerate(self.new) if at not in self.found]
        if not any(words in known for _, words in left):
            return
        said = {" ".join(split_words(text)) for text in once()}
        for new, words in left:
            old = known.get(words)
            if words not in said or old is None or not self._is_free(new, old):
                continue
            self._pair(new, old)
            for step in (-1, 1):
                here, there = new + step, old + step
                while self._go_together(here, there, new, old):
                    self._pair(here, there)
                    here, there = here + step, there + step

    def _go_together(self, new: int, old: int, beside_new: int, beside_old: int) -> bool:
        if not (0 <= new < len(self.new) and 0 <= old < len(self.old) and self._is_free(new, old)):
            return False
        in_turn = self.new[new].turn == self.new[beside_new].turn and self.old[old].turn == self.old[beside_old].turn
        return in_turn and self.new[new].words == self.old[old].words

    def _gaps(self, old: range, new: range) -> list[tuple[list[int], list[int]]]:
        """Return the unmatched old and new paragraphs of one turn between those that stayed in the same order."""
        edges = [(old.start - 1, new.start - 1)]
        edges += [(self.found[at], at) for at in new if at in self.found and self.found[at] in old]
        rising = edges[:1]
        for edge in [*edges[1:], (old.stop, new.stop)]:
            if edge[0] > rising[-1][0]:
                rising.append(edge)
        gaps = []
        for (old_from, new_from), (old_to, new_to) in pairwise(rising):
            old_left = [at for at in range(old_from + 1, old_to) if at not in self.taken]
            new_left = [at for at in range(new_from + 1, new_to) if at not in self.found]
            if old_left and new_left:
                gaps.append((old_left, new_left))
        return gaps

    def _by_likeness(self, old: list[int], new: list[int]) -> None:
        """Pair those that have words in common; an old one left over is joined into the first that has its words."""
        common = self._common_words(old, new)
        for mine in new:
            theirs = next((at for at in old if (at, mine) in common and at not in self.taken), None)
            if theirs is not None:
                self._pair(mine, theirs)
        for theirs in old:
            into = next((at for at in new if (theirs, at) in common), None)
            if theirs not in self.taken and into is not None:
                self.joined[theirs] = into
        is_alone = len(old) == len(new) == 1 and self._is_free(new[0], old[0])
        if is_alone and max(len(self.old[old[0]].words), len(self.new[new[0]].words)) <= SHORT:
            self._pair(new[0], old[0])

    def _common_words(self, old: list[int], new: list[int]) -> set[tuple[int, int]]:
        """Return the pairs of an old and a new paragraph that have enough words in common, in the same order."""
        old_words = [(word, at) for at in old for word in self.old[at].words]
        new_words = [(word, at) for at in new for word in self.new[at].words]
        if max(len(old_words), len(new_words)) > MOST_WORDS:
            return set(zip(old, new, strict=False)) if len(old) == len(new) else set()
        shared: Counter[tuple[int, int]] = Counter()
        sides = [word for word, _ in old_words], [word for word, _ in new_words]
        for block in SequenceMatcher(None, *sides, autojunk=False).get_matching_blocks():
            for step in range(block.size):
                shared[old_words[block.a + step][1], new_words[block.b + step][1]] += 1
        return {
            (theirs, mine)
            for (theirs, mine), count in shared.items()
            if _are_alike(self.old[theirs].words, self.new[mine].words, count)
        }


def _are_alike(old: Sequence[str], new: Sequence[str], common: int) -> bool:
    """Return whether so many words in common make two paragraphs one, or one of them a part of the other."""
    short, long = sorted((old, new), key=len)
    if common < ALIKE * len(short):
        return False
    is_edge = short in (long[: len(short)], long[len(long) - len(short) :])
    return common >= min(ALIKE * len(long), SAID_ONCE) or is_edge


def _ranges(paragraphs: Sequence[_Paragraph]) -> dict[int, range]:
    """Return the indexes of each turn's paragraphs."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for at, one in enumerate(paragraphs):
        first.setdefault(one.turn, at)
        last[one.turn] = at
    return {turn: range(at, last[turn] + 1) for turn, at in first.items()}
