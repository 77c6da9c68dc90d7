"""A transcript as PDF, typeset by Typst in a separate process, and cached by a digest of its data."""

from transcripts.exports.pdf.render import BusyError, MissingLettersError, UnmadeError, render_pdf

__all__ = ["BusyError", "MissingLettersError", "UnmadeError", "render_pdf"]
