"""Writer of transcript sheets, which the parser reads back as the same document."""

from collections.abc import Collection, Iterator, Sequence

from transcripts.document import HEAD_FIELDS, ExchangeText, Kind, Person, TranscriptDocument, TurnText
from transcripts.document.times import TIME, time_text
from transcripts.intake.sheet.grammar import (
    BREAK,
    CHINESE,
    ENGLISH,
    ESCAPE,
    EXTRACT,
    ITEM,
    SUMMARY_INDENT,
    Parts,
    Reading,
    Words,
    default_reading,
    escape,
    inline_label,
    is_label_line,
    parts_of,
    stated_reading,
)


def render_sheet(
    document: TranscriptDocument, *, with_ids: bool = False, is_extract: bool = False, as_of: str = ""
) -> str:
    """Return `document` as a transcript sheet; `with_ids` adds the public ids of exchanges and turns.

    An extract states that more exists, so that importing it never takes anything away; so does a transcript that was
    running, `as_of` a time.

    The document read back is equal, given a title, at least one turn, and strings that are stripped, hold no control
    characters, and no line breaks but in the summary and between the lines of a paragraph.
    """
    words = CHINESE if document.language.lower().startswith("zh") else ENGLISH
    known = {person.name for person in document.people} | {turn.label for turn in document.turns}
    extract = [f"{words.extract}{words.colon} {EXTRACT}"] if is_extract else []
    extract += [f"{words.running}{words.colon} {as_of}"] if as_of else []
    parts = parts_of(document.people)
    lines = [*_head(document, words), *extract, *_people(document.people, words)]
    for exchange in document.exchanges:
        lines.extend(_exchange(exchange, parts, known, words, with_ids))
    return "\n".join(lines) + "\n"


def _head(document: TranscriptDocument, words: Words) -> Iterator[str]:
    """Yield a line for each fact that is known; the title comes first, as the sign of a sheet."""
    for field in HEAD_FIELDS:
        value = getattr(document, field.name)
        if value == field.empty and field.name != "title":
            continue
        first, *further = field.to_text(value).split("\n")
        yield f"{words.head[field.name]}{words.colon} {first}".rstrip()
        yield from (SUMMARY_INDENT + line if line else "" for line in further)


def _people(people: Sequence[Person], words: Words) -> Iterator[str]:
    """Yield the lists of people; a part's word comes again where parts alternate, so that the order is kept."""
    part = None
    for person in people:
        if person.part is not part:
            if part is None:
                yield ""
            part = person.part
            yield f"{words.parts[part]}{words.colon}"
        name = escape(person.name, ",，")
        yield f"{ITEM}{name}, {person.role}" if person.role else f"{ITEM}{name}"


def _exchange(
    exchange: ExchangeText, parts: Parts, known: Collection[str], words: Words, with_ids: bool
) -> Iterator[str]:
    """Yield an exchange's lines."""
    yield ""
    yield f"{BREAK} {exchange.heading}".rstrip()
    if exchange.topics:
        topics = "; ".join(escape(topic, ";；") for topic in exchange.topics)
        yield f"{words.exchange['topics']}{words.colon} {topics}"
    if exchange.page is not None:
        yield f"{words.exchange['page']}{words.colon} {exchange.page}"
    if with_ids and exchange.public_id:
        yield f"{words.exchange['public_id']}{words.colon} {exchange.public_id}"
    asked = False
    for turn in exchange.turns:
        yield ""
        yield _label(turn, parts, asked, words, with_ids)
        asked = asked or turn.kind is Kind.QUESTION
        for paragraph, time in zip(turn.paragraphs, turn.times, strict=True):
            yield ""
            first, *further = (_speech(line, known) for line in paragraph.split("\n"))
            yield first if time is None else f"[{time_text(time)}] {first}"
            yield from further


def _label(turn: TurnText, parts: Parts, asked: bool, words: Words, with_ids: bool) -> str:
    """Return a turn's label line, with square brackets where the label alone would mean something else."""
    label, inside = turn.label, _brackets(turn, parts, asked)
    if any(char in label for char in "[]:：\\") or label.startswith(BREAK):
        label = ""
        inside.append(("label", turn.label))
    if with_ids and turn.public_id:
        inside.append(("id", turn.public_id))
    if not (label or inside):
        inside.append(("", turn.kind.value))
    if not inside:
        return f"{label}{words.colon}"
    pieces = "; ".join(f"{name}={escape(value, ';[]')}" if name else value for name, value in inside)
    return f"{label} [{pieces}]{words.colon}".lstrip()


def _brackets(turn: TurnText, parts: Parts, asked: bool) -> list[tuple[str, str]]:
    """Return the needed contents of the square brackets: nothing, the kind, or the kind and the speaker."""
    said_by = {"speaker": turn.speaker, "outlet": turn.outlet, "journalist": turn.journalist}
    kind = ("", turn.kind.value)
    if default_reading(turn.label, parts, asked) == Reading(turn.kind, **said_by):
        return []
    reading = default_reading(turn.label, parts, asked, turn.kind)
    if (reading.speaker, reading.outlet, reading.journalist) == tuple(said_by.values()):
        return [kind]
    # An empty speaker means that the speaker is unknown; other empty values need not be written.
    stated = [(name, value) for name, value in said_by.items() if value] or [("speaker", "")]
    return stated if stated_reading(parts, asked, **said_by).kind is turn.kind else [kind, *stated]


def _speech(line: str, known: Collection[str]) -> str:
    """Return a line of speech, with a backslash before it if it would be read as something else."""
    mistaken = line.startswith((BREAK, ESCAPE)) or is_label_line(line) or inline_label(line, known) or TIME.match(line)
    return ESCAPE + line if mistaken else line
