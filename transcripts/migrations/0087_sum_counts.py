"""Keep the sums of the conferences' counts, by year and of all time; add them up as they are now."""

from collections import defaultdict

from django.db import migrations, models
from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

_NUMBERS = ("exchanges", "questions", "answers", "first_answers", "unanswered", "asked_length", "answered_length")
_SUMMED = {"status": "published", "running_since": None, "translation_group": ""}


def sum_up(apps, schema_editor):
    """Add up the counts of all conferences; frozen as of this migration."""
    names = ("Conference", "ConferenceCount", "ArchiveCount")
    conferences, counts, sums = (apps.get_model("transcripts", name) for name in names)
    found = counts.objects.filter(**{f"conference__{name}": value for name, value in _SUMMED.items()})
    there = conferences.objects.filter(pk=OuterRef("conference"))
    found.filter(of="").update(
        summed_on=Subquery(there.values("date")[:1]), summed_series=Coalesce(Subquery(there.values("series")[:1]), 0)
    )
    found = found.filter(exchanges__gt=0).order_by()
    wholes, year = found.filter(of=""), ExtractYear("conference__date")
    parts = (
        ("", found.exclude(of=""), F("record")),
        ("series", wholes.exclude(conference__series=None), F("conference__series")),
        ("month", wholes, F("year") * 100 + ExtractMonth("conference__date")),
    )
    added = defaultdict(lambda: [0] * (1 + len(_NUMBERS)))
    for kind, rows, record in parts:
        by = ("year", "of", "key")
        asked = rows.annotate(year=year).annotate(key=record).values(*by)
        asked = asked.annotate(held=Count("conference"), **{f"sum_{name}": Sum(name) for name in _NUMBERS})
        for in_year, of, key, *numbers in asked.values_list(*by, "held", *(f"sum_{name}" for name in _NUMBERS)):
            for each in (0, in_year):
                place = (each, kind or of, key)
                added[place] = [was + n for was, n in zip(added[place], numbers, strict=True)]
    sums.objects.bulk_create(
        (
            sums(year=year, of=of, record=key, **dict(zip(("conferences", *_NUMBERS), numbers, strict=True)))
            for (year, of, key), numbers in added.items()
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    """Keep sums."""

    dependencies = [
        ("transcripts", "0086_offer_italian_dutch_and_polish"),
    ]

    operations = [
        migrations.AddField(
            model_name="conferencecount",
            name="summed_on",
            field=models.DateField(null=True, verbose_name="day of its sums"),
        ),
        migrations.AddField(
            model_name="conferencecount",
            name="summed_series",
            field=models.PositiveBigIntegerField(default=0, verbose_name="series of its sums"),
        ),
        migrations.CreateModel(
            name="ArchiveCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("of", models.CharField(max_length=7, verbose_name="of")),
                ("record", models.PositiveBigIntegerField(verbose_name="name")),
                ("conferences", models.BigIntegerField(verbose_name="conferences")),
                ("exchanges", models.BigIntegerField(verbose_name="exchanges")),
                ("questions", models.BigIntegerField(verbose_name="questions")),
                ("answers", models.BigIntegerField(verbose_name="answers")),
                ("first_answers", models.BigIntegerField(verbose_name="first answers")),
                ("unanswered", models.BigIntegerField(verbose_name="exchanges without an answer")),
                ("asked_length", models.BigIntegerField(verbose_name="characters of questions")),
                ("answered_length", models.BigIntegerField(verbose_name="characters of answers")),
            ],
            options={
                "verbose_name": "numbers of a year",
                "verbose_name_plural": "numbers of years",
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("year", "of", "record"), name="archivecount_once")],
            },
        ),
        migrations.RunPython(sum_up, migrations.RunPython.noop, elidable=True),
    ]
