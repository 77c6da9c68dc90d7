"""Score the reading of pages against what a careful reader would extract: `make score`, or `make score DIR=FOLDER`.

A folder holds pairs NAME.json and NAME.txt, .md, .html or .docx; tests/intake/golden is one, and shows the form. The
name of a file is hidden from the parser. Of each page it prints the turns found (same label, same first words, in
order), those exact (same last words, as many paragraphs), kinds, people, title and dates; then the sums, and how far
its warnings can be trusted: how many of the wrong turns and wrong kinds lie within a turn of a warning, and how many
warnings have something wrong within a turn of them.
"""

import json
import re
import sys
import time
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transcripts.document import Kind, TurnText
from transcripts.intake import IntakeError, ParsedTranscript, open_source
from transcripts.intake.parsing import parse

SUFFIXES = (".txt", ".md", ".html", ".docx")
LONGEST_SHOWN = 60  # characters of a turn's words
OWN_PAGES = Path(__file__).resolve().parent.parent / "tests" / "intake" / "golden"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a turn (“lost”, “not exact”, “none”, “answer for question”), is a warning beside."""

    what: str
    warned: bool
    words: str

    @property
    def is_kind(self) -> bool:
        """Whether the kind alone is wrong."""
        return " for " in self.what


@dataclass(slots=True)
class Marks:
    """The counts of one page: what was wanted, said and right, and the warnings beside what is wrong."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    failed: str = ""
    faults: list[Fault] = field(default_factory=list)

    def share(self, right: str, of: str) -> float:
        """Return one count as a share of another; 1 where there is nothing to find."""
        return self.counts[right] / self.counts[of] if self.counts[of] else 1.0

    def f1(self, hits: str, wanted: str, said: str) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.counts[wanted] + self.counts[said]
        return 2 * self.counts[hits] / both if both else 1.0


