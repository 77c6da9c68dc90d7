"""Two at once: a form that was opened before somebody else saved, brought up to what there is now.

What this editor left alone becomes what is there now; what the other left alone stays as typed. What both changed is
a clash: it stays as typed too, but nothing is saved before the editor has seen the other's text, and has chosen which
to go on from. Turns, participants and the fields of the head are compared one by one, with the revision that the form
was opened with. For a form that is not stale this costs nothing; for one that is, about fifteen queries.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.admin.choosing import tidy
from transcripts.admin.clashing import (
    THEIRS,
    Others,
    exchange_in,
    read_choices,
    revisions_since,
    show_clash,
    turn_in,
    who_changed,
)
from transcripts.admin.sitting import Clash, Sitting
from transcripts.document import HEAD_FIELDS, Kind, TranscriptDocument
from transcripts.document import Exchange as ExchangeText
from transcripts.document import Turn as TurnText
from transcripts.models import Conference, Exchange, Named, Outlet, Participation, Revision, Speaker, Topic, Turn
from transcripts.reading import in_language

UNKNOWN: Any = object()  # what the form was opened with, when no revision says; is equal to nothing
OTHER: Any = object()  # what was sent, when it is no value of the field or asks to delete the row; likewise
OUTSIDE = ["slug", "record_status"]  # fields of the form that no revision holds; it carries what they were
LABELS = {
    "kind": _("kind"),
    "label": _("label as printed"),
    "speaker": _("speaker"),
    "outlet": _("outlet"),
    "journalist": _("journalist"),
}
FIELD_OF = {"kind": "kind", "label": "label_as_printed", "speaker": "speaker", "outlet": "outlet"}


def read_version(data: QueryDict) -> int | None:
    """Return the version that the form says it was opened with."""
    value = data.get("version", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


class Meeting:
    """A form that was sent, and the conference as it is now, whose row is locked."""

    def __init__(self, data: QueryDict, conference: Conference, sitting: Sitting) -> None:
        self.data = data.copy()
        self.conference = conference
        self.sitting = sitting
        self.opened = read_version(data)
        self.taken = {place for place, choice in read_choices(data).items() if choice == THEIRS}
        self.is_behind = self.opened != conference.version
        self.is_stale = self.is_behind or bool(self.taken)
        if self.opened is None or self.opened > conference.version:
            sitting.refusal = gettext(
                "This form does not say which version of the conference it was opened with, so nothing was saved. "
                "What you typed is still here: look it through, then save again."
            )
        self.data["version"] = str(conference.version)

    @cached_property
    def base(self) -> TranscriptDocument | None:
        """The document that the form was opened with, if there is a revision of it. One query."""
        revision = self.conference.revisions.applied().filter(number=self.opened).first()
        return revision.transcript if revision else None

    @cached_property
    def chinese(self) -> bool:
        """Whether the transcript uses Chinese names."""
        return self.conference.language.startswith("zh")

    # The fields of a form

    def meet_fields(self, fields: dict[str, forms.Field]) -> None:
        """Settle the conference's own fields, as far as the form has them. One query when it is stale."""
        for name in OUTSIDE:
            if name in fields:
                base = self.data.get(f"initial-{name}", UNKNOWN)
                now, mine = getattr(self.conference, name), self.data.get(name, "")
                self._settle_field(name, fields[name], base=base, mine=mine, now=now, as_held=str)
                self.data[f"initial-{name}"] = now
        if not self.is_stale:
            return
        for name, field in fields.items():
            if name in _HEAD:
                base = getattr(self.base, name) if self.base else UNKNOWN
                now, mine = getattr(self.conference, name), self._typed(name, field)
                self._settle_field(name, field, base=base, mine=mine, now=now, as_held=self._in_document(name))

    def _typed(self, name: str, field: forms.Field) -> Any:
        """Return what was typed as the field's value, or OTHER when it is none."""
        try:
            return field.to_python(field.widget.value_from_datadict(self.data, {}, name))
        except forms.ValidationError:
            return OTHER

    def _in_document(self, name: str) -> Callable[[Any], Any]:
        """Return what makes of a value of the field `name` the one that the document holds."""

        def value_of(value: Any) -> Any:
            if value is OTHER:
                return value
            if isinstance(value, Named):
                value = in_language(value, chinese=self.chinese)
            if value is None and name not in _MAY_BE_NONE:
                value = ""
            return getattr(replace(TranscriptDocument(), **{name: value}), name)

        return value_of

    def _settle_field(
        self, name: str, field: forms.Field, *, base: Any, mine: Any, now: Any, as_held: Callable[[Any], Any]
    ) -> None:
        held_now, held_mine = as_held(now), as_held(mine)
        outcome = self._settle(name, base, held_mine, held_now)
        if outcome == "theirs":
            self.data[name] = _as_sent(field, now)
        elif outcome == "clash":
            typed = self.data.get(name, "")
            shown = str(dict(getattr(field, "choices", None) or {}).get(now, held_now)) if name in OUTSIDE else held_now
            who = self._who(lambda form: form.get(name)) if name not in OUTSIDE else None
            was = as_held(base) if name not in OUTSIDE and base is not UNKNOWN else None
            now_shown = "" if shown is None else str(shown)
            self._clash("", name, None if was is None else str(was), typed, now_shown, who=who)

    # An exchange and its turns

    def meet_exchange(self, exchange: Exchange) -> None:
        """Settle heading, page, topics and turns. About ten queries, when it is stale."""
        if not self.is_stale:
            return
        known = {row.public_id: row for row in self.base.exchanges} if self.base else {}
        base = known.get(exchange.public_id)
        key = exchange.public_id
        heading = ExchangeText(heading=self.data.get("heading", "")).heading
        self._settle_plain("heading", base.heading if base else UNKNOWN, heading, exchange.heading, key)
        page = self.data.get("page", "").strip()
        was = (str(base.page) if base.page is not None else "") if base else UNKNOWN
        self._settle_plain("page", was, page, "" if exchange.page is None else str(exchange.page), key)
        if base:
            self._meet_topics(exchange, base.topics)
        self._meet_turns(exchange)

    def _settle_plain(self, name: str, base: Any, mine: str, now: str, key: str) -> None:
        outcome = self._settle(name, base, mine, now)
        if outcome == "theirs":
            self.data[name] = now
        elif outcome == "clash":
            was = None if base is UNKNOWN else str(base)
            self._clash("", name, was, mine, now, who=self._who(lambda form: (exchange_in(form, key) or {}).get(name)))

    def _meet_topics(self, exchange: Exchange, base: Iterable[str]) -> None:
        """Add what each of the two added, and take away what either took away: topics never clash."""
        now = {str(topic.pk): topic for topic in exchange.topics.all()}
        mine = [key for key in self.data.getlist("topics") if key.isdecimal() and len(key) < 19]
        others = {str(topic.pk): topic for topic in Topic.objects.filter(pk__in=mine)}
        names = set(base)
        was = {key for key, topic in (others | now).items() if {topic.name, topic.name_zh_hans} & names}
        kept = [key for key in {**now, **others} if key in (set(now) | (set(mine) - was)) - (was - set(mine))]
        self.data.setlist("topics", kept)

    def _meet_turns(self, exchange: Exchange) -> None:
        rows = {str(row.pk): row for row in exchange.turns.select_related("speaker", "outlet")}
        base = {turn.public_id: turn for turn in self.base.turns} if self.base else {}
        for prefix in self._prefixes("turns"):
            row = rows.get(self.data.get(f"{prefix}-id", ""))
            if row:
                self._meet_turn(prefix, row, base.get(row.public_id))

    def _meet_turn(self, prefix: str, row: Turn, base: TurnText | None) -> None:
        sent = {name: self.data.get(f"{prefix}-{name}", "") for name in _TURN}
        kept = {name: _as_text(getattr(row, f"{name}_id" if name in _PEOPLE else name)) for name in _TURN}
        typed = {name: tidy(self.data.get(f"{prefix}-{name}_name")) for name in _PEOPLE}
        mine, now = self._as_turn(sent, typed, base), self._as_turn(kept, dict.fromkeys(_PEOPLE, ""), base)
        deletes = bool(self.data.get(f"{prefix}-DELETE"))
        base = _without_plain_label(base) if base else None
        outcome = self._settle(prefix, base or UNKNOWN, OTHER if deletes else mine, now)
        if outcome == "theirs":
            self.data.pop(f"{prefix}-DELETE", None)
            for name, value in kept.items():
                self.data[f"{prefix}-{name}"] = value
            for name in _PEOPLE:
                self.data[f"{prefix}-{name}_name"] = ""
        elif outcome == "clash":
            others = [name for name in LABELS if getattr(mine, name) != getattr(now, name)]
            field = "text" if mine.text != now.text or not others else FIELD_OF.get(others[0], others[0])
            self._clash(
                prefix,
                field,
                base.text if base else None,
                mine.text,
                now.text,
                who=self._who(lambda form: turn_in(form, row.public_id)),
                others=() if deletes else (_say(mine, others), _say(now, others)),
                deletes=deletes,
            )

    def _as_turn(self, values: dict[str, str], typed: dict[str, str], base: TurnText | None) -> TurnText:
        """Return the turn that a row's values are; people go by the names that `base` knows them by."""
        kind = values["kind"] if values["kind"] in set(Kind) else Kind.STATEMENT
        speaker = typed["speaker"] or self._name(Speaker, values["speaker"], base.speaker if base else "")
        outlet = typed["outlet"] or self._name(Outlet, values["outlet"], base.outlet if base else "")
        label = values["label_as_printed"]
        if base and label == base.label in (base.speaker, base.outlet):
            label = ""  # it is the name of who speaks, and goes with it
        turn = TurnText(Kind(kind), label, (values["text"],), speaker, outlet, values["journalist"])
        return _without_plain_label(turn)

    # The participants

    def meet_people(self) -> None:
        """Settle the participants, each a row. A few queries, when it is stale."""
        if not self.is_stale:
            return
        rows = {str(row.pk): row for row in self.conference.participations.select_related("speaker")}
        for prefix in self._prefixes("participations"):
            row = rows.get(self.data.get(f"{prefix}-id", ""))
            if row:
                self._meet_person(prefix, row)

    def _meet_person(self, prefix: str, row: Participation) -> None:
        sent = {name: " ".join(self.data.get(f"{prefix}-{name}", "").split()) for name in _PERSON}
        kept = {"speaker": str(row.speaker_id)} | {name: getattr(row, name) for name in _PERSON[1:]}
        names = {*self._known(Speaker).get(kept["speaker"], []), row.name_as_printed, sent["name_as_printed"]}
        found = [person for person in self.base.people if person.name in names] if self.base else []
        base = (kept["speaker"], found[0].name, found[0].role, found[0].part.value) if found else UNKNOWN
        typed = tidy(self.data.get(f"{prefix}-speaker_name"))
        mine = (typed or sent["speaker"], *(sent[name] for name in _PERSON[1:]))
        now = tuple(kept.values())
        deletes = bool(self.data.get(f"{prefix}-DELETE"))
        outcome = self._settle(prefix, base, OTHER if deletes else mine, now)
        if outcome == "theirs":
            self.data.pop(f"{prefix}-DELETE", None)
            self.data[f"{prefix}-speaker_name"] = ""
            for name, value in kept.items():
                self.data[f"{prefix}-{name}"] = value
        elif outcome == "clash":
            who = self._who(lambda form: form.get("people"))
            self._clash(
                prefix,
                "name_as_printed" if mine[1] != now[1] else "role_as_printed",
                None if base is UNKNOWN else ", ".join(filter(None, base[1:3])),
                ", ".join(filter(None, mine[1:3])),
                ", ".join(filter(None, now[1:3])),
                who=who,
                deletes=deletes,
            )

    # Names, and words for the editor

    def _prefixes(self, name: str) -> list[str]:
        total = self.data.get(f"{name}-TOTAL_FORMS", "")
        return [f"{name}-{number}" for number in range(min(int(total), 1000) if total.isdecimal() else 0)]

    def _name(self, model: type[Named], key: str, known: str) -> str:
        """Return the name `known`, if the record of `key` goes by it, else its own."""
        names = self._known(model).get(key, [])
        return known if known in names else next(iter(names), "")

    def _known(self, model: type[Named]) -> dict[str, list[str]]:
        """Return all names of each person or outlet that the form or the conference names, by key. Four queries."""
        if model not in self._names:
            self._names[model] = self._find_names(model)
        return self._names[model]

    @cached_property
    def _names(self) -> dict[type[Named], dict[str, list[str]]]:
        return {}

    def _find_names(self, model: type[Named]) -> dict[str, list[str]]:
        field = "speaker" if model is Speaker else "outlet"
        sent = {value for name, value in self.data.items() if name.endswith(f"-{field}") and str(value).isdecimal()}
        keys = {int(str(value)) for value in sent if len(str(value)) < 19}
        there = Turn.objects.filter(exchange__conference=self.conference).exclude(**{field: None})
        keys |= set(there.values_list(f"{field}_id", flat=True))
        if model is Speaker:
            keys |= set(self.conference.participations.values_list("speaker_id", flat=True))
        rows: Any = model._default_manager.filter(pk__in=keys)
        known = {}
        for row in rows.prefetch_related("aliases"):
            names = [row.name, row.name_zh_hans, *(alias.name for alias in row.aliases.all())]
            known[str(row.pk)] = [name for name in names if name]
        if model is Speaker:
            for key, name in self.conference.participations.values_list("speaker_id", "name_as_printed"):
                known[str(key)].append(name)
        return known

    def _who(self, part_of: Callable[[dict[str, Any]], Any]) -> tuple[str, Any] | None:
        """Return who last changed a part of the document since the form was opened, and when. One query in all."""
        return who_changed(self._since, part_of)

    @cached_property
    def _since(self) -> list[Revision]:
        return revisions_since(self.conference, self.opened or 0)

    def _settle(self, place: str, base: Any, mine: Any, now: Any) -> str:
        """Return whose value stands, as `settle` does; where theirs was chosen, it is theirs."""
        return "theirs" if place in self.taken else settle(base, mine, now)

    def _clash(
        self,
        prefix: str,
        field: str,
        base: str | None,
        mine: str,
        now: str,
        *,
        who: tuple[str, Any] | None,
        others: tuple[Others, Others] | tuple[()] = (),
        deletes: bool = False,
    ) -> None:
        mine_others, their_others = others or ((), ())
        words = show_clash(
            prefix or field,
            base=base,
            mine=mine,
            theirs=now,
            who=who,
            mine_others=mine_others,
            their_others=their_others,
            deletes=deletes,
            language=self.conference.language,
        )
        self.sitting.clashes.append(Clash(prefix, field, words, deletes))


