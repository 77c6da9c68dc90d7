"""Tell how far warnings can be trusted, by making the parser wrong on pages that it reads right: `make ablate`.

A parser that is right on every page at hand tells nothing of its warnings. So each clue is switched off and its weight
halved, one after the other; three clues to labels, drawn at random, are switched off at once; and whole families are:
all clues of a table halved, the frame of pages, the lists of people, questions and labels without marks. Of the turns
and kinds that are wrong then and are right otherwise, those are counted that lie within a turn of a warning.
`--silent` shows the others, by what is wrong. Folders may be named as for tools/score_pages.py.
"""

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from types import ModuleType

from tools.fit_weights import TABLES, Labelled, Weights, labelled_pages, marks_of, weighing
from tools.score_pages import OWN_PAGES, Marks, about_warnings, total_of
from transcripts.intake import page as reading
from transcripts.intake.heading.participant_lists import ParticipantList
from transcripts.intake.labels import detect
from transcripts.intake.lines.frame import Frame

OFFICES = OWN_PAGES.parent / "offices"
LOSSES = {"off": 0.0, "halved": 0.5}
DRAWS = 12  # of three clues to labels at once
# What else the parser can go without: the module, the name of its function there, and one that finds nothing.
ROOMS: Mapping[str, tuple[ModuleType, str, object]] = {
    "frame": (reading, "take_frame", lambda lines: (lines, Frame())),
    "lists of people": (reading, "read_participant_list", lambda *_: ParticipantList()),
    "questions without labels": (detect, "find_asked", lambda *_: {}),
    "labels without marks": (detect, "_add_bare_labels", lambda *_: None),
}


@dataclass(frozen=True, slots=True)
class Ablation:
    """What the parser goes without: its family, what it is called, the clues (table, name), the weights, the room."""

    family: str
    name: str
    weights: Weights
    clues: frozenset[tuple[str, str]] = frozenset()
    room: str = ""

    @contextmanager
    def made(self) -> Iterator[None]:
        """Read without it."""
        module, name, nothing = ROOMS.get(self.room, (None, "", None))
        kept = getattr(module, name) if module else None
        if module:
            setattr(module, name, nothing)
        try:
            with weighing(self.weights):
                yield
        finally:
            if module:
                setattr(module, name, kept)


@dataclass(slots=True)
class _Ear:
    """The clues that hold anywhere on a page."""

    heard: set[tuple[str, str]]

    def hear(self, table: str, subject: object, held: Mapping[str, int]) -> None:
        self.heard.update((table, name) for name in held)


def ablations() -> list[Ablation]:
    """Return all that the parser is tried without."""
    used = {name: dict(table.weights) for name, table in TABLES.items()}
    tables = [name for name in used if name != "title"]
    found = []
    for table in tables:
        for loss, share in LOSSES.items():
            for name in used[table]:
                clue = frozenset({(table, name)})
                found.append(Ablation(f"{table}, one {loss}", name, _changed(used, clue, share), clue))
        whole = frozenset((table, name) for name in used[table])
        found.append(Ablation("a whole table halved", table, _changed(used, whole, LOSSES["halved"]), whole))
    dice = random.Random(11)  # noqa: S311 (no secrets)
    for _ in range(DRAWS):
        names = dice.sample(sorted(used["label"]), 3)
        clues = frozenset(("label", name) for name in names)
        found.append(Ablation("label, three off", ", ".join(names), _changed(used, clues, 0.0), clues))
    return [*found, *(Ablation("without", room, used, room=room) for room in ROOMS)]


def _changed(used: Weights, clues: frozenset[tuple[str, str]], share: float) -> Weights:
    return {
        table: {name: weight * share if (table, name) in clues else weight for name, weight in weights.items()}
        for table, weights in used.items()
    }


def marks_without(ablation: Ablation, pages: Sequence[Labelled]) -> tuple[Ablation, list[Marks]]:
    """Return the marks of pages that are read without something."""
    with ablation.made():
        return ablation, [marks_of(page) for page in pages]


def clues_heard(page: Labelled) -> set[tuple[str, str]]:
    """Return the clues that hold anywhere on a page."""
    ear = _Ear(set())
    for table in TABLES.values():
        table.listeners.append(ear.hear)
    try:
        marks_of(page)
    finally:
        for table in TABLES.values():
            table.listeners.remove(ear.hear)
    return ear.heard


def made_wrong(pages: Sequence[Labelled]) -> Iterator[tuple[Ablation, Marks]]:
    """Yield what the pages that are read in another way without something have wrong then, and not otherwise."""
    plain = {page.name: {(fault.what, fault.words) for fault in marks_of(page).faults} for page in pages}
    heard = {page.name: clues_heard(page) for page in pages}
    work = [(one, [page for page in pages if one.room or one.clues & heard[page.name]]) for one in ablations()]
    with Pool(2) as pool:
        for ablation, every in pool.starmap(marks_without, [one for one in work if one[1]], chunksize=1):
            for marks in every:
                known = plain[marks.name]
                marks.faults = [fault for fault in marks.faults if (fault.what, fault.words) not in known]
                if marks.faults:
                    for of in ("kinds", "turns"):
                        own = [fault for fault in marks.faults if fault.is_kind == (of == "kinds")]
                        marks.counts[f"wrong_{of}"] = len(own)
                        marks.counts[f"warned_{of}"] = sum(fault.warned for fault in own)
                    yield ablation, marks


def main() -> None:
    """Print the figures of each family, and the silent faults."""
    begun = time.monotonic()
    named = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    families: dict[str, list[Marks]] = defaultdict(list)
    silent: dict[str, Counter[str]] = defaultdict(Counter)
    for ablation, marks in made_wrong(labelled_pages(named or [OWN_PAGES, OFFICES])):
        families[ablation.family].append(marks)
        for fault in marks.faults:
            if not fault.warned:
                silent[fault.what][f"{marks.name} [{ablation.name}] {fault.words}"] += 1
    for family, every in families.items():
        print(f"{family:24} {len(every):5} readings  {about_warnings(total_of(every))}")
    whole = [marks for every in families.values() for marks in every]
    print(f"{'all':24} {len(whole):5} readings  {about_warnings(total_of(whole))}")
    print("silent: " + ", ".join(f"{what} {sum(found.values())}" for what, found in sorted(silent.items())))
    if "--silent" in sys.argv:
        for what, found in sorted(silent.items()):
            print(f"\n{what}")
            print("\n".join(f"  {one}" for one in sorted(found)))
    print(f"read in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
