"""Tags and filters for days, numbers and languages in the reader's notation, and the office's logo."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, ngettext_lazy

from transcripts import search
from transcripts.citations import marks_of, pattern
from transcripts.document import Kind
from transcripts.listing import CappedCount, FacetCount, Option, attribution_of, day_text, hours_text
from transcripts.listing.filtering.filters import BY_TOKEN
from transcripts.models import CONTENT_LANGUAGES, RecordStatus, SiteIdentity, Turn, address
from transcripts.presentation import EventView, Move, TranscriptView, TurnView, break_at_words, link_addresses
from transcripts.presentation.editors import editor_name
from transcripts.reading.running import RunningState
from transcripts.text import escape_html, language_tag
from transcripts.views import context
from transcripts.views.conference.contents import name_exchange
from transcripts.views.page_heads import PageHead

LOGO_HEIGHT = 28
_LANGUAGES = dict(CONTENT_LANGUAGES)
_KINDS = dict(Turn.KINDS)
_RIGHT_TO_LEFT = {"ar"}

# Texts of the strip of years, by what is counted.
_YEARS = {
    "conferences": {
        "heading": gettext_lazy("Conferences by year"),
        "table": gettext_lazy("Conferences by year, as a table"),
        "column": gettext_lazy("Conferences"),
    },
    "exchanges": {
        "heading": gettext_lazy("Exchanges by year"),
        "table": gettext_lazy("Exchanges by year, as a table"),
        "column": gettext_lazy("Exchanges"),
    },
    "passages": {
        "heading": gettext_lazy("Passages by year"),
        "table": gettext_lazy("Passages by year, as a table"),
        "column": gettext_lazy("Passages"),
    },
}
# Texts by the part that a wider search drops: a word, all but one word, the days, or a filter.
_WIDER = {
    "word": ngettext_lazy("Without “%(word)s”: %(shown)s passage", "Without “%(word)s”: %(shown)s passages", "n"),
    "either": ngettext_lazy(
        "With any of the words: %(shown)s passage", "With any of the words: %(shown)s passages", "n"
    ),
    "days": ngettext_lazy("Of any time: %(shown)s passage", "Of any time: %(shown)s passages", "n"),
    **{token: row.wider for token, row in BY_TOKEN.items()},
}

# What a turn is called, by its kind, whether somebody is named, and whether there are more of these in the exchange.
_TURN_NAMES = {
    (Kind.QUESTION, True, False): gettext_lazy("the question of %(name)s"),
    (Kind.QUESTION, True, True): gettext_lazy("question %(n)d of %(name)s"),
    (Kind.QUESTION, False, False): gettext_lazy("the question"),
    (Kind.QUESTION, False, True): gettext_lazy("question %(n)d"),
    (Kind.ANSWER, True, False): gettext_lazy("the answer of %(name)s"),
    (Kind.ANSWER, True, True): gettext_lazy("answer %(n)d of %(name)s"),
    (Kind.ANSWER, False, False): gettext_lazy("the answer"),
    (Kind.ANSWER, False, True): gettext_lazy("answer %(n)d"),
    (Kind.STATEMENT, True, False): gettext_lazy("the statement of %(name)s"),
    (Kind.STATEMENT, True, True): gettext_lazy("statement %(n)d of %(name)s"),
    (Kind.STATEMENT, False, False): gettext_lazy("the statement"),
    (Kind.STATEMENT, False, True): gettext_lazy("statement %(n)d"),
    (Kind.MODERATOR, True, False): gettext_lazy("the words of the chair, %(name)s"),
    (Kind.MODERATOR, True, True): gettext_lazy("words %(n)d of the chair, %(name)s"),
    (Kind.MODERATOR, False, False): gettext_lazy("the words of the chair"),
    (Kind.MODERATOR, False, True): gettext_lazy("words %(n)d of the chair"),
    (Kind.NOTE, True, False): gettext_lazy("the note of %(name)s"),
    (Kind.NOTE, True, True): gettext_lazy("note %(n)d of %(name)s"),
    (Kind.NOTE, False, False): gettext_lazy("the note"),
    (Kind.NOTE, False, True): gettext_lazy("note %(n)d"),
}

register = template.Library()


@register.filter
def day(value: date | None) -> SafeString | str:
    """Return the day as a time element, in the reader's language."""
    return _day(value, get_language()) if value else ""


@lru_cache(maxsize=4096)
def _day(value: date, language: str | None) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_text(value))


@register.filter
def hours(event: EventView | Move) -> SafeString:
    """Return when an event begins and ends as a time element, in the reader's language and the event's zone.

    A zone that nobody said is not told.
    """
    start, zone = event.start, event.zone
    if isinstance(event, EventView) and event.is_zone_assumed and isinstance(start, datetime):
        start, zone = start.replace(tzinfo=None), ""
    return format_html('<time datetime="{}">{}</time>', start.isoformat(), hours_text(start, event.end, zone))


