"""Normalized words of a text in one line, so that topic names are found whatever their endings or characters. Pure."""

from transcripts.text import is_han
from transcripts.tokens import spellings

RUN_END = "·"  # put after a run of Chinese, so that no name reaches over a comma


def line_of(text: str) -> str:
    """Return the words of `text` without their endings, each between spaces; Chinese stays as it is, simplified.

    The line of a name is a part of the line of a text exactly when its words occur there side by side.
    """
    pieces = []
    for spelling, _word in spellings(text):
        if not is_han(spelling):
            pieces.append(f" {spelling} ")
        else:
            pieces.append(spelling[0] if len(spelling) > 1 else spelling + RUN_END)
    return "".join(pieces)


def name_line(name: str) -> str:
    """Return the line of a name; empty where it is too short to be looked for."""
    line = line_of(name).removesuffix(RUN_END)
    return line if len(line.strip()) > 1 else ""


def word_key(word: str) -> str:
    """Return the key of the names that are stored under this word."""
    return f"* {word}"


def topic_key(name: str) -> str:
    """Return the key of a topic's name, that of its longest word; empty where it is too short to be looked for."""
    words = [spelling for spelling, _word in spellings(name)]
    return word_key(max(words, key=lambda word: (len(word), word))) if name_line(name) else ""
