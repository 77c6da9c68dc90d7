"""Headings and topics of all exchanges of a conference, edited on one page and saved at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.db import transaction
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.change_form import NoteForm, add_missing
from transcripts.admin.editing.conflicts import choices_for, render_conflicts
from transcripts.admin.editing.formsets import bound_rows
from transcripts.admin.editing.proposing import ProposalMade, do_or_propose, keep_proposal
from transcripts.admin.editing.step_views import conference_page, log_change, render
from transcripts.admin.permissions import may_order, must_propose
from transcripts.admin.widgets.name_fields import addable_by, collapse_spaces
from transcripts.admin.widgets.topic_names import TopicNamesField, join_names, split_names
from transcripts.document import ExchangeText, TranscriptDocument
from transcripts.models import Conference, Topic
from transcripts.reading.name_resolution import find_candidates
from transcripts.reading.topic_suggestions import recent_topics, suggest_topics
from transcripts.reading.transcript import read
from transcripts.text import is_chinese

SHOWN = 200  # characters of an exchange's beginning; half as many for Chinese, which needs fewer
MOST_ROWS = 5_000


class DescriptionForm(forms.Form):
    """The heading and the topics of one exchange, and whether it is ticked."""

    public_id = forms.CharField(max_length=16, widget=forms.HiddenInput)
    heading = forms.CharField(
        label=_("Heading"), max_length=300, required=False, widget=forms.TextInput(attrs={"class": "desk-title"})
    )
    topics = TopicNamesField(label=_("Topics"), help_text="")  # said once, over the rows
    ticked = forms.BooleanField(required=False)

    def description(self) -> actions.Description:
        """Return the heading and topics of the row."""
        return actions.Description(collapse_spaces(self.cleaned_data["heading"]), self.cleaned_data["topics"])


DescriptionFormSet = forms.formset_factory(
    DescriptionForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=False
)

Rows = BaseFormSet[DescriptionForm]


def _read_rows(data: QueryDict) -> Rows:
    """Return the rows that were sent, with no more empty ones than a page could have."""
    return DescriptionFormSet(bound_rows(data, "form"))


class HeadingsForm(NoteForm):
    """The revision that the page was opened at, the note, and the topic for all selected exchanges."""

    revision_number = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    topic = TopicNamesField(label=_("Topic"), help_text="")


@dataclass(slots=True)
class Row:
    """One exchange on the page: its fields, its first words, and the topics that are suggested for it."""

    number: int
    begins: str
    form: DescriptionForm
    offers: list[str] = field(default_factory=list)


def _may_describe(request: HttpRequest, conference: Conference) -> bool:
    return may_order(request, conference) and not conference.binned_at


@conference_page(_may_describe)
def headings_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show the exchanges, change what the page holds, or save it.

    POST `_offer`, `_offers`, `_add`, `_take` and `_tick` change the fields only: the page needs no JavaScript.
    POST `_save` saves.
    """
    if request.method != "POST":
        return _show_headings(
            request, conference, HeadingsForm(initial={"revision_number": conference.revision_number})
        )
    data = request.POST.copy()
    form = HeadingsForm(data)
    if "_save" not in data:
        told = _change_fields(data)
        if told:
            messages.warning(request, told)
        return _show_headings(request, conference, form, _read_rows(data))
    rows = _read_rows(data)
    if not (form.is_valid() and rows.is_valid() and _may_name(request, rows)):
        return _show_headings(request, conference, form, rows)
    return _save_headings(request, conference, form, rows)


def _may_name(request: HttpRequest, rows: Rows) -> bool:
    """Return whether the user may use all the names; add errors to rows with names not in the list. Eight queries."""
    if Topic in addable_by(request):
        return True
    known = set(find_candidates(Topic, _names(rows)))
    for row in _sent(rows):
        for name in row.cleaned_data["topics"]:
            if name not in known:
                row.add_error("topics", gettext("“%(name)s” is not in the list.") % {"name": name})
    return all(not row.errors for row in rows)


def _save_headings(request: HttpRequest, conference: Conference, form: HeadingsForm, rows: Rows) -> HttpResponse:
    """Save the page, or show it again with its errors and conflicts."""
    change, base = form.change(request), form.cleaned_data["revision_number"]
    wanted = {row.cleaned_data["public_id"]: row.description() for row in _sent(rows)}
    choices = choices_for(request.POST, conference)
    conflicts: list[SafeString] = []
    try:
        with transaction.atomic():
            do_or_propose(
                request,
                conference,
                change,
                lambda: actions.set_headings_and_topics(conference, wanted, base=base, change=change, choices=choices),
            )
    except ProposalMade as made:
        log_change(request, conference, gettext("Proposed a change."))
        return keep_proposal(request, made)
    except actions.NoteRequiredError as error:
        add_missing(form, error)
    except actions.ConflictError as error:
        form.add_error(None, str(error))
        conflicts = render_conflicts(conference, error.conflicts, base=base)
    except (actions.DocumentRefusedError, actions.WrongStateError) as error:
        form.add_error(None, str(error))
    else:
        log_change(request, conference, gettext("Changed headings and topics."))
        messages.success(request, gettext("Headings and topics were saved."))
        address = reverse("admin:transcripts_conference_change", args=[conference.pk])
        return HttpResponseRedirect(f"{address}#exchanges")
    return _show_headings(request, conference, form, rows, conflicts)


