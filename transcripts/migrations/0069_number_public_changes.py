"""Number the changes that the public sees; withdrawals of before are marked, so that copies of the site learn them."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark_withdrawn(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Mark what is withdrawn with the present edition; what is public is found without a mark."""
    number = apps.get_model("transcripts", "Edition").objects.values_list("number", flat=True).first() or 0
    changes = apps.get_model("transcripts", "PublicChange").objects
    gone = apps.get_model("transcripts", "Conference").objects.filter(status="withdrawn")
    changes.bulk_create(
        [
            changes.model(kind="conference", key=key, conference_id=pk, sequence=number, changed_at=at)
            for pk, key, at in gone.order_by("updated_at").values_list("pk", "public_id", "updated_at")
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0068_create_import_batches")]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("conference", "conference"),
                            ("series", "series"),
                            ("speaker", "speaker"),
                            ("outlet", "outlet"),
                            ("topic", "topic"),
                        ],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                ("key", models.CharField(max_length=200, verbose_name="permanent ID or former slug")),
                ("sequence", models.PositiveBigIntegerField(verbose_name="edition")),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                (
                    "conference",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="public_change",
                        to="transcripts.conference",
                        verbose_name="conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "public change",
                "verbose_name_plural": "public changes",
                "ordering": ["sequence", "pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["sequence", "id"], name="publicchange_order"),
                    models.Index(fields=["changed_at", "id"], name="publicchange_time"),
                ],
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="publicchange_once")],
            },
        ),
        migrations.RunPython(mark_withdrawn, migrations.RunPython.noop, elidable=True),
    ]
