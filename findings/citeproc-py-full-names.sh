#!/usr/bin/env bash
# citeproc-py 0.11.1 makes initials of given names that a style asks to keep: CSL 1.0 says of `initialize="false"` that
# names are then not initialised, and that `initialize-with` serves only those that are initials already. In title case
# it capitalises "p.m.", and "on", which CSL lists among the words that stay small.
#
# Seen:
#   Calder, I. M. Briefing at 5 P.m. On the Ferries
# By the specification:
#   Calder, Ines Maria. Briefing at 5 p.m. on the Ferries
#
# Fails if a newer run prints anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check citeproc-py==0.11.1
cat > "$folder/style.csl" <<'CSL'
<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Names in full</title><id>names-in-full</id><updated>2024-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout>
    <names variable="author">
      <name initialize="false" initialize-with=". " name-as-sort-order="all" sort-separator=", "/>
    </names>
    <text variable="title" text-case="title" prefix=". "/>
  </layout></bibliography>
</style>
CSL
cat > "$folder/cite.py" <<'PYTHON'
import sys

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

author = {"family": "Calder", "given": "Ines Maria"}
work = {"id": "a", "type": "speech", "title": "briefing at 5 p.m. on the ferries", "author": [author]}
style = CitationStylesStyle(sys.argv[1], validate=False)
bibliography = CitationStylesBibliography(style, CiteProcJSON([work]), formatter.plain)
bibliography.register(Citation([CitationItem("a")]))
print(str(bibliography.bibliography()[0]))
PYTHON
seen=$("$folder/venv/bin/python" "$folder/cite.py" "$folder/style.csl")
echo "$seen"
[ "$seen" = "Calder, I. M. Briefing at 5 P.m. On the Ferries" ]
