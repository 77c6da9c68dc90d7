"""Filtered, paged lists of conferences, exchanges and turns, shared by pages, feeds and the API.

(OUTPUTS: imports search, models and text; writes nothing.) `ConferenceListing` and `TurnListing` take the
query string, and give the results of one page, their count, the active filters as chips, and the values
that they could not read. An invalid value never raises and never changes the list silently: it is in `ignored`.
"""

from transcripts.listing.calendar import (
    events_of_past_year,
    hours_text,
    make_event_view,
    moves_of,
    running_now,
    upcoming,
    with_last_change,
)
from transcripts.listing.conference_corrections import ConferenceCorrections
from transcripts.listing.conferences import ConferenceListing, ConferencesOf, newest_conferences
from transcripts.listing.corrections import CorrectionListing
from transcripts.listing.entries import (
    Entry,
    Listed,
    Participant,
    attribution_of,
    first_attribution,
    first_exchanges,
    make_entries,
    one_a_translation_group,
    with_openings,
)
from transcripts.listing.exchanges import Answered, Asked, Begun, ExchangesOf, Stretch
from transcripts.listing.figures.charts import CappedCount, FacetCount
from transcripts.listing.figures.statistics import TABLES as STATISTICS_TABLES
from transcripts.listing.figures.statistics import Statistics
from transcripts.listing.figures.trends import Trend, topic_trends
from transcripts.listing.filtering.days import day_text
from transcripts.listing.filtering.facets import Facet
from transcripts.listing.filtering.form import PARAMETERS, ConferenceFilterSet, TurnFilterSet
from transcripts.listing.filtering.options import Option
from transcripts.listing.filtering.queries import (
    ConferencesQuery,
    ExchangesQuery,
    ListQuery,
    ProfileQuery,
    TurnsQuery,
    wrong_parameters,
)
from transcripts.listing.filtering.suggestions import SuggestedName, suggest_names
from transcripts.listing.followed_searches import FollowedSearch
from transcripts.listing.names import NameListing, find_named
from transcripts.listing.notices import Before, Notice, NoticeKind, entry_address
from transcripts.listing.page import Chip, Ignored, Listing, PageNotFoundError, Pages, shorten
from transcripts.listing.related_names import roles_of, years_of
from transcripts.listing.results.passages import Found
from transcripts.listing.results.turn_lines import Question
from transcripts.listing.sentences import conferences_sentence, search_sentence
from transcripts.listing.turns import ClosedTurns, NewestTurns, TurnListing
from transcripts.listing.versions import VersionListing
from transcripts.listing.walks import (
    END,
    ExchangeTurns,
    Place,
    Step,
    exchanges_with_turns,
    in_order,
    turns_among,
    walk_all,
    walk_conferences,
    walk_end,
    walk_parts,
)

__all__ = [
    "END",
    "PARAMETERS",
    "STATISTICS_TABLES",
    "Answered",
    "Asked",
    "Before",
    "Begun",
    "CappedCount",
    "Chip",
    "ClosedTurns",
    "ConferenceCorrections",
    "ConferenceFilterSet",
    "ConferenceListing",
    "ConferencesOf",
    "ConferencesQuery",
    "CorrectionListing",
    "Entry",
    "ExchangeTurns",
    "ExchangesOf",
    "ExchangesQuery",
    "Facet",
    "FacetCount",
    "FollowedSearch",
    "Found",
    "Ignored",
    "ListQuery",
    "Listed",
    "Listing",
    "NameListing",
    "NewestTurns",
    "Notice",
    "NoticeKind",
    "Option",
    "PageNotFoundError",
    "Pages",
    "Participant",
    "Place",
    "ProfileQuery",
    "Question",
    "Statistics",
    "Step",
    "Stretch",
    "SuggestedName",
    "Trend",
    "TurnFilterSet",
    "TurnListing",
    "TurnsQuery",
    "VersionListing",
    "attribution_of",
    "conferences_sentence",
    "day_text",
    "entry_address",
    "events_of_past_year",
    "exchanges_with_turns",
    "find_named",
    "first_attribution",
    "first_exchanges",
    "hours_text",
    "in_order",
    "make_entries",
    "make_event_view",
    "moves_of",
    "newest_conferences",
    "one_a_translation_group",
    "roles_of",
    "running_now",
    "search_sentence",
    "shorten",
    "suggest_names",
    "topic_trends",
    "turns_among",
    "upcoming",
    "walk_all",
    "walk_conferences",
    "walk_end",
    "walk_parts",
    "with_last_change",
    "with_openings",
    "wrong_parameters",
    "years_of",
]
