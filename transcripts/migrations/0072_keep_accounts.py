"""Keep sessions, browsers and the log of accounts; Office administrators manage accounts and settings."""

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ACCOUNTS = [f"{deed}_{model}" for deed in ("add", "change", "view") for model in ("user", "group")]
OWN = ["view_accountevent", "switch_off_second_eyes", "change_siteidentity", "view_siteidentity"]


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the group of office administrators, who manage accounts and the site's settings."""
    for label in ("auth", "transcripts"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Office administrators")
    group.permissions.add(*permissions.filter(content_type__app_label="auth", codename__in=ACCOUNTS))
    group.permissions.add(*permissions.filter(content_type__app_label="transcripts", codename__in=OWN))


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0071_keep_announcements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="siteidentity",
            options={
                "permissions": [("switch_off_second_eyes", "Can stop requiring review by somebody else")],
                "verbose_name": "site identity",
                "verbose_name_plural": "site identity",
            },
        ),
        migrations.CreateModel(
            name="AccountEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="time")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("logged-in", "logged in"),
                            ("new-device", "logged in with a new browser"),
                            ("throttled", "had to wait after failed tries"),
                            ("ended-sessions", "ended sessions"),
                            ("second-factor", "changed the second factor"),
                            ("password", "changed the password"),
                            ("account", "changed an account"),
                            ("group", "changed a group"),
                            ("settings", "changed settings"),
                            ("export", "exported data"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("made_by_name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("about", models.TextField(blank=True, verbose_name="about")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "log entry of accounts",
                "verbose_name_plural": "log of accounts",
                "ordering": ["-at", "-pk"],
                "permissions": [("require_second_factor", "Must log in with a second factor")],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="DeskSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True, verbose_name="key of the session")),
                ("device", models.CharField(blank=True, max_length=60, verbose_name="browser")),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="last used")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["-seen_at"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="KnownDevice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_devices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("user", "digest"), name="known_device_once")],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
