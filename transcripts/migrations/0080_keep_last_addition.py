"""Keep when a running transcript was last added to, by which its silence is seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0079_seal_leaves_of_names"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="conference",
            name="conference_running_is_published",
        ),
        migrations.AddField(
            model_name="conference",
            name="added_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="While it is running: when it was last added to, at first when it was set running.",
                null=True,
                verbose_name="last added",
            ),
        ),
        migrations.AddIndex(
            model_name="conference",
            index=models.Index(
                condition=models.Q(("added_at__isnull", False)), fields=["added_at"], name="conference_running_added"
            ),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("added_at", None), ("running_since", None)),
                    models.Q(("added_at__isnull", False), ("running_since__isnull", False), ("status", "published")),
                    _connector="OR",
                ),
                name="conference_running_is_published",
            ),
        ),
    ]
