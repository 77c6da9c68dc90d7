"""URL patterns of a user's own account: second factor, sessions, and, with a mail server, password reset."""

from allauth.account.views import reauthenticate
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from transcripts.admin.accounts.passwords import (
    DeskPasswordResetCompleteView,
    DeskPasswordResetConfirmView,
    DeskPasswordResetDoneView,
    DeskPasswordResetView,
)
from transcripts.admin.accounts.sessions import end_all_sessions, session_list

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/login/", RedirectView.as_view(pattern_name="admin:login"), name="account_login"),
    path("account/logout/", views.LogoutView.as_view(next_page="admin:login"), name="account_logout"),
    path("account/confirm/", reauthenticate, name="account_reauthenticate"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", admin.site.admin_view(session_list), name="account_sessions"),
    path("account/sessions/end/", admin.site.admin_view(end_all_sessions), name="account_end_sessions"),
]
if settings.HAS_MAIL:
    urlpatterns += [
        path("password-reset/", DeskPasswordResetView.as_view(), name="admin_password_reset"),
        path("password-reset/done/", DeskPasswordResetDoneView.as_view(), name="password_reset_done"),
        path(
            "password-reset/<uidb64>/<token>/",
            DeskPasswordResetConfirmView.as_view(),
            name="password_reset_confirm",
        ),
        path("password-reset/complete/", DeskPasswordResetCompleteView.as_view(), name="password_reset_complete"),
    ]
