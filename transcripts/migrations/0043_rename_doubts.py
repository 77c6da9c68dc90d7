"""What an import warned of is an import warning."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0042_reword_labels")]

    operations = [
        migrations.RenameModel("Doubt", "SavedWarning"),
        migrations.AlterField(
            "savedwarning",
            "conference",
            models.ForeignKey(
                on_delete=models.CASCADE,
                related_name="import_warnings",
                to="transcripts.conference",
                verbose_name="conference",
            ),
        ),
        migrations.AlterField(
            "savedwarning",
            "turn",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.CASCADE,
                related_name="import_warnings",
                to="transcripts.turn",
                verbose_name="turn",
            ),
        ),
        migrations.RenameIndex("savedwarning", new_name="warning_open", old_name="doubt_open"),
    ]
