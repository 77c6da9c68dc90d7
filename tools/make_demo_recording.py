"""Make the demonstration's recording and its captions: `python tools/make_demo_recording.py`.

The words of one sheet are spoken by a synthesizer, a voice for each speaker. The captions are those of a recogniser
that mishears one word in seven. It needs espeak-ng and ffmpeg; the site does not, so both files are kept beside the
sheet.
"""

import random
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))

from transcripts.intake import read_file  # noqa: E402

SHEET = BASE / "transcripts" / "demo" / "17-spring-prices.txt"
MADE = SHEET.with_name("spring-prices.webm")
VOICES = ("en-gb+m3", "en-us+f3", "en-gb-x-rp+f2", "en-gb-scotland+m1", "en-us+m7")
WORDS_A_MINUTE = "165"
PAUSE = 0.7  # seconds between paragraphs
WRONG = 0.15  # share of the words that are misheard
WIDTH = 7  # words of a caption


def main() -> None:
    """Speak the sheet, and write the two files."""
    chance = random.Random(17)  # noqa: S311 (no secret is made)
    turns = list(read_file(SHEET).document.turns)
    names = list(dict.fromkeys(turn.speaker or turn.outlet for turn in turns))
    vocabulary = sorted({word for turn in turns for text in turn.paragraphs for word in plain(text)})
    lines, at, sound, rate = ["WEBVTT", ""], 1.0, b"", 22_050
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.wav"
        for turn in turns:
            voice = VOICES[names.index(turn.speaker or turn.outlet) % len(VOICES)]
            for text in turn.paragraphs:
                run("espeak-ng", "-v", voice, "-s", WORDS_A_MINUTE, "-w", spoken, text)
                with wave.open(str(spoken)) as file:
                    rate, frames = file.getframerate(), file.readframes(file.getnframes())
                silence = bytes(2 * int(rate * (at - len(sound) / 2 / rate)))
                sound += silence + frames
                length = len(frames) / 2 / rate
                lines += caption(chance, plain(text), vocabulary, at, length)
                at += length + PAUSE
        whole = Path(folder) / "whole.wav"
        with wave.open(str(whole), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(sound)
        options = ["-c:a", "libopus", "-b:a", "14k", "-application", "voip", "-map_metadata", "-1", "-bitexact"]
        run("ffmpeg", "-loglevel", "error", "-y", "-i", whole, *options, MADE)
    MADE.with_suffix(".vtt").write_text("\n".join(lines), encoding="utf-8")


def run(*command: str | Path) -> None:
    """Run a program to its end."""
    subprocess.run(command, check=True)


def plain(text: str) -> list[str]:
    """Return words as a recogniser writes them: small, without punctuation."""
    return [word for word in (each.strip(".,?!;:“”").lower() for each in text.split()) if word]


def caption(chance: random.Random, words: list[str], vocabulary: list[str], at: float, length: float) -> list[str]:
    """Return the captions of a paragraph that is spoken from `at` on, some words misheard."""
    lines: list[str] = []
    total, before = sum(len(word) + 1 for word in words), 0
    for first in range(0, len(words), WIDTH):
        part = words[first : first + WIDTH]
        size = sum(len(word) + 1 for word in part)
        start, stop = (at + length * each / total for each in (before, before + size))
        before += size
        heard = " ".join(filter(None, (mishear(chance, word, vocabulary) for word in part)))
        lines += [f"{clock(start)} --> {clock(stop)}", heard or "[inaudible]", ""]
    return lines


def mishear(chance: random.Random, word: str, vocabulary: list[str]) -> str:
    """Return the word, or sometimes another, none, or one more."""
    if chance.random() >= WRONG:
        return word
    other = chance.choice(vocabulary)
    return chance.choice((other, other, "", f"{word} {other}"))


def clock(seconds: float) -> str:
    """Return a time as WebVTT has it."""
    whole = round(seconds * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


if __name__ == "__main__":
    main()
