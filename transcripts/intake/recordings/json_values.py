"""Values in a recogniser's JSON, which may have any type; a wrong one counts as missing."""

import re
from typing import Any

_LENGTH = re.compile(
    r"PT(?:(?P<hours>[\d.]{1,9})H)?(?:(?P<minutes>[\d.]{1,9})M)?(?:(?P<seconds>[\d.]{1,14})S)?", re.ASCII
)
LONGEST_LENGTH = 40  # characters of a time as ISO 8601 writes it


def list_of(value: Any, *keys: str) -> list[Any]:
    """Return the list under some keys, one within the other; an empty one where there is none."""
    found = value_at(value, *keys)
    return found if isinstance(found, list) else []


def value_at(value: Any, *keys: str) -> Any:
    """Return what stands under some keys, one within the other; None where nothing does."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def text_of(value: Any, *keys: str) -> str:
    """Return the text under some keys, its white space collapsed; an empty one where there is none."""
    found = value_at(value, *keys)
    return " ".join(found.split()) if isinstance(found, str) else ""


def seconds_of(value: Any, per_second: float = 1) -> float | None:
    """Return a time as seconds: a number, “12.5”, “12.5s”, “PT1M2.5S”, or seconds and nanos; None where it is none."""
    if isinstance(value, dict):
        whole, nanos = seconds_of(value.get("seconds", 0)), seconds_of(value.get("nanos", 0))
        return None if whole is None or nanos is None else whole + nanos / 1e9
    if isinstance(value, str) and (length := _LENGTH.fullmatch(value[:LONGEST_LENGTH])) and len(value) > len("PT"):
        parts = [seconds_of(one or "0") for one in length.group("hours", "minutes", "seconds")]
        value = sum((part or 0) * size for part, size in zip(parts, (3600, 60, 1), strict=True))
    if isinstance(value, str):
        try:
            value = float(value.strip().removesuffix("s"))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value / per_second if 0 <= value / per_second < 3_600_000 else None


def voice_of(value: Any) -> str:
    """Return a voice as a label: a name or “SPEAKER_00” as it is, a number or a letter as “Speaker 1”."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        return f"Speaker {value}" if abs(value) < 10_000 else ""
    name = " ".join(value.split()) if isinstance(value, str) else ""
    return f"Speaker {name}" if len(name) == 1 or name.isdecimal() else name[:100].replace(":", " -")
