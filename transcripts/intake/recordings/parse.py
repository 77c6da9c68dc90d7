"""The parser of recordings: their cues as turns, each voice once in the list of labels."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from transcripts.document import TranscriptDocument, TurnText
from transcripts.document.transcript import Kind
from transcripts.intake.account import HeadLine
from transcripts.intake.heading.header import Head, read_head
from transcripts.intake.heading.participant_lists import ParticipantList
from transcripts.intake.hints import NO_HINTS, Hints
from transcripts.intake.labels.detect import Judged
from transcripts.intake.labels.shapes import is_full_name, is_outlet
from transcripts.intake.languages import guess_language
from transcripts.intake.left_out import LeftOut, Reason
from transcripts.intake.lines.page_lines import frame_reason, read_lines
from transcripts.intake.messages import message
from transcripts.intake.parsed import NO_DATE, NO_TITLE, IntakeError, IntakeWarning, ParsedTranscript
from transcripts.intake.recordings.captions import read_captions
from transcripts.intake.recordings.cues import Cue, Recording, SpokenTurn, is_nameless, join_cues
from transcripts.intake.recordings.meetings import read_meeting
from transcripts.intake.source import Source
from transcripts.intake.turns.build import build_turns
from transcripts.intake.turns.exchanges import group_turns
from transcripts.intake.turns.participants import Participants
from transcripts.intake.turns.speaker_roles import RawTurn, roles_of
from transcripts.intake.turns.speech import Speech
from transcripts.text import fold

_DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


def find_recording(source: Source, *, name: str = "") -> Recording | None:
    """Return the recording that a source is: captions, or the text of a meeting tool; None for other text."""
    if source.form == "recording":
        return _stated(source)
    return read_captions(source.lines, name) or read_meeting(source.lines)


def _stated(source: Source) -> Recording:
    """Return the recording of a reader that says who speaks: a bold line is a voice, the others are its paragraphs."""
    cues: list[Cue] = []
    voice = ""
    for line in source.lines:
        if line.bold and line.text:
            voice = line.text
        elif line.text:
            cues.append(Cue(line.number, line.text, voice, start=line.time, begins=True))
    return Recording(cues)


def parse_recording(
    recording: Recording, source: Source, *, name: str = "", hints: Hints = NO_HINTS
) -> ParsedTranscript:
    """Return the parse of a recording. Raises IntakeError when nobody says anything."""
    spoken, beside = join_cues(recording.cues)
    if not any(turn.paragraphs for turn in spoken):
        raise IntakeError(message("%(name)s contains no words that were spoken.", name=name or message("The text")))
    warnings: list[IntakeWarning] = []
    head, head_lines, unread = _read_head(recording)
    _date_by_name(head, name, warnings)
    same = {fold(label): other for label, other in hints.same.items()}
    said = [_raw_turn(turn, recording.names, same) for turn in spoken if not turn.is_note]
    participants = Participants(said, ParticipantList(), head, hints, warnings)
    people = participants.find(is_partial=False, is_bilingual=False)
    people = tuple(person for person in people if not is_nameless(person.name))
    voices = roles_of(said, people, hints)
    done = build_turns(Speech(said), people, voices, judged=Judged(), hints=hints, warnings=warnings)
    nameless = {turn.label for turn in said if is_nameless(turn.meant)}
    turns, lines = _with_notes(done.turns, spoken, nameless)
    _warn(warnings, head, nameless, voiceless=[turn.line for turn in said if not turn.label])
    breaks = {index for index, line in enumerate(lines) if line in hints.breaks}
    joins = {index for index, line in enumerate(lines) if line in hints.joins}
    document = TranscriptDocument(
        title=head.title,
        language=source.language or guess_language(" ".join(turn.text for turn in turns)),
        series=head.series,
        held_on=head.held_on,
        starts_at=head.starts_at,
        posted_on=head.posted_on,
        venue=head.venue,
        source=head.source,
        source_url=head.source_url or source.url,
        people=people,
        exchanges=group_turns(turns, breaks=breaks, joins=joins),
    )
    left_out = sorted((*recording.left_out, *unread, *beside), key=lambda one: one.line)
    labels = (replace(one, name="" if one.label in nameless else one.name) for one in done.labels)
    return ParsedTranscript(
        document=document,
        warnings=tuple(sorted(warnings, key=lambda one: one.line or 0)),
        lines=tuple(lines),
        labels=tuple(labels),
        reporters=tuple(dict.fromkeys(turn.journalist for turn in turns if turn.journalist)),
        head=tuple(head_lines),
        left_out=tuple(left_out),
    )


def _raw_turn(turn: SpokenTurn, names: dict[str, str], same: dict[str, str]) -> RawTurn:
    meant = names.get(turn.voice, turn.voice)
    for _ in same:
        meant = same.get(fold(meant), same.get(fold(turn.voice), meant) if meant == turn.voice else meant)
    return RawTurn(turn.voice, list(turn.paragraphs), turn.line, meant=meant, paragraph_lines=list(turn.lines))


def _with_notes(
    built: Sequence[TurnText], spoken: Sequence[SpokenTurn], nameless: set[str]
) -> tuple[list[TurnText], list[int]]:
    """Return the turns with their times, and the notes between them, where they stand."""
    turns: list[TurnText] = []
    waiting = iter(built)
    for one in spoken:
        turn = TurnText(Kind.NOTE, paragraphs=tuple(one.paragraphs)) if one.is_note else next(waiting)
        if not one.is_note and one.voice in nameless:
            turn = replace(turn, speaker="", outlet="", journalist="")
        elif turn.outlet and not turn.journalist and is_full_name(turn.outlet) and not is_outlet(turn.outlet):
            turn = replace(turn, outlet="", journalist=turn.outlet)  # programs print who speaks, not for whom
        turns.append(replace(turn, times=tuple(one.times)) if len(one.times) == len(turn.paragraphs) else turn)
    return turns, [one.line for one in spoken]


def _read_head(recording: Recording) -> tuple[Head, list[HeadLine], list[LeftOut]]:
    """Return the head that the lines over the speech state, the lines that it was read from, and the others."""
    lines = read_lines(Source(tuple(recording.head)))
    head = read_head(lines, ParticipantList()) if lines else Head()
    found = list(recording.people)
    left_out = []
    for line in lines:
        if line.number in head.taken:
            found.append(HeadLine(head.taken[line.number], line.number, line.text))
        else:
            reason = Reason(frame_reason(line.text) or Reason.NOT_UNDERSTOOD)
            left_out.append(LeftOut(line.number, line.text, reason))
    return head, sorted(found, key=lambda one: one.line), left_out


def _date_by_name(head: Head, name: str, warnings: list[IntakeWarning]) -> None:
    """Take the day held from the file's name, with a warning: programs put it there."""
    found = _DAY_IN_NAME.search(name)
    if head.held_on or head.posted_on or not found:
        return
    try:
        head.held_on = date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return
    warning_text = message(
        "The page does not say when the conference was held; %(day)s was taken from the file name.",
        day=head.held_on.isoformat(),
    )
    warnings.append(IntakeWarning(None, warning_text))


def _warn(warnings: list[IntakeWarning], head: Head, nameless: set[str], voiceless: Sequence[int]) -> None:
    if not head.title:
        warnings.append(IntakeWarning(None, NO_TITLE))
    if not (head.held_on or head.posted_on):
        warnings.append(IntakeWarning(None, NO_DATE))
    if nameless:
        warning_text = message(
            "The file numbers its speakers and does not name them: %(labels)s. Say once who each of them is.",
            labels=", ".join(sorted(nameless)),
        )
        warnings.append(IntakeWarning(None, warning_text))
    if voiceless:
        warning_text = message("The text from here on has no label, so its speaker is unknown.")
        warnings.append(IntakeWarning(voiceless[0], warning_text))
