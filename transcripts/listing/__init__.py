"""One form for every list of conferences and of what was said: pages, feeds and API ask the same questions here.

(DEEDS: imports search, models and text; writes nothing.) `ConferenceListing` and `TurnListing` take the
query string, and give the results of one page, their count, the active filters as chips, and what they
could not understand. A wrong value never raises, and never changes the list unseen: it is in `ignored`.
"""

from transcripts.listing.around import answerers_of, roles_of, topics_of, years_of
from transcripts.listing.charts import Count, Tally
from transcripts.listing.conferences import ConferenceListing, ConferencesOf
from transcripts.listing.corrections import ConferenceCorrections, CorrectionListing, Notice
from transcripts.listing.days import say_day
from transcripts.listing.entries import (
    Entry,
    attribution_of,
    first_attribution,
    make_entries,
    one_a_translation_group,
    translations_of,
    with_openings,
)
from transcripts.listing.exchanges import Answered, Asked, ExchangesOf
from transcripts.listing.facets import Facet
from transcripts.listing.form import PARAMETERS, ConferenceFilterSet, TurnFilterSet
from transcripts.listing.names import NameListing
from transcripts.listing.options import Option
from transcripts.listing.page import Chip, Ignored, Listing, PageNotFoundError, Pages
from transcripts.listing.passages import Found, Question
from transcripts.listing.sentences import say_what_was_said, say_which_conferences
from transcripts.listing.suggestions import SuggestedName, suggest_names
from transcripts.listing.trends import Trend, topic_trends
from transcripts.listing.turns import NewestTurns, TurnListing

__all__ = [
    "PARAMETERS",
    "Answered",
    "Asked",
    "Chip",
    "ConferenceCorrections",
    "ConferenceFilterSet",
    "ConferenceListing",
    "ConferencesOf",
    "CorrectionListing",
    "Count",
    "Entry",
    "ExchangesOf",
    "Facet",
    "Found",
    "Ignored",
    "Listing",
    "NameListing",
    "NewestTurns",
    "Notice",
    "Option",
    "PageNotFoundError",
    "Pages",
    "Question",
    "SuggestedName",
    "Tally",
    "Trend",
    "TurnFilterSet",
    "TurnListing",
    "answerers_of",
    "attribution_of",
    "first_attribution",
    "make_entries",
    "one_a_translation_group",
    "roles_of",
    "say_day",
    "say_what_was_said",
    "say_which_conferences",
    "suggest_names",
    "topic_trends",
    "topics_of",
    "translations_of",
    "with_openings",
    "years_of",
]
