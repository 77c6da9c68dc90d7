#!/usr/bin/env bash
# icalendar 7.3.2 begins summer time an hour late when it makes a VTIMEZONE of a zone: RFC 5545 (3.6.5) says that an
# observance's DTSTART is the local time before the change, that is, with TZOFFSETFROM; here it is the time after it.
#
# Seen:
#   DTSTART:20260329T030000
# By the specification (clocks in Berlin show 02:00 when they go forward):
#   DTSTART:20260329T020000
#
# Fails if a newer run prints anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2
seen=$("$folder/venv/bin/python" - <<'PY'
from datetime import date

from icalendar import Timezone

zone = Timezone.from_tzid("Europe/Berlin", first_date=date(2026, 1, 1), last_date=date(2027, 1, 1))
text = zone.to_ical().decode().replace("\r\n", "\n")
print(text.partition("BEGIN:DAYLIGHT\n")[2].partition("\n")[0])
PY
)
echo "$seen"
[ "$seen" = "DTSTART:20260329T030000" ]
