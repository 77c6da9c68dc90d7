"""JSON of Rev AI: monologues of one voice, made of elements."""

from collections.abc import Iterator, Mapping
from typing import Any

from transcripts.intake.recordings.cues import Cue
from transcripts.intake.recordings.json_values import list_of, seconds_of, text_of, value_at, voice_of


def is_rev(form: Any) -> bool:
    """Return whether the JSON is Rev AI's."""
    return bool(list_of(form, "monologues"))


def rev(form: Any) -> Iterator[Cue]:
    """Yield a cue for each sentence. Elements are words and what stands between them; left out, a space does."""
    names: Mapping[Any, str] = {str(value_at(one, "id")): text_of(one, "name") for one in list_of(form, "speakers")}
    for row in list_of(form, "monologues"):
        voice = _voice_of(row, names)
        said, start, end, before = "", None, None, ""
        for element in list_of(row, "elements"):
            value = value_at(element, "value")
            kind = text_of(element, "type")
            # Without punctuation, Rev gives the words alone.
            said += " " if kind != "punct" and before and before != "punct" else ""
            said += value if isinstance(value, str) else ""
            before = kind
            start = seconds_of(value_at(element, "ts")) if start is None else start
            end = seconds_of(value_at(element, "end_ts")) if value_at(element, "end_ts") is not None else end
            if said.rstrip().endswith((".", "?", "!", "。", "？", "！")) and kind == "punct":
                yield Cue(1, " ".join(said.split()), voice, start, end)
                said, start = "", None
        if said.strip():
            yield Cue(1, " ".join(said.split()), voice, start, end)


def _voice_of(row: Any, names: Mapping[Any, str]) -> str:
    """Return a monologue's voice: the name that is stated for it, or its number."""
    stated = names.get(str(value_at(row, "speaker"))) or text_of(row, "speaker_name")
    return stated or text_of(row, "speaker_info", "display_name") or voice_of(value_at(row, "speaker"))
