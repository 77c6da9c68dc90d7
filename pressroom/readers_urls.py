"""The URLconf of readers' requests: the readers' site without the admin, which only its own requests load."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from transcripts.urls import unprefixed

urlpatterns = [
    *i18n_patterns(path("", include("transcripts.urls")), prefix_default_language=False),  # first, as pages are most
    *unprefixed,
]
handler403 = "transcripts.views.errors.forbidden"
handler404 = "transcripts.views.errors.not_found"
handler500 = "transcripts.views.errors.server_error"
