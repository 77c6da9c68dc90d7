"""Memento (RFC 7089): the headers of versions and of the pages that have them, the TimeGate and the TimeMap."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date

from transcripts.caching import ResponseKind, cache_policy
from transcripts.models import Conference, address
from transcripts.reading.versions import VersionTime, list_versions
from transcripts.views import errors
from transcripts.views.listings.lookup import conference_page

FULL = "full"  # the page with the whole conference, among the numbers of exchanges
_PLACE = re.compile(r"full|[1-9][0-9]{0,8}")
_LINK_FORMAT = "application/link-format"


@cache_policy(ResponseKind.TIME_GATE)
@conference_page
def timegate(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Redirect to the version that was current at the time of Accept-Datetime; without it, to the last. Two queries.

    Before the first version it is the first. `page` asks for a page of the conference, a number or “full”.
    """
    place, versions = _place(request), list_versions(conference)
    if not versions:
        return errors.no_such_version(request, conference)
    chosen = versions[-1]
    if asked := request.headers.get("Accept-Datetime"):
        try:
            second = parse_http_date(asked)
        except ValueError:
            return _refuse("Accept-Datetime is not a date such as “Tue, 12 Mar 2024 10:00:00 GMT”.")
        stood = [each for each in versions if int(each.made_at.timestamp()) <= second]
        chosen = stood[-1] if stood else versions[0]
    if place is None:
        return _refuse("“page” is neither the number of an exchange nor “full”.")
    response = HttpResponseRedirect(_version_url(conference, place, chosen.number))
    response["Link"] = ", ".join(_links(conference, place, versions, chosen))
    patch_vary_headers(response, ["Accept-Datetime"])
    return response


def _refuse(sentence: str) -> HttpResponse:
    response = HttpResponseBadRequest(f"{sentence}\n", content_type="text/plain; charset=utf-8")
    patch_vary_headers(response, ["Accept-Datetime"])
    return response


@cache_policy(ResponseKind.PAGE)
@conference_page
def timemap(request: HttpRequest, conference: Conference) -> HttpResponse:
    """List all versions in link format, with their times. Two queries."""
    place, versions = _place(request), list_versions(conference)
    if place is None or not versions:
        return errors.no_such_version(request, conference)
    first, last = versions[0], versions[-1]
    bounds = f'; from="{_date(first)}"; until="{_date(last)}"'
    links = [
        _link(_page_url(conference, place), "original"),
        f"{_link(_address('timemap', conference, place), 'self', _LINK_FORMAT)}{bounds}",
        _link(_address("timegate", conference, place), "timegate"),
    ]
    for version in versions:
        ends = [name for name, end in (("first", first), ("last", last)) if version == end]
        links.append(_memento(conference, place, version, ends))
    return HttpResponse(",\n".join(links) + "\n", content_type=_LINK_FORMAT)


def link_versions(response: HttpResponseBase, conference: Conference, place: str = "") -> None:
    """Say on a page of the present text where its TimeGate and TimeMap are. No query."""
    response["Link"] = ", ".join(_gates(conference, place))


def mark_version(
    response: HttpResponseBase,
    conference: Conference,
    versions: Sequence[VersionTime],
    number: int,
    place: str = "",
) -> None:
    """Add headers to a version's page: from when on it was current, and where the others are. No query."""
    version = next(each for each in versions if each.number == number)
    mark_time(response, version.made_at)
    response["Link"] = ", ".join(_links(conference, place, versions, version))


def mark_time(response: HttpResponseBase, made_at: datetime) -> None:
    """Add a header to a version's file: from when on it was current."""
    response["Memento-Datetime"] = http_date(int(made_at.timestamp()))


def _links(conference: Conference, place: str, versions: Sequence[VersionTime], chosen: VersionTime) -> Iterator[str]:
    """Yield the links of a version: its original, TimeGate and TimeMap, the first, last and adjacent versions."""
    yield _link(_page_url(conference, place), "original")
    yield from _gates(conference, place)
    named: dict[VersionTime, list[str]] = {}
    index = versions.index(chosen)
    named.setdefault(versions[0], []).append("first")
    if index > 0:
        named.setdefault(versions[index - 1], []).append("prev")
    named.setdefault(chosen, [])
    if index + 1 < len(versions):
        named.setdefault(versions[index + 1], []).append("next")
    named.setdefault(versions[-1], []).append("last")
    for version, names in named.items():
        yield _memento(conference, place, version, names)


def _gates(conference: Conference, place: str) -> Iterator[str]:
    yield _link(_address("timegate", conference, place), "timegate")
    yield _link(_address("timemap", conference, place), "timemap", _LINK_FORMAT)


def _memento(conference: Conference, place: str, version: VersionTime, names: Sequence[str]) -> str:
    url = settings.SITE_URL + _version_url(conference, place, version.number)
    return f'{_link(url, " ".join([*names, "memento"]))}; datetime="{_date(version)}"'


def _link(url: str, rel: str, kind: str = "") -> str:
    return f'<{url}>; rel="{rel}"' + (f'; type="{kind}"' if kind else "")


def _date(version: VersionTime) -> str:
    """Return a version's time as HTTP has it; the part of a second is cut off."""
    return http_date(int(version.made_at.timestamp()))


def _page_url(conference: Conference, place: str) -> str:
    return settings.SITE_URL + _path(conference, place)


def _path(conference: Conference, place: str) -> str:
    if place == FULL:
        return address("transcripts:conference-full", conference.slug)
    if place:
        return address("transcripts:exchange-detail", conference.slug, int(place))
    return conference.get_absolute_url()


def _version_url(conference: Conference, place: str, number: int) -> str:
    return f"{_path(conference, place)}?version={number}"


def _address(name: str, conference: Conference, place: str) -> str:
    url = settings.SITE_URL + address(f"transcripts:{name}", conference.slug)
    return f"{url}?page={place}" if place else url


def _place(request: HttpRequest) -> str | None:
    """Return which page of the conference is meant: empty for the first, None if it cannot be told."""
    value = request.GET.get("page", "").strip()
    if value in {"", "1"}:
        return ""
    return value if _PLACE.fullmatch(value) else None
