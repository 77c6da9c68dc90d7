"""Import preview: an import draft's transcript as readers will see it, its labels, names and warnings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.admin.imports.corrections import names_of_label
from transcripts.admin.imports.messages import translate
from transcripts.admin.imports.transcript_preview import ShownExchange, ShownWarning, show_exchanges
from transcripts.admin.imports.turn_panel import TurnPanel, make_panel
from transcripts.document import Kind, TranscriptDocument, TurnText
from transcripts.intake import LabelSeen
from transcripts.intake.account import may_be_speech
from transcripts.intake.corrections import label_of
from transcripts.intake.left_out import FilePart, LeftOut, Reason
from transcripts.models import ImportDraft, Named
from transcripts.presentation import TranscriptView, make_view
from transcripts.reading.import_preview import ImportPreview, PlacedWarning, line_of
from transcripts.reading.name_matching import Certainty, NameLink
from transcripts.text import fold

MOST_OFFERED = 60  # other labels offered as the same as a label
VOICE_NAMES = {
    "speaker": _("a speaker (answers)"),
    "outlet": _("an outlet (asks)"),
    "chair": _("the chair (leads)"),
    "interpreter": _("an interpreter"),
    "unknown": _("unknown"),
    "words": _("not a speaker: this is text"),
}

UNSAID = TurnText(Kind.NOTE)
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ShownLink:
    """The record that a name means. `options` are the alternatives; there are none when it is plainly new."""

    key: str
    kind: str
    name: str
    certainty: str
    record: Named | None
    why: str
    options: list[Option]
    chosen: str


@dataclass(frozen=True, slots=True)
class ShownLabel:
    """A label, its detected role, the alternatives, and its first place."""

    label: str
    turns: int
    voice: str
    voices: list[Option]
    same: str
    others: list[str]
    sure: bool
    place: str
    link: ShownLink | None
    name: str
    journalist: str
    is_named: bool  # whether a name can be typed


REASONS: dict[Reason, str | Promise] = {
    Reason.FURNITURE: _("layout of the page"),
    Reason.REPEATED: _("repeated on each page"),
    Reason.HIDDEN: _("hidden text"),
    Reason.STRUCK: _("struck through"),
    Reason.DELETED: _("deleted with changes tracked"),
    Reason.COMMENT: _("comment"),
    Reason.NOTE: _("footnote"),
    Reason.CAPTION: _("caption"),
    Reason.LINE_NUMBER: _("line number"),
    Reason.TIME_CODE: _("time code"),
    Reason.NOT_UNDERSTOOD: _("not recognised"),
}
# The body needs no name; comments, notes and hidden words have that as their reason.
PARTS: dict[FilePart, str | Promise] = {
    FilePart.HEAD: _("page header"),
    FilePart.FOOT: _("page footer"),
    FilePart.BOX: _("text box"),
}


@dataclass(frozen=True, slots=True)
class ShownLeftOut:
    """Words of a file that were left out: where they are (line, part), why, and the words before them.

    `label` is what they begin with if that may be a label; `is_under` means that a turn is above them.
    """

    place: str
    where: str
    text: str
    reason: str | Promise
    before: str
    part: str | Promise = ""
    label: str = ""
    is_offered: bool = True
    is_under: bool = False


@dataclass(slots=True)
class Preview:
    """The data that the page shows of the transcript.

    `left_out` are the lines left out that may be speech, `furniture` all others.
    """

    transcript: TranscriptView
    exchanges: list[ShownExchange]
    turns: int
    labels: list[ShownLabel]
    unheard: list[ShownLink]
    general: list[ShownWarning] = field(default_factory=list)
    placed: list[ShownWarning] = field(default_factory=list)
    left_out: list[ShownLeftOut] = field(default_factory=list)
    furniture: list[ShownLeftOut] = field(default_factory=list)
    panel: TurnPanel | None = None

    @property
    def warnings(self) -> int:
        """Number of warnings."""
        return len(self.general) + len(self.placed)

    @property
    def pages(self) -> list[int]:
        """Numbers of the source's pages that the words are said to come from."""
        return sorted({shown.exchange.page for shown in self.exchanges if shown.exchange.page is not None})


def make_preview(
    draft: ImportDraft, text: ImportPreview, document: TranscriptDocument, links: Sequence[NameLink], *, at: str = ""
) -> Preview:
    """Return the preview; `document` is that of `text` after the choices, `at` the turn to be corrected. No query."""
    warned: dict[int, list[ShownWarning]] = {}
    general: list[ShownWarning] = []
    placed: list[ShownWarning] = []
    left_at = _left_at(text)
    for number, warning in enumerate(text.warnings, start=1):
        if _is_told_by_list(warning, text, left_at):
            continue
        shown = _show_warning(draft, text, number, warning, left_at)
        if warning.turn is None:
            general.append(shown)
        else:
            placed.append(shown)
            warned.setdefault(warning.turn, []).append(shown)
    view = make_view(document)
    exchanges = list(show_exchanges(view, text.places, warned))
    by_key = {link.key: _show_link(link, draft.choices) for link in links}
    labels = list(_show_labels(draft, text, by_key))
    heard = {label.link.key for label in labels if label.link}
    unheard = [link for key, link in by_key.items() if key not in heard]
    left = [(may_be_speech(one), _show_left_out(draft, text, place, one)) for place, one in text.left_out.items()]
    return Preview(
        transcript=view,
        exchanges=exchanges,
        turns=len(text.places),
        labels=labels,
        unheard=unheard,
        general=general,
        placed=placed,
        left_out=[shown for telling, shown in left if telling],
        furniture=[shown for telling, shown in left if not telling],
        panel=make_panel(draft, text, at) if at in text.places else None,
    )


