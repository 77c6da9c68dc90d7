"""Let the lists from A to Z be walked in their order, by the name to sort by, else by the address."""

from django.db import migrations, models

from transcripts.models import Place


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0033_keep_changes_of_notes")]

    operations = [
        migrations.AddIndex(model, models.Index(Place(), name=f"{model}_place"))
        for model in ("outlet", "series", "speaker", "topic")
    ]
