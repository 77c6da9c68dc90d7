"""The page on the times of a transcript's paragraphs: align by captions, accept or correct, save."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, log_change, render, require, to_conference
from transcripts.admin.imports.messages import translate
from transcripts.admin.permissions import may_change, must_propose
from transcripts.document import TranscriptDocument
from transcripts.document.transcript import MOST_SECONDS
from transcripts.intake import IntakeError
from transcripts.intake.caption_files import read_heard
from transcripts.intake.recordings.alignment import later, place_paragraphs
from transcripts.models import Attachment, Conference
from transcripts.presentation import attribute
from transcripts.reading.transcript import read
from transcripts.text import is_chinese

SHOWN = 160  # characters of a paragraph; half as many for Chinese
_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,7})", re.ASCII)


@dataclass(slots=True)
class Row:
    """A paragraph: its id, where it is, who says it, its first words, and its time as typed.

    `offered` is the doubtful time that was offered, None for one that is not doubtful; `error` what is wrong.
    """

    public_id: str
    number: int
    who: str
    begins: str
    time: str = ""
    offered: str | None = None
    is_accepted: bool = False
    error: str = ""

    @property
    def seconds(self) -> int | None:
        """The time in seconds, for a link; None for none, and for what is no time."""
        try:
            return seconds_of(self.time)
        except ValueError:
            return None


class OffsetField(forms.CharField):
    """So many seconds later or, with a minus, earlier; none without a value."""

    def clean(self, value: Any) -> Any:
        """Return the seconds. Raises ValidationError."""
        text = super().clean(value).replace("−", "-")
        try:
            seconds = seconds_of(text.removeprefix("-").strip()) or 0
        except ValueError:
            raise forms.ValidationError(_("Enter a time such as 2:10, or -2:10 for earlier.")) from None
        return -seconds if text.startswith("-") else seconds


class CaptionsForm(forms.Form):
    """The captions to align with, and how much later the recording begins than they do."""

    captions = forms.FileField(
        label=_("Captions"),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,.json"}),
        help_text=_(
            "WebVTT, SubRip or a speech recogniser’s .json of the recording. Their words may have errors: they are "
            "only compared with the official text to find the times, and are not kept."
        ),
    )
    offset = OffsetField(
        label=_("The recording begins later by"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"size": 10, "placeholder": "2:10"}),
        help_text=_("Such as 2:10, where the captions, or the times below, count from before it; -2:10 for earlier."),
    )


@conference_page(may_change)
def times_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show the times of all paragraphs, align them with captions (POST `_align`), or save them (POST `_save`).

    All can be moved (POST `_move`) where the recording begins at another moment. What is doubtful is first, and is
    saved only once it was accepted, mended or emptied. Eight queries to show it.
    """
    is_closed = must_propose(request, conference)  # and no proposal holds times alone
    require(request.method != "POST" or not is_closed)
    document = read(conference)
    rows = _rows(document)
    captions = CaptionsForm()
    error = ""
    if "_align" in request.POST:
        captions = CaptionsForm(request.POST, request.FILES)
        if captions.is_valid():
            error = _align(document, rows, captions)
    elif "_move" in request.POST:
        captions = CaptionsForm(request.POST, use_required_attribute=False)
        captions.fields["captions"].required = False
        if captions.is_valid():
            _move(rows, captions.cleaned_data["offset"])
            messages.info(request, gettext("The times were shifted. They are not saved yet."))
    elif request.method == "POST":
        _take_typed(rows, request.POST)
        if str(conference.revision_number) != request.POST.get("revision_number"):
            error = gettext("Somebody else has changed the transcript. Check the times, and save again.")
        elif not _has_errors(rows):
            return _save(request, conference, rows)
    doubtful = [row for row in rows if row.offered is not None or row.error]
    return render(
        request,
        conference,
        "times",
        title=gettext("Times of the recording"),
        captions=captions,
        is_closed=is_closed,
        error=error,
        has_errors=any(row.error for row in rows),
        doubtful=doubtful,
        others=[row for row in rows if row not in doubtful],
        recording=_address_of_recording(conference),
    )


