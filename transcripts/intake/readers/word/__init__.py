"""WORD: a .docx as lines. `package` opens the file, `styles` and `numbering` read its tables, `walk` its document."""

from transcripts.intake.readers.word.reader import read_word

__all__ = ["read_word"]
