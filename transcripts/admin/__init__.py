"""Django's admin for every record, for the editors. (DOORS: imports actions and below; saves through them.)

Forms and inlines save Django's way, in the admin's transaction; then one function in `actions` brings the conference
in order and indexes it. Nothing here needs JavaScript: without it, names are typed instead of chosen.
"""

from transcripts.admin import generic_classes, identity, mistake_reports, names, old_addresses, redirects
from transcripts.admin.conference import admin as conferences
from transcripts.admin.exchange import admin as exchanges
from transcripts.admin.exchange import turns

__all__ = [
    "conferences",
    "exchanges",
    "generic_classes",
    "identity",
    "mistake_reports",
    "names",
    "old_addresses",
    "redirects",
    "turns",
]
