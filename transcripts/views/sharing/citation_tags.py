"""Meta elements for reference managers: Highwire's names and Dublin Core's.

There is no `DC.type`, and the Open Graph type of these pages is “article”: to older Zoteros others would outweigh the
meeting, by which it takes them for a conference paper and not for a web page.
"""

from collections.abc import Sequence

from django.conf import settings

from transcripts.citations import Author
from transcripts.document import Kind, Part
from transcripts.presentation import ExchangeView, TranscriptView
from transcripts.text import language_tag
from transcripts.views.conference.transcript import PublicPages

Tags = tuple[tuple[str, str], ...]
_DUBLIN_CORE = {
    "citation_title": "DC.title",
    "citation_author": "DC.creator",
    "citation_publication_date": "DC.date",
    "citation_publisher": "DC.publisher",
    "citation_language": "DC.language",
    "citation_public_url": "DC.identifier",
}


def with_office(tags: Tags, office: str) -> Sequence[tuple[str, str]]:
    """Return the tags with their publisher, each in both vocabularies; nothing where nothing is cited."""
    if not tags:
        return ()
    said = [(name, value) for name, value in (*tags, ("citation_publisher", office)) if value]
    return [*said, *((_DUBLIN_CORE[name], value.rstrip(";")) for name, value in said if name in _DUBLIN_CORE)]


def citation_of(pages: PublicPages, view: TranscriptView, exchange: ExchangeView | None, title: str) -> Tags:
    """Return what reference managers read of an exchange, or of the whole conference: names, day, meeting, address.

    A name is family name first where an editor said which that is, else as printed.
    """
    families = {participant.name_as_printed: participant.speaker.family_name for participant in pages.people}
    names = [person.name for person in view.people if person.part == Part.SPEAKER]
    if exchange:
        names = [turn.by.name for turn in exchange.turns if turn.kind in {Kind.ANSWER, Kind.STATEMENT}]
    authors = [Author(name, families.get(name, "")) for name in dict.fromkeys(filter(None, names))]
    meeting = view.title if exchange else view.series.name if view.series else view.title
    key = exchange.url if exchange else pages.conference.get_permanent_url()
    return (
        ("citation_title", title),
        *(("citation_author", name) for name in _names(authors)),
        ("citation_publication_date", view.day.isoformat() if view.day else ""),
        ("citation_conference_title", meeting),
        ("citation_language", language_tag(view.language)),
        ("citation_public_url", settings.SITE_URL + key),
    )


def _names(authors: Sequence[Author]) -> list[str]:
    """Return the names, the family name first where it is known.

    Zotero takes one name alone, with two words before its comma and two behind it, for two people, unless a semicolon
    says that the names end there.
    """
    names = [", ".join(author.parts or (author.name,)) for author in authors]
    is_parted = len(names) == 1 and authors[0].parts and all(" " in part for part in authors[0].parts)
    return [f"{names[0]};"] if is_parted else names
