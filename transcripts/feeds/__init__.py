"""Atom feeds: each has the newest entries of a list that has a page. (DOORS: beside `views`.)

The feeds are beside their pages, under the interface's languages: their titles and explanations are in words. An
entry's id is the same in both languages and for ever. Each feed uses the same listing as its page.
"""

from transcripts.feeds.conferences import Latest, OfSeries
from transcripts.feeds.corrections import Corrections
from transcripts.feeds.exchanges import OfOutlet, OfSpeaker, OfTopic, Search
from transcripts.feeds.versions import Versions

__all__ = ["Corrections", "Latest", "OfOutlet", "OfSeries", "OfSpeaker", "OfTopic", "Search", "Versions"]
