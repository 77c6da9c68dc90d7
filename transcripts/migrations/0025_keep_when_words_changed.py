"""Keep when the words of each conference last changed."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the last revision's time: what it changed is not known without reading it."""
    revisions = apps.get_model("transcripts", "Revision").objects
    last = revisions.filter(conference=OuterRef("pk"), number=OuterRef("version"))
    apps.get_model("transcripts", "Conference").objects.update(words_at=Subquery(last.values("made_at")[:1]))


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0015_keep_doubts")]
    operations = [
        migrations.AddField(
            model_name="conference",
            name="words_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text=("When its words last changed, or, as a translation, were last said to be up to date."),
                null=True,
                verbose_name="words changed",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="what",
            field=models.CharField(
                choices=[
                    ("submitted", "submitted"),
                    ("returned", "returned to draft"),
                    ("published", "published"),
                    ("scheduled", "scheduled"),
                    ("withdrawn", "withdrawn"),
                    ("changed", "address or standing changed"),
                    ("attached", "photos, handouts or video changed"),
                    ("up_to_date", "said to be up to date with its original"),
                    ("binned", "put in the bin"),
                    ("restored", "taken out of the bin"),
                ],
                max_length=12,
                verbose_name="step",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
