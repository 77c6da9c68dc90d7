"""Saving what belongs to a conference: with its row locked, with a note where one is asked for, and as a proposal
where an Author changes what is public.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.choosing import is_key
from transcripts.admin.moving import MOVE
from transcripts.admin.presence import who_else
from transcripts.admin.proposing import (
    ProposalMade,
    do_or_propose,
    is_decided,
    keep_proposal,
    may_propose,
    must_propose,
)
from transcripts.admin.refusing import RemovingAdmin
from transcripts.admin.sitting import NotedForm, begin_sitting, sitting_of
from transcripts.admin.together import Meeting
from transcripts.document import HEAD_FIELDS, FieldType
from transcripts.models import Conference

# What is worth copying from a form whose record is gone: the ends of the fields' names.
_WORDS = (
    *(field.name for field in HEAD_FIELDS if field.is_public and field.type in {FieldType.TEXT, FieldType.PARAGRAPHS}),
    *("heading", "text", "note", "journalist", "topic_names", "_as_printed", "_name"),
)


class WritingAdmin(RemovingAdmin):
    """An admin whose forms are NotedForms: they save a conference or something in it."""

    def conference_of(self, obj: Any) -> Conference:
        """Return the conference that the record belongs to, or is."""
        raise NotImplementedError

    def meet(self, meeting: Meeting, request: HttpRequest, obj: Any) -> None:
        """Settle what was sent with what has been saved since the form was opened."""
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse an Author what is scheduled or withdrawn: an Editor has decided upon it."""
        may: bool = super().has_change_permission(request, obj)
        return may and not (obj and is_decided(request, self.conference_of(obj)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same for deleting."""
        may: bool = super().has_delete_permission(request, obj)
        return may and not (obj and is_decided(request, self.conference_of(obj)))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.sitting = sitting_of(request)
        form.opened_at = self.conference_of(obj).version if obj else None
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:  # fmt: skip
        """Show the form, or save it; a note that is missing, and a refusal, become errors of the form."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        bearer: Any = request
        sent = request.POST
        note_error = refusal = ""
        for _attempt in range(2):
            bearer.POST = sent
            sitting = begin_sitting(request)
            sitting.note_error, sitting.refusal = note_error, refusal
            try:
                with transaction.atomic():
                    response = self._meet_and_save(request, object_id, form_url, extra_context)
            except actions.NoteRequiredError as error:
                note_error = str(error)
                continue
            except (actions.RemovalRefusedError, actions.WrongStateError) as error:
                refusal = str(error)
                continue
            except ProposalMade as made:
                self.log_change(request, made.conference, gettext("Proposed a change."))
                return keep_proposal(request, made)
            break
        if sitting.was_merged and response.status_code == 302:
            self.message_user(
                request, gettext("Somebody else saved while you were writing; both changes are kept."), messages.INFO
            )
        return response

    def _meet_and_save(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict[str, Any] | None
    ) -> HttpResponse:
        obj = self._lock(request, object_id) if object_id else None
        if object_id and (obj is None or self.conference_of(obj).binned_at) and self.has_change_permission(request):
            return self._show_lost(request)
        if obj:
            sitting = sitting_of(request)
            meeting = Meeting(request.POST, self.conference_of(obj), sitting)
            self.meet(meeting, request, obj)
            sitting.was_merged = meeting.is_behind and not sitting.clashes
            bearer: Any = request
            bearer.POST = meeting.data
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _lock(self, request: HttpRequest, object_id: str) -> Any:
        """Return the record, with its conference locked and as it is now; None when there is none. Two queries."""
        key = unquote(object_id)
        if not is_key(key):
            return None
        rows = self.model._default_manager.filter(pk=key)
        path = "pk" if self.model is Conference else "conference"
        conference = Conference.objects.select_for_update().filter(pk__in=rows.values(path)[:1]).first()
        if conference is None or self.model is Conference:
            return conference
        obj: Any = rows.first()
        if obj:
            obj.conference = conference
        return obj

    def _show_lost(self, request: HttpRequest) -> HttpResponse:
        """Give back what was typed when its place is gone, so that it can be copied."""
        words = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name.endswith(_WORDS) and isinstance(value, str) and value.strip()
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Somebody else has removed it meanwhile"),
            "opts": self.opts,
            "words": words,
        }
        return TemplateResponse(request, "admin/transcripts/lost.html", context)

    def record(self, request: HttpRequest, conference: Conference, form: Any, *, head_changed: bool = False) -> None:
        """Bring the conference in order after the form was saved; for an Author it may become a proposal."""
        change = form.change(request)
        do_or_propose(
            request,
            conference,
            change,
            lambda: actions.record_change(conference, change, head_changed=head_changed),
        )

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Say if a note is asked for, if the change will be a proposal, and who else has it open. Three queries."""
        obj = kwargs.get("obj")
        conference = self.conference_of(obj) if obj else context.get("conference")
        form = context["adminform"].form
        if isinstance(form, NotedForm) and (obj or conference):
            is_public = bool(conference and conference.is_published)
            context |= {
                "asks_note": is_public,
                "offers_note": not is_public,
                "proposes": bool(conference and must_propose(request, conference)),
                "may_propose": bool(obj and conference and may_propose(request, conference)),
                "waiting_move": request.POST.get(MOVE, ""),
                "clashes": len(sitting_of(request).clashes),
            }
        if obj and conference and self.has_change_permission(request, obj):
            context |= {"present": who_else(request, conference), "conference_key": conference.pk}
        return super().render_change_form(request, context, *args, **kwargs)
