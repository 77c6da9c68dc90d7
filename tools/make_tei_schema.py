"""Make the schema that tests check TEI with: that of all of TEI (RELAX NG) without the elements that we do not use.

Usage: make_tei_schema.py FULL TARGET. FULL is tei_all.rng, of TEI P5; the Python package HookTest has one.

RELAX NG has no negation, so what is valid by the part is valid by the whole, which libxml2 takes a quarter of a minute
to compile.
"""

import sys
from pathlib import Path

from lxml import etree

_RNG = "{http://relaxng.org/ns/structure/1.0}"
_USED = """
    TEI teiHeader fileDesc titleStmt title editionStmt edition extent measure publicationStmt publisher idno date
    availability licence sourceDesc bibl encodingDesc classDecl taxonomy category catDesc profileDesc abstract langUsage
    language settingDesc setting name time particDesc listPerson person persName occupation affiliation listOrg org
    orgName revisionDesc change text timeline when body div head note u seg lb p
"""
USED = frozenset(_USED.split())


def main(full: Path, target: Path) -> None:
    """Write the part of a schema."""
    tree = etree.parse(full, etree.XMLParser(remove_blank_text=True, remove_comments=False))
    root = tree.getroot()
    for other in list(root.iter("*")):  # documentation, and rules in Schematron
        parent = other.getparent()
        if parent is not None and not str(other.tag).startswith(_RNG):
            parent.remove(other)
    for define in root.iter(f"{_RNG}define"):
        element = define.find(f"{_RNG}element")
        if element is not None and element.get("name") not in USED:
            define[:] = [etree.Element(f"{_RNG}notAllowed")]
    _drop_unreferenced(root)
    etree.indent(tree, " ")
    tree.write(target, encoding="utf-8", xml_declaration=True)


def _drop_unreferenced(root: etree._Element) -> None:
    """Drop what the start does not lead to."""
    defines: dict[str, list[etree._Element]] = {}
    for define in root.iter(f"{_RNG}define"):
        defines.setdefault(define.get("name", ""), []).append(define)
    waiting = [
        reference.get("name", "") for start in root.iter(f"{_RNG}start") for reference in start.iter(f"{_RNG}ref")
    ]
    reached = set()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [ref.get("name", "") for define in defines.get(name, ()) for ref in define.iter(f"{_RNG}ref")]
    for name in defines.keys() - reached:
        for define in defines[name]:
            parent = define.getparent()
            if parent is not None:
                parent.remove(define)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
