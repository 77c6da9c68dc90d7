"""Editor hints sent by the import preview: labels, single turns, lines left out, and whom names mean."""

from collections.abc import Collection, Iterator, Mapping, Sized
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal, TypedDict, TypeVar, cast

from django.http import QueryDict

from transcripts.admin.widgets.name_fields import is_key
from transcripts.document import Kind, TranscriptDocument
from transcripts.intake.corrections import WITH_LABEL
from transcripts.intake.left_out import Reason
from transcripts.models import Outlet, Speaker
from transcripts.reading.import_preview import ImportPreview, line_of
from transcripts.reading.name_resolution import find_candidates
from transcripts.text import fold, without_controls

OF_THE_FRAME = (Reason.FURNITURE, Reason.REPEATED, Reason.CAPTION, Reason.LINE_NUMBER, Reason.TIME_CODE)
VOICES = ("speaker", "outlet", "chair", "words")
_HINT_OF: dict[str, Literal["officers", "outlets", "chairs", "words"]] = {
    "speaker": "officers",
    "outlet": "outlets",
    "chair": "chairs",
    "words": "words",
}
TURN_FIELDS = ("kind", "speaker", "outlet", "journalist")
LONGEST_NAME = 200
MOST_NAMES = 300  # of one kind that are offered; a script asks for more
MOST_LINES = 1_000_000  # of a file, blank ones included
MOST_HINTS = 5_000  # of one import; the longest transcripts have some thousand turns


class HintsForm(TypedDict, total=False):
    """The hints as an import draft keeps them; places are those of lines, `<file>-<line>`."""

    words: list[str]
    labels: list[str]
    outlets: list[str]
    officers: list[str]
    chairs: list[str]
    breaks: list[str]
    joins: list[str]
    adds: list[str]
    same: dict[str, str]
    opens: dict[str, str]
    names: dict[str, dict[str, str]]
    turns: dict[str, dict[str, str]]


Choices = dict[str, str | int]  # the record that a name means, by the name's key: "new", or a record's key
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Hints:
    """The editor hints as they were submitted."""

    hints: HintsForm
    choices: Choices
    are_too_many: bool = False


def read_hints(data: QueryDict, hints: HintsForm, choices: Choices, text: ImportPreview) -> Hints:
    """Return hints and choices updated with the submitted data; `text` is the preview that the page was made from.

    At most sixteen queries for each name that was typed.
    """
    word = Hints(deepcopy(hints), dict(choices))
    roles = {seen.label: seen.voice for seen in text.labels}
    for index, label in enumerate(data.getlist("label")):
        if label not in roles:
            continue
        _read_role(word.hints, label, data.get(f"voice-{index}", ""), roles[label], text)
        _read_same_as(word.hints, label, data.get(f"same-{index}"), roles)
        _read_name(word.hints, label, data, index, text)
    for key in _names_in(text.document):
        if f"link-{key}" in data:
            _read_choice(word.choices, key, str(data[f"link-{key}"]))
    _read_turn(word.hints, data, text)
    _read_action(word.hints, data.get("_action", ""), text)
    if sum(len(cast(Sized, value)) for value in word.hints.values()) > MOST_HINTS:
        return Hints(hints, dict(choices), are_too_many=True)
    return Hints(cast(HintsForm, {name: value for name, value in word.hints.items() if value}), word.choices)


def _names_in(document: TranscriptDocument) -> set[str]:
    """Return the keys of all names that can have a choice; other submitted keys are ignored."""
    speakers = {person.name for person in document.people} | {turn.speaker for turn in document.turns}
    return {f"speaker:{name}" for name in speakers} | {f"outlet:{turn.outlet}" for turn in document.turns}


def _read_role(hints: HintsForm, label: str, sent: str, shown: str, text: ImportPreview) -> None:
    """Set the role chosen for a label, if it differs from the one shown."""
    if sent == shown or sent not in VOICES:
        return
    for name in _HINT_OF.values():
        hints[name] = [other for other in hints.get(name, []) if other != label]
    opened = {place for place, turn in zip(text.places, text.document.turns, strict=True) if turn.label == label}
    made = set(hints.get("labels", [])) & opened
    if sent == "words" and made:
        hints["labels"] = [place for place in hints["labels"] if place not in made]
        return
    if shown == "words":  # the parser also needs the lines on which it opens turns
        warned = [f"{one.file}-{one.line}" for one in text.warnings if fold(one.label) == fold(label)]
        hints["labels"] = list(dict.fromkeys([*hints.get("labels", []), *warned]))
    hints[_HINT_OF[sent]].append(label)


def _read_same_as(hints: HintsForm, label: str, sent: str | None, known: Collection[str]) -> None:
    """Make a label the same as another, with its name; labels that were the same as this one follow it."""
    if sent is None or (sent and sent not in known):
        return
    same = hints.setdefault("same", {})
    meant = same.get(sent, sent)
    if not sent or meant == label:
        same.pop(label, None)
        return
    if same.get(label) != meant:
        hints["names"] = _without(hints.get("names", {}), label)
    same[label] = meant
    for other, target in list(same.items()):
        if target == label:
            same[other] = meant


def _read_choice(choices: Choices, key: str, value: str) -> None:
    if value == "new":
        choices[key] = value
    elif is_key(value):
        choices[key] = int(value)
    else:
        choices.pop(key, None)


def _read_name(hints: HintsForm, label: str, data: QueryDict, index: int, text: ImportPreview) -> None:
    """Take the names typed for a label: that of its speaker or outlet, and the journalist's."""
    said: dict[str, str] = dict(hints.get("names", {}).get(label, {}))
    for name in ("name", "journalist"):
        typed = _typed(data, f"{name}-{index}")
        if typed is None:
            continue
        said.pop(name, None)
        if typed:
            model = Outlet if role_of(text, label) == "outlet" else Speaker
            said[name] = typed if name == "journalist" else own_name(model, typed, text.document.language)
    names = {other: value for other, value in hints.get("names", {}).items() if other != label}
    hints["names"] = names | ({label: said} if said else {})


