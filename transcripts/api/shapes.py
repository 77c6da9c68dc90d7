"""The shapes of the API's objects as JSON Schema, from which the OpenAPI document and the schema of rows are made."""

from typing import Any

from transcripts.document import Kind, Part
from transcripts.listing import NoticeKind
from transcripts.models import CONTENT_LANGUAGES, PublicChange, RecordStatus

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


def page_of(name: str, **more: Shape) -> Shape:
    """Return the shape of one page of a list."""
    return thing(
        f"A page of {name}.",
        (),
        count=maybe(ref("Count")),
        next=maybe(text("The address of the next page; null on the last one.", format="uri")),
        results=many(ref(name)),
        **more,
    )


_URL = text("Permanent address.", format="uri")
_PAGE = text("Address of the page; empty without one.")
_DAY = text(format="date")
_MAYBE_DAY = maybe(_DAY)
_TIME = text(format="date-time")
_LANGUAGE = text("BCP 47 tag in lower case.", enum=[code for code, _ in CONTENT_LANGUAGES])
_CHANGED = thing(
    "One turn or field that a correction changed.",
    turn=text("Permanent ID of the turn; empty for a field."),
    field=text("Name of the field; empty for the words of a turn."),
    label=text("Who spoke."),
    was=text(),
    now=text(),
)

SHAPES: dict[str, Shape] = {
    "Problem": thing(
        "What was wrong.",
        optional=("parameters", "tombstone"),
        detail=text("A sentence."),
        parameters={"type": "object", "additionalProperties": many(text()), "description": "By wrong parameter."},
        tombstone=ref("Tombstone"),
    ),
    "Root": thing(
        "Who publishes, under which licence, and where the lists are.",
        publisher=text(),
        licence=text(),
        documentation=text(format="uri"),
        lists={"type": "object", "additionalProperties": text(format="uri")},
    ),
    "Count": thing(
        "How many there are.", total=number(minimum=0), is_capped={"type": "boolean", "description": "There are more."}
    ),
    "Name": thing("A name in the language of the transcript.", name=text(), slug=text(), url=_PAGE),
    "Person": thing(
        "A participant, with name and role as printed that day.",
        name=text(),
        role=text(),
        part=text(enum=[part.value for part in Part]),
        slug=text("The speaker's."),
        url=_PAGE,
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
        url=_URL,
        conference=key_or("Conference"),
        exchange=key_or("Exchange"),
        position=number("In the exchange, from 1.", minimum=1),
        kind=text(enum=[kind.value for kind in Kind]),
        speaker=maybe(ref("Name")),
        outlet=maybe(ref("Name")),
        journalist=text(),
        label=text("The label before the text, as printed."),
        language=_LANGUAGE,
        date=_DAY,
        paragraphs=many(ref("Paragraph")),
    ),
    "Exchange": thing(
        "A question with its answers, or a statement.",
        public_id=text("Permanent ID."),
        url=_URL,
        conference=key_or("Conference"),
        position=number("In the conference: the number of its page.", minimum=1),
        heading=text(),
        topics=many(ref("Name")),
        turns={"type": "array", "items": key_or("Turn")},
    ),
    "Conference": thing(
        "One press conference in one language.",
        public_id=text("Permanent ID."),
        url=_URL,
        slug=text("Of its page, /conferences/<slug>/."),
        title=text(),
        language=_LANGUAGE,
        held_on=_MAYBE_DAY,
        starts_at=maybe(text("Local time, HH:MM.")),
        posted_on=_MAYBE_DAY,
        venue=text(),
        source=text(),
        source_url=text(),
        summary=text(),
        series=maybe(ref("Name")),
        date=text("The day it was held or, if unknown, posted.", format="date"),
        record_status=text(enum=RecordStatus.values),
        published_at=_TIME,
        version=maybe(number("The number of the public version.")),
        translation_group=maybe(text("The same key in every language version.")),
        people=many(ref("Person")),
        exchanges={"type": "array", "items": key_or("Exchange")},
    ),
    "Speaker": thing(
        "A speaker; roles stand with each conference.",
        slug=text(),
        url=_URL,
        name=text(),
        names={"type": "object", "additionalProperties": text(), "description": "Names in other languages."},
        family_name=text(),
    ),
    **{
        noun: thing(
            f"{article} {noun.lower()}.",
            slug=text(),
            url=_URL,
            name=text(),
            names={"type": "object", "additionalProperties": text(), "description": "Names in other languages."},
        )
        for article, noun in (("An", "Outlet"), ("A", "Topic"), ("A", "Series"))
    },
    "Tombstone": thing(
        "What is left of a conference that was withdrawn.",
        public_id=text(),
        url=_URL,
        title=text(),
        date=_DAY,
        language=_LANGUAGE,
        reason=text(),
        withdrawn=maybe(_TIME),
    ),
    "Correction": thing(
        "A public correction, a removal of words, a withdrawal or a republication.",
        kind=text(enum=[kind.value for kind in NoticeKind]),
        time=_TIME,
        note=text(),
        url=text("Its entry in the list of corrections.", format="uri"),
        conference=text("Permanent ID."),
        title=text("The conference's."),
        version_before=maybe(number("The public version that stood until then.")),
        total=number("How many turns and fields changed; `changes` has the first.", minimum=0),
        changes=many(_CHANGED),
    ),
    "Announcement": thing(
        "A conference that is announced, and of which no transcript is public. Times are planned.",
        conference=text("Permanent ID of the conference."),
        url=_URL,
        title=text(),
        language=_LANGUAGE,
        series=text("Name of the series; empty without one."),
        state=text(enum=["planned", "moved", "cancelled"]),
        reason=text("Why it was moved or cancelled; empty without a reason."),
        planned_start=_TIME,
        planned_end=_TIME,
        zone=text("IANA name of the time zone at the place."),
        place=text(),
        people=many(text("Who will speak, with the role.")),
        accreditation=text(),
        broadcast_url=text("Address of the broadcast; empty without one."),
        announced_at=_TIME,
        changed_at=_TIME,
    ),
    "Version": thing(
        "A line of the log of public versions.",
        number=number("Its line, from 1.", minimum=1),
        time=_TIME,
        conference=text("Permanent ID."),
        version=number("Its number in the conference.", minimum=1),
        digest=text("SHA-256."),
        previous=text("SHA-256 of the line before."),
        url=text("The conference as it then stood.", format="uri"),
    ),
    "Found": thing(
        "A search result: a turn, or a conference that was found by its title alone.",
        turn=maybe(ref("Turn")),
        conference=ref("Conference"),
        snippet_html=text("The words around those searched for, which are in <mark>."),
    ),
    "Change": thing(
        "Something that copies of the site must change.",
        type=text(enum=PublicChange.Kind.values),
        key=text("Permanent ID of a conference, or the slug of a name."),
        state=text(
            "`withdrawn` and `moved` are tombstones: forget what you have under the key.",
            enum=["published", "withdrawn", "moved"],
        ),
        sequence=maybe(number("The edition that showed it; null where an embargo ended, or at the first walk.")),
        moved_to=maybe(text("The slug of the name that has taken its place.")),
        conference=maybe(ref("Conference")),
        tombstone=maybe(ref("Tombstone")),
    ),
}
SHAPES |= {
    f"{name}Page": page_of(name)
    for name in (
        "Conference", "Exchange", "Turn", "Speaker", "Outlet", "Topic", "Series", "Correction", "Version", "Found",
        "Announcement",
    )
}  # fmt: skip
SHAPES["ChangePage"] = page_of(
    "Change", updated_since=text("Ask for what comes after this page with this value, today or next year.")
)
