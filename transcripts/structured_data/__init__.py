"""What a page is about, for search engines: schema.org as JSON-LD. (OUTPUTS.)

Every `@id` and `url` is absolute, since a relative one of two pages would become one thing. People have no `@id` where
they speak: their role that day is no role of other days.
"""

from transcripts.structured_data.script import make_script
from transcripts.structured_data.things import (
    Crumb,
    Thing,
    make_announced_event,
    make_breadcrumbs,
    make_event,
    make_list,
    make_office,
    make_page,
    make_question,
    make_site,
)

__all__ = [
    "Crumb",
    "Thing",
    "make_announced_event",
    "make_breadcrumbs",
    "make_event",
    "make_list",
    "make_office",
    "make_page",
    "make_question",
    "make_script",
    "make_site",
]
