"""Keep with an import what its editor said of the file, for the next version of the file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Give import bases their editors' hints; those made before have none."""

    dependencies = [("transcripts", "0064_keep_state_of_search_index")]
    operations = [
        migrations.AddField(model_name="importbase", name="hints", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="importbase", name="corrected", field=models.JSONField(null=True)),
    ]
