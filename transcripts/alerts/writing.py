"""Writing a message of the outbox as mail: subject, text and HTML parts, and headers for mail programs.

It is written when it is sent, from what is public then, so that nothing is in it that was withdrawn, removed or
corrected while it waited. What many readers get is written once as long as the site stays as it is.
"""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext, override

from transcripts import search
from transcripts.alerts.contents import ConferencePart, Contents, ExchangePart, read_contents
from transcripts.alerts.subjects import Subject, subject_of
from transcripts.caching import edition_stamp
from transcripts.listing import Notice, NoticeKind
from transcripts.models import AlertMessage, SiteIdentity, Subscription
from transcripts.presentation import TurnView
from transcripts.text import without_controls

SUBJECT_LENGTH = 150
_LINK = f"https://link.invalid/{secrets.token_hex(16)}/"  # represents the reader's own link in what many readers get
_RULE = "—" * 20


@dataclass(frozen=True, slots=True)
class _Written:
    """A subject and both parts, with _LINK for the reader's own link, and the turns it has, by conference."""

    subject: str
    text: str
    html: str
    turns: Mapping[int, Sequence[str]] = field(default_factory=dict)


def write_mail(message: AlertMessage) -> tuple[EmailMultiAlternatives, Mapping[int, Sequence[str]]] | None:
    """Return the mail of a message, and the turns of conferences that it has; None if nothing it tells is public now.

    Two queries; and what it is made from, unless the mail before told the same. Raises SealedAddressError.
    """
    subscription = message.subscription
    with override(subscription.language):
        if message.kind == AlertMessage.Kind.CONFIRMATION:
            written: _Written | None = _write_confirmation(subscription)
        else:
            what = (subscription.kind, subscription.query, subscription.language)
            written = _write_news(*what, tuple(message.items), edition_stamp())
        if written is None:
            return None
        link = settings.SITE_URL + reverse("transcripts:alert", args=[subscription.token])
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": subscription.language,
    }
    if message.kind == AlertMessage.Kind.NEWS:
        headers |= {
            "List-Id": f"<alerts.{host}>",
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    mail = EmailMultiAlternatives(
        written.subject,
        written.text.replace(_LINK, link),
        _return_address(subscription),
        [subscription.mail_address],
        headers=headers,
    )
    mail.attach_alternative(written.html.replace(_LINK, link), "text/html")
    return mail, written.turns


def _return_address(subscription: Subscription) -> str:
    """Return the address to which the message returns if it cannot be delivered, which says whose it was (VERP)."""
    if not settings.ALERTS_BOUNCES:
        return str(settings.DEFAULT_FROM_EMAIL)
    local, _, host = settings.ALERTS_BOUNCES.partition("@")
    return f"{local}+{subscription.token}@{host}"


def one_line(text: str) -> str:
    """Return a text as a header can hold it: on one line, without control characters, not too long."""
    text = " ".join(without_controls(text).split())
    return text if len(text) <= SUBJECT_LENGTH else f"{text[: SUBJECT_LENGTH - 1]}…"


def _write_confirmation(subscription: Subscription) -> _Written:
    subject = _subject(subscription.kind, subscription.query)
    name = SiteIdentity.current().local("name")
    followed = gettext("%(followed)s (%(rhythm)s)")
    followed %= {"followed": subject.title, "rhythm": subscription.get_rhythm_display()}
    is_confirmed = subscription.confirmed_at is not None
    if is_confirmed:
        title = gettext("You follow this already: %(followed)s") % {"followed": subject.title}
        ask = gettext("You asked for alerts from %(name)s that you have already. Change or end them on this page:")
    else:
        title = gettext("Please confirm: %(followed)s") % {"followed": subject.title}
        ask = gettext(
            "Somebody asked for alerts from %(name)s to this address. To confirm, open this page and press the button:"
        )
    ask %= {"name": name}
    ignore = gettext(
        "If it was not you, do nothing: no alert is sent then, and the address is erased after seven days."
    )
    said = [text for text in (followed, subject.filters) if text]
    text = "\n\n".join([ask, _LINK, "\n".join(said), *([] if is_confirmed else [ignore]), f"{name}\n{_home()}"])
    context: dict[str, object] = {
        "name": name,
        "home": _home(),
        "ask": ask,
        "said": said,
        "ignore": "" if is_confirmed else ignore,
        "link": _LINK,
    }
    context |= {"title": title, "is_confirmed": is_confirmed, "origin": settings.SITE_URL}
    html = render_to_string("mails/confirmation.html", context)
    return _Written(one_line(title), text + "\n", html)


def _home() -> str:
    """Return the address of the site in the reader's language."""
    return settings.SITE_URL + reverse("transcripts:home")


def _subject(kind: str, query: str) -> Subject:
    """Return what is followed; of what is not public any more there are no words."""
    found = subject_of(kind, query)
    return found or Subject(kind, query, gettext("What you follow"), reverse("transcripts:home"))


@lru_cache(maxsize=8)
def _write_news(kind: str, query: str, language: str, items: tuple[str, ...], stamp: str) -> _Written | None:
    """Write what is public of the items; once for all who follow the same, as long as the edition's stamp stays."""
    contents = read_contents(items)
    if not contents.conferences:
        return None
    subject = _subject(kind, query)
    name = SiteIdentity.current().local("name")
    context = {
        "conferences": [_marked(part, subject.words) for part in contents.conferences],
        "subject": subject,
        "name": name,
        "origin": settings.SITE_URL,
        "home": _home(),
        "link": _LINK,
    }
    text = "\n".join(_text(contents, subject, name))
    turns = {part.key: sorted(part.turns) for part in contents.conferences if part.turns}
    return _Written(_headline(contents, subject), text, render_to_string("mails/news.html", context), turns)


def _headline(contents: Contents, subject: Subject) -> str:
    """Return the subject of the mail: what is followed, and what is new."""
    exchanges, notices = contents.exchanges, contents.notices
    if len(exchanges) == 1 and not notices:
        what = exchanges[0].title or contents.conferences[0].title
    elif exchanges:
        what = ngettext("%(number)s exchange", "%(number)s exchanges", len(exchanges)) % {"number": len(exchanges)}
    elif len(notices) == 1:
        what = notice_sentence(notices[0])
        what = gettext("%(title)s: %(what)s") % {"title": notices[0].conference.title, "what": what}
    else:
        what = ngettext("%(number)s correction", "%(number)s corrections", len(notices)) % {"number": len(notices)}
    return one_line(gettext("%(title)s: %(what)s") % {"title": subject.title, "what": what})


_NOTICES = {
    NoticeKind.CORRECTION: lambda: gettext("The transcript was corrected."),
    NoticeKind.REMOVAL: lambda: gettext("Words were removed."),
    NoticeKind.WITHDRAWAL: lambda: gettext("This transcript was withdrawn."),
    NoticeKind.REPUBLICATION: lambda: gettext("This transcript was published again."),
}


def notice_sentence(notice: Notice) -> str:
    """Return what was done, in a sentence."""
    return _NOTICES[notice.kind]()


def _text(contents: Contents, subject: Subject, name: str) -> Iterator[str]:
    """Yield the lines of the text part."""
    yield from (*filter(None, (subject.title, subject.filters)), "")
    for part in contents.conferences:
        yield from (_RULE, part.title, date_format(part.day, "DATE_FORMAT"), settings.SITE_URL + part.link, "")
        for notice in part.notices:
            yield from _text_of_notice(notice, part.language)
        for exchange in part.exchanges:
            yield from _text_of_exchange(exchange, subject.words, part.language)
    yield from (_RULE, gettext("Change or end these alerts:"), _LINK, "", name, _home())


def _dated(notice: Notice) -> str:
    """Return what was done, and when."""
    when = date_format(localtime(notice.made_at), "DATETIME_FORMAT")
    return gettext("%(what)s %(when)s") % {"what": notice_sentence(notice), "when": when}


def _text_of_notice(notice: Notice, language: str) -> Iterator[str]:
    yield _dated(notice)
    if notice.note:
        yield notice.note
    yield ""
    for change in notice.changes:
        if change.name:
            yield _named(change.name, language)
        if change.is_of_words:
            words = {"gone": gettext("[was: %(words)s]"), "new": gettext("[now: %(words)s]")}
            said = (words.get(piece.how, "%(words)s") % {"words": piece.text} for piece in change.pieces)
            yield "".join(said)
        if change.turn:
            yield settings.SITE_URL + change.turn.get_permanent_url()
        yield ""


def _text_of_exchange(exchange: ExchangePart, words: str, language: str) -> Iterator[str]:
    yield from (exchange.title, settings.SITE_URL + exchange.path)
    for each in exchange.righted:
        yield righted_sentence(each.day, each.note, is_removal=each.is_removal)
    yield ""
    for turn in exchange.turns:
        if name := turn.by.in_words(language):
            yield _named(name, language)
        for paragraph in turn.paragraphs:
            yield from (_starred(paragraph.text, words), "")


def _named(name: str, language: str) -> str:
    """Return a name with the colon of the transcript's language."""
    return f"{name}：" if language.startswith(("zh", "ja")) else f"{name}:"


def righted_sentence(day: date, note: str, *, is_removal: bool) -> str:
    """Return the sentence on a correction of words that the mail has as they are now."""
    said = gettext("Words removed on %(day)s: %(note)s") if is_removal else gettext("Corrected on %(day)s: %(note)s")
    return said % {"day": date_format(day, "DATE_FORMAT"), "note": note}


def _starred(text: str, words: str) -> str:
    """Return a paragraph with the words that were searched for between asterisks."""
    return unescape(re.sub(r"</?mark>", "*", search.highlight(text, words))) if words else text


@dataclass(frozen=True, slots=True)
class _MarkedTurn:
    """A turn for the template: who speaks, and its paragraphs with the words marked."""

    name: str
    kind: str
    paragraphs: list[SafeString]


def _marked(part: ConferencePart, words: str) -> dict[str, object]:
    """Return a conference for the template."""
    return {
        "part": part,
        "notices": [(notice, _dated(notice)) for notice in part.notices],
        "exchanges": [
            (
                exchange,
                [righted_sentence(each.day, each.note, is_removal=each.is_removal) for each in exchange.righted],
                [_marked_turn(turn, words, part.language) for turn in exchange.turns],
            )
            for exchange in part.exchanges
        ],
    }


def _marked_turn(turn: TurnView, words: str, language: str) -> _MarkedTurn:
    found = [search.highlight(each.text, words) for each in turn.paragraphs]
    return _MarkedTurn(turn.by.in_words(language), turn.kind, found)
