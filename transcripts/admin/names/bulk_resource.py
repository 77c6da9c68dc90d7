"""Comparison of a table of names with the records: new names, changes, and refused rows with the reason."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.names.bulk_tables import Table, columns_of
from transcripts.document import Piece, compare_words
from transcripts.models import Outlet, Redirect, Speaker, field_name, other_languages
from transcripts.reading.name_resolution import find_candidates
from transcripts.text import fold

Listed = Speaker | Outlet

LONGEST = 200
CHUNK = 2000  # names read at once for a download
SPLIT = ";"
SPLIT_WORDS = f"{SPLIT} "
NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"


@dataclass(slots=True)
class Line:
    """The result for one row of the table; `number` is the spreadsheet's, where the headers are row 1."""

    number: int
    name: str
    outcome: str = UNCHANGED
    reason: str = ""
    changes: list[tuple[str | Promise, Sequence[Piece]]] = field(default_factory=list)


def rows_of(model: type[Speaker | Outlet]) -> list[list[str]]:
    """Return all speakers or outlets, with their other names, as rows of their columns, from A to Z.

    Two queries for each CHUNK.
    """
    return [
        [
            SPLIT_WORDS.join(alias.name for alias in record.aliases.all())
            if column.field == "aliases"
            else _read(record, column.field)
            for column in columns_of(model)
        ]
        for record in model.objects.from_a_to_z().prefetch_related("aliases").iterator(chunk_size=CHUNK)
    ]


def _read(record: Listed, field: str) -> str:
    """Return what a record has in a column: a name in a language, or a field of its own."""
    languages = {field_name("name", language): language for language in other_languages()}
    value: str = record.names.get(languages[field], "") if field in languages else getattr(record, field)
    return value


def _write(record: Listed, field: str, value: str) -> None:
    """Give a record what its row has in a column."""
    languages = {field_name("name", language): language for language in other_languages()}
    if field in languages:
        record.set_name(languages[field], value)
    else:
        setattr(record, field, value)


