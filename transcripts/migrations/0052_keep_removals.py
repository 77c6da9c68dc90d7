"""Keep removals of words, and which revision changed a correction's words again; Editors may remove words."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let Editors remove words from public transcripts, and see those that were removed."""
    config = apps.get_app_config("transcripts")
    config.models_module = True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="transcripts")
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        group.permissions.add(*permissions.filter(codename__in=["remove_words", "view_removed_words"]))


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0044_reword_import_warnings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Removal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "is_repeated",
                    models.BooleanField(
                        default=False, verbose_name="the words stay readable in corrections and earlier versions"
                    ),
                ),
                ("turns", models.JSONField(default=list, verbose_name="permanent IDs of the turns")),
                ("words", models.JSONField(default=list, verbose_name="words")),
                ("forms", models.JSONField(default=dict, verbose_name="earlier paragraphs")),
                ("copies", models.JSONField(default=list, verbose_name="other places")),
                ("made_by_name", models.CharField(max_length=150, verbose_name="name")),
                ("made_at", models.DateTimeField(verbose_name="created")),
            ],
            options={
                "verbose_name": "removal",
                "verbose_name_plural": "removals",
                "ordering": ["-made_at", "-pk"],
                "permissions": [
                    ("remove_words", "Can remove words from public transcripts"),
                    ("view_removed_words", "Can see words that were removed"),
                ],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="correction",
            name="closed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="closed_corrections",
                to="transcripts.revision",
                verbose_name="the revision that changed these words again",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="is_taken_back",
            field=models.BooleanField(default=False, verbose_name="taken back"),
        ),
        migrations.AlterField(
            model_name="importdraft",
            name="is_major",
            field=models.BooleanField(null=True, verbose_name="major"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["what", "-made_at", "-id"], name="event_what_newest"),
        ),
        migrations.AddField(
            model_name="removal",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="removals",
                to="transcripts.conference",
                verbose_name="conference",
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="created by",
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="revision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="removal",
                to="transcripts.revision",
                verbose_name="revision",
            ),
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
