"""Fit the weights of the clues from labelled pages: `make weights`, or `make weights DIR="FOLDER FOLDER"`.

The folders are as `tools/score_pages.py` reads them; our own pages and pages of the generator of layouts
(tests/intake/layouts, but for the families that are held out) are always among those that are learnt from.

The model is linear: of some options, each with the clues that hold for it, the heaviest is chosen. A label is weighed
against words that have not enough points, the lines over a transcript against each other, and the three roles of a
label in its talk, each with what is known of its neighbours. Fitted is the likelihood of the right options (a
log-linear model), held to the weights that were set by hand by the square of the distance, so that a weight stays
where few pages speak.
"""

import json
import math
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.intake.layouts.pages import is_held_out, make_page, random_family
from tools.score_pages import (
    OWN_PAGES,
    Marks,
    align,
    compare,
    office_of,
    pages_in,
    read_page,
    said_in,
    summary,
    total_of,
)
from tools.score_pages import fold as fold_words
from transcripts.intake import IntakeError, ParsedTranscript, open_source, parse_text
from transcripts.intake.heading.title_clues import TITLE_CLUES, TitleLine
from transcripts.intake.heading.titles import LEAST_FOR_NOTHING
from transcripts.intake.labels.clues import ENOUGH, LABEL_CLUES, CandidateInContext
from transcripts.intake.scoring import WEIGHTS_FILE, ClueTable, stated_weights
from transcripts.intake.turns.role_clues import ROLE_CLUES
from transcripts.intake.turns.speaker_roles import TITLE_ITSELF
from transcripts.text import fold

TABLES: dict[str, ClueTable[Any]] = {
    "label": LABEL_CLUES,
    "title": TITLE_CLUES,
    **{table.name: table for table in ROLE_CLUES.values()},
}
# What is fitted together, and the figure by which it is judged.
QUESTIONS = {"label": ("label",), "title": ("title",), "roles": ("asks", "answers", "leads")}
ALL = tuple(QUESTIONS)
CHOICES: tuple[tuple[str, ...], ...] = (*((question,) for question in ALL), ALL)
KINDS = {"question": "asks", "answer": "answers", "statement": "answers", "moderator": "leads"}
GENERATED = 200  # pages of the generator
GENERATED_WEIGHT = 0.2  # of one of them, beside a page that somebody printed
HELD = 1.0  # how much the square of a weight's distance from the one set by hand costs
BETWEEN = 0.5  # points under ENOUGH at which label and words are as likely: labels have whole points
OFFICER_FIRST = 0.1  # where roles weigh the same, an officer's is taken
_ROW = re.compile(r'(?P<before>"(?P<name>[^"]+)" *= )')
STEPS = 60
RATE = 0.5

Weights = dict[str, dict[str, float]]
Option = tuple[tuple[tuple[str, str, int], ...], float]  # clues (table, name, how often), points beside them


@dataclass(frozen=True, slots=True)
class Case:
    """A choice among options, and those that are right."""

    question: str
    options: tuple[Option, ...]
    right: frozenset[int]


@dataclass(slots=True)
class Labelled:
    """A labelled page: its office, its right values, how to read it, and the cases that it gives."""

    name: str
    office: str
    truth: dict[str, Any]
    read: partial[ParsedTranscript]
    text: str = ""
    weight: float = 1.0
    cases: Counter[Case] = field(default_factory=Counter)


