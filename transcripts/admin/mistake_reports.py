"""Readers' reports of mistakes in the admin: a list, and a page on which each is read and closed."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.changelist.lists import BoundedChangeListAdmin
from transcripts.admin.permissions import user_of
from transcripts.listing import entry_address
from transcripts.models import Correction, MistakeReport, Revision, Turn
from transcripts.presentation.editors import editor_name

MOST_CORRECTIONS = 30  # that are offered


class RevisionField(forms.ModelChoiceField):
    """A choice of corrections, each shown by its day and its note."""

    def label_from_instance(self, obj: Revision) -> str:
        when = date_format(localtime(obj.made_at), "DATETIME_FORMAT")
        return f"{when}: {Truncator(obj.note).chars(80)}"


class ClosingForm(forms.Form):
    """What becomes of a report."""

    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text=_("Sent by mail to the reporter if they gave an address and the site has a mail server."),
    )

    def __init__(self, offered: "QuerySet[Any]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"] = RevisionField(label=_("Correction"), required=False, queryset=offered)


@admin.register(MistakeReport)
class MistakeReportAdmin(BoundedChangeListAdmin[MistakeReport]):
    """The admin of reports: they come from readers, and are closed."""

    list_display = ["__str__", "conference", "state", "sent_at", "closed_by"]
    list_filter = ["state"]
    list_select_related = ["conference"]
    search_fields = ["message", "words", "answer"]
    actions = ["dismiss"]

    @admin.display(description=_("closed by"), ordering="decided_by_name")
    def closed_by(self, row: MistakeReport) -> str:
        """Return who has closed the report."""
        return editor_name(row.decided_by_name)

    @admin.action(description=_("Close without an answer"), permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: "QuerySet[MistakeReport]") -> None:
        """Close the selected open reports, which say nothing to answer."""
        number = actions.dismiss_reports(queryset.values_list("pk", flat=True), actions.Change(user_of(request)))
        said = ngettext("%(number)d report was closed.", "%(number)d reports were closed.", number)
        messages.success(request, said % {"number": number})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: MistakeReport | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a report with its words, and close it. Seven queries."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows = MistakeReport.objects.select_related("conference", "revision")
        report = get_object_or_404(rows, pk=object_id if object_id.isdecimal() else 0)
        offered = _corrections_of(report)
        form = ClosingForm(offered, request.POST or None, initial={"revision": _likely(report, offered)})
        if request.method == "POST" and "dismiss" in request.POST:
            self.dismiss(request, MistakeReport.objects.filter(pk=report.pk))
            return HttpResponseRedirect(reverse("admin:transcripts_mistakereport_changelist") + "?state__exact=open")
        if request.method == "POST" and form.is_valid() and self._close(request, report, form):
            return HttpResponseRedirect(reverse("admin:transcripts_mistakereport_changelist") + "?state__exact=open")
        turn = Turn.objects.filter(public_id=report.turn_public_id).select_related("exchange").first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Report of a mistake"),
            "report": report,
            "form": form,
            "turn": turn,
            "correction": entry_address(report.conference, report.revision) if report.revision else "",
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/transcripts/mistake_report.html", context)

    def _close(self, request: HttpRequest, report: MistakeReport, form: ClosingForm) -> bool:
        """Close the report as the button says; return whether it was closed."""
        revision = form.cleaned_data["revision"] if "correct" in request.POST else None
        if "correct" in request.POST and revision is None:
            form.add_error("revision", gettext("Choose the correction; if there is none yet, make it first."))
            return False
        change = actions.Change(user_of(request))
        try:
            actions.close_report(report, answer=form.cleaned_data["answer"], change=change, revision=revision)
        except actions.WrongStateError as error:
            form.add_error(None, str(error))
            return False
        messages.success(request, gettext("The report is closed."))
        if report.email:
            address = entry_address(report.conference, revision) if revision else ""
            if actions.mail_answer(report, address):
                messages.success(request, gettext("The answer was mailed to %(email)s.") % {"email": report.email})
            else:
                said = gettext("The answer was not mailed: write to %(email)s yourself.")
                messages.warning(request, said % {"email": report.email})
        return True


def _corrections_of(report: MistakeReport) -> "QuerySet[Any]":
    """Return the revisions of the report's conference with public corrections, the last first."""
    keys = Correction.objects.filter(revision__conference=report.conference_id).values("revision")
    found = Revision.objects.filter(pk__in=keys).defer("document").order_by("-number")
    last = found.values_list("pk", flat=True)[:MOST_CORRECTIONS]
    ofs = Prefetch("corrections", Correction.objects.filter(turn_public_id=report.turn_public_id), to_attr="of_turn")
    return Revision.objects.filter(pk__in=list(last)).defer("document").order_by("-number").prefetch_related(ofs)


def _likely(report: MistakeReport, offered: "QuerySet[Any]") -> int | None:
    """Return the last correction of the reported turn since the report was sent, if there is one."""
    since = (each.pk for each in offered if each.made_at >= report.sent_at and each.of_turn)
    return next(since, None)
