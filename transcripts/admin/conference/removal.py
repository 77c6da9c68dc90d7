"""The page that removes words from what is public, with or without repeating them: choose, look, confirm."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, log_change, render, to_conference
from transcripts.admin.permissions import may_remove_words
from transcripts.document import RemovedWords, TranscriptDocument
from transcripts.document.times import spoken_spans, time_text
from transcripts.models import Attachment, Conference
from transcripts.presentation import attribute
from transcripts.reading.transcript import read

_WAYS = [
    ("0", _("Without repeating them: no page, correction, earlier version or file shows them again")),
    ("1", _("With repeating: corrections and earlier versions still show them")),
]
_SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph to choose: its value in the form, who says it, and its text."""

    value: str
    who: str
    text: str
    is_chosen: bool


class RemovalForm(forms.Form):
    """What to remove, why, and whether it may be repeated."""

    revision_number = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Only these words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_(
            "One passage per line, exactly as in the chosen paragraphs. If empty, the whole paragraphs are removed."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("Readers will see it. Do not repeat the words in it."),
    )
    is_repeated = forms.TypedChoiceField(
        label=_("How"), choices=_WAYS, coerce=lambda value: value == "1", widget=forms.RadioSelect
    )


@conference_page(may_remove_words)
def remove_words_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Choose paragraphs or words, see what would go, and remove it: POST `_look`, `_confirm`.

    GET `exchange` shows one exchange alone, by its number. What the site cannot read is asked about: POST `looked`.
    Eight queries to show it; to look at what goes reads every revision.
    """
    document = read(conference)
    chosen = request.POST.getlist("cut")
    initial = {"revision_number": conference.revision_number}
    form = RemovalForm(request.POST if request.method == "POST" else None, initial=initial)
    context: dict[str, object] = {"form": form, "title": gettext("Remove words")}
    if request.method == "POST" and form.is_valid():
        try:
            cuts = _cuts(document, chosen, form.cleaned_data["words"])
            context["plan"] = plan = _plan(conference, cuts, form)
            context["must_look"] = "_confirm" in request.POST and bool(plan["others"]) and "looked" not in request.POST
            if "_confirm" in request.POST and not context["must_look"]:
                return _remove(request, conference, cuts, form)
        except actions.WrongStateError as refusal:
            form.add_error(None, str(refusal))
    context["paragraphs"] = _paragraphs(document, set(chosen), request.GET.get("exchange", ""))
    context["chosen"] = chosen
    return render(request, conference, "remove_words", **context)


def _remove(request: HttpRequest, conference: Conference, cuts: list[actions.Cut], form: RemovalForm) -> HttpResponse:
    said = form.cleaned_data
    actions.remove_words(
        conference,
        cuts,
        reason=said["reason"],
        is_repeated=said["is_repeated"],
        base=said["revision_number"],
        change=change_by(request),
    )
    done = gettext("Removed words: %(reason)s") % {"reason": said["reason"]}
    log_change(request, conference, done)
    messages.success(request, done)
    return to_conference(conference)


def _plan(conference: Conference, cuts: list[actions.Cut], form: RemovalForm) -> dict[str, object]:
    """Return what would go: the words, how often they are in each place, and what the site cannot read itself."""
    said = form.cleaned_data
    removed, spans = actions.plan_removal(
        conference, cuts, reason=said["reason"], is_repeated=said["is_repeated"], base=said["revision_number"]
    )
    return {
        "words": removed.words,
        "is_repeated": said["is_repeated"],
        "places": _places(conference, removed) if not said["is_repeated"] else [],
        "earlier": len(removed.forms),
        "others": [] if said["is_repeated"] else list(_others(conference)),
        "spoken": [] if said["is_repeated"] else _spoken(conference, spans),
    }


def _spoken(conference: Conference, spans: Mapping[str, Sequence[tuple[int, int]]]) -> list[tuple[str, str]]:
    """Return from when to when the words are spoken in the recording; nothing without one. Seven queries at most."""
    if not conference.attachments.filter(kind=Attachment.Kind.RECORDING).exists():
        return []
    found = spoken_spans(read(conference), spans)
    return [(time_text(start), "" if stop is None else time_text(stop)) for start, stop in found]


def _others(conference: Conference) -> Iterator[tuple[str, str, str]]:
    """Yield what may hold the words and is not read: kind, name and address of attachments and translations."""
    for row in conference.attachments.order_by("position"):
        open_file = reverse("admin:transcripts_conference_attachment", args=[row.public_id, row.name])
        yield str(row.get_kind_display()), str(row), row.url or open_file
    if conference.translation_group:
        group = Conference.objects.not_in_trash().filter(translation_group=conference.translation_group)
        for other in group.exclude(pk=conference.pk).order_by("pk"):
            form = reverse("admin:transcripts_conference_change", args=[other.pk])
            yield gettext("translation"), other.title, form


def _places(conference: Conference, removed: RemovedWords) -> list[tuple[str, int]]:
    counted: dict[str, int] = {}
    for name, _field in actions.find_copies(conference, removed):
        counted[name] = counted.get(name, 0) + 1
    return [(str(_NAMES.get(name, name)), number) for name, number in counted.items()]


# The names of the places in `actions.transcript.copies.COPIES`, in words.
_NAMES = {
    "turn": _("turns"),
    "exchange": _("headings"),
    "conference": _("the details: title, summary, address and so on"),
    "participant": _("participants"),
    "correction": _("corrections"),
    "note": _("notes"),
    "proposal": _("proposals"),
    "declined proposal": _("declined proposals"),
    "event": _("the history"),
    "attachment": _("photos, handouts and video"),
    "comment": _("comments"),
    "import warning": _("import warnings"),
    "import correction": _("corrections kept for the next import"),
    "log": _("the log"),
    "announcement": _("announcement"),
    "earlier announcement": _("announcement"),
    "mistake report": _("reports of mistakes"),
    "queue": _("words that are not released yet"),
    "find and replace": _("find and replace"),
    "find and replace, outcome": _("find and replace"),
}


def _cuts(document: TranscriptDocument, chosen: list[str], words: str) -> list[actions.Cut]:
    """Return what is to be removed. Raises WrongStateError when a line of the words is in no chosen paragraph."""
    texts = {turn.public_id: turn.paragraphs for turn in document.turns}
    split = [value.partition(_SEPARATOR) for value in chosen]
    places = [(turn, int(number)) for turn, _sep, number in split if number.isdecimal() and len(number) < 9]
    lines = [" ".join(line.split()) for line in words.split("\n") if line.strip()]
    if not lines:
        return [actions.Cut(turn, number) for turn, number in places]
    cuts = []
    for line in lines:
        holding = [
            (turn, number)
            for turn, number in places
            if number < len(texts.get(turn, ())) and line in " ".join(texts[turn][number].split())
        ]
        if not holding:
            raise actions.WrongStateError(
                gettext("“%(words)s” is not in any of the chosen paragraphs.") % {"words": line[:80]}
            )
        cuts += [actions.Cut(turn, number, line) for turn, number in holding]
    return cuts


def _paragraphs(document: TranscriptDocument, chosen: set[str], only: str) -> list[tuple[int, str, list[Paragraph]]]:
    """Return the paragraphs of each exchange, with its number and heading."""
    shown = []
    for number, exchange in enumerate(document.exchanges, start=1):
        if only.isdecimal() and int(only) != number:
            continue
        rows = []
        for turn in exchange.turns:
            who = attribute(printed=turn.speaker, label=turn.label, known=turn.outlet).name
            for index, text in enumerate(turn.paragraphs):
                value = f"{turn.public_id}{_SEPARATOR}{index}"
                rows.append(Paragraph(value, who, text, value in chosen))
        shown.append((number, exchange.heading, rows))
    return shown
