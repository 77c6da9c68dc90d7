"""Keep addresses of a former site; Editors may take them in."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let Editors take in addresses of the former site, see them and delete them."""
    config = apps.get_app_config("transcripts")
    config.models_module = True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = None
    names = ["add_oldaddress", "delete_oldaddress", "view_oldaddress"]
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="transcripts")
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        group.permissions.add(*permissions.filter(codename__in=names))


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0069_number_public_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="OldAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=500, unique=True, verbose_name="old path")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("conference", "conference"),
                            ("exchange", "exchange"),
                            ("turn", "turn"),
                            ("paragraph", "paragraph"),
                        ],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                ("public_id", models.CharField(max_length=16, verbose_name="permanent ID")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_addresses",
                        to="transcripts.conference",
                        verbose_name="conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "address of the former site",
                "verbose_name_plural": "addresses of the former site",
                "ordering": ["path"],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
