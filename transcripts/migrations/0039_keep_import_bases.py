"""Keep what the files of an import gave, and what was chosen between them and the site."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0038_index_exchanges_of_outlets"),
    ]

    operations = [
        migrations.AddField(
            model_name="importdraft",
            name="conflict_choices",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="importdraft",
            name="reads_again",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="ImportBase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(blank=True, max_length=12)),
                ("document", models.JSONField(verbose_name="document")),
                ("digests", models.JSONField()),
                ("release", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_bases",
                        to="transcripts.conference",
                        verbose_name="conference",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_bases",
                        to="transcripts.revision",
                        verbose_name="proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "import base",
                "verbose_name_plural": "import bases",
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("proposal", None)),
                        fields=("conference", "part"),
                        name="import_base_one_a_part",
                    )
                ],
            },
        ),
    ]
