"""Erasing removed words: a permission of its own, who did it when and why, and the seal of what is left."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0062_keep_times"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="removal",
            options={
                "default_permissions": (),
                "ordering": ["-made_at", "-pk"],
                "permissions": [
                    ("remove_words", "Can remove words from public transcripts"),
                    ("view_removed_words", "Can see words that were removed"),
                    ("erase_words", "Can erase removed words from the records for ever"),
                ],
                "verbose_name": "removal",
                "verbose_name_plural": "removals",
            },
        ),
        migrations.AddField(
            model_name="removal",
            name="erased_at",
            field=models.DateTimeField(null=True, verbose_name="erased"),
        ),
        migrations.AddField(
            model_name="removal",
            name="erased_because",
            field=models.TextField(blank=True, verbose_name="why they were erased"),
        ),
        migrations.AddField(
            model_name="removal",
            name="erased_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="erased by",
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="erased_by_name",
            field=models.CharField(blank=True, max_length=150, verbose_name="name of who erased them"),
        ),
        migrations.AddField(
            model_name="removal",
            name="is_overwritten",
            field=models.BooleanField(default=False, verbose_name="the database file was written anew since"),
        ),
        migrations.AlterField(
            model_name="event",
            name="what",
            field=models.CharField(
                choices=[
                    ("submitted", "submitted"),
                    ("returned", "returned to draft"),
                    ("published", "published"),
                    ("scheduled", "scheduled"),
                    ("alone", "without review by somebody else"),
                    ("withdrawn", "withdrawn"),
                    ("reworded", "reason for the withdrawal changed"),
                    ("changed", "address or record status changed"),
                    ("attached", "photos, handouts or video changed"),
                    ("up_to_date", "marked as up to date with its original"),
                    ("erased", "removed words erased"),
                    ("revoked", "preview links revoked"),
                    ("binned", "moved to the trash"),
                    ("restored", "restored from the trash"),
                ],
                max_length=12,
                verbose_name="event",
            ),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edits", models.PositiveIntegerField(verbose_name="number of edits of the note")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                (
                    "removal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="erasures",
                        to="transcripts.removal",
                        verbose_name="removal",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="erasures",
                        to="transcripts.revision",
                        verbose_name="revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "erasure",
                "verbose_name_plural": "erasures",
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("revision", "removal"), name="erasure_once")],
            },
        ),
    ]