def _show_left_out(draft: ImportDraft, text: ImportPreview, place: str, one: LeftOut) -> ShownLeftOut:
    file, _ = line_of(place) or (0, 0)
    mark = label_of(one.text)
    return ShownLeftOut(
        place=place,
        where=_where(draft, file, one.line),
        text=one.text,
        reason=REASONS[one.reason],
        before=one.before,
        part=PARTS.get(one.part, ""),
        label=mark.label if mark else "",
        is_offered=one.reason not in (Reason.LINE_NUMBER, Reason.TIME_CODE),
        is_under=any(0 < line <= one.line for line in text.corrected[file].lines[:1]),
    )


def _where(draft: ImportDraft, file: int, line: int | None) -> str:
    """Return the place of a line in words, with the file's name where there are several."""
    where = "" if line is None else gettext("Line %(line)d") % {"line": line}
    return " · ".join(part for part in (draft.files[file]["name"], where) if part) if len(draft.files) > 1 else where


def _left_at(text: ImportPreview) -> dict[tuple[int, int], list[str]]:
    """Return the places of the words left out, by file and line."""
    found: dict[tuple[int, int], list[str]] = {}
    for place in text.left_out:
        if line := line_of(place):
            found.setdefault(line, []).append(place)
    return found


def _is_told_by_list(
    warning: PlacedWarning, text: ImportPreview, left_at: Mapping[tuple[int, int], Sequence[str]]
) -> bool:
    """Return whether a warning says of words that they were left out, and the list of those shows them unfolded."""
    about = str(warning.label or getattr(warning.message, "parts", {}).get("line", "")).rstrip("…")
    if not fold(about) or warning.line is None:
        return False
    left = [text.left_out[place] for place in left_at.get((warning.file, warning.line), ())]
    return any(may_be_speech(one) and fold(one.text).startswith(fold(about)) for one in left)


def _show_warning(
    draft: ImportDraft,
    text: ImportPreview,
    number: int,
    warning: PlacedWarning,
    left_at: Mapping[tuple[int, int], Sequence[str]],
) -> ShownWarning:
    where = _where(draft, warning.file, warning.line)
    action = f"label {warning.file}-{warning.line}" if warning.label and warning.line is not None else ""
    target = ""
    if warning.turn is None and warning.line is not None:
        places = left_at.get((warning.file, warning.line), ())
        target = f"left-{places[0]}" if places else "import-head"
    is_beside = warning.turn is not None and text.places[warning.turn] == f"{warning.file}-{warning.line}"
    return ShownWarning(
        number,
        translate(warning.message),
        where,
        action,
        warning.label,
        quote=warning.quote,
        target=target,
        is_beside=is_beside,
    )


def _show_link(link: NameLink, choices: Mapping[str, object]) -> ShownLink:
    """Return the record that a name means, and the alternatives."""
    new = gettext("a new record")
    offers = [
        (str(near.record.pk), gettext("%(name)s – %(why)s") % {"name": near.name, "why": near.why.label})
        for near in link.near
    ]
    if link.certainty == Certainty.KNOWN:
        options = [("", str(link.record)), ("new", new)]
    elif link.certainty == Certainty.SEVERAL:
        options = [("", gettext("%(name)s (entered first)") % {"name": link.record}), *offers, ("new", new)]
    else:
        options = [("", new), *offers] if offers else []
    chosen = str(choices.get(link.key, ""))
    if chosen not in dict(options):
        chosen = ""
    why = link.near[0].why.label if link.near else ""
    return ShownLink(link.key, link.kind, link.name, link.certainty.value, link.record, str(why), options, chosen)


def _show_labels(draft: ImportDraft, text: ImportPreview, links: Mapping[str, ShownLink]) -> Iterator[ShownLabel]:
    """Yield the labels; the choice for a name is shown beside its first label only."""
    first: dict[str, tuple[str, TurnText]] = {}
    counts: dict[str, int] = {}
    for place, turn in zip(text.places, text.document.turns, strict=True):
        if turn.label and turn.kind is not Kind.NOTE:
            first.setdefault(fold(turn.label), (place, turn))
            counts[turn.label] = counts.get(turn.label, 0) + 1
    same = draft.hints.get("same", {})
    seen = text.labels or tuple(LabelSeen(label, "", count, 0) for label, count in counts.items())
    often = sorted((one for one in seen if one.turns), key=lambda one: -one.turns)[:MOST_OFFERED]
    asked: set[str] = set()
    for one in seen:
        place, turn = first.get(fold(one.label), ("", UNSAID))
        link = links.get(f"speaker:{turn.speaker}" if turn.speaker else f"outlet:{turn.outlet}")
        name, journalist = names_of_label(text, one.label)
        is_first = link is not None and link.key not in asked
        asked |= {link.key} if link else set()
        yield ShownLabel(
            label=one.label,
            turns=one.turns,
            voice=one.voice,
            voices=_voices(one.voice) if text.labels else [],
            same=same.get(one.label, ""),
            others=_others(one.label, [other.label for other in often], same.get(one.label, "")) if text.labels else [],
            sure=one.sure,
            place=place,
            link=link if is_first else None,
            name=name,
            journalist=journalist,
            is_named=bool(text.labels and one.turns and one.voice != "words"),
        )


def _voices(voice: str) -> list[Option]:
    """Return the roles that a label can have; one that only the parser can give comes first while it is given."""
    offered = ["speaker", "outlet", "chair", "words"]
    shown = offered if voice in offered else [voice, *offered]
    return [(name, str(VOICE_NAMES.get(name, name))) for name in shown]


def _others(label: str, often: Sequence[str], same: str) -> list[str]:
    others = [other for other in often if other != label]
    return [same, *others] if same and same not in others else others
