"""The cited work, as citation files and styles need it."""

from dataclasses import dataclass
from datetime import date

from transcripts.text import split_family_name


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody whose words are cited, by the name printed that day, and the family name where an editor typed one."""

    name: str
    family_name: str = ""

    @property
    def parts(self) -> tuple[str, str] | None:
        """Family and given name as printed; None where they are not known.

        A name in characters, without a space, is cited whole: styles would put a comma into it.
        """
        parts = split_family_name(self.name, self.family_name)
        return parts if parts and parts[1] and " " in self.name else None


@dataclass(frozen=True, slots=True)
class Work:
    """A conference, or a part of one: then `container` is the conference's title.

    `people` are those whose words are cited. `kind`, `record_status` and `details` — paragraph, version, correction —
    are in the language of the text. `read` is the day on which it is read, and `version` the number of the version
    that is cited, 0 for none.
    """

    key: str
    title: str
    day: date
    publisher: str
    url: str
    language: str
    kind: str
    record_status: str
    read: date
    container: str = ""
    series: str = ""
    venue: str = ""
    people: tuple[Author, ...] = ()
    details: tuple[str, ...] = ()
    version: int = 0

    @property
    def event(self) -> str:
        """The meeting at which it was said: the conference, or the series of a whole conference."""
        return self.container or self.series
