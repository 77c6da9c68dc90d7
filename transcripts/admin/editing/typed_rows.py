"""Turns and participants read from the rows of a form, where the records do not hold them.

A row that somebody deleted since the form was opened is not saved with the others; it is read from the form, so that a
merge can tell whether it was left alone, or changed, which is a conflict.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.editing.form_parts import FormPart
from transcripts.admin.widgets.name_fields import KnownChoiceField
from transcripts.document import Part, Person, TranscriptDocument, TurnText
from transcripts.document.renamed_people import Names
from transcripts.document.times import follow_times
from transcripts.document.transcript import Kind, clean_paragraphs
from transcripts.models import Conference, Named, Outlet, Participation, Speaker
from transcripts.models import Turn as TurnRecord
from transcripts.reading.name_resolution import Chosen


def names_in(conference: Conference) -> Chosen:
    """Return the records that the names in the conference's document mean. Three queries. Raises WrongStateError.

    A document knows people by their names alone, so two of one name cannot be told apart in a merge.
    """
    language = conference.language
    turns = TurnRecord.objects.filter(exchange__conference=conference)
    printed = list(conference.participations.values_list("name_as_printed", "speaker_id"))
    listed = {key for _name, key in printed}
    others = Speaker.objects.filter(turns__in=turns).exclude(pk__in=listed).distinct()
    speakers = [*printed, *((speaker.name_in(language), speaker.pk) for speaker in others)]
    outlets = Outlet.objects.filter(turns__in=turns).distinct()
    return Chosen(_each_once(speakers), _each_once([(o.name_in(language), o.pk) for o in outlets]))


def first_values(part: FormPart, was: TurnText) -> dict[str, object]:
    """Return the values of a turn's fields when the form was opened, so that the form knows its editor's changes.

    `was` is the turn at that revision. A submitted value that means the same is returned as sent. Two queries at the
    most.
    """
    values: dict[str, object] = {"kind": was.kind.value, "label_as_printed": was.label, "journalist": was.journalist}
    for name, text in (("label_as_printed", was.label), ("journalist", was.journalist)):
        if " ".join(part.sent(name).split()) == text:
            values[name] = part.sent(name)
    values["text"] = part.sent("text") if clean_paragraphs([part.sent("text")]) == was.paragraphs else was.text
    for name, known in (("speaker", was.speaker), ("outlet", was.outlet)):
        field = part.form.fields.get(name)
        if isinstance(field, KnownChoiceField):
            record = field.find(part.sent(name)) if part.sent(name) else None
            if _goes_by(record, known):
                values[name] = part.sent(name)
    return {name: value for name, value in values.items() if name in part.form.fields}


def name_participants(parts: Iterable[FormPart], base: TranscriptDocument) -> list[tuple[FormPart, Names]]:
    """Return the rows of participants, each with the names by which base, form and records know the participant.

    The form is valid, and was saved in a savepoint. No query.
    """
    listed = {person.name for person in base.people}
    found = []
    for part in parts:
        if part.formset is not None and part.formset.model is Participation:
            now = None if part.is_gone else str(part.now["name_as_printed"])
            mine = None if part.deletes else _printed_name(part)
            names = [part.first("name_as_printed"), now, part.sent("name_as_printed")]
            names += _names_of(part.form.cleaned_data.get("speaker") if not part.deletes else part.form.instance)
            was = next((name for name in names if name in listed), None)
            found.append((part, Names(was, mine, now)))
    return found


def with_gone_rows(
    mine: TranscriptDocument, base: TranscriptDocument, parts: Sequence[FormPart], chosen: Chosen
) -> TranscriptDocument:
    """Return the document with the form's rows that somebody deleted meanwhile, at their places in the form."""
    before: dict[object, str] = {}
    was = {turn.public_id: turn for turn in base.turns}
    there = {turn.public_id for turn in mine.turns}
    for part in parts:
        if part.formset is None or (not part.place and part.formset.model is TurnRecord):
            continue
        if part.is_gone and not part.deletes and part.place not in there:
            if part.formset.model is TurnRecord:
                turn = _typed_turn(part, was.get(part.place), chosen)
                mine = _with_turn(mine, turn, before.get(TurnRecord, ""), part)
            else:
                mine = _with_person(mine, part, before.get(Participation, ""))
        before[part.formset.model] = part.place or _printed_name(part)
    return mine


