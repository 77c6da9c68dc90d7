"""Count each topic and outlet of a conference, also where nothing was said or asked; index what lists ask of many."""

import django.db.models.deletion
from django.db import migrations, models

_BATCH = 500


def add_missing(apps, schema_editor):
    """Add a row of zeros for each topic and outlet of a conference that has none; frozen as of this migration."""
    names = ("Conference", "ConferenceCount", "Turn", "Exchange")
    conferences, counts, turns, exchanges = (apps.get_model("transcripts", name) for name in names)
    keys = list(conferences.objects.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(keys), _BATCH):
        here = {"exchange__conference__in": keys[at : at + _BATCH]}
        asked = turns.objects.filter(outlet__isnull=False, **here).order_by()
        topics = exchanges.topics.through.objects.filter(**here).order_by()
        found = {("outlet", *row) for row in asked.values_list("outlet", "exchange__conference").distinct()}
        found |= {("topic", *row) for row in topics.values_list("topic", "exchange__conference").distinct()}
        known = counts.objects.filter(conference__in=keys[at : at + _BATCH])
        found -= set(known.values_list("of", "record", "conference"))
        rows = [counts(of=of, record=record, conference_id=key) for of, record, key in sorted(found)]
        counts.objects.bulk_create(rows, batch_size=1000)


def drop_zeros(apps, schema_editor):
    """Drop them again: the release before counts a conference for each row."""
    apps.get_model("transcripts", "ConferenceCount").objects.filter(exchanges=0).delete()


class Migration(migrations.Migration):
    """Count every topic and outlet."""

    dependencies = [
        ("transcripts", "0084_index_who_speaks_in_an_exchange"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="conference",
            name="conference_public_newest",
        ),
        migrations.RemoveIndex(
            model_name="conference",
            name="conference_series_newest",
        ),
        migrations.AlterField(
            model_name="participation",
            name="speaker",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participations",
                to="transcripts.speaker",
                verbose_name="speaker",
            ),
        ),
        migrations.AddIndex(
            model_name="conference",
            index=models.Index(
                fields=[
                    "status",
                    "-date",
                    "-id",
                    "published_at",
                    "running_since",
                    "translation_group",
                    "series",
                    "language",
                ],
                name="conference_public_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="conference",
            index=models.Index(
                fields=[
                    "series",
                    "status",
                    "-date",
                    "-id",
                    "published_at",
                    "running_since",
                    "translation_group",
                    "language",
                ],
                name="conference_series_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="conferencecount",
            index=models.Index(fields=["of", "record", "conference"], name="conferencecount_of_name"),
        ),
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(fields=["speaker", "conference"], name="participation_of_speaker"),
        ),
        migrations.RunPython(add_missing, drop_zeros, elidable=True),
    ]
