"""The history of a series, speaker, outlet or topic: its changes with author and reason, its merges,
and restoring an earlier state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Field, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.names.pages import Name, find_name, render, to_page
from transcripts.document import Piece, compare_words
from transcripts.models import Merge, label_in

HistoryRow = Any  # a model that django-simple-history makes, and that has no type

MOST_SHOWN = 100
HISTORY_STEPS = {"+": _("added"), "~": _("changed"), "-": _("deleted")}


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A text that a change of a name changed: its field, its label, and its words, highlighted."""

    field: str
    name: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history: a change with `why`, `step` and `changes`, or a merge or its undoing, as `said`.

    `row` is the state that can be restored, `undo` the merge that can be undone.
    """

    made_at: datetime
    who: str
    why: str = ""
    step: StrOrPromise = ""
    changes: Sequence[ChangedText] = ()
    row: int | None = None
    said: str = ""
    undo: int | None = None


class ReasonForm(forms.Form):
    """The form for the reason of restoring a name."""

    why = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=actions.LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Kept in the history; readers do not see it."),
    )


def restore_name_view(request: HttpRequest, object_id: int, row: int, names: admin.ModelAdmin) -> HttpResponse:
    """Show what restoring would change, and with POST restore it. Some fifteen queries."""
    obj = find_name(request, names, object_id, names.has_change_permission)
    then = obj.history.filter(history_id=row).exclude(history_type="-").first()
    if then is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _restore_name(request, names, obj, row, form.cleaned_data["why"])
    differing = set(actions.differing_fields(obj, then))
    changes = [change for change in _compare(obj, then) if change.field in differing]
    return render(
        request, names, "name_restore", title=gettext("Restore"), original=obj, then=then, form=form, changes=changes
    )


def _restore_name(request: HttpRequest, names: admin.ModelAdmin, obj: Name, row: int, why: str) -> HttpResponse:
    try:
        is_other = actions.restore_name(obj, row, change=change_by(request, why))
    except actions.WrongStateError as refusal:
        messages.error(request, str(refusal))
    else:
        if is_other:
            names.log_change(request, obj, gettext("Restored from the history."))
        messages.success(request, gettext("Restored.") if is_other else gettext("Already up to date."))
    return to_page(names, "history", obj.pk)


def name_history_view(request: HttpRequest, object_id: int, names: admin.ModelAdmin) -> HttpResponse:
    """Show the changes of the row with their authors, and its merges, newest first. Four queries."""
    obj = find_name(request, names, object_id, names.has_view_or_change_permission)
    return render(
        request,
        names,
        "name_history",
        title=gettext("History"),
        subtitle=str(obj),
        original=obj,
        entries=sorted([*_merges(obj), *_changes(obj)], key=lambda entry: entry.made_at, reverse=True),
        may_undo=names.has_delete_permission(request, obj),
        may_restore=names.has_change_permission(request, obj),
    )


def _merges(obj: Name) -> list[Entry]:
    """Return the record's merges, and when they were undone. One query."""
    rows = Merge.objects.filter(Q(kept=obj.pk) | Q(gone=obj.pk), kind=obj._meta.model_name).defer("moved")
    shown = []
    for merge in rows.order_by("-made_at", "-pk")[:MOST_SHOWN]:
        is_ours = merge.kept == obj.pk
        words = {"gone": merge.gone_name, "kept": merge.kept_name}
        said = gettext("“%(gone)s” was merged into “%(kept)s”.") % words
        if merge.undone_at:
            undone = gettext("“%(gone)s” is a separate record again.") % words
            shown.append(Entry(merge.undone_at, merge.undone_by_name, said=undone))
        undoable = merge.pk if is_ours and not merge.undone_at else None
        shown.append(Entry(merge.made_at, merge.made_by_name, said=said, undo=undoable))
    return shown


def _changes(obj: Name) -> list[Entry]:
    """Return the row's changes, newest first: time, author, and each field that differs from before. One query."""
    rows = list(obj.history.select_related("history_user").order_by("-history_date", "-history_id")[: MOST_SHOWN + 1])
    return [
        Entry(
            row.history_date,
            row.history_user.get_username() if row.history_user else "",
            why=row.history_change_reason or "",
            step=HISTORY_STEPS[row.history_type],
            changes=_compare(before, row),
            row=row.pk if row.history_type != "-" and actions.differing_fields(obj, row) else None,
        )
        for row, before in zip(rows[:MOST_SHOWN], [*rows[1:], None], strict=False)
    ]


def _compare(before: HistoryRow | None, row: HistoryRow) -> list[ChangedText]:
    """Return each field in which a row of the history differs from `before`, with the changes highlighted. No query."""
    changes = []
    for field in row.tracked_fields:
        was, now = (_texts(each, field) if each else {} for each in (before, row))
        for label in dict.fromkeys([*was, *now]):
            old, new = was.get(label, ""), now.get(label, "")
            pieces: list[Piece] = compare_words(old, new) if old != new else []
            if pieces and field.name != "id":
                changes.append(ChangedText(field.name, label, pieces))
    return changes


def _texts(row: HistoryRow, field: Field) -> dict[str, str]:
    """Return what a row of the history has in a field, by label: of the names, one for each language."""
    value = getattr(row, field.name)
    if field.name == "names":
        label = row._meta.get_field("name").verbose_name
        return {label_in(label, language): name for language, name in value.items()}
    return {str(field.verbose_name): str(value or "")}
