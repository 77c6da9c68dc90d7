"""Merging two records of one person, outlet or topic: choice, preview, merge and undoing it."""

from typing import cast

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.names.pages import find_name, render, to_page
from transcripts.admin.widgets.name_fields import (
    KnownAutocompleteSelect,
    KnownChoiceField,
    collapse_spaces,
    find_named,
    typed_name,
)
from transcripts.models import Exchange, Merge, Named, Outlet, Series, Speaker, Topic, Turn

Mergeable = Speaker | Outlet | Topic
NEWEST = 5  # conferences and turns named in the preview


class MergeForm(forms.Form):
    """The form for the record to keep, chosen or typed."""

    kept = KnownChoiceField(label=_("The record to keep"), queryset=None, required=False)
    kept_name = typed_name(_("Or type a name"))

    def __init__(self, gone: Named, site: admin.AdminSite, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.gone = gone
        field = cast(KnownChoiceField, self.fields["kept"])
        field.queryset = type(gone)._default_manager.exclude(pk=gone.pk)
        is_topic = isinstance(gone, Topic)
        relation = Exchange._meta.get_field("topics") if is_topic else Turn._meta.get_field(gone._meta.model_name or "")
        field.widget = KnownAutocompleteSelect(relation, site)
        field.widget.choices = field.choices

    def clean(self) -> dict[str, object]:
        """Require one other record. One query for a typed name."""
        name = collapse_spaces(self.cleaned_data.get("kept_name"))
        if name:
            found = find_named(type(self.gone), name, but=self.gone)
            if found is None:
                self.add_error("kept_name", gettext("“%(name)s” is not in the list.") % {"name": name})
            elif self.cleaned_data.get("kept") not in (None, found):
                self.add_error("kept_name", gettext("Choose one from the list or type a name, not both."))
            self.cleaned_data["kept"] = found
        elif not self.errors and not self.cleaned_data.get("kept"):
            self.add_error("kept", gettext("Choose the record to keep, or type its name."))
        return self.cleaned_data


def merge_view(request: HttpRequest, object_id: int, names: admin.ModelAdmin) -> HttpResponse:
    """Ask for the record to keep, show what moves to it, and with POST `confirm` merge. For users who may delete it.

    A GET with `kept` shows what would move. Some twenty queries.
    """
    gone = _find(request, names, object_id)
    asked = request.POST if request.method == "POST" else request.GET if "kept" in request.GET else None
    form = MergeForm(gone, names.admin_site, asked)
    kept = form.cleaned_data["kept"] if asked is not None and form.is_valid() else None
    if kept and "confirm" in request.POST:
        return _merge(request, names, kept, gone)
    return render(
        request,
        names,
        "merge",
        title=gettext("Merge two records"),
        media=names.media + form.media,
        original=gone,
        form=form,
        kept=kept,
        hindrance=actions.find_merge_obstacle(kept, gone) if kept else "",
        moving=_moved_counts(gone) if kept else {},
    )


def undo_merge_view(request: HttpRequest, object_id: int, merge_id: int, names: admin.ModelAdmin) -> HttpResponse:
    """Show what would be restored, or why nothing can, and with POST undo the merge. Some twenty queries."""
    kept = _find(request, names, object_id)
    merge = get_object_or_404(Merge, pk=merge_id, kept=kept.pk, kind=names.opts.model_name)
    if request.method == "POST":
        return _undo(request, names, kept, merge)
    return render(
        request,
        names,
        "merge_undo",
        title=gettext("Undo this merge"),
        original=kept,
        merge=merge,
        hindrance=actions.find_undo_obstacle(merge),
        moved={name: len(merge.moved[name]) for name in ("turns", "exchanges", "shared", "versions")},
    )


def _find(request: HttpRequest, names: admin.ModelAdmin, object_id: int) -> Mergeable:
    record = find_name(request, names, object_id, names.has_delete_permission)
    if isinstance(record, Series):
        raise Http404  # there is no such page of series
    return record


def _merge(request: HttpRequest, names: admin.ModelAdmin, kept: Mergeable, gone: Mergeable) -> HttpResponse:
    words = {"gone": str(gone), "kept": str(kept)}
    try:
        actions.merge_names(kept, gone, change_by(request))
    except actions.WrongStateError as refusal:
        messages.error(request, str(refusal))
        return to_page(names, "change", gone.pk)
    done = gettext("“%(gone)s” was merged into “%(kept)s”.") % words
    names.log_change(request, kept, done)
    messages.success(request, done)
    return to_page(names, "change", kept.pk)


def _undo(request: HttpRequest, names: admin.ModelAdmin, kept: Mergeable, merge: Merge) -> HttpResponse:
    try:
        back = actions.undo_merge(merge, change_by(request))
    except actions.WrongStateError as refusal:
        messages.error(request, str(refusal))
        return to_page(names, "history", kept.pk)
    done = gettext("“%(gone)s” is a separate record again.") % {"gone": back}
    names.log_change(request, kept, done)
    names.log_addition(request, back, done)
    messages.success(request, done)
    return to_page(names, "change", back.pk)


def _moved_counts(gone: Mergeable) -> dict[str, object]:
    """Return the counts of the record's uses, and the newest ones by name. Seven queries."""
    conferences = actions.conferences_of(gone)
    moving: dict[str, object] = {
        "conferences": conferences.count(),
        "newest": list(conferences.newest_first()[:NEWEST]),
        "names": gone.all_names + [str(each) for each in gone.aliases.all()],
    }
    if isinstance(gone, Topic):
        moving["exchanges"] = gone.exchanges.count()
    else:
        turns = gone.turns.select_related("exchange__conference").order_by("-pk")
        moving |= {"turns": gone.turns.count(), "last": list(turns[:NEWEST])}
    return moving
