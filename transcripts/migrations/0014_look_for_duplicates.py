"""Key the topics' names as well, note all names as still to be looked at, and let the groups write topics' other names."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from transcripts.migrations._frozen_name_keys import UNSEEN, key_rows

BATCH = 1000
PERMISSIONS = [f"{verb}_topicalias" for verb in ("add", "change", "view", "delete")]


def make_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the keys of every topic, and the mark of every name."""
    keys = apps.get_model("transcripts", "NameKey")
    keys.objects.filter(kind="topic").delete()
    keys.objects.filter(key=UNSEEN).delete()
    topics = apps.get_model("transcripts", "topic").objects.order_by("pk")
    for topic in topics.iterator(chunk_size=BATCH):
        keys.objects.bulk_create(key_rows("topic", topic.pk, [topic.name, topic.name_zh_hans], model=keys))
    for kind in ("speaker", "outlet", "topic"):
        records = apps.get_model("transcripts", kind).objects.order_by("pk").values_list("pk", flat=True)
        keys.objects.bulk_create([keys(kind=kind, record=pk, key=UNSEEN) for pk in records], batch_size=BATCH)


def drop_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take away what older code does not know."""
    keys = apps.get_model("transcripts", "NameKey")
    keys.objects.filter(kind="topic").delete()
    keys.objects.filter(key=UNSEEN).delete()


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let who writes topics write their other names."""
    config = apps.get_app_config("transcripts")
    config.models_module = True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="transcripts")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["Authors", "Editors"]):
        group.permissions.add(*permissions.filter(codename__in=PERMISSIONS))


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0013_create_merges")]
    operations = [
        migrations.RunPython(make_keys, drop_keys),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
