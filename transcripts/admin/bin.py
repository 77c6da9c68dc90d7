"""The bin at the desk: where a conference that was never public goes when it is deleted, and how it comes back."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext

from transcripts import actions
from transcripts.admin.sitting import change_by
from transcripts.admin.states import may_restore
from transcripts.admin.steps import StepViews
from transcripts.models import Conference

Deleted = tuple[list[Any], dict[str, int], set[str], list[Any]]


class BinViews(StepViews):
    """Putting in the bin in the place of deleting, taking out again, and emptying."""

    delete_confirmation_template = "admin/transcripts/conference/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/transcripts/conference/delete_selected_confirmation.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("bin/empty/", view(self.empty_bin_view), name="transcripts_conference_empty_bin"),
            path("<int:object_id>/restore/", view(self.restore_view), name="transcripts_conference_restore"),
            *super().get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse for what is in the bin: it can only be read, and taken out."""
        return super().has_change_permission(request, obj) and not (obj and obj.binned_at)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse for what was once published: it is withdrawn, never deleted. Nor is it put in the bin twice."""
        return super().has_delete_permission(request, obj) and not (obj and (obj.published_at or obj.binned_at))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Deleted:
        """Return the conferences alone: what is in them goes with them, and comes back with them."""
        titles = [str(conference) for conference in objs]
        return titles, {str(self.opts.verbose_name_plural): len(titles)}, set(), []

    @transaction.atomic
    def remove(self, request: HttpRequest, records: Iterable[Any], change: actions.Change) -> None:
        """Put the conferences in the bin, all or none. Raises WrongStateError."""
        for conference in records:
            actions.put_in_bin(conference, change=change)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Log as a change: it is still there."""
        for conference in queryset:
            self.log_change(request, conference, gettext("Put in the bin."))

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        self.message_user(request, gettext("“%(title)s” is in the bin.") % {"title": obj_display}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:transcripts_conference_changelist"))

    def restore_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Take the conference out of the bin: POST."""
        conference = self.find(request, object_id)
        self.insist(may_restore(request))
        return self.take(
            request,
            conference,
            lambda: actions.take_from_bin(conference, change=change_by(request)),
            gettext("Taken out of the bin."),
        )

    def empty_bin_view(self, request: HttpRequest) -> HttpResponse:
        """Ask an administrator whether the bin is to be emptied, and empty it."""
        user: Any = request.user
        self.insist(user.is_superuser)
        address = reverse("admin:transcripts_conference_changelist")
        if request.method == "POST":
            count = actions.empty_bin()
            self.message_user(
                request,
                ngettext(
                    "%(count)d conference was deleted for good.", "%(count)d conferences were deleted for good.", count
                )
                % {"count": count},
                messages.SUCCESS,
            )
            return HttpResponseRedirect(address)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Empty the bin"),
            "conferences": Conference.objects.binned().order_by("binned_at"),
            "back": f"{address}?state=bin",
        }
        return TemplateResponse(request, "admin/transcripts/conference/empty_bin.html", context)
