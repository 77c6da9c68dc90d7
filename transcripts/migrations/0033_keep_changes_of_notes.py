"""Keep what a note was before it was changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0032_ask_second_eyes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoteEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was", models.TextField(blank=True, verbose_name="was")),
                ("now", models.TextField(blank=True, verbose_name="now")),
                ("made_by_name", models.CharField(max_length=150, verbose_name="name")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="note_edits",
                        to="transcripts.revision",
                        verbose_name="revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a note",
                "verbose_name_plural": "changes of notes",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
    ]
