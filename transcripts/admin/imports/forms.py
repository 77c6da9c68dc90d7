"""Forms of the import pages: files or pasted text, the head, and the editor hints on labels and names."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import translation
from django.utils.text import normalize_newlines
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.admin.imports.messages import translate
from transcripts.admin.widgets.name_fields import is_key
from transcripts.document import HEAD, HEAD_FIELDS, FieldType, HeadField, TranscriptDocument
from transcripts.intake import ACCEPTED_SUFFIXES, LARGEST_FILE, IntakeError, Source, open_source, plain_source
from transcripts.models import CONTENT_LANGUAGES, ImportDraft
from transcripts.reading.import_preview import ImportPreview
from transcripts.text import fold

MOST_FILES = 60
VOICES = ("speaker", "outlet", "chair", "words")
_HINT_OF = {"speaker": "officers", "outlet": "outlets", "chair": "chairs", "words": "words"}
ASKED = [field for field in HEAD_FIELDS if field.is_asked]


class FilesInput(forms.ClearableFileInput):
    """A file input for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A form field for several files, each a name and its source. An error names the file."""

    widget = FilesInput

    def clean(self, data: Sequence[UploadedFile] | None, initial: object = None) -> list[tuple[str, Source]]:
        """Return the read files; one that is too large is read only as far as shows that."""
        uploads: list[UploadedFile] = [upload for upload in data or [] if upload]
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(gettext("Too many files: at most %(most)d at once.") % {"most": MOST_FILES})
        read = []
        for upload in uploads:
            name = str(upload.name)
            try:
                read.append((name, open_source(upload.read(LARGEST_FILE + 1), name)))
            except IntakeError as error:
                raise forms.ValidationError(translate(error.sentence)) from error
        return read


class UploadForm(forms.Form):
    """The form for the source of a transcript: files or pasted text."""

    uploads = FilesField(
        label=_("Files"),
        required=False,
        widget=FilesInput(attrs={"accept": ",".join(ACCEPTED_SUFFIXES)}),
        help_text=_(
            "Word (.docx), a saved web page (.html), text (.txt), captions (.vtt, .srt), a speech recogniser’s .json "
            "or Akoma Ntoso (.xml). Files that are pages of one conference are joined."
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
        files, text = cleaned.get("uploads") or [], normalize_newlines(cleaned.get("text") or "")
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


@dataclass(slots=True)
class SubmittedHints:
    """The editor hints as they were submitted: labels and places by the kind of hint, and the choices for names."""

    lists: dict[str, list[str]]
    same: dict[str, str]
    choices: dict[str, str | int]

    @classmethod
    def of(cls, draft: ImportDraft) -> Self:
        """Return a copy of the draft's hints."""
        lists = {name: list(value) for name, value in draft.hints.items() if name != "same"}
        return cls(lists, dict(draft.hints.get("same", {})), dict(draft.choices))

    @property
    def hints(self) -> dict[str, object]:
        """The hints as a draft keeps them."""
        return {name: value for name, value in {**self.lists, "same": self.same}.items() if value}

    def add(self, name: str, value: str) -> None:
        """Add a label or a place to a kind of hint, as the last."""
        self.lists[name] = [*(other for other in self.lists.get(name, []) if other != value), value]

    def drop(self, name: str, value: str) -> None:
        """Remove a label or a place from a kind of hint."""
        self.lists[name] = [other for other in self.lists.get(name, []) if other != value]


def read_hints(data: QueryDict, draft: ImportDraft, text: ImportPreview) -> SubmittedHints:
    """Return the draft's hints updated with the submitted data; `text` is the preview that the page was made from."""
    hints = SubmittedHints.of(draft)
    roles = {seen.label: seen.voice for seen in text.labels}
    for index, label in enumerate(data.getlist("label")):
        if label not in roles:
            continue
        _read_role(hints, label, data.get(f"voice-{index}", ""), roles[label], text)
        _read_same_as(hints.same, label, data.get(f"same-{index}"), roles)
    for key in _names_in(text.document):
        if f"link-{key}" in data:
            _read_choice(hints.choices, key, str(data[f"link-{key}"]))
    _read_action(hints, data.get("_action", ""), text)
    return hints


def _names_in(document: TranscriptDocument) -> set[str]:
    """Return the keys of all names that can have a choice; other submitted keys are ignored."""
    speakers = {person.name for person in document.people} | {turn.speaker for turn in document.turns}
    return {f"speaker:{name}" for name in speakers} | {f"outlet:{turn.outlet}" for turn in document.turns}


def _read_role(hints: SubmittedHints, label: str, sent: str, shown: str, text: ImportPreview) -> None:
    """Set the role chosen for a label, if it differs from the one shown."""
    if sent == shown or sent not in VOICES:
        return
    for name in _HINT_OF.values():
        hints.drop(name, label)
    opened = {place for place, turn in zip(text.places, text.document.turns, strict=True) if turn.label == label}
    labels = hints.lists.get("labels", [])
    made = set(labels) & opened
    if sent == "words" and made:
        hints.lists["labels"] = [place for place in labels if place not in made]
        return
    if shown == "words":  # the parser also needs the lines on which it opens turns
        warned = [f"{one.file}-{one.line}" for one in text.warnings if fold(one.label) == fold(label)]
        hints.lists["labels"] = list(dict.fromkeys([*labels, *warned]))
    hints.add(_HINT_OF[sent], label)


def _read_same_as(same: dict[str, str], label: str, sent: str | None, known: Collection[str]) -> None:
    """Make a label the same as another; labels that were the same as this one follow it."""
    if sent is None or (sent and sent not in known):
        return
    meant = same.get(sent, sent)
    if not sent or meant == label:
        same.pop(label, None)
        return
    same[label] = meant
    for other, target in list(same.items()):
        if target == label:
            same[other] = meant


def _read_choice(choices: dict[str, str | int], key: str, value: str) -> None:
    if value == "new":
        choices[key] = value
    elif is_key(value):
        choices[key] = int(value)
    else:
        choices.pop(key, None)


def _read_action(hints: SubmittedHints, action: str, text: ImportPreview) -> None:
    """Run the action of a button beside a turn or a warning: break, join, or take a line for a label."""
    what, _, place = action.partition(" ")
    if what in ("break", "join") and place in text.places:
        hints.drop("joins" if what == "break" else "breaks", place)
        hints.add("breaks" if what == "break" else "joins", place)
    elif what == "label" and any(place == f"{one.file}-{one.line}" for one in text.warnings if one.label):
        hints.add("labels", place)
