"""Captions, as files and as pasted: WebVTT (https://www.w3.org/TR/webvtt1/) and SubRip, their cues and all else."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transcripts.intake.labels.candidates import read_candidate
from transcripts.intake.labels.shapes import Sureness
from transcripts.intake.left_out import FilePart, LeftOut, Reason
from transcripts.intake.lines.page_lines import Line, join_text
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.recordings.cues import MOST_CUES, Cue, Recording, is_nameless
from transcripts.intake.source import SourceLine

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*(?P<start>{_TIME})\s*-->\s*(?P<end>{_TIME})(?P<settings>(?:\s+\S+:\S+|\s+[XY][12]:\d+)*)\s*")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>")
_VOICE_END = re.compile(r"</v\s*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:c|i|b|u|v|s|ruby|rt|lang|font|em|strong)(?:[.\s][^<>]*)?/?>|<\d[\d:.]*>|\{\\[^{}\s]*\}", re.IGNORECASE
)
_CHEVRONS = re.compile(r"^(?:>{2,3}|»)\s*")
_DASH = re.compile(r"^[-–—]\s*(?=\S)")
_LABEL = re.compile(r"^(?P<label>[^:：<>]{1,60}?)\s*[:：](?!\d)\s*(?P<rest>.*)$", re.DOTALL)
_BLOCK = re.compile(r"(?P<word>NOTE|STYLE|REGION)(?:\s|$)")
FIRST_TIMING = (
    4  # lines that hold something, within which captions state their first time, unless they say what they are
)
LEAST_SINGLE = 3  # times that one capitalised word with a colon stands before words, to be a voice
LEAST_REPEATED = 0.3  # the share of cues that repeat the line before, as captions do that roll up


def read_captions(lines: Sequence[SourceLine], name: str = "") -> Recording | None:
    """Return the cues of captions; None when the text is none. Raises IntakeError for too many."""
    texts = [line.text.strip("\ufeff \t\u00a0") for line in lines]
    if not _are_captions(texts):
        return None
    reader = _Reader(lines, texts)
    reader.read()
    if len(reader.bodies) > MOST_CUES:
        raise IntakeError(
            message(
                "%(name)s has more than %(most)s captions, too many for a transcript.",
                name=name or message("The text"),
                most=f"{MOST_CUES:,}",
            )
        )
    return reader.finish()


def _are_captions(texts: Sequence[str]) -> bool:
    first = [text for text in texts if text][:FIRST_TIMING]
    if not first:
        return False
    says_so = first[0] == "WEBVTT" or first[0].startswith(("WEBVTT ", "WEBVTT\t"))
    return says_so or any(_TIMING.fullmatch(text) for text in first)


class _Reader:
    """The reading of captions: `bodies` has the timing and the lines of words of each cue."""

    def __init__(self, lines: Sequence[SourceLine], texts: Sequence[str]) -> None:
        self.lines, self.texts = lines, texts
        self.timings = [_TIMING.fullmatch(text) for text in texts]
        self.bodies: list[tuple[int, re.Match[str], list[tuple[int, str]]]] = []
        self.left_out: list[LeftOut] = []

    def read(self) -> None:
        """Part the lines into cues and what is none."""
        at = next((at for at, text in enumerate(self.texts) if text), 0)
        if self.texts[at].startswith("WEBVTT"):
            at = self._leave_block(at, Reason.FURNITURE, FilePart.HEAD)
        while at < len(self.texts):
            text, timing = self.texts[at], self.timings[at]
            after = self.timings[at + 1] if at + 1 < len(self.texts) else None
            block = _BLOCK.match(text)
            if timing:
                at = self._read_cue(at, timing)
                continue
            if text and after:
                self._leave(at, Reason.LINE_NUMBER if text.isdecimal() else Reason.FURNITURE)
            elif block:
                is_note = block["word"] == "NOTE"
                part = FilePart.COMMENT if is_note else FilePart.HEAD
                at = self._leave_block(at, Reason.COMMENT if is_note else Reason.FURNITURE, part)
                continue
            elif text:
                self._leave(at, Reason.NOT_UNDERSTOOD)
            at += 1

    def _leave(self, at: int, reason: Reason, part: FilePart = FilePart.BODY) -> None:
        self.left_out.append(LeftOut(self.lines[at].number, self.texts[at], reason, part))

    def _leave_block(self, at: int, reason: Reason, part: FilePart) -> int:
        """Leave out the lines up to a blank one; return the index after them."""
        while at < len(self.texts) and self.texts[at] and not self.timings[at]:
            following = self.timings[at + 1] if at + 1 < len(self.texts) else None
            if following and self.texts[at].isdecimal():
                break
            self._leave(at, reason, part)
            at += 1
        return at

    def _read_cue(self, at: int, timing: re.Match[str]) -> int:
        """Take the words under a timing; return the index after them."""
        body: list[tuple[int, str]] = []
        head = at
        at += 1
        while at < len(self.texts) and self.texts[at] and not self.timings[at]:
            following = self.timings[at + 1] if at + 1 < len(self.texts) else None
            if following and self.texts[at].isdecimal():
                break
            body.append((self.lines[at].number, self.texts[at]))
            at += 1
        self.bodies.append((self.lines[head].number, timing, body))
        return at

    def finish(self) -> Recording:
        """Return the cues, with the voices that they name."""
        self._drop_repeated()
        has_voices = any(_VOICE.search(text) for _, _, body in self.bodies for _, text in body)
        known: frozenset[str] = (
            frozenset() if has_voices else _find_labels(text for _, _, body in self.bodies for _, text in body)
        )
        cues: list[Cue] = []
        for number, timing, body in self.bodies:
            self._leave_times(number, timing, has_words=any(_plain(text) for _, text in body))
            made = _voiced(body) if has_voices else _labelled(body, known)
            start, end = _seconds(timing, 2), _seconds(timing, 7)
            cues += [
                replace(cue, start=start, end=end, code=timing["start"] if not at else "", code_line=number)
                for at, cue in enumerate(made)
            ]
        return Recording(cues, left_out=self.left_out)

    def _leave_times(self, number: int, timing: re.Match[str], *, has_words: bool) -> None:
        """List what a timing states beside the start, which a paragraph may have for its time."""
        rest = timing[0].strip()
        if has_words:
            rest = rest.removeprefix(timing["start"]).strip()
        self.left_out.append(LeftOut(number, rest, Reason.TIME_CODE))

    def _drop_repeated(self) -> None:
        """List the lines that captions which roll up show once more."""
        again = 0
        for before, after in zip(self.bodies, self.bodies[1:], strict=False):
            again += bool(before[2] and after[2] and _plain(before[2][-1][1]) == _plain(after[2][0][1]))
        if again < LEAST_REPEATED * len(self.bodies) or again < LEAST_SINGLE:
            return
        last = ""
        for _, _, body in self.bodies:
            shown = _plain(body[-1][1]) if body else last
            while body and last and _plain(body[0][1]) == last:
                number, text = body.pop(0)
                self.left_out.append(LeftOut(number, _plain(text), Reason.REPEATED))
            last = shown or last


def _seconds(timing: re.Match[str], first: int) -> float:
    """Return the seconds of a time of a timing whose hours are the group `first`."""
    hours, minutes, seconds, rest = (timing[first + step] or "0" for step in range(4))
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(rest.ljust(3, "0")) / 1000


def _plain(text: str) -> str:
    """Return words without the marks of captions; where a voice ends, another word begins."""
    return " ".join(html.unescape(_TAG.sub("", _VOICE_END.sub(" ", _VOICE.sub("", text)))).split())


def _voiced(body: Sequence[tuple[int, str]]) -> list[Cue]:
    """Return a cue for each voice of `<v Name>`; words before the first one have none."""
    cues: list[Cue] = []
    for number, text in body:
        at = 0
        for found in _VOICE.finditer(text):
            _add(cues, number, text[at : found.start()])
            voice = " ".join(html.unescape(found[1]).split())
            cues.append(Cue(number, "", voice, printed=voice))
            at = found.end()
        _add(cues, number, text[at:])
    return [cue for cue in cues if cue.text or cue.voice]


def _add(cues: list[Cue], number: int, text: str) -> None:
    words = _plain(text)
    if not words:
        return
    if cues:
        cues[-1] = replace(cues[-1], text=join_text(cues[-1].text, words) if cues[-1].text else words)
    else:
        cues.append(Cue(number, words, ""))


def _find_labels(texts: Iterable[str]) -> frozenset[str]:
    """Return the labels before a colon that are voices: they look like names, or stand often."""
    seen: Counter[str] = Counter()
    sure: dict[str, Sureness] = {}
    for raw in texts:
        text = _DASH.sub("", _CHEVRONS.sub("", _plain(raw)))
        found = _LABEL.match(text)
        if not found:
            continue
        label = found["label"].strip("[]() ")
        seen[label] += 1
        if label not in sure:
            mark = read_candidate(Line(0, f"{label}: {found['rest'] or 'x'}"))
            is_it = mark is not None and mark.label == label
            sure[label] = mark.sureness if mark and is_it else Sureness.NONE
            if is_nameless(label):
                sure[label] = Sureness.STRONG
    return frozenset(
        label
        for label, count in seen.items()
        if sure[label] >= Sureness.NAME or (sure[label] is Sureness.SINGLE and count >= LEAST_SINGLE)
    )


def _labelled(body: Sequence[tuple[int, str]], known: frozenset[str]) -> list[Cue]:
    """Return a cue for each voice of “Name: words” and of “>>”; other words go on with the voice before."""
    cues: list[Cue] = []
    dashes = sum(bool(_DASH.match(_plain(text))) for _, text in body) > 1
    for number, raw in body:
        text = _plain(raw)
        chevrons = _CHEVRONS.match(text)
        text = text[chevrons.end() :] if chevrons else text
        is_new = bool(chevrons) or (dashes and bool(_DASH.match(text)))
        text = _DASH.sub("", text) if dashes else text
        found = _LABEL.match(text)
        label = found["label"].strip("[]() ") if found else ""
        if found and label in known:
            cues.append(Cue(number, found["rest"].strip(), label, printed=label))
        elif is_new:
            cues.append(Cue(number, text, "", begins=True))
        elif text and cues:
            cues[-1] = replace(cues[-1], text=join_text(cues[-1].text, text) if cues[-1].text else text)
        elif text:
            cues.append(Cue(number, text))
    return cues
