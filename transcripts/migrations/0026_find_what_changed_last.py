"""Find conferences by state and by their last change without a walk through all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0025_keep_when_words_changed")]
    operations = [
        migrations.AddIndex(
            model_name="conference",
            index=models.Index(fields=["status", "updated_at"], name="conference_state_changed"),
        ),
        migrations.AddIndex(
            model_name="conference",
            index=models.Index(fields=["updated_at"], name="conference_last_changed"),
        ),
    ]
