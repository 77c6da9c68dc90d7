"""The head of a page, for search engines and social networks: description, card, structured data."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, ngettext

from transcripts.document import Kind
from transcripts.listing import Asked, Entry, day_text
from transcripts.listing import Pages as ListPages
from transcripts.models import Conference, Named, SiteIdentity, address, current_language
from transcripts.presentation import ExchangeView, TranscriptView
from transcripts.structured_data import (
    Crumb,
    Thing,
    make_breadcrumbs,
    make_event,
    make_list,
    make_office,
    make_page,
    make_question,
    make_script,
    make_site,
)
from transcripts.text import language_tag, one_line
from transcripts.views.conference.contents import title_of
from transcripts.views.conference.transcript import Pages, PublicPages
from transcripts.views.sharing.citation_tags import citation_of, with_office

LONGEST = 200  # characters of a description
CARD_SIZE = (1200, 630)  # pixels of a card


@dataclass(frozen=True, slots=True)
class PageHead:
    """What the head of a page says of it.

    `url` is its canonical address, `kind` its type at schema.org, `crumbs` the way from the front page to it, without
    either. `language` is that of its words, `things` are what it is about. `card` is the address of its picture,
    `embedded` the permanent address of what another site may show of it in a frame.
    `citation` is what reference managers read of it.
    """

    title: str
    description: str
    url: str
    kind: str = "WebPage"
    crumbs: tuple[Crumb, ...] = ()
    things: tuple[Thing, ...] = ()
    main: Thing | None = None
    language: str = ""
    card: str = ""
    embedded: str = ""
    citation: tuple[tuple[str, str], ...] = ()
    is_article: bool = False

    def tags(self, identity: SiteIdentity) -> SafeString:
        """Return the elements of the head."""
        reader = get_language() or settings.LANGUAGE_CODE
        language, name = self.language or reader, identity.local("name")
        card = self.card or address("site-card", reader)
        said = [("name", "description", self.description)]
        said += [
            ("property", "og:type", "article" if self.is_article else "website"),
            ("property", "og:site_name", name),
            ("property", "og:title", self.title),
            ("property", "og:description", self.description),
            ("property", "og:url", self.url),
            ("property", "og:locale", _locale(language)),
            ("property", "og:image", settings.SITE_URL + card),
            ("property", "og:image:width", str(CARD_SIZE[0])),
            ("property", "og:image:height", str(CARD_SIZE[1])),
            ("property", "og:image:alt", self.title),
            ("name", "twitter:card", "summary_large_image"),
        ]
        lines = [f'<meta {kind}="{key}" content="{escape(value)}">' for kind, key, value in said if value]
        lines += [f'<meta name="{key}" content="{escape(value)}">' for key, value in with_office(self.citation, name)]
        if self.embedded:
            query = urlencode({"url": self.embedded, "format": "json"})
            address_of_frame = escape(f"{settings.SITE_URL}{address('oembed')}?{query}")
            lines.append(f'<link rel="alternate" type="application/json+oembed" href="{address_of_frame}">')
        return SafeString("\n".join([*lines, make_script(self._graph(identity, name, language))]))

    def _graph(self, identity: SiteIdentity, name: str, language: str) -> list[Thing]:
        origin = settings.SITE_URL
        home = origin + address("transcripts:home")
        logo = f"{origin}{address('logo')}" if identity.logo else ""
        more: Thing = {"isPartOf": {"@id": f"{origin}/#site"}} | ({"mainEntity": self.main} if self.main else {})
        page = make_page(self.kind, self.url, self.title, self.description, language, **more)
        graph = [page, make_office(origin, home, name, logo), *self.things]
        if self.url == home:
            reader = get_language() or settings.LANGUAGE_CODE
            graph.append(
                make_site(
                    origin,
                    home,
                    name,
                    description=self.description,
                    language=reader,
                    search=origin + address("transcripts:search"),
                )
            )
        else:
            graph.append(make_breadcrumbs([Crumb(name, home), *self.crumbs, Crumb(self.title, self.url)]))
        return graph


def _locale(language: str) -> str:
    """Return a language as Open Graph names it, with a region."""
    regions = {"en": "en_GB", "zh-hans": "zh_CN", "zh-hant": "zh_TW"}
    return regions.get(language, language_tag(language).replace("-", "_"))


def shorten_description(text: str) -> str:
    """Return the text as a description: on one line, and no longer than search engines show."""
    return Truncator(one_line(text)).chars(LONGEST)


def absolute(name: str, *args: str) -> str:
    """Return the absolute address of a page of the readers' site, in the current language."""
    return settings.SITE_URL + address(f"transcripts:{name}", *args)


def conferences_crumb() -> Crumb:
    """Return the step of the list of conferences."""
    return Crumb(gettext("Conference transcripts"), absolute("conference-list"))


def transcript_crumbs(view: TranscriptView) -> tuple[Crumb, ...]:
    """Return the steps to a conference: the list, and its series."""
    series = view.series
    of_series = (Crumb(series.name, settings.SITE_URL + series.url),) if series and series.url else ()
    return (conferences_crumb(), *of_series)


