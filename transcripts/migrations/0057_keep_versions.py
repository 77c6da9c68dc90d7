"""Give each conference a permanent id, and keep the versions that readers saw."""

import secrets

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
BATCH = 500


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each conference an id of 13 random characters."""
    conferences = apps.get_model("transcripts", "Conference").objects
    keys = list(conferences.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        rows = list(conferences.filter(pk__in=keys[start : start + BATCH]).only("pk"))
        for row in rows:
            row.public_id = "".join(secrets.choice(ALPHABET) for _ in range(13))
        conferences.bulk_update(rows, ["public_id"])


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0056_keep_added_forms")]
    operations = [
        migrations.AddField(
            model_name="conference",
            name="public_id",
            field=models.CharField(editable=False, max_length=16, null=True, verbose_name="permanent ID"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("made_at", models.DateTimeField(verbose_name="public from")),
                ("structure", models.JSONField(verbose_name="structure")),
                ("salts", models.JSONField(verbose_name="salts")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("line", models.PositiveIntegerField(null=True, unique=True, verbose_name="line in the log")),
                (
                    "previous",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of the line before"),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="transcripts.conference",
                        verbose_name="conference",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="transcripts.revision",
                        verbose_name="revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["conference", "number"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("conference", "number"), name="version_number"),
                    models.CheckConstraint(
                        condition=models.Q(line=None, previous="")
                        | models.Q(line__isnull=False) & ~models.Q(previous=""),
                        name="version_line_has_previous",
                    ),
                ],
            },
        ),
    ]
