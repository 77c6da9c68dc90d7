"""Django's configuration of the app and of its admin site."""

import sys
from typing import Any

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TranscriptsConfig(AppConfig):
    """Configuration of the press room's one app."""

    name = "transcripts"
    verbose_name = _("Transcripts")

    def ready(self) -> None:
        """Have `migrate` say when the search index is old."""
        post_migrate.connect(_say_if_search_is_old, sender=self)


def _say_if_search_is_old(*, verbosity: int, using: str, **_kwargs: Any) -> None:
    """Print what to run where the search index is of another release; on a site without turns, it is of today's."""
    from transcripts import search  # noqa: PLC0415 (its models can be imported once the apps are ready)

    with connections[using].cursor() as cursor:
        if "transcripts_search_state" not in connections[using].introspection.table_names(cursor):
            return  # migrated to an earlier release
        cursor.execute("SELECT 1 FROM transcripts_turn LIMIT 1")
        if cursor.fetchone() is None:
            search.mark_current()
    if verbosity and search.is_old():
        sys.stderr.write("The search index was made by an earlier release: run manage.py rebuild_search.\n")


class PressRoomAdminConfig(AdminConfig):
    """Configuration of Django's admin with the press room's own admin site."""

    default_site = "transcripts.admin.site.get_desk"
