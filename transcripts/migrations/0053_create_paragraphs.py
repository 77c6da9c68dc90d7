"""Every paragraph has an id of its own; those that stand get theirs."""

import re
import secrets
from collections.abc import Iterator

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F
from django.db.models.functions import Cast

BATCH = 5_000
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 13
_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
KINDS = [
    ("conference", "conference"),
    ("exchange", "exchange"),
    ("turn", "turn"),
    ("paragraph", "paragraph"),
    ("series", "series"),
    ("speaker", "speaker"),
    ("outlet", "outlet"),
    ("topic", "topic"),
]


def give_ids(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each paragraph of each turn an id, batch by batch."""
    model = apps.get_model("transcripts", "Paragraph")
    batch = []
    for row in _paragraphs(apps):
        batch.append(model(**row))
        if len(batch) == BATCH:
            model.objects.bulk_create(batch, batch_size=BATCH)
            batch = []
    model.objects.bulk_create(batch, batch_size=BATCH)


def _paragraphs(apps: Apps) -> Iterator[dict[str, object]]:
    known = _known_ids(apps)
    turns = apps.get_model("transcripts", "Turn").objects.order_by("pk").values_list("pk", "public_id", "text")
    for key, turn, text in turns.iterator(chunk_size=BATCH):
        clean = _UNPRINTED.sub("", _LINE_END.sub("\n", text))
        count = sum(1 for part in _BREAK.split(clean) if part.strip())
        ids = known.get(turn, [])
        for position in range(1, count + 1):
            public_id = ids[position - 1] if len(ids) == count else _new_id()
            yield {"turn_id": key, "position": position, "public_id": public_id}


def _known_ids(apps: Apps) -> dict[str, list[str]]:
    """Return the ids that the last revisions hold, by the turn's: those of a press room that went back to before."""
    revisions = apps.get_model("transcripts", "Revision").objects.filter(number=F("conference__revision_number"))
    revisions = revisions.annotate(form=Cast("document", models.TextField())).filter(form__contains='"paragraph_ids"')
    known = {}
    for document in revisions.order_by("pk").values_list("document", flat=True).iterator(chunk_size=10):
        for exchange in document["exchanges"]:
            known.update({turn["public_id"]: turn.get("paragraph_ids", []) for turn in exchange["turns"]})
    return known


def _new_id() -> str:
    while (made := "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))).isdigit():
        pass
    return made


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0052_keep_removals")]

    operations = [
        migrations.CreateModel(
            name="Paragraph",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(editable=False, verbose_name="position")),
                (
                    "public_id",
                    models.CharField(editable=False, max_length=16, unique=True, verbose_name="permanent ID"),
                ),
                (
                    "turn",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paragraph_rows",
                        to="transcripts.turn",
                        verbose_name="turn",
                    ),
                ),
            ],
            options={
                "verbose_name": "paragraph",
                "verbose_name_plural": "paragraphs",
                "ordering": ["turn", "position"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("position__gte", 1)), name="paragraph_position"),
                    models.UniqueConstraint(fields=("turn", "position"), name="paragraph_order"),
                ],
            },
        ),
        migrations.AlterField("redirect", "kind", models.CharField(choices=KINDS, max_length=12, verbose_name="type")),
        # Back, the redirects of paragraphs stay: what goes and comes again finds them.
        migrations.RunPython(give_ids, migrations.RunPython.noop),
    ]
