"""The history of a series, speaker, outlet or topic: who changed what, and which records became this one."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.document import compare_words
from transcripts.models import Merge

MOST_SHOWN = 100
HISTORY_STEPS = {"+": _("added"), "~": _("changed"), "-": _("deleted")}


class NameHistoryAdmin(admin.ModelAdmin):
    """The page of the history."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show who changed the row and how, and its merges, newest first. Four queries."""
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("History"),
            "subtitle": str(obj),
            "original": obj,
            "entries": sorted([*_merges(obj), *_changes(obj)], key=_made_at, reverse=True),
            "may_undo": self.has_delete_permission(request, obj),
        }
        return TemplateResponse(request, "admin/transcripts/name_history.html", context)


def _made_at(entry: dict[str, Any]) -> datetime:
    made_at: datetime = entry["made_at"]
    return made_at


def _merges(obj: Any) -> list[dict[str, Any]]:
    """Return the merges that the record was in, and when they were undone. One query."""
    rows = Merge.objects.filter(Q(kept=obj.pk) | Q(gone=obj.pk), kind=obj._meta.model_name).defer("moved")
    shown = []
    for merge in rows.order_by("-made_at", "-pk")[:MOST_SHOWN]:
        is_ours = merge.kept == obj.pk
        words = {"gone": merge.gone_name, "kept": merge.kept_name}
        said = gettext("“%(gone)s” became “%(kept)s”.") % words
        if merge.undone_at:
            undone = gettext("“%(gone)s” is a record of its own again.") % words
            shown.append({"made_at": merge.undone_at, "who": merge.undone_by_name, "said": undone})
        undoable = merge.pk if is_ours and not merge.undone_at else None
        shown.append({"made_at": merge.made_at, "who": merge.made_by_name, "said": said, "undo": undoable})
    return shown


def _changes(obj: Any) -> list[dict[str, Any]]:
    """Return what the row was, newest first: when, who, and each field that differs from before. One query."""
    rows = list(obj.history.select_related("history_user").order_by("-history_date", "-history_id")[: MOST_SHOWN + 1])
    shown = []
    for row, before in zip(rows[:MOST_SHOWN], [*rows[1:], None], strict=False):
        changes = []
        for field in row.tracked_fields:
            was, now = (str(getattr(each, field.name) or "") if each else "" for each in (before, row))
            if was != now:
                changes.append({"name": field.verbose_name, "pieces": compare_words(was, now)})
        shown.append(
            {
                "made_at": row.history_date,
                "who": row.history_user.get_username() if row.history_user else "",
                "step": HISTORY_STEPS[row.history_type],
                "changes": [change for change in changes if change["name"] != "ID"],
            }
        )
    return shown