@dataclass(slots=True)
class _Heard:
    """All that was weighed while a page was read."""

    labels: dict[str, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    titles: list[tuple[TitleLine, Mapping[str, int]]] = field(default_factory=list)
    roles: dict[str, dict[str, Mapping[str, int]]] = field(default_factory=lambda: defaultdict(dict))

    def hear(self, table: str, subject: object, held: Mapping[str, int]) -> None:
        if isinstance(subject, CandidateInContext):
            self.labels[subject.mark.key].add(tuple(sorted(held)))
        elif isinstance(subject, TitleLine):
            self.titles.append((subject, held))
        else:
            self.roles[str(subject)][table] = held  # the last round counts


def labelled_pages(folders: Iterable[Path]) -> list[Labelled]:
    """Return the pages of folders that have their right values beside them."""
    return [
        Labelled(
            path.stem,
            office_of(path.stem),
            json.loads(path.with_suffix(".json").read_text(encoding="utf-8")),
            partial(read_page, path),
            "\n".join(line.text for line in open_source(path.read_bytes(), path.name).lines),
        )
        for folder in folders
        for path in pages_in(folder)
    ]


def generated_pages(number: int = GENERATED) -> list[Labelled]:
    """Return pages of the generator, none of the families that are held out."""
    dice = random.Random(7)  # noqa: S311 (layouts, no secrets)
    pages: list[Labelled] = []
    while len(pages) < number:
        family = random_family(dice)
        text, truth = make_page(family, dice)
        if not is_held_out(family):
            pages.append(Labelled(str(family), "", truth, partial(parse_text, text), text, GENERATED_WEIGHT))
    return pages


def learnt_from(scored: Sequence[Labelled]) -> list[Labelled]:
    """Return all pages that weights are fitted from, with their cases: `scored`, our own, and generated ones."""
    names = {page.name for page in scored}
    own = [page for page in labelled_pages([OWN_PAGES]) if page.name not in names]
    pages = [*scored, *own, *generated_pages()]
    with weighing(by_hand()):
        for page in pages:
            take_cases(page)
    return pages


def take_cases(page: Labelled) -> None:
    """Read a page, and keep the choices that were made on it with what is right."""
    heard = _Heard()
    for table in TABLES.values():
        table.listeners.append(heard.hear)
    try:
        parsed = page.read()
    except IntakeError:
        parsed = None
    finally:
        for table in TABLES.values():
            table.listeners.remove(heard.hear)
    page.cases = Counter(_label_cases(heard, page.truth))
    page.cases.update(_title_cases(heard, page.truth))
    if parsed:
        page.cases.update(_role_cases(heard, page.truth, parsed))


def _label_cases(heard: _Heard, truth: Mapping[str, Any]) -> Iterator[Case]:
    labels = [fold_words(turn["label"]) for turn in truth["turns"] if turn["label"]]
    for key, ways in heard.labels.items():
        options: list[Option] = [((), ENOUGH - BETWEEN)]
        options += [(tuple(("label", name, 1) for name in way), 0.0) for way in sorted(ways)]
        is_one = bool(fold_words(key)) and any(label.startswith(fold_words(key)) for label in labels)
        yield Case("label", tuple(options), frozenset(range(1, len(options)) if is_one else (0,)))


def _title_cases(heard: _Heard, truth: Mapping[str, Any]) -> Iterator[Case]:
    title = fold_words(truth["title"])
    options: list[Option] = [((), 0.0)]
    options += [
        (tuple(("title", name, 1) for name in sorted(held)), LEAST_FOR_NOTHING - line.lower)
        for line, held in heard.titles
    ]
    right = [at for at, (line, _) in enumerate(heard.titles, start=1) if title and fold_words(line.text) == title]
    if right and len(options) > len(right):
        yield Case("title", tuple(options), frozenset(right))


def _role_cases(heard: _Heard, truth: Mapping[str, Any], parsed: ParsedTranscript) -> Iterator[Case]:
    wanted = [turn for turn in truth["turns"] if turn["kind"] != "note"]
    said = [turn for _, turn in said_in(parsed)]
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for one, two in align(wanted, said):
        for name in {fold(said[two].label), fold(said[two].speaker)} - {""}:
            kinds[name][KINDS[wanted[one]["kind"]]] += 1
    for key, tables in heard.roles.items():
        options = tuple(_role_option(name, tables.get(name, {})) for name in QUESTIONS["roles"])
        most = max(kinds[key].values(), default=0)
        right = frozenset(at for at, name in enumerate(QUESTIONS["roles"]) if most and kinds[key][name] == most)
        if right:
            yield Case("roles", options, right)


def _role_option(table: str, held: Mapping[str, int]) -> Option:
    titled = TITLE_ITSELF if "title" in held else 0.0
    titled += OFFICER_FIRST if table == "answers" else 0.0
    return tuple((table, name, count) for name, count in sorted(held.items())), titled


def by_hand() -> Weights:
    """Return the weights that were set by hand."""
    return {table: {name: one for name, (one, _) in rows.items()} for table, rows in stated_weights().items()}


def fit(cases: Mapping[Case, float], start: Weights) -> Weights:
    """Return the weights that make the right options of `cases` likeliest, held to `start`."""
    weights = {(table, name): weight for table, rows in start.items() for name, weight in rows.items()}
    first = dict(weights)
    squares = dict.fromkeys(weights, 1e-3)
    for _ in range(STEPS):
        slopes = {key: 2 * HELD * (weight - first[key]) for key, weight in weights.items()}
        for case, often in cases.items():
            _add_slopes(case, often, weights, slopes)
        for key, slope in slopes.items():
            squares[key] += slope * slope
            weights[key] -= RATE * slope / math.sqrt(squares[key])
    fitted: Weights = defaultdict(dict)
    for (table, name), weight in weights.items():
        # A clue never comes to speak for the opposite: few pages would have it so.
        same_sign = weight * first[table, name] >= 0
        fitted[table][name] = round(weight, 1) if same_sign else 0.0
    return dict(fitted)


def _add_slopes(
    case: Case, often: float, weights: Mapping[tuple[str, str], float], slopes: dict[tuple[str, str], float]
) -> None:
    """Add the slopes of the likelihood that a case adds."""
    totals = [
        beside + sum(weights[table, name] * count for table, name, count in clues) for clues, beside in case.options
    ]
    most = max(totals)
    powers = [math.exp(total - most) for total in totals]
    whole = sum(powers)
    of_right = sum(powers[at] for at in case.right)
    for at, ((clues, _), power) in enumerate(zip(case.options, powers, strict=True)):
        wrong = power / whole - (power / max(of_right, 1e-12) if at in case.right else 0.0)
        if abs(wrong) > 1e-4:
            for table, name, count in clues:
                slopes[table, name] += often * wrong * count


def sum_of(pages: Iterable[Labelled], *, without: str | None = None) -> dict[Case, float]:
    """Return the cases of pages, each with its weight, but for those of an office."""
    whole: dict[Case, float] = defaultdict(float)
    for page in pages:
        if page.office != without or not page.office:
            for case, count in page.cases.items():
                whole[case] += count * page.weight
    return whole


@contextmanager
def weighing(weights: Weights) -> Iterator[None]:
    """Read with other weights than those of the file."""
    kept = {name: table.weights for name, table in TABLES.items()}
    for name, table in TABLES.items():
        table.weights = weights[name]
    try:
        yield
    finally:
        for name, table in TABLES.items():
            table.weights = kept[name]


def marks_of(page: Labelled) -> Marks:
    """Return the marks of a page as it is read now."""
    try:
        return compare(page.name, page.truth, page.read())
    except IntakeError as error:
        return compare(page.name, page.truth, None, failed=str(error))


def only(questions: Sequence[str], fitted: Weights, others: Weights) -> Weights:
    """Return the fitted weights of some questions, and for the rest those of `others`."""
    names = {name for question in questions for name in QUESTIONS[question]}
    return {table: fitted[table] if table in names else others[table] for table in others}


def leaving_one_out(
    scored: Sequence[Labelled],
    learnt: Sequence[Labelled],
    start: Weights,
    choices: Sequence[tuple[str, ...]] = CHOICES,
) -> dict[tuple[str, ...], list[Marks]]:
    """Return the marks of each page, read with weights fitted without its office, by the questions that were fitted."""
    marks: dict[tuple[str, ...], list[Marks]] = {choice: [] for choice in choices}
    for office in dict.fromkeys(page.office for page in scored):
        fitted = fit(sum_of(learnt, without=office), start)
        for choice in choices:
            with weighing(only(choice, fitted, start)):
                marks[choice] += [marks_of(page) for page in scored if page.office == office]
    return marks


def choose(marks: Mapping[tuple[str, ...], Sequence[Marks]], plain: Sequence[Marks]) -> list[str]:
    """Return the questions whose fitted weights read pages of other offices better than those that were set by hand."""
    return [question for question in QUESTIONS if _worth(marks[question,]) > _worth(plain)]


def _worth(pages: Sequence[Marks]) -> float:
    whole = total_of(pages)
    return (
        whole.f1("hits", "wanted", "said")
        + whole.share("exact", "wanted")
        + whole.share("kinds", "hits")
        + whole.share("titles", "titled")
    )


def write_weights(weights: Weights) -> None:
    """Write the weights that are used into the file, beside those that were set by hand."""
    lines: list[str] = []
    table = ""
    for line in WEIGHTS_FILE.read_text(encoding="utf-8").splitlines():
        table = line[1:-1] if line.startswith("[") else table
        row = _ROW.match(line)
        if row:
            hand, used = stated_weights()[table][row["name"]][0], weights[table][row["name"]]
            lines.append(f"{row['before']}[{hand:5.1f}, {used:5.1f}]")
        else:
            lines.append(line)
    WEIGHTS_FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit the weights, print what each question gains by it on offices that were left out, and write the table."""
    begun = time.process_time()
    scored = labelled_pages(map(Path, sys.argv[1:]))
    learnt = learnt_from(scored)
    start = by_hand()
    with weighing(start):
        plain = [marks_of(page) for page in scored or learnt]
    print(f"{'by hand':40} {summary(total_of(plain, ''))}")
    marks = leaving_one_out(scored or learnt, learnt, start)
    for questions, pages in marks.items():
        print(f"{'fitted without the office: ' + ', '.join(questions):40} {summary(total_of(pages, ''))}")
    better = choose(marks, plain)
    write_weights(only(better, fit(sum_of(learnt), start), start))
    print(f"taken as fitted: {', '.join(better) or 'none'}; the rest as set by hand")
    print(f"fitted in {time.process_time() - begun:.0f} s")


if __name__ == "__main__":
    main()