def head_of_exchange(
    pages: Pages, view: TranscriptView, exchange: ExchangeView | None, *, url: str = ""
) -> PageHead | None:
    """Return the head of the page of an exchange, whose canonical address is `url`; None unless it is public today."""
    if not isinstance(pages, PublicPages):
        return None
    origin, page, key = settings.SITE_URL, pages.plain_address(1), pages.conference.get_permanent_url()
    crumbs, title, card = transcript_crumbs(view), view.title, conference_card(pages.conference)
    question = None
    if exchange:
        roles = {person.name: person.role for person in view.people}
        question = make_question(exchange, origin=origin, language=view.language, roles=roles)
        card = exchange_card(exchange.public_id)
        if exchange.number > 1 or exchange.heading:
            crumbs = (*crumbs, Crumb(view.title, origin + page)) if exchange.number > 1 else crumbs
            title = title_of(exchange)
    return PageHead(
        title=title,
        description=describe_exchange(view, exchange),
        url=url,
        kind="QAPage" if question else "WebPage",
        crumbs=crumbs,
        things=(make_event(view, origin=origin, key=origin + key, url=origin + page, image=origin + card),),
        main=question,
        language=view.language,
        card=card,
        embedded=origin + (exchange.url if exchange and exchange.number > 1 else key),  # the first has its address
        citation=citation_of(pages, view, exchange, title),
        is_article=True,
    )


def describe_exchange(view: TranscriptView, exchange: ExchangeView | None) -> str:
    """Return the page's own words: of the first page the conference's summary, else what is asked here, or said."""
    if view.summary and (exchange is None or exchange.number == 1):
        return shorten_description(view.summary)
    turns = [turn for turn in exchange.turns if turn.text] if exchange else []
    said = next((turn for turn in turns if turn.kind == Kind.QUESTION), turns[0] if turns else None)
    if said is None:
        return shorten_description(view.title)
    between = "：" if view.language.startswith(("zh", "ja")) else ": "
    return shorten_description(f"{said.by.name}{between}{said.text}" if said.by.name else said.text)


def head_of_whole(pages: Pages, view: TranscriptView, *, url: str = "") -> PageHead | None:
    """Return the head of the page with a whole conference; None unless it is public today."""
    if not isinstance(pages, PublicPages):
        return None
    origin, page, key = settings.SITE_URL, pages.plain_address(1), pages.conference.get_permanent_url()
    card, total = conference_card(pages.conference), len(view.exchanges)
    said = {
        "title": view.title,
        "day": day_text(view.day) if view.day else "",
        "names": gettext(", ").join(person.name for person in view.people[:4]),
        "n": total,
    }
    description = ngettext(
        "The whole transcript on one page: %(title)s, %(day)s, %(n)s exchange.",
        "The whole transcript on one page: %(title)s, %(day)s, %(n)s exchanges.",
        total,
    )
    if view.people:
        description = ngettext(
            "The whole transcript on one page: %(title)s, %(day)s, %(n)s exchange, with %(names)s.",
            "The whole transcript on one page: %(title)s, %(day)s, %(n)s exchanges, with %(names)s.",
            total,
        )
    return PageHead(
        title=gettext("%(title)s, on one page") % said,
        description=shorten_description(description % said),
        url=url,
        crumbs=(*transcript_crumbs(view), Crumb(view.title, origin + page)),
        things=(make_event(view, origin=origin, key=origin + key, url=origin + page, image=origin + card),),
        language=view.language,
        card=card,
        embedded=origin + key,
        citation=citation_of(pages, view, None, view.title),
        is_article=True,
    )


def head_of_list(title: str, description: str, listing: ListPages, found: Sequence[Entry | Asked] = ()) -> PageHead:
    """Return the head of a list, with what this page of it leads to."""
    origin = settings.SITE_URL
    crumbs = [_crumb_of(each) for each in found]
    return PageHead(
        title=title,
        description=shorten_description(_of_page(description, listing.number)),
        url=origin + listing.canonical,
        kind="CollectionPage",
        main=make_list(crumbs) if crumbs else None,
    )


def _of_page(description: str, number: int) -> str:
    """Return the description of a page of a list, which is another one's on every page."""
    if number == 1:
        return description
    return gettext("Page %(number)d: %(description)s") % {"number": number, "description": description}


def _crumb_of(found: Entry | Asked) -> Crumb:
    if isinstance(found, Entry):
        return Crumb(found.conference.title, settings.SITE_URL + found.conference.get_absolute_url())
    exchange = found.exchange
    name = exchange.heading or shorten_description(found.opening) or exchange.conference.title
    return Crumb(name, settings.SITE_URL + exchange.get_absolute_url())


def crumb_of_conference(conference: Conference) -> Crumb:
    """Return the step of a conference's page."""
    return Crumb(conference.title, settings.SITE_URL + conference.get_absolute_url())


