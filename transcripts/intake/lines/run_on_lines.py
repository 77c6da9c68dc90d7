"""Text that lost its line ends: turns are found again at the labels inside it."""

import re
from collections import Counter
from dataclasses import replace

from transcripts.intake.lines.page_lines import LONG_LINE, Line
from transcripts.intake.list_words import LIST_WORDS
from transcripts.intake.vocabulary import EDITOR_WORDS, FACT_WORDS, POSTED_ALONE, POSTED_WORDS
from transcripts.text import fold

_CAPITALS = r"(?:(?:MR|MS|MRS|DR)\.? )?[A-Z][A-Z'’\-]+(?: (?:[A-Z]\.|[A-Z][A-Z'’\-]+)){0,3}"
_WITH_COLON = re.compile(rf"^({_CAPITALS}): ")
_BESIDE = r"(?: \d{1,2})?(?: \([^()]{1,40}\))?"  # “CHANNEL 5 (OFF MIC)”
_OPENING = re.compile(rf"^(?P<label>{_CAPITALS}{_BESIDE})(?P<mark>\.| [–—-])\s+(?=[^\s.])(?![A-Z][A-Z .'’\-]{{0,40}}:)")
_LABEL = re.compile(rf"(?:^|(?<=[.?!…”\"’)\]—–\-] )|(?<=[—–]))(?P<label>{_CAPITALS})(?P<mark>[.:]) (?=\S)")
LEAST_REPEATS = 3
# “Posted: 3 May 2024    Updated: 4 May 2024”
_BETWEEN_FACTS = re.compile(r"(?:\s{2,}|\s*[\u3000\t]\s*)(?=[^\s:：]{1,20}(?: [^\s:：]{1,20}){0,2}\s*[:：])")
_FACT = re.compile(r"(?P<word>[^:：]{1,32}?)\s*[:：]\s*\S")
_FACT_WORDS = (FACT_WORDS - frozenset(LIST_WORDS)) | frozenset(POSTED_WORDS) | POSTED_ALONE | EDITOR_WORDS


def split_runs(lines: list[Line]) -> list[Line]:
    """Part lines that hold many turns at labels in capitals, "NAME NAME." or "NAME NAME:".

    Labels that end in a full stop are given a colon, so that later steps see ordinary labels. A label must occur
    again, or stand with one that does.
    """
    return _part_long_lines(_give_colons(lines))


def split_facts(lines: list[Line]) -> list[Line]:
    """Part lines that state several facts, wide spaces between them: each stands on a line of its own then."""
    parted: list[Line] = []
    for line in lines:
        pieces = _BETWEEN_FACTS.split(line.text) if len(line.text) <= LONG_LINE else []
        facts = [match for piece in pieces if (match := _FACT.match(piece))]
        if len(pieces) > 1 and len(facts) == len(pieces) and all(fold(one["word"]) in _FACT_WORDS for one in facts):
            parted += [Line(line.number, piece.strip(), 0 if at else line.gap) for at, piece in enumerate(pieces)]
        else:
            parted.append(line)
    return parted


def _give_colons(lines: list[Line]) -> list[Line]:
    """Give a colon to labels in capitals that open lines and end in a full stop or a dash, where a page has several so.

    One alone is taken where the page prints the same label with a colon: a slip of the keyboard.
    """
    openings = {index: match for index, line in enumerate(lines) if (match := _OPENING.match(line.text))}
    counts = Counter(match["label"] for match in openings.values())
    usual = len(counts) > 1 and counts.most_common(1)[0][1] >= LEAST_REPEATS
    printed = {match[1] for line in lines if (match := _WITH_COLON.match(line.text))}
    given = list(lines)
    for index, match in openings.items():
        label = match["label"]
        if (usual and (" " in label or (counts[label] > 1 and match["mark"] != "."))) or label in printed:
            given[index] = replace(lines[index], text=f"{label}: {lines[index].text[match.end() :]}")
    return given


def _part_long_lines(lines: list[Line]) -> list[Line]:
    found = [match for line in lines if len(line.text) > LONG_LINE for match in _LABEL.finditer(line.text)]
    labels = [match for match in found if match.start() and (" " in match["label"] or match["mark"] == ":")]
    counts = Counter(match["label"] for match in labels)
    if not counts or counts.most_common(1)[0][1] < LEAST_REPEATS or len(counts) < 2:
        return lines
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
    return pieces
