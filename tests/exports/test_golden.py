"""Each format's bytes for one fixed conference, kept in `tests/golden/`.

After a format was changed on purpose, `pytest --regenerate-golden tests/exports` writes the files again; the
difference then shows in review what every reader's download changed to.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from transcripts.document import ExchangeText, Kind, Part, Person, TranscriptDocument, TurnText
from transcripts.exports import FORMATS
from transcripts.presentation import CorrectionNote, Imprint

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


IMPRINT = Imprint(
    publisher="Northbank Press Office",
    licence="May be reused with the source named.",
    root="https://press.example.org",
    path="/c/cabcdefgh2345/",
    version=2,
    made_at=datetime(2024, 3, 20, 9, 30, tzinfo=UTC),
    record_status="Checked",
    corrections=(CorrectionNote(date(2024, 3, 20), "The hour was misheard.", ("turn6abcdefgh",)),),
    profiles={"Ines Calder": "https://press.example.org/speakers/ines-calder/"},
)
CASES = [("night-ferries", ENGLISH, IMPRINT), ("night-ferries-zh-3", CHINESE, replace(IMPRINT, first=3))]


PLAIN = [suffix for suffix in FORMATS if suffix not in ("docx", "epub", "pdf")]  # see test_packed_files, test_pdf


@pytest.mark.parametrize("suffix", PLAIN)
@pytest.mark.parametrize(("name", "document", "imprint"), CASES)
def test_the_format_is_as_it_was(
    name: str, document: TranscriptDocument, imprint: Imprint, suffix: str, request: pytest.FixtureRequest
) -> None:
    path = GOLDEN / f"{name}.{suffix}"
    made = FORMATS[suffix].render(document, imprint)
    if request.config.getoption("--regenerate-golden"):
        path.write_bytes(made)
    assert path.read_bytes() == made
