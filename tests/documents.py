"""Documents for tests: a builder, and a hypothesis strategy for any document at all."""

from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from transcripts.document import (
    HEAD_FIELDS,
    ExchangeText,
    FieldType,
    HeadField,
    Kind,
    Part,
    Person,
    TranscriptDocument,
    TurnText,
)


def question(text: str = "When does the last boat leave?", outlet: str = "Evening Courier", **fields: str) -> TurnText:
    return TurnText(Kind.QUESTION, fields.pop("label", outlet), (text,), outlet=outlet, **fields)


def answer(*paragraphs: str, speaker: str = "Ines Calder", **fields: str) -> TurnText:
    return TurnText(
        Kind.ANSWER, fields.pop("label", speaker), paragraphs or ("At one o’clock.",), speaker=speaker, **fields
    )


def exchange(number: int = 1, **fields: object) -> ExchangeText:
    """An exchange whose words are its own: a question and an answer."""
    turns = (
        question(f"Question {number}: how many boats leave pier {number} after midnight?"),
        answer(f"Pier {number} has {number} boats after midnight.", f"That is all about pier {number}."),
    )
    return ExchangeText(**{"turns": turns, "heading": f"Pier {number}"} | fields)  # type: ignore[arg-type]


def document(*exchanges: ExchangeText, **fields: object) -> TranscriptDocument:
    plain = {
        "title": "Night ferries",
        "held_on": date(2024, 3, 12),
        "people": (Person("Ines Calder", "deputy mayor of Northbank"),),
        "exchanges": exchanges or (exchange(1), exchange(2), exchange(3)),
    }
    return TranscriptDocument(**plain | fields)  # type: ignore[arg-type]


def head_value(field: HeadField, number: int = 1) -> Any:
    """A value that a field of the head can hold, another for each of the numbers from 1 to 9."""
    words = f"{field.label} number {number}"
    return {
        FieldType.TEXT: words,
        FieldType.NAME: words,
        FieldType.PARAGRAPHS: f"{words}.\n\nA second paragraph of it.",
        FieldType.ADDRESS: f"https://gazette.example/{field.name}/{number}",
        FieldType.LANGUAGE: ["fr", "de", "es", "pt", "ru", "ar", "ja", "ko", "zh-hant"][number - 1],
        FieldType.DAY: date(2024, 3, 10 + number),
        FieldType.TIME: time(15, 10 + number),
        FieldType.NUMBER: 10 + number,
    }[field.type]


# Text with everything that has a meaning in some format: colons, brackets, backslashes, breaks, Chinese, tags.
PIECES = st.sampled_from(
    [
        "ferry",
        "a",
        "First:",
        "===",
        "=== x",
        "\\",
        "[note]",
        ";",
        ",",
        "，",
        "：",
        "渡轮",
        "末班船",
        "<b>",
        "&amp;",
        '"',
        "\n",
        "- x",
        "Topics: y",
        "Id: z",
        "é",
        "🚢",
        "Ines Calder:",
        "(Laughter.)",
        "=",
        "speaker=",
        "#",
        "\u200b",
        "\u3000",
    ]
)
TEXT = st.one_of(
    st.text(max_size=40), st.lists(PIECES, max_size=8).map(" ".join), st.lists(PIECES, max_size=5).map("".join)
)
NAME = st.one_of(TEXT, st.sampled_from(["Ines Calder", "Tomas Reyl", "路安", "Evening Courier", "Radio Estuary"]))


@st.composite
def turns(draw: st.DrawFn, people: list[str]) -> TurnText:
    by = (
        draw(st.sampled_from(["speaker", "outlet", "nobody"]))
        if people
        else draw(st.sampled_from(["outlet", "nobody"]))
    )
    speaker = draw(st.sampled_from(people)) if by == "speaker" else ""
    outlet = draw(NAME) if by == "outlet" else ""
    return TurnText(
        kind=draw(st.sampled_from(Kind)),
        label=draw(st.one_of(st.just(speaker or outlet), NAME)),
        paragraphs=tuple(draw(st.lists(TEXT, max_size=3))),
        speaker=speaker,
        outlet=outlet,
        journalist=draw(st.one_of(st.just(""), NAME)) if outlet else "",
    )


def head_values(field: HeadField) -> st.SearchStrategy[Any]:
    """Anything that a field of the head can hold; a document has a title."""
    found: dict[FieldType, st.SearchStrategy[Any]] = {
        FieldType.TEXT: TEXT,
        FieldType.NAME: NAME,
        FieldType.PARAGRAPHS: st.one_of(TEXT, st.lists(TEXT, max_size=3).map("\n\n".join)),
        FieldType.ADDRESS: st.sampled_from(["", "https://gazette.example/a?b=1;c"]),
        FieldType.LANGUAGE: st.sampled_from(["en", "zh-hans", "zh-hant", "fr"]),
        FieldType.DAY: st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2100, 1, 1))),
        FieldType.TIME: st.one_of(st.none(), st.times()),
        FieldType.NUMBER: st.one_of(st.none(), st.integers(1, 99)),
    }
    if field.name == "title":
        return TEXT.filter(lambda text: bool(TranscriptDocument(title=text).title))
    return found[field.type]


@st.composite
def documents(draw: st.DrawFn) -> TranscriptDocument:
    """Any document, with few exchanges, so that much goes wrong quickly."""
    people = draw(
        st.lists(st.builds(Person, NAME, TEXT, st.sampled_from(Part)), max_size=4, unique_by=lambda person: person.name)
    )
    names = [person.name for person in people if person.name]
    exchanges = st.builds(
        ExchangeText,
        turns=st.lists(turns(names), max_size=4).map(tuple),
        heading=TEXT,
        topics=st.lists(NAME, max_size=3).map(tuple),
        page=st.one_of(st.none(), st.integers(1, 99)),
    )
    head = {field.name: draw(head_values(field)) for field in HEAD_FIELDS}
    return TranscriptDocument(
        **head,
        people=tuple(people),
        exchanges=tuple(draw(st.lists(exchanges, max_size=4))),
    )
