"""The history of a conference: every revision and event, to read, compare and restore."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.editing.change_form import NoteForm, add_missing
from transcripts.admin.editing.conflicts import choices_for, render_conflicts
from transcripts.admin.editing.diff import ChangeCounts, count_changes, show_differences
from transcripts.admin.editing.proposing import ProposalMade, do_or_propose, keep_proposal
from transcripts.admin.editing.step_views import conference_page, confirm, log_change, render
from transcripts.admin.permissions import may_change, may_erase_words, may_propose, may_view
from transcripts.admin.revisions.notes import may_edit_notes
from transcripts.admin.revisions.removed import seen_text, seen_transcript
from transcripts.document import FormError, TranscriptDocument, compare
from transcripts.models import Conference, Correction, Event, Revision

PER_PAGE = 25


class Closed(NamedTuple):
    """A later revision that changed the words of this one's corrections again, or took them back."""

    number: int
    is_taken_back: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the history: a revision or an event."""

    made_at: datetime
    revision: Revision | None = None
    changes: ChangeCounts | None = None
    event: Event | None = None
    closed: Sequence[Closed] = ()


@conference_page(may_view)
def history_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show revisions and events, newest first. Fifteen queries at the most, whatever the length."""
    paginator = Paginator(_timeline(conference), PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    entries = _entries(conference, page.object_list)
    numbers = [entry.revision.number for entry in entries if entry.revision and entry.revision.number]
    return render(
        request,
        conference,
        "history",
        title=gettext("History"),
        entries=_as_seen(request, conference, entries),
        first=numbers[0] if numbers else None,
        second=numbers[1] if len(numbers) > 1 else None,
        page=page,
        page_range=paginator.get_elided_page_range(page.number),
        may_restore=may_change(request, conference),
        may_edit_notes=may_edit_notes(request, conference),
        may_erase=may_erase_words(request, conference),
    )


@conference_page(may_view)
def compare_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show the differences between two revisions: GET `from` and `to`, their numbers. Five queries."""
    to = _number(request.GET.get("to", ""))
    numbers = sorted((_number(request.GET.get("from", str(to - 1))), to))
    found = {row.number: row for row in conference.revisions.applied().filter(number__in=numbers)}
    new = found.get(numbers[1])
    if new is None or (numbers[0] > 0 and numbers[0] not in found):
        raise Http404
    old = found.get(numbers[0])
    try:
        before = seen_transcript(request, conference, old) if old else TranscriptDocument()
        differences = compare(before, seen_transcript(request, conference, new))
    except FormError:
        return _unreadable_response(request, conference)
    return render(
        request,
        conference,
        "compare",
        title=gettext("What changed"),
        old=old,
        new=new,
        shown=show_differences(differences),
    )


@conference_page(may_change)
def restore_revision_view(request: HttpRequest, conference: Conference, number: int) -> HttpResponse:
    """Ask for a note, and restore the conference to a revision."""
    revision = get_object_or_404(conference.revisions.applied(), number=number)
    initial = {"note": gettext("Restored revision %(number)d.") % {"number": number}}
    form = NoteForm(request.POST if request.method == "POST" else None, initial=initial)
    base, conflicts = _opened_at(request, conference), []
    if request.method == "POST" and form.is_valid():
        try:
            return _restore(request, conference, revision, form.change(request), base=base)
        except actions.ConflictError as refusal:
            form.add_error(None, str(refusal))
            conflicts = render_conflicts(conference, refusal.conflicts, base=base)
        except actions.NoteRequiredError as refusal:
            add_missing(form, refusal)
        except actions.WrongStateError as refusal:
            form.add_error(None, str(refusal))
        except FormError:
            return _unreadable_response(request, conference)
    return confirm(
        request,
        conference,
        form,
        title=gettext("Restore revision %(number)d") % {"number": number},
        explanation=gettext(
            "This restores the conference to its state at that time, in a new revision. Nothing is lost. "
            "Changes that others make while this page is open are kept."
        ),
        button=gettext("Restore"),
        is_note=True,
        hidden={"revision_number": base},
        conflicts=conflicts,
        may_propose=may_propose(request, conference),
        back=reverse("admin:transcripts_conference_history", args=[conference.pk]),
    )


def _as_seen(request: HttpRequest, conference: Conference, entries: list[Entry]) -> list[Entry]:
    """Return the entries without removed words in their former notes, for users who may not see these. One query."""
    clean = seen_text(request, conference)
    for entry in entries:
        for edit in entry.revision.note_edits.all() if entry.revision else ():
            edit.was, edit.now = clean(edit.was), clean(edit.now)
    return entries


def _unreadable_response(request: HttpRequest, conference: Conference) -> HttpResponse:
    words = gettext("A revision cannot be read: its row was changed directly in the database.")
    messages.error(request, words)
    return HttpResponseRedirect(reverse("admin:transcripts_conference_history", args=[conference.pk]))


def _restore(
    request: HttpRequest, conference: Conference, revision: Revision, change: actions.Change, *, base: int
) -> HttpResponse:
    done = gettext("Restored revision %(number)d.") % {"number": revision.number or 0}
    try:
        with transaction.atomic():
            do_or_propose(
                request,
                conference,
                change,
                lambda: actions.restore_revision(
                    revision, change=change, base=base, choices=choices_for(request.POST, conference)
                ),
            )
    except ProposalMade as made:
        return keep_proposal(request, made)
    log_change(request, conference, done)
    messages.info(request, done)
    return HttpResponseRedirect(reverse("admin:transcripts_conference_history", args=[conference.pk]))


def _opened_at(request: HttpRequest, conference: Conference) -> int:
    """Return the revision number at which the submitted page was opened; without one, the present number."""
    sent = request.POST.get("revision_number", "")
    opened = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 9 else conference.revision_number
    return min(opened, conference.revision_number)


def _number(text: str) -> int:
    """Return the parsed number of a revision. Raises Http404."""
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise Http404
    return int(text)


def _timeline(conference: Conference) -> "QuerySet[Revision, tuple[datetime, str, int]]":
    """Return the query of all entries, newest first, as rows of time, kind and key."""
    revisions = conference.revisions.order_by().values_list("made_at", Value("revision", CharField()), "pk")
    events = conference.events.order_by().values_list("made_at", Value("event", CharField()), "pk")
    return revisions.union(events, all=True).order_by("-made_at", "-pk")


def _entries(conference: Conference, rows: Iterable[tuple[datetime, str, int]]) -> list[Entry]:
    """Return the entries of one page, with their numbers of changes and what became of them. Seven queries."""
    rows = list(rows)
    events = Event.objects.in_bulk([key for _, kind, key in rows if kind == "event"])
    keys = [key for _, kind, key in rows if kind == "revision"]
    revisions = (
        Revision.objects.select_related("removal").prefetch_related("note_edits", "erasures__removal").in_bulk(keys)
    )
    numbers = {revision.base for revision in revisions.values()}
    known = {row.number: row for row in revisions.values() if row.number is not None}
    missing = numbers - set(known) - {0}
    known |= {row.number: row for row in conference.revisions.applied().filter(number__in=missing) if row.number}
    documents = {number: _document(row) for number, row in known.items()}
    closed = _closed(keys)
    entries = []
    for made_at, kind, key in rows:
        if kind == "event":
            entries.append(Entry(made_at, event=events[key]))
            continue
        revision = revisions[key]
        before = documents.get(revision.base) if revision.base else TranscriptDocument()
        now = documents[revision.number] if revision.number else _document(revision)
        changes = count_changes(before, now) if before and now else None
        entries.append(Entry(made_at, revision, changes, closed=closed.get(key, ())))
    return entries


def _closed(keys: Iterable[int]) -> dict[int, list[Closed]]:
    """Return what became of the corrections of each of these revisions, as readers see it. One query."""
    found = Correction.objects.filter(revision__in=keys, closed_by__isnull=False).order_by("closed_by__number")
    closed: dict[int, list[Closed]] = defaultdict(list)
    for key, number, is_taken_back in found.values_list("revision", "closed_by__number", "is_taken_back").distinct():
        closed[key].append(Closed(number or 0, is_taken_back))
    return closed


def _document(revision: Revision) -> TranscriptDocument | None:
    """Return the revision's document, or None when the row was tampered with."""
    try:
        return revision.transcript
    except FormError:
        return None
