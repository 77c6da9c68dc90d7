"""Keep announcements of conferences, with their row history; Editors may announce."""

import django.db.models.deletion
import simple_history.models
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let Editors announce conferences."""
    config = apps.get_app_config("transcripts")
    config.models_module = True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="transcripts")
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        group.permissions.add(*permissions.filter(codename="announce_conference"))


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0070_keep_old_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
        migrations.CreateModel(
            name="HistoricalAnnouncement",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(max_length=400, verbose_name="title")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("zh-hans", "简体中文"),
                            ("zh-hant", "繁體中文"),
                            ("ar", "العربية"),
                            ("de", "Deutsch"),
                            ("es", "Español"),
                            ("fr", "Français"),
                            ("ja", "日本語"),
                            ("ko", "한국어"),
                            ("pt", "Português"),
                            ("ru", "Русский"),
                        ],
                        default="en",
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="planned start")),
                ("ends_at", models.DateTimeField(verbose_name="planned end")),
                ("zone", models.CharField(max_length=64, verbose_name="time zone")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("people", models.TextField(blank=True, verbose_name="who will speak")),
                ("accreditation", models.TextField(blank=True, verbose_name="accreditation")),
                ("broadcast_url", models.URLField(blank=True, max_length=500, verbose_name="broadcast")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("moved", "moved"),
                            ("cancelled", "cancelled"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="By which calendars know which state is the later one.",
                        verbose_name="number of changes",
                    ),
                ),
                ("announced_at", models.DateTimeField(verbose_name="announced at")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="transcripts.conference",
                        verbose_name="conference",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="transcripts.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical announcement",
                "verbose_name_plural": "historical announcements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=400, verbose_name="title")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("zh-hans", "简体中文"),
                            ("zh-hant", "繁體中文"),
                            ("ar", "العربية"),
                            ("de", "Deutsch"),
                            ("es", "Español"),
                            ("fr", "Français"),
                            ("ja", "日本語"),
                            ("ko", "한국어"),
                            ("pt", "Português"),
                            ("ru", "Русский"),
                        ],
                        default="en",
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="planned start")),
                ("ends_at", models.DateTimeField(verbose_name="planned end")),
                ("zone", models.CharField(max_length=64, verbose_name="time zone")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("people", models.TextField(blank=True, verbose_name="who will speak")),
                ("accreditation", models.TextField(blank=True, verbose_name="accreditation")),
                ("broadcast_url", models.URLField(blank=True, max_length=500, verbose_name="broadcast")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("moved", "moved"),
                            ("cancelled", "cancelled"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="By which calendars know which state is the later one.",
                        verbose_name="number of changes",
                    ),
                ),
                ("announced_at", models.DateTimeField(verbose_name="announced at")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                (
                    "conference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announcement",
                        to="transcripts.conference",
                        verbose_name="conference",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="transcripts.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "verbose_name": "announcement",
                "verbose_name_plural": "announcements",
                "ordering": ["starts_at", "pk"],
                "permissions": [("announce_conference", "Can announce conferences")],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["starts_at"], name="announcement_starts"),
                    models.Index(fields=["ends_at"], name="announcement_ends"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="announcement_ends_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), ("state", "planned"), _connector="OR"
                        ),
                        name="announcement_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("zone", ""), _negated=True)
                        ),
                        name="announcement_has_title",
                    ),
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
