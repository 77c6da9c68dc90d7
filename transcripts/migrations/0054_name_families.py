"""Give speakers a family name, typed by an editor, and sort them by it from A to Z."""

from django.db import migrations, models

FAMILY_NAME = models.CharField(
    blank=True,
    help_text="The part of the name that citations put first and lists are sorted by. If empty, nothing is guessed.",
    max_length=200,
    verbose_name="family name",
)
PLACE = models.Func(
    "sort_name",
    "family_name",
    "slug",
    template="LOWER(%(expressions)s)",
    arg_joiner=" || ",
    output_field=models.CharField(),
)


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0053_create_paragraphs")]

    operations = [
        migrations.RemoveIndex(model_name="speaker", name="speaker_place"),
        migrations.AddField(model_name="historicalspeaker", name="family_name", field=FAMILY_NAME),
        migrations.AddField(model_name="speaker", name="family_name", field=FAMILY_NAME),
        migrations.AddIndex(model_name="speaker", index=models.Index(PLACE, name="speaker_place")),
    ]
