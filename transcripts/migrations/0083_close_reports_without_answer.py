"""Reports of mistakes can be closed without an answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0082_keep_what_was_mailed")]

    operations = [
        migrations.AlterField(
            model_name="mistakereport",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("answered", "answered"),
                    ("corrected", "corrected"),
                    ("dismissed", "closed without an answer"),
                ],
                db_index=True,
                default="open",
                max_length=12,
                verbose_name="state",
            ),
        )
    ]
