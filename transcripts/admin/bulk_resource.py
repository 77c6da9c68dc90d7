"""What the rows of a table mean: who is new, who is changed and how, and what cannot be, with the reason."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export import fields, resources
from tablib import Dataset

from transcripts import actions
from transcripts.admin.bulk_tables import unguard
from transcripts.document import Piece, compare_words
from transcripts.models import Outlet, Redirect, Speaker

LONGEST = 200
CHUNK = 2000  # names that are read at once for a download
SPLIT = ";"
PLAIN = {"name": _("name"), "name_zh_hans": _("name in simplified Chinese"), "sort_name": _("name to sort by")}
NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"


@dataclass(slots=True)
class Line:
    """What is said of one row of the table: `number` is the spreadsheet's, in which the headers are the first."""

    number: int
    name: str
    outcome: str = UNCHANGED
    reason: str = ""
    changes: list[tuple[str | Promise, Sequence[Piece]]] = field(default_factory=list)


class NameResource(resources.ModelResource):
    """Speakers or outlets as rows. Rows are looked through one by one, and saved together by one deed."""

    aliases = fields.Field(column_name="aliases")

    class Meta:
        fields = ("slug", "name", "name_zh_hans", "sort_name", "aliases")
        export_order = fields
        import_id_fields = ("name",)
        skip_diff = True
        report_skipped = True
        use_transactions = False  # a dry run writes nothing, so there is nothing to roll back

    def __init__(self, change: actions.Change | None = None, *, may_publish: bool = True) -> None:
        super().__init__()
        self.change = change or actions.Change()
        self.may_publish = may_publish
        self.lines: list[Line] = []
        self.rows: list[actions.NameRow] = []
        self.taken: dict[int, int] = {}  # which record which row is about
        self.called: dict[str, int] = {}  # which row gives a name to a new record
        self.given: dict[str, int] = {}  # which row gives another name

    def iter_queryset(self, queryset: Any) -> Iterator[Any]:
        """Yield the records in one pass; the library would sort them anew for every hundred. A query for each CHUNK."""
        yield from queryset.iterator(chunk_size=CHUNK)

    def dehydrate_aliases(self, record: Any) -> str:
        """Return the other names, parted by semicolons."""
        return f"{SPLIT} ".join(alias.name for alias in record.aliases.all())

    def seen(self) -> str:
        """Return a digest of what the dry run found, so that nothing else is saved than what was shown."""
        shown = [[line.number, line.name, line.outcome, line.reason, str(line.changes)] for line in self.lines]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        """Look up everybody whom the table names. Some fifteen queries, whatever its length."""
        model: Any = self._meta.model
        rows = [{key: unguard(cell) for key, cell in row.items()} for row in dataset.dict]
        slugs = {row.get("slug", "") for row in rows} - {""}
        led = dict(Redirect.objects.filter(kind=model._meta.model_name, old__in=slugs).values_list("old", "new"))
        known = model._default_manager.prefetch_related("aliases")
        self.by_slug = {record.slug: record for record in known.filter(slug__in={*slugs, *led.values()})}
        self.by_slug |= {old: self.by_slug[new] for old, new in led.items() if new in self.by_slug}
        claims = actions.find_claims(model, [row["name"] for row in rows if row["name"] and not row.get("slug")])
        records = known.in_bulk({record.pk for found in claims.values() for record in found})
        self.claims = {name: [records[record.pk] for record in found] for name, found in claims.items()}
        others = {name for row in rows for name in _split(row.get("aliases", ""))}
        owners: Any = model.aliases.rel.related_model
        self.owners = {
            alias.name: getattr(alias, model._meta.model_name)
            for alias in owners._default_manager.filter(name__in=others).select_related(model._meta.model_name)
        }
        everybody = {record.pk for record in [*self.by_slug.values(), *records.values()]}
        self.public = set(model._default_manager.published().filter(pk__in=everybody).values_list("pk", flat=True))

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        self.lines.append(Line(kwargs["row_number"] + 1, row["name"]))
        for key, cell in row.items():
            row[key] = unguard(cell)

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        """Return whom the row is about: by its address, else by a name that is certain. Raises ValidationError."""
        if slug := row.get("slug"):
            if found := self.by_slug.get(slug):
                return found
            raise ValidationError(
                gettext("Nobody has the address “%(slug)s”. Leave it out for a new record.") % {"slug": slug}
            )
        claims = self.claims.get(row["name"], [])
        if len(claims) > 1:
            slugs = ", ".join(record.slug for record in claims)
            raise ValidationError(
                gettext("Several are called so. Give the address of the one meant: %(slugs)s.") % {"slugs": slugs}
            )
        if claims and not _is_own_name(claims[0], row["name"]):
            words = {"known": claims[0].name, "slug": claims[0].slug}
            raise ValidationError(
                gettext("“%(known)s” goes by this name already. To change it, give its address: %(slug)s.") % words
            )
        return claims[0] if claims else None

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Write the row's cells to the record, and note what differs. Raises ValidationError."""
        line = self.lines[-1]
        self._check(instance, row, line.number)
        aliases = _split(row["aliases"]) if "aliases" in row else None
        if aliases is not None:
            aliases = [name for name in aliases if name not in (row["name"], row.get("name_zh_hans"))]
            self._check_aliases(instance, aliases, line.number)
        for name, label in PLAIN.items():
            if name == "name" and instance.pk and not row.get("slug"):
                continue  # it was found by its name, in either language and in any case: that is no new one
            if name in row and row[name] != getattr(instance, name):
                line.changes.append((label, compare_words(getattr(instance, name), row[name])))
                setattr(instance, name, row[name])
        had = sorted(alias.name for alias in instance.aliases.all()) if instance.pk else []
        if aliases is not None and sorted(aliases) != had:
            before, after = (f"{SPLIT} ".join(names) for names in (had, sorted(aliases)))
            line.changes.append((_("other names"), compare_words(before, after)))
        instance.told_aliases = None if aliases is None else tuple(aliases)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """Leave alone what stays as it is. Raises ValidationError."""
        if import_validation_errors:
            return False
        if self.lines[-1].changes and instance.pk in self.public and not self.may_publish:
            raise ValidationError(gettext("Readers see this name already, so an Editor must change it."))
        return not self.lines[-1].changes

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Note what is to be saved; `after_import` saves it."""
        self.lines[-1].outcome = NEW if is_create else CHANGED
        self.rows.append(actions.NameRow(instance, instance.told_aliases))

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Do nothing: the other names are saved with the record."""

    def after_import(self, dataset: Dataset, result: Any, **kwargs: Any) -> None:
        """Save, unless it is a dry run."""
        for invalid in result.invalid_rows:
            line = self.lines[invalid.number - 1]
            line.outcome, line.reason, line.changes = REFUSED, " ".join(invalid.error.messages), []
        if not kwargs["dry_run"]:
            actions.save_names(self.rows, self.change)

    def _check(self, instance: Any, row: Any, number: int) -> None:
        """Refuse a row without a name, with too long a one, or about somebody whom another row is about."""
        if not row["name"]:
            raise ValidationError(gettext("It has no name."))
        if any(len(cell) > LONGEST for name, cell in row.items() if name in PLAIN):
            raise ValidationError(gettext("A name has at most %(most)d characters.") % {"most": LONGEST})
        first = (
            self.taken.setdefault(instance.pk, number) if instance.pk else self.called.setdefault(row["name"], number)
        )
        if first != number:
            raise ValidationError(gettext("Row %(number)d is about the same record.") % {"number": first})

    def _check_aliases(self, instance: Any, aliases: list[str], number: int) -> None:
        """Refuse another name that is too long, or somebody else's."""
        for name in aliases:
            owner = self.owners.get(name)
            if len(name) > LONGEST:
                raise ValidationError(gettext("A name has at most %(most)d characters.") % {"most": LONGEST})
            if owner and owner.pk != instance.pk:
                words = {"name": name, "owner": owner}
                raise ValidationError(gettext("“%(name)s” is another name of “%(owner)s”.") % words)
            first = self.given.setdefault(name, number)
            if first != number:
                words = {"name": name, "number": first}
                raise ValidationError(gettext("Row %(number)d gives the other name “%(name)s” as well.") % words)


class SpeakerResource(NameResource):
    """Speakers as rows."""

    class Meta(NameResource.Meta):
        model = Speaker


class OutletResource(NameResource):
    """Outlets as rows."""

    class Meta(NameResource.Meta):
        model = Outlet


def _split(cell: str) -> list[str]:
    """Return the names in a cell, each once."""
    names = (name.strip() for name in cell.replace("；", SPLIT).split(SPLIT))
    return list(dict.fromkeys(name for name in names if name))


def _is_own_name(record: Any, name: str) -> bool:
    return name.casefold() in {record.name.casefold(), record.name_zh_hans.casefold()}
