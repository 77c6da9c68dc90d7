"""Name matching: the records that a document's names mean, whether certain, similar or new. Read-only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from transcripts.document import TranscriptDocument
from transcripts.document.merging.import_merge import with_heard_people
from transcripts.models import Conference, NameKey, Outlet, Speaker
from transcripts.reading.name_resolution import NEW, Chosen, KnownNames, find_candidates
from transcripts.reading.name_similarity import SimilarityReason, near_keys, similarity_reason

MOST_ASKED = 200  # names of one kind for which similar names are looked up; a transcript has fewer new ones
MOST_ROWS = 5_000  # keys that are compared, whatever the number of names in the records
MOST_NEAR = 5  # similar names that are offered for one name
KINDS: dict[str, type[Speaker] | type[Outlet]] = {"speaker": Speaker, "outlet": Outlet}

Choices = Mapping[str, int | str]


class Certainty(StrEnum):
    """The certainty with which a name means a record."""

    KNOWN = "known"
    SEVERAL = "several"  # several have this name; without a choice, the first entered is taken
    NEAR = "near"  # a known record has a similar name; without a choice, a new record is made
    NEW = "new"


@dataclass(frozen=True, slots=True)
class NearMatch:
    """A record that a name may mean, with its most similar name and the reason."""

    record: Speaker | Outlet
    name: str
    why: SimilarityReason


@dataclass(frozen=True, slots=True)
class NameLink:
    """The record that an import links one name of a document to. `kind` is “speaker” or “outlet”."""

    kind: str
    name: str
    certainty: Certainty
    record: Speaker | Outlet | None = None
    near: tuple[NearMatch, ...] = ()

    @property
    def key(self) -> str:
        """The name's key among an editor's choices."""
        return f"{self.kind}:{self.name}"


def link_names(
    document: TranscriptDocument, conference: Conference | None = None, known: KnownNames | None = None
) -> tuple[NameLink, ...]:
    """Return for each speaker and outlet of `document` the link that an import will make, in order of mention.

    `conference` is the one that the document changes: a name means the participant already linked under it. Nothing is
    written. Twenty-two queries at the most, whatever the length of the document and the number of records; with
    `known`, no name is asked for twice.
    """
    known = known or KnownNames()
    speakers = [person.name for person in with_heard_people(document).people]
    outlets = list(dict.fromkeys(turn.outlet for turn in document.turns if turn.outlet))
    participants = conference.participations.select_related("speaker") if conference and conference.pk else ()
    here: dict[str, list[Speaker]] = {
        participant.name_as_printed: [participant.speaker] for participant in participants
    }
    strange = [name for name in speakers if name not in here]
    return (
        *_link("speaker", speakers, find_candidates(Speaker, strange, known) | here),
        *_link("outlet", outlets, find_candidates(Outlet, outlets, known)),
    )


def _link(kind: str, names: Sequence[str], claims: Mapping[str, Sequence[Any]]) -> list[NameLink]:
    """Return the link of each name. Two queries."""
    unknown = [name for name in names if name not in claims]
    near = _find_near(kind, unknown[:MOST_ASKED])
    links = []
    for name in names:
        meant = claims.get(name, ())
        if len(meant) == 1:
            links.append(NameLink(kind, name, Certainty.KNOWN, meant[0]))
        elif meant:
            several = tuple(NearMatch(record, record.name, SimilarityReason.SAME) for record in meant)
            links.append(NameLink(kind, name, Certainty.SEVERAL, meant[0], several))
        else:
            certainty = Certainty.NEAR if near.get(name) else Certainty.NEW
            links.append(NameLink(kind, name, certainty, None, near.get(name, ())))
    return links


def _find_near(kind: str, names: Sequence[str]) -> dict[str, tuple[NearMatch, ...]]:
    """Return for each name the records with similar names, the most similar first. Two queries, or none."""
    wanted = {name: near_keys(name) for name in names}
    keys = {key for own in wanted.values() for key in own}
    if not keys:
        return {}
    rows = NameKey.objects.filter(kind=kind, key__in=keys).values_list("key", "record", "name")[:MOST_ROWS]
    by_key: dict[str, list[tuple[int, str]]] = {}
    for key, record, known in rows:
        by_key.setdefault(key, []).append((record, known))
    order = list(SimilarityReason)
    found: dict[str, dict[int, tuple[SimilarityReason, str]]] = {}
    for name, own in wanted.items():
        alike: dict[int, tuple[SimilarityReason, str]] = {}
        for record, known in sorted({pair for key in own for pair in by_key.get(key, ())}):
            why = similarity_reason(name, known)
            if why and (record not in alike or order.index(why) < order.index(alike[record][0])):
                alike[record] = (why, known)
        best = sorted(alike.items(), key=lambda item: (order.index(item[1][0]), item[0]))
        found[name] = dict(best[:MOST_NEAR])
    records: Any = KINDS[kind]._default_manager.in_bulk({record for own in found.values() for record in own})
    return {
        name: tuple(NearMatch(records[record], known, why) for record, (why, known) in own.items() if record in records)
        for name, own in found.items()
    }


def apply_choices(document: TranscriptDocument, choices: Choices) -> TranscriptDocument:
    """Return `document` with an editor's choices applied: a name that means a record becomes the record's own.

    `choices` says for a link's key which record is meant, or “new”; what it does not name stays. Labels, roles and
    words stay as they are. Two queries at the most.
    """
    return resolve_choices(document, choices)[0]


def resolve_choices(document: TranscriptDocument, choices: Choices) -> tuple[TranscriptDocument, Chosen]:
    """Return `document` with the choices applied, and the records that its names then mean. Two queries at the most."""
    language = document.language
    renamed: dict[str, dict[str, str]] = {}
    chosen: dict[str, dict[str, int | str]] = {}
    for kind, model in KINDS.items():
        own = _choices_of(kind, choices)
        records: Any = model._default_manager.in_bulk([pk for pk in own.values() if isinstance(pk, int)])
        names = {name: records[pk].name_in(language) for name, pk in own.items() if pk in records}
        renamed[kind] = names
        chosen[kind] = {names.get(name, name): pk for name, pk in own.items() if pk == NEW or pk in records}
    speakers, outlets = renamed["speaker"], renamed["outlet"]
    settled = replace(
        document,
        people=tuple(replace(person, name=speakers.get(person.name, person.name)) for person in document.people),
        exchanges=tuple(
            replace(
                exchange,
                turns=tuple(
                    replace(
                        turn,
                        speaker=speakers.get(turn.speaker, turn.speaker),
                        outlet=outlets.get(turn.outlet, turn.outlet),
                    )
                    for turn in exchange.turns
                ),
            )
            for exchange in document.exchanges
        ),
    )
    return settled, Chosen(chosen["speaker"], chosen["outlet"])


def _choices_of(kind: str, choices: Choices) -> dict[str, int | str]:
    """Return the choices of one kind by name; what is neither a key nor “new” is no choice."""
    own: dict[str, int | str] = {}
    for key, choice in choices.items():
        of, _, name = key.partition(":")
        if of == kind and (choice == NEW or str(choice).isdecimal()):
            own[name] = NEW if choice == NEW else int(choice)
    return own


def describe_links(links: Iterable[NameLink]) -> list[str]:
    """Return lines about the names that are new or to be decided."""
    lines = []
    for link in links:
        offers = ", ".join(f"“{near.record.name}” ({near.why.label}, /{near.record.slug}/)" for near in link.near)
        if link.certainty == Certainty.NEW:
            lines.append(f"new {link.kind}: {link.name}")
        elif link.certainty == Certainty.NEAR:
            lines.append(f"new {link.kind}: {link.name} – or is it {offers}?")
        elif link.certainty == Certainty.SEVERAL:
            lines.append(f"several {link.kind}s are called {link.name}; the first entered is taken: {offers}")
    return lines
