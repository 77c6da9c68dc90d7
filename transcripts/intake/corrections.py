"""An editor's corrections of a parse, by position: turns split, lines taken in, kinds and names set.

Nothing is parsed again. All of them move words that the file has, so its account still holds.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from transcripts.document import ExchangeText, Kind, TranscriptDocument, TurnText
from transcripts.intake.account import word_places
from transcripts.intake.labels.candidates import LabelCandidate, read_candidate
from transcripts.intake.labels.shapes import is_outlet
from transcripts.intake.left_out import LeftOut
from transcripts.intake.lines.page_lines import Line
from transcripts.intake.parsed import ParsedTranscript
from transcripts.intake.people.index import PeopleIndex
from transcripts.intake.source import SourceLine
from transcripts.intake.turns.role_clues import Role
from transcripts.intake.turns.speaker_roles import RawTurn
from transcripts.intake.turns.speakers import turn_of
from transcripts.text import fold, without_controls

WITH_LABEL = "label"  # a turn that begins with its own label, which leaves its words
FURTHEST = 400  # words that are looked over for the beginning of a line
LONGEST_LEAD = 40  # words of a turn's first line that are its label's


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrections by place, which is the number of a file and of a line; “x” stands before that of words left out.

    `opens` are places at which a turn begins, each with WITH_LABEL or nothing. `adds` are words left out that belong
    to the turn above. `turns` are what an editor says of single turns: `kind`, `speaker`, `outlet`, `journalist`;
    `names` the same of all turns of a label: `name` and `journalist`.
    """

    opens: Mapping[str, str] = field(default_factory=dict)
    adds: frozenset[str] = frozenset()
    turns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def touches(self, file: int) -> bool:
        """Return whether words of a file move."""
        return any(place.startswith(f"{file}-") for place in (*self.opens, *self.adds))


@dataclass(frozen=True, slots=True)
class LineInTurn:
    """A line that begins within a turn's words: its number, the paragraph, and the character at which it begins."""

    line: int
    paragraph: int
    offset: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A file's parse with its words moved, the places of its turns, and the words still left out, by place."""

    parsed: ParsedTranscript
    places: tuple[str, ...]
    left_out: Mapping[str, LeftOut]
    taken: Mapping[str, str] = field(default_factory=dict)  # words that were left out, and are now a turn's


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place at which words stop to be the turn's before: `words` are those that come in there, left out before."""

    place: str
    line: int
    at: tuple[int, int]
    opens: str | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    """A paragraph, or a part of one, with its time and its id."""

    text: str
    time: int | None = None
    id: str = ""


@dataclass(slots=True)
class _Turn:
    place: str
    line: int
    turn: TurnText
    opens: str | None = None  # of a new turn: WITH_LABEL or nothing


def left_out_places(parsed: ParsedTranscript, file: int) -> Iterator[tuple[str, LeftOut]]:
    """Yield the words that were left out of a file, each with its place."""
    seen: Counter[int] = Counter()
    for one in parsed.left_out:
        seen[one.line] += 1
        place = f"{file}-x{one.line}"
        yield (place if seen[one.line] == 1 else f"{place}-{seen[one.line]}"), one


def lines_within(turn: TurnText, line: int, lines: Sequence[SourceLine], until: int | None) -> list[LineInTurn]:
    """Return the lines on which the words of the turn stand that opens on `line`, each with its place in them.

    `until` is the line on which the next turn opens.
    """
    words = [(word, number, at) for number, text in enumerate(turn.paragraphs) for word, at in word_places(text)]
    found: list[LineInTurn] = []
    pointer = 0
    begin_at = bisect_left(lines, line, key=lambda one: one.number)
    end_at = len(lines) if until is None else bisect_left(lines, until, key=lambda one: one.number)
    for one in lines[begin_at:end_at]:
        own = [word for word, _ in word_places(one.text)]
        if not own:
            continue
        if one.number == line:
            pointer = _after_label(own, [word for word, _, _ in words[: len(own)]])
            found += [LineInTurn(line, 0, 0)] if pointer else []
            continue
        begin = next(
            (
                at
                for at in range(pointer, min(pointer + FURTHEST, len(words) - len(own) + 1))
                if words[at][0] == own[0] and [word for word, _, _ in words[at : at + len(own)]] == own
            ),
            None,
        )
        if begin is None:
            continue
        pointer = begin + len(own)
        _, number, at = words[begin]
        found.append(LineInTurn(one.number, number, _with_lead(turn.paragraphs[number], at, one.text)))
    return found


