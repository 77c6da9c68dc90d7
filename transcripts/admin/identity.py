"""Site identity: the publishing office, which is one record with one form."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.models import SiteIdentity


@admin.register(SiteIdentity)
class SiteIdentityAdmin(admin.ModelAdmin):
    """The admin of the office's name, logo and texts, in each language."""

    change_form_template = "admin/transcripts/_kept_form.html"
    fieldsets = [
        (None, {"fields": ["name", "name_zh_hans", "tagline", "tagline_zh_hans", "logo"]}),
        (_("Publishing"), {"fields": ["asks_second_eyes"]}),
        (_("About"), {"fields": ["about", "about_zh_hans"]}),
        (_("Contact"), {"fields": ["contact", "contact_zh_hans"]}),
        (_("Licence"), {"fields": ["licence", "licence_zh_hans"]}),
        (_("Privacy"), {"fields": ["privacy", "privacy_zh_hans"]}),
    ]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> SiteIdentity | None:
        """Return the one record, unsaved if nobody has saved it yet."""
        return SiteIdentity.current() if object_id == "1" else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Redirect to the one form."""
        return HttpResponseRedirect(reverse("admin:transcripts_siteidentity_change", args=[1]))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        actions.sync_after_site_edit()

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Redirect to the form again, as there is no list."""
        return HttpResponseRedirect(reverse("admin:transcripts_siteidentity_change", args=[1]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
