"""Django's configuration of the app and of its admin site."""

import secrets
import sys
from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.apps.registry import Apps
from django.contrib.admin import autodiscover
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class TranscriptsConfig(AppConfig):
    """Configuration of the press room's one app."""

    name = "transcripts"
    verbose_name = _("Transcripts")

    def ready(self) -> None:
        post_migrate.connect(_set_statistics, sender=self)
        post_migrate.connect(_begin_epoch, sender=self)
        post_migrate.connect(_say_if_search_is_old, sender=self)


class PressRoomAdminConfig(SimpleAdminConfig):
    """Configuration of Django's admin with the press room's own admin site.

    The admin is loaded by the URLconf and by checks, not at the start: most commands do without it.
    """

    default_site = "transcripts.admin.site.get_desk"

    def ready(self) -> None:
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(_check_admin, checks.Tags.admin)


def _set_statistics(*, using: str, **kwargs: Any) -> None:
    set_statistics = import_string("transcripts.models.database.statistics.set_statistics")  # models come later
    set_statistics(connections[using])


def _begin_epoch(*, using: str, apps: Apps = registry, **kwargs: Any) -> None:
    """Give the edition a new epoch: what was kept under its count belongs to another release, or another database."""
    try:
        edition = apps.get_model("transcripts", "Edition")
        edition._meta.get_field("epoch")
    except (LookupError, FieldDoesNotExist):
        return  # the tables are of an earlier release
    edition.objects.using(using).update_or_create(pk=1, defaults={"epoch": secrets.token_hex(4)})


def _say_if_search_is_old(*, verbosity: int, using: str, **kwargs: Any) -> None:
    """Print what to run where the search index is of another release; on a site without turns, it is of today's."""
    with connections[using].cursor() as cursor:
        if "transcripts_search_state" not in connections[using].introspection.table_names(cursor):
            return  # migrated to an earlier release
        cursor.execute("SELECT 1 FROM transcripts_turn LIMIT 1")
        if cursor.fetchone() is None:
            import_string("transcripts.search.index_state.mark_current")()
    if verbosity and import_string("transcripts.search.index_state.is_old")():
        sys.stderr.write("The search index was made by an earlier release: run manage.py rebuild_search.\n")


def _check_admin(**kwargs: Any) -> list[checks.CheckMessage]:
    autodiscover()
    return check_admin_app(**kwargs)
