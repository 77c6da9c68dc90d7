"""The admin site: its name, the order of its models, its languages."""

from collections.abc import Callable
from functools import cache, update_wrapper
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse, translate_url
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from transcripts.admin.accounts.login import DeskLoginView
from transcripts.admin.accounts.second_factor import lacks_second_factor
from transcripts.admin.accounts.sessions import end_if_over
from transcripts.admin.alerts import alerts_page
from transcripts.admin.desk import desk_context, waiting_reports
from transcripts.admin.editing.autosave import confirm_saved
from transcripts.admin.names.duplicates import waiting_pairs
from transcripts.admin.permissions import may_publish
from transcripts.admin.revisions.proposals import waiting_for
from transcripts.admin.setup_tasks import find_unset, search_is_old
from transcripts.models import SiteIdentity, disk_state, own_name

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

# Models that editors use most come first; those not named here follow by name.
ORDER = ["Conference", "Exchange", "Turn", "Speaker", "Outlet", "Topic", "Series", "SiteIdentity", "Redirect"]


class PressRoomAdminSite(AdminSite):
    """Django's admin, in the press room's name."""

    index_title = _("Editors’ desk")
    enable_nav_sidebar = False  # needs JavaScript and the forms’ room; the row under the header needs neither

    def each_context(self, request: HttpRequest) -> dict[str, object]:
        """Return the context of every page, with the press room's name and links to the other languages. One query."""
        name = SiteIdentity.current().local("name")
        return super().each_context(request) | {
            "site_header": name,
            "site_title": name,
            "site_url": reverse("transcripts:home"),
            "disk": disk_state().value,
            "other_languages": [
                (code, own_name(code), translate_url(request.get_full_path(), code))
                for code, _name in settings.LANGUAGES
                if code != get_language()
            ],
        }

    def get_urls(self) -> list[Any]:
        """Return Django's addresses, and those of pages that belong to no model."""
        return [path("alerts/", self.admin_view(alerts_page), name="alerts"), *super().get_urls()]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Return the view guarded as by Django; it also tells the browser to discard autosaved text once saved."""
        guarded = super().admin_view(view, cacheable)

        def seen(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if self.has_permission(request) and (led := self._lead_away(request)):
                return led
            response = guarded(request, *args, **kwargs)
            if self.has_permission(request):  # else it redirects to the login page, and nothing was saved
                confirm_saved(request, response)
            return response

        return cast(View, update_wrapper(seen, guarded))

    @method_decorator(login_not_required)
    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Show the page to log in, whose tries are counted; whoever is logged in gets to the front page."""
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
        context = {
            **self.each_context(request),
            "title": gettext("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **(extra_context or {}),
        }
        if not {*request.GET, *request.POST} & {REDIRECT_FIELD_NAME}:
            context[REDIRECT_FIELD_NAME] = reverse("admin:index", current_app=self.name)
        return cast(HttpResponse, DeskLoginView.as_view(extra_context=context)(request))

    @staticmethod
    def _lead_away(request: HttpRequest) -> HttpResponse | None:
        """Return the redirect of whoever must log in again, or set up a second factor first."""
        if request.resolver_match and request.resolver_match.url_name == "logout":
            return None
        if end_if_over(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if lacks_second_factor(request):
            messages.warning(request, gettext("Your account needs a second factor. Set one up to continue."))
            return HttpResponseRedirect(reverse("mfa_index"))
        return None

    def index(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> TemplateResponse:
        """Show the front page: conferences, pending proposals (Authors see only their own), duplicates.

        Also which settings are unset, and whether the search index is old. Nine queries.
        """
        context = {"proposals": waiting_for(request), "may_publish": may_publish(request)}
        context |= {"pairs": waiting_pairs(request), "unset": find_unset(request)}
        context |= waiting_reports(request)
        context |= {"search_is_old": search_is_old(request)} | desk_context(request)
        return super().index(request, context | (extra_context or {}))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the apps with the transcripts first, and their most used models first."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            if app["app_label"] == "transcripts":
                app["models"].sort(key=lambda model: _rank(model["object_name"]))
        return sorted(apps, key=lambda app: str(app["app_label"]) != "transcripts")


def _rank(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


@cache
def get_desk() -> PressRoomAdminSite:
    """Return the one admin site.

    Django asks for its site while the modules that register with it are being imported, and would otherwise make two.
    """
    return PressRoomAdminSite()
