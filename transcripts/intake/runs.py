"""Text that lost its line ends: turns are found again at the labels inside it."""

import re
from collections import Counter

from transcripts.intake.lines import LONG_LINE, Line

_CAPITALS = r"(?:(?:MR|MS|MRS|DR)\.? )?[A-Z][A-Z'’\-]+(?: (?:[A-Z]\.|[A-Z][A-Z'’\-]+)){0,3}"
_LABEL = re.compile(rf"(?:^|(?<=[.?!…”\"’)\]—–\-] )|(?<=[—–]))(?P<label>{_CAPITALS})(?P<mark>[.:]) (?=\S)")
LEAST_REPEATS = 3


def split_runs(lines: list[Line]) -> tuple[list[Line], bool]:
    """Part lines that hold many turns at labels in capitals, "NAME NAME." or "NAME NAME:".

    The second value says whether the labels ended in a full stop; they are given a colon, so that
    what follows need not know. A label must come back, or stand with one that does.
    """
    found = [match for line in lines if len(line.text) > LONG_LINE for match in _LABEL.finditer(line.text)]
    labels = [match for match in found if match.start() and (" " in match["label"] or match["mark"] == ":")]
    counts = Counter(match["label"] for match in labels)
    if not counts or counts.most_common(1)[0][1] < LEAST_REPEATS or len(counts) < 2:
        return lines, False
    stopped = sum(match["mark"] == "." for match in labels) * 2 > len(labels)
    mark = "." if stopped else ":"
    pieces: list[Line] = []
    for line in lines:
        cuts = [
            match
            for match in _LABEL.finditer(line.text)
            if match["mark"] == mark and (" " in match["label"] or (mark == ":" and counts[match["label"]] > 1))
        ]
        if not cuts:
            pieces.append(line)
            continue
        if cuts[0].start():
            pieces.append(Line(line.number, line.text[: cuts[0].start()].strip(), line.gap, line.indented))
        ends = [cut.start() for cut in cuts[1:]] + [len(line.text)]
        for cut, end in zip(cuts, ends, strict=True):
            words = line.text[cut.end() : end].strip()
            pieces.append(Line(line.number, f"{cut['label']}: {words}", max(line.gap, 1)))
    return pieces, stopped