class NameUpload:
    """A table of speakers or outlets compared with the records, row by row; `rows` are those that can be saved.

    Names are the same when they differ in capitals alone. Making one writes nothing, and costs some fifteen queries,
    whatever the table's length.
    """

    def __init__(self, model: type[Speaker | Outlet], table: Table, *, may_publish: bool = True) -> None:
        self.model = model
        self.may_publish = may_publish
        self.labels = {column.field: column.label for column in columns_of(model)}
        self.plain = [field for field in self.labels if field not in ("slug", "aliases")]
        self.lines: list[Line] = []
        self.rows: list[actions.NameRow] = []
        self.taken: dict[int, int] = {}  # the number of the row about each record
        self.called: dict[str, int] = {}  # the row that gives each folded name to a new record
        self.given: dict[str, int] = {}  # the row that gives each folded other name
        records = table.records()
        self._look_up(records)
        for number, (cells, row) in enumerate(zip(table.rows, records, strict=True), start=2):
            line = Line(number, cells[table.fields.index("name")])
            self.lines.append(line)
            try:
                self._compare(row, line)
            except ValidationError as error:
                line.outcome, line.reason, line.changes = REFUSED, " ".join(error.messages), []

    def seen(self) -> str:
        """Return a digest of the comparison, so that only what was shown is saved."""
        shown = [[line.number, line.name, line.outcome, line.reason, str(line.changes)] for line in self.lines]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()

    def _look_up(self, rows: Sequence[dict[str, str]]) -> None:
        """Look up all records that the table names."""
        kind, known = self.model._meta.model_name, self.model._default_manager.prefetch_related("aliases")
        typed = {row.get("slug", "") for row in rows} - {""}
        slugs = typed | {slug.lower() for slug in typed}
        led = dict(Redirect.objects.filter(kind=kind, old__in=slugs).values_list("old", "new"))
        self.by_slug = {record.slug: record for record in known.filter(slug__in={*slugs, *led.values()})}
        self.by_slug |= {old: self.by_slug[new] for old, new in led.items() if new in self.by_slug}
        names = {row["name"] for row in rows if row["name"] and not row.get("slug")}
        others = {name for row in rows for name in _split(row.get("aliases", ""))}
        found = find_candidates(self.model, names | others)
        records = known.in_bulk({record.pk for claims in found.values() for record in claims})
        self.claims = {name: [records[record.pk] for record in found.get(name, ())] for name in names}
        self.owners = {
            fold(alias.name): record
            for name in others
            for record in (records[claim.pk] for claim in found.get(name, ()))
            for alias in record.aliases.all()
        }
        everybody = {record.pk for record in [*self.by_slug.values(), *records.values()]}
        self.public = set(self.model._default_manager.published().filter(pk__in=everybody).values_list("pk", flat=True))

    def _compare(self, row: dict[str, str], line: Line) -> None:
        """Write the row's effect to the line, and add the row to `rows` if it has one. Raises ValidationError."""
        record = self._find(row)
        is_new = record is None
        if record is None:
            record = self.model()
        self._check(record, row, line.number)
        had = [] if is_new else [alias.name for alias in record.aliases.all()]
        aliases = self._aliases(record, row, had, line.number) if "aliases" in row else None
        values = {name: row[name] for name in self.plain if name in row}
        if not is_new and not row.get("slug"):
            del values["name"]  # found by its name, in any language and any case, so the name is not new
        for name, value in values.items():
            if value != _read(record, name):
                line.changes.append((self.labels[name], compare_words(_read(record, name), value)))
        if aliases is not None and sorted(aliases) != sorted(had):
            before, after = (SPLIT_WORDS.join(sorted(names)) for names in (had, aliases))
            line.changes.append((self.labels["aliases"], compare_words(before, after)))
        if line.changes and record.pk in self.public and not self.may_publish:
            raise ValidationError(gettext("This name is public, so only an Editor can change it."))
        if line.changes:
            for name, value in values.items():
                _write(record, name, value)
            record.clean()
            line.outcome = NEW if is_new else CHANGED
            self.rows.append(actions.NameRow(record, None if aliases is None else tuple(aliases)))

    def _find(self, row: dict[str, str]) -> Listed | None:
        """Return the record that the row is about, by its address, else by an unambiguous name; None for a new one.

        Raises ValidationError if the address is unknown, or the name an alias or that of several.
        """
        if slug := row.get("slug"):
            if found := self.by_slug.get(slug) or self.by_slug.get(slug.lower()):
                return found
            raise ValidationError(
                gettext("No record has the address “%(slug)s”. Leave the address empty for a new record.")
                % {"slug": slug}
            )
        claims = self.claims.get(row["name"], [])
        if len(claims) > 1:
            slugs = ", ".join(record.slug for record in claims)
            raise ValidationError(
                gettext("Several records have this name. Enter the address of the right one: %(slugs)s.")
                % {"slugs": slugs}
            )
        if claims and fold(row["name"]) not in set(map(fold, claims[0].all_names)):
            words = {"known": claims[0].name, "slug": claims[0].slug}
            raise ValidationError(
                gettext("“%(known)s” already has this name. To change that record, enter its address: %(slug)s.")
                % words
            )
        return claims[0] if claims else None

    def _check(self, record: Listed, row: dict[str, str], number: int) -> None:
        """Refuse a row without a name, with too long a one, or about the record of another row."""
        if not row["name"]:
            raise ValidationError(gettext("The name is missing."))
        if any(len(cell) > LONGEST for name, cell in row.items() if name in self.plain):
            raise ValidationError(gettext("A name can have at most %(most)d characters.") % {"most": LONGEST})
        if record.pk:
            first = self.taken.setdefault(record.pk, number)
        else:
            first = self.called.setdefault(fold(row["name"]), number)
        if first != number:
            raise ValidationError(gettext("Row %(number)d already refers to this record.") % {"number": first})

    def _aliases(self, record: Listed, row: dict[str, str], had: Sequence[str], number: int) -> list[str]:
        """Return the other names that the row gives; refuse one that is too long, or another record's.

        One that the record `had` in other capitals stays as it was, unless the row gives the address.
        """
        own = {fold(name) for field, name in row.items() if field in self.plain and field != "sort_name"}
        stored = {} if row.get("slug") else {fold(name): name for name in had}
        aliases: dict[str, str] = {}
        for name in _split(row["aliases"]):
            if fold(name) not in own:
                aliases.setdefault(fold(name), stored.get(fold(name), name))
        for folded, name in aliases.items():
            owner = self.owners.get(folded)
            if len(name) > LONGEST:
                raise ValidationError(gettext("A name can have at most %(most)d characters.") % {"most": LONGEST})
            if owner and owner.pk != record.pk:
                named = {"name": name, "owner": str(owner)}
                raise ValidationError(gettext("“%(name)s” is another name of “%(owner)s”.") % named)
            first = self.given.setdefault(folded, number)
            if first != number:
                words = {"name": name, "number": first}
                raise ValidationError(gettext("Row %(number)d also has the other name “%(name)s”.") % words)
        return list(aliases.values())


def _split(cell: str) -> list[str]:
    """Return the names in a cell, each once."""
    names = (name.strip() for name in cell.replace("；", SPLIT).split(SPLIT))
    return list(dict.fromkeys(name for name in names if name))
