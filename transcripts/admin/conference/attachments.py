"""Attachments, as a table in the conference's form; and their files, for users who may see the conference."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Field, Q
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.formsets import StableFormSet
from transcripts.admin.editing.proposing import asks_to_propose, refuse_to_propose
from transcripts.admin.editing.reorder import OrderedInline, read_move
from transcripts.admin.permissions import is_decided, may_view, must_propose
from transcripts.admin.widgets.language_fields import FieldNames
from transcripts.admin.widgets.name_fields import FormField
from transcripts.attachment_files import send_attachment
from transcripts.models import Attachment, Conference

WORDS = ["alt", "caption", "credit", "title", "url"]
LETTER = "a"
FILE_KINDS = {Attachment.Kind.PHOTO, Attachment.Kind.HANDOUT, Attachment.Kind.RECORDING}
_ACCEPTED = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.csv,.txt,.mp3,.m4a,.mp4,.webm,.ogg,.oga,.opus"


class AttachmentForm(forms.ModelForm):
    """The form of one attachment. It carries its texts as they were when it was opened, to detect concurrent edits."""

    upload: actions.Upload | None = None

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        help_text=_(
            "A JPEG, PNG or WebP photo, which is resized and stripped of location and camera data. Or a Word or Excel "
            "handout, whose author, company and other properties are taken out, but nothing from the pictures in it; "
            "or a PDF or text, which is kept as it is, with the properties that a PDF may have. Or the recording "
            "(MP3, M4A, MP4, WebM, Ogg), which is kept as it is; one that lies elsewhere has its address below "
            "instead."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WORDS:
            if name in self.fields:
                self.fields[name].show_hidden_initial = self.instance.pk is not None

    def has_changed(self) -> bool:
        """Return whether there is anything to save: a kind alone does not make an attachment."""
        changed = set(self.changed_data)
        return bool(changed - {"kind"} if self.instance.pk is None else changed)

    def clean(self) -> dict[str, object]:
        """Read the file, and require the fields that the kind needs, with each error at its field."""
        super().clean()
        cleaned = self.cleaned_data
        self._keep_others_changes()
        kind, file = cleaned.get("kind"), cleaned.get("file")
        if self.instance.pk and kind != self.initial.get("kind"):
            self.add_error("kind", gettext("The type cannot be changed. Delete this row and add another."))
        elif kind == Attachment.Kind.VIDEO:
            self._clean_video()
        elif kind == Attachment.Kind.RECORDING:
            self._clean_recording(file)
        elif kind:
            self._clean_file(kind, file)
            needed = "alt" if kind == Attachment.Kind.PHOTO else "title"
            if not cleaned.get(needed):
                self.add_error(
                    needed,
                    gettext("Describe what the photo shows, for readers who cannot see it.")
                    if needed == "alt"
                    else gettext("Enter a title for the handout; readers see it as a link."),
                )
            if cleaned.get("url"):
                self.add_error("url", gettext("Only a video or a recording has an address."))
        return cleaned

    def _clean_video(self) -> None:
        if self.cleaned_data.get("file"):
            self.add_error("file", gettext("A video is only a link; do not choose a file for it."))
        if not self.cleaned_data.get("url", "").startswith("https://"):
            self.add_error("url", gettext("Enter the address of the video, beginning with https://."))

    def _clean_recording(self, file: UploadedFile | None) -> None:
        url = self.cleaned_data.get("url", "")
        if not url:
            self._clean_file(Attachment.Kind.RECORDING, file)
        elif file or self.instance.folder:
            self.add_error("url", gettext("A recording is a file or an address, not both."))
        elif not Attachment(url=url).origin or not actions.type_of_address(url):
            self.add_error(
                "url",
                gettext(
                    "Enter the address of the sound or video itself, beginning with https:// and ending in .mp3, .m4a, "
                    ".mp4, .webm or .ogg; the address of a page with a video is a video link."
                ),
            )

    def _clean_file(self, kind: str, file: UploadedFile | None) -> None:
        if not file:
            if not self.instance.folder and "file" not in self.errors:
                self.add_error("file", gettext("Choose a file."))
            return
        read = read_once(file, kind)
        if isinstance(read, actions.UploadRefusedError):
            self.add_error("file", str(read))
        else:
            self.upload = read

    def _keep_others_changes(self) -> None:
        """Keep others' changes of fields that this editor left alone; add an error where both changed one."""
        for name in WORDS if self.instance.pk else []:
            opened = self.data.get(self.add_initial_prefix(name))
            now, mine = self.initial.get(name) or "", self.cleaned_data.get(name)
            if opened is None or mine is None or now in (opened, mine):
                continue
            if mine == opened:
                self.cleaned_data[name] = now
            else:
                self.data[self.add_initial_prefix(name)] = now  # type: ignore[index]  # saved again, mine is kept
                self.add_error(name, gettext("Somebody else has changed this to “%(text)s”.") % {"text": now})


