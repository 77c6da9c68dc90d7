"""Concurrent edits: a form that was opened before somebody else saved is merged with the present records.

The form is saved in a savepoint, read as a document and rolled back (`editing/change_admin.py`). That document is
merged with the present one by `merge_three`, the one rule for all ways to change a transcript. What both changed is a
conflict: it is shown beside what was typed, and nothing is saved before the editor has chosen. A form that is not out
of date costs nothing; one that is, about sixty queries more.
"""

from collections.abc import Container, Iterator, Sequence
from functools import cached_property

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.editing.conflicts import (
    THEIRS,
    exchange_in,
    find_part,
    name_place,
    read_choices,
    render_conflict,
    revisions_since,
    show_conflict,
    turn_in,
    who_changed,
)
from transcripts.admin.editing.form_parts import FormPart
from transcripts.admin.editing.typed_rows import first_values, name_participants, with_gone_rows
from transcripts.document import Person, TranscriptDocument
from transcripts.document.field_text import field_text
from transcripts.document.merging.three_way import Conflict, ConflictKind, merge_three
from transcripts.document.renamed_people import Names, Three, align_people
from transcripts.models import Conference, Revision
from transcripts.models import Turn as TurnRecord
from transcripts.reading.name_resolution import Chosen
from transcripts.reading.transcript import read

OUTSIDE = ["slug", "record_status"]  # form fields that no revision holds; the form carries their first values
FIELD_OF = {"label": "label_as_printed", "name": "name_as_printed", "role": "role_as_printed"}


