"""Deleting at the desk: by the deeds in `actions`, whose refusals become messages."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from transcripts import actions


class RemovingAdmin(admin.ModelAdmin):
    """An admin that deletes with `remove`. When that refuses, nothing is deleted and the editor reads why."""

    def remove(self, records: Iterable[Any]) -> None:
        """Delete the records. Raises actions.RemovalRefusedError."""
        raise NotImplementedError

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self.remove([obj])

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        self.remove(queryset)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except actions.RemovalRefusedError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
            )

    def response_action(
        self, request: HttpRequest, queryset: "QuerySet[Any]", *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        try:
            return super().response_action(request, queryset, *args, **kwargs)
        except actions.RemovalRefusedError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
