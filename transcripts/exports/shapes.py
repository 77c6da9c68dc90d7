"""The shapes of rows as JSON Schema: of conferences, exchanges, turns and what is in them."""

from typing import Any

from transcripts.document import Kind, Part
from transcripts.models import CONTENT_LANGUAGES, RecordStatus

Shape = dict[str, Any]


def text(description: str = "", **more: Any) -> Shape:
    """Return the shape of a text."""
    return {"type": "string", **({"description": description} if description else {}), **more}


def number(description: str = "", **more: Any) -> Shape:
    """Return the shape of a whole number."""
    return {"type": "integer", **({"description": description} if description else {}), **more}


def maybe(shape: Shape) -> Shape:
    """Return the shape of a value that may be null."""
    if "$ref" in shape:
        return {"oneOf": [shape, {"type": "null"}]}
    return shape | {"type": [shape["type"], "null"]}


def many(shape: Shape) -> Shape:
    """Return the shape of a list."""
    return {"type": "array", "items": shape}


def ref(name: str) -> Shape:
    """Return the shape that is described under a name."""
    return {"$ref": f"#/components/schemas/{name}"}


def key_or(name: str) -> Shape:
    """Return the shape of a permanent ID, in whose place `expand` puts the object."""
    return {"oneOf": [text("Permanent ID."), ref(name)]}


def thing(description: str, optional: tuple[str, ...] = (), **properties: Shape) -> Shape:
    """Return the shape of an object with these properties and no others."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


URL = text("Permanent address.", format="uri")
PAGE = text("Address of the page; empty without one.")
DAY = text(format="date")
MAYBE_DAY = maybe(DAY)
TIME = text(format="date-time")
LANGUAGE = text("BCP 47 tag in lower case.", enum=[code for code, _ in CONTENT_LANGUAGES])

ROWS: dict[str, Shape] = {
    "Name": thing("A name in the language of the transcript.", name=text(), slug=text(), url=PAGE),
    "Person": thing(
        "A participant, with name and role as printed that day.",
        name=text(),
        role=text(),
        part=text(enum=[part.value for part in Part]),
        slug=text("The speaker's."),
        url=PAGE,
    ),
    "Paragraph": thing(
        "A paragraph.",
        public_id=text("Permanent ID; its address is /paragraphs/<public_id>/."),
        text=text(),
        time=maybe(number("Second of the recording.")),
    ),
    "Turn": thing(
        "One person's words.",
        public_id=text("Permanent ID."),
        url=URL,
        conference=key_or("Conference"),
        exchange=key_or("Exchange"),
        position=number("In the exchange, from 1.", minimum=1),
        kind=text(enum=[kind.value for kind in Kind]),
        speaker=maybe(ref("Name")),
        outlet=maybe(ref("Name")),
        journalist=text(),
        label=text("The label before the text, as printed."),
        language=LANGUAGE,
        date=DAY,
        paragraphs=many(ref("Paragraph")),
    ),
    "Exchange": thing(
        "A question with its answers, or a statement.",
        public_id=text("Permanent ID."),
        url=URL,
        conference=key_or("Conference"),
        position=number("In the conference: the number of its page.", minimum=1),
        heading=text(),
        topics=many(ref("Name")),
        turns={"type": "array", "items": key_or("Turn")},
    ),
    "Conference": thing(
        "One press conference in one language.",
        public_id=text("Permanent ID."),
        url=URL,
        slug=text("Of its page, /conferences/<slug>/."),
        title=text(),
        language=LANGUAGE,
        held_on=MAYBE_DAY,
        starts_at=maybe(text("Local time, HH:MM.")),
        posted_on=MAYBE_DAY,
        venue=text(),
        source=text(),
        source_url=text(),
        summary=text(),
        series=maybe(ref("Name")),
        date=text("The day it was held or, if unknown, posted.", format="date"),
        record_status=text(enum=RecordStatus.values),
        published_at=TIME,
        version=maybe(number("The number of the public version.")),
        translation_group=maybe(text("The same key in every language version.")),
        people=many(ref("Person")),
        exchanges={"type": "array", "items": key_or("Exchange")},
    ),
}