def read_revision_number(data: QueryDict) -> int | None:
    """Return the number of the revision that the form was opened at, as it states it, or None."""
    value = data.get("revision_number", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


def was_changed_since(conference: Conference, number: int, public_id: str) -> bool:
    """Return whether an exchange or a turn has changed since the revision `number`. One query."""
    rows = conference.revisions.applied().filter(number__in=[number, conference.revision_number])
    parts = [exchange_in(row.document, public_id) or turn_in(row.document, public_id) for row in rows]
    return len(parts) == 2 and parts[0] != parts[1]


class ConcurrentEdit:
    """A submitted form, and the conference as it is now, whose row is locked."""

    def __init__(self, data: QueryDict, conference: Conference) -> None:
        self.conference = conference
        self.opened = read_revision_number(data)
        self.choices = read_choices(data)
        self.is_behind = self.opened != conference.revision_number
        self.parts: list[FormPart] = []
        self.outside: list[FormPart] = []  # parts that no revision holds, and that both changed
        self.conflicts: list[Conflict] = []
        self._sides: Three | None = None
        self._people: list[tuple[FormPart, Names]] = []

    @property
    def must_merge(self) -> bool:
        """Whether somebody else has saved since, or a row of the form was deleted."""
        return self.is_behind or any(part.is_gone for part in self.parts)

    @property
    def refusal(self) -> str:
        """The sentence that says why the form cannot be saved as it is; empty if it can."""
        if self.opened is not None and self.opened <= self.conference.revision_number:
            return ""
        return gettext(
            "Nothing was saved, because the form does not state which revision it was opened at. Your text is "
            "still here: check it, then save again."
        )

    @cached_property
    def base(self) -> TranscriptDocument | None:
        """The document that the form was opened with, if there is a revision of it. One query."""
        revision = self.conference.revisions.applied().filter(number=self.opened).first()
        return revision.transcript if revision else None

    @cached_property
    def theirs(self) -> TranscriptDocument:
        """The document as it is now. Five queries."""
        return read(self.conference)

    def begin(self, parts: Sequence[FormPart]) -> None:
        """Apply the choices to the parts of a form that is not validated yet, and set their first values."""
        self.parts = list(parts)
        for part in parts:
            if self.choices.get(part.key) == THEIRS:
                part.take_theirs()
            elif part.key in OUTSIDE:
                self._merge_outside(part)
            if part.key in OUTSIDE:
                part.renew_first_values()
        if self.is_behind and self.base:
            was = {turn.public_id: turn for turn in self.base.turns}
            now = {turn.public_id: turn for turn in self.theirs.turns}
            for part in parts:
                if part.place in was and part.place in now and was[part.place] != now[part.place]:
                    part.form.initial.update(first_values(part, was[part.place]))

    def _merge_outside(self, part: FormPart) -> None:
        """Merge a field that no revision holds, by the first value that the form states."""
        first, typed, now = part.first(part.key), part.sent(part.key), str(part.now[part.key])
        if typed in (first, now):
            part.take_theirs()
        elif first != now:
            self.outside.append(part)

    def merge(self, mine: TranscriptDocument, chosen: Chosen) -> TranscriptDocument:
        """Return the merge of `mine`, read from the form, with what others saved. Raises ConflictError.

        `chosen` maps its names to records.
        """
        base = self.base or TranscriptDocument(language=self.theirs.language)
        self._people = name_participants(self.parts, base)
        for part, names in self._people:
            part.place = names.merged or ""
        typed = with_gone_rows(mine, base, self.parts, chosen)
        self._sides = align_people((base, typed, self.theirs), [names for _part, names in self._people])
        merged = merge_three(*self._sides)
        self.conflicts = [*merged.conflicts, *self._conflicts_of_names({one.place for one in merged.conflicts})]
        if self.conflicts or self.outside:
            raise actions.ConflictError(tuple(self.conflicts))
        return merged.document

    def _conflicts_of_names(self, but: Container[str]) -> Iterator[Conflict]:
        """Yield the participants that both renamed, or that one renamed and the other removed."""
        for part, names in self._people if self._sides else ():
            if self._sides and names.conflict and part.place not in but:
                known = [next((one for one in side.people if one.name == part.place), None) for side in self._sides]
                called = (names.base, names.mine, names.theirs)
                base, mine, theirs = (
                    field_text(Person(name, one.role, one.part)) if one and name else ""
                    for one, name in zip(known, called, strict=True)
                )
                yield Conflict(part.place, mine, theirs, base, ConflictKind.PERSON)

    # The form again, with both changes

    def explain(self, form: forms.ModelForm) -> int:
        """Add the conflicts and others' changes to the refused form; return the number of conflicts.

        Two queries, and two at the most for each conflict that has no part in the form.
        """
        for part in self.outside:
            form.add_error(part.key, self._words_outside(part))
        if self.refusal:
            form.add_error(None, self.refusal)
        if self._sides:
            self._bring_up_to_date(self._sides)
        if self.refusal or self._sides:
            FormPart("revision_number", form, {}).data["revision_number"] = str(self.conference.revision_number)
        for conflict in self.conflicts:
            found = next((part for part in self.parts if part.place == conflict.place), None)
            if found is None:
                form.add_error(None, self._words(conflict, conflict.place, where=name_place(conflict.place)))
            elif found.deletes and found.formset is not None:  # the formset would ignore its errors
                words = forms.ValidationError(self._words(conflict, found.key, deletes=True))
                found.formset.non_form_errors().extend(words.error_list)
            else:
                found.form.add_error(_field_of(conflict, found), self._words(conflict, found.key))
        return len(self.conflicts) + len(self.outside)

    def _bring_up_to_date(self, sides: Three) -> None:
        """Update the form to the present revision, keeping the editor's changes. One query, for topics."""
        choices = {conflict.place: "mine" for conflict in self.conflicts}
        merged = merge_three(*sides, choices=choices).document
        typed = {part.key: names.mine for part, names in self._people if not names.conflict}
        for part in self.parts:
            if part.key not in OUTSIDE:
                mine, name = find_value(sides[1], part), typed.get(part.key)
                renamed = Person(name, mine.role, mine.part) if isinstance(mine, Person) and name else mine
                part.bring_up_to_date(renamed, find_value(merged, part))

    def _words(self, conflict: Conflict, key: str, *, where: str = "", deletes: bool = False) -> SafeString:
        return show_conflict(
            conflict,
            key=key,
            where=where,
            language=self.conference.language,
            who=who_changed(self._since, find_part(conflict.place)),
            deletes=deletes,
            is_base_known=self.base is not None,
        )

    def _words_outside(self, part: FormPart) -> SafeString:
        field = part.form.fields[part.key]
        names = dict(field.widget.choices) if isinstance(field.widget, forms.Select) else {}
        now, typed = str(part.now[part.key]), part.sent(part.key)
        return render_conflict(
            part.key,
            base=None,
            mine=str(names.get(typed, typed)),
            theirs=str(names.get(now, now)),
            language=self.conference.language,
        )

    @cached_property
    def _since(self) -> list[Revision]:
        return revisions_since(self.conference, self.opened or 0)


def find_value(document: TranscriptDocument, part: FormPart) -> object:
    """Return the turn, person or value at the place of a part in a document, or None."""
    key, _space, name = part.place.partition(" ")
    if part.formset is None:
        if not name:
            return getattr(document, part.place)
        exchange = next((exchange for exchange in document.exchanges if exchange.public_id == key), None)
        return getattr(exchange, name) if exchange else None
    if part.formset.model is TurnRecord:
        return next((turn for turn in document.turns if turn.public_id == part.place), None)
    return next((person for person in document.people if person.name == part.place), None)


def _field_of(conflict: Conflict, part: FormPart) -> str:
    """Return the name of the field at which a conflict is shown."""
    if part.formset is None:
        return part.key
    name = conflict.fields[0].name if conflict.fields else next(iter(part.names))
    field = FIELD_OF.get(name, "text" if name == "paragraphs" else name)
    return field if field in part.form.fields else next(iter(part.form.fields))
