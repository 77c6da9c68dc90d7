"""Give the press office its two groups: Authors write, Editors also publish, schedule and withdraw."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WRITTEN = ["conference", "participation", "exchange", "turn", "series", "speaker", "speakeralias", "outlet"]
WRITTEN += ["outletalias", "topic"]
AUTHORS = [f"{verb}_{model}" for model in WRITTEN for verb in ("add", "change", "view")]
AUTHORS += ["delete_participation", "delete_exchange", "delete_turn", "delete_speakeralias", "delete_outletalias"]
EDITORS = [
    *AUTHORS,
    *(f"delete_{model}" for model in ("conference", "series", "speaker", "outlet", "topic")),
    "publish_conference",
    "withdraw_conference",
    "view_redirect",
    "change_siteidentity",
    "view_siteidentity",
]


def create_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the groups; the permissions must be there first, and Django makes those after all migrations."""
    config = apps.get_app_config("transcripts")
    config.models_module = True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="transcripts")
    groups = apps.get_model("auth", "Group").objects
    for name, codenames in (("Authors", AUTHORS), ("Editors", EDITORS)):
        group, _ = groups.get_or_create(name=name)
        group.permissions.add(*permissions.filter(codename__in=codenames))


def remove_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the groups away again."""
    apps.get_model("auth", "Group").objects.filter(name__in=["Authors", "Editors"]).delete()


class Migration(migrations.Migration):
    """Create the groups."""

    dependencies = [
        ("transcripts", "0001_create_records"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(create_groups, remove_groups)]
