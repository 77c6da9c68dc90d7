"""Keep the numbers of each conference, from which those of the archive are summed; count them as they are now."""

from collections import defaultdict

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Length

_BATCH = 50
_ANSWERS = {"answer", "statement"}


def count(apps, schema_editor):
    """Count every conference; frozen as of this migration."""
    conferences, counts = (apps.get_model("transcripts", name) for name in ("Conference", "ConferenceCount"))
    keys = list(conferences.objects.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(keys), _BATCH):
        counts.objects.bulk_create(_counted(apps, counts, keys[at : at + _BATCH]), batch_size=1000)


def _counted(apps, model, conferences):
    said, parts = (apps.get_model("transcripts", name) for name in ("Turn", "Exchange"))
    topics = defaultdict(set)
    tagged = parts.topics.through.objects.filter(exchange__conference__in=conferences)
    for exchange, topic in tagged.values_list("exchange", "topic"):
        topics[exchange].add(topic)
    exchanges = defaultdict(list)
    turns = said.objects.filter(exchange__conference__in=conferences).annotate(length=Length("text"))
    columns = ("exchange__conference", "exchange", "kind", "speaker", "outlet", "length")
    for row in turns.order_by("exchange", "position").values_list(*columns):
        exchanges[row[1]].append(row)
    found = {}
    for exchange, rows in exchanges.items():
        conference = rows[0][0]
        names = [("", 0)]
        names += [("outlet", key) for key in {row[4] for row in rows if row[4] and row[2] == "question"}]
        names += [("speaker", key) for key in {row[3] for row in rows if row[3]}]
        names += [("topic", key) for key in topics[exchange]]
        for of, record in names:
            key = (conference, of, record)
            if key not in found:
                found[key] = model(conference_id=conference, of=of, record=record)
            _add(found[key], rows)
    return found.values()


def _add(count, rows):
    count.exchanges += 1
    is_asked, answering = False, [row for row in rows if row[2] in _ANSWERS]
    for _, _, kind, speaker, outlet, length in rows:
        if kind == "question" and (count.of != "outlet" or outlet == count.record):
            count.questions += 1
            count.asked_length += length
            is_asked = True
        elif kind in _ANSWERS and (count.of != "speaker" or speaker == count.record):
            count.answers += 1
            count.answered_length += length
    if answering and (count.of != "speaker" or answering[0][3] == count.record):
        count.first_answers += 1
    count.unanswered += is_asked and not answering


_NUMBERS = {
    "exchanges": "exchanges",
    "questions": "questions",
    "answers": "answers",
    "first_answers": "first answers",
    "unanswered": "exchanges without an answer",
    "asked_length": "characters of questions",
    "answered_length": "characters of answers",
}


class Migration(migrations.Migration):
    """Keep counts."""

    dependencies = [("transcripts", "0080_keep_last_addition")]

    operations = [
        migrations.CreateModel(
            name="ConferenceCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "of",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "all of it"),
                            ("outlet", "outlet"),
                            ("speaker", "speaker"),
                            ("topic", "topic"),
                        ],
                        max_length=7,
                        verbose_name="of",
                    ),
                ),
                ("record", models.PositiveBigIntegerField(default=0, verbose_name="name")),
                *(
                    (name, models.PositiveIntegerField(default=0, verbose_name=label))
                    for name, label in _NUMBERS.items()
                ),
                (
                    "conference",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="transcripts.conference",
                        verbose_name="conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "numbers of a conference",
                "verbose_name_plural": "numbers of conferences",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("conference", "of", "record"), name="conferencecount_once")
                ],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop, elidable=True),
    ]
