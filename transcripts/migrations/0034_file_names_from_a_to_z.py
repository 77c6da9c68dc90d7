"""Let the lists from A to Z be walked in their order, by the name to sort by, else by the address."""

from django.db import migrations, models

# Where a name stands from A to Z, without a parameter, so that both databases know it again in an index.
PLACE = models.Func(
    "sort_name", "slug", template="LOWER(%(expressions)s)", arg_joiner=" || ", output_field=models.CharField()
)


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0033_keep_changes_of_notes")]

    operations = [
        migrations.AddIndex(model, models.Index(PLACE, name=f"{model}_place"))
        for model in ("outlet", "series", "speaker", "topic")
    ]