_HEAD = [field.name for field in HEAD_FIELDS]
_MAY_BE_NONE = {field.name for field in HEAD_FIELDS if not field.is_text}
_TURN = ["kind", "speaker", "outlet", "journalist", "label_as_printed", "text"]
_PEOPLE = ("speaker", "outlet")
_PERSON = ["speaker", "name_as_printed", "role_as_printed", "part"]


def was_changed_since(conference: Conference, version: int, public_id: str) -> bool:
    """Say whether an exchange or a turn is another than it was at the revision `version`. One query."""
    rows = conference.revisions.applied().filter(number__in=[version, conference.version])
    parts = [exchange_in(row.document, public_id) or turn_in(row.document, public_id) for row in rows]
    return len(parts) == 2 and parts[0] != parts[1]


def settle(base: Any, mine: Any, now: Any) -> str:
    """Return whose value stands: `theirs`, `mine`, or neither, which is a `clash`."""
    if mine in (base, now):
        return "theirs"
    return "mine" if now == base else "clash"


def _say(turn: TurnText, names: Iterable[str]) -> list[tuple[Any, str]]:
    """Return what the desk calls these attributes of a turn, and what they are."""
    kind = str(dict(Turn.KINDS)[turn.kind.value])
    return [(LABELS[name], kind if name == "kind" else str(getattr(turn, name))) for name in names]


def _without_plain_label(turn: TurnText) -> TurnText:
    """Return the turn without a label that only repeats who speaks: saving prints it again."""
    return replace(turn, label="") if turn.label in (turn.speaker, turn.outlet) else turn


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _as_sent(field: forms.Field, value: Any) -> str:
    """Return what a browser sends for a field that holds `value`."""
    shown = field.widget.format_value(field.prepare_value(value))
    if isinstance(shown, list | tuple):
        shown = shown[0] if shown else ""
    return _as_text(shown)
