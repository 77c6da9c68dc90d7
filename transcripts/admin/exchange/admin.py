"""The admin of exchanges: a form with its turns, and a searchable list of all."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any, TypedDict

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Field, ForeignKey, ManyToManyField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Left
from django.forms import ModelChoiceField, ModelForm, ModelMultipleChoiceField
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import WithAnnotations

from transcripts import actions
from transcripts.admin.changelist.filters import ConferenceStateFilter
from transcripts.admin.changelist.lists import search_help
from transcripts.admin.editing.change_admin import ChangeAdmin
from transcripts.admin.editing.change_form import NotedForm
from transcripts.admin.editing.form_parts import FIELD, TURN_FIELDS, FormPart, TopicsPart, field_parts, row_parts
from transcripts.admin.editing.proposing import do_or_propose
from transcripts.admin.editing.reorder import MOVE, read_move, read_split
from transcripts.admin.exchange.turns import FIRST_KINDS, TurnInline, likely_names, save_turns
from transcripts.admin.names.admin import count_of
from transcripts.admin.permissions import must_propose
from transcripts.admin.widgets.name_fields import (
    FormField,
    KeyedAutocompleteSelect,
    KeyedAutocompleteSelectMultiple,
    KeyedMultipleChoiceField,
    addable_by,
    find_named,
    is_key,
    without_links,
)
from transcripts.admin.widgets.topic_names import TopicNamesField
from transcripts.models import Conference, Exchange, MistakeReport, Named, Topic, Turn
from transcripts.reading.topic_suggestions import suggest_topics

MOST_REPORTS = 10  # of mistakes, that are shown above the form


class Counted(TypedDict):
    """What the list shows of an exchange beside its own fields."""

    turn_count: int | None
    first_words: str | None


class ExchangeForm(NotedForm):
    """The form of heading, topics and page; the conference is chosen once, for a new exchange."""

    addable: frozenset[type[Named]] = frozenset()

    topic_names = TopicNamesField(label=_("Or type topics"))
    offered = forms.ModelMultipleChoiceField(Topic.objects.all(), required=False, widget=forms.MultipleHiddenInput)

    def clean_topic_names(self) -> tuple[str, ...]:
        """Return the typed topic names, checked. One query for each."""
        names: tuple[str, ...] = self.cleaned_data["topic_names"]
        self.named_topics = {name: find_named(Topic, name) for name in names}
        for name, topic in self.named_topics.items():
            if topic is None and Topic not in self.addable:
                raise forms.ValidationError(gettext("“%(name)s” is not in the list.") % {"name": name})
        return names

    def add_named_topics(self) -> None:
        """Add the typed topics, and ticked suggestions, to the chosen ones; new names become topics."""
        missing = [name for name, topic in self.named_topics.items() if topic is None]
        made = actions.find_or_make(Topic, missing)
        typed = [topic or made[name] for name, topic in self.named_topics.items()]
        offered = self.cleaned_data.get("offered", [])
        self.cleaned_data["topics"] = [*self.cleaned_data.get("topics", []), *typed, *offered]


@admin.register(Exchange)
class ExchangeAdmin(ChangeAdmin[Exchange]):
    """The admin of exchanges, each of which is a page of the site."""

    form = ExchangeForm
    fieldsets = [(None, {"fields": ["conference", "heading", ("topics", "topic_names"), "page"]})]
    autocomplete_fields = ["conference", "topics"]
    inlines = [TurnInline]
    merged_rows = frozenset([Turn])
    list_display = ["name", "conference", "position", "number_of_turns", "page"]
    list_filter = [ConferenceStateFilter, "conference__series", "conference__language"]
    list_select_related = ["conference"]
    search_fields = ["heading", "conference__title", "turns__label_as_printed", "=public_id"]
    search_help_text = search_help(_("Search by heading, conference title, speaker or permanent ID."))
    ordering = ["-conference_id", "position"]  # newest first, by an index alone
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Exchange]":
        first = Turn.objects.filter(exchange=OuterRef("pk")).order_by("position")
        return (
            super()
            .get_queryset(request)
            .filter(conference__binned_at=None)
            .select_related("conference")
            .annotate(
                turn_count=count_of(Turn.objects.all(), "exchange"),
                first_words=Subquery(first.annotate(words=Left("text", 100)).values("words")[:1]),
            )
        )

    @admin.display(description=pgettext_lazy("record", "exchange"))
    def name(self, exchange: "WithAnnotations[Exchange, Counted]") -> str:
        """The heading, or the first words if there is none."""
        return exchange.heading or Truncator(exchange.first_words or "").chars(80) or str(exchange)

    @admin.display(description=_("turns"))
    def number_of_turns(self, exchange: "WithAnnotations[Exchange, Counted]") -> int:
        """Number of turns."""
        return exchange.turn_count or 0

    def view_on_site(self, exchange: Exchange) -> str | None:
        """Return the address of the page, if the public sees it."""
        return exchange.get_absolute_url() if exchange.conference.is_published else None

    def get_readonly_fields(self, request: HttpRequest, obj: Exchange | None = None) -> list[str]:
        return ["conference"] if obj else []

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: object) -> FormField:
        field = without_links(super().formfield_for_dbfield(db_field, request, **kwargs))
        if db_field.name == "heading" and field:
            field.widget.attrs["class"] = "vTextField desk-title"
        return field

    def get_form(
        self, request: HttpRequest, obj: Exchange | None = None, change: bool = False, **kwargs: object
    ) -> type[NotedForm]:
        form = super().get_form(request, obj, change, **kwargs)
        if issubclass(form, ExchangeForm):
            form.addable = addable_by(request)
        return form

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField | None:
        """Return the form field; that of the conference excludes those in the trash."""
        if db_field.name == "conference":
            kwargs["queryset"] = Conference.objects.not_in_trash()
            kwargs["widget"] = KeyedAutocompleteSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: object
    ) -> ModelMultipleChoiceField | None:
        kwargs["widget"] = KeyedAutocompleteSelectMultiple(db_field, self.admin_site)
        kwargs["form_class"] = KeyedMultipleChoiceField
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def conference_of(self, obj: Exchange) -> Conference:
        conference: Conference = obj.conference
        return conference

    def form_parts(self, form: NotedForm, formsets: list[BaseInlineFormSet]) -> list[FormPart]:
        exchange: Exchange = form.instance
        language = exchange.conference.language
        names = {FIELD: ["topics", "topic_names", "offered"]}
        parts = field_parts(form, ["heading", "page"], f"{exchange.public_id} %s")
        parts.append(TopicsPart("topics", form, names, f"{exchange.public_id} topics", language=language))
        for formset in formsets:
            for part in row_parts(formset, TURN_FIELDS):
                part.place = part.sent("turn_id") if part.is_gone else part.form.instance.public_id
                parts.append(part)
        return parts

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        """Return the initial values: the conference from the address, and nothing else. One query."""
        conference = self._conference_in_address(request)
        return {"conference": str(conference.pk)} if conference else {}

    @staticmethod
    def _conference_in_address(request: HttpRequest) -> Conference | None:
        key = request.GET.get("conference", "")
        return Conference.objects.not_in_trash().filter(pk=key).first() if is_key(key) else None

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Exchange, inline: InlineModelAdmin, prefix: str
    ) -> dict[str, object]:
        kwargs: dict[str, object] = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk is None:
            kwargs["initial"] = [{"kind": kind} for kind in FIRST_KINDS]
        return kwargs

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the exchange's place, likely names, suggested topics and reports of mistakes. Nine queries."""
        exchange: Exchange | None = kwargs.get("obj")
        typed = context["adminform"].form.instance  # the conference may be chosen in the form
        named = exchange or (typed if typed.conference_id else None)
        conference = named.conference if named else self._conference_in_address(request)
        if conference:
            context |= likely_names(conference) | {"conference": conference}
        if exchange:
            context["title"] = gettext("Exchange %(number)d of %(all)d") % {
                "number": exchange.position, "all": exchange.conference.exchanges.count()
            }  # fmt: skip
            places = exchange.conference.exchanges.filter(
                position__in=[exchange.position - 1, exchange.position + 1]
            ).values_list("position", "pk")
            neighbours = dict(places)
            context["previous_exchange"] = neighbours.get(exchange.position - 1)
            context["next_exchange"] = neighbours.get(exchange.position + 1)
            context["offers"] = _offers(exchange, context["adminform"].form)
            context["reports"] = _reports(request, exchange)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Exchange, form: NotedForm, change: bool) -> None:
        """Save; a new exchange is its conference's last."""
        if change:
            obj.save(update_fields=["heading", "page"])  # and not the position, which may have changed meanwhile
        else:
            actions.append(obj.conference, obj.conference.exchanges.all(), [obj])

    def save_formset(self, request: HttpRequest, form: NotedForm, formset: BaseInlineFormSet, change: bool) -> None:
        save_turns(form.instance, formset)

    def save_rows(
        self, request: HttpRequest, form: NotedForm, formsets: list[BaseInlineFormSet], *, change: bool
    ) -> None:
        if isinstance(form, ExchangeForm):
            form.add_named_topics()
        super().save_rows(request, form, formsets, change=change)

    def finish(self, request: HttpRequest, form: NotedForm, formsets: list[BaseInlineFormSet], *, change: bool) -> None:
        """Move a turn or split the exchange before one if asked to, and sync the conference."""
        exchange: Exchange = form.instance
        move = read_move(request)
        turn = exchange.turns.filter(pk=move[0]).first() if move else None
        if move and turn:
            actions.move_turn(turn, step=move[1])
        split = read_split(request)
        first = exchange.turns.filter(pk=split).first() if split else None
        if first:
            form.state.split_off = actions.part_exchange(first)
        self.record(request, exchange.conference, form)

    def lead_on(self, request: HttpRequest, form: NotedForm, *, change: bool) -> HttpResponse:
        new = form.state.split_off
        if new:
            self.message_user(request, gettext("Saved and split. This is the new exchange."), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:transcripts_exchange_change", args=[new.pk]))
        return super().lead_on(request, form, change=change)

    def response_add(self, request: HttpRequest, obj: Exchange, post_url_continue: str | None = None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        return _add_another(obj) if "_addanother" in request.POST else response

    def response_change(self, request: HttpRequest, obj: Exchange) -> HttpResponse:
        if MOVE in request.POST:
            self.message_user(request, gettext("Saved. The turns are in their new order."), messages.SUCCESS)
            return HttpResponseRedirect(f"{request.path}#turns-group")
        response = super().response_change(request, obj)
        return _add_another(obj) if "_addanother" in request.POST else response

    def response_post_save_add(self, request: HttpRequest, obj: Exchange) -> HttpResponseRedirect:
        return _to_conference(obj.conference_id)

    def response_post_save_change(self, request: HttpRequest, obj: Exchange) -> HttpResponseRedirect:
        return _to_conference(obj.conference_id)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Redirect to the conference's history, which includes the exchange's."""
        exchange = self.get_object(request, object_id)
        if exchange is None:
            raise Http404
        return HttpResponseRedirect(reverse("admin:transcripts_conference_history", args=[exchange.conference_id]))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Delete the exchange and redirect to the conference."""
        exchange = self.get_object(request, object_id)
        response = super().delete_view(request, object_id, extra_context)
        gone = exchange is not None and response.status_code == 302 and not self.get_object(request, object_id)
        return _to_conference(exchange.conference_id) if exchange and gone else response

    def conference_in(self, obj: Exchange) -> Conference:
        return self.conference_of(obj)

    def get_deleted_objects(
        self, objs: Iterable[Exchange], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Return the exchanges to delete and their turns. One query."""
        exchanges = list(objs)
        turns: dict[int, list[str]] = defaultdict(list)
        for turn in Turn.objects.filter(exchange__in=exchanges).order_by("position"):
            turns[turn.exchange_id].append(str(turn))
        shown: list[str | list[str]] = []
        for exchange in exchanges:
            shown += [str(exchange), turns[exchange.pk]] if turns[exchange.pk] else [str(exchange)]
        user = request.user
        counts = {
            str(Exchange._meta.verbose_name_plural): len(exchanges),
            str(Turn._meta.verbose_name_plural): sum(map(len, turns.values())),
        }
        lacking = set() if user.has_perm("transcripts.delete_turn") else {str(Turn._meta.verbose_name_plural)}
        return shown, counts, lacking, []

    def asks_note(self, records: Iterable[Exchange]) -> bool:
        return any(exchange.conference.is_published for exchange in records)

    def remove(self, request: HttpRequest, records: Iterable[Exchange], change: actions.Change) -> None:
        exchanges = list(records)
        conferences = {exchange.conference for exchange in exchanges}
        if len(conferences) == 1:
            action = partial(actions.remove_exchanges, exchanges, change=change)
            do_or_propose(request, conferences.pop(), change, action)
        elif any(must_propose(request, conference) for conference in conferences):
            raise actions.RemovalRefusedError(
                gettext("Some of them are public. Delete the exchanges of one conference at a time.")
            )
        else:
            actions.remove_exchanges(exchanges, change=change)


def _reports(request: HttpRequest, exchange: Exchange) -> list[MistakeReport]:
    """Return the first open reports of mistakes in an exchange, for whoever may close them. One query, or none."""
    if not request.user.has_perm("transcripts.change_mistakereport"):
        return []
    turns = exchange.turns.order_by().values("public_id")
    return list(MistakeReport.objects.open().filter(turn_public_id__in=turns)[:MOST_REPORTS])


def _offers(exchange: Exchange, form: ModelForm) -> list[tuple[Topic, bool]]:
    """Return the topics that the exchange's text suggests, each with whether it is ticked. Four queries."""
    words = "\n\n".join([exchange.heading, *exchange.turns.order_by("position").values_list("text", flat=True)])
    has = {name for topic in exchange.topics.all() for name in topic.all_names}
    ticked = {str(key) for key in form["offered"].value() or ()}
    topics = suggest_topics({exchange.pk: words}, but={exchange.pk: has})[exchange.pk]
    return [(topic, str(topic.pk) in ticked) for topic in topics]


def _to_conference(key: int) -> HttpResponseRedirect:
    """Redirect to the conference, where its exchanges are listed."""
    return HttpResponseRedirect(reverse("admin:transcripts_conference_change", args=[key]) + "#exchanges")


def _add_another(exchange: Exchange) -> HttpResponseRedirect:
    """Redirect to an empty form for the same conference."""
    return HttpResponseRedirect(f"{reverse('admin:transcripts_exchange_add')}?conference={exchange.conference_id}")
