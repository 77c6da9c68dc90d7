"""Keep readers' reports of mistakes, which Editors see and close."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let Editors see and close reports."""
    config = apps.get_app_config("transcripts")
    config.models_module = True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    names = ["view_mistakereport", "change_mistakereport"]
    group.permissions.add(*permissions.filter(content_type__app_label="transcripts", codename__in=names))


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0072_keep_accounts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MistakeReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("turn_public_id", models.CharField(max_length=16, verbose_name="permanent ID of the turn")),
                (
                    "paragraph_public_id",
                    models.CharField(blank=True, max_length=16, verbose_name="permanent ID of the paragraph"),
                ),
                ("words", models.TextField(verbose_name="words as printed")),
                ("message", models.TextField(verbose_name="what is wrong")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="mail address")),
                ("key", models.CharField(editable=False, max_length=32, unique=True, verbose_name="key of the form")),
                ("sent_at", models.DateTimeField(auto_now_add=True, verbose_name="sent")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("answered", "answered"), ("corrected", "corrected")],
                        db_index=True,
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="closed")),
                ("decided_by_name", models.CharField(blank=True, max_length=150, verbose_name="name of who closed it")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mistake_reports",
                        to="transcripts.conference",
                        verbose_name="conference",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mistake_reports",
                        to="transcripts.revision",
                        verbose_name="the correction",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of a mistake",
                "verbose_name_plural": "reports of mistakes",
                "ordering": ["-pk"],
                "default_permissions": ("view", "change"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("message", ""), _negated=True), name="report_has_message"
                    )
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
