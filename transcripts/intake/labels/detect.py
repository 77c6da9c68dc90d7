"""Detection of turns: the choice of labels among a page's label candidates, judged over the whole page."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from transcripts.intake.hints import NO_HINTS, Hints
from transcripts.intake.labels.candidates import Form, LabelCandidate, read_candidate, read_stated
from transcripts.intake.labels.clues import ENOUGH, CandidateInContext, LabelStyle, segments, weigh_label
from transcripts.intake.labels.inverted_names import named_by_initials
from transcripts.intake.labels.labels_with_roles import find_roled_names
from transcripts.intake.labels.part_labels import part_named
from transcripts.intake.labels.shapes import (
    LONGEST_LABEL,
    Shape,
    Sureness,
    generic_core,
    is_capitals,
    is_generic,
    shape_of,
)
from transcripts.intake.labels.typos import similar_labels
from transcripts.intake.labels.unlabelled_questions import find_asked
from transcripts.intake.labels.unmarked import find_unmarked_names
from transcripts.intake.lines.hand_over import GREETING
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.lines.paragraphs import is_section
from transcripts.intake.lines.questions import ends_as_question
from transcripts.intake.messages import message
from transcripts.intake.scoring import Score
from transcripts.intake.vocabulary import HONORIFICS, QUESTIONERS, SPEAKER_HEADINGS, WORDS_HEADINGS
from transcripts.text import fold

LEAST_LABELS = 3  # labels in one type that make it a page's style
LEAST_SURE = 6.0  # the total weight of clues for a nearly certain label
LONGEST_BARE = 60  # characters of a label without a colon, over a greeting
LEAST_FULL = 2  # words of a label that holds an office and a name
OFTEN = 8  # occurrences of a label that are weighed, once it is heavy enough
FEW_MARKS = 8  # with so few labels, a page may print them bare
WIDEST_CUT = 120  # characters of lines that are cut at a width
NEARLY = 0.75  # of that width
_SMALL_WORD = re.compile(r"(?<![\w’'\-])[a-z][\w’'\-]*")
_CALLED = re.compile(r"(?<![\w’'\-])(?:[a-z][\w’'\-]*[,;]?|M[rs]s?\.|Dr\.) ([A-Z][\w’'\-]+)")
NOTHING = Score(0, ())


@dataclass(slots=True)
class Judged:
    """The labels that open turns, by their line's index; the score of each label, by its key; and the uncertain ones.

    `doubtful` are openings that have a label's shape and were taken for words, by index; `taken_for_words` are their
    labels and those of editor hints, with the number of the first line.
    """

    marks: dict[int, LabelCandidate] = field(default_factory=dict)
    weights: dict[str, Score] = field(default_factory=dict)
    doubtful: dict[int, tuple[LabelCandidate, str]] = field(default_factory=dict)
    taken_for_words: dict[str, tuple[int, str]] = field(default_factory=dict)


def find_turns(
    lines: Sequence[Line], known: Collection[str], taken: Collection[int] = (), hints: Hints = NO_HINTS
) -> Judged:
    """Return the judged label candidates, by the page's own style; a label in one place is one everywhere.

    `known` are folded names of people the page states; `taken` are indices of lines that are no speech.
    """
    words = {fold(label) for label in hints.words}
    marks: dict[int, LabelCandidate] = {}
    told: dict[str, tuple[int, str]] = {}
    for index, line in enumerate(lines):
        mark = read_stated(line, known) if line.number in hints.labels else read_candidate(line, known)
        if mark and mark.form is not Form.STATED and (index in taken or mark.key in words):
            if mark.key in words:
                told.setdefault(mark.label, (line.number, "an editor says so"))
            continue
        if mark and line.heads_row and index + 1 < len(lines) and _heads_columns(line, lines[index + 1]):
            continue
        if mark and (mark.rest or (index + 1 < len(lines) and not _is_in_a_list(line, lines[index + 1], mark))):
            marks[index] = mark
    judged = _judge(lines, _without_chance(lines, marks))
    if len(judged.marks) < FEW_MARKS:
        bare = find_unmarked_names(lines, known, taken, words)
        if len(bare) > max(1, len(judged.marks)) * (1 if len(judged.marks) < 2 else 2):
            judged = Judged(bare, {mark.key: NOTHING for mark in bare.values()})
    roled = find_roled_names(lines, words)
    # The last of a list stands right over the heading of the words.
    over = {index for index in roled if index + 1 < len(lines) and is_section(lines[index + 1].text)}
    roled = {index: mark for index, mark in roled.items() if index not in over}
    if len(roled) > sum(index not in roled for index in judged.marks):
        judged = Judged(roled, {mark.key: NOTHING for mark in roled.values()})
    judged.marks.update(find_asked(lines, judged.marks, marks))
    first = min(judged.marks, default=0)
    for index in range(first):
        opening = None if index in marks else _over_a_greeting(lines[index], lines[index + 1], known)
        if opening:
            judged.marks[index] = opening
            break
    judged.taken_for_words.update(told)
    return judged


def _heads_columns(line: Line, beside: Line) -> bool:
    """Return whether two cells of a row are headings over the speakers and their words."""
    return fold(line.text) in SPEAKER_HEADINGS and fold(beside.text) in WORDS_HEADINGS


def _is_in_a_list(line: Line, under: Line, mark: LabelCandidate) -> bool:
    """Return whether an opening without words stands among its like: a heading over one, a time over another's."""
    coded = mark.form is Form.TIME_CODE and mark.coded and read_candidate(under)
    return bool((mark.form is Form.BOLD and line.heading and under.heading) or (coded and coded.coded))


