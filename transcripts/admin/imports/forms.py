"""Forms of the import pages: files or pasted text, and the head."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import translation
from django.utils.text import normalize_newlines
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.admin.imports.messages import translate
from transcripts.document import HEAD, HEAD_FIELDS, FieldType, HeadField, TranscriptDocument
from transcripts.intake import (
    ACCEPTED_SUFFIXES,
    LARGEST_FILE,
    ZIP,
    FolderFile,
    IntakeError,
    Source,
    bounded,
    files_in_zip,
    is_of_the_system,
    message,
    open_source,
    plain_source,
    too_large,
)
from transcripts.models import CONTENT_LANGUAGES

MOST_AT_ONCE = 10  # files that are read while the browser waits; more become a batch
ASKED = [field for field in HEAD_FIELDS if field.is_asked]


class FilesInput(forms.ClearableFileInput):
    """A file input for several files."""

    allow_multiple_selected = True


@dataclass(frozen=True, slots=True)
class Folder:
    """Files that are imported as a batch: those of a zip file, or more than are read at once."""

    name: str
    files: list[FolderFile]


class FilesField(forms.FileField):
    """A form field for several files, each a name and its source, or for a folder of them. An error names the file."""

    widget = FilesInput

    def clean(self, data: Sequence[UploadedFile] | None, initial: object = None) -> list[tuple[str, Source]] | Folder:
        """Return the read files; one that is too large is read only as far as shows that."""
        uploads: list[UploadedFile] = [upload for upload in data or [] if upload]
        try:
            if len(uploads) > MOST_AT_ONCE or any(_is_zip(upload) for upload in uploads):
                return _folder_of(uploads)
            named = [(upload, str(upload.name)) for upload in uploads]
            return [(name, open_source(upload.read(LARGEST_FILE + 1), name)) for upload, name in named]
        except IntakeError as error:
            raise forms.ValidationError(translate(error.sentence)) from error


def _is_zip(upload: UploadedFile) -> bool:
    return str(upload.name).lower().endswith(ZIP)


def _folder_of(uploads: Sequence[UploadedFile]) -> Folder:
    """Return the files of a zip file, or all that were sent. Raises IntakeError."""
    if len(uploads) == 1:
        name = str(uploads[0].name)
        return Folder(name, files_in_zip(uploads[0], name))
    words = gettext("%(count)d files") % {"count": len(uploads)}
    files = [
        FolderFile(
            name,
            upload.read,
            message("%(name)s is a zip file among other files: import it by itself.", name=name)
            if _is_zip(upload)
            else too_large(name)
            if (upload.size or 0) > LARGEST_FILE
            else "",
        )
        for upload in uploads
        for name in [str(upload.name)]
        if not is_of_the_system(name)
    ]
    return Folder(words, bounded(files, sum(upload.size or 0 for upload in uploads), words))


class UploadForm(forms.Form):
    """The form for the source of a transcript: files or pasted text."""

    uploads = FilesField(
        label=_("Files"),
        required=False,
        widget=FilesInput(attrs={"accept": ",".join([*ACCEPTED_SUFFIXES, ZIP])}),
        help_text=_(
            "Word (.docx, .doc), OpenDocument (.odt), rich text (.rtf), PDF with text (.pdf), a saved web page "
            "(.html), a mail (.eml), text (.txt, .md), captions (.vtt, .srt), a speech recogniser’s .json or Akoma "
            "Ntoso (.xml). Files that are pages of one conference are joined. A folder as a .zip, or more than ten "
            "files, are read one after the other, up to 500; each conference then has its own preview."
        ),
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField import-paste"}),
    )
    series = forms.CharField(
        label=_("Series"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField", "list": "import-series"}),
        help_text=_("If empty, the series named in the file is used."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("detect automatically")), *CONTENT_LANGUAGES],
    )

    def clean(self) -> dict[str, object]:
        """Require files or text, not both."""
        cleaned = super().clean() or self.cleaned_data
        files, text = cleaned.get("uploads"), normalize_newlines(cleaned.get("text") or "")
        if self.errors:
            return cleaned
        if files and text.strip():
            self.add_error("text", gettext("Choose files or paste text, not both."))
        elif not files and not text.strip():
            self.add_error("uploads", gettext("Choose a file, or paste the text below."))
        elif not files:
            cleaned["uploads"] = [("", plain_source(text))]
        return cleaned


class HeadForm(forms.Form):
    """The form of a transcript's head fields, for the editor to correct."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {field.name: make_form_field(field) for field in ASKED}

    def corrections(self, shown: TranscriptDocument) -> dict[str, str]:
        """Return the fields that differ from those shown, as JSON values."""
        found = {}
        for name, value in self.cleaned_data.items():
            before, text = getattr(shown, name), normalize_newlines(HEAD[name].to_text(value))
            if text != HEAD[name].to_text(before):
                found[name] = text
        return found


def make_form_field(field: HeadField) -> forms.Field:
    """Return the form field for a head field; only title and language are required."""
    common: dict[str, Any] = {
        "label": translation.gettext_lazy(field.label),
        "required": field.name in {"title", "language"},
    }
    if field.type == FieldType.LANGUAGE:
        return forms.ChoiceField(choices=CONTENT_LANGUAGES, **common)
    if field.type == FieldType.DAY:
        return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **common)
    if field.type == FieldType.TIME:
        return forms.TimeField(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **common)
    if field.type == FieldType.NUMBER:
        return forms.IntegerField(min_value=1, **common)
    if field.type == FieldType.ADDRESS:
        return forms.URLField(max_length=field.longest, assume_scheme="https", **common)
    if field.type == FieldType.PARAGRAPHS:
        common["widget"] = forms.Textarea(attrs={"rows": 4})
    elif field.name == "title":
        common["widget"] = forms.TextInput(attrs={"class": "vTextField desk-title"})
    elif field.name == "series":
        common["widget"] = forms.TextInput(attrs={"list": "import-series"})
    return forms.CharField(max_length=field.longest, **common)


def head_of(document: TranscriptDocument) -> dict[str, object]:
    """Return the head form's values for a document."""
    return {field.name: getattr(document, field.name) for field in ASKED}