def shown_count(listing: ListPages) -> str:
    """Return the count of a list in digits, with a plus when there are more."""
    return number_format(listing.count.total, force_grouping=True) + ("+" if listing.count.is_capped else "")


def describe_conferences(title: str, listing: ListPages) -> str:
    """Return a sentence on what a list of conferences has."""
    said = {"title": title, "shown": shown_count(listing)}
    text = ngettext(
        "%(title)s: %(shown)s conference to read question by question.",
        "%(title)s: %(shown)s conferences to read question by question, with the newest first.",
        listing.count.total,
    )
    return text % said


def head_of_names(noun: str, listing: ListPages) -> PageHead:
    """Return the head of the list of speakers, topics, outlets or series."""
    said = {
        "speaker": gettext("Everybody who answered at the press conferences, with roles, from A to Z: %(shown)s."),
        "topic": gettext("Everything that the press conferences were about, from A to Z: %(shown)s topics."),
        "outlet": gettext("Every newspaper, station and agency that asked at the press conferences: %(shown)s."),
        "series": gettext("The series in which the press conferences were held, with all transcripts: %(shown)s."),
    }
    title = list_titles()[f"{noun}-list"]
    return head_of_list(title, said[noun] % {"shown": shown_count(listing)}, listing)


# What the pages of names are: their type at schema.org, what they are about, and the list that leads to them.
_NAMED = {
    "speaker": ("ProfilePage", "Person", "speaker-list"),
    "outlet": ("ProfilePage", "Organization", "outlet-list"),
    "topic": ("CollectionPage", "DefinedTerm", "topic-list"),
    "series": ("CollectionPage", "EventSeries", "series-list"),
}


def head_of_name(record: Named, listing: ListPages, found: Sequence[Entry | Asked], *, role: str = "") -> PageHead:
    """Return the head of the page of a speaker, a topic, an outlet or a series; `role` is a speaker's latest."""
    noun = record._meta.model_name or ""
    kind, about, lists = _NAMED[noun]
    url = absolute(f"{noun}-detail", record.slug)
    thing: Thing = {"@type": about, "@id": url, "url": url, "name": record.local_name}
    if others := [name for name in record.all_names if name != record.local_name]:
        thing["alternateName"] = others
    if role:
        thing["jobTitle"] = role
    listed = make_list([_crumb_of(each) for each in found])
    things: tuple[Thing, ...] = (listed,) if found else ()
    return PageHead(
        title=record.local_name,
        description=shorten_description(_of_page(describe_name(record, listing, role), listing.number)),
        url=settings.SITE_URL + listing.canonical,
        kind=kind,
        crumbs=(Crumb(str(list_titles()[lists]), absolute(lists)),),
        things=things,
        main=thing,
    )


def list_titles() -> dict[str, str]:
    """Return the titles of the lists of names, by the name of their address."""
    return {
        "speaker-list": gettext("Speakers"),
        "topic-list": gettext("Topics"),
        "outlet-list": gettext("Outlets"),
        "series-list": gettext("Series"),
    }


def describe_name(record: Named, listing: ListPages, role: str = "") -> str:
    """Return a sentence on what the page of a name has: how much, and of whom or about what."""
    total = listing.count.total
    said = {"name": record.local_name, "role": role, "shown": shown_count(listing)}
    noun = record._meta.model_name
    if noun == "speaker":
        if role:
            text = ngettext(
                "What %(name)s, %(role)s, was asked at press conferences and answered: %(shown)s exchange.",
                "What %(name)s, %(role)s, was asked at press conferences and answered: %(shown)s exchanges.",
                total,
            )
        else:
            text = ngettext(
                "What %(name)s was asked at press conferences and answered: %(shown)s exchange.",
                "What %(name)s was asked at press conferences and answered: %(shown)s exchanges.",
                total,
            )
    elif noun == "outlet":
        text = ngettext(
            "What %(name)s asked at press conferences, and the answers: %(shown)s exchange.",
            "What %(name)s asked at press conferences, and the answers: %(shown)s exchanges.",
            total,
        )
    elif noun == "topic":
        text = ngettext(
            "What was asked and answered at press conferences about %(name)s: %(shown)s exchange.",
            "What was asked and answered at press conferences about %(name)s: %(shown)s exchanges.",
            total,
        )
    else:
        text = ngettext(
            "%(name)s: the transcript of %(shown)s press conference, question by question.",
            "%(name)s: the transcripts of %(shown)s press conferences, question by question.",
            total,
        )
        description = getattr(record, "description", "")
        return f"{description} {text % said}".strip()
    return text % said


def exchange_card(public_id: str) -> str:
    """Return the address of an exchange's card."""
    return address("exchange-card", public_id)


def conference_card(conference: Conference) -> str:
    """Return the address of a conference's card."""
    return address("conference-card", conference.public_id)


def plain_head(
    title: str, description: str, url: str, *crumbs: Crumb, kind: str = "WebPage", language: str = ""
) -> PageHead:
    """Return the head of a page that is about nothing else."""
    return PageHead(title, shorten_description(description), url, kind, crumbs, language=language or current_language())
