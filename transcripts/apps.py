"""The app, and the admin site that it gives the editors."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class TranscriptsConfig(AppConfig):
    """The press room's one app."""

    name = "transcripts"
    verbose_name = _("Transcripts")


class PressRoomAdminConfig(AdminConfig):
    """Django's admin with the press room's own site, the editors' desk."""

    default_site = "transcripts.admin.site.get_desk"
