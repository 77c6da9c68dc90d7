"""The readers' addresses. Those in `unprefixed` stand outside the languages."""

import unicodedata

from django.urls import URLPattern, path, register_converter

from transcripts.exports import FORMATS, Format
from transcripts.views import conferences, corrections, downloads, exchanges, names, search, site


class UnicodeSlug:
    """A slug in any script, in the form in which slugs are stored."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return unicodedata.normalize("NFKC", value)

    def to_url(self, value: str) -> str:
        return value


class PublicId:
    """The permanent id of an exchange or a turn."""

    regex = r"[0-9a-z]{1,16}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FormatSuffix:
    """The suffix of a format that transcripts are downloaded in; others are no addresses."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> Format:
        return FORMATS[value]

    def to_url(self, value: Format) -> str:
        return value.suffix


class PageNumber:
    """The number of an exchange: without leading zeros, so that every page has one address."""

    regex = r"0|[1-9][0-9]*"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(UnicodeSlug, "uslug")
register_converter(PublicId, "id")
register_converter(PageNumber, "page")
register_converter(FormatSuffix, "format")

app_name = "transcripts"
urlpatterns: list[URLPattern] = [
    path("", site.home, name="home"),
    path("about/", site.about, name="about"),
    path("conferences/", conferences.conference_list, name="conference-list"),
    path("conferences/<uslug:slug>.<format:form>", downloads.conference_download, name="conference-download"),
    path("conferences/<uslug:slug>/", exchanges.conference_detail, name="conference-detail"),
    path("conferences/<uslug:slug>/full/", conferences.conference_full, name="conference-full"),
    path("conferences/<uslug:slug>/<page:n>/", exchanges.exchange_detail, name="exchange-detail"),
    path("corrections/", corrections.correction_list, name="correction-list"),
    path("exchanges/<id:public_id>.<format:form>", downloads.exchange_download, name="exchange-download"),
    path("exchanges/<id:public_id>/", exchanges.exchange_permalink, name="exchange-permalink"),
    path("turns/<id:public_id>/", exchanges.turn_permalink, name="turn-permalink"),
    path("speakers/", names.speaker_list, name="speaker-list"),
    path("speakers/<uslug:slug>/", names.speaker_detail, name="speaker-detail"),
    path("topics/", names.topic_list, name="topic-list"),
    path("topics/<uslug:slug>/", names.topic_detail, name="topic-detail"),
    path("outlets/", names.outlet_list, name="outlet-list"),
    path("outlets/<uslug:slug>/", names.outlet_detail, name="outlet-detail"),
    path("series/", names.series_list, name="series-list"),
    path("series/<uslug:slug>/", names.series_detail, name="series-detail"),
    path("search/", search.search, name="search"),
]
unprefixed: list[URLPattern] = [
    path("robots.txt", site.robots, name="robots"),
    path("health/", site.health, name="health"),
    path("logo/", site.logo, name="logo"),
]