@register.filter
def clock(seconds: int | None) -> str:
    """Return a time of a recording as players show it, “1:05” or “1:02:03”; an empty text for none."""
    if seconds is None:
        return ""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


@register.filter
def number(value: int) -> str:
    """Return the number with thousands separators, in the reader's language."""
    return str(value) if 0 <= value < 1000 else _number(value, get_language())  # no language parts three digits


@lru_cache(maxsize=4096)
def _number(value: int, language: str | None) -> str:
    return number_format(value, force_grouping=True)


@register.filter
def shown(count: CappedCount) -> str:
    """Return a count in digits, with a plus when there are more."""
    return number(count.total) + ("+" if count.is_capped else "")


@register.filter
def years_words(counted: str, place: str) -> str:
    """Return the heading, the words of the table or of its column, for what is counted by year."""
    return str(_YEARS[counted][place])


@register.filter
def years_in_words(years: Iterable[FacetCount], counted: str) -> list[tuple[FacetCount, str]]:
    """Return each year with the tooltip of its column: its number of conferences, exchanges or passages."""
    language = get_language()
    return [(year, _year_in_words(year, counted, language)) for year in years]


@register.filter
def year_in_words(year: FacetCount, counted: str) -> str:
    """Return the tooltip of one year's column."""
    return _year_in_words(year, counted, get_language())


def _year_in_words(year: FacetCount, counted: str, language: str | None) -> str:
    said = {"when": year.label, "shown": shown(year.count)}
    if year.count.is_capped and not year.count.total:
        return gettext("%(when)s: not counted") % said
    return _of_year(counted, year.count.total, language) % said


@lru_cache(maxsize=1024)
def _of_year(counted: str, total: int, language: str | None) -> str:
    if counted == "passages":
        return ngettext("%(when)s: %(shown)s passage", "%(when)s: %(shown)s passages", total)
    if counted == "exchanges":
        return ngettext("%(when)s: %(shown)s exchange", "%(when)s: %(shown)s exchanges", total)
    return ngettext("%(when)s: %(shown)s conference", "%(when)s: %(shown)s conferences", total)


@register.filter
def wider_in_words(wider: search.Loosening, count: CappedCount) -> str:
    """Return a sentence on a wider search: the number of passages without a word, or without a filter."""
    return str(_WIDER[wider.what] % {"word": wider.word, "shown": shown(count), "n": count.total})


@register.filter
def tag(code: str) -> str:
    """Return a language's code as BCP 47 writes it: zh-hans is zh-Hans."""
    return language_tag(code)


@register.filter
@lru_cache(maxsize=128)
def lang(code: str) -> SafeString:
    """Return the attributes for the language and direction of an element's text."""
    if code in _RIGHT_TO_LEFT:
        return format_html('lang="{}" dir="rtl"', tag(code))
    return format_html('lang="{}"', tag(code))


@register.simple_tag
def other_lang(code: str) -> SafeString:
    """Return what `lang` does for a text of another language than the page; nothing in the page's own."""
    return SafeString("") if code == get_language() else lang(code)


@register.filter
def comma(code: str) -> str:
    """Return the comma between two facts in the language: full-width, and without a space, in Chinese and Japanese."""
    return "，" if code.startswith(("zh", "ja")) else ", "


register.filter("linked", link_addresses)


@register.filter
def direction(code: str) -> SafeString:
    """Return the attribute for an element with text from right to left; nothing for other languages."""
    return SafeString('dir="rtl"' if code in _RIGHT_TO_LEFT else "")


@register.filter
def options(found: Iterable[Option]) -> SafeString:
    """Return the options of a select. A page may have hundreds, which would be slow in a template."""
    return mark_safe("\n".join([_option(each.value, str(each.label)) for each in found]))  # noqa: S308 (escaped there)


@lru_cache(maxsize=4096)
def _option(value: str, label: str) -> str:
    return f'<option value="{escape_html(value)}">{escape_html(label)}</option>'


@register.filter
def in_language(address: str, code: str) -> str:
    """Return the address, of a page in any language of the interface, as it is in the language of `code`."""
    return context.path_in_language(address, code)


@register.filter
def feed_page(address: str) -> str:
    """Return the address of the page that shows people a feed: its own address to copy, and its entries."""
    return f"{address}{'&' if '?' in address else '?'}as=page"


@register.filter
def language_name(code: str) -> SafeString:
    """Return the name of a language in itself."""
    return format_html("<span {}>{}</span>", lang(code), _LANGUAGES.get(code, code))


@register.filter
def plain_language_name(code: str) -> str:
    """Return the name of a language in itself, as an attribute can hold it."""
    return _LANGUAGES.get(code, code)


