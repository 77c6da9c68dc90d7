"""Keep the epoch of the edition: a random word that each `migrate` renews."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0065_keep_hints_of_imports")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="epoch",
            field=models.CharField(
                blank=True,
                default="",
                help_text="A random word that each migration of the database renews, so that no count comes twice.",
                max_length=16,
                verbose_name="epoch",
            ),
            preserve_default=False,
        ),
    ]