class AttachmentInline(OrderedInline, admin.StackedInline):
    """The attachments, in the order in which readers see them."""

    model = Attachment
    form = AttachmentForm
    formset = StableFormSet
    letter = LETTER
    fields = ["preview", "kind", "file", *WORDS, "order"]
    readonly_fields = ["preview", "order"]
    ordering = ["position"]
    extra = 1
    view_on_site = False
    classes = ["collapse"]
    template = "admin/transcripts/conference/attachments.html"

    def get_fields(self, request: HttpRequest, obj: Conference | None = None) -> FieldNames:
        """Return the fields, without those that only serve to change the list when it is read-only."""
        if self.has_change_permission(request, obj):
            return list(self.fields or [])
        return ["preview", "kind", *WORDS]

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: object) -> FormField:
        if db_field.name == "url":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        user = request.user
        return bool(user.has_perm("transcripts.view_conference") or user.has_perm("transcripts.change_conference"))

    def has_change_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        """Return whether the user may change attachments: if public, only Editors, as no proposal holds them."""
        user = request.user
        if obj and (obj.binned_at or must_propose(request, obj) or is_decided(request, obj)):
            return False
        return bool(user.has_perm("transcripts.change_conference"))

    def has_add_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        return self.has_change_permission(request, obj)

    @admin.display(description=_("current file"))
    def preview(self, row: Attachment) -> SafeString | str:
        """Return the photo, or a link to the handout or the recording, served by the admin."""
        if not row.folder:
            return ""
        name = f"{row.widths[0]}.webp" if row.widths else row.name
        address = reverse("admin:transcripts_conference_attachment", args=[row.public_id, name])
        if row.kind == Attachment.Kind.PHOTO:
            return format_html('<img class="desk-photo" src="{}" alt="{}" loading="lazy">', address, row.alt)
        name, size = row.title or row.name, filesizeformat(row.size)
        return format_html('<a href="{}">{}</a> <span class="quiet">{}</span>', address, name, size)


def read_once(file: UploadedFile, kind: str) -> actions.Upload | actions.UploadRefusedError:
    """Return the processed file, or why it is refused; cached on the file, since photos take seconds."""
    known: dict[str, actions.Upload | actions.UploadRefusedError] = file.__dict__.setdefault("read_as", {})
    if kind not in known:
        readers = {Attachment.Kind.PHOTO: actions.read_photo, Attachment.Kind.RECORDING: actions.read_recording}
        read = readers.get(Attachment.Kind(kind), actions.read_handout)
        try:
            known[kind] = read(file)
        except actions.UploadRefusedError as refusal:
            known[kind] = refusal
    return known[kind]


def read_files(request: HttpRequest) -> None:
    """Read the files that were uploaded with the conference's form."""
    for name in request.FILES:
        file = request.FILES.get(name)
        prefix, _dash, field = name.rpartition("-")
        kind = request.POST.get(f"{prefix}-kind")
        if isinstance(file, UploadedFile) and field == "file" and kind in FILE_KINDS:
            read_once(file, str(kind))


def save_attachments(
    request: HttpRequest, conference: Conference, formset: BaseInlineFormSet, change: actions.Change
) -> list[str]:
    """Save a valid formset in one action, and return the folders that were written.

    Raises NoteRequiredError, WrongStateError.
    """
    rows = formset.save(commit=False)
    move = read_move(request, LETTER)
    if not rows and not formset.deleted_objects and not move:
        return []
    if asks_to_propose(request, conference):
        raise refuse_to_propose()
    uploads = {
        rows.index(form.instance): form.upload
        for form in formset.forms
        if isinstance(form, AttachmentForm) and form.upload and form.instance in rows
    }
    return list(
        actions.save_attachments(
            conference, rows, change=change, uploads=uploads, removed=formset.deleted_objects, move=move
        )
    )


def attachment_view(request: HttpRequest, public_id: str, name: str) -> HttpResponseBase:
    """Send a file to a user who may see the conference. One query."""
    found = Attachment.objects.filter(~Q(folder=""), public_id=public_id).select_related("conference").first()
    if found is None:
        raise Http404
    if not may_view(request, found.conference):
        raise PermissionDenied
    response = send_attachment(request, found, name)
    if response is None:
        raise Http404
    return response
