"""A transcript inside a mail that somebody forwarded: the quoted lines are the page."""

import re
from dataclasses import replace

from transcripts.intake.source import Source, SourceLine

_QUOTED = re.compile(r"\s{0,3}>(?!>) ?")
LEAST_QUOTED = 8  # lines, and half of those that hold something


def unquote_mail(source: Source) -> tuple[Source, tuple[SourceLine, ...]]:
    """Return the source without the “>” before its lines, and what the mail holds besides them.

    A page of which less is quoted is no mail and stays as it is; “>>” opens turns, it does not quote.
    """
    quoted = {line.number: match.end() for line in source.lines if (match := _QUOTED.match(line.text))}
    held = [line for line in source.lines if line.text and not line.text.isspace()]
    if len(quoted) < LEAST_QUOTED or len(quoted) * 2 < len(held):
        return source, ()
    kept = (
        replace(line, text=line.text[quoted[line.number] :] if line.number in quoted else "", bold=0)
        for line in source.lines
    )
    beside = tuple(line for line in held if line.number not in quoted)
    return replace(source, lines=tuple(kept)), beside
