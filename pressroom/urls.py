"""The root URLconf: the admin and the readers' site under every language's prefix, the rest outside.

Readers' requests have one without the admin, `readers_urls` (`DeskUrlsMiddleware`).
"""

from importlib import import_module

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from pressroom.readers_urls import handler403, handler404, handler500
from transcripts.urls import unprefixed

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

admin.autodiscover()
import_module("transcripts.admin.accounts.admin")  # takes the place of what others registered
urlpatterns = [
    *i18n_patterns(
        path(settings.ADMIN_PATH, include("transcripts.admin.accounts.urls")),
        path(settings.ADMIN_PATH, admin.site.urls),
        path("", include("transcripts.urls")),
        prefix_default_language=False,
    ),
    *unprefixed,
]
