"""Find what was entered last for a name, and the newest of a series, without sorting all there is."""

from django.db import migrations, models

# The links of exchanges and topics have no model of their own, so that their index is none of the state.
CREATE = "CREATE INDEX exchange_topics_entered ON transcripts_exchange_topics (topic_id, id)"
DROP = "DROP INDEX exchange_topics_entered"


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0066_keep_epoch")]

    operations = [
        migrations.AddIndex(
            "conference",
            models.Index(fields=["series", "status", "-date", "-id", "published_at"], name="conference_series_newest"),
        ),
        migrations.AddIndex("turn", models.Index(fields=["speaker", "id"], name="turn_speaker_entered")),
        migrations.AddIndex("turn", models.Index(fields=["outlet", "id"], name="turn_outlet_entered")),
        migrations.RunSQL(CREATE, DROP),
    ]
