#!/usr/bin/env bash
# djangofmt 1.1.0 (with Django 5.2.8) puts a line break between `{% endif %}` and the `{% if %}` that follows it without a
# space, when the paragraph does not fit on a line. Browsers show the break as a space, so the words of the page change:
# "林海月局长：一点。" is sent as "林海月 局长：一点。". Between inline HTML tags it adds no such space.
#
# Seen:
#   before: 林海月局长：一点。
#   after:  林海月 局长：一点。
#
# Fails if a newer run keeps the words, or changes them otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check djangofmt==1.1.0 django==5.2.8
cat > "$folder/page.html" <<'HTML'
<p class="answer">{% if speaker.has_a_public_profile_page %}<a href="{{ speaker.profile_url }}">{{ speaker.printed_name }}</a>{% endif %}{% if speaker.role_that_day %}{{ speaker.role_that_day }}{% else %}{% firstof speaker.office speaker.outlet %}{% endif %}：{{ turn.text_of_the_answer }}</p>
HTML
cat > "$folder/words.py" <<'PYTHON'
import re
import sys

import django
from django.conf import settings
from django.template import Context, Template

settings.configure(TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}])
django.setup()
values = {
    "speaker": {"has_a_public_profile_page": True, "profile_url": "/lin/", "printed_name": "林海月", "office": "局长"},
    "turn": {"text_of_the_answer": "一点。"},
}
with open(sys.argv[1], encoding="utf-8") as file:
    page = Template(file.read()).render(Context(values))
print(re.sub(r"<[^>]+>", "", re.sub(r"\s+", " ", page)).strip())
PYTHON
before=$("$folder/venv/bin/python" "$folder/words.py" "$folder/page.html")
"$folder/venv/bin/djangofmt" --line-length 100 "$folder/page.html" >/dev/null 2>&1 || true
after=$("$folder/venv/bin/python" "$folder/words.py" "$folder/page.html")
printf 'before: %s\nafter:  %s\n' "$before" "$after"
[ "$before" = "林海月局长：一点。" ] && [ "$after" = "林海月 局长：一点。" ]