def _after_label(own: Sequence[str], words: Sequence[str]) -> int:
    """Return how many of a turn's words stand on its first line, after the label."""
    for skipped in range(min(len(own), LONGEST_LEAD) + 1):
        rest = own[skipped:]
        if list(words[: len(rest)]) == list(rest):
            return len(rest)
    return 0


def _with_lead(paragraph: str, at: int, line: str) -> int:
    """Return where a line begins in a paragraph, with the quotation marks or brackets before its first word."""
    first = next((begin for _, begin in word_places(line)), 0)
    lead = line[:first].strip()
    while lead and at and paragraph[at - 1] == lead[-1]:
        at, lead = at - 1, lead[:-1]
    return at


def label_of(text: str) -> LabelCandidate | None:
    """Return the label with which words begin, if they seem to begin with one."""
    mark = read_candidate(Line(1, " ".join(text.split()))) if text.strip() else None
    return mark if mark and mark.label and mark.rest else None


def move_words(
    parsed: ParsedTranscript,
    places: Sequence[str],
    corrections: Corrections,
    *,
    file: int,
    lines: Callable[[], Sequence[SourceLine]],
) -> Moved:
    """Return a file's parse with its turns cut and its left-out words taken in.

    `places` are those of its turns, `lines` gives those of its source. What applies no longer changes nothing.
    """
    if not corrections.touches(file) or not parsed.lines:
        return Moved(parsed, tuple(places), dict(left_out_places(parsed, file)))
    turns = list(parsed.document.turns)
    cuts, taken = _cuts(parsed, turns, corrections, file=file, lines=lines(), known=places)
    exchanges: list[ExchangeText] = []
    done: list[_Turn] = []
    index = 0
    for exchange in parsed.document.exchanges:
        own: list[_Turn] = []
        for turn in exchange.turns:
            if index == 0:
                front = list(_cut_up(None, cuts.get(-1, ())))
                alone = turn.kind is Kind.QUESTION and not parsed.is_partial
                own += front
                if front and alone:
                    exchanges.append(ExchangeText(tuple(one.turn for one in front), page=exchange.page))
                    done, own = front, []
            own += _cut_up(_Turn(places[index], parsed.lines[index], turn), cuts.get(index, ()))
            index += 1
        exchanges.append(replace(exchange, turns=tuple(one.turn for one in own)))
        done += own
    document = _with_meanings(replace(parsed.document, exchanges=tuple(exchanges)), done)
    all_of_them = dict(left_out_places(parsed, file))
    left_out = {place: one for place, one in all_of_them.items() if place not in taken}
    lines_now = tuple(one.line for one in done)
    moved = replace(parsed, document=document, lines=lines_now, left_out=tuple(left_out.values()))
    now = {place: all_of_them[place].text for place in taken}
    return Moved(moved, tuple(one.place for one in done), left_out, now)


def _cuts(
    parsed: ParsedTranscript,
    turns: Sequence[TurnText],
    corrections: Corrections,
    *,
    file: int,
    lines: Sequence[SourceLine],
    known: Collection[str],
) -> tuple[dict[int, list[_Cut]], set[str]]:
    """Return the cuts of each turn in their order, those before the first under -1; and the left-out words taken in."""
    cuts: dict[int, list[_Cut]] = {}
    within: dict[int, list[LineInTurn]] = {}
    taken: set[str] = set()
    turn_at = _turns_by_line(parsed.lines)

    def lines_of(index: int) -> list[LineInTurn]:
        if index not in within:
            after = [line for line in parsed.lines[index + 1 :] if line > parsed.lines[index]]
            within[index] = lines_within(turns[index], parsed.lines[index], lines, min(after, default=None))
        return within[index]

    for place, opens in corrections.opens.items():
        of_file, _, number = place.partition("-")
        if of_file != str(file) or not number.isdecimal() or place in known:
            continue
        index = turn_at(int(number))
        found = next((one for one in lines_of(index) if one.line == int(number)), None) if index >= 0 else None
        if found and (found.paragraph, found.offset) > (0, 0):
            cuts.setdefault(index, []).append(_Cut(place, found.line, (found.paragraph, found.offset), opens))
    begun = False
    for place, one in left_out_places(parsed, file):
        if place not in corrections.opens and place not in corrections.adds:
            continue
        index = turn_at(one.line)
        begun = begun or place in corrections.opens
        if index < 0 and not begun:
            continue  # there is no turn above
        before = [found for found in lines_of(index) if found.line <= one.line] if index >= 0 else []
        at = before[-1].paragraph + 1 if before else 0
        cuts.setdefault(index, []).append(
            _Cut(place, one.line, (at, 0), corrections.opens.get(place), _plain(one.text))
        )
        taken.add(place)
    for own in cuts.values():
        own.sort(key=lambda cut: (cut.at, cut.line))
    return cuts, taken


