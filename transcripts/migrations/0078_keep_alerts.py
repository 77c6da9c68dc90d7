"""Keep who follows what by e-mail, and the outbox of their alerts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0077_keep_recordings"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlertProgress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveBigIntegerField(verbose_name="edition")),
                ("change", models.PositiveBigIntegerField(verbose_name="change")),
                ("published_to", models.DateTimeField(verbose_name="embargoes looked at up to")),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                ("ran_at", models.DateTimeField(null=True, verbose_name="the sender last ran")),
            ],
            options={
                "verbose_name": "progress of alerts",
                "verbose_name_plural": "progress of alerts",
                "default_permissions": (),
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="alertprogress_only_one")],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=24, unique=True, verbose_name="key")),
                ("address", models.TextField(editable=False, verbose_name="mail address, encrypted")),
                (
                    "address_digest",
                    models.CharField(editable=False, max_length=64, verbose_name="keyed digest of the address"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("everything", "everything"),
                            ("search", "a search"),
                            ("speaker", "speaker"),
                            ("outlet", "outlet"),
                            ("topic", "topic"),
                            ("series", "series"),
                            ("corrections", "corrections"),
                        ],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="search, or slug of the name")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("at_once", "at once"), ("daily", "once a day")],
                        default="at_once",
                        max_length=8,
                        verbose_name="rhythm",
                    ),
                ),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="asked for")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed")),
                ("bounces", models.PositiveSmallIntegerField(default=0, verbose_name="messages that came back")),
                ("bounced_at", models.DateTimeField(null=True, verbose_name="last came back")),
            ],
            options={
                "verbose_name": "subscription",
                "verbose_name_plural": "subscriptions",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("confirmed_at", None), _negated=True),
                        fields=["kind", "query"],
                        name="subscription_what",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("address_digest", "kind", "query"), name="subscription_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ToldConference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("turns", models.JSONField(default=list, verbose_name="permanent IDs of the turns")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="revision")),
                ("event", models.PositiveBigIntegerField(default=0, verbose_name="event")),
                (
                    "conference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told",
                        to="transcripts.conference",
                        verbose_name="conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "conference that alerts told of",
                "verbose_name_plural": "conferences that alerts told of",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="AlertMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("confirmation", "confirmation"), ("news", "news")], max_length=12, verbose_name="type"
                    ),
                ),
                ("items", models.JSONField(default=list, verbose_name="what it tells of")),
                ("message_id", models.CharField(max_length=200, unique=True, verbose_name="Message-ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("failed", "given up"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("sender", models.CharField(blank=True, max_length=32, verbose_name="who is sending it")),
                ("begun_at", models.DateTimeField(null=True, verbose_name="begun")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="sent or given up")),
                ("answer", models.PositiveSmallIntegerField(default=0, verbose_name="the mail server’s last refusal")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="transcripts.subscription",
                        verbose_name="subscription",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "default_permissions": (),
                "indexes": [models.Index(fields=["state", "due_at"], name="alertmessage_due")],
            },
        ),
    ]
