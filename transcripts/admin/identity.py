"""Site identity: the publishing office, which is one record with one form."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import ImageField
from django.forms import FileField, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import FieldsetSpec

from transcripts import actions
from transcripts.admin.widgets.language_fields import (
    LanguagesForm,
    add_language_fields,
    text_column,
    with_languages,
)
from transcripts.models import IDENTITY_TEXTS, AccountEvent, SiteIdentity


class IdentityForm(LanguagesForm):
    """The form of the office's texts in each language."""

    translated = IDENTITY_TEXTS

    def clean_logo(self) -> Any:
        """Draw a new logo again, without what its file says beside the pixels."""
        logo = self.cleaned_data.get("logo")
        if not isinstance(logo, UploadedFile):
            return logo
        try:
            return actions.read_logo(logo)
        except actions.UploadRefusedError as refusal:
            raise ValidationError(str(refusal)) from None

    def read_text(self, field: str, language: str) -> str:
        return self.instance.text_in(field, language)

    def write_text(self, field: str, language: str, text: str) -> None:
        self.instance.set_text(field, language, text)


@admin.register(SiteIdentity)
class SiteIdentityAdmin(admin.ModelAdmin[SiteIdentity]):
    """The admin of the office's name, logo and texts, in each language."""

    form = IdentityForm
    change_form_template = "admin/transcripts/_kept_form.html"
    # Django's own field would open the picture, of whatever kind and size, before anybody asked about either.
    formfield_overrides = {ImageField: {"form_class": FileField, "widget": AdminFileWidget}}
    fieldsets = [
        (None, {"fields": ["name", "tagline", "logo"]}),
        (_("Publishing"), {"fields": ["asks_second_eyes"]}),
        (_("About"), {"fields": ["about"]}),
        (_("Contact"), {"fields": ["contact"]}),
        (_("Licence"), {"fields": ["licence"]}),
        (_("Privacy"), {"fields": ["privacy"]}),
    ]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> SiteIdentity | None:
        """Return the one record, unsaved if nobody has saved it yet."""
        return SiteIdentity.current() if object_id == "1" else None

    def get_fieldsets(self, request: HttpRequest, obj: SiteIdentity | None = None) -> FieldsetSpec:
        """Return the groups of fields, with each text in each language."""
        show = None if self.has_change_permission(request, obj) else self._text_in
        return [
            (title, {**group, "fields": with_languages(group["fields"], IDENTITY_TEXTS, show=show)})
            for title, group in super().get_fieldsets(request, obj)
        ]

    def get_form(
        self, request: HttpRequest, obj: SiteIdentity | None = None, change: bool = False, **kwargs: object
    ) -> type[ModelForm[SiteIdentity]]:
        form = add_language_fields(self.form, self, request)
        return super().get_form(request, obj, change, **{"form": form, **kwargs})

    def _text_in(self, field: str, language: str) -> Callable[[SiteIdentity], str]:
        """Return what shows a text in `language` to a user who may only look."""

        def read(identity: SiteIdentity) -> str:
            return identity.text_in(field, language)

        return text_column(SiteIdentity, field, language, read)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Redirect to the one form."""
        return HttpResponseRedirect(reverse("admin:transcripts_siteidentity_change", args=[1]))

    def save_model(self, request: HttpRequest, obj: SiteIdentity, form: IdentityForm, change: bool) -> None:
        old = SiteIdentity.current().logo.name or ""
        super().save_model(request, obj, form, change)
        changed = ", ".join(form.changed_data)
        actions.record_account_event(AccountEvent.What.SETTINGS, request.user, f"{obj._meta.verbose_name}: {changed}")
        actions.sync_after_site_edit(old_logo=old if old != obj.logo.name else "")

    def response_post_save_change(self, request: HttpRequest, obj: SiteIdentity) -> HttpResponseRedirect:
        """Redirect to the form again, as there is no list."""
        return HttpResponseRedirect(reverse("admin:transcripts_siteidentity_change", args=[1]))

    def get_readonly_fields(self, request: HttpRequest, obj: SiteIdentity | None = None) -> list[str]:
        """Return the fields that the user may not change: who needs a second pair of eyes cannot do away with it."""
        may = request.user.has_perm("transcripts.switch_off_second_eyes")
        return ["asks_second_eyes"] if obj and obj.asks_second_eyes and not may else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SiteIdentity | None = None) -> bool:
        return False
