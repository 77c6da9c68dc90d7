"""Redirects from old addresses, read-only in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from transcripts.admin.changelist.lists import BoundedChangeListAdmin
from transcripts.models import Redirect


@admin.register(Redirect)
class RedirectAdmin(BoundedChangeListAdmin):
    """The read-only admin of old addresses and their present targets."""

    list_display = ["old", "new", "kind", "made_at"]
    list_filter = ["kind"]
    search_fields = ["old", "new"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
