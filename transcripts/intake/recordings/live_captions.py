"""Captions that a program posts while people speak: the same growing file again and again."""

from collections.abc import Sequence
from dataclasses import dataclass

from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.recordings.cues import Cue, join_cues
from transcripts.intake.recordings.parse import find_recording
from transcripts.intake.source import Source


@dataclass(frozen=True, slots=True)
class SentCue:
    """A piece of speech that was sent in: where it begins, in milliseconds, whose voice it is, if known, and words."""

    start: int
    voice: str
    text: str

    @property
    def identity(self) -> str:
        """What stays the same when the file is sent again, and its labels are then known to be voices."""
        letters = "".join(char for char in f"{self.voice}{self.text}".casefold() if char.isalnum())
        return f"{self.start} {letters}"


def cues_sent(source: Source) -> list[SentCue]:
    """Return the cues of captions, or of a recogniser's file, in order. Raises IntakeError."""
    recording = find_recording(source)
    if recording is None:
        raise IntakeError(message("%(name)s contains no words that were spoken.", name=message("The text")))
    cues, voice = [], ""
    for cue in recording.cues:
        voice = voice if cue.voice is None else recording.names.get(cue.voice, cue.voice)
        if cue.text.strip() and not cue.is_note:
            cues.append(SentCue(round((cue.start or 0) * 1000), voice, cue.text))
    return cues


def join_sent(cues: Sequence[SentCue]) -> list[tuple[str, str]]:
    """Return the voice and the text of each turn: cues of one voice in a row, with their sentences joined."""
    turns, _ = join_cues([Cue(0, cue.text, cue.voice, start=cue.start / 1000) for cue in cues])
    return [(turn.voice, "\n\n".join(turn.paragraphs)) for turn in turns]
