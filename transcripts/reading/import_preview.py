"""Preview of an import draft: its files parsed with the editor hints applied. Nothing is written here."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from transcripts.document import HEAD, ExchangeText, TranscriptDocument, TurnText
from transcripts.intake import Hints, LabelSeen, ParsedTranscript, SourceLine, from_source_form, join_pages
from transcripts.intake.corrected_names import give_meanings
from transcripts.intake.corrections import Corrections, Moved, move_words
from transcripts.intake.left_out import LeftOut
from transcripts.intake.messages import message
from transcripts.intake.parsing import parse
from transcripts.models import ImportDraft
from transcripts.text import fold

# The hints with which the files are parsed; all others are applied to what was parsed.
_OF_THE_PARSER = ("words", "labels", "outlets", "officers", "chairs", "same", "breaks", "joins")


@dataclass(frozen=True, slots=True)
class PlacedWarning:
    """A warning, the number of its file from 0, and its place: `line` None is the file as a whole.

    `label` is text there that was read as words, though it looks like a label. `turn` is the index of the turn that
    contains the line, None before the first. `quote` is the beginning of the line.
    """

    message: str
    file: int
    line: int | None
    label: str = ""
    turn: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """The document of an import draft.

    `places` are names for its turns that outlive a change of the hints: the file's number and the line's. `labels` are
    those that the editor can correct; none when the files are unambiguous. `parsed` are the files, and
    `heeds` is the part of the editor's corrections that they were parsed with; `corrected` are the files with the
    turns that the editor cut, and the words that the editor took in. `left_out` are the words left out of all of them,
    `taken` those that were taken in, both by place. `read` is the document without the editor's corrections of the
    head.
    """

    document: TranscriptDocument
    is_partial: bool
    places: tuple[str, ...]
    labels: tuple[LabelSeen, ...]
    warnings: tuple[PlacedWarning, ...]
    parsed: tuple[ParsedTranscript, ...]
    heeds: str
    corrected: tuple[ParsedTranscript, ...]
    left_out: Mapping[str, LeftOut]
    taken: Mapping[str, str]
    read: TranscriptDocument

    @property
    def turns(self) -> list[TurnText]:
        """All turns in order."""
        return list(self.document.turns)


def preview_import(draft: ImportDraft, before: ImportPreview | None = None) -> ImportPreview:
    """Return the preview of the draft's files, with the editor's corrections of labels, exchanges and head. No query.

    `before` is the preview of the same files with other corrections: they are parsed again only where that matters.
    Raises IntakeError when the hints leave nothing.
    """
    if before and before.heeds == hint_values(draft):
        return put_together(draft, before.parsed)
    return put_together(draft, parse_files(draft))


def parse_files(draft: ImportDraft) -> tuple[ParsedTranscript, ...]:
    """Return the draft's files, parsed with its hints and its language. Raises IntakeError."""
    return tuple(_parse(draft, number) for number in range(len(draft.files)))


def read_as_given(draft: ImportDraft, text: ImportPreview) -> tuple[ParsedTranscript, ...]:
    """Return the files as parsed without the editor's corrections; parsed again only where there are corrections."""
    if text.heeds == _heeds({}, ""):
        return text.parsed
    return tuple(parse(from_source_form(file["source"]), name=file["name"]) for file in draft.files)


def hint_values(draft: ImportDraft) -> str:
    """Return the part of the editor's corrections that the parsers use, as one string."""
    return _heeds(draft.hints, draft.fields.get("language") or "")


def _heeds(hints: Mapping[str, Any], language: str) -> str:
    return json.dumps([{name: hints[name] for name in _OF_THE_PARSER if hints.get(name)}, language], sort_keys=True)


def put_together(draft: ImportDraft, parsed: tuple[ParsedTranscript, ...]) -> ImportPreview:
    """Return the preview of the draft's files, which are already parsed with its hints and its language."""
    corrections = corrections_of(draft.hints)
    moved = tuple(_move_words(draft, parsed, corrections))
    corrected = tuple(one.parsed for one in moved)
    places = tuple(place for one in moved for place in one.places)
    joined = join_pages(corrected)
    labels = tuple(_labels(parsed))
    document = give_meanings(joined.document, places, labels, corrections)
    document = replace(document, exchanges=_break_up(document.exchanges, places, draft.hints))
    return ImportPreview(
        document=replace(document, **_stated(draft.fields)),
        is_partial=joined.is_partial,
        places=places,
        labels=labels,
        warnings=(*_lost(draft.hints), *_open_warnings(corrected, corrections)),
        parsed=parsed,
        heeds=hint_values(draft),
        corrected=corrected,
        left_out={place: left for one in moved for place, left in one.left_out.items()},
        taken={place: words for one in moved for place, words in one.taken.items()},
        read=document,
    )


def corrections_of(form: Mapping[str, Any]) -> Corrections:
    """Return the hints that are applied to what was parsed; a label that is the same as another has its name."""
    names = form.get("names", {})
    return Corrections(
        opens=form.get("opens", {}),
        adds=frozenset(form.get("adds", ())),
        turns=form.get("turns", {}),
        names={label: names[other] for label, other in form.get("same", {}).items() if other in names} | names,
    )


def source_lines(draft: ImportDraft, file: int) -> Sequence[SourceLine]:
    """Return the lines of one of the draft's files."""
    source = from_source_form(draft.files[file]["source"])
    return source.lines if source.form != "akoma-ntoso" else ()


