"""The shapes of the API's objects as JSON Schema, from which the OpenAPI document is made."""

from transcripts.exports.shapes import DAY, LANGUAGE, ROWS, TIME, URL, Shape, many, maybe, number, ref, text, thing
from transcripts.listing import NoticeKind
from transcripts.models import PublicChange


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


_CHANGED = thing(
    "One turn or field that a correction changed.",
    turn=text("Permanent ID of the turn; empty for a field."),
    field=text("Name of the field; empty for the words of a turn."),
    label=text("Who spoke."),
    was=text(),
    now=text(),
)

SHAPES: dict[str, Shape] = {
    **ROWS,
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
    "Speaker": thing(
        "A speaker; roles stand with each conference.",
        slug=text(),
        url=URL,
        name=text(),
        names={"type": "object", "additionalProperties": text(), "description": "Names in other languages."},
        family_name=text(),
    ),
    **{
        noun: thing(
            f"{article} {noun.lower()}.",
            slug=text(),
            url=URL,
            name=text(),
            names={"type": "object", "additionalProperties": text(), "description": "Names in other languages."},
        )
        for article, noun in (("An", "Outlet"), ("A", "Topic"), ("A", "Series"))
    },
    "Tombstone": thing(
        "What is left of a conference that was withdrawn.",
        public_id=text(),
        url=URL,
        title=text(),
        date=DAY,
        language=LANGUAGE,
        reason=text(),
        withdrawn=maybe(TIME),
    ),
    "Correction": thing(
        "A public correction, a removal of words, a withdrawal or a republication.",
        kind=text(enum=[kind.value for kind in NoticeKind]),
        time=TIME,
        note=text(),
        url=text("Its entry in the list of corrections.", format="uri"),
        conference=text("Permanent ID."),
        title=text("The conference's."),
        version_before=maybe(number("The public version that stood until then.")),
        total=number("How many turns and fields changed; `changes` has the first.", minimum=0),
        changes=many(_CHANGED),
    ),
    "Announcement": thing(
        "A conference that is announced, or whose transcript is running: none of it is closed. Times are planned.",
        conference=text("Permanent ID of the conference."),
        url=URL,
        title=text(),
        language=LANGUAGE,
        series=text("Name of the series; empty without one."),
        state=text(enum=["planned", "moved", "cancelled", "running"]),
        reason=text("Why it was moved or cancelled; empty without a reason."),
        planned_start=maybe(TIME | {"description": "Null where one that is running was never announced."}),
        planned_end=maybe(TIME),
        zone=text("IANA name of the time zone at the place."),
        place=text(),
        people=many(text("Who will speak, with the role.")),
        accreditation=text(),
        broadcast_url=text("Address of the broadcast; empty without one."),
        announced_at=maybe(TIME),
        running_since=maybe(TIME | {"description": "Since when the page at `url` grows with what is said."}),
        changed_at=TIME | {"description": "When the announcement was changed, or a running transcript last added to."},
    ),
    "Version": thing(
        "A line of the log of public versions.",
        number=number("Its line, from 1.", minimum=1),
        time=TIME,
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
        key=text("Permanent ID of a conference, of an announcement's conference, or the slug of a name."),
        state=text(
            "`withdrawn` and `moved` are tombstones: forget what you have under the key.",
            enum=["published", "withdrawn", "moved"],
        ),
        sequence=maybe(number("The edition that showed it; null where an embargo ended, or at the first walk.")),
        moved_to=maybe(text("The slug of the name that has taken its place.")),
        conference=maybe(ref("Conference")),
        announcement=maybe(ref("Announcement")),
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
