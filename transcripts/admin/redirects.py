"""Redirects from old addresses, read-only in the admin."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from transcripts.admin.changelist.lists import BoundedChangeListAdmin
from transcripts.admin.permissions import may_view_removed
from transcripts.models import Redirect
from transcripts.reading.removals import find_addresses


@admin.register(Redirect)
class RedirectAdmin(BoundedChangeListAdmin[Redirect]):
    """The read-only admin of old addresses and their present targets."""

    list_display = ["old", "new", "kind", "made_at"]
    list_filter = ["kind"]
    search_fields = ["old", "new"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Redirect]:
        """Return the addresses without those made of removed words, for users who may not see these. Two queries."""
        rows = super().get_queryset(request)
        return rows if may_view_removed(request) else rows.exclude(pk__in=list(find_addresses()))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Redirect | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Redirect | None = None) -> bool:
        return False