def _move_words(draft: ImportDraft, parsed: Sequence[ParsedTranscript], corrections: Corrections) -> Iterator[Moved]:
    """Yield the files with the editor's corrections of their turns."""
    waiting = list(_places(_all_lines(parsed)))
    for number, one in enumerate(parsed):
        count = len(_lines_of(one))
        own, waiting = waiting[:count], waiting[count:]
        yield move_words(one, own, corrections, file=number, lines=partial(source_lines, draft, number))


def _lost(form: Mapping[str, Any]) -> Iterator[PlacedWarning]:
    """Yield a warning for each correction of the last version that no longer applies."""
    for line in form.get("lost", ()):
        warning = message(
            "A correction of the last version was not applied, since its line has changed or occurs more than once: "
            "“%(line)s”.",
            line=line,
        )
        yield PlacedWarning(warning, 0, None)


def _open_warnings(parsed: Sequence[ParsedTranscript], corrections: Corrections) -> Iterator[PlacedWarning]:
    """Yield the warnings but for those at lines that the editor has corrected."""
    corrected = {line_of(place) for place in (*corrections.opens, *corrections.adds, *corrections.turns)}
    for warning in place_warnings(parsed):
        if warning.line is None or (warning.file, warning.line) not in corrected:
            yield warning


def line_of(place: str) -> tuple[int, int] | None:
    """Return the numbers of the file and the line of a place, if it has a line."""
    file, _, rest = place.partition("-")
    line = rest.partition("-")[0].removeprefix("x")
    return (int(file), int(line)) if file.isdecimal() and line.isdecimal() else None


def _stated(fields: dict[str, str]) -> dict[str, Any]:
    """Return the fields of the head that the editor corrected, as the document holds them."""
    return {name: HEAD[name].from_text(value) for name, value in fields.items()}


def _parse(draft: ImportDraft, number: int) -> ParsedTranscript:
    """Return the parse of one of the draft's files."""
    file = draft.files[number]
    return parse(
        from_source_form(file["source"]),
        name=file["name"],
        language=draft.fields.get("language") or None,
        hints=hints_of(draft.hints, number),
    )


def hints_of(form: dict[str, Any], number: int) -> Hints:
    """Return the hints for the file `number`: those on labels hold for every file, those on lines for their own."""

    def lines(name: str) -> frozenset[int]:
        places = (place.split("-") for place in form.get(name, []))
        return frozenset(int(place[1]) for place in places if place[0] == str(number) and place[1].isdecimal())

    def labels(name: str) -> frozenset[str]:
        return frozenset(form.get(name, []))

    return Hints(
        words=labels("words"),
        labels=lines("labels"),
        outlets=labels("outlets"),
        officers=labels("officers"),
        chairs=labels("chairs"),
        same=dict(form.get("same", {})),
        breaks=lines("breaks"),
        joins=lines("joins"),
    )


def _lines_of(parsed: ParsedTranscript) -> Sequence[int]:
    """Return the line on which each turn opens; zeros where the source has no lines."""
    return parsed.lines or (0,) * sum(1 for _ in parsed.document.turns)


def _places(lines: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield a name for each turn, made from its file and line; a second one on the same line gets a number added."""
    seen: Counter[str] = Counter()
    for index, (file, line) in enumerate(lines):
        place = f"{file}-{line}" if line else f"{file}-t{index}"
        seen[place] += 1
        yield place if seen[place] == 1 else f"{place}-{seen[place]}"


def _break_up(
    exchanges: Sequence[ExchangeText], places: Sequence[str], form: dict[str, Any]
) -> tuple[ExchangeText, ...]:
    """Return the exchanges with the editor's breaks; one that is joined to the one above lends it its heading."""
    breaks, joins = set(form.get("breaks", [])), set(form.get("joins", []))
    found: list[ExchangeText] = []
    index = 0
    for exchange in exchanges:
        begun = replace(exchange, turns=())
        for number, turn in enumerate(exchange.turns):
            place = places[index]
            index += 1
            opens = place in breaks or (number == 0 and place not in joins) or not found
            if opens:
                found.append(replace(begun, turns=(turn,), heading=exchange.heading if number == 0 else ""))
                continue
            last = found[-1]
            heading = last.heading or (exchange.heading if number == 0 else "")
            topics = {*last.topics, *exchange.topics} if number == 0 else last.topics
            found[-1] = replace(last, turns=(*last.turns, turn), heading=heading, topics=tuple(topics))
    return tuple(found)


def _labels(parsed: Sequence[ParsedTranscript]) -> Iterator[LabelSeen]:
    """Yield each label once, with its turns in all files."""
    seen: dict[str, LabelSeen] = {}
    for label in (label for one in parsed for label in one.labels):
        key = fold(label.label)
        first = seen.get(key)
        seen[key] = replace(first, turns=first.turns + label.turns) if first else label
    yield from seen.values()


def _all_lines(parsed: Sequence[ParsedTranscript]) -> list[tuple[int, int]]:
    """Return the number of the file and the line on which each turn opens."""
    return [(number, line) for number, one in enumerate(parsed) for line in _lines_of(one)]


def place_warnings(parsed: Sequence[ParsedTranscript]) -> Iterator[PlacedWarning]:
    """Yield the warnings of all files, each with the turn in which its line is."""
    opened = [(file, line, index) for index, (file, line) in enumerate(_all_lines(parsed)) if line]
    for number, one in enumerate(parsed):
        mine = [(line, index) for file, line, index in opened if file == number]
        for warning in one.warnings:
            at = None
            if warning.line is not None:
                at = max((index for line, index in mine if line <= warning.line), default=None)
            yield PlacedWarning(warning.message, number, warning.line, warning.label, at, warning.quote)
