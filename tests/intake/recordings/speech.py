"""Speech made by chance: a transcript, when each paragraph of it was spoken, and captions with their errors."""

import random
from dataclasses import dataclass
from itertools import accumulate

from transcripts.document import ExchangeText, Kind, TranscriptDocument, TurnText

COMMON = "the of to and in a is that for it was on are as with we will be this have not by they".split()  # noqa: SIM905


@dataclass(frozen=True)
class Speech:
    """A transcript, the second at which each of its paragraphs was spoken, and WebVTT of what was heard."""

    document: TranscriptDocument
    spoken: list[float]
    captions: str


def speak(seed: int, *, words: int, language: str = "en", wrong: float = 0.15, width: int = 8) -> Speech:
    """Return a speech of about so many words, of whose captions the share `wrong` is another word, none or one more."""
    chance = random.Random(seed)  # noqa: S311
    is_chinese = language.startswith("zh")
    vocabulary = _characters() if is_chinese else _words(chance)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    made: list[list[list[str]]] = []
    total = 0
    while total < words:
        turn = []
        for _ in range(chance.choice((1, 1, 2, 3))):
            length = chance.choice((1, 2, 5, 12, 30, 60, 90, 120)) if made else 40
            turn.append(chance.choices(vocabulary, cum_weights=weights, k=length))
            total += length
        made.append(turn)
    spoken, heard = _hear(chance, [paragraph for turn in made for paragraph in turn], vocabulary, wrong)
    join = "" if is_chinese else " "
    turns = tuple(
        TurnText(
            Kind.QUESTION if number % 2 else Kind.ANSWER,
            label=f"Voice {number % 7}",
            paragraphs=tuple(_sentences(paragraph, join) for paragraph in turn),
        )
        for number, turn in enumerate(made)
    )
    exchanges = tuple(ExchangeText(turns[at : at + 4]) for at in range(0, len(turns), 4))
    return Speech(
        TranscriptDocument("Speech", language=language, exchanges=exchanges), spoken, _caption(heard, join, width)
    )


def _words(chance: random.Random) -> list[str]:
    parts = [f"{one}{two}" for one in "bdfgklmnprstvz" for two in ("a", "e", "i", "o", "u", "ar", "en", "ost")]
    made = ["".join(chance.choices(parts, k=chance.choice((2, 2, 3)))) for _ in range(4_000)]
    return [*COMMON, *dict.fromkeys(made)]


def _characters() -> list[str]:
    return [
        "的",
        "一",
        "是",
        "在",
        "不",
        "了",
        "有",
        "和",
        "人",
        "这",
        *(chr(0x4E00 + 7 * at) for at in range(1, 2_500)),
    ]


def _sentences(words: list[str], join: str) -> str:
    stop = "。" if not join else "."
    pieces = [join.join(words[at : at + 14]) for at in range(0, len(words), 14)]
    return (stop + join).join(piece.capitalize() for piece in pieces) + stop


def _hear(
    chance: random.Random, paragraphs: list[list[str]], vocabulary: list[str], wrong: float
) -> tuple[list[float], list[tuple[float, str]]]:
    """Return when each paragraph begins, and each word that was heard with its second."""
    at, spoken, heard = 3.0, [], []
    for paragraph in paragraphs:
        at += chance.uniform(0.2, 3.0)
        spoken.append(at)
        speed = chance.uniform(0.25, 0.45)
        for word in paragraph:
            error = chance.choice("sssdi") if chance.random() < wrong else ""
            if error != "d":
                heard.append((at, chance.choice(vocabulary) if error == "s" else word))
            if error == "i":
                heard.append((at + speed / 2, chance.choice(vocabulary)))
            at += speed * chance.uniform(0.6, 1.4)
    return spoken, heard


def _caption(heard: list[tuple[float, str]], join: str, width: int) -> str:
    lines = ["WEBVTT", ""]
    for at in range(0, len(heard), width):
        part = heard[at : at + width]
        stop = heard[at + width][0] if at + width < len(heard) else part[-1][0] + 0.4
        stop = min(stop, part[-1][0] + 1)
        lines += [
            f"{_clock(part[0][0])} --> {_clock(max(stop, part[0][0] + 0.01))}",
            join.join(word for _, word in part),
            "",
        ]
    return "\n".join(lines)


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
