"""Speakers, topics, outlets and series: their lists, and their profile pages."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy
from transcripts.listing import (
    ConferencesOf,
    ExchangesOf,
    NameListing,
    PageNotFoundError,
    Pages,
    roles_of,
    years_of,
)
from transcripts.models import (
    NOW,
    ArchiveCount,
    Conference,
    ConferenceCount,
    Exchange,
    Named,
    Outlet,
    Param,
    Participation,
    Series,
    Speaker,
    Status,
    Topic,
    Turn,
    current_language,
)
from transcripts.views.errors import no_such_page
from transcripts.views.listings.lookup import named_page
from transcripts.views.page_heads import head_of_name, head_of_names
from transcripts.views.pager import Pager

COUNT_CAP = 100  # conferences or exchanges that are counted for one name; a page has a hundred of them
LINKS_READ = 120  # uses of a name that are read for that, public or not
TURNS_READ = 2 * LINKS_READ  # an outlet often asks again in one exchange
LANGUAGES = 2  # in which one conference may be read, for that count


class PrintedRole(NamedTuple):
    """A role as it was printed, and the code of the language that it is in."""

    language: str
    name: str


class PrintedRoleField(CharField):
    """A language's code, a space and a role in one column, so that both are looked up once."""

    def from_db_value(self, value: str | None, *_: object) -> PrintedRole | None:
        return PrintedRole(*value.split(" ", 1)) if value else None


class CappedCount(Subquery):
    """A count of a sliced subquery's rows, so that a very frequent name costs no more than COUNT_CAP rows."""

    template = "(SELECT COUNT(DISTINCT counted.each) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@cache_policy(ResponseKind.PAGE, "page")
@require_safe
def speaker_list(request: HttpRequest) -> HttpResponse:
    """List speakers by name, each with the latest role. Four queries; two more with a filter by letters."""
    return _show_list(request, Speaker, "names/speakers.html", _of_speakers)


def _of_speakers() -> dict[str, Any]:
    total = capped_conferences(Conference.objects.published(NOW).filter(participations__speaker=OuterRef("pk")))
    return {
        "role": Subquery(latest_role()),
        "total": _unless_many(ConferenceCount.Of.SPEAKER, "conferences", total),
    }


@cache_policy(ResponseKind.PAGE, "page")
@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """List topics by name, each with the number of exchanges. Four queries; one more with a filter by letters."""
    return _show_list(request, Topic, "names/topics.html", _of_topics)


def _of_topics() -> dict[str, Any]:
    links = Exchange.topics.through.objects.filter(topic=OuterRef(OuterRef("pk"))).values("exchange")[:LINKS_READ]
    total = Exchange.objects.published(NOW).filter(pk__in=links)
    counted = capped_count(total.exclude(translates(exchanges__topics=OuterRef(OuterRef("pk")))))
    return {"total": _unless_many(ConferenceCount.Of.TOPIC, "exchanges", counted)}


@cache_policy(ResponseKind.PAGE, "page")
@require_safe
def outlet_list(request: HttpRequest) -> HttpResponse:
    """List outlets by name, each with the number of exchanges in which it asks. Four queries; two more for letters."""
    return _show_list(request, Outlet, "names/outlets.html", _of_outlets)


def _of_outlets() -> dict[str, Any]:
    turns = Turn.objects.filter(outlet=OuterRef(OuterRef("pk"))).order_by().values("exchange")[:TURNS_READ]
    total = Exchange.objects.published(NOW).filter(pk__in=turns)
    counted = capped_count(total.exclude(translates(exchanges__turns__outlet=OuterRef(OuterRef("pk")))))
    return {"total": _unless_many(ConferenceCount.Of.OUTLET, "exchanges", counted)}


@cache_policy(ResponseKind.PAGE, "page")
@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    """List series by name, each with its number of conferences. Four queries; one more with a filter by letters."""
    return _show_list(request, Series, "names/series.html", _of_series)


def _of_series() -> dict[str, Any]:
    counted = capped_conferences(Conference.objects.published(NOW).filter(series=OuterRef("pk")))
    return {"total": _unless_many(ArchiveCount.SERIES, "conferences", counted)}


@cache_policy(ResponseKind.PAGE, "page")
@named_page(Speaker)
def speaker_detail(request: HttpRequest, speaker: Speaker) -> HttpResponse:
    """Show a speaker's exchanges, the newest first, with roles and topics. Eight queries; more where it is narrowed."""

    def around(listing: ExchangesOf) -> dict[str, Any]:
        return {"roles": roles_of(speaker, current_language()), "topics": listing.frequent("topic")}

    return _show_detail(request, speaker, "names/speaker.html", ExchangesOf, around)


@cache_policy(ResponseKind.PAGE, "page")
@named_page(Topic)
def topic_detail(request: HttpRequest, topic: Topic) -> HttpResponse:
    """Show a topic's exchanges, the newest first, with its answerers and related topics. Seven queries."""

    def around(listing: ExchangesOf) -> dict[str, Any]:
        return {"people": listing.frequent("speaker"), "topics": listing.frequent("topic")}

    return _show_detail(request, topic, "names/topic.html", ExchangesOf, around)


