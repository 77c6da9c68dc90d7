"""Keep import batches: many files handed over at once, each with its state."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0067_find_what_was_entered_last"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(editable=False, max_length=16, unique=True)),
                ("name", models.CharField(max_length=300)),
                ("series", models.CharField(blank=True, max_length=200, verbose_name="series")),
                ("language", models.CharField(blank=True, max_length=20, verbose_name="language")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="entered")),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="expires")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import batch",
                "verbose_name_plural": "import batches",
                "ordering": ["-created_at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="BatchFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("read", "read"),
                            ("ready", "ready"),
                            ("imported", "imported"),
                            ("discarded", "discarded"),
                            ("refused", "refused"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("data", models.BinaryField(null=True)),
                ("source", models.JSONField(null=True)),
                ("facts", models.JSONField(default=dict)),
                ("title", models.CharField(blank=True, max_length=400, verbose_name="title")),
                ("warnings", models.PositiveIntegerField(default=0)),
                ("sentence", models.JSONField(null=True)),
                ("number", models.PositiveSmallIntegerField(default=0)),
                (
                    "conference",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="transcripts.conference",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="batch_files",
                        to="transcripts.importdraft",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="transcripts.importbatch"
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an import batch",
                "verbose_name_plural": "files of import batches",
                "ordering": ["position"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["batch", "state", "position"], name="batch_file_by_state")],
            },
        ),
    ]
