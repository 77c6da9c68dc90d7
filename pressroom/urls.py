"""The root URLconf: the admin and the readers' site under every language's prefix, the rest outside."""

from importlib import import_module

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from transcripts.urls import unprefixed

admin.autodiscover()
import_module("transcripts.admin.accounts.admin")  # takes the place of what others registered
urlpatterns = [
    *unprefixed,
    *i18n_patterns(
        path(settings.ADMIN_PATH, include("transcripts.admin.accounts.urls")),
        path(settings.ADMIN_PATH, admin.site.urls),
        path("", include("transcripts.urls")),
        prefix_default_language=False,
    ),
]
handler403 = "transcripts.views.errors.forbidden"
handler404 = "transcripts.views.errors.not_found"
handler500 = "transcripts.views.errors.server_error"
