"""Keep running transcripts: since when, what waits to be released, and which captions were sent in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0073_keep_mistake_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaptionFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_digest", models.CharField(max_length=64, unique=True, verbose_name="digest of the token")),
                ("made_by_name", models.CharField(max_length=150, verbose_name="name")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked")),
                ("used_at", models.DateTimeField(null=True, verbose_name="last used")),
            ],
            options={
                "verbose_name": "feed of captions",
                "verbose_name_plural": "feeds of captions",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="QueuedTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("statement", "statement"),
                            ("question", "question"),
                            ("answer", "answer"),
                            ("moderator", "moderator"),
                            ("note", "note"),
                        ],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                ("speaker", models.CharField(blank=True, max_length=200, verbose_name="speaker")),
                ("outlet", models.CharField(blank=True, max_length=200, verbose_name="outlet")),
                ("journalist", models.CharField(blank=True, max_length=200, verbose_name="journalist")),
                ("label", models.CharField(blank=True, max_length=300, verbose_name="label as printed")),
                ("text", models.TextField(verbose_name="text")),
                ("is_checked", models.BooleanField(default=True, verbose_name="checked")),
                ("made_by_name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered")),
            ],
            options={
                "verbose_name": "turn in the queue",
                "verbose_name_plural": "turns in the queue",
                "ordering": ["conference", "position"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ReceivedCue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
            ],
            options={
                "verbose_name": "received cue",
                "verbose_name_plural": "received cues",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ReleasedTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("turn_public_id", models.CharField(max_length=16, verbose_name="permanent ID of the turn")),
                ("released_at", models.DateTimeField(verbose_name="released")),
                ("changed_at", models.DateTimeField(null=True, verbose_name="changed")),
            ],
            options={
                "verbose_name": "released turn",
                "verbose_name_plural": "released turns",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RunningCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "turn_public_id",
                    models.CharField(blank=True, max_length=16, verbose_name="permanent ID of the turn"),
                ),
                ("field", models.CharField(blank=True, max_length=60, verbose_name="field")),
                ("is_major", models.BooleanField(null=True, verbose_name="major")),
            ],
            options={
                "verbose_name": "correction made while running",
                "verbose_name_plural": "corrections made while running",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.RemoveIndex(
            model_name="conference",
            name="conference_public_newest",
        ),
        migrations.RemoveIndex(
            model_name="conference",
            name="conference_series_newest",
        ),
        migrations.AddField(
            model_name="conference",
            name="running_since",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="When it was set running, until it is closed.",
                null=True,
                verbose_name="running since",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="what",
            field=models.CharField(
                choices=[
                    ("announced", "announced"),
                    ("reannounced", "announcement changed"),
                    ("moved", "announced for another time"),
                    ("cancelled", "announced as cancelled"),
                    ("retracted", "announcement withdrawn"),
                    ("running", "set running"),
                    ("closed", "closed, after running"),
                    ("submitted", "submitted"),
                    ("returned", "returned to draft"),
                    ("published", "published"),
                    ("scheduled", "scheduled"),
                    ("alone", "without review by somebody else"),
                    ("withdrawn", "withdrawn"),
                    ("reworded", "reason for the withdrawal changed"),
                    ("changed", "address or record status changed"),
                    ("attached", "photos, handouts or video changed"),
                    ("up_to_date", "marked as up to date with its original"),
                    ("erased", "removed words erased"),
                    ("revoked", "preview links revoked"),
                    ("binned", "moved to the trash"),
                    ("restored", "restored from the trash"),
                ],
                max_length=12,
                verbose_name="event",
            ),
        ),
        migrations.AddIndex(
            model_name="conference",
            index=models.Index(
                fields=["status", "-date", "-id", "published_at", "running_since"], name="conference_public_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="conference",
            index=models.Index(
                fields=["series", "status", "-date", "-id", "published_at", "running_since"],
                name="conference_series_newest",
            ),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(("running_since", None), ("status", "published"), _connector="OR"),
                name="conference_running_is_published",
            ),
        ),
        migrations.AddField(
            model_name="captionfeed",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="caption_feeds",
                to="transcripts.conference",
                verbose_name="conference",
            ),
        ),
        migrations.AddField(
            model_name="captionfeed",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="created by",
            ),
        ),
        migrations.AddField(
            model_name="queuedturn",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="queue",
                to="transcripts.conference",
                verbose_name="conference",
            ),
        ),
        migrations.AddField(
            model_name="receivedcue",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="received_cues",
                to="transcripts.conference",
                verbose_name="conference",
            ),
        ),
        migrations.AddField(
            model_name="releasedturn",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="released",
                to="transcripts.conference",
                verbose_name="conference",
            ),
        ),
        migrations.AddField(
            model_name="runningcorrection",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="running_corrections",
                to="transcripts.conference",
                verbose_name="conference",
            ),
        ),
        migrations.AddField(
            model_name="runningcorrection",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="running_corrections",
                to="transcripts.revision",
                verbose_name="revision",
            ),
        ),
        migrations.AddConstraint(
            model_name="queuedturn",
            constraint=models.UniqueConstraint(fields=("conference", "position"), name="queued_turn_order"),
        ),
        migrations.AddConstraint(
            model_name="queuedturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="queued_turn_has_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="receivedcue",
            constraint=models.UniqueConstraint(fields=("conference", "digest"), name="received_cue_once"),
        ),
        migrations.AddConstraint(
            model_name="releasedturn",
            constraint=models.UniqueConstraint(fields=("conference", "turn_public_id"), name="released_turn_once"),
        ),
        migrations.AddConstraint(
            model_name="runningcorrection",
            constraint=models.UniqueConstraint(
                fields=("revision", "turn_public_id", "field"), name="running_correction_once"
            ),
        ),
    ]