def _over_a_greeting(line: Line, under: Line, known: Collection[str]) -> LabelCandidate | None:
    """Return the label that a line is, an office and a name without a colon, right over words that greet."""
    if not GREETING.match(under.text) or not ends_sentence(under.text) or len(line.text) > LONGEST_BARE:
        return None
    shape = shape_of(line.text, known)
    stated = shape is Shape.KNOWN or (shape is Shape.OFFICE and " " in line.text)
    return LabelCandidate(line.text, "", shape, Form.BARE) if stated and not ends_sentence(line.text) else None


def _without_chance(lines: Sequence[Line], marks: dict[int, LabelCandidate]) -> dict[int, LabelCandidate]:
    """Return `marks` without accidental ones: inside a sentence that was cut at a width; an “A.” without a “Q”.

    A line is cut where lines are as long as the page's longest, and the page's surest labels stand after blank lines.
    """
    letters = {mark.label[0] for mark in marks.values() if mark.form is Form.LETTER}
    round_alone = {index for index, mark in marks.items() if mark.own_line and lines[index].text[0] in "(（"}
    if all(marks[index].shape is Shape.OUTLET for index in round_alone):
        # “（山陽日報）” asks where “（知事）” answers; else it is the source of what stands above it.
        marks = {index: mark for index, mark in marks.items() if index not in round_alone}
    lengths = sorted(len(line.text) for line in lines)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    inside = {index for index in marks if index and _runs_on(lines[index - 1], lines[index], width)}
    sure = [index for index, mark in marks.items() if mark.sureness is Sureness.STRONG and index not in inside]
    parted = sum(lines[index].gap > 0 or index == 0 for index in sure) * 10 >= len(sure) * 8
    is_cut = parted and width <= WIDEST_CUT
    return {
        index: mark
        for index, mark in marks.items()
        if mark.form is Form.STATED
        or not ((is_cut and index in inside) or (mark.form is Form.LETTER and mark.label == "A" and "Q" not in letters))
    }


def _runs_on(before: Line, line: Line, width: int) -> bool:
    """Return whether a line goes on with the sentence that the line before it broke off at the page's width."""
    is_cut = not ends_sentence(before.text) or (
        before.text.endswith(".") and fold(before.text.split()[-1].rstrip(".")) in HONORIFICS  # “… to Mr. ¶ Jo Roe.”
    )
    return line.gap == 0 and len(before.text) >= width * NEARLY and is_cut


