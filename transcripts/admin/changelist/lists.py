"""Lists and searches of the admin whose cost does not grow with the archive."""

from collections.abc import Sequence
from typing import Generic, TypeVar, cast

from django.contrib import admin
from django.contrib.admin.utils import lookup_spawns_duplicates
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import format_lazy, smart_split, unescape_string_literal
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise, StrPromise

Record = TypeVar("Record", bound=Model)

MOST_COUNTED = 5_000
SEARCHED = 10_000
MOST_WORDS = 10  # of a search; what comes after would hardly narrow it further


def search_help(words: StrOrPromise) -> StrPromise:
    """Return the help text of a search: what it finds, and how far it looks. Translated when it is shown."""
    how_far = _("In longer lists, only the first 10,000 rows are searched; filter the list first.")
    return format_lazy(_("{what} {how_far}"), what=words, how_far=how_far)


class CappedCount(int):
    """A count that stopped at MOST_COUNTED, because there are more; it shows as “5000+”."""

    def __str__(self) -> str:
        return f"{int(self)}+"


class CappedPaginator(Paginator[Record], Generic[Record]):
    """A paginator of the first MOST_COUNTED rows. Later rows are found by filters, by search or in another order."""

    @cached_property
    def count(self) -> int:
        """The number of rows, counted up to MOST_COUNTED. One query."""
        rows = cast("QuerySet[Record]", self.object_list)
        found = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
        return CappedCount(MOST_COUNTED) if found > MOST_COUNTED else found


class BoundedChangeListAdmin(admin.ModelAdmin[Record]):
    """An admin whose list counts up to MOST_COUNTED, and whose search looks at the first rows of the list.

    The search looks at `searched` rows in the list's order, after its filters; to find something older, the user
    filters by its year or state first. A field with `=` before it is found in the whole archive, by an index.
    """

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # which counts each value of each filter through all rows
    searched = SEARCHED

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Record]", search_term: str
    ) -> "tuple[QuerySet[Record], bool]":
        """Return the rows in which every word of the term is found somewhere. One query, or none."""
        words = [_unquoted(word) for word in smart_split(search_term) if "\x00" not in word][:MOST_WORDS]
        if not words:
            return queryset, False
        fields = self.get_search_fields(request)
        exactly = self._find_exactly(queryset, fields, search_term.strip())
        if exactly is not None:
            return exactly, False
        within = self.model._default_manager.filter(pk__in=queryset.values("pk")[: self.searched]).order_by()
        found = queryset.filter(pk__in=within.values("pk"))
        for word in words:
            found = found.filter(pk__in=self._with_word(within, fields, word))
        return found, False

    def _with_word(
        self, within: "QuerySet[Record]", fields: Sequence[str], word: str
    ) -> "QuerySet[Record, dict[str, object]]":
        """Return the keys of the rows that have the word somewhere.

        The fields of the row and those beyond a to-many relation are two questions: together, in one with an OR,
        PostgreSQL would go through the answers to the second for each row of the first.
        """
        near, far = Q(), Q()
        for field in fields:
            lookup = Q((f"{field.removeprefix('=')}__icontains", word))
            if lookup_spawns_duplicates(self.opts, field):
                far |= lookup
            else:
                near |= lookup
        parts = [within.filter(each).values("pk") for each in (near, far) if each]
        return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]

    def _find_exactly(
        self, queryset: "QuerySet[Record]", fields: Sequence[str], term: str
    ) -> "QuerySet[Record] | None":
        """Return the rows of which a field with `=` is the term, if there are any. One query, or none."""
        exact = Q(*((field[1:], term.lower()) for field in fields if field.startswith("=")), _connector=Q.OR)
        rows = queryset.filter(exact) if exact else queryset.none()
        return rows if rows.exists() else None


def _unquoted(word: str) -> str:
    is_quoted = len(word) > 1 and word[0] == word[-1] and word[0] in "\"'"
    return unescape_string_literal(word) if is_quoted else word
