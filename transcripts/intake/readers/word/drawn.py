"""The words of diagrams (SmartArt) and charts: they stand in parts of their own, to which a drawing leads."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from transcripts.intake.readers.word.package import Package
from transcripts.intake.readers.word.styles import local

_HOLDERS = ("diagrams/data", "charts/chart", "charts/chartEx")  # a diagram's drawing says what its data say


@dataclass(slots=True)
class Drawn:
    """The diagrams and charts of a file; `told` are the parts whose words were read."""

    package: Package
    told: set[str] = field(default_factory=set)

    def words(self, relation: str) -> list[str]:
        """Return the texts of the diagram or chart to which a relationship leads, each once."""
        return self._read(self.package.data_of(relation)[0])

    def others(self) -> list[str]:
        """Return the texts of those to which no drawing of the document led: they belong to running heads and notes."""
        folder = posixpath.dirname(self.package.document)
        starts = tuple(posixpath.join(folder, start) for start in _HOLDERS)
        paths = [path for path in self.package.parts if path.startswith(starts) and path.endswith(".xml")]
        return [words for path in paths for words in self._read(path)]

    def embedded(self) -> list[str]:
        """Return the names of files within the file that nobody reads, but for the tables behind charts."""
        behind = b"".join(part for path, part in self.package.parts.items() if "/charts/_rels/" in path)
        names = (posixpath.basename(path) for path in self.package.unread)
        return [name for name in names if name.encode() not in behind]

    def _read(self, path: str) -> list[str]:
        if path in self.told:
            return []
        self.told.add(path)
        root = self.package.root(path)
        return [] if root is None else [" ".join(words.split()) for words in _texts(root) if words.strip()]


def _texts(root: etree._Element) -> Iterator[str]:
    """Yield the paragraphs of a diagram or a chart, and the names and figures that a chart keeps."""
    for element in root.iter("{*}p", "{*}v"):
        if local(element) == "v":
            yield element.text or ""
        else:
            yield "".join(" " if local(one) == "br" else one.text or "" for one in element.iter("{*}t", "{*}br"))
