"""Tell, as JSON on standard output, what a press room holds and shows that no upgrade may change.

    DATABASE_URL=… python -m tests.upgrade.observe < paths.json

Standard input is an object of the addresses to ask for, with digests of the words to look for in each; without one, all
addresses and words are taken from the records. Nothing here depends on the interface: of a page are told its status,
where it leads, which records a list leads to and which of the records' own words it holds. The keys of what is told
stay as they are, whatever the code calls these things.
"""

import json
import os
import sys
from typing import Any

import django
from django.conf import settings


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    django.setup()
    paths = json.loads(sys.stdin.read() or "null")
    json.dump(observe(paths), sys.stdout, ensure_ascii=False, indent=1, sort_keys=True)


def observe(paths: dict[str, list[str]] | None) -> dict[str, Any]:
    """Return all of it. Opening forms leaves rows behind, so that comes last."""
    from tests.upgrade import pages, records  # noqa: PLC0415  (they need the settings)

    return {
        "accounts": records.tell_accounts(),
        "groups": records.tell_groups(),
        "conferences": records.tell_conferences(),
        "revisions": records.tell_revisions(),
        "names": records.tell_names(),
        "redirects": records.tell_redirects(),
        "merges": records.tell_merges(),
        "desk": records.tell_desk(),
        "site": records.tell_site(),
        "search": pages.tell_search(),
        "pages": pages.tell_pages(paths),
        "editors' pages": pages.tell_forms(),
        "keys": records.tell_keys(),
    }


if __name__ == "__main__":
    main()