def role_of(text: ImportPreview, label: str) -> str:
    """Return the role that a label has."""
    return next((one.voice for one in text.labels if one.label == label), "")


def names_of_label(text: ImportPreview, label: str) -> tuple[str, str]:
    """Return the name and the journalist that a label has in its first turn."""
    turn = next((turn for turn in text.document.turns if turn.label == label), None)
    if turn is None:
        return "", ""
    return turn.outlet if role_of(text, label) == "outlet" else turn.speaker, turn.journalist


def _typed(data: QueryDict, name: str) -> str | None:
    """Return what was typed in a field; None where it is as it was shown."""
    sent, shown = data.get(name), data.get(f"was-{name}", "")
    return None if sent is None or sent == shown else " ".join(without_controls(sent).split())[:LONGEST_NAME]


def own_name(model: type[Speaker] | type[Outlet], typed: str, language: str) -> str:
    """Return the name that a record has in a language, where a typed name, in any language, is that of one alone."""
    records = find_candidates(model, [typed]).get(typed, [])
    return records[0].name_in(language) if len(records) == 1 else typed


def suggested_names(document: TranscriptDocument) -> dict[str, list[str] | int]:
    """Return the names to choose from, of speakers and outlets: the document's and then the house's. Two queries.

    `most` is the length of a list from which on a script asks for others.
    """
    speakers = [*(person.name for person in document.people), *(turn.speaker for turn in document.turns)]
    outlets = [turn.outlet for turn in document.turns]
    return {
        "speakers": _suggested(Speaker, speakers, document.language),
        "outlets": _suggested(Outlet, outlets, document.language),
        "most": MOST_NAMES,
    }


def _suggested(model: type[Speaker] | type[Outlet], first: list[str], language: str) -> list[str]:
    own = list(dict.fromkeys(name for name in first if name))[:MOST_NAMES]
    records = model._default_manager.order_by("name")[:MOST_NAMES]
    return list(dict.fromkeys([*own, *(record.name_in(language) for record in records)]))


def _read_turn(hints: HintsForm, data: QueryDict, text: ImportPreview) -> None:
    """Take what is said of the one turn that is open for correction; of speaker and outlet, the one that is new."""
    place = data.get("at", "")
    if place not in text.places:
        return
    said: dict[str, str] = dict(hints.get("turns", {}).get(place, {}))
    for name in TURN_FIELDS:
        typed = _typed(data, f"turn-{name}")
        if typed is None or (name == "kind" and typed not in set(Kind)):
            continue
        said[name] = typed
        if typed and name in ("speaker", "outlet"):
            said[name] = own_name(Speaker if name == "speaker" else Outlet, typed, text.document.language)
            for other in {"speaker": ("outlet", "journalist"), "outlet": ("speaker",)}[name]:
                said.pop(other, None)
    turns = {other: value for other, value in hints.get("turns", {}).items() if other != place}
    hints["turns"] = turns | ({place: said} if said else {})


def _read_action(hints: HintsForm, action: str, text: ImportPreview) -> None:
    """Run the action of a button: where exchanges and turns begin, what is a label, and what is taken in."""
    what, _, place = action.partition(" ")
    left = text.left_out
    if what in ("break", "join") and place in text.places:
        breaks = [other for other in hints.get("breaks", []) if other != place]
        joins = [other for other in hints.get("joins", []) if other != place]
        (breaks if what == "break" else joins).append(place)
        hints["breaks"], hints["joins"] = breaks, joins
    elif what == "label" and _is_line(place, text):
        hints["labels"] = [*(other for other in hints.get("labels", []) if other != place), place]
        hints["opens"] = _without(hints.get("opens", {}), place)
    elif what in ("open", "speak") and (place in left or _is_line(place, text)):
        hints["opens"] = hints.get("opens", {}) | {place: WITH_LABEL if what == "speak" else ""}
    elif what == "add" and place in left:
        hints["adds"] = [*hints.get("adds", []), place]
    elif what == "more" and place in text.places:
        hints["adds"] = [*hints.get("adds", []), *left_out_after(text, place)]
    elif what in ("leave", "forget"):
        hints["turns"] = _without(hints.get("turns", {}), place)
        if what == "leave":
            hints["opens"] = _without(hints.get("opens", {}), place)
            hints["adds"] = [other for other in hints.get("adds", []) if other != place]


def _without(form: Mapping[str, Value], place: str) -> dict[str, Value]:
    return {other: value for other, value in form.items() if other != place}


def _is_line(place: str, text: ImportPreview) -> bool:
    """Return whether a place is one of a line that may be in its file."""
    found = line_of(place)
    return bool(found and place == f"{found[0]}-{found[1]}" and found[0] < len(text.parsed) and found[1] < MOST_LINES)


def left_out_after(text: ImportPreview, place: str) -> Iterator[str]:
    """Yield the places of words left out from the beginning of a turn to that of the next, those of the frame not."""
    begin = line_of(place)
    if begin is None:
        return
    opened = (line_of(other) for other in text.places)
    later = [line for found in opened if found and found[0] == begin[0] and (line := found[1]) > begin[1]]
    until = min(later, default=MOST_LINES)
    for other in text.left_out:
        found = line_of(other)
        is_said = text.left_out[other].reason not in OF_THE_FRAME
        if is_said and found and found[0] == begin[0] and begin[1] <= found[1] < until:
            yield other
