"""Builders with plain defaults and no randomness: what a test does not name does not matter to it."""

import io
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.utils import timezone
from PIL import Image

from transcripts import actions
from transcripts.actions import versions
from transcripts.document import Kind, Part, clean_paragraphs, to_json
from transcripts.models import (
    Attachment,
    Conference,
    Correction,
    Exchange,
    MistakeReport,
    Outlet,
    Paragraph,
    Participation,
    Revision,
    Series,
    Speaker,
    Status,
    Topic,
    Turn,
    Version,
)
from transcripts.reading.transcript import read
from transcripts.search import counting

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def make_series(name: str = "Ministry of Ports briefings", **fields: Any) -> Series:
    return Series.objects.get_or_create(name=name, defaults={"slug": Series.free_slug(name)} | fields)[0]


def make_speaker(name: str = "Ines Calder", **fields: Any) -> Speaker:
    return Speaker.objects.get_or_create(name=name, defaults={"slug": Speaker.free_slug(name)} | fields)[0]


def make_outlet(name: str = "Evening Courier", **fields: Any) -> Outlet:
    return Outlet.objects.get_or_create(name=name, defaults={"slug": Outlet.free_slug(name)} | fields)[0]


def make_topic(name: str = "River crossings", **fields: Any) -> Topic:
    return Topic.objects.get_or_create(name=name, defaults={"slug": Topic.free_slug(name)} | fields)[0]


def make_conference(title: str = "Night ferries", *, exchanges: int = 0, **fields: Any) -> Conference:
    """A published conference with `exchanges` exchanges, each a question and its answer."""
    state = {"status": Status.PUBLISHED, "published_at": LONG_AGO, "held_on": date(2024, 3, 12)}
    conference = Conference.objects.create(title=title, **(state | fields))
    for number in range(1, exchanges + 1):
        make_exchange(conference, heading=f"Heading {number}")
    return conference


def make_draft(title: str = "Unsaid as yet", **fields: Any) -> Conference:
    return make_conference(title, **({"status": Status.DRAFT, "published_at": None} | fields))


def make_scheduled(title: str = "Under embargo", **fields: Any) -> Conference:
    return make_conference(title, **({"published_at": timezone.now() + timedelta(days=1)} | fields))


def make_running(title: str = "As it is spoken", **fields: Any) -> Conference:
    """A conference that is running: its exchanges are those that were released."""
    return make_conference(title, **({"running_since": LONG_AGO, "added_at": LONG_AGO} | fields))


def make_withdrawn(title: str = "Taken back", **fields: Any) -> Conference:
    state = {"status": Status.WITHDRAWN, "withdrawal_reason": "The recording was of another meeting."}
    return make_conference(title, **(state | fields))


def make_plan(title: str = "What the harbour will cost", **fields: Any) -> actions.Plan:
    """A plan for an hour in Lisbon, of the tenth day from now."""
    start = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=10)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=1), "zone": "Europe/Lisbon"}
    return actions.Plan(title, **(times | fields))


def make_announced(title: str = "Unsaid as yet", *, plan: actions.Plan | None = None, **fields: Any) -> Conference:
    """A draft of which the plan was announced."""
    conference = make_draft(title, **fields)
    actions.announce(conference, plan or make_plan(), change=actions.Change())
    return conference


def make_exchange(
    conference: Conference,
    *,
    heading: str = "",
    question: str | None = "When does the last boat leave?",
    answer: str | None = "At one o’clock.",
    speaker: Speaker | None = None,
    outlet: Outlet | None = None,
    topics: tuple[Topic, ...] = (),
) -> Exchange:
    """The conference's next exchange: an outlet's question and a speaker's answer, either of which may be None."""
    exchange = Exchange.objects.create(
        conference=conference, position=conference.exchanges.count() + 1, heading=heading
    )
    exchange.topics.set(topics)
    if question is not None:
        make_turn(exchange, Kind.QUESTION, question, outlet=outlet or make_outlet())
    if answer is not None:
        make_turn(exchange, Kind.ANSWER, answer, speaker=speaker or make_speaker())
    if topics:
        counting.count([conference.pk])
    return exchange


def make_turn(
    exchange: Exchange,
    kind: Kind = Kind.ANSWER,
    text: str = "At one o’clock.",
    *,
    speaker: Speaker | None = None,
    outlet: Outlet | None = None,
    **fields: Any,
) -> Turn:
    by = speaker or outlet
    fields = {"label_as_printed": by.name if by else ""} | fields
    turn = Turn.objects.create(
        exchange=exchange,
        position=exchange.turns.count() + 1,
        kind=kind,
        text=text,
        speaker=speaker,
        outlet=outlet,
        **fields,
    )
    Paragraph.objects.bulk_create(
        Paragraph(turn=turn, position=number) for number, _ in enumerate(clean_paragraphs([text]), start=1)
    )
    if outlet:
        counting.count([exchange.conference_id])
    return turn