def _judge(lines: Sequence[Line], marks: Mapping[int, LabelCandidate]) -> Judged:
    """Weigh every possible label, and keep the heaviest weight of each."""
    weights: dict[str, Score] = {}
    stated = {mark.key for mark in marks.values() if mark.form is Form.STATED}
    candidates = _candidates(lines, marks)
    times: Counter[str] = Counter()
    for one in candidates.values():
        times[one.mark.key] += 1
        if times[one.mark.key] > OFTEN and weights[one.mark.key].total >= ENOUGH:
            continue  # it is a label already
        weighed = weigh_label(one)
        if one.mark.key not in weights or weighed.total > weights[one.mark.key].total:
            weights[one.mark.key] = weighed
    # A name in full whose initials are a label stands once: “Ines Calder: …”, then “IC: …”.
    counts = Counter(mark.label for mark in marks.values())
    in_full = {fold(name): fold(initials) for initials, name in named_by_initials(counts).items()}
    accepted = {key for key, weighed in weights.items() if weighed.total >= ENOUGH or key in stated}
    accepted |= {key for key, initials in in_full.items() if initials in accepted}
    judged = Judged(
        marks={index: mark for index, mark in marks.items() if mark.key in accepted},
        weights={key: weighed for key, weighed in weights.items() if key in accepted},
    )
    first = min(judged.marks, default=len(lines))
    _add_bare_labels(lines, judged, marks)
    for index, one in candidates.items():
        if index > first and one.mark.key not in accepted and one.mark.sureness >= Sureness.NAME:
            why = _why_words(one, weights[one.mark.key])
            judged.doubtful[index] = (one.mark, why)
            judged.taken_for_words.setdefault(one.mark.label, (one.line.number, why))
    return judged


def _add_bare_labels(lines: Sequence[Line], judged: Judged, marks: Mapping[int, LabelCandidate]) -> None:
    """Add labels on lines that are just one of the page's labels without its colon or its brackets."""
    names = {key: mark for mark in judged.marks.values() if len(key := mark.key) > 1 and not is_generic(mark.label)}
    first = min(judged.marks, default=len(lines))
    for index in range(first + 1, len(lines) - 1):
        meant = names.get(fold(lines[index].text)) if len(lines[index].text) <= LONGEST_LABEL else None
        if meant and index not in marks and not ends_sentence(lines[index].text):
            judged.marks[index] = LabelCandidate(lines[index].text, "", meant.shape, Form.BARE)


def _why_words(one: CandidateInContext, weighed: Score) -> str:
    """Return a sentence on the clues that were too weak to make a label."""
    count = one.count
    times = message("it occurs once") if count == 1 else message("it occurs %(count)d times", count=count)
    spoken_for, against = weighed.says_for(), weighed.says_against()
    if against:
        return against if "it occurs once" in against else message("%(times)s, and %(why)s", times=times, why=against)
    if spoken_for:
        return message("%(times)s, and the only evidence for it is that %(why)s", times=times, why=spoken_for)
    return message("%(times)s and names nobody", times=times)


def _candidates(lines: Sequence[Line], marks: Mapping[int, LabelCandidate]) -> dict[int, CandidateInContext]:
    """Return each label candidate with its context."""
    manner = _style_of(lines, marks)
    words = segments(lines, marks)
    places = sorted(marks)
    candidates = {}
    for at, index in enumerate(places):
        earlier = places[at - 1] if at else None
        later = places[at + 1] if at + 1 < len(places) else None
        candidates[index] = CandidateInContext(
            mark=marks[index],
            line=lines[index],
            manner=manner,
            before=lines[index - 1] if index else None,
            after=lines[index + 1] if index + 1 < len(lines) else None,
            words=words[index],
            earlier_words=None if earlier is None else words[earlier],
            earlier_key=None if earlier is None else marks[earlier].key,
            later_key=None if later is None else marks[later].key,
            is_first=earlier is None,
            asked_after=later is not None and generic_core(marks[later].label) in QUESTIONERS,
        )
    return candidates