@cache_policy(ResponseKind.PAGE, "page")
@named_page(Outlet)
def outlet_detail(request: HttpRequest, outlet: Outlet) -> HttpResponse:
    """Show the exchanges in which an outlet asks, the newest first, with answerers and topics. Seven queries."""

    def around(listing: ExchangesOf) -> dict[str, Any]:
        return {"people": listing.frequent("speaker"), "topics": listing.frequent("topic")}

    return _show_detail(request, outlet, "names/outlet.html", ExchangesOf, around)


@cache_policy(ResponseKind.PAGE, "page")
@named_page(Series)
def series_detail(request: HttpRequest, series: Series) -> HttpResponse:
    """Show the conferences of a series, the newest first. Eight queries."""
    return _show_detail(request, series, "names/one_series.html", ConferencesOf, lambda listing: {})


def latest_role() -> QuerySet[Any]:
    """Select a speaker's latest role with its language, in the reader's where it was printed so; at most one."""
    participants = Participation.objects.published(NOW).filter(speaker=OuterRef("pk")).exclude(role_as_printed="")
    readers = Case(When(conference__language=Param("reader"), then=0), default=1, output_field=IntegerField())
    latest = participants.order_by("-conference__date", readers, "-conference_id")
    printed = Concat("conference__language", Value(" "), "role_as_printed", output_field=PrintedRoleField())
    return latest.values_list(printed)[:1]


def translates(**known: OuterRef) -> Q:
    """Return the condition that an exchange's conference has a translation that was entered first and is `known` too.

    Such an exchange is not counted: an exchange in two languages is one entry in lists.
    """
    group, key = OuterRef("conference__translation_group"), OuterRef("conference")
    earlier = Conference.objects.published(NOW).filter(translation_group=group, pk__lt=key, **known)
    earlier = earlier.filter(~Q(translation_group=""), binned_at=None)  # as the index of those in groups says
    return ~Q(conference__translation_group="") & Q(Exists(earlier))  # in this order: most are in no group


def capped_count(found: QuerySet[Any]) -> CappedCount:
    """Return an expression that counts `found`, which refers to the outer row, up to one more than COUNT_CAP."""
    return CappedCount(found.order_by().annotate(each=F("pk")).values("each")[: COUNT_CAP + 1])


def capped_conferences(found: QuerySet[Any]) -> CappedCount:
    """Return an expression that counts conferences, translations once; exact up to COUNT_CAP with LANGUAGES of each."""
    alone = Concat(Value("#"), Cast("pk", CharField()), output_field=CharField())
    each = Case(When(translation_group="", then=alone), default="translation_group")
    return CappedCount(found.order_by().annotate(each=each).values("each")[: LANGUAGES * (COUNT_CAP + 1)])


def _unless_many(of: str, number: str, counted: Combinable) -> Case:
    """Return `counted`, or one more than COUNT_CAP where the sums of the archive say that there are as many.

    The sums hold a part of what is public, and what will be: while anything is scheduled, all is counted.
    """
    sums = ArchiveCount.objects.filter(year=ArchiveCount.ALL_YEARS, of=of, record=OuterRef("pk"))
    are_many = Q(Exists(sums.filter(**{f"{number}__gt": COUNT_CAP})))
    scheduled = Conference.objects.filter(status=Status.PUBLISHED, published_at__gt=NOW)
    return Case(
        When(are_many & ~Q(Exists(scheduled)), then=COUNT_CAP + 1), default=counted, output_field=IntegerField()
    )


def _show_list(
    request: HttpRequest, model: type[Named], template: str, shown: Callable[[], dict[str, Any]]
) -> HttpResponse:
    path = escape_uri_path(request.path)
    try:
        listing = NameListing(model, request.GET, path=path, shown=shown, reader=current_language())
    except PageNotFoundError as error:
        return no_such_page(request, back=str(error))
    head = head_of_names(model._meta.model_name or "", listing)
    context = {"listing": listing, "pager": _pager(listing), "count_cap": COUNT_CAP, "head": head}
    return render(request, template, context)


def _show_detail(
    request: HttpRequest,
    record: Named,
    template: str,
    make_listing: Callable[..., Any],
    around: Callable[[Any], dict[str, Any]],
) -> HttpResponse:
    path, language = escape_uri_path(request.path), current_language()
    try:
        listing = make_listing(record, request.GET, path=path, language=language)
    except PageNotFoundError as error:
        return no_such_page(request, back=str(error), title=record.local_name)
    beside = around(listing)
    roles = beside.get("roles") or []
    found = listing.entries if isinstance(listing, ConferencesOf) else listing.found
    context = {
        "record": record,
        "head": head_of_name(record, listing, found, role=roles[0].name if roles else ""),
        "noun": record._meta.model_name,
        "listing": listing,
        "pager": _pager(listing),
        "years": years_of(listing),
        **beside,
    }
    return render(request, template, context)


def _pager(listing: Pages) -> Pager:
    return Pager(range(1, listing.last + 1), listing.number, lambda number: listing.address(page=number))