def _typed_turn(part: FormPart, was: TurnText | None, chosen: Chosen) -> TurnText:
    cleaned = part.form.cleaned_data
    names: dict[str, str] = {}
    for name, meant, known in (
        ("speaker", chosen.speakers, was.speaker if was else ""),
        ("outlet", chosen.outlets, was.outlet if was else ""),
    ):
        record = cleaned.get(name)
        printed = {key: printed for printed, key in meant.items()}
        typed = getattr(part.form, "to_make", {}).get(name, "")
        own = printed.get(record.pk) or next(iter(_names_of(record))) if record else typed
        names[name] = known if _goes_by(record, known) and not typed else own
    label = cleaned["label_as_printed"] or names["speaker"] or names["outlet"]
    words = clean_paragraphs([cleaned["text"]])
    return TurnText(
        kind=Kind(cleaned["kind"]),
        label=label,
        paragraphs=words,
        speaker=names["speaker"],
        outlet=names["outlet"],
        journalist=cleaned["journalist"],
        public_id=part.place,
        times=follow_times(was, words) if was else (),
    )


def _with_turn(document: TranscriptDocument, turn: TurnText, before: str, part: FormPart) -> TranscriptDocument:
    """Return the document with the turn inserted after the one with the id `before`, in the form's exchange."""
    exchange_id = getattr(part.formset.instance, "public_id", "") if part.formset is not None else ""
    exchange = next((one for one in document.exchanges if one.public_id == exchange_id), None)
    if exchange is None:
        return document
    ids = [one.public_id for one in exchange.turns]
    at = ids.index(before) + 1 if before in ids else 0
    fuller = replace(exchange, turns=(*exchange.turns[:at], turn, *exchange.turns[at:]))
    return replace(document, exchanges=tuple(fuller if one is exchange else one for one in document.exchanges))


def _with_person(document: TranscriptDocument, part: FormPart, before: str) -> TranscriptDocument:
    cleaned = part.form.cleaned_data
    person = Person(_printed_name(part), cleaned["role_as_printed"], Part(cleaned["part"]))
    names = [one.name for one in document.people]
    at = names.index(before) + 1 if before in names else 0
    return replace(document, people=(*document.people[:at], person, *document.people[at:]))


def _printed_name(part: FormPart) -> str:
    """Return the name under which a valid row prints the participant."""
    cleaned = part.form.cleaned_data
    record = cleaned.get("speaker")
    typed = getattr(part.form, "to_make", {}).get("speaker", "")
    return str(cleaned.get("name_as_printed") or typed or (record.name if record else ""))


def _goes_by(record: object, name: str) -> bool:
    """Return whether the record has this name, or the name is empty where there is no record."""
    return name in _names_of(record) if record else not name


def _names_of(record: object) -> list[str]:
    if isinstance(record, Participation) and record.speaker_id:
        return [record.name_as_printed, *_names_of(record.speaker)]
    return record.all_names if isinstance(record, Named) else []


def _each_once(pairs: Iterable[tuple[str, int]]) -> dict[str, int | str]:
    """Return the keys by name. Raises WrongStateError for a name that two share."""
    found: dict[str, int | str] = {}
    for name, key in pairs:
        if found.setdefault(name, key) != key:
            raise actions.WrongStateError(
                gettext(
                    "Somebody else has saved meanwhile, and two people here are called “%(name)s”, so the two sets of "
                    "changes cannot be merged. What you typed is still here: copy it, then open the page again."
                )
                % {"name": name}
            )
    return found