def _style_of(lines: Sequence[Line], marks: Mapping[int, LabelCandidate]) -> LabelStyle:
    """Return the style in which the page prints its labels."""
    counts = Counter(mark.key for mark in marks.values())
    # A bold line without a colon may as well be a heading; it tells nothing of labels unless it comes back.
    telling = [
        mark
        for mark in marks.values()
        if mark.form is not Form.BOLD or mark.rest or counts[mark.key] > 1 or mark.shape in (Shape.PART, Shape.KNOWN)
    ]
    strong = [mark for mark in telling if mark.sureness is Sureness.STRONG]
    own = [mark for mark in telling if mark.own_line and mark.sureness >= Sureness.NAME]
    # “Q1” is a letter too.
    named = [m for m in strong if sum(map(str.isalpha, m.label)) > 1 and m.form is not Form.LETTER]
    named_or_unsure = [mark for mark in marks.values() if mark.sureness >= Sureness.NAME]
    # A name that comes back says how names are set, whatever QUESTION looks like.
    certain = set(map(id, named))
    set_alike = [*named, *(mark for mark in named_or_unsure if id(mark) not in certain and counts[mark.key] > 1)]
    # So do surnames alone, where only parts are sure: “Roe: …” beside “QUESTION: …”.
    if all(is_generic(mark.label) for mark in named):
        alone = (mark for mark in marks.values() if mark.shape is Shape.SINGLE and mark.form is Form.COLON)
        set_alike += [mark for mark in alone if counts[mark.key] > 1]
    return LabelStyle(
        counts=counts,
        alone=frozenset(mark.key for mark in own),
        on_own_lines=bool(own) and len(own) >= sum(not mark.own_line for mark in strong),
        in_capitals=_is_style(sum(is_capitals(mark.label) for mark in set_alike), len(set_alike)),
        in_bold=_is_style(sum(mark.bold for mark in telling if mark.sureness >= Sureness.NAME), len(strong)),
        in_cells=_is_style(sum(lines[index].heads_row for index in marks), len(strong)),
        in_codes=_is_style(sum(mark.coded for mark in named_or_unsure), len(named_or_unsure)),
        in_dashes=_in_dashes(marks.values(), counts),
        asks_in_dashes=sum(_asks_behind_a_dash(mark) for mark in marks.values()) >= LEAST_LABELS,
        in_initials=_uses_initials(marks.values()),
        in_spaces=_is_style(sum(mark.form is Form.WIDE_SPACE for mark in set_alike), len(set_alike)),
        in_full=frozenset(
            fold(" ".join(words[at:]))
            for mark in strong
            if len(words := mark.label.split()) > LEAST_FULL
            for at in range(1, len(words))
        ),
        slips=frozenset(fold(label) for label in similar_labels([mark.label for mark in named_or_unsure])),
        in_chevrons=sum(mark.form is Form.CHEVRONS for mark in marks.values()) >= LEAST_LABELS,
        shouts=_shouts(lines),
        small=frozenset(word for line in lines for word in _SMALL_WORD.findall(line.text)),
        called=frozenset(fold(word) for line in lines for word in _CALLED.findall(line.text)),
    )


def _in_dashes(marks: Collection[LabelCandidate], counts: Counter[str]) -> bool:
    """Return whether dashes follow the page's labels: strong ones, and names that come back. Letters do not count."""
    # What parts have behind them tells little of names: “Ines Calder – …” beside “Question – Jo Marsh: …”.
    strong = (
        mark
        for mark in marks
        if mark.sureness is Sureness.STRONG
        and not (mark.form is Form.COLON and (is_generic(mark.label) or part_named(mark.label)))
    )
    telling = [mark for mark in strong if mark.form is not Form.LETTER or _in_round(mark)]
    bare = (Shape.NAME, Shape.SINGLE)
    telling += [mark for mark in marks if mark.form is Form.DASH and mark.shape in bare and counts[mark.key] > 1]
    return _is_style(sum(mark.form is Form.DASH or _in_round(mark) for mark in telling), len(telling))


def _asks_behind_a_dash(mark: LabelCandidate) -> bool:
    """Return whether capitals stand before a dash and words that ask: “COURIER – Who pays?”."""
    return mark.form is Form.DASH and is_capitals(mark.label) and ends_as_question(mark.rest)


def _in_round(mark: LabelCandidate) -> bool:
    """Return whether round brackets close a part's label: “Question (Jo Marsh, Evening Courier) When?”."""
    return mark.form is Form.LETTER and mark.label.endswith(")")


def _uses_initials(marks: Collection[LabelCandidate]) -> bool:
    """Return whether at least two initials come back before wide spaces."""
    counts = Counter(mark.key for mark in marks if mark.form is Form.WIDE_SPACE and mark.shape is Shape.CAPITALS)
    return sum(count > 1 for count in counts.values()) > 1


def _shouts(lines: Sequence[Line]) -> bool:
    """Return whether a page is in capitals throughout, as captions are."""
    shouted = sum(not any(char.islower() for char in line.text) for line in lines)
    return shouted * 10 >= len(lines) * 8 and any(char.isupper() for line in lines for char in line.text)


def _is_style(so: int, among: int) -> bool:
    """Return whether enough labels are printed in this style for it to be the page's."""
    return so >= LEAST_LABELS and so * 10 >= among * 8
