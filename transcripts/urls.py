"""The URLconf of the readers' site. Addresses in `unprefixed` have no language prefix."""

import re
import unicodedata

from django.urls import URLPattern, path, register_converter

from transcripts import citations, feeds
from transcripts.api.oai import oai
from transcripts.api.schema import openapi
from transcripts.api.urls import urlpatterns as of_api
from transcripts.exports import FORMATS, Format
from transcripts.views import alerts, captions, health, reporting, site
from transcripts.views.conference import attachments, exchanges, full, memento, permalinks, previews, running, versions
from transcripts.views.listings import calendar, conferences, corrections, listing_files, names, search, statistics
from transcripts.views.sharing import api_docs, cards, citation_pages, data, downloads, embed, llms, oembed, sitemaps


class UnicodeSlug:
    """Path converter of a slug in any script, in the form in which slugs are stored."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return unicodedata.normalize("NFKC", value)

    def to_url(self, value: str) -> str:
        return value


class PublicId:
    """Path converter of the permanent id of an exchange, a turn or a paragraph."""

    regex = r"[0-9a-z]{1,16}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FormatSuffix:
    """Path converter of the suffix of a download format for transcripts; other suffixes do not match."""

    regex = "|".join(map(re.escape, FORMATS))

    def to_python(self, value: str) -> Format:
        return FORMATS[value]

    def to_url(self, value: Format) -> str:
        return value.suffix


class CitationSuffix:
    """Path converter of the suffix of a download format for citations."""

    regex = "|".join(citations.FORMATS)

    def to_python(self, value: str) -> citations.Format:
        return citations.FORMATS[value]

    def to_url(self, value: citations.Format) -> str:
        return value.suffix


class TableSuffix:
    """Path converter of the suffix of a format for lists."""

    regex = "|".join(listing_files.TABLES)

    def to_python(self, value: str) -> listing_files.Table:
        return listing_files.TABLES[value]

    def to_url(self, value: listing_files.Table) -> str:
        return value.suffix


class PageNumber:
    """Path converter of the number of an exchange: without leading zeros, so that every page has one address."""

    regex = r"0|[1-9][0-9]*"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class PreviewToken:
    """Path converter of the signed part of a preview link."""

    regex = r"[-_:A-Za-z0-9]{1,400}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FileName:
    """Path converter of the name of an attachment's file: a size or a word, and a suffix."""

    regex = r"[a-z0-9]{1,16}\.[a-z0-9]{1,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(UnicodeSlug, "uslug")
register_converter(FileName, "file")
register_converter(PreviewToken, "token")
register_converter(PublicId, "id")
register_converter(PageNumber, "page")
register_converter(FormatSuffix, "format")
register_converter(CitationSuffix, "citation")
register_converter(TableSuffix, "table")

