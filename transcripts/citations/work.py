"""The work that is cited."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Work:
    """A conference, or a part of one: then `container` is the conference's title.

    `people` are those whose words are cited, by the names printed that day. Family and given names are not told
    apart: a guess would swap “Lin Haiyue”. `kind` and `standing`, the record status, are in the language of the text.
    """

    key: str
    title: str
    day: date
    publisher: str
    url: str
    language: str
    kind: str
    standing: str
    container: str = ""
    series: str = ""
    venue: str = ""
    people: tuple[str, ...] = ()
