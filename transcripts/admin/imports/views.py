"""Import a transcript: files or pasted text, a preview that applies the editor hints, and a draft in the end."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.editing.change_form import NoteForm, add_missing, weight_value
from transcripts.admin.editing.diff import show_differences
from transcripts.admin.editing.proposing import ProposalMade, do_or_propose, keep_proposal
from transcripts.admin.editing.step_views import log_addition, log_change, require, to_conference
from transcripts.admin.imports.batches import address_of, begin_batch
from transcripts.admin.imports.conflicts import conflicts_of, read_conflict_choices, refuse_open, show_import_conflicts
from transcripts.admin.imports.corrections import MOST_HINTS, read_hints, suggested_names
from transcripts.admin.imports.forms import Folder, HeadForm, UploadForm, head_of
from transcripts.admin.imports.import_target import TargetForm
from transcripts.admin.imports.messages import translate
from transcripts.admin.imports.preview import make_preview
from transcripts.admin.imports.turn_panel import open_turn, place_after
from transcripts.admin.permissions import may_add, may_change, must_propose, user_of
from transcripts.document import TranscriptDocument, compare, to_json
from transcripts.document.merging.import_merge import ImportConflict, ImportMerge
from transcripts.intake import IntakeError, join_pages
from transcripts.models import Conference, ImportBatch, ImportDraft, Series
from transcripts.reading.import_preview import ImportPreview, preview_import
from transcripts.reading.name_matching import apply_choices, link_names
from transcripts.reading.transcript import read

MOST_SERIES = 200  # suggested names


@dataclass
class _State:
    """An import draft with all editor hints and choices applied."""

    draft: ImportDraft
    text: ImportPreview
    document: TranscriptDocument  # with the choices applied
    target: Conference | None
    before: TranscriptDocument | None  # the target's document
    found: actions.FoundBase = field(default_factory=actions.FoundBase)  # the previous import

    @cached_property
    def merged(self) -> ImportMerge:
        """The merged document of the conference, with the conflicts still to be decided."""
        return self._merge(actions.resolution_of(self.draft))

    @cached_property
    def conflicts(self) -> list[ImportConflict]:
        """All conflicts between file and site, decided or not."""
        if not self.draft.conflict_choices:
            return list(self.merged.conflicts)
        undecided = self._merge(replace(actions.resolution_of(self.draft), choices={}))
        return conflicts_of(self.merged.conflicts, undecided.conflicts)

    @property
    def is_same(self) -> bool:
        """Whether the same files were imported before, and need not be read again."""
        return self.found.is_same and not self.draft.reads_again

    def _merge(self, resolution: actions.Resolution) -> ImportMerge:
        if self.before is None:
            return ImportMerge(self.document)
        parts = actions.parts_of(join_pages(self.text.parsed))
        return actions.merge_incoming(
            self.before, self.document, self.found, parts, is_partial=self.text.is_partial, resolution=resolution
        )

    @property
    def token(self) -> str:
        """A token for the shown state: the conference, its revision number, and the result of the import."""
        form = to_json(self.document)
        if self.target is None:  # the head is typed by the editor
            form = {"people": form["people"], "exchanges": form["exchanges"]}
        seen = json.dumps([form, self.draft.choices, self.draft.reads_again], sort_keys=True)
        target = actions.revision_number_of(self.target) or (0, 0)
        return f"{target[0]}-{target[1]}-{hashlib.sha256(seen.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class _Forms:
    """The preview's forms: the head, the target and the note."""

    head: HeadForm
    aim: TargetForm
    note: NoteForm

    @classmethod
    def of(cls, state: _State) -> "_Forms":
        """Return the forms with the import's present values."""
        draft = state.draft
        note = NoteForm(initial={"note": draft.note, "is_major": weight_value(is_major=draft.is_major)})
        return cls(HeadForm(initial=head_of(state.text.document)), TargetForm.of(draft), note)

    @classmethod
    def sent(cls, request: HttpRequest) -> "_Forms":
        """Return the forms bound to the submitted data."""
        return cls(HeadForm(request.POST), TargetForm(request.POST), NoteForm(request.POST))

    @property
    def is_valid(self) -> bool:
        """Whether head and target are valid; the note is checked only when something is saved."""
        return self.head.is_valid() and self.aim.is_valid()

    def keep(self, request: HttpRequest, draft: ImportDraft) -> ImportPreview:
        """Store the submitted data in the draft, as far as it is valid, and return the new preview.

        Raises DraftChangedError when the page was made before another window changed the import, and IntakeError.
        """
        shown = preview_import(draft)
        word = read_hints(request.POST, draft.hints, draft.choices, shown)
        self.head.is_valid()
        if word.are_too_many:
            words = gettext("Too many corrections: at most %(most)d in one import.")
            self.head.add_error(None, words % {"most": MOST_HINTS})
        fields = draft.fields | self.head.corrections(shown.document)
        now = (draft.conference, draft.is_new)
        aim = self.aim.aim if self.aim.is_valid() else now
        settled = read_conflict_choices(request.POST, draft.conflict_choices)
        again = "reads_again" in request.POST if "asks_again" in request.POST else draft.reads_again
        said = (word.hints, word.choices, fields, aim, settled, again)
        known = (draft.hints, draft.choices, draft.fields, now, draft.conflict_choices, draft.reads_again)
        says_more = said != known
        if says_more and request.POST.get("as_of") != actions.hints_token(draft):
            raise actions.DraftChangedError
        change = self.note.change(request) if self.note.is_valid() else actions.Change()
        try:
            return actions.update_import_draft(
                draft,
                hints=word.hints,
                fields=fields,
                choices=word.choices,
                aim=aim,
                conflict_choices=settled,
                reads_again=again,
                note=change.note,
                is_major=change.is_major,
                before=shown,
            )
        except IntakeError as refusal:
            self.head.add_error(None, translate(refusal.sentence))
            return shown


