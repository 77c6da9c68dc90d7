"""Keep names and the site's texts by language, as data: a new language of the interface needs no column."""

from collections.abc import Iterable
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, JSONObject

NAMED = ("outlet", "series", "speaker", "topic")
ALL = (*NAMED, *(f"historical{name}" for name in NAMED))
LANGUAGE = "zh-hans"  # the only language that had columns
COLUMN = "name_zh_hans"
TEXTS = ("name", "tagline", "about", "contact", "licence", "privacy")
LENGTHS = {"name": 120, "tagline": 200}
LABELS = {
    "name": "name in simplified Chinese",
    "tagline": "tagline in simplified Chinese",
    "about": "about, in simplified Chinese",
    "contact": "contact, in simplified Chinese",
    "licence": "licence, in simplified Chinese",
    "privacy": "privacy, in simplified Chinese",
}


def keep_as_data(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the columns' texts to the new fields, of records, their histories, and merges."""
    for name in ALL:
        rows: Any = apps.get_model("transcripts", name)._default_manager
        rows.exclude(**{COLUMN: ""}).update(names=JSONObject(**{LANGUAGE: F(COLUMN)}))
    for site in apps.get_model("transcripts", "SiteIdentity")._default_manager.all():
        texts = {field: getattr(site, f"{field}_zh_hans") for field in TEXTS}
        texts = {field: text for field, text in texts.items() if text}
        site.texts = {LANGUAGE: texts} if texts else {}
        site.save(update_fields=["texts"])
    for merge in _merges(apps):
        name = merge.moved["record"].get(COLUMN, "")
        _exchange(merge, COLUMN, "names", {LANGUAGE: name} if name else {})
        merge.save(update_fields=["moved"])


def keep_in_columns(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the texts back to the columns; those in any other language are lost."""
    for name in ALL:
        rows: Any = apps.get_model("transcripts", name)._default_manager
        text = Cast(KeyTextTransform(LANGUAGE, "names"), models.CharField(max_length=200))
        rows.update(**{COLUMN: Coalesce(text, Value(""))})
    for site in apps.get_model("transcripts", "SiteIdentity")._default_manager.all():
        for field in TEXTS:
            setattr(site, f"{field}_zh_hans", site.texts.get(LANGUAGE, {}).get(field, ""))
        site.save()
    for merge in _merges(apps):
        names = merge.moved["record"].get("names", {})
        _exchange(merge, "names", COLUMN, names.get(LANGUAGE, ""))
        merge.save(update_fields=["moved"])


def _merges(apps: Apps) -> Iterable[Any]:
    merges: Any = apps.get_model("transcripts", "Merge")._default_manager
    return [*merges.order_by("pk")]


def _exchange(merge: Any, old: str, new: str, value: Any) -> None:
    """Put a field of the record that was merged away in the place of another."""
    fields = {new if field == old else field: each for field, each in merge.moved["record"].items()}
    merge.moved["record"] = fields | {new: value}


def _text(field: str) -> models.Field:
    if length := LENGTHS.get(field):
        return models.CharField(blank=True, default="", max_length=length, verbose_name=LABELS[field])
    return models.TextField(blank=True, default="", verbose_name=LABELS[field])


class Migration(migrations.Migration):
    """From a column for the second language to {language: name}."""

    dependencies = [
        ("transcripts", "0059_close_corrections"),
    ]

    operations = [
        *(
            migrations.AddField(
                name, "names", models.JSONField(blank=True, default=dict, verbose_name="name in other languages")
            )
            for name in ALL
        ),
        migrations.AddField(
            "siteidentity",
            "texts",
            models.JSONField(blank=True, default=dict, verbose_name="texts in other languages"),
        ),
        # Undone, a removed column is added to rows that have no text for it.
        *(
            migrations.AlterField(
                name, COLUMN, models.CharField(blank=True, default="", max_length=200, verbose_name=LABELS["name"])
            )
            for name in ALL
        ),
        *(migrations.AlterField("siteidentity", f"{field}_zh_hans", _text(field)) for field in TEXTS),
        migrations.RunPython(keep_as_data, keep_in_columns),
        *(migrations.RemoveField(name, COLUMN) for name in ALL),
        *(migrations.RemoveField("siteidentity", f"{field}_zh_hans") for field in TEXTS),
    ]