def _plain(text: str) -> str:
    """Return words with a space for each character that no document holds."""
    return "".join(char if without_controls(char) else " " for char in text)


def _turns_by_line(opened: Sequence[int]) -> Callable[[int], int]:
    """Return a function from a line to the index of the turn in which it stands, -1 before the first."""
    pairs = sorted((line, index) for index, line in enumerate(opened) if line > 0)
    lines = [line for line, _ in pairs]
    last = [-1, *accumulate((index for _, index in pairs), max)]
    return lambda line: last[bisect_right(lines, line)]


def _cut_up(begun: _Turn | None, cuts: Sequence[_Cut]) -> Iterator[_Turn]:
    """Yield a turn in the pieces into which it is cut, with the words that are taken in."""
    if not cuts:
        if begun:
            yield begun
        return
    now = begun
    words: list[_Words] = []
    for piece in _pieces(begun.turn if begun else None, cuts):
        if isinstance(piece, _Words):
            words.append(piece)
            continue
        if piece.opens is not None:
            if now:
                yield _saying(now, words)
            now, words = _Turn(piece.place, piece.line, TurnText(Kind.NOTE), piece.opens), []
        if piece.words:
            words.append(_Words(piece.words))
    if now:
        yield _saying(now, words)


def _saying(one: _Turn, words: Sequence[_Words]) -> _Turn:
    turn = replace(
        one.turn,
        paragraphs=tuple(each.text for each in words),
        times=tuple(each.time for each in words),
        paragraph_ids=tuple(each.id for each in words),
    )
    return replace(one, turn=turn)


def _pieces(turn: TurnText | None, cuts: Sequence[_Cut]) -> Iterator[_Words | _Cut]:
    """Yield the paragraphs in order, cut where something begins, and the cuts between them.

    The first part of a paragraph that is cut keeps its time and its id.
    """
    waiting = list(cuts)
    own = zip(turn.paragraphs, turn.times, turn.paragraph_ids, strict=True) if turn else ()
    for number, (text, time, key) in enumerate(own):
        rest = _Words(text, time, key)
        begin = 0
        while waiting and waiting[0].at[0] == number:
            cut = waiting.pop(0)
            before = text[begin : cut.at[1]].strip()
            if before:
                yield replace(rest, text=before)
                rest = _Words(text)
            begin = max(begin, cut.at[1])
            yield cut
        if text[begin:].strip():
            yield replace(rest, text=text[begin:].strip())
    yield from waiting


def _with_meanings(document: TranscriptDocument, done: Sequence[_Turn]) -> TranscriptDocument:
    """Return the document with a label, a kind and a name for each new turn, as its words and the others suggest."""
    people = PeopleIndex(document.people)
    known = {fold(one.turn.label): one.turn for one in reversed(done) if one.turn.label}
    made = iter(done)
    exchanges = []
    for exchange in document.exchanges:
        turns: list[TurnText] = []
        asked = False
        for turn in exchange.turns:
            one = next(made)
            meant = turn if one.opens is None else _meaning_of(turn, one.opens, asked, known, people)
            asked = asked or meant.kind is Kind.QUESTION
            turns.append(meant)
        exchanges.append(replace(exchange, turns=tuple(turns)))
    return replace(document, exchanges=tuple(exchanges))


def _meaning_of(
    turn: TurnText, opens: str, asked: bool, known: Mapping[str, TurnText], people: PeopleIndex
) -> TurnText:
    """Return a new turn as it would be read: its label parted from its words, if it has one."""
    words = list(turn.paragraphs)
    mark = label_of(words[0]) if opens == WITH_LABEL and words else None
    if mark is None:
        read = turn_of(RawTurn("", words, 0), Role.NOBODY, asked, people)
    else:
        words[0] = mark.rest
        voice = Role.QUESTIONER if is_outlet(mark.label) else Role.OFFICER
        read = turn_of(RawTurn(mark.label, words, 0), voice, asked, people)
        read = known.get(fold(mark.label), read)
    return replace(
        turn,
        kind=read.kind,
        label=mark.label if mark else "",
        paragraphs=tuple(words),
        speaker=read.speaker,
        outlet=read.outlet,
        journalist=read.journalist,
    )
