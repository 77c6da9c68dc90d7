#!/usr/bin/env bash
# Django 5.2.19: values() on an annotated constant, followed by an aggregate, loses its GROUP BY. Over an empty table the
# query then gives one row whose aggregate is None, where grouping by a column gives no row, as does GROUP BY in SQL.
#
# Seen:
#   SELECT 1 AS "all", MIN("talk"."day") AS "first" FROM "talk"
#   by a constant: [{'all': 1, 'first': None}]
#   by a column:   []
#
# Fails if a newer run prints anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19
cat > "$folder/ask.py" <<'PYTHON'
import django
from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()
from django.db import connection, models
from django.db.models import Min, Value


class Talk(models.Model):
    day = models.IntegerField()
    room = models.CharField(max_length=9)

    class Meta:
        app_label = "talks"
        db_table = "talk"


with connection.schema_editor() as editor:
    editor.create_model(Talk)
constant = Talk.objects.annotate(all=Value(1)).values("all").annotate(first=Min("day"))
print(constant.query)
print("by a constant:", list(constant))
print("by a column:  ", list(Talk.objects.values("room").annotate(first=Min("day"))))
PYTHON
seen=$("$folder/venv/bin/python" "$folder/ask.py")
echo "$seen"
[ "$seen" = 'SELECT 1 AS "all", MIN("talk"."day") AS "first" FROM "talk"
by a constant: [{'"'all': 1, 'first': None"'}]
by a column:   []' ]
