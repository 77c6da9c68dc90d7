"""The keys by which a name that is written a little otherwise is found, made for all names there are."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from transcripts.migrations._frozen_name_keys import key_rows

BATCH = 1000


def make_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the keys of every speaker and outlet; by the rules of the time."""
    keys = apps.get_model("transcripts", "NameKey")
    for kind in ("speaker", "outlet"):
        records = apps.get_model("transcripts", kind).objects.prefetch_related("aliases").order_by("pk")
        for record in records.iterator(chunk_size=BATCH):
            names = [record.name, record.name_zh_hans, *(alias.name for alias in record.aliases.all())]
            keys.objects.bulk_create(key_rows(kind, record.pk, names, model=keys))


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0009_create_import_drafts")]

    operations = [
        migrations.CreateModel(
            name="NameKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("record", models.PositiveBigIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=200)),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["key", "kind"], name="name_key"),
                    models.Index(fields=["kind", "record"], name="name_key_record"),
                ],
            },
        ),
        migrations.RunPython(make_keys, migrations.RunPython.noop),
    ]
