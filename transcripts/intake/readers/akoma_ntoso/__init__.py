"""Akoma Ntoso: a debate in XML. `reader` makes a transcript of it, `meta` reads its people, `words` accounts for it."""

from transcripts.intake.readers.akoma_ntoso.reader import parse_akoma_ntoso, read_akoma_ntoso

__all__ = ["parse_akoma_ntoso", "read_akoma_ntoso"]
