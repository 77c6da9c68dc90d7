"""A paragraph may have the second of the recording at which it begins."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0061_rename_permission")]

    operations = [
        migrations.AddField(
            model_name="paragraph",
            name="time",
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name="time in the recording"),
        ),
    ]
