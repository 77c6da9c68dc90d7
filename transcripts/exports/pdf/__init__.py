"""A transcript as PDF, typeset by Typst in a process of its own, and kept by a digest of all that it is made from."""

from transcripts.exports.pdf.render import BusyError, MissingLettersError, UnmadeError, render_pdf

__all__ = ["BusyError", "MissingLettersError", "UnmadeError", "render_pdf"]