app_name = "transcripts"
urlpatterns: list[URLPattern] = [
    path("", site.home, name="home"),
    path("feed/", feeds.Latest.as_view(), name="home-feed"),
    path("about/", site.about, name="about"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/sent/", alerts.alerts_sent, name="alerts-sent"),
    path("alerts/ended/", alerts.alerts_ended, name="alerts-ended"),
    path("alerts/<token:token>/", alerts.alert, name="alert"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.ics", calendar.calendar_file, name="calendar-file"),
    path("conferences/", conferences.conference_list, name="conference-list"),
    path("conferences/<uslug:slug>.<format:form>", downloads.conference_download, name="conference-download"),
    path("conferences.<table:table>", listing_files.conference_table, name="conference-table"),
    path("conferences/<uslug:slug>.ics", calendar.conference_file, name="conference-calendar"),
    path("conferences/<uslug:slug>/", exchanges.conference_detail, name="conference-detail"),
    path("conferences/<uslug:slug>/running.json", running.running_poll, name="conference-running"),
    path("conferences/<uslug:slug>/full/", full.conference_full, name="conference-full"),
    path("conferences/<uslug:slug>/<page:n>/", exchanges.exchange_detail, name="exchange-detail"),
    path("conferences/<uslug:slug>/cite/", citation_pages.conference_cite, name="conference-cite"),
    path("conferences/<uslug:slug>/cite.<citation:form>", citation_pages.conference_cite, name="conference-citation"),
    path("conferences/<uslug:slug>/versions/", versions.version_list, name="version-list"),
    path("conferences/<uslug:slug>/timegate/", memento.timegate, name="timegate"),
    path("conferences/<uslug:slug>/timemap/", memento.timemap, name="timemap"),
    path("c/<id:public_id>/", versions.conference_permalink, name="conference-permalink"),
    path("versions/", versions.version_log_about, name="version-log-about"),
    path("versions/feed/", feeds.Versions.as_view(), name="version-feed"),
    path("corrections/", corrections.correction_list, name="correction-list"),
    path("corrections/feed/", feeds.Corrections.as_view(), name="correction-feed"),
    path("exchanges/<id:public_id>.<format:form>", downloads.exchange_download, name="exchange-download"),
    path("exchanges/<id:public_id>/", permalinks.exchange_permalink, name="exchange-permalink"),
    path("exchanges/<id:public_id>/cite/", citation_pages.exchange_cite, name="exchange-cite"),
    path("exchanges/<id:public_id>/cite.<citation:form>", citation_pages.exchange_cite, name="exchange-citation"),
    path("turns/<id:public_id>/cite/", citation_pages.turn_cite, name="turn-cite"),
    path("turns/<id:public_id>/cite.<citation:form>", citation_pages.turn_cite, name="turn-citation"),
    path("turns/<id:public_id>/report/", reporting.turn_report, name="turn-report"),
    path("turns/<id:public_id>/report/thanks/", reporting.turn_report_thanks, name="turn-report-thanks"),
    path("turns/<id:public_id>/", permalinks.turn_permalink, name="turn-permalink"),
    path("paragraphs/<id:public_id>/", permalinks.paragraph_permalink, name="paragraph-permalink"),
    path("paragraphs/<id:public_id>/cite/", citation_pages.paragraph_cite, name="paragraph-cite"),
    path("paragraphs/<id:public_id>/cite.<citation:form>", citation_pages.paragraph_cite, name="paragraph-citation"),
    path("speakers/", names.speaker_list, name="speaker-list"),
    path("speakers/<uslug:slug>.<table:table>", listing_files.speaker_table, name="speaker-table"),
    path("speakers/<uslug:slug>/", names.speaker_detail, name="speaker-detail"),
    path("speakers/<uslug:slug>/feed/", feeds.OfSpeaker.as_view(), name="speaker-feed"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/<slug:table>.csv", statistics.statistics_file, name="statistics-file"),
    path("topics/", names.topic_list, name="topic-list"),
    path("topics/<uslug:slug>.<table:table>", listing_files.topic_table, name="topic-table"),
    path("topics/<uslug:slug>/", names.topic_detail, name="topic-detail"),
    path("topics/<uslug:slug>/feed/", feeds.OfTopic.as_view(), name="topic-feed"),
    path("embed/<id:public_id>/", embed.embed, name="embed"),
    path("outlets/", names.outlet_list, name="outlet-list"),
    path("outlets/<uslug:slug>.<table:table>", listing_files.outlet_table, name="outlet-table"),
    path("outlets/<uslug:slug>/", names.outlet_detail, name="outlet-detail"),
    path("outlets/<uslug:slug>/feed/", feeds.OfOutlet.as_view(), name="outlet-feed"),
    path("series/", names.series_list, name="series-list"),
    path("series/<uslug:slug>.<table:table>", listing_files.series_table, name="series-table"),
    path("series/<uslug:slug>/", names.series_detail, name="series-detail"),
    path("series/<uslug:slug>.ics", calendar.series_file, name="series-calendar"),
    path("series/<uslug:slug>/feed/", feeds.OfSeries.as_view(), name="series-feed"),
    path("search.<table:table>", listing_files.search_table, name="search-table"),
    path("search/", search.search, name="search"),
    path("data/", data.data_page, name="data"),
    path("api/docs/", api_docs.api_docs, {"openapi": openapi}, name="api-docs"),
    path("search/suggest/", search.suggestions, name="search-suggestions"),
    path("opensearch.xml", search.opensearch, name="opensearch"),
    path("search/feed/", feeds.Search.as_view(), name="search-feed"),
    path("preview/<token:token>/", previews.preview, name="preview"),
    path("preview/<token:token>/full/", previews.preview_full, name="preview-full"),
    path("preview/<token:token>/<page:n>/", previews.preview_exchange, name="preview-exchange"),
    path(
        "preview/<token:token>/attachments/<id:public_id>/<file:name>",
        previews.preview_attachment,
        name="preview-attachment",
    ),
]
unprefixed: list[URLPattern] = [
    path("robots.txt", site.robots, name="robots"),
    path(".well-known/security.txt", site.security, name="security"),
    path("health/", health.health, name="health"),
    path("health/live/", health.live, name="health-live"),
    path("health/ready/", health.ready, name="health-ready"),
    path("metrics", health.metrics, name="metrics"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap-index"),
    path("sitemap-<slug:kind>-<page:n>.xml", sitemaps.sitemap, name="sitemap"),
    path("llms.txt", llms.llms, name="llms"),
    path("oembed", oembed.oembed, name="oembed"),
    path("versions/log.jsonl", versions.version_log, name="version-log"),
    path("data/<file:name>", data.data_file, name="data-file"),
    path("data/SHA256SUMS", data.data_file, {"name": "SHA256SUMS"}, name="data-sums"),
    path("oai", oai, name="oai"),
    *of_api,
    path("cards/exchanges/<id:public_id>.png", cards.exchange_card, name="exchange-card"),
    path("cards/conferences/<id:public_id>.png", cards.conference_card, name="conference-card"),
    path("cards/site/<slug:language>.png", cards.site_card, name="site-card"),
    path("captions/", captions.captions, name="captions"),
    path("logo/", site.logo, name="logo"),
    path("attachments/<id:public_id>/<file:name>", attachments.attachment, name="attachment"),
]
