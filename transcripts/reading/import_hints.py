"""Editor hints for the next version of a file: stored by the words of their lines, and found again by them.

A hint on a label holds for every file. One on a line is kept with the beginning of the line, and with those of the
next lines where it occurs more than once; it applies where these occur once in the new files. Read-only.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from transcripts.intake import IntakeError, ParsedTranscript, SourceLine
from transcripts.intake.corrections import left_out_places
from transcripts.models import ImportDraft
from transcripts.reading.import_preview import ImportPreview, line_of, parse_files, source_lines
from transcripts.reading.name_resolution import NEW

LONGEST_KEY = 80  # characters of a line by which it is known
MOST_LINES = 3  # by which a place is known
ON_LABELS = ("words", "outlets", "officers", "chairs", "same", "names")
PAIRS = ("same", "names")  # these say something of each label
LEFT_OUT = "x"
ON_LINES = ("labels", "breaks", "joins", "adds", "opens", "turns")


def keep_hints(draft: ImportDraft, text: ImportPreview, files: Collection[int]) -> dict[str, Any]:
    """Return the hints on labels and on the lines of these files, as they are kept with an import. No query.

    All texts are values, so that removals find them.
    """
    kept: dict[str, Any] = {}
    for name in ON_LABELS:
        value = draft.hints.get(name, [])
        kept[name] = [[key, value[key]] for key in value] if name in PAIRS else list(value)
    lines = [dict(zip(("what", "at", "more", "value"), row, strict=True)) for row in _by_words(draft, text, files)]
    choices = [[key, choice] for key, choice in draft.choices.items() if choice != NEW]
    stated = {"lines": lines, "choices": choices, "language": draft.fields.get("language", "")}
    return {name: value for name, value in (kept | stated).items() if value}


def _by_words(
    draft: ImportDraft, text: ImportPreview, files: Collection[int]
) -> Iterator[tuple[str, list[str], str, Any]]:
    """Yield each hint on a line: its kind, the words that tell its place, what its place adds to them, its value."""
    hints = {name: draft.hints[name] for name in ON_LINES if draft.hints.get(name)}
    if not hints:
        return
    left_out = {place: one.text for place, one in text.left_out.items()} | dict(text.taken)
    known = _Lines([source_lines(draft, file) for file in range(len(draft.files))])
    for name, places in hints.items():
        for place in places:
            found = line_of(place)
            if found is None or found[0] not in files:
                continue
            value = places[place] if isinstance(places, dict) else True
            if place in left_out:
                yield name, [_key(left_out[place])], LEFT_OUT, value
            elif words := known.words_at(*found):
                number = place.split("-", 2)[2:]
                yield name, words, number[0] if number else "", value


class _Lines:
    """The lines of all files that hold something, found by their beginnings."""

    def __init__(self, files: Sequence[Sequence[SourceLine]]) -> None:
        self.files = [[(line.number, _key(line.text)) for line in lines if line.text.strip()] for lines in files]
        self.places: dict[str, list[tuple[int, int]]] = {}
        for file, lines in enumerate(self.files):
            for index, (_, key) in enumerate(lines):
                self.places.setdefault(key, []).append((file, index))

    def find(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Return the file and the number of each line at which lines begin with these words."""
        return [
            (file, self.files[file][index][0])
            for file, index in self.places.get(words[0], ())
            if [key for _, key in self.files[file][index : index + len(words)]] == list(words)
        ]

    def words_at(self, file: int, number: int) -> list[str]:
        """Return the beginnings of a line, and of the next ones as far as they are needed to find it."""
        index = next((at for at, (line, _) in enumerate(self.files[file]) if line == number), None)
        if index is None:
            return []
        words: list[str] = []
        for _, key in self.files[file][index : index + MOST_LINES]:
            words.append(key)
            if len(self.find(words)) == 1:
                break
        return words


def _key(text: str) -> str:
    return " ".join(text.split())[:LONGEST_KEY].rstrip()


def apply_kept(draft: ImportDraft, kept: Sequence[Mapping[str, Any]]) -> None:
    """Give an import, which has no hints yet, those kept with the last one of its conference. No query.

    Those whose lines are gone, or occur more than once, are kept as `lost`; `kept` says that there were some.
    """
    before = (draft.hints, draft.choices, draft.fields)
    draft.hints = {name: value for name in ON_LABELS if (value := _on_labels(name, kept))}
    draft.choices = draft.choices | {key: choice for one in kept for key, choice in one.get("choices", ())}
    language = next((one["language"] for one in kept if one.get("language")), "")
    draft.fields = ({"language": language} if language else {}) | draft.fields
    rows = [row for one in kept for row in one.get("lines", ())]
    lines = _Lines([source_lines(draft, file) for file in range(len(draft.files))])
    lost = list(_put_lines(draft.hints, [row for row in rows if row["more"] != LEFT_OUT], lines))
    try:
        parsed = parse_files(draft)
    except IntakeError:  # the hints leave nobody speaking
        draft.hints, draft.choices, draft.fields = before
        return
    lost += _put_left_out(draft.hints, [row for row in rows if row["more"] == LEFT_OUT], parsed)
    draft.hints["kept"] = sorted({name for one in kept for name in one})
    if lost:
        draft.hints["lost"] = list(dict.fromkeys(lost))


def _on_labels(name: str, kept: Sequence[Mapping[str, Any]]) -> list[str] | dict[str, Any]:
    """Return one kind of hints on labels, of all that were kept."""
    values = [value for one in kept for value in one.get(name, ())]
    return dict(values) if name in PAIRS else list(dict.fromkeys(values))


def _put_lines(hints: dict[str, Any], rows: Iterable[Mapping[str, Any]], lines: _Lines) -> Iterator[str]:
    """Add the hints whose lines are found; yield the words of the others."""
    for row in rows:
        found = lines.find(row["at"])
        if len(found) == 1:
            _put(hints, row, "-".join([*map(str, found[0]), *([row["more"]] if row["more"] else [])]))
        else:
            yield row["at"][0]


def _put_left_out(
    hints: dict[str, Any], rows: Iterable[Mapping[str, Any]], parsed: Sequence[ParsedTranscript]
) -> Iterator[str]:
    """Add the hints on words that are left out of these files too; yield the words of the others."""
    left_out: dict[str, list[str]] = {}
    for file, one in enumerate(parsed):
        for place, left in left_out_places(one, file):
            left_out.setdefault(_key(left.text), []).append(place)
    for row in rows:
        places = left_out.get(row["at"][0], [])
        if len(places) == 1:
            _put(hints, row, places[0])
        else:
            yield row["at"][0]


def _put(hints: dict[str, Any], row: Mapping[str, Any], place: str) -> None:
    if row["value"] is True:
        hints[row["what"]] = list(dict.fromkeys([*hints.get(row["what"], []), place]))
    else:
        hints[row["what"]] = hints.get(row["what"], {}) | {place: row["value"]}
