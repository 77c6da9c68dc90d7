"""Keep which turns subscribers were sent, without their words."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0081_keep_counts")]

    operations = [
        migrations.CreateModel(
            name="MailedConference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("turns", models.JSONField(default=list, verbose_name="permanent IDs of the turns")),
                ("sent_at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="sent")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mailed",
                        to="transcripts.conference",
                        verbose_name="conference",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mailed",
                        to="transcripts.subscription",
                        verbose_name="subscription",
                    ),
                ),
            ],
            options={
                "verbose_name": "conference that was sent by mail",
                "verbose_name_plural": "conferences that were sent by mail",
                "default_permissions": (),
            },
        )
    ]
