"""Keep each topic's names under one of their words, by which a text finds the topics that it names."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from transcripts.migrations._frozen_name_keys import topic_key

BATCH = 1000


def make_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the keys of all names that topics bear now."""
    keys = apps.get_model("transcripts", "NameKey")
    drop_keys(apps, schema_editor)  # where all migrations run at once, they are there already
    borne = keys.objects.filter(kind="topic", key__startswith="= ").order_by("record", "name")
    names = borne.values_list("record", "name").distinct()
    rows = [keys(kind="topic", record=record, name=name, key=topic_key(name)) for record, name in names]
    keys.objects.bulk_create([row for row in rows if row.key], batch_size=BATCH)


def drop_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take away what older code does not know."""
    apps.get_model("transcripts", "NameKey").objects.filter(kind="topic", key__startswith="* ").delete()


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0034_file_names_from_a_to_z")]
    operations = [migrations.RunPython(make_keys, drop_keys)]
