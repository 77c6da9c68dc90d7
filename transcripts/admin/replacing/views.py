"""The pages of find and replace, for Editors: search, choose places, carry out, undo."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from transcripts import actions
from transcripts.admin.editing.change_form import NoteForm, change_by
from transcripts.admin.editing.step_views import require
from transcripts.admin.permissions import may_change, may_publish
from transcripts.admin.replacing.forms import ReplacementForm
from transcripts.admin.replacing.places import show_places
from transcripts.models import Conference, ReplacedConference, Replacement

PER_PAGE = 10  # conferences
MOST_LISTED = 20  # replacements
_Outcome = ReplacedConference.Outcome


def replace_view(request: HttpRequest) -> HttpResponse:
    """Ask what is to be replaced, and list the last replacements; POST looks for the words. Four queries to show."""
    _require(request)
    form = ReplacementForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        prepared = actions.prepare_replacement(form.save(commit=False), change=change_by(request))
        if prepared.conferences.exists():
            return _to(prepared)
        actions.discard_replacement(prepared)
        form.add_error("find", _nothing(prepared))
    counted = Count("conferences", filter=Q(conferences__outcome__in=[_Outcome.DONE, _Outcome.OPEN]))
    context = {
        "title": gettext("Find and replace"),
        "form": form,
        "groups": [(gettext("What"), list(form)[:4]), (gettext("Where to look"), list(form)[4:])],
        "latest": Replacement.objects.live().annotate(number=counted)[:MOST_LISTED],
    }
    return _render(request, "replace", context)


def replacement_view(request: HttpRequest, key: int) -> HttpResponse:
    """Show a replacement: its places to be chosen, or what became of it; POST does as the button says.

    Some twenty queries, whatever the size of the archive.
    """
    _require(request)
    replacement = get_object_or_404(Replacement.objects.live().select_related("series"), pk=key)
    form = NoteForm(request.POST if {"_apply", "_undo"} & request.POST.keys() else None)
    if request.method == "POST" and (answer := _answer(request, replacement, form)):
        return answer
    rows = replacement.conferences.select_related("conference__series")
    is_open = replacement.state == Replacement.State.PREPARED
    everything = list(rows)
    paginator = Paginator(everything, PER_PAGE if is_open else PER_PAGE * 5)
    page = paginator.get_page(request.GET.get("p"))
    outcomes = [row.outcome for row in everything]
    context = {
        "title": gettext("Find and replace"),
        "replacement": replacement,
        "form": form,
        "is_open": is_open,
        "is_stopped": not is_open and _Outcome.OPEN in outcomes,
        "may_undo": replacement.state == Replacement.State.APPLIED and _Outcome.DONE in outcomes,
        "is_undo_stopped": replacement.state == Replacement.State.UNDONE
        and any((row.outcome, row.undo) == (_Outcome.DONE, _Outcome.OPEN) for row in everything),
        "found": sum(row.places for row in everything),
        "chosen": sum(row.chosen for row in everything if row.outcome == _Outcome.OPEN),
        "number": len(everything),
        "places": show_places(replacement, list(page.object_list)) if is_open else [],
        "outcomes": [] if is_open else list(page.object_list),
        "asked": any(row.conference.is_published for row in everything if (row.made if not is_open else row.chosen)),
        "page": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "again": f"{reverse('admin:transcripts_conference_replace')}?again={replacement.pk}",
    }
    return _render(request, "replacement", context)


def _answer(request: HttpRequest, replacement: Replacement, form: NoteForm) -> HttpResponse | None:
    """Do as the button says; None shows the page again, with what is missing."""
    try:
        if "_drop" in request.POST:
            actions.discard_replacement(replacement)
            messages.info(request, gettext("Nothing was replaced."))
            return HttpResponseRedirect(reverse("admin:transcripts_conference_replace"))
        if replacement.state == Replacement.State.PREPARED:
            actions.choose_places(replacement, _left(request, replacement))
        if "_apply" in request.POST:
            form.is_valid()
            actions.apply_replacement(replacement, change=form.change(request))
            _log(request, replacement, "made", gettext("Find and replace"))
            _say(request, replacement, "outcome")
        elif "_undo" in request.POST:
            form.is_valid()
            actions.undo_replacement(replacement, change=form.change(request))
            _log(request, replacement, "undone", gettext("Find and replace, undone"))
            _say(request, replacement, "undo")
    except actions.NoteRequiredError as error:
        for name, sentence in error.missing.items():
            form.add_error(name, sentence)
        return None
    except actions.WrongStateError as refusal:
        messages.error(request, str(refusal))
    goal = request.POST.get("_page", "")
    return _to(replacement, goal if goal.isdecimal() else "")


def _left(request: HttpRequest, replacement: Replacement) -> dict[int, set[int]]:
    """Return the numbers of the places without a tick, of each conference that the form showed; or of all or none."""
    rows = {row.pk: row.places for row in replacement.conferences.all()}
    if "_none" in request.POST or "_all" in request.POST:
        return {key: set(range(places)) if "_none" in request.POST else set() for key, places in rows.items()}
    left = {key: set(range(places)) for key, places in rows.items() if str(key) in request.POST.getlist("shown")}
    for value in request.POST.getlist("place"):
        key, _sign, number = value.partition("-")
        if key.isdecimal() and number.isdecimal() and len(value) < 30:
            left.get(int(key), set()).discard(int(number))
    return left


def _say(request: HttpRequest, replacement: Replacement, step: str) -> None:
    outcomes = list(replacement.conferences.values_list(step, flat=True))
    done, left = outcomes.count(_Outcome.DONE), outcomes.count(_Outcome.LEFT)
    if done:
        said = ngettext("%(number)d conference was changed.", "%(number)d conferences were changed.", done)
        messages.success(request, said % {"number": done})
    if left:
        said = ngettext(
            "%(number)d conference was left as it was; the reason is given beside it.",
            "%(number)d conferences were left as they were; the reasons are given beside them.",
            left,
        )
        messages.warning(request, said % {"number": left})


def _log(request: HttpRequest, replacement: Replacement, column: str, words: str) -> None:
    """Log the change of each conference in Django's log, without the words. Two queries."""
    changed = Conference.objects.filter(
        replacements__replacement=replacement, **{f"replacements__{column}__isnull": False}
    )
    if request.user.pk is not None and changed:
        LogEntry.objects.log_actions(request.user.pk, list(changed), CHANGE, words)


def _initial(request: HttpRequest) -> dict[str, Any]:
    """Return what the form has at first: that of an earlier replacement, from the day on back that it ended at."""
    key = request.GET.get("again", "")
    earlier = Replacement.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
    if earlier is None:
        return {}
    names = ReplacementForm.Meta.fields
    said = {name: getattr(earlier, f"{name}_id" if name == "series" else name) for name in names}
    return said | {"last": earlier.older or earlier.last}


def _nothing(prepared: Replacement) -> str:
    if prepared.older:
        return gettext("Not found in the newest conferences. Older ones were not looked at: narrow the days.")
    return gettext("Not found.")


def _require(request: HttpRequest) -> None:
    require(may_change(request) and may_publish(request))


def _to(replacement: Replacement, page: str = "") -> HttpResponseRedirect:
    address = reverse("admin:transcripts_conference_replacement", args=[replacement.pk])
    return HttpResponseRedirect(f"{address}?p={page}" if page else address)


def _render(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    shared = {"opts": Conference._meta, "media": admin.site.get_model_admin(Conference).media}
    whole = {**admin.site.each_context(request), **shared, **context}
    return TemplateResponse(request, f"admin/transcripts/conference/{template}.html", whole)
