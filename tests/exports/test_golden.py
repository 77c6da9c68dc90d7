"""Each format's bytes for one fixed conference, kept in `tests/golden/`.

After a format was changed on purpose, `pytest --regenerate-golden tests/exports` writes the files anew; the
difference then shows in review what every reader's download changed to.
"""

from datetime import date, time
from pathlib import Path

import pytest

from transcripts.document import ExchangeText, Kind, Part, Person, TranscriptDocument, TurnText
from transcripts.exports import FORMATS

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
ENGLISH = TranscriptDocument(
    title="Night ferries and the winter timetable",
    language="en",
    series="Ministry of Ports briefings",
    held_on=date(2024, 3, 12),
    starts_at=time(15, 0),
    posted_on=date(2024, 3, 14),
    venue="Press hall, Northbank",
    source="Harbour Gazette",
    source_url="https://press.example.org/2024/night-ferries",
    translation_group="night-ferries-2024",
    summary="The winter timetable, and why the last boat leaves later.\n\nWith two maps.",
    pages=2,
    people=(
        Person("Ines Calder", "deputy mayor of Northbank"),
        Person("Tomas Reyl", "director, Office of River Crossings"),
        Person("Ruo Lan", "head of the press office", Part.CHAIR),
    ),
    exchanges=(
        ExchangeText(
            (
                TurnText(Kind.MODERATOR, "Ruo Lan", ("Good afternoon.",), speaker="Ruo Lan", public_id="turn2abcdefgh"),
                TurnText(
                    Kind.STATEMENT,
                    "Ines Calder",
                    ("Thank you. I will be brief.", "The timetable:\nbegins in November."),
                    speaker="Ines Calder",
                    public_id="turn3abcdefgh",
                ),
                TurnText(Kind.NOTE, "", ("A map was shown.",), public_id="turn4abcdefgh"),
            ),
            "Opening remarks",
            page=1,
            public_id="exchange2abcd",
        ),
        ExchangeText(
            (
                TurnText(
                    Kind.QUESTION,
                    "Evening Courier (Jo Marsh)",
                    ("When does the last boat leave?",),
                    outlet="Evening Courier",
                    journalist="Jo Marsh",
                    public_id="turn5abcdefgh",
                ),
                TurnText(
                    Kind.ANSWER,
                    "Director Reyl",
                    ("At one o’clock, “without exception”.",),
                    speaker="Tomas Reyl",
                    public_id="turn6abcdefgh",
                ),
            ),
            "The last boat of the night",
            ("River crossings", "Night transport"),
            page=2,
            public_id="exchange3abcd",
        ),
    ),
)
CHINESE = TranscriptDocument(
    title="夜航与冬季班次",
    language="zh-hans",
    held_on=date(2024, 3, 12),
    people=(Person("伊内丝·考尔德", "北岸市副市长"),),
    exchanges=(
        ExchangeText(
            (
                TurnText(Kind.QUESTION, "晚邮报", ("末班船几点开？",), outlet="晚邮报", public_id="turn7abcdefgh"),
                TurnText(Kind.ANSWER, "考尔德", ("一点。",), speaker="伊内丝·考尔德", public_id="turn8abcdefgh"),
            ),
            topics=("过江交通",),
            public_id="exchange4abcd",
        ),
    ),
)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("name", "document", "first"), [("night-ferries", ENGLISH, None), ("night-ferries-zh-3", CHINESE, 3)]
)
def test_the_format_is_as_it_was(
    name: str, document: TranscriptDocument, first: int | None, suffix: str, request: pytest.FixtureRequest
) -> None:
    path = GOLDEN / f"{name}.{suffix}"
    made = FORMATS[suffix].render(document, first)
    if request.config.getoption("--regenerate-golden"):
        path.write_bytes(made)
    assert path.read_bytes() == made
