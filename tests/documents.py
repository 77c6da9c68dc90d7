"""Documents for tests: a builder, and a hypothesis strategy for any document at all."""

from datetime import date

from hypothesis import strategies as st

from transcripts.document import Exchange, Kind, Part, Person, TranscriptDocument, Turn


def question(text: str = "When does the last boat leave?", outlet: str = "Evening Courier", **fields: str) -> Turn:
    return Turn(Kind.QUESTION, fields.pop("label", outlet), (text,), outlet=outlet, **fields)


def answer(*paragraphs: str, speaker: str = "Ines Calder", **fields: str) -> Turn:
    return Turn(
        Kind.ANSWER, fields.pop("label", speaker), paragraphs or ("At one o’clock.",), speaker=speaker, **fields
    )


def exchange(number: int = 1, **fields: object) -> Exchange:
    """An exchange whose words are its own: a question and an answer."""
    turns = (
        question(f"Question {number}: how many boats leave pier {number} after midnight?"),
        answer(f"Pier {number} has {number} boats after midnight.", f"That is all about pier {number}."),
    )
    return Exchange(**{"turns": turns, "heading": f"Pier {number}"} | fields)  # type: ignore[arg-type]


def document(*exchanges: Exchange, **fields: object) -> TranscriptDocument:
    plain = {
        "title": "Night ferries",
        "held_on": date(2024, 3, 12),
        "people": (Person("Ines Calder", "deputy mayor of Northbank"),),
        "exchanges": exchanges or (exchange(1), exchange(2), exchange(3)),
    }
    return TranscriptDocument(**plain | fields)  # type: ignore[arg-type]


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
def turns(draw: st.DrawFn, people: list[str]) -> Turn:
    by = (
        draw(st.sampled_from(["speaker", "outlet", "nobody"]))
        if people
        else draw(st.sampled_from(["outlet", "nobody"]))
    )
    speaker = draw(st.sampled_from(people)) if by == "speaker" else ""
    outlet = draw(NAME) if by == "outlet" else ""
    return Turn(
        kind=draw(st.sampled_from(Kind)),
        label=draw(st.one_of(st.just(speaker or outlet), NAME)),
        paragraphs=tuple(draw(st.lists(TEXT, max_size=3))),
        speaker=speaker,
        outlet=outlet,
        journalist=draw(st.one_of(st.just(""), NAME)) if outlet else "",
    )


@st.composite
def documents(draw: st.DrawFn) -> TranscriptDocument:
    """Any document, with few exchanges, so that much goes wrong quickly."""
    people = draw(
        st.lists(st.builds(Person, NAME, TEXT, st.sampled_from(Part)), max_size=4, unique_by=lambda person: person.name)
    )
    names = [person.name for person in people if person.name]
    exchanges = st.builds(
        Exchange,
        turns=st.lists(turns(names), max_size=4).map(tuple),
        heading=TEXT,
        topics=st.lists(NAME, max_size=3).map(tuple),
        page=st.one_of(st.none(), st.integers(1, 99)),
    )
    days = st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
    return TranscriptDocument(
        title=draw(TEXT.filter(lambda text: bool(TranscriptDocument(title=text).title))),
        language=draw(st.sampled_from(["en", "zh-hans", "zh-hant", "fr"])),
        series=draw(NAME),
        held_on=draw(days),
        starts_at=draw(st.one_of(st.none(), st.times())),
        posted_on=draw(days),
        venue=draw(TEXT),
        source=draw(TEXT),
        source_url=draw(st.sampled_from(["", "https://gazette.example/a?b=1;c"])),
        translation_group=draw(st.sampled_from(["", "night-ferries"])),
        summary=draw(st.one_of(TEXT, st.lists(TEXT, max_size=3).map("\n\n".join))),
        pages=draw(st.one_of(st.none(), st.integers(1, 99))),
        people=tuple(people),
        exchanges=tuple(draw(st.lists(exchanges, max_size=4))),
    )
