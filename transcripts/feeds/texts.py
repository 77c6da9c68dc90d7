"""The full text of exchanges and conferences as HTML for feed entries, without scripts or styles."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any

from django.db.models import F, FilteredRelation, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from transcripts.models import (
    NOW,
    AnyOf,
    Conference,
    Correction,
    PreparedQuery,
    Turn,
    Version,
    public_state,
)
from transcripts.presentation import attribute
from transcripts.text import language_tag, paragraphs

# What a turn is attributed by: name as printed, label, name on record, role, journalist, and the language.
_Of = tuple[str | None, str, str | None, str | None, str, str]


def states_of_conferences(keys: Iterable[int]) -> dict[int, str]:
    """Return the `public_state` of each of these that is public, in their order. One query."""
    wanted = list(keys)
    found = dict(_STATES(keys=wanted))
    return {key: found[key] for key in wanted if key in found}


def texts_of_conferences(keys: Iterable[int]) -> dict[int, str]:
    """Return the words of each public conference. One query."""
    return _write(_OF_CONFERENCES(keys=list(keys)), "conference")


def texts_of_exchanges(keys: Iterable[int]) -> dict[int, str]:
    """Return the words of each public exchange. One query."""
    return _write(_OF_EXCHANGES(keys=list(keys)), "exchange")


def _turns() -> QuerySet[Any, Any]:
    as_printed = Q(speaker__participations__conference=F("exchange__conference"))
    found = Turn.objects.published(NOW).annotate(
        who=FilteredRelation("speaker__participations", condition=as_printed),
        printed=F("who__name_as_printed"),
        role=F("who__role_as_printed"),
        known=Coalesce("speaker__name", "outlet__name"),
        conference=F("exchange__conference"),
    )
    return found.order_by("exchange__conference", "exchange__position", "position").values_list(
        "conference",
        "exchange",
        "exchange__heading",
        "exchange__conference__language",
        "label_as_printed",
        "journalist",
        "text",
        "printed",
        "role",
        "known",
    )


_STATES = PreparedQuery(
    lambda: Conference.objects.published(NOW).filter(AnyOf("pk", "keys")).order_by().values_list("pk", public_state()),
    is_planned_once=True,
)
_OF_CONFERENCES = PreparedQuery(lambda: _turns().filter(AnyOf("exchange__conference", "keys")), is_planned_once=True)
_OF_EXCHANGES = PreparedQuery(lambda: _turns().filter(AnyOf("exchange", "keys")), is_planned_once=True)


def _write(rows: Iterable[tuple[Any, ...]], part: str) -> dict[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    names: dict[_Of, str] = {}
    last = 0
    for conference, exchange, heading, language, label, journalist, text, printed, role, known in rows:
        lines = found[conference if part == "conference" else exchange]
        tongue = f' lang="{language_tag(language)}"'
        if exchange != last and heading and part == "conference":
            lines.append(f"<h3{tongue}>{escape(heading)}</h3>")
        last = exchange
        if said := [each.replace("\n", "<br>") for each in paragraphs(escape(text))]:
            of = printed, label, known, role, journalist, language
            name = names[of] if of in names else names.setdefault(of, _name(of))
            between = f"</p>\n<p{tongue}>"
            lines.append(f"<p{tongue}>{name}{between.join(said)}</p>")
    return {key: "\n".join(lines) for key, lines in found.items()}


def _name(of: _Of) -> str:
    """Return what is before the words of a turn; nothing where nobody is known."""
    printed, label, known, role, journalist, language = of
    by = attribute(printed=printed or "", label=label, known=known or "", role=role or "", journalist=journalist)
    name = by.in_words(language)
    return f"<b>{escape(name)}{'：' if language.startswith(('zh', 'ja')) else ': '}</b>" if name else ""


def last_versions(conferences: Iterable[int]) -> dict[int, datetime]:
    """Return when the public text of each conference last changed. One query."""
    return dict(_LAST_VERSIONS(conferences=list(conferences)))


def corrected_conferences(conferences: Iterable[int]) -> dict[int, datetime]:
    """Return when the words of each corrected conference were corrected last. One query."""
    return dict(_LAST_CORRECTIONS(conferences=list(conferences)))


def _latest_versions() -> QuerySet[Any, Any]:
    found = Version.objects.filter(AnyOf("conference", "conferences")).order_by()
    return found.values_list("conference").annotate(latest=Max("made_at"))


def _latest_corrections() -> QuerySet[Any, Any]:
    found = Correction.objects.published(NOW).filter(AnyOf("revision__conference", "conferences")).order_by()
    return found.values_list("revision__conference").annotate(latest=Max("revision__made_at"))


_LAST_VERSIONS, _LAST_CORRECTIONS = (
    PreparedQuery(_latest_versions, is_planned_once=True),
    PreparedQuery(_latest_corrections, is_planned_once=True),
)


def last_corrections(exchanges: Iterable[int]) -> dict[int, datetime]:
    """Return when the words of each corrected exchange were corrected last. Two queries."""
    turns = dict(Turn.objects.filter(exchange__in=list(exchanges)).values_list("public_id", "exchange"))
    found = Correction.objects.published().filter(turn_public_id__in=list(turns)).order_by()
    latest: dict[int, datetime] = {}
    for turn, made_at in found.values_list("turn_public_id").annotate(latest=Max("revision__made_at")):
        exchange = turns[turn]
        latest[exchange] = max(made_at, latest.get(exchange, made_at))
    return latest
