#!/usr/bin/env bash
# pypdfium2 5.15.2: where a line of a PDF ends in a hyphen and a letter follows on the next, neither hyphen nor line end is
# in the text. One character stands for both, whether the hyphen parts a syllable ("fig-ures") or belongs to the word
# ("well-known"), so that the text alone cannot be put right. It is U+0002 from get_text_bounded() and U+FFFE from
# get_text_range(), for the same page. Before a digit ("2024-" over "2026") the hyphen and the line end stay.
#
# Seen:
#   bounded: a well\x02known fig\x02ure of 2024-\r\n2026
#   range:   a well\ufffeknown fig\ufffeure of 2024-\r\n2026
#
# Fails if a newer run prints anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 reportlab==5.1.0
cat > "$folder/read.py" <<'PYTHON'
import io

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

file = io.BytesIO()
canvas = Canvas(file)
for number, line in enumerate(("a well-", "known fig-", "ure of 2024-", "2026")):
    canvas.drawString(72, 700 - 15 * number, line)
canvas.save()
page = pypdfium2.PdfDocument(file.getvalue())[0].get_textpage()
print("bounded:", ascii(page.get_text_bounded())[1:-1])
print("range:  ", ascii(page.get_text_range())[1:-1])
PYTHON
seen=$("$folder/venv/bin/python" "$folder/read.py")
echo "$seen"
[ "$seen" = 'bounded: a well\x02known fig\x02ure of 2024-\r\n2026
range:   a well\ufffeknown fig\ufffeure of 2024-\r\n2026' ]
