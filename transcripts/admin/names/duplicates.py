"""Likely duplicates: a list of pairs of records, with reasons, to merge or to mark as different."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django_stubs_ext import StrOrPromise

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import require
from transcripts.admin.names.pages import page_name, render
from transcripts.admin.widgets.name_fields import is_key
from transcripts.models import Named, NamePair, Outlet, Series, Speaker, Topic

PER_PAGE = 25
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records, with its other names."""

    record: Named
    others: list[str]


@dataclass(frozen=True, slots=True)
class ShownPair:
    """A pair as the page shows it: which of the two would be kept, and why they may be one."""

    pair: NamePair
    kept: Named
    gone: Named
    reasons: list[str]
    both: list[Side]


@dataclass(frozen=True, slots=True)
class WaitingPairs:
    """The open pairs of one kind of name: its plural, their number, and the page that lists them."""

    name: StrOrPromise
    count: int
    url: str


def duplicates_view(request: HttpRequest, names: admin.ModelAdmin) -> HttpResponse:
    """List the pairs, the likeliest first; with `?two=1` those marked as different. For users who may merge records.

    Names added since are compared first, some hundred of them: thirty queries at the most, eight without.
    A POST marks a pair as different, or reopens it.
    """
    require(names.has_delete_permission(request))
    if request.method == "POST":
        return _answer(request, names)
    kind = names.opts.model_name or ""
    actions.find_pairs(kind)
    is_two = request.GET.get("two") == "1"
    pairs = NamePair.objects.filter(kind=kind)
    pairs = pairs.filter(dismissed_at__isnull=False) if is_two else pairs.open()
    paginator = Paginator(pairs.order_by("rank", "pk"), PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    return render(
        request,
        names,
        "duplicates",
        title=gettext("Likely duplicates"),
        pairs=_shown(request, names, list(page.object_list)),
        is_two=is_two,
        page=page,
        page_range=paginator.get_elided_page_range(page.number),
        unseen=actions.count_unchecked(kind),
    )


def _answer(request: HttpRequest, names: admin.ModelAdmin) -> HttpResponse:
    address = reverse(page_name(names, "duplicates"))
    key = request.POST.get("pair", "")
    if not is_key(key):
        return HttpResponseRedirect(address)
    pair = get_object_or_404(NamePair, pk=int(key), kind=names.opts.model_name)
    if "again" in request.POST:
        actions.reopen_pair(pair)
        messages.success(request, gettext("The pair was reopened."))
        return HttpResponseRedirect(f"{address}?two=1")
    actions.dismiss_pair(pair, change_by(request))
    messages.success(request, gettext("Marked as different; they will not be listed again."))
    return HttpResponseRedirect(address)


def _shown(request: HttpRequest, admin_of_names: admin.ModelAdmin, pairs: list[NamePair]) -> list[ShownPair]:
    """Return the page's data about each pair. Four queries at the most."""
    keys = {key for pair in pairs for key in (pair.one, pair.other)}
    records = admin_of_names.get_queryset(request).in_bulk(keys)
    names = actions.names_of(admin_of_names.opts.model_name or "", keys)
    roles = actions.roles_of(keys) if admin_of_names.model is Speaker and keys else {}
    series = Series.objects.in_bulk({key for own in roles.values() for key, _role in own if key})
    shown = []
    for pair in pairs:
        both = [records[key] for key in (pair.one, pair.other) if key in records]
        if len(both) < 2:
            continue
        kept, gone = sorted(both, key=lambda record: (-(record.occurrences or 0), record.pk))
        reasons = _reasons(names.get(pair.one, []), names.get(pair.other, []))
        held = roles.get(pair.one, set()) & roles.get(pair.other, set())
        reasons += [_role(role, series.get(key or 0)) for key, role in sorted(held, key=str)[:MOST_REASONS]]
        sides = [Side(each, [name for name in names.get(each.pk, []) if name != each.name]) for each in (kept, gone)]
        shown.append(ShownPair(pair, kept, gone, reasons, sides))
    return shown


def waiting_pairs(request: HttpRequest) -> list[WaitingPairs]:
    """Return the number of open pairs of each kind, for a user who may merge them. One query, or none."""
    user = request.user
    models = {model._meta.model_name: model for model in (Speaker, Outlet, Topic)}
    mine = [kind for kind in models if user.has_perm(f"transcripts.delete_{kind}")]
    if not mine:
        return []
    counts = dict(NamePair.objects.open().filter(kind__in=mine).order_by().values_list("kind").annotate(Count("pk")))
    return [
        WaitingPairs(
            models[kind]._meta.verbose_name_plural or "",
            counts.get(str(kind), 0),
            reverse(f"admin:transcripts_{kind}_duplicates"),
        )
        for kind in mine
    ]


def _reasons(one: list[str], other: list[str]) -> list[str]:
    """Return the reasons why two records may be one, by their names."""
    found = actions.compare_names(one, other)[:MOST_REASONS]
    return [
        gettext("“%(one)s” and “%(other)s”: %(why)s") % {"one": name, "other": its, "why": why.label}
        for why, name, its in found
    ]


def _role(role: str, series: Series | None) -> str:
    if series is None:
        return gettext("Both were “%(role)s”.") % {"role": role}
    return gettext("Both were “%(role)s” at “%(series)s”.") % {"role": role, "series": series}