def _rows(document: TranscriptDocument) -> list[Row]:
    rows = []
    for number, exchange in enumerate(document.exchanges, start=1):
        for turn in exchange.turns:
            who = attribute(printed=turn.speaker, label=turn.label, known=turn.outlet).name
            for public_id, text, time in zip(turn.paragraph_ids, turn.paragraphs, turn.times, strict=True):
                begins = Truncator(" ".join(text.split())).chars(SHOWN // (2 if is_chinese(text) else 1))
                rows.append(Row(public_id, number, who, begins, time_of(time)))
    return rows


def _align(document: TranscriptDocument, rows: list[Row], captions: CaptionsForm) -> str:
    """Put the times of the captions into the rows; return what is wrong with the file, or an empty text."""
    file = captions.cleaned_data["captions"]
    try:
        placed = later(place_paragraphs(document, read_heard(file.read(), file.name)), captions.cleaned_data["offset"])
    except IntakeError as refusal:
        return translate(refusal.sentence)
    if not any(one.is_sure for one in placed):
        return gettext("The words of these captions are not those of this transcript.")
    for row, one in zip(rows, placed, strict=True):
        row.time = time_of(one.seconds)
        row.offered = None if one.is_sure else row.time
    return ""


def _move(rows: list[Row], seconds: int) -> None:
    """Let all times count from so much later; what was before then has none."""
    for row in rows:
        if row.seconds is not None:
            row.time = time_of(row.seconds - seconds) if seconds <= row.seconds <= MOST_SECONDS + seconds else ""


def _take_typed(rows: list[Row], data: Mapping[str, str]) -> None:
    """Put what was typed into the rows."""
    for row in rows:
        row.time = data.get(f"time-{row.public_id}", row.time).strip()[:20]
        row.offered = data.get(f"offered-{row.public_id}")
        row.is_accepted = f"accept-{row.public_id}" in data


def _has_errors(rows: list[Row]) -> bool:
    """Check the rows, and say at each what is wrong."""
    latest = 0
    for row in rows:
        try:
            seconds = seconds_of(row.time)
        except ValueError:
            row.error = gettext("Enter a time such as 1:05 or 1:02:03, or nothing.")
            continue
        if row.offered and row.time == row.offered and not row.is_accepted:
            row.error = gettext("Accept this time, correct it, or clear it.")
        elif seconds is not None and seconds < latest:
            row.error = gettext("%(time)s is earlier than the paragraph before it.") % {"time": row.time}
        latest = max(latest, seconds or 0)
    return any(row.error for row in rows)


def _save(request: HttpRequest, conference: Conference, rows: list[Row]) -> HttpResponse:
    times = {row.public_id: seconds_of(row.time) for row in rows}
    try:
        changed = actions.set_times(conference, times, base=conference.revision_number, change=change_by(request))
    except actions.WrongStateError as refusal:
        messages.error(request, str(refusal))
        return to_conference(conference)
    done = ngettext("The time of %(n)d paragraph was changed.", "The times of %(n)d paragraphs were changed.", changed)
    if changed:
        log_change(request, conference, done % {"n": changed})
    messages.success(request, done % {"n": changed})
    return to_conference(conference)


def _address_of_recording(conference: Conference) -> str:
    """Return where the recording can be heard, empty for none. One query."""
    row = conference.attachments.filter(kind=Attachment.Kind.RECORDING).first()
    if row is None:
        return ""
    return row.url or reverse("admin:transcripts_conference_attachment", args=[row.public_id, row.name])


def time_of(seconds: int | None) -> str:
    """Return a time as the page shows it: 1:05 or 1:02:03, nothing for none."""
    if seconds is None:
        return ""
    minutes, hours = seconds // 60, seconds // 3600
    return f"{hours}:{minutes % 60:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def seconds_of(time: str) -> int | None:
    """Return the seconds of a typed time, None for an empty one. Raises ValueError for what is no time."""
    if not time:
        return None
    found = _TIME.fullmatch(time.replace("：", ":"))
    if not found:
        raise ValueError(time)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = hours * 3600 + minutes * 60 + seconds
    if total > MOST_SECONDS or (":" in time and seconds > 59) or (found[1] and minutes > 59):
        raise ValueError(time)
    return total
