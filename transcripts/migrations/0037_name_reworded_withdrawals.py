"""Name the step by which the reason of a withdrawal is put in other words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the step to those of an event."""

    dependencies = [
        ("transcripts", "0036_keep_context_in_search_index"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="what",
            field=models.CharField(
                choices=[
                    ("submitted", "submitted"),
                    ("returned", "returned to draft"),
                    ("published", "published"),
                    ("scheduled", "scheduled"),
                    ("alone", "without a second pair of eyes"),
                    ("withdrawn", "withdrawn"),
                    ("reworded", "reason of the withdrawal changed"),
                    ("changed", "address or standing changed"),
                    ("attached", "photos, handouts or video changed"),
                    ("up_to_date", "said to be up to date with its original"),
                    ("revoked", "preview links revoked"),
                    ("binned", "put in the bin"),
                    ("restored", "taken out of the bin"),
                ],
                max_length=12,
                verbose_name="step",
            ),
        ),
    ]
