"""Speakers, topics, outlets and series: the lists, and what each took part in."""

import unicodedata
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from transcripts.listing import ConferencesOf, PageNotFoundError, Pages
from transcripts.models import Conference, Exchange, Named, Outlet, Participation, Series, Speaker, Topic
from transcripts.views.errors import no_such_page
from transcripts.views.lookup import named_page
from transcripts.views.pager import Pager

NAMES_A_PAGE = 100
COUNT_CAP = 1000  # conferences or exchanges that are counted for one name


class CappedCount(Subquery):
    """How many rows a sliced subquery has, so that a name known from everywhere costs no more than COUNT_CAP rows."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@require_safe
def speaker_list(request: HttpRequest) -> HttpResponse:
    """Speakers by name, each with the latest role. Three queries."""
    total = Conference.objects.published().filter(participations__speaker=OuterRef("pk"))
    total = total.exclude(translates(participations__speaker=OuterRef(OuterRef("pk"))))
    found = Speaker.objects.published().annotate(role=latest_role(), total=capped_count(total))
    return _show_list(request, found, "names/speakers.html")


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """Topics by name, each with the number of exchanges. Three queries."""
    total = Exchange.objects.published().filter(topics=OuterRef("pk"))
    total = total.exclude(translates("conference", exchanges__topics=OuterRef(OuterRef("pk"))))
    return _show_list(request, Topic.objects.published().annotate(total=capped_count(total)), "names/topics.html")


@require_safe
def outlet_list(request: HttpRequest) -> HttpResponse:
    """Outlets by name, each with the number of exchanges in which it asks. Three queries."""
    total = Exchange.objects.published().filter(turns__outlet=OuterRef("pk"))
    total = total.exclude(translates("conference", exchanges__turns__outlet=OuterRef(OuterRef("pk")))).distinct()
    return _show_list(request, Outlet.objects.published().annotate(total=capped_count(total)), "names/outlets.html")


@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    """Series by name, each with the number of its conferences. Three queries."""
    total = Conference.objects.published().filter(series=OuterRef("pk"))
    total = total.exclude(translates(series=OuterRef(OuterRef("pk"))))
    found = Series.objects.published().annotate(total=capped_count(total))
    return _show_list(request, found, "names/series.html")


@named_page(Speaker)
def speaker_detail(request: HttpRequest, speaker: Speaker) -> HttpResponse:
    """The conferences at which a speaker took part, with the role then and the exchanges. Eight queries."""
    return _show_detail(request, speaker, "names/speaker.html")


@named_page(Topic)
def topic_detail(request: HttpRequest, topic: Topic) -> HttpResponse:
    """The conferences at which a topic came up, with the exchanges. Seven queries."""
    return _show_detail(request, topic, "names/topic.html")


@named_page(Outlet)
def outlet_detail(request: HttpRequest, outlet: Outlet) -> HttpResponse:
    """The conferences at which an outlet asked, with the exchanges. Seven queries."""
    return _show_detail(request, outlet, "names/outlet.html")


@named_page(Series)
def series_detail(request: HttpRequest, series: Series) -> HttpResponse:
    """The conferences of a series. Seven queries."""
    return _show_detail(request, series, "names/one_series.html")


def latest_role() -> Subquery:
    """Return the role that a speaker had last, as printed then, in the reader's language where it was printed so."""
    seats = Participation.objects.published().filter(speaker=OuterRef("pk")).exclude(role_as_printed="")
    readers = Case(When(conference__language=get_language() or "en", then=0), default=1, output_field=IntegerField())
    return Subquery(seats.order_by("-conference__date", readers, "-conference_id").values("role_as_printed")[:1])


def translates(path: str = "", **known: OuterRef) -> Q:
    """Return the condition that a conference, at `path`, has a translation that was entered first and is `known` too.

    Such a one is not counted: what is said in two languages is one entry in lists.
    """
    group, key = (f"{path}__translation_group", path) if path else ("translation_group", "pk")
    earlier = Conference.objects.published().filter(translation_group=OuterRef(group), pk__lt=OuterRef(key), **known)
    return Q(Exists(earlier)) & ~Q(**{group: ""})


def capped_count(found: QuerySet[Any]) -> CappedCount:
    """Return how many there are of `found`, which refers to the outer row, up to one more than COUNT_CAP."""
    return CappedCount(found.order_by().values("pk")[: COUNT_CAP + 1])


def _show_list(request: HttpRequest, found: QuerySet[Any], template: str) -> HttpResponse:
    pages = Pages(request.GET, path=escape_uri_path(request.path), size=NAMES_A_PAGE)
    paginator = Paginator(found.order_by("name", "pk"), NAMES_A_PAGE)
    if pages.number > paginator.num_pages:
        return no_such_page(request, back=pages.address())
    names = sorted(paginator.page(pages.number), key=_sort_key)
    context = {
        "listing": pages,
        "total": paginator.count,
        "groups": [(letter, list(group)) for letter, group in groupby(names, key=_letter)],
        "pager": Pager(paginator.page_range, pages.number, lambda number: pages.address(page=number)),
        "count_cap": COUNT_CAP,
    }
    return render(request, template, context)


def _show_detail(request: HttpRequest, record: Named, template: str) -> HttpResponse:
    path, language = escape_uri_path(request.path), get_language() or "en"
    try:
        listing = ConferencesOf(record, request.GET, path=path, language=language)
    except PageNotFoundError as error:
        return no_such_page(request, back=str(error), title=record.local_name)
    context = {
        "record": record,
        "listing": listing,
        "pager": Pager(range(1, listing.last + 1), listing.number, lambda number: listing.address(page=number)),
    }
    return render(request, template, context)


def _letter(record: Named) -> str:
    """Return the letter under which a name stands; an empty text for other scripts than the Latin one."""
    first = unicodedata.normalize("NFKD", record.local_name[:1]).upper()[:1]
    return first if "A" <= first <= "Z" else ""


def _sort_key(record: Named) -> tuple[bool, str, str]:
    letter = _letter(record)
    return (not letter, letter, record.local_name.casefold())