def _show_headings(
    request: HttpRequest,
    conference: Conference,
    form: HeadingsForm,
    rows: Rows | None = None,
    conflicts: Iterable[SafeString] = (),
) -> HttpResponse:
    """Show the page; `rows` are those that were submitted, if any. The same number of queries, whatever the length."""
    document = read(conference)
    rows = rows or _fill(document)
    shown = _rows(document, rows)
    return render(
        request,
        conference,
        "headings",
        title=gettext("Headings and topics"),
        form=form,
        formset=rows,
        rows=shown,
        has_offers=any(row.offers for row in shown),
        conflicts=conflicts,
        topics=[topic.name_in(document.language) for topic in recent_topics()],
        is_public=conference.is_published and not conference.is_running,
        proposes=must_propose(request, conference),
    )


def _fill(document: TranscriptDocument) -> Rows:
    """Return the forms of the exchanges as they are now."""
    return DescriptionFormSet(
        initial=[
            {"public_id": one.public_id, "heading": one.heading, "topics": join_names(one.topics)}
            for one in document.exchanges
        ]
    )


def _rows(document: TranscriptDocument, formset: Rows) -> list[Row]:
    """Return the rows of the page, without exchanges that were deleted meanwhile. Two queries."""
    known = {one.public_id: (number, one) for number, one in enumerate(document.exchanges, start=1)}
    rows: list[tuple[str, Row]] = []
    for form in formset:
        public_id = str(form["public_id"].value() or "")
        if public_id in known:
            number, exchange = known[public_id]
            words = _begins(exchange)
            begins = Truncator(words).chars(SHOWN // 2 if is_chinese(words) else SHOWN)
            rows.append((public_id, Row(number, begins, form)))
    texts = {public_id: _text(known[public_id][1]) for public_id, _row in rows}
    has = {public_id: split_names(str(row.form["topics"].value() or "")) for public_id, row in rows}
    offers = suggest_topics(texts, but=has)
    for public_id, row in rows:
        row.offers = [topic.name_in(document.language) for topic in offers[public_id]]
    return [row for _public_id, row in rows]


def _begins(exchange: ExchangeText) -> str:
    """Return the first words of the exchange: the question's, where there is one."""
    asked = next((turn.text for turn in exchange.turns if turn.kind == "question"), "")
    return asked or next((turn.text for turn in exchange.turns if turn.text), "")


def _text(exchange: ExchangeText) -> str:
    return "\n\n".join((exchange.heading, *(turn.text for turn in exchange.turns)))


def _names(rows: Rows) -> set[str]:
    return {name for row in _sent(rows) for name in row.cleaned_data["topics"]}


def _sent(rows: Rows) -> list[DescriptionForm]:
    """Return the rows of a valid form, without those that it announced and did not send."""
    return [row for row in rows if row.cleaned_data]


def _change_fields(data: QueryDict) -> str:
    """Change the fields in `data` as the pressed button asks; return the message about it."""
    numbers = [name.split("-")[1] for name in data if name.startswith("form-") and name.endswith("-public_id")]
    if "_tick" in data:
        for number in numbers:
            data[f"form-{number}-ticked"] = "on" if data["_tick"] == "all" else ""
        return ""
    if "_offer" in data or "_offers" in data:
        for offer in data.getlist("_offer" if "_offer" in data else "offered"):
            number, _colon, name = str(offer).partition(":")
            if number in numbers and collapse_spaces(name):
                _give(data, number, [name], taken=())
        return ""
    names = split_names(str(data.get("topic", "")))
    ticked = [number for number in numbers if data.get(f"form-{number}-ticked")]
    if not ("_add" in data or "_take" in data):
        return ""
    if not names or not ticked:
        return gettext("Enter a topic and select its exchanges.")
    for number in ticked:
        _give(data, number, names if "_add" in data else (), taken=names if "_take" in data else ())
    return ""


def _give(data: QueryDict, number: str, names: Sequence[str], *, taken: Sequence[str]) -> None:
    """Add names to a row's topics, or remove them."""
    key = f"form-{number}-topics"
    held = split_names(str(data.get(key, "")))
    data[key] = join_names(dict.fromkeys(name for name in (*held, *names) if name not in taken))