def make_participation(
    conference: Conference, speaker: Speaker, role: str = "deputy mayor of Northbank", part: Part = Part.SPEAKER
) -> Participation:
    return Participation.objects.create(
        conference=conference,
        speaker=speaker,
        position=conference.participations.count() + 1,
        role_as_printed=role,
        part=part,
    )


def make_correction(
    conference: Conference, turn: Turn | str = "", *, was: str = "At two.", now: str = "At one.", **fields: Any
) -> Correction:
    """A public correction: the next revision of the conference, which changed one turn, or a field of the head."""
    number = conference.revisions.count() + 1
    revision = Revision.objects.create(
        conference=conference,
        number=number,
        digest=str(number),
        document={},
        made_by_name="editor",
        made_at=fields.pop("made_at", LONG_AGO),
        note=fields.pop("note", "It was misheard."),
        is_major=True,
    )
    public_id = turn.public_id if isinstance(turn, Turn) else turn
    return Correction.objects.create(
        revision=revision, position=1, turn_public_id=public_id, was=was, now=now, **fields
    )


def make_version(conference: Conference, **head: Any) -> Version:
    """The next public version of the conference: what the records hold, with other fields of the head."""
    number = conference.revisions.count() + 1
    revision = Revision.objects.create(
        conference=conference,
        number=number,
        digest=str(number),
        document=to_json(replace(read(conference), **head)),
        made_by_name="editor",
        made_at=LONG_AGO,
    )
    if conference.is_scheduled:
        versions.prepare_version(conference, revision)
        return conference.versions.get()
    return versions.make_version(conference, revision, at=LONG_AGO)


def draw(size: tuple[int, int] = (640, 400), form: str = "PNG", **options: Any) -> io.BytesIO:
    """A picture of one colour, as a file."""
    file = io.BytesIO()
    Image.new(options.pop("mode", "RGB"), size, options.pop("colour", "teal")).save(file, form, **options)
    file.seek(0)
    return file


def make_photo(conference: Conference, *, size: tuple[int, int] = (640, 400), **words: Any) -> Attachment:
    """A photo of one colour that belongs to the conference."""
    photo = Attachment(conference=conference, **({"alt": "A boat at the pier"} | words))
    return _attach(photo, actions.read_photo(draw(size)))


def make_handout(conference: Conference, text: str = "quarter,boats\nfirst,12\n", **words: Any) -> Attachment:
    """A table that belongs to the conference."""
    file = io.BytesIO(text.encode())
    file.name = "boats.csv"
    handout = Attachment(conference=conference, **({"kind": "handout", "title": "Boats by quarter"} | words))
    return _attach(handout, actions.read_handout(file))


def webm(size: int = 300_000, *, moving: bool = False) -> io.BytesIO:
    """A file that begins as a WebM file does, and goes on with numbers."""
    head = b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f\x42\x82\x84webm" + (b"V_VP9" if moving else b"A_OPUS")
    numbers = bytes(at * at % 251 for at in range(min(size, 65_521)))
    file = io.BytesIO((head + numbers * (size // len(numbers) + 1))[:size])
    file.name = "recording.webm"
    return file


def make_recording(conference: Conference, *, size: int = 300_000, **words: Any) -> Attachment:
    """The recording of the conference: a file, or with `url` one elsewhere."""
    recording = Attachment(conference=conference, **({"kind": "recording", "title": "All of it"} | words))
    return _attach(recording, None if recording.url else actions.read_recording(webm(size)))


def make_report(turn: Turn, **fields: str) -> MistakeReport:
    """A reader's report about a turn of a public conference."""
    about = {"turn": turn.public_id, "words": turn.text, "message": "It says two; three was said."} | fields
    report = actions.report_mistake(turn.exchange.conference, actions.Mistake(**about), key=secrets.token_hex(16))
    assert report
    return report


def make_video(conference: Conference, **words: Any) -> Attachment:
    """A link to a recording."""
    video = {"kind": "video", "url": "https://video.example.org/boats"} | words
    return _attach(Attachment(conference=conference, **video))


def _attach(row: Attachment, upload: actions.Upload | None = None) -> Attachment:
    uploads = {0: upload} if upload else {}
    note = row.title or row.alt or row.url  # in the words of the test, whatever their language
    actions.save_attachments(row.conference, [row], uploads=uploads, change=actions.Change(note=note, is_major=False))
    return row


def make_editor(username: str = "editor") -> User:
    """Somebody of the Editors: writes, publishes, schedules, withdraws."""
    return _make_user(username, "Editors")


def make_author(username: str = "author") -> User:
    """Somebody of the Authors: writes."""
    return _make_user(username, "Authors")


def _make_user(username: str, group: str) -> User:
    user = User.objects.create_user(username, password="correct horse", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user
