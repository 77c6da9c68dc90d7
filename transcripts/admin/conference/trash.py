"""The trash: deleted conferences that were never public, and their restoring."""

from collections.abc import Iterable

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.deleting import DeletingAdmin
from transcripts.admin.editing.step_views import conference_page, require, run
from transcripts.admin.permissions import may_restore
from transcripts.models import Conference

Deleted = tuple[list[str], dict[str, int], set[str], list[str]]


class TrashAdmin(DeletingAdmin[Conference]):
    """An admin of conferences which moves them to the trash instead of deleting them."""

    delete_confirmation_template = "admin/transcripts/conference/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/transcripts/conference/delete_selected_confirmation.html"

    def has_delete_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        """Return whether the user may delete it: never what was once published or is already in the trash."""
        return super().has_delete_permission(request, obj) and not (obj and (obj.published_at or obj.binned_at))

    def get_deleted_objects(self, objs: Iterable[Conference], request: HttpRequest) -> Deleted:
        """Return the conferences alone: their contents are trashed and restored with them."""
        titles = [str(conference) for conference in objs]
        return titles, {str(self.opts.verbose_name_plural): len(titles)}, set(), []

    @transaction.atomic
    def remove(self, request: HttpRequest, records: Iterable[Conference], change: actions.Change) -> None:
        """Move the conferences to the trash, all or none. Raises WrongStateError."""
        for conference in records:
            actions.move_to_trash(conference, change=change)

    def log_deletions(self, request: HttpRequest, queryset: "QuerySet[Conference]") -> list[LogEntry]:
        """Log the deletion as a change, as the conference still exists."""
        return [self.log_change(request, conference, gettext("Moved to the trash.")) for conference in queryset]

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        self.message_user(
            request, gettext("“%(title)s” was moved to the trash.") % {"title": obj_display}, messages.SUCCESS
        )
        return HttpResponseRedirect(reverse("admin:transcripts_conference_changelist"))


@conference_page(lambda request, _conference: may_restore(request))
def restore_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Restore the conference from the trash: POST."""
    return run(
        request,
        conference,
        lambda: actions.restore_from_trash(conference, change=change_by(request)),
        gettext("Restored from the trash."),
    )


def empty_trash_view(request: HttpRequest) -> HttpResponse:
    """Ask an administrator to confirm, and empty the trash."""
    user = request.user
    require(user.is_superuser)
    address = reverse("admin:transcripts_conference_changelist")
    if request.method == "POST":
        count = actions.empty_trash()
        messages.success(
            request,
            ngettext(
                "%(count)d conference was permanently deleted.",
                "%(count)d conferences were permanently deleted.",
                count,
            )
            % {"count": count},
        )
        return HttpResponseRedirect(address)
    context = {
        **admin.site.each_context(request),
        "opts": Conference._meta,
        "title": gettext("Empty trash"),
        "conferences": Conference.objects.in_trash().order_by("binned_at"),
        "back": f"{address}?state=bin",
    }
    return TemplateResponse(request, "admin/transcripts/conference/empty_trash.html", context)
