"""Django's configuration of the app and of its admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class TranscriptsConfig(AppConfig):
    """Configuration of the press room's one app."""

    name = "transcripts"
    verbose_name = _("Transcripts")


class PressRoomAdminConfig(AdminConfig):
    """Configuration of Django's admin with the press room's own admin site."""

    default_site = "transcripts.admin.site.get_desk"
