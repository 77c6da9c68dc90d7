"""Key every name by how its words begin, for suggestions while one is typed."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from transcripts.migrations._frozen_name_keys import beginning_keys

BATCH = 1000


def collate(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let PostgreSQL compare keys by letters alone, as SQLite does, so that a beginning is a range of the index."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE transcripts_namekey ALTER COLUMN key TYPE varchar(200) COLLATE "C"')


def collate_as_before(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let PostgreSQL compare keys as it compares other texts."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE transcripts_namekey ALTER COLUMN key TYPE varchar(200) COLLATE "default"')


def add_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the keys of all names that somebody bears now."""
    keys = apps.get_model("transcripts", "NameKey")
    drop_keys(apps, schema_editor)  # where all migrations run at once, they are there already
    borne = keys.objects.filter(key__startswith="= ").order_by("kind", "record", "name")
    keys.objects.bulk_create(
        (
            keys(kind=kind, record=record, name=name, key=key)
            for kind, record, name in list(borne.values_list("kind", "record", "name").distinct())
            for key in sorted(beginning_keys(kind, name))
        ),
        batch_size=BATCH,
    )


def drop_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take away what older code does not know."""
    apps.get_model("transcripts", "NameKey").objects.filter(key__startswith=">").delete()


class Migration(migrations.Migration):
    """Key the beginnings of names."""

    dependencies = [("transcripts", "0030_create_presences")]
    operations = [
        migrations.RunPython(collate, collate_as_before),
        migrations.RunPython(add_keys, drop_keys),
    ]
