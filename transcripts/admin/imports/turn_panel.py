"""The panel of one turn in the import preview: its kind, its names, and splitting it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from transcripts.admin.imports.corrections import left_out_after
from transcripts.document import TurnText
from transcripts.intake.corrections import label_of, lines_within
from transcripts.intake.lines.page_lines import ends_sentence
from transcripts.models import ImportDraft, Turn
from transcripts.reading.import_preview import ImportPreview, line_of, source_lines

MOST_SHOWN = 300  # lines of a turn
LONGEST_SHOWN = 90  # characters of a line
LONGEST_LABEL = 60  # characters of a line that may be a label as a whole


@dataclass(frozen=True, slots=True)
class PanelLine:
    """A line within the turn: its place, its first words, and the label that it is or begins with, if it may be one."""

    place: str
    words: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class TurnPanel:
    """The panel of one turn. `added` are the words that were taken in, `following` how many could be with it."""

    place: str
    turn: TurnText
    kinds: list[tuple[str, str]]
    lines: list[PanelLine]
    added: list[PanelLine]
    following: int
    is_opened: bool
    is_corrected: bool


def open_turn(request: HttpRequest) -> str:
    """Return the place of the turn whose panel is open."""
    return str((request.POST if request.method == "POST" else request.GET).get("at", ""))


def place_after(request: HttpRequest, text: ImportPreview) -> str:
    """Return the part of the address that opens the panel of a turn, or keeps it open, and leads to the turn."""
    what, _space, place = request.POST.get("_action", "").partition(" ")
    at = place if what in ("edit", "open", "speak", "label") else request.POST.get("at", "")
    query = f"?{urlencode({'at': at})}" if at in text.places and what != "close" else ""
    anchor = next((one for one in (place, at) if one in text.places), "")
    return query + (f"#turn-{anchor}" if anchor else "")


def make_panel(draft: ImportDraft, text: ImportPreview, place: str) -> TurnPanel:
    """Return the panel of the turn at a place. No query."""
    hints = draft.hints
    index = text.places.index(place)
    turn = text.turns[index]
    added = list(_added(draft, text, index))
    return TurnPanel(
        place=place,
        turn=turn,
        kinds=[(str(value), str(name)) for value, name in Turn.KINDS],
        lines=list(_lines(draft, text, index, {line_of(one.place) for one in added})),
        added=added,
        following=sum(1 for _ in left_out_after(text, place)),
        is_opened=place in hints.get("opens", {}),
        is_corrected=place in hints.get("turns", {}),
    )


def _until(text: ImportPreview, index: int) -> int | None:
    """Return the line on which the next turn of the same file opens, if one does."""
    begin = line_of(text.places[index])
    for place in text.places[index + 1 :]:
        found = line_of(place)
        if begin and found and found[0] == begin[0]:
            return found[1]
    return None


def _added(draft: ImportDraft, text: ImportPreview, index: int) -> Iterator[PanelLine]:
    begin, until = line_of(text.places[index]), _until(text, index)
    for place in draft.hints.get("adds", []):
        found = line_of(place)
        if not (begin and found) or found[0] != begin[0] or place not in text.taken:
            continue
        if begin[1] <= found[1] and (until is None or found[1] < until):
            yield PanelLine(place, _cut(text.taken[place]))


def _lines(
    draft: ImportDraft, text: ImportPreview, index: int, added: set[tuple[int, int] | None]
) -> Iterator[PanelLine]:
    begin = line_of(text.places[index])
    if begin is None:
        return
    lines = source_lines(draft, begin[0])
    words = {line.number: line.text for line in lines}
    count = 0
    for one in lines_within(text.turns[index], begin[1], lines, _until(text, index)):
        is_first = (one.paragraph, one.offset) == (0, 0)
        if is_first or one.line == begin[1] or (begin[0], one.line) in added or count == MOST_SHOWN:
            continue
        count += 1
        yield PanelLine(f"{begin[0]}-{one.line}", _cut(words[one.line]), _label(words[one.line]))


def _label(words: str) -> str:
    mark = label_of(words)
    if mark:
        return mark.label
    whole = " ".join(words.split())
    return whole.rstrip(":：") if len(whole) <= LONGEST_LABEL and not ends_sentence(whole.rstrip(":：")) else ""


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1].rstrip()}…"