@register.filter
def kind_name(kind: str) -> str:
    """Return the name of a kind of turn: question, answer, statement, moderator, note."""
    return str(_KINDS[kind])


@register.filter
def asker(found: dict[str, str | None] | None) -> str:
    """Return the name of the asker, from a list's query."""
    return attribution_of(found).name


@register.filter
def exchange_name(number: int) -> str:
    """Return the name of the exchange of this number, for one that has no heading or question."""
    return name_exchange(number)


register.filter("editor", editor_name)


@register.filter
def record_status_name(code: str) -> str:
    """Return the record status of a transcript in words; nothing where there is no record."""
    return str(RecordStatus(code).label) if code else ""


@register.filter
def quotation_pattern(transcript: TranscriptView) -> str:
    """Return the template of a copied quotation, with placeholders for the words, the speaker and the link."""
    return pattern(transcript.title, transcript.language, day_text(transcript.day) if transcript.day else "")


@register.filter
def quotation_marks(language: str) -> str:
    """Return the marks of a quotation, and of one inside it, for the script that copies quotations."""
    return marks_of(language)


@register.filter
def local(identity: SiteIdentity, field: str) -> str:
    """Return a text of the office in the reader's language, else in the other."""
    return identity.local(field)


@register.filter
def mark(text: str, words: str) -> SafeString:
    """Return the text with the search terms highlighted."""
    return search.highlight(text, words)


@register.filter
def at_clock(value: datetime) -> SafeString:
    """Return a moment as the office's clock shows it, with its day unless that is today."""
    local = timezone.localtime(value)
    shown = f"{local:%H:%M}"
    if local.date() != timezone.localdate():
        shown = gettext("%(day)s, %(start)s") % {"day": day_text(local.date()), "start": shown}
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), shown)


@register.filter
def changed_at(running: RunningState | None, public_id: str) -> datetime | None:
    """Return when the words of a running transcript's turn changed after they had been public; None if they did not."""
    return running.changed.get(public_id) if running else None


@register.simple_tag
def head_tags(head: PageHead | None, identity: SiteIdentity) -> SafeString:
    """Return what the head of a page says of it to search engines and social networks; nothing on pages of errors."""
    return head.tags(identity) if head else SafeString("")


@register.filter
def headline(text: str, language: str) -> SafeString:
    """Return a headline whose lines end at words; `language` is the text's."""
    return break_at_words(text, language)


@register.simple_tag
def turn_name(turn: TurnView, exchange: str = "", language: str = "") -> str:
    """Return what a turn is called where its words are not seen: “the answer of Ines Calder”.

    No other of the page is called so, given the number of the exchange where the page has several, and the language
    where it has two.
    """
    shown_in = get_language()
    pattern = _turn_pattern(turn.kind, bool(turn.by.name), bool(turn.place), shown_in)
    name = pattern % {"name": turn.by.name, "n": turn.place}
    if exchange:
        name = _in_exchange(shown_in) % {"turn": name, "number": exchange}
    if language:
        name = gettext("%(turn)s, in %(language)s") % {"turn": name, "language": plain_language_name(language)}
    return name


@lru_cache(maxsize=256)
def _turn_pattern(kind: Kind, is_named: bool, is_one_of_several: bool, language: str | None) -> str:
    return str(_TURN_NAMES[kind, is_named, is_one_of_several])


@lru_cache(maxsize=16)
def _in_exchange(language: str | None) -> str:
    return gettext("%(turn)s, exchange %(number)s")


@register.filter
def section(request: HttpRequest) -> str:
    """Return the noun of the page shown: conference, speaker, topic, outlet, series, search, about, home, feed."""
    match = getattr(request, "resolver_match", None)
    noun = (match.url_name or "").partition("-")[0] if match else ""
    if noun == "home" and match and match.url_name != "home":
        return "feed"
    return "conference" if noun == "exchange" else noun


@register.simple_tag
def logo(identity: SiteIdentity) -> SafeString:
    """Return the office's logo as a picture of a known size, or nothing when there is none.

    The file's name is in the address, so that a new logo is not mistaken for the old one in a cache.
    """
    size = _size(identity.logo.name) if identity.logo else None
    if not size:
        return SafeString("")
    width = round(size[0] * LOGO_HEIGHT / size[1])
    source = f"{address('logo')}?{urlencode({'file': Path(identity.logo.name or '').name})}"
    return format_html('<img class="logo" src="{}" alt="" width="{}" height="{}">', source, width, LOGO_HEIGHT)


@lru_cache(maxsize=8)
def _size(name: str) -> tuple[int, int] | None:
    """Return width and height of the logo stored under `name`. It reads the file, once per process."""
    picture = SiteIdentity(logo=name).logo
    try:
        return (picture.width, picture.height) if picture.width and picture.height else None
    except (OSError, ValueError):
        return None
