"""A conference holds the number of its revision; a version is a state that the public saw."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0040_keep_questions_and_titles_in_search_index")]

    operations = [
        migrations.RenameField("conference", "version", "revision_number"),
        migrations.AlterField(
            "conference",
            "revision_number",
            models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="The number of the revision that the records hold.",
                verbose_name="revision number",
            ),
        ),
    ]
