"""Removing words from what is public, with or without repeating them, and refusing what would bring them back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext

from transcripts import search
from transcripts.actions.change import Change, WrongStateError, require_permission
from transcripts.actions.purge import purge_caches
from transcripts.actions.transcript.copies import wipe_copies
from transcripts.actions.transcript.corrections import publish_corrections
from transcripts.actions.transcript.reconcile import write_document
from transcripts.actions.transcript.revisions import record_revision
from transcripts.document import RemovedWords, TranscriptDocument, blank, compare, finds, has_words, mark_of
from transcripts.document.removing import Span, cut, earlier_spans
from transcripts.models import Conference, Removal, Status
from transcripts.reading.transcript import read
from transcripts.text import paragraphs


@dataclass(frozen=True, slots=True)
class Cut:
    """What to remove of one paragraph: its turn by public id, its index in the turn, and the words; none are all."""

    turn: str
    paragraph: int
    words: str = ""


@transaction.atomic
def remove_words(
    conference: Conference, cuts: Sequence[Cut], *, reason: str, is_repeated: bool, base: int, change: Change
) -> Removal:
    """Remove words from a public or withdrawn conference, as one major revision; return the removal.

    “[removed]” takes their place. With `is_repeated`, the corrections and earlier versions still show them.
    Without, nothing does: they are blanked wherever the conference has them, in any revision that readers see, and
    whatever would bring them back is refused. `base` is the revision in which they were chosen. Reads every revision.
    Raises WrongStateError, PermissionDenied.
    """
    require_permission(change, "remove_words")
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    removed, spans = plan_removal(row, cuts, reason=reason, is_repeated=is_repeated, base=base)
    before = read(row)
    document = _without(before, spans)
    if not is_repeated:
        document = blank(document, [removed])
    write_document(row, document)
    search.index(row.pk)
    said = replace(change, note=reason.strip(), is_major=True)
    revision = record_revision(row, said)
    if revision is None:
        raise WrongStateError(gettext("These words are no longer there."))
    if not row.is_published or row.is_running:  # of these only a removal is a correction at once
        publish_corrections(revision, compare(before, document))
        revision.running_corrections.all().delete()
    removal = Removal.objects.create(
        conference=row,
        revision=revision,
        reason=reason.strip(),
        is_repeated=is_repeated,
        turns=list(spans),
        words=[] if is_repeated else list(removed.words),
        forms={} if is_repeated else dict(removed.forms),
        made_by=change.user,
        made_by_name=change.name,
        made_at=revision.made_at,
    )
    if not is_repeated:
        removal.copies = wipe_copies(row, removed, said)
        removal.save(update_fields=["copies"])
        purge_caches()
    conference.refresh_from_db()
    return removal


def plan_removal(
    conference: Conference, cuts: Sequence[Cut], *, reason: str, is_repeated: bool, base: int
) -> tuple[RemovedWords, dict[str, list[Span]]]:
    """Return the words that `cuts` mean, and their places in each turn's text; writes nothing. Reads every revision.

    Raises WrongStateError with a sentence when it cannot be done.
    """
    if conference.status not in {Status.PUBLISHED, Status.WITHDRAWN} or conference.is_scheduled:
        raise WrongStateError(gettext("Words can be removed only from what was public. Edit the text instead."))
    if base != conference.revision_number:
        raise WrongStateError(gettext("Somebody else has changed the same text."))
    if not reason.strip():
        raise WrongStateError(gettext("Enter the reason; readers will see it."))
    document = read(conference)
    words, spans = _places(document, cuts)
    removed = RemovedWords(words, {} if is_repeated else _earlier_forms(conference, spans))
    if not is_repeated:
        if finds(reason, [removed]):
            raise WrongStateError(gettext("The reason repeats the words that are to be removed."))
        _refuse_names(document, removed)
    return removed, spans


def _places(document: TranscriptDocument, cuts: Iterable[Cut]) -> tuple[tuple[str, ...], dict[str, list[Span]]]:
    """Return the words, and their places in the text of each turn."""
    turns = {turn.public_id: turn for turn in document.turns}
    words: list[str] = []
    spans: dict[str, list[Span]] = defaultdict(list)
    for one in cuts:
        turn = turns.get(one.turn)
        if turn is None or not 0 <= one.paragraph < len(turn.paragraphs):
            raise WrongStateError(gettext("These words are no longer there."))
        paragraph = turn.paragraphs[one.paragraph]
        start = sum(len(each) + 2 for each in turn.paragraphs[: one.paragraph])
        wanted = " ".join(one.words.split()) or paragraph
        found = _find_all(paragraph, wanted)
        if not found or not has_words(wanted):
            raise WrongStateError(gettext("“%(words)s” is not in this paragraph.") % {"words": wanted[:80]})
        words.append(wanted)
        spans[one.turn] += [(start + low, start + high) for low, high in found]
    if not words:
        raise WrongStateError(gettext("Choose the paragraphs or the words."))
    return tuple(dict.fromkeys(words)), {turn: sorted(set(places)) for turn, places in spans.items()}


def _find_all(text: str, words: str) -> list[Span]:
    """Return the places of the words in a paragraph, whose lines may end anywhere."""
    plain = " ".join(text.split("\n"))
    found: list[Span] = []
    at = plain.find(words)
    while at >= 0:
        found.append((at, at + len(words)))
        at = plain.find(words, at + len(words))
    return found or ([(0, len(text))] if words == text else [])


def _without(document: TranscriptDocument, spans: dict[str, list[Span]]) -> TranscriptDocument:
    """Return the document with “[removed]” in these places."""
    mark = mark_of(document.language)
    exchanges = [
        replace(
            exchange,
            turns=tuple(
                replace(turn, paragraphs=tuple(paragraphs(cut(turn.text, spans[turn.public_id], mark))))
                if turn.public_id in spans
                else turn
                for turn in exchange.turns
            ),
        )
        for exchange in document.exchanges
    ]
    return replace(document, exchanges=tuple(exchanges))


def _earlier_forms(conference: Conference, spans: dict[str, list[Span]]) -> dict[str, str]:
    """Return each paragraph that held the words in an earlier wording, with what is left of it. One query."""
    forms: dict[str, str] = {}
    mark = mark_of(conference.language)
    texts: dict[str, str] = {}
    places = dict(spans)
    for revision in conference.revisions.applied().order_by("-number").iterator(chunk_size=20):
        held = {turn.public_id: turn.text for turn in revision.transcript.turns}
        for key in list(places):
            text = held.get(key)
            if text is None:
                continue
            if key in texts and texts[key] != text:
                places[key] = earlier_spans(text, texts[key], places[key])
            if texts.get(key) != text:
                forms |= _forms_of(text, places[key], mark)
            texts[key] = text
    return forms


def _forms_of(text: str, spans: Sequence[Span], mark: str) -> dict[str, str]:
    """Return the paragraphs of a turn's text that hold any of these places, with what is left of them."""
    forms: dict[str, str] = {}
    at = 0
    for paragraph in paragraphs(text):
        at = text.index(paragraph, at)
        inside = [
            (max(low - at, 0), min(high - at, len(paragraph)))
            for low, high in spans
            if low < at + len(paragraph) and high > at
        ]
        if inside:
            forms[paragraph] = cut(paragraph, inside, mark)
        at += len(paragraph)
    return forms


def _refuse_names(document: TranscriptDocument, removed: RemovedWords) -> None:
    """Refuse words that are a name of a record, which other conferences may have as well. Raises WrongStateError."""
    names = [document.series, *(person.name for person in document.people)]
    for exchange in document.exchanges:
        names += [*exchange.topics, *(turn.outlet for turn in exchange.turns)]
    for name in names:
        if finds(name, [removed]):
            raise WrongStateError(
                gettext("“%(name)s” is the name of a participant, an outlet, a topic or a series: change that first.")
                % {"name": name}
            )
