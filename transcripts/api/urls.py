"""URL patterns of the API. The named parameters have few values; responses with only these are cached."""

from typing import Any

from django.urls import URLPattern, path, re_path

from transcripts.api.announcements import AnnouncementDetail, AnnouncementList
from transcripts.api.changes import ChangeList
from transcripts.api.conferences import (
    ConferenceDetail,
    ConferenceList,
    ExchangeDetail,
    ExchangeList,
    TurnDetail,
    TurnList,
)
from transcripts.api.names import DETAILS, LISTS
from transcripts.api.record import CorrectionList, SearchList, VersionList
from transcripts.api.resource import Resource
from transcripts.api.root import Root
from transcripts.api.schema import SchemaView, not_here

_NAMED = ("series", "speaker", "topic", "outlet", "language", "year", "sort", "page", "size", "expand", "kind")
_KEPT: dict[str, tuple[type[Resource], tuple[str, ...]]] = {
    "conferences": (ConferenceList, _NAMED),
    "exchanges": (ExchangeList, _NAMED),
    "turns": (TurnList, _NAMED),
    **{plural: (LISTS[plural], ("page", "size")) for plural in LISTS},
    "corrections": (CorrectionList, _NAMED),
    "versions": (VersionList, ("size",)),
    "search": (SearchList, ()),
    "announcements": (AnnouncementList, ("size", "page")),
    "changes": (ChangeList, ("size", "expand")),
    "schema": (SchemaView, ()),
}
_DETAILS: dict[str, tuple[str, Any]] = {
    "conference": ("conferences/<str:key>/", ConferenceDetail),
    "exchange": ("exchanges/<str:public_id>/", ExchangeDetail),
    "turn": ("turns/<str:public_id>/", TurnDetail),
    "announcement": ("announcements/<str:key>/", AnnouncementDetail),
    **{f"{plural}-detail": (f"{plural}/<str:slug>/", DETAILS[plural]) for plural in DETAILS},
}
urlpatterns: list[URLPattern] = [
    path("api/v1/", Root.as_page(), name="api"),
    *(path(f"api/v1/{name}/", view.as_page(*kept), name=f"api-{name}") for name, (view, kept) in _KEPT.items()),
    *(path(f"api/v1/{route}", view.as_page("expand"), name=f"api-{name}") for name, (route, view) in _DETAILS.items()),
    re_path(r"^api/v1/", not_here, name="api-nothing"),
]
