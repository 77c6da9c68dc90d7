"""Accounts, beside Django's own tables: their sessions, their browsers, and a log."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DeskSession(models.Model):
    """A session in the admin: whose it is, since when, and with which browser. No address is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_sessions")
    key = models.CharField(_("key of the session"), max_length=40, unique=True)
    device = models.CharField(_("browser"), max_length=60, blank=True)
    began_at = models.DateTimeField(_("since"), default=timezone.now)
    seen_at = models.DateTimeField(_("last used"), default=timezone.now)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        default_permissions = ()
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.device


class KnownDevice(models.Model):
    """A browser with which an account has logged in before: the digest of a mark that the browser keeps."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_devices")
    digest = models.CharField(max_length=64)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="known_device_once", fields=["user", "digest"])]

    def __str__(self) -> str:
        return self.digest[:8]


class AccountEvent(models.Model):
    """An entry of the log of accounts: what was done, to whose account, by whom. It is written once."""

    class What(models.TextChoices):
        LOGGED_IN = "logged-in", _("logged in")
        NEW_DEVICE = "new-device", _("logged in with a new browser")
        THROTTLED = "throttled", _("had to wait after failed tries")
        ENDED_SESSIONS = "ended-sessions", _("ended sessions")
        SECOND_FACTOR = "second-factor", _("changed the second factor")
        PASSWORD = "password", _("changed the password")
        ACCOUNT = "account", _("changed an account")
        GROUP = "group", _("changed a group")
        SETTINGS = "settings", _("changed settings")
        EXPORT = "export", _("exported data")

    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    what = models.CharField(_("what"), max_length=20, choices=What)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    made_by_name = models.CharField(_("name"), max_length=150, blank=True)
    about = models.TextField(_("about"), blank=True)

    class Meta:
        verbose_name = _("log entry of accounts")
        verbose_name_plural = _("log of accounts")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        permissions = [("require_second_factor", "Must log in with a second factor")]

    def __str__(self) -> str:
        return self.get_what_display()
