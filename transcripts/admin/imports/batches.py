"""Import batches: the page of an uploaded folder or zip file, with the state of each file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import log_addition, require
from transcripts.admin.imports.forms import Folder
from transcripts.admin.imports.messages import translate
from transcripts.admin.permissions import may_add, user_of
from transcripts.intake import from_message_form
from transcripts.models import BatchFile, Conference, ImportBatch

_STATE = BatchFile.State
OPEN = frozenset((_STATE.WAITING, _STATE.READ))


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A row of the list: the file, where its name leads, what is said of its state, and whether that needs somebody."""

    file: BatchFile
    address: str
    state: str
    said: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: `done` of `all` files are settled by the machine; the others are counts of its list."""

    all: int
    done: int
    ready: int
    asking: int
    imported: int
    refused: int

    @property
    def is_open(self) -> bool:
        """Whether files are still to be read."""
        return self.done < self.all


def batch_view(request: HttpRequest, key: str) -> HttpResponse:
    """Show an import batch; POST goes on with it for some seconds, or does as the button says. Two queries to show."""
    require(may_add(request))
    batches = ImportBatch.objects.live().select_related("owner")
    batch = batches.filter(owner=user_of(request), public_id=key).first()
    if batch is None:
        words = gettext("This import batch no longer exists: it was discarded, or it has expired.")
        messages.warning(request, words)
        return HttpResponseRedirect(reverse("admin:transcripts_conference_import"))
    if "_drop" in request.POST:
        actions.discard_import_batch(batch)
        messages.info(request, gettext("The import batch was discarded. What was imported from it stays."))
        return HttpResponseRedirect(reverse("admin:transcripts_conference_import"))
    if "_import" in request.POST:
        return _import_quiet(request, batch)
    if request.method == "POST":
        actions.go_on(batch)
        return HttpResponseRedirect(address_of(batch))
    files = list(batch.files.listed().select_related("draft", "conference").defer("draft__files"))
    context = {
        **admin.site.each_context(request),
        "opts": Conference._meta,
        "title": gettext("Import batch"),
        "subtitle": batch.name,
        "batch": batch,
        "files": [_shown(file) for file in files],
        "progress": _progress(files),
        "quiet": _quiet(files),
    }
    return TemplateResponse(request, "admin/transcripts/conference/import_batch.html", context)


def _import_quiet(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Import the previews without warnings, as far as some seconds allow, and say how many."""
    done, left = actions.confirm_quiet_drafts(batch, change_by(request))
    for conference in done:
        log_addition(request, conference, gettext("Imported."))
    if done:
        words: Any = {"count": len(done)}
        text = ngettext(
            "%(count)d transcript was imported as a draft.", "%(count)d transcripts were imported as drafts.", len(done)
        )
        messages.success(request, text % words)
    if left:
        words = {"count": left}
        text = ngettext(
            "%(count)d preview was left: it changes a conference that is there, or it is refused. Open it.",
            "%(count)d previews were left: they change conferences that are there, or are refused. Open them.",
            left,
        )
        messages.warning(request, text % words)
    return HttpResponseRedirect(address_of(batch))


def begin_batch(request: HttpRequest, cleaned: Mapping[str, Any]) -> ImportBatch:
    """Return a new batch of the folder that was handed over; `cleaned` is the upload form's cleaned data."""
    folder: Folder = cleaned["uploads"]
    return actions.create_import_batch(
        user_of(request), folder.name, folder.files, series=cleaned["series"], language=cleaned["language"]
    )


def address_of(batch: ImportBatch) -> str:
    """Return the address of a batch's page."""
    return reverse("admin:transcripts_conference_import_batch", args=[batch.public_id])


def _progress(files: Sequence[BatchFile]) -> Progress:
    states = Counter(file.state for file in files)
    return Progress(
        all=len(files),
        done=sum(count for state, count in states.items() if state not in OPEN),
        ready=states[_STATE.READY],
        asking=sum(file.state == _STATE.READY and file.warnings > 0 for file in files),
        imported=states[_STATE.IMPORTED],
        refused=states[_STATE.REFUSED],
    )


def _quiet(files: Sequence[BatchFile]) -> int:
    """Return how many previews have no warning in any of their files, and are of no conference that was found."""
    ready = [file for file in files if file.state == _STATE.READY and file.draft]
    asking = {file.draft_id for file in ready if file.warnings}
    return len({file.draft_id for file in ready if file.draft and not file.draft.conference_id} - asking)


def _shown(file: BatchFile) -> ShownFile:
    state = str(_STATE(file.state).label)
    if file.state == _STATE.REFUSED:
        return ShownFile(file, "", state, translate(from_message_form(file.sentence)), asks=True)
    if file.state == _STATE.READY and file.draft is None:
        return ShownFile(file, "", str(_STATE.DISCARDED.label), "")
    if file.state == _STATE.READY and file.draft:
        address = reverse("admin:transcripts_conference_import_draft", args=[file.draft.public_id])
        if not file.warnings:
            return ShownFile(file, address, state, gettext("no warnings"))
        return ShownFile(file, address, gettext("needs attention"), _warnings(file.warnings), asks=True)
    if file.conference:
        address = reverse("admin:transcripts_conference_change", args=[file.conference.pk])
        return ShownFile(file, address, state, "")
    return ShownFile(file, "", state, "")


def _warnings(count: int) -> str:
    words: Any = {"count": count}
    return gettext("1 warning") if count == 1 else gettext("%(count)d warnings") % words
