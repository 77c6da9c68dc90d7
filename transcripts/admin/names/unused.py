"""Unused names: a list, to remove them together, and those that were removed, to restore one."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import require
from transcripts.admin.names.pages import render, to_page
from transcripts.admin.widgets.name_fields import is_key

MOST_SHOWN = 200
MOST_REMOVED = 20


def unused_view(request: HttpRequest, names: admin.ModelAdmin) -> HttpResponse:
    """List the names that nothing uses, such as an import leaves, and those that were removed last.

    POST `remove` removes those whose keys are sent as `name`; POST `restore` with a row of the history restores one.
    For users who may delete names. Six queries, whatever the number.
    """
    require(names.has_delete_permission(request))
    if request.method == "POST":
        return _restore(request, names) if "restore" in request.POST else _remove(request, names)
    unused = actions.find_unused(names.model)
    rows = list(unused.from_a_to_z()[: MOST_SHOWN + 1])
    made = names.model.history.filter(history_type="+", id__in=[row.pk for row in rows])
    makers = {row.id: row for row in made.select_related("history_user").order_by("history_id")}
    return render(
        request,
        names,
        "unused",
        title=gettext("Unused names"),
        rows=[{"record": row, "made": makers.get(row.pk)} for row in rows[:MOST_SHOWN]],
        left_out=unused.count() - MOST_SHOWN if len(rows) > MOST_SHOWN else 0,
        removed=list(actions.find_removed(names.model).select_related("history_user")[:MOST_REMOVED]),
    )


def _remove(request: HttpRequest, names: admin.ModelAdmin) -> HttpResponse:
    keys = [int(key) for key in request.POST.getlist("name") if is_key(key)]
    number = actions.remove_unused(names.model, keys, change_by(request))
    if number:
        done = ngettext("%(number)d name was removed.", "%(number)d names were removed.", number) % {"number": number}
        how = gettext("They can be restored below.")
        messages.success(request, f"{done} {how}")
    else:
        messages.info(request, gettext("Nothing was removed: select names that are not in use."))
    return to_page(names, "unused")


def _restore(request: HttpRequest, names: admin.ModelAdmin) -> HttpResponse:
    row = request.POST["restore"]
    try:
        record = actions.restore_removed(names.model, int(row) if is_key(row) else 0, change_by(request))
    except actions.WrongStateError as refusal:
        messages.error(request, str(refusal))
    else:
        names.log_addition(request, record, gettext("Restored from the history."))
        messages.success(request, gettext("“%(name)s” was restored.") % {"name": record})
    return to_page(names, "unused")
