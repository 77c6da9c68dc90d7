"""Admins of accounts and groups, for an office without a programmer; and the log of accounts.

The URLconf loads this once all apps have registered their models, since it takes the place of some.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import ManyToManyField, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.accounts.personal_data import personal_data_view
from transcripts.models import AccountEvent
from transcripts.presentation.editors import editor_name

_RIGHTS = ("is_active", "is_staff", "is_superuser")
# A group may give what concerns transcripts, and the managing of accounts.
GIVEN = Q(content_type__app_label__in=["transcripts", "auth"])

# Django's own, and those of django-allauth, whose rows are nobody's to edit.
for model in (User, Group, EmailAddress, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts. Whoever is no administrator neither sees how to make one nor changes one."""

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ("groups",)
    change_form_template = "admin/transcripts/accounts/account.html"

    def get_urls(self) -> list[URLPattern]:
        """Return Django's addresses, and that of the personal data."""
        view = self.admin_site.admin_view(personal_data_view)
        return [path("<int:object_id>/personal-data/", view, name="auth_user_personal_data"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Return the fields that the user may not change: nobody but administrators makes administrators."""
        fields = [*super().get_readonly_fields(request, obj)]
        return fields if request.user.is_superuser else [*fields, "is_superuser"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may: bool = super().has_change_permission(request, obj)
        return may and (request.user.is_superuser or not (obj and obj.is_superuser))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Return whether the account may be deleted: only by administrators, as its name stays in the history."""
        return bool(request.user.is_superuser)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the groups, and enter what was changed in the log."""
        before = set(form.instance.groups.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        after = set(form.instance.groups.values_list("name", flat=True))
        said = [f"{name}={getattr(form.instance, name)}" for name in _RIGHTS if name in form.changed_data]
        said += [f"+{name}" for name in sorted(after - before)] + [f"−{name}" for name in sorted(before - after)]
        said += [name for name in form.changed_data if name not in (*_RIGHTS, "groups") and "password" not in name]
        about = f"{form.instance.get_username()}: {', '.join(said)}"
        actions.record_account_event(AccountEvent.What.ACCOUNT, request.user, about)
        if change and not (form.instance.is_active and form.instance.is_staff):
            actions.end_sessions(form.instance, by=request.user if isinstance(request.user, User) else None)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:  # noqa: A002
        """Set another's password; their sessions end by themselves, as each holds a digest of the password."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            about = User.objects.filter(pk=id).values_list("username", flat=True).first() or ""
            actions.record_account_event(AccountEvent.What.PASSWORD, request.user, str(about))
        return response


@admin.register(Group)
class OfficeGroupAdmin(GroupAdmin):
    """Groups, with the permissions that concern transcripts and accounts."""

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        if db_field.name == "permissions":
            offered: QuerySet[Permission] = Permission.objects.filter(GIVEN).exclude(codename__startswith="view_hist")
            kwargs["queryset"] = offered.exclude(content_type__model__startswith="historical")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the permissions, and enter what was changed in the log."""
        before = set(form.instance.permissions.values_list("codename", flat=True))
        super().save_related(request, form, formsets, change)
        after = set(form.instance.permissions.values_list("codename", flat=True))
        said = [f"+{name}" for name in sorted(after - before)] + [f"−{name}" for name in sorted(before - after)]
        actions.record_account_event(AccountEvent.What.GROUP, request.user, f"{form.instance}: {', '.join(said)}")


@admin.register(AccountEvent)
class AccountEventAdmin(admin.ModelAdmin[AccountEvent]):
    """The log of accounts, to be read only."""

    list_display = ("at", "what", "made_by", "about")
    list_filter = ("what",)
    search_fields = ("made_by_name", "about")
    date_hierarchy = "at"

    @admin.display(description=_("made by"), ordering="made_by_name")
    def made_by(self, row: AccountEvent) -> str:
        """Return who did it."""
        return editor_name(row.made_by_name)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AccountEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AccountEvent | None = None) -> bool:
        return False