def import_view(request: HttpRequest) -> HttpResponse:
    """Take files or text and redirect to the preview; list the user's import drafts. POST `_drop` deletes one."""
    require(may_add(request))
    if "_drop" in request.POST:
        draft = _find_draft(request, request.POST["_drop"])
        return _drop(request, draft) if draft else _gone_response(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            if isinstance(form.cleaned_data["uploads"], Folder):
                return HttpResponseRedirect(address_of(begin_batch(request, form.cleaned_data)))
            drafts = actions.create_import_drafts(
                user_of(request),
                form.cleaned_data["uploads"],
                series=form.cleaned_data["series"],
                language=form.cleaned_data["language"],
            )
        except (IntakeError, actions.ImportRefusedError) as refusal:
            said = translate(refusal.sentence) if isinstance(refusal, IntakeError) else str(refusal)
            form.add_error("text" if form.cleaned_data.get("text", "").strip() else "uploads", said)
        else:
            return _lead_to(request, drafts)
    context = {
        "title": gettext("Import a transcript"),
        "form": form,
        "batches": ImportBatch.objects.live().filter(owner=user_of(request)),
        "drafts": ImportDraft.objects.live()
        .filter(owner=user_of(request), batch_files=None)
        .only("title", "names", "public_id", "expires_at"),
    }
    return _show_page(request, "import", context)


def _lead_to(request: HttpRequest, drafts: list[ImportDraft]) -> HttpResponseRedirect:
    """Redirect to the preview, or for several conferences to the list of drafts."""
    if len(drafts) == 1:
        return HttpResponseRedirect(_address(drafts[0]))
    words = gettext("The files belong to %(number)d conferences. Each has its own preview; see “Import drafts”.")
    messages.info(request, words % {"number": len(drafts)})
    return HttpResponseRedirect(reverse("admin:transcripts_conference_import"))


def import_draft_view(request: HttpRequest, key: str) -> HttpResponse:
    """Show the preview, take hints and choices, or save the import. Only `_confirm` saves it."""
    require(may_add(request))
    draft = _find_draft(request, key)
    if draft is None:
        return _gone_response(request)
    if draft.is_expired:
        actions.delete_expired_drafts()
        messages.warning(request, gettext("This import has expired; upload the file again."))
        return HttpResponseRedirect(reverse("admin:transcripts_conference_import"))
    try:
        return _apply_request(request, draft)
    except IntakeError as refusal:  # it could be read once, but no longer
        messages.error(request, translate(refusal.sentence))
        return HttpResponseRedirect(reverse("admin:transcripts_conference_import"))


def _apply_request(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """Run the action of the pressed button. Raises IntakeError when the files can no longer be read."""
    if request.method != "POST":
        return _show_draft(request, _state_of(draft, preview_import(draft)))
    if "_drop" in request.POST:
        return _drop(request, draft)
    sent = _Forms.sent(request)
    try:
        if "_reset" in request.POST:
            actions.update_import_draft(
                draft, hints={}, fields={}, choices={}, aim=(None, False), conflict_choices={}, reads_again=False
            )
            return HttpResponseRedirect(_address(draft))
        return _apply_forms(request, draft, sent)
    except actions.DraftChangedError as refusal:
        return _show_again(request, draft, sent, refusal)


def _apply_forms(request: HttpRequest, draft: ImportDraft, sent: "_Forms") -> HttpResponse:
    """Store the submitted data, and show the new preview or save the import. Raises DraftChangedError, IntakeError."""
    text = sent.keep(request, draft)
    if "_confirm" not in request.POST and sent.is_valid:
        return HttpResponseRedirect(_address(draft) + place_after(request, text))
    state = _state_of(draft, text)
    if "_confirm" in request.POST and sent.is_valid and sent.note.is_valid():
        if request.POST.get("seen") == state.token:
            return _confirm(request, state, sent)
        words = gettext("Not saved yet: this has changed since it was shown to you. Check it, then save.")
        messages.warning(request, words)
    return _show_draft(request, state, sent)


def _confirm(request: HttpRequest, state: _State, sent: "_Forms") -> HttpResponse:
    """Save the import as it was shown, or show why it is refused."""
    target = state.target
    try:
        if not _may_save(request, target):
            raise actions.WrongStateError(not_yours_sentence())
        with transaction.atomic():
            conference = _save(request, state, sent.note.change(request))
    except ImportDraft.DoesNotExist:  # it was confirmed in another window at the same moment
        return _gone_response(request)
    except ProposalMade as made:
        return _propose(request, state, made)
    except actions.NoteRequiredError as refusal:
        add_missing(sent.note, refusal)
    except (actions.ConferenceChangedError, actions.DraftChangedError) as refusal:
        return _show_again(request, state.draft, sent, refusal)
    except actions.ImportConflictError:
        sent.head.add_error(None, refuse_open(state.merged.conflicts))
    except (actions.DocumentRefusedError, actions.ImportRefusedError, actions.WrongStateError) as refusal:
        sent.head.add_error(None, str(refusal))
    else:
        return _done(request, conference, is_new=target is None)
    return _show_draft(request, state, sent)


def _propose(request: HttpRequest, state: _State, made: ProposalMade) -> HttpResponse:
    """Save the import as a proposal and delete its draft, both or neither."""
    parts = actions.parts_of_draft(state.draft, state.text)
    with transaction.atomic():
        actions.discard_import_draft(state.draft, proposed_for=made.conference)
        log_change(request, made.conference, gettext("Proposed a change."))
        return keep_proposal(
            request, made, lambda proposal: actions.save_import_bases(made.conference, parts, proposal=proposal)
        )


def _show_again(request: HttpRequest, draft: ImportDraft, sent: "_Forms", refusal: Exception) -> HttpResponse:
    """Show the reason of a refusal, and the import's present preview with what was typed."""
    now = _find_draft(request, draft.public_id)
    if now is None:
        return _gone_response(request)
    messages.warning(request, str(refusal))
    return _show_draft(request, _state_of(now, preview_import(now)), sent)


def _gone_response(request: HttpRequest) -> HttpResponse:
    """Show that the user has no such import, whether there ever was one or not."""
    words = gettext("This import no longer exists: it was saved or discarded, or it has expired.")
    messages.warning(request, words)
    return HttpResponseRedirect(reverse("admin:transcripts_conference_import"))


def _may_save(request: HttpRequest, target: Conference | None) -> bool:
    """Return whether the user may change the target of the import."""
    return target is None or may_change(request, target)


def _done(request: HttpRequest, conference: Conference, *, is_new: bool) -> HttpResponse:
    """Show a message of success, log the import, and redirect to the conference."""
    title = {"title": conference.title}
    if is_new:
        log_addition(request, conference, gettext("Imported."))
        messages.success(request, gettext("“%(title)s” was imported. It is a draft.") % title)
    else:
        log_change(request, conference, gettext("Imported again."))
        messages.success(request, gettext("“%(title)s” was updated from the import.") % title)
    return to_conference(conference)


def _show_draft(request: HttpRequest, state: _State, sent: "_Forms | None" = None) -> HttpResponse:
    """Show the preview. A fixed number of queries, whatever the length."""
    sent = sent or _Forms.of(state)
    links = link_names(state.text.document, state.target)
    shown = show_differences(compare(state.before, state.merged.document)) if state.before else None
    context = {
        "title": gettext("Import a transcript"),
        "subtitle": state.text.document.title,
        "draft": state.draft,
        "document": state.document,
        "preview": make_preview(state.draft, state.text, state.document, links, at=open_turn(request)),
        "names": suggested_names(state.document),
        "head": sent.head,
        "aim": sent.aim,
        "form": sent.note,
        "target": state.target,
        "original": state.target or state.document,
        "shown": shown,
        "conflicts": show_import_conflicts(state.conflicts, state.draft.conflict_choices),
        "open": len(state.merged.conflicts),
        "found": state.found,
        "is_same": state.is_same,
        "is_public": bool(state.target and state.target.is_published),
        "proposes": bool(state.target and must_propose(request, state.target)),
        "may_save": _may_save(request, state.target),
        "seen": state.token,
        "as_of": actions.hints_token(state.draft),
    }
    return _show_page(request, "import_draft", context)


def _show_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Show a page of an import, with the names of the series to choose from. Two queries."""
    series = Series.objects.order_by("name").values_list("name", flat=True)[:MOST_SERIES]
    context = {**admin.site.each_context(request), "opts": Conference._meta, "series": series, **context}
    return TemplateResponse(request, f"admin/transcripts/conference/{template}.html", context)


def _find_draft(request: HttpRequest, key: str) -> ImportDraft | None:
    """Return the user's own import, with the key and the name of its batch. One query."""
    batches = ImportBatch.objects.filter(files__draft=OuterRef("pk"))
    drafts = ImportDraft.objects.select_related("conference").filter(owner=user_of(request), public_id=key)
    named = {name: Subquery(batches.values(name)[:1]) for name in ("public_id", "name")}
    return drafts.annotate(batch_id=named["public_id"], batch_name=named["name"]).first()


def _drop(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    actions.discard_import_draft(draft)
    messages.info(request, gettext("The import was discarded; nothing was saved."))
    return HttpResponseRedirect(reverse("admin:transcripts_conference_import"))


def _address(draft: ImportDraft) -> str:
    return reverse("admin:transcripts_conference_import_draft", args=[draft.public_id])


def not_yours_sentence() -> str:
    """Return the sentence that refuses an import into a conference that the user may not change."""
    return gettext("You cannot change this conference. Only an Editor can change a scheduled or withdrawn conference.")


def _state_of(draft: ImportDraft, text: ImportPreview) -> _State:
    """Return the import's present state. Thirteen queries at the most."""
    target = actions.import_target_of(draft, text)
    before = read(target) if target else None
    document = apply_choices(text.document, draft.choices)
    parts = actions.parts_of(join_pages(text.parsed))
    kept = actions.resolution_of(draft).with_hints
    found = actions.find_base(target, parts, with_hints=kept) if target else actions.FoundBase()
    return _State(draft, text, document, target, before, found)


def _save(request: HttpRequest, state: _State, change: actions.Change) -> Conference:
    """Save the import; raises ProposalMade to turn an Author's change of a public conference into a proposal."""
    done: list[Conference] = []
    seen = actions.revision_number_of(state.target)

    def confirm() -> None:
        done.append(actions.confirm_import_draft(state.draft, seen=seen, change=change, before=state.text)[0])

    if state.target:
        do_or_propose(request, state.target, change, confirm)
    else:
        confirm()
    return done[0]
