"""Say the permission to publish one's own transcripts in the words of today; Django names a permission only once."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CODENAME = "publish_own_conference"
OLD = "Can publish what they wrote themselves, without a second pair of eyes"
NEW = "Can publish their own transcripts without review by somebody else"


def say_anew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the permission its new name; a database of today is given it when permissions are made."""
    permissions = apps.get_model("auth", "Permission")._default_manager.using(schema_editor.connection.alias)
    permissions.filter(content_type__app_label="transcripts", codename=CODENAME, name=OLD).update(name=NEW)


def say_as_before(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the permission its former name."""
    permissions = apps.get_model("auth", "Permission")._default_manager.using(schema_editor.connection.alias)
    permissions.filter(content_type__app_label="transcripts", codename=CODENAME, name=NEW).update(name=OLD)


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0060_keep_names_by_language"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(say_anew, say_as_before)]
