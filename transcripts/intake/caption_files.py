"""Caption files and recognisers’ JSON as words with their times."""

from transcripts.intake.files import open_source
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.recordings.heard_words import Heard, time_words
from transcripts.intake.recordings.parse import find_recording
from transcripts.intake.recordings.recognisers import read_words

MOST_WORDS = 400_000  # of a caption file; thirty hours of speech


def read_heard(data: bytes, name: str) -> Heard:
    """Return the words of a caption file or of a recogniser's JSON. Raises IntakeError, naming what is wrong."""
    if name.casefold().endswith(".json"):
        found = read_words(data, name)
    else:
        recording = find_recording(open_source(data, name), name=name)
        found = recording.cues if recording else []
    cues = [cue for cue in found if cue.start is not None and cue.text]
    if not cues:
        raise IntakeError(
            message("%(name)s is not a caption file: it has no words with times. Use .vtt, .srt or .json.", name=name)
        )
    heard = time_words(cues)
    if not heard.words:
        raise IntakeError(message("%(name)s contains no words that were spoken.", name=name))
    if len(heard.words) > MOST_WORDS:
        raise IntakeError(
            message(
                "%(name)s has more than %(most)s words with times, too many for a transcript.",
                name=name,
                most=f"{MOST_WORDS:,}",
            )
        )
    return heard
