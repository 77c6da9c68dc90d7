"""Conferences: the list, the form with its participants, and the exchanges in order."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypedDict

from django import forms
from django.contrib import admin, messages
from django.db.models import Field, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import WithAnnotations

from transcripts import actions
from transcripts.admin.changelist.dates import calendar_of
from transcripts.admin.changelist.filters import StateOrTrashFilter
from transcripts.admin.changelist.lists import search_help
from transcripts.admin.changelist.times import moment, until
from transcripts.admin.changelist.worklists import WorklistFilter
from transcripts.admin.conference.attachments import LETTER, AttachmentInline, read_files, save_attachments
from transcripts.admin.conference.comments import comments_on
from transcripts.admin.conference.outline import outline, pages_entered
from transcripts.admin.conference.participants import ParticipationInline, save_participations
from transcripts.admin.conference.record_status import other_record_statuses
from transcripts.admin.conference.status_panel import make_panel
from transcripts.admin.conference.translations import find_behind
from transcripts.admin.conference.trash import TrashAdmin
from transcripts.admin.conference.urls import conference_urls
from transcripts.admin.conference.workflow import STATE_NAMES, state_of
from transcripts.admin.editing.change_admin import ChangeAdmin
from transcripts.admin.editing.change_form import NotedForm, SaveState, note_missing_sentence
from transcripts.admin.editing.concurrent_edits import OUTSIDE
from transcripts.admin.editing.form_parts import PERSON_FIELDS, FormPart, field_parts, row_parts
from transcripts.admin.editing.proposing import asks_to_propose, refuse_to_propose
from transcripts.admin.editing.reorder import MOVE, read_move
from transcripts.admin.names.admin import SluggedForm, count_of
from transcripts.admin.permissions import may_change, may_order, must_propose
from transcripts.admin.revisions.history import history_view
from transcripts.admin.revisions.proposals import waiting_in
from transcripts.admin.widgets.name_fields import FormField, is_key, without_links
from transcripts.document import HEAD_FIELDS, TranscriptDocument
from transcripts.models import Attachment, Comment, Conference, Exchange, Participation, name_lookups

_FIRST = ["title", "series", "language"]
_SOURCE = ["source", "source_url"]
_PLACED = {*_FIRST, *_SOURCE, "held_on", "starts_at", "posted_on", "pages", "translation_group", "summary"}
# The venue, and what is added to the table.
_OTHERS = [field.name for field in HEAD_FIELDS if field.name not in _PLACED]


class Counted(TypedDict):
    """What the list shows of a conference beside its own fields."""

    number_of_exchanges: int | None
    number_of_comments: int | None


class ConferenceForm(SluggedForm, NotedForm):
    """The head fields of a conference."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OUTSIDE:
            if name in self.fields:
                self.fields[name].show_hidden_initial = self.instance.pk is not None

    def clean(self) -> dict[str, object]:
        """Require a day, and only one conference per language in a translation group. One query at the most."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.is_published and {*OUTSIDE} & {*self.changed_data} and not cleaned.get("note"):
            self.add_error("note", note_missing_sentence())
        if not self.errors and not cleaned.get("held_on") and not cleaned.get("posted_on"):
            self.add_error(
                "held_on",
                gettext("Enter the date on which it was held or, under “Source”, the date on which it was posted."),
            )
        group, language = cleaned.get("translation_group"), cleaned.get("language")
        if group and language:
            others = Conference.objects.not_in_trash().filter(translation_group=group, language=language)
            other = others.exclude(pk=self.instance.pk).first()
            if other:
                self.add_error(
                    "translation_group",
                    gettext("“%(title)s” is already the conference in this language in this translation group.")
                    % {"title": other.title},
                )
        return cleaned


@admin.register(Conference)
class ConferenceAdmin(TrashAdmin, ChangeAdmin[Conference]):
    """The admin of conferences."""

    form = ConferenceForm
    fieldsets = [
        (
            None,
            {"fields": [*_FIRST, ("held_on", "starts_at"), *_OTHERS, "record_status", "summary"]},
        ),
        (_("Source"), {"fields": [*_SOURCE, ("posted_on", "pages")]}),
        (_("Address and translations"), {"fields": ["slug", "translation_group"], "classes": ["collapse"]}),
    ]
    inlines = [ParticipationInline, AttachmentInline]
    merged_rows = frozenset([Participation])
    list_display = [
        "title", "state", "date", "series", "language_name", "exchange_count", "comment_count", "updated_at"
    ]  # fmt: skip
    list_filter = [StateOrTrashFilter, WorklistFilter, "series", "language"]
    list_select_related = ["series"]
    search_fields = [
        "title", "venue", "participations__name_as_printed", "participations__speaker__name",
    ]  # fmt: skip
    search_help_text = search_help(_("Search by title, venue or participant’s name."))
    date_hierarchy = "date"
    list_per_page = 50

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [*self.search_fields, *name_lookups("participations__speaker__")[1:]]

    def get_urls(self) -> list[URLPattern]:
        return [*conference_urls(self.admin_site.admin_view), *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        return may_change(request, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if not is_key(object_id):
            raise Http404
        return history_view(request, int(object_id))

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Conference]":
        return (
            super()
            .get_queryset(request)
            .select_related("series")
            .annotate(
                number_of_exchanges=count_of(Exchange.objects.all(), "conference"),
                number_of_comments=count_of(Comment.objects.all(), "conference"),
            )
        )

    @admin.display(description=_("language"), ordering="language")
    def language_name(self, conference: Conference) -> str:
        """The language, named in itself, such as “Deutsch”."""
        return str(conference.get_language_display())

    @admin.display(description=_("state"), ordering="status")
    def state(self, conference: Conference) -> SafeString:
        """The state, and when a scheduled one becomes public."""
        state, at = state_of(conference), conference.published_at
        words, title = str(STATE_NAMES[state]), ""
        if state == "scheduled" and at:
            words, title = gettext("scheduled, %(until)s") % {"until": until(at, depth=1)}, moment(at)
        return format_html('<span class="desk-state desk-state-{}" title="{}">{}</span>', state, title, words)

    @admin.display(description=_("exchanges"))
    def exchange_count(self, conference: "WithAnnotations[Conference, Counted]") -> int:
        """Number of exchanges."""
        return conference.number_of_exchanges or 0

    @admin.display(description=_("comments"))
    def comment_count(self, conference: "WithAnnotations[Conference, Counted]") -> int | str:
        """Number of editors' comments; empty for none."""
        return conference.number_of_comments or ""

    def view_on_site(self, conference: Conference) -> str | None:
        """Return the address of the page, if the public sees it; none while the form's own address is empty."""
        return conference.get_absolute_url() if conference.is_published and conference.slug else None

    def get_readonly_fields(self, request: HttpRequest, obj: Conference | None = None) -> list[str]:
        """Return the read-only fields: for Authors, once it is public, also those that no proposal holds."""
        return OUTSIDE if obj and must_propose(request, obj) else []

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Conference]", search_term: str
    ) -> "tuple[QuerySet[Conference], bool]":
        """Return the found conferences, without those in the trash where a conference is to be chosen."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            queryset = queryset.not_in_trash()  # type: ignore[attr-defined]
        return super().get_search_results(request, queryset, search_term)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Show the list; to an administrator who looks into the trash, also the button to empty it."""
        user = request.user
        in_trash = user.is_superuser and request.GET.get("state") == "bin"
        context = {"may_empty_trash": in_trash, "calendar": calendar_of(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def get_actions(self, request: HttpRequest) -> dict[str, tuple[Callable[..., str], str, str] | None]:
        """Return the list actions, with deletion named after what it does: move to the trash."""
        found = super().get_actions(request)
        if deletion := found.get("delete_selected"):
            action, name, _description = deletion
            found["delete_selected"] = (action, name, gettext("Move to trash"))
        return found

    def conference_of(self, obj: Conference) -> Conference:
        conference: Conference = obj
        return conference

    def form_parts(self, form: NotedForm, formsets: list[BaseInlineFormSet]) -> list[FormPart]:
        rows = [formset for formset in formsets if formset.model is Participation]
        parts = field_parts(form, [*OUTSIDE, *(field.name for field in fields(TranscriptDocument))])
        return [*parts, *(part for formset in rows for part in row_parts(formset, PERSON_FIELDS))]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:  # fmt: skip
        """Show or save the form; files are read before saving, so that nobody waits for the lock meanwhile."""
        if request.method == "POST" and self.has_change_permission(request):
            read_files(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def clear_away(self, state: SaveState) -> None:
        """Delete the files that were written for rows which were not saved."""
        actions.delete_orphaned_files(state.folders)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: object) -> FormField:
        if db_field.name == "source_url":
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "title" and field:
            field.widget = forms.TextInput(attrs={"class": "vTextField desk-title", "maxlength": 400})
        elif db_field.name == "summary" and field:
            field.widget.attrs["rows"] = 3
        return without_links(field)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the status panel, the exchanges and the comments. Thirteen queries at the most, whatever the length."""
        conference: Conference | None = kwargs.get("obj")
        if conference:
            user = request.user
            may_change = self.has_change_permission(request, conference)
            lines = outline(conference)
            context |= {
                "panel": make_panel(request, conference, may_change=may_change),
                "record_statuses": other_record_statuses(request, conference, may_change=may_change),
                "lines": lines,
                "pages_entered": pages_entered(lines),
                "may_order": may_order(request, conference),
                "may_add_exchange": not conference.binned_at and user.has_perm("transcripts.add_exchange"),
                "waiting": waiting_in(conference),
                "behind": find_behind(conference),
                "may_change_translation": may_change,
                "comments": comments_on(request, conference),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Conference, form: NotedForm, change: bool) -> None:
        """Save the form's fields only, and so never the state."""
        if not change:
            super().save_model(request, obj, form, change)
        else:
            typed = {field.name for field in obj._meta.concrete_fields} & set(form.fields)
            obj.save(update_fields=(typed - {*OUTSIDE}) | {"date", "updated_at"})

    def save_formset(self, request: HttpRequest, form: NotedForm, formset: BaseInlineFormSet, change: bool) -> None:
        save_participations(form.instance, formset)

    def finish(self, request: HttpRequest, form: NotedForm, formsets: list[BaseInlineFormSet], *, change: bool) -> None:
        """Save address, record status and attachments, move a participant if asked to, and sync the conference."""
        conference: Conference = form.instance
        if change:
            self._save_outside(conference, form)
        for formset in formsets:
            if formset.model is Attachment:
                form.state.folders += save_attachments(request, conference, formset, form.change(request))
        move = read_move(request)
        participant = conference.participations.filter(pk=move[0]).first() if move else None
        if move and participant:
            actions.move_participation(participant, step=move[1])
        head_changed = bool({*OUTSIDE} & {*form.changed_data})
        if head_changed and asks_to_propose(request, conference):
            raise refuse_to_propose()
        self.record(request, conference, form, head_changed=head_changed)

    @staticmethod
    def _save_outside(conference: Conference, form: NotedForm) -> None:
        """Save the fields that no document holds; a changed address redirects."""
        typed = {name: form.cleaned_data[name] for name in OUTSIDE if name in form.cleaned_data}
        conference.refresh_from_db(fields=[field.name for field in conference._meta.concrete_fields])
        for name, value in typed.items():
            setattr(conference, name, value)
        conference.save(update_fields=[*OUTSIDE, "updated_at"])
        actions.keep_old_address(
            actions.kind_of(conference), form.initial.get("slug", conference.slug), conference.slug
        )

    def response_change(self, request: HttpRequest, obj: Conference) -> HttpResponse:
        if read_move(request, LETTER):
            self.message_user(request, gettext("Saved. The attachments are in their new order."), messages.SUCCESS)
            return HttpResponseRedirect(f"{request.path}#attachments-group")
        if MOVE in request.POST:
            self.message_user(request, gettext("Saved. The participants are in their new order."), messages.SUCCESS)
            return HttpResponseRedirect(f"{request.path}#participations-group")
        return super().response_change(request, obj)

    def response_post_save_add(self, request: HttpRequest, obj: Conference) -> HttpResponseRedirect:
        """Redirect to the conference's form, where its exchanges are added next."""
        return HttpResponseRedirect(reverse("admin:transcripts_conference_change", args=[obj.pk]))
