"""Suggestions while typing: speakers, topics and outlets whose names begin with the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext

from transcripts import search
from transcripts.models import NOW, Named, Outlet, PreparedQuery, Speaker, Topic, address, choose_text, names_of
from transcripts.text import fold

SUGGESTED = 8
OF_EACH = 4  # kind, where there are others
LOOKED_AT = 40  # names of each kind that begin so, of which those that are public are taken
_KINDS: dict[str, type[Named]] = {"speaker": Speaker, "topic": Topic, "outlet": Outlet}


@dataclass(frozen=True, slots=True)
class SuggestedName:
    """A suggested name of a kind, in the reader's language, and in the others where it has them."""

    kind: str
    slug: str
    label: str
    other: str

    @property
    def what(self) -> str:
        """The kind of name, and the names in other languages: “Speaker · 秦伟中”."""
        kind = capfirst(str(_KINDS[self.kind]._meta.verbose_name))
        return gettext("%(kind)s · %(name)s") % {"kind": kind, "name": self.other} if self.other else kind

    @property
    def url(self) -> str:
        """Address of the name's page."""
        return address(f"transcripts:{self.kind}-detail", self.slug)

    @property
    def search_url(self) -> str:
        """Address of the search for turns by, on or under the name."""
        return f"{reverse('transcripts:search')}?{urlencode({self.kind: self.slug})}"


def suggest_names(text: str) -> list[SuggestedName]:
    """Return the public names that begin with `text`, or have a word that does: the likeliest SUGGESTED.

    One query, or none for a text that is too short.
    """
    between = search.prefix_keys(text)
    rows = sorted(_BEGUN(**between), key=lambda row: _rank(row, text)) if between else []
    kinds = [[row for row in rows if row[0] == kind] for kind in _KINDS]
    likeliest = [row for rows in kinds for row in rows[:OF_EACH]]
    others = [row for rows in kinds for row in rows[OF_EACH:]]
    chosen = {row[:2] for row in [*likeliest, *others][:SUGGESTED]}
    return [_suggest(row) for rows in kinds for row in rows if row[:2] in chosen]


def _with_prefix() -> QuerySet[Any, Any]:
    """Select the public names with this prefix, of each kind."""
    parts: list[QuerySet[Any, Any]] = []
    for kind, model in _KINDS.items():
        records: Any = model._default_manager
        found = records.published(NOW).filter(pk__in=search.names_with_prefix(kind, most=LOOKED_AT)).order_by()
        found = found.annotate(kind=Value(kind, output_field=CharField()))
        parts.append(found.values_list("kind", "pk", "slug", "name", "names"))
    return parts[0].union(*parts[1:], all=True)


_BEGUN = PreparedQuery(_with_prefix, is_planned_once=True)


def _rank(row: Sequence[Any], text: str) -> tuple[bool, bool, str]:
    """Return the sort key of a name among its kind: exact matches, names with the prefix, then alphabetically."""
    names = names_of(row[3], row[4])
    return (
        all(fold(name) != fold(text) for name in names),
        not any(search.has_prefix(name, text) for name in names),
        fold(names[0]),
    )


def _suggest(row: Sequence[Any]) -> SuggestedName:
    kind, _, slug, name, names = row
    label = choose_text(name, names)
    return SuggestedName(kind, slug, label, " · ".join(each for each in names_of(name, names) if each != label))