def fold(text: str | None) -> str:
    """Return the letters and digits of a text, folded."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or "").casefold())


def office_of(name: str) -> str:
    """Return the office of a page: its name before the first number."""
    return re.split(r"[_\-. ]*\d", name, maxsplit=1)[0] or name


def pages_in(folder: Path) -> list[Path]:
    """Return the pages of a folder that have their right values beside them."""
    found = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
    return [path for path in found if path.with_suffix(".json").exists()]


def read_page(path: Path) -> ParsedTranscript:
    """Return the parse of a page, read under a name that says nothing."""
    name = f"page{path.suffix}"
    return parse(open_source(path.read_bytes(), name), name=name)


def score_page(path: Path) -> Marks:
    """Return the marks of one page; where it is refused, of nothing read."""
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    try:
        return compare(path.stem, truth, read_page(path))
    except IntakeError as error:
        return compare(path.stem, truth, None, failed=str(error))


def compare(name: str, truth: dict[str, Any], parsed: ParsedTranscript | None, *, failed: str = "") -> Marks:
    """Return the marks of a parse; of no parse, nothing is right."""
    marks = Marks(name, failed=failed)
    counts = marks.counts
    wanted = [turn for turn in truth["turns"] if turn["kind"] != "note"]
    said = said_in(parsed)
    pairs = align(wanted, [turn for _, turn in said])
    exact = [one for one, two in pairs if _is_exact(wanted[one], said[two][1])]
    right_kind = [one for one, two in pairs if wanted[one]["kind"] == said[two][1].kind.value]
    counts.update(pages=1, refused=int(parsed is None), wanted=len(wanted), said=len(said), hits=len(pairs))
    counts.update(exact=len(exact), kinds=len(right_kind))
    names = {fold(person["name"]) for person in truth["people"]}
    got = {fold(person) for person in _people(parsed)}
    counts.update(people=len(names), people_said=len(got), people_hits=len(names & got))
    document = parsed.document if parsed else None
    head_is_wrong = False
    if truth["title"]:
        right = fold(truth["title"]) == fold(document.title if document else "")
        counts.update(titled=1, titles=int(right))
        head_is_wrong = not right
    for key, day in (("date", document and document.held_on), ("posted", document and document.posted_on)):
        if truth.get(key):
            right = bool(day) and day.isoformat() == truth[key]  # type: ignore[union-attr]
            counts.update(dates=1, right_dates=int(right))
            head_is_wrong = head_is_wrong or not right
    if parsed:
        _weigh_warnings(marks, parsed, said, _fates(wanted, said, pairs), head_is_wrong=head_is_wrong)
    else:
        counts.update(wrong_turns=len(wanted), warned_turns=len(wanted))  # a refusal says so
    return marks


def said_in(parsed: ParsedTranscript | None) -> list[tuple[int, TurnText]]:
    """Return the turns that are no notes, each with its line."""
    if parsed is None:
        return []
    turns = [turn for exchange in parsed.document.exchanges for turn in exchange.turns]
    lines = parsed.lines or (0,) * len(turns)
    return [(line, turn) for line, turn in zip(lines, turns, strict=False) if turn.kind is not Kind.NOTE]


def _people(parsed: ParsedTranscript | None) -> list[str]:
    return [*(person.name for person in parsed.document.people), *parsed.reporters] if parsed else []


def _is_found(truth: dict[str, Any], turn: TurnText) -> bool:
    same = truth.get("missing") or fold(truth["label"]) == fold(turn.label)
    return bool(same) and fold(" ".join(turn.paragraphs)).startswith(fold(truth["first_words"]))


def _is_exact(truth: dict[str, Any], turn: TurnText) -> bool:
    ends = fold(" ".join(turn.paragraphs)).endswith(fold(truth["last_words"]))
    return ends and len(turn.paragraphs) == truth["paragraphs"]


def align(wanted: Sequence[dict[str, Any]], said: Sequence[TurnText]) -> list[tuple[int, int]]:
    """Return the longest run of pairs, in order, of a wanted turn and the one that was read."""
    best = [[0] * (len(said) + 1) for _ in range(len(wanted) + 1)]
    found = [[_is_found(one, two) for two in said] for one in wanted]
    for at in range(len(wanted) - 1, -1, -1):
        for beside in range(len(said) - 1, -1, -1):
            both = best[at + 1][beside + 1] + 1 if found[at][beside] else 0
            best[at][beside] = max(best[at + 1][beside], best[at][beside + 1], both)
    pairs, at, beside = [], 0, 0
    while at < len(wanted) and beside < len(said):
        if found[at][beside] and best[at][beside] == best[at + 1][beside + 1] + 1:
            pairs.append((at, beside))
            at, beside = at + 1, beside + 1
        elif best[at + 1][beside] >= best[at][beside + 1]:
            at += 1
        else:
            beside += 1
    return pairs


def _fates(
    wanted: Sequence[dict[str, Any]], said: Sequence[tuple[int, TurnText]], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int | None, list[str], str]]:
    """Return for each wanted turn the one that was found, what is wrong with it, and its first words."""
    found = dict(pairs)
    fates: list[tuple[int | None, list[str], str]] = []
    for at, turn in enumerate(wanted):
        beside = found.get(at)
        wrong = ["lost"]
        if beside is not None:
            read = said[beside][1]
            wrong = [] if _is_exact(turn, read) else ["not exact"]
            wrong += [] if turn["kind"] == read.kind.value else [f"{read.kind.value} for {turn['kind']}"]
        fates.append((beside, wrong, f"{turn['label']}: {turn['first_words']}"))
    return fates


def _weigh_warnings(
    marks: Marks,
    parsed: ParsedTranscript,
    said: Sequence[tuple[int, TurnText]],
    fates: Sequence[tuple[int | None, list[str], str]],
    *,
    head_is_wrong: bool,
) -> None:
    """Tell what is wrong beside a warning, and count the warnings that have something wrong beside them.

    Beside is within a turn. A warning without a line, or over the first turn, is beside the head and the first turn.
    """
    opens = [line for line, _ in said]
    places = [max(0, bisect_right(opens, warning.line or 0) - 1) for warning in parsed.warnings]
    of_head = [not warning.line or not opens or warning.line < opens[0] for warning in parsed.warnings]
    warned = {place + step for place in places for step in (-1, 0, 1)}
    wrong: set[int] = set()
    after = 0
    for beside, whats, words in fates:
        place = after if beside is None else beside
        after = place if beside is None else beside + 1
        wrong |= {place} if whats else set()
        marks.faults += [Fault(what, place in warned, words) for what in whats]
    # A turn that is none is wrong too; where one of the truth was missed at its place, that is the same fault.
    false = set(range(len(said))) - {beside for beside, _, _ in fates} - wrong
    marks.faults += [
        Fault("none", place in warned, f"{said[place][1].label}: {' '.join(said[place][1].paragraphs)[:LONGEST_SHOWN]}")
        for place in sorted(false)
    ]
    wrong |= set(range(len(said))) - {beside for beside, _, _ in fates}
    for fault in marks.faults:
        of = "kinds" if fault.is_kind else "turns"
        marks.counts.update({f"wrong_{of}": 1, f"warned_{of}": int(fault.warned)})
    for place, head in zip(places, of_head, strict=True):
        is_right = any(place + step in wrong for step in (-1, 0, 1)) or (head and head_is_wrong)
        marks.counts.update(warnings=1, right_warnings=int(is_right))


def total_of(pages: Iterable[Marks], name: str = "all") -> Marks:
    """Return the sum of several pages."""
    whole = Marks(name)
    for page in pages:
        whole.counts.update(page.counts)
    return whole


def summary(marks: Marks) -> str:
    """Return the figures of a page, or of many, in one line."""
    counts = marks.counts
    figures = {
        "turn_f1": marks.f1("hits", "wanted", "said"),
        "exact": marks.share("exact", "wanted"),
        "kind": marks.share("kinds", "hits"),
        "people_f1": marks.f1("people_hits", "people", "people_said"),
        "title": marks.share("titles", "titled"),
        "date": marks.share("right_dates", "dates"),
    }
    shown = " ".join(f"{name} {figure:.3f}" for name, figure in figures.items())
    return f"{marks.name:32} pages {counts['pages']:3} refused {counts['refused']} {shown}"


def about_warnings(marks: Marks) -> str:
    """Return the figures of the warnings in one line."""
    shown = ", ".join(
        f"{name} {marks.share(right, of):.3f} of {marks.counts[of]}"
        for name, right, of in (
            ("wrong turns beside one", "warned_turns", "wrong_turns"),
            ("wrong kinds beside one", "warned_kinds", "wrong_kinds"),
            ("right warnings", "right_warnings", "warnings"),
        )
    )
    return f"warnings: {shown}"


def _by_office(pages: Sequence[Marks]) -> str:
    """Return the mean over offices, each as weighty as another, and the worst; no weight is fitted to any of them."""
    offices: dict[str, list[Marks]] = {}
    for page in pages:
        offices.setdefault(office_of(page.name), []).append(page)
    sums = [total_of(own, name) for name, own in offices.items()]
    found = [(one.f1("hits", "wanted", "said"), one.name) for one in sums]
    mean = sum(figure for figure, _ in found) / max(1, len(found))
    worst = min(found, default=(1.0, ""))
    return f"by office: turn_f1 {mean:.3f} over {len(found)} offices, worst {worst[0]:.3f} ({worst[1]})"


def main() -> None:
    """Print the marks of each page of the folders that are named, and their sum."""
    folders = [Path(one) for one in sys.argv[1:]] or [OWN_PAGES]
    begun = time.process_time()
    pages = [score_page(path) for folder in folders for path in pages_in(folder)]
    for page in pages:
        print(summary(page), f"  REFUSED {page.failed}" if page.failed else "")
    whole = total_of(pages)
    print(summary(whole))
    print(_by_office(pages))
    print(about_warnings(whole))
    print(f"read in {time.process_time() - begun:.1f} s")


if __name__ == "__main__":
    main()
