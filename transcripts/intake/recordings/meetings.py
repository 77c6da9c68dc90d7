"""Transcripts of meeting tools, exported or pasted: Otter, Teams, Zoom, Fathom, Descript, and voices on lines alone."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from transcripts.intake.account import HeadLine
from transcripts.intake.left_out import LeftOut, Reason
from transcripts.intake.lines.page_lines import ends_sentence, join_text
from transcripts.intake.recordings.cues import Cue, Recording
from transcripts.intake.source import SourceLine

_CODE = r"(?P<code>(?:(?:\d{1,3}):)?\d{1,2}:[0-5]\d(?:[.,]\d{1,3})?)"
# What opens a turn: in Otter and Teams a name and a time, in Zoom a name in brackets, in Fathom the time first.
_OPENINGS = (
    re.compile(rf"(?P<voice>[^\W\d_][^\[\]:：]{{0,70}}?)(?:\s{{2,}}|\t)[\[(]?{_CODE}[\])]?"),
    re.compile(rf"\[(?P<voice>[^\]]{{1,70}})\]\s+{_CODE}"),
    re.compile(rf"@{_CODE}\s+[-–]\s+(?P<voice>[^\W\d_].{{0,70}}?)(?P<beside>\s+\([^()\s]*@[^()\s]*\))?"),
    re.compile(
        rf"[\[(]{_CODE}(?P<beside>\s*(?:-->|[-–])\s*[\d:.,]+)[\])]\s*(?P<voice>[^\W\d_][^:：]{{0,70}}?)[:：]\s*(?P<words>.*)"
    ),
    re.compile(r"\[(?P<voice>SPEAKER_\d+)\](?P<code>)\s*[:：]?\s*(?P<words>.*)"),
)
_TURNED = re.compile(r"(?P<last>[^\W\d_][\w’'\- ]*), (?P<first>[^\W\d_][\w’'.\- ]*?)(?: \((?P<about>[^()]*)\))?")
_FURNITURE = re.compile(
    r"summary keywords|outline|transcribed by https?://\S*otter\.ai\S*|view recording\b.*|transcript"
    r"|this editable transcript was computer generated.*|.*started transcription|.*stopped transcription"
    r"|meeting ended after.*|\d+h?\s*\d*m?(?:\s*\d+s)?",
    re.IGNORECASE,
)
_DURATION = re.compile(r"\s*[•·|]\s*(?:\d{1,2}:)?\d{1,2}:\d{2}\s*$")
_RECORDING = re.compile(r"[-_]\d{8}_\d{6}(?:[-_]Meeting (?:Recording|Transcript))?$")
_NOTE = re.compile(r"(?:ACTION ITEM|HIGHLIGHT|SCREEN SHARING|SCREENSHARE)\b.*")
_SOMETHING = re.compile(r"\w")
LEAST_TURNS = 2
FIRST_CODE = 1200  # seconds; tools count from the start of the recording
LEAST_BARE = 4  # blocks of lines whose first line is a voice
LONGEST_BARE = 40  # characters of a voice on a line of its own


@dataclass(frozen=True, slots=True)
class _Opening:
    """A line that opens a turn."""

    at: int
    voice: str
    code: str = ""
    words: str = ""
    beside: str = ""

    @property
    def seconds(self) -> int | None:
        """The time that it states."""
        if not self.code:
            return None
        total = 0
        for part in re.split("[.,]", self.code)[0].split(":"):
            total = total * 60 + int(part)
        return total


def read_meeting(lines: Sequence[SourceLine]) -> Recording | None:
    """Return the transcript of a meeting tool as a recording; None when the text is none."""
    texts = [line.text.strip("\ufeff \t\u00a0\u3000\u200b") for line in lines]
    openings = _find_openings(texts) or _find_bare(texts)
    if not openings:
        return None
    recording = Recording([])
    _read_head(recording, lines, texts, openings[0].at)
    for voice in {one.voice for one in openings}:
        turned = _TURNED.fullmatch(voice)
        if turned and one_of_two(turned):
            recording.names[voice] = f"{turned['first']} {turned['last']}"
    codes = [one.seconds for one in openings if one.seconds is not None]
    is_clock = bool(codes) and (codes[0] > FIRST_CODE or any(later < sooner for sooner, later in pairwise(codes)))
    ends = [*(one.at for one in openings[1:]), len(texts)]
    for opening, end in zip(openings, ends, strict=True):
        one = opening
        number = lines[one.at].number
        if one.beside:
            reason = Reason.FURNITURE if "@" in one.beside else Reason.TIME_CODE
            recording.left_out.append(LeftOut(number, one.beside, reason))
        if is_clock and one.code:
            recording.left_out.append(LeftOut(number, one.code, Reason.TIME_CODE))
            one = replace(one, code="")
        recording.cues += _cues_of(one, lines, texts, end, recording)
    return recording


def one_of_two(turned: re.Match[str]) -> bool:
    """Return whether “Calder, Ines” is a name turned round, not a name and an office: a word or two on each side."""
    return len(turned["last"].split()) <= 2 and len(turned["first"].split()) <= 2 and turned["first"][:1].isupper()


def _find_openings(texts: Sequence[str]) -> list[_Opening]:
    """Return the lines that open turns in the form of one tool."""
    best: list[_Opening] = []
    for form in _OPENINGS:
        found = [
            _Opening(
                at,
                " ".join(one["voice"].split()),
                one["code"],
                (one.groupdict().get("words") or "").strip(),
                (one.groupdict().get("beside") or "").strip(),
            )
            for at, text in enumerate(texts)
            if text and (one := form.fullmatch(text))
        ]
        if len(found) > len(best):
            best = found
    return best if len(best) >= LEAST_TURNS and _are_spaced(best, texts) else []


def _are_spaced(openings: Sequence[_Opening], texts: Sequence[str]) -> bool:
    """Return whether words follow most openings: a programme of a day has names and times too."""
    spoken = 0
    for one in openings:
        following = next((text for text in texts[one.at + 1 : one.at + 3] if text), "")
        spoken += bool(one.words or ends_sentence(following))
    return spoken * 2 > len(openings)


def _find_bare(texts: Sequence[str]) -> list[_Opening]:
    """Return the voices that stand on lines of their own, each over a block of words, and come back."""
    firsts = [at for at, text in enumerate(texts) if text and (at == 0 or not texts[at - 1])]
    blocks = [at for at in firsts if at + 1 < len(texts) and texts[at + 1]]
    counts = Counter(texts[at] for at in blocks)
    voices = {
        text
        for text, count in counts.items()
        if count > 1
        and len(text) <= LONGEST_BARE
        and not ends_sentence(text)
        and text[:1].isupper()
        and ":" not in text
    }
    found = [at for at in blocks if texts[at] in voices]
    if len(found) < LEAST_BARE or len(voices) < LEAST_TURNS or len(found) * 4 < len(firsts) * 3:
        return []
    over = firsts[: firsts.index(found[0])]
    alone = [at for at in firsts if at > found[0] and at not in found]
    return [] if len(over) > 3 or alone else [_Opening(at, " ".join(texts[at].split())) for at in found]


def _cues_of(
    one: _Opening, lines: Sequence[SourceLine], texts: Sequence[str], end: int, recording: Recording
) -> Iterator[Cue]:
    """Yield a turn's paragraphs; the first has the voice and the time."""
    said: list[tuple[int, str, bool]] = [(one.at, one.words, True)] if one.words else []
    blank = False
    for at in range(one.at + 1, end):
        text = texts[at]
        if not text:
            blank = True
            continue
        if _FURNITURE.fullmatch(text):
            recording.left_out.append(LeftOut(lines[at].number, text, Reason.FURNITURE))
            continue
        last = said[-1][1] if said else ""
        if said and not blank and not ends_sentence(last):
            said[-1] = (said[-1][0], join_text(last, text), said[-1][2])
        else:
            said.append((at, text, True))
        blank = False
    number = lines[one.at].number
    voice: str | None = one.voice
    yields_time = False
    for at, text, _begins in said or [(one.at, "", True)]:
        if _NOTE.fullmatch(text):
            yield Cue(lines[at].number, text, "", is_note=True)
            continue
        stated = not yields_time
        yield Cue(
            number if stated else lines[at].number,
            text,
            voice,
            start=one.seconds if stated else None,
            code=one.code if stated else "",
            code_line=number,
            printed=one.voice if stated else "",
            begins=True,
        )
        yields_time = True


def _read_head(recording: Recording, lines: Sequence[SourceLine], texts: Sequence[str], first: int) -> None:
    """Part the lines over the speech: the names of who speaks, what the tool adds, and what a page may state."""
    mode = ""
    for at in range(first):
        line, text = lines[at], texts[at]
        if not text:
            mode = ""
        elif text.casefold() in ("speakers", "attendees", "participants"):
            mode = "people"
            recording.people.append(HeadLine("people", line.number, text))
        elif mode == "people":
            recording.people.append(HeadLine("people", line.number, text))
        elif _FURNITURE.fullmatch(text) or mode == "furniture":
            mode = "furniture" if text.casefold() in ("summary keywords", "outline") else mode
            recording.left_out.append(LeftOut(line.number, text, Reason.FURNITURE))
        else:
            for beside in (_DURATION, _RECORDING):
                found = beside.search(text)
                if found and _SOMETHING.search(text[: found.start()]):
                    recording.left_out.append(LeftOut(line.number, found[0].strip("-_ •·|"), Reason.TIME_CODE))
                    text = text[: found.start()]
            recording.head.append(replace(line, text=text))
