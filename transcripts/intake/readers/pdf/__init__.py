"""Reader of PDF files with a text layer: PDFium says where characters stand, in a process of its own; then lines."""

from transcripts.intake.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
