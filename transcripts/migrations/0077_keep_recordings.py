from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0076_follow_announcements"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="attachment",
            options={
                "default_permissions": (),
                "ordering": ["position"],
                "verbose_name": "attachment",
                "verbose_name_plural": "photos, handouts, video and recording",
            },
        ),
        migrations.RemoveConstraint(model_name="attachment", name="attachment_is_whole"),
        migrations.AlterField(
            model_name="attachment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("photo", "photo"),
                    ("handout", "handout"),
                    ("video", "video link"),
                    ("recording", "recording"),
                ],
                default="photo",
                max_length=12,
                verbose_name="type",
            ),
        ),
        migrations.AlterField(
            model_name="attachment",
            name="title",
            field=models.CharField(
                blank=True,
                help_text="The title of a handout, a video or the recording.",
                max_length=200,
                verbose_name="title",
            ),
        ),
        migrations.AlterField(
            model_name="attachment",
            name="url",
            field=models.URLField(blank=True, max_length=500, verbose_name="video or recording address"),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=(Q(kind="photo", url="", width__gt=0, height__gt=0) & ~Q(folder="") & ~Q(alt=""))
                | (Q(kind="handout", url="") & ~Q(folder="") & ~Q(title=""))
                | Q(kind="video", folder="", url__startswith="https://")
                | (Q(kind="recording", folder="", url__startswith="https://") & ~Q(content_type=""))
                | (Q(kind="recording", url="") & ~Q(folder="")),
                name="attachment_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                condition=Q(kind="recording"), fields=("conference",), name="attachment_one_recording"
            ),
        ),
    ]
